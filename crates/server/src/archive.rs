//! Keeping for long: files that the organisation has signed get the evidence of the day under a
//! time stamp (PAdES B-LTA), here, where the network is and what is trusted lies. The machines of
//! the unit take it at their next contact.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration as Pause;

use chrono::{DateTime, Duration, Utc};
use domain::acts::{Act, Proof};
use domain::archived::Archived;
use domain::facts::{Scene, Scope};
use domain::ids::{BlobHash, MinutesId, UnitId};
use domain::keeping::{AHEAD, kept, waiting};
use domain::row::{Change, Row, Table};
use domain::signed_file::SignedFile;
use domain::{Code, Refusal};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::{Error, Server};

/// How long an authority that did not answer is left in peace, and a file of which something does
/// not hold.
const AGAIN: Duration = Duration::hours(1);
/// How often the register is gone through for time stamps that end.
const ROUND: Duration = Duration::days(1);
/// How long a stamp counts that says nothing of its end.
const A_YEAR: Duration = Duration::days(365);
/// How long new signatures wait at most.
const REST: Pause = Pause::from_secs(60);

/// What keeping for long needs: who stamps, and what waits.
pub(crate) struct Keeping {
    /// The address of the time-stamping authority.
    authority: String,
    waiting: Mutex<Waiting>,
}

/// The minutes whose files wait, each with the time before which it is not tried again.
#[derive(Default)]
struct Waiting {
    minutes: BTreeMap<(UnitId, MinutesId), DateTime<Utc>>,
    gone_through: Option<DateTime<Utc>>,
    /// Until when the authority is left in peace.
    resting: Option<DateTime<Utc>>,
    /// How far the stamps of the authority reach: nothing is won by another one that reaches no
    /// further.
    reach: Option<DateTime<Utc>>,
}

impl Server {
    /// The same server, asking a time-stamping authority (RFC 3161 over HTTP). Without one nothing
    /// is kept for long.
    #[must_use]
    pub fn stamped_by(self, authority: &str) -> Self {
        Self {
            keeping: Some(Arc::new(Keeping {
                authority: authority.to_owned(),
                waiting: Mutex::default(),
            })),
            ..self
        }
    }

    /// Goes on archiving for as long as the server runs. What fails is logged and tried
    /// again later.
    pub async fn keep_archiving(self) {
        loop {
            match self.archive_waiting().await {
                Ok(failed) => failed.iter().for_each(|(minutes, refusal)| {
                    let code = refusal.code.number();
                    tracing::warn!(code, minutes = %minutes, "not archived");
                }),
                Err(error) => {
                    let cause = error.for_log();
                    tracing::error!(cause, "archiving stopped for now");
                }
            }
            tokio::time::sleep(REST).await;
        }
    }

    /// Archives what waits and is due; says what could not be, and why. One file that cannot be had
    /// keeps no other from its turn.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn archive_waiting(&self) -> Result<Vec<(MinutesId, Refusal)>, Error> {
        let Some(keeping) = &self.keeping else {
            return Ok(vec![]);
        };
        let now = self.now();
        let gone_through = {
            let waiting = keeping.waiting.lock().await;
            if waiting.resting.is_some_and(|until| now < until) {
                return Ok(vec![]);
            }
            waiting.gone_through
        };
        if gone_through.is_none_or(|last| now - last >= ROUND) {
            self.go_through(keeping, now).await?;
        }
        let mut due: Vec<_> = keeping
            .waiting
            .lock()
            .await
            .minutes
            .iter()
            .filter(|(_, from)| **from <= now)
            .map(|(which, from)| (*which, *from))
            .collect();
        // What failed before has a later time, and lets the others go first.
        due.sort_by_key(|(_, from)| *from);
        let mut failed = vec![];
        for ((unit, minutes), from) in due {
            let done = self
                .archive(minutes, keeping)
                .await
                .unwrap_or_else(|e| Err(Refusal::new(Code::Internal).with("cause", e)));
            let (mut waiting, then) = (keeping.waiting.lock().await, self.now() + AGAIN);
            // Another signature may have come meanwhile: then it waits anew.
            let same = waiting.minutes.get(&(unit, minutes)) == Some(&from);
            let again = |refusal: &Refusal| {
                matches!(
                    refusal.code,
                    Code::StampRefused | Code::RevocationNotChecked | Code::Internal
                )
            };
            match &done {
                Err(refusal) if same && again(refusal) => {
                    waiting.minutes.insert((unit, minutes), then);
                }
                // What does not hold in a file does not mend itself: the daily round comes back to
                // it.
                _ if same => {
                    waiting.minutes.remove(&(unit, minutes));
                }
                _ => {}
            }
            let Err(refusal) = done else { continue };
            let silent = refusal.code == Code::StampRefused;
            failed.push((minutes, refusal));
            if silent {
                waiting.resting = Some(then);
                break;
            }
        }
        Ok(failed)
    }

    /// Notes the minutes of an act that brought a signature.
    pub(crate) async fn note_signed(&self, act: &Act, unit: UnitId) {
        let brings = match act.proof() {
            Proof::None | Proof::Page(_) | Proof::Scan(_) => None,
            Proof::Signatures(request) => Some(request.minutes),
            Proof::Copy(request) => Some(request.minutes),
        };
        let (Some(minutes), Some(keeping)) = (brings, &self.keeping) else {
            return;
        };
        keeping
            .waiting
            .lock()
            .await
            .minutes
            .insert((unit, minutes), self.now());
    }

    /// Looks for files that wait in the whole register: after a start, and for time stamps that
    /// end.
    async fn go_through(&self, keeping: &Keeping, now: DateTime<Utc>) -> Result<(), Error> {
        let all = self.store.to_keep(now + AHEAD).await?;
        let mut list = keeping.waiting.lock().await;
        for which in all {
            list.minutes.entry(which).or_insert(now);
        }
        list.gone_through = Some(now);
        Ok(())
    }

    async fn archive(
        &self,
        id: MinutesId,
        keeping: &Keeping,
    ) -> Result<Result<(), Refusal>, Error> {
        let now = self.now();
        let facts = self.store.gather(&just(id)).await?;
        let Some(minutes) = facts.minutes.get(&id) else {
            return Ok(Ok(()));
        };
        for (which, from) in waiting(minutes, now) {
            let before = which
                .of(minutes)
                .and_then(|(_, kept)| kept)
                .map(|kept| kept.until);
            let wins = |reach: DateTime<Utc>| before.is_none_or(|before| before < reach);
            if !keeping.waiting.lock().await.reach.is_none_or(wins) {
                continue;
            }
            let (bytes, until) = match self.made(&from, &keeping.authority, now).await? {
                Ok(made) => made,
                Err(refusal) => return Ok(Err(refusal)),
            };
            keeping.waiting.lock().await.reach = Some(until);
            if wins(until) {
                let blob = BlobHash(hex::encode(Sha256::digest(&bytes)));
                self.put_file(&blob, &bytes).await?;
                self.file_archived(
                    id,
                    which,
                    &from,
                    Archived {
                        at: now,
                        blob,
                        until,
                        earlier: vec![],
                    },
                )
                .await?;
            }
        }
        Ok(Ok(()))
    }

    /// A signed file with its evidence, and until when its time stamp holds.
    async fn made(
        &self,
        from: &BlobHash,
        authority: &str,
        now: DateTime<Utc>,
    ) -> Result<Result<(Vec<u8>, DateTime<Utc>), Refusal>, Error> {
        let Some(signed) = self.bytes_of(from).await? else {
            return Ok(Err(Refusal::new(Code::AttachmentMissing)));
        };
        let folder = self.trusted();
        let work = async move {
            let roots = evidence::trusted(&folder)?;
            let bytes = ask::archive::archived(signed, roots.clone(), authority, now).await?;
            let checked = tokio::task::spawn_blocking(move || {
                Ok((evidence::kept_until(&bytes, &roots, now)?, bytes))
            })
            .await;
            let (until, bytes) =
                checked.unwrap_or_else(|e| Err(Refusal::new(Code::Internal).with("cause", e)))?;
            Ok((bytes, until.unwrap_or(now + A_YEAR)))
        };
        Ok(work.await)
    }

    /// Puts it into the register, unless another signature came while the authorities were asked:
    /// that file waits anew.
    async fn file_archived(
        &self,
        id: MinutesId,
        which: SignedFile,
        from: &BlobHash,
        archived: Archived,
    ) -> Result<(), Error> {
        let mut work = self.store.begin().await?;
        let mut scene = Scene::default();
        work.load(&mut scene, &just(id)).await?;
        let minutes = scene.facts().minutes.get(&id);
        if let Some(minutes) = minutes.and_then(|m| kept(m, which, from, archived)) {
            let changes = [Change(Row::HandoverMinutes(Box::new(minutes)))];
            work.write(&changes).await?;
            work.commit().await?;
        }
        Ok(())
    }
}

fn just(minutes: MinutesId) -> Scope {
    Scope::new().row(Table::HandoverMinutes, minutes)
}
