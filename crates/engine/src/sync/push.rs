//! Up: files, then acts, each device's in its order.

use domain::ids::BlobHash;
use domain::{Code, Refusal};
use protocol::{MAX_OPS, OpResult, OpState, PushReply, PushRequest, RawOp, WIRE_VERSION};
use replica::{OutboxEntry, outbox};

use super::remote::Server;
use super::round::Round;
use crate::{Engine, Identity, Reply};

impl Engine {
    /// Sends what waits until nothing waits any more.
    pub(super) async fn push(&self, server: &Server, round: &mut Round) -> Reply<()> {
        for hash in self.replica.unsent_files().await? {
            self.send_file(server, &hash).await?;
        }
        // Only the demo has more than one person on a machine.
        let people: Vec<Identity> = self.setting("people").await?.unwrap_or_default();
        loop {
            let next = outbox::next(&mut *self.replica.reader().await?, MAX_OPS).await?;
            let Some(device) = next.first().map(|entry| entry.signed.op.device) else {
                return Ok(());
            };
            let sender = people.iter().find(|p| p.device == device);
            let reply: PushReply = server
                .ask_as(sender, "/sync/v1/push", &batch(&next)?)
                .await?;
            self.answered(&reply, &next, round).await?;
            for hash in &reply.missing {
                self.send_file(server, hash).await?;
            }
            goes_on(reply)?;
        }
    }

    async fn answered(
        &self,
        reply: &PushReply,
        sent: &[OutboxEntry],
        round: &mut Round,
    ) -> Reply<()> {
        let mut writer = self.replica.writer().await;
        for result in &reply.results {
            outbox::answered(&mut writer, &with_reason(result, sent)).await?;
            if matches!(result.state, OpState::Applied | OpState::Noop) {
                round.sent += 1;
            } else {
                round.returned += 1;
            }
        }
        Ok(())
    }

    async fn send_file(&self, server: &Server, hash: &BlobHash) -> Reply<()> {
        let bytes = self
            .replica
            .file(hash)?
            .ok_or_else(|| Refusal::new(Code::AttachmentMissing))?;
        server
            .put(&format!("/sync/v1/file/{}", hash.0), bytes)
            .await?;
        self.replica.file_sent(hash).await?;
        Ok(())
    }
}

/// The answer to an op. A server that lost its history only knows that it was refused before; why
/// is known here.
fn with_reason(result: &OpResult, sent: &[OutboxEntry]) -> OpResult {
    let again = |refusal: &Refusal| refusal.code == Code::RefusedBefore;
    let before = sent.iter().find(|e| e.signed.op.op_id == result.op_id);
    let reason = before
        .filter(|_| result.refusal.as_ref().is_some_and(again))
        .and_then(|entry| entry.result.as_ref()?.refusal.clone());
    OpResult {
        refusal: reason.or_else(|| result.refusal.clone()),
        ..result.clone()
    }
}

/// Acts of one device as they go up.
fn batch(next: &[OutboxEntry]) -> Result<PushRequest, Refusal> {
    let before = next.iter().filter_map(|entry| entry.result.clone());
    let refused_before = before.filter(|r| r.refusal.is_some()).collect();
    let ops = next.iter().map(|entry| RawOp::of(&entry.signed));
    let ops: Result<_, _> = ops.collect();
    Ok(PushRequest {
        v: WIRE_VERSION,
        ops: ops.map_err(|e| Refusal::new(Code::Internal).with("cause", e))?,
        refused_before,
    })
}

/// Whether another batch makes sense: a server that answered nothing and asks for nothing would say
/// the same again.
fn goes_on(reply: PushReply) -> Result<(), Refusal> {
    match reply.stopped {
        Some(refusal) if reply.results.is_empty() => Err(refusal),
        _ if reply.results.is_empty() && reply.missing.is_empty() => Err(Refusal::new(Code::Gap)),
        _ => Ok(()),
    }
}
