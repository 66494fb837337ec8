//! Acts that are kept for a decision: whoever did them might when he did and might not any more when
//! they were received, or the other way round; or the machine had been without contact for too long.
//! Who leads the unit now, or the level above, takes them or returns them. What is taken is decided
//! as an act of who takes it, at that instant, so that it never changes a past answer.

use domain::acts::{Act, Ctx, may};
use domain::facts::{Lookup, Scope};
use domain::held_act::{HeldAct, HeldDecision};
use domain::ids::{HeldActId, OpId};
use domain::row::{Change, Row, Table};
use domain::{Code, Facts, Refusal, Stamp};
use protocol::{Heard, Op, OpState, RawOp};
use store::{Device, KeptOp};

use crate::{Error, Server};

/// Why an act waits for a decision, if it does: what its rule said of the instant at which it was
/// done, and whether its author may do it now.
pub(crate) fn why(
    facts: &Facts,
    act: &Act,
    done: &Ctx,
    now: &Ctx,
    decided: Option<&Refusal>,
) -> Option<Refusal> {
    let may_now = may(facts, act, now).is_ok();
    let waits = match decided {
        None => !may_now,
        // It is refused for who does it, and would not be now.
        Some(refusal) => {
            may_now && may(facts, act, done).is_err_and(|then| then.code == refusal.code)
        }
    };
    waits.then(|| Refusal::new(Code::AwaitsDecision))
}

/// The row that tells of an act that waits.
pub(crate) fn row(op: &Op, done: &Ctx, now: &Ctx, device: &Device, reason: Code) -> Change {
    Change(Row::HeldAct(HeldAct {
        id: HeldActId(op.op_id.0),
        unit: device.unit,
        actor: op.actor,
        device: op.device,
        kind: op.act.kind().to_owned(),
        in_unit: op.unit,
        minutes: op.act.minutes(),
        done_at: done.stamp.at,
        received_at: now.stamp.at,
        reason,
        decision: None,
    }))
}

/// What asks whether an act of the machine waits already.
pub(crate) fn needs(device: &Device) -> Scope {
    Scope::new().find(Lookup::In(Table::HeldAct, device.unit))
}

/// Whether an act of the machine waits: what it did after it may rest on it.
pub(crate) fn waits_behind_another(facts: &Facts, device: &Device) -> bool {
    let mut held = facts.held.values();
    held.any(|act| act.device == device.device && act.decision.is_none())
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
            };
            self.take_now(kept, &signed, &ctx).await?
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
