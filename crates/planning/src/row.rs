//! One row of a table while it is being understood: values by column, and what is wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::officer::Sex;
use domain::{Code, Refusal, text};
use serde::{Deserialize, Serialize};
use workbook::value::{self, Day, Digits};
use workbook::{Cell, DateOrder, Field, Table};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something new.
    Add,
    /// Something changes.
    Edit,
    /// Everything is there already.
    Same,
    /// It waits until it is mended.
    Wrong,
    /// A person left it out.
    LeftOut,
}

/// Something about a row that a person should see.
#[derive(Clone, Debug)]
pub struct Remark {
    /// The column, if it is one.
    pub field: Option<Field>,
    /// The title of the column as the file has it.
    pub column: String,
    /// What it is.
    pub refusal: Refusal,
    /// What it probably should be.
    pub proposal: Option<String>,
    /// Whether the row waits for it; otherwise it is only said.
    pub stops: bool,
}

/// A row with what becomes of it.
#[derive(Clone, Debug)]
pub struct PlannedRow {
    /// Its number as Excel shows it.
    pub number: u32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Its cells.
    pub cells: Vec<(Field, String)>,
    /// What a person should see.
    pub remarks: Vec<Remark>,
}

/// How the rows of a table are read.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    titles: BTreeMap<Field, String>,
    order: DateOrder,
    from_1904: bool,
    take_proposals: bool,
}

impl Manner {
    pub fn of(table: &Table, take_proposals: bool) -> Self {
        let titles = table
            .columns
            .iter()
            .filter_map(|c| c.field.map(|f| (f, c.title.clone())))
            .collect();
        Self {
            titles,
            order: table.date_order,
            from_1904: table.from_1904,
            take_proposals,
        }
    }
}

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct RowReader {
    pub number: u32,
    pub outcome: Outcome,
    cells: BTreeMap<Field, Cell>,
    remarks: Vec<Remark>,
    manner: Arc<Manner>,
}

impl RowReader {
    pub fn new(row: workbook::table::Row, manner: &Arc<Manner>) -> Self {
        Self {
            number: row.number,
            outcome: Outcome::Same,
            cells: row.cells,
            remarks: vec![],
            manner: Arc::clone(manner),
        }
    }

    /// Puts what a person typed in the place of what the file says.
    pub fn mend(&mut self, field: Field, text: &str) {
        self.cells.insert(field, Cell::Text(text.to_owned()));
    }

    /// Whether the row waits for a person.
    pub fn waits(&self) -> bool {
        self.outcome == Outcome::Wrong || self.outcome == Outcome::LeftOut
    }

    fn remark(
        &mut self,
        field: Option<Field>,
        refusal: Refusal,
        proposal: Option<String>,
        stops: bool,
    ) {
        let column = field
            .map(|f| {
                self.manner
                    .titles
                    .get(&f)
                    .cloned()
                    .unwrap_or_else(|| workbook::columns::shown(f).to_owned())
            })
            .unwrap_or_default();
        self.remarks.push(Remark {
            field,
            column,
            refusal,
            proposal,
            stops,
        });
        if stops && self.outcome != Outcome::LeftOut {
            self.outcome = Outcome::Wrong;
        }
    }

    /// The row waits because of this.
    pub fn wrong(&mut self, field: Option<Field>, refusal: Refusal) {
        self.remark(field, refusal, None, true);
    }

    /// The row waits, and this is what it probably should be.
    pub fn wrong_with(&mut self, field: Field, refusal: Refusal, proposal: Option<String>) {
        self.remark(Some(field), refusal, proposal, true);
    }

    /// Only said.
    pub fn note(&mut self, field: Option<Field>, refusal: Refusal) {
        self.remark(field, refusal, None, false);
    }

    /// Something comes of the row.
    pub fn becomes(&mut self, outcome: Outcome) {
        let less = self.outcome == Outcome::Add && outcome == Outcome::Edit;
        if !(self.waits() || less) {
            self.outcome = outcome;
        }
    }

    /// The text of a column, in the form that is stored; none if it is empty.
    pub fn text(&self, field: Field) -> Option<String> {
        self.cells
            .get(&field)
            .map(value::text)
            .filter(|t| !t.is_empty())
    }

    /// Like [`RowReader::text`], with line breaks kept for lists.
    pub fn lines(&self, field: Field) -> Option<String> {
        match self.cells.get(&field)? {
            Cell::Text(text) => Some(
                text.lines()
                    .map(text::tidy)
                    .filter(|l| !l.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n"),
            )
            .filter(|t| !t.is_empty()),
            _ => self.text(field),
        }
    }

    /// A name that may be stored; refused with the row if it is too long or has letters that cannot
    /// be shown.
    pub fn name(&mut self, field: Field, key: &str) -> Option<String> {
        let typed = self.text(field)?;
        match text::name(key, &typed) {
            Ok(name) => Some(name),
            Err(refusal) => {
                self.wrong(Some(field), refusal);
                None
            }
        }
    }

    /// A name without which the row means nothing.
    pub fn required(&mut self, field: Field, key: &str) -> Option<String> {
        let found = self.name(field, key);
        if found.is_none() && !self.waits() {
            self.wrong(
                Some(field),
                Refusal::new(Code::NameMissing).with("field", key),
            );
        }
        found
    }

    /// A day.
    pub fn day(&mut self, field: Field) -> Option<NaiveDate> {
        let cell = self.cells.get(&field)?.clone();
        let shown = value::text(&cell);
        match value::day(&cell, self.manner.order, self.manner.from_1904) {
            Day::Missing => None,
            Day::Is(day) => Some(day),
            Day::Year(_) => {
                self.note(
                    Some(field),
                    Refusal::new(Code::YearOnly).with("value", shown),
                );
                None
            }
            Day::Doubt(one, other) => {
                let date = domain::calendar::paper_date;
                self.wrong(
                    Some(field),
                    Refusal::new(Code::DateDoubt)
                        .with("value", shown)
                        .with("one", date(one))
                        .with("other", date(other)),
                );
                None
            }
            Day::Wrong => {
                self.wrong(
                    Some(field),
                    Refusal::new(Code::DateShape).with("value", shown),
                );
                None
            }
        }
    }

    /// A personal ID number.
    pub fn id_number(&mut self) -> Option<String> {
        let typed = self.text(Field::IdNumber)?;
        match value::id_number(&typed) {
            Digits::Missing => None,
            Digits::Good(digits) => Some(digits),
            Digits::LostZero(digits) if self.manner.take_proposals => Some(digits),
            Digits::LostZero(digits) => {
                self.wrong_with(
                    Field::IdNumber,
                    Refusal::new(Code::LostZero)
                        .with("value", typed)
                        .with("proposal", &digits),
                    Some(digits),
                );
                None
            }
            Digits::Wrong => {
                self.wrong(Some(Field::IdNumber), Refusal::new(Code::IdNumberShape));
                None
            }
        }
    }

    /// A phone number; one that is none is said and not stored.
    pub fn phone(&mut self) -> Option<String> {
        let typed = self.text(Field::Phone)?;
        match value::phone(&typed) {
            Digits::Good(digits) => Some(digits),
            Digits::Missing => None,
            Digits::LostZero(_) | Digits::Wrong => {
                self.note(
                    Some(Field::Phone),
                    Refusal::new(Code::PhoneShape).with("value", typed),
                );
                None
            }
        }
    }

    /// Sex, when the column says it.
    pub fn sex(&mut self) -> Option<Sex> {
        let typed = self.text(Field::Sex)?;
        match workbook::columns::female(&typed) {
            Some(true) => Some(Sex::Female),
            Some(false) => Some(Sex::Male),
            None => {
                self.unknown(Field::Sex, &typed);
                None
            }
        }
    }

    /// A number of pupils.
    pub fn count(&mut self, field: Field) -> Option<u32> {
        let typed = self.text(field)?;
        let read = typed.parse().ok().filter(|n| *n <= 1_000);
        if read.is_none() {
            self.unknown(field, &typed);
        }
        read
    }

    /// A word that the column's list does not have.
    pub fn unknown(&mut self, field: Field, typed: &str) {
        let column = workbook::columns::shown(field);
        self.wrong(
            Some(field),
            Refusal::new(Code::UnknownWord)
                .with("value", typed)
                .with("column", column),
        );
    }

    /// The row as a person sees it.
    pub fn planned(self) -> PlannedRow {
        let cells = self.cells.iter();
        let cells = cells.map(|(f, c)| (*f, text::visible(&value::text(c))));
        PlannedRow {
            number: self.number,
            outcome: self.outcome,
            cells: cells.filter(|(_, t)| !t.is_empty()).collect(),
            remarks: self.remarks,
        }
    }
}
