//! Opening: what only the server adds to a signed right, and to a register that asks for numbers.

use chrono::{DateTime, Utc};

use crate::calendar::day_of;
use crate::delegation::{Delegation, Holder};
use crate::facts::{Entry, Facts, Scope};
use crate::ids::UnitId;
use crate::rights::{Claim, covered};
use crate::row::{Change, Row};
use crate::unit::{Unit, UnitKind};

/// What opening asks of a unit: the rights that wait for it, and what they hang on; the registers
/// that ask for numbers.
#[must_use]
pub fn needs(unit: UnitId) -> Scope {
    Scope::new()
        .by(Entry::unopened(unit))
        .by(Entry::unleased(unit))
        .holding(unit)
}

/// What the server adds next to a unit at an instant.
///
/// A register is leased the block that its holder asked for: until then no number of it counts.
/// Rights are opened that are signed, and hang on a holding that is opened itself. Whoever asks goes
/// on with what was opened and asks again until nothing is left: the unit's own holding comes first,
/// then the rights of its people.
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
    changes.extend(leases(facts, unit));
    changes
}

/// The registers of a unit with the blocks that their holders asked for; one without an end is
/// bounded, unless its unit is alone. A server that has lost history leaves these changes out until
/// the machines have offered again what it knew: it cannot know which numbers it had leased.
fn leases(facts: &Facts, unit: UnitId) -> impl Iterator<Item = Change> {
    let own = |unit: &Unit| unit.alone || unit.kind == UnitKind::Department;
    let alone = facts.units.get(&unit).is_none_or(own);
    let registers = facts.registers.values().filter(move |r| r.unit == unit);
    let leased = registers.filter_map(move |register| match register.leased() {
        None if register.unbounded() && !alone => Some(register.bounded()),
        leased => leased,
    });
    leased.map(|register| Change(Row::Register(register)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{BLOCK, LAST, Register};
    use crate::samples::rows::register;
    use crate::samples::{COMMUNE, SCHOOL, monday, town, unit, with};

    fn opened(facts: &Facts) -> Vec<Row> {
        let changes = next(facts, SCHOOL, monday()).into_iter();
        let rows = changes.map(|Change(row)| row);
        rows.filter(|row| matches!(row, Row::Register(_))).collect()
    }

    #[test]
    fn the_server_leases_the_block_that_a_register_asks_for() {
        let asks = Register {
            asked: Some(80),
            ..register()
        };
        let leased = Register {
            ceiling: 80,
            ..register()
        };
        let facts = with(town(), [Row::Register(asks)]);
        assert_eq!(opened(&facts), [Row::Register(leased.clone())]);
        assert_eq!(opened(&with(facts, [Row::Register(leased)])), []);
    }

    #[test]
    fn a_block_without_an_end_is_that_of_a_unit_alone() {
        let endless = Register {
            ceiling: LAST,
            ..register()
        };
        let bounded = Register {
            ceiling: 11 + BLOCK,
            ..register()
        };
        let facts = with(town(), [Row::Register(endless)]);
        assert_eq!(opened(&facts), [Row::Register(bounded)]);
        let alone = Unit {
            alone: true,
            ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
        };
        assert_eq!(opened(&with(facts, [Row::Unit(alone)])), []);
    }
}
