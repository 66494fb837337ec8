//! Ticking the work list on the Hệ thống CSDL.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, bounded, scoped};
use crate::csdl_task::{CsdlDone, CsdlTask};
use crate::facts::{Facts, Scope};
use crate::ids::{CsdlTaskId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};

/// Says that lines of the work list were done there on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CsdlTasksDone {
    /// The unit.
    pub unit: UnitId,
    /// The lines.
    pub tasks: Vec<CsdlTaskId>,
    /// The day.
    pub on: NaiveDate,
}

scoped!(CsdlTasksDone);

/// The lines.
pub(super) fn needs(request: &CsdlTasksDone, ctx: &Ctx) -> Scope {
    let tasks = request.tasks.iter();
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and_all(tasks.map(|id| Scope::new().row(Table::CsdlTask, *id)))
}

/// Refuses unless the person prepares for the unit.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit.
pub(super) fn may(facts: &Facts, request: &CsdlTasksDone, ctx: &Ctx) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Ticks lines; a line that was ticked keeps the first tick.
///
/// # Errors
/// `may_not_prepare`, `nothing_chosen`, `too_many`; `not_found` for a line or the unit;
/// `dates_reversed` for a day to come.
pub fn done(facts: &Facts, request: &CsdlTasksDone, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    bounded(&request.tasks)?;
    if request.on > ctx.day() {
        return Err(Refusal::new(Code::DatesReversed));
    }
    let mut changes = vec![];
    for id in &request.tasks {
        let task = facts
            .tasks
            .get(id)
            .filter(|t| t.unit == request.unit)
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "task"))?;
        if task.done.is_none() {
            let done = Some(CsdlDone {
                by: ctx.actor,
                at: ctx.stamp.at,
                on: request.on,
            });
            changes.push(Change(Row::CsdlTask(CsdlTask {
                done,
                ..task.clone()
            })));
        }
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
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
}
