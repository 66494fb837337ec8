//! Drafts that are proposed after a change: what each would hand over, and why.

use chrono::NaiveDate;
use domain::Facts;
use domain::ids::{OfficerId, UnitId};
use domain::proposals::{Proposal, Why, proposals};
use minutes::words::Words;
use serde::Serialize;

use super::names::name_of;
use super::rights::line_text;
use crate::{Engine, Reply};

/// A draft that is proposed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProposalRow {
    /// Why.
    pub why: Why,
    /// Who would receive.
    pub officer: OfficerId,
    /// His name.
    pub name: String,
    /// What he would then have, line by line.
    pub lines: Vec<String>,
    /// The first day of what is added, where something is.
    pub from: Option<NaiveDate>,
    /// Whether it is time.
    pub due: bool,
}

impl Engine {
    /// The drafts that are proposed in a unit for the school year at work; those for which it is time
    /// first.
    ///
    /// # Errors
    /// `not_found`; those of the replica.
    pub async fn proposals(&self, unit: UnitId) -> Reply<Vec<ProposalRow>> {
        let facts = self.facts(unit).await?;
        let year = self.years().await?.at_work;
        let words = minutes::words::words()?;
        let proposed = proposals(&facts, unit, self.now(), year);
        let mut rows: Vec<ProposalRow> = proposed.iter().map(|p| row(&facts, p, words)).collect();
        rows.sort_by_cached_key(|row| {
            let name = domain::text::person_sort_key(&row.name);
            (!row.due, row.why, name)
        });
        Ok(rows)
    }
}

fn row(facts: &Facts, proposal: &Proposal, words: &Words) -> ProposalRow {
    let lines = proposal.stays.iter().chain(&proposal.add);
    ProposalRow {
        why: proposal.why,
        officer: proposal.officer,
        name: name_of(facts, proposal.officer),
        lines: lines.map(|line| line_text(facts, line, words)).collect(),
        from: proposal.add.iter().map(|line| line.from).min(),
        due: proposal.due,
    }
}
