//! How a signature looks: the one page of a small document becomes its appearance.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use crate::Error;
use crate::update::Update;

/// An appearance, drawn as a page of its own.
#[derive(Clone, Debug)]
pub struct Look {
    doc: Document,
    page: ObjectId,
}

impl Look {
    /// Takes the first page of a document: its content, fonts and size.
    ///
    /// # Errors
    /// [`Error::Unreadable`] if there is none.
    pub fn of_page(doc: Document) -> Result<Self, Error> {
        let page = *doc
            .get_pages()
            .values()
            .next()
            .ok_or_else(|| Error::Unreadable("a look without a page".to_owned()))?;
        Ok(Self { doc, page })
    }

    /// Adds the appearance to an update; says under which number.
    pub(crate) fn add_to(&self, update: &mut Update<'_>) -> Result<ObjectId, Error> {
        let page = self.doc.get_dictionary(self.page)?;
        let content = self.doc.get_page_content(self.page);
        let size = page.get(b"MediaBox")?.clone();
        let mut known = BTreeMap::new();
        let resources = match page.get(b"Resources") {
            Ok(resources) => self.copied(resources, update, &mut known, 0)?,
            Err(_) => dictionary! {}.into(),
        };
        // Not packed: it is short, and what is packed could end in a line break.
        Ok(update.add(Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => size, "Resources" => resources }, content)))
    }

    /// Whether a field of a file looks exactly so: content, size, fonts.
    ///
    /// # Errors
    /// [`Error::NoField`], [`Error::Unreadable`].
    pub fn is_shown(&self, pdf: &[u8], field: &str) -> Result<bool, Error> {
        let doc = crate::pdf::load(pdf)?;
        let found = crate::pdf::fields(&doc)
            .into_iter()
            .find(|f| f.name == field)
            .ok_or_else(|| Error::NoField(field.to_owned()))?;
        let shown = doc
            .get_dictionary(found.id)?
            .get(b"AP")
            .and_then(|looks| looks.as_dict()?.get(b"N")?.as_reference())
            .and_then(|id| doc.get_object(id)?.as_stream());
        let Ok(shown) = shown else { return Ok(false) };
        let page = self.doc.get_dictionary(self.page)?;
        let none = Object::Dictionary(lopdf::Dictionary::new());
        let (resources, size) = (
            page.get(b"Resources").unwrap_or(&none),
            page.get(b"MediaBox")?,
        );
        let alike = |key: &[u8], own: &Object| {
            shown
                .dict
                .get(key)
                .is_ok_and(|theirs| alike(&doc, theirs, &self.doc, own, 0))
        };
        Ok(shown.content == self.doc.get_page_content(self.page)
            && alike(b"Resources", resources)
            && alike(b"BBox", size))
    }

    /// An object with everything that it refers to, under new numbers.
    fn copied(
        &self,
        object: &Object,
        update: &mut Update<'_>,
        known: &mut BTreeMap<ObjectId, ObjectId>,
        depth: usize,
    ) -> Result<Object, Error> {
        if depth > 32 {
            return Err(Error::Unreadable("a look without an end".to_owned()));
        }
        Ok(match object {
            Object::Reference(id) => match known.get(id) {
                Some(new) => Object::Reference(*new),
                None => {
                    let new = update.free();
                    known.insert(*id, new);
                    let target =
                        self.copied(self.doc.get_object(*id)?, update, known, depth + 1)?;
                    update.put(new, target);
                    Object::Reference(new)
                }
            },
            Object::Array(items) => Object::Array(
                items
                    .iter()
                    .map(|i| self.copied(i, update, known, depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            Object::Dictionary(dict) => {
                Object::Dictionary(self.copied_dict(dict, update, known, depth)?)
            }
            Object::Stream(stream) => Object::Stream(Stream {
                dict: self.copied_dict(&stream.dict, update, known, depth)?,
                ..stream.clone()
            }),
            other => other.clone(),
        })
    }

    fn copied_dict(
        &self,
        dict: &lopdf::Dictionary,
        update: &mut Update<'_>,
        known: &mut BTreeMap<ObjectId, ObjectId>,
        depth: usize,
    ) -> Result<lopdf::Dictionary, Error> {
        let mut new = lopdf::Dictionary::new();
        for (key, value) in dict.iter() {
            new.set(key.clone(), self.copied(value, update, known, depth + 1)?);
        }
        Ok(new)
    }
}

/// Whether two objects of two documents are the same with all that they refer to, whatever their
/// numbers.
fn alike(one: &Document, a: &Object, other: &Document, b: &Object, depth: usize) -> bool {
    let (Some(a), Some(b)) = (crate::pdf::resolved(one, a), crate::pdf::resolved(other, b)) else {
        return false;
    };
    let dictionaries = |a: &lopdf::Dictionary, b: &lopdf::Dictionary| {
        // The length of a stream is counted when it is written.
        let keys = |dict: &lopdf::Dictionary| {
            dict.iter()
                .filter(|(key, _)| key.as_slice() != b"Length")
                .count()
        };
        keys(a) == keys(b)
            && a.iter()
                .filter(|(key, _)| key.as_slice() != b"Length")
                .all(|(key, value)| {
                    b.get(key)
                        .is_ok_and(|found| alike(one, value, other, found, depth + 1))
                })
    };
    match (a, b) {
        _ if depth > 32 => false,
        (Object::Array(a), Object::Array(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|(a, b)| alike(one, a, other, b, depth + 1))
        }
        (Object::Dictionary(a), Object::Dictionary(b)) => dictionaries(a, b),
        (Object::Stream(a), Object::Stream(b)) => {
            a.content == b.content && dictionaries(&a.dict, &b.dict)
        }
        (Object::String(a, _), Object::String(b, _)) => a == b,
        (a, b) => match (a.as_float(), b.as_float()) {
            (Ok(a), Ok(b)) => (a - b).abs() < 0.01,
            _ => a == b,
        },
    }
}
