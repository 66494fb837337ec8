//! What follows from the register: computed, never stored.

pub mod asof;
pub mod board;
pub mod compared;
pub mod compose;
pub mod held;
pub mod keeping;
pub mod offer;
pub mod on_csdl;
pub mod opening;
pub mod path;
pub mod proposals;
pub mod standing;
pub mod todo;
pub mod turn;
