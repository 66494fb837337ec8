//! Taking what the server sent: one transaction from one checkpoint to the next.

use std::collections::BTreeMap;

use domain::ids::{DeviceId, OfficerId};
use domain::row::{Bucket, Row};
use protocol::{Op, OpResult, Position, SignedOp, WireRow};
use rows::Raw;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, query};
use uuid::Uuid;

use crate::{Error, Replica, Result, outbox};

/// Everything between two checkpoints.
#[derive(Clone, Debug)]
pub struct Pulled {
    /// Rows in the order of the server.
    pub rows: Vec<WireRow>,
    /// How far every stream has come.
    pub positions: Vec<Position>,
    /// Whether the server began a new epoch: everything that is here is replaced.
    pub afresh: bool,
    /// The person who pulled.
    pub actor: OfficerId,
    /// Their device.
    pub device: DeviceId,
    /// Its last op that the rows already show.
    pub last_op_seq: i64,
    /// Answers to ops that the server had kept.
    pub answers: Vec<OpResult>,
}

impl Pulled {
    /// Nothing yet, for a person on a device.
    #[must_use]
    pub fn by(actor: OfficerId, device: DeviceId) -> Self {
        Self {
            rows: vec![],
            positions: vec![],
            afresh: false,
            actor,
            device,
            last_op_seq: 0,
            answers: vec![],
        }
    }
}

impl Replica {
    /// How far this replica has come in every stream.
    ///
    /// # Errors
    /// [`crate::Error::Sql`].
    pub async fn positions(&self) -> Result<Vec<Position>> {
        let mut db = self.reader().await?;
        let found = query!(r#"select stream as "stream: Uuid", seq, whole as "whole: bool" from position order by stream"#).fetch_all(&mut *db).await?;
        Ok(found
            .into_iter()
            .map(|p| Position {
                stream: p.stream.into(),
                seq: p.seq,
                whole: p.whole,
            })
            .collect())
    }

    /// Publishes what was pulled: the server's state, then what is still unsent run again on top.
    /// All or nothing.
    ///
    /// Returns how many acts are offered again because the server no longer knows them; `sign`
    /// signs them with the device's key.
    ///
    /// # Errors
    /// [`crate::Error::Sql`], [`crate::Error::Stored`].
    pub async fn publish(&self, pulled: &Pulled, sign: impl Fn(Op) -> SignedOp) -> Result<u64> {
        let mut writer = self.writer().await;
        let mut tx = writer.begin_with("begin immediate").await?;
        outbox::restore_base(&mut tx).await?;
        let mut offered = 0;
        if pulled.afresh {
            forget(&mut tx).await?;
            offered = outbox::offer_again(
                &mut tx,
                pulled.actor,
                pulled.device,
                pulled.last_op_seq,
                sign,
            )
            .await?;
        }
        put(&mut tx, &pulled.rows).await?;
        put_positions(&mut tx, &pulled.positions).await?;
        for answer in &pulled.answers {
            outbox::answered(&mut tx, answer).await?;
        }
        outbox::rerun(&mut tx, Some((pulled.device, pulled.last_op_seq))).await?;
        tx.commit().await?;
        Ok(offered)
    }
}

/// Writes rows as they came, the last of each counting. Those of a newer program are kept unread.
async fn put(db: &mut SqliteConnection, rows: &[WireRow]) -> Result<()> {
    let mut last = BTreeMap::new();
    for wire in rows {
        let any = wire.any().map_err(|e| Error::Stored(format!("row: {e}")))?;
        last.insert((any.table.clone(), any.row.id), (any, wire, wire.read()));
    }
    let raw = last.values().map(|(any, wire, row)| {
        let bucket = row.as_ref().map_or(Bucket::Delegations, Row::bucket);
        let raw = Raw {
            table: &any.table,
            id: any.row.id,
            stream: any.row.unit.unwrap_or(any.row.id),
            bucket: bucket.name(),
            version: wire.version,
            seq: wire.seq,
            body: wire.row.get(),
        };
        (raw, row.as_ref())
    });
    Ok(rows::put_raw(db, &raw.collect::<Vec<_>>()).await?)
}

async fn put_positions(db: &mut SqliteConnection, positions: &[Position]) -> Result<()> {
    let list = positions
        .iter()
        .map(|p| json!({ "s": p.stream.0.simple(), "q": p.seq, "w": p.whole }));
    let list = Value::Array(list.collect()).to_string();
    query!(
        "insert into position (stream, seq, whole)
         select unhex(j.value ->> 's'), j.value ->> 'q', j.value ->> 'w' from json_each(?) j
         where true
         on conflict (stream) do update set seq = excluded.seq, whole = excluded.whole",
        list
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the server's rows before everything is pulled from the beginning; unsent ops stay.
async fn forget(db: &mut SqliteConnection) -> Result<()> {
    query!("delete from row").execute(&mut *db).await?;
    query!("delete from row_key").execute(&mut *db).await?;
    query!("delete from row_index").execute(&mut *db).await?;
    query!("delete from row_file").execute(&mut *db).await?;
    query!("delete from unit_parent").execute(&mut *db).await?;
    query!("delete from position").execute(&mut *db).await?;
    Ok(())
}
