//! What a signer lets others do with the file behind the signature: `DocMDP`, `FieldMDP` and the
//! lock of the field (ISO 32000-2, 12.8.2.2, 12.8.2.4 and 12.7.5.5).

use lopdf::{Dictionary, Document, Object};

use super::changes::Change;
use super::structure::Found;
use crate::pdf::{array_at, dict_at, resolved, text};

/// What may still be done behind a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Permission {
    level: Option<Level>,
    locked: Vec<Locked>,
}

/// What a certified file may still become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// Nothing but evidence is added.
    Nothing,
    /// Fields are filled and signed, without new ones that are seen.
    Fields,
}

/// The fields that nobody may fill or sign any more.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Locked {
    All,
    Only(Vec<String>),
    AllBut(Vec<String>),
}

impl Locked {
    fn has(&self, field: &str) -> bool {
        // Who names a group names what stands in it.
        let named = |names: &[String]| {
            names.iter().any(|name| {
                let rest = field.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        match self {
            Self::All => true,
            Self::Only(names) => named(names),
            Self::AllBut(names) => !named(names),
        }
    }
}

/// A change, with what decides whether it may come after a signature that restricts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step<'c> {
    /// What was done.
    pub change: &'c Change,
    /// Whether the field that was signed is seen on its page.
    pub seen: bool,
    /// Whether it was signed by a time stamp on the file.
    pub stamp: bool,
}

impl Permission {
    /// What a signature of a file allows; where it cannot be read, as little as it could mean.
    pub(crate) fn of(doc: &Document, found: &Found) -> Self {
        let mut permission = Self::default();
        if let Ok(signature) = doc.get_dictionary(found.id) {
            let references = array_at(doc, signature, b"Reference").iter();
            for reference in references.filter_map(|one| resolved(doc, one)?.as_dict().ok()) {
                permission.take_reference(doc, reference);
            }
        }
        let field = doc.get_dictionary(found.field_id).ok();
        if let Some(lock) = field.and_then(|field| dict_at(doc, field, b"Lock")) {
            permission.locked.push(locked(doc, lock));
            if lock.has(b"P") {
                permission.restrict(level(lock));
            }
        }
        permission
    }

    fn take_reference(&mut self, doc: &Document, reference: &Dictionary) {
        let method = reference.get(b"TransformMethod").and_then(Object::as_name);
        let empty = Dictionary::new();
        let said = dict_at(doc, reference, b"TransformParams").unwrap_or(&empty);
        match method.unwrap_or_default() {
            b"DocMDP" => self.restrict(level(said)),
            b"FieldMDP" => self.locked.push(locked(doc, said)),
            _ => {}
        }
    }

    fn restrict(&mut self, level: Level) {
        self.level = Some(self.level.map_or(level, |known| known.min(level)));
    }

    /// Whether a change may come after the signature.
    pub(crate) fn allows(&self, step: Step<'_>) -> bool {
        match step.change {
            // It keeps for longer what was signed (ISO 32000-2, 12.8.2.2.2).
            Change::Evidence | Change::Description => true,
            Change::Signed(_) | Change::SignedNewField(_) if step.stamp && !step.seen => true,
            Change::SignedNewField(field) => {
                self.lets_fill(field) && !(step.seen && self.level.is_some())
            }
            Change::Signed(field) | Change::Filled(field, _) => self.lets_fill(field),
        }
    }

    /// Whether a field that is there may still be filled or signed.
    pub(crate) fn lets_fill(&self, field: &str) -> bool {
        self.level != Some(Level::Nothing) && !self.locked.iter().any(|locked| locked.has(field))
    }
}

/// 2 is what silence means; a number that means nothing allows nothing.
fn level(said: &Dictionary) -> Level {
    match said.get(b"P").map(Object::as_i64) {
        Err(_) | Ok(Ok(2 | 3)) => Level::Fields,
        _ => Level::Nothing,
    }
}

fn locked(doc: &Document, said: &Dictionary) -> Locked {
    let names = || {
        let names = array_at(doc, said, b"Fields").iter();
        names
            .filter_map(|name| Some(text(resolved(doc, name)?)))
            .collect()
    };
    match said.get(b"Action").and_then(Object::as_name) {
        Ok(b"Include") => Locked::Only(names()),
        Ok(b"Exclude") => Locked::AllBut(names()),
        _ => Locked::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(permission: &Permission, change: &Change, seen: bool, stamp: bool) -> bool {
        permission.allows(Step {
            change,
            seen,
            stamp,
        })
    }

    #[test]
    fn a_group_that_is_locked_locks_what_stands_in_it() {
        let only = Locked::Only(vec!["a".to_owned()]);
        assert!(only.has("a") && only.has("a.b") && !only.has("ab"));
        let but = Locked::AllBut(vec!["a".to_owned()]);
        assert!(!but.has("a.b") && but.has("ab"));
    }

    #[test]
    fn a_file_that_may_not_change_still_takes_evidence() {
        let closed = Permission {
            level: Some(Level::Nothing),
            locked: vec![Locked::All],
        };
        let signed = Change::Signed("a".to_owned());
        assert!(allows(&closed, &Change::Evidence, false, false));
        assert!(
            allows(&closed, &signed, false, true),
            "an unseen time stamp"
        );
        assert!(!allows(&closed, &signed, true, true), "one that is seen");
        assert!(!allows(&closed, &signed, false, false));
    }

    #[test]
    fn a_certified_file_is_signed_on_only_where_fields_are() {
        let certified = Permission {
            level: Some(Level::Fields),
            locked: vec![],
        };
        let new = Change::SignedNewField("a".to_owned());
        assert!(allows(
            &certified,
            &Change::Signed("a".to_owned()),
            true,
            false
        ));
        assert!(!allows(&certified, &new, true, false));
        assert!(allows(&certified, &new, false, false));
        assert!(allows(&Permission::default(), &new, true, false));
    }
}
