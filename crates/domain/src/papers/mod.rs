//! Minutes as they are stored: kinds, steps, signatures, and what a frozen page says. Data only;
//! what is computed from the register stands in [`crate::answers`].

pub mod archived;
pub mod blanks;
pub mod content;
pub mod kind;
pub mod minutes;
pub mod page_code;
pub mod signatures;
pub mod signed_file;
