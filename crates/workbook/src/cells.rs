//! Plain cells: what every reader of a file makes of it.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::text::is_invisible;
use domain::{Code, Refusal};
use serde::{Deserialize, Serialize};

use crate::old_fonts::OldFont;

/// Most text of all cells together, in bytes.
const MAX_TEXT: usize = 32 * 1024 * 1024;

/// Longest text of one cell, in bytes; Excel itself stops at 32,767 characters.
const MAX_CELL: usize = 100_000;

/// Last row that is read.
pub const MAX_ROWS: u32 = 20_000;
/// Most cells of all sheets, empty ones included.
pub(crate) const MAX_CELLS: usize = 1_000_000;

/// Last column that is read.
pub const MAX_COLUMNS: u32 = 200;

/// One cell. Formulas are never evaluated: what Excel stored as their result is the value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    #[serde(rename = "e")]
    Empty,
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// Text in a font that needs converting.
    #[serde(rename = "o")]
    Old(String, OldFont),
    /// Text in several fonts, some of which need converting.
    #[serde(rename = "r")]
    Runs(Vec<Run>),
    /// A number.
    #[serde(rename = "n")]
    Number(f64),
    /// A day, from a cell that is formatted as a date.
    #[serde(rename = "d")]
    Day(NaiveDate),
    /// A day with an hour that is not midnight.
    #[serde(rename = "m")]
    Moment(NaiveDateTime),
    /// True or false.
    #[serde(rename = "b")]
    Bool(bool),
    /// A formula without a result, or the fault that is its result: `#REF!`.
    #[serde(rename = "f")]
    Fault(String),
}

/// Text with the old font that it stands in, if it is one.
pub type Run = (String, Option<OldFont>);

impl Cell {
    /// Whether nothing can be seen in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) | Self::Old(text, _) => is_blank(text),
            Self::Runs(runs) => runs.iter().all(|(text, _)| is_blank(text)),
            _ => false,
        }
    }
}

fn is_blank(text: &str) -> bool {
    // In an old font the sign for a broken word is a letter.
    text.chars()
        .all(|c| c.is_whitespace() || c != '\u{ad}' && is_invisible(c))
}

/// A row that is not empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its number as Excel shows it, from 1.
    pub number: u32,
    /// Whether it is hidden.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Cells from column A on; empty ones at the end are left out.
    pub cells: Vec<Cell>,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; that of a pasted table or CSV is empty.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Rows that are not empty.
    pub lines: Vec<Line>,
    /// Cells that are merged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<Merged>,
}

/// Cells that are merged into one: what they show stands in the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Number of the first row as Excel shows it.
    pub top: u32,
    /// Number of the last row.
    pub bottom: u32,
    /// First column, from 0.
    pub left: u32,
    /// Last column.
    pub right: u32,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// Whether numbers that mean days count from 1904.
    pub from_1904: bool,
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
}

/// A day, with its hour unless that is midnight.
pub(crate) fn moment(at: NaiveDateTime) -> Cell {
    if at.time() == NaiveTime::MIN {
        Cell::Day(at.date())
    } else {
        Cell::Moment(at)
    }
}

/// A date as ISO 8601 writes it; one that names its time zone is text, which says more.
pub(crate) fn iso(text: &str) -> Cell {
    let shapes = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let at = shapes
        .into_iter()
        .find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    at.map(moment)
        .or_else(|| day().map(Cell::Day))
        .unwrap_or_else(|| Cell::Text(text.to_owned()))
}

pub(crate) fn unreadable() -> Refusal {
    Refusal::new(Code::BookUnreadable)
}

/// Keeps count of what is taken over.
#[derive(Default)]
pub(crate) struct Measure {
    text: usize,
}

impl Measure {
    pub(crate) fn text(&mut self, text: &str) -> Result<String, Refusal> {
        self.text += text.len();
        if self.text > MAX_TEXT || text.len() > MAX_CELL {
            return Err(too_large("text"));
        }
        Ok(text.to_owned())
    }
}

pub(crate) fn too_large(what: &str) -> Refusal {
    let limit = match what {
        "rows" => MAX_ROWS.to_string(),
        "columns" => MAX_COLUMNS.to_string(),
        _ => (MAX_TEXT / 1024 / 1024).to_string(),
    };
    Refusal::new(Code::BookTooLarge)
        .with("what", what)
        .with("limit", limit)
}

/// Puts a cell into its line, which is made when it is the first one.
pub(crate) fn place(
    lines: &mut Vec<Line>,
    row: u32,
    column: u32,
    cell: Cell,
) -> Result<(), Refusal> {
    if cell.is_empty() {
        return Ok(());
    }
    if row >= MAX_ROWS {
        return Err(too_large("rows"));
    }
    if column >= MAX_COLUMNS {
        return Err(too_large("columns"));
    }
    if lines.last().is_none_or(|line| line.number < row + 1) {
        lines.push(Line {
            number: row + 1,
            hidden: false,
            cells: vec![],
        });
    }
    let at = match lines.last() {
        Some(last) if last.number == row + 1 => lines.len() - 1,
        // Rows out of order, as only a damaged or hand-made file has them.
        _ => match lines.binary_search_by_key(&(row + 1), |line| line.number) {
            Ok(at) => at,
            Err(at) => {
                lines.insert(
                    at,
                    Line {
                        number: row + 1,
                        hidden: false,
                        cells: vec![],
                    },
                );
                at
            }
        },
    };
    let cells = &mut lines[at].cells;
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
    Ok(())
}
