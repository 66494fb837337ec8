//! Confirming under whom a unit stands.

use super::*;
use requests::confirm_parent as request;

fn other_school() -> Unit {
    unit(OTHER_SCHOOL, UnitKind::School, Some(COMMUNE))
}

#[test]
fn a_proposed_parent_is_confirmed_as_it_stands() {
    let ctx = by(head_of(COMMUNE), 1);
    let mut confirmed = other_school();
    confirmed.parents[0].value.confirmed_by = Some(ctx.actor);
    assert_eq!(done(&town(), request(), &ctx), [Row::Unit(confirmed)]);
}

#[test]
fn another_parent_follows_the_one_before() {
    let ctx = by(head_of(DEPARTMENT), 1);
    let request = ConfirmParent {
        parent: DEPARTMENT,
        ..request()
    };
    let rows = done(&town(), request, &ctx);
    let [Row::Unit(moved)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(moved.parent_on(yesterday()), Some(COMMUNE));
    assert_eq!(moved.parent_on(today()), Some(DEPARTMENT));
}

#[test]
fn a_school_does_not_confirm_its_own_parent() {
    let code = refused(&town(), request(), &by(head_of(OTHER_SCHOOL), 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn both_units_are_there() {
    let ctx = by(head_of(COMMUNE), 1);
    let below = ConfirmParent {
        unit: LOST.into(),
        ..request()
    };
    let above = ConfirmParent {
        parent: LOST.into(),
        ..request()
    };
    assert_eq!(refused(&town(), below, &ctx), Code::NotFound);
    assert_eq!(refused(&town(), above, &ctx), Code::NotFound);
}

#[test]
fn a_unit_stands_neither_under_a_school_nor_under_one_below_it() {
    let ctx = by(head_of(DEPARTMENT), 1);
    let under_a_school = ConfirmParent {
        parent: SCHOOL,
        ..request()
    };
    let department = ConfirmParent {
        unit: DEPARTMENT,
        ..request()
    };
    let under_itself = ConfirmParent {
        unit: DEPARTMENT,
        parent: DEPARTMENT,
        ..request()
    };
    for request in [under_a_school, department] {
        assert_eq!(refused(&town(), request, &ctx), Code::NotFound);
    }
    assert_eq!(refused(&town(), under_itself, &ctx), Code::NotTheParent);
}
