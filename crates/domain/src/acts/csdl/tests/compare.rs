//! Keeping where the accounts there differ from the register.

use super::*;
use crate::acts::MAX_BATCH;
use crate::samples::requests::compare_csdl as request;
use crate::samples::rows::{found_task, task};
use crate::samples::{
    CLASS, COMMUNE, HEAD, LOST, OTHER_SCHOOL, RIGHT, SCHOOL, TEACHER, by, done, head_of, ill_names,
    monday, refused, today, town, town_with_draft, with, yesterday,
};

fn facts() -> Facts {
    with(town(), [Row::CsdlTask(found_task())])
}

fn finding(difference: CsdlDifference) -> CsdlFinding {
    CsdlFinding::new("hoa.cu", difference).of(TEACHER)
}

fn compared(found: Vec<CsdlFinding>) -> CompareCsdl {
    CompareCsdl { found, ..request() }
}

fn over(why: CsdlOver) -> CompareCsdl {
    let task = found_task().id;
    CompareCsdl {
        unit: SCHOOL,
        found: vec![],
        over: vec![OverLine { task, why }],
        again: vec![],
    }
}

#[test]
fn what_differs_becomes_a_line_of_the_work_list() {
    let ctx = by(HEAD, 1);
    let found = request().found.remove(0);
    let line = CsdlTask {
        id: CsdlTaskId(ctx.stamp.id(0)),
        unit: SCHOOL,
        account: None,
        action: crate::csdl_task::CsdlAction::Close,
        delegation: None,
        minutes: None,
        since: monday(),
        done: None,
        found: Some(found),
    };
    assert_eq!(done(&town(), request(), &ctx), [Row::CsdlTask(line)]);
}

#[test]
fn every_difference_says_what_is_to_be_done() {
    use crate::csdl_task::CsdlAction::{ChangeHolder, ChangeScope, Close, Open};
    for (difference, action) in [
        (CsdlDifference::WithoutMinutes, Close),
        (CsdlDifference::Leaver, Close),
        (CsdlDifference::Supplier, Close),
        (CsdlDifference::UnknownPerson, Close),
        (CsdlDifference::SeveralLogins, Close),
        (CsdlDifference::OtherHolder, ChangeHolder),
        (CsdlDifference::SharedLogin, ChangeHolder),
        (CsdlDifference::WrongClass, ChangeScope),
        (CsdlDifference::WrongFunction, ChangeScope),
        (CsdlDifference::NotOpened, Open),
    ] {
        let rows = done(&town(), compared(vec![finding(difference)]), &by(HEAD, 1));
        let [Row::CsdlTask(line)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!(line.action, action, "{difference:?}");
    }
}

#[test]
fn the_same_comparison_adds_nothing_whoever_makes_it_and_whatever_the_capitals() {
    let rows = done(&town(), request(), &by(HEAD, 1));
    let after = with(town(), rows);
    let above = by(head_of(COMMUNE), 2);
    assert_eq!(done(&after, request(), &above), []);
    let found = CsdlFinding::new("AI.Day", CsdlDifference::UnknownPerson);
    let twice = compared(vec![found.clone(), found]);
    assert_eq!(done(&after, twice.clone(), &above), []);
    assert_eq!(done(&town(), twice, &above).len(), 1);
}

#[test]
fn what_was_ticked_today_is_not_found_again_and_what_was_ticked_before_is() {
    let again = compared(vec![finding(CsdlDifference::WithoutMinutes)]);
    let ticked = |on, why| {
        let tick = CsdlDone {
            by: HEAD,
            at: monday(),
            on,
            why,
        };
        let line = CsdlTask {
            done: Some(tick),
            ..found_task()
        };
        with(town(), [Row::CsdlTask(line)])
    };
    let count = |facts: &Facts| done(facts, again.clone(), &by(HEAD, 1)).len();
    assert_eq!(count(&facts()), 0);
    assert_eq!(count(&ticked(today(), None)), 0);
    assert_eq!(count(&ticked(yesterday(), None)), 1, "it is still there");
    for why in [CsdlOver::SeenThere, CsdlOver::SettledHere, CsdlOver::Undone] {
        assert_eq!(count(&ticked(today(), Some(why))), 1, "it came back");
    }
}

#[test]
fn a_line_that_is_over_says_why_and_ends_once() {
    for why in [CsdlOver::SeenThere, CsdlOver::SettledHere, CsdlOver::Undone] {
        let ended = CsdlTask {
            done: Some(CsdlDone {
                by: HEAD,
                at: monday(),
                on: today(),
                why: Some(why),
            }),
            ..found_task()
        };
        let rows = done(&facts(), over(why), &by(HEAD, 1));
        assert_eq!(rows, [Row::CsdlTask(ended)]);
        let after = with(facts(), rows);
        assert_eq!(done(&after, over(CsdlOver::SeenThere), &by(HEAD, 2)), []);
    }
}

#[test]
fn a_line_that_minutes_made_is_over_only_by_what_is_seen_there() {
    let facts = with(town(), [Row::CsdlTask(task())]);
    let lines = |why| CompareCsdl {
        over: vec![OverLine {
            task: task().id,
            why,
        }],
        ..over(why)
    };
    for why in [CsdlOver::SettledHere, CsdlOver::Undone] {
        assert_eq!(
            refused(&facts, lines(why), &by(HEAD, 1)),
            Code::NotFound,
            "{why:?}"
        );
    }
    let rows = done(&facts, lines(CsdlOver::SeenThere), &by(HEAD, 1));
    let [Row::CsdlTask(line)] = &rows[..] else {
        panic!("{rows:?}");
    };
    assert_eq!(line.done.unwrap().why, Some(CsdlOver::SeenThere));
}

#[test]
fn a_line_is_open_again_when_the_list_was_a_mistake_and_a_tick_stays() {
    let again = CompareCsdl {
        again: vec![task().id],
        ..compared(vec![])
    };
    let ended = |why| {
        let tick = CsdlDone {
            by: HEAD,
            at: monday(),
            on: today(),
            why,
        };
        let line = CsdlTask {
            done: Some(tick),
            ..task()
        };
        with(town(), [Row::CsdlTask(line)])
    };
    let seen = ended(Some(CsdlOver::SeenThere));
    let open = [Row::CsdlTask(task())];
    assert_eq!(done(&seen, again.clone(), &by(HEAD, 1)), open);
    assert_eq!(done(&ended(None), again.clone(), &by(HEAD, 1)), []);
    let elsewhere = CompareCsdl {
        unit: OTHER_SCHOOL,
        ..again
    };
    let code = refused(&seen, elsewhere, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::NotFound);
}

#[test]
fn what_a_difference_names_is_of_the_unit() {
    let whole = CsdlFinding {
        class: Some(CLASS),
        delegation: Some(RIGHT),
        word: Some("6A2".to_owned()),
        ..finding(CsdlDifference::WrongClass)
    };
    let facts = town_with_draft();
    let rows = done(&facts, compared(vec![whole.clone()]), &by(HEAD, 1));
    assert_eq!(rows.len(), 1);
    let plain = || finding(CsdlDifference::WrongClass);
    for lost in [
        CsdlFinding {
            officer: Some(LOST.into()),
            ..plain()
        },
        CsdlFinding {
            class: Some(LOST.into()),
            ..plain()
        },
        CsdlFinding {
            delegation: Some(LOST.into()),
            ..plain()
        },
    ] {
        let code = refused(&facts, compared(vec![lost]), &by(HEAD, 1));
        assert_eq!(code, Code::NotFound);
    }
    for strange in [
        CsdlFinding {
            delegation: None,
            officer: None,
            ..whole.clone()
        },
        CsdlFinding {
            class: None,
            officer: None,
            ..whole.clone()
        },
        CsdlFinding {
            class: None,
            delegation: None,
            ..whole
        },
    ] {
        let elsewhere = CompareCsdl {
            unit: OTHER_SCHOOL,
            ..compared(vec![strange])
        };
        let code = refused(&facts, elsewhere, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::NotFound);
    }
}

#[test]
fn a_login_is_a_name_and_only_who_has_none_goes_without() {
    for (ill, code) in ill_names() {
        let found = CsdlFinding::new(ill.clone(), CsdlDifference::Leaver);
        assert_eq!(refused(&town(), compared(vec![found]), &by(HEAD, 1)), code);
        let found = CsdlFinding {
            word: Some(ill),
            ..finding(CsdlDifference::WrongClass)
        };
        assert_eq!(refused(&town(), compared(vec![found]), &by(HEAD, 1)), code);
    }
    let nameless = CsdlFinding::new("", CsdlDifference::NotOpened).of(TEACHER);
    assert_eq!(
        done(&town(), compared(vec![nameless]), &by(HEAD, 1)).len(),
        1
    );
}

#[test]
fn a_teacher_compares_nothing() {
    let code = refused(&town(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn a_comparison_says_something_and_not_too_much() {
    let none = compared(vec![]);
    assert_eq!(refused(&town(), none, &by(HEAD, 1)), Code::NothingChosen);
    let many = compared(vec![finding(CsdlDifference::Leaver); MAX_BATCH + 1]);
    assert_eq!(refused(&town(), many, &by(HEAD, 1)), Code::TooMany);
}
