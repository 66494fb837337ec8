//! Việc cần làm: what the first screen sums up and lists, computed from the register.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::blanks::Party;
use crate::calendar::day_of;
use crate::csdl_task::CsdlTask;
use crate::delegation::{Delegation, Holder};
use crate::facts::Facts;
use crate::ids::{ClassId, CsdlTaskId, MinutesId, OfficerId, UnitId};
use crate::kind::MinutesKind;
use crate::minutes::{HandoverMinutes, Progress, Signed};
use crate::on_csdl::{done_by, settled};
use crate::route::Route;
use crate::unit::{Numbering, UnitKind};

/// Where the people of a unit stand: every person counts once, at the furthest step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Funnel {
    /// People who are or shall be given rights.
    pub people: u32,
    /// Signed minutes stand.
    pub signed: u32,
    /// Printed, waiting for signatures.
    pub printed: u32,
    /// A draft, waiting to be printed.
    pub drafted: u32,
    /// A class without any minutes.
    pub not_made: u32,
}

/// One thing to do, most urgent first by [`Task::rank`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// A right stops unless the scan follows by then.
    ScanMissing(DateTime<Utc>, MinutesId),
    /// A right stops unless the scan, which no program reads, is accepted by eye or replaced by
    /// then.
    ScanOpen(DateTime<Utc>, MinutesId),
    /// Printed minutes wait for pens.
    Sign(MinutesId),
    /// A take-back is recorded, its paper not yet printed or signed.
    TakeBackPaper(MinutesId),
    /// A draft waits to be printed.
    Print(MinutesId),
    /// A class's teacher has no minutes for it.
    ClassWithoutMinutes(ClassId, OfficerId),
    /// A class has no teacher.
    ClassWithoutTeacher(ClassId),
    /// A class's teacher is on leave and nobody stands in.
    ClassNeedsStandIn(ClassId, OfficerId),
    /// Somebody without a post in the unit still holds rights.
    LeaverHoldsRights(OfficerId),
    /// A draft or a print names as giver somebody who may not give any more: it is prepared again in the
    /// name of who leads now. What was signed before can still be recorded.
    PrepareAgain(MinutesId),
    /// The head must confirm a recording made by somebody else.
    ConfirmRecording(MinutesId),
    /// Signed minutes wait for their number.
    GiveNumber(MinutesId),
    /// Minutes that all parties signed digitally wait for the organisation.
    SealDigitally(MinutesId),
    /// The receiver says that the filed paper is not the one that he signed.
    Objection(MinutesId),
    /// Work on the Hệ thống CSDL.
    OnCsdl(CsdlTaskId),
    /// A unit below has not received its admin account, and nothing is prepared.
    UnitWithoutAccount(UnitId),
    /// The unit itself has received nothing, and nothing is prepared: the unit above hands over.
    ReceiveAccount(UnitId),
    /// Whoever leads a unit below now has received nothing in writing: the one before left without
    /// handing over.
    LeaderWithoutMinutes(UnitId, OfficerId),
}

impl Task {
    /// Order on the first screen.
    #[must_use]
    pub fn rank(&self) -> u8 {
        match self {
            Self::LeaverHoldsRights(_) | Self::Objection(_) => 0,
            Self::ScanMissing(..) | Self::ScanOpen(..) => 1,
            Self::ConfirmRecording(_) | Self::PrepareAgain(_) => 2,
            Self::TakeBackPaper(_) => 3,
            Self::Sign(_) => 4,
            Self::Print(_) => 5,
            Self::ClassNeedsStandIn(..) => 6,
            Self::ClassWithoutMinutes(..) => 7,
            Self::ClassWithoutTeacher(_) => 8,
            Self::OnCsdl(_) => 9,
            Self::GiveNumber(_) => 10,
            Self::SealDigitally(_) => 11,
            Self::LeaderWithoutMinutes(..) => 12,
            Self::UnitWithoutAccount(_) => 13,
            Self::ReceiveAccount(_) => 14,
        }
    }
}

/// The funnel of a unit.
#[must_use]
pub fn funnel(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Funnel {
    let signed: BTreeSet<OfficerId> = facts
        .rights_in(unit)
        .filter(|d| d.in_force(at))
        .filter_map(|d| match d.holder {
            Holder::Officer(officer) => Some(officer),
            Holder::Unit(_) => None,
        })
        .collect();
    let open = |printed: bool| {
        let waiting = facts.minutes.values().filter(move |m| {
            m.unit == unit
                && m.open()
                && m.kind != MinutesKind::TakeBack
                && m.frozen().is_some() == printed
        });
        waiting.map(|m| m.receiver).collect::<BTreeSet<_>>()
    };
    let printed: BTreeSet<_> = open(true).difference(&signed).copied().collect();
    let further = |officer: &OfficerId| signed.contains(officer) || printed.contains(officer);
    let drafted: BTreeSet<_> = open(false).into_iter().filter(|o| !further(o)).collect();
    let classes = classes_without_minutes(facts, unit, at).into_iter();
    let not_made: BTreeSet<_> = classes
        .map(|(_, officer)| officer)
        .filter(|o| !further(o) && !drafted.contains(o))
        .collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Funnel {
        people: count(signed.len() + printed.len() + drafted.len() + not_made.len()),
        signed: count(signed.len()),
        printed: count(printed.len()),
        drafted: count(drafted.len()),
        not_made: count(not_made.len()),
    }
}

/// Minutes whose receiver has not said yet whether the filed paper is the one that he signed.
#[must_use]
pub fn receipts(facts: &Facts, unit: UnitId, receiver: OfficerId) -> Vec<MinutesId> {
    let filed = |m: &&HandoverMinutes| {
        m.stands()
            && m.kind != MinutesKind::TakeBack
            && m.signed().is_some_and(|signed| {
                signed.receipt.is_none()
                    && (signed.scan.is_some() || m.route == Some(Route::Digital))
            })
    };
    facts
        .minutes_to(receiver, unit)
        .filter(filed)
        .map(|m| m.id)
        .collect()
}

/// Whether a teacher's right over a class was suspended for a leave and nothing has come since: it
/// is not handed over anew by itself.
fn suspended(facts: &Facts, unit: UnitId, class: ClassId, officer: OfficerId) -> bool {
    let over = |d: &&crate::delegation::Delegation| {
        d.holder == Holder::Officer(officer)
            && d.line.function == crate::rights::Function::Homeroom
            && d.line.classes.has(&class)
    };
    let rights: Vec<_> = facts.rights_in(unit).filter(over).collect();
    let last = rights.iter().filter_map(|d| d.closed).max_by_key(|c| c.at);
    rights.iter().all(|d| d.closed.is_some())
        && last.is_some_and(|c| c.reason == crate::delegation::ClosingReason::Suspended)
}

/// Classes whose main teacher is on leave while nobody stands in.
fn classes_without_stand_in(
    facts: &Facts,
    unit: UnitId,
    at: DateTime<Utc>,
) -> Vec<(ClassId, OfficerId)> {
    let day = day_of(at);
    let classes = facts.classes_on(unit, day);
    let alone = classes.filter(|c| {
        !c.teachers
            .iter()
            .any(|t| t.on(day) && t.part == crate::school_class::TeacherPart::StandIn)
    });
    alone
        .filter_map(|c| c.main_teacher(day).map(|teacher| (c.id, teacher)))
        .filter(|(class, teacher)| suspended(facts, unit, *class, *teacher))
        .collect()
}

/// People who hold rights in a unit in which they have no post any more.
fn leavers_with_rights(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> BTreeSet<OfficerId> {
    let day = day_of(at);
    let holders = facts
        .rights_in(unit)
        // What has ended with the post waits for its paper.
        .filter(|d| d.in_force(at) || d.closed.is_none() && d.ends_at.is_some_and(|end| end <= at))
        .filter_map(|d| match d.holder {
            Holder::Officer(officer) => Some(officer),
            Holder::Unit(_) => None,
        });
    holders
        .filter(|officer| facts.post_of(*officer, unit, day).is_none())
        .collect()
}

/// Classes of this school year whose teacher has neither a right nor open minutes for them; a
/// teacher on leave is not one of them.
#[must_use]
pub fn classes_without_minutes(
    facts: &Facts,
    unit: UnitId,
    at: DateTime<Utc>,
) -> Vec<(ClassId, OfficerId)> {
    let day = day_of(at);
    let covered = |class: ClassId, officer: OfficerId| {
        let mut rights = facts
            .rights_in(unit)
            .filter(|d| d.holder == Holder::Officer(officer) && d.closed.is_none());
        rights.any(|d| {
            (d.waits() || d.in_force(at))
                && d.line.function == crate::rights::Function::Homeroom
                && d.line.classes.has(&class)
        })
    };
    let classes = facts.classes_on(unit, day);
    classes
        .flat_map(|c| {
            c.teachers
                .iter()
                .filter(|t| t.on(day))
                .map(|t| (c.id, t.officer))
        })
        .filter(|(class, officer)| {
            !covered(*class, *officer) && !suspended(facts, unit, *class, *officer)
        })
        .collect()
}

/// The first instant at which a right of minutes stops for want of their scan.
#[must_use]
pub fn scan_due(facts: &Facts, minutes: MinutesId) -> Option<DateTime<Utc>> {
    let waiting = facts.rights_by(minutes);
    waiting
        .filter(|d| d.scanned_at.is_none() && d.closed.is_none())
        .filter_map(|d| d.scan_due)
        .min()
}

/// Whether minutes of a unit wait in the name of a giver who may not give any more. A change of head
/// names the one who goes, and a take-back stands already.
fn giver_left(facts: &Facts, unit: UnitId, minutes: &HandoverMinutes, day: NaiveDate) -> bool {
    let named = !matches!(
        minutes.kind,
        MinutesKind::TakeBack | MinutesKind::HeadChange
    );
    named && minutes.giver_unit == unit && facts.may_give(minutes.giver, unit, day).is_err()
}

/// Who leads a unit that was handed over to somebody else, and has no minutes of it, signed or not.
fn leader_without_minutes(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Option<OfficerId> {
    let mut held = facts.rights_held(Holder::Unit(unit));
    let received =
        held.any(|d| d.in_force(at) && !d.provisional && facts.minutes.contains_key(&d.minutes));
    let leader = facts.head_on(unit, day_of(at))?.officer;
    let of_all = |m: &HandoverMinutes| {
        m.ended.is_none() && (m.kind.to_unit() || m.kind == MinutesKind::HeadChange)
    };
    let handed = facts.minutes_to(leader, unit).any(of_all);
    (received && !handed).then_some(leader)
}

/// What minutes ask of a unit in whose file they lie, or which gave them.
#[must_use]
pub fn of_minutes(
    facts: &Facts,
    unit: UnitId,
    minutes: &HandoverMinutes,
    at: DateTime<Utc>,
) -> Vec<Task> {
    // A unit above prepares the change of head of one below.
    let prepared = || {
        let preparer = minutes.prepared_by;
        minutes.prepares_head_change(preparer)
            && facts.post_of(preparer, unit, day_of(at)).is_some()
    };
    let ours = minutes.unit == unit || minutes.giver_unit == unit || prepared();
    if minutes.ended.is_some() || !ours {
        return vec![];
    }
    let paper = minutes.kind == MinutesKind::TakeBack;
    match &minutes.progress {
        Progress::Draft | Progress::AwaitingSignatures { .. }
            if giver_left(facts, unit, minutes, day_of(at)) =>
        {
            vec![Task::PrepareAgain(minutes.id)]
        }
        Progress::Draft | Progress::AwaitingSignatures { .. } if paper => {
            vec![Task::TakeBackPaper(minutes.id)]
        }
        Progress::Draft => vec![Task::Print(minutes.id)],
        Progress::AwaitingSignatures { .. } => vec![Task::Sign(minutes.id)],
        Progress::Signed { signed, .. } => of_signed(facts, unit, minutes, signed),
    }
}

/// What signed minutes ask of a unit: scan, confirmation, number, the organisation's signature.
fn of_signed(facts: &Facts, unit: UnitId, minutes: &HandoverMinutes, signed: &Signed) -> Vec<Task> {
    let (id, mut tasks) = (minutes.id, vec![]);
    let digital = minutes.route == Some(Route::Digital);
    if !digital {
        let last = signed.recorded_at + chrono::Duration::days(crate::delegation::SCAN_DAYS);
        let due = scan_due(facts, id).unwrap_or(last);
        match &signed.scan {
            None => tasks.push(Task::ScanMissing(due, id)),
            Some(scan) if scan.counts() => {}
            Some(_) => tasks.push(Task::ScanOpen(due, id)),
        }
    }
    if signed.head_must_confirm {
        tasks.push(Task::ConfirmRecording(id));
    }
    let gave = minutes.giver_unit == unit;
    let giver = facts.units.get(&minutes.giver_unit);
    let numbered = giver.is_some_and(|u| u.numbering != Numbering::None);
    let file = minutes.digital.as_ref();
    if gave && numbered && minutes.number().is_none() {
        tasks.push(Task::GiveNumber(id));
    } else if gave && digital && file.is_some_and(|file| file.of(Party::Organisation).is_none()) {
        tasks.push(Task::SealDigitally(id));
    }
    let receipt = signed.receipt.as_ref();
    if receipt.is_some_and(|receipt| receipt.objection.is_some()) {
        tasks.push(Task::Objection(id));
    }
    tasks
}

/// What the classes and people of a unit ask of it.
fn of_people(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Task> {
    let day = day_of(at);
    let without = classes_without_minutes(facts, unit, at).into_iter();
    let alone = classes_without_stand_in(facts, unit, at).into_iter();
    let leavers = leavers_with_rights(facts, unit, at).into_iter();
    let classes = facts.classes_on(unit, day);
    without
        .map(|(class, officer)| Task::ClassWithoutMinutes(class, officer))
        .chain(alone.map(|(class, officer)| Task::ClassNeedsStandIn(class, officer)))
        .chain(leavers.map(Task::LeaverHoldsRights))
        .chain(
            classes
                .filter(|c| c.main_teacher(day).is_none())
                .map(|c| Task::ClassWithoutTeacher(c.id)),
        )
        .collect()
}

/// Whether a unit was handed nothing that counts, and no minutes are prepared by which it would be.
fn nothing_for(facts: &Facts, unit: UnitId, at: DateTime<Utc>, founded: bool) -> bool {
    let mut held = facts.rights_held(Holder::Unit(unit));
    let counts = |d: &Delegation| d.in_force(at) && (founded || !d.provisional);
    !held.any(|d| counts(d) || d.waits())
}

/// What the units below ask of a unit, and what it waits for itself.
fn of_units(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Task> {
    let day = day_of(at);
    let all = facts.units.values();
    let below = all.filter(|u| u.parent_on(day) == Some(unit) && u.closed_on.is_none());
    let mut tasks = vec![];
    for below in below {
        let leader = leader_without_minutes(facts, below.id, at);
        tasks.extend(leader.map(|leader| Task::LeaderWithoutMinutes(below.id, leader)));
        if nothing_for(facts, below.id, at, false) {
            tasks.push(Task::UnitWithoutAccount(below.id));
        }
    }
    let own = facts
        .units
        .get(&unit)
        .filter(|u| u.kind != UnitKind::Department);
    let above = own.and_then(|own| own.parent_on(day));
    let waits = above.filter(|_| nothing_for(facts, unit, at, true));
    tasks.extend(waits.map(Task::ReceiveAccount));
    tasks
}

/// What is to be done about a unit now, most urgent first, whoever does it. The facts hold what the
/// unit gave to units below, too.
#[must_use]
pub fn tasks(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Vec<Task> {
    let minutes = facts.minutes.values();
    let mut tasks: Vec<Task> = minutes
        .flat_map(|minutes| of_minutes(facts, unit, minutes, at))
        .collect();
    tasks.extend(of_people(facts, unit, at));
    let lines = facts.tasks.values();
    let here = |t: &CsdlTask| t.unit == unit || done_by(facts, t) == unit;
    let open = lines.filter(|t| here(t) && t.done.is_none() && !settled(facts, t, at));
    tasks.extend(open.map(|t| Task::OnCsdl(t.id)));
    tasks.extend(of_units(facts, unit, at));
    tasks.sort_by(|a, b| (a.rank(), a).cmp(&(b.rank(), b)));
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::end_of;
    use crate::officer::{Appointment, Role};
    use crate::row::Row;
    use crate::samples::{
        COMMUNE, HEAD, LOST, MINUTES, SCHOOL, TEACHER, draft, head_of, holding, monday, paper,
        post, printed, right_in_force, signed, town, town_with_draft, town_with_printed,
        town_with_signed, with, yesterday,
    };

    #[test]
    fn a_change_of_head_below_is_work_of_the_unit_that_prepares_it() {
        let change = |preparer| HandoverMinutes {
            kind: MinutesKind::HeadChange,
            prepared_by: preparer,
            ..draft()
        };
        let asked = |preparer| {
            let facts = with(town(), [paper(change(preparer))]);
            tasks(&facts, COMMUNE, monday()).contains(&Task::Print(MINUTES))
        };
        assert!(asked(head_of(COMMUNE)));
        assert!(!asked(HEAD), "the school prepares its own");
    }

    #[test]
    fn what_waits_in_the_name_of_who_led_is_prepared_again() {
        let left = Appointment {
            until: Some(yesterday()),
            ..post(HEAD, SCHOOL, Role::Head)
        };
        for town in [town_with_draft(), town_with_printed()] {
            assert!(!tasks(&town, SCHOOL, monday()).contains(&Task::PrepareAgain(MINUTES)));
            let without = with(town, [Row::Appointment(left.clone())]);
            let first = tasks(&without, SCHOOL, monday()).into_iter().next();
            assert_eq!(first, Some(Task::PrepareAgain(MINUTES)));
        }
    }

    #[test]
    fn who_was_put_in_charge_without_a_handover_is_handed_the_unit_from_above() {
        let to_school = |receiver| HandoverMinutes {
            kind: MinutesKind::ToSchool,
            giver_unit: COMMUNE,
            giver: head_of(COMMUNE),
            receiver,
            ..signed(printed())
        };
        let held = Delegation {
            minutes: MINUTES,
            ..holding(SCHOOL, COMMUNE)
        };
        let rows = |receiver| [Row::Delegation(held.clone()), paper(to_school(receiver))];
        let task = Task::LeaderWithoutMinutes(SCHOOL, HEAD);
        let due = |facts: &Facts| tasks(facts, COMMUNE, monday()).contains(&task);
        assert!(!due(&with(town(), rows(HEAD))));
        let facts = with(town(), rows(TEACHER));
        assert!(due(&facts), "somebody else received");
        let change = HandoverMinutes {
            id: crate::ids::MinutesId(LOST),
            kind: MinutesKind::HeadChange,
            giver: TEACHER,
            receiver: HEAD,
            ..draft()
        };
        assert!(
            !due(&with(facts, [paper(change)])),
            "it is being handed over"
        );
    }

    #[test]
    fn what_a_comparison_found_is_to_do_until_the_register_settles_it() {
        let found = crate::samples::rows::found_task();
        let listed = Task::OnCsdl(found.id);
        let row = Row::CsdlTask(found);
        let town = with(crate::samples::town(), [row.clone()]);
        assert!(tasks(&town, SCHOOL, monday()).contains(&listed));
        let granted = with(town_with_signed(), [row, Row::Delegation(right_in_force())]);
        assert!(!tasks(&granted, SCHOOL, monday()).contains(&listed));
    }

    #[test]
    fn what_minutes_ask_for_there_is_done_by_who_gave_and_waited_for_by_who_received() {
        let given = HandoverMinutes {
            kind: MinutesKind::ToSchool,
            giver_unit: COMMUNE,
            giver: head_of(COMMUNE),
            ..signed(printed())
        };
        let row = Row::CsdlTask(crate::samples::rows::task());
        let task = Task::OnCsdl(crate::samples::rows::task().id);
        let facts = with(town(), [paper(given), row.clone()]);
        let whom = |facts: &Facts, unit, actor| {
            assert!(tasks(facts, unit, monday()).contains(&task));
            crate::turn::waits_for(facts, &task, unit, actor, monday())
        };
        let above = crate::turn::Whom::Unit(COMMUNE);
        assert_eq!(whom(&facts, COMMUNE, head_of(COMMUNE)), None);
        assert_eq!(whom(&facts, SCHOOL, HEAD), Some(above));
        // What the school handed over itself it does itself, and the commune hears nothing of it.
        let own = with(town_with_signed(), [row]);
        assert_eq!(whom(&own, SCHOOL, HEAD), None);
        assert!(!tasks(&own, COMMUNE, monday()).contains(&task));
    }

    #[test]
    fn a_draft_counts_as_a_draft_and_a_person_once() {
        let count = |facts: &Facts| {
            let f = funnel(facts, SCHOOL, monday());
            (f.people, f.signed, f.printed, f.drafted, f.not_made)
        };
        assert_eq!(count(&town()), (1, 0, 0, 0, 1));
        assert_eq!(count(&town_with_draft()), (1, 0, 0, 1, 0));
        assert_eq!(count(&town_with_printed()), (1, 0, 1, 0, 0));
    }

    #[test]
    fn a_unit_for_which_something_is_prepared_is_no_unit_without_account() {
        let prepared = Delegation {
            in_force_at: None,
            ..holding(SCHOOL, COMMUNE)
        };
        let below = Task::UnitWithoutAccount(SCHOOL);
        let above = Task::ReceiveAccount(COMMUNE);
        let due = |facts: &Facts| {
            (
                tasks(facts, COMMUNE, monday()).contains(&below),
                tasks(facts, SCHOOL, monday()).contains(&above),
            )
        };
        assert_eq!(due(&town()), (false, false), "it holds something");
        let closed = Delegation {
            closed: Some(crate::delegation::Closing {
                at: monday(),
                reason: crate::delegation::ClosingReason::TakenBack,
                by: HEAD,
                minutes: None,
            }),
            ..holding(SCHOOL, COMMUNE)
        };
        let nothing = with(town(), [Row::Delegation(closed)]);
        assert_eq!(due(&nothing), (true, true));
        let drafted = with(town(), [Row::Delegation(prepared)]);
        assert_eq!(due(&drafted), (false, false), "it is prepared");
    }

    #[test]
    fn a_right_that_ended_with_the_post_waits_for_its_paper() {
        let left = Appointment {
            until: Some(yesterday()),
            ..post(TEACHER, SCHOOL, Role::Member)
        };
        let ended = Delegation {
            ends_at: Some(end_of(yesterday())),
            ..right_in_force()
        };
        let rows = [Row::Appointment(left), Row::Delegation(ended)];
        let facts = with(town_with_signed(), rows);
        assert!(tasks(&facts, SCHOOL, monday()).contains(&Task::LeaverHoldsRights(TEACHER)));
    }
}
