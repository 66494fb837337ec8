//! Number, date and signature fields: blank, tagged, ready for the digital route.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::tree::Tree;
use crate::conform::said;
use crate::error::Error;
use crate::structure::{Field, FieldKind, ITALIC, Pages};

/// Puts the fields of all pages on them and into the reading order; returns them all.
pub(super) fn add_fields(
    doc: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    tree: &mut Tree,
) -> Result<Vec<Object>, Error> {
    let mut all = vec![];
    // What is blank looks the same everywhere.
    let look = dictionary! {
        "Type" => "XObject", "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), 1.into(), 1.into()]
    };
    let look = doc.add_object(Stream::new(look, vec![]));
    let mut key = i64::try_from(pages.pages.len()).unwrap_or(0);
    for (page, page_id) in pages.pages.iter().zip(page_ids) {
        let mut on_page = vec![];
        for field in &page.fields {
            let widget = doc.add_object(widget(field, *page_id, look, key));
            tree.add_field(key, *page_id, field.node, widget);
            on_page.push(Object::Reference(widget));
            key += 1;
        }
        all.extend(on_page.iter().cloned());
        if !on_page.is_empty() {
            doc.get_dictionary_mut(*page_id)
                .map_err(|e| Error::Pdf(e.to_string()))?
                .set("Annots", on_page);
        }
    }
    Ok(all)
}

/// A blank field with its look, under a key of the reading order.
fn widget(field: &Field, page: ObjectId, look: ObjectId, key: i64) -> Dictionary {
    let [x0, y0, x1, y1] = field.rect;
    let kind = if field.kind == FieldKind::Signature {
        "Sig"
    } else {
        "Tx"
    };
    let mut widget = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => kind,
        "T" => said(&field.name), "TU" => said(&field.name), "Contents" => said(&field.name),
        "F" => 4, "P" => page, "Rect" => vec![x0.into(), y0.into(), x1.into(), y1.into()],
        "AP" => dictionary! { "N" => look }, "StructParent" => key
    };
    if let FieldKind::Gap { italic } = field.kind {
        // The name tells who fills it how the text around it looks; the form brings no fonts of
        // its own.
        let face = if italic { ITALIC } else { "Regular" };
        let style = format!("/{face} {} Tf 0 g", y1 - y0);
        widget.set("V", said(""));
        widget.set(
            "DA",
            Object::String(style.into_bytes(), StringFormat::Literal),
        );
    }
    widget
}
