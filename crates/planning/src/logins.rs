//! Logins on the Hệ thống CSDL that a list names.

use domain::Refusal;
use domain::account::{AccountKind, System};
use domain::acts::units::{OFFICE_SYSTEM, SCHOOL_SYSTEM};
use domain::acts::{AddAccount, EditDraft};
use domain::ids::{OfficerId, UnitId};
use domain::minutes::Progress;
use domain::on_csdl::login_is_proposed;
use workbook::Field;

use crate::draft::Draft;
use crate::row::Outcome;

/// Enters a person's login.
pub fn give_login(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    officer: OfficerId,
    login: &str,
    outcome: Outcome,
) -> Result<(), Refusal> {
    let address = if draft.unit(unit)?.kind.teaches() {
        SCHOOL_SYSTEM
    } else {
        OFFICE_SYSTEM
    };
    let account = AddAccount {
        unit,
        system: System::Csdl,
        address: address.into(),
        login: login.to_owned(),
        kind: AccountKind::Use,
        officer: Some(officer),
    };
    draft.add(&[row], outcome, Some(Field::Login), account);
    Ok(())
}

/// Names a person's login as the list does, where the one of the draft was only proposed. What was
/// printed, and what somebody typed, stays as it is.
pub fn correct_proposed(
    draft: &mut Draft<'_>,
    row: u32,
    unit: UnitId,
    officer: OfficerId,
    login: &str,
) -> Result<(), Refusal> {
    let facts = draft.facts(unit)?;
    let found = facts.minutes_to(officer, unit).find(|m| {
        m.progress == Progress::Draft && m.kind.opens_rights() && login_is_proposed(facts, m)
    });
    let Some((minutes, grounds)) = found.map(|m| (m.id, m.grounds.clone())) else {
        return Ok(());
    };
    let edit = EditDraft {
        unit,
        minutes,
        grounds,
        login: Some(login.to_owned()),
        valid_until: None,
    };
    draft.add(&[row], Outcome::Edit, Some(Field::Login), edit);
    Ok(())
}
