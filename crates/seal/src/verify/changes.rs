//! What changed between two revisions. A signed document may only be signed again, or have a blank field filled; its pages stay.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::pdf::{Field, array_at, catalog, dict_at, fields, resolved, text};

/// A change that leaves what was signed as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A field was signed.
    Signed(String),
    /// A field for a signature was added, and signed.
    SignedNewField(String),
    /// A blank field was filled in.
    Filled(String),
    /// Evidence for later was added: certificates and revocation lists.
    Evidence,
    /// The description of the file – producer, time of the last change – was written anew.
    Description,
}

/// Looks at everything that the earlier document shows; notes what is allowed, and tells whether that is all.
pub(crate) fn between(before: &Document, after: &Document, changes: &mut BTreeSet<Change>) -> bool {
    let by_id = |doc: &Document| fields(doc).into_iter().map(|f| (f.id, f)).collect();
    let comparison = Comparison { before, after, pages: before.get_pages().into_values().collect(), fields: by_id(before), fields_after: by_id(after) };
    comparison.judged(changes).is_some()
}

/// The certificates and revocation lists that a file brings along (`/DSS`, ETSI EN 319 142-1, 5.4.2).
pub(crate) fn evidence_in(doc: &Document) -> Vec<Vec<u8>> {
    let Some(store) = catalog(doc).ok().and_then(|(_, root)| dict_at(doc, root, b"DSS")) else { return vec![] };
    let streams = [b"Certs".as_slice(), b"CRLs"].into_iter().flat_map(|key| array_at(doc, store, key)).filter_map(|item| resolved(doc, item)?.as_stream().ok());
    streams.filter_map(|stream| if stream.dict.has(b"Filter") { stream.decompressed_content_with_limit(MAX_EVIDENCE).ok() } else { Some(stream.content.clone()) }).collect()
}

/// Largest certificate or revocation list, in bytes.
const MAX_EVIDENCE: usize = 16 * 1024 * 1024;

struct Comparison<'a> {
    before: &'a Document,
    after: &'a Document,
    /// The earlier pages.
    pages: BTreeSet<ObjectId>,
    /// The earlier fields, and the later ones.
    fields: BTreeMap<ObjectId, Field>,
    fields_after: BTreeMap<ObjectId, Field>,
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
        for id in self.reachable(old_root) {
            let old = self.before.get_object(id).ok();
            let new = self.after.get_object(id).ok();
            match (old, new) {
                (None, None) => {}
                (Some(old), Some(new)) if old == new => {}
                (Some(_), Some(_)) if described.contains(&id) => drop(changes.insert(Change::Description)),
                (_, _) if evidence.contains(&id) => drop(changes.insert(Change::Evidence)),
                (Some(old), Some(new)) => self.changed(id, old_root, old, new, changes)?,
                _ => return None,
            }
        }
        if self.before.trailer.get(b"Info").ok().and_then(|i| resolved(self.before, i)) != self.after.trailer.get(b"Info").ok().and_then(|i| resolved(self.after, i)) {
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

    /// The metadata, which no page shows.
    fn description(&self) -> BTreeSet<ObjectId> {
        catalog(self.before).ok().and_then(|(_, root)| root.get(b"Metadata").and_then(Object::as_reference).ok()).into_iter().collect()
    }

    /// What only the evidence for later leads to.
    fn evidence(&self) -> BTreeSet<ObjectId> {
        let Ok((root_id, root)) = catalog(self.before) else { return BTreeSet::new() };
        let mut inside = BTreeSet::new();
        let mut next = vec![];
        if let Ok(value) = root.get(b"DSS") {
            references(value, &mut next);
        }
        while let Some(id) = next.pop() {
            if id != root_id
                && inside.insert(id)
                && let Ok(object) = self.before.get_object(id)
            {
                references(object, &mut next);
            }
        }
        let mut outside = BTreeSet::new();
        let mut next: Vec<ObjectId> = vec![];
        for (_, value) in root.iter().filter(|(key, _)| key.as_slice() != b"DSS") {
            references(value, &mut next);
        }
        while let Some(id) = next.pop() {
            if outside.insert(id)
                && let Ok(object) = self.before.get_object(id)
            {
                references(object, &mut next);
            }
        }
        inside.difference(&outside).copied().collect()
    }

    /// An object that is not what it was.
    fn changed(&self, id: ObjectId, root: ObjectId, old: &Object, new: &Object, changes: &mut BTreeSet<Change>) -> Option<()> {
        if let (Ok(old), Ok(new)) = (old.as_array(), new.as_array()) {
            return self.grown_list(id, root, old, new, changes);
        }
        let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else { return None };
        if id == root {
            return self.catalog(old, new, changes);
        }
        if catalog(self.before).ok()?.1.get(b"AcroForm").and_then(Object::as_reference).is_ok_and(|found| found == id) {
            return self.form(old, new, changes);
        }
        if self.pages.contains(&id) {
            return self.page(old, new, changes);
        }
        self.field(self.fields.get(&id)?, old, new, changes)
    }

    /// A list of fields or annotations that is an object of its own.
    fn grown_list(&self, id: ObjectId, root: ObjectId, old: &[Object], new: &[Object], changes: &mut BTreeSet<Change>) -> Option<()> {
        let catalog = self.before.get_dictionary(root).ok()?;
        let is = |dict: &Dictionary, key: &[u8]| dict.get(key).and_then(Object::as_reference).is_ok_and(|found| found == id);
        let of_form = dict_at(self.before, catalog, b"AcroForm").is_some_and(|form| is(form, b"Fields"));
        let of_page = self.pages.iter().any(|page| self.before.get_dictionary(*page).is_ok_and(|page| is(page, b"Annots")));
        if of_form || of_page { self.only_signatures(old, new, changes) } else { None }
    }

    fn catalog(&self, old: &Dictionary, new: &Dictionary, changes: &mut BTreeSet<Change>) -> Option<()> {
        for key in different(old, new) {
            match key.as_slice() {
                b"AcroForm" => {
                    let form = |doc, dict| dict_at(doc, dict, b"AcroForm").cloned().unwrap_or_default();
                    self.form(&form(self.before, old), &form(self.after, new), changes)?;
                }
                b"DSS" => drop(changes.insert(Change::Evidence)),
                b"Metadata" => drop(changes.insert(Change::Description)),
                // What a reader must be able to do.
                b"Extensions" | b"Version" => drop(changes.insert(Change::Description)),
                _ => return None,
            }
        }
        Some(())
    }

    fn form(&self, old: &Dictionary, new: &Dictionary, changes: &mut BTreeSet<Change>) -> Option<()> {
        for key in different(old, new) {
            match key.as_slice() {
                b"SigFlags" => {}
                b"Fields" => self.only_signatures(array_at(self.before, old, b"Fields"), array_at(self.after, new, b"Fields"), changes)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn page(&self, old: &Dictionary, new: &Dictionary, changes: &mut BTreeSet<Change>) -> Option<()> {
        match different(old, new).as_slice() {
            [] => Some(()),
            [key] if key == b"Annots" => self.only_signatures(array_at(self.before, old, b"Annots"), array_at(self.after, new, b"Annots"), changes),
            _ => None,
        }
    }

    /// A list that kept what it had and got only signed fields.
    fn only_signatures(&self, old: &[Object], new: &[Object], changes: &mut BTreeSet<Change>) -> Option<()> {
        let added = new.strip_prefix(old)?;
        for item in added {
            let id = item.as_reference().ok()?;
            let field = self.fields_after.get(&id).filter(|f| f.signature)?;
            let dict = self.after.get_dictionary(id).ok()?;
            let fresh = self.before.get_object(id).is_err() && dict.get(b"V").and_then(Object::as_reference).is_ok_and(|value| self.before.get_object(value).is_err());
            if !fresh || !small(self.after, dict) {
                return None;
            }
            changes.insert(Change::SignedNewField(field.name.clone()));
        }
        Some(())
    }

    /// A field that was blank and is filled or signed, with nothing else about it changed.
    fn field(&self, field: &Field, old: &Dictionary, new: &Dictionary, changes: &mut BTreeSet<Change>) -> Option<()> {
        let may_change = |key: &[u8]| match key {
            b"V" | b"AP" | b"M" => true,
            // The same words, written another way.
            b"T" | b"TU" | b"Contents" => matches!((old.get(key), new.get(key)), (Ok(old @ Object::String(..)), Ok(new @ Object::String(..))) if text(old) == text(new)),
            _ => false,
        };
        if !different(old, new).iter().all(|key| may_change(key)) {
            return None;
        }
        let value = old.get(b"V").ok();
        if field.signature {
            // What it says is a signature that was not there before.
            let fresh = new.get(b"V").and_then(Object::as_reference).is_ok_and(|id| self.before.get_object(id).is_err());
            if value.is_some() || !fresh {
                return None;
            }
            changes.insert(Change::Signed(field.name.clone()));
        } else {
            let text_field = old.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Tx");
            let filled = new.get(b"V").is_ok_and(|v| !text(v).is_empty());
            if !text_field || value.is_some_and(|v| !text(v).is_empty()) || !filled {
                return None;
            }
            changes.insert(Change::Filled(field.name.clone()));
        }
        Some(())
    }
}

/// Largest part of a page that the look of an added signature may take: one that covers the page could hide what was signed.
const LARGEST_LOOK: f32 = 0.15;

fn small(doc: &Document, widget: &Dictionary) -> bool {
    let numbers = |items: &[Object]| items.iter().filter_map(|n| n.as_float().ok()).collect::<Vec<f32>>();
    let area = |r: &[f32]| match r {
        [x0, y0, x1, y1] => ((x1 - x0) * (y1 - y0)).abs(),
        _ => f32::MAX,
    };
    let rect = numbers(array_at(doc, widget, b"Rect"));
    let page = widget.get(b"P").ok().and_then(|p| resolved(doc, p)).and_then(|p| p.as_dict().ok());
    let size = page.map(|page| area(&numbers(array_at(doc, page, b"MediaBox")))).filter(|size| size.is_finite() && *size < f32::MAX).unwrap_or(595.0 * 842.0);
    area(&rect) <= LARGEST_LOOK * size
}

/// The keys under which two dictionaries differ.
fn different(old: &Dictionary, new: &Dictionary) -> Vec<Vec<u8>> {
    let keys: BTreeSet<&Vec<u8>> = old.iter().chain(new.iter()).map(|(key, _)| key).collect();
    keys.into_iter().filter(|key| old.get(key).ok() != new.get(key).ok()).cloned().collect()
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|i| references(i, found)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| references(value, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| references(value, found)),
        _ => {}
    }
}
