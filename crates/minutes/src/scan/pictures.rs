//! Pictures as they are stored, taken out as grey (ISO 32000-1, 8.9).

use domain::{Code, Refusal};
use image::GrayImage;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::colour::grey;
use super::packed::{self, Fax};
use super::{MAX_PIXELS, unreadable};

/// How much longer the samples of a picture may be than it needs.
const SLACK: usize = 1024 * 1024;
/// Filters that leave plain samples.
const KNOWN: [&str; 4] = [
    "FlateDecode",
    "LZWDecode",
    "ASCII85Decode",
    "RunLengthDecode",
];
/// Filters whose samples are of one bit, whatever else is said.
const FAX: [&str; 2] = ["CCITTFaxDecode", "JBIG2Decode"];

/// A picture, with how much of each point covers what lies below.
#[derive(Debug)]
pub(super) struct Picture {
    pub grey: GrayImage,
    /// Of its own size; nothing if it covers all.
    pub cover: Option<GrayImage>,
}

/// A picture by itself.
///
/// # Errors
/// `scan_unreadable`, `scan_too_fine`.
pub(super) fn picture(bytes: &[u8], page: u32) -> Result<GrayImage, Refusal> {
    not_too_fine(points(bytes)?, page)?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 6);
    let mut reader = reader(bytes)?;
    reader.limits(limits);
    Ok(reader.decode().map_err(|_| unreadable())?.into_luma8())
}

/// How many points a picture by itself says that it has.
///
/// # Errors
/// `scan_unreadable`.
pub(super) fn points(bytes: &[u8]) -> Result<u64, Refusal> {
    let (width, height) = reader(bytes)?.into_dimensions().map_err(|_| unreadable())?;
    Ok(u64::from(width) * u64::from(height))
}

fn reader(bytes: &[u8]) -> Result<image::ImageReader<std::io::Cursor<&[u8]>>, Refusal> {
    image::ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| unreadable())
}

/// Refuses a page with more points than can be read.
///
/// # Errors
/// `scan_too_fine`.
pub(super) fn not_too_fine(points: u64, page: u32) -> Result<(), Refusal> {
    if points > MAX_PIXELS {
        return Err(Refusal::new(Code::ScanTooFine).with("page", page));
    }
    Ok(())
}

/// A picture of a document that is taken out when its turn comes.
#[derive(Debug)]
pub(super) struct Stored<'a> {
    doc: &'a Document,
    stream: &'a Stream,
    /// The page on which it lies, from 1.
    page: u32,
    pub width: u32,
    pub height: u32,
}

impl<'a> Stored<'a> {
    /// # Errors
    /// `scan_unreadable`, `scan_too_fine`.
    pub fn of(doc: &'a Document, id: ObjectId, page: u32) -> Result<Self, Refusal> {
        let stream = doc.get_object(id).and_then(Object::as_stream);
        Self::new(doc, stream.map_err(|_| unreadable())?, page)
    }

    fn new(doc: &'a Document, stream: &'a Stream, page: u32) -> Result<Self, Refusal> {
        let stored = Self {
            doc,
            stream,
            page,
            width: whole(doc, &stream.dict, b"Width").ok_or_else(unreadable)?,
            height: whole(doc, &stream.dict, b"Height").ok_or_else(unreadable)?,
        };
        not_too_fine(stored.points(), page)?;
        if stored.points() == 0 {
            return Err(unreadable());
        }
        Ok(stored)
    }

    pub fn points(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The picture that says how much of this one covers, if it does not cover all.
    ///
    /// # Errors
    /// `scan_unreadable`, `scan_too_fine`.
    pub fn mask(&self) -> Result<Option<Self>, Refusal> {
        let found = [b"SMask".as_slice(), b"Mask"].into_iter().find_map(|key| {
            let (_, target) = self.doc.dereference(self.stream.dict.get(key).ok()?).ok()?;
            target.as_stream().ok()
        });
        found
            .map(|stream| Self::new(self.doc, stream, self.page))
            .transpose()
    }

    /// Whether it is a stencil, through which one colour is painted.
    pub fn is_stencil(&self) -> bool {
        let stencil = self.stream.dict.get(b"ImageMask").and_then(Object::as_bool);
        stencil.unwrap_or(false)
    }

    /// Takes it out; a stencil is painted in a grey.
    ///
    /// # Errors
    /// `scan_unreadable`, `scan_too_fine`; `scan_compression` of what no program here unpacks.
    pub fn picture(&self, grey: u8) -> Result<Picture, Refusal> {
        if self.is_stencil() {
            let mut cover = self.samples()?;
            // What is black in a stencil is painted.
            image::imageops::invert(&mut cover);
            let grey = GrayImage::from_pixel(1, 1, image::Luma([grey]));
            return Ok(Picture {
                grey,
                cover: Some(cover),
            });
        }
        let cover = match self.mask()? {
            Some(mask) if mask.is_stencil() => {
                let mut cover = mask.samples()?;
                image::imageops::invert(&mut cover);
                Some(cover)
            }
            Some(mask) => Some(mask.samples()?),
            None => None,
        };
        let grey = self.samples()?;
        Ok(Picture { grey, cover })
    }

    fn samples(&self) -> Result<GrayImage, Refusal> {
        let filters = self.filters()?;
        let said = |kind: &str| self.strange(kind);
        if let Some((last, before)) = filters.split_last() {
            match last.as_str() {
                "DCTDecode" => {
                    let bytes = self.packed(before).ok_or_else(|| said(last))?;
                    return Ok(self.as_decoded(picture(&bytes, self.page)?));
                }
                "JPXDecode" => {
                    let bytes = self.packed(before).ok_or_else(|| said(last))?;
                    let picture = packed::jpeg_2000(&bytes).ok_or_else(|| said(last))?;
                    return Ok(self.as_decoded(picture));
                }
                "CCITTFaxDecode" => {
                    let bytes = self.packed(before).ok_or_else(|| said(last))?;
                    let rows = packed::fax(&bytes, self.fax(), self.width, self.height);
                    return self.rows(&rows.ok_or_else(|| said(last))?);
                }
                "JBIG2Decode" => {
                    let shared = self
                        .value(b"JBIG2Globals")
                        .is_some_and(|o| o.as_stream().is_ok());
                    let bytes = self.packed(before).filter(|_| !shared);
                    let rows = bytes.and_then(|b| packed::jbig2(&b, self.width, self.height));
                    return self.rows(&rows.ok_or_else(|| said(last))?);
                }
                _ => {}
            }
        }
        if let Some(other) = filters.iter().find(|f| !KNOWN.contains(&f.as_str())) {
            return Err(said(other));
        }
        let (space, bits) = self.meaning()?;
        let row = (self.width as usize * space.parts * bits).div_ceil(8);
        let most = (row + 1) * self.height as usize + SLACK;
        let mut bytes = self.unpacked(&filters, most).ok_or_else(unreadable)?;
        match self.parameter(b"Predictor").unwrap_or(1) {
            1 => {}
            2 if bits == 8 => packed::added_up(&mut bytes, row, space.parts),
            10..=15 => bytes = packed::predicted(&bytes, row, (space.parts * bits).div_ceil(8))?,
            _ => return Err(said("TIFF")),
        }
        self.rows(&bytes)
    }

    /// Rows of samples as grey.
    fn rows(&self, bytes: &[u8]) -> Result<GrayImage, Refusal> {
        let (space, bits) = self.meaning()?;
        let row = (self.width as usize * space.parts * bits).div_ceil(8);
        Ok(space.grey(self.width, self.height, bytes, row, bits, self.inverted()))
    }

    /// What samples mean, and how many bits each has.
    fn meaning(&self) -> Result<(Space, usize), Refusal> {
        let space = self.space().ok_or_else(|| self.strange("ColorSpace"))?;
        let bits = if self.is_stencil() {
            1
        } else {
            let fax = |filter: &String| FAX.contains(&filter.as_str());
            let one_bit = self.filters()?.last().is_some_and(fax);
            let said = whole(self.doc, &self.stream.dict, b"BitsPerComponent");
            if one_bit { 1 } else { said.unwrap_or(8) }
        };
        if ![1, 2, 4, 8, 16].contains(&bits) {
            return Err(unreadable());
        }
        Ok((space, bits as usize))
    }

    /// A packing that no program here takes apart.
    fn strange(&self, kind: &str) -> Refusal {
        Refusal::new(Code::ScanCompression)
            .with("page", self.page)
            .with("kind", kind.trim_end_matches("Decode"))
    }

    /// What lies in the stream under other filters, still packed by the last.
    fn packed(&self, before: &[String]) -> Option<Vec<u8>> {
        self.unpacked(before, 4 * self.stream.content.len() + SLACK)
    }

    /// A picture of its own format, inverted where the document says so.
    fn as_decoded(&self, mut picture: GrayImage) -> GrayImage {
        if self.inverted() {
            image::imageops::invert(&mut picture);
        }
        picture
    }

    fn inverted(&self) -> bool {
        self.decode().first().is_some_and(|first| *first > 0.5)
    }

    /// How a fax machine packed it.
    fn fax(&self) -> Fax {
        let is = |key: &[u8]| self.value(key).and_then(|value| value.as_bool().ok());
        let columns = self.parameter(b"Columns").unwrap_or(1728);
        Fax {
            k: self.parameter(b"K").unwrap_or(0),
            columns: u32::try_from(columns).unwrap_or(0),
            end_of_line: is(b"EndOfLine").unwrap_or(false),
            byte_aligned: is(b"EncodedByteAlign").unwrap_or(false),
            end_of_block: is(b"EndOfBlock").unwrap_or(true),
            black_is_one: is(b"BlackIs1").unwrap_or(false),
        }
    }

    fn filters(&self) -> Result<Vec<String>, Refusal> {
        let names = match self.stream.dict.get(b"Filter") {
            Ok(found) => match self.doc.dereference(found) {
                Ok((_, Object::Array(all))) => all.clone(),
                Ok((_, one)) => vec![one.clone()],
                Err(_) => return Err(unreadable()),
            },
            Err(_) => vec![],
        };
        let name = |object: &Object| {
            let name = object.as_name().map_err(|_| unreadable())?;
            Ok(String::from_utf8_lossy(name).into_owned())
        };
        names.iter().map(name).collect()
    }

    /// What filters leave of the stream, if that is not more than a limit.
    fn unpacked(&self, filters: &[String], limit: usize) -> Option<Vec<u8>> {
        let mut bytes = self.stream.content.clone();
        for filter in filters {
            bytes = match filter.as_str() {
                "RunLengthDecode" => packed::runs(&bytes, limit)?,
                filter => self.unpacked_once(filter, bytes, limit)?,
            };
        }
        Some(bytes)
    }

    fn unpacked_once(&self, filter: &str, bytes: Vec<u8>, limit: usize) -> Option<Vec<u8>> {
        let mut dict = Dictionary::new();
        dict.set("Filter", Object::Name(filter.as_bytes().to_vec()));
        if let Some(early) = self.parameter(b"EarlyChange") {
            let mut of = Dictionary::new();
            of.set("EarlyChange", early);
            dict.set("DecodeParms", of);
        }
        let stream = Stream::new(dict, bytes);
        stream.decompressed_content_with_limit(limit).ok()
    }

    /// A number among the parameters of the filters.
    fn parameter(&self, key: &[u8]) -> Option<i64> {
        self.value(key)?.as_i64().ok()
    }

    /// A parameter of the filters.
    fn value(&self, key: &[u8]) -> Option<&'a Object> {
        let said = self.stream.dict.get(b"DecodeParms");
        let (_, found) = self.doc.dereference(said.ok()?).ok()?;
        let of = |object: &'a Object| {
            let (_, dict) = self.doc.dereference(object).ok()?;
            let (_, value) = self
                .doc
                .dereference(dict.as_dict().ok()?.get(key).ok()?)
                .ok()?;
            Some(value)
        };
        match found {
            Object::Array(all) => all.iter().find_map(of),
            one => of(one),
        }
    }

    fn decode(&self) -> Vec<f32> {
        let found = self.stream.dict.get(b"Decode").ok();
        let found = found.and_then(|found| self.doc.dereference(found).ok()?.1.as_array().ok());
        let numbers = found.into_iter().flatten();
        numbers.filter_map(|n| n.as_float().ok()).collect()
    }

    /// What the samples mean.
    fn space(&self) -> Option<Space> {
        if self.is_stencil() {
            return Some(Space::of(1));
        }
        let found = self.stream.dict.get(b"ColorSpace").ok()?;
        self.space_of(found, 0)
    }

    fn space_of(&self, object: &Object, depth: u32) -> Option<Space> {
        let (_, object) = self.doc.dereference(object).ok().filter(|_| depth < 4)?;
        let parts = object.as_array().map(Vec::as_slice).unwrap_or_default();
        let name = object.as_name().ok();
        match name.or_else(|| parts.first()?.as_name().ok())? {
            b"DeviceGray" | b"CalGray" | b"G" => Some(Space::of(1)),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Space::of(3)),
            b"DeviceCMYK" | b"CMYK" => Some(Space::of(4)),
            b"ICCBased" => {
                let (_, profile) = self.doc.dereference(parts.get(1)?).ok()?;
                let parts = profile
                    .as_stream()
                    .ok()?
                    .dict
                    .get(b"N")
                    .ok()?
                    .as_i64()
                    .ok()?;
                matches!(parts, 1 | 3 | 4).then(|| Space::of(parts as usize))
            }
            // One ink: none of it is white.
            b"Separation" => Some(Space {
                ink: true,
                ..Space::of(1)
            }),
            b"Indexed" => {
                let base = self.space_of(parts.get(1)?, depth + 1)?;
                let (_, table) = self.doc.dereference(parts.get(3)?).ok()?;
                let table = match table {
                    Object::String(bytes, _) => bytes.clone(),
                    Object::Stream(stream) => stream.get_plain_content_with_limit(4096).ok()?,
                    _ => return None,
                };
                let colours = table.chunks_exact(base.parts);
                Some(Space {
                    palette: Some(colours.map(grey).collect()),
                    ..Space::of(1)
                })
            }
            _ => None,
        }
    }
}

/// What samples mean: so many of them make a colour, and a palette says which.
#[derive(Debug)]
struct Space {
    parts: usize,
    palette: Option<Vec<u8>>,
    /// Whether samples say how much ink there is, and not how much light.
    ink: bool,
}

impl Space {
    fn of(parts: usize) -> Self {
        Self {
            parts,
            palette: None,
            ink: false,
        }
    }

    /// Rows of samples as grey; where they end too early it is white.
    fn grey(
        &self,
        width: u32,
        height: u32,
        bytes: &[u8],
        row: usize,
        bits: usize,
        inverted: bool,
    ) -> GrayImage {
        let most = (1_u32 << bits.min(8)) - 1;
        let sample = |line: &[u8], at: usize| -> Option<u8> {
            match bits {
                8 => line.get(at).copied(),
                16 => line.get(at * 2).copied(),
                bits => {
                    let byte = line.get(at * bits / 8)?;
                    Some(byte >> (8 - bits - at * bits % 8) & u8::try_from(most).ok()?)
                }
            }
        };
        let full = |sample: u8| (u32::from(sample) * 255 / most) as u8;
        let mut colour = [0; 4];
        GrayImage::from_fn(width, height, |x, y| {
            let line = bytes.get(y as usize * row..).unwrap_or_default();
            let line = &line[..line.len().min(row)];
            let first = x as usize * self.parts;
            for (n, part) in colour[..self.parts].iter_mut().enumerate() {
                let Some(sample) = sample(line, first + n) else {
                    return image::Luma([255]);
                };
                *part = if self.palette.is_some() {
                    sample
                } else {
                    full(sample)
                };
            }
            let grey = match &self.palette {
                Some(palette) => palette.get(usize::from(colour[0])).copied().unwrap_or(255),
                None => grey(&colour[..self.parts]),
            };
            image::Luma([if inverted == self.ink {
                grey
            } else {
                255 - grey
            }])
        })
    }
}

fn whole(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<u32> {
    let (_, number) = doc.dereference(dict.get(key).ok()?).ok()?;
    u32::try_from(number.as_i64().ok()?).ok()
}
