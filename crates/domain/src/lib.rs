//! The rules of the office: types, rights and acts. No I/O, no clock, no randomness.
//!
//! Read in this order: [`unit`], [`officer`], [`rights`], [`delegation`], [`minutes`], then one act
//! in [`acts`].

pub mod acts;
pub mod asof;
pub mod authority;
pub mod blanks;
pub mod calendar;
pub mod catalogue;
pub mod content;
pub mod delegation;
pub mod facts;
pub mod ids;
pub mod keeping;
pub mod minutes;
pub mod officer;
pub mod opening;
pub mod paper;
pub mod refusal;
pub mod register;
pub mod rights;
pub mod row;
pub mod school_class;
pub mod stamp;
pub mod text;
pub mod todo;
pub mod unit;

pub use facts::Facts;
pub use refusal::{Code, Refusal};
pub use row::{Change, Row, Table};
pub use stamp::Stamp;
