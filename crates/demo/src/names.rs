//! Names and texts of the demo.

use std::collections::BTreeMap;

use engine::domain::{Code, Refusal};
use serde::Deserialize;

/// Names that people are made of: data, like any fixture.
#[derive(Deserialize)]
pub(crate) struct Names {
    pub family: Vec<String>,
    pub middle_female: Vec<String>,
    pub middle_male: Vec<String>,
    pub given: Vec<String>,
    pub schools: Vec<String>,
    pub texts: BTreeMap<String, String>,
}

impl Names {
    /// A text; empty if there is none of the name.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key).cloned().unwrap_or_default()
    }

    /// The names that ship with the demo.
    pub fn read() -> Result<Self, Refusal> {
        serde_json::from_str(include_str!("names.json"))
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))
    }
}
