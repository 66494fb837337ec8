//! The register of numbers of one unit and year, leased to one device as a block (`sync.md` §3.8).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{DeviceId, MinutesId, OfficerId, RegisterId, UnitId};
use crate::refusal::{Code, Refusal};

/// Numbers that a lease covers at least.
pub const BLOCK: u32 = 50;

/// The largest number of all, and the ceiling of a unit to which no server leases numbers.
pub const LAST: u32 = 1_000_000;

/// A number with the symbol behind it, as papers write it.
///
/// ```
/// assert_eq!(domain::numbers::with_symbol(7, "THCSNBK"), "07/BB-THCSNBK");
/// ```
#[must_use]
pub fn with_symbol(number: u32, symbol: &str) -> String {
    format!("{number:02}/BB-{symbol}")
}

/// The register of one unit and calendar year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Identity: one per unit and year.
    pub id: RegisterId,
    /// Whose.
    pub unit: UnitId,
    /// Calendar year of the numbers.
    pub year: i32,
    /// The device that may number now.
    pub holder: DeviceId,
    /// Raised at each take-over.
    pub epoch: u32,
    /// The next number.
    pub next: u32,
    /// Last number of the block, as the server leased it.
    pub ceiling: u32,
    /// Numbers that no minutes will ever carry, closed as *bỏ số* or as used elsewhere, with the
    /// reason.
    pub skipped: Vec<Skipped>,
    /// The first number of the series; none in a register that an older program opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<u32>,
    /// The last number of the block that the holder asked the server for, until it has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u32>,
}

/// A run of numbers that no minutes will ever carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// First.
    pub from: u32,
    /// Last.
    pub to: u32,
    /// Why; of numbers that another paper carries, which one.
    pub reason: String,
    /// Who closed them as used elsewhere: a paper outside of the program carries them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<UsedElsewhere>,
}

/// Who said that a paper outside of the program carries numbers of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedElsewhere {
    /// Who.
    pub by: OfficerId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Skipped {
    /// Whether a number is one of them.
    #[must_use]
    pub fn has(&self, number: u32) -> bool {
        (self.from..=self.to).contains(&number)
    }
}

impl Register {
    /// The last number that the holder may give today. What it asked for counts once the server has
    /// answered, unless it asked for less.
    #[must_use]
    pub fn top(&self) -> u32 {
        self.asked
            .map_or(self.ceiling, |asked| asked.min(self.ceiling))
    }

    /// Whether no server ever said where its block ends.
    #[must_use]
    pub fn unbounded(&self) -> bool {
        self.ceiling == LAST && self.asked.is_none()
    }

    /// The register with what its holder asked for: what the server alone does.
    #[must_use]
    pub fn leased(&self) -> Option<Self> {
        self.asked.map(|ceiling| Self {
            ceiling,
            asked: None,
            ..self.clone()
        })
    }

    /// The register with one block: of a unit that is not alone after all. Its holder, the server and
    /// who takes it over come to the same end, none of them having heard of the others.
    #[must_use]
    pub fn bounded(&self) -> Self {
        Self {
            ceiling: (self.next + BLOCK - 1).min(LAST - 1),
            ..self.clone()
        }
    }

    /// The run of *bỏ số* that a number is in.
    #[must_use]
    pub fn skip_of(&self, number: u32) -> Option<&Skipped> {
        self.skipped.iter().find(|skipped| skipped.has(number))
    }

    /// Refuses a number that the holder may not give or close: outside of the series or above the
    /// block, or closed before.
    ///
    /// # Errors
    /// `number_outside`, `lease_unanswered`, `block_used_up`, `number_skipped`.
    pub fn may_use(&self, number: u32) -> Result<(), Refusal> {
        let refused = |code| Err(Refusal::new(code).with("number", number));
        if number < self.begins.unwrap_or(self.next) || number > LAST {
            return refused(Code::NumberOutside);
        }
        if self.skip_of(number).is_some() {
            return refused(Code::NumberSkipped);
        }
        if number <= self.top() {
            return Ok(());
        }
        refused(match self.asked {
            Some(_) => Code::LeaseUnanswered,
            None => Code::BlockUsedUp,
        })
    }

    /// The register when numbers up to one are used, in any order.
    #[must_use]
    pub fn used(&self, to: u32) -> Self {
        Self {
            next: self.next.max(to + 1),
            begins: self.begins.or(Some(self.next)),
            ..self.clone()
        }
    }

    /// What became of the numbers before the next one, in order; `given` are those that minutes
    /// carry.
    #[must_use]
    pub fn entries(&self, given: &[(u32, MinutesId)]) -> Vec<NumberEntry> {
        let given: BTreeMap<u32, MinutesId> = given.iter().copied().collect();
        let ours = self.begins.unwrap_or(self.next);
        let first = given
            .keys()
            .copied()
            .chain(self.skipped.iter().map(|s| s.from));
        let last = self.skipped.iter().map(|s| s.to + 1).max();
        let (mut number, end) = (first.min().unwrap_or(ours).min(ours), last.unwrap_or(0));
        let mut entries = vec![];
        while number < end.max(self.next) {
            if let Some(minutes) = given.get(&number) {
                entries.push(NumberEntry::Given(number, *minutes));
            } else if let Some(skipped) = self.skip_of(number) {
                let from = number;
                number = skipped.to;
                let skipped = skipped.clone();
                entries.push(NumberEntry::Skipped(Skipped { from, ..skipped }));
            } else if (ours..self.next).contains(&number) {
                match entries.last_mut() {
                    Some(NumberEntry::Open(_, to)) if *to + 1 == number => *to = number,
                    _ => entries.push(NumberEntry::Open(number, number)),
                }
            }
            number += 1;
        }
        entries
    }
}

/// One line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberEntry {
    /// Minutes carry the number.
    Given(u32, MinutesId),
    /// Numbers closed as *bỏ số* or as used elsewhere.
    Skipped(Skipped),
    /// Numbers, from and to, that nothing carries and nobody has closed.
    Open(u32, u32),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::rows::register;

    fn skipped(from: u32, to: u32) -> Skipped {
        Skipped {
            from,
            to,
            reason: "Máy hỏng".to_owned(),
            elsewhere: None,
        }
    }

    #[test]
    fn what_is_asked_for_counts_when_it_is_answered_and_less_at_once() {
        let more = Register {
            asked: Some(80),
            ..register()
        };
        assert_eq!((register().top(), more.top()), (50, 50));
        assert_eq!(more.leased().map(|leased| leased.top()), Some(80));
        assert_eq!(register().leased(), None);
        let less = Register {
            ceiling: LAST,
            asked: Some(80),
            ..register()
        };
        assert_eq!(less.top(), 80);
        assert!(!less.unbounded());
    }

    #[test]
    fn every_number_before_the_next_one_has_a_line() {
        let register = Register {
            begins: Some(8),
            next: 51,
            skipped: vec![skipped(13, 50)],
            ..register()
        };
        let [one, two] = [crate::samples::MINUTES, MinutesId(crate::samples::LOST)];
        assert_eq!(
            register.entries(&[(12, two), (9, one)]),
            [
                NumberEntry::Open(8, 8),
                NumberEntry::Given(9, one),
                NumberEntry::Open(10, 11),
                NumberEntry::Given(12, two),
                NumberEntry::Skipped(skipped(13, 50)),
            ]
        );
    }

    #[test]
    fn a_register_of_an_older_program_begins_with_what_is_known_of_it() {
        let older = Register {
            next: 7,
            skipped: vec![skipped(5, 6)],
            ..register()
        };
        let minutes = crate::samples::MINUTES;
        assert_eq!(
            older.entries(&[(3, minutes), (4, minutes)]),
            [
                NumberEntry::Given(3, minutes),
                NumberEntry::Given(4, minutes),
                NumberEntry::Skipped(skipped(5, 6)),
            ]
        );
        assert_eq!(register().entries(&[]), []);
    }
}
