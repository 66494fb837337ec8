//! Setting letterhead and numbering.

use super::*;
use requests::set_unit as request;

fn school() -> Unit {
    unit(SCHOOL, UnitKind::School, Some(COMMUNE))
}

#[test]
fn letterhead_and_numbering_are_set_and_the_way_of_signing_stays() {
    let digital = Unit {
        route: Route::Digital,
        ..school()
    };
    let set = Unit {
        letterhead: requests::letterhead(),
        numbering: Numbering::Typed,
        past: said_before(school().printed()),
        ..digital.clone()
    };
    let facts = with(town(), [Row::Unit(digital)]);
    let rows = done(&facts, request(), &by(HEAD, 1));
    assert_eq!(rows, [Row::Unit(set.clone())]);
    let request = SetUnit {
        route: Some(Route::Mixed),
        ..request()
    };
    let mixed = Unit {
        route: Route::Mixed,
        ..set
    };
    let rows = done(&facts, request, &by(HEAD, 1));
    assert_eq!(rows, [Row::Unit(mixed)]);
}

#[test]
fn a_teacher_sets_no_letterhead() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn a_unit_that_is_not_there_has_no_letterhead() {
    let request = SetUnit {
        unit: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), request, &by(HEAD, 1)), Code::NotFound);
}

#[test]
fn a_letterhead_can_be_read() {
    for (text, code) in ill_names() {
        // The first two are name and code.
        for details in written(&text).into_iter().skip(2) {
            let request = SetUnit {
                letterhead: details.letterhead,
                ..request()
            };
            assert_eq!(refused(&town(), request, &by(HEAD, 1)), code);
        }
    }
}
