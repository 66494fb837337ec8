//! The signed paper comes back: pictures judged by pixels, pages counted, codes read.

use domain::{Code, Refusal};
use image::GrayImage;
use lopdf::{Document, Object};

/// Pixels that an A4 page must have across: about 200 dpi.
pub const MIN_PIXELS: u32 = 1600;
/// Largest file in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// What was read on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanRead {
    /// Pages of the file.
    pub pages: Vec<PageRead>,
}

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

/// A token of 32 hex digits as 26 Crockford base-32 characters, as codes carry it.
///
/// ```
/// assert_eq!(minutes::scan::short_token(&"0".repeat(32)).len(), 26);
/// ```
#[must_use]
pub fn short_token(token: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = u128::from_str_radix(token, 16).unwrap_or(0);
    (0..26).rev().map(|n| char::from(ALPHABET[(bits >> (n * 5) & 31) as usize])).collect()
}

/// Reads every page of a scan: PDF, JPEG or PNG.
///
/// # Errors
/// `file_too_large`, `scan_unreadable`, `scan_compression`, `scan_too_coarse`, `scan_no_qr`.
pub fn read(bytes: &[u8]) -> Result<ScanRead, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", MAX_BYTES / 1024 / 1024));
    }
    let pictures = if bytes.starts_with(b"%PDF-") { pdf_pictures(bytes)? } else { vec![picture(bytes)?] };
    let pages = pictures.into_iter().enumerate().map(|(n, picture)| page(n + 1, picture)).collect::<Result<_, _>>()?;
    Ok(ScanRead { pages })
}

fn unreadable() -> Refusal {
    Refusal::new(Code::ScanUnreadable)
}

fn picture(bytes: &[u8]) -> Result<GrayImage, Refusal> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().map_err(|_| unreadable())?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(512 * 1024 * 1024);
    reader.limits(limits);
    Ok(reader.decode().map_err(|_| unreadable())?.into_luma8())
}

/// The largest picture of every page of a scanned PDF.
fn pdf_pictures(bytes: &[u8]) -> Result<Vec<GrayImage>, Refusal> {
    let doc = Document::load_mem(bytes).map_err(|_| unreadable())?;
    let pages = doc.get_pages();
    if pages.is_empty() || pages.len() > 60 {
        return Err(unreadable());
    }
    pages.into_iter().map(|(number, id)| page_picture(&doc, number, id)).collect()
}

fn page_picture(doc: &Document, number: u32, id: lopdf::ObjectId) -> Result<GrayImage, Refusal> {
    let images = doc.get_page_images(id).map_err(|_| unreadable())?;
    let largest = images.into_iter().max_by_key(|i| i.width * i.height).ok_or_else(unreadable)?;
    let filters = largest.filters.clone().unwrap_or_default();
    match filters.last().map(String::as_str) {
        Some("DCTDecode") if filters.len() == 1 => picture(largest.content),
        Some("FlateDecode") | None => raw_picture(doc, largest.id),
        Some(kind) => Err(Refusal::new(Code::ScanCompression).with("page", number).with("kind", kind.trim_end_matches("Decode"))),
    }
}

/// A picture stored as plain samples: grey, colour or one bit.
fn raw_picture(doc: &Document, id: lopdf::ObjectId) -> Result<GrayImage, Refusal> {
    let stream = doc.get_object(id).and_then(Object::as_stream).map_err(|_| unreadable())?;
    let number = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).ok().and_then(|n| u32::try_from(n).ok());
    let (Some(width), Some(height), Some(bits)) = (number(b"Width"), number(b"Height"), number(b"BitsPerComponent")) else { return Err(unreadable()) };
    if u64::from(width) * u64::from(height) > 400_000_000 {
        return Err(unreadable());
    }
    let data = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let rows = data.len() / height.max(1) as usize;
    let grey = |x: u32, y: u32| -> Option<u8> {
        let row = data.get(y as usize * rows..)?;
        if bits == 1 {
            return row.get(x as usize / 8).map(|byte| if byte >> (7 - x % 8) & 1 == 1 { 255 } else { 0 });
        }
        let channels = rows / width.max(1) as usize;
        let pixel = row.get(x as usize * channels..(x as usize + 1) * channels)?;
        Some(u8::try_from(pixel.iter().map(|c| u32::from(*c)).sum::<u32>() / u32::try_from(channels).ok()?.max(1)).unwrap_or(255))
    };
    Ok(GrayImage::from_fn(width, height, |x, y| image::Luma([grey(x, y).unwrap_or(255)])))
}

/// Reads the code of one page, also upside down or on its side.
fn page(number: usize, picture: GrayImage) -> Result<PageRead, Refusal> {
    let across = picture.width().min(picture.height());
    if across < MIN_PIXELS {
        return Err(Refusal::new(Code::ScanTooCoarse).with("page", number).with("pixels", across));
    }
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(picture.width() as usize, picture.height() as usize, |x, y| {
        picture.get_pixel(u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0)).0[0]
    });
    let read = prepared.detect_grids().into_iter().filter_map(|grid| grid.decode().ok()).find_map(|(_, text)| parse(&text));
    read.ok_or_else(|| Refusal::new(Code::ScanNoQr).with("page", number))
}

fn parse(text: &str) -> Option<PageRead> {
    let last = text.rsplit('/').next()?;
    let mut fields = last.split('.');
    let read = PageRead { short_token: fields.next()?.to_owned(), page: fields.next()?.parse().ok()?, check_code: fields.next()?.to_owned() };
    (read.short_token.len() == 26 && read.check_code.len() == 8 && fields.next().is_none()).then_some(read)
}
