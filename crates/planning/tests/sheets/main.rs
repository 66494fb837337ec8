//! Sheets as offices and other programs make them, from their bytes to what would be written.
#![allow(clippy::unwrap_used, reason = "tests say it in their names")]

mod accounts;
mod book;
mod cases;
mod faults;
mod kept;
mod lines;
mod unseen;
mod ward;
mod words;

use std::collections::BTreeMap;

use domain::acts::{Act, Ctx, FoundUnit, decide};
use domain::ids::{DeviceId, OfficerId, UnitId};
use domain::row::Change;
use domain::samples::{DEVICE, HEAD, by, monday, requests};
use domain::{Code, Facts, Refusal, Row, Stamp};
use planning::{Author, KnownUnits, Outcome, Plan, PlannedRow, Planner, Positions, Reading};
use workbook::{Choice, Field, Kind, Table};

/// An office with its facts, which imports write to.
pub(crate) struct Office {
    pub(crate) unit: UnitId,
    pub(crate) head: OfficerId,
    pub(crate) device: DeviceId,
    pub(crate) facts: Facts,
    /// The units whose facts an import knows.
    pub(crate) below: Vec<UnitId>,
    ops: u128,
}

impl Office {
    /// A school that begins: it has a head and nothing else.
    pub(crate) fn school() -> Self {
        let stamp = by(HEAD, 1).stamp;
        let (unit, head) = (FoundUnit::unit_id(stamp), FoundUnit::head_id(stamp));
        let mut request = requests::found_unit();
        request.details.name = "Trường Trung học cơ sở Đồi Gió".to_owned();
        let ctx = Ctx {
            actor: head,
            device: DEVICE,
            stamp,
            taken: None,
        };
        let mut facts = Facts::default();
        let changes = decide(&facts, &Act::FoundUnit(request), &ctx).unwrap();
        facts.apply(&changes);
        Self {
            unit,
            head,
            device: DEVICE,
            facts,
            below: vec![unit],
            ops: 1,
        }
    }

    /// An office of the town of samples.
    pub(crate) fn of_town(unit: UnitId, below: &[UnitId]) -> Self {
        Self {
            unit,
            head: domain::samples::head_of(unit),
            device: DEVICE,
            facts: domain::samples::town(),
            below: [&[unit], below].concat(),
            ops: 1_000,
        }
    }

    pub(crate) fn read(&self, kind: Kind, name: &str, bytes: &[u8]) -> Table {
        let book = workbook::book::open(name, bytes).unwrap();
        workbook::table::read(&book, kind, &Choice::default()).unwrap()
    }

    /// The same with other names for its units.
    pub(crate) fn with_names(mut self, names: &[(UnitId, &str)]) -> Self {
        for (unit, name) in names {
            let mut unit = self.facts.unit(*unit).unwrap().clone();
            unit.names[0].value = (*name).to_owned();
            self.facts.apply(&[Change(Row::Unit(unit))]);
        }
        self
    }

    /// What an import of a file would do.
    pub(crate) fn plan(&mut self, kind: Kind, name: &str, bytes: &[u8]) -> Plan {
        let table = self.read(kind, name, bytes);
        self.planned(Reading::of(table, false).unwrap())
    }

    /// The same of a table that is pasted.
    pub(crate) fn pasted(&mut self, kind: Kind, text: &str) -> Plan {
        let reading = self.pasted_reading(kind, text, false);
        self.planned(reading)
    }

    pub(crate) fn pasted_reading(&self, kind: Kind, text: &str, take: bool) -> Reading {
        let book = workbook::book::pasted(text).unwrap();
        let table = workbook::table::read(&book, kind, &Choice::default()).unwrap();
        Reading::of(table, take).unwrap()
    }

    pub(crate) fn planned(&mut self, reading: Reading) -> Plan {
        let author = Author {
            officer: self.head,
            device: self.device,
            unit: self.unit,
        };
        let mut known = KnownUnits::default();
        for unit in &self.below {
            known.put(*unit, self.facts.clone());
        }
        let mut ops = self.ops;
        let mut stamps = || {
            ops += 1;
            by(self.head, ops).stamp
        };
        let planner = Planner::new(author, monday(), known, &mut stamps);
        let positions = Positions {
            teacher: "Giáo viên".to_owned(),
            officer: "Công chức".to_owned(),
            staff: "Nhân viên".to_owned(),
            chair: "Chủ tịch".to_owned(),
            director: "Giám đốc".to_owned(),
            group_owner: "Chủ nhóm".to_owned(),
            division_head: "Trưởng phòng".to_owned(),
            principal: "Hiệu trưởng".to_owned(),
        };
        let plan = planning::plan(reading, planner, &positions).unwrap();
        self.ops = ops;
        plan
    }

    /// Does what was planned.
    pub(crate) fn write(&mut self, plan: &Plan) {
        for (op, act) in &plan.steps {
            let ctx = Ctx {
                actor: self.head,
                device: self.device,
                stamp: Stamp {
                    op: *op,
                    at: monday(),
                },
                taken: None,
            };
            let changes = decide(&self.facts, act, &ctx).unwrap();
            self.facts.apply(&changes);
        }
    }

    /// The people of the unit by name, except the head.
    pub(crate) fn people(&self) -> BTreeMap<String, domain::officer::Officer> {
        let here = self.facts.officers.values();
        let here = here.filter(|o| o.unit == self.unit && o.id != self.head);
        here.map(|o| (o.name.clone(), o.clone())).collect()
    }
}

/// A file of the cases.
pub(crate) fn case(path: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/files/cases/");
    std::fs::read(format!("{folder}{path}")).unwrap()
}

pub(crate) fn row(plan: &Plan, number: u32) -> &PlannedRow {
    plan.rows.iter().find(|r| r.number == number).unwrap()
}

/// What makes a row wait.
pub(crate) fn stops(plan: &Plan, number: u32) -> Vec<Code> {
    let remarks = row(plan, number).remarks.iter().filter(|r| r.stops);
    remarks.map(|r| r.refusal.code).collect()
}

/// What is only said of a row.
pub(crate) fn notes(plan: &Plan, number: u32) -> Vec<Code> {
    let remarks = row(plan, number).remarks.iter().filter(|r| !r.stops);
    remarks.map(|r| r.refusal.code).collect()
}

pub(crate) fn proposals(plan: &Plan, number: u32) -> Vec<String> {
    let remarks = row(plan, number).remarks.iter();
    remarks.filter_map(|r| r.proposal.clone()).collect()
}

pub(crate) fn warned(plan: &Plan, code: Code) -> Option<&Refusal> {
    plan.warnings.iter().find(|w| w.code == code)
}

/// Rows that add, edit, wait.
pub(crate) fn counts(plan: &Plan) -> (u32, u32, u32) {
    (
        plan.count(&[Outcome::Add]),
        plan.count(&[Outcome::Edit]),
        plan.count(&[Outcome::Wrong]),
    )
}

pub(crate) fn cell(plan: &Plan, number: u32, field: Field) -> String {
    let cells = row(plan, number).cells.iter();
    let mut found = cells.filter(|(f, _)| *f == field);
    found.next().map(|(_, t)| t.clone()).unwrap_or_default()
}
