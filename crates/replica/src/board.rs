//! What the board keeps of each unit: typed counts, made from rows and never from anything else.
//! Writing a row notes its unit in the same transaction; reading counts the noted ones again first.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::board::{Counted, Tally, count_unit};
use domain::ids::UnitId;
use serde_json::{Value, json};
use sqlx::{SqliteConnection, query, query_scalar};
use uuid::Uuid;

use crate::{Replica, Result};

/// Units that one transaction counts: an act never waits long for the board.
const AT_ONCE: usize = 50;

impl Replica {
    /// What is counted of every unit under one and of itself, as of an instant. It costs a line for
    /// each unit; rows are read only of units that changed since they were counted.
    ///
    /// # Errors
    /// [`crate::Error::Sql`], [`crate::Error::Stored`].
    pub async fn board(
        &self,
        root: UnitId,
        at: DateTime<Utc>,
    ) -> Result<BTreeMap<UnitId, Counted>> {
        loop {
            let mut writer = self.writer().await;
            let mut tx = Self::begin(&mut writer).await?;
            let stale = stale(&mut tx, root, at).await?;
            if stale.is_empty() {
                return all(&mut tx, root).await;
            }
            for unit in stale.into_iter().take(AT_ONCE) {
                let facts = rows::own(&mut tx, unit).await?;
                put(&mut tx, unit, &count_unit(&facts, unit, at)).await?;
            }
            tx.commit().await?;
        }
    }

    /// Counts one unit anew from its rows, whatever is kept of it.
    ///
    /// # Errors
    /// [`crate::Error::Sql`], [`crate::Error::Stored`].
    pub async fn counted_anew(&self, unit: UnitId, at: DateTime<Utc>) -> Result<Counted> {
        let facts = rows::own(&mut *self.reader().await?, unit).await?;
        Ok(count_unit(&facts, unit, at))
    }
}

/// Units under one whose rows changed, or whose hour has come, since they were counted; and those
/// that never were.
async fn stale(db: &mut SqliteConnection, root: UnitId, at: DateTime<Utc>) -> Result<Vec<UnitId>> {
    let (root, at) = (root.0, at.timestamp_micros());
    let found = query_scalar!(
        r#"with recursive below (unit) as (
             select id from row where table_name = 'unit' and id = ?1
             union select p.unit from unit_parent p join below b on p.parent = b.unit
           )
           select b.unit as "unit!: Uuid" from below b
           left join board_unit u on u.unit = b.unit
           where u.unit is null or u.until_at <= ?2
             or exists (select 1 from board_stale s where s.unit = b.unit)"#,
        root,
        at
    );
    Ok(found.fetch_all(db).await?.into_iter().map(UnitId).collect())
}

async fn put(db: &mut SqliteConnection, unit: UnitId, counted: &Counted) -> Result<()> {
    let (unit, t) = (unit.0, &counted.tally);
    let due = counted.due.map(|due| due.timestamp_micros());
    // Never before it: what is counted again at once would not come to anything else.
    let until = counted.until.map(|until| {
        until.timestamp_micros() + i64::from(until.timestamp_subsec_nanos() % 1000 > 0)
    });
    query!(
        "insert or replace into board_unit (unit, received, not_made, drafts, printed, signed,
           to_people, numbered, to_number, scanned, to_scan, overdue, csdl_done, csdl_open, due_at,
           until_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        unit,
        counted.received,
        t.not_made,
        t.drafts,
        t.printed,
        t.signed,
        t.to_people,
        t.numbered,
        t.to_number,
        t.scanned,
        t.to_scan,
        t.overdue,
        t.csdl_done,
        t.csdl_open,
        due,
        until
    )
    .execute(&mut *db)
    .await?;
    query!("delete from board_day where unit = ?", unit)
        .execute(&mut *db)
        .await?;
    let days = counted.days.iter();
    let days = days.map(|(day, signed)| json!({ "d": day.to_string(), "n": signed }));
    let days = Value::Array(days.collect()).to_string();
    query!(
        "insert into board_day (unit, day, signed)
         select ?1, j.value ->> 'd', j.value ->> 'n' from json_each(?2) j",
        unit,
        days
    )
    .execute(&mut *db)
    .await?;
    query!("delete from board_stale where unit = ?", unit)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// What is kept of the units under one.
async fn all(db: &mut SqliteConnection, root: UnitId) -> Result<BTreeMap<UnitId, Counted>> {
    let below: Vec<UnitId> = rows::subtree(&mut *db, root).await?;
    let found = query!(
        r#"select unit as "unit: Uuid", received as "received: bool", not_made as "not_made: u32",
             drafts as "drafts: u32", printed as "printed: u32", signed as "signed: u32",
             to_people as "to_people: u32", numbered as "numbered: u32",
             to_number as "to_number: u32", scanned as "scanned: u32", to_scan as "to_scan: u32",
             overdue as "overdue: u32", csdl_done as "csdl_done: u32",
             csdl_open as "csdl_open: u32", due_at, until_at from board_unit"#
    );
    let instant = |at: Option<i64>| at.and_then(DateTime::from_timestamp_micros);
    let mut kept = BTreeMap::new();
    for line in found.fetch_all(&mut *db).await? {
        let tally = Tally {
            not_made: line.not_made,
            drafts: line.drafts,
            printed: line.printed,
            signed: line.signed,
            to_people: line.to_people,
            numbered: line.numbered,
            to_number: line.to_number,
            scanned: line.scanned,
            to_scan: line.to_scan,
            overdue: line.overdue,
            csdl_done: line.csdl_done,
            csdl_open: line.csdl_open,
        };
        let counted = Counted {
            received: line.received,
            tally,
            due: instant(line.due_at),
            days: BTreeMap::new(),
            until: instant(line.until_at),
        };
        kept.insert(UnitId(line.unit), counted);
    }
    let days = query!(
        r#"select unit as "unit: Uuid", day as "day: NaiveDate", signed as "signed: u32"
           from board_day"#
    );
    for line in days.fetch_all(&mut *db).await? {
        if let Some(counted) = kept.get_mut(&UnitId(line.unit)) {
            counted.days.insert(line.day, line.signed);
        }
    }
    let mut of = |unit: UnitId| Some((unit, kept.remove(&unit)?));
    Ok(below.into_iter().filter_map(&mut of).collect())
}
