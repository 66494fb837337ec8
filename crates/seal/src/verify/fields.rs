//! What may happen to fields behind a signature: blank ones are filled and signed, and new ones are
//! added for signatures. Nothing of it may hide or change what was signed.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::changes::{Change, Comparison, different, numbers, references};
use crate::pdf::{Field, array_at, dict_at, resolved, text};

/// Largest part of a page that the look of an added signature, or of a filled field, may take; and
/// all that is added and filled in one go: text that was signed cannot be covered by it.
const LARGEST_LOOK: f32 = 0.15;
const ALL_LOOKS: f32 = 0.3;
/// Most fields that are filled in one go.
const MOST_FILLED: usize = 200;
/// A page of A4, in square points; and the largest page that the part is taken of, A3.
const A4: f32 = 595.0 * 842.0;
const LARGEST_PAGE: f32 = 842.0 * 1191.0;
/// What a field that was added and signed may say of itself.
const ALLOWED_OF_ADDED: [&[u8]; 23] = [
    b"Type", b"Subtype", b"FT", b"T", b"TU", b"F", b"Ff", b"P", b"Rect", b"V", b"AP", b"M", b"NM",
    b"MK", b"DA", b"Q", b"Lock", b"SV", b"H", b"BS", b"Border", b"Kids", b"Parent",
];

/// What a widget is: what becomes of it when it is printed, and what people may do with it (ISO
/// 32000-1, 12.5.3).
const PRINT: i64 = 4;
const READ_ONLY: i64 = 64;
const LOCKED: i64 = 128;
const LOCKED_CONTENTS: i64 = 512;
/// What hides it.
const UNSEEN: i64 = 1 | 2 | 32;

impl Comparison<'_> {
    /// A list that kept what it had and got only signed fields; on a page they must be small, and
    /// belong to it.
    pub(super) fn only_signatures(
        &self,
        old: &[Object],
        new: &[Object],
        page: Option<ObjectId>,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        let mut kept = old.iter().peekable();
        for item in new {
            if kept.next_if_eq(&item).is_some() {
                continue;
            }
            let name = self.added(item.as_reference().ok()?, page)?;
            changes.insert(Change::SignedNewField(name));
        }
        kept.next().is_none().then_some(())
    }

    /// The name of a field that was added for a signature, or of which a place was.
    fn added(&self, id: ObjectId, page: Option<ObjectId>) -> Option<String> {
        let field = self.fields_after.get(&id).filter(|f| f.signature)?;
        let dict = self.after.get_dictionary(id).ok()?;
        let owner = self.owner(field)?;
        let value = self.after.get_dictionary(owner).ok()?.get(b"V");
        let fresh = |id: ObjectId| self.before.get_object(id).is_err();
        let plain = |dict: &Dictionary| {
            dict.iter()
                .all(|(key, _)| ALLOWED_OF_ADDED.contains(&key.as_slice()))
        };
        let is_widget = |dict: &Dictionary| {
            let kind = dict.get(b"Subtype").and_then(Object::as_name);
            kind.is_ok_and(|kind| kind == b"Widget")
        };
        let seen_here = page.is_none_or(|page| is_widget(dict) && self.small(dict, page));
        let fits = fresh(id)
            && fresh(owner)
            && value.and_then(Object::as_reference).is_ok_and(fresh)
            && plain(dict)
            && plain(self.after.get_dictionary(owner).ok()?)
            && (is_widget(dict) || dict.has(b"Kids"))
            && seen_here;
        fits.then(|| field.name.clone())
    }

    /// The field that has the value: itself, or the one whose place it is.
    fn owner(&self, field: &Field) -> Option<ObjectId> {
        if !field.place {
            return Some(field.id);
        }
        // Not every program says in the place whose it is.
        let lists = |other: &&Field| {
            let dict = self.after.get_dictionary(other.id);
            dict.is_ok_and(|dict| {
                array_at(self.after, dict, b"Kids").contains(&Object::Reference(field.id))
            })
        };
        let mut owners = self.fields_after.values().filter(lists);
        let owner = owners.next().filter(|owner| owner.name == field.name)?;
        owners.next().is_none().then_some(owner.id)
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
                .is_some_and(|part| self.takes(part))
    }

    /// Counts what is taken of pages, and tells whether that is still little.
    fn takes(&self, part: f32) -> bool {
        self.taken.set(self.taken.get() + part);
        part <= LARGEST_LOOK && self.taken.get() <= ALL_LOOKS
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
        let rect = area(&numbers(array_at(self.after, widget, b"Rect"))?)?;
        let size = self
            .before
            .get_dictionary(page)
            .ok()
            .and_then(|page| area(&numbers(array_at(self.before, page, b"MediaBox"))?));
        Some(rect / size.unwrap_or(A4).min(LARGEST_PAGE))
    }

    /// A field that was blank and is filled or signed, with nothing else about it changed.
    pub(super) fn field(
        &self,
        field: &Field,
        old: &Dictionary,
        new: &Dictionary,
        changes: &mut BTreeSet<Change>,
    ) -> Option<()> {
        let keys = different(old, new);
        if keys
            .iter()
            .all(|key| self.says_the_same(field, key, old, new))
        {
            return Some(());
        }
        let may_change = |key: &[u8]| match key {
            b"V" | b"AP" | b"M" => true,
            // What others may do with the file from now on, and how the field is drawn anew.
            b"Lock" | b"DA" | b"Q" | b"MK" => field.signature && !old.has(key),
            b"F" => flags_fit(flags(old, b"F"), flags(new, b"F")),
            _ => self.says_the_same(field, key, old, new),
        };
        if !keys.iter().all(|key| may_change(key)) {
            return None;
        }
        if field.place {
            return self.of_place(field);
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

    /// Whether a key of a field says the same as before, or what it said without words.
    fn says_the_same(&self, field: &Field, key: &[u8], old: &Dictionary, new: &Dictionary) -> bool {
        match key {
            // The same words, written another way.
            b"T" | b"TU" | b"Contents" => {
                matches!((old.get(key), new.get(key)), (Ok(old @ Object::String(..)), Ok(new @ Object::String(..))) if text(old) == text(new))
            }
            b"Type" => {
                let kind = new.get(key).and_then(Object::as_name);
                !old.has(b"Type") && kind.is_ok_and(|kind| kind == b"Annot")
            }
            // Whether people may fill it, must, and whether it is sent along.
            b"Ff" => (flags(old, key) ^ flags(new, key)) & !7 == 0,
            b"P" => !old.has(b"P") && self.stands_on(field.id, new),
            _ => false,
        }
    }

    /// Whether the page that a widget names is the one that shows it.
    fn stands_on(&self, id: ObjectId, widget: &Dictionary) -> bool {
        let page = widget.get(b"P").and_then(Object::as_reference);
        page.is_ok_and(|page| {
            self.pages.contains(&page)
                && self.before.get_dictionary(page).is_ok_and(|page| {
                    array_at(self.before, page, b"Annots").contains(&Object::Reference(id))
                })
        })
    }

    /// A place of a field whose look changed: the field itself must be filled or signed.
    fn of_place(&self, field: &Field) -> Option<()> {
        self.is_done(self.owner(field)?).then_some(())
    }

    /// Whether a field was blank and says something now; what it may say is judged with it.
    fn is_done(&self, id: ObjectId) -> bool {
        let said = |doc: &Document| {
            let value = doc.get_dictionary(id).ok()?.get(b"V").ok()?;
            match resolved(doc, value)? {
                string @ Object::String(..) => Some(text(string)).filter(|text| !text.is_empty()),
                other => Some(format!("{other:?}")),
            }
        };
        said(self.before).is_none() && said(self.after).is_some()
    }

    /// Whether an object is the look of one blank field alone that is filled or signed now: then it
    /// may be drawn anew in its place.
    pub(super) fn redrawn(&self, id: ObjectId, reachable: &BTreeSet<ObjectId>) -> bool {
        let looks = |field: &Field| {
            let dict = self.before.get_dictionary(field.id).ok()?;
            let look = dict.get(b"AP").ok()?;
            let own = look.as_reference().is_ok_and(|look| look == id);
            let normal = dict_at(self.before, dict, b"AP")?.get(b"N");
            let drawn = normal.and_then(Object::as_reference).is_ok_and(|n| n == id);
            let owner = self.owner(field)?;
            let one = !own || look_alone(self.after, id);
            Some((own || drawn) && one && self.is_done(owner))
        };
        self.fields.values().any(|field| looks(field) == Some(true))
            && self.mentions(id, reachable) == 1
    }

    /// How often the earlier document refers to an object.
    fn mentions(&self, id: ObjectId, reachable: &BTreeSet<ObjectId>) -> usize {
        let mut found = vec![];
        for object in reachable
            .iter()
            .filter_map(|id| self.before.get_object(*id).ok())
        {
            references(object, &mut found);
        }
        found.iter().filter(|other| **other == id).count()
    }

    /// A blank field that was there and now says something, in its own place.
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
        let (place, old, new) = self.only_place(field.id, old, new)?;
        let unseen = match look(self.before, old) {
            Look::None => true,
            Look::One(_, look) => is_empty(look),
            Look::Other => false,
        };
        let inside = match look(self.after, new) {
            // Readers draw what it says.
            Look::None => true,
            Look::One(id, look) => {
                let own = look_of(self.before, old) == Some(id);
                (own || self.before.get_object(id).is_err()) && self.fills_its_place(new, look)?
            }
            Look::Other => false,
        };
        let page = new.get(b"P").and_then(Object::as_reference).ok();
        let page = page
            .or_else(|| self.page_of(place))
            .filter(|page| self.pages.contains(page))?;
        let small = self.takes(self.part_of(new, page)?);
        let filled = |change: &&Change| matches!(change, Change::Filled(..));
        let few = changes.iter().filter(filled).count() < MOST_FILLED;
        let blank = self.is_done(field.id);
        if said.is_empty() || !(blank && unseen && inside && small && few) {
            return None;
        }
        changes.insert(Change::Filled(field.name.clone(), said));
        Some(())
    }

    /// Where a field stands on a page: itself, or its one place.
    fn only_place<'d>(
        &'d self,
        id: ObjectId,
        old: &'d Dictionary,
        new: &'d Dictionary,
    ) -> Option<(ObjectId, &'d Dictionary, &'d Dictionary)> {
        match array_at(self.before, old, b"Kids") {
            [] => Some((id, old, new)),
            [one] => {
                let id = one.as_reference().ok()?;
                let (old, new) = (
                    self.before.get_dictionary(id),
                    self.after.get_dictionary(id),
                );
                Some((id, old.ok()?, new.ok()?))
            }
            _ => None,
        }
    }

    /// The earlier page that shows a widget.
    fn page_of(&self, widget: ObjectId) -> Option<ObjectId> {
        let shows = |page: &&ObjectId| {
            let page = self.before.get_dictionary(**page);
            page.is_ok_and(|page| {
                array_at(self.before, page, b"Annots").contains(&Object::Reference(widget))
            })
        };
        self.pages.iter().find(shows).copied()
    }

    /// Whether a look fills the place of its field and nothing else: no part of it can lie
    /// elsewhere on the page.
    fn fills_its_place(&self, widget: &Dictionary, look: &Stream) -> Option<bool> {
        let rect = numbers(array_at(self.after, widget, b"Rect"))?;
        let [x0, y0, x1, y1] = rect.as_slice() else {
            return None;
        };
        let bounds = numbers(array_at(self.after, &look.dict, b"BBox"))?;
        let place = [0.0, 0.0, (x1 - x0).abs(), (y1 - y0).abs()];
        let alike = |(is, must): (&f32, f32)| (is - must).abs() < 0.5;
        Some(!look.dict.has(b"Matrix") && bounds.len() == 4 && bounds.iter().zip(place).all(alike))
    }
}

fn flags(dict: &Dictionary, key: &[u8]) -> i64 {
    dict.get(key).and_then(Object::as_i64).unwrap_or(0)
}

/// Whether a widget that is filled or signed became only what goes with that: printed, locked, seen.
fn flags_fit(old: i64, new: i64) -> bool {
    let (added, taken) = (new & !old, old & !new);
    added & !(PRINT | READ_ONLY | LOCKED | LOCKED_CONTENTS) == 0 && taken & !UNSEEN == 0
}

/// How a widget looks.
enum Look<'d> {
    None,
    One(ObjectId, &'d Stream),
    /// Several ways, or none that can be told.
    Other,
}

fn look<'d>(doc: &'d Document, widget: &Dictionary) -> Look<'d> {
    if !widget.has(b"AP") {
        return Look::None;
    }
    let one = || {
        let id = look_of(doc, widget)?;
        let stream = doc.get_object(id).and_then(Object::as_stream).ok()?;
        Some(Look::One(id, stream))
    };
    one().unwrap_or(Look::Other)
}

/// The object of the only look of a widget.
fn look_of(doc: &Document, widget: &Dictionary) -> Option<ObjectId> {
    let looks = dict_at(doc, widget, b"AP").filter(|looks| looks.len() == 1)?;
    looks.get(b"N").and_then(Object::as_reference).ok()
}

/// Whether a dictionary of looks has one alone.
fn look_alone(doc: &Document, id: ObjectId) -> bool {
    doc.get_dictionary(id)
        .is_ok_and(|looks| looks.len() == 1 && looks.has(b"N"))
}

/// Whether a look shows nothing: it only says that it is that of a field.
fn is_empty(look: &Stream) -> bool {
    const NOTHING: [&[u8]; 5] = [b"/Tx", b"BMC", b"EMC", b"q", b"Q"];
    const LARGEST: usize = 4_096;
    let content = if look.dict.has(b"Filter") {
        look.decompressed_content_with_limit(LARGEST).ok()
    } else {
        Some(look.content.clone())
    };
    content.is_some_and(|content| {
        content
            .split(u8::is_ascii_whitespace)
            .all(|word| word.is_empty() || NOTHING.contains(&word))
    })
}
