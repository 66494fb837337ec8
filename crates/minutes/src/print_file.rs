//! One file for the printer: many documents, each beginning on a new sheet.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use crate::conform::{self, Promise};
use crate::error::Error;
use crate::words;

/// How the printer takes paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintMode {
    /// Both sides: every document begins on the front of a sheet.
    TwoSided,
    /// One side, first pass: the front pages. The pile is turned and put back for
    /// [`PrintMode::Backs`].
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
    let mut out = Document::with_version("1.7");
    let tree = out.new_object_id();
    let mut order = vec![];
    for bytes in documents {
        let pages = taken_in(bytes, tree, &mut out).map_err(broken)?;
        for _ in 0..copies {
            order.extend(pages.iter().copied());
        }
    }
    let (first, every) = match mode {
        PrintMode::TwoSided => (0, 1),
        PrintMode::Fronts => (0, 2),
        PrintMode::Backs => (1, 2),
    };
    let mut kids = vec![];
    for page in order.into_iter().skip(first).step_by(every) {
        // A page object may stand in the tree once, so every further copy is an object of its own.
        let page = match page {
            Some(id) => out.get_dictionary(id).map_err(broken)?.clone(),
            None => blank_page(tree),
        };
        kids.push(Object::Reference(out.add_object(page)));
    }
    let count = i64::try_from(kids.len()).unwrap_or(0);
    out.objects.insert(
        tree,
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
    );
    let catalog = out.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    out.trailer.set("Root", catalog);
    let title = words::words()?.text("print_file_title");
    conform::declare(&mut out, catalog, &title, Promise::Visual)?;
    Ok(conform::save_used(&mut out))
}

fn broken(error: lopdf::Error) -> Error {
    Error::Pdf(error.to_string())
}

/// Takes a document in; returns its pages, with a blank one behind where its last sheet has only a
/// front.
fn taken_in(
    bytes: &[u8],
    tree: ObjectId,
    out: &mut Document,
) -> Result<Vec<Option<ObjectId>>, lopdf::Error> {
    let mut doc = Document::load_mem(bytes)?;
    doc.renumber_objects_with(out.max_id + 1);
    let ids: Vec<ObjectId> = doc.get_pages().values().copied().collect();
    for id in &ids {
        draw_fields(&mut doc, *id)?;
        // The tags and fields belong to the single documents; the print file is only for the
        // printer.
        let page = doc.get_dictionary_mut(*id)?;
        page.set("Parent", tree);
        for key in [b"StructParents".as_slice(), b"Annots", b"Tabs"] {
            page.remove(key);
        }
    }
    out.max_id = doc.max_id;
    out.objects.extend(doc.objects);
    let mut pages: Vec<Option<ObjectId>> = ids.into_iter().map(Some).collect();
    if pages.len() % 2 == 1 {
        pages.push(None);
    }
    Ok(pages)
}

fn blank_page(tree: ObjectId) -> Dictionary {
    let a4 = vec![0.into(), 0.into(), 595.276.into(), 841.89.into()];
    dictionary! { "Type" => "Page", "Parent" => tree, "MediaBox" => a4 }
}

/// Draws the looks of a page's fields – digital signatures, number, date – onto the page itself,
/// where the printer finds them.
fn draw_fields(doc: &mut Document, page_id: ObjectId) -> Result<(), lopdf::Error> {
    let page = doc.get_dictionary(page_id)?.clone();
    let annotations = page
        .get(b"Annots")
        .and_then(|list| doc.dereference(list))
        .and_then(|(_, list)| list.as_array())
        .cloned()
        .unwrap_or_default();
    let drawn: Vec<Look> = annotations.iter().filter_map(|a| look(doc, a)).collect();
    if drawn.is_empty() {
        return Ok(());
    }
    let mut resources = below(doc, &page, b"Resources");
    let mut forms = below(doc, &resources, b"XObject");
    let mut after = String::from(" Q ");
    for (n, look) in drawn.into_iter().enumerate() {
        let name = format!("Look{n}");
        after += &format!("{}/{name} Do Q ", look.place);
        forms.set(name, look.form);
    }
    resources.set("XObject", forms);
    let [before, after] = ["q ".to_owned(), after].map(|text| {
        Object::Reference(doc.add_object(Stream::new(dictionary! {}, text.into_bytes())))
    });
    let content = match page
        .get(b"Contents")
        .and_then(|content| doc.dereference(content))
    {
        Ok((_, Object::Array(parts))) => parts.clone(),
        _ => page.get(b"Contents").into_iter().cloned().collect(),
    };
    let page = doc.get_dictionary_mut(page_id)?;
    page.set("Resources", resources);
    page.set("Contents", [vec![before], content, vec![after]].concat());
    Ok(())
}

/// A dictionary below another one; empty if there is none.
fn below(doc: &Document, dict: &Dictionary, key: &[u8]) -> Dictionary {
    dict.get(key)
        .and_then(|found| doc.dereference(found))
        .and_then(|(_, found)| found.as_dict())
        .cloned()
        .unwrap_or_default()
}

/// The look of a field, and what brings it into its place.
struct Look {
    form: ObjectId,
    place: String,
}

/// The look of a field that is meant for paper; none if it has none.
fn look(doc: &Document, annotation: &Object) -> Option<Look> {
    const HIDDEN: i64 = 2;
    const PRINT: i64 = 4;
    let widget = doc.dereference(annotation).ok()?.1.as_dict().ok()?;
    let flags = widget.get(b"F").and_then(Object::as_i64).unwrap_or(0);
    if flags & (HIDDEN | PRINT) != PRINT {
        return None;
    }
    let looks = doc.dereference(widget.get(b"AP").ok()?).ok()?.1;
    let form = looks.as_dict().ok()?.get(b"N").ok()?.as_reference().ok()?;
    let stream = doc.get_object(form).ok()?.as_stream().ok()?;
    if stream.content.is_empty() {
        return None;
    }
    let [x0, y0, x1, y1] = rectangle(doc, widget.get(b"Rect").ok()?)?;
    let [left, low, right, high] = rectangle(doc, stream.dict.get(b"BBox").ok()?)?;
    let wide = (x1 - x0) / (right - left).max(0.1);
    let tall = (y1 - y0) / (high - low).max(0.1);
    let (x, y) = (x0 - left * wide, y0 - low * tall);
    let place = format!("q {wide} 0 0 {tall} {x} {y} cm ");
    Some(Look { form, place })
}

fn rectangle(doc: &Document, found: &Object) -> Option<[f32; 4]> {
    let numbers = doc.dereference(found).ok()?.1.as_array().ok()?;
    let numbers: Vec<f32> = numbers.iter().filter_map(|n| n.as_float().ok()).collect();
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{render, samples};

    /// A document whose first gap has been filled: a look twice as wide as its field, and as high.
    fn filled() -> Vec<u8> {
        let (_, content) = samples::all().remove(0);
        let drawn = render::render(&content, &samples::FINISH).unwrap();
        let mut doc = Document::load_mem(&drawn.bytes).unwrap();
        let is_gap = |object: &&mut Object| {
            let dict = object.as_dict().ok();
            dict.is_some_and(|d| {
                d.get(b"FT")
                    .and_then(Object::as_name)
                    .is_ok_and(|ft| ft == b"Tx")
            })
        };
        let gap = doc.objects.values_mut().find(is_gap).unwrap();
        let gap = gap.as_dict_mut().unwrap();
        gap.set("Rect", vec![100.into(), 200.into(), 130.into(), 213.into()]);
        gap.set("AP", dictionary! { "N" => Object::Reference((9_000, 0)) });
        let box_of_look = vec![0.into(), 0.into(), 60.into(), 13.into()];
        let look = lopdf::Stream::new(dictionary! { "BBox" => box_of_look }, b"0 g".to_vec());
        doc.objects.insert((9_000, 0), look.into());
        let mut bytes = vec![];
        doc.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_was_filled_in_is_drawn_onto_the_printed_page() {
        let printed = one_file(&[filled()], 1, PrintMode::TwoSided).unwrap();
        let doc = Document::load_mem(&printed).unwrap();
        let drawn = |(_, id): (u32, ObjectId)| {
            let content = doc.get_page_content(id);
            String::from_utf8_lossy(&content).contains("q 0.5 0 0 1 100 200 cm /Look0 Do Q")
        };
        let pages: Vec<bool> = doc.get_pages().into_iter().map(drawn).collect();
        assert_eq!(pages, [true, false, false, false]);
    }

    #[test]
    fn every_document_begins_on_a_sheet_of_its_own() {
        let (_, content) = samples::all().remove(0);
        let drawn = render::render(&content, &samples::FINISH).unwrap();
        let pages = |mode| {
            let two = [drawn.bytes.clone(), drawn.bytes.clone()];
            let printed = one_file(&two, 2, mode).unwrap();
            Document::load_mem(&printed).unwrap().get_pages().len()
        };
        assert_eq!(drawn.pages, 3);
        assert_eq!(pages(PrintMode::TwoSided), 16);
        assert_eq!(pages(PrintMode::Fronts), 8);
        assert_eq!(pages(PrintMode::Backs), 8);
        assert_eq!(sheets(&[drawn.pages, drawn.pages], 2), 8);
    }
}
