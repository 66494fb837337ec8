//! Delegations: one row per right of one holder, and what is effective at an instant.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::day_of;
use crate::ids::{AccountId, DelegationId, MinutesId, OfficerId, UnitId};
use crate::line::Line;
use crate::rights::Claim;

/// Days within which the scan of a paper signing must follow.
pub const SCAN_DAYS: i64 = 7;

/// Who holds a right. Units hold, people exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A unit, by minutes of kind a or b.
    Unit(UnitId),
    /// A person, by minutes of kind c to f.
    Officer(OfficerId),
}

/// Why a right ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ClosingReason {
    /// Newer minutes list what now stands.
    Replaced,
    /// Taken back by the unit.
    TakenBack,
    /// Suspended for leave; nothing reopens by itself.
    Suspended,
    /// The post ended.
    PostEnded,
    /// Another teacher has the class.
    ClassMoved,
}

/// The end of a right: at once, without any signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The instant of recording.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: ClosingReason,
    /// Who recorded it.
    pub by: OfficerId,
    /// The minutes that say so: the newer ones, or the take-back.
    pub minutes: Option<MinutesId>,
}

/// One right of one holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Identity.
    pub id: DelegationId,
    /// The unit in which it is exercised.
    pub unit: UnitId,
    /// The unit that gave it.
    pub given_by: UnitId,
    /// Who holds it.
    pub holder: Holder,
    /// The login it is exercised with.
    pub account: Option<AccountId>,
    /// What is handed over.
    pub line: Line,
    /// What it opens: everything for a holding, else the claim of its line.
    pub whole_unit: bool,
    /// The minutes that carry it.
    pub minutes: MinutesId,
    /// The right of earlier minutes that this one carries on.
    pub carries: Option<DelegationId>,
    /// Held only by founding the unit alone: *chưa đối chiếu với Sở*.
    pub provisional: bool,
    /// When giver and receiver had signed and it was recorded.
    pub in_force_at: Option<DateTime<Utc>>,
    /// When the server accepted the proof.
    pub opened_at: Option<DateTime<Utc>>,
    /// The instant at which it stops unless the scan is filed.
    pub scan_due: Option<DateTime<Utc>>,
    /// When the scan was filed.
    pub scanned_at: Option<DateTime<Utc>>,
    /// The instant at which the holder's last post in the unit is over, once that is known: the right
    /// ends with it by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Its end.
    pub closed: Option<Closing>,
}

impl Delegation {
    /// What it opens.
    #[must_use]
    pub fn claim(&self) -> Claim {
        if self.whole_unit {
            Claim {
                until: self.line.until,
                ..Claim::everything(self.line.from)
            }
        } else {
            self.line.claim()
        }
    }

    /// Whether it is in force at an instant: signed, not closed, its scan there or not yet due.
    #[must_use]
    pub fn in_force(&self, at: DateTime<Utc>) -> bool {
        let begun = self.in_force_at.is_some_and(|from| from <= at);
        let ended = self.closed.is_some_and(|closing| closing.at <= at)
            || self.ends_at.is_some_and(|end| end <= at);
        let proven = self.scan_due.is_none_or(|due| at < due)
            || self.scanned_at.is_some_and(|scanned| scanned <= at);
        begun && !ended && proven && self.claim().on(day_of(at))
    }

    /// Whether the server had opened it by an instant.
    #[must_use]
    pub fn opened(&self, at: DateTime<Utc>) -> bool {
        self.opened_at.is_some_and(|opened| opened <= at)
    }

    /// Whether it is signed and the server has still to open it; what a unit holds by founding
    /// itself is never opened.
    #[must_use]
    pub fn waits_to_be_opened(&self) -> bool {
        self.opened_at.is_none()
            && !self.provisional
            && self.in_force_at.is_some()
            && self.closed.is_none()
    }

    /// Whether it has neither begun nor ended: it waits in a draft or for signatures.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.in_force_at.is_none() && self.closed.is_none()
    }
}

/// A right that counts at an instant, cut to what the holder's unit holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The right it comes from.
    pub delegation: DelegationId,
    /// What is left of it.
    pub claim: Claim,
}

/// The rights that count at an instant: those in force, cut to the holding of the unit (*units
/// hold, people exercise*).
///
/// The same function answers for now and for any past instant.
#[must_use]
pub fn effective<'a>(
    delegations: impl IntoIterator<Item = &'a Delegation>,
    holding: &[Claim],
    at: DateTime<Utc>,
) -> Vec<Effective> {
    let mut counted = vec![];
    for delegation in delegations.into_iter().filter(|d| d.in_force(at)) {
        for held in holding {
            let claim = delegation.claim().meet(held);
            if claim.on(day_of(at)) {
                counted.push(Effective {
                    delegation: delegation.id,
                    claim,
                });
            }
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::ids::ClassId;
    use crate::rights::{Dim, Function, Right};

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_788_000_000, 0).unwrap() + Duration::hours(hour)
    }

    fn delegation() -> Delegation {
        let nil = uuid::Uuid::nil();
        Delegation {
            id: DelegationId(nil),
            unit: UnitId(nil),
            given_by: UnitId(nil),
            holder: Holder::Officer(OfficerId(nil)),
            account: None,
            line: Line {
                function: Function::Homeroom,
                rights: [Right::View].into(),
                levels: Dim::All,
                classes: Dim::one(ClassId(nil)),
                subjects: Dim::All,
                from: day_of(at(0)),
                until: Some(day_of(at(24 * 30))),
            },
            whole_unit: false,
            minutes: MinutesId(nil),
            carries: None,
            provisional: false,
            in_force_at: Some(at(1)),
            opened_at: None,
            scan_due: Some(at(1) + Duration::days(SCAN_DAYS)),
            scanned_at: None,
            ends_at: None,
            closed: None,
        }
    }

    #[test]
    fn a_right_stops_by_itself_when_the_scan_does_not_follow() {
        let mut right = delegation();
        assert!(!right.in_force(at(0)), "never earlier than the recording");
        assert!(right.in_force(at(24)));
        assert!(!right.in_force(at(1 + 24 * SCAN_DAYS)));
        right.scanned_at = Some(at(24 * 9));
        assert!(
            !right.in_force(at(24 * 8)),
            "a late scan does not open the past"
        );
        assert!(right.in_force(at(24 * 10)));
    }

    #[test]
    fn narrowing_the_holding_narrows_what_hangs_on_it() {
        let right = delegation();
        let all = [Claim::everything(day_of(at(0)))];
        assert_eq!(effective([&right], &all, at(2)).len(), 1);
        let no_learners = [Claim {
            functions: Dim::one(Function::Library),
            ..all[0].clone()
        }];
        assert!(effective([&right], &no_learners, at(2)).is_empty());
        assert!(effective([&right], &[], at(2)).is_empty());
    }
}
