//! Taking what the server sent: one transaction from one checkpoint to the next.

use domain::ids::{DeviceId, OfficerId};
use protocol::{Op, OpResult, Position, SignedOp, WireRow};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, query};
use uuid::Uuid;

use crate::bodies::{self, WireBody};
use crate::{Replica, Result, outbox};

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
    pub async fn publish(
        &self,
        pulled: &Pulled,
        sign: impl Fn(Op) -> serde_json::Result<SignedOp>,
    ) -> Result<u64> {
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

async fn put(db: &mut SqliteConnection, rows: &[WireRow]) -> Result<()> {
    let wired = rows.iter().map(|wire| WireBody {
        version: wire.version,
        seq: wire.seq,
        body: wire.row.get().to_owned(),
    });
    bodies::put(db, &wired.collect::<Vec<_>>()).await
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

/// Notes rows as this program reads them. Where an older one could not, what waits here may want a
/// key that the server's row has by now: so the server's rows come first, and what waits is run
/// again on top, as after a pull.
pub(crate) async fn bring_up_to_date(db: &mut SqliteConnection) -> Result<()> {
    if !rows::is_behind(&mut *db).await? {
        return Ok(());
    }
    let mut tx = db.begin_with("begin immediate").await?;
    outbox::restore_base(&mut tx).await?;
    rows::bring_up_to_date(&mut tx).await?;
    outbox::rerun(&mut tx, None).await?;
    tx.commit().await?;
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
