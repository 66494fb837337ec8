//! What a row of assignments hands over, from all its columns.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::Refusal;
use domain::ids::UnitId;
use domain::rights::Function;
use domain::text;
use domain::unit::SchoolLevel;
use workbook::Field;
use workbook::columns::{function, level, plain};
use workbook::value::{classes, list, taught};

use crate::class_names::class_key;
use crate::draft::Draft;
use crate::known::unknown;
use crate::people::{Said, said};
use crate::row::RowReader;

/// What a row hands over.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Classes that are looked after, with the column that says so.
    pub homeroom: Vec<(Field, String)>,
    /// Subjects with their classes.
    pub taught: Vec<(Option<String>, Vec<String>)>,
    pub functions: BTreeSet<Function>,
    pub levels: BTreeSet<SchoolLevel>,
    /// Whether the admin account comes with it.
    pub custody: bool,
    /// Duties that open nothing in the Hệ thống CSDL.
    pub duties: Vec<String>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// What is handed over, so that it compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    Homeroom(String),
    Taught(String, String),
    Function(Function),
    Level(SchoolLevel),
    Custody,
}

impl Given {
    /// What a row hands over, thing by thing.
    pub fn matters(&self) -> Vec<Matter> {
        let homeroom = self.homeroom.iter();
        let homeroom = homeroom.map(|(_, class)| Matter::Homeroom(class_key(class)));
        let taught = self.taught.iter().flat_map(|(subject, classes)| {
            let subject = plain(subject.as_deref().unwrap_or_default());
            let classes = classes.iter();
            classes.map(move |class| Matter::Taught(subject.clone(), class_key(class)))
        });
        homeroom
            .chain(taught)
            .chain(self.functions.iter().copied().map(Matter::Function))
            .chain(self.levels.iter().copied().map(Matter::Level))
            .chain(self.custody.then_some(Matter::Custody))
            .collect()
    }

    /// The classes that it names, with the columns that name them.
    pub fn classes(&self) -> impl Iterator<Item = (Field, &String)> {
        let homeroom = self.homeroom.iter().map(|(field, class)| (*field, class));
        let taught = self.taught.iter().flat_map(|(_, classes)| classes);
        homeroom.chain(taught.map(|class| (Field::Classes, class)))
    }
}

/// A row that was understood.
#[derive(Clone, Debug)]
pub struct Understood {
    pub row: u32,
    pub unit: UnitId,
    pub said: Said,
    pub given: Given,
}

/// Reads the rows; those that wait are left out.
pub fn understand(draft: &mut Draft<'_>) -> Vec<Understood> {
    let mut understood = vec![];
    for n in 0..draft.reading.rows.len() {
        let unit = unit_of(draft, n);
        let row = &mut draft.reading.rows[n];
        let unit = match unit {
            Ok(unit) => unit,
            Err(refusal) => {
                row.wrong(Some(Field::Unit), refusal);
                continue;
            }
        };
        let (said, given) = (said(row), given(row));
        if let (Some(said), false) = (said, row.waits()) {
            understood.push(Understood {
                row: row.number,
                unit,
                said,
                given,
            });
        }
    }
    understood
}

/// The unit that a row names, or the own one. Of two with one name the code says which.
fn unit_of(draft: &Draft<'_>, n: usize) -> Result<UnitId, Refusal> {
    let row = &draft.reading.rows[n];
    match (row.text(Field::UnitCode), row.text(Field::Unit)) {
        (None, None) => Ok(draft.own()),
        (Some(code), _) => draft.unit_coded(&code).ok_or_else(|| unknown(code)),
        (None, Some(name)) => draft.unit_named(&name)?.ok_or_else(|| unknown(name)),
    }
}

fn given(row: &mut RowReader) -> Given {
    let mut given = Given {
        from: row.day(Field::From),
        until: row.day(Field::Until),
        ..Given::default()
    };
    let subject = row.text(Field::Subject);
    looked_after(row, &mut given, subject.as_ref());
    taught_classes(row, &mut given, subject.as_ref());
    levels(row, &mut given);
    for field in [Field::Function, Field::Duty] {
        duties(row, &mut given, field);
    }
    subjects(row, &mut given);
    given
}

/// A class beside a subject is taught; a class alone is looked after.
fn looked_after(row: &RowReader, given: &mut Given, subject: Option<&String>) {
    for field in [Field::Homeroom, Field::Class] {
        let Some(typed) = row.lines(field) else {
            continue;
        };
        let names = classes(&typed);
        if field == Field::Class && subject.is_some() {
            given.taught.push((subject.cloned(), names));
        } else {
            // `x` in a column of classes says nothing.
            let named = |n: &String| !matches!(plain(n).as_str(), "x" | "co" | "khong");
            let names = names.into_iter().filter(named);
            given.homeroom.extend(names.map(|name| (field, name)));
        }
    }
}

fn taught_classes(row: &RowReader, given: &mut Given, subject: Option<&String>) {
    if let Some(typed) = row.lines(Field::Classes) {
        let parts = taught(&typed).into_iter();
        given
            .taught
            .extend(parts.map(|(of_part, classes)| (of_part.or(subject.cloned()), classes)));
    }
}

fn levels(row: &mut RowReader, given: &mut Given) {
    for word in words(row, Field::Level) {
        match level(&word) {
            Some(level) => drop(given.levels.insert(level)),
            None => row.unknown(Field::Level, &word),
        }
    }
}

/// A duty that is no function of the system stays a duty; a function must be one.
fn duties(row: &mut RowReader, given: &mut Given, field: Field) {
    for word in words(row, field) {
        match function(&word) {
            Some(Function::Administration) => given.custody = true,
            Some(function) => drop(given.functions.insert(function)),
            None if field == Field::Duty => match homeroom_in(&word) {
                Some(class) => given.homeroom.push((Field::Duty, class)),
                None => given.duties.push(word),
            },
            None => row.unknown(field, &word),
        }
    }
}

fn words(row: &RowReader, field: Field) -> Vec<String> {
    row.lines(field).map_or(vec![], |typed| list(&typed))
}

/// `Chủ nhiệm 6A2` among the duties.
fn homeroom_in(word: &str) -> Option<String> {
    let folded = plain(word);
    let begins = ["chu nhiem ", "cn ", "gvcn "]
        .into_iter()
        .any(|w| folded.starts_with(w));
    let class = word.split_whitespace().last().filter(|_| begins)?;
    let named = class.chars().any(|c| c.is_ascii_digit());
    named.then(|| class.to_owned())
}

/// Subjects in the form that is stored.
fn subjects(row: &mut RowReader, given: &mut Given) {
    let subjects = given.taught.iter_mut();
    for subject in subjects.filter_map(|(subject, _)| subject.as_mut()) {
        match text::name("subject_name", subject) {
            Ok(name) => *subject = name,
            Err(refusal) => row.wrong(Some(Field::Subject), refusal),
        }
    }
}
