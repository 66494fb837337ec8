//! The work list on the Hệ thống CSDL: ticking what was done there, and keeping where the accounts
//! there differ from the register.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, bounded, few, scoped};
use crate::csdl_task::{CsdlDifference, CsdlDone, CsdlFinding, CsdlOver, CsdlTask};
use crate::facts::{Entry, Facts, Scope};
use crate::ids::{CsdlTaskId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;

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

/// Keeps what a comparison of a list of the accounts there with the register came to: what differs,
/// and which lines of earlier comparisons are over by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareCsdl {
    /// The unit.
    pub unit: UnitId,
    /// What differs; what is in the work list already is left as it is.
    pub found: Vec<CsdlFinding>,
    /// Lines that are over.
    pub over: Vec<OverLine>,
    /// Lines that a comparison ended which was a mistake: they are open again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<CsdlTaskId>,
}

/// A line of the work list that is over, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverLine {
    /// The line.
    pub task: CsdlTaskId,
    /// Why.
    pub why: CsdlOver,
}

scoped!(CsdlTasksDone, CompareCsdl);

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
        let task = line_of(facts, request.unit, *id)?;
        if task.done.is_none() {
            let done = Some(CsdlDone {
                by: ctx.actor,
                at: ctx.stamp.at,
                on: request.on,
                why: None,
            });
            changes.push(Change(Row::CsdlTask(CsdlTask {
                done,
                ..task.clone()
            })));
        }
    }
    Ok(changes)
}

/// The lines, what is known of each login, and what each difference names.
pub(super) fn compare_needs(request: &CompareCsdl, ctx: &Ctx) -> Scope {
    let named = request.found.iter().map(|found| {
        Scope::new()
            .by(Entry::found_on_csdl(request.unit, &found.login))
            .and_all(found.officer.map(|id| Scope::new().row(Table::Officer, id)))
            .and_all(
                found
                    .class
                    .map(|id| Scope::new().row(Table::SchoolClass, id)),
            )
            .and_all(
                found
                    .delegation
                    .map(|id| Scope::new().row(Table::Delegation, id)),
            )
    });
    let over = request.over.iter().map(|line| line.task);
    let lines = over.chain(request.again.iter().copied());
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and_all(named)
        .and_all(lines.map(|line| Scope::new().row(Table::CsdlTask, line)))
}

/// Refuses unless the person prepares for the unit.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit.
pub(super) fn compare_may(facts: &Facts, request: &CompareCsdl, ctx: &Ctx) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Puts what differs into the work list, unless it stands there already, and ends the lines that
/// are over: those that a comparison found, and those of minutes that the list shows as done. So two
/// machines that compare the same list come to one work list.
///
/// # Errors
/// `may_not_prepare`, `nothing_chosen`, `too_many`; `not_found` for a line that is not the unit's, for
/// one of minutes that would be over for another reason than that it was seen, for what a difference
/// names, or the unit; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn compare(facts: &Facts, request: &CompareCsdl, ctx: &Ctx) -> Decision {
    compare_may(facts, request, ctx)?;
    few(request.found.len() + request.over.len() + request.again.len())?;
    let mut changes = vec![];
    for line in &request.over {
        changes.extend(ended(facts, request.unit, line, ctx)?);
    }
    for line in &request.again {
        changes.extend(open_again(facts, request.unit, *line)?);
    }
    let mut added: Vec<CsdlFinding> = vec![];
    for found in &request.found {
        let found = checked(facts, request.unit, found)?;
        let known = in_work_list(facts, request.unit, &found, ctx.day());
        if !known && !added.iter().any(|one| one.says_as(&found)) {
            let n = u32::try_from(added.len()).unwrap_or(u32::MAX);
            changes.push(Change(Row::CsdlTask(new_line(
                request.unit,
                n,
                &found,
                ctx,
            ))));
            added.push(found);
        }
    }
    Ok(changes)
}

/// Whether a line says what was found and still counts on a day: it is open, or somebody ticked it on
/// that day or later, so that the list may be the older of the two.
#[must_use]
pub fn in_work_list(facts: &Facts, unit: UnitId, found: &CsdlFinding, day: NaiveDate) -> bool {
    let mut lines = facts.found_on_csdl(unit, &found.login);
    lines.any(|task| {
        let says = task.found.as_ref().is_some_and(|one| one.says_as(found));
        let counts = task
            .done
            .is_none_or(|done| done.why.is_none() && done.on >= day);
        says && counts
    })
}

/// A line that is over; none if it was before.
fn ended(
    facts: &Facts,
    unit: UnitId,
    line: &OverLine,
    ctx: &Ctx,
) -> Result<Option<Change>, Refusal> {
    let task = line_of(facts, unit, line.task)?;
    // What minutes ask for is done there or open, whatever the register says by now.
    if task.found.is_none() && line.why != CsdlOver::SeenThere {
        return Err(Refusal::new(Code::NotFound).with("what", "task"));
    }
    let done = CsdlDone {
        by: ctx.actor,
        at: ctx.stamp.at,
        on: ctx.day(),
        why: Some(line.why),
    };
    let ended = CsdlTask {
        done: Some(done),
        ..task.clone()
    };
    Ok(task.done.is_none().then_some(Change(Row::CsdlTask(ended))))
}

/// A line that is open again; none if it is, or if a person ticked it.
fn open_again(facts: &Facts, unit: UnitId, line: CsdlTaskId) -> Result<Option<Change>, Refusal> {
    let task = line_of(facts, unit, line)?;
    let by_list = task.done.is_some_and(|done| done.why.is_some());
    let open = CsdlTask {
        done: None,
        ..task.clone()
    };
    Ok(by_list.then_some(Change(Row::CsdlTask(open))))
}

fn line_of(facts: &Facts, unit: UnitId, line: CsdlTaskId) -> Result<&CsdlTask, Refusal> {
    let task = facts.tasks.get(&line).filter(|task| task.unit == unit);
    task.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "task"))
}

/// What was found, as it is stored: what it names is the unit's.
fn checked(facts: &Facts, unit: UnitId, found: &CsdlFinding) -> Result<CsdlFinding, Refusal> {
    let missing = |what: &str| Refusal::new(Code::NotFound).with("what", what);
    if let Some(officer) = found.officer {
        facts.officer_of(officer, unit)?;
    }
    if let Some(class) = found.class {
        let class = facts.class(class)?;
        (class.unit == unit)
            .then_some(())
            .ok_or_else(|| missing("class"))?;
    }
    if let Some(right) = found.delegation {
        let right = facts.delegation(right)?;
        (right.unit == unit)
            .then_some(())
            .ok_or_else(|| missing("delegation"))?;
    }
    let nameless = found.difference == CsdlDifference::NotOpened && found.login.is_empty();
    let login = if nameless {
        String::new()
    } else {
        text::name("login", &found.login)?
    };
    let word = found.word.as_deref();
    Ok(CsdlFinding {
        login,
        word: word.map(|word| text::name("name", word)).transpose()?,
        ..found.clone()
    })
}

/// The line of what was found, the n-th of the act.
fn new_line(unit: UnitId, n: u32, found: &CsdlFinding, ctx: &Ctx) -> CsdlTask {
    CsdlTask {
        id: CsdlTaskId(ctx.stamp.id(n)),
        unit,
        account: None,
        action: found.difference.action(),
        delegation: found.delegation,
        minutes: None,
        since: ctx.stamp.at,
        done: None,
        found: Some(found.clone()),
    }
}

#[cfg(test)]
mod tests;
