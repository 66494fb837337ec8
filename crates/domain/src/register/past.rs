//! What a row said before: a page that was printed without contact says what its machine could know
//! then, and is compared with that.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Most values that a row keeps of what it said earlier: the newest.
pub const KEPT: usize = 20;

/// What a row said until an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier<T> {
    /// What it said.
    pub value: T,
    /// When something else was entered.
    pub until: DateTime<Utc>,
}

/// The past of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past<T> {
    /// When the row was entered; none for rows from before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// What it said earlier, oldest first.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier<T>>,
}

impl<T> Default for Past<T> {
    fn default() -> Self {
        let (since, earlier) = (None, vec![]);
        Self { since, earlier }
    }
}

impl<T> Past<T> {
    /// The past of a row that is entered now.
    #[must_use]
    pub fn begun(at: DateTime<Utc>) -> Self {
        Self {
            since: Some(at),
            earlier: vec![],
        }
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.since.is_none() && self.earlier.is_empty()
    }

    /// Whether somebody who last looked at an instant may not know the row.
    #[must_use]
    pub fn begins_after(&self, seen: DateTime<Utc>) -> bool {
        self.since.is_some_and(|since| since >= seen)
    }

    /// What the row said at an instant, if it says something else now.
    #[must_use]
    pub fn at(&self, at: DateTime<Utc>) -> Option<&T> {
        let earlier = self.earlier.iter().find(|earlier| at < earlier.until);
        earlier.map(|earlier| &earlier.value)
    }

    /// What somebody who last looked at an instant may still take for true, besides what the row
    /// says now.
    pub fn known(&self, seen: DateTime<Utc>) -> impl Iterator<Item = &T> {
        let known = self
            .earlier
            .iter()
            .filter(move |earlier| earlier.until >= seen);
        known.map(|earlier| &earlier.value)
    }
}

impl<T: PartialEq> Past<T> {
    /// Keeps what the row said, if it says something else from an instant on.
    pub fn keep(&mut self, before: T, now: &T, at: DateTime<Utc>) {
        if before == *now {
            return;
        }
        self.earlier.push(Earlier {
            value: before,
            until: at,
        });
        let too_many = self.earlier.len().saturating_sub(KEPT);
        self.earlier.drain(..too_many);
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::samples::monday;

    #[test]
    fn what_was_said_is_known_to_those_who_looked_before_it_changed() {
        let mut past = Past::default();
        past.keep("Hoa", &"Hoà", monday());
        past.keep("Hoà", &"Hoà", monday());
        let known = |seen| past.known(seen).copied().collect::<Vec<_>>();
        assert_eq!(known(monday() - Duration::days(1)), ["Hoa"]);
        assert_eq!(known(monday()), ["Hoa"]);
        assert!(known(monday() + Duration::seconds(1)).is_empty());
        assert_eq!(past.at(monday() - Duration::days(1)), Some(&"Hoa"));
        assert_eq!(past.at(monday()), None);
    }

    #[test]
    fn a_row_that_was_entered_later_need_not_be_known() {
        let begun = Past::<&str>::begun(monday());
        assert!(begun.begins_after(monday() - Duration::days(1)));
        assert!(!begun.begins_after(monday() + Duration::days(1)));
        assert!(!Past::<&str>::default().begins_after(monday()));
    }

    #[test]
    fn the_newest_are_kept() {
        let mut past = Past::default();
        for n in 0..KEPT + 5 {
            past.keep(n, &(n + 1), monday());
        }
        assert_eq!(past.earlier.len(), KEPT);
        assert_eq!(past.earlier[0].value, 5);
    }
}
