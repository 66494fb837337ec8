//! Values of cells, as people type them and as Excel spoils them.

mod days;
mod digits;
mod signs;
mod texts;

pub use days::{DateOrder, Day, day, is_shifted, order_shown};
pub use digits::{Digits, id_number, phone, phones, said_by_id};
pub use texts::{fault, is_ditto, list, text};
