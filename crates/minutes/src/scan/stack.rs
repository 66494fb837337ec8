//! Stacks of signed papers, as an office scanner makes them.

use std::collections::BTreeMap;

use domain::{Code, Refusal};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::canvas::{self, Look};
use super::code::{self, Found, PageRead};
use super::place::Area;
use super::{drawn, files, unreadable};
use crate::conform::{self, Promise};
use crate::words;

/// Largest stack from an office scanner, in bytes.
pub const MAX_STACK_BYTES: usize = 512 * 1024 * 1024;
/// Most pages of a stack.
const MAX_STACK_PAGES: usize = 2_000;

/// A page of paper, and where in a stack it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct PageFound {
    /// What its code says.
    pub read: PageRead,
    /// Where it lies.
    pub piece: Piece,
}

/// A page of a stack, or the part of one that shows one page of paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    place: usize,
    /// How far it is to be turned so that it is upright, in degrees.
    turned: Option<u32>,
    part: Option<Area>,
    whole: bool,
}

impl Piece {
    /// A page of a stack as it is.
    #[must_use]
    pub fn whole(place: usize) -> Self {
        Self {
            place,
            turned: None,
            part: None,
            whole: true,
        }
    }

    /// Whether it is a part of a page that shows other papers too.
    #[must_use]
    pub fn is_a_part(&self) -> bool {
        self.part.is_some()
    }

    /// Whether it shows pages of one paper alone.
    #[must_use]
    pub fn is_of_one_paper(&self) -> bool {
        self.whole
    }
}

/// A file of pages out of stacks, upright, with their pictures byte for byte as the scanner made
/// them.
///
/// # Errors
/// `scan_unreadable`.
pub fn bind(pieces: &[(&Stack, Piece)]) -> Result<Vec<u8>, Refusal> {
    let mut out = Document::with_version("1.7");
    let tree = out.new_object_id();
    let mut kids: Vec<Object> = vec![];
    let mut last = None;
    for (stack, piece) in pieces {
        // A sheet with two pages of the paper is there once.
        let sheet = piece
            .part
            .is_none()
            .then_some((std::ptr::from_ref(*stack), piece.place));
        if sheet.is_none() || sheet != last {
            kids.push(stack.copy(piece, &mut out, tree)?.into());
        }
        last = sheet;
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

/// The halves of a sheet in which two codes lie, along its longer edge; none if they do not lie so.
fn halves(middles: &[(f64, f64)], area: Area) -> Option<Vec<Area>> {
    let &[one, other] = middles else {
        return None;
    };
    let along = |middle: (f64, f64)| {
        if area.width() > area.height() {
            middle.0
        } else {
            middle.1
        }
    };
    let second = |middle| along(middle) > 0.5;
    (second(one) != second(other)).then(|| {
        let half = |middle| match (area.width() > area.height(), second(middle)) {
            (true, true) => Area {
                left: area.left + area.width() / 2.0,
                ..area
            },
            (true, false) => Area {
                right: area.left + area.width() / 2.0,
                ..area
            },
            (false, true) => Area {
                bottom: area.bottom + area.height() / 2.0,
                ..area
            },
            (false, false) => Area {
                top: area.bottom + area.height() / 2.0,
                ..area
            },
        };
        vec![half(one), half(other)]
    })
}

/// A stack from an office scanner: one PDF with the pages of many minutes, in any order, some
/// upside down.
#[derive(Debug)]
pub struct Stack {
    doc: Document,
    pages: Vec<ObjectId>,
}

impl Stack {
    /// Opens a stack: a PDF, or pictures by themselves (JPEG, PNG, TIFF).
    ///
    /// # Errors
    /// `file_too_large`, `scan_format`, `scan_protected`, `scan_too_fine`, `scan_unreadable`.
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_STACK_BYTES {
            return Err(
                Refusal::new(Code::FileTooLarge).with("limit", MAX_STACK_BYTES / 1024 / 1024)
            );
        }
        let doc = files::open(bytes)?;
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

    /// Reads the codes of a page, from 0: the pages of paper that it shows.
    ///
    /// # Errors
    /// `scan_unreadable`, `scan_compression`, `scan_too_coarse`, `scan_too_fine`; `scan_no_qr`,
    /// `scan_blank`.
    pub fn read(&self, place: usize) -> Result<Vec<PageFound>, Refusal> {
        let id = *self.pages.get(place).ok_or_else(unreadable)?;
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        let Look { grey, place: lies } = canvas::look(&self.doc, id, number)?;
        let found = code::codes(number, grey)?;
        let area = drawn::area(&self.doc, self.page(id)?);
        // Where a page of paper lies on the page, in parts of it.
        let middle = |found: &Found| {
            let (x, y) = lies.point(found.middle.0, 1.0 - found.middle.1);
            (
                (x - area.left) / area.width(),
                (y - area.bottom) / area.height(),
            )
        };
        let whose = &found[0].read.short_token;
        let alone = found.iter().all(|other| other.read.short_token == *whose);
        let middles: Vec<(f64, f64)> = found.iter().map(middle).collect();
        let halves = (!alone).then(|| halves(&middles, area)).flatten();
        let pages = found.into_iter().enumerate().map(|(n, found)| PageFound {
            read: found.read,
            piece: Piece {
                place,
                turned: Some((8 - found.turns - lies.turns()) % 4 * 90),
                part: halves.as_ref().and_then(|parts| parts.get(n).copied()),
                whole: alone || halves.is_some(),
            },
        });
        Ok(pages.collect())
    }

    /// Whether a file of some pieces, in this order, would show what this one shows, all of it
    /// upright.
    #[must_use]
    pub fn is_in_order(&self, pieces: &[Piece]) -> bool {
        let mut places: Vec<usize> = pieces.iter().map(|piece| piece.place).collect();
        places.dedup();
        let upright = |piece: &Piece| {
            piece.part.is_none()
                && piece
                    .turned
                    .is_none_or(|turn| turn == self.turned(piece.place))
        };
        places.iter().copied().eq(0..self.pages()) && pieces.iter().all(upright)
    }

    /// How far a page is turned when it is shown.
    fn turned(&self, place: usize) -> u32 {
        let page = self.pages.get(place).and_then(|id| self.page(*id).ok());
        let said = page.and_then(|page| drawn::inherited(&self.doc, page, b"Rotate"));
        let said = said.and_then(|said| drawn::target(&self.doc, said)?.as_i64().ok());
        u32::try_from(said.unwrap_or(0).rem_euclid(360)).unwrap_or(0)
    }

    fn page(&self, id: ObjectId) -> Result<&Dictionary, Refusal> {
        self.doc.get_dictionary(id).map_err(|_| unreadable())
    }

    /// Writes a piece as a page of another document.
    fn copy(&self, piece: &Piece, out: &mut Document, tree: ObjectId) -> Result<ObjectId, Refusal> {
        let source = *self.pages.get(piece.place).ok_or_else(unreadable)?;
        let mut page = self.page(source)?.clone();
        // What a page inherits from the tree that it leaves.
        for key in [b"Resources".as_slice(), b"MediaBox", b"CropBox", b"Rotate"] {
            if let Some(said) = drawn::inherited(&self.doc, self.page(source)?, key) {
                page.set(key, said.clone());
            }
        }
        if let Some(turned) = piece.turned {
            page.set("Rotate", i64::from(turned));
        }
        if let Some(part) = piece.part {
            let edges = [part.left, part.bottom, part.right, part.top];
            let edges: Vec<Object> = edges.iter().map(|n| Object::Real(*n as f32)).collect();
            page.set("MediaBox", edges.clone());
            page.set("CropBox", edges);
        }
        page.remove(b"Parent");
        if !self.is_drawn(page.get(b"Contents").ok()) {
            return Err(unreadable());
        }
        let mut copied = BTreeMap::new();
        let mut page = self.copied(&Object::Dictionary(page), out, &mut copied, 0)?;
        if let Ok(page) = page.as_dict_mut() {
            page.set("Parent", Object::Reference(tree));
        }
        Ok(out.add_object(page))
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
        let bound = |place| bind(&[(&stack, Piece::whole(place))]);
        assert!(bound(0).is_ok());
        assert_eq!(bound(1).unwrap_err().code, Code::ScanUnreadable);
    }
}
