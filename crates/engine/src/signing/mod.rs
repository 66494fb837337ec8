//! Digital signatures on files: signing the next blank field, and saying in Vietnamese what holds.
//! Only what a machine trusts lies in its replica.

mod answers;
mod archive;
mod fill;
mod key;
mod revocation;
mod sign;
mod trust;
mod verdict;

pub use archive::archive_file;
pub(crate) use fill::fill_gaps;
pub use key::{KeyPlace, OpenedKey, TokenPlace, open_key};
pub use sign::{Manner, sign_file, sign_file_stamped, signable};
pub use trust::{RootSet, TrustedKind, TrustedRow};
pub use verdict::{AfterKind, AfterRow, FileVerdict, SignatureVerdict, verify_file};
