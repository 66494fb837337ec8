//! What a file holds: sheets of cells, within limits that no office reaches.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetVisible, Xls, Xlsx};
use chrono::{NaiveDate, NaiveTime};
use domain::{Code, Refusal};

pub use crate::cells::{Book, Cell, Line, MAX_COLUMNS, MAX_ROWS, Merged, Run, Sheet};
use crate::cells::{Measure, iso, moment, place, unreadable};
use crate::old_fonts::OldFont;
use crate::{biff, delimited, ods, package, prescan};

/// Largest file in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// What kind of file the bytes are, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Xlsx,
    Xls,
    Ods,
    Delimited,
}

/// Opens a file. The name only tells whether its ending fits; it is never a path.
///
/// # Errors
/// `file_too_large`, `book_unreadable`, `book_too_large`, `book_bomb`, `book_password`,
/// `book_macros`, `book_external`, `book_ending`, `book_web_page`, `book_other`, `book_formulas`,
/// `book_empty`.
pub fn open(name: &str, bytes: &[u8]) -> Result<Book, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", MAX_BYTES / 1024 / 1024));
    }
    let inside = inside(bytes)?;
    fits(name, inside)?;
    let book = match inside {
        Inside::Xlsx => xlsx(bytes)?,
        Inside::Xls => xls(bytes)?,
        Inside::Ods => ods::read(bytes)?,
        Inside::Delimited => Book {
            from_1904: false,
            sheets: vec![delimited::file(bytes)?],
        },
    };
    if book.sheets.iter().all(|sheet| sheet.lines.is_empty()) {
        return Err(Refusal::new(Code::BookEmpty));
    }
    Ok(book)
}

/// A table that was pasted: lines, with tabs between the cells.
///
/// # Errors
/// `book_too_large`, `book_empty`.
pub fn pasted(text: &str) -> Result<Book, Refusal> {
    let sheet = delimited::pasted(text)?;
    if sheet.lines.is_empty() {
        return Err(Refusal::new(Code::BookEmpty));
    }
    Ok(Book {
        from_1904: false,
        sheets: vec![sheet],
    })
}

/// How files begin that people take for tables, and what they are.
const OTHERS: [(&[u8], &str); 8] = [
    (b"%PDF", "pdf_file"),
    (b"{\\rtf", "rich_text_file"),
    (b"\x89PNG", "picture_file"),
    (b"\xff\xd8\xff", "picture_file"),
    (b"II*\0", "picture_file"),
    (b"MM\0*", "picture_file"),
    (b"Rar!", "zip_file"),
    (b"7z\xbc\xaf", "zip_file"),
];

fn inside(bytes: &[u8]) -> Result<Inside, Refusal> {
    const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(if package::is_opendocument(bytes)? {
            Inside::Ods
        } else {
            Inside::Xlsx
        });
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Refusal::new(Code::BookOther).with("what", what));
    }
    if bytes.starts_with(COMPOUND) {
        return if prescan::is_encrypted(bytes) {
            Err(Refusal::new(Code::BookPassword))
        } else if prescan::has_stream(bytes, "WordDocument") {
            Err(Refusal::new(Code::BookOther).with("what", "word_file"))
        } else {
            Ok(Inside::Xls)
        };
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<table")
        || start.starts_with("<?xml")
        || start.starts_with("mime-version")
    {
        return Err(Refusal::new(Code::BookWebPage));
    }
    Ok(Inside::Delimited)
}

fn fits(name: &str, inside: Inside) -> Result<(), Refusal> {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default();
    let fitting = match inside {
        Inside::Xlsx => ["xlsx", "xlsx"],
        Inside::Xls => ["xls", "xls"],
        Inside::Ods => ["ods", "ods"],
        Inside::Delimited => ["csv", "txt"],
    };
    match ending.as_str() {
        "xlsm" | "xltm" | "xlam" => Err(Refusal::new(Code::BookMacros)),
        ending if fitting.contains(&ending) => Ok(()),
        ending => match inside {
            // Neither text nor a workbook: what it is nobody knows.
            Inside::Delimited if matches!(ending, "xlsx" | "xls" | "ods") => Err(unreadable()),
            Inside::Delimited => Err(Refusal::new(Code::BookEnding)
                .with("ending", ending)
                .with("inside", "csv")),
            _ => Err(Refusal::new(Code::BookEnding)
                .with("ending", ending)
                .with("inside", fitting[0])),
        },
    }
}

fn day(at: calamine::ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    match NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)) {
        Some(day) if at.is_datetime() => moment(day.and_time(time.unwrap_or_default())),
        _ => Cell::Number(at.as_f64()),
    }
}

fn text(text: String, font: Option<OldFont>) -> Cell {
    match font {
        Some(font) => Cell::Old(text, font),
        None => Cell::Text(text),
    }
}

/// Text of several runs: those without a font of their own stand in that of the cell.
fn runs(runs: &[Run], font: Option<OldFont>, measure: &mut Measure) -> Result<Cell, Refusal> {
    let runs = runs
        .iter()
        .map(|(text, own)| Ok((measure.text(text)?, own.or(font))));
    Ok(Cell::Runs(runs.collect::<Result<_, Refusal>>()?))
}

fn xlsx(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut seen = prescan::zip(bytes)?;
    let bytes = seen.renamed.as_deref().unwrap_or(bytes);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsxError::Password => Refusal::new(Code::BookPassword),
        _ => unreadable(),
    })?;
    let from_1904 = book.has_1904_epoch();
    let mut measure = Measure::default();
    let mut sheets = vec![];
    for about in book.sheets_metadata().to_vec() {
        let hidden = about.visible != SheetVisible::Visible;
        let look = seen.sheets.remove(&about.name).unwrap_or_default();
        // A chart sheet has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&about.name) else {
            continue;
        };
        let fonts: Vec<Option<OldFont>> = cells
            .styles()
            .iter()
            .map(|style| {
                style
                    .font
                    .as_ref()
                    .and_then(|f| OldFont::named(f.name.as_deref()?))
            })
            .collect();
        let mut lines = vec![];
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| unreadable())? {
            let (row, column) = cell.get_position();
            let font = fonts.get(style).copied().flatten();
            let of_cell = (
                look.faults.get(&(row, column)),
                look.runs.get(&(row, column)),
            );
            if let (Some(fault), _) = of_cell {
                let fault = Cell::Fault(measure.text(fault)?);
                place(&mut lines, row, column, fault)?;
                continue;
            }
            if let (_, Some(parts)) = of_cell {
                let parts = runs(parts, font, &mut measure)?;
                place(&mut lines, row, column, parts)?;
                continue;
            }
            let value = match cell.get_value() {
                DataRef::Int(n) => Cell::Number(*n as f64),
                DataRef::Float(n) => Cell::Number(*n),
                DataRef::String(t) => text(measure.text(t)?, font),
                DataRef::SharedString(t) => text(measure.text(t)?, font),
                DataRef::Bool(b) => Cell::Bool(*b),
                DataRef::DateTime(at) => day(*at),
                DataRef::DateTimeIso(t) => iso(t),
                DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => Cell::Empty,
            };
            place(&mut lines, row, column, value)?;
        }
        lines
            .iter_mut()
            .for_each(|line| line.hidden = look.hidden.contains(&line.number));
        sheets.push(Sheet {
            name: about.name,
            hidden,
            lines,
            merged: look.merged,
        });
    }
    Ok(Book { from_1904, sheets })
}

fn xls(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => Refusal::new(Code::BookPassword),
        _ => unreadable(),
    })?;
    if book.vba_project().is_ok_and(|found| found.is_some()) {
        return Err(Refusal::new(Code::BookMacros));
    }
    let from_1904 = book.has_1904_epoch();
    let mut measure = Measure::default();
    let mut sheets = vec![];
    let (about, looks) = (book.sheets_metadata().to_vec(), biff::looks(bytes)?);
    if about.len() != looks.len() {
        return Err(unreadable());
    }
    for (about, look) in about.into_iter().zip(looks) {
        let Ok(range) = book.worksheet_range(&about.name) else {
            continue;
        };
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let mut lines = vec![];
        for (row, column, value) in range.used_cells() {
            let at =
                |n: usize, first: u32| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(first);
            let (row, column) = (at(row, first_row), at(column, first_column));
            let font = u16::try_from(row)
                .ok()
                .zip(u16::try_from(column).ok())
                .and_then(|cell| look.old.get(&cell));
            let value = match value {
                Data::Int(n) => Cell::Number(*n as f64),
                Data::Float(n) => Cell::Number(*n),
                Data::String(t) => text(measure.text(t)?, font.copied()),
                Data::Bool(b) => Cell::Bool(*b),
                Data::DateTime(d) => day(*d),
                Data::DateTimeIso(t) => iso(t),
                Data::Error(fault) => Cell::Fault(fault.to_string()),
                _ => Cell::Empty,
            };
            place(&mut lines, row, column, value)?;
        }
        lines.iter_mut().for_each(|line| {
            line.hidden = u16::try_from(line.number - 1).is_ok_and(|row| look.hidden.contains(&row))
        });
        sheets.push(Sheet {
            name: about.name,
            hidden: about.visible != SheetVisible::Visible,
            lines,
            merged: look.merged,
        });
    }
    Ok(Book { from_1904, sheets })
}
