//! What a row of assignments hands over, from all its columns.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::Refusal;
use domain::ids::UnitId;
use domain::rights::Function;
use domain::text;
use domain::unit::SchoolLevel;
use workbook::Field;
use workbook::class_list::{Named, named, taught};
use workbook::columns::{function, in_charge, level, plain};
use workbook::value::list;

use crate::class_names::class_key;
use crate::draft::Draft;
use crate::people::{Said, said};
use crate::places;
use crate::row::RowReader;

/// What a row hands over.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Classes that are looked after, with the column that says so.
    pub homeroom: Vec<(Field, Named)>,
    /// Whether the person is in charge of the classes that they look after, where the row says so.
    pub in_charge: Option<bool>,
    /// Subjects with their classes.
    pub taught: Vec<(Option<String>, Vec<Named>)>,
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
        let homeroom = homeroom.map(|(_, class)| Matter::Homeroom(class_key(class.text())));
        let taught = self.taught.iter().flat_map(|(subject, classes)| {
            let subject = plain(subject.as_deref().unwrap_or_default());
            let classes = classes.iter();
            classes.map(move |class| Matter::Taught(subject.clone(), class_key(class.text())))
        });
        homeroom
            .chain(taught)
            .chain(self.functions.iter().copied().map(Matter::Function))
            .chain(self.levels.iter().copied().map(Matter::Level))
            .chain(self.custody.then_some(Matter::Custody))
            .collect()
    }

    /// The classes that it names, with the columns that name them.
    pub fn classes(&self) -> impl Iterator<Item = (Field, &Named)> {
        let homeroom = self.homeroom.iter().map(|(field, class)| (*field, class));
        let taught = self.taught.iter().flat_map(|(_, classes)| classes);
        homeroom.chain(taught.map(|class| (Field::Classes, class)))
    }
}

/// A row that was understood.
#[derive(Clone, Debug)]
pub struct Understood {
    pub row: u32,
    /// The row whose person it goes on with.
    pub under: Option<u32>,
    pub unit: UnitId,
    pub said: Said,
    pub given: Given,
}

/// Reads the rows; those that wait are left out.
pub fn understand(draft: &mut Draft<'_>) -> Result<Vec<Understood>, Refusal> {
    let mut understood = vec![];
    let today = draft.today();
    for n in 0..draft.reading.rows.len() {
        let unit = places::of_row(draft, n)?;
        let row = &mut draft.reading.rows[n];
        let (said, given) = (said(row, today), given(row));
        if let (Some(said), Some(unit), false) = (said, unit, row.waits()) {
            understood.push(Understood {
                row: row.number,
                under: row.under,
                unit,
                said,
                given,
            });
        }
    }
    Ok(understood)
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
    for field in [Field::Function, Field::Duty, Field::Part] {
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
        let names = named(&typed);
        if field == Field::Class && subject.is_some() {
            given.taught.push((subject.cloned(), names));
        } else {
            // `x` in a column of classes says nothing.
            let says = |n: &Named| !matches!(plain(n.text()).as_str(), "x" | "co" | "khong");
            let names = names.into_iter().filter(says);
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

/// A duty that is no function of the system stays a duty; a function must be one, and so must a
/// part that is not the one in a class.
fn duties(row: &mut RowReader, given: &mut Given, field: Field) {
    let mut of_homeroom = false;
    for word in words(row, field) {
        // `GVCN 1A, 1B`: what is no duty goes on with the classes.
        let more = of_homeroom && word.starts_with(|c: char| c.is_ascii_digit());
        let classes = homeroom_in(&word).or_else(|| more.then(|| named(&word)));
        of_homeroom = classes.is_some();
        match (function(&word), classes) {
            (Some(Function::Administration), _) => given.custody = true,
            (Some(function), _) => drop(given.functions.insert(function)),
            (None, Some(classes)) => {
                let classes = classes.into_iter();
                given.homeroom.extend(classes.map(|class| (field, class)));
            }
            (None, None) if field == Field::Duty => given.duties.push(word),
            (None, None) => match in_charge(&word) {
                Some(part) if field == Field::Part => given.in_charge = Some(part),
                _ => row.unknown(field, &word),
            },
        }
    }
}

fn words(row: &RowReader, field: Field) -> Vec<String> {
    row.lines(field).map_or(vec![], |typed| list(&typed))
}

/// `Chủ nhiệm 6A2` among the duties: the classes, or none if it names no class.
fn homeroom_in(word: &str) -> Option<Vec<Named>> {
    let folded = plain(word);
    let begins = [
        "chu nhiem ",
        "cn ",
        "gvcn ",
        "giao vien chu nhiem ",
        "gv chu nhiem ",
    ]
    .into_iter()
    .any(|w| folded.starts_with(w));
    let digits = word.chars().any(|c| c.is_ascii_digit());
    (begins && digits).then(|| named(word))
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
