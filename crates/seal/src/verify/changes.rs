//! What changed between two revisions. A signed document may only be signed again; its pages stay.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::pdf::{Field, array_at, catalog, dict_at, fields, resolved, text};

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
                (Some(old), Some(new)) if same(old, new) => {}
                (Some(_), Some(_)) if described.contains(&id) => {
                    changes.insert(Change::Description);
                }
                (_, _) if evidence.contains(&id) => {
                    changes.insert(Change::Evidence);
                }
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

    /// The metadata, if nothing else leads to it and it is nothing else.
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
        self.only_by(b"Metadata")
            .into_iter()
            .filter(metadata)
            .collect()
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
        if catalog(self.before)
            .ok()?
            .1
            .get(b"AcroForm")
            .and_then(Object::as_reference)
            .is_ok_and(|found| found == id)
        {
            return self.form(old, new, changes);
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
                _ => return None,
            }
        }
        Some(())
    }

    fn form(
        &self,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        for key in different(old, new) {
            match key.as_slice() {
                b"SigFlags" => {}
                // No is what silence means.
                b"NeedAppearances"
                    if [old, new].iter().all(|form| {
                        !form.has(b"NeedAppearances")
                            || matches!(form.get(b"NeedAppearances"), Ok(Object::Boolean(false)))
                    }) => {}
                b"Fields" => self.only_signatures(
                    array_at(self.before, old, b"Fields"),
                    array_at(self.after, new, b"Fields"),
                    None,
                    changes,
                )?,
                _ => return None,
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

    /// A list that kept what it had and got only signed fields; on a page they must be small, and
    /// belong to it.
    fn only_signatures(
        &self,
        old: &[Object],
        new: &[Object],
        page: Option<ObjectId>,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        for item in new.strip_prefix(old)? {
            let id = item.as_reference().ok()?;
            let field = self.fields_after.get(&id).filter(|f| f.signature)?;
            let dict = self.after.get_dictionary(id).ok()?;
            let fresh = self.before.get_object(id).is_err()
                && dict
                    .get(b"V")
                    .and_then(Object::as_reference)
                    .is_ok_and(|value| self.before.get_object(value).is_err());
            let plain = dict
                .iter()
                .all(|(key, _)| ALLOWED_OF_ADDED.contains(&key.as_slice()))
                && dict
                    .get(b"Subtype")
                    .and_then(Object::as_name)
                    .is_ok_and(|kind| kind == b"Widget");
            let fits = page.is_none_or(|page| self.small(dict, page));
            if !(fresh && plain && fits) {
                return None;
            }
            changes.insert(Change::SignedNewField(field.name.clone()));
        }
        Some(())
    }

    /// Whether the look of an added signature takes little of its page: one that covers the page
    /// could hide what was signed.
    fn small(&self, widget: &Dictionary, page: ObjectId) -> bool {
        let own_page = widget
            .get(b"P")
            .map_or(true, |p| p.as_reference().is_ok_and(|id| id == page));
        own_page
            && self
                .part_of(widget, page)
                .is_some_and(|part| part <= LARGEST_LOOK)
    }

    /// The part of its page that a widget takes.
    fn part_of(&self, widget: &Dictionary, page: ObjectId) -> Option<f32> {
        let area = |rect: &[f32]| {
            if let [x0, y0, x1, y1] = rect {
                Some(((x1 - x0) * (y1 - y0)).abs())
            } else {
                None
            }
        };
        let rect = widget
            .get(b"Rect")
            .and_then(Object::as_array)
            .ok()
            .and_then(|r| area(&numbers(r)?))?;
        let size = self
            .before
            .get_dictionary(page)
            .ok()
            .and_then(|page| area(&numbers(array_at(self.before, page, b"MediaBox"))?));
        Some(rect / size.unwrap_or(A4).min(LARGEST_PAGE))
    }

    /// A field that was blank and is filled or signed, with nothing else about it changed.
    fn field(
        &self,
        field: &Field,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        let may_change = |key: &[u8]| match key {
            b"V" | b"AP" | b"M" => true,
            // The same words, written another way.
            b"T" | b"TU" | b"Contents" => {
                matches!((old.get(key), new.get(key)), (Ok(old @ Object::String(..)), Ok(new @ Object::String(..))) if text(old) == text(new))
            }
            _ => false,
        };
        if !different(old, new).iter().all(|key| may_change(key)) {
            return None;
        }
        if !field.signature {
            return self.filled(field, old, new, changes);
        }
        let fresh = new
            .get(b"V")
            .and_then(Object::as_reference)
            .is_ok_and(|id| self.before.get_object(id).is_err());
        if old.has(b"V") || !fresh {
            return None;
        }
        changes.insert(Change::Signed(field.name.clone()));
        Some(())
    }

    /// A small gap that was there, blank, and now says something, in its own place.
    fn filled(
        &self,
        field: &Field,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        let said = new
            .get(b"V")
            .ok()
            .filter(|value| matches!(value, Object::String(..)))
            .map(text)?;
        let blank = matches!(old.get(b"V"), Err(_) | Ok(Object::String(..)))
            && old.get(b"V").map_or(true, |value| text(value).is_empty());
        let look = |doc, dict: &Dictionary| -> Option<(ObjectId, lopdf::Stream)> {
            let looks = dict_at(doc, dict, b"AP")?;
            let id = looks
                .get(b"N")
                .and_then(Object::as_reference)
                .ok()
                .filter(|_| looks.len() == 1)?;
            Some((
                id,
                doc.get_object(id).and_then(Object::as_stream).ok()?.clone(),
            ))
        };
        let unseen = old
            .has(b"AP")
            .then(|| look(self.before, old))
            .is_none_or(|found| found.is_some_and(|(_, look)| look.content.is_empty()));
        let (id, seen) = look(self.after, new)?;
        let rect = numbers(array_at(self.after, new, b"Rect"))?;
        let [x0, y0, x1, y1] = rect.as_slice() else {
            return None;
        };
        // The look fills its place and nothing else: no part of it can lie elsewhere on the page.
        let bounds = numbers(array_at(self.after, &seen.dict, b"BBox"))?;
        let inside = !seen.dict.has(b"Matrix")
            && bounds.len() == 4
            && bounds
                .iter()
                .zip([0.0, 0.0, x1 - x0, y1 - y0])
                .all(|(is, must)| (is - must).abs() < 0.5);
        let page = new
            .get(b"P")
            .and_then(Object::as_reference)
            .ok()
            .filter(|page| self.pages.contains(page))?;
        let small = self.part_of(new, page)? <= LARGEST_GAP;
        let few = changes
            .iter()
            .filter(|change| matches!(change, Change::Filled(..)))
            .count()
            < MOST_FILLED;
        if said.is_empty()
            || !(blank && unseen && inside && small && few)
            || self.before.get_object(id).is_ok()
        {
            return None;
        }
        changes.insert(Change::Filled(field.name.clone(), said));
        Some(())
    }
}

/// Largest part of a page that a gap may take, and most gaps that are filled at once: text that was
/// signed cannot be covered by them.
const LARGEST_GAP: f32 = 0.01;
const MOST_FILLED: usize = 32;
/// Largest part of a page that the look of an added signature may take.
const LARGEST_LOOK: f32 = 0.15;
/// A page of A4, in square points; and the largest page that the part is taken of, A3.
const A4: f32 = 595.0 * 842.0;
const LARGEST_PAGE: f32 = 842.0 * 1191.0;
/// What a field that was added and signed may say of itself.
const ALLOWED_OF_ADDED: [&[u8]; 16] = [
    b"Type", b"Subtype", b"FT", b"T", b"TU", b"F", b"Ff", b"P", b"Rect", b"V", b"AP", b"M", b"NM",
    b"MK", b"DA", b"Lock",
];

/// Whether two objects are the same: a string is, whether it stands in brackets or as hex digits.
fn same(old: &Object, new: &Object) -> bool {
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
        (old, new) => old == new,
    }
}

/// The keys under which two dictionaries differ.
fn different(old: &Dictionary, new: &Dictionary) -> Vec<Vec<u8>> {
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
fn numbers(array: &[Object]) -> Option<Vec<f32>> {
    array.iter().map(|n| n.as_float().ok()).collect()
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
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
