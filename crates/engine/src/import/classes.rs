//! Classes with their teachers. A class that has another homeroom teacher is never changed by a
//! file: that closes rights, and a person does it.

use std::collections::BTreeMap;

use domain::acts::{AddClass, AssignTeacher};
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::school_class::TeacherPart;
use domain::unit::{SchoolLevel, Unit};
use domain::{Code, Facts, Refusal, Stamp};
use workbook::Field;

use super::Outcome;
use super::officers::{Said, Who};
use super::plan::Planner;
use super::reader::RowReader;
use crate::Reply;

/// The class of a name in a school year, however its blanks and capitals are typed.
pub(super) fn class_named(
    facts: &Facts,
    unit: UnitId,
    year: SchoolYear,
    name: &str,
) -> Option<ClassId> {
    let key = class_key(name);
    facts
        .classes
        .values()
        .find(|c| c.unit == unit && c.year == year && class_key(&c.name) == key)
        .map(|c| c.id)
}

/// `Lớp 6 a2` and `6A2` are one class.
pub(super) fn class_key(name: &str) -> String {
    let tight: String = domain::text::tidy(name)
        .to_uppercase()
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '_' | '/'))
        .collect();
    tight.strip_prefix("LỚP").unwrap_or(&tight).to_owned()
}

/// The level a class belongs to: what the file says, the only one of the school, or that of its
/// grade.
pub(super) fn level_of(unit: &Unit, name: &str, said: Option<SchoolLevel>) -> Option<SchoolLevel> {
    let only = (unit.levels.len() == 1)
        .then(|| unit.levels.first().copied())
        .flatten();
    let key = class_key(name);
    let grade: String = key.chars().take_while(char::is_ascii_digit).collect();
    let by_grade = match grade.parse::<u32>() {
        Ok(1..=5) => Some(SchoolLevel::Primary),
        Ok(6..=9) => Some(SchoolLevel::LowerSecondary),
        Ok(10..=12) => Some(SchoolLevel::UpperSecondary),
        _ => unit
            .levels
            .contains(&SchoolLevel::Preschool)
            .then_some(SchoolLevel::Preschool),
    };
    said.or(only)
        .or(by_grade.filter(|level| unit.levels.contains(level)))
}

/// The class that is most like a name, to be proposed.
pub(super) fn nearest(facts: &Facts, unit: UnitId, year: SchoolYear, name: &str) -> Option<String> {
    let key = class_key(name);
    let names = facts
        .classes
        .values()
        .filter(|c| c.unit == unit && c.year == year)
        .map(|c| &c.name);
    names
        .map(|n| (distance(&class_key(n), &key), n))
        .min()
        .filter(|(far, _)| *far <= 2)
        .map(|(_, n)| n.clone())
}

/// Letters that differ, at most: added, missing or changed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let change = before + usize::from(a != *b);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    row[other.len()]
}

/// Gives a class its teacher, unless they have it; never takes it from another.
pub(super) fn give(
    planner: &mut Planner<'_>,
    row: u32,
    unit: UnitId,
    class: ClassId,
    officer: OfficerId,
    part: TeacherPart,
    field: Field,
) -> Reply<bool> {
    let today = planner.engine.today();
    let facts = planner.scene.of(unit)?;
    if facts.class(class)?.part_of(officer, today).is_some() {
        return Ok(true);
    }
    let act = AssignTeacher {
        unit,
        class,
        officer,
        part,
        from: today,
        until: None,
        replace: false,
    };
    Ok(planner
        .add(&[row], Outcome::Edit, Some(field), |_| act.into())
        .is_some())
}

pub(super) fn plan(planner: &mut Planner<'_>) -> Reply<()> {
    let unit = planner.person.unit;
    let year = SchoolYear::of(planner.engine.today());
    let row_of_unit = planner.scene.of(unit)?.unit(unit)?.clone();
    planner.clash(
        |row| row.text(Field::Class).map(|name| class_key(&name)),
        |row| {
            (
                Some(Field::Class),
                Refusal::new(Code::Taken).with("what", row.text(Field::Class).unwrap_or_default()),
            )
        },
    );
    // One homeroom teacher has one class; preschool teachers may share.
    let mut teachers: BTreeMap<OfficerId, u32> = BTreeMap::new();
    for n in 0..planner.rows.len() {
        let Some((number, class)) = planner.class_of_row(n, unit, year, &row_of_unit)? else {
            continue;
        };
        for (field, part) in [
            (Field::HomeroomTeacher, TeacherPart::Main),
            (Field::JointTeacher, TeacherPart::Joint),
        ] {
            let Some(name) = planner.rows[n].name(field, "name") else {
                continue;
            };
            let said = Said {
                name: name.clone(),
                code: None,
                sex: None,
                born_on: None,
                id_number: None,
                phone: None,
                position: None,
                login: None,
            };
            match planner.who(unit, &said)? {
                Who::Known(officer) => {
                    if part == TeacherPart::Main && teachers.insert(officer, number).is_some() {
                        planner.rows[n].note(
                            Some(field),
                            Refusal::new(Code::SamePerson).with("name", &name),
                        );
                    }
                    give(planner, number, unit, class, officer, part, field)?;
                }
                Who::New => planner.rows[n].wrong(
                    Some(field),
                    Refusal::new(Code::UnknownOfficer).with("name", &name),
                ),
                Who::Unclear => planner.rows[n].wrong(
                    Some(field),
                    Refusal::new(Code::SamePerson).with("name", &name),
                ),
            }
        }
    }
    Ok(())
}

impl Planner<'_> {
    /// The class of a row of classes: known, or planned now.
    fn class_of_row(
        &mut self,
        n: usize,
        unit: UnitId,
        year: SchoolYear,
        row_of_unit: &Unit,
    ) -> Reply<Option<(u32, ClassId)>> {
        let number = self.rows[n].number;
        let row: &mut RowReader = &mut self.rows[n];
        let Some(name) = row.required(Field::Class, "class_name") else {
            return Ok(None);
        };
        let said = match row.text(Field::Level) {
            Some(typed) => match workbook::columns::level(&typed) {
                Some(level) => Some(level),
                None => {
                    row.unknown(Field::Level, &typed);
                    None
                }
            },
            None => None,
        };
        let (learners, site) = (
            row.count(Field::Learners),
            row.name(Field::Site, "class_name"),
        );
        if row.waits() {
            return Ok(None);
        }
        if let Some(known) = self.class(unit, year, &name)? {
            return Ok(Some((number, known)));
        }
        let Some(level) = level_of(row_of_unit, &name, said) else {
            self.rows[n].unknown(Field::Level, &name);
            return Ok(None);
        };
        let act = AddClass {
            unit,
            year,
            name: name.clone(),
            level,
            site,
            learners,
        };
        let op = self.add(&[number], Outcome::Add, Some(Field::Class), |_| act.into());
        Ok(op.map(|op| {
            (
                number,
                ClassId(
                    Stamp {
                        op,
                        at: self.engine.now(),
                    }
                    .id(0),
                ),
            )
        }))
    }
}
