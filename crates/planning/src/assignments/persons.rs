//! Rows of one person, brought together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::Refusal;
use domain::ids::{OfficerId, UnitId};
use domain::text::tidy;
use workbook::Field;

use super::given::Understood;
use crate::draft::Draft;
use crate::people::{Said, Who, same_person};

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
}

/// What tells people of the file apart.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Known(OfficerId),
    Coded(UnitId, String),
    Named(UnitId, String, Option<NaiveDate>, Option<String>),
}

impl Told {
    fn of(who: Who, one: &Understood) -> Self {
        match (who, &one.said.code) {
            (Who::Known(officer), _) => Self::Known(officer),
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
/// apart, makes all its rows wait.
pub fn gather(draft: &mut Draft<'_>, understood: Vec<Understood>) -> Result<Vec<Person>, Refusal> {
    let mut persons: Vec<Person> = vec![];
    let mut places: BTreeMap<Told, usize> = BTreeMap::new();
    for one in understood {
        let who = draft.who(one.unit, &one.said)?;
        if who == Who::Unclear {
            let refusal = same_person(&one.said.name);
            draft.reading.wrong(&[one.row], Some(Field::Name), &refusal);
            continue;
        }
        let place = *places.entry(Told::of(who, &one)).or_insert(persons.len());
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
        let rows = persons[place].numbers();
        if told.by_name_alone() && rows.len() > 1 {
            for row in draft.reading.numbered(&rows) {
                let name = row.text(Field::Name).unwrap_or_default();
                row.wrong(Some(Field::Name), same_person(&name));
            }
        }
    }
    drop_waiting(draft, &mut persons);
    Ok(persons)
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
