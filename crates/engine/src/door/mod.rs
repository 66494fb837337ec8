//! Coming in and going out: beginning on a machine, wrong passwords, backups, and whether all is
//! well.

pub mod backup;
pub mod doctor;
pub mod first;
mod password;
mod recovery;
pub mod start;
pub(crate) mod tries;
pub mod usb;
