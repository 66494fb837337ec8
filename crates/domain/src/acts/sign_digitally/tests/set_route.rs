//! Choosing how minutes are signed.

use super::*;
use crate::acts::MAX_BATCH;
use requests::set_route as request;

#[test]
fn another_route_is_chosen_and_what_was_signed_counts_no_more() {
    let half = HandoverMinutes {
        digital: Some(signed_file(vec![signature(Party::Giver, "Lê Thị Hiệu")])),
        ..on_route(Route::Mixed, printed())
    };
    let facts = with(town_with_printed(), [paper(half)]);
    let rows = done(&facts, request(), &by(HEAD, 1));
    assert_eq!(rows, [paper(on_route(Route::Digital, printed()))]);
}

#[test]
fn only_the_head_of_the_unit_that_gives_takes_minutes_back_to_the_pen() {
    let clerk = crate::officer::Appointment {
        prepares: true,
        ..post(COLLEAGUE, SCHOOL, crate::officer::Role::Member)
    };
    let digital = on_route(Route::Digital, draft());
    let own = with(town_with_draft(), [Row::Appointment(clerk), paper(digital)]);
    let mut unit = own.units[&SCHOOL].clone();
    unit.route = Route::Digital;
    let by_unit = with(own.clone(), [Row::Unit(unit), paper(draft())]);
    for facts in [own, by_unit] {
        for route in [Route::Mixed, Route::Paper] {
            let lower = SetRoute { route, ..request() };
            for actor in [COLLEAGUE, head_of(COMMUNE)] {
                let code = refused(&facts, lower.clone(), &by(actor, 1));
                assert_eq!(code, Code::OnlyTheHead);
            }
            assert_eq!(done(&facts, lower, &by(HEAD, 1)).len(), 1);
        }
        // The other way is nobody's loss.
        assert_eq!(done(&facts, request(), &by(COLLEAGUE, 1)).len(), 1);
    }
}

#[test]
fn somebody_chooses_the_minutes() {
    let request = SetRoute {
        minutes: vec![],
        ..request()
    };
    let code = refused(&town_with_draft(), request, &by(HEAD, 1));
    assert_eq!(code, Code::NothingChosen);
}

#[test]
fn routes_are_chosen_in_batches() {
    let request = SetRoute {
        minutes: vec![MINUTES; MAX_BATCH + 1],
        ..request()
    };
    let code = refused(&town_with_draft(), request, &by(HEAD, 1));
    assert_eq!(code, Code::TooMany);
}

#[test]
fn minutes_that_are_not_there_have_no_route() {
    let request = SetRoute {
        minutes: vec![LOST.into()],
        ..request()
    };
    let code = refused(&town_with_draft(), request, &by(HEAD, 1));
    assert_eq!(code, Code::NotFound);
}

#[test]
fn a_route_is_chosen_in_the_file_of_its_own_unit() {
    let request = SetRoute {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&town_with_draft(), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::OtherUnit);
}

#[test]
fn a_teacher_chooses_no_route() {
    let code = refused(&town_with_draft(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn a_route_is_chosen_until_they_are_signed() {
    let ended = with(town_with_draft(), [paper(cancelled(draft()))]);
    for facts in [town_with_signed(), ended] {
        let code = refused(&facts, request(), &by(HEAD, 1));
        assert_eq!(code, Code::WrongState);
    }
}
