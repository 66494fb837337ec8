//! Bytes: the only file that names printpdf. A pass over its document adds tags, fields and fixed ids.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{
    Codepoint, Color, DictItem, FontId, FontMetrics, Greyscale, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, Rgb, TextItem,
    TextMatrix,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::Error;
use crate::conform::{self, Promise, utf16};
use crate::font::{FaceName, face, shape};
use crate::structure::{FieldKind, Ink, Item, Page, Pages, Placed, Role};

/// Writes pages. Equal pages make equal bytes, whatever was written before.
pub(crate) fn write(pages: &Pages) -> Result<Vec<u8>, Error> {
    let mut doc = drawn(pages)?;
    finish(&mut doc, pages)?;
    conform::save(&mut doc)
}

/// Pages whose content goes into another document, as the looks of signatures do: no tags, no description, nothing that only a file needs.
pub(crate) fn looks(pages: &Pages) -> Result<lopdf::Document, Error> {
    let mut doc = drawn(pages)?;
    conform::pack(&mut doc)?;
    Ok(doc)
}

fn drawn(pages: &Pages) -> Result<lopdf::Document, Error> {
    let fonts = cut_fonts(pages)?;
    let mut pdf = PdfDocument::new(&pages.title);
    for (name, font) in &fonts {
        pdf.resources.fonts.map.insert(FontId(name.name().to_owned()), PdfFont::new(font.parsed.clone()));
    }
    let size = (Mm::from(Pt(pages.size.0)), Mm::from(Pt(pages.size.1)));
    pdf.pages = pages.pages.iter().map(|page| Ok(PdfPage::new(size.0, size.1, ops(page, pages, &fonts)?))).collect::<Result<_, Error>>()?;
    let mut warnings = vec![];
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let doc = pdf.to_lopdf_document(&options, &mut warnings);
    if let Some(problem) = warnings.iter().find(|w| format!("{:?}", w.severity).contains("Error")) {
        return Err(Error::Pdf(problem.msg.clone()));
    }
    Ok(doc)
}

/// A face cut to the glyphs that a document uses.
struct CutFont {
    parsed: ParsedFont,
    remap: GlyphRemapper,
}

fn cut_fonts(pages: &Pages) -> Result<BTreeMap<FaceName, CutFont>, Error> {
    let mut used: BTreeMap<FaceName, BTreeMap<u16, char>> = BTreeMap::new();
    for placed in pages.pages.iter().flat_map(|p| &p.items) {
        let (name, text) = match &placed.item {
            Item::Text { face, text, .. } => (*face, text),
            Item::Watermark { text } => (FaceName::Bold, text),
            _ => continue,
        };
        let glyphs = used.entry(name).or_default();
        for word in words(text) {
            glyphs.extend(shape(name, word)?.iter().map(|g| (g.id, g.text)));
        }
    }
    used.into_iter().map(|(name, glyphs)| Ok((name, cut(name, &glyphs)?))).collect()
}

fn cut(name: FaceName, glyphs: &BTreeMap<u16, char>) -> Result<CutFont, Error> {
    let mut remap = GlyphRemapper::new();
    for id in glyphs.keys() {
        remap.remap(*id);
    }
    let bytes = subsetter::subset(name.bytes(), 0, &remap).map_err(|e| Error::Font(format!("{e:?}")))?;
    let face = face(name)?;
    let mut codepoints = BTreeMap::new();
    let mut widths = BTreeMap::new();
    for (id, text) in glyphs {
        let new = remap.get(*id).unwrap_or(0);
        codepoints.insert(u32::from(*text), new);
        widths.insert(new, face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(*id)).unwrap_or(0));
    }
    let metrics = FontMetrics { ascent: face.ascender(), descent: face.descender() };
    let em = u16::try_from(face.units_per_em()).unwrap_or(2048);
    // Six capitals before the name say that the font is a subset (ISO 32000-1, 9.6.4).
    let tag: String = Sha256::digest(&bytes).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect();
    let parsed = ParsedFont::with_glyph_data(bytes, 0, Some(format!("{tag}+{}", name.name())), codepoints, widths, em, metrics);
    Ok(CutFont { parsed, remap })
}

/// A text in words and single spaces, each shaped alone, so that equal words look equal everywhere.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(' ').flat_map(|w| w.strip_suffix(' ').map_or([w, ""], |word| [word, " "])).filter(|w| !w.is_empty()).collect()
}

fn ops(page: &Page, pages: &Pages, fonts: &BTreeMap<FaceName, CutFont>) -> Result<Vec<Op>, Error> {
    let rgb = |r, g, b| Color::Rgb(Rgb { r, g, b, icc_profile: None });
    let ink = match pages.ink {
        Ink::Black => Color::Greyscale(Greyscale { percent: 0.0, icc_profile: None }),
        Ink::Blue => rgb(0.0, 0.2, 0.6),
        Ink::Red => rgb(0.8, 0.0, 0.0),
    };
    let mut ops = vec![Op::SetFillColor { col: ink.clone() }];
    let mut open = None;
    let mut mcid = 0;
    for placed in &page.items {
        // A run of boxes of one node is one marked content.
        if open != Some(placed.node) {
            if open.is_some() {
                ops.push(Op::EndMarkedContent);
            }
            ops.push(begin(placed.node, pages, &mut mcid));
            open = Some(placed.node);
        }
        match &placed.item {
            Item::Text { x, y, face, size, text, word_gap } => ops.extend(text_ops(*x, *y, *face, *size, text, *word_gap, fonts)?),
            Item::Bar { x, y, width, height } => ops.push(bar(*x, *y, *width, *height)),
            Item::Code { x, y, side, modules } => ops.extend(code_ops(*x, *y, *side, modules)),
            Item::Watermark { text } => {
                ops.push(Op::SetFillColor { col: Color::Greyscale(Greyscale { percent: 0.85, icc_profile: None }) });
                ops.extend(text_ops(pages.size.0 * 0.22, pages.size.1 * 0.47, FaceName::Bold, 64.0, text, 0.0, fonts)?);
                ops.push(Op::SetFillColor { col: ink.clone() });
            }
        }
    }
    if open.is_some() {
        ops.push(Op::EndMarkedContent);
    }
    Ok(ops)
}

fn begin(node: Option<usize>, pages: &Pages, mcid: &mut i64) -> Op {
    let Some(role) = node.and_then(|n| pages.nodes.get(n)).map(|n| n.role) else {
        return Op::BeginMarkedContent { tag: "Artifact".to_owned() };
    };
    let properties = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(*mcid))]) };
    *mcid += 1;
    let tag = if role == Role::Figure { "Figure" } else { "P" };
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties }
}

fn text_ops(x: f32, y: f32, name: FaceName, size: f32, text: &str, word_gap: f32, fonts: &BTreeMap<FaceName, CutFont>) -> Result<Vec<Op>, Error> {
    let font = fonts.get(&name).ok_or_else(|| Error::Font(name.name().into()))?;
    let em = f32::from(u16::try_from(face(name)?.units_per_em()).unwrap_or(2048));
    let mut glyphs = vec![];
    for word in words(text) {
        for glyph in shape(name, word)?.iter() {
            let gid = font.remap.get(glyph.id).unwrap_or(0);
            // What the viewer advances by is the whole number in /W; the rest is kerning, made up for here.
            let own = font.parsed.get_glyph_width(gid).unwrap_or(0);
            let written = (f32::from(own) * 1000.0 / em).trunc();
            let wanted = glyph.advance + if glyph.text == ' ' { word_gap * 1000.0 / size } else { 0.0 };
            let offset = ((written - wanted) * 100.0).round() / 100.0;
            glyphs.push(Codepoint { gid, offset, cid: Some(glyph.text.to_string()) });
        }
    }
    Ok(vec![
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::External(FontId(name.name().to_owned())), size: Pt(size) },
        Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(y)) },
        Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
        Op::EndTextSection,
    ])
}

fn bar(x: f32, y: f32, width: f32, height: f32) -> Op {
    let mut rectangle = Rect::from_xywh(Pt(x), Pt(y), Pt(width), Pt(height));
    rectangle.mode = Some(printpdf::PaintMode::Fill);
    rectangle.winding_order = Some(printpdf::WindingOrder::NonZero);
    Op::DrawRectangle { rectangle }
}

/// The dark squares of a code, joined along each row.
fn code_ops(x: f32, y: f32, side: f32, modules: &[Vec<bool>]) -> Vec<Op> {
    let unit = side / modules.len() as f32;
    let mut ops = vec![];
    for (row, line) in modules.iter().enumerate() {
        let mut column = 0;
        while column < line.len() {
            let run = line[column..].iter().take_while(|dark| **dark).count();
            if run > 0 {
                ops.push(bar(x + column as f32 * unit, y + side - (row + 1) as f32 * unit, run as f32 * unit, unit));
            }
            column += run.max(1);
        }
    }
    ops
}

/// Title, language, reading order, fields and ids: everything that must not depend on what was written before.
fn finish(doc: &mut lopdf::Document, pages: &Pages) -> Result<(), Error> {
    let page_ids: Vec<ObjectId> = doc.get_pages().values().copied().collect();
    let root = doc.new_object_id();
    let nodes: Vec<ObjectId> = pages.nodes.iter().map(|_| doc.new_object_id()).collect();
    let mut kids: Vec<Vec<Object>> = pages.nodes.iter().map(|_| vec![]).collect();
    let mut parent_tree: Vec<Object> = vec![];
    for (n, (page, id)) in pages.pages.iter().zip(&page_ids).enumerate() {
        let mut owners = vec![];
        for node in runs(&page.items) {
            kids[node].push(dictionary! { "Type" => "MCR", "Pg" => *id, "MCID" => i64::try_from(owners.len()).unwrap_or(0) }.into());
            owners.push(Object::Reference(nodes[node]));
        }
        parent_tree.extend([Object::Integer(i64::try_from(n).unwrap_or(0)), Object::Array(owners)]);
        let dict = doc.get_dictionary_mut(*id).map_err(|e| Error::Pdf(e.to_string()))?;
        dict.set("StructParents", i64::try_from(n).unwrap_or(0));
        dict.set("Tabs", "S");
        dict.remove(b"Annots");
    }
    let fields = add_fields(doc, pages, &page_ids, &nodes, &mut kids, &mut parent_tree)?;
    add_nodes(doc, pages, root, &nodes, kids, parent_tree);
    let catalog_id = doc.trailer.get(b"Root").and_then(Object::as_reference).map_err(|e| Error::Pdf(e.to_string()))?;
    conform::declare(doc, catalog_id, &pages.title, Promise::Tagged)?;
    let outline = add_outline(doc, pages, &page_ids);
    let catalog = doc.get_dictionary_mut(catalog_id).map_err(|e| Error::Pdf(e.to_string()))?;
    catalog.set("Outlines", outline);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    catalog.set("AcroForm", dictionary! { "Fields" => fields, "SigFlags" => 1, "NeedAppearances" => false });
    Ok(())
}

/// The outline: titles, and the headings under each.
fn add_outline(doc: &mut lopdf::Document, pages: &Pages, page_ids: &[ObjectId]) -> ObjectId {
    let root = doc.new_object_id();
    // Each title with the headings that follow it.
    let mut titles: Vec<(Entry, Vec<Entry>)> = vec![];
    for (node, of) in pages.nodes.iter().enumerate() {
        match (of.role, Entry::of(pages, page_ids, node)) {
            (Role::Title, Some(entry)) => titles.push((entry, vec![])),
            (Role::Heading, Some(entry)) => titles.last_mut().map(|(_, under)| under.push(entry)).unwrap_or_default(),
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
    let mut dict = dictionary! { "Type" => "Outlines", "Count" => i64::try_from(ids.len()).unwrap_or(0) };
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
        place.map(|(page, top)| Self { text: texts.join(" "), page, top })
    }

    fn item(&self, parent: ObjectId, siblings: &[ObjectId], place: usize) -> Dictionary {
        let mut dict = dictionary! {
            "Title" => utf16(&self.text), "Parent" => parent,
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

/// The nodes of a page's marked contents, in their order.
fn runs(items: &[Placed]) -> Vec<usize> {
    let mut nodes = vec![];
    let mut before: Option<Option<usize>> = None;
    for placed in items {
        if before != Some(placed.node) {
            nodes.extend(placed.node);
            before = Some(placed.node);
        }
    }
    nodes
}

/// Number, date and signature fields: blank, tagged, ready for the digital route.
fn add_fields(
    doc: &mut lopdf::Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    nodes: &[ObjectId],
    kids: &mut [Vec<Object>],
    parent_tree: &mut Vec<Object>,
) -> Result<Vec<Object>, Error> {
    let mut all = vec![];
    // What is blank looks the same everywhere.
    let appearance = doc.add_object(Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 1.into(), 1.into()] }, vec![]));
    let mut key = i64::try_from(pages.pages.len()).unwrap_or(0);
    for (page, page_id) in pages.pages.iter().zip(page_ids) {
        let mut annotations = vec![];
        for field in &page.fields {
            let [x0, y0, x1, y1] = field.rect;
            let kind = if field.kind == FieldKind::Signature { "Sig" } else { "Tx" };
            let mut widget = dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => kind, "T" => utf16(&field.name), "TU" => utf16(&field.name),
                "Contents" => utf16(&field.name), "F" => 4, "P" => *page_id, "Rect" => vec![x0.into(), y0.into(), x1.into(), y1.into()],
                "AP" => dictionary! { "N" => appearance }, "StructParent" => key
            };
            if let FieldKind::Gap { italic } = field.kind {
                // The name tells who fills it how the text around it looks; the form brings no fonts of its own.
                let face = if italic { crate::stamp::ITALIC } else { "Regular" };
                widget.set("V", utf16(""));
                widget.set("DA", Object::String(format!("/{face} {} Tf 0 g", y1 - y0).into_bytes(), StringFormat::Literal));
            }
            let widget = doc.add_object(widget);
            kids[field.node].push(dictionary! { "Type" => "OBJR", "Pg" => *page_id, "Obj" => widget }.into());
            parent_tree.extend([Object::Integer(key), Object::Reference(nodes[field.node])]);
            annotations.push(Object::Reference(widget));
            key += 1;
        }
        all.extend(annotations.iter().cloned());
        if !annotations.is_empty() {
            doc.get_dictionary_mut(*page_id).map_err(|e| Error::Pdf(e.to_string()))?.set("Annots", annotations);
        }
    }
    Ok(all)
}

fn add_nodes(doc: &mut lopdf::Document, pages: &Pages, root: ObjectId, nodes: &[ObjectId], mut kids: Vec<Vec<Object>>, parent_tree: Vec<Object>) {
    let document = doc.new_object_id();
    let mut top = vec![];
    for (n, node) in pages.nodes.iter().enumerate() {
        match node.parent {
            Some(parent) => kids[parent].push(Object::Reference(nodes[n])),
            None => top.push(Object::Reference(nodes[n])),
        }
    }
    for (n, node) in pages.nodes.iter().enumerate() {
        let parent = node.parent.map_or(document, |p| nodes[p]);
        let mut dict: Dictionary = dictionary! { "Type" => "StructElem", "S" => node.role.name(), "P" => parent };
        // A field's only kid stands by itself: that is where checkers of signed files look for it.
        match (node.role, std::mem::take(&mut kids[n])) {
            (Role::Form, mut only) if only.len() == 1 => dict.set("K", only.remove(0)),
            (_, all) => dict.set("K", all),
        }
        if let Some(alt) = &node.alt {
            dict.set("Alt", utf16(alt));
        }
        if node.role == Role::HeaderCell {
            dict.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
        }
        doc.objects.insert(nodes[n], dict.into());
    }
    doc.objects.insert(document, dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => top }.into());
    let tree = doc.add_object(dictionary! { "Nums" => parent_tree });
    doc.objects.insert(root, dictionary! { "Type" => "StructTreeRoot", "K" => document, "ParentTree" => tree }.into());
}
