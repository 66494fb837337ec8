//! The server's rows in embedded SQLite: streams, entries, ops, devices, codes, files.
//!
//! One connection writes; a commit gives every touched stream its next numbers last of all, so that
//! the order of numbers is the order of commits (`sync.md` §3.2).

use std::path::Path;

use chrono::{DateTime, Utc};
use domain::ids::{BlobHash, DeviceId, OfficerId, OpId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::row::{Bucket, Change};
use domain::{Facts, Refusal, Row};
use protocol::{Op, OpResult, Position, SignedOp, WireRow};
use rows::Stored;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool, query, query_scalar};
use tokio::sync::Mutex;
use uuid::Uuid;

static MIGRATOR: Migrator = sqlx::migrate!("../../migrations/server/sqlite");

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// A key is taken: the op is refused.
    #[error(transparent)]
    Taken(Refusal),
    /// Stored data cannot be read.
    #[error("stored data: {0}")]
    Stored(String),
}

impl From<rows::Error> for Error {
    fn from(error: rows::Error) -> Self {
        match error {
            rows::Error::Taken(refusal) => Self::Taken(refusal),
            rows::Error::Sql(error) => Self::Sql(error),
            other @ rows::Error::Body(..) => Self::Stored(other.to_string()),
        }
    }
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Stored(e.to_string()))
}

fn written<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Stored(e.to_string()))
}

/// A registered device.
#[derive(Clone, Debug)]
pub struct Device {
    /// Identity.
    pub device: DeviceId,
    /// The person it speaks for.
    pub officer: OfficerId,
    /// The person's unit.
    pub unit: UnitId,
    /// Ed25519 public key, 64 hex digits.
    pub public_key: String,
    /// The last op that was answered.
    pub last_op_seq: i64,
    /// The device's clock at that op.
    pub last_op_at: Option<DateTime<Utc>>,
    /// Whether it may found its own unit.
    pub founds: bool,
    /// The unit under which it founds.
    pub parent: Option<UnitId>,
    /// When it last took what the server had, to the hour; none before the first time.
    pub last_contact: Option<DateTime<Utc>>,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// A one-time code, as far as the server knows it.
#[derive(Clone, Debug)]
pub struct Invite {
    /// Identity.
    pub id: Uuid,
    /// Argon2id hash of the code.
    pub code_hash: String,
    /// The person it is for; none if the person founds the own unit.
    pub officer: Option<OfficerId>,
    /// The person's unit.
    pub unit: Option<UnitId>,
    /// The unit above, for a unit that was founded alone.
    pub parent: Option<UnitId>,
    /// Wrong tries so far.
    pub tries: i64,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// The store.
#[derive(Debug)]
pub struct Store {
    writer: Mutex<SqliteConnection>,
    readers: SqlitePool,
    epoch: std::sync::RwLock<(String, Option<DateTime<Utc>>)>,
}

impl Store {
    /// Opens the store, making it if it is not there. `fresh` names a new server's epoch.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn open(path: &Path, fresh: Uuid) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(5));
        let mut writer = options.connect().await?;
        MIGRATOR
            .run_direct(None, &mut writer, false)
            .await
            .map_err(|e| Error::Stored(e.to_string()))?;
        let epoch = fresh.to_string();
        query!(
            "insert or ignore into setting (key, value) values ('epoch', ?)",
            epoch
        )
        .execute(&mut writer)
        .await?;
        let epoch = query_scalar!("select value from setting where key = 'epoch'")
            .fetch_one(&mut writer)
            .await?;
        let renewed = query_scalar!("select value from setting where key = 'epoch_renewed_at'")
            .fetch_optional(&mut writer)
            .await?;
        let renewed = renewed.as_deref().map(time).transpose()?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self {
            writer: Mutex::new(writer),
            readers,
            epoch: std::sync::RwLock::new((epoch, renewed)),
        })
    }

    /// The server's epoch: another one tells replicas that history was lost.
    #[must_use]
    pub fn epoch(&self) -> String {
        self.epoch
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .0
            .clone()
    }

    /// When history was found lost and a new epoch began; none on a server that never lost any.
    #[must_use]
    pub fn renewed_at(&self) -> Option<DateTime<Utc>> {
        self.epoch
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .1
    }

    /// Begins a new epoch: every replica starts from nothing and offers again what the server no
    /// longer knows.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn renew_epoch(&self, fresh: Uuid, at: DateTime<Utc>) -> Result<()> {
        let (epoch, stamp) = (fresh.to_string(), at.to_rfc3339());
        let mut writer = self.writer.lock().await;
        let mut tx = writer.begin_with("begin immediate").await?;
        query!("update setting set value = ? where key = 'epoch'", epoch)
            .execute(&mut *tx)
            .await?;
        query!("insert into setting (key, value) values ('epoch_renewed_at', ?) on conflict (key) do update set value = excluded.value", stamp).execute(&mut *tx).await?;
        tx.commit().await?;
        *self
            .epoch
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = (epoch, Some(at));
        Ok(())
    }

    /// Whether a replica has seen what this store does not have: an older copy of the store was put
    /// back.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn is_behind(&self, known: &[Position]) -> Result<bool> {
        let mut db = self.readers.acquire().await?;
        for position in known {
            let head = query_scalar!(
                "select head from sync_stream where stream = ?",
                position.stream.0
            )
            .fetch_optional(&mut *db)
            .await?;
            if head.unwrap_or(0) < position.seq {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Begins work on the one writer; dropped without [`Work::commit`], nothing happened.
    pub async fn begin(&self) -> Work<'_> {
        Work {
            db: self.writer.lock().await,
        }
    }

    /// A device.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn device(&self, device: DeviceId) -> Result<Option<Device>> {
        find_device(&mut *self.readers.acquire().await?, device).await
    }

    /// Codes that are not used up: no device, or one that never spoke and was not revoked, has
    /// them.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn invites(&self) -> Result<Vec<Invite>> {
        let found = query!(
            r#"select id as "id: Uuid", code_hash, officer as "officer: Uuid", unit as "unit: Uuid", parent as "parent: Uuid", tries, expires_at
               from invite i where used_at is null
               or exists (select 1 from sync_device d where d.device = i.used_by and d.last_contact is null and d.last_op_seq = 0 and d.revoked_at is null)"#
        );
        let found = found.fetch_all(&self.readers).await?;
        found
            .into_iter()
            .map(|i| {
                Ok(Invite {
                    id: i.id,
                    code_hash: i.code_hash,
                    officer: i.officer.map(OfficerId),
                    unit: i.unit.map(UnitId),
                    parent: i.parent.map(UnitId),
                    tries: i.tries,
                    expires_at: time(&i.expires_at)?,
                })
            })
            .collect()
    }

    /// Keeps a code's hash.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn add_invite(&self, invite: &Invite) -> Result<()> {
        let (officer, unit, parent) = (
            invite.officer.map(|o| o.0),
            invite.unit.map(|u| u.0),
            invite.parent.map(|u| u.0),
        );
        let expires = invite.expires_at.to_rfc3339();
        query!(
            "insert into invite (id, code_hash, officer, unit, parent, tries, expires_at) values (?, ?, ?, ?, ?, 0, ?)",
            invite.id,
            invite.code_hash,
            officer,
            unit,
            parent,
            expires
        )
        .execute(&mut *self.writer.lock().await)
        .await?;
        Ok(())
    }

    /// Counts a wrong try against a code.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn count_try(&self, invite: Uuid) -> Result<()> {
        query!("update invite set tries = tries + 1 where id = ?", invite)
            .execute(&mut *self.writer.lock().await)
            .await?;
        Ok(())
    }

    /// Registers the device of a code, in one transaction; false if the code is used up or the
    /// device is somebody else's.
    ///
    /// An answer that was lost on the way costs nobody the code: until its device has spoken, the
    /// code may register the same device again, or another one in its place.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn enrol(&self, invite: Uuid, device: &Device, at: DateTime<Utc>) -> Result<bool> {
        let mut writer = self.writer.lock().await;
        let mut tx = writer.begin_with("begin immediate").await?;
        let stamp = at.to_rfc3339();
        let before = query!(
            r#"select i.used_by as "used_by: Uuid", coalesce(d.last_contact is not null or d.last_op_seq > 0 or d.revoked_at is not null, false) as "spoke!: bool"
               from invite i left join sync_device d on d.device = i.used_by where i.id = ?"#,
            invite
        );
        let Some(before) = before.fetch_optional(&mut *tx).await? else {
            return Ok(false);
        };
        if before.spoke {
            return Ok(false);
        }
        if let Some(silent) = before.used_by.filter(|used_by| *used_by != device.device.0) {
            query!(
                "update sync_device set revoked_at = ? where device = ?",
                stamp,
                silent
            )
            .execute(&mut *tx)
            .await?;
        }
        query!(
            "update invite set used_at = ?, used_by = ? where id = ?",
            stamp,
            device.device.0,
            invite
        )
        .execute(&mut *tx)
        .await?;
        insert_device(&mut tx, device, &stamp).await?;
        let stored = find_device(&mut tx, device.device).await?;
        if stored.is_none_or(|d| {
            d.public_key != device.public_key || d.officer != device.officer || d.revoked
        }) {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Registers a device without a code: for the demo's people, whose keys come from a seed.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn add_device(&self, device: &Device, at: DateTime<Utc>) -> Result<()> {
        insert_device(&mut *self.writer.lock().await, device, &at.to_rfc3339()).await
    }

    /// Notes that a device took what the server had.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn note_contact(&self, device: DeviceId, at: DateTime<Utc>) -> Result<()> {
        let at = at.to_rfc3339();
        query!(
            "update sync_device set last_contact = ? where device = ?",
            at,
            device.0
        )
        .execute(&mut *self.writer.lock().await)
        .await?;
        Ok(())
    }

    /// Ends a device: its next request is refused.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn revoke(&self, device: DeviceId, at: DateTime<Utc>) -> Result<()> {
        let at = at.to_rfc3339();
        query!(
            "update sync_device set revoked_at = ? where device = ?",
            at,
            device.0
        )
        .execute(&mut *self.writer.lock().await)
        .await?;
        Ok(())
    }

    /// Whether nothing was ever stored.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn is_empty(&self) -> Result<bool> {
        let count = query_scalar!("select count(*) from row")
            .fetch_one(&self.readers)
            .await?;
        Ok(count == 0)
    }

    /// Whether a row is there.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn has_row(&self, table: &str, id: Uuid) -> Result<bool> {
        Ok(rows::get(&mut *self.readers.acquire().await?, table, id)
            .await?
            .is_some())
    }

    /// The facts of a unit.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn facts(&self, unit: UnitId) -> Result<Facts> {
        Ok(rows::facts(&mut *self.readers.acquire().await?, unit).await?)
    }

    /// Every row of a table, for the server's own look-ups.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn all(&self, table: domain::Table) -> Result<Vec<Row>> {
        Ok(rows::all(&mut *self.readers.acquire().await?, table.name()).await?)
    }

    /// Rows that a device of a unit may see after its positions: everything of the unit and below,
    /// and what is common of the units above. One read transaction, so that rows and checkpoint
    /// belong together.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn page(
        &self,
        device: DeviceId,
        unit: UnitId,
        known: &[Position],
        limit: i64,
    ) -> Result<Page> {
        let mut db = self.readers.acquire().await?;
        let mut tx = db.begin().await?;
        let own = rows::subtree(&mut tx, unit).await?;
        let above = rows::above(&mut tx, unit).await?;
        let mut page = Page {
            rows: vec![],
            positions: vec![],
            more: false,
            last_op_seq: 0,
        };
        let streams = own
            .into_iter()
            .map(|u| (u, true))
            .chain(above.into_iter().map(|u| (u, false)));
        for (stream, whole) in streams {
            // Who took only the common rows so far takes the whole stream from its beginning.
            let from = known
                .iter()
                .find(|p| p.stream == stream && p.whole >= whole)
                .map_or(0, |p| p.seq);
            let left = limit - i64::try_from(page.rows.len()).unwrap_or(i64::MAX);
            let head = query_scalar!("select head from sync_stream where stream = ?", stream.0)
                .fetch_optional(&mut *tx)
                .await?
                .unwrap_or(0);
            if head <= from {
                continue;
            }
            if left <= 0 {
                page.more = true;
                break;
            }
            let found = entries(&mut tx, stream, from, whole, left).await?;
            let full = i64::try_from(found.len()).unwrap_or(i64::MAX) == left;
            let reached = if full {
                found.last().map_or(head, |r| r.seq)
            } else {
                head
            };
            page.more |= reached < head;
            page.rows.extend(found);
            page.positions.push(Position {
                stream,
                seq: reached,
                whole,
            });
        }
        page.last_op_seq = query_scalar!(
            "select last_op_seq from sync_device where device = ?",
            device.0
        )
        .fetch_optional(&mut *tx)
        .await?
        .unwrap_or(0);
        Ok(page)
    }

    /// The size of a file in bytes; none if it is not here.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn file_size(&self, hash: &BlobHash) -> Result<Option<u64>> {
        let size = query_scalar!("select size from attachment where hash = ?", hash.0)
            .fetch_optional(&self.readers)
            .await?;
        Ok(size.and_then(|size| u64::try_from(size).ok()))
    }

    /// The minutes of a verification token, 32 hex digits.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn minutes_by_token(&self, token: &str) -> Result<Option<HandoverMinutes>> {
        let mut db = self.readers.acquire().await?;
        Ok(rows::by_key(&mut db, "token", token)
            .await?
            .and_then(|row| match row {
                Row::HandoverMinutes(minutes) => Some(*minutes),
                _ => None,
            }))
    }

    /// Notes that a file is here.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn note_file(&self, hash: &BlobHash, size: usize, at: DateTime<Utc>) -> Result<()> {
        let (size, at) = (i64::try_from(size).unwrap_or(i64::MAX), at.to_rfc3339());
        query!(
            "insert or ignore into attachment (hash, size, received_at) values (?, ?, ?)",
            hash.0,
            size,
            at
        )
        .execute(&mut *self.writer.lock().await)
        .await?;
        Ok(())
    }

    /// Whether any row that a unit's device may see cites a file.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn cites(&self, unit: UnitId, hash: &BlobHash) -> Result<bool> {
        let mut db = self.readers.acquire().await?;
        for stream in rows::subtree(&mut db, unit).await? {
            let cited = query_scalar!(
                "select 1 from row where stream = ? and table_name = 'handover_minutes' and instr(body, ?) > 0 limit 1",
                stream.0,
                hash.0
            );
            if cited.fetch_optional(&mut *db).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Rows and the checkpoint that belongs to them.
#[derive(Debug)]
pub struct Page {
    /// Rows.
    pub rows: Vec<WireRow>,
    /// Positions after them.
    pub positions: Vec<Position>,
    /// Whether more follows.
    pub more: bool,
    /// The device's last answered op.
    pub last_op_seq: i64,
}

async fn entries(
    db: &mut SqliteConnection,
    stream: UnitId,
    from: i64,
    whole: bool,
    limit: i64,
) -> Result<Vec<WireRow>> {
    let common = Bucket::Common.name();
    let found = query!(
        "select seq, version, body from row where stream = ? and seq > ? and (? or bucket = ?) order by seq limit ?",
        stream.0,
        from,
        whole,
        common,
        limit
    );
    found
        .fetch_all(db)
        .await?
        .into_iter()
        .map(|f| {
            Ok(WireRow {
                seq: f.seq,
                version: f.version,
                row: json(&f.body)?,
            })
        })
        .collect()
}

fn time(text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|t| t.with_timezone(&Utc))
        .map_err(|e| Error::Stored(e.to_string()))
}

async fn insert_device(db: &mut SqliteConnection, device: &Device, at: &str) -> Result<()> {
    let parent = device.parent.map(|u| u.0);
    query!(
        "insert or ignore into sync_device (device, officer, unit, public_key, last_op_seq, founds, parent, enrolled_at) values (?, ?, ?, ?, 0, ?, ?, ?)",
        device.device.0,
        device.officer.0,
        device.unit.0,
        device.public_key,
        device.founds,
        parent,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn find_device(db: &mut SqliteConnection, device: DeviceId) -> Result<Option<Device>> {
    let found = query!(
        r#"select officer as "officer: Uuid", unit as "unit: Uuid", public_key, last_op_seq, last_op_at, founds as "founds: bool", parent as "parent: Uuid", last_contact, revoked_at
           from sync_device where device = ?"#,
        device.0
    );
    let Some(d) = found.fetch_optional(db).await? else {
        return Ok(None);
    };
    Ok(Some(Device {
        device,
        officer: OfficerId(d.officer),
        unit: UnitId(d.unit),
        public_key: d.public_key,
        last_op_seq: d.last_op_seq,
        last_op_at: d.last_op_at.as_deref().map(time).transpose()?,
        founds: d.founds,
        parent: d.parent.map(UnitId),
        last_contact: d.last_contact.as_deref().map(time).transpose()?,
        revoked: d.revoked_at.is_some(),
    }))
}

/// Work on the one writer: one op and its answer, or nothing.
#[derive(Debug)]
pub struct Work<'a> {
    db: tokio::sync::MutexGuard<'a, SqliteConnection>,
}

impl Work<'_> {
    /// The device as it stands now.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn device(&mut self, device: DeviceId) -> Result<Option<Device>> {
        find_device(&mut self.db, device).await
    }

    /// The answer that an op got before, if it came already.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn answer(&mut self, op: OpId) -> Result<Option<OpResult>> {
        let found = query_scalar!("select result from sync_op where op_id = ?", op.0)
            .fetch_optional(&mut *self.db)
            .await?;
        found.map(|r| json(&r)).transpose()
    }

    /// The facts of a unit.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Stored`].
    pub async fn facts(&mut self, unit: UnitId) -> Result<Facts> {
        Ok(rows::facts(&mut self.db, unit).await?)
    }

    /// Units that stand right under a unit.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn children(&mut self, unit: UnitId) -> Result<Vec<UnitId>> {
        let found = query_scalar!(
            r#"select unit as "unit: Uuid" from unit_parent where parent = ?"#,
            unit.0
        )
        .fetch_all(&mut *self.db)
        .await?;
        Ok(found.into_iter().map(UnitId).collect())
    }

    /// Writes rows, gives them their places, keeps the op with its answer and moves the device on:
    /// one transaction.
    ///
    /// # Errors
    /// [`Error::Taken`] if a key is taken, and then nothing was written; [`Error::Sql`].
    pub async fn commit(
        &mut self,
        changes: &[Change],
        op: &SignedOp,
        result: &OpResult,
    ) -> Result<()> {
        let mut tx = self.db.begin_with("begin immediate").await?;
        put_rows(&mut tx, changes).await?;
        let (body, answer, received) = (
            written(op)?,
            written(result)?,
            result.received_at.to_rfc3339(),
        );
        let kind = op.op.act.kind();
        query!(
            "insert into sync_op (op_id, device, seq, unit, kind, body, result, received_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
            op.op.op_id.0,
            op.op.device.0,
            op.op.seq,
            op.op.unit.0,
            kind,
            body,
            answer,
            received
        )
        .execute(&mut *tx)
        .await?;
        move_on(&mut tx, &op.op).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Moves a device on past an op that was answered before.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn move_on(&mut self, op: &Op) -> Result<()> {
        move_on(&mut self.db, op).await
    }

    /// Writes rows that follow from an op in other streams.
    ///
    /// # Errors
    /// [`Error::Sql`], [`Error::Taken`].
    pub async fn follow_up(&mut self, changes: &[Change]) -> Result<()> {
        let mut tx = self.db.begin_with("begin immediate").await?;
        put_rows(&mut tx, changes).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn move_on(db: &mut SqliteConnection, op: &Op) -> Result<()> {
    let at = op.client_time.to_rfc3339();
    query!(
        "update sync_device set last_op_seq = ?, last_op_at = ? where device = ?",
        op.seq,
        at,
        op.device.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes rows in (table, id) order, the last change of a row counting; then each stream, in order,
/// takes its numbers.
async fn put_rows(db: &mut SqliteConnection, changes: &[Change]) -> Result<()> {
    let mut last = std::collections::BTreeMap::new();
    for Change(row) in changes {
        last.insert((row.table(), row.id()), row);
    }
    let mut by_stream: std::collections::BTreeMap<UnitId, Vec<&Row>> =
        std::collections::BTreeMap::new();
    for row in last.into_values() {
        by_stream.entry(row.stream()).or_default().push(row);
    }
    for row in by_stream.values().flatten() {
        rows::free_keys(&mut *db, row).await?;
    }
    for (stream, rows_of) in by_stream {
        let count = i64::try_from(rows_of.len()).unwrap_or(0);
        let head = query_scalar!(
            "insert into sync_stream (stream, head) values (?, ?) on conflict (stream) do update set head = head + excluded.head returning head",
            stream.0,
            count
        );
        let mut seq = head.fetch_one(&mut *db).await? - count;
        for row in rows_of {
            seq += 1;
            let version = rows::get(&mut *db, row.table().name(), row.id())
                .await?
                .map_or(0, |s| s.version)
                + 1;
            rows::put(
                &mut *db,
                &Stored {
                    version,
                    seq,
                    row: row.clone(),
                },
            )
            .await?;
        }
    }
    Ok(())
}
