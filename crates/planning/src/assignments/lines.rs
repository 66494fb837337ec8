//! The lines of a person's sheet: homeroom, subjects with their classes, functions, levels.

use std::collections::{BTreeMap, BTreeSet};

use domain::Refusal;
use domain::ids::{ClassId, OfficerId};
use domain::line::Line;
use domain::rights::{Dim, Function};
use domain::school_class::TeacherPart;
use domain::unit::SchoolLevel;

use super::given::Understood;
use super::persons::Person;
use crate::draft::Draft;
use crate::teachers::give;

/// A line with the row that asks for it.
pub type Asked = (Line, u32);

/// The lines of a person, each once; gives the person their classes on the way. A row that waits
/// gives nothing, also not in part.
pub fn lines(
    draft: &mut Draft<'_>,
    person: &Person,
    officer: OfficerId,
) -> Result<Vec<Asked>, Refusal> {
    let mut once: Vec<Asked> = vec![];
    for row in &person.rows {
        let mut of_row = homeroom(draft, row, officer)?;
        of_row.extend(subjects(draft, row)?);
        of_row.extend(functions(draft, row)?);
        if draft.reading.waits(row.row) {
            continue;
        }
        for line in of_row {
            if !once.iter().any(|(l, _)| l.same_matter(&line)) {
                once.push((line, row.row));
            }
        }
    }
    Ok(once)
}

/// A line for as long as the row says. There is no back-dating: a day that has passed is today.
fn dated(draft: &Draft<'_>, row: &Understood, line: Line) -> Line {
    let from = row.given.from.unwrap_or(draft.day());
    Line {
        from: from.max(draft.day()),
        until: row.given.until.or(line.until),
        ..line
    }
}

fn homeroom(
    draft: &mut Draft<'_>,
    row: &Understood,
    officer: OfficerId,
) -> Result<Vec<Line>, Refusal> {
    let today = draft.day();
    let mut lines = vec![];
    // Who is in charge where several look after a class, the rows have said by now, or they wait.
    for (field, name) in &row.given.homeroom {
        let Some(id) = draft.class(row.unit, name.text())? else {
            continue;
        };
        let class = draft.facts(row.unit)?.class(id)?;
        let preschool = class.level == SchoolLevel::Preschool;
        let part = match row.given.in_charge {
            Some(false) if preschool => TeacherPart::Joint,
            _ => TeacherPart::Main,
        };
        if give(draft, row.row, row.unit, id, officer, part, *field)? {
            lines.push(dated(draft, row, Line::homeroom(id, today)));
        }
    }
    Ok(lines)
}

fn subjects(draft: &mut Draft<'_>, row: &Understood) -> Result<Vec<Line>, Refusal> {
    let mut by_subject: BTreeMap<&str, BTreeSet<ClassId>> = BTreeMap::new();
    for taught in &row.given.taught {
        let classes = by_subject
            .entry(taught.subject.as_deref().unwrap_or_default())
            .or_default();
        for name in &taught.classes {
            classes.extend(draft.class(row.unit, name.text())?);
        }
    }
    let today = draft.day();
    let taught = by_subject
        .into_iter()
        .filter(|(_, classes)| !classes.is_empty());
    Ok(taught
        .map(|(subject, classes)| Line {
            classes: Dim::Only(classes),
            subjects: match subject {
                "" => Dim::All,
                subject => Dim::one(subject.to_owned()),
            },
            ..dated(draft, row, Line::of(Function::Results, today))
        })
        .collect())
}

/// In a school a level beside a function narrows it; in an office levels are what is looked after.
fn functions(draft: &Draft<'_>, row: &Understood) -> Result<Vec<Line>, Refusal> {
    let (today, given) = (draft.day(), &row.given);
    if !draft.unit(row.unit)?.kind.teaches() {
        let levels = given.levels.iter();
        return Ok(levels
            .map(|level| dated(draft, row, Line::level(*level, today)))
            .collect());
    }
    let levels = if given.levels.is_empty() {
        Dim::All
    } else {
        Dim::Only(given.levels.clone())
    };
    let functions = given.functions.iter();
    Ok(functions
        .map(|function| Line {
            levels: levels.clone(),
            ..dated(draft, row, Line::of(*function, today))
        })
        .collect())
}
