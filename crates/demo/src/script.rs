//! What is played: how large the ward is, and whose desk the program opens at.

use chrono::{DateTime, Duration, Utc};
use engine::domain::unit::SchoolLevel;

/// How large the ward is, and what is left to do in it.
#[derive(Clone, Debug)]
pub struct Script {
    /// Seed of names and keys.
    pub seed: u64,
    /// When it begins.
    pub from: DateTime<Utc>,
    /// Level, number of schools, classes each.
    pub schools: Vec<(SchoolLevel, u32, u32)>,
    /// People with functions in the ward's schools, all together.
    pub function_staff: u32,
    /// A class whose teacher has no minutes yet.
    pub left_open: Option<&'static str>,
    /// Whose desk the program opens at.
    pub desk: Desk,
}

/// Whose desk a demo opens at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// The Sở.
    Department,
    /// The ward.
    Commune,
    /// The custodian of the last school.
    School,
}

impl Script {
    /// Ward P of the acceptance fixtures: 12 schools, 142 classes, 310 receivers; on 5 September
    /// 2026, 08:00.
    #[must_use]
    pub fn ward(seed: u64) -> Self {
        let from = DateTime::from_timestamp(1_788_570_000, 0).unwrap_or_default();
        let schools = vec![
            (SchoolLevel::Preschool, 5, 8),
            (SchoolLevel::Primary, 4, 15),
            (SchoolLevel::LowerSecondary, 3, 14),
        ];
        Self {
            seed,
            from,
            schools,
            function_staff: 138,
            left_open: None,
            desk: Desk::Department,
        }
    }

    /// The demo of the window: one lower-secondary school in its ward; class 6A2 waits for its
    /// handover.
    #[must_use]
    pub fn school(seed: u64, now: DateTime<Utc>) -> Self {
        let schools = vec![(SchoolLevel::LowerSecondary, 1, 14)];
        Self {
            seed,
            from: now - Duration::hours(2),
            schools,
            function_staff: 12,
            left_open: Some("6A2"),
            desk: Desk::School,
        }
    }
}
