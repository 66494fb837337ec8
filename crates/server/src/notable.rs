//! Refusals that an unmodified program would not have run into at its last contact are noted for the
//! unit above: who, which machine, what, when. Everything else is an honest mistake, or news that had
//! not come yet.

use chrono::{DateTime, Utc};
use domain::Code;
use domain::calendar::day_of;
use domain::delegation::Holder;
use domain::facts::{Lookup, Scene, Scope};
use domain::ids::{NotableRefusalId, UnitId};
use domain::notable_refusal::NotableRefusal;
use domain::row::{Change, Row, Table};
use sha2::{Digest, Sha256};
use store::{Device, Work};
use uuid::Uuid;

use crate::{Error, Server};

/// How often the same thing is written down at most: who goes on trying fills no disk.
const STEP: chrono::Duration = chrono::Duration::minutes(1);

/// Whether a code says by itself that the program was modified: its own rule would have refused on
/// what it always knows.
pub(crate) fn by_itself(code: Code) -> bool {
    matches!(
        code,
        Code::ToSelf
            | Code::CustodianToSelf
            | Code::RecorderIsReceiver
            | Code::DecidesOwn
            | Code::NotTheActor
            | Code::OtherUnit
            | Code::BadSignature
            | Code::Replayed
            | Code::UnknownDevice
            | Code::EvidenceDiffers
            | Code::ScanOfOther
            | Code::ScanPages
    )
}

/// Whether a code says so unless what it rests on has changed since the machine's last contact.
fn by_what_it_knew(code: Code) -> bool {
    matches!(
        code,
        Code::MayNotPrepare
            | Code::MayNotGive
            | Code::MayNotTakeBack
            | Code::MayNotNumber
            | Code::MayNotAccept
            | Code::OnlyTheHead
            | Code::ScanFirst
            | Code::MoreThanHeld
            | Code::NotTheParent
            | Code::NotTheReceiver
            | Code::OutsideUnit
            | Code::Upwards
            | Code::DeputyWithoutDecision
            | Code::PastWithoutDecision
            | Code::BeyondYear
    )
}

/// Rows that say who may do what where: units, posts, admin logins, and what units hold.
fn says_who_may(row: &Row) -> bool {
    match row {
        Row::Unit(_) | Row::Appointment(_) | Row::Account(_) => true,
        Row::Delegation(right) => matches!(right.holder, Holder::Unit(_)),
        Row::Officer(_)
        | Row::SchoolClass(_)
        | Row::Document(_)
        | Row::HandoverMinutes(_)
        | Row::CsdlTask(_)
        | Row::Register(_)
        | Row::HeldAct(_)
        | Row::NotableRefusal(_) => false,
    }
}

/// Whether a refusal is noted: `needs` names what its rule looked at.
pub(crate) async fn is(
    work: &mut (dyn Work + '_),
    device: &Device,
    needs: &Scope,
    code: Code,
) -> Result<bool, Error> {
    if by_itself(code) {
        return Ok(true);
    }
    if !by_what_it_knew(code) {
        return Ok(false);
    }
    let mut scene = Scene::default();
    work.load(&mut scene, needs).await?;
    let rows = scene.facts().iter().filter(says_who_may);
    let rows: Vec<(Table, Uuid)> = rows.map(|row| (row.table(), row.id())).collect();
    Ok(!work.changed_since(&rows, device.seen).await?)
}

/// Notes a refusal, once a day for each machine, kind and code, with a count.
pub(crate) async fn note(
    work: &mut (dyn Work + '_),
    device: &Device,
    kind: Option<&str>,
    code: Code,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let mut scene = Scene::default();
    let id = id(device, kind, code, at);
    let scope = Scope::new()
        .row(Table::Unit, device.unit)
        .find(Lookup::Id(Table::NotableRefusal, id.0));
    work.load(&mut scene, &scope).await?;
    let facts = scene.facts();
    let noted = match facts.refusals.get(&id) {
        Some(before) if at - before.last_at < STEP => return Ok(()),
        Some(before) => NotableRefusal {
            last_at: at,
            times: before.times.saturating_add(1),
            ..before.clone()
        },
        None => NotableRefusal {
            id,
            unit: told(facts, device.unit, at),
            in_unit: device.unit,
            actor: device.officer,
            device: device.device,
            kind: kind.map(str::to_owned),
            code,
            first_at: at,
            last_at: at,
            times: 1,
        },
    };
    tracing::warn!(device = %device.device, kind, code = code.number(), "a refusal worth a look");
    work.write(&[Change(Row::NotableRefusal(noted))]).await?;
    Ok(())
}

/// Who is told: the unit above, or the unit itself where there is none.
fn told(facts: &domain::Facts, unit: UnitId, at: DateTime<Utc>) -> UnitId {
    let above = facts.units.get(&unit);
    above
        .and_then(|row| row.parent_on(day_of(at)))
        .unwrap_or(unit)
}

fn id(device: &Device, kind: Option<&str>, code: Code, at: DateTime<Utc>) -> NotableRefusalId {
    let digest = Sha256::new()
        .chain_update(device.device.0.as_bytes())
        .chain_update(kind.unwrap_or_default())
        .chain_update([0])
        .chain_update(code.number())
        .chain_update(day_of(at).to_string())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    NotableRefusalId(Uuid::new_v8(bytes))
}

impl Server {
    /// Notes what a device was refused before an act was read.
    pub(crate) async fn note_notable(&self, device: &Device, code: Code) -> Result<(), Error> {
        let mut work = self.store.begin().await?;
        note(&mut *work, device, None, code, self.now()).await?;
        work.commit().await?;
        Ok(())
    }
}
