//! People as lists name them: whom a row means, and what it says of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::acts::AddOfficer;
use domain::acts::people::{OfficerEdit, Post};
use domain::ids::{OfficerId, UnitId};
use domain::officer::{Officer, Role, Sex};
use domain::text::{fold, same_name};
use domain::{Code, Facts, Refusal};
use workbook::Field;

use crate::row::RowReader;

/// What a row says about a person.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub name: String,
    pub code: Option<String>,
    pub sex: Option<Sex>,
    pub born_on: Option<NaiveDate>,
    pub id_number: Option<String>,
    pub phone: Option<String>,
    pub position: Option<String>,
    pub login: Option<String>,
}

impl Said {
    /// No more than a name.
    pub fn named(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}

/// Says that a name could mean several.
pub fn same_person(name: &str) -> Refusal {
    Refusal::new(Code::SamePerson).with("name", name)
}

/// Whom a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody who is in the register.
    Known(OfficerId),
    /// Nobody who is in the register.
    New,
    /// One of several.
    Unclear,
}

/// Reads a person from a row; none if the row waits.
pub fn said(row: &mut RowReader) -> Option<Said> {
    let name = row.required(Field::Name, "name");
    let said = Said {
        name: name.clone().unwrap_or_default(),
        code: row.name(Field::Code, "code"),
        sex: row.sex(),
        born_on: row.day(Field::BornOn),
        id_number: row.id_number(),
        phone: row.phone(),
        position: row.name(Field::Position, "position"),
        login: row.name(Field::Login, "login"),
    };
    (!row.waits() && name.is_some()).then_some(said)
}

/// The people of a unit as the register had them when the import began, by what tells them apart.
#[derive(Debug, Default)]
pub struct People {
    by_code: BTreeMap<String, Officer>,
    by_id_number: BTreeMap<String, OfficerId>,
    by_name: BTreeMap<String, Vec<(OfficerId, String, Option<NaiveDate>)>>,
}

impl People {
    pub fn of(facts: &Facts, unit: UnitId) -> Self {
        let mut people = Self::default();
        for o in facts.officers.values().filter(|o| o.unit == unit) {
            people.by_code.insert(o.code.clone(), o.clone());
            people
                .by_id_number
                .extend(o.id_number.clone().map(|number| (number, o.id)));
            people.by_name.entry(fold(&o.name)).or_default().push((
                o.id,
                o.name.clone(),
                o.born_on,
            ));
        }
        people
    }

    /// The person that a row means: by code, by ID number, by name and birth date, or by a name
    /// that only one has.
    pub fn who(&self, said: &Said) -> Who {
        if let Some(code) = &said.code {
            return self.coded(code, said);
        }
        let number = said.id_number.as_ref();
        match number.and_then(|number| self.by_id_number.get(number)) {
            Some(found) => Who::Known(*found),
            None => self.named(said),
        }
    }

    fn coded(&self, code: &str, said: &Said) -> Who {
        let Some(known) = self.by_code.get(code) else {
            return Who::New;
        };
        // A code alone does not rename anybody: a birth date or a number must say that it is the
        // same person.
        let told = known.born_on.is_some() && known.born_on == said.born_on
            || known.id_number.is_some() && known.id_number == said.id_number;
        if said.name.is_empty() || same_name(&known.name, &said.name) || told {
            Who::Known(known.id)
        } else {
            Who::Unclear
        }
    }

    fn named(&self, said: &Said) -> Who {
        let alike = self.by_name.get(&fold(&said.name));
        let named: Vec<_> = alike
            .into_iter()
            .flatten()
            .filter(|(_, name, _)| same_name(name, &said.name))
            .collect();
        let born: Vec<_> = named
            .iter()
            .filter(|(.., born)| said.born_on.is_some() && *born == said.born_on)
            .collect();
        match (named.as_slice(), born.as_slice()) {
            (_, [one]) => Who::Known(one.0),
            ([], _) => Who::New,
            // A birth date that speaks against the only namesake means somebody else.
            ([one], []) if said.born_on.is_some() && one.2.is_some() => Who::New,
            ([one], []) => Who::Known(one.0),
            (all, []) if said.born_on.is_some() && all.iter().all(|o| o.2.is_some()) => Who::New,
            _ => Who::Unclear,
        }
    }
}

/// Codes of a unit that are in use, in the register and in the file.
#[derive(Debug)]
pub struct Codes {
    taken: BTreeSet<String>,
    next: u32,
}

impl Codes {
    pub fn of(facts: &Facts, unit: UnitId, rows: &[RowReader]) -> Self {
        let here = facts
            .officers
            .values()
            .filter(|o| o.unit == unit)
            .map(|o| o.code.clone());
        Self {
            taken: here
                .chain(rows.iter().filter_map(|r| r.text(Field::Code)))
                .collect(),
            next: 1,
        }
    }

    /// A code for somebody whose list has none: `CB001`, the first that is free.
    pub fn free(&mut self) -> String {
        loop {
            let code = format!("CB{:03}", self.next);
            self.next += 1;
            if self.taken.insert(code.clone()) {
                return code;
            }
        }
    }
}

/// The act that adds a person.
pub fn adding(
    unit: UnitId,
    said: &Said,
    code: String,
    duty: Option<String>,
    from: NaiveDate,
    position: String,
) -> AddOfficer {
    let post = Post {
        role: Role::Member,
        position: said.position.clone().unwrap_or(position),
        duty,
        prepares: false,
        from,
        until: None,
        document: None,
        numbers: false,
    };
    AddOfficer {
        unit,
        name: said.name.clone(),
        code,
        sex: said.sex,
        born_on: said.born_on,
        id_number: said.id_number.clone(),
        phone: said.phone.clone(),
        post,
    }
}

/// What the file knows better. An empty cell says nothing.
pub fn edits(known: &Officer, said: &Said) -> Vec<OfficerEdit> {
    let name = (known.name != said.name).then(|| OfficerEdit::Name {
        expect: known.name.clone(),
        set: said.name.clone(),
    });
    let edits = [
        name,
        better(&known.phone, &said.phone, |expect, set| {
            OfficerEdit::Phone { expect, set }
        }),
        better(&known.born_on, &said.born_on, |expect, set| {
            OfficerEdit::BornOn { expect, set }
        }),
        better(&known.sex, &said.sex, |expect, set| OfficerEdit::Sex {
            expect,
            set,
        }),
        better(&known.id_number, &said.id_number, |expect, set| {
            OfficerEdit::IdNumber { expect, set }
        }),
    ];
    edits.into_iter().flatten().collect()
}

fn better<T: Clone + PartialEq>(
    known: &Option<T>,
    said: &Option<T>,
    edit: impl FnOnce(Option<T>, Option<T>) -> OfficerEdit,
) -> Option<OfficerEdit> {
    (said.is_some() && known != said).then(|| edit(known.clone(), said.clone()))
}
