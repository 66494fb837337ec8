//! Changing the head.

use super::*;
use crate::kind::SpareEnvelope;
use crate::samples::{printed, signed};
use crate::unit::UnitKind;
use requests::change_head as request;

fn by_commune() -> Ctx {
    by(head_of(COMMUNE), 1)
}

fn witness() -> Witness {
    Witness {
        name: "Vũ Thị Phường".to_owned(),
        position: "Chuyên viên".to_owned(),
    }
}

#[test]
fn one_head_follows_another_and_hands_over_with_a_paper() {
    let ctx = by_commune();
    let request = ChangeHead {
        witness: Some(witness()),
        ..request()
    };
    let left = Appointment {
        until: Some(yesterday()),
        past: said_before(None),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    let follows = Appointment {
        id: AppointmentId(ctx.stamp.id(0)),
        position: "Hiệu trưởng".to_owned(),
        prepares: true,
        from: today(),
        document: Some(DECISION),
        past: Past::begun(ctx.stamp.at),
        ..post(COLLEAGUE, SCHOOL, Role::Head)
    };
    let minutes = HandoverMinutes {
        id: MinutesId(ctx.stamp.id(1)),
        kind: MinutesKind::HeadChange,
        receiver: COLLEAGUE,
        witness: Some(witness()),
        account: Some(ADMIN),
        grounds: vec![DECISION],
        secret: SecretClause::SetAtTable,
        undertaking: false,
        prepared_by: ctx.actor,
        ..draft()
    };
    assert_eq!(
        done(&town(), request, &ctx),
        [
            Row::Appointment(left),
            Row::Appointment(follows),
            paper(minutes)
        ]
    );
}

#[test]
fn the_spare_password_goes_from_head_to_head() {
    let spare = SpareEnvelope {
        serial: "NP-01".to_owned(),
        place: "Két sắt".to_owned(),
    };
    let custody = HandoverMinutes {
        kind: MinutesKind::Custody,
        spare_envelope: Some(spare.clone()),
        ..signed(printed())
    };
    let rows = done(&with(town(), [paper(custody)]), request(), &by_commune());
    let Some(Row::HandoverMinutes(minutes)) = rows.last() else {
        panic!("{rows:?}");
    };
    assert_eq!(minutes.spare_envelope, Some(spare));
}

#[test]
fn an_acting_head_who_is_appointed_hands_nothing_over_to_himself() {
    let acting = post(HEAD, SCHOOL, Role::Acting);
    let request = ChangeHead {
        officer: HEAD,
        ..request()
    };
    let facts = with(town(), [Row::Appointment(acting)]);
    assert_eq!(done(&facts, request, &by_commune()).len(), 2);
}

#[test]
fn only_who_leads_changes_the_head() {
    for facts in [town(), with_clerk()] {
        let code = refused(&facts, request(), &by(TEACHER, 1));
        assert_eq!(code, Code::MayNotPrepare);
    }
}

#[test]
fn nobody_makes_himself_head() {
    let request = ChangeHead {
        officer: HEAD,
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::ToSelf);
}

#[test]
fn decision_person_and_unit_of_a_change_are_there() {
    let undecided = ChangeHead {
        document: LOST.into(),
        ..request()
    };
    let nobody = ChangeHead {
        officer: LOST.into(),
        ..request()
    };
    let nowhere = ChangeHead {
        unit: LOST.into(),
        ..request()
    };
    for request in [undecided, nobody, nowhere] {
        assert_eq!(refused(&town(), request, &by_commune()), Code::NotFound);
    }
}

#[test]
fn a_head_comes_from_the_people_of_the_unit() {
    let of_the_commune = ChangeHead {
        officer: head_of(crate::samples::DEPARTMENT),
        ..request()
    };
    let stranger = ChangeHead {
        officer: head_of(OTHER_SCHOOL),
        ..request()
    };
    let refused = |request| refused(&town(), request, &by_commune());
    assert_eq!(refused(of_the_commune), Code::OutsideUnit);
    assert_eq!(refused(stranger), Code::NotFound);
}

#[test]
fn a_head_does_not_follow_one_who_came_later_nor_himself() {
    let before = ChangeHead {
        from: since(),
        ..request()
    };
    let himself = ChangeHead {
        officer: HEAD,
        ..request()
    };
    assert_eq!(refused(&town(), himself, &by_commune()), Code::TwoHeads);
    assert_eq!(
        refused(&town(), before.clone(), &by_commune()),
        Code::HeadSince
    );
    let said = crate::acts::decide(&town(), &before.into(), &by_commune()).unwrap_err();
    let day = crate::calendar::paper_date(since());
    assert_eq!(
        said.details["date"], day,
        "from which day on somebody leads"
    );
}

#[test]
fn a_head_follows_a_head_and_leads() {
    let long_gone = Appointment {
        until: Some(since()),
        ..post(HEAD, SCHOOL, Role::Head)
    };
    let facts = with(town(), [Row::Appointment(long_gone)]);
    assert_eq!(refused(&facts, request(), &by_commune()), Code::NoHead);
    let deputy = ChangeHead {
        role: Role::Deputy,
        ..request()
    };
    assert_eq!(refused(&town(), deputy, &by_commune()), Code::NoHead);
}

#[test]
fn who_witnesses_is_of_a_unit_above() {
    let alone = unit(SCHOOL, UnitKind::School, None);
    let request = ChangeHead {
        witness: Some(witness()),
        ..request()
    };
    let facts = with(town(), [Row::Unit(alone)]);
    let code = refused(&facts, request, &by(HEAD, 1));
    assert_eq!(code, Code::NotTheParent);
}

#[test]
fn what_a_change_of_head_prints_can_be_read() {
    for (text, code) in ill_names() {
        let witnessed = |witness| ChangeHead {
            witness: Some(witness),
            ..request()
        };
        let written = [
            ChangeHead {
                position: text.clone(),
                ..request()
            },
            witnessed(Witness {
                name: text.clone(),
                ..witness()
            }),
            witnessed(Witness {
                position: text,
                ..witness()
            }),
        ];
        for request in written {
            assert_eq!(refused(&town(), request, &by_commune()), code);
        }
    }
}
