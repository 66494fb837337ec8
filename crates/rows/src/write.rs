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
    /// Version given by the server; 0 before it has one.
    pub version: i64,
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
    /// Version given by the server.
    pub version: i64,
    /// Place in its stream.
    pub seq: i64,
    /// The row as it came.
    pub body: &'a str,
}

/// Writes rows, each as it stands at last, with a few statements for hundreds of them. Keys that
/// move between rows of one call may do so.
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
    let mut keys = vec![];
    for part in rows.chunks(AT_ONCE) {
        let mut written = Written::default();
        for (raw, row) in part {
            written.add(raw, *row);
        }
        keys.extend(written.put(&mut *db).await?);
    }
    for part in keys.chunks(AT_ONCE) {
        put_keys(&mut *db, part).await?;
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
    parents: Vec<(Uuid, Uuid)>,
}

impl Written {
    fn add(&mut self, raw: &Raw<'_>, row: Option<&Row>) {
        let (table, id, stream) = (raw.table, hex(raw.id), hex(raw.stream));
        let unread = i64::from(row.is_none());
        self.ids.push(json!({ "t": table, "i": id }));
        self.rows.push(json!({
            "t": table, "i": id, "s": stream, "b": raw.bucket, "v": raw.version, "q": raw.seq,
            "o": raw.body, "u": unread,
        }));
        let Some(row) = row else { return };
        let keys = row.keys().into_iter();
        self.keys.extend(
            keys.map(|key| json!({ "k": key.kind.name(), "y": key.value, "t": table, "i": id })),
        );
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
            let above = unit.parents.iter().map(|p| (unit.id.0, p.value.unit.0));
            self.parents.extend(above);
        }
    }

    /// Writes everything but the keys, which it frees and returns: they are checked when those of
    /// all rows are free.
    async fn put(self, db: &mut SqliteConnection) -> Result<Vec<Value>, Error> {
        let rows = Value::Array(self.rows).to_string();
        query!(
            "insert into row (table_name, id, stream, bucket, version, seq, body, unread)
             select j.value ->> 't', unhex(j.value ->> 'i'), unhex(j.value ->> 's'),
               j.value ->> 'b', j.value ->> 'v', j.value ->> 'q', j.value ->> 'o', j.value ->> 'u'
             from json_each(?) j where true
             on conflict (table_name, id) do update set stream = excluded.stream,
               bucket = excluded.bucket, version = excluded.version, seq = excluded.seq,
               body = excluded.body, unread = excluded.unread",
            rows
        )
        .execute(&mut *db)
        .await?;
        // Bodies are long: what is forgotten needs the ids alone.
        forget_all(&mut *db, &Value::Array(self.ids).to_string()).await?;
        let index = Value::Array(self.index).to_string();
        query!(
            "insert or ignore into row_index (by_what, value, table_name, id)
             select j.value ->> 'k', j.value ->> 'v', j.value ->> 't', unhex(j.value ->> 'i')
             from json_each(?) j",
            index
        )
        .execute(&mut *db)
        .await?;
        if !self.files.is_empty() {
            let files = Value::Array(self.files).to_string();
            query!(
                "insert or ignore into row_file (hash, table_name, id, stream)
                 select j.value ->> 'h', j.value ->> 't', unhex(j.value ->> 'i'),
                   unhex(j.value ->> 's') from json_each(?) j",
                files
            )
            .execute(&mut *db)
            .await?;
        }
        for (unit, parent) in self.parents {
            query!(
                "insert or ignore into unit_parent (unit, parent) values (?, ?)",
                unit,
                parent
            )
            .execute(&mut *db)
            .await?;
        }
        Ok(self.keys)
    }
}

/// Frees the keys of rows, and forgets what they were found by and which files they cited.
async fn forget_all(db: &mut SqliteConnection, rows: &str) -> Result<(), Error> {
    query!(
        "delete from row_key where (table_name, id) in
           (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j)",
        rows
    )
    .execute(&mut *db)
    .await?;
    query!(
        "delete from row_index where (table_name, id) in
           (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j)",
        rows
    )
    .execute(&mut *db)
    .await?;
    query!(
        "delete from row_file where (table_name, id) in
           (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j)",
        rows
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

async fn put_keys(db: &mut SqliteConnection, keys: &[Value]) -> Result<(), Error> {
    if keys.is_empty() {
        return Ok(());
    }
    let count = keys.len() as u64;
    let keys = serde_json::to_string(keys).map_err(|e| Error::Body(Uuid::nil(), e))?;
    let put = query!(
        "insert or ignore into row_key (kind, key, table_name, id)
         select j.value ->> 'k', j.value ->> 'y', j.value ->> 't', unhex(j.value ->> 'i')
         from json_each(?) j",
        keys
    );
    if put.execute(&mut *db).await?.rows_affected() == count {
        return Ok(());
    }
    let other = query!(
        r#"select j.value ->> 'k' as "kind!: String", j.value ->> 'y' as "key!: String"
           from json_each(?) j
           join row_key k on k.kind = j.value ->> 'k' and k.key = j.value ->> 'y'
           where k.id <> unhex(j.value ->> 'i') limit 1"#,
        keys
    );
    let other = other.fetch_optional(&mut *db).await?;
    let key = other.and_then(|other| {
        let kind = KeyKind::named(&other.kind)?;
        Some(Key {
            kind,
            value: other.key,
        })
    });
    // Two rows of one call may want the same key.
    let refusal = key.map_or_else(|| Refusal::new(Code::Taken), |key| key.taken());
    Err(Error::Taken(refusal))
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
               (select j.value ->> 't', unhex(j.value ->> 'i') from json_each(?) j)",
            list
        )
        .execute(&mut *db)
        .await?;
        query!(
            "delete from unit_parent where unit in
               (select unhex(j.value ->> 'i') from json_each(?) j where j.value ->> 't' = 'unit')",
            list
        )
        .execute(&mut *db)
        .await?;
        forget_all(&mut *db, &list).await?;
    }
    Ok(())
}
