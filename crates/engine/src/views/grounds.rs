//! Legal grounds of the forms, and what a unit says of them.

use chrono::NaiveDate;
use domain::ids::UnitId;
use minutes::words::{FixedGround, words};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// A legal ground of the forms, and what the unit says of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GroundRow {
    /// Its id.
    pub id: String,
    /// How papers cite it.
    pub text: String,
    /// Whether it holds today.
    pub in_force: bool,
    /// Whether the unit's papers cite it.
    pub cited: bool,
    /// Who compared it with its source, and when.
    pub checked: Option<(String, NaiveDate)>,
}

impl Engine {
    /// The legal grounds that ship with the forms, with what a unit says of them.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn fixed_grounds(&self, unit: UnitId) -> Reply<Vec<GroundRow>> {
        let facts = self.facts(unit).await?;
        let marks = &facts.unit(unit)?.grounds;
        let row = |ground: FixedGround| {
            let mark = marks.iter().find(|mark| mark.id == ground.id);
            GroundRow {
                cited: mark.is_none_or(|m| m.cited),
                checked: mark.map(|m| (name_of(&facts, m.by), m.on)),
                id: ground.id,
                text: ground.text,
                in_force: ground.in_force,
            }
        };
        let grounds = words()?.fixed_grounds(self.today());
        Ok(grounds.into_iter().map(row).collect())
    }
}
