//! Opening: what only the server adds to a signed right, and to a register that asks for numbers.

use chrono::{DateTime, Duration, Utc};

use crate::calendar::day_of;
use crate::delegation::{Delegation, Holder, SCAN_DAYS};
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::ids::UnitId;
use crate::rights::{Claim, covered};
use crate::row::{Change, Row};
use crate::unit::{Unit, UnitKind};

/// What opening asks of a unit: the rights that wait for it, and what they hang on; the registers
/// that ask for numbers.
#[must_use]
pub fn needs(unit: UnitId) -> Scope {
    const UNOPENED: Follow = Follow::new("unopened", |row| match row {
        Row::Delegation(right) => Scope::new().classes_of(&right.line),
        _ => Scope::new(),
    });
    let unopened = Lookup::By(Entry::unopened(unit));
    Scope::new()
        .find_then(unopened, UNOPENED)
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

/// Whether what a right hangs on is opened and covers it, and the right lies within its unit.
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
    facts.line_within(&right.line, right.unit).is_ok()
        && covered(&claim, &facts.opened_holding(above, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{BLOCK, LAST, Register};
    use crate::rights::Dim;
    use crate::samples::rows::register;
    use crate::samples::{
        CLASS, COMMUNE, OTHER_SCHOOL, SCHOOL, TEACHER, class, monday, needed, right_in_force, town,
        town_with_signed, unit, with,
    };
    use crate::school_class::SchoolClass;
    use crate::unit::SchoolLevel;

    /// What the server opens next in the school, on what it loads for that.
    fn opened(facts: &Facts) -> Vec<Change> {
        let at = monday() + chrono::Duration::hours(1);
        let on_needed = next(&needed(facts, &needs(SCHOOL)), SCHOOL, at);
        assert_eq!(on_needed, next(facts, SCHOOL, at));
        on_needed
    }

    #[test]
    fn a_right_within_its_unit_is_opened() {
        assert_eq!(opened(&town_with_signed()).len(), 1);
    }

    #[test]
    fn a_right_beyond_the_levels_and_classes_of_its_unit_is_never_opened() {
        let mut beyond = right_in_force();
        beyond.line.levels = Dim::one(SchoolLevel::UpperSecondary);
        let of_level = with(town_with_signed(), [Row::Delegation(beyond)]);
        let elsewhere = SchoolClass {
            unit: OTHER_SCHOOL,
            ..class(CLASS, "6A2", Some(TEACHER))
        };
        let of_class = with(town_with_signed(), [Row::SchoolClass(elsewhere)]);
        for facts in [of_level, of_class] {
            assert_eq!(opened(&facts), []);
        }
    }

    fn leased(facts: &Facts) -> Vec<Row> {
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
        let granted = Register {
            ceiling: 80,
            ..register()
        };
        let facts = with(town(), [Row::Register(asks)]);
        assert_eq!(leased(&facts), [Row::Register(granted.clone())]);
        assert_eq!(leased(&with(facts, [Row::Register(granted)])), []);
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
        assert_eq!(leased(&facts), [Row::Register(bounded)]);
        let alone = Unit {
            alone: true,
            ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
        };
        assert_eq!(leased(&with(facts, [Row::Unit(alone)])), []);
    }
}
