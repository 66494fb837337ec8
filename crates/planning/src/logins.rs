//! Logins on the Hệ thống CSDL that a list names.

use domain::Refusal;
use domain::account::{AccountKind, System};
use domain::acts::AddAccount;
use domain::acts::units::{OFFICE_SYSTEM, SCHOOL_SYSTEM};
use domain::ids::{OfficerId, UnitId};
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
