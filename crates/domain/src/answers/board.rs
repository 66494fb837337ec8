//! Where units stand on the way from the list to the Hệ thống CSDL: counts for a board of many
//! units, which are kept and counted again only where rows or the hour change them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::Serialize;

use crate::calendar::{day_of, end_of};
use crate::csdl_task::CsdlTask;
use crate::delegation::{Holder, SCAN_DAYS};
use crate::facts::{Facts, Lookup, Scope};
use crate::ids::{OfficerId, UnitId};
use crate::kind::MinutesKind;
use crate::minutes::{HandoverMinutes, Progress};
use crate::on_csdl::{done_by, settled};
use crate::route::Route;
use crate::row::Table;
use crate::todo::{classes_without_minutes, scan_due};
use crate::unit::Numbering;

/// How far a unit, or several together, have come. Minutes that ended and take-backs are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Tally {
    /// Teachers of a class who have no minutes for it yet.
    pub not_made: u32,
    /// Drafts.
    pub drafts: u32,
    /// Printed, waiting for signatures.
    pub printed: u32,
    /// Signed minutes that stand.
    pub signed: u32,
    /// Those of them by which people, not the unit itself, received.
    pub to_people: u32,
    /// Signed ones with their number.
    pub numbered: u32,
    /// Signed ones that wait for their number.
    pub to_number: u32,
    /// Signed ones whose scan is filed.
    pub scanned: u32,
    /// Signed ones whose scan is still to come, or to be accepted.
    pub to_scan: u32,
    /// Those of them whose time for the scan is over.
    pub overdue: u32,
    /// Lines done on the Hệ thống CSDL.
    pub csdl_done: u32,
    /// Lines to do there.
    pub csdl_open: u32,
}

impl Tally {
    /// This and another together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            not_made: self.not_made + other.not_made,
            drafts: self.drafts + other.drafts,
            printed: self.printed + other.printed,
            signed: self.signed + other.signed,
            to_people: self.to_people + other.to_people,
            numbered: self.numbered + other.numbered,
            to_number: self.to_number + other.to_number,
            scanned: self.scanned + other.scanned,
            to_scan: self.to_scan + other.to_scan,
            overdue: self.overdue + other.overdue,
            csdl_done: self.csdl_done + other.csdl_done,
            csdl_open: self.csdl_open + other.csdl_open,
        }
    }

    /// All minutes that are there or should be.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.not_made + self.drafts + self.printed + self.signed
    }

    /// Whether nothing is left but what nobody gave to people yet.
    #[must_use]
    pub fn only_received(&self) -> bool {
        self.to_people == 0 && self.overdue == 0 && !self.is_open()
    }

    /// Whether something is left to do on the way.
    fn is_open(&self) -> bool {
        let left = [
            self.not_made,
            self.drafts,
            self.printed,
            self.to_number,
            self.to_scan,
            self.csdl_open,
        ];
        left.iter().any(|count| *count > 0)
    }
}

/// One unit by itself, as it was counted at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Whether it has received its admin account.
    pub received: bool,
    /// The counts.
    pub tally: Tally,
    /// The next instant at which a scan is due.
    pub due: Option<DateTime<Utc>>,
    /// How many were signed on each day, by the instant of recording.
    pub days: BTreeMap<NaiveDate, u32>,
    /// Until when this holds unless a row changes; none where the hour changes nothing.
    pub until: Option<DateTime<Utc>>,
}

/// The state of a line of the board, by which it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum BoardState {
    /// The account is not received.
    NotReceived,
    /// Scans are overdue.
    Overdue,
    /// The account is there; units below wait for theirs, or nobody has received anything yet.
    Giving,
    /// Minutes are on their way.
    Working,
    /// Nothing is left.
    Done,
}

/// What tells whether a unit is heard of.
#[must_use]
pub fn heard_needs(unit: UnitId) -> Scope {
    let own = [
        Table::Appointment,
        Table::SchoolClass,
        Table::Register,
        Table::HandoverMinutes,
    ];
    Scope::new().and_all(own.map(|table| Scope::new().find(Lookup::In(table, unit))))
}

/// Whether anything is known of a unit but what those above it do for it: somebody who never led it,
/// a class, a register of numbers, or minutes that its own people prepared.
#[must_use]
pub fn is_heard(facts: &Facts, unit: UnitId) -> bool {
    let leads: BTreeSet<OfficerId> = facts.leading_posts(unit).map(|post| post.officer).collect();
    let posts = || facts.appointments.values().filter(|post| post.unit == unit);
    let people: BTreeSet<OfficerId> = posts().map(|post| post.officer).collect();
    let mut minutes = facts.minutes.values().filter(|m| m.unit == unit);
    posts().any(|post| !leads.contains(&post.officer))
        || facts.classes.values().any(|class| class.unit == unit)
        || facts
            .registers
            .values()
            .any(|register| register.unit == unit)
        || minutes.any(|m| people.contains(&m.prepared_by))
}

/// The state of a unit with those below it: how many there are, and how many of them have received.
/// Where nothing is `heard` of them, what they give themselves is not known, and what is known is all
/// there is to do.
#[must_use]
pub fn board_state(
    received: bool,
    tally: &Tally,
    below: u32,
    below_received: u32,
    heard: bool,
) -> BoardState {
    match tally {
        tally if tally.overdue > 0 => BoardState::Overdue,
        _ if !received => BoardState::NotReceived,
        _ if below_received < below => BoardState::Giving,
        tally if tally.is_open() => BoardState::Working,
        tally if heard && tally.only_received() => BoardState::Giving,
        _ => BoardState::Done,
    }
}

/// Counts one unit at an instant, on the rows of its own stream and the units above it.
#[must_use]
pub fn count_unit(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Counted {
    let mut counted = Counted {
        received: facts
            .rights_held(Holder::Unit(unit))
            .any(|d| d.in_force(at) && !d.provisional),
        ..Counted::default()
    };
    let own = facts
        .minutes
        .values()
        .filter(|m| m.unit == unit && m.ended.is_none() && m.kind != MinutesKind::TakeBack);
    for minutes in own {
        tally_minutes(&mut counted, facts, minutes, at);
    }
    let without: BTreeSet<OfficerId> = classes_without_minutes(facts, unit, at)
        .into_iter()
        .map(|(_, teacher)| teacher)
        .collect();
    counted.tally.not_made = u32::try_from(without.len()).unwrap_or(u32::MAX);
    for task in facts.tasks.values().filter(|task| task.unit == unit) {
        count_line(&mut counted.tally, facts, task, at);
    }
    counted.until = next_change(facts, unit, at);
    counted
}

/// What of the counts of units below is work of a unit itself, since it gave to them: their papers, and
/// what these ask for on the Hệ thống CSDL. The facts hold what the unit gave.
#[must_use]
pub fn own_work(facts: &Facts, giver: UnitId, at: DateTime<Utc>) -> BTreeMap<UnitId, Tally> {
    let mut counted: BTreeMap<UnitId, Counted> = BTreeMap::new();
    let given = facts.minutes.values().filter(|m| {
        let counts = m.ended.is_none() && m.kind != MinutesKind::TakeBack;
        m.giver_unit == giver && m.unit != giver && counts
    });
    for minutes in given {
        tally_minutes(counted.entry(minutes.unit).or_default(), facts, minutes, at);
    }
    let lines = facts.tasks.values();
    let lines = lines.filter(|t| t.unit != giver && done_by(facts, t) == giver);
    for line in lines {
        count_line(
            &mut counted.entry(line.unit).or_default().tally,
            facts,
            line,
            at,
        );
    }
    let tallies = counted.into_iter();
    tallies
        .map(|(unit, counted)| (unit, counted.tally))
        .collect()
}

/// Adds one line of the work list.
fn count_line(tally: &mut Tally, facts: &Facts, line: &CsdlTask, at: DateTime<Utc>) {
    if line.done.is_some() {
        tally.csdl_done += 1;
    } else if !settled(facts, line, at) {
        tally.csdl_open += 1;
    }
}

/// Adds one minutes.
fn tally_minutes(
    counted: &mut Counted,
    facts: &Facts,
    minutes: &HandoverMinutes,
    at: DateTime<Utc>,
) {
    let tally = &mut counted.tally;
    let signed = match &minutes.progress {
        Progress::Draft => return tally.drafts += 1,
        Progress::AwaitingSignatures { .. } => return tally.printed += 1,
        Progress::Signed { signed, .. } => signed,
    };
    tally.signed += 1;
    tally.to_people += u32::from(!minutes.kind.to_unit());
    *counted.days.entry(day_of(signed.recorded_at)).or_default() += 1;
    let giver = facts.units.get(&minutes.giver_unit);
    if minutes.number().is_some() {
        tally.numbered += 1;
    } else if giver.is_some_and(|giver| giver.numbering != Numbering::None) {
        tally.to_number += 1;
    }
    if minutes.route == Some(Route::Digital) {
        return;
    }
    if signed.scan.as_ref().is_some_and(|scan| scan.counts()) {
        tally.scanned += 1;
        return;
    }
    tally.to_scan += 1;
    let due = filed_by(facts, minutes, signed.recorded_at);
    if due <= at {
        tally.overdue += 1;
    } else {
        counted.due = Some(counted.due.map_or(due, |first| first.min(due)));
    }
}

/// By when the scan of signed minutes is to be filed.
fn filed_by(facts: &Facts, minutes: &HandoverMinutes, recorded_at: DateTime<Utc>) -> DateTime<Utc> {
    let counted = recorded_at + Duration::days(SCAN_DAYS);
    scan_due(facts, minutes.id).unwrap_or(counted)
}

/// The instant at which a day begins.
fn begin_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.pred_opt().map(end_of)
}

/// The next instant at which the hour alone may change what [`count_unit`] comes to: something begins or
/// ends.
fn next_change(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let rights = facts.delegations.values().filter(|d| d.unit == unit);
    let rights = rights.flat_map(|d| {
        let line = [begin_of(d.line.from), d.line.until.map(end_of)];
        let known = [d.in_force_at, d.scan_due, d.scanned_at, d.ends_at];
        line.into_iter()
            .chain(known)
            .chain([d.closed.map(|closing| closing.at)])
    });
    let papers = facts.minutes.values().filter(|m| m.unit == unit);
    let papers = papers.filter_map(|m| Some(filed_by(facts, m, m.signed()?.recorded_at)));
    let classes = facts.classes.values().filter(|class| class.unit == unit);
    let classes = classes.flat_map(|class| {
        let year = [
            begin_of(class.year.first_day()),
            Some(end_of(class.year.last_day())),
        ];
        let teachers = class.teachers.iter();
        year.into_iter()
            .chain(teachers.flat_map(|t| [begin_of(t.from), t.until.map(end_of)]))
    });
    let posts = facts.appointments.values().filter(|post| post.unit == unit);
    let posts = posts.flat_map(|post| [begin_of(post.from), post.until.map(end_of)]);
    let all = rights.chain(classes).chain(posts).flatten().chain(papers);
    all.filter(|instant| *instant > at).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Register;
    use crate::officer::Appointment;
    use crate::row::Row;
    use crate::samples::{
        COMMUNE, MINUTES, OTHER_SCHOOL, SCHOOL, holding, monday, paper, printed, scan, signed,
        town, town_with_draft, town_with_printed, town_with_signed, with,
    };
    use crate::school_class::SchoolClass;

    fn tally(facts: &Facts) -> Tally {
        count_unit(facts, SCHOOL, monday()).tally
    }

    #[test]
    fn minutes_go_from_column_to_column() {
        let class = Tally {
            not_made: 1,
            ..Tally::default()
        };
        assert_eq!(
            tally(&town()),
            class,
            "a class has its teacher and no minutes"
        );
        assert_eq!(tally(&town_with_draft()).drafts, 1);
        assert_eq!(tally(&town_with_printed()).printed, 1);
        let recorded = tally(&town_with_signed());
        let [on_the_way, open] = [
            (recorded.drafts, recorded.printed),
            (recorded.signed, recorded.to_scan),
        ];
        assert_eq!((on_the_way, open), ((0, 0), (1, 1)));
        let mut filed = signed(printed());
        if let Progress::Signed { signed, .. } = &mut filed.progress {
            signed.scan = Some(scan());
        }
        let filed = tally(&with(town_with_signed(), [paper(filed)]));
        assert_eq!((filed.scanned, filed.to_scan, filed.overdue), (1, 0, 0));
    }

    #[test]
    fn what_a_unit_gave_itself_is_its_own_work_below() {
        let given = HandoverMinutes {
            kind: MinutesKind::ToSchool,
            giver_unit: COMMUNE,
            ..town_with_signed().minutes[&MINUTES].clone()
        };
        let line = Row::CsdlTask(crate::samples::rows::task());
        let facts = with(
            town_with_signed(),
            [Row::HandoverMinutes(Box::new(given)), line],
        );
        let ours = own_work(&facts, COMMUNE, monday());
        let school = ours[&SCHOOL];
        assert_eq!((school.signed, school.to_scan, school.csdl_open), (1, 1, 1));
        assert_eq!(ours.len(), 1);
        assert!(own_work(&facts, SCHOOL, monday()).is_empty());
    }

    #[test]
    fn a_scan_is_overdue_from_its_hour_on() {
        let town = town_with_signed();
        let first = count_unit(&town, SCHOOL, monday());
        let due = first.due.unwrap();
        assert_eq!(first.tally.overdue, 0);
        let late = count_unit(&town, SCHOOL, due);
        assert_eq!((late.tally.overdue, late.due), (1, None));
        assert_eq!(
            board_state(true, &late.tally, 0, 0, true),
            BoardState::Overdue
        );
    }

    #[test]
    fn what_was_counted_holds_until_the_hour_that_it_names() {
        let provisional = with(town(), [Row::Delegation(holding(SCHOOL, COMMUNE))]);
        for town in [town_with_draft(), town_with_signed(), provisional] {
            let mut kept = count_unit(&town, SCHOOL, monday());
            for hour in 0..24 * 400 {
                let now = monday() + Duration::hours(hour);
                let fresh = count_unit(&town, SCHOOL, now);
                if kept.until.is_some_and(|until| until <= now) {
                    kept = fresh.clone();
                }
                assert_eq!(kept, fresh, "{hour} hours later");
            }
        }
    }

    #[test]
    fn signed_minutes_are_counted_on_the_day_of_their_recording() {
        let town = town_with_signed();
        let recorded = town.minutes[&MINUTES].signed().unwrap().recorded_at;
        let days = count_unit(&town, SCHOOL, monday()).days;
        assert_eq!(days, [(day_of(recorded), 1)].into());
    }

    #[test]
    fn nobody_is_done_who_has_handed_nothing_over() {
        let handed = Tally {
            signed: 2,
            to_people: 1,
            ..Tally::default()
        };
        let account_only = Tally {
            signed: 1,
            ..Tally::default()
        };
        let heard = |received, tally: &Tally, below, with_account| {
            board_state(received, tally, below, with_account, true)
        };
        assert_eq!(heard(false, &handed, 0, 0), BoardState::NotReceived);
        assert_eq!(heard(true, &account_only, 0, 0), BoardState::Giving);
        assert_eq!(heard(true, &handed, 3, 2), BoardState::Giving);
        let drafted = Tally {
            drafts: 1,
            ..handed
        };
        assert_eq!(heard(true, &drafted, 3, 3), BoardState::Working);
        assert_eq!(
            heard(true, &handed.and(Tally::default()), 3, 3),
            BoardState::Done
        );
    }

    #[test]
    fn a_unit_is_heard_of_by_what_nobody_above_does_for_it() {
        use crate::officer::Role;
        use crate::samples::{HEAD, LOST, TEACHER, class, head_of, post, rows};
        let head = post(head_of(OTHER_SCHOOL), OTHER_SCHOOL, Role::Head);
        let alone = with(Facts::default(), [Row::Appointment(head)]);
        let given = HandoverMinutes {
            unit: OTHER_SCHOOL,
            prepared_by: HEAD,
            ..printed()
        };
        let from_above = with(alone.clone(), [paper(given.clone())]);
        assert!(!is_heard(&from_above, OTHER_SCHOOL));
        let own = HandoverMinutes {
            prepared_by: head_of(OTHER_SCHOOL),
            ..given
        };
        let told = [
            paper(own),
            Row::Appointment(post(TEACHER, OTHER_SCHOOL, Role::Member)),
            Row::SchoolClass(SchoolClass {
                unit: OTHER_SCHOOL,
                ..class(LOST.into(), "6A1", None)
            }),
            Row::Register(Register {
                unit: OTHER_SCHOOL,
                ..rows::register()
            }),
        ];
        for row in told {
            let facts = with(from_above.clone(), [row.clone()]);
            assert!(is_heard(&facts, OTHER_SCHOOL), "{row:?}");
            assert!(!is_heard(&facts, COMMUNE));
        }
        // Who comes to lead is one of its people for a day.
        let member = post(head_of(OTHER_SCHOOL), OTHER_SCHOOL, Role::Member);
        let member = Row::Appointment(Appointment {
            id: LOST.into(),
            ..member
        });
        assert!(!is_heard(&with(from_above, [member]), OTHER_SCHOOL));
    }

    #[test]
    fn an_office_that_hears_nothing_from_below_is_done_with_what_it_knows() {
        let account_only = Tally {
            signed: 1,
            ..Tally::default()
        };
        let unheard = |received, tally: &Tally, below, with_account| {
            board_state(received, tally, below, with_account, false)
        };
        assert_eq!(unheard(true, &account_only, 0, 0), BoardState::Done);
        assert_eq!(unheard(false, &account_only, 0, 0), BoardState::NotReceived);
        assert_eq!(unheard(true, &account_only, 3, 2), BoardState::Giving);
        let scan = Tally {
            to_scan: 1,
            ..account_only
        };
        assert_eq!(unheard(true, &scan, 0, 0), BoardState::Working);
    }
}
