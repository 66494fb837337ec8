//! Making and opening a replica: one program, one writer, and nothing that a crash can tear.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;

use domain::{Code, Refusal};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, query_scalar};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::keys::{self, MasterKey, Unwritten};
use crate::{Error, Replica, Result};

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations/replica");

/// Makes a replica in a folder that has none. Nothing opens it before its keys are written, which
/// comes last: see [`Unwritten::write`].
///
/// # Errors
/// `replica_exists`, `weak_password`, `in_use`, `read_only`, `disk_full`.
pub async fn create(folder: &Path, password: &str) -> Result<(Replica, Unwritten)> {
    keys::check_password(password)?;
    std::fs::create_dir_all(folder.join("files")).map_err(|source| Error::Io {
        path: folder.to_owned(),
        source,
    })?;
    let lock = lock(folder)?;
    if folder.join("keys.json").exists() {
        return Err(Refusal::new(Code::ReplicaExists).into());
    }
    sweep(folder);
    put_aside(folder)?;
    let master = MasterKey::random()?;
    let replica = connect(folder, &master, lock, true).await?;
    Ok((replica, Unwritten::of(folder, master)))
}

/// A start that was cut off, or data whose keys were lost, is put aside and never deleted.
fn put_aside(folder: &Path) -> Result<()> {
    let names = ["data.db", "data.db-wal", "data.db-shm"];
    if !names.iter().any(|name| folder.join(name).exists()) {
        return Ok(());
    }
    let aside = |n: u32, name: &str| match n {
        1 => folder.join(format!("left-{name}")),
        n => folder.join(format!("left-{n}-{name}")),
    };
    // What an earlier one put aside stays too.
    let taken = |n: &u32| names.iter().any(|name| aside(*n, name).exists());
    let n = (1..).find(|n| !taken(n)).unwrap_or(1);
    for name in names {
        let path = folder.join(name);
        if path.exists() {
            std::fs::rename(&path, aside(n, name)).map_err(|source| Error::Io { path, source })?;
        }
    }
    Ok(())
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

    /// Opens a replica with its recovery code, and sets a new password and a new device secret.
    ///
    /// # Errors
    /// `wrong_recovery_code`, `weak_password`, `no_replica`; those of [`Replica::open`].
    pub async fn recover(folder: &Path, code: &str, password: &str) -> Result<Self> {
        if !folder.join("keys.json").exists() {
            return Err(Refusal::new(Code::NoReplica).into());
        }
        let lock = lock(folder)?;
        sweep(folder);
        let master = keys::recover(folder, code, password)?;
        connect(folder, &master, lock, false).await
    }

    /// Opens a replica with its key.
    ///
    /// # Errors
    /// Like [`Replica::open`].
    pub async fn open_with(folder: &Path, master: &MasterKey) -> Result<Self> {
        let lock = lock(folder)?;
        sweep(folder);
        keys::settle(folder)?;
        connect(folder, master, lock, false).await
    }
}

/// Removes what a program that was cut off was about to write whole. What cannot be removed keeps
/// nobody from the data: it is no more open than they are, and goes the next time.
fn sweep(folder: &Path) {
    for left in ["keys.new", "device.new", "backup.new", "backup.new-journal"] {
        let path = folder.join(left);
        if path.exists()
            && let Err(error) = std::fs::remove_file(&path)
        {
            tracing::warn!(left, cause = %error.kind(), "a file that was half written stays for now");
        }
    }
}

/// Whether a program has the data of a folder open.
#[must_use]
pub fn is_in_use(folder: &Path) -> bool {
    folder.join("lock").exists()
        && matches!(lock(folder), Err(Error::Refused(refusal)) if refusal.code == Code::InUse)
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
    let key = Zeroizing::new(hex::encode(master.database().as_slice()));
    let key = format!("\"x'{}'\"", key.as_str());
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
