//! Bytes: the only file that names printpdf. A pass over its document adds tags, fields and fixed
//! ids.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle,
    PdfPage, PdfSaveOptions, Pt, TextItem,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::conform::{self, Promise, said};
use crate::document::Document;
use crate::error::Error;
use crate::font::{FaceName, Shape, face, shape, words};
use crate::structure::{FieldKind, ITALIC, Ink, Item, Page, Pages, Placed, Role};

/// Writes pages. Equal pages make equal bytes, whatever was written before.
pub(crate) fn write(pages: &Pages) -> Result<Document, Error> {
    let mut doc = drawn(pages)?;
    finish(&mut doc, pages)?;
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

fn drawn(pages: &Pages) -> Result<lopdf::Document, Error> {
    let shaped: Vec<Shaped> = pages.pages.iter().map(shaped).collect::<Result<_, _>>()?;
    let fonts = cut_fonts(pages, &shaped)?;
    let mut pdf = PdfDocument::new(&pages.title);
    for (name, font) in &fonts {
        pdf.resources.fonts.map.insert(
            FontId(name.name().to_owned()),
            PdfFont::new(font.parsed.clone()),
        );
    }
    let blank = || {
        PdfPage::new(
            Mm::from(Pt(pages.size.0)),
            Mm::from(Pt(pages.size.1)),
            vec![],
        )
    };
    pdf.pages = pages.pages.iter().map(|_| blank()).collect();
    pdf.pages.push(PdfPage {
        ops: specimen(&fonts),
        ..blank()
    });
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
    widen(&mut doc, &fonts)?;
    for ((page, shaped), id) in pages
        .pages
        .iter()
        .zip(&shaped)
        .zip(doc.get_pages().into_values())
    {
        let shown = doc
            .get_dictionary(id)
            .and_then(|dict| dict.get(b"Contents"))
            .and_then(Object::as_reference)
            .map_err(|e| Error::Pdf(e.to_string()))?;
        doc.objects.insert(
            shown,
            Stream::new(Dictionary::new(), content(page, shaped, pages, &fonts)?).into(),
        );
    }
    Ok(doc)
}

/// A page that shows every glyph once, from which printpdf learns what to embed and what it means.
/// It is not part of the document.
fn specimen(fonts: &BTreeMap<FaceName, Rc<CutFont>>) -> Vec<Op> {
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
fn widen(doc: &mut lopdf::Document, fonts: &BTreeMap<FaceName, Rc<CutFont>>) -> Result<(), Error> {
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

/// A face cut to the glyphs that a document uses.
struct CutFont {
    parsed: ParsedFont,
    remap: GlyphRemapper,
    /// What its glyphs stand for, by their new numbers.
    texts: BTreeMap<u16, char>,
    /// Thousandths of an em by new number, as they are written.
    widths: Vec<f32>,
}

/// The glyphs of a face that are used: what each number stands for.
type Glyphs = Vec<Option<char>>;

/// How many cut faces a thread keeps: the minutes of an office differ in names, and many use the
/// same letters.
const KEPT: usize = 64;

thread_local! {
    static CUT: RefCell<HashMap<(FaceName, Glyphs), Rc<CutFont>>> = RefCell::default();
}

/// The texts of a page, shaped: for each of its items the words in their order.
type Shaped = Vec<Vec<Rc<Shape>>>;

fn shaped(page: &Page) -> Result<Shaped, Error> {
    let of_item = |placed: &Placed| {
        words_of(&placed.item).map_or(Ok(vec![]), |(face, text)| {
            words(text).map(|word| shape(face, word)).collect()
        })
    };
    page.items.iter().map(of_item).collect()
}

fn words_of(item: &Item) -> Option<(FaceName, &str)> {
    match item {
        Item::Text { face, text, .. } => Some((*face, text)),
        Item::Watermark { text } => Some((FaceName::Bold, text)),
        Item::Bar { .. } | Item::Code { .. } => None,
    }
}

pub(crate) fn forget() {
    CUT.take();
}

fn cut_fonts(pages: &Pages, shaped: &[Shaped]) -> Result<BTreeMap<FaceName, Rc<CutFont>>, Error> {
    let mut used: BTreeMap<FaceName, Glyphs> = BTreeMap::new();
    for (page, texts) in pages.pages.iter().zip(shaped) {
        for (placed, words) in page.items.iter().zip(texts) {
            let Some((face, _)) = words_of(&placed.item) else {
                continue;
            };
            let glyphs = used.entry(face).or_default();
            for glyph in words.iter().flat_map(|word| &word.glyphs) {
                let place = usize::from(glyph.id);
                glyphs.resize(glyphs.len().max(place + 1), None);
                glyphs[place] = Some(glyph.text);
            }
        }
    }
    used.into_iter()
        .map(|(name, glyphs)| Ok((name, kept(name, glyphs)?)))
        .collect()
}

fn kept(name: FaceName, glyphs: Glyphs) -> Result<Rc<CutFont>, Error> {
    let key = (name, glyphs);
    if let Some(known) = CUT.with_borrow(|kept| kept.get(&key).cloned()) {
        return Ok(known);
    }
    let new = Rc::new(cut(name, &key.1)?);
    CUT.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Rc::clone(&new));
    });
    Ok(new)
}

fn cut(name: FaceName, glyphs: &Glyphs) -> Result<CutFont, Error> {
    let used = || {
        glyphs
            .iter()
            .zip(0_u16..)
            .filter_map(|(text, id)| Some((id, (*text)?)))
    };
    let mut remap = GlyphRemapper::new();
    for (id, _) in used() {
        remap.remap(id);
    }
    let bytes =
        subsetter::subset(name.bytes(), 0, &remap).map_err(|e| Error::Font(format!("{e:?}")))?;
    let face = face(name)?;
    let em = u16::try_from(face.units_per_em()).unwrap_or(2048);
    let units = |id: u16| {
        face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(id))
            .unwrap_or(0)
    };
    let written = |units: u16| hundredths(f32::from(units) * 1000.0 / f32::from(em));
    let mut texts = BTreeMap::new();
    let mut widths = vec![written(units(0))];
    for (id, text) in used() {
        let new = remap.get(id).unwrap_or(0);
        texts.insert(new, text);
        let place = usize::from(new);
        widths.resize(widths.len().max(place + 1), 0.0);
        widths[place] = written(units(id));
    }
    let metrics = FontMetrics {
        ascent: face.ascender(),
        descent: face.descender(),
    };
    // Six capitals before the name say that the font is a subset (ISO 32000-1, 9.6.4).
    let ids: Vec<u8> = used().flat_map(|(id, _)| id.to_be_bytes()).collect();
    let tag: String = Sha256::digest(&ids)
        .iter()
        .take(6)
        .map(|b| char::from(b'A' + b % 26))
        .collect();
    // Glyphs come with their texts, and widths are written afterwards: printpdf needs neither map.
    let parsed = ParsedFont::with_glyph_data(
        bytes,
        0,
        Some(format!("{tag}+{}", name.name())),
        BTreeMap::new(),
        BTreeMap::new(),
        em,
        metrics,
    );
    Ok(CutFont {
        parsed,
        remap,
        texts,
        widths,
    })
}

/// A length as it is written: finer than any printer.
fn hundredths(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

/// What one page shows, as PDF syntax (ISO 32000-1, 7.8.2).
struct Canvas<'a> {
    content: Vec<u8>,
    fonts: &'a BTreeMap<FaceName, Rc<CutFont>>,
    /// Face and size that are set.
    set: Option<(FaceName, f32)>,
}

fn content(
    page: &Page,
    shaped: &Shaped,
    pages: &Pages,
    fonts: &BTreeMap<FaceName, Rc<CutFont>>,
) -> Result<Vec<u8>, Error> {
    let ink: &[u8] = match pages.ink {
        Ink::Black => b"0 g\n",
        Ink::Blue => b"0 0.2 0.6 rg\n",
        Ink::Red => b"0.8 0 0 rg\n",
    };
    let mut canvas = Canvas {
        content: ink.to_vec(),
        fonts,
        set: None,
    };
    let mut open = None;
    let mut mcid = 0;
    for (n, (placed, words)) in page.items.iter().zip(shaped).enumerate() {
        // A run of boxes of one node is one marked content.
        if open != Some(placed.node) {
            if open.is_some() {
                canvas.end();
            }
            canvas.begin(
                placed
                    .node
                    .and_then(|n| pages.nodes.get(n))
                    .map(|node| node.role),
                &mut mcid,
            );
            open = Some(placed.node);
        }
        match &placed.item {
            Item::Text {
                x,
                y,
                face,
                size,
                word_gap,
                ..
            } => canvas.text((*x, *y), *face, *size, words, *word_gap)?,
            Item::Bar {
                x,
                y,
                width,
                height,
            } => {
                canvas.rectangle(*x, *y, *width, *height);
                // Bars of one node are filled together.
                if !page.items.get(n + 1).is_some_and(|next| {
                    next.node == placed.node && matches!(next.item, Item::Bar { .. })
                }) {
                    canvas.content.extend(b"f\n");
                }
            }
            Item::Code {
                x,
                y,
                side,
                modules,
            } => canvas.code(*x, *y, *side, modules),
            Item::Watermark { .. } => {
                canvas.content.extend(b"0.85 g\n");
                canvas.text(
                    (pages.size.0 * 0.22, pages.size.1 * 0.47),
                    FaceName::Bold,
                    64.0,
                    words,
                    0.0,
                )?;
                canvas.content.extend(ink);
            }
        }
    }
    if open.is_some() {
        canvas.end();
    }
    Ok(canvas.content)
}

impl Canvas<'_> {
    fn begin(&mut self, role: Option<Role>, mcid: &mut i64) {
        let Some(role) = role else {
            return self.content.extend(b"/Artifact BMC\n");
        };
        self.content.extend(if role == Role::Figure {
            b"/Figure".as_slice()
        } else {
            b"/P"
        });
        self.content.extend(b"<</MCID ");
        cos::write(&mut self.content, &Object::Integer(*mcid));
        self.content.extend(b">>BDC\n");
        *mcid += 1;
    }

    fn end(&mut self) {
        self.content.extend(b"EMC\n");
    }

    /// A length in hundredths: finer than any printer.
    fn length(&mut self, length: f32) {
        cos::write(&mut self.content, &Object::Real(hundredths(length)));
        self.content.push(b' ');
    }

    /// Text on a baseline. Its glyphs are written in runs, broken only where the pen must move: for
    /// kerning and for justified lines.
    fn text(
        &mut self,
        (x, y): (f32, f32),
        name: FaceName,
        size: f32,
        words: &[Rc<Shape>],
        word_gap: f32,
    ) -> Result<(), Error> {
        /// How far the pen may be off, in thousandths of an em.
        const OFF: f32 = 0.5;
        let font = self
            .fonts
            .get(&name)
            .ok_or_else(|| Error::Font(name.name().into()))?;
        self.content.extend(b"BT ");
        if self.set != Some((name, size)) {
            self.set = Some((name, size));
            self.content.push(b'/');
            self.content.extend(name.name().bytes());
            self.content.push(b' ');
            self.length(size);
            self.content.extend(b"Tf ");
        }
        self.length(x);
        self.length(y);
        self.content.extend(b"Td[");
        let mut run = vec![];
        let mut ahead = 0.0;
        for glyph in words.iter().flat_map(|word| &word.glyphs) {
            let gid = font.remap.get(glyph.id).unwrap_or(0);
            run.extend(gid.to_be_bytes());
            let wanted = glyph.advance
                + if glyph.text == ' ' {
                    word_gap * 1000.0 / size
                } else {
                    0.0
                };
            ahead += font.widths.get(usize::from(gid)).copied().unwrap_or(0.0) - wanted;
            if ahead.abs() > OFF {
                let back = hundredths(ahead);
                cos::write_literal(&mut self.content, &run);
                run.clear();
                self.length(back);
                ahead -= back;
            }
        }
        cos::write_literal(&mut self.content, &run);
        self.content.extend(b"]TJ ET\n");
        Ok(())
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32) {
        for length in [x, y, width, height] {
            self.length(length);
        }
        self.content.extend(b"re\n");
    }

    /// The dark squares of a code, as a mask through which the ink goes (ISO 32000-1, 8.9.6.2 and
    /// 8.9.7). Each is drawn finer than it is: PDFium, which is in Chrome and Edge, takes the
    /// nearest bit of a coarse mask, and a code on the screen cannot be read then.
    fn code(&mut self, x: f32, y: f32, side: f32, modules: &[Vec<bool>]) {
        const FINE: usize = 3;
        self.content.extend(b"q ");
        for length in [side, 0.0, 0.0, side, x, y] {
            self.length(length);
        }
        self.content.extend(
            format!(
                "cm BI/W {0}/H {0}/IM true/D[1 0]/F/AHx ID ",
                modules.len() * FINE
            )
            .bytes(),
        );
        for line in modules {
            let bits: Vec<bool> = line.iter().flat_map(|dark| [*dark; FINE]).collect();
            let byte = |eight: &[bool]| {
                eight
                    .iter()
                    .enumerate()
                    .fold(0, |byte, (n, dark)| byte | u8::from(*dark) << (7 - n))
            };
            let row: Vec<u8> = bits
                .chunks(8)
                .flat_map(|eight| cos::digits(byte(eight)))
                .collect();
            for _ in 0..FINE {
                self.content.extend(&row);
            }
        }
        self.content.extend(b">\nEI Q\n");
    }
}

/// Title, language, reading order, fields and ids: everything that must not depend on what was
/// written before.
fn finish(doc: &mut lopdf::Document, pages: &Pages) -> Result<(), Error> {
    let page_ids: Vec<ObjectId> = doc.get_pages().values().copied().collect();
    let root = doc.new_object_id();
    let nodes: Vec<ObjectId> = pages.nodes.iter().map(|_| doc.new_object_id()).collect();
    let mut kids: Vec<Vec<Kid>> = pages.nodes.iter().map(|_| vec![]).collect();
    let mut parent_tree: Vec<Object> = vec![];
    for (n, (page, id)) in pages.pages.iter().zip(&page_ids).enumerate() {
        let mut owners = vec![];
        for node in runs(&page.items) {
            kids[node].push(Kid::Content {
                page: *id,
                mcid: i64::try_from(owners.len()).unwrap_or(0),
            });
            owners.push(Object::Reference(nodes[node]));
        }
        parent_tree.extend([
            Object::Integer(i64::try_from(n).unwrap_or(0)),
            Object::Array(owners),
        ]);
        let dict = doc
            .get_dictionary_mut(*id)
            .map_err(|e| Error::Pdf(e.to_string()))?;
        dict.set("StructParents", i64::try_from(n).unwrap_or(0));
        dict.set("Tabs", "S");
        dict.remove(b"Annots");
    }
    let fields = add_fields(doc, pages, &page_ids, &nodes, &mut kids, &mut parent_tree)?;
    add_nodes(doc, pages, root, &nodes, kids, parent_tree);
    let catalog_id = doc
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(|e| Error::Pdf(e.to_string()))?;
    conform::declare(doc, catalog_id, &pages.title, Promise::Tagged)?;
    let outline = add_outline(doc, pages, &page_ids);
    let catalog = doc
        .get_dictionary_mut(catalog_id)
        .map_err(|e| Error::Pdf(e.to_string()))?;
    catalog.set("Outlines", outline);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    catalog.set(
        "AcroForm",
        dictionary! { "Fields" => fields, "SigFlags" => 1, "NeedAppearances" => false },
    );
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
            (Role::Heading, Some(entry)) => titles
                .last_mut()
                .map(|(_, under)| under.push(entry))
                .unwrap_or_default(),
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
    let mut dict =
        dictionary! { "Type" => "Outlines", "Count" => i64::try_from(ids.len()).unwrap_or(0) };
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
        place.map(|(page, top)| Self {
            text: texts.join(" "),
            page,
            top,
        })
    }

    fn item(&self, parent: ObjectId, siblings: &[ObjectId], place: usize) -> Dictionary {
        let mut dict = dictionary! {
            "Title" => said(&self.text), "Parent" => parent,
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
    kids: &mut [Vec<Kid>],
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
            let kind = if field.kind == FieldKind::Signature {
                "Sig"
            } else {
                "Tx"
            };
            let mut widget = dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => kind, "T" => said(&field.name), "TU" => said(&field.name),
                "Contents" => said(&field.name), "F" => 4, "P" => *page_id, "Rect" => vec![x0.into(), y0.into(), x1.into(), y1.into()],
                "AP" => dictionary! { "N" => appearance }, "StructParent" => key
            };
            if let FieldKind::Gap { italic } = field.kind {
                // The name tells who fills it how the text around it looks; the form brings no
                // fonts of its own.
                let face = if italic { ITALIC } else { "Regular" };
                widget.set("V", said(""));
                widget.set(
                    "DA",
                    Object::String(
                        format!("/{face} {} Tf 0 g", y1 - y0).into_bytes(),
                        StringFormat::Literal,
                    ),
                );
            }
            let widget = doc.add_object(widget);
            kids[field.node].push(Kid::Other(
                dictionary! { "Type" => "OBJR", "Pg" => *page_id, "Obj" => widget }.into(),
            ));
            parent_tree.extend([Object::Integer(key), Object::Reference(nodes[field.node])]);
            annotations.push(Object::Reference(widget));
            key += 1;
        }
        all.extend(annotations.iter().cloned());
        if !annotations.is_empty() {
            doc.get_dictionary_mut(*page_id)
                .map_err(|e| Error::Pdf(e.to_string()))?
                .set("Annots", annotations);
        }
    }
    Ok(all)
}

/// What a node of the reading order has below it.
enum Kid {
    /// Marked content of a page.
    Content { page: ObjectId, mcid: i64 },
    /// Another node, or a field.
    Other(Object),
}

fn add_nodes(
    doc: &mut lopdf::Document,
    pages: &Pages,
    root: ObjectId,
    nodes: &[ObjectId],
    mut kids: Vec<Vec<Kid>>,
    parent_tree: Vec<Object>,
) {
    let document = doc.new_object_id();
    let mut top = vec![];
    for (n, node) in pages.nodes.iter().enumerate() {
        match node.parent {
            Some(parent) => kids[parent].push(Kid::Other(Object::Reference(nodes[n]))),
            None => top.push(Object::Reference(nodes[n])),
        }
    }
    for (n, node) in pages.nodes.iter().enumerate() {
        let parent = node.parent.map_or(document, |p| nodes[p]);
        let mut dict: Dictionary = dictionary! { "S" => node.role.name(), "P" => parent };
        let own = std::mem::take(&mut kids[n]);
        // The first page is named once; content on it goes by its number alone (ISO 32000-1,
        // 14.7.4.2).
        let first_page = own.iter().find_map(|kid| {
            if let Kid::Content { page, .. } = kid {
                Some(*page)
            } else {
                None
            }
        });
        if let Some(page) = first_page {
            dict.set("Pg", page);
        }
        let mut all: Vec<Object> = own
            .into_iter()
            .map(|kid| match kid {
                Kid::Content { page, mcid } if Some(page) == first_page => Object::Integer(mcid),
                Kid::Content { page, mcid } => {
                    dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => mcid }.into()
                }
                Kid::Other(object) => object,
            })
            .collect();
        // An only kid stands by itself: that is where checkers of signed files look for a field.
        if all.len() == 1 {
            dict.set("K", all.remove(0));
        } else {
            dict.set("K", all);
        }
        if let Some(alt) = &node.alt {
            dict.set("Alt", said(alt));
        }
        if node.role == Role::HeaderCell {
            dict.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
        }
        doc.objects.insert(nodes[n], dict.into());
    }
    doc.objects.insert(
        document,
        dictionary! { "S" => "Document", "P" => root, "K" => top }.into(),
    );
    let tree = doc.add_object(dictionary! { "Nums" => parent_tree });
    doc.objects.insert(
        root,
        dictionary! { "Type" => "StructTreeRoot", "K" => document, "ParentTree" => tree }.into(),
    );
}
