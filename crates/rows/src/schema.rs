//! Keeping what rows are found by in step with the program that reads them.

use sqlx::{Connection, SqliteConnection, query, query_scalar};
use uuid::Uuid;

use crate::{Error, Raw, put_raw, read};

/// Version of the keys, entries and files that rows say (`rows!`). A changed spelling is a new
/// version: then every row is noted again when a database is opened.
pub const INDEX_VERSION: i64 = 4;

/// Whether rows were noted by another version of the program, or wait to be read by this one.
///
/// # Errors
/// [`Error::Sql`].
pub async fn is_behind(db: &mut SqliteConnection) -> Result<bool, Error> {
    let noted = query_scalar!("select version from row_schema")
        .fetch_optional(&mut *db)
        .await?;
    Ok(noted != Some(INDEX_VERSION) || unread(db).await? > 0)
}

/// Notes every row again if it was noted by another version of the program, and reads again what no
/// program could read before.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`]; [`Error::Taken`] if rows that were apart now share a key.
pub async fn bring_up_to_date(db: &mut SqliteConnection) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let noted = query_scalar!("select version from row_schema")
        .fetch_optional(&mut *tx)
        .await?;
    let all = noted != Some(INDEX_VERSION);
    let rows = query!(
        r#"select table_name, id as "id: Uuid", stream as "stream: Uuid", bucket, version, seq, body
           from row where ? or unread <> 0"#,
        all
    );
    for found in rows.fetch_all(&mut *tx).await? {
        let row = read(found.id, &found.body)?;
        let bucket = row.as_ref().map(|row| row.bucket().name());
        let raw = Raw {
            table: &found.table_name,
            id: found.id,
            stream: found.stream,
            bucket: bucket.unwrap_or(&found.bucket),
            version: Some(found.version),
            seq: found.seq,
            body: &found.body,
        };
        put_raw(&mut tx, &[(raw, row.as_ref())]).await?;
    }
    if all {
        query!("delete from row_schema").execute(&mut *tx).await?;
        query!("insert into row_schema (version) values (?)", INDEX_VERSION)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many rows wait for a newer program.
///
/// # Errors
/// [`Error::Sql`].
pub async fn unread(db: &mut SqliteConnection) -> Result<u32, Error> {
    let count = query_scalar!("select count(*) from row where unread <> 0")
        .fetch_one(db)
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
