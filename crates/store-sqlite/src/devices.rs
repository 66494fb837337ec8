//! Devices.

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, OfficerId, UnitId};
use sqlx::{SqliteConnection, query};
use store::{Contact, Device, Result};
use uuid::Uuid;

use crate::pages::Mark;
use crate::{sql, time};

pub async fn find(db: &mut SqliteConnection, device: DeviceId) -> Result<Option<Device>> {
    let found = query!(
        r#"select officer as "officer: Uuid", unit as "unit: Uuid", public_key, last_op_seq,
             last_op_at, founds as "founds: bool", parent as "parent: Uuid", last_contact, settled_at,
             heard_seq, seen, enrolled_at, revoked_at
           from sync_device where device = ?"#,
        device.0
    );
    let Some(d) = found.fetch_optional(db).await.map_err(sql)? else {
        return Ok(None);
    };
    Ok(Some(Device {
        device,
        officer: OfficerId(d.officer),
        unit: UnitId(d.unit),
        public_key: d.public_key,
        last_op_seq: d.last_op_seq,
        last_op_at: d.last_op_at.as_deref().map(time).transpose()?,
        founds: d.founds,
        parent: d.parent.map(UnitId),
        last_contact: d.last_contact.as_deref().map(time).transpose()?,
        settled_at: d.settled_at.as_deref().map(time).transpose()?,
        heard_seq: d.heard_seq,
        seen: d.seen,
        enrolled_at: time(&d.enrolled_at)?,
        revoked: d.revoked_at.is_some(),
    }))
}

/// How far a device has come with its ops.
pub async fn move_on(db: &mut SqliteConnection, device: &Device) -> Result<()> {
    let at = device.last_op_at.map(|at| at.to_rfc3339());
    query!(
        "update sync_device set last_op_seq = ?, last_op_at = ? where device = ?",
        device.last_op_seq,
        at,
        device.device.0
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

pub async fn insert(db: &mut SqliteConnection, device: &Device, at: DateTime<Utc>) -> Result<()> {
    let (parent, at) = (device.parent.map(|u| u.0), at.to_rfc3339());
    query!(
        "insert or ignore into sync_device
           (device, officer, unit, public_key, last_op_seq, founds, parent, enrolled_at, settled_at)
         values (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, case when ?5 then null else coalesce(
           (select max(settled_at) from sync_device
            where officer = ?2 and unit = ?3 and revoked_at is null), ?7) end)",
        device.device.0,
        device.officer.0,
        device.unit.0,
        device.public_key,
        device.founds,
        parent,
        at
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

pub async fn note_contact(
    db: &mut SqliteConnection,
    device: DeviceId,
    contact: &Contact,
) -> Result<()> {
    let at = contact.at.to_rfc3339();
    let seen = contact
        .mark
        .as_deref()
        .and_then(Mark::read)
        .map(|mark| mark.n);
    query!(
        "update sync_device set last_contact = ?1, heard_seq = ?2,
           settled_at = case when ?3 then ?1 else settled_at end, seen = coalesce(?4, seen)
         where device = ?5",
        at,
        contact.heard_seq,
        contact.settled,
        seen,
        device.0
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

pub async fn revoke(db: &mut SqliteConnection, device: DeviceId, at: DateTime<Utc>) -> Result<()> {
    let at = at.to_rfc3339();
    query!(
        "update sync_device set revoked_at = ? where device = ?",
        at,
        device.0
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}
