//! The embedded fonts: four faces with Times metrics and full Vietnamese, shaped by us.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::OnceLock;

use domain::text::apart;
use rustc_hash::FxHashMap;
use rustybuzz::{
    Direction, Face, Feature, GlyphInfo, ShapePlan, UnicodeBuffer, script, ttf_parser::Tag,
};

use crate::error::Error;
use crate::marks;
pub(crate) use crate::marks::Glyph;

/// The four faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FaceName {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl FaceName {
    /// Every face.
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

static FACES: OnceLock<Vec<Face<'static>>> = OnceLock::new();

/// A parsed face.
pub(crate) fn face(name: FaceName) -> Result<&'static Face<'static>, Error> {
    let faces = match FACES.get() {
        Some(faces) => faces,
        None => {
            let parsed: Option<Vec<_>> = FaceName::ALL
                .iter()
                .map(|n| Face::from_slice(n.bytes(), 0))
                .collect();
            let parsed =
                parsed.ok_or_else(|| Error::Font("a bundled font cannot be read".into()))?;
            FACES.get_or_init(|| parsed)
        }
    };
    faces
        .get(name as usize)
        .ok_or_else(|| Error::Font(name.name().into()))
}

/// A shaped text.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Its glyphs.
    pub glyphs: Vec<Glyph>,
    /// How far they advance together (thousandths of an em).
    pub advance: f32,
}

/// Longest text that is kept shaped, in bytes, and how many of a face a thread keeps: the words of
/// the forms come again in every minutes.
const KEPT_BYTES: usize = 48;
const KEPT: usize = 10_000;

thread_local! {
    static SHAPED: RefCell<[FxHashMap<String, Rc<Shape>>; 4]> = RefCell::default();
    static SPACES: [OnceCell<Rc<Shape>>; 4] = const { [const { OnceCell::new() }; 4] };
}

/// Shapes a word with kerning and without ligatures, so that one glyph is one character of the text
/// layer.
pub(crate) fn shape(name: FaceName, word: &str) -> Result<Rc<Shape>, Error> {
    if word == " " {
        // Every other word of a text.
        return SPACES.with(|spaces| match spaces[name as usize].get() {
            Some(known) => Ok(Rc::clone(known)),
            None => {
                let new = Rc::new(shaped(name, word)?);
                Ok(Rc::clone(spaces[name as usize].get_or_init(|| new)))
            }
        });
    }
    if word.len() > KEPT_BYTES {
        return Ok(Rc::new(shaped(name, word)?));
    }
    if let Some(known) = SHAPED.with_borrow(|kept| kept[name as usize].get(word).cloned()) {
        return Ok(known);
    }
    let new = Rc::new(shaped(name, word)?);
    SHAPED.with_borrow_mut(|kept| {
        let kept = &mut kept[name as usize];
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(word.to_owned(), Rc::clone(&new));
    });
    Ok(new)
}

/// Forgets what this thread keeps shaped.
pub(crate) fn forget() {
    SHAPED.take();
}

/// What shaping asks of a face: Vietnamese is written in Latin letters from left to right.
fn plan(name: FaceName) -> Result<&'static ShapePlan, Error> {
    static PLANS: [OnceLock<ShapePlan>; 4] = [const { OnceLock::new() }; 4];
    let face = face(name)?;
    let no_ligatures = [
        Feature::new(Tag::from_bytes(b"liga"), 0, ..),
        Feature::new(Tag::from_bytes(b"clig"), 0, ..),
    ];
    Ok(PLANS[name as usize].get_or_init(|| {
        ShapePlan::new(
            face,
            Direction::LeftToRight,
            Some(script::LATIN),
            None,
            &no_ligatures,
        )
    }))
}

fn shaped(name: FaceName, word: &str) -> Result<Shape, Error> {
    let face = face(name)?;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(word);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(script::LATIN);
    let shaped = rustybuzz::shape_with_plan(face, plan(name)?, buffer);
    let em = face.units_per_em() as f32;
    let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    let thousandths = |units: i32| units as f32 * 1000.0 / em;
    let texts = texts(word, shaped.glyph_infos());
    let mut glyphs: Vec<Glyph> = placed
        .zip(texts)
        .map(|((info, position), text)| {
            let id = u16::try_from(info.glyph_id).map_err(|_| Error::Font("glyph id".into()))?;
            Ok(Glyph {
                id,
                text,
                advance: thousandths(position.x_advance),
                shift: (
                    thousandths(position.x_offset),
                    thousandths(position.y_offset),
                ),
            })
        })
        .collect::<Result<_, Error>>()?;
    marks::place(face, &mut glyphs);
    let advance = glyphs.iter().map(|g| g.advance).sum();
    Ok(Shape { glyphs, advance })
}

/// What each glyph stands for: a mark is a character of its own to those who read the text.
fn texts(word: &str, infos: &[GlyphInfo]) -> Vec<char> {
    let mut texts = vec![];
    let mut rest = infos;
    while let Some(first) = rest.first() {
        let (from, together) = (first.cluster as usize, |i: &&GlyphInfo| {
            i.cluster == first.cluster
        });
        let count = rest.iter().take_while(together).count();
        rest = &rest[count..];
        let until = rest
            .first()
            .map_or(word.len(), |next| next.cluster as usize);
        let letters: Vec<char> = word[from..until].chars().collect();
        if letters.len() == count {
            texts.extend(letters);
            continue;
        }
        let parts: Vec<char> = apart(&word[from..until]).chars().collect();
        let whole = letters.first().copied().unwrap_or(' ');
        texts.extend((0..count).map(|n| match parts.get(n) {
            Some(part) if parts.len() == count => *part,
            _ => whole,
        }));
    }
    texts
}

/// A text in words and single spaces, each shaped alone, so that equal words look equal everywhere.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
        .flat_map(|w| w.strip_suffix(' ').map_or([w, ""], |word| [word, " "]))
        .filter(|w| !w.is_empty())
}

/// The width of a text in points.
pub(crate) fn width(name: FaceName, size: f32, text: &str) -> Result<f32, Error> {
    let mut advance = 0.0;
    for word in words(text) {
        advance += shape(name, word)?.advance;
    }
    Ok(advance * size / 1000.0)
}
