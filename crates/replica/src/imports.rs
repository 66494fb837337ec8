//! Imports: which ops were done by which file.

use domain::ids::OpId;
use sqlx::{SqliteConnection, query, query_scalar};
use uuid::Uuid;

use crate::Result;

/// One import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Identity.
    pub id: Uuid,
    /// What was listed: a key of the workbook's kinds.
    pub kind: String,
    /// Name of the file, or empty for a paste.
    pub name: String,
    /// When, RFC 3339.
    pub at: String,
    /// Rows that were new.
    pub added: i64,
    /// Rows that changed something.
    pub edited: i64,
    /// When it was undone, RFC 3339.
    pub undone_at: Option<String>,
}

/// Notes an import with its ops in order; one that is noted already goes on with them.
///
/// # Errors
/// [`crate::Error::Sql`].
pub async fn add(db: &mut SqliteConnection, import: &Import, ops: &[OpId]) -> Result<()> {
    query!(
        "insert into import (id, kind, name, at, added, edited) values (?, ?, ?, ?, ?, ?)
         on conflict (id) do update set added = added + excluded.added, edited = edited + excluded.edited",
        import.id,
        import.kind,
        import.name,
        import.at,
        import.added,
        import.edited
    )
    .execute(&mut *db)
    .await?;
    let noted = query_scalar!("select count(*) from import_op where import = ?", import.id)
        .fetch_one(&mut *db)
        .await?;
    for (n, op) in (noted..).zip(ops) {
        query!(
            "insert into import_op (op_id, import, n) values (?, ?, ?)",
            op.0,
            import.id,
            n
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The last imports, newest first.
///
/// # Errors
/// [`crate::Error::Sql`].
pub async fn latest(db: &mut SqliteConnection, count: i64) -> Result<Vec<Import>> {
    let found = sqlx::query_as!(
        Import,
        r#"select id as "id: Uuid", kind, name, at, added, edited, undone_at from import order by at desc limit ?"#,
        count
    );
    Ok(found.fetch_all(db).await?)
}

/// An import.
///
/// # Errors
/// [`crate::Error::Sql`].
pub async fn get(db: &mut SqliteConnection, id: Uuid) -> Result<Option<Import>> {
    let found = sqlx::query_as!(
        Import,
        r#"select id as "id: Uuid", kind, name, at, added, edited, undone_at from import where id = ?"#,
        id
    );
    Ok(found.fetch_optional(db).await?)
}

/// The ops of an import, last first.
///
/// # Errors
/// [`crate::Error::Sql`].
pub async fn ops_backwards(db: &mut SqliteConnection, import: Uuid) -> Result<Vec<OpId>> {
    let found = query_scalar!(
        r#"select op_id as "id: Uuid" from import_op where import = ? order by n desc"#,
        import
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(OpId).collect())
}

/// Notes that an import was undone.
///
/// # Errors
/// [`crate::Error::Sql`].
pub async fn undone(db: &mut SqliteConnection, import: Uuid, at: &str) -> Result<()> {
    query!("update import set undone_at = ? where id = ?", at, import)
        .execute(db)
        .await?;
    Ok(())
}
