//! The signed paper comes back: pictures judged by pixels, pages counted, codes read.

use domain::{Code, Refusal};
use image::GrayImage;
use lopdf::{Document, Object};

use crate::conform::{self, Promise};

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

/// Reads every page of a scan: PDF, JPEG or PNG.
///
/// # Errors
/// `file_too_large`, `scan_unreadable`, `scan_compression`, `scan_too_coarse`, `scan_no_qr`.
pub fn read(bytes: &[u8]) -> Result<ScanRead, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", MAX_BYTES / 1024 / 1024));
    }
    let pictures = if bytes.starts_with(b"%PDF-") {
        pdf_pictures(bytes)?
    } else {
        vec![picture(bytes)?]
    };
    let pages = pictures
        .into_iter()
        .enumerate()
        .map(|(n, picture)| page(n + 1, picture))
        .collect::<Result<_, _>>()?;
    Ok(ScanRead { pages })
}

/// Largest stack from an office scanner, in bytes.
pub const MAX_STACK_BYTES: usize = 512 * 1024 * 1024;
/// Most pages of a stack.
const MAX_STACK_PAGES: usize = 2_000;

/// A stack from an office scanner: one PDF with the pages of many minutes, in any order, some
/// upside down.
#[derive(Debug)]
pub struct Stack {
    doc: Document,
    pages: Vec<lopdf::ObjectId>,
}

impl Stack {
    /// Opens a stack.
    ///
    /// # Errors
    /// `file_too_large`, `scan_unreadable`.
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_STACK_BYTES {
            return Err(
                Refusal::new(Code::FileTooLarge).with("limit", MAX_STACK_BYTES / 1024 / 1024)
            );
        }
        let doc = Document::load_mem(bytes).map_err(|_| unreadable())?;
        let pages: Vec<_> = doc.get_pages().into_values().collect();
        if pages.is_empty() || pages.len() > MAX_STACK_PAGES {
            return Err(unreadable());
        }
        Ok(Self { doc, pages })
    }

    /// How many pages it has.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Reads the code of a page, from 0.
    ///
    /// # Errors
    /// `scan_unreadable`, `scan_compression`, `scan_too_coarse`, `scan_no_qr`.
    pub fn read(&self, place: usize) -> Result<PageRead, Refusal> {
        let id = self.pages.get(place).ok_or_else(unreadable)?;
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        page(place + 1, page_picture(&self.doc, number, *id)?)
    }

    /// A PDF of some pages, with their pictures byte for byte as the scanner made them.
    ///
    /// # Errors
    /// `scan_unreadable`.
    pub fn extract(&self, places: &[usize]) -> Result<Vec<u8>, Refusal> {
        let mut out = Document::with_version("1.7");
        let tree = out.new_object_id();
        let mut kids = vec![];
        for place in places {
            let source = self.pages.get(*place).ok_or_else(unreadable)?;
            let mut page = self
                .doc
                .get_dictionary(*source)
                .map_err(|_| unreadable())?
                .clone();
            // What a page inherits from the tree that it leaves.
            for key in [b"Resources".as_slice(), b"MediaBox", b"CropBox", b"Rotate"] {
                if let (false, Some(inherited)) = (page.has(key), self.inherited(*source, key)) {
                    page.set(key, inherited);
                }
            }
            page.remove(b"Parent");
            if !self.is_drawn(page.get(b"Contents").ok()) {
                return Err(unreadable());
            }
            let mut copied = std::collections::BTreeMap::new();
            let mut page = self.copied(&Object::Dictionary(page), &mut out, &mut copied, 0)?;
            if let Ok(page) = page.as_dict_mut() {
                page.set("Parent", Object::Reference(tree));
            }
            kids.push(Object::Reference(out.add_object(page)));
        }
        let count = i64::try_from(kids.len()).unwrap_or(0);
        out.objects.insert(
            tree,
            Object::Dictionary(
                lopdf::dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count },
            ),
        );
        let catalog = out.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => tree });
        out.trailer.set("Root", catalog);
        let title = crate::words::words()
            .map_err(|_| unreadable())?
            .text("scan_title");
        conform::declare(&mut out, catalog, &title, Promise::Visual).map_err(|_| unreadable())?;
        Ok(conform::save_used(&mut out))
    }

    /// Whether what a page draws can be read: a stream whose length is wrong cannot, and the page
    /// would come out blank.
    fn is_drawn(&self, contents: Option<&Object>) -> bool {
        let target = |object: &Object| {
            object
                .as_reference()
                .ok()
                .and_then(|id| self.doc.get_object(id).ok())
                .cloned()
        };
        let stream = |object: &Object| matches!(target(object), Some(Object::Stream(_)));
        let all = |parts: &[Object]| !parts.is_empty() && parts.iter().all(stream);
        match contents {
            Some(Object::Array(parts)) => all(parts),
            Some(one) => {
                stream(one) || matches!(target(one), Some(Object::Array(parts)) if all(&parts))
            }
            None => false,
        }
    }

    fn inherited(&self, page: lopdf::ObjectId, key: &[u8]) -> Option<Object> {
        let mut node = self.doc.get_dictionary(page).ok()?;
        for _ in 0..32 {
            node = self
                .doc
                .get_dictionary(node.get(b"Parent").and_then(Object::as_reference).ok()?)
                .ok()?;
            if let Ok(found) = node.get(key) {
                return Some(found.clone());
            }
        }
        None
    }

    /// An object with everything it refers to, under new numbers.
    fn copied(
        &self,
        object: &Object,
        out: &mut Document,
        done: &mut std::collections::BTreeMap<lopdf::ObjectId, lopdf::ObjectId>,
        depth: u32,
    ) -> Result<Object, Refusal> {
        if depth > 32 {
            return Err(unreadable());
        }
        Ok(match object {
            Object::Reference(id) => {
                if let Some(known) = done.get(id) {
                    return Ok(Object::Reference(*known));
                }
                let new = out.new_object_id();
                done.insert(*id, new);
                let target = self.doc.get_object(*id).map_err(|_| unreadable())?;
                let made = self.copied(target, out, done, depth + 1)?;
                out.objects.insert(new, made);
                Object::Reference(new)
            }
            Object::Array(items) => Object::Array(
                items
                    .iter()
                    .map(|i| self.copied(i, out, done, depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            Object::Dictionary(dict) => {
                Object::Dictionary(self.copied_dict(dict, out, done, depth)?)
            }
            Object::Stream(stream) => {
                let mut new = stream.clone();
                new.dict = self.copied_dict(&stream.dict, out, done, depth)?;
                Object::Stream(new)
            }
            other => other.clone(),
        })
    }

    fn copied_dict(
        &self,
        dict: &lopdf::Dictionary,
        out: &mut Document,
        done: &mut std::collections::BTreeMap<lopdf::ObjectId, lopdf::ObjectId>,
        depth: u32,
    ) -> Result<lopdf::Dictionary, Refusal> {
        let mut new = lopdf::Dictionary::new();
        // A way back up would drag the whole stack along.
        for (key, value) in dict.iter().filter(|(key, _)| {
            !matches!(
                key.as_slice(),
                b"Parent" | b"StructParents" | b"Annots" | b"B"
            )
        }) {
            new.set(key.clone(), self.copied(value, out, done, depth + 1)?);
        }
        Ok(new)
    }
}

fn unreadable() -> Refusal {
    Refusal::new(Code::ScanUnreadable)
}

fn picture(bytes: &[u8]) -> Result<GrayImage, Refusal> {
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
fn pdf_pictures(bytes: &[u8]) -> Result<Vec<GrayImage>, Refusal> {
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

fn page_picture(doc: &Document, number: u32, id: lopdf::ObjectId) -> Result<GrayImage, Refusal> {
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

/// Reads the code of one page, also upside down or on its side.
fn page(number: usize, picture: GrayImage) -> Result<PageRead, Refusal> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_would_come_out_blank_is_refused() {
        let mut doc = Document::with_version("1.4");
        let tree = doc.new_object_id();
        let drawn = doc.add_object(lopdf::Stream::new(lopdf::dictionary! {}, b"q Q".to_vec()));
        let lost = doc.add_object(lopdf::dictionary! { "Length" => 30 });
        let kids: Vec<Object> =
            [drawn, lost].into_iter().map(|contents| doc.add_object(lopdf::dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => contents }).into()).collect();
        doc.objects.insert(
            tree,
            lopdf::dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 2 }.into(),
        );
        let catalog = doc.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => tree });
        doc.trailer.set("Root", catalog);
        let mut bytes = vec![];
        doc.save_to(&mut bytes).unwrap();
        let stack = Stack::open(&bytes).unwrap();
        assert!(stack.extract(&[0]).is_ok());
        assert_eq!(stack.extract(&[1]).unwrap_err().code, Code::ScanUnreadable);
    }
}
