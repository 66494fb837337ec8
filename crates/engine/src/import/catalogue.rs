//! Making the communes of the catalogue under the Sở: like the import of a list that ships with the
//! program, and undone like one.

use std::collections::BTreeSet;

use domain::acts::Act;
use domain::catalogue::{CommuneEntry, communes};
use domain::ids::OpId;
use domain::row::Table;
use domain::unit::UnitKind;
use domain::{Code, Refusal, Row};
use replica::imports::Import;
use serde::Serialize;

use super::write::{Imported, Noted};
use crate::{Engine, Reply};

/// What making them would do.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Catalogued {
    /// Communes that would be made, by code and name.
    pub missing: Vec<(String, String)>,
    /// How many are there already and stay as they are.
    pub there: u32,
}

impl Engine {
    /// Which communes of the catalogue the register does not have.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn catalogued(&self) -> Reply<Catalogued> {
        let missing = self.not_made().await?;
        let there = communes().len() - missing.len();
        let named = |entry: &&CommuneEntry| (entry.code.clone(), entry.name.clone());
        Ok(Catalogued {
            missing: missing.iter().map(named).collect(),
            there: u32::try_from(there).unwrap_or(u32::MAX),
        })
    }

    /// Makes the communes that are missing, as one step that is undone like an import.
    ///
    /// # Errors
    /// `nothing_chosen` where all are there; `not_the_parent` unless the own unit is the Sở; those of
    /// the act.
    pub async fn make_communes(&self) -> Reply<Imported> {
        let own = self.identity().await.unit;
        let facts = self.facts(own).await?;
        let department = facts.unit(own)?;
        if department.kind != UnitKind::Department {
            let name = department.name_on(self.today());
            return Err(Refusal::new(Code::NotTheParent).with("unit", name).into());
        }
        let missing = self.not_made().await?;
        if missing.is_empty() {
            return Err(Refusal::new(Code::NothingChosen).into());
        }
        let (at, today) = (self.now(), self.today());
        let added = u32::try_from(missing.len()).unwrap_or(u32::MAX);
        let mut acts: Vec<(OpId, Act)> = vec![];
        for entry in missing {
            let unit = planning::of_catalogue(entry, own, today);
            let act = unit.composed(&facts, today)?;
            acts.push((OpId(self.clock.uuid(self.now())), act.into()));
        }
        let id = self.clock.uuid(at);
        let import = Import {
            id,
            kind: workbook::Kind::Units.key().to_owned(),
            name: domain::refusal::words().catalogue_of_communes.clone(),
            at: at.to_rfc3339(),
            added: added.into(),
            edited: 0,
            undone_at: None,
        };
        self.perform_all(acts, Noted::Done(&import)).await?;
        Ok(Imported {
            id,
            added,
            edited: 0,
            skipped: 0,
            wrong: 0,
            drafts: 0,
        })
    }

    async fn not_made(&self) -> Reply<Vec<&'static CommuneEntry>> {
        let today = self.today();
        let rows = self.replica.all(Table::Unit).await?;
        let code = |row: &Row| match row {
            Row::Unit(unit) if unit.kind == UnitKind::Commune && unit.closed_on.is_none() => {
                unit.code_on(today).map(str::to_owned)
            }
            _ => None,
        };
        let there: BTreeSet<String> = rows.iter().filter_map(code).collect();
        let missing = communes()
            .iter()
            .filter(|entry| !there.contains(&entry.code));
        Ok(missing.collect())
    }
}
