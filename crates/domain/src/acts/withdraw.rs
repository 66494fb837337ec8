//! Withdrawing what was entered by mistake, as long as nothing rests on it: how an import is
//! undone. Nothing is deleted: the row stays and is marked, its keys are free again, and no rule
//! and no list sees it any more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, bounded, scoped};
use crate::account::{Account, Custody};
use crate::delegation::{Delegation, Holder};
use crate::facts::Facts;
use crate::ids::{AccountId, ClassId, OfficerId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::rights::Dim;
use crate::row::{Change, Row};

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

/// Withdraws what was entered by mistake.
///
/// # Errors
/// `may_not_prepare`; `still_used` if a right, minutes or a class rests on it; `not_found`,
/// `other_unit`.
pub fn decide(facts: &Facts, request: &Withdraw, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
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

/// Rights of a unit that wait for signatures or ever were in force: history rests on them.
fn counted(facts: &Facts, unit: UnitId) -> impl Iterator<Item = &Delegation> {
    facts
        .delegations
        .values()
        .filter(move |d| d.unit == unit && (d.closed.is_none() || d.in_force_at.is_some()))
}

fn one(facts: &Facts, unit: UnitId, entry: &Withdrawn, ctx: &Ctx) -> Decision {
    let here = |of: UnitId| {
        if of == unit {
            Ok(())
        } else {
            Err(Refusal::new(Code::OtherUnit))
        }
    };
    match entry {
        Withdrawn::Officer { officer } => {
            let row = facts.officer(*officer)?;
            here(row.unit)?;
            let named = facts.minutes.values().any(|m| {
                (m.giver == row.id || m.receiver == row.id) && (m.open() || m.signed().is_some())
            });
            let elsewhere = facts
                .appointments
                .values()
                .any(|a| a.officer == row.id && a.unit != unit);
            let leads = facts
                .appointments
                .values()
                .any(|a| a.officer == row.id && a.role.leads());
            let teaches = facts
                .classes
                .values()
                .any(|c| c.teachers.iter().any(|t| t.officer == row.id));
            let holds = facts.accounts.values().any(|a| a.closed_on.is_none() && matches!(a.custody, Custody::Personal(who) | Custody::Custodian(who) if who == row.id));
            if named
                || leads
                || elsewhere
                || teaches
                || holds
                || counted(facts, unit).any(|d| d.holder == Holder::Officer(row.id))
            {
                return Err(used(&row.name));
            }
            let posts = facts.appointments.values().filter(|a| a.officer == row.id);
            let mut changes: Vec<Change> = posts
                .map(|a| {
                    Change(Row::Appointment(crate::officer::Appointment {
                        withdrawn: true,
                        ..a.clone()
                    }))
                })
                .collect();
            changes.push(Change(Row::Officer(crate::officer::Officer {
                withdrawn: true,
                ..row.clone()
            })));
            Ok(changes)
        }
        Withdrawn::Class { class } => {
            let row = facts.class(*class)?;
            here(row.unit)?;
            let given = counted(facts, unit)
                .any(|d| matches!(&d.line.classes, Dim::Only(classes) if classes.contains(class)));
            if given || !row.teachers.is_empty() {
                return Err(used(&row.name));
            }
            Ok(vec![Change(Row::SchoolClass(
                crate::school_class::SchoolClass {
                    withdrawn: true,
                    ..row.clone()
                },
            ))])
        }
        Withdrawn::Teacher {
            class,
            officer,
            from,
        } => {
            let mut row = facts.class(*class)?.clone();
            here(row.unit)?;
            let rests = |d: &&Delegation| {
                d.holder == Holder::Officer(*officer)
                    && matches!(&d.line.classes, Dim::Only(classes) if classes.contains(class))
            };
            if counted(facts, unit).any(|d| rests(&d)) {
                return Err(used(&row.name));
            }
            let before = row.teachers.len();
            row.teachers
                .retain(|t| (t.officer, t.from) != (*officer, *from));
            if row.teachers.len() == before {
                return Err(Refusal::new(Code::NotFound).with("what", "class"));
            }
            Ok(vec![Change(Row::SchoolClass(row))])
        }
        Withdrawn::Account { account } => {
            let row = facts.account(*account)?;
            here(row.unit)?;
            if counted(facts, unit).any(|d| d.account == Some(row.id))
                || facts
                    .minutes
                    .values()
                    .any(|m| m.account == Some(row.id) && m.open())
            {
                return Err(used(&row.login));
            }
            Ok(vec![Change(Row::Account(Account {
                closed_on: Some(ctx.day()),
                ..row.clone()
            }))])
        }
        Withdrawn::Unit => {
            let row = facts.unit(unit)?;
            let has_paper = facts
                .minutes
                .values()
                .any(|m| m.unit == unit && (m.open() || m.signed().is_some()));
            let below = facts
                .units
                .values()
                .any(|u| u.parents.iter().any(|p| p.value.unit == unit));
            let more = facts.officers.values().filter(|o| o.unit == unit).count() > 1;
            if has_paper
                || more
                || below
                || facts.classes.values().any(|c| c.unit == unit)
                || counted(facts, unit).next().is_some()
            {
                return Err(used(row.name_on(ctx.day())));
            }
            let mut changes = vec![];
            changes.extend(
                facts
                    .appointments
                    .values()
                    .filter(|a| a.unit == unit)
                    .map(|a| {
                        Change(Row::Appointment(crate::officer::Appointment {
                            withdrawn: true,
                            ..a.clone()
                        }))
                    }),
            );
            changes.extend(facts.officers.values().filter(|o| o.unit == unit).map(|o| {
                Change(Row::Officer(crate::officer::Officer {
                    withdrawn: true,
                    ..o.clone()
                }))
            }));
            let open = facts
                .accounts
                .values()
                .filter(|a| a.unit == unit && a.closed_on.is_none());
            changes.extend(open.map(|a| {
                Change(Row::Account(Account {
                    closed_on: Some(ctx.day()),
                    ..a.clone()
                }))
            }));
            changes.push(Change(Row::Unit(crate::unit::Unit {
                withdrawn: true,
                ..row.clone()
            })));
            Ok(changes)
        }
    }
}
