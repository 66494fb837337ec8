//! Withdrawing what was entered by mistake, as long as nothing rests on it: how an import is
//! undone. Nothing is deleted: the row stays and is marked, its keys are free again, and no rule
//! and no list sees it any more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, bounded, scoped};
use crate::account::{Account, AccountKind};
use crate::delegation::{Delegation, Holder};
use crate::facts::{Entry, Facts, Lookup, Scope};
use crate::ids::{AccountId, ClassId, OfficerId, UnitId};
use crate::officer::{Appointment, Officer};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::school_class::SchoolClass;
use crate::unit::Unit;

/// What is withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Withdrawn {
    /// A person with their posts.
    Officer {
        /// Who.
        officer: OfficerId,
    },
    /// A class.
    Class {
        /// Which.
        class: ClassId,
    },
    /// That a person has a class.
    Teacher {
        /// The class.
        class: ClassId,
        /// The person.
        officer: OfficerId,
        /// The first day that was entered.
        from: NaiveDate,
    },
    /// A login.
    Account {
        /// Which.
        account: AccountId,
    },
    /// The unit itself, with its head and admin account.
    Unit,
}

/// Withdraws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdraw {
    /// The unit.
    pub unit: UnitId,
    /// What, in this order.
    pub entries: Vec<Withdrawn>,
}

scoped!(Withdraw);

/// Who prepares for the unit; for somebody who signs, prepares or numbers, and for the admin account,
/// who leads it; for the unit
/// itself, who prepares for the one above, as for adding it.
pub(super) fn may(facts: &Facts, request: &Withdraw, ctx: &Ctx) -> Result<(), Refusal> {
    let (unit, at, day) = (request.unit, ctx.stamp.at, ctx.day());
    facts.may_prepare(ctx.actor, unit, at)?;
    let trusted = |entry: &Withdrawn| match entry {
        Withdrawn::Officer { officer } => facts
            .posts_held(*officer, unit)
            .any(|post| post.on_or_after(day) && post.is_trusted()),
        Withdrawn::Account { account } => {
            let row = facts.accounts.get(account);
            row.is_some_and(|row| row.unit == unit && row.kind == AccountKind::Admin)
        }
        _ => false,
    };
    if request.entries.iter().any(trusted) {
        facts.leads_here(ctx.actor, unit, at)?;
    }
    if request.entries.contains(&Withdrawn::Unit) {
        let row = facts.unit(unit)?;
        let above = row.parent_on(day);
        let above = above
            .ok_or_else(|| Refusal::new(Code::MayNotPrepare).with("unit", row.name_on(day)))?;
        facts.may_prepare(ctx.actor, above, at)?;
    }
    Ok(())
}

/// Withdraws what was entered by mistake.
///
/// # Errors
/// `may_not_prepare`, also for somebody who signs, prepares or numbers and for the admin account unless
/// the actor leads, and for the unit itself unless he prepares for the one above; `nothing_chosen`, `too_many`, `not_found`,
/// `other_unit`; `still_used` if a right, minutes, a class or a unit rests on it.
pub fn decide(facts: &Facts, request: &Withdraw, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    bounded(&request.entries)?;
    let mut now = facts.clone();
    let mut changes = vec![];
    for entry in &request.entries {
        let made = one(&now, request.unit, entry, ctx)?;
        now.apply(&made);
        changes.extend(made);
    }
    Ok(changes)
}

fn used(what: &str) -> Refusal {
    Refusal::new(Code::StillUsed).with("what", what)
}

/// A right that waits for signatures or ever was in force: history rests on it.
fn counts(right: &Delegation) -> bool {
    right.closed.is_none() || right.in_force_at.is_some()
}

/// What is asked of what is withdrawn, so that nothing rests on it.
pub(super) fn needs(request: &Withdraw, ctx: &Ctx) -> Scope {
    let unit = request.unit;
    let entries = request.entries.iter().map(|entry| match entry {
        Withdrawn::Officer { officer } => Scope::new()
            .person(*officer)
            .find(Lookup::Any(Entry::party(*officer)))
            .by(Entry::taught_by(*officer))
            .by(Entry::account_of(*officer))
            .by(Entry::right_of(Holder::Officer(*officer)))
            .by(Entry::right_of(Holder::Unit(unit))),
        Withdrawn::Class { class } => Scope::new()
            .row(Table::SchoolClass, *class)
            .by(Entry::right_over(*class)),
        Withdrawn::Teacher { class, officer, .. } => Scope::new()
            .row(Table::SchoolClass, *class)
            .by(Entry::right_of(Holder::Officer(*officer))),
        Withdrawn::Account { account } => Scope::new()
            .row(Table::Account, *account)
            .by(Entry::right_with(*account))
            .find(Lookup::Any(Entry::open_with(*account))),
        Withdrawn::Unit => {
            let all = [
                Table::Officer,
                Table::Appointment,
                Table::Account,
                Table::SchoolClass,
                Table::Delegation,
            ];
            let all = all.map(|table| Scope::new().find(Lookup::In(table, unit)));
            Scope::new()
                .find(Lookup::Any(Entry::paper_in(unit)))
                .find(Lookup::Any(Entry::under(unit)))
                .and_all(all)
        }
    });
    Scope::new().who_may(ctx.actor, unit).and_all(entries)
}

fn one(facts: &Facts, unit: UnitId, entry: &Withdrawn, ctx: &Ctx) -> Decision {
    match entry {
        Withdrawn::Officer { officer } => withdraw_officer(facts, unit, *officer, ctx),
        Withdrawn::Class { class } => withdraw_class(facts, unit, *class),
        Withdrawn::Teacher {
            class,
            officer,
            from,
        } => withdraw_teacher(facts, unit, *class, (*officer, *from)),
        Withdrawn::Account { account } => withdraw_account(facts, unit, *account, ctx),
        Withdrawn::Unit => withdraw_unit(facts, unit, ctx),
    }
}

fn here(of: UnitId, unit: UnitId) -> Result<(), Refusal> {
    if of == unit {
        Ok(())
    } else {
        Err(Refusal::new(Code::OtherUnit))
    }
}

fn withdraw_officer(facts: &Facts, unit: UnitId, officer: OfficerId, ctx: &Ctx) -> Decision {
    let row = facts.officer(officer)?;
    here(row.unit, unit)?;
    // Who entered the head of a unit below takes a mistake back as long as the unit was given
    // nothing; a unit itself stays with a head.
    let from_above = facts.posts_held(ctx.actor, unit).next().is_none();
    let given = facts.rights_held(Holder::Unit(unit)).any(counts);
    let stays = given || !from_above;
    let named = facts.papers_of(officer).next().is_some();
    let bound = facts
        .posts_of(officer)
        .any(|a| a.unit != unit || a.role.leads() && stays);
    let teaches = facts.classes_of(officer).next().is_some();
    let holds = facts.accounts_of(officer).any(|a| a.closed_on.is_none());
    let mut rights = facts.rights_held(Holder::Officer(officer));
    if named || bound || teaches || holds || rights.any(|d| d.unit == unit && counts(d)) {
        return Err(used(&row.name));
    }
    let posts = facts.posts_of(officer).map(post_withdrawn);
    Ok(posts.chain([officer_withdrawn(row)]).collect())
}

fn withdraw_class(facts: &Facts, unit: UnitId, class: ClassId) -> Decision {
    let row = facts.class(class)?;
    here(row.unit, unit)?;
    let given = facts
        .rights_over(class)
        .any(|d| d.unit == unit && counts(d));
    if given || !row.teachers.is_empty() {
        return Err(used(&row.name));
    }
    Ok(vec![Change(Row::SchoolClass(SchoolClass {
        withdrawn: true,
        ..row.clone()
    }))])
}

fn withdraw_teacher(
    facts: &Facts,
    unit: UnitId,
    class: ClassId,
    (officer, from): (OfficerId, NaiveDate),
) -> Decision {
    let mut row = facts.class(class)?.clone();
    here(row.unit, unit)?;
    let mut rights = facts.rights_held(Holder::Officer(officer));
    if rights.any(|d| d.unit == unit && counts(d) && d.line.names(class)) {
        return Err(used(&row.name));
    }
    let before = row.teachers.len();
    row.teachers
        .retain(|t| (t.officer, t.from) != (officer, from));
    if row.teachers.len() == before {
        return Err(Refusal::new(Code::NotFound).with("what", "class"));
    }
    Ok(vec![Change(Row::SchoolClass(row))])
}

fn withdraw_account(facts: &Facts, unit: UnitId, account: AccountId, ctx: &Ctx) -> Decision {
    let row = facts.account(account)?;
    here(row.unit, unit)?;
    let given = facts
        .rights_with(account)
        .any(|d| d.unit == unit && counts(d));
    if given || facts.open_with(account).next().is_some() {
        return Err(used(&row.login));
    }
    Ok(vec![account_closed(row, ctx)])
}

fn withdraw_unit(facts: &Facts, unit: UnitId, ctx: &Ctx) -> Decision {
    let row = facts.unit(unit)?;
    let people: Vec<_> = facts.officers.values().filter(|o| o.unit == unit).collect();
    let has_paper = facts.papers_in(unit).next().is_some();
    let below = facts.units_under(unit).next().is_some();
    let has_class = facts.classes.values().any(|c| c.unit == unit);
    let mut rights = facts.delegations.values();
    let holds = rights.any(|d| d.unit == unit && counts(d));
    if has_paper || below || has_class || holds || people.len() > 1 {
        return Err(used(row.name_on(ctx.day())));
    }
    let posts = facts.appointments.values().filter(|a| a.unit == unit);
    let accounts = facts.accounts.values();
    let open = accounts.filter(|a| a.unit == unit && a.closed_on.is_none());
    let mut changes: Vec<Change> = posts.map(post_withdrawn).collect();
    changes.extend(people.into_iter().map(officer_withdrawn));
    changes.extend(open.map(|account| account_closed(account, ctx)));
    changes.push(Change(Row::Unit(Unit {
        withdrawn: true,
        ..row.clone()
    })));
    Ok(changes)
}

fn post_withdrawn(post: &Appointment) -> Change {
    Change(Row::Appointment(Appointment {
        withdrawn: true,
        ..post.clone()
    }))
}

fn officer_withdrawn(officer: &Officer) -> Change {
    Change(Row::Officer(Officer {
        withdrawn: true,
        ..officer.clone()
    }))
}

fn account_closed(account: &Account, ctx: &Ctx) -> Change {
    Change(Row::Account(Account {
        closed_on: Some(ctx.day()),
        ..account.clone()
    }))
}

#[cfg(test)]
mod tests;
