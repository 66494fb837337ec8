//! The server's store in embedded SQLite.
//!
//! One connection writes; a commit gives every touched stream its next numbers last of all, so that
//! the order of numbers is the order of commits (`sync.md` §3.2).

mod devices;
mod files;
mod invites;
mod ops;
mod pages;
mod work;

use std::path::Path;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::Facts;
use domain::facts::{Entry, Key, Lookup, Scene, Scope};
use domain::ids::{BlobHash, DeviceId, MinutesId, OpId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::row::{Row, Table};
use protocol::OpResult;
use sqlx::migrate::{Migrate, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool, query, query_scalar};
use store::{Contact, Device, Error, Invite, KeptOp, Known, Page, Result, Store, Work};
use uuid::Uuid;

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations/server/sqlite");

/// How long work waits for its turn before it is given up.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(600);

/// What SQLite or a stored row answers, as an error of a store.
fn sql(error: sqlx::Error) -> Error {
    Error::Backend(error.into())
}

fn rows_error(error: rows::Error) -> Error {
    match error {
        rows::Error::Taken(refusal) => Error::Taken(refusal),
        rows::Error::Sql(error) => sql(error),
        other @ rows::Error::Body(..) => Error::Stored(other.to_string()),
    }
}

fn time(text: &str) -> Result<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text);
    time.map(|t| t.with_timezone(&Utc))
        .map_err(|e| Error::Stored(e.to_string()))
}

/// The store.
#[derive(Debug)]
pub struct SqliteStore {
    /// One connection: whoever has it writes.
    writer: SqlitePool,
    readers: SqlitePool,
    epoch: std::sync::RwLock<(String, Option<DateTime<Utc>>)>,
}

impl SqliteStore {
    /// Opens the store, making it if it is not there. `fresh` names a new server's epoch.
    ///
    /// # Errors
    /// [`Error::Backend`], [`Error::Stored`].
    pub async fn open(path: &Path, fresh: Uuid) -> Result<Self> {
        let options = options(path).create_if_missing(true);
        let mut writer = options.connect().await.map_err(sql)?;
        MIGRATOR
            .run_direct(None, &mut writer, false)
            .await
            .map_err(|e| Error::Stored(e.to_string()))?;
        rows::bring_up_to_date(&mut writer)
            .await
            .map_err(rows_error)?;
        Self::on(writer, options, fresh).await
    }

    /// Opens the store as it lies there, beside a server that may be at work on it. None if another
    /// version of the program made it: nothing is migrated under that server.
    ///
    /// # Errors
    /// [`Error::Backend`], [`Error::Stored`].
    pub async fn open_beside(path: &Path, fresh: Uuid) -> Result<Option<Self>> {
        let options = options(path).create_if_missing(false);
        let mut writer = options.connect().await.map_err(sql)?;
        let applied = writer.list_applied_migrations(&MIGRATOR.table_name);
        let applied = applied.await.map_err(|e| Error::Stored(e.to_string()))?;
        let ours = MIGRATOR.iter().map(|m| (m.version, &m.checksum));
        if !applied.iter().map(|m| (m.version, &m.checksum)).eq(ours) {
            writer.close().await.map_err(sql)?;
            return Ok(None);
        }
        Self::on(writer, options, fresh).await.map(Some)
    }

    /// The pools on a database that is as this program wants it.
    async fn on(
        mut writer: SqliteConnection,
        options: SqliteConnectOptions,
        fresh: Uuid,
    ) -> Result<Self> {
        let epoch = epoch(&mut writer, fresh).await?;
        writer.close().await.map_err(sql)?;
        let writer = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(PATIENCE)
            // A commit that failed, on a full disk say, may leave a connection that believes to be
            // in a transaction: another one takes its place.
            .before_acquire(|connection, _| {
                Box::pin(async move { Ok(!connection.is_in_transaction()) })
            })
            .connect_with(options.clone())
            .await
            .map_err(sql)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(PATIENCE)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await
            .map_err(sql)?;
        Ok(Self {
            writer,
            readers,
            epoch: std::sync::RwLock::new(epoch),
        })
    }

    async fn writer(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>> {
        self.writer.acquire().await.map_err(sql)
    }

    async fn reader(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>> {
        self.readers.acquire().await.map_err(sql)
    }

    fn known_epoch(&self) -> (String, Option<DateTime<Utc>>) {
        let epoch = self.epoch.read();
        epoch
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(std::time::Duration::from_secs(5))
}

/// The epoch that is stored, or the fresh one; and when it was renewed.
async fn epoch(
    writer: &mut SqliteConnection,
    fresh: Uuid,
) -> Result<(String, Option<DateTime<Utc>>)> {
    let epoch = fresh.to_string();
    query!(
        "insert or ignore into setting (key, value) values ('epoch', ?)",
        epoch
    )
    .execute(&mut *writer)
    .await
    .map_err(sql)?;
    let epoch = query_scalar!("select value from setting where key = 'epoch'")
        .fetch_one(&mut *writer)
        .await
        .map_err(sql)?;
    let renewed = query_scalar!("select value from setting where key = 'epoch_renewed_at'")
        .fetch_optional(&mut *writer)
        .await
        .map_err(sql)?;
    Ok((epoch, renewed.as_deref().map(time).transpose()?))
}

/// Each function is one line: the statements stand in the files of what they are about.
#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn Work + '_>> {
        work::begin(&self.writer).await
    }

    fn epoch(&self) -> String {
        self.known_epoch().0
    }

    fn renewed_at(&self) -> Option<DateTime<Utc>> {
        self.known_epoch().1
    }

    async fn renew_epoch(&self, fresh: Uuid, at: DateTime<Utc>) -> Result<()> {
        let mut writer = self.writer().await?;
        let epoch = renew(&mut writer, fresh, at).await.map_err(sql)?;
        let known = self.epoch.write();
        *known.unwrap_or_else(std::sync::PoisonError::into_inner) = (epoch, Some(at));
        Ok(())
    }

    async fn is_behind(&self, known: &Known) -> Result<bool> {
        pages::is_behind(&mut *self.reader().await?, known).await
    }

    async fn page(
        &self,
        device: DeviceId,
        unit: UnitId,
        known: &Known,
        limit: i64,
    ) -> Result<Page> {
        pages::page(&mut *self.reader().await?, device, unit, known, limit).await
    }

    async fn gather(&self, scope: &Scope) -> Result<Facts> {
        let mut scene = Scene::default();
        let loaded = rows::load(&mut *self.reader().await?, &mut scene, scope).await;
        loaded.map_err(rows_error)?;
        Ok(scene.into_facts())
    }

    async fn facts(&self, unit: UnitId) -> Result<Facts> {
        let facts = rows::facts(&mut *self.reader().await?, unit).await;
        facts.map_err(rows_error)
    }

    async fn all(&self, table: Table) -> Result<Vec<Row>> {
        let all = rows::all(&mut *self.reader().await?, table).await;
        all.map_err(rows_error)
    }

    async fn has_row(&self, table: Table, id: Uuid) -> Result<bool> {
        let found = rows::get(&mut *self.reader().await?, table, id).await;
        Ok(found.map_err(rows_error)?.is_some())
    }

    async fn is_empty(&self) -> Result<bool> {
        let any = query_scalar!("select exists(select 1 from row)");
        Ok(any.fetch_one(&self.readers).await.map_err(sql)? == 0)
    }

    async fn minutes_by_token(&self, token: &str) -> Result<Option<HandoverMinutes>> {
        let scope = Scope::new().find(Lookup::Key(Key::token(token)));
        let facts = self.gather(&scope).await?;
        Ok(facts.minutes.values().next().cloned())
    }

    async fn to_keep(&self, before: DateTime<Utc>) -> Result<Vec<(UnitId, MinutesId)>> {
        let until = Entry::kept_until(Some(before));
        let kind = until.by.name();
        let found = query!(
            r#"select r.id as "id: Uuid", r.stream as "stream: Uuid" from row_index x
               join row r on r.table_name = x.table_name and r.id = x.id
               where x.by_what = ? and x.value < ? order by x.value"#,
            kind,
            until.value
        );
        let found = found.fetch_all(&self.readers).await.map_err(sql)?;
        let found = found.into_iter();
        Ok(found.map(|f| (UnitId(f.stream), MinutesId(f.id))).collect())
    }

    async fn device(&self, device: DeviceId) -> Result<Option<Device>> {
        devices::find(&mut *self.reader().await?, device).await
    }

    async fn add_device(&self, device: &Device, at: DateTime<Utc>) -> Result<()> {
        devices::insert(&mut *self.writer().await?, device, at).await
    }

    async fn note_contact(&self, device: DeviceId, contact: &Contact) -> Result<()> {
        devices::note_contact(&mut *self.writer().await?, device, contact).await
    }

    async fn revoke(&self, device: DeviceId, at: DateTime<Utc>) -> Result<()> {
        devices::revoke(&mut *self.writer().await?, device, at).await
    }

    async fn invites(&self) -> Result<Vec<Invite>> {
        invites::living(&mut *self.reader().await?).await
    }

    async fn add_invite(&self, invite: &Invite) -> Result<()> {
        invites::add(&mut *self.writer().await?, invite).await
    }

    async fn count_try(&self, invite: Uuid) -> Result<()> {
        invites::count_try(&mut *self.writer().await?, invite).await
    }

    async fn enrol(&self, invite: Uuid, device: &Device, at: DateTime<Utc>) -> Result<bool> {
        invites::enrol(&mut *self.writer().await?, invite, device, at).await
    }

    async fn note_file(&self, hash: &BlobHash, size: u64, at: DateTime<Utc>) -> Result<()> {
        files::note(&mut *self.writer().await?, hash, size, at).await
    }

    async fn file_size(&self, hash: &BlobHash) -> Result<Option<u64>> {
        files::size(&mut *self.reader().await?, hash).await
    }

    async fn cites(&self, unit: UnitId, hash: &BlobHash) -> Result<bool> {
        files::cites(&mut *self.reader().await?, unit, hash).await
    }

    async fn history(&self) -> Result<Vec<(KeptOp, OpResult)>> {
        ops::history(&mut *self.reader().await?).await
    }

    async fn kept(&self, op: OpId) -> Result<Option<(KeptOp, OpResult)>> {
        ops::find(&mut *self.reader().await?, op).await
    }

    async fn newer_ops(&self) -> Result<Vec<KeptOp>> {
        ops::newer(&mut *self.reader().await?).await
    }

    async fn answers(&self, device: DeviceId, held: &[OpId]) -> Result<Vec<OpResult>> {
        ops::answers(&mut *self.reader().await?, device, held).await
    }
}

async fn renew(
    writer: &mut SqliteConnection,
    fresh: Uuid,
    at: DateTime<Utc>,
) -> std::result::Result<String, sqlx::Error> {
    let (epoch, stamp) = (fresh.to_string(), at.to_rfc3339());
    let mut tx = writer.begin_with("begin immediate").await?;
    query!("update setting set value = ? where key = 'epoch'", epoch)
        .execute(&mut *tx)
        .await?;
    query!(
        "insert into setting (key, value) values ('epoch_renewed_at', ?)
         on conflict (key) do update set value = excluded.value",
        stamp
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(epoch)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    async fn empty() -> Arc<dyn Store> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // Beside the program of the tests; what an earlier run left goes first.
        let program = std::env::current_exe().expect("the program of the tests");
        let path = program.with_extension(format!("{number}.db"));
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
        let store = SqliteStore::open(&path, Uuid::nil()).await;
        Arc::new(store.expect("a store beside the program"))
    }

    store::conformance!(empty);
}
