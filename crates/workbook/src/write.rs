//! Files that go out: templates to fill in, and the wrong rows of a file to be mended in Excel and
//! brought back.
//!
//! Everything is written as text cells: a name that begins with `=` stays a name.

use std::collections::BTreeMap;

use domain::{Code, Refusal};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use crate::columns::{Field, Kind, sheet_name, shown};

/// Rows of a template that have lists to choose from.
const PREPARED_ROWS: u32 = 2_000;

/// Values to choose from, by column.
pub type Lists = BTreeMap<Field, Vec<String>>;

/// A row of a file that goes back to be mended.
#[derive(Clone, Debug)]
pub struct Returned {
    /// What stands in it.
    pub cells: BTreeMap<Field, String>,
    /// What is wrong: the column, if it is one, and the sentence.
    pub problems: Vec<(Option<Field>, String)>,
}

fn failed(error: XlsxError) -> Refusal {
    Refusal::new(Code::Internal).with("cause", error)
}

/// An empty table of a kind, with lists to choose from where a column has them.
///
/// # Errors
/// `internal`.
pub fn template(kind: Kind, lists: &Lists) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    let made = make_template(&mut book, kind, lists).and_then(|()| book.save_to_buffer());
    made.map_err(failed)
}

fn make_template(book: &mut Workbook, kind: Kind, lists: &Lists) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(sheet_name(kind.key()))?;
    header(sheet, kind.fields(), false)?;
    // Lists lie on a sheet of their own: Excel takes at most 255 characters of a list in the cell
    // itself.
    let filled: Vec<(u16, &Vec<String>)> = kind
        .fields()
        .iter()
        .enumerate()
        .filter_map(|(n, f)| {
            lists
                .get(f)
                .filter(|l| !l.is_empty())
                .map(|l| (u16::try_from(n).unwrap_or(0), l))
        })
        .collect();
    for (place, (column, list)) in filled.iter().enumerate() {
        let letter = char::from(b'A' + u8::try_from(place).unwrap_or(25).min(25));
        let source = format!(
            "='{}'!${letter}$1:${letter}${}",
            sheet_name("lists"),
            list.len()
        );
        // A list helps and does not hinder: several classes in one cell are as good.
        let rule = DataValidation::new()
            .allow_list_formula(source.as_str().into())
            .show_error_message(false);
        sheet.add_data_validation(1, *column, PREPARED_ROWS, *column, &rule)?;
    }
    if !filled.is_empty() {
        let lists = book.add_worksheet().set_name(sheet_name("lists"))?;
        for (place, (_, list)) in filled.iter().enumerate() {
            for (row, value) in list.iter().enumerate() {
                lists.write_string(
                    u32::try_from(row).unwrap_or(0),
                    u16::try_from(place).unwrap_or(0),
                    value,
                )?;
            }
        }
    }
    Ok(())
}

fn header(sheet: &mut Worksheet, fields: &[Field], with_problems: bool) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(0x00E6_EDF4);
    let text = Format::new().set_num_format("@");
    let titles = fields
        .iter()
        .copied()
        .chain(with_problems.then_some(Field::Note));
    for (column, field) in titles.enumerate() {
        let column = u16::try_from(column).unwrap_or(0);
        let width = if field == Field::Note { 60.0 } else { 18.0 };
        sheet
            .set_column_width(column, width)?
            .set_column_format(column, &text)?
            .write_string_with_format(0, column, shown(field), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The wrong rows of a file: each with a remark at the cell and all sentences in the last column,
/// which is not read back.
///
/// # Errors
/// `internal`.
pub fn returned(kind: Kind, rows: &[Returned]) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    let made = make_returned(&mut book, kind, rows).and_then(|()| book.save_to_buffer());
    made.map_err(failed)
}

fn make_returned(book: &mut Workbook, kind: Kind, rows: &[Returned]) -> Result<(), XlsxError> {
    let used: Vec<Field> = kind
        .fields()
        .iter()
        .copied()
        .filter(|f| {
            rows.iter()
                .any(|r| r.cells.contains_key(f) || r.problems.iter().any(|p| p.0 == Some(*f)))
        })
        .collect();
    let sheet = book.add_worksheet().set_name(sheet_name(kind.key()))?;
    header(sheet, &used, true)?;
    let plain = Format::new().set_num_format("@");
    let wrong = plain.clone().set_background_color(0x00FF_D9D0);
    for (n, row) in rows.iter().enumerate() {
        let line = u32::try_from(n + 1).unwrap_or(1);
        for (column, field) in used.iter().enumerate() {
            let column = u16::try_from(column).unwrap_or(0);
            let problem = row.problems.iter().find(|p| p.0 == Some(*field));
            let text = row.cells.get(field).map_or("", String::as_str);
            sheet.write_string_with_format(
                line,
                column,
                text,
                if problem.is_some() { &wrong } else { &plain },
            )?;
            if let Some((_, sentence)) = problem {
                sheet.insert_note(line, column, &Note::new(sentence))?;
            }
        }
        let all = row
            .problems
            .iter()
            .map(|p| p.1.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        sheet.write_string_with_format(
            line,
            u16::try_from(used.len()).unwrap_or(0),
            &all,
            &wrong,
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, book, table};

    #[test]
    fn what_goes_out_comes_back() {
        let lists = Lists::from([
            (Field::Level, vec!["Tiểu học".into(), "THCS".into()]),
            (Field::Sex, vec!["Nữ".into(), "Nam".into()]),
        ]);
        for kind in Kind::ALL {
            let bytes = template(kind, &lists).unwrap();
            let opened = book::open("mau.xlsx", &bytes).unwrap();
            let read = table::read(&opened, kind, &Choice::default()).unwrap();
            let fields: Vec<Field> = read.columns.iter().filter_map(|c| c.field).collect();
            assert_eq!(fields, kind.fields(), "{kind:?}");
            assert!(read.rows.is_empty());
        }
        let row = Returned {
            cells: BTreeMap::from([
                (Field::Name, "=HYPERLINK(\"x\")".to_owned()),
                (Field::Code, "0012".to_owned()),
            ]),
            problems: vec![(Some(Field::Code), "Mã đã có.".into())],
        };
        let opened = book::open("sua.xlsx", &returned(Kind::Officers, &[row]).unwrap()).unwrap();
        let read = table::read(&opened, Kind::Officers, &Choice::default()).unwrap();
        assert_eq!(
            (
                read.rows[0].text(Field::Name),
                read.rows[0].text(Field::Code)
            ),
            ("=HYPERLINK(\"x\")".to_owned(), "0012".to_owned())
        );
        assert_eq!(read.columns.last().unwrap().field, Some(Field::Note));
    }
}
