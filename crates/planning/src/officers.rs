//! People: new ones are added, known ones get what the file knows better. A column that is not
//! there blanks nothing, a person who is missing from the file stays, and posts of people who are
//! known change where a person has ticked the row.

use std::collections::BTreeMap;

use domain::ids::{OfficerId, UnitId};
use domain::text::tidy;
use domain::{Code, Refusal};
use workbook::Field;

use crate::changes::edit_officer;
use crate::draft::Draft;
use crate::logins::give_login;
use crate::people::{Said, Who, adding, edits, said, same_person, which_person};
use crate::places;
use crate::posts::{self, SaidOfPost};
use crate::reading::Reading;
use crate::row::{Outcome, RowReader};

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    clashes(&mut draft.reading);
    let today = draft.today();
    let mut people: Vec<(u32, UnitId, Said)> = vec![];
    for n in 0..draft.reading.rows.len() {
        let unit = places::of_row(draft, n)?;
        let row = &mut draft.reading.rows[n];
        if let (Some(said), Some(unit)) = (said(row, today), unit) {
            people.push((row.number, unit, said));
        }
    }
    for (row, unit, said) in people {
        person(draft, row, unit, &said)?;
    }
    let has_id_column = draft.reading.has(Field::IdNumber);
    draft.reading.about_people(has_id_column);
    Ok(())
}

/// Two rows that name one person and say nothing that tells them apart both wait; so do two with
/// one ID number, or one code.
fn clashes(reading: &mut Reading) {
    namesakes(reading);
    reading.clash_of_numbers();
    let taken = Refusal::new(Code::Taken).with("what", "officer_code");
    reading.clash(
        |row| Some(format!("{}|{}", of_unit(row), row.text(Field::Code)?)),
        |_, _| (Field::Code, taken.clone()),
    );
}

/// The unit of a row, as it is typed.
fn of_unit(row: &RowReader) -> String {
    let unit = row.text(Field::UnitCode).or_else(|| row.text(Field::Unit));
    unit.unwrap_or_default().to_lowercase()
}

/// Rows of one name wait, unless something tells each from every other: a row that says less than
/// its namesake may be the same person once more.
fn namesakes(reading: &mut Reading) {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, row) in reading.rows.iter().enumerate() {
        let here = row
            .text(Field::Name)
            .filter(|_| row.outcome != Outcome::LeftOut);
        if let Some(name) = here {
            let key = format!("{}|{}", of_unit(row), tidy(&name).to_lowercase());
            by_name.entry(key).or_default().push(n);
        }
    }
    for rows in by_name.into_values().filter(|rows| rows.len() > 1) {
        let told = |n: &usize| {
            let others = rows.iter().filter(|other| *other != n);
            let mut others = others.map(|other| &reading.rows[*other]);
            others.all(|other| told_apart(&reading.rows[*n], other))
        };
        let untold: Vec<u32> = rows
            .iter()
            .filter(|n| !told(n))
            .map(|n| reading.rows[*n].number)
            .collect();
        for row in reading.numbered(&untold) {
            let name = row.text(Field::Name).unwrap_or_default();
            row.wrong(Some(Field::Name), same_person(&name));
        }
    }
}

/// Whether two rows say something that one person has once. One code, or one number, in both is said
/// elsewhere.
fn told_apart(one: &RowReader, other: &RowReader) -> bool {
    let both = |of: &dyn Fn(&RowReader) -> Option<String>| Some((of(one)?, of(other)?));
    let code = both(&|row| row.text(Field::Code));
    let number = both(&RowReader::id_digits);
    let born = both(&|row| row.born().map(|day| day.to_string()));
    code.is_some() || number.is_some() || born.is_some_and(|(one, other)| one != other)
}

fn person(draft: &mut Draft<'_>, row: u32, unit: UnitId, said: &Said) -> Result<(), Refusal> {
    let duty = draft
        .reading
        .numbered(&[row])
        .next()
        .and_then(|row| row.name(Field::Duty, "position"));
    match draft.who(unit, said)? {
        Who::Unclear(candidates) => {
            let refusal = which_person(&said.name, &candidates);
            draft.reading.wrong(&[row], Some(Field::Name), &refusal);
            Ok(())
        }
        Who::New => new(draft, row, unit, said, duty),
        Who::Known(officer) => {
            let of_post = SaidOfPost {
                rows: &[row],
                position: said.position.as_deref(),
                duty: duty.as_deref(),
            };
            posts::differences(draft, unit, officer, &of_post)?;
            known(draft, row, unit, said, officer)
        }
    }
}

fn new(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    said: &Said,
    duty: Option<String>,
) -> Result<(), Refusal> {
    let position = if draft.unit(unit)?.kind.teaches() {
        &draft.positions.teacher
    } else {
        &draft.positions.officer
    };
    let code = draft.code_for(unit, said)?;
    let add = adding(unit, said, code, duty, draft.today(), position.clone());
    let added = draft.add(&[row], Outcome::Add, None, add);
    if let (Some(added), Some(login)) = (added, &said.login) {
        let officer = OfficerId(added.stamp.id(0));
        give_login(draft, row, unit, officer, login, Outcome::Add)?;
    }
    Ok(())
}

fn known(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    said: &Said,
    officer: OfficerId,
) -> Result<(), Refusal> {
    let edits = edits(draft.facts(unit)?.officer(officer)?, said);
    edit_officer(draft, &[row], unit, officer, edits)?;
    if let (Some(login), false) = (&said.login, draft.has_login(unit, officer)?) {
        give_login(draft, row, unit, officer, login, Outcome::Edit)?;
    }
    Ok(())
}
