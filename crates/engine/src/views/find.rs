//! Ctrl+K: people, classes, units and minutes by what one remembers of them.

use std::sync::Arc;

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

/// What is searched, with the forms of the words that are compared: made once and kept until
/// something changes.
#[derive(Debug)]
pub(crate) struct Index {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    found: Found,
    lower: String,
    folded: String,
    hint: String,
    sort: Vec<u8>,
}

impl Index {
    /// The best matches: names before what stands beside them, marks as typed before marks left
    /// out.
    fn find(&self, query: &str) -> Vec<Found> {
        let (wanted, marked) = (fold(query), query.trim().to_lowercase());
        let rank = |e: &Entry| {
            if e.lower.contains(&marked) {
                Some(0)
            } else if e.folded.contains(&wanted) {
                Some(1)
            } else {
                e.hint.contains(&wanted).then_some(2)
            }
        };
        let mut found: Vec<(u8, FoundKind, &[u8], &Found)> = self
            .entries
            .iter()
            .filter_map(|e| rank(e).map(|r| (r, e.found.kind, e.sort.as_slice(), &e.found)))
            .collect();
        if found.len() > SHOWN {
            found.select_nth_unstable(SHOWN);
            found.truncate(SHOWN);
        }
        found.sort_unstable();
        found.into_iter().map(|(.., f)| f.clone()).collect()
    }
}

impl Engine {
    /// Finds people, classes, units and minutes. Marks and capitals need not be typed; who types
    /// them finds those first. An empty query finds nothing and makes the search ready.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn find(&self, query: &str) -> Reply<Vec<Found>> {
        let index = self.index().await?;
        Ok(if fold(query).is_empty() {
            vec![]
        } else {
            index.find(query)
        })
    }

    async fn index(&self) -> Reply<Arc<Index>> {
        if let Some(index) = self.searched.lock().ok().and_then(|kept| kept.clone()) {
            return Ok(index);
        }
        let seen = self.changes.load(std::sync::atomic::Ordering::SeqCst);
        let index = Arc::new(self.make_index().await?);
        // What changed while it was made is looked up again next time.
        if let (Ok(mut kept), true) = (
            self.searched.lock(),
            seen == self.changes.load(std::sync::atomic::Ordering::SeqCst),
        ) {
            *kept = Some(Arc::clone(&index));
        }
        Ok(index)
    }

    async fn make_index(&self) -> Reply<Index> {
        let day = self.today();
        let mut names = std::collections::BTreeMap::new();
        let mut all = vec![];
        for row in self.replica.all(Table::Unit).await? {
            if let Row::Unit(u) = row {
                names.insert(u.id, u.name_on(day).to_owned());
                let hint = u.code_on(day).unwrap_or_default().to_owned();
                all.push(Found {
                    kind: FoundKind::Unit,
                    id: u.id.0,
                    unit: u.id,
                    name: u.name_on(day).to_owned(),
                    hint,
                });
            }
        }
        let of = |unit: UnitId, code: &str| {
            format!("{code} · {}", names.get(&unit).map_or("", String::as_str))
        };
        let mut people = std::collections::BTreeMap::new();
        for row in self.replica.all(Table::Officer).await? {
            if let Row::Officer(o) = row {
                people.insert(o.id, o.name.clone());
                all.push(Found {
                    kind: FoundKind::Officer,
                    id: o.id.0,
                    unit: o.unit,
                    hint: of(o.unit, &o.code),
                    name: o.name,
                });
            }
        }
        for row in self.replica.all(Table::SchoolClass).await? {
            if let Row::SchoolClass(c) = row {
                all.push(Found {
                    kind: FoundKind::Class,
                    id: c.id.0,
                    unit: c.unit,
                    hint: of(c.unit, &c.year.to_string()),
                    name: c.name,
                });
            }
        }
        for row in self.replica.all(Table::HandoverMinutes).await? {
            if let Row::HandoverMinutes(m) = row {
                let number = m.number().map(|n| format!("{n:02} ")).unwrap_or_default();
                let code = m.frozen().map(|f| f.check_code.clone()).unwrap_or_default();
                let hint = of(m.unit, &format!("{number}{code}"));
                all.push(Found {
                    kind: FoundKind::Minutes,
                    id: m.id.0,
                    unit: m.unit,
                    name: people.get(&m.receiver).cloned().unwrap_or_default(),
                    hint,
                });
            }
        }
        let entry = |found: Found| Entry {
            lower: found.name.to_lowercase(),
            folded: fold(&found.name),
            hint: fold(&found.hint),
            sort: person_sort_key(&found.name),
            found,
        };
        Ok(Index {
            entries: all.into_iter().map(entry).collect(),
        })
    }
}
