//! Logins of a unit.

use chrono::NaiveDate;
use domain::account::{AccountKind, Custody, System};
use domain::ids::{AccountId, UnitId};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// A login in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountRow {
    /// Identity.
    pub id: AccountId,
    /// Where it logs in.
    pub system: System,
    /// Address.
    pub address: String,
    /// Login.
    pub login: String,
    /// Admin or use.
    pub kind: AccountKind,
    /// The person who holds it; none where the head looks after it.
    pub holder: Option<String>,
    /// When it was closed.
    pub closed_on: Option<NaiveDate>,
}

impl Engine {
    /// Logins of a unit, open ones first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn accounts(&self, unit: UnitId) -> Reply<Vec<AccountRow>> {
        let facts = self.facts(unit).await?;
        let mut rows: Vec<AccountRow> = facts
            .accounts
            .values()
            .filter(|a| a.unit == unit)
            .map(|a| AccountRow {
                id: a.id,
                system: a.system.clone(),
                address: a.address.clone(),
                login: a.login.clone(),
                kind: a.kind,
                holder: match a.custody {
                    Custody::Head => None,
                    Custody::Custodian(officer) | Custody::Personal(officer) => {
                        Some(name_of(&facts, officer))
                    }
                },
                closed_on: a.closed_on,
            })
            .collect();
        rows.sort_by(|a, b| {
            (a.closed_on, a.kind != AccountKind::Admin, &a.login).cmp(&(
                b.closed_on,
                b.kind != AccountKind::Admin,
                &b.login,
            ))
        });
        Ok(rows)
    }
}
