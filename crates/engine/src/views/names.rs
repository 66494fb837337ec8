//! Names of people as lists show them.

use domain::Facts;
use domain::ids::OfficerId;

/// The name of a person; empty if nobody here knows them.
pub(crate) fn name_of(facts: &Facts, officer: OfficerId) -> String {
    let known = facts.officers.get(&officer);
    known.map_or_else(String::new, |o| o.name.clone())
}
