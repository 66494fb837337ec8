//! The school levels of a unit: said when it is entered, and changed from a day on.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::units::{decided, decision_needs};
use super::{Ctx, Decision, scoped};
use crate::facts::{Facts, Lookup, Scope};
use crate::ids::{DocumentId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::unit::{Dated, SchoolLevel, Unit, UnitKind};

/// Says which school levels a unit has from a day on; papers and classes of before keep the old
/// ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SetLevels {
    /// The unit.
    pub unit: UnitId,
    /// Every level that it has from then on.
    pub levels: BTreeSet<SchoolLevel>,
    /// First day.
    pub from: NaiveDate,
    /// The decision. A unit that stands alone, or never said its levels, mends what was entered and
    /// needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

scoped!(SetLevels);

/// The line of the unit, its classes, and the decision.
pub(super) fn needs(request: &SetLevels, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find(Lookup::In(Table::SchoolClass, request.unit))
        .and(decision_needs(request.document))
}

/// Refuses unless the person leads the unit or one above it: what may be handed over hangs on the
/// levels.
///
/// # Errors
/// `only_the_head`; `not_found` for the unit.
pub(super) fn may(facts: &Facts, request: &SetLevels, ctx: &Ctx) -> Result<(), Refusal> {
    facts.must_lead(ctx.actor, request.unit, ctx.stamp.at)
}

/// Sets the levels of a unit from a day on.
///
/// # Errors
/// `only_the_head` unless the actor leads the unit or one above it; `not_found` for the unit or the
/// decision; `nothing_chosen` without a level, unless it is the Sở; `decision_missing` unless the unit
/// stands alone or had no level; `dates_reversed` before the running levels began; `level_in_use`
/// while a class has a level that goes.
pub fn decide(facts: &Facts, request: &SetLevels, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    let before = facts.unit(request.unit)?;
    if request.levels.is_empty() && before.kind != UnitKind::Department {
        return Err(Refusal::new(Code::NothingChosen));
    }
    let mends = before.alone || before.levels.is_empty();
    if !mends || request.document.is_some() {
        decided(facts, request.document, request.unit, ctx)?;
    }
    if request.levels == before.levels {
        return Ok(vec![]);
    }
    if !before.levels_before.is_empty() && request.from < before.levels_from() {
        return Err(Refusal::new(Code::DatesReversed));
    }
    none_in_use(facts, request)?;
    let unit = with_levels(before, request).changed_from(before, ctx.stamp.at);
    Ok(vec![Change(Row::Unit(unit))])
}

/// What was never said, or holds from the very first day, is mended; anything else has been so.
fn with_levels(before: &Unit, request: &SetLevels) -> Unit {
    let mut unit = before.clone();
    let begun = before.levels_from();
    if !before.levels.is_empty() && begun < request.from {
        unit.levels_before.push(Dated {
            value: before.levels.clone(),
            from: begun,
            until: request.from.pred_opt(),
        });
    }
    unit.levels.clone_from(&request.levels);
    unit
}

/// Refuses to take a level from under classes that are still there on the day or come later.
fn none_in_use(facts: &Facts, request: &SetLevels) -> Result<(), Refusal> {
    let mut classes = facts.classes.values().filter(|class| {
        class.unit == request.unit && request.from <= class.year.last_day() && !class.withdrawn
    });
    let gone = |level| !request.levels.is_empty() && !request.levels.contains(level);
    match classes.find(|class| gone(&class.level)) {
        Some(class) => Err(Refusal::new(Code::LevelInUse).with("class", &class.name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::AddClass;
    use crate::calendar::SchoolYear;
    use crate::document::Document;
    use crate::samples::{
        COLLEAGUE, COMMUNE, DECISION, DEPARTMENT, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by,
        document, done, head_of, refused, requests, today, town, unit, with, yesterday,
    };

    fn decided_by(document: Option<DocumentId>) -> SetLevels {
        SetLevels {
            document,
            ..requests::set_levels()
        }
    }

    fn primary(from: NaiveDate) -> SetLevels {
        SetLevels {
            levels: [SchoolLevel::Primary].into(),
            from,
            ..decided_by(Some(DECISION))
        }
    }

    /// The town whose school has no class any more.
    fn without_classes() -> Facts {
        let town = town();
        let rows = town.iter();
        rows.filter(|row| !matches!(row, Row::SchoolClass(_)))
            .collect()
    }

    fn row(rows: &[Row]) -> &Unit {
        let [Row::Unit(unit)] = rows else {
            panic!("{rows:?}");
        };
        unit
    }

    fn school(change: impl FnOnce(Unit) -> Unit) -> Facts {
        let before = unit(SCHOOL, UnitKind::School, Some(COMMUNE));
        with(town(), [Row::Unit(change(before))])
    }

    #[test]
    fn a_unit_has_its_new_levels_from_the_day_on_and_its_old_ones_before() {
        let rows = done(&town(), decided_by(Some(DECISION)), &by(HEAD, 1));
        let unit = row(&rows);
        let old = [SchoolLevel::LowerSecondary].into();
        assert_eq!(*unit.levels_on(yesterday()), old);
        assert_eq!(*unit.levels_on(today()), requests::set_levels().levels);
        let has = |level, day| unit.has_level(level, day, Some(day));
        assert!(!has(SchoolLevel::Primary, yesterday()));
        assert!(has(SchoolLevel::Primary, today()));
        assert!(has(SchoolLevel::LowerSecondary, yesterday()));
        assert!(!has(SchoolLevel::UpperSecondary, today()));
        assert_eq!(unit.past.earlier.len(), 1, "papers of before are known");
    }

    #[test]
    fn a_class_of_a_new_level_is_added_once_the_unit_has_it() {
        let class = || AddClass {
            level: SchoolLevel::Primary,
            ..requests::add_class()
        };
        let before = crate::acts::decide(&town(), &class().into(), &by(HEAD, 1));
        assert!(before.is_err());
        let rows = done(&town(), decided_by(Some(DECISION)), &by(HEAD, 1));
        let facts = with(town(), rows);
        assert_eq!(done(&facts, class(), &by(HEAD, 2)).len(), 1);
    }

    #[test]
    fn only_who_leads_a_unit_or_one_above_sets_its_levels() {
        let request = || decided_by(Some(DECISION));
        for actor in [TEACHER, COLLEAGUE, head_of(OTHER_SCHOOL)] {
            assert_eq!(
                refused(&town(), request(), &by(actor, 1)),
                Code::OnlyTheHead
            );
        }
        assert_eq!(done(&town(), request(), &by(head_of(COMMUNE), 1)).len(), 1);
        let lost = SetLevels {
            unit: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&town(), lost, &by(HEAD, 1)), Code::NotFound);
    }

    #[test]
    fn levels_of_a_unit_that_stands_under_another_change_by_a_decision() {
        let code = refused(&town(), decided_by(None), &by(HEAD, 1));
        assert_eq!(code, Code::DecisionMissing);
        let of_others = Document {
            unit: OTHER_SCHOOL,
            ..document()
        };
        let facts = with(town(), [Row::Document(of_others)]);
        let code = refused(&facts, decided_by(Some(DECISION)), &by(HEAD, 1));
        assert_eq!(code, Code::NotFound);
    }

    #[test]
    fn what_was_never_said_or_typed_wrongly_before_the_so_came_is_mended_without_one() {
        let alone = school(|unit| Unit {
            alone: true,
            ..unit
        });
        assert_eq!(done(&alone, decided_by(None), &by(HEAD, 1)).len(), 1);
        let unsaid = school(|unit| Unit {
            levels: [].into(),
            ..unit
        });
        let rows = done(&unsaid, decided_by(None), &by(HEAD, 1));
        assert!(
            row(&rows).levels_before.is_empty(),
            "no level was ever said"
        );
    }

    #[test]
    fn a_unit_other_than_the_so_has_a_level() {
        let none = |unit, document| SetLevels {
            unit,
            levels: [].into(),
            document,
            ..requests::set_levels()
        };
        let code = refused(&town(), none(SCHOOL, Some(DECISION)), &by(HEAD, 1));
        assert_eq!(code, Code::NothingChosen);
        let decision = Document {
            unit: DEPARTMENT,
            ..document()
        };
        let facts = with(town(), [Row::Document(decision)]);
        let head = by(head_of(DEPARTMENT), 1);
        assert_eq!(
            done(&facts, none(DEPARTMENT, Some(DECISION)), &head).len(),
            1
        );
    }

    #[test]
    fn levels_follow_one_another() {
        let rows = done(&town(), decided_by(Some(DECISION)), &by(HEAD, 1));
        let facts = with(town(), rows);
        let all = |from| SetLevels {
            levels: SchoolLevel::ALL.into(),
            from,
            ..decided_by(Some(DECISION))
        };
        let code = refused(&facts, all(yesterday()), &by(HEAD, 2));
        assert_eq!(code, Code::DatesReversed);
        // The same day again replaces what was said of it.
        let rows = done(&facts, all(today()), &by(HEAD, 2));
        assert_eq!(row(&rows).levels_before.len(), 1);
        let same = decided_by(Some(DECISION));
        assert!(done(&facts, same, &by(HEAD, 3)).is_empty());
    }

    #[test]
    fn a_level_is_not_taken_from_under_a_class() {
        let code = refused(&town(), primary(today()), &by(HEAD, 1));
        assert_eq!(code, Code::LevelInUse);
        assert_eq!(
            done(&without_classes(), primary(today()), &by(HEAD, 1)).len(),
            1
        );
        let next = SchoolYear::of(today()).next().first_day();
        assert_eq!(done(&town(), primary(next), &by(HEAD, 1)).len(), 1);
    }
}
