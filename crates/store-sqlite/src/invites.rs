//! One-time codes.

use chrono::{DateTime, Utc};
use domain::ids::{OfficerId, UnitId};
use sqlx::{Connection, SqliteConnection, query};
use store::{Device, Invite, Result};
use uuid::Uuid;

use crate::{devices, sql, time};

pub async fn living(db: &mut SqliteConnection) -> Result<Vec<Invite>> {
    let found = query!(
        r#"select id as "id: Uuid", code_hash, officer as "officer: Uuid", unit as "unit: Uuid",
             parent as "parent: Uuid", tries, expires_at
           from invite i where used_at is null or exists (
             select 1 from sync_device d where d.device = i.used_by and d.last_contact is null
               and d.last_op_seq = 0 and d.revoked_at is null)"#
    );
    let found = found.fetch_all(db).await.map_err(sql)?;
    let invites = found.into_iter().map(|i| {
        Ok(Invite {
            id: i.id,
            code_hash: i.code_hash,
            officer: i.officer.map(OfficerId),
            unit: i.unit.map(UnitId),
            parent: i.parent.map(UnitId),
            tries: i.tries,
            expires_at: time(&i.expires_at)?,
        })
    });
    invites.collect()
}

pub async fn add(db: &mut SqliteConnection, invite: &Invite) -> Result<()> {
    let officer = invite.officer.map(|o| o.0);
    let (unit, parent) = (invite.unit.map(|u| u.0), invite.parent.map(|u| u.0));
    let expires = invite.expires_at.to_rfc3339();
    query!(
        "insert into invite (id, code_hash, officer, unit, parent, tries, expires_at)
         values (?, ?, ?, ?, ?, 0, ?)",
        invite.id,
        invite.code_hash,
        officer,
        unit,
        parent,
        expires
    )
    .execute(db)
    .await
    .map_err(sql)?;
    Ok(())
}

pub async fn count_try(db: &mut SqliteConnection, invite: Uuid) -> Result<()> {
    query!("update invite set tries = tries + 1 where id = ?", invite)
        .execute(db)
        .await
        .map_err(sql)?;
    Ok(())
}

pub async fn enrol(
    db: &mut SqliteConnection,
    invite: Uuid,
    device: &Device,
    at: DateTime<Utc>,
) -> Result<bool> {
    let mut tx = db.begin_with("begin immediate").await.map_err(sql)?;
    let stamp = at.to_rfc3339();
    let before = query!(
        r#"select i.used_by as "used_by: Uuid", coalesce(d.last_contact is not null
             or d.last_op_seq > 0 or d.revoked_at is not null, false) as "spoke!: bool"
           from invite i left join sync_device d on d.device = i.used_by where i.id = ?"#,
        invite
    );
    let before = before.fetch_optional(&mut *tx).await.map_err(sql)?;
    let Some(before) = before.filter(|before| !before.spoke) else {
        return Ok(false);
    };
    let silent = before.used_by.filter(|by| *by != device.device.0);
    if let Some(silent) = silent {
        devices::revoke(&mut tx, silent.into(), at).await?;
    }
    query!(
        "update invite set used_at = ?, used_by = ? where id = ?",
        stamp,
        device.device.0,
        invite
    )
    .execute(&mut *tx)
    .await
    .map_err(sql)?;
    devices::insert(&mut tx, device, at).await?;
    let stored = devices::find(&mut tx, device.device).await?;
    let same = |d: &Device| d.public_key == device.public_key && d.officer == device.officer;
    if !stored.is_some_and(|d| same(&d) && !d.revoked) {
        return Ok(false);
    }
    tx.commit().await.map_err(sql)?;
    Ok(true)
}
