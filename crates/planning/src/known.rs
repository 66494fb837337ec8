//! Facts of several units at once: each loaded as the store loads them, and all kept up to date
//! with what was planned.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::document::Document;
use domain::ids::{DocumentId, UnitId};
use domain::row::Change;
use domain::unit::Unit;
use domain::{Code, Facts, Refusal, Row};

use crate::unit_names::{alike, in_catalogue, is_name_alone_of, is_short_for, same_unit};

/// So many papers are named where one is not found.
const SHOWN_PAPERS: usize = 8;

/// A paper, or the numbers of those that could be meant.
pub(crate) type Found = Result<DocumentId, String>;

/// The units that a plan knows.
#[derive(Debug, Default)]
pub struct KnownUnits {
    units: BTreeMap<UnitId, Facts>,
}

impl KnownUnits {
    /// Whether a unit is known.
    #[must_use]
    pub fn has(&self, unit: UnitId) -> bool {
        self.units.contains_key(&unit)
    }

    /// Makes a unit known.
    pub fn put(&mut self, unit: UnitId, facts: Facts) {
        self.units.insert(unit, facts);
    }

    /// The facts of a unit.
    ///
    /// # Errors
    /// `not_found`.
    pub fn of(&self, unit: UnitId) -> Result<&Facts, Refusal> {
        self.units
            .get(&unit)
            .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "unit"))
    }

    /// The row of a unit.
    ///
    /// # Errors
    /// `not_found`.
    pub fn unit(&self, unit: UnitId) -> Result<&Unit, Refusal> {
        self.of(unit)?.unit(unit)
    }

    /// The facts of a unit with those that say what another one is, and who prepares there.
    ///
    /// # Errors
    /// `not_found`.
    pub(crate) fn with_above(&self, unit: UnitId, above: UnitId) -> Result<Facts, Refusal> {
        let (mut facts, other) = (self.of(unit)?.clone(), self.of(above)?);
        let units = other.units.values().cloned().map(Row::Unit);
        let posts = other.appointments.values().cloned().map(Row::Appointment);
        let documents = other.documents.values().cloned().map(Row::Document);
        units
            .chain(posts)
            .chain(documents)
            .for_each(|row| facts.put(row));
        Ok(facts)
    }

    /// A paper of a unit's register, or of one above it, by its number.
    ///
    /// # Errors
    /// `not_found`.
    pub(crate) fn document(&self, unit: UnitId, number: &str) -> Result<Found, Refusal> {
        let key = |number: &str| domain::text::fold(number).replace(' ', "");
        let facts = self.of(unit)?;
        let documents = facts.documents.values();
        let of_number = documents.filter(|d| key(&d.number) == key(number));
        let found: Vec<&Document> = of_number.collect();
        Ok(match found.as_slice() {
            [one] => Ok(one.id),
            [] => {
                let mut all: Vec<&Document> = facts.documents.values().collect();
                all.sort_by_key(|d| std::cmp::Reverse(d.date));
                let latest = all.iter().take(SHOWN_PAPERS).map(|d| d.number.clone());
                Err(latest.collect::<Vec<_>>().join("; "))
            }
            several => {
                let dated = several.iter().map(|d| {
                    let date = domain::calendar::paper_date(d.date);
                    format!("{} ({date})", d.number)
                });
                Err(dated.collect::<Vec<_>>().join("; "))
            }
        })
    }

    fn all(&self) -> impl Iterator<Item = &Unit> {
        let units = self.units.iter();
        units.filter_map(|(id, facts)| facts.units.get(id))
    }

    /// The unit of a code.
    #[must_use]
    pub fn coded(&self, today: NaiveDate, code: &str) -> Option<UnitId> {
        let mut coded = self.all().filter(|u| u.code_on(today) == Some(code));
        coded.next().map(|u| u.id)
    }

    /// The units of a name. Never by folded text alone: two communes differ by one mark.
    #[must_use]
    pub fn named(&self, today: NaiveDate, name: &str) -> Named {
        let mut named = self.above_named(today, name);
        let schools: Vec<&Unit> = self
            .all()
            .filter(|u| is_name_alone_of(name, u.name_on(today)))
            .collect();
        // A name alone may be that of a school as well as that of its commune.
        if let ([one], Named::Nobody(None)) = (schools.as_slice(), &named) {
            return Named::Nobody(Some(one.name_on(today).to_owned()));
        }
        if !schools.is_empty() {
            let mut names: Vec<String> = match named {
                Named::One(unit) => {
                    let commune = self.all().filter(|u| u.id == unit);
                    commune.map(|u| shown(u, today)).collect()
                }
                Named::Several(names) => names,
                Named::Nobody(_) => vec![],
            };
            names.extend(schools.into_iter().map(|u| shown(u, today)));
            named = Named::Several(names);
        }
        named
    }

    /// The units of a name where only one that stands above schools can be meant by a name alone.
    pub(crate) fn above_named(&self, today: NaiveDate, name: &str) -> Named {
        let of = |means: fn(&str, &str) -> bool| -> Vec<&Unit> {
            let all = self.all();
            all.filter(|u| means(name, u.name_on(today))).collect()
        };
        let mut exact = of(same_unit);
        if exact.is_empty() {
            exact = of(is_short_for);
        }
        match exact.as_slice() {
            [one] => return Named::One(one.id),
            [] => {}
            several => {
                return Named::Several(several.iter().map(|u| shown(u, today)).collect());
            }
        }
        let (catalogued, others) = in_catalogue(name);
        // With its marks it is a commune that the register does not have.
        if !catalogued.is_empty() {
            return Named::Nobody(None);
        }
        let like = of(alike);
        let mut names: Vec<String> = like.iter().map(|u| shown(u, today)).collect();
        // A commune of the catalogue may be meant that is not in the register.
        let known = |code: &str| like.iter().any(|u| u.code_on(today) == Some(code));
        let others = others.into_iter().filter(|entry| {
            let named = like
                .iter()
                .any(|u| same_unit(u.name_on(today), &entry.name));
            !known(&entry.code) && !named
        });
        names.extend(others.map(|entry| format!("{} ({})", entry.name, entry.code)));
        match (names.len(), like.as_slice()) {
            (0, _) => Named::Nobody(None),
            (1, [one]) => Named::Nobody(Some(one.name_on(today).to_owned())),
            (1, _) => Named::Nobody(None),
            _ => Named::Several(names),
        }
    }

    /// Units that were planned now have facts too: those of the unit above, their own rows among
    /// them.
    pub(crate) fn grow(&mut self, above: UnitId, changes: &[Change]) -> Result<(), Refusal> {
        for Change(row) in changes {
            if let Row::Unit(unit) = row {
                let facts = self.of(above)?.clone();
                self.put(unit.id, facts);
            }
        }
        Ok(())
    }

    /// Applies what an act changed, wherever its rows are among the facts.
    pub(crate) fn apply(&mut self, changes: &[Change]) {
        let streams: BTreeSet<UnitId> = changes.iter().map(|c| c.0.stream()).collect();
        for (unit, facts) in &mut self.units {
            let touched = streams.contains(unit)
                || streams.iter().any(|s| facts.units.contains_key(s))
                || changes.iter().any(|Change(row)| comes_under(row, *unit));
            if touched {
                facts.apply(changes);
            }
        }
    }
}

/// What a name of a unit means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A unit.
    One(UnitId),
    /// None that is known; perhaps one that is written with other marks.
    Nobody(Option<String>),
    /// One of several, each with its code.
    Several(Vec<String>),
}

impl Named {
    /// The unit, or why there is none.
    ///
    /// # Errors
    /// `unknown_unit`, `which_unit`.
    pub fn found(self, name: &str) -> Result<UnitId, Refusal> {
        match self {
            Self::One(unit) => Ok(unit),
            Self::Nobody(_) => Err(unknown(name)),
            Self::Several(names) => Err(Refusal::new(Code::WhichUnit)
                .with("unit", name)
                .with("candidates", names.join("; "))),
        }
    }

    /// What was probably meant.
    #[must_use]
    pub fn proposal(&self) -> Option<String> {
        match self {
            Self::Nobody(like) => like.clone(),
            Self::One(_) | Self::Several(_) => None,
        }
    }
}

/// A unit by name and code.
fn shown(unit: &Unit, today: NaiveDate) -> String {
    let name = unit.name_on(today);
    match unit.code_on(today) {
        Some(code) => format!("{name} ({code})"),
        None => name.to_owned(),
    }
}

/// Whether a row is a unit that stands under another.
fn comes_under(row: &Row, above: UnitId) -> bool {
    matches!(row, Row::Unit(unit) if unit.parents.iter().any(|p| p.value.unit == above))
}

/// Says that there is no unit of a name, or more than one.
pub(crate) fn unknown(name: impl ToString) -> Refusal {
    Refusal::new(Code::UnknownUnit).with("unit", name)
}
