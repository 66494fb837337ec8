//! What a command prints: the same facts as text for people and as JSON for programs.

use engine::Reply;
use engine::domain::{Code, Refusal};
use serde::Serialize;
use serde_json::{Value, json};

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

    /// That something was done, and the one fact that programs want to know of it.
    pub(crate) fn done(text: impl Into<String>, key: &str, value: impl Serialize) -> Reply<Self> {
        Self::new(text, &json!({ key: value }))
    }

    /// Rows, a line for each.
    pub(crate) fn list<T: Serialize>(rows: &[T], line: impl Fn(&T) -> String) -> Reply<Self> {
        Self::new(rows.iter().map(line).collect::<Vec<_>>().join("\n"), &rows)
    }

    /// The same, with its verdict.
    pub(crate) fn failing(self, fails: bool) -> Self {
        Self { fails, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_a_line_for_people_and_a_value_for_programs_per_row() {
        let output = Output::list(&[1, 2], |n| format!("số {n}")).unwrap();
        assert_eq!(output.text, "số 1\nsố 2");
        assert_eq!(output.json, json!([1, 2]));
        assert!(!output.fails);
    }

    #[test]
    fn what_was_done_is_named_for_programs() {
        let output = Output::done("Đã thêm.", "code", "GV01").unwrap();
        assert_eq!(output.json, json!({ "code": "GV01" }));
        assert!(output.failing(true).fails);
    }
}
