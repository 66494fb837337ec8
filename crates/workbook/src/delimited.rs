//! CSV files and pasted tables.

use domain::Refusal;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::cells::{Cell, Line, Sheet, place, too_large, unreadable};

/// Most bytes of a table that is pasted.
const MAX_PASTE: usize = 4 * 1024 * 1024;

/// A CSV file: comma, semicolon or tab, UTF-8, UTF-16 as Excel's "Unicode text", or the bytes of an
/// old font.
pub(crate) fn file(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let text = decoded(bytes)?;
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let comma = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|sign| first.bytes().filter(|b| b == sign).count())
        .unwrap_or(b',');
    sheet(&text, comma)
}

/// A pasted table.
pub(crate) fn pasted(text: &str) -> Result<Sheet, Refusal> {
    if text.len() > MAX_PASTE {
        return Err(too_large("text"));
    }
    sheet(text, b'\t')
}

fn decoded(bytes: &[u8]) -> Result<String, Refusal> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, wrong) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if wrong {
            Err(unreadable())
        } else {
            Ok(text.into_owned())
        };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if bytes.contains(&0) {
            Err(unreadable())
        } else {
            Ok(text.to_owned())
        };
    }
    // UTF-16 without a mark has a zero in nearly every other byte of its digits and line ends.
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
            * 4
            > bytes.len()
    };
    for (encoding, from) in [(UTF_16LE, 1), (UTF_16BE, 0)] {
        if zeros(from) {
            let (text, wrong) = encoding.decode_without_bom_handling(bytes);
            return if wrong {
                Err(unreadable())
            } else {
                Ok(text.into_owned())
            };
        }
    }
    // One byte a letter: TCVN3 or VNI, found by their statistics later. Bytes that no text has are
    // no table.
    if bytes.iter().any(|b| matches!(b, 0..=8 | 14..=31)) {
        return Err(unreadable());
    }
    Ok(WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned())
}

/// Rows count as Excel counts them: an empty line is a row too, which the parser would skip.
fn with_empty_rows(text: &str, comma: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut empty) = (false, true);
    for c in text.chars().filter(|c| *c != '\r') {
        if c == '\n' && !quoted && std::mem::replace(&mut empty, true) {
            out.push(char::from(comma));
        }
        if c != '\n' {
            empty = false;
        }
        quoted ^= c == '"';
        out.push(c);
    }
    out
}

fn sheet(text: &str, comma: u8) -> Result<Sheet, Refusal> {
    let text = with_empty_rows(text, comma);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(comma)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines: Vec<Line> = vec![];
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|_| unreadable())?;
        for (column, text) in record.iter().enumerate() {
            let (row, column) = (
                u32::try_from(row).unwrap_or(u32::MAX),
                u32::try_from(column).unwrap_or(u32::MAX),
            );
            place(&mut lines, row, column, Cell::Text(text.to_owned()))?;
        }
    }
    Ok(Sheet {
        name: String::new(),
        hidden: false,
        lines,
    })
}
