//! One round with the server: files up, ops up, rows down. Downloads never wait for uploads that
//! were refused.

mod remote;

use std::collections::BTreeSet;
use std::sync::Weak;
use std::time::Duration;

use domain::ids::{BlobHash, UnitId};
use domain::row::Row;
use domain::signed_file::SignedFile;
use domain::{Code, Refusal};
use protocol::{
    EnrolReply, EnrolRequest, MAX_OPS, PullReply, PullRequest, PushReply, PushRequest, RawOp,
    WIRE_VERSION, public_key,
};
use replica::{Pulled, outbox};
use serde::{Deserialize, Serialize};

pub use remote::{Call, InProcess, Remote};

use crate::{Engine, Identity, Reply, Topic};

/// How often a code is offered before we say that the server cannot be reached.
const ENROL_TRIES: u32 = 3;

/// How often a machine calls by itself.
const PACE: Duration = Duration::from_secs(300);

/// Files that are to be fetched, among the settings.
const WANTED: &str = "wanted_files";

/// How far the server had come at the last pull, among the settings.
const MARK: &str = "mark";

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Round {
    /// Acts that the server received.
    pub sent: u32,
    /// Acts that came back.
    pub returned: u32,
    /// Rows that came down.
    pub rows: u32,
}

/// Registers a device with a code.
pub(crate) async fn enrol(
    remote: &Remote,
    person: &Identity,
    code: &str,
    founded: bool,
) -> Reply<EnrolReply> {
    let request = EnrolRequest {
        v: WIRE_VERSION,
        code: code.trim().to_owned(),
        device: person.device,
        public_key: public_key(&person.key()),
        officer: founded.then_some(person.officer),
        unit: founded.then_some(person.unit),
    };
    // An answer that was lost on the way is asked for again: the server knows the device by now.
    let mut asked = 1;
    loop {
        match remote.ask(None, "POST", "/sync/v1/enrol", &request).await {
            Err(failure) if failure.code == Code::Offline && asked < ENROL_TRIES => asked += 1,
            answer => return answer,
        }
    }
}

impl Engine {
    /// One round: push, then pull.
    ///
    /// # Errors
    /// `not_enrolled`, `offline`, `unknown_device`, `bad_signature`, `wire_version`; what was done
    /// here stays as it is.
    pub async fn sync(&self) -> Reply<Round> {
        let turn = self.round.lock().await;
        self.tell(Topic::Sync);
        let done = self.one_round().await;
        let silent = done
            .as_ref()
            .is_err_and(|failure| failure.code == Code::Offline);
        self.reachable
            .store(!silent, std::sync::atomic::Ordering::Relaxed);
        drop(turn);
        self.tell(Topic::Sync);
        done
    }

    /// Whether a round goes on now.
    pub(crate) fn sending(&self) -> bool {
        self.round.try_lock().is_err()
    }

    /// Goes on syncing for as long as somebody works with the engine: about every five minutes,
    /// each machine at its own times. Without a network, or before it is connected, it just tries
    /// again later.
    pub async fn keep_syncing(engine: Weak<Self>) {
        loop {
            let Some(now) = engine.upgrade() else { return };
            let part = u64::from(now.clock.random()[0]);
            drop(now);
            // Between half and one and a half times the pace, so that an outage does not end in a
            // storm.
            tokio::time::sleep(PACE / 2 + PACE * u32::try_from(part).unwrap_or(0) / 255).await;
            let Some(now) = engine.upgrade() else { return };
            if now.identity().await.server.is_some() {
                tokio::select! {
                    // What fails shows in the footer, and what was done waits where it is.
                    _ = now.sync() => {}
                    () = now.stop.notified() => {}
                }
            }
        }
    }

    async fn one_round(&self) -> Reply<Round> {
        let person = self.identity().await;
        let remote = match (&self.remote, &person.server) {
            (Some(remote), Some(_)) => remote.clone(),
            (None, Some(address)) => Remote::http(address)?,
            (_, None) => return Err(Refusal::new(Code::NotEnrolled).into()),
        };
        let mut round = Round::default();
        let mut pushed = self.push(&remote, &person, &mut round).await;
        // Where a copy of this machine is at work, the server's last place is the copy's: what was
        // done here is not there.
        let cloned = pushed
            .as_ref()
            .is_err_and(|failure| failure.code == Code::ClonedDevice);
        if self.pull(&remote, &person, cloned, &mut round).await? > 0 {
            // An older copy of the server was put back: what it lost goes up again, and its answer
            // comes down.
            pushed = self.push(&remote, &person, &mut round).await;
            self.pull(&remote, &person, false, &mut round).await?;
        }
        if pushed.is_ok() && self.renew_registers().await? {
            pushed = self.push(&remote, &person, &mut round).await;
        }
        self.note_contact().await?;
        self.tell(Topic::Register);
        pushed?;
        self.fetch_archived().await?;
        self.renew_revocations().await?;
        Ok(round)
    }

    /// Sends files, then acts, each device's in its order.
    async fn push(&self, remote: &Remote, person: &Identity, round: &mut Round) -> Reply<()> {
        for hash in self.replica.unsent_files().await? {
            self.send_file(remote, person, &hash).await?;
        }
        // Only the demo has more than one person on a machine.
        let people: Vec<Identity> = self.setting("people").await?.unwrap_or_default();
        loop {
            let next = outbox::next(&mut *self.replica.reader().await?, MAX_OPS).await?;
            let Some(device) = next.first().map(|entry| entry.signed.op.device) else {
                return Ok(());
            };
            let before = next.iter().filter_map(|entry| entry.result.clone());
            let refused_before = before.filter(|r| r.refusal.is_some()).collect();
            let ops = next.iter().map(|entry| RawOp::of(&entry.signed));
            let ops = ops
                .collect::<Result<_, _>>()
                .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
            let sender = people.iter().find(|p| p.device == device).unwrap_or(person);
            let reply: PushReply = remote
                .ask(
                    Some(sender),
                    "POST",
                    "/sync/v1/push",
                    &PushRequest {
                        v: WIRE_VERSION,
                        ops,
                        refused_before,
                    },
                )
                .await?;
            let answered = reply.results.len();
            let mut writer = self.replica.writer().await;
            for result in &reply.results {
                outbox::answered(&mut writer, result).await?;
                let received = matches!(
                    result.state,
                    protocol::OpState::Applied | protocol::OpState::Noop
                );
                *(if received {
                    &mut round.sent
                } else {
                    &mut round.returned
                }) += 1;
            }
            drop(writer);
            for hash in &reply.missing {
                self.send_file(remote, person, hash).await?;
            }
            match reply.stopped {
                Some(refusal) if answered == 0 => return Err(refusal.into()),
                _ if answered == 0 && reply.missing.is_empty() => {
                    return Err(Refusal::new(Code::Gap).into());
                }
                _ => {}
            }
        }
    }

    async fn send_file(&self, remote: &Remote, person: &Identity, hash: &BlobHash) -> Reply<()> {
        let bytes = self
            .replica
            .file(hash)?
            .ok_or_else(|| Refusal::new(Code::AttachmentMissing))?;
        remote
            .put(person, &format!("/sync/v1/file/{}", hash.0), bytes)
            .await?;
        self.replica.file_sent(hash).await?;
        Ok(())
    }

    /// Takes everything up to the next checkpoint, then publishes it at once. Returns how many acts
    /// are to be offered again.
    async fn pull(
        &self,
        remote: &Remote,
        person: &Identity,
        cloned: bool,
        round: &mut Round,
    ) -> Reply<u64> {
        let before: Option<String> = self.setting("epoch").await?;
        let mut reader = self.replica.reader().await?;
        let answered_seq = outbox::answered_seq(&mut reader, person.device).await?;
        let held = outbox::held(&mut reader, person.device).await?;
        drop(reader);
        let mut request = PullRequest {
            v: WIRE_VERSION,
            epoch: before.clone(),
            positions: vec![],
            answered_seq,
            mark: self.setting(MARK).await?,
            held,
        };
        let mut positions = self.replica.positions().await?;
        let mut pulled = Pulled::by(person.officer, person.device);
        let mut marks = vec![];
        loop {
            // A mark says more than positions; without one they are named.
            if request.mark.is_none() {
                request.positions.clone_from(&positions);
            }
            let page: PullReply = remote
                .ask(Some(person), "POST", "/sync/v1/pull", &request)
                .await?;
            let anew = request.epoch.as_ref() != Some(&page.epoch);
            if anew {
                positions.clear();
                marks.clear();
                pulled.rows.clear();
                request.answered_seq = page.last_op_seq;
                request.epoch = Some(page.epoch.clone());
            }
            let marked = request.mark.take().is_some() && !anew;
            pulled.rows.extend(page.rows);
            pulled.answers.extend(page.answers);
            pulled.last_op_seq = if cloned { 0 } else { page.last_op_seq };
            for reached in page.positions {
                positions.retain(|p| p.stream != reached.stream);
                positions.push(reached);
            }
            // While positions are paged, streams that were taken first change on: the first mark
            // counts. From mark to mark each one follows on the last.
            if marked {
                marks.clear();
                request.mark.clone_from(&page.mark);
            }
            marks.extend(page.mark);
            if !page.more {
                break;
            }
        }
        pulled.afresh = before.is_some() && before != request.epoch;
        pulled.positions = positions;
        round.rows = u32::try_from(pulled.rows.len()).unwrap_or(u32::MAX);
        let key = person.key();
        let offered = self.replica.publish(&pulled, |op| op.sign(&key)).await?;
        self.set_setting("epoch", &request.epoch).await?;
        self.set_setting(MARK, &marks.first()).await?;
        self.want_archived(&pulled.rows, person.unit).await?;
        Ok(offered)
    }

    /// Notes which files of the own unit the server keeps for long: the unit shows them to
    /// inspectors, also offline.
    async fn want_archived(&self, rows: &[protocol::WireRow], unit: UnitId) -> Reply<()> {
        let mut wanted: BTreeSet<BlobHash> = self.setting(WANTED).await?.unwrap_or_default();
        let before = wanted.len();
        for row in rows {
            let Some(Row::HandoverMinutes(minutes)) = row.read() else {
                continue;
            };
            if minutes.unit == unit || minutes.giver_unit == unit {
                wanted.extend(
                    SignedFile::ALL
                        .iter()
                        .filter_map(|which| which.of(&minutes)?.1)
                        .map(|archived| archived.blob.clone()),
                );
            }
        }
        if wanted.len() == before {
            Ok(())
        } else {
            self.set_setting(WANTED, &wanted).await
        }
    }

    /// Fetches them. What is not there any more has been replaced, and whoever opens the paper asks
    /// again; an outage is for the next round.
    async fn fetch_archived(&self) -> Reply<()> {
        let wanted: BTreeSet<BlobHash> = self.setting(WANTED).await?.unwrap_or_default();
        let mut left = wanted.clone();
        for hash in &wanted {
            if self
                .file(hash)
                .await
                .is_err_and(|failure| failure.code == Code::Offline)
            {
                break;
            }
            left.remove(hash);
        }
        if left == wanted {
            Ok(())
        } else {
            self.set_setting(WANTED, &left).await
        }
    }

    /// A file, from this machine or from the server.
    ///
    /// # Errors
    /// `not_found`, `offline`, `damaged`.
    pub async fn file(&self, hash: &BlobHash) -> Reply<Vec<u8>> {
        if let Some(bytes) = self.replica.file(hash)? {
            return Ok(bytes);
        }
        let person = self.identity().await;
        let remote = match (&self.remote, &person.server) {
            (Some(remote), Some(_)) => remote.clone(),
            (None, Some(address)) => Remote::http(address)?,
            _ => return Err(Refusal::new(Code::NotFound).with("what", "document").into()),
        };
        let bytes = remote
            .get(&person, &format!("/sync/v1/file/{}", hash.0))
            .await?;
        let stored = self.replica.put_file(&bytes, true).await?;
        if stored == *hash {
            Ok(bytes)
        } else {
            Err(Refusal::new(Code::Damaged).into())
        }
    }

    async fn note_contact(&self) -> Reply<()> {
        self.set_setting("last_contact", &self.now()).await
    }

    pub(crate) async fn setting<T: serde::de::DeserializeOwned>(
        &self,
        key: &str,
    ) -> Reply<Option<T>> {
        Ok(replica::settings::get(&mut *self.replica.reader().await?, key).await?)
    }

    pub(crate) async fn set_setting<T: Serialize + Sync>(&self, key: &str, value: &T) -> Reply<()> {
        Ok(replica::settings::put(&mut *self.replica.writer().await, key, value).await?)
    }
}
