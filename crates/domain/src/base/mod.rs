//! Below everything: ids, time, text, and how things are refused.

pub mod bounds;
pub mod calendar;
pub mod catalogue;
pub mod crockford;
pub mod ids;
pub mod refusal;
pub mod stamp;
pub mod text;
pub mod visible;
