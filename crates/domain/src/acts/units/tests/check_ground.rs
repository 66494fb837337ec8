//! Ticking a legal ground.

use super::*;
use requests::check_ground as request;

#[test]
fn a_ground_is_ticked_and_a_later_tick_takes_its_place() {
    let ctx = by(HEAD, 1);
    let mark = |cited| GroundMark {
        id: "qd-1062-2023".to_owned(),
        cited,
        by: HEAD,
        on: today(),
    };
    let school = || unit(SCHOOL, UnitKind::School, Some(COMMUNE));
    let left_out = Unit {
        grounds: vec![mark(false)],
        past: said_before(school().printed()),
        ..school()
    };
    assert_eq!(done(&town(), request(), &ctx), [Row::Unit(left_out)]);
    let again = CheckGround {
        cited: true,
        ..request()
    };
    let before = Unit {
        grounds: vec![mark(false)],
        ..school()
    };
    let cited = Unit {
        grounds: vec![mark(true)],
        past: said_before(before.printed()),
        ..school()
    };
    let facts = with(town(), [Row::Unit(before)]);
    assert_eq!(done(&facts, again, &ctx), [Row::Unit(cited)]);
}

#[test]
fn a_teacher_ticks_no_ground() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn a_unit_that_is_not_there_ticks_no_ground() {
    let request = CheckGround {
        unit: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
}

#[test]
fn a_ground_is_named_by_its_id_in_the_forms() {
    for ground in ["", "QĐ 1062", &"a".repeat(41)] {
        let request = CheckGround {
            ground: ground.to_owned(),
            ..request()
        };
        assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::BadRequest);
    }
}
