//! Excel files and pasted tables, as offices really have them, to rows of named fields.
//!
//! A file from outside is opened in a child process with limits ([`child`]); what comes back is a
//! plain [`Book`] of cells. Everything after that is pure: old Vietnamese fonts ([`old_fonts`]),
//! the header ([`table`]), values ([`value`]). Nothing here knows the register.

mod biff;
pub mod book;
mod cells;
pub mod child;
pub mod class_list;
pub mod columns;
mod delimited;
mod encoding;
mod header;
pub mod list;
mod ods;
pub mod old_fonts;
mod package;
mod paper;
mod prescan;
mod rows;
mod shape;
mod sheet_look;
pub mod table;
pub mod value;
pub mod write;

pub use book::{Book, Cell, Line, Sheet};
pub use columns::{Field, Kind};
pub use paper::NamedPaper;
pub use table::{Choice, DateOrder, Table};
