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
    /// Whether several rows of the file have the name, each with a code of its own.
    pub shared_name: bool,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody who is in the register.
    Known(OfficerId),
    /// Nobody who is in the register.
    New,
    /// One of several, or perhaps somebody else: those whom it could be.
    Unclear(String),
}

/// Says whom a name could mean.
pub fn which_person(name: &str, candidates: &str) -> Refusal {
    Refusal::new(Code::WhichPerson)
        .with("name", name)
        .with("candidates", candidates)
}

/// Reads a person from a row; none if the row waits.
pub fn said(row: &mut RowReader, today: NaiveDate) -> Option<Said> {
    let name = row.required_person();
    let said = Said {
        name: name.clone().unwrap_or_default(),
        code: row.name(Field::Code, "code"),
        sex: row.sex(),
        born_on: row.birth(today),
        id_number: row.id_number(),
        phone: row.phone(),
        position: row.name(Field::Position, "position"),
        login: row.name(Field::Login, "login"),
        shared_name: false,
    };
    (!row.waits() && name.is_some()).then_some(said)
}

/// The people of a unit as the register had them when the import began, by what tells them apart.
#[derive(Debug, Default)]
pub struct People {
    all: BTreeMap<OfficerId, Officer>,
    by_code: BTreeMap<String, OfficerId>,
    by_id_number: BTreeMap<String, OfficerId>,
    by_name: BTreeMap<String, Vec<OfficerId>>,
}

impl People {
    pub fn of(facts: &Facts, unit: UnitId) -> Self {
        let mut people = Self::default();
        for o in facts.officers.values().filter(|o| o.unit == unit) {
            people.by_code.insert(o.code.clone(), o.id);
            people
                .by_id_number
                .extend(o.id_number.clone().map(|number| (number, o.id)));
            people.by_name.entry(fold(&o.name)).or_default().push(o.id);
            people.all.insert(o.id, o.clone());
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
            Some(found) => self.told(*found, said),
            None => self.named(said),
        }
    }

    fn coded(&self, code: &str, said: &Said) -> Who {
        match self.by_code.get(code) {
            Some(found) => self.told(*found, said),
            None => self.coded_later(said),
        }
    }

    /// Who came from a list without codes has one of ours, and a code of a later list says nothing
    /// against them.
    fn coded_later(&self, said: &Said) -> Who {
        let alike = self.by_name.get(&fold(&said.name)).into_iter().flatten();
        let mut alike = alike.filter_map(|id| self.all.get(id));
        let ours = |o: &Officer| same_name(&o.name, &said.name) && is_ours(&o.code);
        if !alike.any(ours) {
            return Who::New;
        }
        let named = self.named(said);
        match named {
            Who::Known(found) if said.shared_name => {
                let known = self.all.get(&found);
                let told = known.is_some_and(|o| o.born_on.is_some() && o.born_on == said.born_on);
                match known {
                    Some(known) if !told => self.unclear(&[known]),
                    _ => named,
                }
            }
            named => named,
        }
    }

    /// A code or a number alone does not rename anybody: a birth date or another number must say
    /// that it is the same person.
    fn told(&self, found: OfficerId, said: &Said) -> Who {
        let Some(known) = self.all.get(&found) else {
            return Who::New;
        };
        let born = known.born_on.is_some() && known.born_on == said.born_on;
        let number =
            said.code.is_some() && known.id_number.is_some() && known.id_number == said.id_number;
        if said.name.is_empty() || same_name(&known.name, &said.name) || born || number {
            Who::Known(found)
        } else {
            self.unclear(&[known])
        }
    }

    fn named(&self, said: &Said) -> Who {
        let alike = self.by_name.get(&fold(&said.name)).into_iter().flatten();
        let named: Vec<&Officer> = alike
            .filter_map(|id| self.all.get(id))
            .filter(|o| same_name(&o.name, &said.name))
            .collect();
        // One person has one number: another one speaks for somebody else, and if the birth dates
        // agree all the same, nobody can tell.
        let other = |o: &Officer| {
            o.id_number.is_some() && said.id_number.is_some() && o.id_number != said.id_number
        };
        let born: Vec<&Officer> = named
            .iter()
            .copied()
            .filter(|o| said.born_on.is_some() && o.born_on == said.born_on)
            .collect();
        match (named.as_slice(), born.as_slice()) {
            (_, [one]) if !other(one) => Who::Known(one.id),
            ([], _) => Who::New,
            // A birth date that speaks against the only namesake means somebody else.
            ([one], []) if said.born_on.is_some() && one.born_on.is_some() => Who::New,
            ([one], []) if !other(one) => Who::Known(one.id),
            (all, []) if said.born_on.is_some() && all.iter().all(|o| o.born_on.is_some()) => {
                Who::New
            }
            (all, _) => self.unclear(all),
        }
    }

    /// Whom it could be, each with what tells them apart.
    fn unclear(&self, candidates: &[&Officer]) -> Who {
        let shown = candidates.iter().map(|o| {
            let born = o.born_on.map(domain::calendar::paper_date);
            let told = [Some(o.code.clone()), born].into_iter().flatten();
            format!("{} ({})", o.name, told.collect::<Vec<_>>().join(", "))
        });
        Who::Unclear(shown.collect::<Vec<_>>().join("; "))
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

    /// A code for somebody whose list has none: `CB001`, the first that is free; see [`is_ours`].
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

/// Whether a code is one that the program gave.
fn is_ours(code: &str) -> bool {
    let number = code.strip_prefix("CB").unwrap_or_default();
    number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit())
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
