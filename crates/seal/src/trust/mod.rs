//! Trust: what is known of certificates and of those who revoke them, whatever file they come in.

mod chain;
mod evidence;
mod lists;
pub mod ocsp;

pub use chain::{Kind, RootSet, Roots, Trust, Trusted};
pub use evidence::{Evidence, made_at};
pub use lists::{is_list_of, list_addresses};

pub(crate) use chain::{At, Use, stamps};
pub(crate) use ocsp::issuer_of;
