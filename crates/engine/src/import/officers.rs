//! People: new ones are added, known ones get what the file knows better. A column that is not
//! there blanks nothing, a person who is missing from the file stays, and posts of people who are
//! known are left to a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::account::{AccountKind, System};
use domain::acts::people::{OfficerEdit, Post};
use domain::acts::{AddAccount, AddOfficer, EditOfficer};
use domain::ids::{OfficerId, UnitId};
use domain::officer::{Officer, Role, Sex};
use domain::text::{fold, same_name};
use domain::{Code, Facts, Refusal};
use workbook::Field;

use super::Outcome;
use super::plan::Planner;
use super::reader::RowReader;
use crate::Reply;

/// What a row says about a person.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) name: String,
    pub(super) code: Option<String>,
    pub(super) sex: Option<Sex>,
    pub(super) born_on: Option<NaiveDate>,
    pub(super) id_number: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) position: Option<String>,
    pub(super) login: Option<String>,
}

/// Whom a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody who is in the register.
    Known(OfficerId),
    /// Nobody who is in the register.
    New,
    /// One of several.
    Unclear,
}

/// Reads a person from a row; none if the row waits.
pub(super) fn said(row: &mut RowReader) -> Option<Said> {
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
pub(super) struct People {
    by_code: BTreeMap<String, Officer>,
    by_id_number: BTreeMap<String, OfficerId>,
    by_name: BTreeMap<String, Vec<(OfficerId, String, Option<NaiveDate>)>>,
}

impl People {
    pub(super) fn of(facts: &Facts, unit: UnitId) -> Self {
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
    pub(super) fn who(&self, said: &Said) -> Who {
        if let Some(code) = &said.code {
            return self.by_code.get(code).map_or(Who::New, |o| {
                // A code alone does not rename anybody: a birth date or a number must say that it
                // is the same person.
                let told = o.born_on.is_some() && o.born_on == said.born_on
                    || o.id_number.is_some() && o.id_number == said.id_number;
                if said.name.is_empty() || same_name(&o.name, &said.name) || told {
                    Who::Known(o.id)
                } else {
                    Who::Unclear
                }
            });
        }
        if let Some(found) = said
            .id_number
            .as_ref()
            .and_then(|number| self.by_id_number.get(number))
        {
            return Who::Known(*found);
        }
        let alike = self
            .by_name
            .get(&fold(&said.name))
            .map_or(&[][..], Vec::as_slice);
        let named: Vec<_> = alike
            .iter()
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
pub(super) struct Codes {
    taken: BTreeSet<String>,
    next: u32,
}

impl Codes {
    pub(super) fn of(facts: &Facts, unit: UnitId, rows: &[RowReader]) -> Self {
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
    pub(super) fn free(&mut self) -> String {
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
pub(super) fn adding(
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

pub(super) fn plan(planner: &mut Planner<'_>, has_id_column: bool) -> Reply<()> {
    let unit = planner.person.unit;
    let today = planner.engine.today();
    let words = ::minutes::words::words()?;
    let position = words.text(if planner.scene.of(unit)?.unit(unit)?.kind.teaches() {
        "teacher_position"
    } else {
        "officer_position"
    });
    // Two rows that name one person and say nothing that tells them apart both wait; so do two with
    // one ID number.
    let told = |row: &RowReader| row.text(Field::Code).is_some();
    let identity = |row: &RowReader| {
        row.text(Field::Name).filter(|_| !told(row)).map(|name| {
            format!(
                "{}|{}",
                domain::text::tidy(&name).to_lowercase(),
                row.text(Field::BornOn).unwrap_or_default()
            )
        })
    };
    let same = |row: &RowReader| {
        (
            Some(Field::Name),
            Refusal::new(Code::SamePerson).with("name", row.text(Field::Name).unwrap_or_default()),
        )
    };
    planner.clash(identity, same);
    let digits = |row: &RowReader| match workbook::value::id_number(&row.text(Field::IdNumber)?) {
        workbook::value::Digits::Good(digits) | workbook::value::Digits::LostZero(digits) => {
            Some(digits)
        }
        _ => None,
    };
    planner.clash(digits, |row| (Some(Field::IdNumber), same(row).1));
    planner.clash(
        |row| row.text(Field::Code),
        |_| {
            (
                Some(Field::Code),
                Refusal::new(Code::Taken).with("what", "officer_code"),
            )
        },
    );

    let all: Vec<(u32, Option<Said>)> = planner
        .rows
        .iter_mut()
        .map(|row| (row.number, said(row)))
        .collect();
    for (number, said) in all {
        let Some(said) = said else { continue };
        let duty = planner
            .numbered(&[number])
            .next()
            .and_then(|row| row.name(Field::Duty, "position"));
        match planner.who(unit, &said)? {
            Who::Unclear => {
                planner.wrong(
                    &[number],
                    Some(Field::Name),
                    &Refusal::new(Code::SamePerson).with("name", &said.name),
                );
            }
            Who::New => {
                let code = planner.code_for(unit, &said)?;
                let add = adding(unit, &said, code, duty, today, position.clone());
                let added = planner.add(&[number], Outcome::Add, None, |_| add.into());
                if let (Some(op), Some(login)) = (added, &said.login) {
                    let officer = OfficerId(
                        domain::Stamp {
                            op,
                            at: planner.engine.now(),
                        }
                        .id(0),
                    );
                    give_login(planner, number, unit, officer, login, Outcome::Add)?;
                }
            }
            Who::Known(officer) => {
                let known = planner.scene.of(unit)?.officer(officer)?.clone();
                let edits = edits(&known, &said);
                if !edits.is_empty() {
                    planner.add(&[number], Outcome::Edit, None, |_| {
                        EditOfficer {
                            unit,
                            officer,
                            edits,
                        }
                        .into()
                    });
                }
                if let (Some(login), None) = (
                    &said.login,
                    planner.scene.of(unit)?.personal_account(officer, unit),
                ) {
                    give_login(planner, number, unit, officer, login, Outcome::Edit)?;
                }
            }
        }
    }
    planner.about_people(has_id_column);
    Ok(())
}

/// What the file knows better. An empty cell says nothing.
pub(super) fn edits(known: &Officer, said: &Said) -> Vec<OfficerEdit> {
    let mut edits = vec![];
    if known.name != said.name {
        edits.push(OfficerEdit::Name {
            expect: known.name.clone(),
            set: said.name.clone(),
        });
    }
    if said.phone.is_some() && known.phone != said.phone {
        edits.push(OfficerEdit::Phone {
            expect: known.phone.clone(),
            set: said.phone.clone(),
        });
    }
    if said.born_on.is_some() && known.born_on != said.born_on {
        edits.push(OfficerEdit::BornOn {
            expect: known.born_on,
            set: said.born_on,
        });
    }
    if said.sex.is_some() && known.sex != said.sex {
        edits.push(OfficerEdit::Sex {
            expect: known.sex,
            set: said.sex,
        });
    }
    if said.id_number.is_some() && known.id_number != said.id_number {
        edits.push(OfficerEdit::IdNumber {
            expect: known.id_number.clone(),
            set: said.id_number.clone(),
        });
    }
    edits
}

/// Enters a person's login on the Hệ thống CSDL.
pub(super) fn give_login(
    planner: &mut Planner<'_>,
    row: u32,
    unit: UnitId,
    officer: OfficerId,
    login: &str,
    outcome: Outcome,
) -> Reply<()> {
    let address = if planner.scene.of(unit)?.unit(unit)?.kind.teaches() {
        domain::acts::units::SCHOOL_SYSTEM
    } else {
        domain::acts::units::OFFICE_SYSTEM
    };
    let act = AddAccount {
        unit,
        system: System::Csdl,
        address: address.into(),
        login: login.to_owned(),
        kind: AccountKind::Use,
        officer: Some(officer),
    };
    planner.add(&[row], outcome, Some(Field::Login), |_| act.into());
    Ok(())
}
