//! People: new ones are added, known ones get what the file knows better. A column that is not
//! there blanks nothing, a person who is missing from the file stays, and posts of people who are
//! known are left to a person.

use domain::acts::EditOfficer;
use domain::ids::OfficerId;
use domain::text::tidy;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::value::{Digits, id_number};

use crate::draft::Draft;
use crate::logins::give_login;
use crate::people::{Said, Who, adding, edits, said, same_person};
use crate::reading::Reading;
use crate::row::{Outcome, RowReader};

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    clashes(&mut draft.reading);
    let rows = draft.reading.rows.iter_mut();
    let people: Vec<(u32, Said)> = rows
        .filter_map(|row| Some((row.number, said(row)?)))
        .collect();
    for (row, said) in people {
        person(draft, row, &said)?;
    }
    let has_id_column = draft.reading.has(Field::IdNumber);
    draft.reading.about_people(has_id_column);
    Ok(())
}

/// Two rows that name one person and say nothing that tells them apart both wait; so do two with
/// one ID number, or one code.
fn clashes(reading: &mut Reading) {
    let same = |row: &RowReader| same_person(&row.text(Field::Name).unwrap_or_default());
    reading.clash(untold, |row| (Field::Name, same(row)));
    reading.clash(number, |row| (Field::IdNumber, same(row)));
    let taken = Refusal::new(Code::Taken).with("what", "officer_code");
    reading.clash(
        |row| row.text(Field::Code),
        |_| (Field::Code, taken.clone()),
    );
}

/// Name and birth date of a person who has no code in the file.
fn untold(row: &RowReader) -> Option<String> {
    if row.text(Field::Code).is_some() {
        return None;
    }
    let name = tidy(&row.text(Field::Name)?).to_lowercase();
    let born_on = row.text(Field::BornOn).unwrap_or_default();
    Some(format!("{name}|{born_on}"))
}

fn number(row: &RowReader) -> Option<String> {
    match id_number(&row.text(Field::IdNumber)?) {
        Digits::Good(digits) | Digits::LostZero(digits) => Some(digits),
        Digits::Missing | Digits::Wrong => None,
    }
}

fn person(draft: &mut Draft<'_>, row: u32, said: &Said) -> Result<(), Refusal> {
    let duty = draft
        .reading
        .numbered(&[row])
        .next()
        .and_then(|row| row.name(Field::Duty, "position"));
    match draft.who(draft.own(), said)? {
        Who::Unclear => {
            let refusal = same_person(&said.name);
            draft.reading.wrong(&[row], Some(Field::Name), &refusal);
            Ok(())
        }
        Who::New => new(draft, row, said, duty),
        Who::Known(officer) => known(draft, row, said, officer),
    }
}

fn new(draft: &mut Draft<'_>, row: u32, said: &Said, duty: Option<String>) -> Result<(), Refusal> {
    let unit = draft.own();
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

fn known(draft: &mut Draft<'_>, row: u32, said: &Said, officer: OfficerId) -> Result<(), Refusal> {
    let unit = draft.own();
    let edits = edits(draft.facts(unit)?.officer(officer)?, said);
    if !edits.is_empty() {
        let edit = EditOfficer {
            unit,
            officer,
            edits,
        };
        draft.add(&[row], Outcome::Edit, None, edit);
    }
    if let (Some(login), false) = (&said.login, draft.has_login(unit, officer)?) {
        give_login(draft, row, unit, officer, login, Outcome::Edit)?;
    }
    Ok(())
}
