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

/// Ticks lines; a line that was ticked keeps the first tick.
///
/// # Errors
/// `may_not_prepare`, `nothing_chosen`, `too_many`, `not_found`, `dates_reversed` for a day to
/// come.
pub fn done(facts: &Facts, request: &CsdlTasksDone, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
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
