//! Ctrl+K: people, classes, units and minutes by what one remembers of them.

use domain::ids::UnitId;
use domain::text::{fold, person_sort_key};
use domain::{Row, Table};
use serde::Serialize;
use uuid::Uuid;

use crate::{Engine, Reply};

/// How many are shown.
const SHOWN: usize = 30;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    /// A person.
    Officer,
    /// A class.
    Class,
    /// A unit.
    Unit,
    /// Minutes.
    Minutes,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Found {
    /// What.
    pub kind: FoundKind,
    /// Identity.
    pub id: Uuid,
    /// The unit whose record it is.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// What tells it from others of that name: code, unit, check code.
    pub hint: String,
}

impl Engine {
    /// Finds people, classes, units and minutes. Marks and capitals need not be typed; who types them finds those first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn find(&self, query: &str) -> Reply<Vec<Found>> {
        let (wanted, marked) = (fold(query), query.trim().to_lowercase());
        if wanted.is_empty() {
            return Ok(vec![]);
        }
        let day = self.today();
        let mut names = std::collections::BTreeMap::new();
        let mut all = vec![];
        for row in self.replica.all(Table::Unit).await? {
            if let Row::Unit(u) = row {
                names.insert(u.id, u.name_on(day).to_owned());
                let hint = u.code_on(day).unwrap_or_default().to_owned();
                all.push(Found { kind: FoundKind::Unit, id: u.id.0, unit: u.id, name: u.name_on(day).to_owned(), hint });
            }
        }
        let of = |unit: UnitId, code: &str| format!("{code} · {}", names.get(&unit).map_or("", String::as_str));
        let mut people = std::collections::BTreeMap::new();
        for row in self.replica.all(Table::Officer).await? {
            if let Row::Officer(o) = row {
                people.insert(o.id, o.name.clone());
                all.push(Found { kind: FoundKind::Officer, id: o.id.0, unit: o.unit, hint: of(o.unit, &o.code), name: o.name });
            }
        }
        for row in self.replica.all(Table::SchoolClass).await? {
            if let Row::SchoolClass(c) = row {
                all.push(Found { kind: FoundKind::Class, id: c.id.0, unit: c.unit, hint: of(c.unit, &c.year.to_string()), name: c.name });
            }
        }
        for row in self.replica.all(Table::HandoverMinutes).await? {
            if let Row::HandoverMinutes(m) = row {
                let number = m.number().map(|n| format!("{n:02} ")).unwrap_or_default();
                let code = m.frozen().map(|f| f.check_code.clone()).unwrap_or_default();
                all.push(Found {
                    kind: FoundKind::Minutes,
                    id: m.id.0,
                    unit: m.unit,
                    name: people.get(&m.receiver).cloned().unwrap_or_default(),
                    hint: of(m.unit, &format!("{number}{code}")),
                });
            }
        }
        // Names before what stands beside them, marks as typed before marks left out.
        let rank = |f: &Found| match (f.name.to_lowercase(), f.hint.to_lowercase()) {
            (name, _) if name.contains(&marked) => Some(0),
            (name, _) if fold(&name).contains(&wanted) => Some(1),
            (_, hint) if fold(&hint).contains(&wanted) => Some(2),
            _ => None,
        };
        let mut found: Vec<(u8, FoundKind, String, Found)> = all.into_iter().filter_map(|f| rank(&f).map(|r| (r, f.kind, person_sort_key(&f.name), f))).collect();
        found.sort();
        Ok(found.into_iter().take(SHOWN).map(|(.., f)| f).collect())
    }
}
