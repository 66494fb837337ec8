//! Opening: what only the server adds to a signed right.

use chrono::{DateTime, Utc};

use crate::calendar::day_of;
use crate::delegation::{Delegation, Holder};
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::ids::UnitId;
use crate::rights::{Claim, covered};
use crate::row::{Change, Row};
use crate::unit::Unit;

/// What opening asks of a unit: the rights that wait for it, and what they hang on.
#[must_use]
pub fn needs(unit: UnitId) -> Scope {
    const UNOPENED: Follow = Follow::new("unopened", |row| match row {
        Row::Delegation(right) => Scope::new().classes_of(&right.line),
        _ => Scope::new(),
    });
    let unopened = Lookup::By(Entry::unopened(unit));
    Scope::new().find_then(unopened, UNOPENED).holding(unit)
}

/// The rights of a unit that the server opens next at an instant: signed, and hanging on a holding
/// that is opened itself. Whoever asks goes on with what was opened and asks again until nothing is
/// left: the unit's own holding comes first, then the rights of its people.
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
    changes
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
    use crate::rights::Dim;
    use crate::samples::{
        CLASS, OTHER_SCHOOL, SCHOOL, TEACHER, class, monday, needed, right_in_force,
        town_with_signed, with,
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
}
