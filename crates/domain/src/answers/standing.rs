//! A printed page in somebody's hand: which minutes it names, and what the register says of them.

use chrono::{DateTime, Utc};

use crate::calendar::day_of;
use crate::facts::Facts;
use crate::ids::MinutesId;
use crate::minutes::{EndKind, HandoverMinutes};
use crate::route::Route;
use crate::signatures::Scan;

/// What the register says of minutes at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Frozen, and nobody has recorded that it was signed.
    NotSigned,
    /// Signed, and what it gives counts.
    Stands(Proof),
    /// Signed, but the scan did not follow within its days, so nothing counts until it does.
    ScanOverdue,
    /// The last day of everything that it gives has passed.
    Expired,
    /// Newer minutes say what stands.
    Replaced(Option<MinutesId>),
    /// The rights were taken back.
    TakenBack(Option<MinutesId>),
    /// A party declined to sign.
    Declined,
    /// Cancelled before signing.
    Cancelled,
}

/// What shows that minutes were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The scan of the signed paper.
    Scanned,
    /// Nothing yet: the scan may follow within its days.
    ScanToCome,
    /// A scan that no program reads: it may be accepted by eye within its days.
    ScanOpen,
    /// The signed file itself.
    Digital,
}

/// What the register says of minutes.
#[must_use]
pub fn standing(facts: &Facts, minutes: &HandoverMinutes, at: DateTime<Utc>) -> Standing {
    if let Some(ended) = &minutes.ended {
        return match ended.kind {
            EndKind::Replaced => Standing::Replaced(ended.minutes),
            EndKind::TakenBack => Standing::TakenBack(ended.minutes),
            EndKind::Declined => Standing::Declined,
            EndKind::Cancelled => Standing::Cancelled,
        };
    }
    let Some(signed) = minutes.signed() else {
        return Standing::NotSigned;
    };
    let rights: Vec<_> = facts
        .rights_by(minutes.id)
        .filter(|d| d.in_force_at.is_some())
        .collect();
    let past = |until: Option<chrono::NaiveDate>| until.is_some_and(|until| until < day_of(at));
    if !rights.is_empty()
        && rights
            .iter()
            .all(|d| d.closed.is_some() || past(d.line.until))
    {
        return Standing::Expired;
    }
    let scan = signed.scan.as_ref();
    if !scan.is_some_and(Scan::counts)
        && rights.iter().any(|d| {
            d.closed.is_none() && !past(d.line.until) && d.scan_due.is_some_and(|due| due <= at)
        })
    {
        return Standing::ScanOverdue;
    }
    let proof = match (scan, minutes.route) {
        (Some(scan), _) if scan.counts() => Proof::Scanned,
        (Some(_), _) => Proof::ScanOpen,
        (None, Some(Route::Digital)) => Proof::Digital,
        (None, _) => Proof::ScanToCome,
    };
    Standing::Stands(proof)
}
