//! One file for the printer: many documents, each beginning on a new sheet.

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::Error;
use crate::conform::{self, Promise};

/// How the printer takes paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintMode {
    /// Both sides: every document begins on the front of a sheet.
    TwoSided,
    /// One side, first pass: the front pages. The pile is turned and put back for [`PrintMode::Backs`].
    Fronts,
    /// One side, second pass: the back pages in the order of the turned pile.
    Backs,
}

/// Sheets of paper that copies of documents of these page counts take.
///
/// ```
/// assert_eq!(minutes::sheets(&[1, 2, 3], 2), 8);
/// ```
#[must_use]
pub fn sheets(pages: &[u32], copies: u32) -> u32 {
    pages.iter().map(|p| p.div_ceil(2)).sum::<u32>() * copies
}

/// Puts documents into one file, each as often as copies are wanted.
///
/// # Errors
/// [`Error::Pdf`] if a document cannot be read.
pub fn one_file(documents: &[Vec<u8>], copies: u32, mode: PrintMode) -> Result<Vec<u8>, Error> {
    let broken = |e: lopdf::Error| Error::Pdf(e.to_string());
    let mut out = Document::with_version("1.7");
    let pages_id = out.new_object_id();
    let mut order: Vec<Option<ObjectId>> = vec![];
    for bytes in documents {
        let mut doc = Document::load_mem(bytes).map_err(broken)?;
        doc.renumber_objects_with(out.max_id + 1);
        out.max_id = doc.max_id;
        let ids: Vec<ObjectId> = doc.get_pages().values().copied().collect();
        for id in &ids {
            // The tags and fields belong to the single documents; the print file is only for the printer.
            let page = doc.get_dictionary_mut(*id).map_err(broken)?;
            page.set("Parent", pages_id);
            for key in [b"StructParents".as_slice(), b"Annots", b"Tabs"] {
                page.remove(key);
            }
        }
        out.objects.extend(doc.objects);
        let mut padded: Vec<Option<ObjectId>> = ids.into_iter().map(Some).collect();
        if padded.len() % 2 == 1 {
            padded.push(None);
        }
        for _ in 0..copies {
            order.extend(padded.iter().copied());
        }
    }
    let chosen: Vec<Option<ObjectId>> = match mode {
        PrintMode::TwoSided => order,
        PrintMode::Fronts => order.into_iter().step_by(2).collect(),
        PrintMode::Backs => order.into_iter().skip(1).step_by(2).collect(),
    };
    let mut kids = vec![];
    for page in chosen {
        // A page object may stand in the tree once, so every further copy is an object of its own.
        let dict = match page {
            Some(id) => out.get_dictionary(id).map_err(broken)?.clone(),
            None => dictionary! { "Type" => "Page", "Parent" => pages_id, "MediaBox" => vec![0.into(), 0.into(), 595.276.into(), 841.89.into()] },
        };
        kids.push(Object::Reference(out.add_object(dict)));
    }
    let count = i64::try_from(kids.len()).unwrap_or(0);
    out.objects.insert(pages_id, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = out.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages_id });
    out.trailer.set("Root", catalog);
    let title = crate::words::words()?.text("print_file_title");
    conform::declare(&mut out, catalog, &title, Promise::Visual)?;
    conform::save(&mut out)
}
