//! Checking an open file against the register: the plan of an import, kept while nothing changes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::acts::Act;
use domain::csdl_task::{CsdlAction, CsdlDifference, CsdlOver};
use domain::ids::{OpId, UnitId};
use domain::text::visible;
use domain::unit::UnitKind;
use domain::{Code, Refusal, Stamp};
use minutes::words::words;
use planning::{
    Author, KnownUnits, Outcome, OverTask, Plan, PlannedChange, PlannedRow, Planner, Positions,
    Reading, Remark,
};
use serde::Serialize;
use workbook::{DateOrder, Field};

use super::open::Basis;
use super::request::ImportRequest;
use crate::{Engine, Failure, Reply};

/// Something about a row that a person should see.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Problem {
    /// The column, if it is one.
    pub field: Option<Field>,
    /// The title of the column as the file has it.
    pub column: String,
    /// Code and sentence.
    pub failure: Failure,
    /// What it probably should be.
    pub proposal: Option<String>,
    /// Whether the row waits for it; otherwise it is only said.
    pub stops: bool,
    /// What a date is in each order that the file may have, where nothing in it tells which.
    pub orders: Vec<(DateOrder, String)>,
}

/// A row with what becomes of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckedRow {
    /// Its number as Excel shows it.
    pub row: u32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Its cells.
    pub cells: Vec<(Field, String)>,
    /// What a person should see.
    pub problems: Vec<Problem>,
    /// Whether draft minutes come of it, whose page can be looked at.
    pub page: bool,
}

/// Something that a row would change of what is known.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChangeRow {
    /// Number of the row as Excel shows it.
    pub row: u32,
    /// The column.
    pub field: Field,
    /// Title of the column.
    pub column: String,
    /// Whom or what it is about.
    pub of: String,
    /// What the register says; empty where it says nothing.
    pub old: String,
    /// What the list says.
    pub new: String,
    /// Whether it is written with the row; otherwise the row may be ticked for it.
    pub taken: bool,
}

impl From<&PlannedChange> for ChangeRow {
    fn from(change: &PlannedChange) -> Self {
        Self {
            row: change.row,
            field: change.field,
            column: workbook::columns::shown(change.field).to_owned(),
            of: visible(&change.of),
            old: visible(&change.old),
            new: visible(&change.new),
            taken: change.taken,
        }
    }
}

/// A table that was checked against the register.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Checked {
    /// The columns that are used, with their titles.
    pub fields: Vec<(Field, String)>,
    /// The rows.
    pub rows: Vec<CheckedRow>,
    /// What is said once for the whole file.
    pub warnings: Vec<Failure>,
    /// How many rows add something.
    pub added: u32,
    /// How many change something.
    pub edited: u32,
    /// How many are left as they are.
    pub skipped: u32,
    /// How many wait.
    pub wrong: u32,
    /// How many draft minutes come of it.
    pub drafts: u32,
    /// How many lines come into the work list on the Hệ thống CSDL.
    pub tasks: u32,
    /// Lines of that list that are over by it.
    pub over: Vec<OverRow>,
    /// What would change of people, classes and units that are known, and what a person may tick.
    pub changes: Vec<ChangeRow>,
    /// Names of people who are new in the register.
    pub new_people: Vec<String>,
    /// Names of classes that are new.
    pub new_classes: Vec<String>,
    /// Names of units that are new.
    pub new_units: Vec<String>,
}

/// A line of the work list on the Hệ thống CSDL that is over by a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OverRow {
    /// The login; empty where the person has none that is known.
    pub login: String,
    /// What was to be done there.
    pub action: CsdlAction,
    /// What a comparison had found; none where minutes asked for it.
    pub difference: Option<CsdlDifference>,
    /// Why it is over.
    pub why: CsdlOver,
}

impl Checked {
    /// Whether anything would be written.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.added > 0 || self.edited > 0 || self.tasks > 0 || !self.over.is_empty()
    }
}

impl From<Remark> for Problem {
    fn from(remark: Remark) -> Self {
        let orders = [(DateOrder::DayMonth, "one"), (DateOrder::MonthDay, "other")];
        let orders = orders.into_iter().filter_map(|(order, key)| {
            let doubt = remark.refusal.code == Code::DateDoubt;
            let date = remark.refusal.details.get(key).filter(|_| doubt)?;
            Some((order, date.clone()))
        });
        Self {
            orders: orders.collect(),
            field: remark.field,
            column: remark.column,
            failure: remark.refusal.into(),
            proposal: remark.proposal,
            stops: remark.stops,
        }
    }
}

impl From<PlannedRow> for CheckedRow {
    fn from(row: PlannedRow) -> Self {
        Self {
            row: row.number,
            outcome: row.outcome,
            cells: row.cells,
            problems: row.remarks.into_iter().map(Problem::from).collect(),
            page: false,
        }
    }
}

impl From<&Plan> for Checked {
    fn from(plan: &Plan) -> Self {
        Self {
            fields: plan.fields.clone(),
            rows: checked_rows(plan),
            warnings: plan.warnings.iter().cloned().map(Failure::from).collect(),
            added: plan.count(&[Outcome::Add]),
            edited: plan.count(&[Outcome::Edit]),
            skipped: plan.count(&[Outcome::Same, Outcome::LeftOut]),
            wrong: plan.count(&[Outcome::Wrong]),
            drafts: plan.drafts(),
            tasks: plan.tasks(),
            over: plan.over.iter().map(over_row).collect(),
            changes: plan.changes.iter().map(ChangeRow::from).collect(),
            new_people: shown(&plan.made.people),
            new_classes: shown(&plan.made.classes),
            new_units: shown(&plan.made.units),
        }
    }
}

/// The rows, each with whether a page comes of it.
fn checked_rows(plan: &Plan) -> Vec<CheckedRow> {
    let steps = plan.steps.iter();
    let drafts = steps.filter(|(_, act)| matches!(act, Act::HandOver(_)));
    let paged: BTreeSet<u32> = drafts
        .filter_map(|(op, _)| plan.asked.get(op))
        .flatten()
        .copied()
        .collect();
    let rows = plan.rows.iter().cloned().map(CheckedRow::from);
    rows.map(|row| CheckedRow {
        page: paged.contains(&row.row),
        ..row
    })
    .collect()
}

fn over_row(over: &OverTask) -> OverRow {
    OverRow {
        login: visible(&over.login),
        action: over.action,
        difference: over.difference,
        why: over.why,
    }
}

fn shown(names: &[String]) -> Vec<String> {
    names.iter().map(|name| visible(name)).collect()
}

impl Engine {
    /// Checks the open file against the register, without changing anything.
    ///
    /// # Errors
    /// Those of [`Engine::look_at`].
    pub async fn check_import(&self, request: &ImportRequest) -> Reply<Checked> {
        Ok(self.planned(request).await?.as_ref().into())
    }

    /// The plan of an import; the one that was made last, if nothing has changed since.
    pub(super) async fn planned(&self, request: &ImportRequest) -> Reply<Arc<Plan>> {
        let basis = self.basis(request).await?;
        if let Some(plan) = self.planned_before(&basis).await {
            return Ok(plan);
        }
        let plan = Arc::new(self.plan(request).await?);
        // Another file may have been opened meanwhile: its plan is made when it is asked for.
        let mut opened = self.opened.lock().await;
        if let Some(opened) = opened.as_mut().filter(|o| o.opening == basis.opening) {
            opened.planned = Some((basis, Arc::clone(&plan)));
        }
        Ok(plan)
    }

    async fn basis(&self, request: &ImportRequest) -> Reply<Basis> {
        let opened = self.opened.lock().await;
        let opening = opened.as_ref().map(|o| o.opening);
        Ok(Basis {
            opening: opening.ok_or_else(|| Refusal::new(Code::NothingChosen))?,
            request: request.clone(),
            changes: self.changes.load(Ordering::SeqCst),
            today: self.today(),
        })
    }

    async fn planned_before(&self, basis: &Basis) -> Option<Arc<Plan>> {
        let opened = self.opened.lock().await;
        let (of, plan) = opened.as_ref()?.planned.as_ref()?;
        (of == basis).then(|| Arc::clone(plan))
    }

    /// Plans an import of the open file: the facts are loaded here, everything else is asked.
    async fn plan(&self, request: &ImportRequest) -> Reply<Plan> {
        let table = self.table(request.kind, &request.choice).await?;
        let reading = Reading::of(table, request.take_proposals)?
            .mended(&request.fixes)
            .without(&request.leave_out)
            .taking(&request.changes);
        let positions = positions()?;
        let author = self.author().await;
        let mut known = KnownUnits::default();
        self.load(&mut known, author.unit).await?;
        if reading.names_units() {
            for unit in self.replica.subtree(author.unit).await? {
                self.load(&mut known, unit).await?;
            }
        }
        // The title of a sheet says its year, as long as that can be worked in.
        let years = self.years().await?;
        let said = reading.year.filter(|year| years.choices.contains(year));
        let mut stamps = || self.stamp();
        let planner = Planner::new(author, self.now(), known, &mut stamps)
            .in_year(said.unwrap_or(years.at_work))
            .citing(request.ground);
        Ok(planning::plan(reading, planner, &positions)?)
    }

    /// Makes a unit known, if it is not yet.
    pub(super) async fn load(&self, known: &mut KnownUnits, unit: UnitId) -> Reply<()> {
        if !known.has(unit) {
            known.put(unit, self.facts(unit).await?);
        }
        Ok(())
    }

    /// The person at work as author of a plan.
    pub(super) async fn author(&self) -> Author {
        let person = self.identity().await;
        Author {
            officer: person.officer,
            device: person.device,
            unit: person.unit,
        }
    }

    /// An op that is planned now.
    pub(super) fn stamp(&self) -> Stamp {
        let at = self.now();
        let op = OpId(self.clock.uuid(at));
        Stamp { op, at }
    }
}

/// What the head of a unit is called.
///
/// # Errors
/// If the forms cannot be read.
pub fn head_position(kind: UnitKind) -> Reply<String> {
    Ok(positions()?.of_head(kind).to_owned())
}

/// What posts are called, in the words of the forms.
fn positions() -> Reply<Positions> {
    let words = words()?;
    Ok(Positions {
        teacher: words.text("teacher_position"),
        officer: words.text("officer_position"),
        staff: words.text("staff_position"),
        chair: words.text("chair"),
        director: words.text("director"),
        group_owner: words.text("group_owner"),
        division_head: words.text("division_head"),
        principal: words.text("principal"),
    })
}
