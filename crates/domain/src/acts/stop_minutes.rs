//! Minutes that never come to be: declined by a party, or cancelled before signing.

use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, minutes_needs, own_minutes, scoped};
use crate::delegation::{Closing, ClosingReason, Delegation};
use crate::facts::{Facts, Scope};
use crate::ids::{MinutesId, UnitId};
use crate::kind::MinutesKind;
use crate::minutes::{EndKind, Ended, HandoverMinutes};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row};
use crate::text;

/// Records that a party declined to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DeclineMinutes {
    /// The unit.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// Why.
    pub reason: String,
}

/// Cancels minutes before signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CancelMinutes {
    /// The unit.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// Why.
    pub reason: String,
}

scoped!(DeclineMinutes, CancelMinutes);

/// The minutes with the rights that wait for them.
pub(super) fn decline_needs(request: &DeclineMinutes, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
}

/// The minutes with the rights that wait for them.
pub(super) fn cancel_needs(request: &CancelMinutes, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
}

/// Records a refusal to sign: only of minutes that wait for signatures.
///
/// # Errors
/// `may_not_prepare`, `wrong_state`; refusals of the reason.
pub fn decline(facts: &Facts, request: &DeclineMinutes, ctx: &Ctx) -> Decision {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    if minutes.frozen().is_none() {
        return Err(Refusal::new(Code::WrongState));
    }
    stop(facts, minutes, EndKind::Declined, &request.reason, ctx)
}

/// Cancels a draft or printed minutes.
///
/// # Errors
/// `may_not_prepare`, `wrong_state`; refusals of the reason.
pub fn cancel(facts: &Facts, request: &CancelMinutes, ctx: &Ctx) -> Decision {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    stop(facts, minutes, EndKind::Cancelled, &request.reason, ctx)
}

fn stop(
    facts: &Facts,
    minutes: &HandoverMinutes,
    kind: EndKind,
    reason: &str,
    ctx: &Ctx,
) -> Decision {
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
    if !minutes.open() || minutes.kind == MinutesKind::TakeBack && kind == EndKind::Declined {
        return Err(Refusal::new(Code::WrongState));
    }
    let ended = Ended {
        kind,
        at: ctx.stamp.at,
        by: ctx.actor,
        reason: Some(text::sentence("reason", reason)?),
        minutes: None,
    };
    let mut changes = vec![Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        ended: Some(ended),
        ..minutes.clone()
    })))];
    changes.extend(never_opened(facts, minutes.id, ctx, None));
    Ok(changes)
}

/// Closes the rights that waited for these minutes.
pub(super) fn never_opened(
    facts: &Facts,
    minutes: MinutesId,
    ctx: &Ctx,
    by: Option<MinutesId>,
) -> Vec<Change> {
    let waiting = facts.rights_by(minutes).filter(|d| d.waits());
    waiting.map(|d| closed_unopened(d, ctx, by)).collect()
}

/// Closes one right that was never in force.
pub(super) fn closed_unopened(right: &Delegation, ctx: &Ctx, by: Option<MinutesId>) -> Change {
    let closed = Some(Closing {
        at: ctx.stamp.at,
        reason: ClosingReason::Replaced,
        by: ctx.actor,
        minutes: by,
    });
    Change(Row::Delegation(Delegation {
        closed,
        ..right.clone()
    }))
}
