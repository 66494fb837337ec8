//! The board: how far every unit right below has come, with all under it; for a commune and the Sở.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::board::{BoardState, Counted, Tally, board_state, heard_needs, is_heard, own_work};
use domain::catalogue::{Area, commune};
use domain::facts::{Entry, Scope};
use domain::ids::UnitId;
use domain::row::Table;
use domain::unit::{SchoolLevel, Unit, UnitKind, commune_name};
use domain::{Facts, Row};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// Days that the trend shows at most.
const TREND_DAYS: usize = 60;

/// The board of the person's own unit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Board {
    /// Whose it is.
    pub unit: UnitId,
    /// What that is.
    pub kind: UnitKind,
    /// The day on which it was counted.
    pub on: NaiveDate,
    /// A line for each unit right below.
    pub rows: Vec<BoardRow>,
}

/// One unit right below, with everything under it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BoardRow {
    /// Identity.
    pub id: UnitId,
    /// What it is.
    pub kind: UnitKind,
    /// Name.
    pub name: String,
    /// Name without what all of its kind have, for a tile.
    pub short_name: String,
    /// Code.
    pub code: Option<String>,
    /// The half of the city, of a commune of the catalogue.
    pub area: Option<Area>,
    /// The lowest level that it teaches or looks after.
    pub level: Option<SchoolLevel>,
    /// Name of who leads it; empty where nobody is entered.
    pub head: String,
    /// By what it is coloured.
    pub state: BoardState,
    /// Whether it has received its admin account.
    pub received: bool,
    /// Units below it.
    pub below: u32,
    /// Those of them that have received theirs.
    pub below_received: u32,
    /// The counts, all under it together.
    pub tally: Tally,
    /// What of them is work of the person's own unit, which gave to this one.
    pub ours: Tally,
    /// The next day on which a scan is due.
    pub due: Option<NaiveDate>,
    /// Whether what it and those under it do themselves is known here: this machine is connected, and
    /// where nothing else is left, something was ever heard of them.
    pub heard: bool,
    /// How many were signed on each of the last days.
    pub days: Vec<(NaiveDate, u32)>,
}

impl Engine {
    /// The board of the person's own unit, worst first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn board(&self) -> Reply<Board> {
        let me = self.identity().await;
        let (own, heard) = (me.unit, me.server.is_some());
        let (now, today) = (self.now(), self.today());
        let counted = self.replica.board(own, now).await?;
        let units = self.units_by_id().await?;
        let ours = own_work(&self.work(own).await?, own, now);
        let heads = self.heads(own, &units, today).await?;
        let mut lines: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for unit in units
            .values()
            .filter(|u| u.closed_on.is_none_or(|last| today <= last))
        {
            if let Some(line) = under(&units, unit.id, own, today) {
                lines.entry(line).or_default().push(unit.id);
            }
        }
        let silent = match heard {
            true => self.silent(&counted, &lines).await?,
            false => BTreeSet::new(),
        };
        let line = |(id, all): (&UnitId, &Vec<UnitId>)| {
            let unit = units.get(id)?;
            let heard = heard && !silent.contains(id);
            let head = heads.head_on(*id, today);
            let head = head.map_or_else(String::new, |post| name_of(&heads, post.officer));
            let ours = ours.get(id).copied().unwrap_or_default();
            Some(BoardRow {
                ours,
                ..row(unit, head, all, (&counted, heard), today)
            })
        };
        let mut rows: Vec<BoardRow> = lines.iter().filter_map(line).collect();
        rows.sort_by_cached_key(|row| {
            let share = row.tally.signed.saturating_mul(1000) / row.tally.all().max(1);
            (row.state, share, domain::text::name_sort_key(&row.name))
        });
        let kind = units.get(&own).map_or(UnitKind::Commune, |unit| unit.kind);
        Ok(Board {
            unit: own,
            kind,
            on: today,
            rows,
        })
    }

    /// Lines of which nothing is left but what they do themselves, and nothing was ever heard of that.
    async fn silent(
        &self,
        counted: &BTreeMap<UnitId, Counted>,
        lines: &BTreeMap<UnitId, Vec<UnitId>>,
    ) -> Reply<BTreeSet<UnitId>> {
        let done = |all: &[UnitId]| {
            let mut all = all.iter().map(|id| counted.get(id));
            all.all(|unit| unit.is_some_and(|unit| unit.received && unit.tally.only_received()))
        };
        let mut silent = BTreeSet::new();
        for (id, all) in lines.iter().filter(|(_, all)| done(all)) {
            let needs = Scope::new().and_all(all.iter().copied().map(heard_needs));
            let facts = self.replica.gather(&needs).await?;
            if !all.iter().any(|unit| is_heard(&facts, *unit)) {
                silent.insert(*id);
            }
        }
        Ok(silent)
    }

    /// Whether what the board keeps is what its rows come to, unit by unit; the first unit of which
    /// it is not.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn board_astray(&self) -> Reply<Option<UnitId>> {
        let (own, now) = (self.identity().await.unit, self.now());
        for (unit, kept) in self.replica.board(own, now).await? {
            let fresh = self.replica.counted_anew(unit, now).await?;
            let same = (kept.received, kept.tally, kept.due, &kept.days)
                == (fresh.received, fresh.tally, fresh.due, &fresh.days);
            if !same {
                return Ok(Some(unit));
            }
        }
        Ok(None)
    }

    async fn units_by_id(&self) -> Reply<BTreeMap<UnitId, Unit>> {
        let rows = self.replica.all(Table::Unit).await?;
        let unit = |row| match row {
            Row::Unit(unit) => Some((unit.id, unit)),
            _ => None,
        };
        Ok(rows.into_iter().filter_map(unit).collect())
    }

    /// Who leads the units right below.
    async fn heads(
        &self,
        own: UnitId,
        units: &BTreeMap<UnitId, Unit>,
        today: NaiveDate,
    ) -> Reply<Facts> {
        let below = units.values().filter(|u| u.parent_on(today) == Some(own));
        let posts = below.map(|unit| Scope::new().by(Entry::leads(unit.id)));
        let facts = self.replica.gather(&Scope::new().and_all(posts)).await?;
        let people = facts.appointments.values().map(|post| post.officer);
        let people = people.map(|officer| Scope::new().row(Table::Officer, officer));
        let mut named = self.replica.gather(&Scope::new().and_all(people)).await?;
        facts
            .appointments
            .values()
            .for_each(|post| named.put(Row::Appointment(post.clone())));
        Ok(named)
    }
}

/// The unit right below `own` under which a unit stands, itself perhaps; none if it stands elsewhere.
fn under(
    units: &BTreeMap<UnitId, Unit>,
    unit: UnitId,
    own: UnitId,
    today: NaiveDate,
) -> Option<UnitId> {
    let mut line = unit;
    // Nothing stands under more units than there are.
    for _ in 0..units.len() {
        let parent = units.get(&line)?.parent_on(today)?;
        if parent == own {
            return Some(line);
        }
        line = parent;
    }
    None
}

fn row(
    unit: &Unit,
    head: String,
    all: &[UnitId],
    (counted, heard): (&BTreeMap<UnitId, Counted>, bool),
    today: NaiveDate,
) -> BoardRow {
    let below = || all.iter().filter(|id| **id != unit.id);
    let received = |id: UnitId| counted.get(&id).is_some_and(|c| c.received);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (units, with_account) = (
        count(below().count()),
        count(below().filter(|id| received(**id)).count()),
    );
    let each = || all.iter().filter_map(|id| counted.get(id));
    let tally = each().fold(Tally::default(), |sum, c| sum.and(c.tally));
    let due: Option<DateTime<Utc>> = each().filter_map(|c| c.due).min();
    let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for (day, signed) in each().flat_map(|c| &c.days) {
        *days.entry(*day).or_default() += signed;
    }
    let first = days.len().saturating_sub(TREND_DAYS);
    let (name, code) = (unit.name_on(today), unit.code_on(today));
    let of_commune = commune_name(name);
    let entry = code
        .filter(|_| unit.kind == UnitKind::Commune)
        .and_then(commune);
    BoardRow {
        id: unit.id,
        kind: unit.kind,
        name: name.to_owned(),
        short_name: entry
            .map_or(of_commune, |entry| entry.short_name.as_str())
            .to_owned(),
        code: code.map(str::to_owned),
        area: entry.map(|entry| entry.area()),
        level: unit.levels_on(today).first().copied(),
        head,
        state: board_state(received(unit.id), &tally, units, with_account, heard),
        received: received(unit.id),
        below: units,
        below_received: with_account,
        tally,
        ours: Tally::default(),
        due: due.map(domain::calendar::day_of),
        heard,
        days: days.into_iter().skip(first).collect(),
    }
}

#[cfg(test)]
mod tests {
    use domain::Change;
    use domain::acts::units::UnitDetails;
    use domain::acts::{AddOfficer, AddUnit};
    use domain::samples::{monday, requests};

    use super::*;
    use crate::alone::alone;

    #[tokio::test]
    async fn a_unit_that_received_and_was_never_heard_of_is_silent_until_its_people_are_known() {
        let (so, folder) = alone("board", UnitKind::Department, monday()).await;
        let add = requests::add_unit();
        let add = AddUnit {
            by_unit: so.identity().await.unit,
            details: UnitDetails {
                kind: UnitKind::SpecialSchool,
                ..add.details
            },
            ..add
        };
        let changes = so.perform(add).await.unwrap();
        let added = changes.iter().find_map(|Change(row)| match row {
            Row::Unit(unit) => Some(unit.id),
            _ => None,
        });
        let unit = added.unwrap();
        let lines = BTreeMap::from([(unit, vec![unit])]);
        let counted = |received, drafts| {
            let tally = Tally {
                signed: 1,
                drafts,
                ..Tally::default()
            };
            let counted = Counted {
                received,
                tally,
                ..Counted::default()
            };
            BTreeMap::from([(unit, counted)])
        };
        let silent = async |counted| so.silent(&counted, &lines).await.unwrap();
        assert_eq!(silent(counted(true, 0)).await, [unit].into());
        assert!(silent(counted(false, 0)).await.is_empty());
        assert!(silent(counted(true, 1)).await.is_empty(), "a draft is left");
        let person = AddOfficer {
            unit,
            ..requests::add_officer()
        };
        so.perform(person).await.unwrap();
        assert!(silent(counted(true, 0)).await.is_empty());
        drop(so);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
