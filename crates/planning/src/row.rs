//! One row of a table while it is being understood: values by column, and what is wrong with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use domain::officer::Sex;
use domain::text::uncapitalised;
use domain::{Code, Refusal, text};
use serde::{Deserialize, Serialize};
use workbook::value::{self, Day, Digits};
use workbook::{Cell, DateOrder, Field, Table};

use crate::person_names::{Typed, typed};

/// Youngest age of somebody who works, in years.
const YOUNGEST: i32 = 15;
/// Oldest age that is believed.
const OLDEST: i32 = 100;

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

/// A moment as the file has it.
fn typed_moment(cell: &Cell) -> String {
    match cell {
        Cell::Moment(at) => at.format("%d/%m/%Y %H:%M").to_string(),
        cell => value::text(cell),
    }
}

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct RowReader {
    pub number: u32,
    pub outcome: Outcome,
    /// The row whose person or class it goes on with.
    pub under: Option<u32>,
    /// The row before that names somebody, where this one names nobody.
    pub above: Option<u32>,
    /// Whom that row names.
    pub name_above: Option<String>,
    /// Columns that a person has mended: what they say is meant so.
    mended: Vec<Field>,
    cells: BTreeMap<Field, Cell>,
    remarks: Vec<Remark>,
    uncapitalised: Option<String>,
    manner: Arc<Manner>,
}

impl RowReader {
    pub fn new(row: workbook::table::Row, manner: &Arc<Manner>) -> Self {
        let mut reader = Self {
            number: row.number,
            outcome: Outcome::Same,
            under: row.under,
            above: row.above,
            name_above: None,
            mended: vec![],
            cells: row.cells,
            remarks: vec![],
            uncapitalised: None,
            manner: Arc::clone(manner),
        };
        for field in row.cleaned {
            let value = reader.text(field).unwrap_or_default();
            reader.note(
                Some(field),
                Refusal::new(Code::InvisibleTaken).with("value", value),
            );
        }
        reader
    }

    /// The title of a column as the file has it; empty if it has none.
    pub fn title(&self, field: Field) -> &str {
        self.manner
            .titles
            .get(&field)
            .map_or("", |title| title.trim())
    }

    /// Puts what a person typed in the place of what the file says.
    pub fn mend(&mut self, field: Field, text: &str) {
        self.cells.insert(field, Cell::Text(text.to_owned()));
        self.mended.push(field);
    }

    /// The row is about the person of another one: what tells who they are comes from there.
    pub fn goes_on_with(&mut self, other: &Self) {
        const WHO: [Field; 8] = [
            Field::Name,
            Field::Code,
            Field::Sex,
            Field::BornOn,
            Field::IdNumber,
            Field::Phone,
            Field::Unit,
            Field::UnitCode,
        ];
        for field in WHO {
            if let Some(cell) = other.cells.get(&field) {
                self.cells.entry(field).or_insert_with(|| cell.clone());
            }
        }
        self.under = Some(other.under.unwrap_or(other.number));
    }

    /// Cells that hold a formula or its fault instead of a value make the row wait.
    pub fn refuse_faults(&mut self) {
        let faults: Vec<(Field, String)> = self
            .cells
            .iter()
            .filter(|(field, _)| !matches!(field, Field::Order | Field::Note | Field::Grade))
            .filter_map(|(field, cell)| Some((*field, value::fault(cell)?)))
            .collect();
        for (field, fault) in faults {
            let refusal = Refusal::new(Code::FormulaCell).with("value", fault);
            self.wrong(Some(field), refusal);
        }
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

    /// The name of a person. A remark in its cell is not taken for a part of it, nor dropped.
    pub fn person(&mut self, field: Field) -> Option<String> {
        let name = self.name(field, "name")?;
        // A formula is called that, and nothing else.
        if self
            .remarks
            .iter()
            .any(|r| r.stops && r.field == Some(field))
        {
            return None;
        }
        if self.mended.contains(&field) {
            return Some(name);
        }
        match typed(&name) {
            Typed::Name => Some(self.written(name)),
            Typed::Remark(Some(proposal)) if self.manner.take_proposals => {
                Some(self.written(proposal))
            }
            Typed::Remark(proposal) => {
                let refusal = match &proposal {
                    Some(proposal) => Refusal::new(Code::NameRemark)
                        .with("value", name)
                        .with("proposal", proposal),
                    None => Refusal::new(Code::UnknownWord)
                        .with("value", name)
                        .with("column", workbook::columns::shown(field)),
                };
                self.wrong_with(field, refusal, proposal);
                None
            }
        }
    }

    /// A name as people write it, where the file has it in capitals; it is said once for the file.
    fn written(&mut self, name: String) -> String {
        let Some(written) = uncapitalised(&name) else {
            return name;
        };
        self.uncapitalised = Some(written.clone());
        written
    }

    /// The name that was in capitals, as it is written into the register.
    pub fn in_capitals(&self) -> Option<&str> {
        self.uncapitalised.as_deref()
    }

    /// The name of the person whom the row is about.
    pub fn required_person(&mut self) -> Option<String> {
        if self.text(Field::Name).is_none()
            && let Some(above) = self.name_above.clone()
        {
            let refusal = Refusal::new(Code::NameAbove).with("proposal", &above);
            self.wrong_with(Field::Name, refusal, Some(above));
            return None;
        }
        let found = self.person(Field::Name);
        if found.is_none() && !self.waits() {
            let refusal = Refusal::new(Code::NameMissing).with("field", "name");
            self.wrong(Some(Field::Name), refusal);
        }
        found
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
            Day::Is(day) => {
                if value::is_shifted(&cell) {
                    let refusal = Refusal::new(Code::DateShifted)
                        .with("value", typed_moment(&cell))
                        .with("date", domain::calendar::paper_date(day));
                    self.note(Some(field), refusal);
                }
                Some(day)
            }
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

    /// A birth date that somebody who works on a day can have.
    pub fn birth(&mut self, today: NaiveDate) -> Option<NaiveDate> {
        let born = self.day(Field::BornOn)?;
        let date = domain::calendar::paper_date(born);
        let before = (born.month(), born.day()) > (today.month(), today.day());
        let age = today.year() - born.year() - i32::from(before);
        let refusal = if born > today {
            Refusal::new(Code::DateToCome).with("date", date)
        } else if (YOUNGEST..=OLDEST).contains(&age) {
            return Some(born);
        } else {
            Refusal::new(Code::BirthUnlikely)
                .with("date", date)
                .with("age", age)
        };
        self.wrong(Some(Field::BornOn), refusal);
        None
    }

    /// The year of birth, also where the file has only that.
    fn birth_year(&self) -> Option<i32> {
        let cell = self.cells.get(&Field::BornOn)?;
        match value::day(cell, self.manner.order, self.manner.from_1904) {
            Day::Is(day) => Some(day.year()),
            Day::Year(year) => Some(year),
            // Whichever of the two it is, the year is the same.
            Day::Doubt(one, _) => Some(one.year()),
            Day::Missing | Day::Wrong => None,
        }
    }

    /// The ID number as digits, if it can be one.
    pub fn id_digits(&self) -> Option<String> {
        match value::id_number(&self.text(Field::IdNumber)?) {
            Digits::Good(digits) | Digits::LostZero(digits) => Some(digits),
            _ => None,
        }
    }

    /// Whether an ID number agrees with sex and year of birth; none where the row says neither.
    fn agrees(&self, digits: &str) -> Option<bool> {
        let (female, year) = value::said_by_id(digits)?;
        let sex = self.text(Field::Sex);
        let sex = sex.and_then(|typed| workbook::columns::female(&typed));
        let sex = sex.map(|said| said == female);
        let born = self.birth_year().map(|said| said == year);
        match (sex, born) {
            (None, None) => None,
            (sex, born) => Some(sex.unwrap_or(true) && born.unwrap_or(true)),
        }
    }

    /// A personal ID number.
    pub fn id_number(&mut self) -> Option<String> {
        let shown = self.text(Field::IdNumber)?;
        let field = Field::IdNumber;
        let with_value = |code| Refusal::new(code).with("value", &shown);
        let refusal = match value::id_number(&shown) {
            Digits::Missing => return None,
            Digits::Good(digits) => {
                if self.agrees(&digits) == Some(false) {
                    self.note(Some(field), with_value(Code::IdNumberDiffers));
                }
                return Some(digits);
            }
            Digits::LostZero(digits) if self.may_be(&digits) => {
                if self.manner.take_proposals {
                    return Some(digits);
                }
                let refusal = with_value(Code::LostZero).with("proposal", &digits);
                self.wrong_with(field, refusal, Some(digits));
                return None;
            }
            Digits::Rounded => with_value(Code::NumberRounded),
            Digits::Unlikely => with_value(Code::IdNumberUnlikely),
            Digits::LostZero(_) | Digits::Wrong => Refusal::new(Code::IdNumberShape),
        };
        self.wrong(Some(field), refusal);
        None
    }

    /// Whether what becomes of a number by zeros in front may be proposed: nothing in the row
    /// speaks against it, and where two zeros are missing something speaks for it.
    fn may_be(&self, digits: &str) -> bool {
        let one_zero = !digits.starts_with("00");
        self.agrees(digits).unwrap_or(one_zero)
    }

    /// A phone number; one that is none is said and not stored, and so is a second one.
    pub fn phone(&mut self) -> Option<String> {
        let typed = self.lines(Field::Phone)?;
        let (kept, others) = value::phones(&typed);
        match kept {
            Digits::Good(digits) => {
                if !others.is_empty() {
                    let refusal = Refusal::new(Code::PhoneSecond)
                        .with("kept", &digits)
                        .with("value", others.join("; "));
                    self.note(Some(Field::Phone), refusal);
                }
                Some(digits)
            }
            Digits::Missing => None,
            Digits::LostZero(_) | Digits::Rounded | Digits::Unlikely | Digits::Wrong => {
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
