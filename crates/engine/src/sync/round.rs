//! One round with the server, and when a machine makes one by itself.

use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::Code;
use serde::{Deserialize, Serialize};

use crate::{Engine, Reply, Topic};

/// How often a machine calls by itself.
const PACE: Duration = Duration::from_secs(300);

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
        let silent = matches!(&done, Err(failure) if failure.code == Code::Offline);
        self.reachable.store(!silent, Ordering::Relaxed);
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
        let server = self.server().await?;
        let mut round = Round::default();
        let mut pushed = self.push(&server, &mut round).await;
        let cloned = matches!(&pushed, Err(failure) if failure.code == Code::ClonedDevice);
        let to_offer_again = self.pull(&server, cloned, &mut round).await?;
        if to_offer_again > 0 {
            // An older copy of the server was put back: what it lost goes up again, and its answer
            // comes down.
            pushed = self.push(&server, &mut round).await;
            self.pull(&server, false, &mut round).await?;
        }
        if pushed.is_ok() && self.renew_registers().await? {
            pushed = self.push(&server, &mut round).await;
            self.pull(&server, false, &mut round).await?;
        }
        self.note_contact().await?;
        self.tell(Topic::Register);
        pushed?;
        self.fetch_archived().await?;
        self.renew_revocations().await?;
        Ok(round)
    }

    async fn note_contact(&self) -> Reply<()> {
        self.set_setting("last_contact", &self.now()).await
    }
}
