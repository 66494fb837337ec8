//! Opening: what only the server adds to a signed right.

use chrono::{DateTime, Utc};

use crate::delegation::Holder;
use crate::facts::Facts;
use crate::ids::UnitId;
use crate::rights::covered;
use crate::row::{Change, Row};

/// The rights of a unit that the server opens at an instant: signed, and hanging on a holding that
/// is opened itself.
///
/// A unit's own holding opens first, so that one call opens it and the rights of its people. A unit
/// that was founded alone keeps *chưa đối chiếu với Sở* until minutes of kind b give it a real
/// holding.
#[must_use]
pub fn open(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Change> {
    let mut facts = facts.clone();
    let mut changes = vec![];
    for holdings_of_units in [true, false] {
        let waiting: Vec<_> = facts
            .delegations
            .values()
            .filter(|d| {
                d.unit == unit
                    && d.opened_at.is_none()
                    && !d.provisional
                    && d.in_force_at.is_some()
                    && d.closed.is_none()
            })
            .filter(|d| matches!(d.holder, Holder::Unit(_)) == holdings_of_units)
            .cloned()
            .collect();
        for mut right in waiting {
            let above = if holdings_of_units {
                right.given_by
            } else {
                unit
            };
            // A holding may reach back to the founding of a unit that began alone; what counts is
            // what is given now.
            let from = if holdings_of_units {
                crate::calendar::day_of(at)
            } else {
                right.line.from
            };
            if covered(
                &crate::rights::Claim {
                    from,
                    ..right.claim()
                },
                &facts.opened_holding(above, at),
            ) {
                right.opened_at = Some(at);
                changes.push(Change(Row::Delegation(right.clone())));
                facts.put(Row::Delegation(right));
            }
        }
    }
    if let Some(row) = facts
        .units
        .get(&unit)
        .filter(|row| row.alone && !changes.is_empty())
    {
        changes.push(Change(Row::Unit(crate::unit::Unit {
            alone: false,
            ..row.clone()
        })));
    }
    changes
}
