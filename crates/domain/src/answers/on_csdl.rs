//! Whether a difference from the accounts on the Hệ thống CSDL still is one, by the register alone:
//! what was granted, appointed or closed here since settles it without another list.

use chrono::{DateTime, Utc};

use crate::account::{Account, Custody, System, proposed_login};
use crate::calendar::day_of;
use crate::csdl_task::{CsdlDifference, CsdlFinding, CsdlTask};
use crate::facts::Facts;
use crate::ids::{OfficerId, UnitId};
use crate::minutes::HandoverMinutes;

/// An open login of a unit on the Hệ thống CSDL, whatever its capitals.
#[must_use]
pub fn open_login<'a>(facts: &'a Facts, unit: UnitId, login: &str) -> Option<&'a Account> {
    let login = login.to_lowercase();
    let mut open = facts
        .accounts
        .values()
        .filter(|a| a.unit == unit && a.system == System::Csdl && a.closed_on.is_none());
    open.find(|a| a.login.to_lowercase() == login)
}

/// Who holds an open login by the register.
#[must_use]
pub fn holder(facts: &Facts, unit: UnitId, login: &str, at: DateTime<Utc>) -> Option<OfficerId> {
    match open_login(facts, unit, login)?.custody {
        Custody::Personal(officer) | Custody::Custodian(officer) => Some(officer),
        Custody::Head => facts.head_on(unit, day_of(at)).map(|head| head.officer),
    }
}

/// Whether the login of open minutes is the one that was proposed for want of another, and nobody has
/// named the true one since. A true one that is spelt alike counts as proposed until it is signed.
#[must_use]
pub fn login_is_proposed(facts: &Facts, minutes: &HandoverMinutes) -> bool {
    let account = minutes.account.and_then(|id| facts.accounts.get(&id));
    let own = Custody::Personal(minutes.receiver);
    let Some(account) = account.filter(|a| minutes.open() && a.custody == own) else {
        return false;
    };
    let unit = facts.units.get(&account.unit);
    let officer = facts.officers.get(&minutes.receiver);
    unit.zip(officer).is_some_and(|(unit, officer)| {
        let drafted = day_of(minutes.drafted_at);
        account.login == proposed_login(unit, &officer.code, drafted)
    })
}

/// Whether somebody may have an account at all: rights in force, or the account to look after.
#[must_use]
pub fn may_have_account(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    at: DateTime<Utc>,
) -> bool {
    let head = facts.head_on(unit, day_of(at));
    facts.rights_of(officer, unit, at).next().is_some()
        || facts.is_custodian(officer, unit)
        || head.is_some_and(|head| head.officer == officer)
}

/// The unit that does a line of the work list there: the one that gave by its minutes, since it made
/// the account; otherwise the one in whose list it stands.
#[must_use]
pub fn done_by(facts: &Facts, task: &CsdlTask) -> UnitId {
    let minutes = task.minutes.and_then(|id| facts.minutes.get(&id));
    minutes.map_or(task.unit, |minutes| minutes.giver_unit)
}

/// Whether the register has by now what was missing when a line was found.
#[must_use]
pub fn settled(facts: &Facts, task: &CsdlTask, at: DateTime<Utc>) -> bool {
    let Some(found) = &task.found else {
        return false;
    };
    let unit = task.unit;
    match found.difference {
        CsdlDifference::Supplier | CsdlDifference::UnknownPerson => {
            holder(facts, unit, &found.login, at).is_some()
        }
        CsdlDifference::OtherHolder => holder(facts, unit, &found.login, at) != found.officer,
        CsdlDifference::SharedLogin | CsdlDifference::SeveralLogins => false,
        CsdlDifference::NotOpened => !found
            .delegation
            .and_then(|id| facts.delegations.get(&id))
            .is_some_and(|right| right.in_force(at)),
        CsdlDifference::WithoutMinutes
        | CsdlDifference::Leaver
        | CsdlDifference::WrongClass
        | CsdlDifference::WrongFunction => found
            .officer
            .is_some_and(|officer| given(facts, unit, found, officer, at)),
    }
}

/// Whether a person was given what the account opened without it.
fn given(
    facts: &Facts,
    unit: UnitId,
    found: &CsdlFinding,
    officer: OfficerId,
    at: DateTime<Utc>,
) -> bool {
    let mut rights = facts.rights_of(officer, unit, at);
    match found.difference {
        CsdlDifference::WrongClass => found
            .class
            .is_some_and(|class| rights.any(|right| right.line.classes.has(&class))),
        CsdlDifference::WrongFunction => found.function.is_some_and(|function| {
            rights.any(|right| right.line.function == function || right.whole_unit)
        }),
        CsdlDifference::Leaver => facts.post_of(officer, unit, day_of(at)).is_some(),
        _ => may_have_account(facts, unit, officer, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountKind;
    use crate::row::Row;
    use crate::samples::rows::found_task;
    use crate::samples::{
        CLASS, COLLEAGUE, LOGIN, RIGHT, SCHOOL, TEACHER, account, monday, right_in_force, town,
        town_with_signed, with,
    };

    fn line(found: CsdlFinding) -> CsdlTask {
        CsdlTask {
            found: Some(found),
            ..found_task()
        }
    }

    #[test]
    fn an_account_without_minutes_is_settled_by_minutes() {
        assert!(!settled(&town(), &found_task(), monday()));
        let granted = with(town_with_signed(), [Row::Delegation(right_in_force())]);
        assert!(settled(&granted, &found_task(), monday()));
    }

    #[test]
    fn a_class_or_a_function_is_settled_by_the_right_over_it_alone() {
        let granted = with(town_with_signed(), [Row::Delegation(right_in_force())]);
        let class = |class| {
            let found = CsdlFinding::new("hoa", CsdlDifference::WrongClass).of(TEACHER);
            line(CsdlFinding { class, ..found })
        };
        assert!(settled(&granted, &class(Some(CLASS)), monday()));
        assert!(!settled(&granted, &class(None), monday()));
        assert!(!settled(&town(), &class(Some(CLASS)), monday()));
        let function = |function| {
            let found = CsdlFinding::new("hoa", CsdlDifference::WrongFunction).of(TEACHER);
            line(CsdlFinding {
                function: Some(function),
                ..found
            })
        };
        let held = right_in_force().line.function;
        assert!(settled(&granted, &function(held), monday()));
        let other = crate::rights::Function::Library;
        assert!(!settled(&granted, &function(other), monday()));
    }

    #[test]
    fn a_right_that_is_not_opened_there_is_settled_when_it_ends() {
        let found = CsdlFinding {
            delegation: Some(RIGHT),
            ..CsdlFinding::new("hoa", CsdlDifference::NotOpened).of(TEACHER)
        };
        let granted = with(town_with_signed(), [Row::Delegation(right_in_force())]);
        assert!(!settled(&granted, &line(found.clone()), monday()));
        assert!(settled(&town(), &line(found), monday()));
    }

    #[test]
    fn an_unknown_login_is_settled_when_the_register_knows_whose_it_is() {
        let found = line(CsdlFinding::new("AI.day", CsdlDifference::UnknownPerson));
        assert!(!settled(&town(), &found, monday()));
        let login = Account {
            login: "ai.day".to_owned(),
            ..account(
                LOGIN,
                SCHOOL,
                AccountKind::Use,
                Custody::Personal(COLLEAGUE),
            )
        };
        let known = with(town(), [Row::Account(login)]);
        assert!(settled(&known, &found, monday()));
        let other = CsdlFinding::new("ai.day", CsdlDifference::OtherHolder);
        assert!(!settled(
            &known,
            &line(other.clone().of(COLLEAGUE)),
            monday()
        ));
        assert!(settled(&known, &line(other.of(TEACHER)), monday()));
    }

    #[test]
    fn who_left_and_came_back_is_no_leaver_and_a_shared_login_stays_one() {
        let leaver = CsdlFinding::new("hoa", CsdlDifference::Leaver);
        assert!(settled(&town(), &line(leaver.of(TEACHER)), monday()));
        let shared = CsdlFinding::new("hoa", CsdlDifference::SharedLogin);
        assert!(!settled(&town(), &line(shared), monday()));
    }
}
