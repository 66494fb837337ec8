//! The code of a page, read from its picture.

use domain::{Code, Refusal};
use image::GrayImage;

/// Pixels that an A4 page must have across: about 200 dpi.
const MIN_PIXELS: u32 = 1600;

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
pub(super) fn page(number: usize, picture: GrayImage) -> Result<PageRead, Refusal> {
    let across = picture.width().min(picture.height());
    if across < MIN_PIXELS {
        return Err(Refusal::new(Code::ScanTooCoarse)
            .with("page", number)
            .with("pixels", across));
    }
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(
        picture.width() as usize,
        picture.height() as usize,
        |x, y| {
            picture
                .get_pixel(u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0))
                .0[0]
        },
    );
    let read = prepared
        .detect_grids()
        .into_iter()
        .filter_map(|grid| grid.decode().ok())
        .find_map(|(_, text)| parse(&text));
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
