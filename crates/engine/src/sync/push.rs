//! Up: files, then acts, each device's in its order.

use domain::ids::BlobHash;
use domain::{Code, Refusal};
use protocol::{FileSent, OpResult, OpState, PushReply, PushRequest, RawOp, WIRE_VERSION};
use replica::{OutboxEntry, outbox};
use tokio::time::Instant;

use super::pace::Pace;
use super::remote::Server;
use super::round::Round;
use crate::{Engine, Identity, Reply};

impl Engine {
    /// Sends what waits until nothing waits any more.
    pub(super) async fn push(&self, server: &Server, round: &mut Round) -> Reply<()> {
        let mut pace = Pace::BYTES;
        for hash in self.replica.unsent_files().await? {
            self.send_file(server, &hash, &mut pace).await?;
        }
        // Only the demo has more than one person on a machine.
        let people: Vec<Identity> = self.setting("people").await?.unwrap_or_default();
        let mut acts = Pace::OPS;
        loop {
            let next = outbox::next(&mut *self.replica.reader().await?, acts.size()).await?;
            let Some(device) = next.first().map(|entry| entry.signed.op.device) else {
                return Ok(());
            };
            let sender = people.iter().find(|p| p.device == device);
            let batch = batch(&next)?;
            let began = Instant::now();
            let reply = server.ask_as(sender, "/sync/v1/push", &batch).await;
            let reply: PushReply = match reply {
                Err(failure) if server.again(&failure, acts.broke()).await => continue,
                reply => reply?,
            };
            acts.went(began.elapsed());
            self.answered(&reply, &next, round).await?;
            for hash in &reply.missing {
                self.send_file(server, hash, &mut pace).await?;
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

    /// Sends a file in pieces; one that was half sent goes on from there, also days later.
    async fn send_file(&self, server: &Server, hash: &BlobHash, pace: &mut Pace) -> Reply<()> {
        let bytes = self.replica.file(hash)?;
        let bytes = bytes.ok_or_else(|| Refusal::new(Code::AttachmentMissing))?;
        let (size, mut from) = (bytes.len(), 0);
        loop {
            let piece = &bytes[from..size.min(from + pace.size())];
            let path = format!("/sync/v1/file/{}/{from}/{size}", hash.0);
            let began = Instant::now();
            let sent = server.put::<FileSent>(&path, piece.to_vec()).await;
            match sent {
                Ok(sent) if sent.whole => break,
                // Another piece than the one that was sent: the answer to an earlier one was lost.
                Ok(sent) if at(&sent) != from => {
                    from = at(&sent).min(size);
                    pace.went(began.elapsed());
                }
                // Nothing came of it, though it went.
                Ok(_) => return Err(Refusal::new(Code::Offline).into()),
                Err(failure) => {
                    if !server.again(&failure, pace.broke()).await {
                        return Err(failure);
                    }
                }
            }
        }
        self.replica.file_sent(hash).await?;
        Ok(())
    }
}

/// Where the next piece begins.
fn at(sent: &FileSent) -> usize {
    usize::try_from(sent.has).unwrap_or(usize::MAX)
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
