//! The embedded fonts: four faces with Times metrics and full Vietnamese, shaped by us.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

use rustybuzz::{Face, Feature, UnicodeBuffer, ttf_parser::Tag};

use crate::Error;

/// The four faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FaceName {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl FaceName {
    pub(crate) const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// Font file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/BanGiaoSerif-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/BanGiaoSerif-Bold.ttf"),
            Self::Italic => include_bytes!("../fonts/BanGiaoSerif-Italic.ttf"),
            Self::BoldItalic => include_bytes!("../fonts/BanGiaoSerif-BoldItalic.ttf"),
        }
    }

    /// PostScript name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "BanGiaoSerif-Regular",
            Self::Bold => "BanGiaoSerif-Bold",
            Self::Italic => "BanGiaoSerif-Italic",
            Self::BoldItalic => "BanGiaoSerif-BoldItalic",
        }
    }
}

/// A shaped glyph: what it is, what text it stands for, how far it advances (thousandths of an em).
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    pub id: u16,
    pub text: char,
    pub advance: f32,
}

static FACES: OnceLock<Vec<Face<'static>>> = OnceLock::new();

/// A parsed face.
pub(crate) fn face(name: FaceName) -> Result<&'static Face<'static>, Error> {
    let faces = match FACES.get() {
        Some(faces) => faces,
        None => {
            let parsed: Option<Vec<_>> = FaceName::ALL.iter().map(|n| Face::from_slice(n.bytes(), 0)).collect();
            let parsed = parsed.ok_or_else(|| Error::Font("a bundled font cannot be read".into()))?;
            FACES.get_or_init(|| parsed)
        }
    };
    faces.get(name as usize).ok_or_else(|| Error::Font(name.name().into()))
}

/// Longest text that is kept shaped, in bytes, and how many a thread keeps: the words of the forms come again in every minutes.
const KEPT_BYTES: usize = 48;
const KEPT: usize = 20_000;

type Shaped = HashMap<(FaceName, String), Rc<[Glyph]>>;

thread_local! {
    static SHAPED: RefCell<Shaped> = RefCell::default();
}

/// Shapes a word with kerning and without ligatures, so that one glyph is one character of the text layer.
pub(crate) fn shape(name: FaceName, word: &str) -> Result<Rc<[Glyph]>, Error> {
    if word.len() > KEPT_BYTES {
        return Ok(shaped(name, word)?.into());
    }
    let key = (name, word.to_owned());
    if let Some(known) = SHAPED.with_borrow(|kept| kept.get(&key).cloned()) {
        return Ok(known);
    }
    let glyphs: Rc<[Glyph]> = shaped(name, word)?.into();
    SHAPED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Rc::clone(&glyphs));
    });
    Ok(glyphs)
}

fn shaped(name: FaceName, word: &str) -> Result<Vec<Glyph>, Error> {
    let face = face(name)?;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(word);
    let no_ligatures = [Feature::new(Tag::from_bytes(b"liga"), 0, ..), Feature::new(Tag::from_bytes(b"clig"), 0, ..)];
    let shaped = rustybuzz::shape(face, &no_ligatures, buffer);
    let em = face.units_per_em() as f32;
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    glyphs
        .map(|(info, position)| {
            let text = word[info.cluster as usize..].chars().next().unwrap_or(' ');
            let id = u16::try_from(info.glyph_id).map_err(|_| Error::Font("glyph id".into()))?;
            Ok(Glyph { id, text, advance: position.x_advance as f32 * 1000.0 / em })
        })
        .collect()
}

/// The width of a text in points.
pub(crate) fn width(name: FaceName, size: f32, text: &str) -> Result<f32, Error> {
    Ok(shape(name, text)?.iter().map(|g| g.advance).sum::<f32>() * size / 1000.0)
}
