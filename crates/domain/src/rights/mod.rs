//! Rights: what can be held, how it is cut down on the way, and for how long.

pub mod authority;
pub mod claim;
pub mod csdl_task;
pub mod delegation;
pub mod line;

pub use claim::*;
