//! Work on the one writer: one transaction, with a savepoint for each op in it.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use async_trait::async_trait;
use domain::facts::{Scene, Scope};
use domain::ids::{DeviceId, OpId, UnitId};
use domain::row::{Change, Table};
use protocol::OpResult;
use rows::Stored;
use serde_json::json;
use sqlx::{Sqlite, SqlitePool, Transaction, query, query_scalar};
use store::{Device, KeptOp, Result, Work};
use uuid::Uuid;

use crate::{devices, ops, rows_error, sql};

/// A transaction on the writer; dropped, it is undone.
///
/// Whoever has the writer is alone: what it read once stands, and what only it asks is written when
/// it ends. One statement an op is what is left.
pub struct SqliteWork {
    tx: Transaction<'static, Sqlite>,
    /// Whether this work has its number among the commits.
    numbered: bool,
    /// The devices that it met; those that moved on are written at its end.
    devices: BTreeMap<DeviceId, Met>,
    /// The heads of the streams that it met.
    heads: BTreeMap<UnitId, i64>,
    /// Those that moved, written at its end.
    moved: BTreeSet<UnitId>,
    /// Its ops with their answers, written at its end.
    ops: Vec<(KeptOp, OpResult)>,
}

/// A device as it stands in this work.
struct Met {
    device: Option<Device>,
    moved: bool,
}

/// Begins.
pub async fn begin(writer: &SqlitePool) -> Result<Box<dyn Work>> {
    let tx = writer.begin_with("begin immediate").await.map_err(sql)?;
    Ok(Box::new(SqliteWork {
        tx,
        numbered: false,
        devices: BTreeMap::new(),
        heads: BTreeMap::new(),
        moved: BTreeSet::new(),
        ops: vec![],
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

    async fn met(&mut self, device: DeviceId) -> Result<&mut Met> {
        Ok(match self.devices.entry(device) {
            btree_map::Entry::Occupied(met) => met.into_mut(),
            btree_map::Entry::Vacant(new) => new.insert(Met {
                device: devices::find(&mut self.tx, device).await?,
                moved: false,
            }),
        })
    }

    /// Reads the heads of streams that it does not know yet.
    async fn know_heads(&mut self, streams: impl Iterator<Item = UnitId>) -> Result<()> {
        let new = streams.filter(|stream| !self.heads.contains_key(stream));
        let new: BTreeSet<UnitId> = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        let list = new.iter().map(|stream| stream.0.simple());
        let list = serde_json::to_string(&list.collect::<Vec<_>>())?;
        let found = query!(
            r#"select s.stream as "stream: Uuid", s.head from json_each(?) j
               join sync_stream s on s.stream = unhex(j.value)"#,
            list
        );
        let found = found.fetch_all(&mut *self.tx).await.map_err(sql)?;
        self.heads.extend(new.into_iter().map(|stream| (stream, 0)));
        let found = found.into_iter().map(|f| (UnitId(f.stream), f.head));
        self.heads.extend(found);
        Ok(())
    }

    /// Writes rows in (table, id) order, the last change of a row counting; each stream in order
    /// gives them their places.
    async fn put_rows(&mut self, changes: &[Change]) -> Result<()> {
        let mut last = BTreeMap::new();
        for Change(row) in changes {
            last.insert((row.table(), row.id()), row);
        }
        if last.is_empty() {
            return Ok(());
        }
        self.number().await?;
        self.know_heads(last.values().map(|row| row.stream()))
            .await?;
        let mut heads = BTreeMap::new();
        let stored = last.into_values().map(|row| {
            let stream = row.stream();
            let before = self.heads.get(&stream).copied().unwrap_or(0);
            let seq = heads.entry(stream).or_insert(before);
            *seq += 1;
            Stored {
                version: None,
                seq: *seq,
                row: row.clone(),
            }
        });
        let stored: Vec<_> = stored.collect();
        let put = rows::put_all(&mut self.tx, &stored).await;
        put.map_err(rows_error)?;
        self.moved.extend(heads.keys());
        self.heads.extend(heads);
        Ok(())
    }

    /// Writes what waits for the end.
    async fn end(&mut self) -> Result<()> {
        let heads = self.heads.iter();
        let heads = heads.filter(|(stream, _)| self.moved.contains(stream));
        let heads = heads.map(|(stream, head)| json!({ "s": stream.0.simple(), "h": head }));
        let heads = serde_json::Value::Array(heads.collect());
        if heads != json!([]) {
            let heads = heads.to_string();
            query!(
                "insert into sync_stream (stream, head)
                 select unhex(j.value ->> 's'), j.value ->> 'h' from json_each(?) j where true
                 on conflict (stream) do update set head = excluded.head",
                heads
            )
            .execute(&mut *self.tx)
            .await
            .map_err(sql)?;
        }
        if !self.ops.is_empty() {
            ops::keep_all(&mut self.tx, &self.ops).await?;
        }
        for met in self.devices.values().filter(|met| met.moved) {
            if let Some(device) = &met.device {
                devices::move_on(&mut self.tx, device).await?;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Work for SqliteWork {
    async fn device(&mut self, device: DeviceId) -> Result<Option<Device>> {
        Ok(self.met(device).await?.device.clone())
    }

    async fn answers(&mut self, ops: &[OpId]) -> Result<Vec<OpResult>> {
        let mut answers = ops::answers_before(&mut self.tx, ops).await?;
        let kept = self.ops.iter();
        let kept = kept.filter(|(op, _)| ops.contains(&op.op_id));
        answers.extend(kept.map(|(_, result)| result.clone()));
        Ok(answers)
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
        self.put_rows(changes).await?;
        self.ops.push((op.clone(), result.clone()));
        self.move_on(op).await
    }

    async fn answer_again(&mut self, changes: &[Change], result: &OpResult) -> Result<()> {
        self.number().await?;
        self.put_rows(changes).await?;
        let mut waiting = self.ops.iter_mut();
        match waiting.find(|(op, _)| op.op_id == result.op_id) {
            Some((_, before)) => *before = result.clone(),
            None => ops::answer_again(&mut self.tx, result).await?,
        }
        Ok(())
    }

    async fn move_on(&mut self, op: &KeptOp) -> Result<()> {
        let met = self.met(op.device).await?;
        if let Some(device) = &mut met.device {
            device.last_op_seq = op.seq;
            device.last_op_at = device.last_op_at.max(Some(op.done_at));
            met.moved = true;
        }
        Ok(())
    }

    async fn write(&mut self, changes: &[Change]) -> Result<()> {
        self.put_rows(changes).await
    }

    async fn commit(mut self: Box<Self>) -> Result<()> {
        self.end().await?;
        self.tx.commit().await.map_err(sql)
    }
}
