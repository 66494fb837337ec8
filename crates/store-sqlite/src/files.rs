//! Files: which are here, and who may fetch them.

use chrono::{DateTime, Utc};
use domain::ids::{BlobHash, UnitId};
use sqlx::{SqliteConnection, query, query_scalar};
use store::Result;
use uuid::Uuid;

use crate::{rows_error, sql};

pub async fn note(
    db: &mut SqliteConnection,
    hash: &BlobHash,
    size: u64,
    at: DateTime<Utc>,
) -> Result<()> {
    let (size, at) = (i64::try_from(size).unwrap_or(i64::MAX), at.to_rfc3339());
    query!(
        "insert or ignore into attachment (hash, size, received_at) values (?, ?, ?)",
        hash.0,
        size,
        at
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

pub async fn size(db: &mut SqliteConnection, hash: &BlobHash) -> Result<Option<u64>> {
    let size = query_scalar!("select size from attachment where hash = ?", hash.0);
    let size = size.fetch_optional(db).await.map_err(sql)?;
    Ok(size.and_then(|size| u64::try_from(size).ok()))
}

/// Rows say which files they cite; whoever sees the row's stream may fetch them.
pub async fn cites(db: &mut SqliteConnection, unit: UnitId, hash: &BlobHash) -> Result<bool> {
    let streams = query_scalar!(
        r#"select distinct stream as "stream: Uuid" from row_file where hash = ?"#,
        hash.0
    );
    for stream in streams.fetch_all(&mut *db).await.map_err(sql)? {
        let stream = UnitId(stream);
        let above = rows::above(&mut *db, stream).await.map_err(rows_error)?;
        if stream == unit || above.contains(&unit) {
            return Ok(true);
        }
    }
    Ok(false)
}
