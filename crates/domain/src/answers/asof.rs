//! The as-of answer: who could open a class at an instant, and by which minutes.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::end_of;
use crate::compose::minutes_ref;
use crate::content::MinutesRef;
use crate::delegation::{Delegation, Effective, Holder};
use crate::facts::Facts;
use crate::ids::{ClassId, MinutesId, OfficerId, UnitId};
use crate::rights::{Claim, Dim, Function};

/// One person who could, with the minutes that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who.
    pub officer: OfficerId,
    /// What the right was worth at that instant.
    pub claim: Claim,
    /// The right.
    pub right: Delegation,
    /// The minutes it rests on.
    pub minutes: MinutesId,
    /// How those are cited, once signed.
    pub cited: Option<MinutesRef>,
}

/// Who could open a class at an instant: the rights in force then that name the class.
///
/// The same `effective` answers for now and for any past instant. Rights over all classes
/// (functions) are not listed: the question is about who has the class.
#[must_use]
pub fn who_could_open(facts: &Facts, class: ClassId, at: DateTime<Utc>) -> Vec<Answer> {
    let Some(unit) = facts.classes.get(&class).map(|c| c.unit) else {
        return vec![];
    };
    rights_at(facts, unit, at)
        .into_iter()
        .filter(|answer| is_over(answer, class))
        .collect()
}

/// Whether somebody's homeroom right over a class is in force at an instant: what a subject teacher of
/// the class has is none.
#[must_use]
pub fn has_homeroom(facts: &Facts, class: ClassId, officer: OfficerId, at: DateTime<Utc>) -> bool {
    let homeroom = |answer: &Answer| answer.right.line.function == Function::Homeroom;
    let answers = who_could_open(facts, class, at);
    let mut theirs = answers.iter().filter(|answer| answer.officer == officer);
    theirs.any(homeroom)
}

/// A right that somebody had during a part of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct During {
    /// The right, as it was when the part began.
    pub answer: Answer,
    /// When the part began.
    pub from: DateTime<Utc>,
    /// When it was over.
    pub until: DateTime<Utc>,
}

/// Every right that people of a unit, and units to which it gave, had during a day, up to an instant, with the times within it:
/// nobody is left out because somebody took over from him at noon.
#[must_use]
pub fn rights_during(
    facts: &Facts,
    unit: UnitId,
    day: NaiveDate,
    upto: DateTime<Utc>,
) -> Vec<During> {
    let begins = day.pred_opt().map_or(DateTime::<Utc>::MIN_UTC, end_of);
    let over = end_of(day).min(upto);
    let instants = facts.delegations.values().flat_map(|d| {
        let closed = d.closed.map(|closing| closing.at);
        [d.in_force_at, closed, d.ends_at, d.scan_due, d.scanned_at]
    });
    let turns: BTreeSet<_> = instants
        .flatten()
        .filter(|at| begins < *at && *at < over)
        .chain((begins < over).then_some(begins))
        .collect();
    let ends = turns.iter().skip(1).copied().chain([over]);
    let mut found: Vec<During> = vec![];
    for (from, until) in turns.iter().copied().zip(ends) {
        for answer in rights_at(facts, unit, from) {
            let same = |before: &&mut During| {
                before.until == from
                    && (before.answer.right.id, &before.answer.claim)
                        == (answer.right.id, &answer.claim)
            };
            match found.iter_mut().find(same) {
                Some(before) => before.until = until,
                None => found.push(During {
                    answer,
                    from,
                    until,
                }),
            }
        }
    }
    found
}

/// Whether a right is over a class: functions over all classes are not.
#[must_use]
pub fn is_over(answer: &Answer, class: ClassId) -> bool {
    matches!(&answer.claim.classes, Dim::Only(set) if set.contains(&class))
}

/// Every right that people of a unit had at an instant, and every right of units below that it gave:
/// of those `officer` is who took it over.
#[must_use]
pub fn rights_at(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Answer> {
    let held = facts.holding(unit, at);
    let answer = |Effective { delegation, claim }: Effective| {
        let right = facts.delegations.get(&delegation)?.clone();
        let officer = match right.holder {
            Holder::Officer(officer) => officer,
            Holder::Unit(_) => facts.minutes.get(&right.minutes)?.receiver,
        };
        Some(Answer {
            officer,
            claim,
            minutes: right.minutes,
            cited: minutes_ref(facts, right.minutes),
            right,
        })
    };
    let given = facts.given_by(unit);
    crate::delegation::effective(facts.rights_in(unit).chain(given), &held, at)
        .into_iter()
        .filter_map(answer)
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::Row;
    use crate::calendar::day_of;
    use crate::delegation::{Closing, ClosingReason};
    use crate::samples::{
        CLASS, HEAD, SCHOOL, TEACHER, monday, right_in_force, town_with_signed, with,
    };

    fn noon() -> DateTime<Utc> {
        monday() + Duration::hours(3)
    }

    /// The teacher's right, recorded on Monday, ends three hours later.
    fn until_noon() -> Facts {
        let closed = Some(Closing {
            at: noon(),
            reason: ClosingReason::ClassMoved,
            by: HEAD,
            minutes: None,
        });
        let right = Row::Delegation(Delegation {
            closed,
            ..right_in_force()
        });
        with(town_with_signed(), [right])
    }

    #[test]
    fn a_day_names_all_who_could_during_it_with_their_times() {
        let (facts, day) = (until_noon(), day_of(monday()));
        let during = rights_during(&facts, SCHOOL, day, monday() + Duration::days(9));
        let times: Vec<_> = during
            .iter()
            .filter(|d| is_over(&d.answer, CLASS))
            .map(|d| (d.answer.officer, d.from, d.until))
            .collect();
        assert_eq!(times, [(TEACHER, monday(), noon())]);
        // The end of the day alone would have said: nobody.
        assert!(who_could_open(&facts, CLASS, end_of(day) - Duration::seconds(1)).is_empty());
        let next = day.succ_opt().unwrap();
        assert!(rights_during(&facts, SCHOOL, next, end_of(next)).is_empty());
    }

    #[test]
    fn a_right_by_subject_over_a_class_is_not_its_homeroom() {
        let facts = town_with_signed();
        let has = |facts: &Facts| {
            let answers = who_could_open(facts, CLASS, monday());
            let teacher = answers[0].officer;
            has_homeroom(facts, CLASS, teacher, monday())
        };
        assert!(has(&facts));
        let by_subject = facts.delegations.values().cloned().map(|mut right| {
            right.line.function = Function::Results;
            Row::Delegation(right)
        });
        let by_subject: Vec<Row> = by_subject.collect();
        assert!(!has(&with(facts, by_subject)));
    }

    #[test]
    fn today_is_answered_until_now_and_no_day_to_come_at_all() {
        let (facts, day) = (town_with_signed(), day_of(monday()));
        let now = monday() + Duration::hours(1);
        let during = rights_during(&facts, SCHOOL, day, now);
        assert_eq!(during.len(), 1);
        assert_eq!((during[0].from, during[0].until), (monday(), now));
        let tomorrow = day.succ_opt().unwrap();
        assert!(rights_during(&facts, SCHOOL, tomorrow, now).is_empty());
    }
}
