//! Importing tables: open, look, match columns, check, write, undo. What a row means is planned as
//! acts (`planning`); the same rule that any act goes through says whether it may stand, first on a
//! copy of the facts and then for good.

mod begun;
mod catalogue;
mod check;
mod files;
mod look;
mod open;
mod preview;
mod request;
mod undo;
mod write;

pub use begun::BegunImport;
pub use catalogue::Catalogued;
pub use check::{ChangeRow, Checked, CheckedRow, OverRow, Problem, head_position};
pub use look::{Converted, Looked};
pub(crate) use open::Opened;
pub use open::{BookInfo, SheetInfo};
pub use planning::{Fix, Outcome, levels_in};
pub use request::ImportRequest;
pub use undo::Undone;
pub use workbook::columns::Kind as ImportKind;
pub(crate) use write::Noted;
pub use write::{ImportRow, Imported};
