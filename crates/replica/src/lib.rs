//! The office's encrypted SQLite file: rows, facts, outbox and keys.
//!
//! A replica is a folder: `data.db` (SQLCipher), `keys.json` (the wrapped key), `files/` (encrypted
//! attachments) and a lock file. One program has it open; one connection writes.

mod board;
mod bodies;
mod files;
pub mod imports;
pub mod keys;
mod open;
pub mod outbox;
pub mod pin;
pub mod secret;
pub mod settings;
mod sync;
mod whole;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::facts::{Scene, Scope};
use domain::ids::{BlobHash, UnitId};
use domain::{Code, Facts, Refusal, Row};
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::{Mutex, MutexGuard};

pub use keys::Unwritten;
pub use open::{create, is_in_use};
pub use outbox::{OutboxEntry, OutboxState};
pub use sqlx::SqliteConnection as Connection;
pub use sync::Pulled;

/// What can go wrong with a replica.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A refusal that people can act on.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// The file system.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// Stored data that this program cannot read.
    #[error("stored data: {0}")]
    Stored(String),
}

impl From<rows::Error> for Error {
    fn from(error: rows::Error) -> Self {
        match error {
            rows::Error::Taken(refusal) => Self::Refused(refusal),
            rows::Error::Sql(error) => Self::Sql(error),
            other @ rows::Error::Body(..) => Self::Stored(other.to_string()),
        }
    }
}

impl From<Error> for Refusal {
    /// What people are told. SQLite's result codes: 13 full, 8 read-only, 11 corrupt, 26 not a
    /// database.
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal,
            Error::Sql(sqlx::Error::Database(e)) => match e
                .code()
                .and_then(|c| c.parse::<i32>().ok())
                .map(|c| c & 0xff)
            {
                Some(13) => Self::new(Code::DiskFull),
                Some(8) => Self::new(Code::ReadOnly),
                Some(11 | 26) => Self::new(Code::Damaged),
                _ => Self::new(Code::Internal).with("cause", e.to_string()),
            },
            Error::Io { path, source } => io_refusal(&path, &source),
            other => Self::new(Code::Internal).with("cause", other.to_string()),
        }
    }
}

fn io_refusal(path: &Path, source: &std::io::Error) -> Refusal {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, StorageFull};
    match source.kind() {
        StorageFull => Refusal::new(Code::DiskFull),
        PermissionDenied | ReadOnlyFilesystem => Refusal::new(Code::ReadOnly),
        _ => Refusal::new(Code::FileAccess).with(
            "file",
            path.file_name().unwrap_or_default().to_string_lossy(),
        ),
    }
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// An open replica.
pub struct Replica {
    folder: PathBuf,
    writer: Mutex<SqliteConnection>,
    readers: SqlitePool,
    master: keys::MasterKey,
    _lock: Arc<std::fs::File>,
}

/// Names the folder and nothing that opens it: a key must never reach a log or the message of a
/// failed test.
impl std::fmt::Debug for Replica {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Replica")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Replica {
    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The one connection that writes. An act begins a transaction on it.
    pub async fn writer(&self) -> MutexGuard<'_, SqliteConnection> {
        self.writer.lock().await
    }

    /// Begins a transaction on the writer's connection.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn begin<'a>(
        writer: &'a mut MutexGuard<'_, SqliteConnection>,
    ) -> Result<Transaction<'a, Sqlite>> {
        use sqlx::Connection as _;
        Ok(writer.begin_with("begin immediate").await?)
    }

    /// The facts of a unit as they stand.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn facts(&self, unit: UnitId) -> Result<Facts> {
        Ok(rows::facts(&mut *self.readers.acquire().await?, unit).await?)
    }

    /// The facts that a scope asks for.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn gather(&self, scope: &Scope) -> Result<Facts> {
        let mut scene = Scene::default();
        rows::load(&mut *self.readers.acquire().await?, &mut scene, scope).await?;
        Ok(scene.into_facts())
    }

    /// How many rows wait for a newer program.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn unread(&self) -> Result<u32> {
        Ok(rows::unread(&mut *self.readers.acquire().await?).await?)
    }

    /// A unit and everything under it.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn subtree(&self, unit: UnitId) -> Result<Vec<UnitId>> {
        Ok(rows::subtree(&mut *self.readers.acquire().await?, unit).await?)
    }

    /// Every row of a table.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn all(&self, table: domain::Table) -> Result<Vec<Row>> {
        Ok(rows::all(&mut *self.readers.acquire().await?, table).await?)
    }

    /// The rows of a table that unsent ops touched.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn dirty(&self, table: &str) -> Result<std::collections::BTreeSet<uuid::Uuid>> {
        let mut db = self.readers.acquire().await?;
        let found = sqlx::query_scalar!(
            r#"select id as "id: uuid::Uuid" from base where table_name = ?"#,
            table
        )
        .fetch_all(&mut *db)
        .await?;
        Ok(found.into_iter().collect())
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn reader(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>> {
        Ok(self.readers.acquire().await?)
    }

    /// Stores a file, encrypted; storing it twice is one file.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Sql`].
    pub async fn put_file(&self, bytes: &[u8], sent: bool) -> Result<BlobHash> {
        let hash = files::write(&self.folder, &self.master.files(), bytes)?;
        files::note(&mut *self.writer().await, &hash, bytes.len(), sent).await?;
        Ok(hash)
    }

    /// A stored file, checked against its hash; none if it is not on this machine.
    ///
    /// # Errors
    /// `damaged` if its bytes are no longer what they were; [`Error::Io`].
    pub fn file(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>> {
        files::read(&self.folder, &self.master.files(), hash)
    }

    /// Files that the server does not have yet, among those an op cites.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn unsent_files(&self) -> Result<Vec<BlobHash>> {
        files::unsent(&mut *self.readers.acquire().await?).await
    }

    /// Notes that the server has a file.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn file_sent(&self, hash: &BlobHash) -> Result<()> {
        files::sent(&mut *self.writer().await, hash).await
    }

    /// Lets another password open the data from now on; the recovery code goes on opening them.
    ///
    /// # Errors
    /// `wrong_password`, `weak_password`, `no_device_secret`; [`Error::Io`].
    pub fn change_password(&self, password: &str, new: &str) -> Result<()> {
        keys::change_password(&self.folder, password, new)
    }

    /// Whether nobody has shown yet that the recovery code is on paper.
    ///
    /// # Errors
    /// `no_replica`, `damaged`.
    pub fn recovery_is_unread(&self) -> Result<bool> {
        keys::recovery_is_unread(&self.folder)
    }

    /// Lets this recovery code, which is on paper, open the data from now on, and no other.
    ///
    /// # Errors
    /// `wrong_recovery_code` for what is no code; `no_replica`, `damaged`, [`Error::Io`].
    pub fn keep_recovery(&self, code: &str) -> Result<()> {
        keys::keep_recovery(&self.folder, &self.master, code)
    }

    /// Writes everything to one file, encrypted with its own key, from inside the owning program.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Io`].
    pub async fn copy_database_to(&self, path: &Path) -> Result<()> {
        let target = path.to_string_lossy().into_owned();
        sqlx::query!("vacuum into ?", target)
            .execute(&mut *self.writer().await)
            .await?;
        Ok(())
    }

    /// Checks the whole file: pages, structure, and every row.
    ///
    /// # Errors
    /// `damaged`.
    pub async fn check(&self) -> Result<()> {
        let mut db = self.readers.acquire().await?;
        let verdict = sqlx::query_scalar!("pragma quick_check")
            .fetch_all(&mut *db)
            .await?;
        if verdict.iter().any(|v| v.as_deref() != Some("ok")) {
            return Err(Refusal::new(Code::Damaged).into());
        }
        Ok(())
    }

    /// Closes the connections, the writer last, so that the write-ahead log is folded into the
    /// file.
    pub async fn close(self) {
        use sqlx::Connection as _;
        self.readers.close().await;
        if let Err(error) = self.writer.into_inner().close().await {
            // Every act is on disk already; the next start folds the log in.
            tracing::warn!(%error, "the replica was not closed in order");
        }
    }
}
