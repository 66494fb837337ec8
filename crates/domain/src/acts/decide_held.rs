//! Deciding on acts that the server holds: taken, they count from now on; returned, they never were.

use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, bounded, scoped};
use crate::facts::{Facts, Scope};
use crate::held_act::{HeldAct, HeldDecision};
use crate::ids::{HeldActId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;

/// Takes or returns acts that wait, singly or all at one press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DecideHeld {
    /// The unit of those who did them.
    pub unit: UnitId,
    /// The acts.
    pub acts: Vec<HeldActId>,
    /// Why they are returned; none if they are taken.
    pub returned: Option<String>,
}

scoped!(DecideHeld);

/// The acts, and who leads.
pub(super) fn needs(request: &DecideHeld, ctx: &Ctx) -> Scope {
    let acts = request.acts.iter();
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and_all(acts.map(|id| Scope::new().row(Table::HeldAct, *id)))
}

/// Who leads the unit, or one above it, and never on what is his own.
pub(super) fn may(facts: &Facts, request: &DecideHeld, ctx: &Ctx) -> Result<(), Refusal> {
    facts.leads_here(ctx.actor, request.unit, ctx.stamp.at)?;
    let own = |id: &HeldActId| facts.held.get(id).is_some_and(|act| act.actor == ctx.actor);
    if request.acts.iter().any(own) {
        Err(Refusal::new(Code::DecidesOwn))
    } else {
        Ok(())
    }
}

/// Decides on held acts. What is taken is done by the server as an act of who took it, at that
/// instant; its rule may still refuse it.
///
/// # Errors
/// `may_not_prepare` unless the actor leads; `decides_own`; `nothing_chosen`, `too_many`; `not_found`
/// for an act or the unit; `wrong_state` once it is decided; `name_missing`, `name_too_long`,
/// `name_bad_character` for the reason of a return.
pub fn decide(facts: &Facts, request: &DecideHeld, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    bounded(&request.acts)?;
    let reason = request.returned.as_deref();
    let reason = reason.map(|typed| text::sentence("reason", typed));
    let decision = HeldDecision {
        by: ctx.actor,
        at: ctx.stamp.at,
        taken: reason.is_none(),
        reason: reason.transpose()?,
        refused: None,
    };
    let decided = request.acts.iter().map(|id| {
        let act = facts.held.get(id).filter(|act| act.unit == request.unit);
        let act = act.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "held_act"))?;
        if act.decision.is_some() {
            return Err(Refusal::new(Code::WrongState));
        }
        Ok(Change(Row::HeldAct(HeldAct {
            decision: Some(decision.clone()),
            ..act.clone()
        })))
    });
    decided.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::MAX_BATCH;
    use crate::samples::requests::decide_held as request;
    use crate::samples::rows::held_act;
    use crate::samples::{
        COMMUNE, HEAD, LOST, OTHER_SCHOOL, TEACHER, by, done, head_of, ill_sentences, monday,
        refused, town, with,
    };

    fn facts() -> Facts {
        with(town(), [Row::HeldAct(held_act())])
    }

    #[test]
    fn who_leads_takes_an_act_that_waits() {
        let decision = HeldDecision {
            by: HEAD,
            at: monday(),
            taken: true,
            reason: None,
            refused: None,
        };
        let taken = Row::HeldAct(HeldAct {
            decision: Some(decision),
            ..held_act()
        });
        assert_eq!(done(&facts(), request(), &by(HEAD, 1)), [taken]);
        let above = done(&facts(), request(), &by(head_of(COMMUNE), 1));
        assert_eq!(above.len(), 1);
    }

    #[test]
    fn a_return_says_why() {
        let returned = |reason: &str| DecideHeld {
            returned: Some(reason.to_owned()),
            ..request()
        };
        let rows = done(&facts(), returned("đã nghỉ việc"), &by(HEAD, 1));
        let [Row::HeldAct(act)] = &rows[..] else {
            panic!("{rows:?}");
        };
        let decision = act.decision.as_ref().unwrap();
        assert_eq!(
            (decision.taken, decision.reason.as_deref()),
            (false, Some("đã nghỉ việc"))
        );
        for (reason, code) in ill_sentences() {
            assert_eq!(refused(&facts(), returned(&reason), &by(HEAD, 1)), code);
        }
    }

    #[test]
    fn nobody_decides_on_his_own() {
        let own = HeldAct {
            actor: HEAD,
            ..held_act()
        };
        let facts = with(town(), [Row::HeldAct(own)]);
        assert_eq!(refused(&facts, request(), &by(HEAD, 1)), Code::DecidesOwn);
    }

    #[test]
    fn a_teacher_decides_nothing() {
        let code = refused(&facts(), request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }

    #[test]
    fn what_is_decided_stays_so() {
        let rows = done(&facts(), request(), &by(HEAD, 1));
        let decided = with(facts(), rows);
        assert_eq!(refused(&decided, request(), &by(HEAD, 2)), Code::WrongState);
    }

    #[test]
    fn acts_of_another_unit_or_of_nobody_are_not_found() {
        let elsewhere = DecideHeld {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&facts(), elsewhere, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::NotFound);
        let lost = DecideHeld {
            acts: vec![LOST.into()],
            ..request()
        };
        assert_eq!(refused(&facts(), lost, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn acts_are_chosen_in_batches() {
        let chosen = |acts| DecideHeld { acts, ..request() };
        let ctx = by(HEAD, 1);
        assert_eq!(refused(&facts(), chosen(vec![]), &ctx), Code::NothingChosen);
        let many = vec![held_act().id; MAX_BATCH + 1];
        assert_eq!(refused(&facts(), chosen(many), &ctx), Code::TooMany);
    }
}
