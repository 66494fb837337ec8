//! Where things are saved: three questions, five words.

use chrono::{DateTime, Utc};
use domain::ids::{MinutesId, OpId, UnitId};
use replica::{OutboxState, outbox};
use serde::Serialize;

use super::about::{self, About};
use super::names::name_of;
use crate::{Engine, Reply};

/// What the footer and the sync screen show.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SyncStatus {
    /// Whether the machine is connected to the Sở.
    pub enrolled: bool,
    /// The server.
    pub server: Option<String>,
    /// Whether a round with the server goes on now.
    pub sending: bool,
    /// Whether the server answered when it was last called.
    pub reachable: bool,
    /// Acts that wait.
    pub waiting: u32,
    /// Acts to be looked at again.
    pub returned: u32,
    /// Rows that a newer program wrote: they wait for the update (*cần bản mới*).
    pub unread: u32,
    /// Last contact.
    pub last_contact: Option<DateTime<Utc>>,
    /// By how many seconds the machine's clock is ahead of the server's, as measured at the last
    /// contact: what is done here is dated without them.
    pub clock_ahead: i32,
    /// Last backup.
    pub last_backup: Option<DateTime<Utc>>,
    /// What is to be said of print files that could not be deleted.
    pub left_in_clear: Vec<String>,
    /// The latest acts, those to be looked at again first.
    pub acts: Vec<ActRow>,
}

/// One act in the list of what was done here.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ActRow {
    /// The op.
    pub op: OpId,
    /// Its kind.
    pub kind: String,
    /// What it was about.
    pub about: About,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// When the server received it: the time that counts.
    pub received_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub state: ActState,
    /// Whether it is an edit that can be undone.
    pub undoable: bool,
    /// Why it came back.
    pub reason: Option<String>,
    /// The code of that reason, which people read out.
    pub number: Option<String>,
    /// The minutes that it was about, and who receives.
    pub minutes: Option<(UnitId, MinutesId, String)>,
}

/// Where an act stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ActState {
    /// ● Đã lưu trên máy này.
    Here,
    /// ◌ Chờ gửi.
    Waiting,
    /// ↻ Đang gửi.
    Sending,
    /// ✓ Máy chủ đã nhận.
    Received,
    /// ! Cần xem lại.
    Returned,
}

impl Engine {
    /// Where things are saved.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn status(&self) -> Reply<SyncStatus> {
        let person = self.identity().await;
        let mut db = self.replica.reader().await?;
        let (waiting, returned) = outbox::counts(&mut db).await?;
        let latest = outbox::latest(&mut db, 50).await?;
        drop(db);
        let (enrolled, sending) = (person.server.is_some(), self.sending());
        let mut acts = vec![];
        let named = about::scope(latest.iter().map(|entry| &entry.signed.op.act));
        let facts = self.replica.gather(&named).await?;
        for entry in latest {
            let act = &entry.signed.op.act;
            let refusal = entry
                .result
                .as_ref()
                .and_then(|r| r.refusal.clone())
                .or(entry.review.clone());
            let minutes = act.minutes().and_then(|id| facts.minutes.get(&id));
            let minutes = minutes.filter(|_| refusal.is_some());
            let minutes =
                minutes.map(|m| (entry.signed.op.unit, m.id, name_of(&facts, m.receiver)));
            acts.push(ActRow {
                op: entry.signed.op.op_id,
                kind: act.kind().to_owned(),
                at: entry.signed.op.est_server_time,
                received_at: entry.result.as_ref().map(|r| r.received_at),
                state: match entry.state {
                    OutboxState::Returned => ActState::Returned,
                    OutboxState::Received => ActState::Received,
                    OutboxState::Pending if entry.review.is_some() => ActState::Returned,
                    OutboxState::Pending if sending => ActState::Sending,
                    OutboxState::Pending if enrolled => ActState::Waiting,
                    OutboxState::Pending => ActState::Here,
                },
                undoable: entry.state != OutboxState::Returned
                    && crate::undo::undoing(act).is_some(),
                number: refusal.as_ref().map(|r| r.code.number().to_owned()),
                reason: refusal.map(|r| r.sentence()),
                about: about::about(act, &facts),
                minutes,
            });
        }
        Ok(SyncStatus {
            enrolled,
            server: person.server.map(|server| server.origin().to_owned()),
            sending,
            reachable: self.reachable.load(std::sync::atomic::Ordering::Relaxed),
            waiting,
            returned,
            unread: self.replica.unread().await?,
            last_contact: self.setting("last_contact").await?,
            clock_ahead: self
                .clock
                .ahead()
                .num_seconds()
                .try_into()
                .unwrap_or(i32::MAX),
            last_backup: self.setting("last_backup").await?,
            left_in_clear: self.left_in_clear(),
            acts,
        })
    }
}
