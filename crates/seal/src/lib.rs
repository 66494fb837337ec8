//! PDF bytes to signed bytes, and to a verdict: PAdES signatures one after the other (ETSI EN 319
//! 142-1), each as an update that touches nothing before it, and verification with what changed
//! after each of them.
//!
//! [`sign::Signing`] and [`verify::verify`] are the doors; [`trust`] lies below both. This crate
//! knows no form, no network and no clock: time comes in.

pub mod archive;
mod ber;
mod cms;
pub mod key;
mod look;
mod names;
mod pdf;
pub mod sign;
pub mod time_stamp;
pub mod trust;
mod update;
pub mod verify;

pub use look::Look;
pub use pdf::MAX_BYTES;

/// Why something could not be signed or read. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is no PDF that can be read to its end, or is too large.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// The file is larger than [`MAX_BYTES`].
    #[error("larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// The file is encrypted.
    #[error("encrypted")]
    Encrypted,
    /// Whoever signed lets nobody fill or sign this behind them: their name, as far as it is known.
    #[error("{0} lets nobody go on")]
    Forbidden(String),
    /// The file has no field of this name.
    #[error("no field {0}")]
    NoField(String),
    /// The field is signed or filled already.
    #[error("field {0} is taken")]
    FieldTaken(String),
    /// What the file holds already is not in order, so that nothing is put on top of it.
    #[error("a signature that is there already does not hold")]
    Broken,
    /// The password or PIN does not open the key. It is never tried again by itself.
    #[error("wrong password or PIN")]
    WrongPassword,
    /// The token has locked itself after wrong PINs.
    #[error("the token is locked")]
    Locked,
    /// The key file or token holds no usable key with its certificate.
    #[error("no usable key: {0}")]
    NoKey(String),
    /// The certificate begins later.
    #[error("not valid before {0}")]
    NotYetValid(chrono::DateTime<chrono::Utc>),
    /// The certificate has ended.
    #[error("not valid after {0}")]
    Expired(chrono::DateTime<chrono::Utc>),
    /// The certificate is not one that signs documents.
    #[error("the certificate is not for signing")]
    NotForSigning,
    /// The time-stamping authority refused, or stamped something else.
    #[error("time stamp: {0}")]
    Stamp(String),
    /// Cryptography failed without our doing.
    #[error("cryptography: {0}")]
    Crypto(String),
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<der::Error> for Error {
    fn from(error: der::Error) -> Self {
        Self::Crypto(error.to_string())
    }
}
