//! What a row of assignments hands over, from all its columns.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::ids::UnitId;
use domain::rights::Function;
use domain::text::{self, tidy};
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::class_list::{Named, named, taught};
use workbook::columns::{function, in_charge, level, plain, subject};
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
    pub taught: Vec<Taught>,
    pub functions: BTreeSet<Function>,
    pub levels: BTreeSet<SchoolLevel>,
    /// Whether the admin account comes with it.
    pub custody: bool,
    /// Short forms of subjects with what is written for them.
    pub in_full: BTreeSet<(String, String)>,
    /// Subjects that no programme has.
    pub unfamiliar: BTreeSet<String>,
    /// Duties that open nothing in the Hệ thống CSDL.
    pub duties: Vec<String>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// Classes that are taught, with the column that says so.
#[derive(Clone, Debug)]
pub struct Taught {
    pub field: Field,
    pub subject: Option<String>,
    pub classes: Vec<Named>,
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
        let taught = self.taught.iter().flat_map(|taught| {
            let subject = plain(taught.subject.as_deref().unwrap_or_default());
            let classes = taught.classes.iter();
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
        let taught = self.taught.iter();
        homeroom.chain(taught.flat_map(|of| of.classes.iter().map(|class| (of.field, class))))
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
    let subjects = Subjects::of(row);
    looked_after(row, &mut given, &subjects);
    taught_classes(row, &mut given, Field::Classes, &subjects);
    levels(row, &mut given);
    for field in [Field::Function, Field::Duty, Field::Part] {
        duties(row, &mut given, field);
    }
    subjects_as_stored(row, &mut given);
    // Each of several functions for each of several levels would be more than the row says.
    if [Field::Function, Field::Level]
        .iter()
        .all(|field| row.each_line(*field).len() > 1)
    {
        row.unmatched(Field::Function, Field::Level);
    }
    given
}

/// The subjects of a row.
struct Subjects {
    /// Each with a line, or a part between semicolons, of its own.
    each: Vec<String>,
    /// Whether lines keep them apart.
    lines: bool,
}

impl Subjects {
    /// A subject whose name needs two lines is one.
    fn of(row: &RowReader) -> Self {
        let whole: Vec<String> = row.text(Field::Subject).into_iter().collect();
        if whole.iter().any(|text| subject(text).is_some()) {
            return Self {
                each: whole,
                lines: false,
            };
        }
        let mut each: Vec<String> = vec![];
        for line in row.each_line(Field::Subject) {
            let goes_on = line.starts_with(char::is_lowercase) && subject(&line).is_none();
            match each.last_mut().filter(|_| goes_on) {
                Some(last) => *last = format!("{last} {line}"),
                None => each.push(line),
            }
        }
        if each.len() > 1 {
            return Self { each, lines: true };
        }
        let parts = each.iter().flat_map(|line| line.split(';'));
        let parts: Vec<String> = parts.map(tidy).filter(|part| !part.is_empty()).collect();
        Self {
            each: parts,
            lines: false,
        }
    }

    fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// The parts of a cell of classes that stand beside each of several subjects: line by line, or
    /// between semicolons where both cells have these. A subject that is no subject may be half of
    /// one, and then nobody can tell.
    fn beside(&self, row: &RowReader, field: Field) -> Option<Vec<String>> {
        let mut parts = row.each_line(field);
        if !self.lines && parts.len() == 1 {
            let of_line = parts.iter().flat_map(|line| line.split(';'));
            parts = of_line.map(tidy).filter(|part| !part.is_empty()).collect();
        }
        let known = self.each.iter().all(|name| subject(name).is_some());
        (known && parts.len() == self.each.len()).then_some(parts)
    }
}

/// A class beside a subject is taught; a class alone is looked after.
fn looked_after(row: &mut RowReader, given: &mut Given, subjects: &Subjects) {
    for field in [Field::Homeroom, Field::Class] {
        let Some(typed) = row.lines(field) else {
            continue;
        };
        if field == Field::Class && !subjects.is_empty() {
            taught_classes(row, given, field, subjects);
        } else {
            // `x` in a column of classes says nothing.
            let says = |n: &Named| !matches!(plain(n.text()).as_str(), "x" | "co" | "khong");
            let names = named(&typed).into_iter().filter(says);
            given.homeroom.extend(names.map(|name| (field, name)));
        }
    }
}

/// Classes with the subject that they name themselves, or that stands beside them.
fn taught_classes(row: &mut RowReader, given: &mut Given, field: Field, subjects: &Subjects) {
    let Some(typed) = row.lines(field) else {
        return;
    };
    let parts = of_classes(field, &typed);
    let alone = parts.iter().any(|(subject, _)| subject.is_none());
    let [_, _, ..] = subjects.each.as_slice() else {
        return give(given, field, parts, subjects.each.first());
    };
    if !alone {
        return give(given, field, parts, None);
    }
    match subjects.beside(row, field) {
        Some(beside) => {
            for (subject, typed) in subjects.each.iter().zip(beside) {
                give(given, field, of_classes(field, &typed), Some(subject));
            }
        }
        None => row.unmatched(Field::Subject, field),
    }
}

/// What a cell of classes names. In a column of classes alone only a colon tells a subject: *Mầm 1*
/// is a class.
fn of_classes(field: Field, typed: &str) -> Vec<(Option<String>, Vec<Named>)> {
    if field == Field::Class && !typed.contains(':') {
        vec![(None, named(typed))]
    } else {
        taught(typed)
    }
}

fn give(
    given: &mut Given,
    field: Field,
    parts: Vec<(Option<String>, Vec<Named>)>,
    subject: Option<&String>,
) {
    let parts = parts.into_iter().map(|(own, classes)| Taught {
        field,
        subject: own.or_else(|| subject.cloned()),
        classes,
    });
    given.taught.extend(parts);
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
                // In charge of one class and beside somebody in the next: which is which?
                Some(part) if given.in_charge.is_some_and(|before| before != part) => {
                    row.unmatched(Field::Homeroom, field);
                }
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

/// Subjects in the form that is stored: in full, and otherwise as they are typed.
fn subjects_as_stored(row: &mut RowReader, given: &mut Given) {
    let mut stored = vec![];
    for taught in &given.taught {
        let Some(typed) = &taught.subject else {
            stored.push(None);
            continue;
        };
        match text::name("subject_name", typed) {
            Ok(name) => stored.push(Some(name)),
            Err(refusal) => {
                row.wrong(Some(Field::Subject), refusal);
                stored.push(Some(typed.clone()));
            }
        }
    }
    for (taught, stored) in given.taught.iter_mut().zip(stored) {
        let Some(typed) = stored else { continue };
        let full = subject(&typed);
        match &full {
            Some(full) if full.to_lowercase() != typed.to_lowercase() => {
                given.in_full.insert((typed.clone(), full.clone()));
            }
            Some(_) => {}
            None if programmes(&typed) => {}
            None => drop(given.unfamiliar.insert(typed.clone())),
        }
        taught.subject = Some(full.unwrap_or(typed));
    }
}

/// Whether a cell names several subjects, all of which programmes have.
fn programmes(typed: &str) -> bool {
    let mut parts = typed.split([',', '+', '/', '&', '-']);
    parts.all(|part| subject(part).is_some())
}

/// Said once: subjects that no programme has, and short forms that are written in full.
pub fn about_subjects(draft: &mut Draft<'_>, understood: &[Understood]) {
    let given = || understood.iter().map(|row| &row.given);
    let unfamiliar: BTreeSet<&str> = given()
        .flat_map(|given| given.unfamiliar.iter().map(String::as_str))
        .collect();
    let in_full: BTreeSet<&(String, String)> = given().flat_map(|given| &given.in_full).collect();
    let in_full: Vec<String> = in_full
        .into_iter()
        .map(|(typed, full)| format!("{typed} → {full}"))
        .collect();
    let unfamiliar: Vec<&str> = unfamiliar.into_iter().collect();
    let said = [
        (Code::SubjectsUnfamiliar, unfamiliar.join(", ")),
        (Code::SubjectsInFull, in_full.join(", ")),
    ];
    for (code, subjects) in said
        .into_iter()
        .filter(|(_, subjects)| !subjects.is_empty())
    {
        let warning = Refusal::new(code).with("subjects", subjects);
        draft.reading.warnings.push(warning);
    }
}
