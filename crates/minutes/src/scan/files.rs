//! Files as they come from scanners and phones, opened as a document of pages.

use std::io::Cursor;

use domain::{Code, Refusal};
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader};
use lopdf::{Dictionary, Document, LoadOptions, Object, Stream, dictionary};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};

use super::pictures::not_too_fine;
use super::{MAX_PIXELS, MAX_UNPACKED, unreadable};

/// Most pages of a TIFF file.
const MAX_TIFF_PAGES: u32 = 200;
/// A4 in points.
const A4: (f64, f64) = (595.0, 842.0);

/// Opens a PDF, a JPEG, PNG or TIFF file.
///
/// # Errors
/// `scan_format` for a format that is known and not read, `scan_protected`, `scan_too_fine`,
/// `scan_unreadable`.
pub(super) fn open(bytes: &[u8]) -> Result<Document, Refusal> {
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        return pdf(bytes);
    }
    if let Some(kind) = foreign(bytes) {
        return Err(Refusal::new(Code::ScanFormat).with("kind", kind));
    }
    let pictures = match bytes {
        [0xFF, 0xD8, 0xFF, ..] => vec![jpeg(bytes)?],
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => tiff(bytes)?,
        _ => vec![drawn(bytes)?],
    };
    Ok(pages_of(pictures))
}

/// A PDF that does not unpack without end.
fn pdf(bytes: &[u8]) -> Result<Document, Refusal> {
    let options = LoadOptions::with_max_decompressed_size(MAX_UNPACKED);
    let opened = Document::load_mem_with_options(bytes, options);
    let locked = opened.as_ref().map_or_else(
        |_| names(bytes, b"/Encrypt"),
        |doc| doc.trailer.has(b"Encrypt"),
    );
    if locked {
        return Err(Refusal::new(Code::ScanProtected));
    }
    opened.map_err(|_| unreadable())
}

fn names(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).any(|part| part == name)
}

/// The name of a format that phones and offices have and nothing here reads.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes
        .get(8..12)
        .filter(|_| bytes.get(4..8) == Some(b"ftyp"));
    match brand {
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
            return Some("HEIC");
        }
        Some(b"avif" | b"avis") => return Some("AVIF"),
        _ => {}
    }
    match bytes {
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("WebP"),
        [b'B', b'M', ..] => Some("BMP"),
        [b'G', b'I', b'F', b'8', ..] => Some("GIF"),
        [b'P', b'K', 3, 4, ..] => Some("ZIP, Word, Excel"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("Word, Excel"),
        _ => None,
    }
}

/// A picture as the stream of a page.
struct Picture {
    stream: Stream,
    width: u32,
    height: u32,
}

impl Picture {
    /// Samples, packed without loss.
    fn of(
        width: u32,
        height: u32,
        space: &str,
        bits: i64,
        samples: Vec<u8>,
    ) -> Result<Self, Refusal> {
        let mut stream = Stream::new(said(width, height, space, bits), samples);
        stream.compress().map_err(|_| unreadable())?;
        Ok(Self {
            stream,
            width,
            height,
        })
    }
}

fn said(width: u32, height: u32, space: &str, bits: i64) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image",
        "Width" => i64::from(width), "Height" => i64::from(height),
        "ColorSpace" => space, "BitsPerComponent" => bits,
    }
}

fn points(width: u32, height: u32) -> Result<(), Refusal> {
    not_too_fine(u64::from(width) * u64::from(height), 1)
}

/// A JPEG file, byte for byte.
fn jpeg(bytes: &[u8]) -> Result<Picture, Refusal> {
    let decoder = ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg)
        .into_decoder()
        .map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    points(width, height)?;
    let space = match decoder.original_color_type() {
        ExtendedColorType::L8 => "DeviceGray",
        ExtendedColorType::Rgb8 => "DeviceRGB",
        _ => return drawn(bytes),
    };
    let mut dict = said(width, height, space, 8);
    dict.set("Filter", "DCTDecode");
    Ok(Picture {
        stream: Stream::new(dict, bytes.to_vec()).with_compression(false),
        width,
        height,
    })
}

/// A file of another picture, as its points.
fn drawn(bytes: &[u8]) -> Result<Picture, Refusal> {
    let reader = || {
        ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .map_err(|_| unreadable())
    };
    let (width, height) = reader()?.into_dimensions().map_err(|_| unreadable())?;
    points(width, height)?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 6);
    let mut reader = reader()?;
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| unreadable())?;
    let (space, samples) = if picture.color().has_color() {
        ("DeviceRGB", on_white(&picture))
    } else {
        (
            "DeviceGray",
            DynamicImage::ImageRgb8(rgb(&picture))
                .into_luma8()
                .into_raw(),
        )
    };
    Picture::of(width, height, space, 8, samples)
}

fn on_white(picture: &DynamicImage) -> Vec<u8> {
    rgb(picture).into_raw()
}

/// A picture on white paper, where it has holes.
fn rgb(picture: &DynamicImage) -> image::RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let whole = picture.to_rgba8();
    image::RgbImage::from_fn(whole.width(), whole.height(), |x, y| {
        let [r, g, b, a] = whole.get_pixel(x, y).0;
        let over = |part: u8| {
            let cover = u32::from(a);
            ((u32::from(part) * cover + 255 * (255 - cover)) / 255) as u8
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

/// The pages of a TIFF file.
fn tiff(bytes: &[u8]) -> Result<Vec<Picture>, Refusal> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = 3 * MAX_PIXELS as usize;
    limits.intermediate_buffer_size = MAX_UNPACKED;
    let decoder = Decoder::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut decoder = decoder.with_limits(limits);
    let mut pages = vec![];
    loop {
        pages.push(tiff_page(&mut decoder)?);
        if !decoder.more_images() {
            return Ok(pages);
        }
        if pages.len() >= MAX_TIFF_PAGES as usize {
            return Err(unreadable());
        }
        decoder.next_image().map_err(|_| unreadable())?;
    }
}

fn tiff_page(decoder: &mut Decoder<Cursor<&[u8]>>) -> Result<Picture, Refusal> {
    let (width, height) = decoder.dimensions().map_err(|_| unreadable())?;
    points(width, height)?;
    let strange = || Refusal::new(Code::ScanFormat).with("kind", "TIFF");
    let colours = decoder.colortype().map_err(|_| strange())?;
    let samples = decoder.read_image().map_err(|_| strange())?;
    let DecodingResult::U8(samples) = samples else {
        return Err(strange());
    };
    match colours {
        ColorType::Gray(bits @ (1 | 2 | 4 | 8)) => {
            Picture::of(width, height, "DeviceGray", i64::from(bits), samples)
        }
        ColorType::RGB(8) => Picture::of(width, height, "DeviceRGB", 8, samples),
        ColorType::YCbCr(8) => Picture::of(width, height, "DeviceRGB", 8, samples),
        ColorType::RGBA(8) => {
            let samples = samples.chunks_exact(4);
            let samples = samples.flat_map(|point| [point[0], point[1], point[2]]);
            Picture::of(width, height, "DeviceRGB", 8, samples.collect())
        }
        _ => Err(strange()),
    }
}

/// Pictures as the pages of a document, each as large as A4 lets it be.
fn pages_of(pictures: Vec<Picture>) -> Document {
    let mut doc = Document::with_version("1.7");
    let tree = doc.new_object_id();
    let mut kids: Vec<Object> = vec![];
    for picture in pictures {
        let (width, height) = (f64::from(picture.width), f64::from(picture.height));
        let (across, down) = if width > height { (A4.1, A4.0) } else { A4 };
        let scale = (across / width).min(down / height);
        let size = |of: f64| Object::Real((of * scale) as f32);
        let content = format!(
            "q {:.3} 0 0 {:.3} 0 0 cm /P Do Q",
            width * scale,
            height * scale
        );
        let content = doc.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let picture = doc.add_object(picture.stream);
        let page = doc.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), size(width), size(height)],
            "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
        });
        kids.push(page.into());
    }
    let count = i64::try_from(kids.len()).unwrap_or(0);
    doc.objects.insert(
        tree,
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
    );
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    doc.trailer.set("Root", catalog);
    doc
}
