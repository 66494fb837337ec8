//! Assignments: who gets which class, function, subject or level. A school's own table of
//! assignments must do alone, so people and – where the school has no class yet – classes are taken
//! from it. What comes of it are draft minutes for the head to check, one for each person.

mod accounts;
mod clashes;
mod given;
mod handovers;
mod lines;
mod persons;

use domain::{Code, Refusal};
use workbook::Field;

use crate::draft::Draft;

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.reading.clash_of_numbers();
    let understood = given::understand(draft)?;
    given::about_subjects(draft, &understood);
    let mut persons = persons::gather(draft, understood)?;
    clashes::settle(draft, &mut persons)?;
    let mut proposed_logins = 0;
    for person in &persons {
        if handovers::plan(draft, person)? {
            proposed_logins += 1;
        }
    }
    if proposed_logins > 0 {
        let refusal = Refusal::new(Code::LoginProposed).with("count", proposed_logins);
        draft.reading.warnings.push(refusal);
    }
    let has_id_column = draft.reading.any(Field::IdNumber);
    draft.reading.about_people(has_id_column);
    Ok(())
}
