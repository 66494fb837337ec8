//! The rules of the office: types, rights and acts. No I/O, no clock, no randomness.
//!
//! Seven wings, each on top of those before it: [`base`], [`register`], [`rights`], [`papers`],
//! [`facts`], [`answers`], [`acts`]. Read in this order: [`mod@unit`], [`officer`], [`claim`],
//! [`delegation`], [`minutes`], then one act in [`acts`].

pub mod acts;
pub mod answers;
pub mod base;
pub mod facts;
pub mod papers;
pub mod register;
pub mod rights;
#[cfg(any(test, feature = "samples"))]
pub mod samples;

// A module is named without its wing: `domain::unit::Unit`.
pub use answers::{
    asof, board, compared, compose, held, keeping, offer, on_csdl, opening, path, proposals,
    standing, todo, turn,
};
pub use base::{bounds, calendar, catalogue, crockford, ids, refusal, stamp, text, visible};
pub use facts::row;
pub use papers::{archived, blanks, content, kind, minutes, page_code, signatures, signed_file};
pub use register::{
    account, document, held_act, notable_refusal, numbers, officer, past, route, school_class, unit,
};
pub use rights::{authority, claim, csdl_task, delegation, line};

pub use facts::Facts;
pub use refusal::{Code, Refusal};
pub use row::{Change, Row, Table};
pub use stamp::Stamp;
