//! A plan while it is made: the rows as they are understood, and the acts that come of them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::acts::Act;
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, DocumentId, OfficerId, OpId, UnitId};
use domain::row::Change;
use domain::unit::{Unit, UnitKind};
use domain::{Facts, Refusal, Row};
use workbook::Field;

use crate::class_names::class_key;
use crate::known::{Found, Named};
use crate::people::{Codes, People, Said, Who};
use crate::planner::{Added, Planner};
use crate::reading::Reading;
use crate::row::{Difference, Outcome, OverTask, PlannedChange, RowReader};
use crate::{Made, Plan};

/// What posts are called where a list does not say it.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    /// Who teaches.
    pub teacher: String,
    /// Who works in an office.
    pub officer: String,
    /// Who works in a school and does not teach.
    pub staff: String,
    /// Who leads a commune.
    pub chair: String,
    /// Who leads a centre.
    pub director: String,
    /// Who leads an independent group.
    pub group_owner: String,
    /// Who leads a division of the Sở.
    pub division_head: String,
    /// Who leads a school.
    pub principal: String,
}

impl Positions {
    /// What the head of a unit is called.
    #[must_use]
    pub fn of_head(&self, kind: UnitKind) -> &str {
        match kind {
            UnitKind::Commune => &self.chair,
            UnitKind::Centre => &self.director,
            UnitKind::IndependentGroup => &self.group_owner,
            UnitKind::Division => &self.division_head,
            UnitKind::Department
            | UnitKind::DistrictOffice
            | UnitKind::School
            | UnitKind::SpecialSchool
            | UnitKind::PrivateSchool => &self.principal,
        }
    }
}

/// Acts that rows asked for.
struct Step {
    rows: Vec<u32>,
    op: OpId,
    act: Act,
}

/// What is known while a plan is made.
pub(crate) struct Draft<'a> {
    pub reading: Reading,
    pub positions: &'a Positions,
    planner: Planner<'a>,
    steps: Vec<Step>,
    people: BTreeMap<UnitId, People>,
    codes: BTreeMap<UnitId, Codes>,
    classes: BTreeMap<UnitId, BTreeMap<String, ClassId>>,
    /// Names that several rows have with codes that differ, once that is known.
    shared_names: Option<BTreeSet<String>>,
    /// What rows would change.
    pub changes: Vec<PlannedChange>,
    /// Where rows belong that name no unit, once that is known.
    pub unnamed: Option<Unnamed>,
}

/// What stands where a row names no unit.
#[derive(Clone, Debug)]
pub(crate) enum Unnamed {
    /// The unit of the sheet.
    Is(UnitId),
    /// Nobody knows the unit that the title names.
    Unknown(Refusal),
}

impl<'a> Draft<'a> {
    pub fn new(reading: Reading, planner: Planner<'a>, positions: &'a Positions) -> Self {
        Self {
            reading,
            positions,
            planner,
            steps: vec![],
            people: BTreeMap::new(),
            codes: BTreeMap::new(),
            classes: BTreeMap::new(),
            shared_names: None,
            changes: vec![],
            unnamed: None,
        }
    }

    /// The unit of the person at work.
    pub fn own(&self) -> UnitId {
        self.planner.author.unit
    }

    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.planner.now
    }

    pub fn today(&self) -> NaiveDate {
        self.planner.today()
    }

    /// The school year in which the plan is made.
    pub fn year(&self) -> SchoolYear {
        self.planner.year
    }

    /// The paper that minutes cite, if one is chosen.
    pub fn grounds(&self) -> Vec<DocumentId> {
        self.planner.ground.into_iter().collect()
    }

    /// Today, or the first day of a year that is prepared: from then on counts what is planned.
    pub fn day(&self) -> NaiveDate {
        self.year().worked_in_from(self.today())
    }

    /// The facts of a unit, with what was planned so far.
    pub fn facts(&self, unit: UnitId) -> Result<&Facts, Refusal> {
        self.planner.known.of(unit)
    }

    /// The row of a unit.
    pub fn unit(&self, unit: UnitId) -> Result<&Unit, Refusal> {
        self.planner.known.unit(unit)
    }

    /// The unit of a code.
    pub fn unit_coded(&self, code: &str) -> Option<UnitId> {
        self.planner.known.coded(self.today(), code)
    }

    /// The unit of a name.
    pub fn unit_named(&self, name: &str) -> Named {
        self.planner.known.named(self.today(), name)
    }

    /// The unit of a name where only one that stands above schools can be meant.
    pub fn above_named(&self, name: &str) -> Named {
        self.planner.known.above_named(self.today(), name)
    }

    /// A paper that a unit may cite, by its number.
    pub fn document(&self, unit: UnitId, number: &str) -> Result<Found, Refusal> {
        self.planner.known.document(unit, number)
    }

    /// Shows a change of the first of some rows.
    pub fn change(&mut self, rows: &[u32], taken: bool, difference: Difference) {
        let Some(row) = rows.first() else { return };
        let Difference {
            field,
            of,
            old,
            new,
        } = difference;
        self.changes.push(PlannedChange {
            row: *row,
            field,
            of,
            old,
            new,
            taken,
        });
    }

    /// Whether an act could stand now.
    pub fn allowed(&mut self, act: impl Into<Act>) -> Result<(), Refusal> {
        self.planner.allowed(&act.into())
    }

    /// Whom a row of a unit means, among those who were in the register when the import began.
    pub fn who(&mut self, unit: UnitId, said: &Said) -> Result<Who, Refusal> {
        let people = match self.people.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(People::of(self.planner.known.of(unit)?, unit)),
        };
        let name = domain::text::tidy(&said.name).to_lowercase();
        let shared = self
            .shared_names
            .get_or_insert_with(|| self.reading.shared_names());
        let shared_name = shared.contains(&name);
        Ok(people.who(&Said {
            shared_name,
            ..said.clone()
        }))
    }

    /// The code of somebody new: the one of the list, or one that is free.
    pub fn code_for(&mut self, unit: UnitId, said: &Said) -> Result<String, Refusal> {
        if let Some(code) = &said.code {
            return Ok(code.clone());
        }
        let codes = match self.codes.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let facts = self.planner.known.of(unit)?;
                place.insert(Codes::of(facts, unit, &self.reading.rows))
            }
        };
        Ok(codes.free())
    }

    /// The class of a name in a unit and this school year, known or planned.
    pub fn class(&mut self, unit: UnitId, name: &str) -> Result<Option<ClassId>, Refusal> {
        let classes = self.classes(unit)?;
        Ok(classes.get(&class_key(name)).copied())
    }

    /// The classes of a unit and this school year, known or planned, by the key of their names.
    pub fn classes(&mut self, unit: UnitId) -> Result<&BTreeMap<String, ClassId>, Refusal> {
        let year = self.year();
        Ok(match self.classes.entry(unit) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let here = self.planner.known.of(unit)?.classes_in(unit, year);
                place.insert(here.map(|c| (class_key(&c.name), c.id)).collect())
            }
        })
    }

    /// The personal login of a person is known.
    pub fn has_login(&self, unit: UnitId, officer: OfficerId) -> Result<bool, Refusal> {
        Ok(self.facts(unit)?.personal_account(officer, unit).is_some())
    }

    /// Plans an act that rows ask for, or the whole list where it names none. What its rule refuses
    /// is a problem of those rows, in a column of theirs.
    pub fn add(
        &mut self,
        rows: &[u32],
        outcome: Outcome,
        field: Option<Field>,
        act: impl Into<Act>,
    ) -> Option<Added> {
        let act = act.into();
        match self.planner.add(&act) {
            Ok(added) => {
                self.note_classes(&added.changes);
                self.reading.becomes(rows, outcome);
                self.steps.push(Step {
                    rows: rows.to_vec(),
                    op: added.stamp.op,
                    act,
                });
                Some(added)
            }
            Err(refusal) if rows.is_empty() => {
                self.reading.warnings.push(refusal);
                None
            }
            Err(refusal) => {
                self.reading.refused(rows, field, &refusal);
                None
            }
        }
    }

    fn note_classes(&mut self, changes: &[Change]) {
        for Change(row) in changes {
            if let Row::SchoolClass(class) = row
                && let Some(known) = self.classes.get_mut(&class.unit)
            {
                known.insert(class_key(&class.name), class.id);
            }
        }
    }

    /// The plan. What only rows that wait have asked for waits with them.
    pub fn finish(self) -> Plan {
        let waits = |row: &&RowReader| row.waits();
        let waiting = self.reading.rows.iter().filter(waits);
        let waiting: BTreeSet<u32> = waiting.map(|r| r.number).collect();
        let asked = |step: &Step| {
            step.rows.is_empty() || step.rows.iter().any(|row| !waiting.contains(row))
        };
        let (own, today) = (self.own(), self.today());
        let steps: Vec<Step> = self.steps.into_iter().filter(asked).collect();
        let of_unit = |unit: UnitId, name: &str| match self.planner.known.unit(unit) {
            Ok(known) if unit != own => format!("{name} – {}", known.name_on(today)),
            _ => name.to_owned(),
        };
        let mut made = Made::default();
        for step in &steps {
            match &step.act {
                Act::AddOfficer(add) => made.people.push(of_unit(add.unit, &add.name)),
                Act::AddClass(add) => made.classes.push(of_unit(add.unit, &add.name)),
                Act::AddUnit(add) => made.units.push(add.details.name.clone()),
                _ => {}
            }
        }
        let over = over(&self.planner, own, &steps);
        let mut changes = self.changes;
        // What a row that waits asks for is not written; what it may be ticked for is shown.
        changes.retain(|change| !(change.taken && waiting.contains(&change.row)));
        Plan {
            changes,
            asked: steps
                .iter()
                .map(|step| (step.op, step.rows.clone()))
                .collect(),
            steps: steps.into_iter().map(|step| (step.op, step.act)).collect(),
            made,
            over,
            fields: self.reading.fields,
            rows: self
                .reading
                .rows
                .into_iter()
                .map(RowReader::planned)
                .collect(),
            warnings: self.reading.warnings,
        }
    }
}

/// The lines of the own work list that steps end.
fn over(planner: &Planner<'_>, own: UnitId, steps: &[Step]) -> Vec<OverTask> {
    let Ok(facts) = planner.known.of(own) else {
        return vec![];
    };
    let ended = steps.iter().flat_map(|step| match &step.act {
        Act::CompareCsdl(compare) => compare.over.as_slice(),
        _ => &[],
    });
    let over = ended.filter_map(|line| {
        let task = facts.tasks.get(&line.task)?;
        let account = task.account.and_then(|id| facts.accounts.get(&id));
        let found = task.found.as_ref();
        let login = found.map(|f| &f.login).or(account.map(|a| &a.login));
        Some(OverTask {
            login: login.cloned().unwrap_or_default(),
            action: task.action,
            difference: found.map(|found| found.difference),
            why: line.why,
        })
    });
    over.collect()
}
