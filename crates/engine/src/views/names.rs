//! Names of people and units as lists show them.

use domain::Facts;
use domain::ids::{OfficerId, UnitId};

/// The name of a person; empty if nobody here knows them.
pub(crate) fn name_of(facts: &Facts, officer: OfficerId) -> String {
    let known = facts.officers.get(&officer);
    known.map_or_else(String::new, |o| o.name.clone())
}

/// The name of a unit today; empty if nobody here knows it.
pub(crate) fn unit_name(facts: &Facts, unit: UnitId) -> String {
    let unit = facts.units.get(&unit).and_then(|unit| unit.names.last());
    unit.map(|name| name.value.clone()).unwrap_or_default()
}
