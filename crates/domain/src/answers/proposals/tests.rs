//! What is proposed after each change, and when nothing is.

use super::*;
use crate::Row;
use crate::delegation::Closing;
use crate::ids::{DelegationId, MinutesId};
use crate::minutes::{EndKind, Ended};
use crate::samples::{
    CLASS, COLLEAGUE, HEAD, LOST, SCHOOL, TEACHER, class, draft, monday, paper, post, printed,
    right_in_force, signed, since, today, town_with_signed, with, yesterday,
};

const LIBRARY: DelegationId = DelegationId(uuid::Uuid::from_u128(0x71));
const NEXT_CLASS: ClassId = ClassId(uuid::Uuid::from_u128(0x72));

fn year() -> SchoolYear {
    SchoolYear::of(today())
}

fn library() -> Delegation {
    Delegation {
        id: LIBRARY,
        line: Line::of(Function::Library, today()),
        ..right_in_force()
    }
}

fn closed(right: Delegation, reason: ClosingReason) -> Row {
    Row::Delegation(Delegation {
        closed: Some(Closing {
            at: monday(),
            reason,
            by: HEAD,
            minutes: None,
        }),
        ..right
    })
}

/// The teacher with the class and the library, by signed minutes.
fn two_rights() -> Facts {
    with(town_with_signed(), [Row::Delegation(library())])
}

fn now(facts: &Facts) -> Vec<Proposal> {
    proposals(facts, SCHOOL, monday(), year())
}

fn only(facts: &Facts) -> Proposal {
    let [one] = <[Proposal; 1]>::try_from(now(facts)).expect("one proposal");
    one
}

#[test]
fn nothing_is_proposed_as_long_as_nothing_changes() {
    assert_eq!(now(&two_rights()), []);
}

#[test]
fn after_a_part_was_taken_back_new_minutes_list_what_stays() {
    for reason in [ClosingReason::TakenBack, ClosingReason::ClassMoved] {
        let facts = with(two_rights(), [closed(right_in_force(), reason)]);
        let proposed = only(&facts);
        assert_eq!((proposed.why, proposed.officer), (Why::Remainder, TEACHER));
        assert_eq!(
            (proposed.add, proposed.stays),
            (vec![], vec![library().line])
        );
        assert!(proposed.due);
    }
}

#[test]
fn when_everything_was_taken_back_nothing_stays_to_be_listed() {
    let rows = [
        closed(right_in_force(), ClosingReason::TakenBack),
        closed(library(), ClosingReason::TakenBack),
    ];
    assert_eq!(now(&with(two_rights(), rows)), []);
}

#[test]
fn who_has_a_draft_already_gets_no_other_proposal() {
    let waits = HandoverMinutes {
        id: MinutesId(LOST),
        ..draft()
    };
    let rows = [
        closed(right_in_force(), ClosingReason::TakenBack),
        paper(waits),
    ];
    assert_eq!(now(&with(two_rights(), rows)), []);
}

/// The class with a stand-in until a day, its teacher's right suspended.
fn on_leave(until: NaiveDate) -> Facts {
    let mut stood_in = class(CLASS, "6A2", Some(TEACHER));
    stood_in.teachers.push(crate::school_class::ClassTeacher {
        officer: COLLEAGUE,
        part: TeacherPart::StandIn,
        from: since(),
        until: Some(until),
    });
    let rows = [
        closed(right_in_force(), ClosingReason::Suspended),
        Row::SchoolClass(stood_in),
    ];
    with(town_with_signed(), rows)
}

#[test]
fn the_first_teacher_returns_the_day_after_the_stand_in() {
    let last = today() + Days::new(3);
    let proposed = only(&on_leave(last));
    assert_eq!(
        (proposed.why, proposed.officer),
        (Why::BackFromLeave, TEACHER)
    );
    assert!(proposed.due);
    let [line] = &proposed.add[..] else {
        panic!("the class alone");
    };
    assert_eq!(
        (line.names(CLASS), Some(line.from)),
        (true, last.succ_opt())
    );
    assert_eq!(line.until, right_in_force().line.until);
}

#[test]
fn a_return_is_not_due_while_the_stand_in_goes_on_or_nobody_stands_in() {
    assert!(!only(&on_leave(today() + Days::new(60))).due);
    let alone = closed(right_in_force(), ClosingReason::Suspended);
    let proposed = only(&with(town_with_signed(), [alone]));
    assert_eq!((proposed.why, proposed.due), (Why::BackFromLeave, false));
    assert_eq!(proposed.add[0].from, today());
}

#[test]
fn what_was_handed_over_since_the_leave_is_not_proposed() {
    let again = Delegation {
        id: DelegationId(LOST),
        ..right_in_force()
    };
    let facts = with(on_leave(today()), [Row::Delegation(again)]);
    assert_eq!(now(&facts), []);
}

#[test]
fn who_lost_the_class_meanwhile_does_not_return_to_it() {
    let moved = class(CLASS, "6A2", Some(COLLEAGUE));
    let facts = with(on_leave(today()), [Row::SchoolClass(moved)]);
    assert_eq!(now(&facts), []);
}

/// A year later: 25 August, with the class of the same name.
fn next_august(teacher: Option<OfficerId>) -> (Facts, DateTime<Utc>) {
    let next = SchoolClass {
        year: year().next(),
        ..class(NEXT_CLASS, "6A2", teacher)
    };
    let at = monday() + chrono::Duration::days(289);
    assert_eq!(SchoolYear::prepared_on(day_of(at)), year().next());
    (with(two_rights(), [Row::SchoolClass(next)]), at)
}

#[test]
fn the_next_year_proposes_the_same_assignment_from_its_first_day() {
    let (facts, at) = next_august(Some(TEACHER));
    assert_eq!(
        proposals(&facts, SCHOOL, at, year()),
        [],
        "the year that ends"
    );
    let next = proposals(&facts, SCHOOL, at, year().next());
    let [proposed] = &next[..] else {
        panic!("{next:?}");
    };
    assert_eq!((proposed.why, proposed.officer), (Why::SameAgain, TEACHER));
    let first = year().next().first_day();
    let wanted = [
        Line::homeroom(NEXT_CLASS, first),
        Line::of(Function::Library, first),
    ];
    assert_eq!(proposed.add, wanted);
}

#[test]
fn a_class_of_the_next_year_follows_its_own_assignment() {
    let (facts, at) = next_august(None);
    let next = proposals(&facts, SCHOOL, at, year().next());
    assert_eq!(next[0].add.len(), 1, "the library alone");
    let class = &facts.classes[&NEXT_CLASS];
    assert_eq!(teacher_before(&facts, class), Some(TEACHER));
}

#[test]
fn the_next_year_asks_nothing_of_who_has_left_was_given_less_or_has_minutes_already() {
    let (facts, at) = next_august(Some(TEACHER));
    let next = |facts: &Facts| proposals(facts, SCHOOL, at, year().next());
    let mut left = post(TEACHER, SCHOOL, crate::officer::Role::Member);
    left.until = Some(year().last_day());
    assert_eq!(
        next(&with(facts.clone(), [Row::Appointment(left.clone())])),
        []
    );
    let class = facts.classes[&NEXT_CLASS].clone();
    let without = with(facts.clone(), [Row::Appointment(left)]);
    assert_eq!(teacher_before(&without, &class), None);
    let cancelled = Ended {
        kind: EndKind::TakenBack,
        at: monday(),
        by: HEAD,
        reason: None,
        minutes: None,
    };
    let ended = HandoverMinutes {
        ended: Some(cancelled),
        ..signed(printed())
    };
    assert_eq!(next(&with(facts.clone(), [paper(ended)])), []);
    let anew = HandoverMinutes {
        id: MinutesId(LOST),
        year: year().next(),
        ..signed(printed())
    };
    assert_eq!(next(&with(facts, [paper(anew)])), []);
}

#[test]
fn what_ended_before_the_year_did_is_not_proposed_again() {
    let (facts, at) = next_august(Some(TEACHER));
    let mut short = library();
    short.line.until = Some(yesterday());
    let facts = with(
        facts,
        [
            Row::Delegation(short),
            closed(right_in_force(), ClosingReason::ClassMoved),
        ],
    );
    assert_eq!(proposals(&facts, SCHOOL, at, year().next()), []);
}
