//! Codes by the rings of their corners, with the reader of the ZXing family.
//!
//! It compares everything that looks like a corner with everything else, so a page that is made of
//! corners would keep it busy for hours: what it would look at is counted first.

use image::GrayImage;
use rxing::common::{BitMatrix, DetectorRXingResult, HybridBinarizer};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{
    FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleQR,
};
use rxing::{BinaryBitmap, Luma8LuminanceSource};

use super::stones::Bitmap;

/// Most places in rows that may be the middle of a corner.
const MOST_PLACES: usize = 20_000;
/// Most corners; print and stamps have some that are none.
const MOST_CORNERS: usize = 1_000;
/// Most threes of corners that are looked at.
const MOST_THREES: usize = 1_000;

/// A text with the points of its corners: upper left, upper right, lower left.
pub(super) type Spelt = (String, [(f64, f64); 3]);

/// The codes of a picture, and whether there seem to be more.
pub(super) fn read(picture: &GrayImage) -> (Vec<Spelt>, bool) {
    let nothing = (vec![], true);
    let raw = picture.as_raw().clone();
    let Ok(source) = Luma8LuminanceSource::new(raw, picture.width(), picture.height()) else {
        return nothing;
    };
    let parted = BinaryBitmap::new(HybridBinarizer::new(source));
    of_black(parted.get_black_matrix())
}

/// The same with black and white parted as the other reader does: by the rows so far, not by squares.
pub(super) fn read_by_rows(picture: &GrayImage) -> (Vec<Spelt>, bool) {
    let parted = Bitmap::of(picture);
    let Ok(mut black) = BitMatrix::new(picture.width(), picture.height()) else {
        return (vec![], true);
    };
    for (x, y, _) in picture.enumerate_pixels() {
        if parted.is_black(x as usize, y as usize) {
            black.set(x, y);
        }
    }
    of_black(&black)
}

fn of_black(black: &BitMatrix) -> (Vec<Spelt>, bool) {
    let nothing = (vec![], true);
    if places(black) > MOST_PLACES {
        return nothing;
    }
    let mut corners = FindFinderPatterns(black, true, 0);
    if corners.len() > MOST_CORNERS {
        return nothing;
    }
    let threes = GenerateFinderPatternSets(&mut corners);
    let mut found: Vec<(Spelt, FinderPatternSet)> = vec![];
    for three in threes.iter().take(MOST_THREES) {
        if found.iter().any(|(_, known)| shares(known, three)) {
            continue;
        }
        if let Some(text) = text(black, three) {
            let at = |corner: rxing::Point| (f64::from(corner.x), f64::from(corner.y));
            let corners = [at(three.tl.p), at(three.tr.p), at(three.bl.p)];
            found.push(((text, corners), *three));
        }
    }
    // Corners as large as those of a code that was read, but of none that was.
    let like = found.first().map_or(0, |(_, three)| three.tl.size);
    let left = corners.iter().filter(|corner| {
        let used = found
            .iter()
            .any(|(_, three)| [three.tl.p, three.tr.p, three.bl.p].contains(&corner.p));
        !used && corner.size * 4 > like * 3 && corner.size * 3 < like * 4
    });
    let more = left.count() > 1;
    (found.into_iter().map(|(spelt, _)| spelt).collect(), more)
}

fn shares(one: &FinderPatternSet, other: &FinderPatternSet) -> bool {
    let of = |three: &FinderPatternSet| [three.tl.p, three.tr.p, three.bl.p];
    of(one).iter().any(|corner| of(other).contains(corner))
}

fn text(black: &BitMatrix, three: &FinderPatternSet) -> Option<String> {
    let sampled = SampleQR(black, three).ok()?;
    let decoded = Decode(sampled.getBits()).ok()?;
    decoded.isValid().then(|| decoded.text())
}

/// How many places the reader would look at closely: every third row, black between whites and
/// blacks, at least twice as long as the blacks beside it.
fn places(black: &BitMatrix) -> usize {
    let mut places = 0;
    for y in (2..black.height()).step_by(3) {
        // The last five runs, black first and last.
        let mut runs = [0_u32; 5];
        let mut before = false;
        for x in 0..black.width() {
            let now = black.get(x, y);
            if now != before {
                if before
                    && runs[2] >= 3
                    && runs[2] >= 2 * runs[0].max(runs[4])
                    && runs[2] >= runs[1].max(runs[3])
                {
                    places += 1;
                }
                runs.rotate_left(1);
                runs[4] = 0;
                before = now;
            }
            runs[4] += 1;
        }
    }
    places
}
