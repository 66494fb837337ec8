//! Values of placeholders, and what they come from.

use std::collections::BTreeMap;

use domain::content::MinutesContent;

use crate::words::Words;

/// Values by placeholder; a missing one is a fact that is not there.
#[derive(Debug, Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Says a fact; one that was said before is replaced.
    pub(crate) fn put(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.insert(key.into(), value.into());
    }

    /// Says that a fact is there whose presence alone counts: forms ask for it, and print nothing.
    pub(crate) fn mark(&mut self, key: &str) {
        self.put(key, "");
    }

    /// The value of a placeholder.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether a fact is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

impl<'k, const N: usize> From<[(&'k str, String); N]> for Fields {
    fn from(pairs: [(&'k str, String); N]) -> Self {
        Self(pairs.map(|(key, value)| (key.to_owned(), value)).into())
    }
}

/// What values come from: the facts of minutes, and the words in which they are told.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// The facts.
    pub content: &'a MinutesContent,
    /// The words.
    pub words: &'a Words,
}
