//! Setting letterhead and numbering.

use super::*;

fn request() -> SetUnit {
    SetUnit {
        document: Some(DECISION),
        ..requests::set_unit()
    }
}

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
fn only_who_leads_a_unit_or_one_above_sets_how_its_papers_look() {
    let facts = with_preparer(town());
    let numbering = SetUnit {
        letterhead: school().letterhead,
        document: None,
        ..request()
    };
    for actor in [TEACHER, COLLEAGUE] {
        for request in [request(), numbering.clone()] {
            let code = refused(&facts, request, &by(actor, 1));
            assert_eq!(code, Code::OnlyTheHead);
        }
    }
    let above = by(head_of(COMMUNE), 1);
    assert_eq!(done(&facts, request(), &above).len(), 1);
}

#[test]
fn a_letterhead_changes_by_a_decision_and_all_else_without() {
    let undecided = |letterhead| SetUnit {
        letterhead,
        document: None,
        ..request()
    };
    let before = || school().letterhead;
    let symbol = Letterhead {
        symbol: "THCS".to_owned(),
        ..before()
    };
    let place = Letterhead {
        place: "Phường Lê Chân".to_owned(),
        ..before()
    };
    let named = Letterhead {
        superior: Some("UBND PHƯỜNG LÊ CHÂN".to_owned()),
        ..before()
    };
    for letterhead in [symbol, place] {
        let code = refused(&town(), undecided(letterhead), &by(HEAD, 1));
        assert_eq!(code, Code::DecisionMissing);
    }
    // A line that was blank is filled in; then it changes by a decision too.
    for letterhead in [before(), named.clone()] {
        let rows = done(&town(), undecided(letterhead), &by(HEAD, 1));
        assert_eq!(rows.len(), 1);
    }
    let has = Unit {
        letterhead: named,
        ..school()
    };
    let facts = with(town(), [Row::Unit(has)]);
    let code = refused(&facts, undecided(before()), &by(HEAD, 1));
    assert_eq!(code, Code::DecisionMissing);
    let lost = SetUnit {
        document: Some(DocumentId(LOST)),
        ..request()
    };
    assert_eq!(refused(&town(), lost, &by(HEAD, 1)), Code::NotFound);
}

#[test]
fn only_its_own_head_takes_a_unit_back_to_the_pen() {
    let digital = Unit {
        route: Route::Digital,
        ..school()
    };
    let facts = with_preparer(with(town(), [Row::Unit(digital)]));
    for route in [Route::Mixed, Route::Paper] {
        let request = SetUnit {
            letterhead: school().letterhead,
            route: Some(route),
            document: None,
            ..request()
        };
        for actor in [COLLEAGUE, head_of(COMMUNE)] {
            let code = refused(&facts, request.clone(), &by(actor, 1));
            assert_eq!(code, Code::OnlyTheHead);
        }
        assert_eq!(done(&facts, request, &by(HEAD, 1)).len(), 1);
    }
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
