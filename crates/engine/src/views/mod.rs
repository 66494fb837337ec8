//! What screens and the command line show: plain structs, asked anew whenever something changed.

pub mod about;
pub mod account_offer;
pub mod accounts;
pub mod classes;
pub mod csdl_tasks;
mod dates;
pub mod documents;
pub mod export;
pub mod find;
pub mod givers;
pub mod grounds;
pub mod held;
pub mod home;
pub mod minutes;
mod names;
pub mod numbers;
pub mod offer;
pub mod officers;
pub mod person;
pub mod proposals;
pub mod rights;
pub mod status;
pub mod units;
mod work;
pub mod year;
