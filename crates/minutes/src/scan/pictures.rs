//! Pictures of pages, judged by what they are stored as.

use domain::{Code, Refusal};
use image::GrayImage;
use lopdf::{Document, Object};

/// Nothing can be made of it.
pub(super) fn unreadable() -> Refusal {
    Refusal::new(Code::ScanUnreadable)
}

/// A picture by itself.
pub(super) fn picture(bytes: &[u8]) -> Result<GrayImage, Refusal> {
    let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| unreadable())?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(512 * 1024 * 1024);
    reader.limits(limits);
    Ok(reader.decode().map_err(|_| unreadable())?.into_luma8())
}

/// The largest picture of every page of a scanned PDF.
pub(super) fn pdf_pictures(bytes: &[u8]) -> Result<Vec<GrayImage>, Refusal> {
    let doc = Document::load_mem(bytes).map_err(|_| unreadable())?;
    let pages = doc.get_pages();
    if pages.is_empty() || pages.len() > 60 {
        return Err(unreadable());
    }
    pages
        .into_iter()
        .map(|(number, id)| page_picture(&doc, number, id))
        .collect()
}

/// The largest picture of a page.
pub(super) fn page_picture(
    doc: &Document,
    number: u32,
    id: lopdf::ObjectId,
) -> Result<GrayImage, Refusal> {
    let images = doc.get_page_images(id).map_err(|_| unreadable())?;
    let largest = images
        .into_iter()
        .max_by_key(|i| i.width.saturating_mul(i.height))
        .ok_or_else(unreadable)?;
    let filters = largest.filters.clone().unwrap_or_default();
    match filters.last().map(String::as_str) {
        Some("DCTDecode") if filters.len() == 1 => picture(largest.content),
        Some("FlateDecode") | None => raw_picture(doc, largest.id),
        Some(kind) => Err(Refusal::new(Code::ScanCompression)
            .with("page", number)
            .with("kind", kind.trim_end_matches("Decode"))),
    }
}

/// A picture stored as plain samples: grey, colour or one bit.
fn raw_picture(doc: &Document, id: lopdf::ObjectId) -> Result<GrayImage, Refusal> {
    let stream = doc
        .get_object(id)
        .and_then(Object::as_stream)
        .map_err(|_| unreadable())?;
    let number = |key: &[u8]| {
        stream
            .dict
            .get(key)
            .and_then(Object::as_i64)
            .ok()
            .and_then(|n| u32::try_from(n).ok())
    };
    let (Some(width), Some(height), Some(bits)) = (
        number(b"Width"),
        number(b"Height"),
        number(b"BitsPerComponent"),
    ) else {
        return Err(unreadable());
    };
    if u64::from(width) * u64::from(height) > 400_000_000 {
        return Err(unreadable());
    }
    let data = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    let rows = data.len() / height.max(1) as usize;
    let grey = |x: u32, y: u32| -> Option<u8> {
        let row = data.get(y as usize * rows..)?;
        if bits == 1 {
            return row
                .get(x as usize / 8)
                .map(|byte| if byte >> (7 - x % 8) & 1 == 1 { 255 } else { 0 });
        }
        let channels = rows / width.max(1) as usize;
        let pixel = row.get(x as usize * channels..(x as usize + 1) * channels)?;
        Some(
            u8::try_from(
                pixel.iter().map(|c| u32::from(*c)).sum::<u32>()
                    / u32::try_from(channels).ok()?.max(1),
            )
            .unwrap_or(255),
        )
    };
    Ok(GrayImage::from_fn(width, height, |x, y| {
        image::Luma([grey(x, y).unwrap_or(255)])
    }))
}
