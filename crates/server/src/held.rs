//! Acts that are kept for a decision: whoever did them might when he did and might not any more when
//! they were received, or the other way round; or the machine had been without contact for too long.
//! Who leads the unit now, or the level above, takes them or returns them. What is taken is decided
//! as an act of who takes it, at that instant, so that it never changes a past answer.

use domain::acts::{Act, Ctx, decide, may};
use domain::facts::{Entry, Scope};
use domain::held_act::{HeldAct, HeldDecision, Taken};
use domain::ids::{HeldActId, OpId};
use domain::row::{Change, Row, Table};
use domain::{Code, Facts, Refusal, Stamp};
use protocol::{Heard, Op, OpState, RawOp};
use store::{Device, KeptOp};

use crate::{Error, Server};

/// Acts of one machine that may wait: what comes after them waits on the machine.
pub(crate) const MOST: usize = 2_000;

/// The instants of an act that is received.
pub(crate) struct Instants {
    /// When it was done, as its machine says.
    pub(crate) said: Ctx,
    /// The same, between what the server can prove.
    pub(crate) done: Ctx,
    /// When it was received.
    pub(crate) now: Ctx,
}

/// Why an act waits for a decision, if it does: what its rule said of the instant at which it was
/// done, whether its author may do it now, and whether only what the server cannot prove of the time
/// stands against it.
pub(crate) fn why(
    facts: &Facts,
    act: &Act,
    of: &Instants,
    decided: Option<&Refusal>,
) -> Option<Refusal> {
    let may_now = may(facts, act, &of.now).is_ok();
    let waits = match decided {
        None => !may_now,
        Some(refusal) => match may(facts, act, &of.done) {
            // It is refused for who does it, and would not be now.
            Err(then) => may_now && then.code == refusal.code,
            // A page of the evening that the server can prove of the next day alone.
            Ok(()) => of.said.stamp.at < of.done.stamp.at && decide(facts, act, &of.said).is_ok(),
        },
    };
    waits.then(|| Refusal::new(Code::AwaitsDecision))
}

/// Refuses to take an act whose author might do it neither when it was done nor when it was
/// received: who takes it lends no right that was never there.
///
/// # Errors
/// What stands against its author.
pub(crate) fn was_its_authors(
    facts: &Facts,
    act: &Act,
    done: &Ctx,
    received: &Ctx,
) -> Result<(), Refusal> {
    may(facts, act, done).or_else(|then| may(facts, act, received).map_err(|_| then))
}

/// The row that tells of an act that waits.
pub(crate) fn row(op: &Op, of: &Instants, device: &Device, reason: Code) -> Change {
    Change(Row::HeldAct(HeldAct {
        id: HeldActId(op.op_id.0),
        unit: device.unit,
        actor: op.actor,
        device: op.device,
        kind: op.act.kind().to_owned(),
        in_unit: op.unit,
        minutes: op.act.minutes(),
        done_at: of.said.stamp.at.min(of.now.stamp.at),
        received_at: of.now.stamp.at,
        reason,
        decision: None,
    }))
}

/// What asks whether an act of the machine waits already.
pub(crate) fn needs(device: &Device) -> Scope {
    Scope::new().by(Entry::held_from(device.device))
}

/// Whether an act of the machine waits: what it did after it may rest on it.
pub(crate) fn waits_behind_another(facts: &Facts, device: &Device) -> bool {
    facts.held_from(device.device).next().is_some()
}

impl Server {
    /// Does what was decided on acts that were held, in the order in which they were done.
    ///
    /// # Errors
    /// [`Error::Store`]; what is left is done at the next start.
    pub(crate) async fn settle(&self, decided: &[HeldActId]) -> Result<(), Error> {
        let mut kept = vec![];
        for id in decided {
            kept.extend(self.store.kept(OpId(id.0)).await?);
        }
        kept.retain(|(_, result)| result.state == OpState::Held);
        kept.sort_by_key(|(op, _)| (op.device, op.seq));
        for (op, _) in kept {
            self.settle_one(&op).await?;
        }
        Ok(())
    }

    /// Does what was decided and was not done, because the server was ended in the middle.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) async fn settle_what_is_left(&self) -> Result<(), Error> {
        let held = self.store.all(Table::HeldAct).await?.into_iter();
        let decided = held.filter_map(|row| match row {
            Row::HeldAct(act) if act.decision.is_some() => Some(act.id),
            _ => None,
        });
        self.settle(&decided.collect::<Vec<_>>()).await
    }

    async fn settle_one(&self, kept: &KeptOp) -> Result<(), Error> {
        let Some(device) = self.store.device(kept.device).await? else {
            return Ok(());
        };
        let raw: RawOp = serde_json::from_str(&kept.body).map_err(store::Error::from)?;
        let Heard::Known(signed) = raw.heard(&device.public_key) else {
            tracing::error!(op = %kept.op_id, "a held act that this program cannot read stays held");
            return Ok(());
        };
        let id = kept.op_id.0;
        let scope = Scope::new().row(Table::HeldAct, id);
        let facts = self.store.gather(&scope).await?;
        let Some(held) = facts.held.get(&HeldActId(id)) else {
            return Ok(());
        };
        let Some(decision) = held.decision.clone() else {
            return Ok(());
        };
        let outcome = if decision.taken {
            // Of who takes it, from now on; its machine keeps its numbers.
            let ctx = Ctx {
                actor: decision.by,
                device: signed.op.device,
                stamp: Stamp {
                    op: signed.op.op_id,
                    // Whoever takes it may say an earlier time; it was not there before its receipt.
                    at: decision.at.max(held.received_at),
                },
                taken: Some(Taken {
                    by: held.actor,
                    done_at: held.done_at,
                }),
            };
            self.take_now(kept, &signed, held.received_at, &ctx).await?
        } else {
            let reason = decision.reason.clone().unwrap_or_default();
            let returned = Refusal::new(Code::Returned).with("reason", reason);
            Some(self.refuse_held(kept, returned).await?)
        };
        if let (Some(refusal), true) = (&outcome, decision.taken) {
            let decision = Some(HeldDecision {
                refused: Some(refusal.code),
                ..decision
            });
            let said = Change(Row::HeldAct(HeldAct {
                decision,
                ..held.clone()
            }));
            let mut work = self.store.begin().await?;
            work.write(&[said]).await?;
            work.commit().await?;
        }
        tracing::info!(
            kind = kept.kind,
            taken = decision.taken,
            "a held act is settled"
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, NaiveDate};
    use domain::acts::RecordSigning;
    use domain::kind::MinutesKind;
    use domain::minutes::HandoverMinutes;
    use domain::officer::{Appointment, Role};
    use domain::samples::{
        ADMIN, COLLEAGUE, HEAD, SCHOOL, TEACHER, by, draft, frozen, monday, paper, post, printed,
        requests, today, town_with_draft, town_with_printed, with, yesterday,
    };

    use super::*;

    /// Done at an hour of Monday, received three days later.
    fn of(actor: domain::ids::OfficerId, hours: i64) -> Instants {
        let at = |at| Ctx {
            stamp: Stamp {
                at,
                ..by(actor, 1).stamp
            },
            ..by(actor, 1)
        };
        let done = monday() + Duration::hours(hours);
        Instants {
            said: at(monday()),
            done: at(done),
            now: at(monday() + Duration::days(3)),
        }
    }

    fn until(day: NaiveDate, actor: domain::ids::OfficerId) -> Row {
        Row::Appointment(Appointment {
            prepares: true,
            until: Some(day),
            ..post(actor, SCHOOL, Role::Member)
        })
    }

    fn decided(facts: &Facts, act: &Act, of: &Instants) -> Option<Code> {
        let decided = decide(facts, act, &of.done);
        why(facts, act, of, decided.as_ref().err()).map(|held| held.code)
    }

    #[test]
    fn a_page_of_the_evening_that_can_be_proven_of_the_next_day_alone_waits() {
        let facts = town_with_draft();
        let page = printed().frozen().unwrap().content.clone();
        let act = requests::freeze_minutes(page).into();
        assert_eq!(decided(&facts, &act, &of(HEAD, 2)), None, "the same day");
        let waits = Some(Code::AwaitsDecision);
        assert_eq!(decided(&facts, &act, &of(HEAD, 24)), waits);
        let refused = decided(&facts, &act, &of(TEACHER, 24));
        assert_eq!(refused, None, "who may not print is refused");
    }

    #[test]
    fn who_takes_an_act_lends_no_right_that_its_author_never_had() {
        let draft = HandoverMinutes {
            kind: MinutesKind::Custody,
            account: Some(ADMIN),
            ..draft()
        };
        let custody = frozen(&town_with_draft(), draft);
        let clerk = until(today() + chrono::Days::new(9), COLLEAGUE);
        let facts = with(town_with_printed(), [paper(custody), clerk]);
        let record = RecordSigning {
            ..requests::record_signing()
        };
        let act = record.into();
        let its = |actor| {
            let of = of(actor, 0);
            was_its_authors(&facts, &act, &of.done, &of.now).map_err(|refusal| refusal.code)
        };
        assert_eq!(its(COLLEAGUE), Err(Code::ScanFirst));
        assert_eq!(its(TEACHER), Err(Code::RecorderIsReceiver));
        assert_eq!(its(HEAD), Ok(()));
    }

    #[test]
    fn an_act_is_its_authors_if_he_might_then_or_when_it_came() {
        let act = requests::record_signing().into();
        let left = with(town_with_printed(), [until(today(), COLLEAGUE)]);
        let never = with(town_with_printed(), [until(yesterday(), COLLEAGUE)]);
        let of = of(COLLEAGUE, 0);
        assert!(was_its_authors(&left, &act, &of.done, &of.now).is_ok());
        assert!(was_its_authors(&never, &act, &of.done, &of.now).is_err());
    }
}
