//! The path of a batch: list, draft, printed, signed, number, scan, Hệ thống CSDL, and how much
//! waits at each stop.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::facts::Facts;
use crate::ids::{MinutesId, UnitId};
use crate::todo::Task;

/// A stop of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// Danh sách: who shall receive, and has no minutes yet.
    List,
    /// Nháp: waits to be printed.
    Draft,
    /// Đã in: waits for pens.
    Printed,
    /// Đã ký: signed, and stands.
    Signed,
    /// Số: signed, waits for its number.
    Number,
    /// Quét: signed, waits for its scan.
    Scan,
    /// Hệ thống CSDL: waits to be done there.
    Csdl,
}

impl Stop {
    /// Every stop, in order.
    pub const ALL: [Self; 7] = [
        Self::List,
        Self::Draft,
        Self::Printed,
        Self::Signed,
        Self::Number,
        Self::Scan,
        Self::Csdl,
    ];
}

/// How much is at a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Station {
    /// The stop.
    pub stop: Stop,
    /// How much waits there; of what is signed, how much stands.
    pub count: u32,
    /// The nearest deadline.
    pub due: Option<DateTime<Utc>>,
}

impl Task {
    /// The stop at which a task keeps its minutes.
    #[must_use]
    pub fn stop(&self, facts: &Facts) -> Option<Stop> {
        let printed = |id: &MinutesId| facts.minutes.get(id).is_some_and(|m| m.frozen().is_some());
        match self {
            Self::ClassWithoutMinutes(..)
            | Self::UnitWithoutAccount(_)
            | Self::LeaderWithoutMinutes(..) => Some(Stop::List),
            // What was signed before its giver left can still be recorded.
            Self::PrepareAgain(id) => printed(id).then_some(Stop::Printed),
            Self::TakeBackPaper(id) if printed(id) => Some(Stop::Printed),
            Self::TakeBackPaper(_) | Self::Print(_) => Some(Stop::Draft),
            Self::Sign(_) => Some(Stop::Printed),
            Self::GiveNumber(_) => Some(Stop::Number),
            Self::ScanMissing(..) | Self::ScanOpen(..) => Some(Stop::Scan),
            Self::OnCsdl(_) => Some(Stop::Csdl),
            Self::ClassWithoutTeacher(_)
            | Self::ClassNeedsStandIn(..)
            | Self::LeaverHoldsRights(_)
            | Self::ConfirmRecording(_)
            | Self::SealDigitally(_)
            | Self::Objection(_)
            | Self::ReceiveAccount(_) => None,
        }
    }

    /// Its deadline.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::ScanMissing(due, _) | Self::ScanOpen(due, _) => Some(*due),
            _ => None,
        }
    }
}

/// The path of a unit: what of some tasks waits at each stop.
#[must_use]
pub fn path(facts: &Facts, unit: UnitId, tasks: &[Task]) -> Vec<Station> {
    let minutes = facts.minutes.values();
    let signed = minutes
        .filter(|m| m.giver_unit == unit && m.stands())
        .count();
    let station = |stop: Stop| {
        let there = tasks.iter().filter(|task| task.stop(facts) == Some(stop));
        let count = match stop {
            Stop::Signed => signed,
            _ => there.clone().count(),
        };
        Station {
            stop,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            due: there.filter_map(Task::due).min(),
        }
    };
    Stop::ALL.map(station).to_vec()
}

/// The stop to go to next: scans whose time runs out by an instant, then what is furthest from the
/// end; the list comes last, since what has begun is finished first.
#[must_use]
pub fn next_stop(path: &[Station], soon: DateTime<Utc>) -> Option<Stop> {
    let urgent = path.iter().find(|s| s.due.is_some_and(|due| due <= soon));
    let begun = |s: &&Station| s.count > 0 && !matches!(s.stop, Stop::List | Stop::Signed);
    let listed = |s: &&Station| s.count > 0 && s.stop == Stop::List;
    let next = urgent.or_else(|| path.iter().find(begun));
    next.or_else(|| path.iter().find(listed)).map(|s| s.stop)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::samples::{
        SCHOOL, monday, town, town_with_draft, town_with_printed, town_with_signed,
    };
    use crate::todo::tasks;

    fn counts(facts: &Facts) -> [u32; 7] {
        let all = path(facts, SCHOOL, &tasks(facts, SCHOOL, monday()));
        Stop::ALL.map(|stop| all.iter().find(|s| s.stop == stop).unwrap().count)
    }

    #[test]
    fn minutes_go_from_stop_to_stop() {
        assert_eq!(counts(&town())[..4], [1, 0, 0, 0]);
        assert_eq!(counts(&town_with_draft())[..4], [0, 1, 0, 0]);
        assert_eq!(counts(&town_with_printed())[..4], [0, 0, 1, 0]);
        let signed = counts(&town_with_signed());
        assert_eq!((signed[1..4].to_vec(), signed[5]), (vec![0, 0, 1], 1));
    }

    #[test]
    fn what_has_begun_is_finished_first_unless_time_runs_out() {
        let station = |stop, count, due| Station { stop, count, due };
        let day = |n| Some(monday() + Duration::days(n));
        let soon = monday() + Duration::days(2);
        let all = [
            station(Stop::List, 3, None),
            station(Stop::Draft, 2, None),
            station(Stop::Signed, 9, None),
            station(Stop::Scan, 1, day(5)),
        ];
        assert_eq!(next_stop(&all, soon), Some(Stop::Draft));
        assert_eq!(next_stop(&all, soon + Duration::days(3)), Some(Stop::Scan));
        assert_eq!(next_stop(&all[..1], soon), Some(Stop::List));
        assert_eq!(next_stop(&all[2..3], soon), None);
    }
}
