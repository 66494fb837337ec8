//! What a comparison leaves behind: lines of the work list, and lines of earlier comparisons and of
//! minutes that are over by it. A second look at the same list adds nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::acts::csdl::in_work_list;
use domain::acts::{CompareCsdl, MAX_BATCH, OverLine};
use domain::csdl_task::{CsdlAction, CsdlDifference, CsdlFinding, CsdlOver, CsdlTask};
use domain::delegation::Delegation;
use domain::ids::{ClassId, DelegationId, OfficerId};
use domain::on_csdl::{self, settled};
use domain::rights::{Dim, Function};
use domain::{Facts, Refusal};
use workbook::Field;

use crate::draft::Draft;
use crate::row::Outcome;

/// What was read of a list of the accounts there.
#[derive(Default)]
pub struct CsdlComparison {
    /// What differs, with the row that shows it.
    found: Vec<(Option<u32>, CsdlFinding)>,
    /// Logins, without capitals, that are open there and whose rows were understood.
    read: BTreeSet<String>,
    /// Logins of rows that wait or were left out: nobody knows what they show.
    unread: BTreeSet<String>,
    /// What each of those that are open opens.
    opens: BTreeMap<String, Opens>,
}

/// What an account opens there, and whose it is, as the list says.
#[derive(Clone, Debug, Default)]
pub struct Opens {
    pub classes: BTreeSet<ClassId>,
    pub functions: BTreeSet<Function>,
    /// The person by whom the list calls it; none where it names nobody, or nobody whom the register
    /// knows.
    pub named: Option<OfficerId>,
}

impl CsdlComparison {
    pub fn found(&mut self, row: Option<u32>, found: CsdlFinding) {
        self.found.push((row, found));
    }

    pub fn read(&mut self, login: &str) {
        self.read.insert(login.to_lowercase());
    }

    /// What a login opens there.
    pub fn opens(&mut self, login: &str) -> &mut Opens {
        self.opens.entry(login.to_lowercase()).or_default()
    }

    pub fn unread(&mut self, login: &str) {
        self.unread.insert(login.to_lowercase());
    }

    /// Whether a login was seen open.
    pub fn has_read(&self, login: &str) -> bool {
        self.read.contains(&login.to_lowercase())
    }

    /// Whether the list shows that a line that it does not show any more was done there.
    fn shows_done(&self, found: &CsdlFinding, columns: Columns) -> bool {
        if self.unread.contains(&found.login.to_lowercase()) {
            return false;
        }
        let gone = !self.has_read(&found.login);
        match found.difference {
            CsdlDifference::WrongClass => gone || columns.class,
            CsdlDifference::WrongFunction => gone || columns.function,
            CsdlDifference::NotOpened
            | CsdlDifference::WithoutMinutes
            | CsdlDifference::Leaver
            | CsdlDifference::Supplier
            | CsdlDifference::UnknownPerson
            | CsdlDifference::OtherHolder
            | CsdlDifference::SharedLogin
            | CsdlDifference::SeveralLogins => true,
        }
    }
}

/// Whether a list shows that what minutes ask for was done there. What it does not say it does not
/// show: without a column of classes nobody knows of a class.
fn shows_carried_out(
    facts: &Facts,
    task: &CsdlTask,
    compared: &CsdlComparison,
    columns: Columns,
    now: DateTime<Utc>,
) -> bool {
    let Some(account) = task.account.and_then(|id| facts.accounts.get(&id)) else {
        return false;
    };
    let login = account.login.to_lowercase();
    if compared.unread.contains(&login) {
        return false;
    }
    let gone = !compared.has_read(&login);
    let opens = compared.opens.get(&login).cloned().unwrap_or_default();
    let right = task.delegation.and_then(|id| facts.delegations.get(&id));
    match (task.action, right) {
        (CsdlAction::Open, Some(right)) => {
            !gone && columns.show(right) && columns.opened(&opens, right)
        }
        (CsdlAction::Close, Some(right)) => {
            gone || columns.show(right) && columns.closed(&opens, right)
        }
        (CsdlAction::ChangeHolder, _) => {
            let holder = on_csdl::holder(facts, task.unit, &login, now);
            opens.named.is_some() && opens.named == holder
        }
        _ => false,
    }
}

/// Which columns of a list say what an account opens.
#[derive(Clone, Copy)]
struct Columns {
    class: bool,
    function: bool,
}

impl Columns {
    /// Whether the list says of a right whether it is open there.
    fn show(self, right: &Delegation) -> bool {
        match &right.line.classes {
            Dim::Only(classes) if !classes.is_empty() => self.class,
            _ => self.function,
        }
    }

    /// Whether an account opens all of a right.
    fn opened(self, opens: &Opens, right: &Delegation) -> bool {
        let classes = match &right.line.classes {
            Dim::Only(classes) => classes.is_subset(&opens.classes),
            Dim::All => true,
        };
        classes && (!self.function || opens.functions.contains(&right.line.function))
    }

    /// Whether it opens nothing of it any more.
    fn closed(self, opens: &Opens, right: &Delegation) -> bool {
        match &right.line.classes {
            Dim::Only(classes) if !classes.is_empty() => classes.is_disjoint(&opens.classes),
            _ => !opens.functions.contains(&right.line.function),
        }
    }
}

/// Plans what the comparison changes of the work list.
pub fn plan(draft: &mut Draft<'_>, compared: &CsdlComparison) -> Result<(), Refusal> {
    let unit = draft.own();
    for lines in over(draft, compared)?.chunks(MAX_BATCH) {
        let act = CompareCsdl {
            unit,
            found: vec![],
            over: lines.to_vec(),
            again: vec![],
        };
        draft.add(&[], Outcome::Same, None, act);
    }
    for lines in new(draft, compared)?.chunks(MAX_BATCH) {
        let rows: Vec<u32> = lines.iter().filter_map(|(row, _)| *row).collect();
        let act = CompareCsdl {
            unit,
            found: lines.iter().map(|(_, found)| found.clone()).collect(),
            over: vec![],
            again: vec![],
        };
        draft.add(&rows, Outcome::Add, Some(Field::Login), act);
    }
    Ok(())
}

/// What differs and is in no work list.
fn new(
    draft: &Draft<'_>,
    compared: &CsdlComparison,
) -> Result<Vec<(Option<u32>, CsdlFinding)>, Refusal> {
    let (facts, unit, today) = (draft.facts(draft.own())?, draft.own(), draft.today());
    let found = compared.found.iter();
    let new = found.filter(|(_, found)| {
        !in_work_list(facts, unit, found, today)
            && !found.delegation.is_some_and(|right| to_open(facts, right))
    });
    Ok(new.cloned().collect())
}

/// Whether the minutes of a right have put it into the work list, and nobody ticked it.
fn to_open(facts: &Facts, right: DelegationId) -> bool {
    facts.tasks.values().any(|task| {
        task.delegation == Some(right) && task.action == CsdlAction::Open && task.done.is_none()
    })
}

/// Lines that are over, and why: those of earlier comparisons, and those of minutes.
fn over(draft: &Draft<'_>, compared: &CsdlComparison) -> Result<Vec<OverLine>, Refusal> {
    let (facts, unit, now) = (draft.facts(draft.own())?, draft.own(), draft.now());
    let columns = Columns {
        class: draft.reading.has(Field::Class),
        function: draft.reading.has(Field::Function),
    };
    let open = facts
        .tasks
        .values()
        .filter(|task| task.unit == unit && task.done.is_none());
    let why = |task: &CsdlTask| {
        let Some(line) = task.found.as_ref() else {
            return shows_carried_out(facts, task, compared, columns, now)
                .then_some(CsdlOver::SeenThere);
        };
        if compared.found.iter().any(|(_, found)| found.says_as(line)) {
            return None;
        }
        if settled(facts, task, now) {
            return Some(CsdlOver::SettledHere);
        }
        compared
            .shows_done(line, columns)
            .then_some(CsdlOver::SeenThere)
    };
    let lines = open.filter_map(|task| {
        let why = why(task)?;
        Some(OverLine { task: task.id, why })
    });
    Ok(lines.collect())
}
