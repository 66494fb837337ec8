//! Rows of one person, brought together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::ids::{OfficerId, UnitId};
use domain::text::{same_name, tidy};
use domain::{Code, Refusal};
use workbook::Field;

use super::given::Understood;
use crate::draft::Draft;
use crate::people::{Said, Who, same_person, which_person};
use crate::reading::row_numbers;

/// A person of the file with the rows about them.
pub struct Person {
    pub unit: UnitId,
    pub who: Who,
    pub said: Said,
    pub rows: Vec<Understood>,
}

impl Person {
    /// The numbers of the rows.
    pub fn numbers(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.row).collect()
    }

    /// Whether all rows name the same person: a code alone does not say so.
    fn is_one(&self) -> bool {
        let mut names = self.rows.iter().map(|row| row.said.name.as_str());
        names.all(|name| same_name(name, &self.said.name)) || matches!(self.who, Who::Known(_))
    }
}

/// What tells people of the file apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Known(OfficerId),
    Coded(UnitId, String),
    Named(UnitId, String, Option<NaiveDate>, Option<String>),
}

impl Told {
    fn of(who: &Who, one: &Understood) -> Self {
        match (who, &one.said.code) {
            (Who::Known(officer), _) => Self::Known(*officer),
            (_, Some(code)) => Self::Coded(one.unit, code.clone()),
            (_, None) => Self::Named(
                one.unit,
                tidy(&one.said.name).to_lowercase(),
                one.said.born_on,
                one.said.id_number.clone(),
            ),
        }
    }

    /// Only a name tells who it is.
    fn by_name_alone(&self) -> bool {
        matches!(self, Self::Named(_, _, None, None))
    }
}

/// Brings rows of one person together. A name that two could have, and nothing that tells them
/// apart, makes all its rows wait; so does a code under two names.
pub fn gather(draft: &mut Draft<'_>, understood: Vec<Understood>) -> Result<Vec<Person>, Refusal> {
    let mut persons: Vec<Person> = vec![];
    let mut places: BTreeMap<Told, usize> = BTreeMap::new();
    let mut of_row: BTreeMap<u32, usize> = BTreeMap::new();
    for one in understood {
        let who = draft.who(one.unit, &one.said)?;
        if let Who::Unclear(candidates) = &who {
            let refusal = which_person(&one.said.name, candidates);
            draft.reading.wrong(&[one.row], Some(Field::Name), &refusal);
            continue;
        }
        let above = one.under.and_then(|row| of_row.get(&row).copied());
        let place = above.unwrap_or_else(|| {
            let told = Told::of(&who, &one);
            *places.entry(told).or_insert(persons.len())
        });
        of_row.insert(one.row, place);
        match persons.get_mut(place) {
            Some(person) => person.rows.push(one),
            None => persons.push(Person {
                unit: one.unit,
                who,
                said: one.said.clone(),
                rows: vec![one],
            }),
        }
    }
    for (told, place) in places {
        let person = &persons[place];
        let alone = person.rows.iter().filter(|row| row.under.is_none());
        if told.by_name_alone() && alone.count() > 1 {
            for row in draft.reading.numbered(&person.numbers()) {
                let name = row.text(Field::Name).unwrap_or_default();
                row.wrong(Some(Field::Name), same_person(&name));
            }
        }
        if !person.is_one() {
            let refusal = Refusal::new(Code::CodeTwice)
                .with("code", person.said.code.as_deref().unwrap_or_default())
                .with("rows", row_numbers(&person.numbers()));
            let rows = person.numbers();
            draft.reading.wrong(&rows, Some(Field::Code), &refusal);
        }
    }
    namesakes(draft, &persons);
    drop_waiting(draft, &mut persons);
    Ok(persons)
}

/// New people of one name wait, unless something tells each from every other: one who says less may
/// be the same person once more.
fn namesakes(draft: &mut Draft<'_>, persons: &[Person]) {
    let mut by_name: BTreeMap<(UnitId, String), Vec<&Person>> = BTreeMap::new();
    for person in persons.iter().filter(|person| person.who == Who::New) {
        let name = tidy(&person.said.name).to_lowercase();
        by_name.entry((person.unit, name)).or_default().push(person);
    }
    let told = |one: &Said, other: &Said| {
        let both = |one: bool, other: bool| one && other;
        both(one.code.is_some(), other.code.is_some())
            || both(one.id_number.is_some(), other.id_number.is_some())
            || both(one.born_on.is_some(), other.born_on.is_some()) && one.born_on != other.born_on
    };
    for alike in by_name.into_values().filter(|alike| alike.len() > 1) {
        let untold = alike.iter().filter(|person| {
            let others = alike
                .iter()
                .filter(|other| !std::ptr::eq(**other, **person));
            let mut others = others.map(|other| &other.said);
            !others.all(|other| told(&person.said, other))
        });
        let untold: Vec<u32> = untold.flat_map(|person| person.numbers()).collect();
        for row in draft.reading.numbered(&untold).filter(|row| !row.waits()) {
            let name = row.text(Field::Name).unwrap_or_default();
            row.wrong(Some(Field::Name), same_person(&name));
        }
    }
}

/// Leaves out rows that wait by now, and people without rows.
pub fn drop_waiting(draft: &Draft<'_>, persons: &mut Vec<Person>) {
    let rows = draft.reading.rows.iter();
    let waiting: BTreeSet<u32> = rows.filter(|r| r.waits()).map(|r| r.number).collect();
    for person in persons.iter_mut() {
        person.rows.retain(|row| !waiting.contains(&row.row));
    }
    persons.retain(|person| !person.rows.is_empty());
}
