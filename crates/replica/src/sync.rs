//! Taking what the server sent: one transaction from one checkpoint to the next.

use domain::ids::{DeviceId, OfficerId};
use protocol::{Op, Position, SignedOp, WireRow};
use rows::Stored;
use sqlx::{Connection, SqliteConnection, query};
use uuid::Uuid;

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
        for row in &pulled.rows {
            // A row goes out before it comes in, so that keys may move between rows of one page.
            rows::take_out(&mut tx, row.row.table().name(), row.row.id()).await?;
        }
        for row in &pulled.rows {
            rows::put(
                &mut tx,
                &Stored {
                    version: row.version,
                    seq: row.seq,
                    row: row.row.clone(),
                },
            )
            .await?;
        }
        for position in &pulled.positions {
            query!(
                "insert into position (stream, seq, whole) values (?, ?, ?) on conflict (stream) do update set seq = excluded.seq, whole = excluded.whole",
                position.stream.0,
                position.seq,
                position.whole
            )
            .execute(&mut *tx)
            .await?;
        }
        outbox::rerun(&mut tx, Some((pulled.device, pulled.last_op_seq))).await?;
        tx.commit().await?;
        Ok(offered)
    }
}

/// Forgets the server's rows before everything is pulled from the beginning; unsent ops stay.
async fn forget(db: &mut SqliteConnection) -> Result<()> {
    query!("delete from row").execute(&mut *db).await?;
    query!("delete from row_key").execute(&mut *db).await?;
    query!("delete from unit_parent").execute(&mut *db).await?;
    query!("delete from position").execute(&mut *db).await?;
    Ok(())
}
