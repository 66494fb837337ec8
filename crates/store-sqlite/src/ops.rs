//! Ops with their answers.

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, OpId, UnitId};
use protocol::{OpResult, OpState, RawOp};
use serde_json::{Value, json};
use sqlx::{SqliteConnection, query, query_as, query_scalar};
use store::{Error, KeptOp, Result};
use uuid::Uuid;

use crate::{sql, time};

pub async fn answers_before(db: &mut SqliteConnection, ops: &[OpId]) -> Result<Vec<OpResult>> {
    let ops = ops.iter().map(|op| op.0.simple());
    let ops = serde_json::to_string(&ops.collect::<Vec<_>>())?;
    let found = query_scalar!(
        r#"select o.result as "result!: String" from json_each(?) j
           join sync_op o on o.op_id = unhex(j.value)"#,
        ops
    );
    let found = found.fetch_all(db).await.map_err(sql)?.into_iter();
    found.map(|text| Ok(serde_json::from_str(&text)?)).collect()
}

/// Keeps ops with their answers.
pub async fn keep_all(db: &mut SqliteConnection, ops: &[(KeptOp, OpResult)]) -> Result<()> {
    let ops = ops.iter().map(|(op, result)| {
        Ok(json!({
            "o": op.op_id.0.simple(), "d": op.device.0.simple(), "q": op.seq,
            "u": op.unit.0.simple(), "k": op.kind, "b": op.body,
            "r": serde_json::to_string(result)?, "t": result.received_at.to_rfc3339(),
            "w": op.done_at.to_rfc3339(),
        }))
    });
    let ops = Value::Array(ops.collect::<Result<_>>()?).to_string();
    query!(
        "insert into sync_op (op_id, device, seq, unit, kind, body, result, received_at, done_at)
         select unhex(j.value ->> 'o'), unhex(j.value ->> 'd'), j.value ->> 'q',
           unhex(j.value ->> 'u'), j.value ->> 'k', j.value ->> 'b', j.value ->> 'r',
           j.value ->> 't', j.value ->> 'w'
         from json_each(?) j",
        ops
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

pub async fn answer_again(db: &mut SqliteConnection, result: &OpResult) -> Result<()> {
    let answer = serde_json::to_string(result)?;
    query!(
        "update sync_op set result = ? where op_id = ?",
        answer,
        result.op_id.0
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

/// An op as it is stored.
struct Stored {
    op_id: Uuid,
    device: Uuid,
    seq: i64,
    unit: Uuid,
    kind: String,
    body: String,
    result: String,
    done_at: Option<String>,
}

fn kept(stored: Stored) -> Result<(KeptOp, OpResult)> {
    let op = KeptOp {
        op_id: OpId(stored.op_id),
        device: DeviceId(stored.device),
        seq: stored.seq,
        kind: stored.kind,
        unit: UnitId(stored.unit),
        done_at: match stored.done_at.as_deref() {
            Some(done) => time(done)?,
            None => client_time(&stored.body)?,
        },
        body: stored.body,
    };
    Ok((op, serde_json::from_str(&stored.result)?))
}

/// Every op with its answer, as they were received.
pub async fn history(db: &mut SqliteConnection) -> Result<Vec<(KeptOp, OpResult)>> {
    let found = query_as!(
        Stored,
        r#"select op_id as "op_id: Uuid", device as "device: Uuid", seq, unit as "unit: Uuid", kind,
             body, result, done_at from sync_op order by received_at, device, seq"#
    );
    let found = found.fetch_all(db).await.map_err(sql)?;
    found.into_iter().map(kept).collect()
}

/// An op with its answer.
pub async fn find(db: &mut SqliteConnection, op: OpId) -> Result<Option<(KeptOp, OpResult)>> {
    let found = query_as!(
        Stored,
        r#"select op_id as "op_id: Uuid", device as "device: Uuid", seq, unit as "unit: Uuid", kind,
             body, result, done_at from sync_op where op_id = ?"#,
        op.0
    );
    let found = found.fetch_optional(db).await.map_err(sql)?;
    found.map(kept).transpose()
}

/// Ops that wait for a newer program, oldest first.
pub async fn newer(db: &mut SqliteConnection) -> Result<Vec<KeptOp>> {
    let found = query_as!(
        Stored,
        r#"select op_id as "op_id: Uuid", device as "device: Uuid", seq, unit as "unit: Uuid", kind,
             body, result, done_at from sync_op
           where json_extract(result, '$.refusal.code') = 'needs_update'
             and json_extract(result, '$.state') = 'held' order by received_at, device, seq"#
    );
    let found = found.fetch_all(db).await.map_err(sql)?.into_iter();
    found.map(|stored| Ok(kept(stored)?.0)).collect()
}

fn client_time(body: &str) -> Result<DateTime<Utc>> {
    let raw: RawOp = serde_json::from_str(body)?;
    let envelope = raw.envelope();
    let envelope = envelope.ok_or_else(|| Error::Stored("an op without its time".to_owned()))?;
    Ok(envelope.client_time)
}

pub async fn answers(
    db: &mut SqliteConnection,
    device: DeviceId,
    held: &[OpId],
) -> Result<Vec<OpResult>> {
    let mut answers = vec![];
    for op in held {
        let found = query_scalar!(
            "select result from sync_op where op_id = ? and device = ?",
            op.0,
            device.0
        );
        let Some(text) = found.fetch_optional(&mut *db).await.map_err(sql)? else {
            continue;
        };
        let answer: OpResult = serde_json::from_str(&text)?;
        answers.extend(Some(answer).filter(|answer| answer.state != OpState::Held));
    }
    Ok(answers)
}
