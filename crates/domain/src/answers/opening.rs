//! Opening: what only the server adds to a signed right.

use chrono::{DateTime, Duration, Utc};

use crate::calendar::day_of;
use crate::delegation::{Delegation, Holder, SCAN_DAYS};
use crate::facts::{Entry, Facts, Scope};
use crate::ids::UnitId;
use crate::rights::{Claim, covered};
use crate::row::{Change, Row};
use crate::unit::Unit;

/// What opening asks of a unit: the rights that wait for it, and what they hang on.
#[must_use]
pub fn needs(unit: UnitId) -> Scope {
    Scope::new().by(Entry::unopened(unit)).holding(unit)
}

/// The rights of a unit that the server opens next at an instant: signed, and hanging on a holding
/// that is opened itself. Whoever asks goes on with what was opened and asks again until nothing is
/// left: the unit's own holding comes first, then the rights of its people.
///
/// The days within which the scan must follow begin now: a machine that was long without contact
/// could not send its papers before.
///
/// A unit that was founded alone keeps *chưa đối chiếu với Sở* until minutes of kind b give it a
/// real holding.
#[must_use]
pub fn next(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Change> {
    let opens = |of_unit: bool| {
        facts
            .unopened(unit)
            .filter(|right| matches!(right.holder, Holder::Unit(_)) == of_unit)
            .filter(|right| hangs_on_opened(facts, right, at))
            .map(|right| {
                Change(Row::Delegation(Delegation {
                    opened_at: Some(at),
                    scan_due: right.scan_due.map(|_| at + Duration::days(SCAN_DAYS)),
                    ..right.clone()
                }))
            })
            .collect::<Vec<_>>()
    };
    let holding = opens(true);
    let mut changes = if holding.is_empty() {
        opens(false)
    } else {
        holding
    };
    let alone = facts.units.get(&unit).filter(|row| row.alone);
    if let Some(row) = alone.filter(|_| !changes.is_empty()) {
        changes.push(Change(Row::Unit(Unit {
            alone: false,
            ..row.clone()
        })));
    }
    changes
}

/// Whether what a right hangs on is opened and covers it.
fn hangs_on_opened(facts: &Facts, right: &Delegation, at: DateTime<Utc>) -> bool {
    // A holding may reach back to the founding of a unit that began alone; what counts is what is
    // given now.
    let (above, from) = match right.holder {
        Holder::Unit(_) => (right.given_by, day_of(at)),
        Holder::Officer(_) => (right.unit, right.line.from),
    };
    let claim = Claim {
        from,
        ..right.claim()
    };
    covered(&claim, &facts.opened_holding(above, at))
}
