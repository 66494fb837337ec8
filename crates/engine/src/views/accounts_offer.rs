//! What is needed to hand over the admin accounts of all units below that have not received theirs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::Facts;
use domain::delegation::Holder;
use domain::facts::{Entry, Scope};
use domain::ids::{MinutesId, OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::offer;
use domain::row::Table;
use domain::unit::{Unit, UnitKind};
use serde::Serialize;

use super::documents::DocumentRow;
use super::givers::{Givers, givers};
use super::names::name_of;
use crate::{Engine, Reply};

/// What is needed to hand over all of them at once.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountsOffer {
    /// Name of the unit that gives.
    pub giver_unit: String,
    /// Who signs.
    pub givers: Givers,
    /// Papers that may be cited.
    pub documents: Vec<DocumentRow>,
    /// Units that have received already.
    pub received: u32,
    /// Those that have not, in Vietnamese order.
    pub lines: Vec<AccountLine>,
}

/// A unit that has not received its account.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AccountLine {
    /// Identity.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Code.
    pub code: Option<String>,
    /// What it is.
    pub unit_kind: UnitKind,
    /// The minutes by which it receives.
    pub kind: MinutesKind,
    /// Who leads it and receives, with name and post; none where nobody is entered.
    pub head: Option<(OfficerId, String, String)>,
    /// Login of its admin account, when known.
    pub login: Option<String>,
    /// Minutes that are on their way already.
    pub open: Option<MinutesId>,
    /// Whether they are printed.
    pub printed: bool,
}

impl Engine {
    /// The units right below that have not received their account, with what is there of each.
    ///
    /// # Errors
    /// `no_head` if nobody can sign for the own unit; those of the replica.
    pub async fn accounts_offer(&self) -> Reply<AccountsOffer> {
        let (own, today) = (self.identity().await.unit, self.today());
        let above = self.facts(own).await?;
        let below = self.below(own, today).await?;
        let facts = self.receiving(&below).await?;
        let waits = |unit: &&Unit| {
            let mut held = facts.rights_held(Holder::Unit(unit.id));
            !held.any(|d| d.in_force(self.now()) && !d.provisional)
        };
        let mut lines: Vec<AccountLine> = below
            .values()
            .filter(waits)
            .map(|unit| line(&facts, unit, today))
            .collect();
        lines.sort_by_cached_key(|line| domain::text::name_sort_key(&line.name));
        let received = below.len() - lines.len();
        Ok(AccountsOffer {
            giver_unit: above.unit(own)?.name_on(today).to_owned(),
            givers: givers(&above, own, today)?,
            documents: self.documents_in_force(own).await?,
            received: u32::try_from(received).unwrap_or(u32::MAX),
            lines,
        })
    }

    /// The units that stand right below on a day and were not closed.
    async fn below(&self, own: UnitId, day: NaiveDate) -> Reply<BTreeMap<UnitId, Unit>> {
        let scope = Scope::new().by(Entry::under(own));
        let facts = self.replica.gather(&scope).await?;
        let there = |unit: &&Unit| {
            unit.parent_on(day) == Some(own) && unit.closed_on.is_none_or(|last| day <= last)
        };
        let units = facts.units.values().filter(there);
        Ok(units.map(|unit| (unit.id, unit.clone())).collect())
    }

    /// What is known of units that may receive: what they hold, their login, who leads them, and
    /// what that person is receiving.
    async fn receiving(&self, below: &BTreeMap<UnitId, Unit>) -> Reply<Facts> {
        let units = below.keys().map(|unit| {
            Scope::new()
                .head(*unit)
                .by(Entry::admin_of(*unit))
                .by(Entry::right_of(Holder::Unit(*unit)))
        });
        let of_units = Scope::new().and_all(units);
        let first = self.replica.gather(&of_units).await?;
        let people = first.appointments.values().map(|post| {
            Scope::new()
                .row(Table::Officer, post.officer)
                .by(Entry::current_of(post.officer))
        });
        let scope = of_units.and_all(people);
        Ok(self.replica.gather(&scope).await?)
    }
}

fn line(facts: &Facts, unit: &Unit, day: NaiveDate) -> AccountLine {
    let kind = offer::account_kind(unit, true);
    let head = facts.head_on(unit.id, day);
    let open = head.and_then(|head| {
        let mut open = facts.minutes_to(head.officer, unit.id);
        open.find(|m| m.open() && m.kind == kind)
    });
    AccountLine {
        unit: unit.id,
        name: unit.name_on(day).to_owned(),
        code: unit.code_on(day).map(str::to_owned),
        unit_kind: unit.kind,
        kind,
        head: head.map(|head| {
            let name = name_of(facts, head.officer);
            (head.officer, name, head.position.clone())
        }),
        login: facts.admin_account(unit.id).map(|a| a.login.clone()),
        open: open.map(|m| m.id),
        printed: open.is_some_and(|m| m.frozen().is_some()),
    }
}
