//! What changed between two revisions. A signed document may only be signed again; its pages stay.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::structure::texts;
use crate::pdf::{Field, array_at, catalog, dict_at, fields, resolved};

/// A change that leaves what was signed as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A field was signed.
    Signed(String),
    /// A gap was filled, which the next signature vouches for: its name, and what it says.
    Filled(String, String),
    /// A field for a signature was added, and signed.
    SignedNewField(String),
    /// Evidence for later was added: certificates and revocation lists.
    Evidence,
    /// The description of the file – producer, time of the last change – was written anew.
    Description,
}

/// Looks at everything that the earlier document shows; notes what is allowed, and tells whether
/// that is all.
pub(crate) fn between(before: &Document, after: &Document, changes: &mut BTreeSet<Change>) -> bool {
    let by_id = |doc: &Document| fields(doc).into_iter().map(|f| (f.id, f)).collect();
    let comparison = Comparison {
        before,
        after,
        pages: before.get_pages().into_values().collect(),
        fields: by_id(before),
        fields_after: by_id(after),
        taken: Cell::new(0.0),
    };
    comparison.judged(changes).is_some()
}

/// The certificates, revocation lists and answers of authorities that a file brings along (`/DSS`,
/// ETSI EN 319 142-1, 5.4.2).
pub(crate) fn evidence_in(doc: &Document) -> Vec<Vec<u8>> {
    let Some(store) = catalog(doc)
        .ok()
        .and_then(|(_, root)| dict_at(doc, root, b"DSS"))
    else {
        return vec![];
    };
    let listed = [b"Certs".as_slice(), b"CRLs", b"OCSPs"]
        .into_iter()
        .flat_map(|key| array_at(doc, store, key))
        .filter_map(|item| item.as_reference().ok());
    let listed: BTreeSet<ObjectId> = listed.collect();
    let mut left = MAX_EVIDENCE;
    let mut found = vec![];
    for stream in listed
        .into_iter()
        .take(MOST_EVIDENCE)
        .filter_map(|id| doc.get_object(id).and_then(Object::as_stream).ok())
    {
        let content = if stream.dict.has(b"Filter") {
            stream.decompressed_content_with_limit(left).ok()
        } else {
            Some(stream.content.clone())
        };
        let Some(content) = content.filter(|content| content.len() <= left) else {
            break;
        };
        left -= content.len();
        found.push(content);
    }
    found
}

/// Most pieces of evidence that are looked at, and their size together in bytes: every one costs a
/// look at every signature.
const MOST_EVIDENCE: usize = 100;
const MAX_EVIDENCE: usize = 8 * 1024 * 1024;

pub(super) struct Comparison<'a> {
    pub before: &'a Document,
    pub after: &'a Document,
    /// The earlier pages.
    pub pages: BTreeSet<ObjectId>,
    /// The earlier fields, and the later ones.
    pub fields: BTreeMap<ObjectId, Field>,
    pub fields_after: BTreeMap<ObjectId, Field>,
    /// How much of a page is taken by what was added and filled.
    pub taken: Cell<f32>,
}

impl Comparison<'_> {
    /// None if something changed that must not.
    fn judged(&self, changes: &mut BTreeSet<Change>) -> Option<()> {
        let root = |doc: &Document| catalog(doc).ok().map(|(id, _)| id);
        let (old_root, new_root) = (root(self.before)?, root(self.after)?);
        if old_root != new_root {
            return None;
        }
        let described = self.description();
        let evidence = self.evidence();
        let reachable = self.reachable(old_root);
        for id in reachable.iter().copied() {
            let old = self.before.get_object(id).ok();
            let new = self.after.get_object(id).ok();
            match (old, new) {
                (None, None) => {}
                (Some(old), Some(new)) if same(old, new) => {}
                (Some(_), Some(_)) if described.contains(&id) => {
                    changes.insert(Change::Description);
                }
                (_, _) if evidence.contains(&id) => {
                    changes.insert(Change::Evidence);
                }
                (Some(_), Some(_)) if self.redrawn(id, &reachable) => {}
                (Some(old), Some(new)) => self.changed(id, old_root, old, new, changes)?,
                _ => return None,
            }
        }
        if self
            .before
            .trailer
            .get(b"Info")
            .ok()
            .and_then(|i| resolved(self.before, i))
            != self
                .after
                .trailer
                .get(b"Info")
                .ok()
                .and_then(|i| resolved(self.after, i))
        {
            changes.insert(Change::Description);
        }
        Some(())
    }

    /// Everything that the earlier catalog leads to.
    fn reachable(&self, root: ObjectId) -> BTreeSet<ObjectId> {
        let mut seen = BTreeSet::new();
        let mut next = vec![root];
        while let Some(id) = next.pop() {
            if seen.insert(id)
                && let Ok(object) = self.before.get_object(id)
            {
                references(object, &mut next);
            }
        }
        seen
    }

    /// The metadata, if nothing else leads to it and it is nothing else, and what readers must be
    /// able to do.
    fn description(&self) -> BTreeSet<ObjectId> {
        let metadata = |id: &ObjectId| {
            let described = |doc: &Document| {
                doc.get_object(*id)
                    .and_then(Object::as_stream)
                    .is_ok_and(|s| {
                        s.dict
                            .get(b"Type")
                            .and_then(Object::as_name)
                            .is_ok_and(|t| t == b"Metadata")
                    })
            };
            described(self.before) && described(self.after)
        };
        let described = self.only_by(b"Metadata").into_iter().filter(metadata);
        described.chain(self.only_by(b"Extensions")).collect()
    }

    /// What only the evidence for later leads to.
    fn evidence(&self) -> BTreeSet<ObjectId> {
        self.only_by(b"DSS")
    }

    /// What only one key of the earlier catalog leads to.
    fn only_by(&self, key: &[u8]) -> BTreeSet<ObjectId> {
        let Ok((root_id, root)) = catalog(self.before) else {
            return BTreeSet::new();
        };
        let led = |from: &mut dyn Iterator<Item = &Object>| {
            let mut next = vec![];
            from.for_each(|value| references(value, &mut next));
            let mut all = BTreeSet::new();
            while let Some(id) = next.pop() {
                if id != root_id
                    && all.insert(id)
                    && let Ok(object) = self.before.get_object(id)
                {
                    references(object, &mut next);
                }
            }
            all
        };
        let inside = led(&mut root
            .iter()
            .filter(|(k, _)| k.as_slice() == key)
            .map(|(_, value)| value));
        let outside = led(&mut root
            .iter()
            .filter(|(k, _)| k.as_slice() != key)
            .map(|(_, value)| value));
        inside.difference(&outside).copied().collect()
    }

    /// An object that is not what it was.
    fn changed(
        &self,
        id: ObjectId,
        root: ObjectId,
        old: &Object,
        new: &Object,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        if let (Ok(old), Ok(new)) = (old.as_array(), new.as_array()) {
            return self.grown_list(id, root, old, new, changes);
        }
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
            return None;
        };
        if id == root {
            return self.catalog(old, new, changes);
        }
        let form = catalog(self.before).ok()?.1.get(b"AcroForm");
        if form
            .and_then(Object::as_reference)
            .is_ok_and(|found| found == id)
        {
            return self.form(old, new, changes);
        }
        if self.is_resources(id) && !self.draws_anew() {
            return self.grown_resources(old, new);
        }
        if self.pages.contains(&id) {
            return self.page(id, old, new, changes);
        }
        self.field(self.fields.get(&id)?, old, new, changes)
    }

    /// A list of fields or annotations that is an object of its own.
    fn grown_list(
        &self,
        id: ObjectId,
        root: ObjectId,
        old: &[Object],
        new: &[Object],
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        let catalog = self.before.get_dictionary(root).ok()?;
        let is = |dict: &Dictionary, key: &[u8]| {
            dict.get(key)
                .and_then(Object::as_reference)
                .is_ok_and(|found| found == id)
        };
        let of_form =
            dict_at(self.before, catalog, b"AcroForm").is_some_and(|form| is(form, b"Fields"));
        let of_page = self.pages.iter().copied().find(|page| {
            self.before
                .get_dictionary(*page)
                .is_ok_and(|page| is(page, b"Annots"))
        });
        match (of_form, of_page) {
            (_, Some(page)) => self.only_signatures(old, new, Some(page), changes),
            (true, None) => self.only_signatures(old, new, None, changes),
            (false, None) => None,
        }
    }

    fn catalog(
        &self,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        for key in different(old, new) {
            match key.as_slice() {
                b"AcroForm" => {
                    let form =
                        |doc, dict| dict_at(doc, dict, b"AcroForm").cloned().unwrap_or_default();
                    self.form(&form(self.before, old), &form(self.after, new), changes)?;
                }
                b"DSS" => drop(changes.insert(Change::Evidence)),
                b"Metadata" => drop(changes.insert(Change::Description)),
                // What a reader must be able to do.
                b"Extensions" | b"Version" => drop(changes.insert(Change::Description)),
                b"Perms" => self.certified(old, new)?,
                _ => return None,
            }
        }
        Some(())
    }

    /// The first signature of a file may certify it (ISO 32000-1, 12.8.4).
    fn certified(&self, old: &Dictionary, new: &Dictionary) -> Option<()> {
        let value = |doc: &Document, id: &ObjectId| {
            let field = doc.get_dictionary(*id).ok()?;
            field.get(b"V").and_then(Object::as_reference).ok()
        };
        let signed = |doc: &Document, fields: &BTreeMap<ObjectId, Field>| -> Vec<ObjectId> {
            let signatures = fields.values().filter(|field| field.signature);
            signatures
                .filter_map(|field| value(doc, &field.id))
                .collect()
        };
        let permissions = dict_at(self.after, new, b"Perms")?;
        let by = permissions.get(b"DocMDP").and_then(Object::as_reference);
        let first = signed(self.before, &self.fields).is_empty() && !old.has(b"Perms");
        let fits = permissions.len() == 1
            && signed(self.after, &self.fields_after).contains(by.ok().as_ref()?);
        (first && fits).then_some(())
    }

    fn form(
        &self,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        let keys = different(old, new);
        let look = |key: &Vec<u8>| [b"DR".as_slice(), b"DA", b"Q"].contains(&key.as_slice());
        if keys.iter().any(look) && self.draws_anew() {
            return None;
        }
        for key in keys {
            match key.as_slice() {
                // Whether readers draw the values of fields anew, which stay the same.
                b"SigFlags" | b"NeedAppearances" => {}
                b"Fields" => self.only_signatures(
                    array_at(self.before, old, b"Fields"),
                    array_at(self.after, new, b"Fields"),
                    None,
                    changes,
                )?,
                // How fields look that say nothing of it themselves: nothing did before.
                b"DA" | b"Q" if !old.has(&key) => {}
                b"DR" => {
                    let of = |doc, form| dict_at(doc, form, b"DR").cloned().unwrap_or_default();
                    self.grown_resources(&of(self.before, old), &of(self.after, new))?;
                }
                _ => return None,
            }
        }
        Some(())
    }

    /// Whether readers draw anew what fields said before: nothing may change then about how they do.
    fn draws_anew(&self) -> bool {
        let form = catalog(self.after)
            .ok()
            .and_then(|(_, root)| dict_at(self.after, root, b"AcroForm"));
        let said = form.and_then(|form| form.get(b"NeedAppearances").ok());
        matches!(said, Some(Object::Boolean(true))) && !texts(self.before).is_empty()
    }

    /// Whether an object holds the fonts and other things that fields are drawn with.
    fn is_resources(&self, id: ObjectId) -> bool {
        let form = catalog(self.before)
            .ok()
            .and_then(|(_, root)| dict_at(self.before, root, b"AcroForm"));
        let is = |dict: &Dictionary, key: &[u8]| {
            let named = dict.get(key).and_then(Object::as_reference);
            named.is_ok_and(|named| named == id)
        };
        form.is_some_and(|form| {
            let of_kinds = dict_at(self.before, form, b"DR")
                .is_some_and(|resources| resources.iter().any(|(kind, _)| is(resources, kind)));
            // What pages are drawn with is left alone.
            (is(form, b"DR") || of_kinds) && self.only_by(b"AcroForm").contains(&id)
        })
    }

    /// Things that fields are drawn with: what had a name keeps it, and the rest is new.
    fn grown_resources(&self, old: &Dictionary, new: &Dictionary) -> Option<()> {
        for (key, kept) in old {
            let now = new.get(key).ok()?;
            if same(kept, now) {
                continue;
            }
            let kept = resolved(self.before, kept)?.as_dict().ok()?;
            let now = resolved(self.after, now)?.as_dict().ok()?;
            let stays = |(name, value): (&Vec<u8>, &Object)| {
                now.get(name).is_ok_and(|other| {
                    let alike = || {
                        Some(same(
                            resolved(self.before, value)?,
                            resolved(self.after, other)?,
                        ))
                    };
                    same(value, other) || alike() == Some(true)
                })
            };
            if !kept.iter().all(stays) {
                return None;
            }
        }
        Some(())
    }

    fn page(
        &self,
        id: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        match different(old, new).as_slice() {
            [] => Some(()),
            [key] if key == b"Annots" => self.only_signatures(
                array_at(self.before, old, b"Annots"),
                array_at(self.after, new, b"Annots"),
                Some(id),
                changes,
            ),
            _ => None,
        }
    }
}

/// Whether two objects are the same: a string is, whether it stands in brackets or as hex digits, and
/// a number, with or without a point.
pub(super) fn same(old: &Object, new: &Object) -> bool {
    let dictionaries = |old: &Dictionary, new: &Dictionary| {
        old.len() == new.len()
            && old
                .iter()
                .all(|(key, value)| new.get(key).is_ok_and(|other| same(value, other)))
    };
    match (old, new) {
        (Object::String(old, _), Object::String(new, _)) => old == new,
        (Object::Array(old), Object::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new))
        }
        (Object::Dictionary(old), Object::Dictionary(new)) => dictionaries(old, new),
        (Object::Stream(old), Object::Stream(new)) => {
            old.content == new.content && dictionaries(&old.dict, &new.dict)
        }
        (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
            old == new || as_real(old) == as_real(new)
        }
        (old, new) => old == new,
    }
}

/// A number that a real one can say exactly.
fn as_real(number: &Object) -> Option<f32> {
    match number {
        Object::Integer(n) if n.unsigned_abs() <= 1 << 24 => Some(*n as f32),
        Object::Real(n) => Some(*n),
        _ => None,
    }
}

/// The keys under which two dictionaries differ.
pub(super) fn different(old: &Dictionary, new: &Dictionary) -> Vec<Vec<u8>> {
    let keys: BTreeSet<&Vec<u8>> = old.iter().chain(new.iter()).map(|(key, _)| key).collect();
    let equal = |key: &[u8]| match (old.get(key), new.get(key)) {
        (Ok(old), Ok(new)) => same(old, new),
        (old, new) => old.is_err() == new.is_err(),
    };
    keys.into_iter()
        .filter(|key| !equal(key))
        .cloned()
        .collect()
}

/// What an array says if it holds numbers only.
pub(super) fn numbers(array: &[Object]) -> Option<Vec<f32>> {
    array.iter().map(|n| n.as_float().ok()).collect()
}

pub(super) fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|i| references(i, found)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| references(value, found)),
        Object::Stream(stream) => stream
            .dict
            .iter()
            .for_each(|(_, value)| references(value, found)),
        _ => {}
    }
}
