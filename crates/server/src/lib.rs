//! The Sở server: enrolment, push, pull, attachments, and the public page for papers.

pub mod accept;
mod archive;
mod files;
mod held;
mod instant;
pub mod invite;
mod limits;
mod notable;
mod parts;
mod prove;
mod replayed;
mod revocation;
mod routes;
pub mod tls;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, Utc};
use domain::text::unquoted;
use protocol::Fingerprint;
use store::Store;

use limits::Limits;
use tls::Tls;

pub use routes::{Answer, Request, serve};

/// What can go wrong on the server besides refusals.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The file system.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// No randomness, or a hash that cannot be made.
    #[error("cryptography: {0}")]
    Crypto(String),
    /// A certificate or key that cannot be used.
    #[error("TLS: {0}")]
    Tls(String),
}

impl Error {
    /// What a log may say of it: the cause, without words that may be somebody's.
    pub(crate) fn for_log(&self) -> String {
        match self {
            Self::Store(store::Error::Taken(refusal)) => refusal.code.number().to_owned(),
            Self::Store(store::Error::Stored(_)) => unquoted(&self.to_string()),
            Self::Store(store::Error::Backend(_))
            | Self::Io { .. }
            | Self::Crypto(_)
            | Self::Tls(_) => self.to_string(),
        }
    }
}

/// A running server: its store, its files and its clock.
#[derive(Clone)]
pub struct Server {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) folder: PathBuf,
    pub(crate) clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// How much at once, and how often.
    pub(crate) limits: Arc<Limits>,
    /// Whether history was found lost since the store was opened: a copy is put back only while it
    /// is closed, so once is enough, and no device can make every replica start over again and
    /// again.
    pub(crate) renewed: Arc<AtomicBool>,
    /// When revocation lists were asked for.
    pub(crate) asked: Arc<revocation::Asked>,
    /// What is kept for long, if a time-stamping authority is there.
    pub(crate) keeping: Option<Arc<archive::Keeping>>,
    /// Held while a part of a file is added.
    pub(crate) parts: Arc<tokio::sync::Mutex<()>>,
    /// Which requests were answered of late.
    pub(crate) answered: Arc<replayed::Answered>,
    /// The authorities of its own that it names to machines.
    pub(crate) authorities: Vec<Fingerprint>,
    /// Whether devices of the demo are taken with the word `DEMO`.
    pub(crate) demo: bool,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// A server on a store, with its files in a folder, which is made if it is not there. The clock
    /// comes in, as everywhere. What an older program kept because it did not know it is decided now.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub async fn open(
        folder: &Path,
        store: Arc<dyn Store>,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        std::fs::create_dir_all(folder.join("files")).map_err(|source| Error::Io {
            path: folder.to_owned(),
            source,
        })?;
        let server = Self::beside(folder, store, clock);
        server.forget_old_parts(std::time::SystemTime::now())?;
        server.understand().await?;
        server.settle_what_is_left().await?;
        Ok(server)
    }

    /// The same for a command beside a server that may be at work on the store: nothing is decided.
    pub fn beside(
        folder: &Path,
        store: Arc<dyn Store>,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Self {
        let answered = Arc::new(replayed::Answered::since(clock()));
        Self {
            store,
            folder: folder.to_owned(),
            clock: Arc::new(clock),
            answered,
            limits: Arc::new(Limits::new()),
            renewed: Arc::default(),
            asked: Arc::default(),
            keeping: None,
            parts: Arc::default(),
            authorities: vec![],
            demo: false,
        }
    }

    /// An id for a new store, from the randomness of the system.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn fresh_id() -> Result<uuid::Uuid, Error> {
        Ok(uuid::Uuid::from_bytes(invite::random()?))
    }

    /// The same server for play: it takes every device of the demo. None if its folder holds real
    /// data.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn for_demo(self) -> Result<Option<Self>, Error> {
        let mark = self.folder.join("demo");
        if !mark.exists() && !self.store.is_empty().await? {
            return Ok(None);
        }
        std::fs::write(&mark, b"demo").map_err(|source| Error::Io { path: mark, source })?;
        Ok(Some(Self { demo: true, ..self }))
    }

    /// The same server, which names the authorities of its TLS to machines.
    #[must_use]
    pub fn known_by(self, tls: &Tls) -> Self {
        Self {
            authorities: tls.authorities().to_vec(),
            ..self
        }
    }

    /// The server's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The store, for tests and tools of the Sở.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }
}
