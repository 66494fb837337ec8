//! Packings of office scanners and fax machines: CCITT, JBIG2, JPEG 2000, run lengths.
//!
//! What comes out is bounded before anything is unpacked: by the size that the page says, never by
//! what the packed bytes promise.

use domain::Refusal;
use hayro_jbig2 as jbig2;
use hayro_jpeg2000 as jpeg2000;
use image::GrayImage;

use super::colour::grey;
use super::{MAX_PIXELS, unreadable};

/// Rows of one bit a point, from the top; a row begins with a whole byte.
#[derive(Debug)]
pub(super) struct Bits {
    width: usize,
    height: usize,
    row: usize,
    bytes: Vec<u8>,
    at: (usize, usize),
}

impl Bits {
    /// A white picture; white is 1.
    fn white(width: u32, height: u32) -> Self {
        let row = (width as usize).div_ceil(8);
        Self {
            width: width as usize,
            height: height as usize,
            row,
            bytes: vec![0xFF; row * height as usize],
            at: (0, 0),
        }
    }

    /// Blackens points of the row that is written now.
    fn blacken(&mut self, from: usize, to: usize) {
        let (_, y) = self.at;
        if y >= self.height {
            return;
        }
        for x in from..to.min(self.width) {
            self.bytes[y * self.row + x / 8] &= !(0x80 >> (x % 8));
        }
    }

    fn push(&mut self, black: bool, many: usize) {
        let (x, _) = self.at;
        if black {
            self.blacken(x, x + many);
        }
        self.at.0 = x + many;
    }

    fn end_row(&mut self) {
        self.at = (0, self.at.1 + 1);
    }
}

/// What a PDF says of a page packed as fax machines do (ISO 32000-1, 7.4.6).
#[derive(Clone, Copy, Debug)]
pub(super) struct Fax {
    pub k: i64,
    pub columns: u32,
    pub end_of_line: bool,
    pub byte_aligned: bool,
    pub end_of_block: bool,
    pub black_is_one: bool,
}

impl hayro_ccitt::Decoder for Bits {
    fn push_row(&mut self, changes: &[u32]) {
        for black in changes.chunks(2) {
            let end = black.get(1).map_or(self.width, |end| *end as usize);
            self.blacken(black[0] as usize, end);
        }
        self.end_row();
    }
}

/// Unpacks CCITT group 3 and 4. Rows that are damaged stay white; nothing if there is no row.
pub(super) fn fax(bytes: &[u8], of: Fax, width: u32, height: u32) -> Option<Vec<u8>> {
    let encoding = match of.k {
        ..0 => hayro_ccitt::EncodingMode::Group4,
        0 => hayro_ccitt::EncodingMode::Group3_1D,
        _ => hayro_ccitt::EncodingMode::Group3_2D,
    };
    let settings = hayro_ccitt::DecodeSettings {
        columns: of.columns,
        rows: height,
        end_of_block: of.end_of_block,
        end_of_line: of.end_of_line,
        rows_are_byte_aligned: of.byte_aligned,
        encoding,
        strict: false,
    };
    if u64::from(of.columns) > MAX_PIXELS {
        return None;
    }
    let mut bits = Bits::white(width, height);
    let mut context = hayro_ccitt::DecoderContext::new(settings);
    let done = hayro_ccitt::decode(bytes, &mut bits, &mut context);
    if done.is_err() && bits.at.1 == 0 {
        return None;
    }
    if of.black_is_one {
        bits.bytes.iter_mut().for_each(|byte| *byte = !*byte);
    }
    Some(bits.bytes)
}

impl jbig2::Decoder for Bits {
    fn push_pixel(&mut self, black: bool) {
        self.push(black, 1);
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        self.push(black, chunk_count as usize * 8);
    }

    fn next_line(&mut self) {
        self.end_row();
    }
}

/// Unpacks JBIG2 as it lies in a PDF: pages whose points are all coded. What is put together of
/// symbols that look alike is not taken: it can exchange digits, and nothing bounds its symbols
/// before they are unpacked.
pub(super) fn jbig2(bytes: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    if !points_alone(bytes)? {
        return None;
    }
    let page = jbig2::Page::new_embedded(bytes, None, &jbig2::DecodeSettings::default()).ok()?;
    if u64::from(page.width()) * u64::from(page.height()) > MAX_PIXELS {
        return None;
    }
    let mut bits = Bits::white(width, height);
    page.decode(&mut bits).ok()?;
    Some(bits.bytes)
}

/// Whether the segments of a JBIG2 stream code points alone, and not more than a page has (ITU-T
/// T.88, 7.2).
fn points_alone(bytes: &[u8]) -> Option<bool> {
    let mut rest = Rest(bytes);
    let mut points = 0_u64;
    while !rest.0.is_empty() {
        let number = rest.number(4)?;
        let flags = rest.number(1)?;
        let count = rest.number(1)?;
        let refers = if count >> 5 == 7 {
            let many = (count & 31) << 24 | rest.number(3)?;
            rest.skip(u64::from(many).div_ceil(8).max(1))?;
            many
        } else {
            count >> 5
        };
        let size = match number {
            0..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        rest.skip(u64::from(refers) * size)?;
        rest.skip(if flags & 0x40 == 0 { 1 } else { 4 })?;
        let length = rest.number(4)?;
        let mut data = Rest(rest.skip(u64::from(length))?);
        match flags & 63 {
            // Generic regions, at once; their type says nothing else of them.
            38 | 39 => {
                points += u64::from(data.number(4)?) * u64::from(data.number(4)?);
                if points > 2 * MAX_PIXELS {
                    return Some(false);
                }
            }
            // The page, its stripes and ends, and remarks.
            48..=52 | 62 => {}
            _ => return Some(false),
        }
    }
    Some(true)
}

/// Bytes that are still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn skip(&mut self, many: u64) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(usize::try_from(many).ok()?)?;
        self.0 = rest;
        Some(first)
    }

    fn number(&mut self, bytes: u64) -> Option<u32> {
        let bytes = self.skip(bytes)?;
        Some(
            bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
        )
    }
}

/// Unpacks JPEG 2000; nothing if it is none, or larger than a page.
pub(super) fn jpeg_2000(bytes: &[u8]) -> Option<GrayImage> {
    let settings = jpeg2000::DecodeSettings::default();
    let packed = jpeg2000::Image::new(bytes, &settings).ok()?;
    let (width, height) = (packed.width(), packed.height());
    let colours = packed.color_space().num_channels();
    let parts = u64::from(colours) + u64::from(packed.has_alpha());
    if u64::from(width) * u64::from(height) * parts > 2 * MAX_PIXELS {
        return None;
    }
    let mut context = jpeg2000::DecoderContext::default();
    let decoded = packed.decode(&mut context).ok()?;
    let parts = decoded.components().len();
    let bytes = decoded.data_u8();
    let colours = usize::from(colours).clamp(1, parts.max(1));
    let points = bytes.chunks_exact(parts.max(1));
    let points = points.map(|point| grey(&point[..colours]));
    GrayImage::from_raw(width, height, points.collect())
}

/// Unpacks run lengths (ISO 32000-1, 7.4.5), to no more than a limit.
pub(super) fn runs(bytes: &[u8], limit: usize) -> Option<Vec<u8>> {
    let (mut rest, mut out) = (bytes, vec![]);
    while let Some((length, after)) = rest.split_first() {
        let many = usize::from(*length);
        match length {
            0..=127 => {
                let (own, after) = after.split_at_checked(many + 1)?;
                out.extend_from_slice(own);
                rest = after;
            }
            128 => break,
            129..=255 => {
                let (one, after) = after.split_first()?;
                out.extend(std::iter::repeat_n(*one, 257 - many));
                rest = after;
            }
        }
        if out.len() > limit {
            return None;
        }
    }
    Some(out)
}

/// Rows that say only how each sample differs from the one beside it (TIFF 6.0, 14).
pub(super) fn added_up(bytes: &mut [u8], row: usize, parts: usize) {
    for line in bytes.chunks_mut(row.max(1)) {
        for at in parts..line.len() {
            line[at] = line[at].wrapping_add(line[at - parts]);
        }
    }
}

/// Rows that say only how they differ from those above and beside (PNG, ISO 15948, 9).
pub(super) fn predicted(bytes: &[u8], row: usize, step: usize) -> Result<Vec<u8>, Refusal> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_of_symbols_is_not_taken() {
        // A dictionary of symbols: segment 0, type 0, no references, page 1, no data.
        let symbols = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
        assert_eq!(points_alone(&symbols), Some(false));
        // A region of points larger than any page.
        let mut region = vec![0, 0, 0, 1, 38, 0, 1, 0, 0, 0, 17];
        region.extend([0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
        region.extend([0; 9]);
        assert_eq!(points_alone(&region), Some(false));
        region[11..19].copy_from_slice(&[0, 0, 0x06, 0x76, 0, 0, 0x09, 0x23]);
        assert_eq!(points_alone(&region), Some(true));
        assert_eq!(points_alone(&region[..20]), None);
    }

    #[test]
    fn run_lengths_end_where_they_say_and_at_the_limit() {
        assert_eq!(
            runs(&[1, 7, 8, 254, 9, 128, 1], 100),
            Some(vec![7, 8, 9, 9, 9])
        );
        assert_eq!(runs(&[129, 0], 100), None);
        assert_eq!(runs(&[5, 1], 100), None);
    }
}
