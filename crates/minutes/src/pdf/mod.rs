//! Bytes: the only folder that names printpdf. A pass over its document adds what pages show, tags,
//! fields and fixed ids.

mod canvas;
mod cut;
mod embed;
mod fields;
mod outline;
mod shaped;
mod tree;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use crate::conform::{self, Promise};
use crate::document::Document;
use crate::error::Error;
use crate::structure::Pages;
use shaped::Shaped;
use tree::Tree;

pub(crate) use cut::forget;

/// Writes pages. Equal pages make equal bytes, whatever was written before.
pub(crate) fn write(pages: &Pages) -> Result<Document, Error> {
    let mut doc = drawn(pages)?;
    describe(&mut doc, pages)?;
    Ok(Document {
        bytes: conform::save(&mut doc),
        pages: u32::try_from(pages.pages.len()).unwrap_or(u32::MAX),
    })
}

/// Pages whose content goes into another document, as the looks of signatures do: no tags, no
/// description, nothing that only a file needs.
pub(crate) fn looks(pages: &Pages) -> Result<lopdf::Document, Error> {
    let mut doc = drawn(pages)?;
    conform::pack(&mut doc);
    Ok(doc)
}

/// What pages show, with the fonts for it.
fn drawn(pages: &Pages) -> Result<lopdf::Document, Error> {
    let texts = pages.pages.iter().map(shaped::shaped);
    let texts: Vec<Shaped> = texts.collect::<Result<_, _>>()?;
    let fonts = cut::cut_fonts(pages, &texts)?;
    let mut doc = embed::embedded(pages, &fonts)?;
    let ids = doc.get_pages().into_values();
    for ((page, texts), id) in pages.pages.iter().zip(&texts).zip(ids) {
        let shown = doc
            .get_dictionary(id)
            .and_then(|dict| dict.get(b"Contents"))
            .and_then(Object::as_reference)
            .map_err(broken)?;
        let content = canvas::content(page, texts, pages, &fonts)?;
        let content = Stream::new(Dictionary::new(), content);
        doc.objects.insert(shown, content.into());
    }
    Ok(doc)
}

/// Title, language, reading order, fields and outline: everything that is not seen.
fn describe(doc: &mut lopdf::Document, pages: &Pages) -> Result<(), Error> {
    let page_ids: Vec<ObjectId> = doc.get_pages().values().copied().collect();
    let mut tree = Tree::of(doc, pages);
    for ((page, id), key) in pages.pages.iter().zip(&page_ids).zip(0..) {
        tree.add_page(key, *id, &page.items);
        let dict = doc.get_dictionary_mut(*id).map_err(broken)?;
        dict.set("StructParents", key);
        dict.set("Tabs", "S");
        dict.remove(b"Annots");
    }
    let fields = fields::add_fields(doc, pages, &page_ids, &mut tree)?;
    let root = tree.root;
    tree.write(doc, pages);
    let catalog = doc
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(broken)?;
    conform::declare(doc, catalog, &pages.title, Promise::Tagged)?;
    let outline = outline::add_outline(doc, pages, &page_ids);
    let catalog = doc.get_dictionary_mut(catalog).map_err(broken)?;
    catalog.set("Outlines", outline);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    catalog.set(
        "AcroForm",
        dictionary! { "Fields" => fields, "SigFlags" => 1, "NeedAppearances" => false },
    );
    Ok(())
}

fn broken(error: lopdf::Error) -> Error {
    Error::Pdf(error.to_string())
}
