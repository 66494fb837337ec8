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

/// Who prepares for the unit that gives.
pub(super) fn decline_may(
    facts: &Facts,
    request: &DeclineMinutes,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)
}

/// Records a refusal to sign: only of minutes that wait for signatures.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `wrong_state` unless they wait for signatures, and of
/// a take-back, which is one-sided; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn decline(facts: &Facts, request: &DeclineMinutes, ctx: &Ctx) -> Decision {
    decline_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    if minutes.frozen().is_none() {
        return Err(Refusal::new(Code::WrongState));
    }
    stop(facts, minutes, EndKind::Declined, &request.reason, ctx)
}

/// Who prepares for the unit that gives.
pub(super) fn cancel_may(facts: &Facts, request: &CancelMinutes, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)
}

/// Cancels a draft or printed minutes.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_prepare`; `wrong_state` once they are signed or ended;
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn cancel(facts: &Facts, request: &CancelMinutes, ctx: &Ctx) -> Decision {
    cancel_may(facts, request, ctx)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{
        COMMUNE, HEAD, LOST, OTHER_SCHOOL, TEACHER, by, done, draft, head_of, ill_sentences,
        monday, paper, printed, refused, requests, town_with_draft, town_with_printed,
        town_with_signed, waiting_right, with,
    };

    /// The minutes as they are stopped, and their right as it closes.
    fn stopped(minutes: HandoverMinutes, kind: EndKind, reason: &str) -> [Row; 2] {
        let ended = Ended {
            kind,
            at: monday(),
            by: HEAD,
            reason: Some(reason.to_owned()),
            minutes: None,
        };
        let closed = Closing {
            at: monday(),
            reason: ClosingReason::Replaced,
            by: HEAD,
            minutes: None,
        };
        [
            paper(HandoverMinutes {
                ended: Some(ended),
                ..minutes
            }),
            Row::Delegation(Delegation {
                closed: Some(closed),
                ..waiting_right()
            }),
        ]
    }

    mod decline {
        use super::*;
        use requests::decline_minutes as request;

        #[test]
        fn declined_minutes_end_and_their_right_never_begins() {
            let rows = done(&town_with_printed(), request(), &by(HEAD, 1));
            let declined = stopped(printed(), EndKind::Declined, "Không dạy lớp này");
            assert_eq!(rows, declined);
        }

        #[test]
        fn a_teacher_records_no_refusal_himself() {
            let code = refused(&town_with_printed(), request(), &by(TEACHER, 1));
            assert_eq!(code, Code::MayNotPrepare);
        }

        #[test]
        fn nobody_declines_what_is_not_there() {
            let request = DeclineMinutes {
                minutes: LOST.into(),
                ..request()
            };
            let code = refused(&town_with_printed(), request, &by(HEAD, 1));
            assert_eq!(code, Code::NotFound);
        }

        #[test]
        fn a_refusal_lies_in_the_file_of_its_own_unit() {
            let request = DeclineMinutes {
                unit: OTHER_SCHOOL,
                ..request()
            };
            let code = refused(&town_with_printed(), request, &by(head_of(COMMUNE), 1));
            assert_eq!(code, Code::OtherUnit);
        }

        #[test]
        fn only_what_waits_for_signatures_is_declined() {
            for facts in [town_with_draft(), town_with_signed()] {
                let code = refused(&facts, request(), &by(HEAD, 1));
                assert_eq!(code, Code::WrongState);
            }
        }

        #[test]
        fn a_take_back_is_one_sided_and_cannot_be_declined() {
            let taking = HandoverMinutes {
                kind: MinutesKind::TakeBack,
                ..printed()
            };
            let facts = with(town_with_printed(), [paper(taking)]);
            assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::WrongState);
        }

        #[test]
        fn a_refusal_has_a_reason_that_can_be_read() {
            for (reason, code) in ill_sentences() {
                let request = DeclineMinutes {
                    reason,
                    ..request()
                };
                assert_eq!(refused(&town_with_printed(), request, &by(HEAD, 1)), code);
            }
        }
    }

    mod cancel {
        use super::*;
        use requests::cancel_minutes as request;

        #[test]
        fn a_draft_and_printed_minutes_are_cancelled_with_their_right() {
            for (facts, minutes) in [
                (town_with_draft(), draft()),
                (town_with_printed(), printed()),
            ] {
                let rows = done(&facts, request(), &by(HEAD, 1));
                assert_eq!(rows, stopped(minutes, EndKind::Cancelled, "Lập nhầm"));
            }
        }

        #[test]
        fn a_teacher_cancels_nothing() {
            let code = refused(&town_with_draft(), request(), &by(TEACHER, 1));
            assert_eq!(code, Code::MayNotPrepare);
        }

        #[test]
        fn nobody_cancels_what_is_not_there() {
            let request = CancelMinutes {
                minutes: LOST.into(),
                ..request()
            };
            let code = refused(&town_with_draft(), request, &by(HEAD, 1));
            assert_eq!(code, Code::NotFound);
        }

        #[test]
        fn minutes_are_cancelled_in_the_file_of_their_own_unit() {
            let request = CancelMinutes {
                unit: OTHER_SCHOOL,
                ..request()
            };
            let code = refused(&town_with_draft(), request, &by(head_of(COMMUNE), 1));
            assert_eq!(code, Code::OtherUnit);
        }

        #[test]
        fn signed_minutes_are_taken_back_and_not_cancelled() {
            let code = refused(&town_with_signed(), request(), &by(HEAD, 1));
            assert_eq!(code, Code::WrongState);
        }

        #[test]
        fn a_cancelling_has_a_reason_that_can_be_read() {
            for (reason, code) in ill_sentences() {
                let request = CancelMinutes {
                    reason,
                    ..request()
                };
                assert_eq!(refused(&town_with_draft(), request, &by(HEAD, 1)), code);
            }
        }
    }
}
