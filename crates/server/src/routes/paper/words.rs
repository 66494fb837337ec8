//! The words of the public page, as they stand in `words.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::kind::MinutesKind;
use serde::Deserialize;

#[derive(Deserialize)]
struct Words {
    #[serde(flatten)]
    texts: BTreeMap<String, toml::Value>,
    standing: BTreeMap<String, [String; 2]>,
    kinds: BTreeMap<MinutesKind, String>,
    labels: BTreeMap<String, String>,
}

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).ok());

/// A sentence of the page.
pub fn text(key: &str) -> &'static str {
    WORDS
        .as_ref()
        .and_then(|w| w.texts.get(key))
        .and_then(toml::Value::as_str)
        .unwrap_or_default()
}

/// What a fact is called.
pub fn label(key: &str) -> &'static str {
    WORDS
        .as_ref()
        .and_then(|w| w.labels.get(key))
        .map_or("", String::as_str)
}

/// What minutes of a kind are called.
pub fn kind(kind: MinutesKind) -> &'static str {
    WORDS
        .as_ref()
        .and_then(|w| w.kinds.get(&kind))
        .map_or("", String::as_str)
}

/// Title and sentence of a standing.
pub fn standing(key: &str) -> [&'static str; 2] {
    WORDS
        .as_ref()
        .and_then(|w| w.standing.get(key))
        .map_or([""; 2], |words| words.each_ref().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_page_is_there() {
        let words = WORDS.as_ref().unwrap();
        assert_eq!(words.standing.len(), 11);
        assert_eq!(words.kinds.len(), 7);
        for key in [
            "title",
            "office",
            "unknown_title",
            "unknown",
            "mismatch_title",
            "mismatch",
            "too_many_title",
            "too_many",
            "broken_title",
            "broken",
            "checked_at",
            "outdated",
            "differs",
            "foot",
        ] {
            assert!(!text(key).is_empty(), "{key}");
        }
    }
}
