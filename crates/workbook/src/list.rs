//! A list as the window shows it, written as a workbook: texts are text cells, counts are numbers,
//! days are days, so that Excel sorts and sums them.
//!
//! No cell is ever a formula: a name that begins with `=` stays a name.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::vietnam;
use domain::{Code, Refusal};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use serde::Deserialize;

/// Most rows of a list that is written.
const MAX_ROWS: usize = 100_000;
/// Most columns of it.
const MAX_COLUMNS: usize = 60;
/// Most characters of the name of a sheet, as Excel has it.
const MAX_SHEET_NAME: usize = 31;

/// A list as it is shown: its columns, and its rows in their order.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct List {
    /// What the sheet is called.
    pub title: String,
    /// The columns that are shown.
    pub columns: Vec<ListColumn>,
    /// The rows that are shown; a cell for each column.
    pub rows: Vec<Vec<ListCell>>,
}

/// A column of a list.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ListColumn {
    /// What stands above it.
    pub title: String,
    /// How wide it is, in characters.
    pub width: u8,
}

/// What a row says in a column.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ListCell {
    /// Words, as they are read on the screen.
    Text(String),
    /// A count.
    Number(i32),
    /// A day.
    Day(NaiveDate),
    /// An instant; the sheet says it in the time of Việt Nam.
    At(DateTime<Utc>),
}

impl List {
    /// The workbook.
    ///
    /// # Errors
    /// `too_many` beyond what a list may be, `bad_request` if a row has not a cell for each column,
    /// `internal`.
    pub fn to_workbook(&self) -> Result<Vec<u8>, Refusal> {
        for (count, limit) in [
            (self.rows.len(), MAX_ROWS),
            (self.columns.len(), MAX_COLUMNS),
        ] {
            if count > limit {
                return Err(Refusal::new(Code::TooMany).with("limit", limit));
            }
        }
        if self.rows.iter().any(|row| row.len() != self.columns.len()) {
            return Err(Refusal::new(Code::BadRequest));
        }
        let mut book = Workbook::new();
        let made = self.fill(book.add_worksheet());
        made.and_then(|()| book.save_to_buffer())
            .map_err(|error| Refusal::new(Code::Internal).with("cause", error))
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(sheet_name(&self.title))?;
        self.head(sheet)?;
        let formats = Formats::new();
        for (row, line) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(line) {
                formats.write(sheet, row, column, cell)?;
            }
        }
        let (last_row, last_column) = (self.rows.len(), self.columns.len().saturating_sub(1));
        if let (Ok(row), Ok(column)) = (u32::try_from(last_row), u16::try_from(last_column)) {
            sheet.autofilter(0, 0, row, column)?;
        }
        sheet.set_freeze_panes(1, 1)?;
        Ok(())
    }

    fn head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let bold = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(0x00E6_EDF4);
        for (place, column) in (0..).zip(&self.columns) {
            sheet
                .set_column_width(place, f64::from(column.width.clamp(6, 80)))?
                .write_string_with_format(0, place, &column.title, &bold)?;
        }
        Ok(())
    }
}

/// How cells of each kind look.
struct Formats {
    text: Format,
    day: Format,
    at: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            text: Format::new().set_num_format("@"),
            day: Format::new().set_num_format("dd/mm/yyyy"),
            at: Format::new().set_num_format("hh:mm dd/mm/yyyy"),
        }
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: &ListCell,
    ) -> Result<(), XlsxError> {
        match cell {
            // A cell that says nothing stays empty, for counting in Excel.
            ListCell::Text(text) if text.is_empty() => {}
            ListCell::Text(text) => {
                sheet.write_string_with_format(row, column, text, &self.text)?;
            }
            ListCell::Number(number) => {
                sheet.write_number(row, column, *number)?;
            }
            ListCell::Day(day) => {
                sheet.write_datetime_with_format(row, column, day, &self.day)?;
            }
            ListCell::At(at) => {
                let local = at.with_timezone(&vietnam()).naive_local();
                sheet.write_datetime_with_format(row, column, local, &self.at)?;
            }
        }
        Ok(())
    }
}

/// A title as Excel takes it for a sheet: without its seven signs, not too long, never empty.
fn sheet_name(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| if r"[]:*?/\".contains(c) { ' ' } else { c })
        .take(MAX_SHEET_NAME)
        .collect();
    let named = plain.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if named.is_empty() {
        "1".to_owned()
    } else {
        named.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};
    use chrono::TimeZone;

    use super::*;

    fn read(bytes: Vec<u8>) -> (String, Range<Data>, Range<String>) {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        let cells = book.worksheet_range(&name).unwrap();
        let formulas = book.worksheet_formula(&name).unwrap();
        (name, cells, formulas)
    }

    fn list(rows: Vec<Vec<ListCell>>) -> List {
        let column = |title: &str| ListColumn {
            title: title.into(),
            width: 20,
        };
        List {
            title: "Biên bản: 2026/2027".into(),
            columns: ["Bên nhận", "Số quyền", "Ngày ký", "Ghi nhận"]
                .map(column)
                .into(),
            rows,
        }
    }

    #[test]
    fn what_is_shown_is_read_back_as_what_it_is() {
        let day = NaiveDate::from_ymd_opt(2026, 9, 5).unwrap();
        let at = Utc.with_ymd_and_hms(2026, 9, 5, 20, 30, 0).unwrap();
        let written = list(vec![
            vec![
                ListCell::Text("NGUYỄN THỊ THUỲ DƯƠNG – Ấp Ỷ Ẵ".into()),
                ListCell::Number(12),
                ListCell::Day(day),
                ListCell::At(at),
            ],
            vec![
                ListCell::Text("0012".into()),
                ListCell::Text(String::new()),
                ListCell::Text(String::new()),
                ListCell::Text(String::new()),
            ],
        ]);
        let (name, cells, _) = read(written.to_workbook().unwrap());
        assert_eq!(name, "Biên bản  2026 2027");
        let heads: Vec<String> = cells
            .rows()
            .next()
            .unwrap()
            .iter()
            .map(Data::to_string)
            .collect();
        assert_eq!(heads, ["Bên nhận", "Số quyền", "Ngày ký", "Ghi nhận"]);
        let at_cell = |row, column| cells.get_value((row, column)).unwrap();
        let text = |text: &str| Data::String(text.into());
        assert_eq!(at_cell(1, 0), &text("NGUYỄN THỊ THUỲ DƯƠNG – Ấp Ỷ Ẵ"));
        assert_eq!(at_cell(1, 1), &Data::Float(12.0));
        let serial = |cell: &Data| match cell {
            Data::DateTime(when) => when.as_f64(),
            other => panic!("{other:?} is no day"),
        };
        // Days as Excel counts them.
        let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
        let days = i32::try_from((day - first).num_days()).unwrap();
        assert!((serial(at_cell(1, 2)) - f64::from(days)).abs() < 1e-9);
        // Half past three in the morning of the next day, in Việt Nam.
        let local = f64::from(days) + 1.0 + 3.5 / 24.0;
        assert!((serial(at_cell(1, 3)) - local).abs() < 1e-6);
        assert_eq!(at_cell(2, 0), &text("0012"), "a code keeps its zeros");
        assert_eq!(at_cell(2, 1), &Data::Empty);
    }

    #[test]
    fn nothing_that_is_written_becomes_a_formula_or_a_link() {
        let bad = [
            "=HYPERLINK(\"http://x\")",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(1)",
            "{=1+1}",
            "\t=1",
            "http://x.vn",
            "file:///c:/x",
        ];
        let row = |text: &&str| {
            let mut row = vec![ListCell::Text((*text).to_owned())];
            row.resize_with(4, || ListCell::Text(String::new()));
            row
        };
        let mut written = list(bad.iter().map(row).collect());
        written.columns[1].title = "=1+1".into();
        written.title = "'=1+1'".into();
        let bytes = written.to_workbook().unwrap();
        let (name, cells, formulas) = read(bytes.clone());
        assert_eq!(name, "=1+1");
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
        for (n, text) in (1..).zip(bad) {
            assert_eq!(cells.get_value((n, 0)), Some(&Data::String(text.into())));
        }
        assert_eq!(cells.get_value((0, 1)), Some(&Data::String("=1+1".into())));
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut sheet = String::new();
        std::io::Read::read_to_string(
            &mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(),
            &mut sheet,
        )
        .unwrap();
        assert!(
            !sheet.contains("<f>") && !sheet.contains("<hyperlink"),
            "{sheet}"
        );
    }

    #[test]
    fn what_no_screen_sends_is_refused() {
        let ragged = list(vec![vec![ListCell::Number(1)]]);
        assert_eq!(ragged.to_workbook().unwrap_err().code, Code::BadRequest);
        let many = list(vec![vec![]; MAX_ROWS + 1]);
        assert_eq!(many.to_workbook().unwrap_err().code, Code::TooMany);
        assert_eq!(sheet_name("[*]"), "1");
        assert_eq!(sheet_name(&"x".repeat(40)).len(), 31);
    }
}
