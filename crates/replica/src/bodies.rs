//! Rows as the server wrote them, on their way into the database.

use std::collections::BTreeMap;

use domain::row::{Bucket, Row};
use protocol::AnyRow;
use rows::Raw;
use sqlx::SqliteConnection;

use crate::{Error, Result};

/// A row as the server wrote it, whether this program can read it or not.
#[derive(Debug)]
pub(crate) struct WireBody {
    /// Version given by the server.
    pub version: i64,
    /// Place in its stream.
    pub seq: i64,
    /// The row.
    pub body: String,
}

/// Writes rows as they came, the last of each counting. Those of a newer program are kept unread,
/// and so are those that say more than any row may.
pub(crate) async fn put(db: &mut SqliteConnection, bodies: &[WireBody]) -> Result<()> {
    let unreadable = |e: serde_json::Error| Error::Stored(format!("row: {e}"));
    let mut last = BTreeMap::new();
    for wire in bodies {
        let any: AnyRow = serde_json::from_str(&wire.body).map_err(unreadable)?;
        let row = rows::read(any.row.id, &wire.body)?;
        last.insert((any.table.clone(), any.row.id), (any, wire, row));
    }
    let raw = last.values().map(|(any, wire, row)| {
        let bucket = row.as_ref().map_or(Bucket::Delegations, Row::bucket);
        let raw = Raw {
            table: &any.table,
            id: any.row.id,
            stream: any.row.unit.unwrap_or(any.row.id),
            bucket: bucket.name(),
            version: Some(wire.version),
            seq: wire.seq,
            body: &wire.body,
        };
        (raw, row.as_ref())
    });
    Ok(rows::put_raw(db, &raw.collect::<Vec<_>>()).await?)
}
