//! The register of numbers, as it is shown and printed: every number with what became of it.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::ids::{MinutesId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::numbers::NumberEntry;
use domain::{Row, Table};
use serde::Serialize;

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
    /// Why the numbers are closed as *bỏ số*. Neither this nor minutes: they are still to be closed.
    pub skipped: Option<String>,
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
        let of_year = |m: &HandoverMinutes| {
            let signed = m.signed().filter(|s| s.date_on_paper.year() == year);
            m.giver_unit == unit && m.number().is_some() && signed.is_some()
        };
        let minutes: BTreeMap<MinutesId, HandoverMinutes> =
            minutes.filter(of_year).map(|m| (m.id, m)).collect();
        let given: Vec<(u32, MinutesId)> = minutes
            .values()
            .filter_map(|m| m.number().map(|number| (number, m.id)))
            .collect();
        let entries = register.entries(&given).into_iter();
        Ok(entries.map(|entry| line(entry, &minutes)).collect())
    }
}

fn line(entry: NumberEntry, minutes: &BTreeMap<MinutesId, HandoverMinutes>) -> NumberRow {
    let run = |from, to, skipped| NumberRow {
        from,
        to,
        minutes: None,
        date: None,
        receiver: None,
        skipped,
    };
    match entry {
        NumberEntry::Open(from, to) => run(from, to, None),
        NumberEntry::Skipped(skipped) => run(skipped.from, skipped.to, Some(skipped.reason)),
        NumberEntry::Given(number, id) => {
            let row = minutes.get(&id);
            NumberRow {
                minutes: row.map(|m| (m.unit, id)),
                date: row.and_then(|m| m.signed()).map(|s| s.date_on_paper),
                receiver: row
                    .and_then(|m| m.frozen())
                    .map(|frozen| frozen.content.receiver.name.clone()),
                ..run(number, number, None)
            }
        }
    }
}
