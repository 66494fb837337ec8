//! The as-of answer: who could open a class at an instant, and by which minutes.

use chrono::{DateTime, Utc};

use crate::compose::minutes_ref;
use crate::content::MinutesRef;
use crate::delegation::{Delegation, Effective, Holder};
use crate::facts::Facts;
use crate::ids::{ClassId, MinutesId, OfficerId, UnitId};
use crate::rights::Claim;

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
        .filter(
            |a| matches!(&a.claim.classes, crate::rights::Dim::Only(set) if set.contains(&class)),
        )
        .collect()
}

/// Every right that people of a unit had at an instant.
#[must_use]
pub fn rights_at(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Answer> {
    let held = facts.holding(unit, at);
    let answer = |Effective { delegation, claim }: Effective| {
        let right = facts.delegations.get(&delegation)?.clone();
        let Holder::Officer(officer) = right.holder else {
            return None;
        };
        Some(Answer {
            officer,
            claim,
            minutes: right.minutes,
            cited: minutes_ref(facts, right.minutes),
            right,
        })
    };
    crate::delegation::effective(facts.rights_in(unit), &held, at)
        .into_iter()
        .filter_map(answer)
        .collect()
}
