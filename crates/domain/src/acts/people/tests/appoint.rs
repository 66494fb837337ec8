//! Adding a post.

use super::*;
use requests::{appoint as request, teachers_post};

fn with_post(post: Post) -> Appoint {
    Appoint { post, ..request() }
}

#[test]
fn a_person_has_one_more_post() {
    let ctx = by(HEAD, 1);
    let request = with_post(Post {
        duty: Some("văn thư".to_owned()),
        prepares: true,
        document: Some(DECISION),
        ..teachers_post()
    });
    let more = Appointment {
        id: AppointmentId(ctx.stamp.id(0)),
        duty: Some("văn thư".to_owned()),
        prepares: true,
        document: Some(DECISION),
        past: Past::begun(ctx.stamp.at),
        ..post(COLLEAGUE, SCHOOL, Role::Member)
    };
    assert_eq!(done(&town(), request, &ctx), [Row::Appointment(more)]);
}

#[test]
fn a_head_follows_a_head_who_left() {
    let request = with_post(Post {
        role: Role::InCharge,
        from: today(),
        ..teachers_post()
    });
    let facts = without_head(town());
    let rows = done(&facts, request, &by(head_of(COMMUNE), 1));
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_teacher_gives_no_post_and_who_prepares_gives_none_that_signs() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
    let deputy = with_post(Post {
        role: Role::Deputy,
        ..teachers_post()
    });
    let code = refused(&with_clerk(), deputy, &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn nobody_gives_himself_a_post_that_signs() {
    let request = Appoint {
        officer: HEAD,
        post: Post {
            role: Role::Deputy,
            ..teachers_post()
        },
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::ToSelf);
}

#[test]
fn person_unit_and_decision_of_a_post_are_there() {
    let nobody = Appoint {
        officer: LOST.into(),
        ..request()
    };
    let nowhere = Appoint {
        unit: LOST.into(),
        ..request()
    };
    let undecided = with_post(Post {
        document: Some(LOST.into()),
        ..teachers_post()
    });
    for request in [nobody, nowhere, undecided] {
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
    }
}

#[test]
fn a_post_does_not_end_before_it_begins() {
    let request = with_post(Post {
        from: today(),
        until: Some(yesterday()),
        ..teachers_post()
    });
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::DatesReversed);
}

#[test]
fn a_unit_has_one_head_at_a_time() {
    let acting = with_post(Post {
        role: Role::Acting,
        ..teachers_post()
    });
    assert_eq!(refused(&town(), acting, &by(HEAD, 1)), Code::TwoHeads);
}

#[test]
fn a_post_is_named_so_that_it_can_be_read() {
    for (text, code) in ill_names() {
        let position = with_post(Post {
            position: text.clone(),
            ..teachers_post()
        });
        let duty = with_post(Post {
            duty: Some(text),
            ..teachers_post()
        });
        assert_eq!(refused(&town(), position, &by(HEAD, 1)), code);
        assert_eq!(refused(&town(), duty, &by(HEAD, 1)), code);
    }
}
