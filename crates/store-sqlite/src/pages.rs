//! What a device may see after what it knows.

use std::collections::BTreeSet;

use domain::ids::{DeviceId, UnitId};
use domain::row::Bucket;
use protocol::{Position, WireRow};
use serde_json::value::RawValue;
use sqlx::{Connection, SqliteConnection, query, query_scalar};
use store::{Known, Page, Result};
use uuid::Uuid;

use crate::{rows_error, sql};

/// A commit as a replica keeps it: its number, and a nonce that no other store has given it.
pub(crate) struct Mark {
    pub(crate) n: i64,
    nonce: String,
}

impl Mark {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (n, nonce) = text.split_once('.')?;
        let (n, nonce) = (n.parse().ok()?, nonce.to_owned());
        Some(Self { n, nonce })
    }

    /// The last commit that a reader sees; none before the first.
    async fn last(db: &mut SqliteConnection) -> Result<Self> {
        let last = query!(
            r#"select n as "n!: i64", lower(hex(nonce)) as "nonce!: String" from sync_commit
               order by n desc limit 1"#
        );
        let last = last.fetch_optional(db).await.map_err(sql)?;
        Ok(last.map_or_else(Self::nothing, |m| Self {
            n: m.n,
            nonce: m.nonce,
        }))
    }

    fn nothing() -> Self {
        let (n, nonce) = (0, String::new());
        Self { n, nonce }
    }

    async fn of(db: &mut SqliteConnection, n: i64) -> Result<Self> {
        let nonce = query_scalar!(
            r#"select lower(hex(nonce)) as "nonce!: String" from sync_commit where n = ?"#,
            n
        );
        let nonce = nonce.fetch_optional(db).await.map_err(sql)?;
        Ok(nonce.map_or_else(Self::nothing, |nonce| Self { n, nonce }))
    }

    fn text(&self) -> String {
        format!("{}.{}", self.n, self.nonce)
    }
}

/// Whether a replica has seen what this store does not have.
pub async fn is_behind(db: &mut SqliteConnection, known: &Known) -> Result<bool> {
    if let Some(text) = &known.mark {
        let Some(mark) = Mark::read(text) else {
            return Ok(true);
        };
        return Ok(Mark::of(db, mark.n).await?.nonce != mark.nonce);
    }
    for position in &known.positions {
        let head = query_scalar!(
            "select head from sync_stream where stream = ?",
            position.stream.0
        );
        let head = head.fetch_optional(&mut *db).await.map_err(sql)?;
        if head.unwrap_or(0) < position.seq {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One read transaction, so that rows and checkpoint belong together.
pub async fn page(
    db: &mut SqliteConnection,
    device: DeviceId,
    unit: UnitId,
    known: &Known,
    limit: i64,
) -> Result<Page> {
    let mut tx = db.begin().await.map_err(sql)?;
    let mark = known.mark.as_deref().and_then(Mark::read);
    let mut page = match mark {
        Some(mark) => since(&mut tx, unit, &mark, limit).await?,
        None => by_positions(&mut tx, unit, &known.positions, limit).await?,
    };
    let last = query_scalar!(
        "select last_op_seq from sync_device where device = ?",
        device.0
    );
    let last = last.fetch_optional(&mut *tx).await.map_err(sql)?;
    page.last_op_seq = last.unwrap_or(0);
    Ok(page)
}

/// Every stream in scope whose head is beyond its position.
async fn by_positions(
    db: &mut SqliteConnection,
    unit: UnitId,
    known: &[Position],
    limit: i64,
) -> Result<Page> {
    let mut page = Page {
        mark: Some(Mark::last(&mut *db).await?.text()),
        ..Page::default()
    };
    let positions = serde_json::to_string(
        &known
            .iter()
            .map(|p| (p.stream.0.simple(), p.seq, p.whole))
            .collect::<Vec<_>>(),
    )?;
    // Who took only the common rows so far takes the whole stream from its beginning.
    let behind = query!(
        r#"with recursive
             own (unit) as (
               select id from row where table_name = 'unit' and id = ?1
               union select p.unit from unit_parent p join own o on p.parent = o.unit),
             above (unit) as (
               select parent from unit_parent where unit = ?1
               union select p.parent from unit_parent p join above a on p.unit = a.unit),
             scope (unit, whole) as (
               select unit, 1 from own
               union all select unit, 0 from above where unit not in (select unit from own)),
             known (unit, seq, whole) as (
               select unhex(j.value ->> 0), j.value ->> 1, j.value ->> 2 from json_each(?2) j)
           select h.stream as "stream!: Uuid", h.head as "head!: i64", s.whole as "whole!: bool",
             coalesce(k.seq, 0) as "seq!: i64"
           from scope s join sync_stream h on h.stream = s.unit
           left join known k on k.unit = s.unit and k.whole >= s.whole
           where h.head > coalesce(k.seq, 0)"#,
        unit.0,
        positions
    );
    for stream in behind.fetch_all(&mut *db).await.map_err(sql)? {
        let left = limit - i64::try_from(page.rows.len()).unwrap_or(limit);
        if left <= 0 {
            page.more = true;
            break;
        }
        let (of, head) = (stream.stream, stream.head);
        let found = entries(&mut *db, of, stream.seq, stream.whole, left).await?;
        let full = i64::try_from(found.len()).is_ok_and(|count| count == left);
        let seq = found.last().map_or(head, |row| row.seq);
        let seq = if full { seq } else { head };
        page.more |= seq < head;
        page.rows.extend(found);
        let (stream, whole) = (UnitId(of), stream.whole);
        page.positions.push(Position { stream, seq, whole });
    }
    Ok(page)
}

async fn entries(
    db: &mut SqliteConnection,
    stream: Uuid,
    from: i64,
    whole: bool,
    limit: i64,
) -> Result<Vec<WireRow>> {
    let common = Bucket::Common.name();
    let found = query!(
        "select seq, version, body from row
         where stream = ? and seq > ? and (? or bucket = ?) order by seq limit ?",
        stream,
        from,
        whole,
        common,
        limit
    );
    let found = found.fetch_all(db).await.map_err(sql)?.into_iter();
    found.map(|f| wire(f.seq, f.version, f.body)).collect()
}

fn wire(seq: i64, version: i64, body: String) -> Result<WireRow> {
    let row = RawValue::from_string(body)?;
    Ok(WireRow { seq, version, row })
}

/// What changed after a mark and is in scope: as much work as changes, however many streams.
async fn since(db: &mut SqliteConnection, unit: UnitId, mark: &Mark, limit: i64) -> Result<Page> {
    let above = rows::above(&mut *db, unit).await.map_err(rows_error)?;
    let above: BTreeSet<UnitId> = above.into_iter().collect();
    let foreign = Mark::of(&mut *db, mark.n).await?.nonce != mark.nonce;
    if foreign || scope_changed(&mut *db, unit, &above, mark.n).await? {
        return Ok(Page {
            more: true,
            ..Page::default()
        });
    }
    let last = Mark::last(&mut *db).await?;
    let streams = query_scalar!(
        r#"select distinct stream as "stream: Uuid" from sync_change where n > ?"#,
        mark.n
    );
    let mut page = Page::default();
    let mut seen = vec![];
    for stream in streams.fetch_all(&mut *db).await.map_err(sql)? {
        let stream = UnitId(stream);
        let whole = under(&mut *db, stream, unit).await?;
        if whole || above.contains(&stream) {
            seen.push((stream, whole));
        }
    }
    let upto = upto(&mut *db, &seen, mark.n, limit).await?;
    for (stream, whole) in seen {
        let found = changed(&mut *db, stream, whole, (mark.n, upto.unwrap_or(last.n))).await?;
        let Some(seq) = found.iter().map(|row| row.seq).max() else {
            continue;
        };
        page.rows.extend(found);
        page.positions.push(Position { stream, seq, whole });
    }
    page.more = upto.is_some();
    page.mark = Some(match upto {
        Some(n) => Mark::of(&mut *db, n).await?.text(),
        None => last.text(),
    });
    Ok(page)
}

/// Whether units came under others since a mark, so that a device of a unit sees other streams.
async fn scope_changed(
    db: &mut SqliteConnection,
    unit: UnitId,
    above: &BTreeSet<UnitId>,
    n: i64,
) -> Result<bool> {
    let edges = query!(
        r#"select unit as "unit: Uuid", parent as "parent: Uuid" from sync_edge where n > ?"#,
        n
    );
    for edge in edges.fetch_all(&mut *db).await.map_err(sql)? {
        let (child, parent) = (UnitId(edge.unit), UnitId(edge.parent));
        let mine = child == unit || above.contains(&child);
        if mine || under(&mut *db, parent, unit).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a unit is another one, or stands or stood under it.
async fn under(db: &mut SqliteConnection, unit: UnitId, root: UnitId) -> Result<bool> {
    let above = rows::above(db, unit).await.map_err(rows_error)?;
    Ok(unit == root || above.contains(&root))
}

/// The commit up to which a page goes, if there is more than one page: whole commits, at least one.
async fn upto(
    db: &mut SqliteConnection,
    seen: &[(UnitId, bool)],
    after: i64,
    limit: i64,
) -> Result<Option<i64>> {
    let streams = seen.iter().map(|(stream, _)| stream.0.simple());
    let streams = serde_json::to_string(&streams.collect::<Vec<_>>())?;
    let commits = query!(
        r#"select n as "n!: i64", count(*) as "count!: i64" from sync_change
           where n > ? and stream in (select unhex(j.value) from json_each(?) j)
           group by n order by n"#,
        after,
        streams
    );
    let mut rows = 0;
    let mut reached = None;
    for commit in commits.fetch_all(db).await.map_err(sql)? {
        if rows > 0 && rows + commit.count > limit {
            return Ok(reached);
        }
        rows += commit.count;
        reached = Some(commit.n);
    }
    Ok(None)
}

async fn changed(
    db: &mut SqliteConnection,
    stream: UnitId,
    whole: bool,
    (after, upto): (i64, i64),
) -> Result<Vec<WireRow>> {
    let common = Bucket::Common.name();
    let found = query!(
        r#"select r.seq as "seq!: i64", r.version as "version!: i64", r.body as "body!: String"
           from sync_change c join row r on r.table_name = c.table_name and r.id = c.id
           where c.n > ? and c.n <= ? and c.stream = ? and (? or r.bucket = ?)
           order by r.seq"#,
        after,
        upto,
        stream.0,
        whole,
        common
    );
    let found = found.fetch_all(db).await.map_err(sql)?.into_iter();
    found.map(|f| wire(f.seq, f.version, f.body)).collect()
}
