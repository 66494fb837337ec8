//! Adding a person with a first post.

use super::*;
use requests::{add_officer as request, teachers_post};

fn with_post(post: Post) -> AddOfficer {
    AddOfficer { post, ..request() }
}

#[test]
fn a_person_comes_with_a_post() {
    let ctx = by(HEAD, 1);
    let request = AddOfficer {
        id_number: Some("031 180 012345".to_owned()),
        ..request()
    };
    let id = OfficerId(ctx.stamp.id(0));
    let person = Officer {
        code: "GV03".to_owned(),
        id_number: Some("031180012345".to_owned()),
        past: Past::begun(ctx.stamp.at),
        ..officer(id, SCHOOL, "Hoàng Thị Mai")
    };
    let post = Appointment {
        id: AppointmentId(ctx.stamp.id(1)),
        past: Past::begun(ctx.stamp.at),
        ..post(id, SCHOOL, Role::Member)
    };
    assert_eq!(
        done(&town(), request, &ctx),
        [Row::Officer(person), Row::Appointment(post)]
    );
}

#[test]
fn a_teacher_adds_nobody() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn only_who_leads_adds_somebody_who_signs_or_prepares() {
    let deputy = with_post(Post {
        role: Role::Deputy,
        ..teachers_post()
    });
    let clerk = with_post(Post {
        prepares: true,
        ..teachers_post()
    });
    assert_eq!(done(&with_clerk(), request(), &by(TEACHER, 1)).len(), 2);
    for request in [deputy, clerk] {
        let code = refused(&with_clerk(), request.clone(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
        assert_eq!(done(&with_clerk(), request, &by(HEAD, 1)).len(), 2);
    }
}

#[test]
fn what_is_written_of_a_person_can_be_read() {
    for (text, code) in ill_names() {
        let written = [
            AddOfficer {
                name: text.clone(),
                ..request()
            },
            AddOfficer {
                code: text.clone(),
                ..request()
            },
            AddOfficer {
                phone: Some(text.clone()),
                ..request()
            },
            with_post(Post {
                position: text.clone(),
                ..teachers_post()
            }),
            with_post(Post {
                duty: Some(text),
                ..teachers_post()
            }),
        ];
        for request in written {
            assert_eq!(refused(&town(), request, &by(HEAD, 1)), code);
        }
    }
}

#[test]
fn an_id_number_has_twelve_digits() {
    let request = AddOfficer {
        id_number: Some("31180012345".to_owned()),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::IdNumberShape);
}

#[test]
fn a_code_is_given_once_in_a_unit() {
    let request = AddOfficer {
        code: officer(COLLEAGUE, SCHOOL, "").code,
        ..request()
    };
    assert_eq!(refused(&town(), request.clone(), &by(HEAD, 1)), Code::Taken);
    let elsewhere = AddOfficer {
        unit: OTHER_SCHOOL,
        ..request
    };
    let there = by(head_of(OTHER_SCHOOL), 1);
    assert_eq!(done(&town(), elsewhere, &there).len(), 2);
}

#[test]
fn an_id_number_is_of_one_person_in_a_unit() {
    let known = Officer {
        id_number: Some("031180012345".to_owned()),
        ..officer(COLLEAGUE, SCHOOL, "Trần Văn Bình")
    };
    let facts = with(town(), [Row::Officer(known)]);
    let request = AddOfficer {
        id_number: Some("031180012345".to_owned()),
        ..request()
    };
    assert_eq!(refused(&facts, request, &by(HEAD, 1)), Code::SamePerson);
}

#[test]
fn a_first_post_does_not_end_before_it_begins() {
    let request = with_post(Post {
        from: today(),
        until: Some(yesterday()),
        ..teachers_post()
    });
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::DatesReversed);
}

#[test]
fn unit_and_decision_of_a_first_post_are_there() {
    let nowhere = AddOfficer {
        unit: LOST.into(),
        ..request()
    };
    let undecided = with_post(Post {
        document: Some(LOST.into()),
        ..teachers_post()
    });
    for request in [nowhere, undecided] {
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
    }
}

#[test]
fn nobody_comes_as_a_second_head() {
    let head = with_post(Post {
        role: Role::Head,
        ..teachers_post()
    });
    assert_eq!(refused(&town(), head, &by(HEAD, 1)), Code::TwoHeads);
}

#[test]
fn whoever_comes_to_lead_from_a_day_that_is_past_does_so_by_a_decision() {
    let head = with_post(Post {
        role: Role::InCharge,
        from: yesterday(),
        ..teachers_post()
    });
    let facts = without_head_since(town(), yesterday() - chrono::Days::new(1));
    let code = refused(&facts, head, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::PastWithoutDecision);
}
