//! What a sheet becomes: rows of named fields, and what is said of its columns.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::calendar::SchoolYear;
use domain::text::is_invisible;
use serde::{Deserialize, Serialize};

use crate::cells::Cell;
use crate::columns::{Field, Kind};
use crate::old_fonts::OldFont;
use crate::paper::NamedPaper;
use crate::value::{DateOrder, text};

/// What a person chose about a file; what is left open is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(default)]
pub struct Choice {
    /// Which sheet, from 0.
    pub sheet: Option<u32>,
    /// The number of the header row as Excel shows it; 0 if the table has none.
    pub header: Option<u32>,
    /// What columns hold, by their place from 0; none for a column that is not taken over.
    pub columns: BTreeMap<u32, Option<Field>>,
    /// In which order day and month are typed.
    pub date_order: DateOrder,
    /// Whether text is converted: none as found, some as chosen. The inner none leaves it as it is.
    pub old_font: Option<ChosenFont>,
}

/// What to do with text that may be in an old font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ChosenFont {
    /// It is Unicode.
    Unicode,
    /// TCVN3.
    Tcvn3,
    /// VNI.
    Vni,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Column {
    /// Its place, from 0.
    pub place: u32,
    /// Its title, in one line.
    pub title: String,
    /// What it holds, if that is taken over.
    pub field: Option<Field>,
    /// First values, for the person who matches columns.
    pub samples: Vec<String>,
    /// Why what it says is not taken over, if that is so.
    pub unused: Option<Unused>,
}

/// Why a column is not taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Unused {
    /// Nobody knows its title.
    Title,
    /// It has none.
    Untitled,
    /// Lists of this kind have no such column.
    Kind,
    /// Another column says the same.
    Twice,
    /// A person chose so.
    Chosen,
    /// Remarks are not stored.
    Note,
    /// Grades follow from the names of classes.
    Grade,
    /// Addresses are compared and not stored.
    Mail,
}

impl Unused {
    /// The key of its words in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "unused_title",
            Self::Untitled => "unused_untitled",
            Self::Kind => "unused_kind",
            Self::Twice => "unused_twice",
            Self::Chosen => "unused_chosen",
            Self::Note => "unused_note",
            Self::Grade => "unused_grade",
            Self::Mail => "unused_mail",
        }
    }
}

/// Why a sheet is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetSkipped {
    /// It is hidden in the file.
    Hidden,
    /// It has no columns of the kind.
    NoColumns,
}

impl SheetSkipped {
    /// The key of its words in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Hidden => "sheet_hidden",
            Self::NoColumns => "sheet_no_columns",
        }
    }
}

/// Why a row was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Above the header.
    Title,
    /// The header once more.
    Header,
    /// A line that names what follows.
    Banner,
    /// The numbers of the columns: `(1) (2) (3)`.
    Numbers,
    /// A sum.
    Sum,
    /// Signatures at the end.
    Closing,
}

/// A row with what its cells mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number as Excel shows it.
    pub number: u32,
    /// Whether it is hidden in the file.
    pub hidden: bool,
    /// Cells by field.
    pub cells: BTreeMap<Field, Cell>,
    /// The row whose person or class it goes on with: their cell is merged over both.
    pub under: Option<u32>,
    /// The row before that names somebody, where this one names nobody.
    pub above: Option<u32>,
    /// Fields out of which something invisible was taken.
    pub cleaned: Vec<Field>,
}

impl Row {
    /// What a field shows, as one line; empty if nothing is there.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        self.cells.get(&field).map(text).unwrap_or_default()
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it lists.
    pub kind: Kind,
    /// Which sheet it is from.
    pub sheet: u32,
    /// Number of the header row, 0 without one.
    pub header: u32,
    /// How many rows the header has.
    pub header_rows: u32,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows to take over.
    pub rows: Vec<Row>,
    /// Rows that were left out, and why.
    pub left_out: Vec<(u32, LeftOut)>,
    /// Numbers of rows that are hidden in the file and taken over all the same.
    pub hidden: Vec<u32>,
    /// The old font that text was converted from, with a sample before and after.
    pub converted: Option<(OldFont, String, String)>,
    /// The order of day and month that holds; unknown if some date leaves it open.
    pub date_order: DateOrder,
    /// A date that leaves it open.
    pub date_doubt: Option<String>,
    /// Whether days count from 1904.
    pub from_1904: bool,
    /// Whether all columns are known that the kind cannot do without.
    pub complete: bool,
    /// The school year that the title names.
    pub year: Option<SchoolYear>,
    /// The paper that the titles name: lists of duties are made by decisions.
    pub paper: Option<NamedPaper>,
    /// The day from which the titles say that the list holds.
    pub holds_from: Option<NaiveDate>,
    /// What stands above the header, and the name of the sheet: they may name a unit.
    pub titles: Vec<String>,
    /// Visible sheets that could be read as this kind too.
    pub other_sheets: Vec<String>,
    /// Sheets that say something and are not read, and why.
    pub skipped_sheets: Vec<(String, SheetSkipped)>,
}

/// Whether a cell has something that nobody sees.
pub(crate) fn has_invisible(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.chars().any(is_invisible))
}
