//! Work on the Hệ thống CSDL.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Facts;
use domain::compose::minutes_ref;
use domain::csdl_task::{CsdlAction, CsdlDifference, CsdlFinding, CsdlOver, CsdlTask};
use domain::ids::{CsdlTaskId, OfficerId, UnitId};
use domain::on_csdl::{done_by, settled};
use minutes::words::{Words, words};
use serde::Serialize;

use super::names::{name_of, unit_name};
use super::rights::{cited, line_text};
use crate::{Engine, Reply};

/// A line of the work list on the Hệ thống CSDL.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CsdlRow {
    /// Identity.
    pub id: CsdlTaskId,
    /// The unit in whose list it stands.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The name of the unit that does it, where that is another than the one that asks.
    pub waits_for: Option<String>,
    /// Login; empty where the person has none that is known.
    pub login: String,
    /// What to do.
    pub action: CsdlAction,
    /// With which right, class or function.
    pub right: String,
    /// The minutes by their number, or by their check code; empty where a comparison found it.
    pub minutes: String,
    /// What a comparison with the accounts there found.
    pub difference: Option<CsdlDifference>,
    /// Whose account it is, where the register knows.
    pub person: String,
    /// The person's code: two people may have the same name.
    pub person_code: String,
    /// Who did it and when, if done.
    pub done: Option<(String, NaiveDate)>,
    /// Why it is over, where nobody ticked it.
    pub over: Option<CsdlOver>,
}

impl Engine {
    /// The work list on the Hệ thống CSDL, what is open first: of the unit, and what it does itself
    /// for units below, to which it gave.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn csdl_tasks(&self, unit: UnitId) -> Reply<Vec<CsdlRow>> {
        let facts = self.work(unit).await?;
        let words = words()?;
        let now = self.now();
        let here = |t: &&CsdlTask| t.unit == unit || done_by(&facts, t) == unit;
        let tasks = facts.tasks.values().filter(here);
        let mut rows: Vec<((bool, bool), DateTime<Utc>, CsdlRow)> = tasks
            .map(|task| {
                let waits_for = Some(done_by(&facts, task)).filter(|does| *does != unit);
                let row = CsdlRow {
                    waits_for: waits_for.map(|does| unit_name(&facts, does)),
                    ..row(&facts, task, words, now)
                };
                let over = row.over.is_some() || row.done.is_some();
                ((over, row.waits_for.is_some()), task.since, row)
            })
            .collect();
        rows.sort_by_key(|(last, since, _)| (*last, *since));
        Ok(rows.into_iter().map(|(_, _, row)| row).collect())
    }
}

fn row(facts: &Facts, task: &CsdlTask, words: &Words, now: DateTime<Utc>) -> CsdlRow {
    let found = task.found.as_ref();
    let minutes = task.minutes.and_then(|id| minutes_ref(facts, id));
    let here = (task.done.is_none() && settled(facts, task, now)).then_some(CsdlOver::SettledHere);
    CsdlRow {
        id: task.id,
        unit: task.unit,
        unit_name: unit_name(facts, task.unit),
        waits_for: None,
        login: login(facts, task),
        action: task.action,
        right: right(facts, task, words),
        minutes: minutes.as_ref().map(cited).unwrap_or_default(),
        difference: found.map(|found| found.difference),
        person: whose(facts, task)
            .map(|officer| name_of(facts, officer))
            .unwrap_or_default(),
        person_code: whose(facts, task)
            .and_then(|officer| facts.officers.get(&officer))
            .map(|officer| officer.code.clone())
            .unwrap_or_default(),
        done: task.done.map(|done| (name_of(facts, done.by), done.on)),
        over: task.done.and_then(|done| done.why).or(here),
    }
}

/// What names a line: its login, or its person where that has none.
pub(crate) fn about(facts: &Facts, task: &CsdlTask) -> String {
    let login = login(facts, task);
    let officer = task.found.as_ref().and_then(|found| found.officer);
    match officer {
        Some(officer) if login.is_empty() => name_of(facts, officer),
        _ => login,
    }
}

/// Whose account a line is about: as a comparison found it, or who receives by the minutes.
fn whose(facts: &Facts, task: &CsdlTask) -> Option<OfficerId> {
    let found = task.found.as_ref().and_then(|found| found.officer);
    let minutes = task.minutes.and_then(|id| facts.minutes.get(&id));
    found.or_else(|| minutes.map(|minutes| minutes.receiver))
}

/// The login of a line: as a comparison found it, or as the register has it.
fn login(facts: &Facts, task: &CsdlTask) -> String {
    let account = task.account.and_then(|id| facts.accounts.get(&id));
    let found = task.found.as_ref().map(|found| found.login.clone());
    found
        .or_else(|| account.map(|account| account.login.clone()))
        .unwrap_or_default()
}

/// What a line is about, besides the account itself.
fn right(facts: &Facts, task: &CsdlTask, words: &Words) -> String {
    let right = task.delegation.and_then(|id| facts.delegations.get(&id));
    let found: Option<&CsdlFinding> = task.found.as_ref();
    right
        .map(|right| line_text(facts, &right.line, words))
        .or_else(|| found.and_then(|found| found.word.clone()))
        .unwrap_or_default()
}
