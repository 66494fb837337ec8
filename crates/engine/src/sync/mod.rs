//! Talking to the server: one round is files up, ops up, rows down. Downloads never wait for uploads
//! that were refused.

mod enrol;
mod fetch;
mod pace;
mod pull;
mod push;
mod remote;
mod round;
mod trust;

pub(crate) use enrol::enrol;
pub use remote::{Call, InProcess, Remote};
pub use round::Round;
