//! Taking what the server sent: one transaction from one checkpoint to the next.

use protocol::{Position, WireRow};
use rows::Stored;
use sqlx::{Connection, SqliteConnection, query};
use uuid::Uuid;

use crate::{Replica, Result, outbox};

impl Replica {
    /// How far this replica has come in every stream.
    ///
    /// # Errors
    /// [`crate::Error::Sql`].
    pub async fn positions(&self) -> Result<Vec<Position>> {
        let mut db = self.reader().await?;
        let found = query!(r#"select stream as "stream: Uuid", seq from position order by stream"#).fetch_all(&mut *db).await?;
        Ok(found.into_iter().map(|p| Position { stream: p.stream.into(), seq: p.seq }).collect())
    }

    /// Publishes pulled rows: the server's state, then what is still unsent run again on top. All or nothing.
    ///
    /// # Errors
    /// [`crate::Error::Sql`], [`crate::Error::Stored`].
    pub async fn publish(&self, pulled: &[WireRow], positions: &[Position], afresh: bool) -> Result<()> {
        let mut writer = self.writer().await;
        let mut tx = writer.begin_with("begin immediate").await?;
        outbox::restore_base(&mut tx).await?;
        if afresh {
            forget(&mut tx).await?;
        }
        for row in pulled {
            // A row goes out before it comes in, so that keys may move between rows of one page.
            rows::take_out(&mut tx, row.row.table().name(), row.row.id()).await?;
        }
        for row in pulled {
            rows::put(&mut tx, &Stored { version: row.version, seq: row.seq, row: row.row.clone() }).await?;
        }
        for position in positions {
            query!("insert into position (stream, seq) values (?, ?) on conflict (stream) do update set seq = excluded.seq", position.stream.0, position.seq)
                .execute(&mut *tx)
                .await?;
        }
        outbox::rerun(&mut tx).await?;
        tx.commit().await?;
        Ok(())
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
