//! What the cells of a row say as values: days, numbers, sex – and what cannot be one.

use chrono::{Datelike, NaiveDate};
use domain::officer::Sex;
use domain::{Code, Refusal};
use workbook::value::{self, Day, Digits};
use workbook::{Cell, DateOrder, Field};

use crate::row::RowReader;

/// Youngest age of somebody who works, in years.
const YOUNGEST: i32 = 15;
/// Oldest age that is believed.
const OLDEST: i32 = 100;

/// A moment as the file has it.
fn typed_moment(cell: &Cell) -> String {
    match cell {
        Cell::Moment(at) => at.format("%d/%m/%Y %H:%M").to_string(),
        cell => value::text(cell),
    }
}

impl RowReader {
    /// What a cell says as a day: in the order of the file, unless a person typed it here.
    pub(crate) fn read_day(&self, field: Field, cell: &Cell) -> Day {
        let order = if self.was_mended(field) {
            DateOrder::DayMonth
        } else {
            self.manner.order
        };
        value::day(cell, order, self.manner.from_1904)
    }

    /// A day.
    pub fn day(&mut self, field: Field) -> Option<NaiveDate> {
        let cell = self.cells.get(&field)?.clone();
        let shown = value::text(&cell);
        match self.read_day(field, &cell) {
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

    /// The birth date, if the cell clearly says one.
    pub fn born(&self) -> Option<NaiveDate> {
        let cell = self.cells.get(&Field::BornOn)?;
        match self.read_day(Field::BornOn, cell) {
            Day::Is(day) => Some(day),
            Day::Missing | Day::Year(_) | Day::Doubt(..) | Day::Wrong => None,
        }
    }

    /// The year of birth, also where the file has only that.
    fn birth_year(&self) -> Option<i32> {
        let cell = self.cells.get(&Field::BornOn)?;
        match self.read_day(Field::BornOn, cell) {
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
}
