//! Looking at a sheet as a table: header, columns, what was left out; and how columns were matched
//! by hand before.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::calendar::SchoolYear;
use domain::text::visible;
use domain::{Code, Refusal};
use serde::Serialize;
use workbook::columns::shown;
use workbook::old_fonts::OldFont;
use workbook::table::{Column, LeftOut};
use workbook::{Choice, DateOrder, Field, Kind, NamedPaper, Table};

use super::request::ImportRequest;
use crate::{Engine, Reply};

/// Text that was converted from an old font.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Converted {
    /// Which writing.
    pub font: OldFont,
    /// A sample as it stands in the file.
    pub before: String,
    /// The sample in Unicode.
    pub after: String,
}

/// A sheet as a table: header, columns, what was left out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Looked {
    /// Which sheet, from 0.
    pub sheet: u32,
    /// Number of the header row; 0 without one.
    pub header: u32,
    /// How many rows the header has.
    pub header_rows: u32,
    /// Columns.
    pub columns: Vec<Column>,
    /// Fields that a column of this kind may hold, with their titles.
    pub fields: Vec<(Field, String)>,
    /// Rows that will be read.
    pub rows: u32,
    /// Rows that were left out, and why.
    pub left_out: Vec<(u32, LeftOut)>,
    /// Rows that are hidden in the file and read all the same.
    pub hidden: Vec<u32>,
    /// Text that was converted.
    pub converted: Option<Converted>,
    /// The order of day and month.
    pub date_order: DateOrder,
    /// A date that leaves the order open.
    pub date_doubt: Option<String>,
    /// Whether all columns are known that the kind cannot do without.
    pub complete: bool,
    /// The school year that the title names.
    pub year: Option<SchoolYear>,
    /// The paper that the title names.
    pub paper: Option<NamedPaper>,
    /// The day from which the title says that the list holds.
    pub holds_from: Option<NaiveDate>,
    /// Other sheets of the file that could be read as this kind.
    pub other_sheets: Vec<String>,
}

impl Engine {
    /// The open file as a table of a kind. Columns that were matched by hand before are matched so
    /// again.
    ///
    /// # Errors
    /// `nothing_chosen` if no file is open; those of [`workbook::table::read`].
    pub async fn look_at(&self, kind: Kind, choice: &Choice) -> Reply<Looked> {
        let table = self.table(kind, choice).await?;
        let fields = kind
            .fields()
            .iter()
            .copied()
            .chain(kind.also().iter().copied())
            .chain(kind.parts())
            .map(|f| (f, shown(f).to_owned()))
            .collect();
        Ok(Looked {
            sheet: table.sheet,
            header: table.header,
            header_rows: table.header_rows,
            fields,
            rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
            columns: table
                .columns
                .into_iter()
                .map(|c| Column {
                    title: visible(&c.title),
                    samples: c.samples.iter().map(|t| visible(t)).collect(),
                    ..c
                })
                .collect(),
            left_out: table.left_out,
            hidden: table.hidden,
            converted: table.converted.map(|(font, before, after)| Converted {
                font,
                before: visible(&before),
                after: visible(&after),
            }),
            date_order: table.date_order,
            date_doubt: table.date_doubt,
            complete: table.complete,
            year: table.year,
            paper: table.paper.map(|paper| NamedPaper {
                number: visible(&paper.number),
                issuer: paper.issuer.as_deref().map(visible),
                ..paper
            }),
            holds_from: table.holds_from,
            other_sheets: table.other_sheets.iter().map(|s| visible(s)).collect(),
        })
    }

    pub(super) async fn table(&self, kind: Kind, choice: &Choice) -> Reply<Table> {
        let opened = self.opened.lock().await;
        let opened = opened
            .as_ref()
            .ok_or_else(|| Refusal::new(Code::NothingChosen))?;
        let first = workbook::table::read(&opened.book, kind, choice);
        let remembered: BTreeMap<String, Option<Field>> = self.remembered(kind).await?;
        let Ok(table) = &first else { return Ok(first?) };
        let mut choice = choice.clone();
        for column in &table.columns {
            if let Some(field) = remembered
                .get(&workbook::columns::plain(&column.title))
                .filter(|_| !column.title.is_empty())
            {
                choice.columns.entry(column.place).or_insert(*field);
            }
        }
        choice.header = Some(table.header);
        // A memory that no longer fits is no reason to refuse a file.
        Ok(workbook::table::read(&opened.book, kind, &choice).or(first)?)
    }

    async fn remembered(&self, kind: Kind) -> Reply<BTreeMap<String, Option<Field>>> {
        Ok(
            replica::settings::get(&mut *self.replica.reader().await?, &memory(kind))
                .await?
                .unwrap_or_default(),
        )
    }

    /// Remembers how columns were matched by hand.
    pub(crate) async fn remember(&self, request: &ImportRequest) -> Reply<()> {
        if request.choice.columns.is_empty() {
            return Ok(());
        }
        let table = self.table(request.kind, &request.choice).await?;
        let mut memory_of_kind = self.remembered(request.kind).await?;
        for column in table.columns.iter().filter(|c| !c.title.is_empty()) {
            if let Some(field) = request.choice.columns.get(&column.place) {
                memory_of_kind.insert(workbook::columns::plain(&column.title), *field);
            }
        }
        Ok(replica::settings::put(
            &mut *self.replica.writer().await,
            &memory(request.kind),
            &memory_of_kind,
        )
        .await?)
    }
}

fn memory(kind: Kind) -> String {
    format!("import_columns/{}", kind.key())
}
