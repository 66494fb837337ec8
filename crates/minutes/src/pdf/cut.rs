//! Fonts cut to the glyphs that a document uses.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use printpdf::{FontMetrics, ParsedFont};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::shaped::{Shaped, words_of};
use crate::error::Error;
use crate::font::{FaceName, face};
use crate::structure::Pages;

/// A face cut to the glyphs that a document uses.
pub(super) struct CutFont {
    /// The font as printpdf takes it.
    pub parsed: ParsedFont,
    /// New numbers of its glyphs.
    pub remap: GlyphRemapper,
    /// What its glyphs stand for, by their new numbers.
    pub texts: BTreeMap<u16, char>,
    /// Thousandths of an em by new number, as they are written.
    pub widths: Vec<f32>,
}

/// The cut fonts of a document.
pub(super) type CutFonts = BTreeMap<FaceName, Rc<CutFont>>;

/// The glyphs of a face that are used: what each number stands for.
type Glyphs = Vec<Option<char>>;

/// How many cut faces a thread keeps: the minutes of an office differ in names, and many use the
/// same letters.
const KEPT: usize = 64;

thread_local! {
    static CUT: RefCell<HashMap<(FaceName, Glyphs), Rc<CutFont>>> = RefCell::default();
}

/// Forgets the faces that this thread keeps.
pub(crate) fn forget() {
    CUT.take();
}

/// Cuts every face to what pages use of it.
pub(super) fn cut_fonts(pages: &Pages, shaped: &[Shaped]) -> Result<CutFonts, Error> {
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
    let mut remap = GlyphRemapper::new();
    for (id, _) in used(glyphs) {
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
    for (id, text) in used(glyphs) {
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
    // Glyphs come with their texts, and widths are written afterwards: printpdf needs neither map.
    let parsed = ParsedFont::with_glyph_data(
        bytes,
        0,
        Some(subset_name(name, glyphs)),
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

/// The glyphs that are used, each with what it stands for.
fn used(glyphs: &Glyphs) -> impl Iterator<Item = (u16, char)> {
    glyphs
        .iter()
        .zip(0_u16..)
        .filter_map(|(text, id)| Some((id, (*text)?)))
}

/// Six capitals before the name say that the font is a subset (ISO 32000-1, 9.6.4).
fn subset_name(name: FaceName, glyphs: &Glyphs) -> String {
    let ids: Vec<u8> = used(glyphs).flat_map(|(id, _)| id.to_be_bytes()).collect();
    let tag: String = Sha256::digest(&ids)
        .iter()
        .take(6)
        .map(|b| char::from(b'A' + b % 26))
        .collect();
    format!("{tag}+{}", name.name())
}

/// A length as it is written: finer than any printer.
pub(super) fn hundredths(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}
