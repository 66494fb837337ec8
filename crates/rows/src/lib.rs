//! How domain rows lie in SQLite: the same few statements for the replica and the server's embedded
//! store.
//!
//! Which facts an act is decided on is written here once, so that replica and server can never load
//! different ones.

use std::collections::BTreeSet;

use domain::ids::UnitId;
use domain::row::Bucket;
use domain::{Code, Facts, Refusal, Row};
use sqlx::{SqliteConnection, query, query_scalar};
use uuid::Uuid;

/// What can go wrong with rows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    /// A stored row cannot be read by this program.
    #[error("row {0}: {1}")]
    Body(Uuid, serde_json::Error),
    /// Another row has the key.
    #[error(transparent)]
    Taken(Refusal),
}

/// A row as it is stored, for copying aside and back.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Version given by the server; 0 before it has one.
    pub version: i64,
    /// Place in its stream; 0 before it has one.
    pub seq: i64,
    /// The row.
    pub row: Row,
}

fn parse(id: Uuid, body: &str) -> Result<Row, Error> {
    serde_json::from_str(body).map_err(|e| Error::Body(id, e))
}

/// A row, if it is there.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn get(
    db: &mut SqliteConnection,
    table: &str,
    id: Uuid,
) -> Result<Option<Stored>, Error> {
    let found = query!(
        r#"select version, seq, body from row where table_name = ? and id = ?"#,
        table,
        id
    )
    .fetch_optional(db)
    .await?;
    found
        .map(|f| {
            Ok(Stored {
                version: f.version,
                seq: f.seq,
                row: parse(id, &f.body)?,
            })
        })
        .transpose()
}

/// The row that has a key.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn by_key(
    db: &mut SqliteConnection,
    kind: &str,
    key: &str,
) -> Result<Option<Row>, Error> {
    let found = query!(
        r#"select r.id as "id: Uuid", r.body from row_key k join row r on r.table_name = k.table_name and r.id = k.id where k.kind = ? and k.key = ?"#,
        kind,
        key
    );
    found
        .fetch_optional(db)
        .await?
        .map(|f| parse(f.id, &f.body))
        .transpose()
}

/// Writes a row with its keys.
///
/// # Errors
/// [`Error::Taken`] if another row has one of its keys; [`Error::Sql`].
pub async fn put(db: &mut SqliteConnection, stored: &Stored) -> Result<(), Error> {
    let row = &stored.row;
    let (table, id, stream, bucket) = (
        row.table().name(),
        row.id(),
        row.stream().0,
        row.bucket().name(),
    );
    let body = serde_json::to_string(row).map_err(|e| Error::Body(id, e))?;
    query!(
        "insert into row (table_name, id, stream, bucket, version, seq, body) values (?, ?, ?, ?, ?, ?, ?)
         on conflict (table_name, id) do update set stream = excluded.stream, bucket = excluded.bucket,
           version = excluded.version, seq = excluded.seq, body = excluded.body",
        table,
        id,
        stream,
        bucket,
        stored.version,
        stored.seq,
        body
    )
    .execute(&mut *db)
    .await?;
    put_keys(db, row).await?;
    if let Row::Unit(unit) = row {
        for parent in unit.parents.iter().map(|p| p.value.unit.0) {
            query!(
                "insert or ignore into unit_parent (unit, parent) values (?, ?)",
                id,
                parent
            )
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}

async fn put_keys(db: &mut SqliteConnection, row: &Row) -> Result<(), Error> {
    let (table, id) = (row.table().name(), row.id());
    free_keys(&mut *db, row).await?;
    for (kind, key) in row.keys() {
        let done = query!(
            "insert or ignore into row_key (kind, key, table_name, id) values (?, ?, ?, ?)",
            kind,
            key,
            table,
            id
        )
        .execute(&mut *db)
        .await?;
        if done.rows_affected() == 0 {
            return Err(Error::Taken(taken(kind, &key)));
        }
    }
    Ok(())
}

/// Frees the keys of a row that is about to be written, so that a key may move between rows of one
/// act.
///
/// # Errors
/// [`Error::Sql`].
pub async fn free_keys(db: &mut SqliteConnection, row: &Row) -> Result<(), Error> {
    let (table, id) = (row.table().name(), row.id());
    query!(
        "delete from row_key where table_name = ? and id = ?",
        table,
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

fn taken(kind: &str, key: &str) -> Refusal {
    let last = key.rsplit('/').next().unwrap_or(key);
    match kind {
        "number" => Refusal::new(Code::NumberTaken).with("number", last),
        "head" => Refusal::new(Code::TwoHeads).with("unit", "unit"),
        kind => Refusal::new(Code::Taken).with(
            "what",
            if matches!(kind, "class_name") {
                last
            } else {
                kind
            },
        ),
    }
}

/// Writes many rows with their keys, each as it stands at last: like [`put`], with a statement for
/// hundreds of rows.
///
/// # Errors
/// [`Error::Taken`] if another row has one of the keys; [`Error::Sql`].
pub async fn put_all(db: &mut SqliteConnection, all: &[Stored]) -> Result<(), Error> {
    let mut list = vec![];
    let mut keys = vec![];
    for stored in all {
        let row = &stored.row;
        let (table, id) = (row.table().name(), hex(row.id()));
        let body = serde_json::to_string(row).map_err(|e| Error::Body(row.id(), e))?;
        keys.extend(
            row.keys()
                .into_iter()
                .map(|(kind, key)| serde_json::json!({ "k": kind, "y": key, "t": table, "i": id })),
        );
        list.push(serde_json::json!({ "t": table, "i": id, "s": hex(row.stream().0), "b": row.bucket().name(), "v": stored.version, "q": stored.seq, "o": body }));
    }
    let (rows, count) = (serde_json::Value::Array(list).to_string(), keys.len());
    let keys = serde_json::Value::Array(keys).to_string();
    query!(
        "insert into row (table_name, id, stream, bucket, version, seq, body)
         select j.value ->> 't', unhex(j.value ->> 'i'), unhex(j.value ->> 's'), j.value ->> 'b', j.value ->> 'v', j.value ->> 'q', j.value ->> 'o'
         from json_each(?) j where true
         on conflict (table_name, id) do update set stream = excluded.stream, bucket = excluded.bucket,
           version = excluded.version, seq = excluded.seq, body = excluded.body",
        rows
    )
    .execute(&mut *db)
    .await?;
    query!("delete from row_key where (table_name, id) in (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j)", rows).execute(&mut *db).await?;
    let put = query!(
        "insert or ignore into row_key (kind, key, table_name, id)
         select j.value ->> 'k', j.value ->> 'y', j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j",
        keys
    );
    if put.execute(&mut *db).await?.rows_affected() != count as u64 {
        let other = query!(
            r#"select j.value ->> 'k' as "kind!: String", j.value ->> 'y' as "key!: String" from json_each(?) j
               join row_key k on k.kind = j.value ->> 'k' and k.key = j.value ->> 'y'
               where k.id <> unhex(j.value ->> 'i') limit 1"#,
            keys
        );
        let (kind, key) = other
            .fetch_optional(&mut *db)
            .await?
            .map(|o| (o.kind, o.key))
            .unwrap_or_default();
        return Err(Error::Taken(taken(&kind, &key)));
    }
    for row in all.iter().map(|stored| &stored.row) {
        if let Row::Unit(unit) = row {
            let id = unit.id.0;
            for parent in unit.parents.iter().map(|p| p.value.unit.0) {
                query!(
                    "insert or ignore into unit_parent (unit, parent) values (?, ?)",
                    id,
                    parent
                )
                .execute(&mut *db)
                .await?;
            }
        }
    }
    Ok(())
}

/// An id as JSON can carry it to `unhex`.
fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

/// Takes a row out: only for putting back what was before an unsent act, never for deleting.
///
/// # Errors
/// [`Error::Sql`].
pub async fn take_out(db: &mut SqliteConnection, table: &str, id: Uuid) -> Result<(), Error> {
    query!("delete from row where table_name = ? and id = ?", table, id)
        .execute(&mut *db)
        .await?;
    query!(
        "delete from row_key where table_name = ? and id = ?",
        table,
        id
    )
    .execute(&mut *db)
    .await?;
    if table == "unit" {
        query!("delete from unit_parent where unit = ?", id)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// The facts that any act in a unit is decided on: its own rows, those of the units above it, and
/// the common rows of the units right under it.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn facts(db: &mut SqliteConnection, unit: UnitId) -> Result<Facts, Error> {
    let mut facts = Facts::default();
    let mut seen = BTreeSet::new();
    let mut next = vec![unit.0];
    while let Some(stream) = next.pop() {
        if !seen.insert(stream) {
            continue;
        }
        for found in query!(
            r#"select id as "id: Uuid", body from row where stream = ?"#,
            stream
        )
        .fetch_all(&mut *db)
        .await?
        {
            facts.put(parse(found.id, &found.body)?);
        }
        next.extend(
            query_scalar!(
                r#"select parent as "parent: Uuid" from unit_parent where unit = ?"#,
                stream
            )
            .fetch_all(&mut *db)
            .await?,
        );
    }
    let (unit, common) = (unit.0, Bucket::Common.name());
    let below = query!(
        r#"select r.id as "id: Uuid", r.body from unit_parent p join row r on r.stream = p.unit where p.parent = ? and r.bucket = ?"#,
        unit,
        common
    );
    for found in below.fetch_all(&mut *db).await? {
        facts.put(parse(found.id, &found.body)?);
    }
    Ok(facts)
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

/// Every row of a table that was not withdrawn, for lists that reach over units.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn all(db: &mut SqliteConnection, table: &str) -> Result<Vec<Row>, Error> {
    let found = query!(
        r#"select id as "id: Uuid", body from row where table_name = ?"#,
        table
    )
    .fetch_all(db)
    .await?;
    let rows = found.into_iter().map(|f| parse(f.id, &f.body));
    rows.filter(|row| !row.as_ref().is_ok_and(Row::withdrawn))
        .collect()
}
