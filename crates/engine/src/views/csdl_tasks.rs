//! Work on the Hệ thống CSDL.

use chrono::NaiveDate;
use domain::csdl_task::{CsdlAction, CsdlTask};
use domain::ids::{CsdlTaskId, UnitId};
use minutes::words::words;
use serde::Serialize;

use super::names::name_of;
use super::rights::line_text;
use crate::{Engine, Reply};

/// A line of the work list on the Hệ thống CSDL.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CsdlRow {
    /// Identity.
    pub id: CsdlTaskId,
    /// Login.
    pub login: String,
    /// What to do.
    pub action: CsdlAction,
    /// With which right.
    pub right: String,
    /// Check code of the minutes.
    pub check_code: String,
    /// Who did it and when, if done.
    pub done: Option<(String, NaiveDate)>,
}

impl Engine {
    /// The work list on the Hệ thống CSDL, what is open first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn csdl_tasks(&self, unit: UnitId) -> Reply<Vec<CsdlRow>> {
        let facts = self.facts(unit).await?;
        let words = words()?;
        let mut tasks: Vec<_> = facts.tasks.values().filter(|t| t.unit == unit).collect();
        tasks.sort_by_key(|t| (t.done.is_some(), t.since));
        let row = |t: &&CsdlTask| CsdlRow {
            id: t.id,
            login: facts
                .accounts
                .get(&t.account)
                .map(|a| a.login.clone())
                .unwrap_or_default(),
            action: t.action,
            right: t
                .delegation
                .and_then(|id| facts.delegations.get(&id))
                .map(|d| line_text(&facts, &d.line, words))
                .unwrap_or_default(),
            check_code: facts
                .minutes
                .get(&t.minutes)
                .and_then(|m| m.frozen())
                .map(|f| f.check_code.clone())
                .unwrap_or_default(),
            done: t.done.map(|done| (name_of(&facts, done.by), done.on)),
        };
        Ok(tasks.iter().map(row).collect())
    }
}
