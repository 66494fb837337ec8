//! Making and opening a replica: one program, one writer, and nothing that a crash can tear.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;

use domain::{Code, Refusal};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, query_scalar};
use tokio::sync::Mutex;

use crate::keys::{self, MasterKey};
use crate::{Error, Replica, Result};

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations/replica");

/// Makes a replica in a folder that has none. Returns it with the recovery code, which is stored
/// nowhere.
///
/// # Errors
/// `replica_exists`, `weak_password`, `in_use`, `read_only`, `disk_full`.
pub async fn create(folder: &Path, password: &str) -> Result<(Replica, String)> {
    keys::check_password(password)?;
    std::fs::create_dir_all(folder.join("files")).map_err(|source| Error::Io {
        path: folder.to_owned(),
        source,
    })?;
    let lock = lock(folder)?;
    if folder.join("keys.json").exists() {
        return Err(Refusal::new(Code::ReplicaExists).into());
    }
    // A start that was cut off, or data whose keys were lost, is put aside and never deleted.
    for left in ["data.db", "data.db-wal", "data.db-shm"] {
        let path = folder.join(left);
        if path.exists() {
            std::fs::rename(&path, folder.join(format!("left-{left}")))
                .map_err(|source| Error::Io { path, source })?;
        }
    }
    let master = MasterKey::random()?;
    let replica = connect(folder, &master, lock, true).await?;
    let recovery = keys::make(folder, &master, password)?;
    Ok((replica, recovery))
}

impl Replica {
    /// Opens a replica with its password.
    ///
    /// # Errors
    /// `no_replica`, `in_use`, `wrong_password`, `no_device_secret`, `damaged`, `newer_program`,
    /// `read_only`, `disk_full`.
    pub async fn open(folder: &Path, password: &str) -> Result<Self> {
        Self::open_with(folder, &keys::unlock(folder, password)?).await
    }

    /// Opens a replica with its key.
    ///
    /// # Errors
    /// Like [`Replica::open`].
    pub async fn open_with(folder: &Path, master: &MasterKey) -> Result<Self> {
        connect(folder, master, lock(folder)?, false).await
    }
}

/// Takes the lock file, so that a second program is told instead of writing too.
fn lock(folder: &Path) -> Result<Arc<File>> {
    let path = folder.join("lock");
    let io = |source| Error::Io {
        path: path.clone(),
        source,
    };
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(Arc::new(file)),
        Err(TryLockError::WouldBlock) => Err(Refusal::new(Code::InUse).into()),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

async fn connect(folder: &Path, master: &MasterKey, lock: Arc<File>, new: bool) -> Result<Replica> {
    let path = folder.join("data.db");
    if !new && !path.exists() {
        return Err(Refusal::new(Code::Damaged).into());
    }
    let key = format!("\"x'{}'\"", hex::encode(master.database()));
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(new)
        .pragma("key", key)
        .pragma("cache_size", "-65536")
        .pragma("cipher_log_level", "NONE")
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(std::time::Duration::from_secs(5))
        .foreign_keys(true);
    let mut writer = options.connect().await?;
    let cipher: Option<String> = query_scalar("pragma cipher_version")
        .fetch_optional(&mut writer)
        .await?;
    if cipher.is_none_or(|version| version.is_empty()) {
        return Err(Error::Stored("SQLite was built without SQLCipher".into()));
    }
    match MIGRATOR.run_direct(None, &mut writer, false).await {
        Ok(()) => {}
        Err(
            sqlx::migrate::MigrateError::VersionMissing(_)
            | sqlx::migrate::MigrateError::VersionMismatch(_),
        ) => {
            return Err(Refusal::new(Code::NewerProgram).into());
        }
        Err(sqlx::migrate::MigrateError::Execute(e)) => return Err(e.into()),
        Err(e) => return Err(Error::Stored(e.to_string())),
    }
    crate::sync::bring_up_to_date(&mut writer).await?;
    let readers = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(3)
        .connect_with(options.read_only(true).create_if_missing(false))
        .await?;
    Ok(Replica {
        folder: folder.to_owned(),
        writer: Mutex::new(writer),
        readers,
        master: master.clone(),
        _lock: lock,
    })
}
