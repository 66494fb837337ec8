//! Classes that the unit does not have, classes with two homeroom teachers, and the same right
//! given twice.

use std::collections::{BTreeMap, BTreeSet};

use domain::acts::AddClass;
use domain::ids::UnitId;
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use workbook::Field;

use super::given::{Matter, Understood};
use super::persons::{Person, drop_waiting};
use crate::class_names::{class_key, class_named, level_of, nearest};
use crate::draft::Draft;
use crate::people::Who;
use crate::reading::row_numbers;
use crate::row::Outcome;

/// Rows that cannot stand beside the register or beside each other wait; what is left can.
pub fn settle(draft: &mut Draft<'_>, persons: &mut Vec<Person>) -> Result<(), Refusal> {
    let missing = unknown_classes(draft, persons)?;
    add_classes(draft, missing)?;
    drop_waiting(draft, persons);
    held_by_others(draft, persons)?;
    drop_waiting(draft, persons);
    two_teachers(draft, persons)?;
    drop_waiting(draft, persons);
    given_twice(draft, persons);
    drop_waiting(draft, persons);
    Ok(())
}

/// Classes by key: how each is written, and which rows name it.
type Missing = BTreeMap<UnitId, BTreeMap<String, (String, Vec<u32>)>>;

/// Where a unit has classes already, a name that is none of them waits; where it has none, the
/// classes are taken from the file: those that are missing.
fn unknown_classes(draft: &mut Draft<'_>, persons: &[Person]) -> Result<Missing, Refusal> {
    let mut missing = Missing::new();
    for row in persons.iter().flat_map(|p| &p.rows) {
        for (field, name) in row.given.classes() {
            if draft.class(row.unit, name)?.is_some() {
                continue;
            }
            if has_classes(draft, row.unit)? {
                unknown_class(draft, row, field, name)?;
            } else {
                let of_unit = missing.entry(row.unit).or_default();
                let (_, rows) = of_unit
                    .entry(class_key(name))
                    .or_insert((name.clone(), vec![]));
                rows.push(row.row);
            }
        }
    }
    Ok(missing)
}

fn has_classes(draft: &Draft<'_>, unit: UnitId) -> Result<bool, Refusal> {
    let mut classes = draft.facts(unit)?.classes_on(unit, draft.today());
    Ok(classes.next().is_some())
}

fn unknown_class(
    draft: &mut Draft<'_>,
    row: &Understood,
    field: Field,
    name: &str,
) -> Result<(), Refusal> {
    let proposal = nearest(draft.facts(row.unit)?, row.unit, draft.today(), name);
    let refusal = Refusal::new(Code::UnknownClass).with("class", name);
    draft
        .reading
        .numbered(&[row.row])
        .for_each(|r| r.wrong_with(field, refusal.clone(), proposal.clone()));
    Ok(())
}

fn add_classes(draft: &mut Draft<'_>, missing: Missing) -> Result<(), Refusal> {
    let year = draft.year();
    for (unit, classes) in missing {
        let of_unit = draft.unit(unit)?.clone();
        for (name, rows) in classes.into_values() {
            let Some(level) = level_of(&of_unit, &name, None) else {
                draft
                    .reading
                    .numbered(&rows)
                    .for_each(|r| r.unknown(Field::Level, &name));
                continue;
            };
            let class = AddClass {
                unit,
                year,
                name,
                level,
                site: None,
                learners: None,
            };
            draft.add(&rows, Outcome::Add, Some(Field::Class), class);
        }
    }
    Ok(())
}

/// Classes that another teacher has: a file never takes them, for that closes rights.
fn held_by_others(draft: &mut Draft<'_>, persons: &[Person]) -> Result<(), Refusal> {
    let today = draft.today();
    for person in persons {
        for row in &person.rows {
            for (field, name) in &row.given.homeroom {
                let Some(id) = draft.class(person.unit, name)? else {
                    continue;
                };
                let class = draft.facts(person.unit)?.class(id)?;
                let main = class.main_teacher(today);
                let other = main.is_some_and(|main| person.who != Who::Known(main));
                let own = matches!(person.who, Who::Known(officer)
                    if class.part_of(officer, today).is_some());
                if other && !own && class.level != SchoolLevel::Preschool {
                    let refusal = Refusal::new(Code::ClassHasTeacher).with("class", &class.name);
                    draft.reading.wrong(&[row.row], Some(*field), &refusal);
                }
            }
        }
    }
    Ok(())
}

/// Who looks after a class in the file: the person's place and the row.
type Holders = Vec<(usize, u32)>;

/// One homeroom teacher for a class; up to three in a preschool.
fn two_teachers(draft: &mut Draft<'_>, persons: &[Person]) -> Result<(), Refusal> {
    for ((unit, class), holders) in homeroom_holders(persons) {
        let people: BTreeSet<usize> = holders.iter().map(|h| h.0).collect();
        let preschool = class_level(draft, unit, &class)? == Some(SchoolLevel::Preschool);
        if people.len() > if preschool { 3 } else { 1 } {
            let rows: Vec<u32> = holders.iter().map(|h| h.1).collect();
            let refusal = Refusal::new(Code::TwoTeachers)
                .with("class", &class)
                .with("rows", row_numbers(&rows));
            draft.reading.wrong(&rows, Some(Field::Homeroom), &refusal);
        }
    }
    Ok(())
}

fn homeroom_holders(persons: &[Person]) -> BTreeMap<(UnitId, String), Holders> {
    let mut holders: BTreeMap<(UnitId, String), Holders> = BTreeMap::new();
    for (n, person) in persons.iter().enumerate() {
        for row in &person.rows {
            for (_, class) in &row.given.homeroom {
                let of_class = holders.entry((person.unit, class_key(class)));
                of_class.or_default().push((n, row.row));
            }
        }
    }
    holders
}

fn class_level(
    draft: &Draft<'_>,
    unit: UnitId,
    class: &str,
) -> Result<Option<SchoolLevel>, Refusal> {
    let facts = draft.facts(unit)?;
    let known =
        class_named(facts, unit, draft.today(), class).and_then(|id| facts.classes.get(&id));
    let of_unit = facts.units.get(&unit);
    Ok(known
        .map(|class| class.level)
        .or_else(|| of_unit.and_then(|u| level_of(u, class, None))))
}

/// A row that gives nothing but what rows before it give.
fn given_twice(draft: &mut Draft<'_>, persons: &[Person]) {
    for person in persons {
        let mut seen: Vec<(Matter, u32)> = vec![];
        for row in &person.rows {
            let matters = row.given.matters();
            let first = |matter: &Matter| {
                let mut before = seen.iter().filter(|(known, _)| known == matter);
                before.next().map(|(_, row)| *row)
            };
            let before: Option<Vec<u32>> = matters.iter().map(first).collect();
            match before.as_deref() {
                Some([first, ..]) => {
                    let refusal = Refusal::new(Code::RowTwice).with("row", first);
                    draft.reading.wrong(&[row.row], None, &refusal);
                }
                Some([]) | None => seen.extend(matters.into_iter().map(|m| (m, row.row))),
            }
        }
    }
}
