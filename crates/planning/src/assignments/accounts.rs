//! The admin account: from the unit above to a unit, or from a head to the one who looks after it.

use domain::Refusal;
use domain::acts::HandOver;
use domain::ids::OfficerId;
use domain::kind::SecretClause;
use domain::offer;
use workbook::Field;

use super::persons::Person;
use crate::draft::Draft;
use crate::row::Outcome;

/// Drafts the minutes of an admin account, unless they are there already.
pub fn plan(
    draft: &mut Draft<'_>,
    person: &Person,
    officer: OfficerId,
    from_above: bool,
) -> Result<(), Refusal> {
    let (unit, today, rows) = (person.unit, draft.today(), person.numbers());
    let facts = draft.facts(unit)?;
    let of_unit = facts.unit(unit)?;
    let kind = offer::account_kind(of_unit, from_above);
    let drafted = facts
        .minutes_to(officer, unit)
        .any(|m| m.kind == kind && (m.open() || m.stands()));
    if drafted {
        return Ok(());
    }
    let giving = if from_above {
        of_unit.parent_on(today).unwrap_or(unit)
    } else {
        unit
    };
    let login = match facts.admin_account(unit) {
        Some(_) => None,
        None => listed_login(draft, &rows),
    };
    let giver = match facts.head(giving, today) {
        Ok(head) => head.officer,
        Err(refusal) => {
            draft.reading.wrong(&rows, None, &refusal);
            return Ok(());
        }
    };
    let request = HandOver {
        year: None,
        unit,
        kind,
        giver,
        receiver: officer,
        add: vec![],
        drop: vec![],
        login,
        grounds: draft.grounds(),
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    draft.add(&rows, Outcome::Add, Some(Field::Function), request);
    Ok(())
}

/// The login that the first row of a person names.
fn listed_login(draft: &Draft<'_>, rows: &[u32]) -> Option<String> {
    let mut listed = draft.reading.rows.iter();
    let first = listed.find(|row| rows.contains(&row.number))?;
    first.text(Field::AdminLogin)
}
