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
        document: Some(OF_DEPARTMENT),
        ..request()
    };
    let rows = done(&decided_above(), request, &ctx);
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
    assert_eq!(refused(&town(), department, &ctx), Code::NotFound);
    for request in [under_a_school, under_itself] {
        assert_eq!(refused(&town(), request, &ctx), Code::NotTheParent);
    }
}

const OTHER_COMMUNE: UnitId = UnitId(uuid::Uuid::from_u128(0x50));

/// The town with another commune, under which the Sở moved the other school yesterday.
fn moved() -> Facts {
    let commune = unit(OTHER_COMMUNE, UnitKind::Commune, Some(DEPARTMENT));
    let head = head_of(OTHER_COMMUNE);
    let mut school = other_school();
    let parent = Parent {
        unit: OTHER_COMMUNE,
        confirmed_by: None,
    };
    succeed(&mut school.parents, parent, yesterday());
    let rows = [
        Row::Unit(commune),
        Row::Officer(crate::samples::officer(head, OTHER_COMMUNE, "Hà Văn Khác")),
        Row::Appointment(post(head, OTHER_COMMUNE, Role::Head)),
        Row::Unit(school),
    ];
    with(decided_above(), rows)
}

#[test]
fn a_former_parent_has_no_say() {
    let code = refused(&moved(), request(), &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::MayNotPrepare);
    let confirmed = ConfirmParent {
        parent: OTHER_COMMUNE,
        ..request()
    };
    let ctx = by(head_of(OTHER_COMMUNE), 1);
    let rows = done(&moved(), confirmed, &ctx);
    let [Row::Unit(school)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(school.parents[1].value.confirmed_by, Some(ctx.actor));
    assert_eq!(school.parents[1].from, yesterday());
}

#[test]
fn nobody_takes_a_unit_from_beside() {
    // The commune stands, and the other one would like to have the school.
    let taken = ConfirmParent {
        unit: SCHOOL,
        parent: OTHER_COMMUNE,
        document: Some(OF_DEPARTMENT),
        ..request()
    };
    let ctx = by(head_of(OTHER_COMMUNE), 1);
    assert_eq!(refused(&moved(), taken.clone(), &ctx), Code::NotFound);
    let ctx = by(head_of(DEPARTMENT), 1);
    let rows = done(&moved(), taken, &ctx);
    let [Row::Unit(school)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(school.parent_on(yesterday()), Some(COMMUNE));
    assert_eq!(school.parent_on(today()), Some(OTHER_COMMUNE));
}

#[test]
fn who_confirmed_first_stays() {
    let ctx = by(head_of(COMMUNE), 1);
    let rows = done(&town(), request(), &ctx);
    let facts = with(town(), rows);
    assert_eq!(done(&facts, request(), &by(head_of(DEPARTMENT), 2)), []);
}

#[test]
fn a_move_cites_a_decision_of_those_above() {
    let ctx = by(head_of(DEPARTMENT), 1);
    let past = ConfirmParent {
        parent: DEPARTMENT,
        from: yesterday(),
        ..request()
    };
    let facts = decided_above();
    let from_today = ConfirmParent {
        from: today(),
        ..past.clone()
    };
    for undecided in [past.clone(), from_today] {
        let code = refused(&facts, undecided, &ctx);
        assert_eq!(code, Code::DecisionMissing);
    }
    let of_a_school = ConfirmParent {
        document: Some(DECISION),
        ..past.clone()
    };
    assert_eq!(refused(&facts, of_a_school, &ctx), Code::NotFound);
    let decided = ConfirmParent {
        document: Some(OF_DEPARTMENT),
        ..past
    };
    let rows = done(&facts, decided.clone(), &ctx);
    let [Row::Unit(school)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(school.parent_on(yesterday()), Some(DEPARTMENT));
    let too_early = ConfirmParent {
        from: since().pred_opt().unwrap(),
        ..decided
    };
    assert_eq!(refused(&facts, too_early, &ctx), Code::DatesReversed);
}

/// The school under the other commune from today on; the first one gave it what it holds.
fn school_moved(facts: &Facts) -> Facts {
    let moved = ConfirmParent {
        unit: SCHOOL,
        parent: OTHER_COMMUNE,
        document: Some(OF_DEPARTMENT),
        ..request()
    };
    let rows = done(facts, moved, &by(head_of(DEPARTMENT), 1));
    with(facts.clone(), rows)
}

/// What the first commune holds, changed.
fn commune_holds(facts: &Facts, change: impl FnOnce(&mut Delegation)) -> Facts {
    let mut right = crate::samples::holding(COMMUNE, DEPARTMENT);
    change(&mut right);
    with(facts.clone(), [Row::Delegation(right)])
}

#[test]
fn a_school_that_moves_keeps_its_holding_whatever_becomes_of_its_former_parents() {
    let later = by(HEAD, 1).stamp.at + chrono::Duration::days(40);
    let facts = school_moved(&moved());
    let held = facts.holding(SCHOOL, later);
    assert!(!held.is_empty());
    let closing = crate::delegation::Closing {
        at: later - chrono::Duration::days(1),
        reason: crate::delegation::ClosingReason::TakenBack,
        by: head_of(DEPARTMENT),
        minutes: None,
    };
    let closed = commune_holds(&facts, |right| right.closed = Some(closing));
    let ended = commune_holds(&facts, |right| right.line.until = Some(today()));
    for facts in [closed, ended] {
        assert_eq!(facts.holding(COMMUNE, later), []);
        assert_eq!(facts.holding(SCHOOL, later), held);
        assert_eq!(facts.opened_holding(SCHOOL, later), held);
    }
}

#[test]
fn a_school_that_moves_keeps_no_more_than_it_held() {
    let now = by(HEAD, 1).stamp.at;
    let closing = crate::delegation::Closing {
        at: now - chrono::Duration::days(3),
        reason: crate::delegation::ClosingReason::TakenBack,
        by: head_of(DEPARTMENT),
        minutes: None,
    };
    let nothing = commune_holds(&moved(), |right| right.closed = Some(closing));
    assert_eq!(school_moved(&nothing).holding(SCHOOL, now), []);
    let primary = commune_holds(&moved(), |right| {
        right.whole_unit = false;
        right.line.levels = Dim::one(SchoolLevel::Primary);
    });
    let before = primary.holding(SCHOOL, now);
    let after = school_moved(&primary).holding(SCHOOL, now);
    assert_eq!(after, before);
    assert_eq!(after[0].levels, Dim::one(SchoolLevel::Primary));
}

#[test]
fn a_school_that_comes_back_is_bound_by_its_parent_again() {
    let later = by(HEAD, 1).stamp.at + chrono::Duration::days(40);
    let facts = school_moved(&moved());
    let back = ConfirmParent {
        unit: SCHOOL,
        document: Some(OF_DEPARTMENT),
        from: today().succ_opt().unwrap(),
        ..request()
    };
    let rows = done(&facts, back, &by(head_of(DEPARTMENT), 2));
    let facts = with(facts, rows);
    let ended = commune_holds(&facts, |right| right.line.until = Some(today()));
    assert_eq!(ended.holding(SCHOOL, later), []);
}
