//! Pictures as they are stored, taken out as grey (ISO 32000-1, 8.9).

use domain::{Code, Refusal};
use image::GrayImage;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{MAX_PIXELS, unreadable};

/// How much longer the samples of a picture may be than it needs.
const SLACK: usize = 1024 * 1024;

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
        let packed = |kind: &str| {
            Refusal::new(Code::ScanCompression)
                .with("page", self.page)
                .with("kind", kind.trim_end_matches("Decode"))
        };
        if let Some((last, before)) = filters.split_last()
            && last == "DCTDecode"
        {
            let bytes = self.unpacked(before, self.stream.content.len() + SLACK);
            let bytes = bytes.ok_or_else(|| packed(last))?;
            let mut picture = picture(&bytes, self.page)?;
            if self.decode().first().is_some_and(|first| *first > 0.5) {
                image::imageops::invert(&mut picture);
            }
            return Ok(picture);
        }
        let known = ["FlateDecode", "LZWDecode", "ASCII85Decode"];
        if let Some(other) = filters.iter().find(|f| !known.contains(&f.as_str())) {
            return Err(packed(other));
        }
        let space = self.space().ok_or_else(|| packed("ColorSpace"))?;
        let bits = if self.is_stencil() {
            1
        } else {
            whole(self.doc, &self.stream.dict, b"BitsPerComponent").unwrap_or(8)
        };
        if ![1, 2, 4, 8, 16].contains(&bits) {
            return Err(unreadable());
        }
        let bits = bits as usize;
        let row = (self.width as usize * space.parts * bits).div_ceil(8);
        let rows = self.height as usize;
        let bytes = self.unpacked(&filters, (row + 1) * rows + SLACK);
        let mut bytes = bytes.ok_or_else(unreadable)?;
        match self.parameter(b"Predictor").unwrap_or(1) {
            1 => {}
            10..=15 => bytes = predicted(&bytes, row, (space.parts * bits).div_ceil(8))?,
            _ => return Err(packed("TIFF")),
        }
        let inverted = self.decode().first().is_some_and(|first| *first > 0.5);
        Ok(space.grey(self.width, self.height, &bytes, row, bits, inverted))
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
        let mut dict = Dictionary::new();
        if filters.is_empty() {
            return Some(self.stream.content.clone());
        }
        let names = filters.iter().map(|f| Object::Name(f.clone().into_bytes()));
        dict.set("Filter", names.collect::<Vec<_>>());
        if let Some(early) = self.parameter(b"EarlyChange") {
            let mut of = Dictionary::new();
            of.set("EarlyChange", early);
            dict.set("DecodeParms", of);
        }
        let stream = Stream::new(dict, self.stream.content.clone());
        stream.decompressed_content_with_limit(limit).ok()
    }

    /// A parameter of the filters.
    fn parameter(&self, key: &[u8]) -> Option<i64> {
        let (_, found) = self
            .doc
            .dereference(self.stream.dict.get(b"DecodeParms").ok()?)
            .ok()?;
        let of = |object: &Object| {
            let (_, dict) = self.doc.dereference(object).ok()?;
            dict.as_dict().ok()?.get(key).ok()?.as_i64().ok()
        };
        match found {
            Object::Array(all) => all.iter().find_map(of),
            one => of(one),
        }
    }

    fn decode(&self) -> Vec<f32> {
        let found = self.stream.dict.get(b"Decode").and_then(Object::as_array);
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
                    parts: 1,
                    palette: Some(colours.map(grey).collect()),
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
}

impl Space {
    fn of(parts: usize) -> Self {
        let palette = None;
        Self { parts, palette }
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
            image::Luma([if inverted { 255 - grey } else { grey }])
        })
    }
}

/// A colour as grey.
fn grey(colour: &[u8]) -> u8 {
    let sum = |parts: &[u8]| parts.iter().map(|part| u32::from(*part)).sum::<u32>();
    let light = match colour {
        [c, m, y, k] => (255 - sum(&[*c, *m, *y]) / 3) * (255 - u32::from(*k)) / 255,
        [one] => u32::from(*one),
        parts => sum(parts) / 3,
    };
    light as u8
}

fn whole(doc: &Document, dict: &Dictionary, key: &[u8]) -> Option<u32> {
    let (_, number) = doc.dereference(dict.get(key).ok()?).ok()?;
    u32::try_from(number.as_i64().ok()?).ok()
}

/// Rows that say only how they differ from those above and beside (PNG, ISO 15948, 9).
fn predicted(bytes: &[u8], row: usize, step: usize) -> Result<Vec<u8>, Refusal> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0; row];
    for line in bytes.chunks(row + 1) {
        let (kind, line) = line.split_first().ok_or_else(unreadable)?;
        let mut own = vec![0; row];
        for (at, byte) in line.iter().enumerate() {
            let left = at.checked_sub(step).map_or(0, |at| own[at]);
            let up = above[at];
            let corner = at.checked_sub(step).map_or(0, |at| above[at]);
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, corner),
                _ => return Err(unreadable()),
            };
            own[at] = byte.wrapping_add(guess);
        }
        out.extend(&own[..line.len()]);
        above = own;
    }
    Ok(out)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |from: u8| (guess - i16::from(from)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}
