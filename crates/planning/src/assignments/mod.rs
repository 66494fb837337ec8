//! Assignments: who gets which class, function, subject or level. A school's own table of
//! assignments must do alone, so people and – where the school has no class yet – classes are taken
//! from it. What comes of it are draft minutes for the head to check, one for each person.

mod accounts;
mod clashes;
mod given;
mod handovers;
mod lines;
mod persons;

use std::collections::BTreeMap;

use domain::{Code, Refusal};
use workbook::Field;

use crate::draft::Draft;
use handovers::Came;

/// Most names that a sentence holds.
const NAMES: usize = 8;

/// Says for whom no minutes are drafted, and why.
fn no_draft(why: &str, names: &[&str]) -> Refusal {
    let more = if names.len() > NAMES { ", …" } else { "" };
    let shown = &names[..names.len().min(NAMES)];
    Refusal::new(Code::NoDraft)
        .with("count", names.len())
        .with("why", why)
        .with("names", format!("{}{more}", shown.join(", ")))
}

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.reading.clash_of_numbers();
    let understood = given::understand(draft)?;
    given::about_subjects(draft, &understood);
    let mut persons = persons::gather(draft, understood)?;
    clashes::settle(draft, &mut persons)?;
    let mut proposed_logins = 0;
    let mut without: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for person in &persons {
        let came = handovers::plan(draft, person)?;
        if came == (Came::Draft { proposed: true }) {
            proposed_logins += 1;
        }
        if let Some(why) = came.why() {
            without.entry(why).or_default().push(&person.said.name);
        }
    }
    for (why, names) in without {
        draft.reading.warnings.push(no_draft(why, &names));
    }
    if proposed_logins > 0 {
        let refusal = Refusal::new(Code::LoginProposed).with("count", proposed_logins);
        draft.reading.warnings.push(refusal);
    }
    let has_id_column = draft.reading.any(Field::IdNumber);
    draft.reading.about_people(has_id_column);
    Ok(())
}
