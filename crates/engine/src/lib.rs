//! What a person can do: acts, views, and the sync loop. The window and the command line call the
//! same functions.

mod act;
#[cfg(test)]
mod alone;
mod aside;
mod clear;
pub mod clock;
pub mod door;
pub mod handover;
mod identity;
pub mod import;
pub mod new_head;
pub mod office;
mod secret;
mod setting;
pub mod signing;
pub mod sync;
mod typed_dates;
mod undo;
pub mod views;
mod whole;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::day_of;
use domain::compose;
use domain::facts::Entry;
use domain::ids::{MinutesId, UnitId};
use domain::text::unquoted;
use domain::{Facts, Refusal};
use replica::Replica;
use serde::{Deserialize, Serialize};
use tokio::sync::{RwLock, broadcast};

// What is at the door and what goes out is named without its room: `engine::start::own_unit`.
pub use door::{backup, doctor, first, start, usb};
pub use views::export;

pub use act::made;
pub use clock::Clock;
pub use identity::Identity;
pub use office::Office;
pub use secret::Secret;
pub use whole::write_whole;
pub use {domain, minutes, protocol, workbook};

pub use replica::secret::use_system_store;

/// A failure as it crosses to the screen or the command line: a code, a sentence, never a cause in
/// English.
#[derive(Clone, Debug, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[error("{number}: {sentence}")]
pub struct Failure {
    /// The code that people read out.
    pub number: String,
    /// The code for programs.
    pub code: domain::Code,
    /// What happened and what to do.
    pub sentence: String,
    /// The cause of our own faults, for support; never shown on a screen.
    #[serde(skip)]
    pub cause: Option<String>,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let cause = refusal.details.get("cause").cloned();
        if let Some(cause) = &cause {
            let code = refusal.code.number();
            tracing::error!(code, cause = unquoted(cause), "our own fault");
        }
        Self {
            number: refusal.code.number().to_owned(),
            code: refusal.code,
            sentence: refusal.sentence(),
            cause,
        }
    }
}

impl From<replica::Error> for Failure {
    fn from(error: replica::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl From<minutes::Error> for Failure {
    fn from(error: minutes::Error) -> Self {
        Refusal::from(error).into()
    }
}

/// Result of everything a person does.
pub type Reply<T> = Result<T, Failure>;

/// What changed; a screen that shows it asks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Anything in the register.
    Register,
    /// Where things are saved.
    Sync,
}

/// How many milliseconds the machine's clock is ahead of the server's, among the settings.
pub(crate) const CLOCK_AHEAD: &str = "clock_ahead";

/// One person at work on one open replica.
#[derive(Debug)]
pub struct Engine {
    pub(crate) replica: Replica,
    pub(crate) clock: Arc<Clock>,
    pub(crate) identity: RwLock<Identity>,
    pub(crate) events: broadcast::Sender<Topic>,
    pub(crate) remote: Option<sync::Remote>,
    /// What came of a file before its line broke.
    half_fetched: tokio::sync::Mutex<Option<(domain::ids::BlobHash, Vec<u8>)>>,
    /// The server that was dialled last.
    pub(crate) dialled: std::sync::Mutex<Option<sync::Remote>>,
    /// Held while a round goes on: one at a time.
    pub(crate) round: tokio::sync::Mutex<()>,
    /// The file that is being imported, between the steps.
    pub(crate) opened: tokio::sync::Mutex<Option<import::Opened>>,
    /// What the search looks through, until something changes.
    pub(crate) searched: std::sync::Mutex<Option<Arc<views::find::Index>>>,
    /// Counts changes of the register on this machine.
    pub(crate) changes: std::sync::atomic::AtomicU64,
    /// Ends a round that nobody waits for, when the screen locks.
    pub(crate) stop: tokio::sync::Notify,
    /// The recovery code that is on the screen.
    pub(crate) issued: std::sync::Mutex<Option<Secret>>,
    /// The print files of this session.
    pub(crate) printed: std::sync::Mutex<handover::print::PrintFiles>,
    /// Whether the server answered when it was last called.
    pub(crate) reachable: std::sync::atomic::AtomicBool,
}

impl Engine {
    /// Opens a replica that has an identity.
    ///
    /// # Errors
    /// The refusals of opening a replica; `try_later` after wrong passwords; `no_replica` if nobody
    /// began on it.
    pub async fn open(folder: &std::path::Path, password: &str, clock: Arc<Clock>) -> Reply<Self> {
        let replica = door::tries::guarded(folder, &clock, Replica::open(folder, password)).await?;
        Self::with_replica(replica, clock).await
    }

    /// Opens a replica with its recovery code and sets a new password: for a forgotten password, or
    /// a device secret that is lost.
    ///
    /// # Errors
    /// `wrong_recovery_code`, `weak_password`; the refusals of opening a replica.
    pub async fn recover(
        folder: &std::path::Path,
        code: &str,
        password: &str,
        clock: Arc<Clock>,
    ) -> Reply<Self> {
        Self::with_replica(Replica::recover(folder, code, password).await?, clock).await
    }

    /// Works on a replica that is open already.
    ///
    /// # Errors
    /// `no_replica` if nobody began on it.
    pub async fn with_replica(replica: Replica, clock: Arc<Clock>) -> Reply<Self> {
        // What a program that was cut off left for the printer.
        clear::sweep(replica.folder());
        let identity = {
            let mut db = replica.writer().await;
            identity::load(&mut db)
                .await?
                .ok_or_else(|| Refusal::new(domain::Code::NoReplica))?
        };
        if let Some(ahead) =
            replica::settings::get(&mut *replica.reader().await?, CLOCK_AHEAD).await?
        {
            clock.put_right(chrono::Duration::milliseconds(ahead));
        }
        if let Some(last) = last_act(&replica).await? {
            clock.not_before(last);
        }
        Ok(Self {
            replica,
            clock,
            identity: RwLock::new(identity),
            events: broadcast::channel(64).0,
            remote: None,
            half_fetched: tokio::sync::Mutex::default(),
            dialled: std::sync::Mutex::default(),
            round: tokio::sync::Mutex::new(()),
            opened: tokio::sync::Mutex::new(None),
            searched: std::sync::Mutex::new(None),
            changes: 0.into(),
            stop: tokio::sync::Notify::new(),
            issued: std::sync::Mutex::default(),
            printed: std::sync::Mutex::default(),
            reachable: true.into(),
        })
    }

    /// Talks to this server: in the same process instead of the one in the settings; at an address as
    /// long as the settings name it.
    #[must_use]
    pub fn with_remote(self, remote: sync::Remote) -> Self {
        let (remote, dialled) = match remote {
            sync::Remote::InProcess(_) => (Some(remote), None),
            sync::Remote::Http { .. } => (None, Some(remote)),
        };
        Self {
            remote,
            dialled: dialled.into(),
            ..self
        }
    }

    /// Who is at work.
    pub async fn identity(&self) -> Identity {
        self.identity.read().await.clone()
    }

    /// The clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in Việt Nam.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }

    /// The facts of a unit.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn facts(&self, unit: UnitId) -> Reply<Facts> {
        Ok(self.replica.facts(unit).await?)
    }

    /// The facts about minutes in a unit's file: what they print, who signs them, and whether the
    /// person at work may prepare them.
    pub(crate) async fn about(&self, unit: UnitId, minutes: MinutesId) -> Reply<Facts> {
        let person = self.identity().await.officer;
        let scope = compose::needs(minutes).by(Entry::post_of(person));
        let facts = self.replica.gather(&scope).await?;
        if facts.minutes(minutes)?.unit == unit {
            Ok(facts)
        } else {
            Err(Refusal::new(domain::Code::OtherUnit).into())
        }
    }

    /// Hears what changes.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Topic> {
        self.events.subscribe()
    }

    pub(crate) fn tell(&self, topic: Topic) {
        if topic == Topic::Register {
            self.changes
                .fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            if let Ok(mut kept) = self.searched.lock() {
                *kept = None;
            }
        }
        // Nobody listening is fine: the command line does not.
        let _ = self.events.send(topic);
    }

    /// Closes the replica.
    pub async fn close(self) {
        self.replica.close().await;
    }
}

async fn last_act(replica: &Replica) -> Reply<Option<DateTime<Utc>>> {
    let mut db = replica.reader().await?;
    let latest = replica::outbox::latest(&mut db, 1000).await?;
    let last = latest.iter().max_by_key(|e| e.signed.op.seq);
    Ok(last.map(|e| e.signed.op.est_server_time))
}
