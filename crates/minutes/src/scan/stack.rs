//! Stacks of signed papers, as an office scanner makes them.

use std::collections::BTreeMap;

use domain::{Code, Refusal};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::code::{PageRead, page};
use super::{canvas, open, unreadable};
use crate::conform::{self, Promise};
use crate::words;

/// Largest stack from an office scanner, in bytes.
pub const MAX_STACK_BYTES: usize = 512 * 1024 * 1024;
/// Most pages of a stack.
const MAX_STACK_PAGES: usize = 2_000;

/// A stack from an office scanner: one PDF with the pages of many minutes, in any order, some
/// upside down.
#[derive(Debug)]
pub struct Stack {
    doc: Document,
    pages: Vec<ObjectId>,
}

impl Stack {
    /// Opens a stack.
    ///
    /// # Errors
    /// `file_too_large`, `scan_unreadable`.
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_STACK_BYTES {
            return Err(
                Refusal::new(Code::FileTooLarge).with("limit", MAX_STACK_BYTES / 1024 / 1024)
            );
        }
        let doc = open(bytes)?;
        let pages: Vec<_> = doc.get_pages().into_values().collect();
        if pages.is_empty() || pages.len() > MAX_STACK_PAGES {
            return Err(unreadable());
        }
        Ok(Self { doc, pages })
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Reads the code of a page, from 0.
    ///
    /// # Errors
    /// `scan_unreadable`, `scan_compression`, `scan_too_coarse`, `scan_too_fine`, `scan_no_qr`.
    pub fn read(&self, place: usize) -> Result<PageRead, Refusal> {
        let id = self.pages.get(place).ok_or_else(unreadable)?;
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        page(number, canvas::look(&self.doc, *id, number)?)
    }

    /// A PDF of some pages, with their pictures byte for byte as the scanner made them.
    ///
    /// # Errors
    /// `scan_unreadable`.
    pub fn extract(&self, places: &[usize]) -> Result<Vec<u8>, Refusal> {
        let mut out = Document::with_version("1.7");
        let tree = out.new_object_id();
        let mut kids = vec![];
        for place in places {
            let source = self.pages.get(*place).ok_or_else(unreadable)?;
            let mut page = self
                .doc
                .get_dictionary(*source)
                .map_err(|_| unreadable())?
                .clone();
            // What a page inherits from the tree that it leaves.
            for key in [b"Resources".as_slice(), b"MediaBox", b"CropBox", b"Rotate"] {
                if let (false, Some(inherited)) = (page.has(key), self.inherited(*source, key)) {
                    page.set(key, inherited);
                }
            }
            page.remove(b"Parent");
            if !self.is_drawn(page.get(b"Contents").ok()) {
                return Err(unreadable());
            }
            let mut copied = BTreeMap::new();
            let mut page = self.copied(&Object::Dictionary(page), &mut out, &mut copied, 0)?;
            if let Ok(page) = page.as_dict_mut() {
                page.set("Parent", Object::Reference(tree));
            }
            kids.push(Object::Reference(out.add_object(page)));
        }
        let count = i64::try_from(kids.len()).unwrap_or(0);
        out.objects.insert(
            tree,
            Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
        );
        let catalog = out.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        out.trailer.set("Root", catalog);
        let title = words::words().map_err(|_| unreadable())?.text("scan_title");
        conform::declare(&mut out, catalog, &title, Promise::Visual).map_err(|_| unreadable())?;
        Ok(conform::save_used(&mut out))
    }

    /// Whether what a page draws can be read: a stream whose length is wrong cannot, and the page
    /// would come out blank.
    fn is_drawn(&self, contents: Option<&Object>) -> bool {
        let target = |object: &Object| {
            object
                .as_reference()
                .ok()
                .and_then(|id| self.doc.get_object(id).ok())
                .cloned()
        };
        let stream = |object: &Object| matches!(target(object), Some(Object::Stream(_)));
        let all = |parts: &[Object]| !parts.is_empty() && parts.iter().all(stream);
        match contents {
            Some(Object::Array(parts)) => all(parts),
            Some(one) => {
                stream(one) || matches!(target(one), Some(Object::Array(parts)) if all(&parts))
            }
            None => false,
        }
    }

    fn inherited(&self, page: ObjectId, key: &[u8]) -> Option<Object> {
        let mut node = self.doc.get_dictionary(page).ok()?;
        for _ in 0..32 {
            node = self
                .doc
                .get_dictionary(node.get(b"Parent").and_then(Object::as_reference).ok()?)
                .ok()?;
            if let Ok(found) = node.get(key) {
                return Some(found.clone());
            }
        }
        None
    }

    /// An object with everything it refers to, under new numbers.
    fn copied(
        &self,
        object: &Object,
        out: &mut Document,
        done: &mut BTreeMap<ObjectId, ObjectId>,
        depth: u32,
    ) -> Result<Object, Refusal> {
        if depth > 32 {
            return Err(unreadable());
        }
        Ok(match object {
            Object::Reference(id) => {
                if let Some(known) = done.get(id) {
                    return Ok(Object::Reference(*known));
                }
                let new = out.new_object_id();
                done.insert(*id, new);
                let target = self.doc.get_object(*id).map_err(|_| unreadable())?;
                let made = self.copied(target, out, done, depth + 1)?;
                out.objects.insert(new, made);
                Object::Reference(new)
            }
            Object::Array(items) => Object::Array(
                items
                    .iter()
                    .map(|i| self.copied(i, out, done, depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            Object::Dictionary(dict) => {
                Object::Dictionary(self.copied_dict(dict, out, done, depth)?)
            }
            Object::Stream(stream) => {
                let mut new = stream.clone();
                new.dict = self.copied_dict(&stream.dict, out, done, depth)?;
                Object::Stream(new)
            }
            other => other.clone(),
        })
    }

    fn copied_dict(
        &self,
        dict: &Dictionary,
        out: &mut Document,
        done: &mut BTreeMap<ObjectId, ObjectId>,
        depth: u32,
    ) -> Result<Dictionary, Refusal> {
        let mut new = Dictionary::new();
        // A way back up would drag the whole stack along.
        for (key, value) in dict.iter().filter(|(key, _)| {
            !matches!(
                key.as_slice(),
                b"Parent" | b"StructParents" | b"Annots" | b"B"
            )
        }) {
            new.set(key.clone(), self.copied(value, out, done, depth + 1)?);
        }
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_would_come_out_blank_is_refused() {
        let mut doc = Document::with_version("1.4");
        let tree = doc.new_object_id();
        let drawn = doc.add_object(lopdf::Stream::new(lopdf::dictionary! {}, b"q Q".to_vec()));
        let lost = doc.add_object(lopdf::dictionary! { "Length" => 30 });
        let kids: Vec<Object> =
            [drawn, lost].into_iter().map(|contents| doc.add_object(lopdf::dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => contents }).into()).collect();
        doc.objects.insert(
            tree,
            lopdf::dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 }.into(),
        );
        let catalog = doc.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => tree });
        doc.trailer.set("Root", catalog);
        let mut bytes = vec![];
        doc.save_to(&mut bytes).unwrap();
        let stack = Stack::open(&bytes).unwrap();
        assert!(stack.extract(&[0]).is_ok());
        assert_eq!(stack.extract(&[1]).unwrap_err().code, Code::ScanUnreadable);
    }
}
