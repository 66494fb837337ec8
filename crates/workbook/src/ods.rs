//! Spreadsheets of OpenDocument (.ods), as LibreOffice writes them. Cells and rows that are the same
//! stand there once with a number; nothing but their contents is read.

use std::collections::BTreeMap;
use std::io::Read;

use domain::{Code, Refusal};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::cells::{
    Book, Cell, MAX_CELLS, MAX_ROWS, Measure, Merged, Sheet, iso, place, unreadable,
};
use crate::old_fonts::OldFont;
use crate::package::{self, Archive};
use crate::prescan::{MAX_UNPACKED, bomb};
use crate::sheet_look::resolved;

/// Reads the sheets.
///
/// # Errors
/// `book_unreadable`, `book_bomb`, `book_too_large`, `book_macros`, `book_external`, `book_password`.
pub(crate) fn read(bytes: &[u8]) -> Result<Book, Refusal> {
    let mut archive = package::open(bytes)?;
    harmless(&mut archive)?;
    let content = part(&mut archive, "content.xml")?;
    let mut reading = Reading::default();
    let mut xml = Reader::from_reader(content.as_slice());
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| unreadable())? {
            Event::Eof => break,
            Event::DocType(_) => return Err(unreadable()),
            event => reading.hear(&event)?,
        }
    }
    Ok(Book {
        from_1904: false,
        sheets: reading.sheets,
    })
}

/// Refuses what is locked, and parts that no list needs.
fn harmless(archive: &mut Archive<'_>) -> Result<(), Refusal> {
    let names = package::names(archive)?;
    let any = |start: &str| names.keys().any(|name| name.starts_with(start));
    if any("basic/") || any("scripts/") {
        return Err(Refusal::new(Code::BookMacros));
    }
    if names.contains_key("meta-inf/manifest.xml") {
        let manifest = part(archive, "META-INF/manifest.xml")?;
        if String::from_utf8_lossy(&manifest).contains("encryption-data") {
            return Err(Refusal::new(Code::BookPassword));
        }
    }
    Ok(())
}

/// A part to its end, or to where it is too much.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Vec<u8>, Refusal> {
    let mut read = vec![];
    let part = archive.by_name(name).map_err(|_| unreadable())?;
    part.take(MAX_UNPACKED + 1)
        .read_to_end(&mut read)
        .map_err(|_| unreadable())?;
    if read.len() as u64 > MAX_UNPACKED {
        return Err(bomb());
    }
    Ok(read)
}

/// An attribute by its whole name.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut found = tag.attributes().flatten();
    let found = found.find(|a| a.key.as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}

/// How often something stands there.
fn times(tag: &BytesStart<'_>, name: &str) -> u32 {
    let typed = attribute(tag, name);
    typed
        .and_then(|typed| typed.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// What is known of a style.
#[derive(Clone, Copy, Debug, Default)]
struct Style {
    font: Option<OldFont>,
    hidden: bool,
}

/// A file while it is read.
#[derive(Default)]
struct Reading {
    styles: BTreeMap<String, Style>,
    style: Option<String>,
    sheets: Vec<Sheet>,
    measure: Measure,
    /// Cells of all sheets.
    cells: usize,
    row: Row,
    /// The style of each column of the sheet.
    columns: Vec<Option<String>>,
    cell: Option<Open>,
    /// How deep in something that is no text of the cell: a remark, a drawing.
    beside: u32,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    /// Its place from 0.
    at: u32,
    times: u32,
    hidden: bool,
    column: u32,
    /// Its cells that are not empty, by column.
    cells: Vec<(u32, Cell)>,
}

/// The cell that is being read.
struct Open {
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    font: Option<OldFont>,
    times: u32,
    /// Rows and columns that it is merged over.
    over: (u32, u32),
    paragraphs: Vec<String>,
}

impl Open {
    fn of(tag: &BytesStart<'_>, font: Option<OldFont>) -> Self {
        let error = attribute(tag, "calcext:value-type").is_some_and(|kind| kind == "error");
        let kind = if error {
            "error".to_owned()
        } else {
            attribute(tag, "office:value-type").unwrap_or_default()
        };
        let value = match kind.as_str() {
            "date" => attribute(tag, "office:date-value"),
            "boolean" => attribute(tag, "office:boolean-value"),
            "float" | "percentage" | "currency" => attribute(tag, "office:value"),
            "string" => attribute(tag, "office:string-value"),
            _ => None,
        };
        Self {
            kind,
            value,
            formula: attribute(tag, "table:formula"),
            font,
            times: times(tag, "table:number-columns-repeated"),
            over: (
                times(tag, "table:number-rows-spanned"),
                times(tag, "table:number-columns-spanned"),
            ),
            paragraphs: vec![],
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.push_str(text);
        }
    }

    fn closed(&self, measure: &mut Measure) -> Result<Cell, Refusal> {
        let shown = self.paragraphs.join("\n");
        let value = self.value.as_deref();
        let number = || value.and_then(|n| n.parse().ok()).map(Cell::Number);
        let cell = match self.kind.as_str() {
            "error" => Some(Cell::Fault(measure.text(&shown)?)),
            "float" | "percentage" | "currency" => number(),
            "date" => value.map(iso),
            "boolean" => Some(Cell::Bool(value == Some("true"))),
            _ => None,
        };
        if let Some(cell) = cell {
            return Ok(cell);
        }
        let text = if shown.is_empty() {
            value.unwrap_or_default()
        } else {
            &shown
        };
        if let Some(formula) = self.formula.as_ref().filter(|_| self.kind.is_empty()) {
            return Ok(Cell::Fault(measure.text(formula)?));
        }
        let text = measure.text(text)?;
        Ok(match self.font {
            Some(font) => Cell::Old(text, font),
            None => Cell::Text(text),
        })
    }
}

impl Reading {
    fn hear(&mut self, event: &Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(tag) => self.begin(tag, false),
            Event::Empty(tag) => self.begin(tag, true),
            Event::End(tag) => self.end(tag.name().as_ref()),
            Event::Text(said) => {
                self.text(&said.xml10_content());
                Ok(())
            }
            Event::CData(said) => {
                self.text(&said.xml10_content());
                Ok(())
            }
            Event::GeneralRef(entity) => {
                let letter = resolved(entity)?;
                self.text(letter.encode_utf8(&mut [0; 4]));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.beside == 0) {
            cell.add(text);
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>, closed: bool) -> Result<(), Refusal> {
        let name = tag.name();
        if self.beside > 0 {
            self.beside += u32::from(!closed);
            return Ok(());
        }
        match name.as_ref() {
            "style:style" => {
                self.style = attribute(tag, "style:name").filter(|_| !closed);
            }
            "style:text-properties" | "style:table-properties" => self.styled(tag),
            "table:table" => self.sheet(tag),
            "table:table-source" | "table:cell-range-source" => {
                return Err(Refusal::new(Code::BookExternal));
            }
            "table:table-column" => self.column(tag),
            "table:table-row" => {
                let shown = attribute(tag, "table:visibility");
                self.row.times = times(tag, "table:number-rows-repeated");
                self.row.hidden = shown.is_some_and(|shown| shown != "visible");
                self.row.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell = Some(Open::of(tag, self.font(tag)));
            }
            "text:p" | "text:h" => {
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs.push(String::new());
                }
            }
            "text:s" => self.text(&" ".repeat(times(tag, "text:c").min(100) as usize)),
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            "office:annotation" | "table:shapes" | "draw:frame" | "office:forms" => {
                self.beside += u32::from(!closed);
            }
            _ => {}
        }
        if closed {
            self.end(name.as_ref())?;
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Refusal> {
        if self.beside > 0 {
            self.beside -= 1;
            return Ok(());
        }
        match name {
            "style:style" => {
                self.style = None;
                Ok(())
            }
            "table:table-cell" | "table:covered-table-cell" => self.end_cell(),
            "table:table-row" => self.end_row(),
            _ => Ok(()),
        }
    }

    fn styled(&mut self, tag: &BytesStart<'_>) {
        let Some(style) = &self.style else {
            return;
        };
        let font = ["style:font-name", "fo:font-family"]
            .into_iter()
            .find_map(|name| OldFont::named(&attribute(tag, name)?));
        let hidden = attribute(tag, "table:display").is_some_and(|shown| shown == "false");
        let known = self.styles.entry(style.clone()).or_default();
        known.font = known.font.or(font);
        known.hidden |= hidden;
    }

    fn sheet(&mut self, tag: &BytesStart<'_>) {
        let style = attribute(tag, "table:style-name");
        let style = style.and_then(|style| self.styles.get(&style));
        self.sheets.push(Sheet {
            name: attribute(tag, "table:name").unwrap_or_default(),
            hidden: style.is_some_and(|style| style.hidden),
            lines: vec![],
            merged: vec![],
        });
        self.row = Row::default();
        self.columns.clear();
    }

    fn column(&mut self, tag: &BytesStart<'_>) {
        let style = attribute(tag, "table:default-cell-style-name");
        let many = times(tag, "table:number-columns-repeated").min(crate::cells::MAX_COLUMNS);
        let left = (crate::cells::MAX_COLUMNS as usize).saturating_sub(self.columns.len());
        let many = left.min(many as usize);
        self.columns.extend(std::iter::repeat_n(style, many));
    }

    /// The old font of a cell, by its own style or that of its column.
    fn font(&self, tag: &BytesStart<'_>) -> Option<OldFont> {
        let own = attribute(tag, "table:style-name");
        let of_column = || {
            self.columns
                .get(self.row.column as usize)
                .cloned()
                .flatten()
        };
        let style = own.or_else(of_column)?;
        self.styles.get(&style)?.font
    }

    fn end_cell(&mut self) -> Result<(), Refusal> {
        let Some(open) = self.cell.take() else {
            return Ok(());
        };
        let cell = open.closed(&mut self.measure)?;
        let first = self.row.column;
        self.row.column = first.saturating_add(open.times);
        if cell.is_empty() {
            return Ok(());
        }
        if open.over != (1, 1)
            && let Some(sheet) = self.sheets.last_mut()
        {
            let top = self.row.at + 1;
            sheet.merged.push(Merged {
                top,
                bottom: top.saturating_add(open.over.0 - 1),
                left: first,
                right: first.saturating_add(open.over.1 - 1),
            });
        }
        for column in first..self.row.column {
            self.count()?;
            self.row.cells.push((column, cell.clone()));
            if column > crate::cells::MAX_COLUMNS {
                break;
            }
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), Refusal> {
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(Refusal::new(Code::BookTooLarge)
                .with("what", "cells")
                .with("limit", MAX_CELLS));
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        let cells = std::mem::take(&mut self.row.cells);
        let (first, last) = (self.row.at, self.row.at.saturating_add(self.row.times));
        self.row.at = last;
        if cells.is_empty() {
            return Ok(());
        }
        // One row more than may be is enough to say so.
        for row in first..last.min(MAX_ROWS + 1).max(first + 1) {
            for (column, cell) in &cells {
                self.count()?;
                let Some(sheet) = self.sheets.last_mut() else {
                    return Err(unreadable());
                };
                place(&mut sheet.lines, row, *column, cell.clone())?;
            }
            if let Some(line) = self.sheets.last_mut().and_then(|s| s.lines.last_mut()) {
                line.hidden = self.row.hidden;
            }
        }
        Ok(())
    }
}
