//! What screens and the command line show: plain structs, asked anew whenever something changed.

pub mod find;
pub mod home;
pub mod lists;
pub mod minutes;
pub mod offer;
pub mod person;
pub mod rights;
pub mod status;
