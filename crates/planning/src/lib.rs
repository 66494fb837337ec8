//! What a table from an office means. Rows become acts, and each act is tried at once by its own
//! rule on a copy of the facts: the preview is the rule's own answer. No I/O: rows and facts come
//! in, a plan goes out.
//!
//! The way goes down: a kind of table ([`workbook::Kind`]) understands its rows, a `Draft` says
//! whom and what they mean, a [`Planner`] decides.

mod assignments;
mod changes;
mod class_names;
mod classes;
mod csdl;
mod draft;
mod known;
mod logins;
mod moves;
mod officers;
mod people;
mod person_names;
mod places;
mod planner;
mod posts;
mod reading;
mod row;
mod row_values;
mod teachers;
#[cfg(test)]
mod tests;
mod unit_names;
mod units;

use std::collections::BTreeMap;

use domain::acts::{Act, HandOver};
use domain::{Code, Refusal};

use domain::ids::OpId;
use workbook::{Field, Kind};

pub use draft::Positions;
pub use known::{KnownUnits, Named};
pub use planner::{Added, Author, Planner};
pub use reading::{Fix, Reading};
pub use row::{Outcome, OverTask, PlannedChange, PlannedRow, Remark};
pub use units::{levels_in, of_catalogue};

use draft::Draft;

/// What would be done.
#[derive(Debug)]
pub struct Plan {
    /// Acts in order, with the ids of their ops.
    pub steps: Vec<(OpId, Act)>,
    /// The columns that are used, with their titles.
    pub fields: Vec<(Field, String)>,
    /// The rows that asked for each of the acts; none for the list as a whole.
    pub asked: BTreeMap<OpId, Vec<u32>>,
    /// What becomes of each row.
    pub rows: Vec<PlannedRow>,
    /// What is said once for the whole file.
    pub warnings: Vec<Refusal>,
    /// What would be new in the register.
    pub made: Made,
    /// What would change of what is known, and what could.
    pub changes: Vec<PlannedChange>,
    /// Lines of the work list on the Hệ thống CSDL that would be over, and why.
    pub over: Vec<OverTask>,
}

/// What would be new in the register, by name; with the unit where it is another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// People.
    pub people: Vec<String>,
    /// Classes.
    pub classes: Vec<String>,
    /// Units.
    pub units: Vec<String>,
}

impl Plan {
    /// How many rows become one of these.
    #[must_use]
    pub fn count(&self, wanted: &[Outcome]) -> u32 {
        let rows = self.rows.iter().filter(|r| wanted.contains(&r.outcome));
        u32::try_from(rows.count()).unwrap_or(u32::MAX)
    }

    /// How many lines come into the work list on the Hệ thống CSDL.
    #[must_use]
    pub fn tasks(&self) -> u32 {
        let found = self.steps.iter().map(|(_, act)| match act {
            Act::CompareCsdl(compare) => compare.found.len(),
            _ => 0,
        });
        u32::try_from(found.sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// The handing over that a row asks for.
    #[must_use]
    pub fn hands_over(&self, row: u32) -> Option<&HandOver> {
        let asked = |op: &OpId| self.asked.get(op).is_some_and(|rows| rows.contains(&row));
        self.steps.iter().find_map(|(op, act)| match act {
            Act::HandOver(request) if asked(op) => Some(request),
            _ => None,
        })
    }

    /// How many draft minutes come of it.
    #[must_use]
    pub fn drafts(&self) -> u32 {
        let drafts = self.steps.iter().map(|(_, act)| act);
        let drafts = drafts.filter(|act| matches!(act, Act::HandOver(_)));
        u32::try_from(drafts.count()).unwrap_or(u32::MAX)
    }
}

/// Plans what the rows of a table mean.
///
/// # Errors
/// `not_found` if the facts of the own unit are not among those that are known. What is wrong with
/// a row is said of the row.
pub fn plan<'a>(
    reading: Reading,
    planner: Planner<'a>,
    positions: &'a Positions,
) -> Result<Plan, Refusal> {
    let kind = reading.kind;
    let mut draft = Draft::new(reading, planner, positions);
    year(&mut draft);
    draft.reading.dittos();
    draft.reading.rows.iter_mut().for_each(|row| {
        row.refuse_faults();
        row.refuse_lines();
    });
    match kind {
        Kind::Officers => officers::plan(&mut draft)?,
        Kind::Classes => classes::plan(&mut draft)?,
        Kind::Units => units::plan(&mut draft)?,
        Kind::Assignments => assignments::plan(&mut draft)?,
        Kind::CsdlAccounts => csdl::plan(&mut draft)?,
    }
    if kind != Kind::CsdlAccounts {
        draft.reading.about_capitals();
    }
    Ok(draft.finish())
}

/// A sheet for another school year than the one that is written says so.
fn year(draft: &mut Draft<'_>) {
    let now = draft.year();
    if let Some(year) = draft.reading.year.filter(|year| *year != now) {
        let refusal = Refusal::new(Code::SheetYear)
            .with("year", year)
            .with("now", now);
        draft.reading.warnings.push(refusal);
    }
}
