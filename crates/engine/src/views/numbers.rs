//! The register of numbers, as it is shown and printed: every number with what became of it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{MinutesId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::numbers::NumberEntry;
use domain::{Facts, Row, Table};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// One line of the register of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NumberRow {
    /// First number.
    pub from: u32,
    /// Last number: the same, where minutes carry it.
    pub to: u32,
    /// The minutes that carry it, and in whose file they lie.
    pub minutes: Option<(UnitId, MinutesId)>,
    /// The date on them.
    pub date: Option<NaiveDate>,
    /// Who receives.
    pub receiver: Option<String>,
    /// Why the numbers are closed as *bỏ số*, or which other paper carries them. Neither this nor
    /// minutes: they are still to be closed.
    pub skipped: Option<String>,
    /// Who said that a paper outside of the program carries them, of numbers used elsewhere.
    pub elsewhere: Option<Trace>,
    /// Whether the paper was signed in a year before the one of the number.
    pub signed_before: bool,
    /// What was typed wrongly before the minutes had this number.
    pub corrected: Vec<NumberTrace>,
}

/// Who did something to a number, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Trace {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A number that was typed wrongly and corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NumberTrace {
    /// The wrong number.
    pub number: u32,
    /// Who corrected it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// What was typed wrongly before minutes had the number that they have.
pub(crate) fn corrected(facts: &Facts, minutes: &HandoverMinutes) -> Vec<NumberTrace> {
    let traces = minutes.corrected.iter().map(|wrong| NumberTrace {
        number: wrong.number,
        by: name_of(facts, wrong.by),
        at: wrong.at,
        reason: wrong.reason.clone(),
    });
    traces.collect()
}

impl Engine {
    /// The register of numbers of a unit and calendar year, in order; empty before it is opened.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn number_register(&self, unit: UnitId, year: i32) -> Reply<Vec<NumberRow>> {
        let facts = self.facts(unit).await?;
        let Some(register) = facts.register(unit, year) else {
            return Ok(vec![]);
        };
        // What a unit gives lies in the files of those below it, too.
        let minutes = self.replica.all(Table::HandoverMinutes).await?;
        let minutes = minutes.into_iter().filter_map(|row| match row {
            Row::HandoverMinutes(minutes) => Some(*minutes),
            _ => None,
        });
        let of_year = |m: &HandoverMinutes| m.giver_unit == unit && m.numbered_in() == Some(year);
        let minutes: BTreeMap<MinutesId, HandoverMinutes> =
            minutes.filter(of_year).map(|m| (m.id, m)).collect();
        let given: Vec<(u32, MinutesId)> = minutes
            .values()
            .filter_map(|m| m.number().map(|number| (number, m.id)))
            .collect();
        let entries = register.entries(&given).into_iter();
        Ok(entries.map(|entry| line(&facts, entry, &minutes)).collect())
    }
}

fn line(
    facts: &Facts,
    entry: NumberEntry,
    minutes: &BTreeMap<MinutesId, HandoverMinutes>,
) -> NumberRow {
    let run = |from, to| NumberRow {
        from,
        to,
        minutes: None,
        date: None,
        receiver: None,
        skipped: None,
        elsewhere: None,
        signed_before: false,
        corrected: vec![],
    };
    match entry {
        NumberEntry::Open(from, to) => run(from, to),
        NumberEntry::Skipped(skipped) => NumberRow {
            skipped: Some(skipped.reason),
            elsewhere: skipped.elsewhere.map(|used| Trace {
                by: name_of(facts, used.by),
                at: used.at,
            }),
            ..run(skipped.from, skipped.to)
        },
        NumberEntry::Given(number, id) => match minutes.get(&id) {
            Some(row) => given(facts, row, run(number, number)),
            None => run(number, number),
        },
    }
}

fn given(facts: &Facts, row: &HandoverMinutes, run: NumberRow) -> NumberRow {
    let frozen = row.frozen();
    NumberRow {
        minutes: Some((row.unit, row.id)),
        date: row.signed().map(|signed| signed.date_on_paper),
        receiver: frozen.map(|frozen| frozen.content.receiver.name.clone()),
        signed_before: row.number_year.is_some(),
        corrected: corrected(facts, row),
        ..run
    }
}
