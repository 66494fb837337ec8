//! Whose turn it is: who can do a task now, and whom it waits for otherwise.

use chrono::{DateTime, Utc};

use crate::calendar::day_of;
use crate::facts::Facts;
use crate::ids::{MinutesId, OfficerId, UnitId};
use crate::minutes::HandoverMinutes;
use crate::on_csdl::done_by;
use crate::todo::Task;

/// Whom a task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// Another unit.
    Unit(UnitId),
    /// Who leads the unit.
    Head,
    /// Who gives numbers.
    Clerk,
    /// Who prepares papers.
    Preparer,
}

/// Whom a task of a unit waits for; none if the person can do it now.
#[must_use]
pub fn waits_for(
    facts: &Facts,
    task: &Task,
    unit: UnitId,
    actor: OfficerId,
    at: DateTime<Utc>,
) -> Option<Whom> {
    let prepares = |of: UnitId| match facts.may_prepare(actor, of, at) {
        Ok(()) => None,
        Err(_) if of == unit => Some(Whom::Preparer),
        Err(_) => Some(Whom::Unit(of)),
    };
    let minutes = |id: &MinutesId| facts.minutes.get(id);
    match task {
        Task::ScanMissing(_, id)
        | Task::ScanOpen(_, id)
        | Task::TakeBackPaper(id)
        | Task::Print(id)
        | Task::PrepareAgain(id)
        | Task::SealDigitally(id)
        | Task::Objection(id) => minutes(id).and_then(|m| prepares(m.giver_unit)),
        // Nobody records what he received himself.
        Task::Sign(id) => minutes(id).and_then(|m| {
            let own = (m.receiver == actor).then_some(Whom::Preparer);
            prepares(m.giver_unit).or(own)
        }),
        Task::ConfirmRecording(id) => minutes(id).and_then(|m| confirms(facts, m, actor, at)),
        Task::GiveNumber(_) => {
            let mut posts = facts.posts_held(actor, unit);
            let may = posts.any(|post| post.on(day_of(at)) && post.may_number());
            (!may).then_some(Whom::Clerk)
        }
        Task::LeaverHoldsRights(_) => (!facts.may_close(actor, unit, at)).then_some(Whom::Head),
        // What the unit does not hold it cannot give on.
        Task::ClassWithoutMinutes(..)
        | Task::ClassNeedsStandIn(..)
        | Task::UnitWithoutAccount(_)
        | Task::LeaderWithoutMinutes(..) => giver_above(facts, unit, at).or_else(|| prepares(unit)),
        Task::OnCsdl(id) => {
            let line = facts.tasks.get(id);
            prepares(line.map_or(unit, |line| done_by(facts, line)))
        }
        Task::ClassWithoutTeacher(_) => prepares(unit),
        Task::ReceiveAccount(above) => Some(Whom::Unit(*above)),
    }
}

fn confirms(
    facts: &Facts,
    minutes: &HandoverMinutes,
    actor: OfficerId,
    at: DateTime<Utc>,
) -> Option<Whom> {
    let head = facts.head_on(minutes.unit, day_of(at));
    head.is_none_or(|head| head.officer != actor)
        .then_some(Whom::Head)
}

/// The unit above, where a unit neither holds anything nor will by what is prepared.
fn giver_above(facts: &Facts, unit: UnitId, at: DateTime<Utc>) -> Option<Whom> {
    let above = facts.units.get(&unit)?.parent_on(day_of(at))?;
    let nothing = facts.prepared_holding(unit, at).is_empty();
    nothing.then_some(Whom::Unit(above))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{
        CLASS, COMMUNE, HEAD, MINUTES, SCHOOL, TEACHER, head_of, monday, town, town_with_printed,
    };

    fn of(facts: &Facts, task: Task, actor: OfficerId) -> Option<Whom> {
        waits_for(facts, &task, SCHOOL, actor, monday())
    }

    #[test]
    fn who_may_do_it_waits_for_nobody() {
        let facts = town_with_printed();
        assert_eq!(of(&facts, Task::Sign(MINUTES), HEAD), None);
        assert_eq!(of(&facts, Task::GiveNumber(MINUTES), HEAD), None);
        assert_eq!(of(&facts, Task::ConfirmRecording(MINUTES), HEAD), None);
        let class = Task::ClassWithoutMinutes(CLASS, TEACHER);
        assert_eq!(of(&facts, class, HEAD), None);
    }

    #[test]
    fn what_others_do_names_them() {
        let facts = town_with_printed();
        let printed = Task::Sign(MINUTES);
        assert_eq!(of(&facts, printed, TEACHER), Some(Whom::Preparer));
        let number = Task::GiveNumber(MINUTES);
        assert_eq!(of(&facts, number, TEACHER), Some(Whom::Clerk));
        let leaver = Task::LeaverHoldsRights(TEACHER);
        assert_eq!(of(&facts, leaver, TEACHER), Some(Whom::Head));
        let above = Task::ReceiveAccount(COMMUNE);
        assert_eq!(of(&facts, above, HEAD), Some(Whom::Unit(COMMUNE)));
        let confirm = Task::ConfirmRecording(MINUTES);
        let by = of(&facts, confirm, head_of(COMMUNE));
        assert_eq!(by, Some(Whom::Head));
    }

    #[test]
    fn a_unit_that_holds_nothing_waits_for_the_one_above() {
        let all = town();
        let rows = all.iter();
        let facts: Facts = rows
            .filter(|row| !matches!(row, crate::Row::Delegation(_)))
            .collect();
        let class = Task::ClassWithoutMinutes(CLASS, TEACHER);
        assert_eq!(of(&facts, class, HEAD), Some(Whom::Unit(COMMUNE)));
    }
}
