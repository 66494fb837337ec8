//! Units of the own subtree.

use chrono::{DateTime, NaiveDate, Utc};
use domain::Facts;
use domain::acts::AddUnit;
use domain::board::count_unit;
use domain::calendar::day_of;
use domain::facts::Scope;
use domain::ids::{MinutesId, OfficerId, UnitId};
use domain::route::Route;
use domain::text::name_sort_key;
use domain::unit::{Letterhead, Numbering, SchoolLevel, Unit, UnitKind, on_day};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// A unit in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnitRow {
    /// Identity.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Name.
    pub name: String,
    /// Code.
    pub code: Option<String>,
    /// The unit above.
    pub parent_id: Option<UnitId>,
    /// Its name.
    pub parent: String,
    /// Name of the head or person in charge.
    pub head: String,
    /// Who that is.
    pub head_id: Option<OfficerId>,
    /// Who leads it from a day to come on, first first.
    pub heads_to_come: Vec<HeadToCome>,
    /// Whether somebody confirmed the unit above.
    pub parent_confirmed: bool,
    /// Whether it has received its admin account.
    pub received: bool,
    /// Minutes by which it shall receive, while they are on their way.
    pub receiving: Option<MinutesId>,
    /// Signed minutes that stand.
    pub signed: u32,
    /// Minutes that are there or should be.
    pub all: u32,
    /// School levels today.
    pub levels: Vec<SchoolLevel>,
    /// Whether they change by a decision only: not while nobody above knows the unit, or none was
    /// ever said.
    pub levels_decided: bool,
    /// Superior line, symbol, place.
    pub letterhead: Letterhead,
    /// Where numbers come from.
    pub numbering: Numbering,
    /// How its minutes are signed.
    pub route: Route,
}

/// Who leads a unit from a day to come on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HeadToCome {
    /// Who.
    pub id: OfficerId,
    /// Name.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
}

impl Engine {
    /// Adds a unit below, whose papers carry what follows from the unit above where nobody said it.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn add_unit(&self, request: AddUnit) -> Reply<()> {
        let parent = request.parent.map(|unit| Scope::new().line(unit));
        let scope = Scope::new().line(request.by_unit).and_all(parent);
        let facts = self.replica.gather(&scope).await?;
        let request = request.composed(&facts, self.today())?;
        self.perform(request).await.map(drop)
    }

    /// The person's unit, then everything under it in Vietnamese order.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn units(&self) -> Reply<Vec<UnitRow>> {
        let mut rows = vec![];
        for id in self.replica.subtree(self.identity().await.unit).await? {
            let facts = self.facts(id).await?;
            if let Ok(unit) = facts.unit(id) {
                rows.push(row(&facts, unit, self.now()));
            }
        }
        let own = self.identity().await.unit;
        rows.sort_by_cached_key(|row| (row.id != own, name_sort_key(&row.name)));
        Ok(rows)
    }
}

fn row(facts: &Facts, unit: &Unit, now: DateTime<Utc>) -> UnitRow {
    let (id, day) = (unit.id, day_of(now));
    let parent = on_day(&unit.parents, day);
    let parent_row = parent.and_then(|p| facts.units.get(&p.unit));
    let head = facts.head_on(id, day);
    let counted = count_unit(facts, id, now);
    let mut receiving = facts.minutes.values();
    UnitRow {
        id,
        kind: unit.kind,
        name: unit.name_on(day).to_owned(),
        code: unit.code_on(day).map(str::to_owned),
        parent_id: parent.map(|p| p.unit),
        parent: parent_row.map_or_else(String::new, |u| u.name_on(day).to_owned()),
        head: head.map_or_else(String::new, |post| name_of(facts, post.officer)),
        head_id: head.map(|post| post.officer),
        heads_to_come: heads_to_come(facts, id, day),
        parent_confirmed: parent.is_none_or(|p| p.confirmed_by.is_some()),
        received: unit.kind == UnitKind::Department || counted.received,
        receiving: receiving
            .find(|m| m.unit == id && m.open() && m.kind.to_unit())
            .map(|m| m.id),
        signed: counted.tally.signed,
        all: counted.tally.all(),
        levels: unit.levels_on(day).iter().copied().collect(),
        levels_decided: !unit.alone && !unit.levels.is_empty(),
        letterhead: unit.letterhead.clone(),
        numbering: unit.numbering,
        route: unit.route,
    }
}

fn heads_to_come(facts: &Facts, unit: UnitId, day: NaiveDate) -> Vec<HeadToCome> {
    let posts = facts.leading_posts(unit).filter(|post| post.from > day);
    let heads = posts.map(|post| HeadToCome {
        id: post.officer,
        name: name_of(facts, post.officer),
        from: post.from,
    });
    let mut heads: Vec<_> = heads.collect();
    heads.sort_by_key(|head| head.from);
    heads
}
