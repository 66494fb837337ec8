//! Taking back: one-sided and at once; the paper follows (kind g).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::accept_scan::LED_ABOVE;
use super::{Ctx, Decision, scoped};
use crate::account::{Account, Custody, System};
use crate::calendar::SchoolYear;
use crate::csdl_task::{CsdlAction, CsdlTask};
use crate::delegation::{Closing, ClosingReason, Delegation, Holder};
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::ids::{CsdlTaskId, DelegationId, MinutesId, OfficerId, UnitId};
use crate::kind::{MinutesKind, SecretClause};
use crate::minutes::{Absence, EndKind, Ended, HandoverMinutes, Progress, TakingBack};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;

/// Takes rights of one person back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TakeBack {
    /// The unit.
    pub unit: UnitId,
    /// Whose rights.
    pub officer: OfficerId,
    /// Which rights; empty means all.
    pub delegations: Vec<DelegationId>,
    /// Why, as the paper prints it.
    pub reason: String,
    /// Whether it is a suspension for leave.
    pub suspend: bool,
    /// If the person is not there.
    pub absent: Option<Absence>,
}

scoped!(TakeBack);

/// The line, the witness, and what the person holds.
pub(super) fn needs(request: &TakeBack, ctx: &Ctx) -> Scope {
    let witness = request.absent.as_ref().map(|absence| absence.witness);
    let witness = witness.map(|id| Scope::new().row(Table::Officer, id));
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and_all(witness)
        .and(close_needs(request.unit, request.officer))
}

/// Who may close rights of the unit, and never his own.
pub(super) fn may(facts: &Facts, request: &TakeBack, ctx: &Ctx) -> Result<(), Refusal> {
    if facts.may_close(ctx.actor, request.unit, ctx.stamp.at) && ctx.actor != request.officer {
        Ok(())
    } else {
        Err(Refusal::new(Code::MayNotTakeBack))
    }
}

/// Closes rights at once and drafts minutes of kind g.
///
/// # Errors
/// `name_missing`, `name_too_long`, `name_bad_character` for a reason; `to_self` if the person
/// witnesses the own absence; `not_found` for the witness; `may_not_take_back`, also from oneself;
/// `nothing_to_take_back`; `no_head` if nobody can sign for the unit.
pub fn decide(facts: &Facts, request: &TakeBack, ctx: &Ctx) -> Decision {
    let reason = text::sentence("reason", &request.reason)?;
    let absent = match &request.absent {
        Some(absence) if absence.witness == request.officer => {
            return Err(Refusal::new(Code::ToSelf));
        }
        Some(absence) => {
            facts.officer_of(absence.witness, request.unit)?;
            Some(Absence {
                reason: text::sentence("reason", &absence.reason)?,
                witness: absence.witness,
            })
        }
        None => None,
    };
    may(facts, request, ctx)?;
    let chosen = |d: &Delegation| {
        d.holder == Holder::Officer(request.officer)
            && (request.delegations.is_empty() || request.delegations.contains(&d.id))
    };
    let reason_code = if request.suspend {
        ClosingReason::Suspended
    } else {
        ClosingReason::TakenBack
    };
    let closer = Closer {
        reason: reason_code,
        printed: &reason,
        absent,
    };
    close_rights(facts, request.unit, request.officer, &chosen, &closer, ctx)?
        .ok_or_else(|| Refusal::new(Code::NothingToTakeBack))
}

/// Why rights are closed, for the register and for the paper.
pub(super) struct Closer<'a> {
    /// For the register.
    pub reason: ClosingReason,
    /// For the paper.
    pub printed: &'a str,
    /// If the person is not there.
    pub absent: Option<Absence>,
}

/// What closing rights of a person asks: the rights with their logins, the minutes that carry them
/// with all of theirs, and who signs: the head, or who leads above where the head had them himself.
pub(super) fn close_needs(unit: UnitId, officer: OfficerId) -> Scope {
    const CLOSED: Follow = Follow::new("closed", |row| match row {
        Row::Delegation(right) if right.closed.is_none() => {
            let account = right.account.map(|id| Scope::new().row(Table::Account, id));
            Scope::new()
                .row(Table::HandoverMinutes, right.minutes)
                .by(Entry::right_by(right.minutes))
                .and_all(account)
        }
        _ => Scope::new(),
    });
    let held = Lookup::By(Entry::right_of(Holder::Officer(officer)));
    let signs = Lookup::Id(Table::Unit, unit.0);
    Scope::new()
        .find_then(held, CLOSED)
        .find_then(signs, LED_ABOVE)
}

/// Who signs that rights of a person were taken back, and for which unit: the head; of the head
/// himself, who had them before he came to lead, whoever leads the unit above.
///
/// # Errors
/// `no_head`; `not_found` for the unit.
fn taker(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    ctx: &Ctx,
) -> Result<(UnitId, OfficerId), Refusal> {
    let day = ctx.day();
    let head = facts.head(unit, day)?.officer;
    match facts.unit(unit)?.parent_on(day) {
        Some(above) if head == officer => Ok((above, facts.head(above, day)?.officer)),
        _ => Ok((unit, head)),
    }
}

/// Closes a person's chosen rights at once: those in force and those that still wait. Drafts the
/// take-back minutes for the ones that were in force; returns none if nothing was chosen.
///
/// # Errors
/// `no_head` if nobody can sign for the unit; `not_found` for the unit.
pub(super) fn close_rights(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    chosen: &dyn Fn(&Delegation) -> bool,
    closer: &Closer<'_>,
    ctx: &Ctx,
) -> Result<Option<Vec<Change>>, Refusal> {
    let at = ctx.stamp.at;
    let rights: Vec<&Delegation> = facts
        .rights_held(Holder::Officer(officer))
        .filter(|d| d.unit == unit && d.closed.is_none() && chosen(d))
        .collect();
    if rights.is_empty() {
        return Ok(None);
    }
    let paper = MinutesId(ctx.stamp.id(0x9000));
    let mut changes = vec![];
    for (n, right) in rights.iter().enumerate() {
        let closed = Some(Closing {
            at,
            reason: closer.reason,
            by: ctx.actor,
            minutes: Some(paper),
        });
        changes.push(Change(Row::Delegation(Delegation {
            closed,
            ..(*right).clone()
        })));
        let account = right.account.and_then(|id| facts.accounts.get(&id));
        if let Some(account) =
            account.filter(|a| a.system == System::Csdl && right.in_force_at.is_some())
        {
            let id = CsdlTaskId(ctx.stamp.id(0x9100 + u32::try_from(n).unwrap_or(0)));
            let delegation = Some(right.id);
            changes.push(Change(Row::CsdlTask(CsdlTask {
                id,
                unit,
                account: Some(account.id),
                action: CsdlAction::Close,
                delegation,
                minutes: Some(paper),
                since: at,
                done: None,
                found: None,
            })));
            if account.custody == Custody::Custodian(officer) {
                changes.push(Change(Row::Account(Account {
                    custody: Custody::Head,
                    ..account.clone()
                })));
            }
        }
    }
    changes.extend(ended_minutes(facts, unit, &rights, paper, ctx));
    let was_open: Vec<DelegationId> = rights
        .iter()
        .filter(|d| d.in_force_at.is_some())
        .map(|d| d.id)
        .collect();
    if !was_open.is_empty() {
        let (giver_unit, giver) = taker(facts, unit, officer, ctx)?;
        changes.push(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
            id: paper,
            unit,
            kind: MinutesKind::TakeBack,
            year: SchoolYear::of(ctx.day()),
            giver_unit,
            giver,
            receiver: officer,
            witness: None,
            account: rights.iter().find_map(|d| d.account),
            grounds: vec![],
            secret: SecretClause::Personal,
            at_desk: None,
            spare_envelope: None,
            undertaking: false,
            replaces: None,
            taking_back: Some(TakingBack {
                reason: closer.printed.to_owned(),
                closed: was_open,
                absent: closer.absent.clone(),
            }),
            route: None,
            digital: None,
            prepared_by: ctx.actor,
            drafted_at: at,
            progress: Progress::Draft,
            ended: None,
            number_year: None,
            corrected: vec![],
            number_given: None,
            edited: None,
        }))));
    }
    Ok(Some(changes))
}

/// Minutes of which no right is left: signed ones are taken back, open ones cancelled.
fn ended_minutes(
    facts: &Facts,
    unit: UnitId,
    closed: &[&Delegation],
    paper: MinutesId,
    ctx: &Ctx,
) -> Vec<Change> {
    let gone = |m: &&HandoverMinutes| {
        let mut rights = facts
            .rights_by(m.id)
            .filter(|d| d.closed.is_none())
            .peekable();
        rights.peek().is_some() && rights.all(|d| closed.iter().any(|c| c.id == d.id))
    };
    let carrying: BTreeSet<MinutesId> = closed.iter().map(|right| right.minutes).collect();
    let listed = carrying
        .into_iter()
        .filter_map(|id| facts.minutes.get(&id))
        .filter(|m| m.unit == unit && m.ended.is_none())
        .filter(gone);
    listed
        .map(|m| {
            let kind = if m.signed().is_some() {
                EndKind::TakenBack
            } else {
                EndKind::Cancelled
            };
            let ended = Ended {
                kind,
                at: ctx.stamp.at,
                by: ctx.actor,
                reason: None,
                minutes: Some(paper),
            };
            Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
                ended: Some(ended),
                ..m.clone()
            })))
        })
        .collect()
}

#[cfg(test)]
mod tests;
