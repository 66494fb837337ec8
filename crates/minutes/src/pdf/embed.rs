//! The document that printpdf makes: blank pages, and fonts that are embedded as they are cut.

use lopdf::Object;
use printpdf::{
    Codepoint, FontId, Mm, Op, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt,
    TextItem,
};

use super::cut::CutFonts;
use crate::error::Error;
use crate::structure::Pages;

/// A document of blank pages with its fonts.
pub(super) fn embedded(pages: &Pages, fonts: &CutFonts) -> Result<lopdf::Document, Error> {
    let mut pdf = PdfDocument::new(&pages.title);
    for (name, font) in fonts {
        pdf.resources.fonts.map.insert(
            FontId(name.name().to_owned()),
            PdfFont::new(font.parsed.clone()),
        );
    }
    let page = |ops| PdfPage::new(Mm::from(Pt(pages.size.0)), Mm::from(Pt(pages.size.1)), ops);
    pdf.pages = pages.pages.iter().map(|_| page(vec![])).collect();
    pdf.pages.push(page(specimen(fonts)));
    let mut warnings = vec![];
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut doc = pdf.to_lopdf_document(&options, &mut warnings);
    if let Some(problem) = warnings
        .iter()
        .find(|w| format!("{:?}", w.severity).contains("Error"))
    {
        return Err(Error::Pdf(problem.msg.clone()));
    }
    drop_last_page(&mut doc)?;
    widen(&mut doc, fonts)?;
    Ok(doc)
}

/// A page that shows every glyph once, from which printpdf learns what to embed and what it means.
/// It is not part of the document.
fn specimen(fonts: &CutFonts) -> Vec<Op> {
    let mut ops = vec![Op::StartTextSection];
    for (name, font) in fonts {
        let glyphs = font
            .texts
            .iter()
            .map(|(gid, text)| Codepoint {
                gid: *gid,
                offset: 0.0,
                cid: Some(text.to_string()),
            })
            .collect();
        ops.push(Op::SetFont {
            font: PdfFontHandle::External(FontId(name.name().to_owned())),
            size: Pt(1.0),
        });
        ops.push(Op::ShowText {
            items: vec![TextItem::GlyphIds(glyphs)],
        });
    }
    ops.push(Op::EndTextSection);
    ops
}

/// Takes the last page away with everything that is only its own.
fn drop_last_page(doc: &mut lopdf::Document) -> Result<(), Error> {
    let broken = |e: lopdf::Error| Error::Pdf(e.to_string());
    let tree = doc
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .map_err(broken)?;
    let tree = doc.get_dictionary_mut(tree).map_err(broken)?;
    let kids = tree
        .get_mut(b"Kids")
        .and_then(Object::as_array_mut)
        .map_err(broken)?;
    let page = kids
        .pop()
        .ok_or_else(|| Error::Pdf("no page".into()))?
        .as_reference()
        .map_err(broken)?;
    let count = i64::try_from(kids.len()).unwrap_or(0);
    tree.set("Count", count);
    let page = doc
        .objects
        .remove(&page)
        .ok_or_else(|| Error::Pdf("no page".into()))?;
    for key in [b"Resources".as_slice(), b"Contents"] {
        let own = page
            .as_dict()
            .and_then(|page| page.get(key))
            .and_then(Object::as_reference)
            .map_err(broken)?;
        doc.objects.remove(&own);
    }
    Ok(())
}

/// Writes the widths as the font has them: printpdf cuts them down to whole thousandths, which
/// would have to be made up for at every glyph.
fn widen(doc: &mut lopdf::Document, fonts: &CutFonts) -> Result<(), Error> {
    let mut widened = 0;
    for object in doc.objects.values_mut() {
        let Ok(dict) = object.as_dict_mut() else {
            continue;
        };
        let font = dict
            .get(b"BaseFont")
            .and_then(Object::as_name)
            .ok()
            .and_then(|base| {
                fonts.values().find(|font| {
                    font.parsed
                        .font_name
                        .as_deref()
                        .is_some_and(|name| name.as_bytes() == base)
                })
            });
        let (Some(font), Ok(descendants)) = (
            font,
            dict.get_mut(b"DescendantFonts")
                .and_then(Object::as_array_mut),
        ) else {
            continue;
        };
        let below = descendants
            .first_mut()
            .and_then(|d| d.as_dict_mut().ok())
            .ok_or_else(|| Error::Pdf("a font without descendant".into()))?;
        below.set(
            "W",
            vec![
                Object::Integer(0),
                Object::Array(font.widths.iter().map(|w| Object::Real(*w)).collect()),
            ],
        );
        widened += 1;
    }
    if widened == fonts.len() {
        Ok(())
    } else {
        Err(Error::Pdf("a font without widths".into()))
    }
}
