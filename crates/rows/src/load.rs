//! Loading facts: those that an act needs, or all of a unit for its lists.

use std::collections::BTreeSet;

use domain::facts::{Lookup, Scene, Scope};
use domain::ids::UnitId;
use domain::row::Bucket;
use domain::{Facts, Row};
use serde_json::{Value, json};
use sqlx::{SqliteConnection, query, query_scalar};
use uuid::Uuid;

use crate::{Error, read};

/// Loads what a scope needs and the scene does not have yet.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn load(
    db: &mut SqliteConnection,
    scene: &mut Scene,
    scope: &Scope,
) -> Result<(), Error> {
    loop {
        let open = scene.open_questions(scope);
        if open.is_empty() {
            return Ok(());
        }
        let rows = ask(db, &open).await?;
        scene.answer(open, rows);
    }
}

/// The rows that answer questions, all of them in one statement.
async fn ask(db: &mut SqliteConnection, lookups: &[Lookup]) -> Result<Vec<Row>, Error> {
    let asked = Value::Array(lookups.iter().map(question).collect()).to_string();
    let found = query!(
        r#"select r.id as "id!: Uuid", r.body as "body!: String" from json_each(?1) j
             join row r on r.table_name = j.value ->> 't' and r.id = unhex(j.value ->> 'i')
             where j.value ->> 'q' = 'id'
           union all
           select r.id, r.body from json_each(?1) j
             join row_key k on k.kind = j.value ->> 'k' and k.key = j.value ->> 'v'
             join row r on r.table_name = k.table_name and r.id = k.id
             where j.value ->> 'q' = 'key'
           union all
           select r.id, r.body from json_each(?1) j
             join row_index x on x.by_what = j.value ->> 'k' and x.value = j.value ->> 'v'
             join row r on r.table_name = x.table_name and r.id = x.id
             where j.value ->> 'q' = 'by'
           union all
           select r.id, r.body from json_each(?1) j
             join row_index x on x.by_what = j.value ->> 'k' and x.value = j.value ->> 'v'
               and x.id = (select y.id from row_index y where y.by_what = j.value ->> 'k'
                           and y.value = j.value ->> 'v' limit 1)
             join row r on r.table_name = x.table_name and r.id = x.id
             where j.value ->> 'q' = 'any'
           union all
           select r.id, r.body from json_each(?1) j
             join row r on r.stream = unhex(j.value ->> 's') and r.table_name = j.value ->> 't'
             where j.value ->> 'q' = 'in'"#,
        asked
    );
    let mut rows = vec![];
    for found in found.fetch_all(db).await? {
        rows.extend(read(found.id, &found.body)?);
    }
    Ok(rows)
}

fn question(lookup: &Lookup) -> Value {
    match lookup {
        Lookup::Id(table, id) => json!({ "q": "id", "t": table.name(), "i": hex(*id) }),
        Lookup::Key(key) => json!({ "q": "key", "k": key.kind.name(), "v": key.value }),
        Lookup::By(entry) => json!({ "q": "by", "k": entry.by.name(), "v": entry.value }),
        Lookup::Any(entry) => json!({ "q": "any", "k": entry.by.name(), "v": entry.value }),
        Lookup::In(table, unit) => json!({ "q": "in", "t": table.name(), "s": hex(unit.0) }),
    }
}

/// An id as JSON can carry it to `unhex`.
pub(crate) fn hex(id: Uuid) -> String {
    id.simple().to_string()
}

/// Every row of a unit, of the units above it, and the common rows of those right under it: for
/// lists and previews. Acts are decided on what [`load`] brings.
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
        let rows = query!(
            r#"select id as "id: Uuid", body from row where stream = ?"#,
            stream
        );
        for found in rows.fetch_all(&mut *db).await? {
            read(found.id, &found.body)?
                .into_iter()
                .for_each(|row| facts.put(row));
        }
        let above = query_scalar!(
            r#"select parent as "parent: Uuid" from unit_parent where unit = ?"#,
            stream
        );
        next.extend(above.fetch_all(&mut *db).await?);
    }
    let (unit, common) = (unit.0, Bucket::Common.name());
    let below = query!(
        r#"select r.id as "id: Uuid", r.body from unit_parent p join row r on r.stream = p.unit
           where p.parent = ? and r.bucket = ?"#,
        unit,
        common
    );
    for found in below.fetch_all(&mut *db).await? {
        read(found.id, &found.body)?
            .into_iter()
            .for_each(|row| facts.put(row));
    }
    Ok(facts)
}

/// Every row of a unit's own stream, and the units right above it, now or at any time: what is
/// counted of one unit, with nothing of its neighbours.
///
/// # Errors
/// [`Error::Sql`], [`Error::Body`].
pub async fn own(db: &mut SqliteConnection, unit: UnitId) -> Result<Facts, Error> {
    let unit = unit.0;
    let found = query!(
        r#"select id as "id!: Uuid", body as "body!: String" from row where stream = ?1
           union all
           select r.id, r.body from unit_parent p
             join row r on r.table_name = 'unit' and r.id = p.parent where p.unit = ?1"#,
        unit
    );
    let mut facts = Facts::default();
    for found in found.fetch_all(db).await? {
        read(found.id, &found.body)?
            .into_iter()
            .for_each(|row| facts.put(row));
    }
    Ok(facts)
}
