//! Facts of several units at once: each loaded as the store loads them, and all kept up to date
//! with what was planned.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::ids::UnitId;
use domain::row::Change;
use domain::text::same_name;
use domain::unit::Unit;
use domain::{Code, Facts, Refusal, Row};

/// The units that a plan knows.
#[derive(Debug, Default)]
pub struct KnownUnits {
    units: BTreeMap<UnitId, Facts>,
}

impl KnownUnits {
    /// Whether a unit is known.
    #[must_use]
    pub fn has(&self, unit: UnitId) -> bool {
        self.units.contains_key(&unit)
    }

    /// Makes a unit known.
    pub fn put(&mut self, unit: UnitId, facts: Facts) {
        self.units.insert(unit, facts);
    }

    /// The facts of a unit.
    ///
    /// # Errors
    /// `not_found`.
    pub fn of(&self, unit: UnitId) -> Result<&Facts, Refusal> {
        self.units
            .get(&unit)
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "unit"))
    }

    /// The row of a unit.
    ///
    /// # Errors
    /// `not_found`.
    pub fn unit(&self, unit: UnitId) -> Result<&Unit, Refusal> {
        self.of(unit)?.unit(unit)
    }

    fn all(&self) -> impl Iterator<Item = &Unit> {
        let units = self.units.iter();
        units.filter_map(|(id, facts)| facts.units.get(id))
    }

    /// The unit of a code.
    #[must_use]
    pub fn coded(&self, today: NaiveDate, code: &str) -> Option<UnitId> {
        let mut coded = self.all().filter(|u| u.code_on(today) == Some(code));
        coded.next().map(|u| u.id)
    }

    /// The unit of a name. Never by folded text alone: two communes differ by one mark.
    ///
    /// # Errors
    /// `unknown_unit` if several have the name: their codes tell them apart.
    pub fn named(&self, today: NaiveDate, name: &str) -> Result<Option<UnitId>, Refusal> {
        let mut named = self
            .all()
            .filter(|u| same_name(u.name_on(today), name))
            .map(|u| u.id);
        match (named.next(), named.next()) {
            (Some(_), Some(_)) => Err(unknown(name)),
            (found, _) => Ok(found),
        }
    }

    /// Units that were planned now have facts too: those of the unit above, their own rows among
    /// them.
    pub(crate) fn grow(&mut self, above: UnitId, changes: &[Change]) -> Result<(), Refusal> {
        for Change(row) in changes {
            if let Row::Unit(unit) = row {
                let facts = self.of(above)?.clone();
                self.put(unit.id, facts);
            }
        }
        Ok(())
    }

    /// Applies what an act changed, wherever its rows are among the facts.
    pub(crate) fn apply(&mut self, changes: &[Change]) {
        let streams: BTreeSet<UnitId> = changes.iter().map(|c| c.0.stream()).collect();
        for (unit, facts) in &mut self.units {
            let touched = streams.contains(unit)
                || streams.iter().any(|s| facts.units.contains_key(s))
                || changes.iter().any(|Change(row)| comes_under(row, *unit));
            if touched {
                facts.apply(changes);
            }
        }
    }
}

/// Whether a row is a unit that stands under another.
fn comes_under(row: &Row, above: UnitId) -> bool {
    matches!(row, Row::Unit(unit) if unit.parents.iter().any(|p| p.value.unit == above))
}

/// Says that there is no unit of a name, or more than one.
pub(crate) fn unknown(name: impl ToString) -> Refusal {
    Refusal::new(Code::UnknownUnit).with("unit", name)
}
