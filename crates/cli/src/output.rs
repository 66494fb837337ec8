//! What a command prints: the same facts as text for people and as JSON for programs.

use engine::Reply;
use engine::domain::{Code, Refusal};
use serde::Serialize;
use serde_json::Value;

/// What a command prints.
#[derive(Debug)]
pub(crate) struct Output {
    /// For people.
    pub(crate) text: String,
    /// For programs.
    pub(crate) json: Value,
    /// Whether what was looked at is not in order, which programs see by the exit code.
    pub(crate) fails: bool,
}

impl Output {
    /// Text, and a value for programs.
    pub(crate) fn new(text: impl Into<String>, json: &impl Serialize) -> Reply<Self> {
        let json = serde_json::to_value(json)
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        Ok(Self {
            text: text.into(),
            json,
            fails: false,
        })
    }

    /// The same, with its verdict.
    pub(crate) fn failing(self, fails: bool) -> Self {
        Self { fails, ..self }
    }
}
