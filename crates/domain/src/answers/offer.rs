//! What can be handed over to a person, by which minutes, and why some of it cannot.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{SchoolYear, day_of};
use crate::delegation::{Delegation, Holder};
use crate::facts::Facts;
use crate::ids::{OfficerId, UnitId};
use crate::kind::MinutesKind;
use crate::line::Line;
use crate::minutes::{HandoverMinutes, Progress};
use crate::refusal::Refusal;
use crate::rights::{Claim, Function, covered};
use crate::school_class::SchoolClass;
use crate::unit::{Unit, UnitKind};

/// The minutes by which a unit hands rights over to its people.
#[must_use]
pub fn kind(unit: &Unit) -> MinutesKind {
    if unit.kind.teaches() {
        MinutesKind::Duties
    } else {
        MinutesKind::Levels
    }
}

/// The minutes by which the admin account of a unit is handed over: by the unit above to the unit,
/// or by its head to a custodian.
#[must_use]
pub fn account_kind(unit: &Unit, from_above: bool) -> MinutesKind {
    match (from_above, unit.kind) {
        (false, _) => MinutesKind::Custody,
        (true, UnitKind::Commune) => MinutesKind::DepartmentToCommune,
        (true, _) => MinutesKind::ToSchool,
    }
}

/// The rights of a person in a unit that have not ended by a day, signed or not.
pub fn current(
    facts: &Facts,
    officer: OfficerId,
    unit: UnitId,
    day: NaiveDate,
) -> impl Iterator<Item = &Delegation> {
    facts
        .rights_held(Holder::Officer(officer))
        .filter(move |d| d.unit == unit && d.closed.is_none())
        .filter(move |d| d.line.until.is_none_or(|until| until >= day))
}

/// The rights of a person in a unit as the minutes that more is added to list them: those of the open
/// draft in place of those that it goes on from, and whatever else has not ended.
pub fn listed<'a>(
    facts: &'a Facts,
    officer: OfficerId,
    unit: UnitId,
    day: NaiveDate,
    open: Option<&'a HandoverMinutes>,
) -> impl Iterator<Item = &'a Delegation> {
    let draft = open.filter(|m| m.progress == Progress::Draft);
    let taken_up = draft.and_then(|m| m.replaces);
    current(facts, officer, unit, day).filter(move |d| Some(d.minutes) != taken_up)
}

/// Why something cannot be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The person has it already, or it stands in a draft.
    Held,
    /// Another teacher has the class.
    OtherTeacher(OfficerId),
    /// Nobody has the class yet.
    NoTeacher,
    /// The unit itself has not received it.
    NotOfUnit,
}

/// A line that could be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// With the rights that are proposed, from today until the school year ends.
    pub line: Line,
    /// Why it cannot be chosen.
    pub why_not: Option<WhyNot>,
}

/// What a unit can hand over to one of its people in a school year: classes and functions in a
/// school, levels elsewhere. A class is offered for as long as its teacher has it.
///
/// # Errors
/// `not_found`.
pub fn lines(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    at: DateTime<Utc>,
    year: SchoolYear,
) -> Result<Vec<Offered>, Refusal> {
    let (row, day) = (facts.unit(unit)?, year.worked_in_from(day_of(at)));
    let held = facts.holding(unit, at);
    let has: Vec<&Delegation> = current(facts, officer, unit, day).collect();
    let offered = |line: Line| Offered {
        why_not: why_not(&line, &has, &held),
        line,
    };
    if !row.kind.teaches() {
        let levels = row
            .levels_on(day)
            .iter()
            .map(|level| Line::level(*level, day));
        return Ok(levels.map(offered).collect());
    }
    let classes = facts.classes_in(unit, year).map(|class| {
        let mut line = Line::homeroom(class.id, day);
        if let Some(Some(last)) = class.had_until(officer, day) {
            line.until = line.until.map(|until| until.min(last));
        }
        let offered = offered(line);
        let teacher = no_teacher(class, officer, day);
        Offered {
            why_not: teacher.or(offered.why_not),
            ..offered
        }
    });
    let functions = Function::SCHOOL.map(|function| offered(Line::of(function, day)));
    Ok(classes.chain(functions).collect())
}

/// The functions that somebody follows in: what those who had the classes or the duty of a person
/// before had by minutes of the year and have no more, where it can be handed over as they had it.
#[must_use]
pub fn before(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    at: DateTime<Utc>,
    year: SchoolYear,
    offered: &[Offered],
) -> Vec<Function> {
    let day = year.worked_in_from(day_of(at));
    let earlier = predecessors(facts, unit, officer, day, year);
    let rights = earlier
        .iter()
        .flat_map(|who| facts.rights_held(Holder::Officer(*who)));
    let of_year = |d: &Delegation| {
        facts
            .minutes
            .get(&d.minutes)
            .is_some_and(|m| m.year == year)
    };
    let gone: Vec<&Line> = rights
        .filter(|d| d.unit == unit && d.in_force_at.is_some() && !d.in_force(at) && of_year(d))
        .map(|d| &d.line)
        .collect();
    offered
        .iter()
        .filter(|o| o.why_not.is_none() && o.line.function != Function::Homeroom)
        .filter(|o| {
            let as_much = |line: &&&Line| line.rights.is_superset(&o.line.rights);
            let mut same = gone.iter().filter(as_much);
            same.any(|line| line.same_matter(&o.line))
        })
        .map(|o| o.line.function)
        .collect()
}

/// Who had the classes and the duty of a person until that person came.
fn predecessors(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    day: NaiveDate,
    year: SchoolYear,
) -> BTreeSet<OfficerId> {
    let mut before = BTreeSet::new();
    for class in facts.classes_in(unit, year) {
        let mut own = class.teachers.iter().filter(|t| t.officer == officer);
        let Some(own) = own.find(|t| t.from <= day && t.until.is_none_or(|until| until >= day))
        else {
            continue;
        };
        let left = class.teachers.iter().filter(|t| t.officer != officer);
        let left = left.filter(|t| t.until.is_some_and(|until| until < own.from));
        before.extend(left.max_by_key(|t| t.until).map(|t| t.officer));
    }
    let posts = || facts.appointments.values().filter(|post| post.unit == unit);
    for own in posts().filter(|post| post.officer == officer && post.on(day)) {
        let same = posts().filter(|post| post.duty.is_some() && post.duty == own.duty);
        let left = same.filter(|post| post.officer != officer);
        let left = left.filter(|post| post.until.is_some_and(|until| until < own.from));
        before.extend(left.max_by_key(|post| post.until).map(|post| post.officer));
    }
    before
}

/// A line is there already, or the unit does not hold it.
fn why_not(line: &Line, has: &[&Delegation], held: &[Claim]) -> Option<WhyNot> {
    if has.iter().any(|d| d.line.same_matter(line)) {
        return Some(WhyNot::Held);
    }
    (!covered(&line.claim(), held)).then_some(WhyNot::NotOfUnit)
}

/// A class is given to those who have it.
fn no_teacher(class: &SchoolClass, officer: OfficerId, day: NaiveDate) -> Option<WhyNot> {
    if class.part_of(officer, day).is_some() {
        return None;
    }
    Some(match class.main_teacher(day) {
        Some(other) => WhyNot::OtherTeacher(other),
        None => WhyNot::NoTeacher,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;
    use crate::acts::HandOver;
    use crate::delegation::{Closing, ClosingReason};
    use crate::samples::requests::{hand_over, results};
    use crate::samples::{
        CLASS, COLLEAGUE, COMMUNE, HEAD, LOST, RIGHT, SCHOOL, TEACHER, by, class, done, head_of,
        monday, since, today, town, town_with_draft, town_with_signed, waiting_right, with,
        yesterday,
    };
    use crate::school_class::{ClassTeacher, TeacherPart};

    fn why_not_class(facts: &Facts, officer: OfficerId) -> Option<WhyNot> {
        let offered = lines(facts, SCHOOL, officer, monday(), SchoolYear(2026)).unwrap();
        let class = offered.into_iter().find(|o| o.line.names(CLASS)).unwrap();
        class.why_not
    }

    #[test]
    fn a_class_is_offered_to_its_teacher_alone() {
        let facts = town();
        assert_eq!(why_not_class(&facts, TEACHER), None);
        let other = Some(WhyNot::OtherTeacher(TEACHER));
        assert_eq!(why_not_class(&facts, COLLEAGUE), other);
    }

    #[test]
    fn what_a_draft_takes_up_is_listed_once_and_what_it_leaves_out_not_at_all() {
        let facts = town_with_signed();
        let day = day_of(monday());
        let ids = |facts: &Facts| -> Vec<_> {
            let open = facts.open_minutes(TEACHER, SCHOOL, MinutesKind::Duties, SchoolYear(2026));
            listed(facts, TEACHER, SCHOOL, day, open)
                .map(|d| d.id)
                .collect()
        };
        assert_eq!(ids(&facts), [RIGHT]);
        let more = HandOver {
            add: vec![results("Toán")],
            ..hand_over()
        };
        let drafted = done(&facts, more, &by(HEAD, 1));
        let facts = with(facts, drafted);
        let both = ids(&facts);
        assert!(both.len() == 2 && !both.contains(&RIGHT));
        let carried = facts
            .delegations
            .values()
            .find(|d| d.carries == Some(RIGHT));
        let without = HandOver {
            drop: vec![carried.unwrap().id],
            add: vec![],
            ..hand_over()
        };
        let dropped = done(&facts, without, &by(HEAD, 2));
        assert_eq!(ids(&with(facts, dropped)).len(), 1);
    }

    #[test]
    fn a_school_that_holds_nothing_can_hand_nothing_over() {
        let rows = town();
        let rows = rows.iter();
        let facts = rows
            .filter(|row| !matches!(row, Row::Delegation(_)))
            .collect();
        assert_eq!(why_not_class(&facts, TEACHER), Some(WhyNot::NotOfUnit));
    }

    #[test]
    fn an_office_offers_levels_and_a_school_classes_and_functions() {
        let facts = town();
        let of = |unit| lines(&facts, unit, head_of(unit), monday(), SchoolYear(2026)).unwrap();
        assert!(
            of(COMMUNE)
                .iter()
                .all(|o| o.line.function == Function::LevelOversight)
        );
        assert_eq!(of(SCHOOL).len(), 1 + Function::SCHOOL.len());
        assert_eq!(kind(&facts.units[&COMMUNE]), MinutesKind::Levels);
        assert_eq!(kind(&facts.units[&SCHOOL]), MinutesKind::Duties);
    }

    #[test]
    fn who_follows_somebody_is_offered_what_that_person_had_and_has_no_more() {
        let library = |closed| Delegation {
            id: LOST.into(),
            line: Line::of(Function::Library, today()),
            in_force_at: Some(monday()),
            closed,
            ..waiting_right()
        };
        let closed = Closing {
            at: monday(),
            by: HEAD,
            reason: ClosingReason::PostEnded,
            minutes: None,
        };
        let part = |officer, from, until| ClassTeacher {
            officer,
            part: TeacherPart::Main,
            from,
            until,
        };
        let class = |first_until| {
            Row::SchoolClass(SchoolClass {
                teachers: vec![
                    part(TEACHER, since(), first_until),
                    part(COLLEAGUE, today(), None),
                ],
                ..class(CLASS, "6A2", Some(TEACHER))
            })
        };
        let before = |rows: [Row; 2]| {
            let facts = with(town_with_draft(), rows);
            let year = SchoolYear(2026);
            let at = monday() + chrono::Duration::hours(1);
            let offered = lines(&facts, SCHOOL, COLLEAGUE, at, year).unwrap();
            before(&facts, SCHOOL, COLLEAGUE, at, year, &offered)
        };
        let gone = Row::Delegation(library(Some(closed)));
        let followed = class(Some(yesterday()));
        assert_eq!(
            before([gone.clone(), followed.clone()]),
            [Function::Library]
        );
        let kept = Row::Delegation(library(None));
        assert!(before([kept, followed]).is_empty(), "it is still had");
        assert!(
            before([gone, class(None)]).is_empty(),
            "nobody left the class"
        );
    }

    #[test]
    fn the_account_goes_down_from_above_and_across_to_a_custodian() {
        let facts = town();
        let (commune, school) = (&facts.units[&COMMUNE], &facts.units[&SCHOOL]);
        let kinds = [
            account_kind(commune, true),
            account_kind(school, true),
            account_kind(school, false),
        ];
        let wanted = [
            MinutesKind::DepartmentToCommune,
            MinutesKind::ToSchool,
            MinutesKind::Custody,
        ];
        assert_eq!(kinds, wanted);
    }
}
