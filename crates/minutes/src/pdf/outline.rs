//! The outline: titles, and the headings under each.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::conform::said;
use crate::structure::{Item, Pages, Role};

/// Adds the outline of all pages.
pub(super) fn add_outline(doc: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> ObjectId {
    let root = doc.new_object_id();
    // Each title with the headings that follow it.
    let mut titles: Vec<(Entry, Vec<Entry>)> = vec![];
    for (node, of) in pages.nodes.iter().enumerate() {
        match (of.role, Entry::of(pages, page_ids, node)) {
            (Role::Title, Some(entry)) => titles.push((entry, vec![])),
            (Role::Heading, Some(entry)) => titles
                .last_mut()
                .map(|(_, under)| under.push(entry))
                .unwrap_or_default(),
            _ => {}
        }
    }
    let ids: Vec<ObjectId> = titles.iter().map(|_| doc.new_object_id()).collect();
    for (n, (title, under)) in titles.iter().enumerate() {
        let inner: Vec<ObjectId> = under.iter().map(|_| doc.new_object_id()).collect();
        for (m, heading) in under.iter().enumerate() {
            let dict = heading.item(ids[n], &inner, m);
            doc.objects.insert(inner[m], dict.into());
        }
        let mut dict = title.item(root, &ids, n);
        if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
            dict.set("First", *first);
            dict.set("Last", *last);
            // Closed: its headings show when it is opened.
            dict.set("Count", -i64::try_from(inner.len()).unwrap_or(0));
        }
        doc.objects.insert(ids[n], dict.into());
    }
    let mut dict =
        dictionary! { "Type" => "Outlines", "Count" => i64::try_from(ids.len()).unwrap_or(0) };
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        dict.set("First", *first);
        dict.set("Last", *last);
    }
    doc.objects.insert(root, dict.into());
    root
}

/// A line of the outline.
struct Entry {
    text: String,
    page: ObjectId,
    top: f32,
}

impl Entry {
    /// What a node says, and where; none if nothing was placed for it.
    fn of(pages: &Pages, page_ids: &[ObjectId], node: usize) -> Option<Self> {
        let mut texts = vec![];
        let mut place = None;
        for (page, id) in pages.pages.iter().zip(page_ids) {
            for placed in page.items.iter().filter(|p| p.node == Some(node)) {
                if let Item::Text { y, size, text, .. } = &placed.item {
                    texts.push(text.trim());
                    place.get_or_insert((*id, y + size));
                }
            }
        }
        place.map(|(page, top)| Self {
            text: texts.join(" "),
            page,
            top,
        })
    }

    fn item(&self, parent: ObjectId, siblings: &[ObjectId], place: usize) -> Dictionary {
        let mut dict = dictionary! {
            "Title" => said(&self.text), "Parent" => parent,
            "Dest" => vec![self.page.into(), "XYZ".into(), Object::Null, self.top.into(), Object::Null]
        };
        if let Some(before) = place.checked_sub(1).and_then(|p| siblings.get(p)) {
            dict.set("Prev", *before);
        }
        if let Some(next) = siblings.get(place + 1) {
            dict.set("Next", *next);
        }
        dict
    }
}
