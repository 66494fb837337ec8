//! Work on the one writer: one transaction, with a savepoint for each op in it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::facts::{Scene, Scope};
use domain::ids::{DeviceId, OpId, UnitId};
use domain::row::{Change, Row, Table};
use protocol::OpResult;
use rows::Stored;
use serde_json::json;
use sqlx::{Connection, Sqlite, SqliteConnection, SqlitePool, Transaction, query, query_scalar};
use store::{Device, Error, KeptOp, Result, Work};
use uuid::Uuid;

use crate::{devices, ops, rows_error, sql};

/// A transaction on the writer; dropped, it is undone.
pub struct SqliteWork {
    tx: Transaction<'static, Sqlite>,
    /// Whether this work has its number among the commits.
    numbered: bool,
}

/// Begins.
pub async fn begin(writer: &SqlitePool) -> Result<Box<dyn Work>> {
    let tx = writer.begin_with("begin immediate").await.map_err(sql)?;
    Ok(Box::new(SqliteWork {
        tx,
        numbered: false,
    }))
}

impl SqliteWork {
    /// Gives the work its number among the commits, when it first writes.
    async fn number(&mut self) -> Result<()> {
        if !self.numbered {
            query!("insert into sync_commit (nonce) values (randomblob(8))")
                .execute(&mut *self.tx)
                .await
                .map_err(sql)?;
            self.numbered = true;
        }
        Ok(())
    }
}

#[async_trait]
impl Work for SqliteWork {
    async fn device(&mut self, device: DeviceId) -> Result<Option<Device>> {
        devices::find(&mut self.tx, device).await
    }

    async fn answer(&mut self, op: OpId) -> Result<Option<OpResult>> {
        ops::answer(&mut self.tx, op).await
    }

    async fn load(&mut self, scene: &mut Scene, scope: &Scope) -> Result<()> {
        let loaded = rows::load(&mut self.tx, scene, scope).await;
        loaded.map_err(rows_error)
    }

    async fn changed_since(&mut self, rows: &[(Table, Uuid)], commit: i64) -> Result<bool> {
        let list = rows.iter();
        let list = list.map(|(table, id)| json!({ "t": table.name(), "i": id.simple() }));
        let list = serde_json::Value::Array(list.collect()).to_string();
        let changed = query_scalar!(
            r#"select exists(select 1 from json_each(?) j
                 join sync_change c on c.table_name = j.value ->> 't' and c.id = unhex(j.value ->> 'i')
                 where c.n > ?) as "changed: bool""#,
            list,
            commit
        );
        changed.fetch_one(&mut *self.tx).await.map_err(sql)
    }

    async fn children(&mut self, unit: UnitId) -> Result<Vec<UnitId>> {
        let children = rows::children(&mut self.tx, unit).await;
        children.map_err(rows_error)
    }

    async fn put(&mut self, changes: &[Change], op: &KeptOp, result: &OpResult) -> Result<()> {
        self.number().await?;
        let mut all = self.tx.begin().await.map_err(sql)?;
        put_rows(&mut all, changes).await?;
        ops::keep(&mut all, op, result).await?;
        ops::move_on(&mut all, op).await?;
        all.commit().await.map_err(sql)
    }

    async fn answer_again(&mut self, changes: &[Change], result: &OpResult) -> Result<()> {
        self.number().await?;
        let mut all = self.tx.begin().await.map_err(sql)?;
        put_rows(&mut all, changes).await?;
        ops::answer_again(&mut all, result).await?;
        all.commit().await.map_err(sql)
    }

    async fn move_on(&mut self, op: &KeptOp) -> Result<()> {
        ops::move_on(&mut self.tx, op).await
    }

    async fn write(&mut self, changes: &[Change]) -> Result<()> {
        self.number().await?;
        let mut all = self.tx.begin().await.map_err(sql)?;
        put_rows(&mut all, changes).await?;
        all.commit().await.map_err(sql)
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.tx.commit().await.map_err(sql)
    }
}

/// Writes rows in (table, id) order, the last change of a row counting; then each stream, in order,
/// takes its numbers.
async fn put_rows(db: &mut SqliteConnection, changes: &[Change]) -> Result<()> {
    let mut last = BTreeMap::new();
    for Change(row) in changes {
        last.insert((row.table(), row.id()), row);
    }
    if last.is_empty() {
        return Ok(());
    }
    let versions = versions(&mut *db, last.values().copied()).await?;
    let mut by_stream: BTreeMap<UnitId, Vec<&Row>> = BTreeMap::new();
    for row in last.into_values() {
        by_stream.entry(row.stream()).or_default().push(row);
    }
    let mut stored = vec![];
    for (stream, rows) in by_stream {
        let count = i64::try_from(rows.len()).map_err(|e| Error::Stored(e.to_string()))?;
        let head = query_scalar!(
            "insert into sync_stream (stream, head) values (?, ?)
             on conflict (stream) do update set head = head + excluded.head returning head",
            stream.0,
            count
        );
        let head = head.fetch_one(&mut *db).await.map_err(sql)?;
        for (seq, row) in (head - count + 1..).zip(rows) {
            let before = versions.get(&(row.table().name().to_owned(), row.id()));
            stored.push(Stored {
                version: before.copied().unwrap_or(0) + 1,
                seq,
                row: row.clone(),
            });
        }
    }
    rows::put_all(db, &stored).await.map_err(rows_error)
}

/// The versions of rows that are there already, by name of table and id.
async fn versions(
    db: &mut SqliteConnection,
    rows: impl Iterator<Item = &Row>,
) -> Result<BTreeMap<(String, Uuid), i64>> {
    let list = rows.map(|row| json!({ "t": row.table().name(), "i": row.id().simple() }));
    let list = serde_json::Value::Array(list.collect()).to_string();
    let known = query!(
        r#"select r.table_name, r.id as "id: Uuid", r.version from json_each(?) j
           join row r on r.table_name = j.value ->> 't' and r.id = unhex(j.value ->> 'i')"#,
        list
    );
    let known = known.fetch_all(db).await.map_err(sql)?.into_iter();
    Ok(known.map(|k| ((k.table_name, k.id), k.version)).collect())
}
