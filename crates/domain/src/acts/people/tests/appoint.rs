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
fn nobody_gives_himself_a_post() {
    for role in [Role::Deputy, Role::Member] {
        let request = Appoint {
            officer: HEAD,
            post: Post {
                role,
                ..teachers_post()
            },
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::ToSelf);
    }
    let by_the_clerk = Appoint {
        officer: TEACHER,
        ..request()
    };
    let code = refused(&with_clerk(), by_the_clerk, &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn who_leads_alone_keeps_somebody_whose_post_that_prepares_ends() {
    let ending = |prepares| Appointment {
        prepares,
        until: Some(tomorrow()),
        ..post(COLLEAGUE, SCHOOL, Role::Member)
    };
    let leaves = |prepares| with(with_clerk(), [Row::Appointment(ending(prepares))]);
    let code = refused(&leaves(true), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
    assert_eq!(done(&leaves(true), request(), &by(HEAD, 1)).len(), 1);
    let teacher = done(&leaves(false), request(), &by(TEACHER, 1));
    assert_eq!(teacher.len(), 1, "who prepares extends a contract");
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

#[test]
fn who_leads_from_a_day_that_is_past_does_so_by_a_decision() {
    let undecided = with_post(Post {
        role: Role::InCharge,
        from: yesterday(),
        ..teachers_post()
    });
    let facts = without_head_since(town(), yesterday() - chrono::Days::new(1));
    let code = refused(&facts, undecided.clone(), &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::PastWithoutDecision);
    let decided = Appoint {
        post: Post {
            document: Some(DECISION),
            ..undecided.post
        },
        ..undecided
    };
    assert_eq!(done(&facts, decided, &by(head_of(COMMUNE), 1)).len(), 1);
}

#[test]
fn a_post_that_goes_on_keeps_rights_from_ending() {
    let leaves = Appointment {
        until: Some(tomorrow()),
        ..post(TEACHER, SCHOOL, Role::Member)
    };
    let ending = Delegation {
        ends_at: Some(end_of(tomorrow())),
        ..right_in_force()
    };
    let facts = with(
        town_with_signed(),
        [Row::Appointment(leaves), Row::Delegation(ending.clone())],
    );
    let goes_on = Appoint {
        officer: TEACHER,
        ..with_post(teachers_post())
    };
    let rows = done(&facts, goes_on.clone(), &by(HEAD, 1));
    let [Row::Appointment(_), Row::Delegation(right)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(right.ends_at, None);
    // What has ended does not come back.
    let left = Appointment {
        until: Some(yesterday()),
        ..post(TEACHER, SCHOOL, Role::Member)
    };
    let ended = Delegation {
        ends_at: Some(end_of(yesterday())),
        ..ending
    };
    let facts = with(
        town_with_signed(),
        [Row::Appointment(left), Row::Delegation(ended)],
    );
    assert_eq!(done(&facts, goes_on, &by(HEAD, 1)).len(), 1);
}
