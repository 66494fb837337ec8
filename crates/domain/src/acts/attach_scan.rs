//! Filing the scan of signed minutes; without it the right stops after seven days.

use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, minutes_needs, own_minutes, scoped};
use crate::delegation::Delegation;
use crate::facts::{Facts, Scope};
use crate::ids::{BlobHash, MinutesId, UnitId};
use crate::minutes::{HandoverMinutes, Progress, Signed};
use crate::refusal::{Code, Refusal};
use crate::route::Route;
use crate::row::{Change, Row};
use crate::signatures::Scan;

/// Files a scan whose pages the machine has checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachScan {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The file.
    pub scan: BlobHash,
    /// Its pages.
    pub pages: u32,
    /// The check code read from its QR codes.
    pub check_code: String,
}

scoped!(AttachScan);

/// The minutes with the rights that they carry.
pub(super) fn needs(request: &AttachScan, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx)
}

/// Files a scan.
///
/// # Errors
/// `may_not_prepare`; `wrong_state` before signing or with a scan already filed; `wrong_route`;
/// `scan_pages`; `scan_of_other`.
pub fn decide(facts: &Facts, request: &AttachScan, ctx: &Ctx) -> Decision {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    facts.may_prepare(ctx.actor, minutes.giver_unit, ctx.stamp.at)?;
    let Progress::Signed {
        frozen,
        signed,
        number,
    } = &minutes.progress
    else {
        return Err(Refusal::new(Code::WrongState));
    };
    if signed.scan.is_some() {
        return Err(Refusal::new(Code::WrongState));
    }
    // What was signed digitally has no paper.
    if facts.route(minutes)? == Route::Digital {
        return Err(Refusal::new(Code::WrongRoute));
    }
    if !request.scan.well_formed() {
        return Err(Refusal::new(Code::BadRequest));
    }
    if request.check_code != frozen.check_code {
        return Err(Refusal::new(Code::ScanOfOther).with("page", 1));
    }
    if request.pages != frozen.pages {
        return Err(Refusal::new(Code::ScanPages)
            .with("found", request.pages)
            .with("expected", frozen.pages));
    }
    let scan = Scan {
        at: ctx.stamp.at,
        by: ctx.actor,
        blob: request.scan.clone(),
        pages: request.pages,
        copy: None,
    };
    let progress = Progress::Signed {
        frozen: frozen.clone(),
        signed: Signed {
            scan: Some(scan),
            ..signed.clone()
        },
        number: *number,
    };
    let mut changes = vec![Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        progress,
        ..minutes.clone()
    })))];
    let rights = facts
        .rights_by(minutes.id)
        .filter(|d| d.in_force_at.is_some() && d.closed.is_none());
    changes.extend(rights.map(|d| {
        Change(Row::Delegation(Delegation {
            scanned_at: Some(ctx.stamp.at),
            ..d.clone()
        }))
    }));
    Ok(changes)
}
