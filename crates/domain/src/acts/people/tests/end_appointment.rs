//! Ending a post.

use super::*;
use crate::account::AccountKind;
use requests::end_appointment as request;

fn ended(officer: OfficerId, until: NaiveDate) -> Row {
    Row::Appointment(Appointment {
        until: Some(until),
        past: said_before(None),
        ..post(officer, SCHOOL, Role::Member)
    })
}

#[test]
fn whoever_leaves_keeps_neither_class_nor_account_nor_right() {
    let account = account(
        ADMIN,
        SCHOOL,
        AccountKind::Admin,
        Custody::Custodian(TEACHER),
    );
    let facts = with(town_with_signed(), [Row::Account(account.clone())]);
    let rows = done(&facts, request(), &by(HEAD, 1));
    let free = {
        let mut class = class(CLASS, "6A2", Some(TEACHER));
        class.teachers[0].until = Some(today());
        class
    };
    let kept = Account {
        custody: Custody::Head,
        ..account
    };
    let left = [
        ended(TEACHER, today()),
        Row::SchoolClass(free),
        Row::Account(kept),
    ];
    assert_eq!(rows[..3], left);
    let [
        Row::Delegation(right),
        Row::CsdlTask(_),
        Row::HandoverMinutes(_),
        Row::HandoverMinutes(taking),
    ] = &rows[3..]
    else {
        panic!("{rows:?}");
    };
    assert_eq!(right.closed.unwrap().reason, ClosingReason::PostEnded);
    let reason = &taking.taking_back.as_ref().unwrap().reason;
    assert_eq!(reason, "Chuyển công tác");
}

#[test]
fn whoever_leaves_later_keeps_everything_until_then() {
    let later = EndAppointment {
        until: tomorrow(),
        ..request()
    };
    let facts = town_with_signed();
    let rows = done(&facts, later, &by(HEAD, 1));
    let [left, Row::SchoolClass(class), Row::Delegation(right)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(left, &ended(TEACHER, tomorrow()));
    assert_eq!(class.teachers[0].until, Some(tomorrow()));
    assert_eq!(
        (right.ends_at, right.closed),
        (Some(end_of(tomorrow())), None)
    );
}

#[test]
fn whoever_has_another_post_keeps_everything() {
    let facts = town_with_signed();
    let other = Appointment {
        id: AppointmentId(LOST),
        ..post(TEACHER, SCHOOL, Role::Member)
    };
    let facts = with(facts, [Row::Appointment(other)]);
    let rows = done(&facts, request(), &by(HEAD, 1));
    assert_eq!(rows, [ended(TEACHER, today())]);
}

#[test]
fn a_teacher_ends_no_post() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn only_who_leads_ends_a_post_that_signs_prepares_or_numbers() {
    let plain = post(COLLEAGUE, SCHOOL, Role::Member);
    let posts = [
        Appointment {
            role: Role::Deputy,
            ..plain.clone()
        },
        Appointment {
            prepares: true,
            ..plain.clone()
        },
        Appointment {
            numbers: true,
            ..plain.clone()
        },
    ];
    let ending = EndAppointment {
        appointment: plain.id,
        ..request()
    };
    assert_eq!(
        done(&with_clerk(), ending.clone(), &by(TEACHER, 1)).len(),
        1
    );
    for post in posts {
        let facts = with(with_clerk(), [Row::Appointment(post)]);
        let code = refused(&facts, ending.clone(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
        assert_eq!(done(&facts, ending.clone(), &by(HEAD, 1)).len(), 1);
    }
}

#[test]
fn a_post_that_is_not_there_does_not_end() {
    let request = EndAppointment {
        appointment: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
}

#[test]
fn a_unit_ends_its_own_posts() {
    let request = EndAppointment {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&town(), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::OtherUnit);
}

#[test]
fn a_post_does_not_end_before_it_began() {
    let request = EndAppointment {
        until: since() - chrono::Days::new(1),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::DatesReversed);
}

#[test]
fn a_head_leaves_when_another_one_comes() {
    let request = EndAppointment {
        appointment: post_id(HEAD),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NoHead);
}

#[test]
fn a_leavers_rights_close_when_somebody_can_sign_for_the_unit() {
    let facts = without_head(town_with_signed());
    let code = refused(&facts, request(), &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::NoHead);
}

#[test]
fn a_leaving_has_a_reason_that_can_be_read() {
    for (reason, code) in ill_sentences() {
        let request = EndAppointment {
            reason,
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), code);
    }
}
