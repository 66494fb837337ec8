//! Doing an act: the facts that it needs, rule, rows and outbox in one transaction, or nothing.

use chrono::{DateTime, Utc};
use domain::acts::{Act, decide};
use domain::facts::Scene;
use domain::ids::{BlobHash, OpId};
use domain::row::Change;
use domain::{Code, Refusal, Row};
use ed25519_dalek::SigningKey;
use protocol::{Op, SignedOp, WIRE_VERSION};
use replica::{Replica, outbox};

use crate::handover::numbers;
use crate::{Engine, Identity, Reply, Topic};

impl Engine {
    /// Does any act as the person at work.
    ///
    /// # Errors
    /// The refusals of the act's rule; those of the replica.
    pub async fn perform(&self, act: impl Into<Act>) -> Reply<Vec<Change>> {
        self.perform_with(act.into(), vec![]).await
    }

    /// Does an act that cites files.
    pub(crate) async fn perform_with(
        &self,
        act: Act,
        attachments: Vec<BlobHash>,
    ) -> Reply<Vec<Change>> {
        self.perform_as(None, act, attachments, None).await
    }

    /// Does an act as somebody: one of the demo's people, or the person at work.
    ///
    /// # Errors
    /// Those of [`Engine::perform`].
    pub async fn perform_as(
        &self,
        somebody: Option<&Identity>,
        act: Act,
        attachments: Vec<BlobHash>,
        op_id: Option<OpId>,
    ) -> Reply<Vec<Change>> {
        let at = self.clock.tick();
        let op_id = op_id.unwrap_or_else(|| OpId(self.clock.uuid(at)));
        let mut writer = self.replica.writer().await;
        // Read with the writer in hand: who was waiting for it while the machine became a new
        // device acts as that device.
        let identity = match somebody {
            Some(identity) => identity.clone(),
            None => self.identity().await,
        };
        let mut tx = Replica::begin(&mut writer).await?;
        let seq = outbox::next_seq(&mut tx, identity.device).await?;
        let machine = self.clock.on_machine(at);
        let mut op = op(&identity, op_id, (at, machine), seq, act);
        op.attachments = attachments;
        let ctx = op.ctx();
        if identity.server.is_some() && !identity.demo {
            domain::authority::within(
                op.unit == identity.unit,
                replica::settings::get(&mut tx, "last_contact").await?,
                at,
            )?;
        }
        let mut scene = Scene::default();
        outbox::load(&mut tx, &mut scene, &op.act.needs(&ctx)).await?;
        let changes = decide(scene.facts(), &op.act, &ctx)?;
        outbox::apply_local(&mut tx, &changes).await?;
        numbers::note_written(&mut tx, &op.act, &changes).await?;
        outbox::add(&mut tx, &signed(op, &identity.key())?).await?;
        tx.commit().await.map_err(replica::Error::from)?;
        drop(writer);
        self.tell(Topic::Register);
        self.tell(Topic::Sync);
        Ok(changes)
    }
}

/// An op under the signature of its device.
pub(crate) fn signed(op: Op, key: &SigningKey) -> Result<SignedOp, Refusal> {
    op.sign(key)
        .map_err(|e| Refusal::new(Code::Internal).with("cause", e))
}

/// An op of a person on their machine, in the stream of the unit that its act changes: done at an
/// instant, at which the machine's own clock said another.
pub(crate) fn op(
    identity: &Identity,
    op_id: OpId,
    (at, machine): (DateTime<Utc>, DateTime<Utc>),
    seq: i64,
    act: Act,
) -> Op {
    let mut op = Op {
        v: WIRE_VERSION,
        op_id,
        device: identity.device,
        seq,
        act,
        unit: identity.unit,
        actor: identity.officer,
        targets: vec![],
        client_time: machine,
        est_server_time: at,
        depends_on: vec![],
        attachments: vec![],
    };
    op.unit = op.act.unit(&op.ctx());
    op
}

/// The first row of a kind among changes: what an act made.
#[must_use]
pub fn made<T>(changes: &[Change], pick: impl Fn(&Row) -> Option<T>) -> Option<T> {
    changes.iter().find_map(|Change(row)| pick(row))
}
