//! The life of minutes on this machine: page, freezing, printing, recording with scans.

pub mod digital;
pub mod freeze;
pub mod give_accounts;
pub mod hand_over;
pub mod numbers;
pub mod page;
pub mod print;
pub mod record;
pub mod scan;
pub mod stack;
mod waiting;
