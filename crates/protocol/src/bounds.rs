//! How much a message may say: bounded at the edge, before anything else looks at it. What an op or
//! a row says inside has the bounds of [`domain::bounds`]; ops are looked at one by one, so that one
//! of them that says too much is refused and its neighbours go on.
//!
//! The same limits stand in the schemas of the messages, and so in `docs/openapi.json`.

use domain::{Code, Refusal, bounds};
use serde_json::Value;

use crate::{EnrolRequest, MAX_OPS, PullRequest, PushRequest, RawOp};

/// Longest op, in bytes of its JSON: five hundred lines of the longest names fit in.
pub const MAX_OP: usize = 1024 * 1024;
/// Most positions that a replica names: streams of the city, several times over.
pub const MAX_POSITIONS: usize = 10_000;
/// Most kept ops that a replica asks after at once.
pub const MAX_HELD: usize = 10_000;
/// Longest code, key, epoch or mark, in characters.
pub const MAX_KEY: usize = 128;

/// A message whose texts and lists have an end.
pub trait Bounded {
    /// Refuses what says too much.
    ///
    /// # Errors
    /// `too_long`, `too_many`.
    fn within(&self) -> Result<(), Refusal>;
}

impl Bounded for EnrolRequest {
    fn within(&self) -> Result<(), Refusal> {
        short(&self.code)?;
        short(&self.public_key)
    }
}

impl Bounded for PullRequest {
    fn within(&self) -> Result<(), Refusal> {
        let texts = [&self.epoch, &self.mark];
        texts
            .into_iter()
            .flatten()
            .try_for_each(|text| short(text))?;
        few(self.positions.len(), MAX_POSITIONS)?;
        few(self.held.len(), MAX_HELD)
    }
}

impl Bounded for PushRequest {
    fn within(&self) -> Result<(), Refusal> {
        few(self.ops.len(), MAX_OPS)?;
        few(self.refused_before.len(), MAX_OPS)
    }
}

impl RawOp {
    /// Refuses an op that says too much, whichever program made it.
    ///
    /// # Errors
    /// `too_long`, `too_many`, `bad_request` for what lies too deep or is no JSON.
    pub fn within(&self) -> Result<(), Refusal> {
        if self.text().len() > MAX_OP {
            return Err(Refusal::new(Code::TooLong).with("limit", MAX_OP));
        }
        let op: Value =
            serde_json::from_str(self.text()).map_err(|_| Refusal::new(Code::BadRequest))?;
        bounds::within(&op)
    }
}

fn short(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > MAX_KEY {
        return Err(Refusal::new(Code::TooLong).with("limit", MAX_KEY));
    }
    Ok(())
}

fn few(count: usize, limit: usize) -> Result<(), Refusal> {
    if count > limit {
        return Err(Refusal::new(Code::TooMany).with("limit", limit));
    }
    Ok(())
}
