//! Marks over and under letters that the font has no glyph for with their mark: `Ơ̆`, `Ô̆`, `Ê̆`.

use domain::text::{bare, is_mark};
use rustybuzz::Face;
use rustybuzz::ttf_parser::GlyphId;

/// A shaped glyph: what it is, what text it stands for, how far it advances (thousandths of an em).
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    pub id: u16,
    pub text: char,
    pub advance: f32,
    /// How far it stands beside and above where the pen is (thousandths of an em): marks over
    /// letters.
    pub shift: (f32, f32),
}

/// Least room between a letter and a mark, and between two marks (thousandths of an em).
const GAP: f32 = 35.0;

/// The box of a glyph (thousandths of an em).
#[derive(Clone, Copy)]
struct Bounds {
    left: f32,
    right: f32,
    low: f32,
    high: f32,
}

/// A letter with the marks that it has so far.
#[derive(Clone, Copy)]
struct Letter {
    /// Where its pen stood, against where it stands now.
    behind: f32,
    /// The letter without what it is composed with.
    bare: Bounds,
    low: f32,
    high: f32,
}

/// Puts marks where the font does not say: in the middle of their letter, above everything that
/// stands over it already, or below. One that stands on no letter stays, and [`stands`] says so.
pub(crate) fn place(face: &Face<'_>, glyphs: &mut [Glyph]) {
    let mut letter: Option<Letter> = None;
    for glyph in glyphs {
        if !is_mark(glyph.text) {
            letter = on_which(face, glyph);
            continue;
        }
        let (Some(under), Some(mark)) = (&mut letter, bounds(face, GlyphId(glyph.id))) else {
            continue;
        };
        if glyph.shift == (0.0, 0.0) {
            let up = if mark.high <= 0.0 {
                (under.low - GAP - mark.high).min(0.0)
            } else {
                (under.high + GAP - mark.low).max(0.0)
            };
            let lean = lean(face);
            let middle = |of: Bounds, up: f32| {
                let height = (of.low + of.high) / 2.0 + up;
                (of.left + of.right) / 2.0 - lean * height
            };
            let beside = middle(under.bare, 0.0) - middle(mark, up) - under.behind;
            glyph.shift = (beside, up);
        }
        under.low = under.low.min(mark.low + glyph.shift.1);
        under.high = under.high.max(mark.high + glyph.shift.1);
        under.behind += glyph.advance;
    }
}

/// Whether a mark has its place.
pub(crate) fn stands(mark: &Glyph) -> bool {
    mark.shift != (0.0, 0.0)
}

fn on_which(face: &Face<'_>, glyph: &Glyph) -> Option<Letter> {
    let own = bounds(face, GlyphId(glyph.id)).filter(|_| glyph.text.is_alphabetic())?;
    let without = face.glyph_index(bare(glyph.text));
    let bare = without.and_then(|id| bounds(face, id)).unwrap_or(own);
    Some(Letter {
        behind: glyph.advance,
        bare,
        low: own.low,
        high: own.high,
    })
}

fn bounds(face: &Face<'_>, glyph: GlyphId) -> Option<Bounds> {
    let rect = face.glyph_bounding_box(glyph)?;
    let em = f32::from(u16::try_from(face.units_per_em()).unwrap_or(2048));
    let thousandths = |units: i16| f32::from(units) * 1000.0 / em;
    Some(Bounds {
        left: thousandths(rect.x_min),
        right: thousandths(rect.x_max),
        low: thousandths(rect.y_min),
        high: thousandths(rect.y_max),
    })
}

/// How far slanted letters go to the right on their way up.
fn lean(face: &Face<'_>) -> f32 {
    face.italic_angle().to_radians().tan().abs()
}
