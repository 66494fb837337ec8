//! Writing rows with their keys, what they are found by, and the files that they cite.

use domain::facts::{Key, KeyKind};
use domain::{Code, Refusal, Row};
use serde_json::{Value, json};
use sqlx::{SqliteConnection, query};
use uuid::Uuid;

use crate::Error;
use crate::load::hex;

/// Rows that one statement takes.
const AT_ONCE: usize = 500;

/// A row as it is stored, for copying aside and back.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Version given by the server; 0 before it has one. None when it is written: the next one.
    pub version: Option<i64>,
    /// Place in its stream; 0 before it has one.
    pub seq: i64,
    /// The row.
    pub row: Row,
}

/// A row as its JSON, whether this program can read it or not.
#[derive(Clone, Debug)]
pub struct Raw<'a> {
    /// Name of its table.
    pub table: &'a str,
    /// Its id.
    pub id: Uuid,
    /// Its stream.
    pub stream: Uuid,
    /// Name of its bucket.
    pub bucket: &'a str,
    /// Version given by the server; the next one where none is said.
    pub version: Option<i64>,
    /// Place in its stream.
    pub seq: i64,
    /// The row as it came.
    pub body: &'a str,
}

/// Writes rows, each as it stands at last, with one statement for hundreds of them. Keys that move
/// between rows of one call may do so. With an error nothing of the call is written.
///
/// # Errors
/// [`Error::Taken`] if another row has one of the keys; [`Error::Sql`].
pub async fn put_all(db: &mut SqliteConnection, all: &[Stored]) -> Result<(), Error> {
    let bodies = all.iter().map(|stored| {
        let body = serde_json::to_string(&stored.row);
        body.map_err(|e| Error::Body(stored.row.id(), e))
    });
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    let rows: Vec<_> = all
        .iter()
        .zip(&bodies)
        .map(|(stored, body)| {
            let row = &stored.row;
            let raw = Raw {
                table: row.table().name(),
                id: row.id(),
                stream: row.stream().0,
                bucket: row.bucket().name(),
                version: stored.version,
                seq: stored.seq,
                body,
            };
            (raw, Some(row))
        })
        .collect();
    put_raw(db, &rows).await
}

/// Writes rows as they came, each with what this program reads in it: one that it cannot read is
/// kept unread, and nothing is found by what it says.
///
/// # Errors
/// Those of [`put_all`].
pub async fn put_raw(
    db: &mut SqliteConnection,
    rows: &[(Raw<'_>, Option<&Row>)],
) -> Result<(), Error> {
    let parts = rows.chunks(AT_ONCE).len();
    if parts > 1 {
        query("savepoint parts").execute(&mut *db).await?;
    }
    let mut keys = vec![];
    for (n, part) in rows.chunks(AT_ONCE).enumerate() {
        let mut written = Written::default();
        for (raw, row) in part {
            keys.extend(written.add(raw, *row));
        }
        // They are checked when those of all rows are free.
        if n + 1 == parts {
            written.keys = std::mem::take(&mut keys);
        }
        if let Err(error) = written.put(&mut *db).await {
            if parts > 1 {
                return Err(undone(db, "rollback to parts; release parts", error).await);
            }
            return Err(error);
        }
    }
    if parts > 1 {
        query("release parts").execute(&mut *db).await?;
    }
    Ok(())
}

/// Rows on their way into the database, as JSON arrays.
#[derive(Default)]
struct Written {
    ids: Vec<Value>,
    rows: Vec<Value>,
    keys: Vec<Value>,
    index: Vec<Value>,
    files: Vec<Value>,
    parents: Vec<Value>,
}

impl Written {
    /// Adds a row but for its keys, which it returns.
    fn add(&mut self, raw: &Raw<'_>, row: Option<&Row>) -> Vec<Value> {
        let (table, id, stream) = (raw.table, hex(raw.id), hex(raw.stream));
        let unread = i64::from(row.is_none());
        self.ids.push(json!({ "t": table, "i": id }));
        self.rows.push(json!({
            "t": table, "i": id, "s": stream, "b": raw.bucket, "v": raw.version, "q": raw.seq,
            "o": raw.body, "u": unread,
        }));
        let Some(row) = row else { return vec![] };
        let index = row.index().into_iter();
        self.index.extend(
            index.map(
                |entry| json!({ "k": entry.by.name(), "v": entry.value, "t": table, "i": id }),
            ),
        );
        let files = row.files().into_iter();
        self.files
            .extend(files.map(|file| json!({ "h": file.0, "t": table, "i": id, "s": stream })));
        if let Row::Unit(unit) = row {
            let above = unit.parents.iter();
            let above = above.map(|p| json!({ "u": id, "p": hex(p.value.unit.0) }));
            self.parents.extend(above);
        }
        let keys = row.keys().into_iter();
        keys.map(|key| json!({ "k": key.kind.name(), "y": key.value, "t": table, "i": id }))
            .collect()
    }

    /// Writes everything as one statement: between the program and SQLite each costs more than what
    /// it does.
    async fn put(self, db: &mut SqliteConnection) -> Result<(), Error> {
        let list = |values| Value::Array(values).to_string();
        // Bodies are long: what is forgotten needs the ids alone.
        let (rows, ids, index) = (list(self.rows), list(self.ids), list(self.index));
        let (files, parents, keys) = (list(self.files), list(self.parents), list(self.keys));
        let put = query!(
            "savepoint put;
             insert into row (table_name, id, stream, bucket, version, seq, body, unread)
             select j.value ->> 't', unhex(j.value ->> 'i'), unhex(j.value ->> 's'),
               j.value ->> 'b', coalesce(j.value ->> 'v', 1 + (select r.version from row r
                 where r.table_name = j.value ->> 't' and r.id = unhex(j.value ->> 'i')), 1),
               j.value ->> 'q', j.value ->> 'o', j.value ->> 'u'
             from json_each(?) j where true
             on conflict (table_name, id) do update set stream = excluded.stream,
               bucket = excluded.bucket, version = excluded.version, seq = excluded.seq,
               body = excluded.body, unread = excluded.unread;
             delete from row_key where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j);
             delete from row_index where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j);
             delete from row_file where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j);
             insert or ignore into row_index (by_what, value, table_name, id)
             select j.value ->> 'k', j.value ->> 'v', j.value ->> 't', unhex(j.value ->> 'i')
             from json_each(?) j;
             insert or ignore into row_file (hash, table_name, id, stream)
             select j.value ->> 'h', j.value ->> 't', unhex(j.value ->> 'i'),
               unhex(j.value ->> 's') from json_each(?) j;
             insert or ignore into unit_parent (unit, parent)
             select unhex(j.value ->> 'u'), unhex(j.value ->> 'p') from json_each(?) j;
             insert into row_key (kind, key, table_name, id)
             select j.value ->> 'k', j.value ->> 'y', j.value ->> 't', unhex(j.value ->> 'i')
             from json_each(?) j;
             release put",
            rows,
            ids,
            ids,
            ids,
            index,
            files,
            parents,
            keys
        );
        let Err(error) = put.execute(&mut *db).await else {
            return Ok(());
        };
        let error = match error {
            // Only a key can be there already.
            sqlx::Error::Database(e) if e.is_unique_violation() => taken(&mut *db, &keys)
                .await
                .map_or_else(|error| error, Error::Taken),
            other => Error::Sql(other),
        };
        Err(undone(db, "rollback to put; release put", error).await)
    }
}

/// Goes back to a savepoint after an error, and tells that error: after some, a full disk say, SQLite
/// has ended the whole transaction by itself, and there is no way back. What could not be undone is
/// never told as a key that is taken, after which the work would go on.
async fn undone(db: &mut SqliteConnection, back: &'static str, error: Error) -> Error {
    match (query(back).execute(db).await, error) {
        (Err(lost), Error::Taken(_)) => Error::Sql(lost),
        (_, error) => error,
    }
}

/// The refusal of keys of which one is taken: by another row, or by two rows of one call.
async fn taken(db: &mut SqliteConnection, keys: &str) -> Result<Refusal, Error> {
    let other = query!(
        r#"select j.value ->> 'k' as "kind!: String", j.value ->> 'y' as "key!: String"
           from json_each(?) j
           left join row_key k on k.kind = j.value ->> 'k' and k.key = j.value ->> 'y'
           group by 1, 2 having count(*) > 1 or count(k.id) > 0 limit 1"#,
        keys
    );
    let other = other.fetch_optional(db).await?;
    let key = other.and_then(|other| {
        let kind = KeyKind::named(&other.kind)?;
        Some(Key {
            kind,
            value: other.key,
        })
    });
    Ok(key.map_or_else(|| Refusal::new(Code::Taken), |key| key.taken()))
}

/// Takes rows out, by name of table and id: only for putting back what was before unsent acts, never
/// for deleting.
///
/// # Errors
/// [`Error::Sql`].
pub async fn take_out(db: &mut SqliteConnection, rows: &[(&str, Uuid)]) -> Result<(), Error> {
    for part in rows.chunks(AT_ONCE) {
        let list = part
            .iter()
            .map(|(table, id)| json!({ "t": table, "i": hex(*id) }));
        let list = Value::Array(list.collect()).to_string();
        query!(
            "delete from row where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j);
             delete from unit_parent where unit in
               (select unhex(j.value ->> 'i') from json_each(?) j where j.value ->> 't' = 'unit');
             delete from row_key where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j);
             delete from row_index where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j);
             delete from row_file where (table_name, id) in
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j)",
            list,
            list,
            list,
            list,
            list
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
