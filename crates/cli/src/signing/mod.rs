//! Digital signatures: `sign`, `archive`, `verify`, `trust`, and the key that other commands sign
//! with.

pub(crate) mod archive;
pub(crate) mod key;
pub(crate) mod sign;
pub(crate) mod trust;
pub(crate) mod verify;
