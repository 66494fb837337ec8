//! Classes with their teachers. A class that has another homeroom teacher is never changed by a
//! file: that closes rights, and a person does it.

use std::collections::BTreeSet;

use domain::acts::AddClass;
use domain::ids::{ClassId, OfficerId};
use domain::school_class::TeacherPart;
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::columns::level;

use crate::class_names::{class_key, level_of};
use crate::draft::Draft;
use crate::people::{Said, Who, same_person};
use crate::row::{Outcome, RowReader};
use crate::teachers::give;

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let taken = |row: &RowReader| {
        let name = row.text(Field::Class).unwrap_or_default();
        (Field::Class, Refusal::new(Code::Taken).with("what", name))
    };
    let key = |row: &RowReader| row.text(Field::Class).map(|name| class_key(&name));
    draft.reading.clash(key, taken);
    let mut seen = BTreeSet::new();
    for n in 0..draft.reading.rows.len() {
        if let Some(class) = class_of_row(draft, n)? {
            teachers(draft, n, class, &mut seen)?;
        }
    }
    Ok(())
}

/// Gives a class the teachers of its row. One homeroom teacher has one class; preschool teachers
/// may share.
fn teachers(
    draft: &mut Draft<'_>,
    n: usize,
    class: ClassId,
    seen: &mut BTreeSet<OfficerId>,
) -> Result<(), Refusal> {
    let unit = draft.own();
    for (field, part) in [
        (Field::HomeroomTeacher, TeacherPart::Main),
        (Field::JointTeacher, TeacherPart::Joint),
    ] {
        let Some(name) = draft.reading.rows[n].name(field, "name") else {
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
            Who::Unclear => row.wrong(Some(field), same_person(&name)),
        }
    }
    Ok(())
}

/// The class of a row: known, or planned now.
fn class_of_row(draft: &mut Draft<'_>, n: usize) -> Result<Option<ClassId>, Refusal> {
    let (unit, year) = (draft.own(), draft.year());
    let row = &mut draft.reading.rows[n];
    let Some(name) = row.required(Field::Class, "class_name") else {
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
        return Ok(Some(known));
    }
    let Some(level) = level_of(draft.unit(unit)?, &name, said) else {
        draft.reading.rows[n].unknown(Field::Level, &name);
        return Ok(None);
    };
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

fn said_level(row: &mut RowReader) -> Option<SchoolLevel> {
    let typed = row.text(Field::Level)?;
    let said = level(&typed);
    if said.is_none() {
        row.unknown(Field::Level, &typed);
    }
    said
}
