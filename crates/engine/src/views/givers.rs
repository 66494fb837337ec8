//! Who signs for the giving side.

use chrono::NaiveDate;
use domain::Facts;
use domain::ids::{OfficerId, UnitId};
use serde::Serialize;

use super::names::name_of;
use crate::Reply;

/// Who signs for the giving side: now, and who else may.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Givers {
    /// The head or person in charge.
    pub head: OfficerId,
    /// All who may, with their names.
    pub all: Vec<(OfficerId, String)>,
}

pub(super) fn givers(facts: &Facts, unit: UnitId, day: NaiveDate) -> Reply<Givers> {
    let head = facts.head(unit, day)?.officer;
    let all = facts
        .posts(unit, day)
        .filter(|a| facts.may_give(a.officer, unit, day).is_ok())
        .map(|a| (a.officer, name_of(facts, a.officer)));
    Ok(Givers {
        head,
        all: all.collect(),
    })
}
