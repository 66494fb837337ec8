//! What the register holds besides rights and minutes: units, people, classes, logins, papers.

pub mod account;
pub mod document;
pub mod held_act;
pub mod notable_refusal;
pub mod numbers;
pub mod officer;
pub mod past;
pub mod route;
pub mod school_class;
pub mod unit;
