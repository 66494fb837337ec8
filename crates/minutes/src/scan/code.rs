//! The code of a page, read from its picture.

use domain::{Code, Refusal};
use image::GrayImage;

use super::MIN_PIXELS;
use super::stones::Bitmap;

/// Pixels beyond which a page is looked at more coarsely: A4 at 400 dpi.
const FINE: u64 = 16_000_000;

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

/// Reads the code of one page, also upside down or on its side.
pub(super) fn page(number: u32, mut picture: GrayImage) -> Result<PageRead, Refusal> {
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
    let read = Bitmap::of(&picture).with_codes().and_then(|part| {
        let black = |x, y| part.is_black(x, y);
        let mut prepared = rqrr::PreparedImage::prepare_from_bitmap(part.width, part.height, black);
        let grids = prepared.detect_grids().into_iter();
        let mut texts = grids.filter_map(|grid| grid.decode().ok());
        texts.find_map(|(_, text)| parse(&text))
    });
    read.ok_or_else(|| Refusal::new(Code::ScanNoQr).with("page", number))
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
