//! Classes that the unit does not have, classes with two homeroom teachers, and the same right
//! given twice.

use std::collections::{BTreeMap, BTreeSet};

use domain::acts::AddClass;
use domain::ids::{ClassId, UnitId};
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::class_list::Named;

use super::given::{Matter, Understood};
use super::persons::{Person, drop_waiting};
use crate::class_names::{class_key, class_named, grade_of, level_of, nearest, new_class};
use crate::draft::Draft;
use crate::people::Who;
use crate::reading::{row_numbers, which_classes};
use crate::row::{Outcome, RowReader};
use crate::teachers::replaced;

/// Rows that cannot stand beside the register or beside each other wait; what is left can.
pub fn settle(draft: &mut Draft<'_>, persons: &mut Vec<Person>) -> Result<(), Refusal> {
    let missing = unknown_classes(draft, persons)?;
    add_classes(draft, missing)?;
    drop_waiting(draft, persons);
    every_class(draft, persons)?;
    drop_waiting(draft, persons);
    held_by_others(draft, persons)?;
    drop_waiting(draft, persons);
    two_teachers(draft, persons)?;
    drop_waiting(draft, persons);
    given_twice(draft, persons);
    drop_waiting(draft, persons);
    Ok(())
}

/// Classes by key: how each is written, and which rows name it in which column.
type Missing = BTreeMap<UnitId, BTreeMap<String, (String, Vec<(u32, Field)>)>>;

/// Where a unit has classes already, a name that is none of them waits; where it has none, the
/// classes are taken from the file: those that are missing.
fn unknown_classes(draft: &mut Draft<'_>, persons: &[Person]) -> Result<Missing, Refusal> {
    let mut missing = Missing::new();
    for row in persons.iter().flat_map(|p| &p.rows) {
        for (field, named) in row.given.classes() {
            let Named::Class(name) = named else {
                continue;
            };
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
                rows.push((row.row, field));
            }
        }
    }
    Ok(missing)
}

fn has_classes(draft: &Draft<'_>, unit: UnitId) -> Result<bool, Refusal> {
    let mut classes = draft.facts(unit)?.classes_on(unit, draft.day());
    Ok(classes.next().is_some())
}

fn unknown_class(
    draft: &mut Draft<'_>,
    row: &Understood,
    field: Field,
    name: &str,
) -> Result<(), Refusal> {
    let proposal = nearest(draft.facts(row.unit)?, row.unit, draft.day(), name);
    let refusal = Refusal::new(Code::UnknownClass).with("class", name);
    draft
        .reading
        .numbered(&[row.row])
        .for_each(|r| r.wrong_with(field, refusal.clone(), proposal.clone()));
    Ok(())
}

/// Puts classes in the place of grades. What names no classes, or could be read in several ways,
/// makes its row wait, unless a class has just that name.
fn every_class(draft: &mut Draft<'_>, persons: &mut [Person]) -> Result<(), Refusal> {
    for row in persons.iter_mut().flat_map(|person| &mut person.rows) {
        let mut unclear: Vec<(Field, String)> = vec![];
        for taught in &mut row.given.taught {
            let mut found = vec![];
            for named in std::mem::take(&mut taught.classes) {
                match classes_of(draft, row.unit, &named)? {
                    Some(classes) => found.extend(classes),
                    None => unclear.push((taught.field, named.text().to_owned())),
                }
            }
            taught.classes = found;
        }
        for (field, named) in &mut row.given.homeroom {
            // Nobody is homeroom teacher of a grade.
            match classes_of(draft, row.unit, named)?.as_deref() {
                Some([one]) => *named = one.clone(),
                _ => unclear.push((*field, named.text().to_owned())),
            }
        }
        for (field, typed) in unclear {
            draft
                .reading
                .wrong(&[row.row], Some(field), &which_classes(&typed));
        }
    }
    Ok(())
}

/// The classes that a part of a list means; none if nobody can tell.
fn classes_of(
    draft: &mut Draft<'_>,
    unit: UnitId,
    named: &Named,
) -> Result<Option<Vec<Named>>, Refusal> {
    if matches!(named, Named::Class(_)) || draft.class(unit, named.text())?.is_some() {
        return Ok(Some(vec![Named::Class(named.text().to_owned())]));
    }
    let means = |name: &str| match named {
        Named::Grade(grade, _) => grade_of(name) == Some(*grade),
        Named::All(_) => true,
        Named::Class(_) | Named::Unclear(_) => false,
    };
    let classes: Vec<ClassId> = draft.classes(unit)?.values().copied().collect();
    let facts = draft.facts(unit)?;
    let mut found = vec![];
    for class in classes {
        let name = &facts.class(class)?.name;
        if means(name) {
            found.push(Named::Class(name.clone()));
        }
    }
    Ok((!found.is_empty()).then_some(found))
}

fn add_classes(draft: &mut Draft<'_>, missing: Missing) -> Result<(), Refusal> {
    let (year, day) = (draft.year(), draft.day());
    for (unit, classes) in missing {
        let of_unit = draft.unit(unit)?.clone();
        for (name, named) in classes.into_values() {
            let rows: Vec<u32> = named.iter().map(|(row, _)| *row).collect();
            let Some(level) = level_of(&of_unit, day, &name, None) else {
                draft
                    .reading
                    .numbered(&rows)
                    .for_each(|r| r.unknown(Field::Level, &name));
                continue;
            };
            if !new_class(&name, level) {
                let refusal = which_classes(&name);
                let fields = [Field::Homeroom, Field::Class, Field::Classes];
                let typed = |row: &RowReader| fields.iter().any(|field| row.was_mended(*field));
                let unclear = draft.reading.numbered(&rows).filter(|row| !typed(row));
                let waiting: BTreeSet<u32> = unclear.map(|row| row.number).collect();
                for (row, field) in named.iter().filter(|(row, _)| waiting.contains(row)) {
                    draft.reading.wrong(&[*row], Some(*field), &refusal);
                }
                if !waiting.is_empty() {
                    continue;
                }
            }
            let class = AddClass {
                unit,
                year,
                name,
                level,
                site: None,
                learners: None,
            };
            let field = named.first().map_or(Field::Class, |(_, field)| *field);
            draft.add(&rows, Outcome::Add, Some(field), class);
        }
    }
    Ok(())
}

/// Classes that another teacher has: a file takes them only where a person has ticked the row, for
/// that closes rights.
fn held_by_others(draft: &mut Draft<'_>, persons: &[Person]) -> Result<(), Refusal> {
    let today = draft.day();
    for person in persons {
        let mut shown = vec![];
        for row in &person.rows {
            for (field, name) in &row.given.homeroom {
                let Some(id) = draft.class(person.unit, name.text())? else {
                    continue;
                };
                let class = draft.facts(person.unit)?.class(id)?;
                let main = class.main_teacher(today);
                let other = main.is_some_and(|main| person.who != Who::Known(main));
                let preschool = class.level == SchoolLevel::Preschool;
                let own = matches!(person.who, Who::Known(officer)
                    if class.part_of(officer, today).is_some());
                let taken = !preschool || row.given.in_charge == Some(true);
                let ticked = draft.reading.is_ticked(row.row);
                let refusal = if !other || own || taken && ticked {
                    continue;
                } else if taken {
                    if let (Some(main), Who::Known(officer)) = (main, &person.who) {
                        shown.push((row.row, id, main, *officer, *field));
                    }
                    Refusal::new(Code::ClassHasTeacher).with("class", &class.name)
                } else if row.given.in_charge.is_none() {
                    let main = main.map(|main| draft.facts(person.unit)?.officer(main));
                    let main = main.transpose()?.map(|officer| officer.name.as_str());
                    let names = [main, Some(person.said.name.as_str())];
                    let names: Vec<&str> = names.into_iter().flatten().collect();
                    part_missing(&class.name, &names)
                } else {
                    continue;
                };
                draft.reading.wrong(&[row.row], Some(*field), &refusal);
            }
        }
        for (row, class, main, officer, field) in shown {
            replaced(draft, row, person.unit, class, (main, officer), field)?;
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
        } else if preschool && people.len() > 1 {
            parts(draft, persons, &class, &holders);
        }
    }
    Ok(())
}

fn part_missing(class: &str, names: &[&str]) -> Refusal {
    Refusal::new(Code::PartMissing)
        .with("class", class)
        .with("names", names.join(", "))
}

/// Of several teachers of a preschool class one is in charge: the file says who, the order of its
/// rows does not.
fn parts(draft: &mut Draft<'_>, persons: &[Person], class: &str, holders: &Holders) {
    let part = |(person, row): &(usize, u32)| {
        let mut rows = persons[*person].rows.iter();
        rows.find(|r| r.row == *row).and_then(|r| r.given.in_charge)
    };
    let silent: Vec<u32> = holders
        .iter()
        .filter(|h| part(h).is_none())
        .map(|h| h.1)
        .collect();
    let mains: Vec<u32> = holders
        .iter()
        .filter(|h| part(h) == Some(true))
        .map(|h| h.1)
        .collect();
    let names: Vec<&str> = holders
        .iter()
        .map(|h| persons[h.0].said.name.as_str())
        .collect();
    if !silent.is_empty() {
        let refusal = part_missing(class, &names);
        draft
            .reading
            .wrong(&silent, Some(Field::Homeroom), &refusal);
    }
    if mains.len() > 1 {
        let refusal = Refusal::new(Code::TwoTeachers)
            .with("class", class)
            .with("rows", row_numbers(&mains));
        draft.reading.wrong(&mains, Some(Field::Homeroom), &refusal);
    }
}

fn homeroom_holders(persons: &[Person]) -> BTreeMap<(UnitId, String), Holders> {
    let mut holders: BTreeMap<(UnitId, String), Holders> = BTreeMap::new();
    for (n, person) in persons.iter().enumerate() {
        for row in &person.rows {
            for (_, class) in &row.given.homeroom {
                let of_class = holders.entry((person.unit, class_key(class.text())));
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
    let known = class_named(facts, unit, draft.day(), class).and_then(|id| facts.classes.get(&id));
    let of_unit = facts.units.get(&unit);
    Ok(known
        .map(|class| class.level)
        .or_else(|| of_unit.and_then(|u| level_of(u, draft.day(), class, None))))
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
