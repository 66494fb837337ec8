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
        let page = *doc.get_pages().values().next().ok_or_else(|| Error::Unreadable("a look without a page".to_owned()))?;
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

    /// An object with everything that it refers to, under new numbers.
    fn copied(&self, object: &Object, update: &mut Update<'_>, known: &mut BTreeMap<ObjectId, ObjectId>, depth: usize) -> Result<Object, Error> {
        if depth > 32 {
            return Err(Error::Unreadable("a look without an end".to_owned()));
        }
        Ok(match object {
            Object::Reference(id) => match known.get(id) {
                Some(new) => Object::Reference(*new),
                None => {
                    let new = update.free();
                    known.insert(*id, new);
                    let target = self.copied(self.doc.get_object(*id)?, update, known, depth + 1)?;
                    update.put(new, target);
                    Object::Reference(new)
                }
            },
            Object::Array(items) => Object::Array(items.iter().map(|i| self.copied(i, update, known, depth + 1)).collect::<Result<_, _>>()?),
            Object::Dictionary(dict) => Object::Dictionary(self.copied_dict(dict, update, known, depth)?),
            Object::Stream(stream) => Object::Stream(Stream { dict: self.copied_dict(&stream.dict, update, known, depth)?, ..stream.clone() }),
            other => other.clone(),
        })
    }

    fn copied_dict(&self, dict: &lopdf::Dictionary, update: &mut Update<'_>, known: &mut BTreeMap<ObjectId, ObjectId>, depth: usize) -> Result<lopdf::Dictionary, Error> {
        let mut new = lopdf::Dictionary::new();
        for (key, value) in dict.iter() {
            new.set(key.clone(), self.copied(value, update, known, depth + 1)?);
        }
        Ok(new)
    }
}
