//! Ticking what was done there.

use super::*;
use crate::acts::MAX_BATCH;
use crate::samples::requests::{TASK, csdl_tasks_done as request};
use crate::samples::rows::task;
use crate::samples::{
    COMMUNE, HEAD, OTHER_SCHOOL, TEACHER, by, done, head_of, monday, refused, today, tomorrow,
    town, with,
};

fn facts() -> Facts {
    with(town(), [Row::CsdlTask(task())])
}

#[test]
fn a_line_is_ticked_once_and_keeps_the_first_tick() {
    let tick = CsdlDone {
        by: HEAD,
        at: monday(),
        on: today(),
        why: None,
    };
    let ticked = Row::CsdlTask(CsdlTask {
        done: Some(tick),
        ..task()
    });
    let rows = done(&facts(), request(), &by(HEAD, 1));
    assert_eq!(rows, [ticked]);
    let later = with(facts(), rows);
    let by_another = by(head_of(COMMUNE), 2);
    assert_eq!(done(&later, request(), &by_another), []);
}

#[test]
fn a_teacher_ticks_nothing() {
    let code = refused(&facts(), request(), &by(TEACHER, 1));
    assert_eq!(code, Code::MayNotPrepare);
}

#[test]
fn somebody_chooses_the_lines_that_were_done() {
    let request = CsdlTasksDone {
        tasks: vec![],
        ..request()
    };
    assert_eq!(
        refused(&facts(), request, &by(HEAD, 1)),
        Code::NothingChosen
    );
}

#[test]
fn lines_are_ticked_in_batches() {
    let request = CsdlTasksDone {
        tasks: vec![TASK; MAX_BATCH + 1],
        ..request()
    };
    assert_eq!(refused(&facts(), request, &by(HEAD, 1)), Code::TooMany);
}

#[test]
fn a_line_of_another_unit_is_not_found() {
    let request = CsdlTasksDone {
        unit: OTHER_SCHOOL,
        ..request()
    };
    let code = refused(&facts(), request, &by(head_of(COMMUNE), 1));
    assert_eq!(code, Code::NotFound);
}

#[test]
fn nothing_was_done_tomorrow() {
    let request = CsdlTasksDone {
        on: tomorrow(),
        ..request()
    };
    assert_eq!(
        refused(&facts(), request, &by(HEAD, 1)),
        Code::DatesReversed
    );
}
