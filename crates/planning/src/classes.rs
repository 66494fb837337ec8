//! Classes with their teachers. What a file says otherwise of a class that is known, its homeroom
//! teacher above all, changes where a person has ticked the row: that closes rights.

use std::collections::{BTreeMap, BTreeSet};

use domain::acts::AddClass;
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::school_class::TeacherPart;
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::class_list::{Named, named};
use workbook::columns::{in_charge, level};

use crate::changes::{SaidOfClass, edit_class};
use crate::class_names::{class_key, level_of, new_class};
use crate::draft::Draft;
use crate::people::{Said, Who, same_person, which_person};
use crate::places;
use crate::reading::{row_numbers, which_classes};
use crate::row::{Outcome, RowReader};
use crate::teachers::give;

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let taken = |row: &RowReader, rows: &[u32]| {
        let class = row.text(Field::Class).unwrap_or_default();
        let refusal = Refusal::new(Code::ClassTwice).with("class", class);
        (Field::Class, refusal.with("rows", row_numbers(rows)))
    };
    let mut units = vec![];
    for n in 0..draft.reading.rows.len() {
        let unit = places::of_row(draft, n)?;
        units.push((draft.reading.rows[n].number, unit));
    }
    let unit_of: BTreeMap<u32, Option<UnitId>> = units.iter().copied().collect();
    // A class may have a row for each of its teachers, if the rows say the part of each.
    let key = |row: &RowReader| {
        let unit = unit_of.get(&row.number).copied().flatten()?;
        let name = row.text(Field::Class)?;
        let one_teacher = row.text(Field::Part).is_some();
        (!one_teacher).then(|| format!("{unit:?}|{}", class_key(&name)))
    };
    draft.reading.clash(key, taken);
    let mut seen = BTreeSet::new();
    for (n, (_, unit)) in units.into_iter().enumerate() {
        let Some(unit) = unit else { continue };
        if let Some(class) = class_of_row(draft, n, unit)? {
            teachers(draft, n, unit, class, &mut seen)?;
        }
    }
    Ok(())
}

/// Gives a class the teachers of its row. One homeroom teacher has one class; preschool teachers
/// may share.
fn teachers(
    draft: &mut Draft<'_>,
    n: usize,
    unit: UnitId,
    class: ClassId,
    seen: &mut BTreeSet<OfficerId>,
) -> Result<(), Refusal> {
    let Some(first) = first_part(&mut draft.reading.rows[n]) else {
        return Ok(());
    };
    let class_row = draft.facts(unit)?.class(class)?;
    let (name, level) = (class_row.name.clone(), class_row.level);
    if level == SchoolLevel::Preschool && only_counted(&mut draft.reading.rows[n], &name) {
        return Ok(());
    }
    for (field, part) in [
        (Field::HomeroomTeacher, first),
        (Field::JointTeacher, TeacherPart::Joint),
    ] {
        let Some(name) = draft.reading.rows[n].person(field) else {
            continue;
        };
        let who = draft.who(unit, &Said::named(name.clone()))?;
        let row = &mut draft.reading.rows[n];
        match who {
            Who::Known(officer) => {
                if part == TeacherPart::Main && !seen.insert(officer) {
                    row.note(Some(field), same_person(&name));
                }
                let number = row.number;
                give(draft, number, unit, class, officer, part, field)?;
            }
            Who::New => row.wrong(
                Some(field),
                Refusal::new(Code::UnknownOfficer).with("name", &name),
            ),
            Who::Unclear(candidates) => {
                row.wrong(Some(field), which_person(&name, &candidates));
            }
        }
    }
    Ok(())
}

/// Whether a row names two teachers under titles that only count them, *Giáo viên 1* and *Giáo viên
/// 2*: who is in charge, the order of columns does not say, and the row waits.
fn only_counted(row: &mut RowReader, class: &str) -> bool {
    let fields = [Field::HomeroomTeacher, Field::JointTeacher];
    let names: Vec<String> = fields.iter().filter_map(|field| row.text(*field)).collect();
    let counted = |field: &Field| row.title(*field).ends_with(|c: char| c.is_ascii_digit());
    if names.len() < fields.len() || !fields.iter().all(counted) {
        return false;
    }
    row.wrong(
        Some(Field::HomeroomTeacher),
        Refusal::new(Code::PartMissing)
            .with("class", class)
            .with("names", names.join(", ")),
    );
    true
}

/// The part of the teacher whom a row names; none if the row waits because of it.
fn first_part(row: &mut RowReader) -> Option<TeacherPart> {
    let Some(typed) = row.text(Field::Part) else {
        return Some(TeacherPart::Main);
    };
    let part = in_charge(&typed);
    if part.is_none() {
        row.unknown(Field::Part, &typed);
    }
    part.map(|main| {
        if main {
            TeacherPart::Main
        } else {
            TeacherPart::Joint
        }
    })
}

/// The class of a row: known, or planned now.
fn class_of_row(draft: &mut Draft<'_>, n: usize, unit: UnitId) -> Result<Option<ClassId>, Refusal> {
    let year = draft.year();
    let row = &mut draft.reading.rows[n];
    let Some(typed) = row.required(Field::Class, "class_name") else {
        return Ok(None);
    };
    let Some(name) = one_class(row, typed) else {
        return Ok(None);
    };
    let said = said_level(row);
    let learners = row.count(Field::Learners);
    let site = row.name(Field::Site, "class_name");
    let (number, waits) = (row.number, row.waits());
    if waits {
        return Ok(None);
    }
    if let Some(known) = draft.class(unit, &name)? {
        let said = SaidOfClass {
            level: said,
            site,
            learners,
        };
        let class = draft.facts(unit)?.class(known)?.clone();
        edit_class(draft, number, class, &said);
        return Ok(Some(known));
    }
    let Some(level) = level_of(draft.unit(unit)?, draft.day(), &name, said) else {
        draft.reading.rows[n].unknown(Field::Level, &name);
        return Ok(None);
    };
    let row = &mut draft.reading.rows[n];
    if !new_class(&name, level) && !row.was_mended(Field::Class) {
        row.wrong(Some(Field::Class), which_classes(&name));
        return Ok(None);
    }
    let class = AddClass {
        unit,
        year,
        name,
        level,
        site,
        learners,
    };
    let added = draft.add(&[number], Outcome::Add, Some(Field::Class), class);
    Ok(added.map(|added| ClassId(added.stamp.id(0))))
}

/// The class of a row without words before it; several, a grade or a sum are none.
fn one_class(row: &mut RowReader, typed: String) -> Option<String> {
    if row.was_mended(Field::Class) {
        return Some(typed);
    }
    // Two names below each other are two classes, and no name with a blank in it.
    let lines = row.lines(Field::Class).unwrap_or_default();
    match named(&lines).as_slice() {
        [Named::Class(one)] => Some(one.clone()),
        _ => {
            row.wrong(Some(Field::Class), which_classes(&typed));
            None
        }
    }
}

fn said_level(row: &mut RowReader) -> Option<SchoolLevel> {
    let typed = row.text(Field::Level)?;
    let said = level(&typed);
    if said.is_none() {
        row.unknown(Field::Level, &typed);
    }
    said
}
