//! What calamine does not tell of an .xls: which texts stand in an old font, which rows are hidden,
//! which cells merged.
//!
//! Records and their layout: \[MS-XLS\] 2.4.28 `BoundSheet8`, 2.4.122 `Font`, 2.4.353 `XF`, 2.4.221
//! `Row`, 2.4.168 `MergeCells`, 2.4.149 `LabelSst`, 2.4.148 `Label`, 2.4.127 `Formula`. Excel 95 (`Book`) has the same
//! ones, with names in bytes.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use domain::Refusal;

use crate::cells::{Merged, unreadable};
use crate::old_fonts::OldFont;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000a;
const FONT: u16 = 0x0031;
const SHEET: u16 = 0x0085;
const RICH_TEXT: u16 = 0x00d6;
const CELL_FORMAT: u16 = 0x00e0;
const SHARED_TEXT: u16 = 0x00fd;
const TEXT: u16 = 0x0204;
const ROW: u16 = 0x0208;
const MERGED: u16 = 0x00e5;
const BEGIN: u16 = 0x0809;
/// The version in `BEGIN` from which on names are Unicode.
const UNICODE_VERSION: u16 = 0x0600;

/// One sheet. Rows and columns count from 0.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Look {
    /// Text cells, as (row, column), in an old font.
    pub old: HashMap<(u16, u16), OldFont>,
    /// Hidden rows.
    pub hidden: HashSet<u16>,
    /// Merged cells.
    pub merged: Vec<Merged>,
}

/// The look of every sheet of an .xls, in the order of the file.
///
/// # Errors
/// `book_unreadable`.
pub(crate) fn looks(bytes: &[u8]) -> Result<Vec<Look>, Refusal> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| container.is_stream(name))
        .ok_or_else(unreadable)?;
    let mut stream = vec![];
    container
        .open_stream(name)
        .and_then(|mut s| s.read_to_end(&mut stream))
        .map_err(|_| unreadable())?;

    let (mut unicode, mut fonts, mut formats, mut starts) = (true, vec![], vec![], vec![]);
    for (kind, data) in records(&stream) {
        match kind {
            BEGIN => unicode = number(data, 0).is_some_and(|version| version >= UNICODE_VERSION),
            FONT => fonts.push(font_name(data, unicode).and_then(|name| OldFont::named(&name))),
            CELL_FORMAT => formats.push(number(data, 0).unwrap_or_default()),
            SHEET => starts.push(
                data.first_chunk()
                    .map_or(usize::MAX, |at| u32::from_le_bytes(*at) as usize),
            ),
            END => break,
            _ => {}
        }
    }
    // No font has the number 4.
    let font = |format: u16| {
        let number = usize::from(*formats.get(usize::from(format))?);
        fonts
            .get(if number > 4 { number - 1 } else { number })
            .copied()
            .flatten()
    };
    Ok(starts
        .into_iter()
        .map(|at| look(stream.get(at..).unwrap_or_default(), font))
        .collect())
}

fn look(stream: &[u8], font: impl Fn(u16) -> Option<OldFont>) -> Look {
    let (mut look, mut depth) = (Look::default(), 0);
    for (kind, data) in records(stream) {
        match (kind, number(data, 0), number(data, 2), number(data, 4)) {
            // A chart inside the sheet has a beginning and an end of its own.
            (BEGIN, ..) => depth += 1,
            (END, ..) => depth -= 1,
            (ROW, Some(row), ..) if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                look.hidden.insert(row);
            }
            (MERGED, Some(count), ..) => {
                look.merged
                    .extend((0..usize::from(count)).map_while(|n| merged(data, 2 + 8 * n)));
            }
            (FORMULA | RICH_TEXT | SHARED_TEXT | TEXT, Some(row), Some(column), Some(format)) => {
                if let Some(font) = font(format) {
                    look.old.insert((row, column), font);
                }
            }
            _ => {}
        }
        if depth <= 0 {
            break;
        }
    }
    look
}

/// A region of merged cells: first and last row, first and last column.
fn merged(data: &[u8], at: usize) -> Option<Merged> {
    let part = |n: usize| number(data, at + 2 * n).map(u32::from);
    Some(Merged {
        top: part(0)? + 1,
        bottom: part(1)? + 1,
        left: part(2)?,
        right: part(3)?,
    })
}

/// Kind and content of each record, up to the first one that is cut off.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, size) = (number(stream, 0)?, usize::from(number(stream, 2)?));
        let (data, rest) = stream[4..].split_at_checked(size)?;
        stream = rest;
        Some((kind, data))
    })
}

fn number(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_le_bytes)
}

/// The name in a font record. It is ASCII in all old fonts, so the low byte of each letter will do.
fn font_name(data: &[u8], unicode: bool) -> Option<String> {
    let (length, name) = data.get(14..)?.split_first()?;
    let (width, name) = match (unicode, name.split_first()) {
        (true, Some((wide, name))) => (1 + usize::from(wide & 1), name),
        _ => (1, name),
    };
    Some(
        name.chunks_exact(width)
            .take(usize::from(*length))
            .map(|letter| char::from(letter[0]))
            .collect(),
    )
}
