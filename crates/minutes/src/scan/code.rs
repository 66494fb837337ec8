//! The codes of a page, read from its picture.
//!
//! Two readers that fail on different pages: one looks for the rings of corners along lines, the
//! other for black that hangs together. What neither reads is looked at again: softer, which closes the
//! gaps of grain and dots; smaller, which evens out edges; darker, which gives thin print its weight.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::{Code, Refusal};
use image::imageops::FilterType;
use image::{GrayImage, Luma};

use super::MIN_PIXELS;
use super::rings::{self, Spelt};
use super::stones::Bitmap;

/// Pixels beyond which a page is looked at more coarsely: A4 at 400 dpi.
const FINE: u64 = 16_000_000;
/// White around the picture: a code that runs out of it is still read.
const MARGIN: u32 = 32;
/// Most codes of a page; a sheet has two pages.
const MOST: usize = 8;
/// How much of a page is dark before it is more than a blank one with dust.
const DUST: f64 = 0.000_6;

/// What the code of one page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRead {
    /// The verification token as printed, 26 characters.
    pub short_token: String,
    /// The page number it names.
    pub page: u32,
    /// The check code.
    pub check_code: String,
}

/// A code where it lies in a picture.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub read: PageRead,
    /// Quarter turns clockwise by which it is turned.
    pub turns: u32,
    /// Its middle, in parts of the picture from the upper left.
    pub middle: (f64, f64),
}

/// Reads the codes of one page, also upside down or on its side.
///
/// # Errors
/// `scan_too_coarse`; `scan_no_qr`, or `scan_blank` if there is nothing on it at all.
pub(super) fn codes(number: u32, mut picture: GrayImage) -> Result<Vec<Found>, Refusal> {
    let across = picture.width().min(picture.height());
    if across < MIN_PIXELS {
        return Err(Refusal::new(Code::ScanTooCoarse)
            .with("page", number)
            .with("pixels", across));
    }
    if u64::from(picture.width()) * u64::from(picture.height()) > FINE {
        let (width, height) = (picture.width() / 2, picture.height() / 2);
        picture = image::imageops::thumbnail(&picture, width, height);
    }
    let (width, height) = (picture.width() + 2 * MARGIN, picture.height() + 2 * MARGIN);
    let mut wide = GrayImage::from_pixel(width, height, Luma([255]));
    image::imageops::replace(&mut wide, &picture, i64::from(MARGIN), i64::from(MARGIN));
    let mut found = vec![];
    for (look, reader) in LOOKS {
        let seen = look(&wide);
        let scale = f64::from(wide.width()) / f64::from(seen.width());
        // A reader that ends badly has read nothing, and the next one is asked.
        let (texts, more) =
            catch_unwind(AssertUnwindSafe(|| reader(&seen))).unwrap_or((vec![], true));
        for (text, corners) in texts {
            if let Some(read) = parse(&text)
                && found.len() < MOST
                && !found.iter().any(|known: &Found| known.read == read)
            {
                let corners = corners.map(|(x, y)| (x * scale, y * scale));
                found.push(placed(read, corners, &picture));
            }
        }
        if !found.is_empty() && !more {
            break;
        }
    }
    if found.is_empty() {
        let code = if blank(&picture) {
            Code::ScanBlank
        } else {
            Code::ScanNoQr
        };
        return Err(Refusal::new(code).with("page", number));
    }
    Ok(found)
}

/// Reads the codes of a picture; also says whether there seem to be more.
type Reader = fn(&GrayImage) -> (Vec<Spelt>, bool);
/// A page as it is looked at: the picture, or one made of it.
type Look = fn(&GrayImage) -> Cow<'_, GrayImage>;

/// How a page is looked at, in turn, until its codes are read. The order is that of what reads most.
const LOOKS: [(Look, Reader); 7] = [
    (|page| Cow::Borrowed(page), rings::read),
    (|page| Cow::Borrowed(page), with_stones),
    (|page| Cow::Owned(soft(page)), rings::read),
    (|page| Cow::Owned(soft(&soft(page))), rings::read),
    (|page| Cow::Owned(smaller(page)), rings::read),
    (|page| Cow::Owned(dark(&smaller(page))), rings::read),
    (|page| Cow::Borrowed(page), rings::read_by_rows),
];

fn with_stones(picture: &GrayImage) -> (Vec<Spelt>, bool) {
    let Some((part, left, top)) = Bitmap::of(picture).with_codes() else {
        return (vec![], true);
    };
    let black = |x, y| part.is_black(x, y);
    let mut prepared = rqrr::PreparedImage::prepare_from_bitmap(part.width, part.height, black);
    let at = |point: rqrr::Point| {
        let (x, y) = (f64::from(point.x), f64::from(point.y));
        (x + left as f64, y + top as f64)
    };
    let grids = prepared.detect_grids().into_iter();
    let spelt = grids.filter_map(|grid| {
        let [first, second, _, fourth] = grid.bounds;
        Some((grid.decode().ok()?.1, [at(first), at(second), at(fourth)]))
    });
    (spelt.collect(), true)
}

/// Every point as the average of itself and its neighbours, near ones most.
fn soft(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    let mut rows: Vec<u16> = Vec::with_capacity(raw.len());
    for row in raw.chunks_exact(width) {
        let at = |x: usize| u16::from(row[x.min(width - 1)]);
        rows.extend((0..width).map(|x| at(x.saturating_sub(1)) + 2 * at(x) + at(x + 1)));
    }
    let mut out = Vec::with_capacity(raw.len());
    for y in 0..height {
        let row = |y: usize| &rows[y * width..(y + 1) * width];
        let (above, own, below) = (
            row(y.saturating_sub(1)),
            row(y),
            row((y + 1).min(height - 1)),
        );
        for x in 0..width {
            out.push(((above[x] + 2 * own[x] + below[x] + 8) / 16) as u8);
        }
    }
    GrayImage::from_raw(picture.width(), picture.height(), out).unwrap_or_else(|| picture.clone())
}

/// Three quarters of the size.
fn smaller(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() * 3 / 4, picture.height() * 3 / 4);
    image::imageops::resize(picture, width.max(1), height.max(1), FilterType::Triangle)
}

/// Every point as dark as the darkest of itself, the one to its right and the two below them.
fn dark(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    let mut out = Vec::with_capacity(raw.len());
    for y in 0..height {
        let own = &raw[y * width..][..width];
        let below = &raw[(y + 1).min(height - 1) * width..][..width];
        for x in 0..width {
            let next = (x + 1).min(width - 1);
            out.push(own[x].min(own[next]).min(below[x]).min(below[next]));
        }
    }
    GrayImage::from_raw(picture.width(), picture.height(), out).unwrap_or_else(|| picture.clone())
}

fn placed(read: PageRead, corners: [(f64, f64); 3], picture: &GrayImage) -> Found {
    let [first, right, below] = corners;
    let (x, y) = (right.0 - first.0, right.1 - first.1);
    let turns = match (x.abs() > y.abs(), x > 0.0, y > 0.0) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        (true, false, _) => 2,
        (false, _, false) => 3,
    };
    let margin = f64::from(MARGIN);
    Found {
        read,
        turns,
        middle: (
            ((right.0 + below.0) / 2.0 - margin) / f64::from(picture.width()),
            ((right.1 + below.1) / 2.0 - margin) / f64::from(picture.height()),
        ),
    }
}

/// Whether there is nothing on a page but dust and the shadow of its edges.
fn blank(picture: &GrayImage) -> bool {
    let (width, height) = (picture.width(), picture.height());
    let inside = |x: u32, y: u32| {
        let (left, top) = (width / 25, height / 25);
        (left..width - left).contains(&x) && (top..height - top).contains(&y)
    };
    let mut greys = [0_u64; 256];
    for (x, y, point) in picture.enumerate_pixels() {
        if inside(x, y) {
            greys[usize::from(point.0[0])] += 1;
        }
    }
    let points: u64 = greys.iter().sum();
    // The paper is what most of the page is.
    let mut so_far = 0;
    let paper = greys.iter().position(|many| {
        so_far += many;
        so_far * 2 >= points
    });
    let dark = paper.unwrap_or(0).saturating_sub(50);
    let dark: u64 = greys[..dark].iter().sum();
    (dark as f64) < DUST * points as f64
}

fn parse(text: &str) -> Option<PageRead> {
    let last = text.rsplit('/').next()?;
    let mut fields = last.split('.');
    let read = PageRead {
        short_token: fields.next()?.to_owned(),
        page: fields.next()?.parse().ok()?,
        check_code: fields.next()?.to_owned(),
    };
    (read.short_token.len() == 26 && read.check_code.len() == 8 && fields.next().is_none())
        .then_some(read)
}
