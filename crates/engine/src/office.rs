//! The office as a window sees it: a folder that is empty, locked, or open.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::{Code, Refusal};
use replica::pin::ShortLock;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, RwLock};

use crate::{Clock, Engine, Reply, aside, clear};

/// What the first screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// No data: first run.
    Empty,
    /// Data, locked.
    Locked,
    /// Data, locked by this window a while ago: the PIN opens.
    ShortLocked,
    /// Open.
    Open,
}

/// A folder and, while it is open, the engine on it.
#[derive(Debug)]
pub struct Office {
    folder: PathBuf,
    clock: Arc<Clock>,
    engine: RwLock<Option<Arc<Engine>>>,
    short: Mutex<Option<Short>>,
}

/// The short lock, and until when the PIN opens it.
#[derive(Debug)]
struct Short {
    lock: ShortLock,
    until: DateTime<Utc>,
}

/// How long after the lock the PIN opens: a working day.
const PIN_HOURS: i64 = 12;

impl Office {
    /// An office in a folder, still closed. What a program that was cut off left for the printer, and a
    /// demo that it removed, goes, though nobody may ever type the password again.
    #[must_use]
    pub fn new(folder: &Path, clock: Arc<Clock>) -> Self {
        if !replica::is_in_use(folder) {
            clear::sweep(folder);
            aside::sweep(folder);
        }
        Self {
            folder: folder.to_owned(),
            clock,
            engine: RwLock::new(None),
            short: Mutex::new(None),
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> Arc<Clock> {
        Arc::clone(&self.clock)
    }

    /// What the first screen shows.
    pub async fn door(&self) -> Door {
        if self.engine.read().await.is_some() {
            Door::Open
        } else if self
            .short
            .lock()
            .await
            .as_ref()
            .is_some_and(|short| self.clock.now() < short.until)
        {
            Door::ShortLocked
        } else if self.folder.join("keys.json").exists() {
            Door::Locked
        } else {
            Door::Empty
        }
    }

    /// The open engine.
    ///
    /// # Errors
    /// `locked` while it is closed.
    pub async fn engine(&self) -> Reply<Arc<Engine>> {
        self.engine
            .read()
            .await
            .clone()
            .ok_or_else(|| Refusal::new(Code::Locked).into())
    }

    /// Opens with the password.
    ///
    /// # Errors
    /// Those of [`Engine::open`].
    pub async fn unlock(&self, password: &str) -> Reply<Arc<Engine>> {
        if let Some(engine) = self.engine.read().await.clone() {
            // Already open in this window: the password is still checked.
            crate::door::tries::guarded(&self.folder, &self.clock, async {
                replica::keys::unlock(&self.folder, password)
            })
            .await?;
            return Ok(engine);
        }
        let engine = Engine::open(&self.folder, password, self.clock()).await?;
        Ok(self.enter(engine).await)
    }

    /// Opens with the recovery code where the password is forgotten or the device secret lost, and
    /// sets a new password.
    ///
    /// # Errors
    /// Those of [`Engine::recover`].
    pub async fn recover(&self, code: &str, password: &str) -> Reply<Arc<Engine>> {
        let engine = Engine::recover(&self.folder, code, password, self.clock()).await?;
        Ok(self.enter(engine).await)
    }

    /// Opens with the PIN what this window locked.
    ///
    /// # Errors
    /// `wrong_pin`, `pin_spent`; the refusals of opening a replica.
    pub async fn unlock_with_pin(&self, pin: &str) -> Reply<Arc<Engine>> {
        let master = {
            let mut short = self.short.lock().await;
            let spent = || Refusal::new(Code::PinSpent);
            let fresh = short
                .as_mut()
                .filter(|short| self.clock.now() < short.until)
                .ok_or_else(spent)?;
            let opened = fresh.lock.open(pin).map_err(Refusal::from);
            if matches!(&opened, Err(refusal) if refusal.code == Code::PinSpent) {
                *short = None;
            }
            opened?
        };
        let replica = replica::Replica::open_with(&self.folder, &master)
            .await
            .map_err(Refusal::from)?;
        Ok(self
            .enter(Engine::with_replica(replica, self.clock()).await?)
            .await)
    }

    /// Sets the PIN of the short lock, or removes it, after the password was asked once more.
    ///
    /// # Errors
    /// `weak_pin`, `pin_needs_key_store`; those of [`Office::unlock`].
    pub async fn set_pin(&self, password: &str, pin: Option<&str>) -> Reply<()> {
        Ok(self.unlock(password).await?.replica.set_pin(pin).await?)
    }

    /// Sets another password, after the one that opens now was asked once more.
    ///
    /// # Errors
    /// Those of [`Engine::change_password`]; `locked`.
    pub async fn change_password(&self, password: &str, new: &str) -> Reply<()> {
        self.engine().await?.change_password(password, new).await
    }

    /// A fresh recovery code while none is known to be on paper.
    ///
    /// # Errors
    /// Those of [`Engine::unread_recovery_code`]; `locked`.
    pub async fn unread_recovery_code(&self) -> Reply<Option<String>> {
        self.engine().await?.unread_recovery_code().await
    }

    /// A fresh recovery code in place of the one on paper.
    ///
    /// # Errors
    /// Those of [`Engine::new_recovery_code`]; `locked`.
    pub async fn new_recovery_code(&self, password: &str) -> Reply<String> {
        self.engine().await?.new_recovery_code(password).await
    }

    /// Lets the code that was shown open from now on.
    ///
    /// # Errors
    /// Those of [`Engine::keep_recovery_code`]; `locked`.
    pub async fn keep_recovery_code(&self, code: &str) -> Reply<()> {
        self.engine().await?.keep_recovery_code(code).await
    }

    /// Whether the PIN of the short lock is set.
    ///
    /// # Errors
    /// `locked`.
    pub async fn has_pin(&self) -> Reply<bool> {
        Ok(self.engine().await?.replica.has_pin().await?)
    }

    /// Takes an engine that a start or restore has opened.
    pub async fn enter(&self, engine: Engine) -> Arc<Engine> {
        let engine = Arc::new(engine);
        *self.engine.write().await = Some(Arc::clone(&engine));
        *self.short.lock().await = None;
        engine
    }

    /// Closes: the key leaves the memory, nothing is signed out.
    pub async fn lock(&self) {
        // Closed first: the key store may take its time.
        let open = self.engine.write().await.take();
        if let Some(engine) = open {
            engine.stop.notify_waiters();
            // Where the PIN cannot be made ready, the password opens: locking never waits for it.
            let lock = engine.replica.short_lock().await.ok().flatten();
            *self.short.lock().await = lock.map(|lock| Short {
                lock,
                until: self.clock.now() + Duration::hours(PIN_HOURS),
            });
        }
        // What lies in the clear goes with the key.
        clear::sweep(&self.folder);
    }

    /// What is to be said of print files that could not be deleted: sentences for people.
    #[must_use]
    pub fn left_in_clear(&self) -> Vec<String> {
        clear::told(&clear::left(&self.folder))
    }

    /// Removes the demo, which can be brought back until the program ends; refused for real data.
    ///
    /// # Errors
    /// `bad_request` if the open data are not the demo.
    pub async fn remove_demo(&self) -> Reply<()> {
        if !self.engine().await?.identity().await.demo {
            return Err(Refusal::new(Code::BadRequest).into());
        }
        self.lock().await;
        *self.short.lock().await = None;
        Ok(aside::put(&self.folder)?)
    }

    /// Brings back the demo that this program removed, still locked.
    ///
    /// # Errors
    /// `replica_exists` where something else was begun meanwhile; `no_replica`; `file_access`.
    pub async fn bring_back_demo(&self) -> Reply<()> {
        let open = self.engine.read().await;
        if open.is_some() {
            return Err(Refusal::new(Code::ReplicaExists).into());
        }
        Ok(aside::bring_back(&self.folder)?)
    }
}
