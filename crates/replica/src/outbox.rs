//! The outbox: what was done here, in order, until the server has answered.

use std::collections::BTreeMap;

use domain::Refusal;
use domain::acts::{Ctx, decide};
use domain::facts::{Scene, Scope};
use domain::ids::{DeviceId, OfficerId, OpId};
use domain::row::Change;
use protocol::{OpResult, OpState, SignedOp};
use rows::Stored;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{SqliteConnection, query, query_scalar};
use uuid::Uuid;

use crate::bodies::{self, WireBody};
use crate::{Error, Result};

/// Where an op stands, in the words of the screens: saved here, waiting, sending, received, to be
/// looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Not answered yet.
    Pending,
    /// The server did it.
    Received,
    /// The server did not; a person looks at it again.
    Returned,
}

/// An op with what became of it.
#[derive(Clone, Debug)]
pub struct OutboxEntry {
    /// The op.
    pub signed: SignedOp,
    /// Where it stands.
    pub state: OutboxState,
    /// The server's answer.
    pub result: Option<OpResult>,
    /// Why the rule refuses it on this machine since the last pull, if it does.
    pub review: Option<Refusal>,
}

fn stored(what: &str, error: serde_json::Error) -> Error {
    Error::Stored(format!("{what}: {error}"))
}

/// The place of the next op of a device.
///
/// # Errors
/// [`Error::Sql`].
pub async fn next_seq(db: &mut SqliteConnection, device: DeviceId) -> Result<i64> {
    let device = device.0;
    let last = query_scalar!(
        r#"select max(seq) as "seq: i64" from op where device = ?"#,
        device
    )
    .fetch_one(db)
    .await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Loads what an act needs inside its transaction.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn load(db: &mut SqliteConnection, scene: &mut Scene, scope: &Scope) -> Result<()> {
    Ok(rows::load(db, scene, scope).await?)
}

/// Rows that one statement takes.
const AT_ONCE: usize = 500;

/// Applies the changes of unsent ops in order: the server's copy of every row they touch is kept
/// aside first. Each row is written as it stands at last; what no other row may have is checked when
/// all of them are known.
///
/// # Errors
/// The refusals of unique keys; [`Error::Sql`].
pub async fn apply_local(db: &mut SqliteConnection, changes: &[Change]) -> Result<()> {
    let mut last = BTreeMap::new();
    for Change(row) in changes {
        last.insert((row.table(), row.id()), row);
    }
    let last: Vec<&domain::Row> = last.into_values().collect();
    let mut stored = vec![];
    for part in last.chunks(AT_ONCE) {
        let ids = part
            .iter()
            .map(|row| json!({ "t": row.table().name(), "i": row.id().simple() }));
        let ids = Value::Array(ids.collect()).to_string();
        query!(
            "insert or ignore into base (table_name, id, body, version, seq)
             select j.value ->> 't', unhex(j.value ->> 'i'), r.body, coalesce(r.version, 0),
               coalesce(r.seq, 0)
             from json_each(?) j
             left join row r on r.table_name = j.value ->> 't' and r.id = unhex(j.value ->> 'i')",
            ids
        )
        .execute(&mut *db)
        .await?;
        let known = query!(
            r#"select r.table_name, r.id as "id: Uuid", r.version, r.seq from json_each(?) j
               join row r on r.table_name = j.value ->> 't' and r.id = unhex(j.value ->> 'i')"#,
            ids
        );
        let known = known.fetch_all(&mut *db).await?.into_iter();
        let known: BTreeMap<(String, Uuid), (i64, i64)> = known
            .map(|k| ((k.table_name, k.id), (k.version, k.seq)))
            .collect();
        stored.extend(part.iter().map(|row| {
            let place = known.get(&(row.table().name().to_owned(), row.id()));
            let (version, seq) = place.copied().unwrap_or_default();
            Stored {
                version: Some(version),
                seq,
                row: (*row).clone(),
            }
        }));
    }
    Ok(rows::put_all(db, &stored).await?)
}

/// Adds many ops, like [`add`].
///
/// # Errors
/// [`Error::Sql`].
pub async fn add_all(db: &mut SqliteConnection, all: &[SignedOp]) -> Result<()> {
    for part in all.chunks(AT_ONCE) {
        let mut list: Vec<Value> = vec![];
        for signed in part {
            let op = &signed.op;
            let body = serde_json::to_string(signed).map_err(|e| stored("op", e))?;
            let hex = |id: Uuid| id.simple().to_string();
            list.push(json!({ "i": hex(op.op_id.0), "d": hex(op.device.0), "s": op.seq, "u": hex(op.unit.0), "k": op.act.kind(), "b": body, "a": op.client_time.to_rfc3339() }));
        }
        let list = Value::Array(list).to_string();
        query!(
            "insert into op (op_id, device, seq, unit, kind, body, state, at)
             select unhex(j.value ->> 'i'), unhex(j.value ->> 'd'), j.value ->> 's', unhex(j.value ->> 'u'), j.value ->> 'k', j.value ->> 'b', 'pending', j.value ->> 'a'
             from json_each(?) j order by j.key",
            list
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Adds an op.
///
/// # Errors
/// [`Error::Sql`].
pub async fn add(db: &mut SqliteConnection, signed: &SignedOp) -> Result<()> {
    let op = &signed.op;
    let body = serde_json::to_string(signed).map_err(|e| stored("op", e))?;
    let (kind, at) = (op.act.kind(), op.client_time.to_rfc3339());
    query!("insert into op (op_id, device, seq, unit, kind, body, state, at) values (?, ?, ?, ?, ?, ?, 'pending', ?)", op.op_id.0, op.device.0, op.seq, op.unit.0, kind, body, at)
        .execute(db)
        .await?;
    Ok(())
}

struct Row {
    body: String,
    state: String,
    result: Option<String>,
    review: Option<String>,
}

fn entry(row: Row) -> Result<OutboxEntry> {
    Ok(OutboxEntry {
        signed: serde_json::from_str(&row.body).map_err(|e| stored("op", e))?,
        state: match row.state.as_str() {
            "received" => OutboxState::Received,
            "returned" => OutboxState::Returned,
            _ => OutboxState::Pending,
        },
        result: row
            .result
            .map(|r| serde_json::from_str(&r).map_err(|e| stored("result", e)))
            .transpose()?,
        review: row
            .review
            .map(|r| serde_json::from_str(&r).map_err(|e| stored("review", e)))
            .transpose()?,
    })
}

/// The first ops that wait for an answer, in the order in which they were done: as many as one push
/// takes, all of one device.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn next(db: &mut SqliteConnection, count: usize) -> Result<Vec<OutboxEntry>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let found = sqlx::query_as!(
        Row,
        "select body, state, result, review from op
         where state = 'pending'
           and device = (select device from op where state = 'pending' order by n limit 1)
           and n < coalesce((select min(n) from op where state = 'pending' and device <>
             (select device from op where state = 'pending' order by n limit 1)), 9223372036854775807)
         order by n limit ?",
        count
    );
    found.fetch_all(db).await?.into_iter().map(entry).collect()
}

/// Ops that wait for an answer, in the order in which they were done.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn pending(db: &mut SqliteConnection) -> Result<Vec<OutboxEntry>> {
    let found = sqlx::query_as!(
        Row,
        "select body, state, result, review from op where state = 'pending' order by n"
    )
    .fetch_all(db)
    .await?;
    found.into_iter().map(entry).collect()
}

/// The last ops, newest first, and those to be looked at again before all others.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn latest(db: &mut SqliteConnection, count: i64) -> Result<Vec<OutboxEntry>> {
    let found = sqlx::query_as!(
        Row,
        "select body, state, result, review from op order by (state = 'returned' or review is not null) desc, n desc limit ?",
        count
    );
    found.fetch_all(db).await?.into_iter().map(entry).collect()
}

/// One op with what became of it.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn get(db: &mut SqliteConnection, op: OpId) -> Result<Option<OutboxEntry>> {
    let found = sqlx::query_as!(
        Row,
        "select body, state, result, review from op where op_id = ?",
        op.0
    );
    found.fetch_optional(db).await?.map(entry).transpose()
}

/// How many ops wait, and how many are to be looked at again.
///
/// # Errors
/// [`Error::Sql`].
pub async fn counts(db: &mut SqliteConnection) -> Result<(u32, u32)> {
    let found = query!(
        r#"select coalesce(sum(state = 'pending'), 0) as "waiting!: i64",
                  coalesce(sum(state = 'returned' or review is not null), 0) as "returned!: i64" from op"#
    );
    let counts = found.fetch_one(db).await?;
    Ok((
        u32::try_from(counts.waiting).unwrap_or(u32::MAX),
        u32::try_from(counts.returned).unwrap_or(u32::MAX),
    ))
}

/// Keeps the server's answer.
///
/// # Errors
/// [`Error::Sql`].
pub async fn answered(db: &mut SqliteConnection, result: &OpResult) -> Result<()> {
    let state = if matches!(result.state, OpState::Applied | OpState::Noop) {
        "received"
    } else {
        "returned"
    };
    let json = serde_json::to_string(result).map_err(|e| stored("result", e))?;
    query!(
        "update op set state = ?, result = ?, review = null where op_id = ?",
        state,
        json,
        result.op_id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Marks an op that the rule refuses on this machine now: its row shows *Cần xem lại*, and it is
/// still sent.
///
/// # Errors
/// [`Error::Sql`].
pub async fn review(db: &mut SqliteConnection, op: OpId, refusal: Option<&Refusal>) -> Result<()> {
    let json = refusal
        .map(serde_json::to_string)
        .transpose()
        .map_err(|e| stored("review", e))?;
    query!("update op set review = ? where op_id = ?", json, op.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Puts every row that unsent ops touched back to the server's copy.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn restore_base(db: &mut SqliteConnection) -> Result<()> {
    let kept = query!(r#"select table_name, id as "id: Uuid", body, version, seq from base"#);
    let kept = kept.fetch_all(&mut *db).await?;
    // Take everything out first: a key may have moved from one row to another.
    let all: Vec<_> = kept.iter().map(|k| (k.table_name.as_str(), k.id)).collect();
    rows::take_out(&mut *db, &all).await?;
    let before = kept.into_iter().filter_map(|kept| {
        let (version, seq) = (kept.version, kept.seq);
        kept.body.map(|body| WireBody { version, seq, body })
    });
    bodies::put(&mut *db, &before.collect::<Vec<_>>()).await?;
    query!("delete from base").execute(&mut *db).await?;
    Ok(())
}

/// The last op of a device that the server has answered, as far as is known here.
///
/// # Errors
/// [`Error::Sql`].
pub async fn answered_seq(db: &mut SqliteConnection, device: DeviceId) -> Result<i64> {
    let device = device.0;
    let last = query_scalar!(
        r#"select max(seq) as "seq: i64" from op where device = ? and state <> 'pending'"#,
        device
    )
    .fetch_one(db)
    .await?;
    Ok(last.unwrap_or(0))
}

/// Ops of a device that the server keeps for the time being.
///
/// # Errors
/// [`Error::Sql`].
pub async fn held(db: &mut SqliteConnection, device: DeviceId) -> Result<Vec<OpId>> {
    let found = query_scalar!(
        r#"select op_id as "id: Uuid" from op where device = ? and state = 'returned'
             and json_extract(result, '$.state') = 'held'"#,
        device.0
    );
    let found = found.fetch_all(db).await?.into_iter();
    Ok(found.map(OpId).collect())
}

/// Offers everything again that a person did here after a place of their device, and what they did
/// on earlier devices of this replica: the server has lost it, or never heard of it. Ids stay, so
/// that what it does know is only answered. Returns how many.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn offer_again(
    db: &mut SqliteConnection,
    actor: OfficerId,
    device: DeviceId,
    after: i64,
    sign: impl Fn(protocol::Op) -> serde_json::Result<SignedOp>,
) -> Result<u64> {
    let found = sqlx::query_as!(
        Row,
        "select body, state, result, review from op where device <> ? or seq > ? order by n",
        device.0,
        after
    )
    .fetch_all(&mut *db)
    .await?;
    let mut own = vec![];
    for row in found {
        let entry = entry(row)?;
        if entry.signed.op.actor == actor {
            own.push(entry.signed.op);
        }
    }
    let count = own.len() as u64;
    number(db, own, device, after, sign).await?;
    Ok(count)
}

/// Moves every waiting op to a new device, in order and with its signature: the old machine is
/// lost, or a copy of this one is at work. Ids stay, so that an op which arrived before is not done
/// twice. What it changed here is run again under the new device.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn move_to(
    db: &mut SqliteConnection,
    device: DeviceId,
    sign: impl Fn(protocol::Op) -> serde_json::Result<SignedOp>,
) -> Result<()> {
    restore_base(&mut *db).await?;
    let waiting = pending(&mut *db)
        .await?
        .into_iter()
        .map(|entry| entry.signed.op)
        .collect();
    number(&mut *db, waiting, device, 0, sign).await?;
    rerun(db, None).await
}

/// Gives ops the places after one of a device, signed anew; they wait to be sent. An answer from
/// before stays with them.
async fn number(
    db: &mut SqliteConnection,
    ops: Vec<protocol::Op>,
    device: DeviceId,
    after: i64,
    sign: impl Fn(protocol::Op) -> serde_json::Result<SignedOp>,
) -> Result<()> {
    // Out of the way first: a new place may be another op's old one.
    for op in &ops {
        query!("update op set seq = -n where op_id = ?", op.op_id.0)
            .execute(&mut *db)
            .await?;
    }
    for (op, seq) in ops.into_iter().zip(after + 1..) {
        let signed = sign(protocol::Op { device, seq, ..op }).map_err(|e| stored("op", e))?;
        let body = serde_json::to_string(&signed).map_err(|e| stored("op", e))?;
        query!(
            "update op set device = ?, seq = ?, body = ?, state = 'pending' where op_id = ?",
            device.0,
            seq,
            body,
            signed.op.op_id.0
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Runs the waiting ops again on what the server sent, in order, by the same rule; not those whose
/// effect the server's rows already show, because only their answer was lost.
///
/// # Errors
/// [`Error::Sql`], [`Error::Stored`].
pub async fn rerun(db: &mut SqliteConnection, shown: Option<(DeviceId, i64)>) -> Result<()> {
    let mut scene = Scene::default();
    for waiting in pending(&mut *db).await? {
        let op = &waiting.signed.op;
        if shown.is_some_and(|(device, seq)| op.device == device && op.seq <= seq) {
            continue;
        }
        let ctx: Ctx = op.ctx();
        rows::load(&mut *db, &mut scene, &op.act.needs(&ctx)).await?;
        let refusal = match decide(scene.facts(), &op.act, &ctx) {
            Ok(changes) => match apply_checked(&mut *db, &changes).await {
                Ok(()) => {
                    scene.apply(&changes);
                    None
                }
                Err(Error::Refused(refusal)) => Some(refusal),
                Err(other) => return Err(other),
            },
            Err(refusal) => Some(refusal),
        };
        if refusal != waiting.review {
            review(&mut *db, op.op_id, refusal.as_ref()).await?;
        }
    }
    Ok(())
}

/// Applies all changes or none.
async fn apply_checked(db: &mut SqliteConnection, changes: &[Change]) -> Result<()> {
    query!("savepoint rerun").execute(&mut *db).await?;
    let done = apply_local(&mut *db, changes).await;
    if done.is_err() {
        query!("rollback to rerun").execute(&mut *db).await?;
    }
    query!("release rerun").execute(&mut *db).await?;
    done
}
