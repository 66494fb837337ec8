//! The rows of a table while they are being understood, and what is said once for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::calendar::SchoolYear;
use domain::text::{fold, same_name, tidy};
use domain::{Code, Refusal};
use serde::{Deserialize, Serialize};
use workbook::columns::shown;
use workbook::table::{SheetSkipped, Unused, order_of};
use workbook::{DateOrder, Field, Kind, Table};

use crate::row::{Manner, Outcome, RowReader};
use crate::unit_names::{is_school, school_in};

/// A cell that was mended on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Fix {
    /// The row.
    pub row: u32,
    /// The column.
    pub field: Field,
    /// What it says now.
    pub text: String,
}

/// A table while it is being understood.
#[derive(Debug)]
pub struct Reading {
    pub(crate) kind: Kind,
    pub(crate) fields: Vec<(Field, String)>,
    pub(crate) rows: Vec<RowReader>,
    pub(crate) warnings: Vec<Refusal>,
    /// The school year that the title names.
    pub year: Option<SchoolYear>,
    /// What stands above the header; it may name a unit.
    pub(crate) titles: Vec<String>,
    places: BTreeMap<u32, usize>,
    /// Rows whose changes of what is known a person has ticked.
    ticked: BTreeSet<u32>,
}

impl Reading {
    /// Begins to read a table; with `take_proposals`, what a cell probably should be is taken.
    ///
    /// # Errors
    /// `book_no_header` if a column is missing that the kind cannot do without.
    pub fn of(table: Table, take_proposals: bool) -> Result<Self, Refusal> {
        if !table.complete {
            return Err(Refusal::new(Code::BookNoHeader));
        }
        let (kind, fields) = (table.kind, used(&table));
        let manner = Arc::new(Manner::of(&table, take_proposals));
        let warnings = said_of(&table);
        let (year, titles) = (table.year, table.titles);
        let rows: Vec<RowReader> = table
            .rows
            .into_iter()
            .map(|row| RowReader::new(row, &manner))
            .collect();
        let places = rows.iter().enumerate();
        let mut reading = Self {
            kind,
            fields,
            places: places.map(|(place, row)| (row.number, place)).collect(),
            rows,
            warnings,
            year,
            titles,
            ticked: BTreeSet::new(),
        };
        reading.names_above(take_proposals);
        Ok(reading)
    }

    /// Rows that name nobody probably go on with the person above: that is proposed, and taken if
    /// proposals are.
    fn names_above(&mut self, take: bool) {
        for n in 0..self.rows.len() {
            let above = self.rows[n].above.and_then(|row| self.places.get(&row));
            let Some(above) = above.map(|place| self.rows[*place].clone()) else {
                continue;
            };
            if take {
                self.rows[n].goes_on_with(&above);
            } else {
                self.rows[n].name_above = above.text(Field::Name);
            }
        }
    }

    /// Puts what a person typed in the place of what the file says.
    #[must_use]
    pub fn mended(mut self, fixes: &[Fix]) -> Self {
        for fix in fixes {
            let above = self.above(fix);
            self.numbered(&[fix.row]).for_each(|row| match &above {
                Some(above) => row.goes_on_with(above),
                None => row.mend(fix.field, &fix.text),
            });
        }
        self.order_again();
        self
    }

    /// Where the dates of the file left open whether the day stands first: those that nobody typed
    /// anew may agree now.
    fn order_again(&mut self) {
        let Some(row) = self.rows.first() else {
            return;
        };
        let mut manner = row.manner.as_ref().clone();
        if manner.order != DateOrder::Unknown {
            return;
        }
        (manner.order, _) = order_of(self.rows.iter().flat_map(RowReader::dates_of_file));
        let manner = Arc::new(manner);
        for row in &mut self.rows {
            row.manner = Arc::clone(&manner);
        }
    }

    /// The row above whose name a person confirmed for one that names nobody.
    fn above(&self, fix: &Fix) -> Option<RowReader> {
        let row = &self.rows[*self.places.get(&fix.row)?];
        let above = &self.rows[*self.places.get(&row.above?)?];
        let name = above.text(Field::Name)?;
        (fix.field == Field::Name && same_name(&name, &fix.text)).then(|| above.clone())
    }

    /// Takes the changes of posts, classes and their teachers that rows ask for.
    #[must_use]
    pub fn taking(mut self, rows: &[u32]) -> Self {
        self.ticked.extend(rows);
        self
    }

    /// Whether a person has ticked a row.
    pub(crate) fn is_ticked(&self, row: u32) -> bool {
        self.ticked.contains(&row)
    }

    /// Shows a column that the file does not have, to be filled in.
    pub(crate) fn show(&mut self, field: Field) {
        if !self.has(field) {
            self.fields.push((field, shown(field).to_owned()));
        }
    }

    /// Cells that go on with the one above in words or signs: what stands there is proposed.
    pub(crate) fn dittos(&mut self) {
        let mut above: BTreeMap<Field, String> = BTreeMap::new();
        for row in &mut self.rows {
            for field in row.dittos() {
                row.goes_on(field, above.get(&field).cloned());
            }
            for (field, _) in &self.fields {
                if let Some(text) = row.lines(*field) {
                    above.insert(*field, text);
                }
            }
        }
    }

    /// Names, as they compare, that rows have with codes that differ.
    pub(crate) fn shared_names(&self) -> BTreeSet<String> {
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in &self.rows {
            if let (Some(name), Some(code)) = (row.text(Field::Name), row.text(Field::Code)) {
                let name = tidy(&name).to_lowercase();
                codes.entry(name).or_default().insert(code);
            }
        }
        let shared = codes.into_iter().filter(|(_, codes)| codes.len() > 1);
        shared.map(|(name, _)| name).collect()
    }

    /// Leaves rows out.
    #[must_use]
    pub fn without(mut self, rows: &[u32]) -> Self {
        self.numbered(rows)
            .for_each(|row| row.outcome = Outcome::LeftOut);
        self
    }

    /// Whether the rows are about units below the own one: their facts are asked for.
    #[must_use]
    pub fn names_units(&self) -> bool {
        let named = [Field::Unit, Field::UnitCode];
        let titled = |title: &String| school_in(title).is_some();
        self.kind == Kind::Units
            || named.into_iter().any(|field| self.any(field))
            || self.titles.iter().any(titled)
            || self.titles.last().is_some_and(|sheet| is_school(sheet))
    }

    /// Whether any row says something in a column.
    pub(crate) fn any(&self, field: Field) -> bool {
        self.rows.iter().any(|row| row.text(field).is_some())
    }

    /// Whether a column is used.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|(used, _)| *used == field)
    }

    /// Whether a row waits.
    pub(crate) fn waits(&self, row: u32) -> bool {
        let place = self.places.get(&row);
        place.is_some_and(|place| self.rows[*place].waits())
    }

    /// The rows of some numbers.
    pub(crate) fn numbered(&mut self, rows: &[u32]) -> impl Iterator<Item = &mut RowReader> {
        let places: BTreeSet<usize> = rows
            .iter()
            .filter_map(|row| self.places.get(row).copied())
            .collect();
        let mut rest = self.rows.as_mut_slice();
        let mut taken = 0;
        places.into_iter().filter_map(move |place| {
            let (_, from) = std::mem::take(&mut rest).split_at_mut(place - taken);
            let (row, after) = from.split_first_mut()?;
            rest = after;
            taken = place + 1;
            Some(row)
        })
    }

    /// Rows wait because of this.
    pub(crate) fn wrong(&mut self, rows: &[u32], field: Option<Field>, refusal: &Refusal) {
        self.numbered(rows)
            .for_each(|row| row.wrong(field, refusal.clone()));
    }

    /// Rows wait because their act may not stand; those that wait already have said why.
    pub(crate) fn refused(&mut self, rows: &[u32], field: Option<Field>, refusal: &Refusal) {
        self.numbered(rows)
            .filter(|row| !row.waits())
            .for_each(|row| row.wrong(field, refusal.clone()));
    }

    /// Only said of rows.
    pub(crate) fn note(&mut self, rows: &[u32], field: Option<Field>, refusal: &Refusal) {
        self.numbered(rows)
            .for_each(|row| row.note(field, refusal.clone()));
    }

    /// Something comes of rows.
    pub(crate) fn becomes(&mut self, rows: &[u32], outcome: Outcome) {
        self.numbered(rows).for_each(|row| row.becomes(outcome));
    }

    /// Rows that say exactly the same in some columns, and wait because of it.
    pub(crate) fn clash(
        &mut self,
        key: impl Fn(&RowReader) -> Option<String>,
        refusal: impl Fn(&RowReader, &[u32]) -> (Field, Refusal),
    ) {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, row) in self.rows.iter().enumerate() {
            if let Some(key) = key(row).filter(|_| row.outcome != Outcome::LeftOut) {
                by_key.entry(key).or_default().push(n);
            }
        }
        for same in by_key.into_values().filter(|rows| rows.len() > 1) {
            let numbers: Vec<u32> = same.iter().map(|n| self.rows[*n].number).collect();
            for n in same {
                let (field, refusal) = refusal(&self.rows[n], &numbers);
                self.rows[n].wrong(Some(field), refusal);
            }
        }
    }

    /// People who differ and have one ID number in the file.
    pub(crate) fn clash_of_numbers(&mut self) {
        let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, row) in self.rows.iter().enumerate() {
            if let Some(number) = row.id_digits().filter(|_| row.outcome != Outcome::LeftOut) {
                by_number.entry(number).or_default().push(n);
            }
        }
        for (number, rows) in by_number {
            let name = |n: &usize| self.rows[*n].text(Field::Name).unwrap_or_default();
            let first = name(&rows[0]);
            let one_each = self.kind == Kind::Officers && rows.len() > 1;
            if !one_each && rows.iter().all(|n| same_name(&name(n), &first)) {
                continue;
            }
            let numbers: Vec<u32> = rows.iter().map(|n| self.rows[*n].number).collect();
            let refusal = Refusal::new(Code::IdNumberTwice)
                .with("value", number)
                .with("rows", row_numbers(&numbers));
            self.wrong(&numbers, Some(Field::IdNumber), &refusal);
        }
    }

    /// Said once: people without an ID number, where there is a column for it, and people who share
    /// an e-mail address.
    pub(crate) fn about_people(&mut self, has_id_column: bool) {
        let without = self
            .rows
            .iter()
            .filter(|r| !r.waits() && r.text(Field::IdNumber).is_none())
            .count();
        if has_id_column && without > 0 {
            let refusal = Refusal::new(Code::NoIdNumbers).with("count", without);
            self.warnings.push(refusal);
        }
        self.shared_mails(|row| row.text(Field::Mail), fold);
    }

    /// Said once: names that the file has in capitals.
    pub(crate) fn about_capitals(&mut self) {
        let rows = self.rows.iter().filter(|row| !row.waits());
        let written: Vec<&str> = rows.filter_map(RowReader::in_capitals).collect();
        if let Some(first) = written.first() {
            let refusal = Refusal::new(Code::NamesInCapitals).with("count", written.len());
            let refusal = refusal.with("name", first);
            self.warnings.push(refusal);
        }
    }

    /// Says which address several people have, as they are told apart by name.
    pub(crate) fn shared_mails(
        &mut self,
        mail: impl Fn(&RowReader) -> Option<String>,
        name: impl Fn(&str) -> String,
    ) {
        let mut mails: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in &self.rows {
            if let (Some(mail), Some(typed)) = (mail(row), row.text(Field::Name)) {
                let people = mails.entry(mail.to_lowercase()).or_default();
                people.insert(name(&typed));
            }
        }
        for (mail, people) in mails.into_iter().filter(|(_, people)| people.len() > 1) {
            let refusal = Refusal::new(Code::SharedMail).with("count", people.len());
            self.warnings.push(refusal.with("mail", mail));
        }
    }
}

/// What is said once: columns that are not used, sheets that are not read.
fn said_of(table: &Table) -> Vec<Refusal> {
    let unused = table.columns.iter().filter_map(|column| {
        let why = column.unused?;
        let title = if column.title.is_empty() {
            column.samples.first()?
        } else {
            &column.title
        };
        // What no list of the kind has cannot be chosen otherwise either.
        let refusal = match why {
            Unused::Kind => Refusal::new(Code::ColumnNotOfKind),
            _ => Refusal::new(Code::ColumnUnused).with("why", why.key()),
        };
        Some(refusal.with("column", title))
    });
    let others = (!table.other_sheets.is_empty())
        .then(|| Refusal::new(Code::SheetsUnread).with("sheets", table.other_sheets.join(", ")));
    let skipped = [SheetSkipped::Hidden, SheetSkipped::NoColumns];
    let skipped = skipped.into_iter().filter_map(|why| {
        let sheets = table.skipped_sheets.iter().filter(|(_, of)| *of == why);
        let names: Vec<&str> = sheets.map(|(name, _)| name.as_str()).collect();
        let refusal = Refusal::new(Code::SheetSkipped)
            .with("sheets", names.join(", "))
            .with("why", why.key());
        (!names.is_empty()).then_some(refusal)
    });
    unused.chain(others).chain(skipped).collect()
}

/// The columns that are used, and those of the kind that a person may fill in while mending.
fn used(table: &Table) -> Vec<(Field, String)> {
    let in_file = |f: &Field| {
        table.rows.iter().any(|r| r.cells.contains_key(f))
            || table.columns.iter().any(|c| c.field == Some(*f))
    };
    let kind = table.kind;
    let tells_people_apart = |f: &Field| {
        let people = matches!(table.kind, Kind::Assignments | Kind::Officers);
        people && matches!(f, Field::Code | Field::BornOn)
    };
    let fields = kind.fields().iter().chain(kind.also());
    fields
        .filter(|f| in_file(f) || tells_people_apart(f))
        .map(|f| (*f, shown(*f).to_owned()))
        .collect()
}

/// Says that nobody can tell which classes are meant.
pub(crate) fn which_classes(typed: &str) -> Refusal {
    Refusal::new(Code::WhichClasses).with("value", typed)
}

/// Numbers of rows as a sentence names them.
pub(crate) fn row_numbers(rows: &[u32]) -> String {
    let numbers: Vec<String> = rows.iter().map(u32::to_string).collect();
    numbers.join(", ")
}
