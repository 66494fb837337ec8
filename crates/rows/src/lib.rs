//! How domain rows lie in SQLite: the same few statements for the replica and the server's embedded
//! store. Both load the facts of an act by its needs, so that they can never load different ones.

mod load;
mod schema;
mod write;

use domain::ids::UnitId;
use domain::{Refusal, Row, bounds};
use sqlx::{SqliteConnection, query, query_scalar};
use uuid::Uuid;

pub use load::{facts, load, own};
pub use schema::{INDEX_VERSION, bring_up_to_date, is_behind, unread};
pub use write::{Raw, Stored, put_all, put_raw, take_out};

/// What can go wrong with rows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A stored row is no row at all.
    #[error("row {0}: {1}")]
    Body(Uuid, serde_json::Error),
    /// Another row has the key.
    #[error(transparent)]
    Taken(Refusal),
}

/// Reads a stored row; none if a newer program wrote something that this one does not know, or if it
/// says more than any row may, whoever sent it.
///
/// # Errors
/// [`Error::Body`] for what is no row of any program.
pub fn read(id: Uuid, body: &str) -> Result<Option<Row>, Error> {
    #[derive(serde::Deserialize)]
    struct Any {
        #[serde(rename = "table")]
        _table: String,
    }
    match serde_json::from_str(body) {
        Ok(row) => Ok(bounds::row_within(body).then_some(row)),
        Err(error) => match serde_json::from_str::<Any>(body) {
            Ok(_) => Ok(None),
            Err(_) => Err(Error::Body(id, error)),
        },
    }
}

/// A row as it is stored, if it is there and this program can read it.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn get(
    db: &mut SqliteConnection,
    table: domain::Table,
    id: Uuid,
) -> Result<Option<Stored>, Error> {
    let table = table.name();
    let found = query!(
        r#"select version, seq, body from row where table_name = ? and id = ?"#,
        table,
        id
    );
    let Some(found) = found.fetch_optional(db).await? else {
        return Ok(None);
    };
    let (version, seq) = (Some(found.version), found.seq);
    Ok(read(id, &found.body)?.map(|row| Stored { version, seq, row }))
}

/// A unit and everything under it, now or at any time.
///
/// # Errors
/// [`Error::Sql`].
pub async fn subtree(db: &mut SqliteConnection, unit: UnitId) -> Result<Vec<UnitId>, Error> {
    let root = unit.0;
    let found = query_scalar!(
        r#"with recursive below (unit) as (
             select id from row where table_name = 'unit' and id = ?
             union select p.unit from unit_parent p join below b on p.parent = b.unit
           ) select unit as "unit!: Uuid" from below"#,
        root
    );
    Ok(found.fetch_all(db).await?.into_iter().map(UnitId).collect())
}

/// The units above a unit, now or at any time.
///
/// # Errors
/// [`Error::Sql`].
pub async fn above(db: &mut SqliteConnection, unit: UnitId) -> Result<Vec<UnitId>, Error> {
    let root = unit.0;
    let found = query_scalar!(
        r#"with recursive up (unit) as (
             select parent from unit_parent where unit = ?
             union select p.parent from unit_parent p join up u on p.unit = u.unit
           ) select unit as "unit!: Uuid" from up"#,
        root
    );
    Ok(found.fetch_all(db).await?.into_iter().map(UnitId).collect())
}

/// The units right under a unit, now or at any time.
///
/// # Errors
/// [`Error::Sql`].
pub async fn children(db: &mut SqliteConnection, unit: UnitId) -> Result<Vec<UnitId>, Error> {
    let found = query_scalar!(
        r#"select unit as "unit: Uuid" from unit_parent where parent = ?"#,
        unit.0
    );
    Ok(found.fetch_all(db).await?.into_iter().map(UnitId).collect())
}

/// Every row of a table that was not withdrawn, for lists that reach over units.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn all(db: &mut SqliteConnection, table: domain::Table) -> Result<Vec<Row>, Error> {
    let table = table.name();
    let found = query!(
        r#"select id as "id: Uuid", body from row where table_name = ?"#,
        table
    );
    let mut rows = vec![];
    for found in found.fetch_all(db).await? {
        rows.extend(read(found.id, &found.body)?.filter(|row| !row.withdrawn()));
    }
    Ok(rows)
}
