//! The first screen: who is where, and what is to be done.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::Facts;
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, CsdlTaskId, MinutesId, OfficerId, UnitId};
use domain::path::{Station, Stop, next_stop, path};
use domain::todo::{Funnel, Task, funnel, receipts, tasks};
use domain::turn::{Whom, waits_for};
use domain::unit::{Unit, UnitKind};
use serde::Serialize;

use super::names::{name_of, unit_name};
use crate::{Engine, Reply};

/// The first screen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Home {
    /// The unit.
    pub unit: UnitId,
    /// Its name, always in the title.
    pub unit_name: String,
    /// What it is.
    pub unit_kind: UnitKind,
    /// Whether it teaches and so has classes.
    pub teaches: bool,
    /// The school year at work: classes, assignments and minutes are of it.
    pub school_year: SchoolYear,
    /// The school years that can be chosen.
    pub years: Vec<SchoolYear>,
    /// The person at work.
    pub person: String,
    /// Whether this is the demo.
    pub demo: bool,
    /// Whether the machine is connected to the Sở.
    pub enrolled: bool,
    /// Whether the unit was founded alone and not received yet.
    pub alone: bool,
    /// Where its people stand.
    pub funnel: Funnel,
    /// How much waits at each stop of the path.
    pub path: Vec<Station>,
    /// The stop to go to next.
    pub next: Option<Stop>,
    /// What the person can do now, counted by kind, most urgent first.
    pub groups: Vec<TaskGroup>,
    /// The same one by one.
    pub tasks: Vec<TaskView>,
    /// What waits for others.
    pub waits: Vec<WaitView>,
    /// Minutes of the person at work whose filed paper they have not confirmed yet.
    pub receipts: Vec<MinutesId>,
}

/// Tasks of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TaskGroup {
    /// What kind.
    pub kind: TaskKind,
    /// How many.
    pub count: u32,
    /// The nearest deadline.
    pub due: Option<DateTime<Utc>>,
}

/// Tasks of one kind that wait for somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct WaitView {
    /// What kind.
    pub kind: TaskKind,
    /// How many.
    pub count: u32,
    /// The nearest deadline.
    pub due: Option<DateTime<Utc>>,
    /// For whom.
    pub whom: WhomView,
    /// The name of the unit, or of the head; empty where several may.
    pub name: String,
}

/// Whom something waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum WhomView {
    /// Another unit.
    Unit,
    /// Who leads the unit.
    Head,
    /// Who gives numbers.
    Clerk,
    /// Who prepares papers.
    Preparer,
}

/// One task.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TaskView {
    /// What kind.
    pub kind: TaskKind,
    /// Whom or what it is about.
    pub about: String,
    /// Deadline.
    pub due: Option<DateTime<Utc>>,
    /// Minutes to open.
    pub minutes: Option<MinutesId>,
    /// Class to hand over.
    pub class: Option<ClassId>,
    /// Person to hand over to.
    pub officer: Option<OfficerId>,
    /// Line of the work list.
    pub csdl: Option<CsdlTaskId>,
    /// Unit to hand an account over to; of minutes the unit in whose file they lie.
    pub unit: Option<UnitId>,
}

/// Kinds of tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// A scan is missing.
    ScanMissing,
    /// A scan that cannot be read waits for somebody's eyes.
    ScanOpen,
    /// Paper waits for pens.
    Sign,
    /// A take-back waits for its paper.
    TakeBackPaper,
    /// A draft waits to be printed.
    Print,
    /// Minutes wait in the name of a giver who may not give any more.
    PrepareAgain,
    /// A class's teacher has no minutes.
    ClassWithoutMinutes,
    /// A class has no teacher.
    ClassWithoutTeacher,
    /// A class's teacher is on leave and nobody stands in.
    ClassNeedsStandIn,
    /// Somebody without a post still holds rights.
    LeaverHoldsRights,
    /// The head must confirm.
    ConfirmRecording,
    /// A number is to be given.
    GiveNumber,
    /// The organisation signs digitally.
    SealDigitally,
    /// The receiver says that the filed paper is not his.
    Objection,
    /// Work on the Hệ thống CSDL.
    OnCsdl,
    /// A unit below has not received its account.
    UnitWithoutAccount,
    /// Whoever leads a unit below now has received nothing in writing.
    LeaderWithoutMinutes,
    /// The unit above hands the account over.
    ReceiveAccount,
}

/// How long before a deadline it comes first.
const SOON: Duration = Duration::days(2);

impl Engine {
    /// The first screen of the person's own unit.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn home(&self) -> Reply<Home> {
        let person = self.identity().await;
        let facts = self.work_prepared(person.unit, &person).await?;
        let unit = facts.unit(person.unit)?;
        let now = self.now();
        let years = self.years().await?;
        let whom = |task: &Task| waits_for(&facts, task, unit.id, person.officer, now);
        let all = tasks(&facts, unit.id, now).into_iter();
        let all: Vec<(Task, Option<Whom>)> = all
            .map(|task| {
                let other = whom(&task);
                (task, other)
            })
            .collect();
        let own = all.iter().filter(|(_, whom)| whom.is_none());
        let own: Vec<Task> = own.map(|(task, _)| task.clone()).collect();
        let path = path(&facts, unit.id, &own);
        Ok(Home {
            unit: unit.id,
            unit_name: unit.name_on(self.today()).to_owned(),
            unit_kind: unit.kind,
            teaches: unit.kind.teaches(),
            school_year: years.at_work,
            years: years.choices,
            person: name_of(&facts, person.officer),
            demo: person.demo,
            enrolled: person.server.is_some(),
            alone: unit.alone,
            funnel: funnel(&facts, unit.id, now),
            next: next_stop(&path, now + SOON),
            path,
            groups: groups(&own),
            tasks: own.into_iter().map(|task| view(&facts, task)).collect(),
            waits: waits(&facts, unit, &all, self.today()),
            receipts: receipts(&facts, unit.id, person.officer),
        })
    }
}

/// Tasks by kind, in their order.
fn groups(tasks: &[Task]) -> Vec<TaskGroup> {
    let mut groups: Vec<TaskGroup> = vec![];
    for task in tasks {
        let (kind, due) = (kind(task), task.due());
        match groups.iter_mut().find(|group| group.kind == kind) {
            Some(group) => {
                group.count += 1;
                group.due = group.due.into_iter().chain(due).min();
            }
            None => groups.push(TaskGroup {
                kind,
                count: 1,
                due,
            }),
        }
    }
    groups
}

/// What waits for others, by whom it waits for and kind.
fn waits(
    facts: &Facts,
    unit: &Unit,
    all: &[(Task, Option<Whom>)],
    day: NaiveDate,
) -> Vec<WaitView> {
    let others: BTreeSet<Whom> = all.iter().filter_map(|(_, whom)| *whom).collect();
    let of = |whom: Whom| {
        let (of_them, name) = match whom {
            Whom::Unit(unit) => (WhomView::Unit, unit_name(facts, unit)),
            Whom::Head => {
                let head = facts.head_on(unit.id, day).map(|post| post.officer);
                let name = head.map(|head| name_of(facts, head));
                (WhomView::Head, name.unwrap_or_default())
            }
            Whom::Clerk => (WhomView::Clerk, String::new()),
            Whom::Preparer => (WhomView::Preparer, String::new()),
        };
        let waiting = all.iter().filter(|(_, other)| *other == Some(whom));
        let waiting: Vec<Task> = waiting.map(|(task, _)| task.clone()).collect();
        let view = move |group: TaskGroup| WaitView {
            kind: group.kind,
            count: group.count,
            due: group.due,
            whom: of_them,
            name: name.clone(),
        };
        groups(&waiting).into_iter().map(view).collect::<Vec<_>>()
    };
    others.into_iter().flat_map(of).collect()
}

/// The kind of a task.
fn kind(task: &Task) -> TaskKind {
    match task {
        Task::ScanMissing(..) => TaskKind::ScanMissing,
        Task::ScanOpen(..) => TaskKind::ScanOpen,
        Task::Sign(_) => TaskKind::Sign,
        Task::TakeBackPaper(_) => TaskKind::TakeBackPaper,
        Task::Print(_) => TaskKind::Print,
        Task::PrepareAgain(_) => TaskKind::PrepareAgain,
        Task::ClassWithoutMinutes(..) => TaskKind::ClassWithoutMinutes,
        Task::ClassWithoutTeacher(_) => TaskKind::ClassWithoutTeacher,
        Task::ClassNeedsStandIn(..) => TaskKind::ClassNeedsStandIn,
        Task::LeaverHoldsRights(_) => TaskKind::LeaverHoldsRights,
        Task::ConfirmRecording(_) => TaskKind::ConfirmRecording,
        Task::GiveNumber(_) => TaskKind::GiveNumber,
        Task::SealDigitally(_) => TaskKind::SealDigitally,
        Task::Objection(_) => TaskKind::Objection,
        Task::OnCsdl(_) => TaskKind::OnCsdl,
        Task::UnitWithoutAccount(_) => TaskKind::UnitWithoutAccount,
        Task::LeaderWithoutMinutes(..) => TaskKind::LeaderWithoutMinutes,
        Task::ReceiveAccount(_) => TaskKind::ReceiveAccount,
    }
}

/// A task with the names of what it is about.
fn view(facts: &Facts, task: Task) -> TaskView {
    let class_name = |id: &ClassId| {
        let class = facts.classes.get(id);
        class.map(|c| c.name.clone()).unwrap_or_default()
    };
    let blank = TaskView {
        kind: kind(&task),
        about: String::new(),
        due: task.due(),
        minutes: None,
        class: None,
        officer: None,
        csdl: None,
        unit: None,
    };
    match task {
        Task::ScanMissing(_, id)
        | Task::ScanOpen(_, id)
        | Task::Sign(id)
        | Task::TakeBackPaper(id)
        | Task::Print(id)
        | Task::PrepareAgain(id)
        | Task::ConfirmRecording(id)
        | Task::GiveNumber(id)
        | Task::SealDigitally(id)
        | Task::Objection(id) => of_minutes(facts, id, blank),
        Task::ClassWithoutMinutes(class, officer) => TaskView {
            about: format!("{} – {}", class_name(&class), name_of(facts, officer)),
            class: Some(class),
            officer: Some(officer),
            ..blank
        },
        Task::ClassNeedsStandIn(class, officer) => TaskView {
            about: format!("{} – {}", class_name(&class), name_of(facts, officer)),
            class: Some(class),
            ..blank
        },
        Task::LeaverHoldsRights(officer) => TaskView {
            about: name_of(facts, officer),
            officer: Some(officer),
            ..blank
        },
        Task::ClassWithoutTeacher(class) => TaskView {
            about: class_name(&class),
            class: Some(class),
            ..blank
        },
        Task::OnCsdl(id) => {
            let line = facts.tasks.get(&id);
            let about = line.map(|task| super::csdl_tasks::about(facts, task));
            TaskView {
                about: about.unwrap_or_default(),
                csdl: Some(id),
                ..blank
            }
        }
        Task::UnitWithoutAccount(unit) | Task::ReceiveAccount(unit) => TaskView {
            about: unit_name(facts, unit),
            unit: Some(unit),
            ..blank
        },
        Task::LeaderWithoutMinutes(unit, leader) => TaskView {
            about: format!("{} – {}", unit_name(facts, unit), name_of(facts, leader)),
            unit: Some(unit),
            ..blank
        },
    }
}

/// A task about minutes: who receives, and of what unit, where it is another.
fn of_minutes(facts: &Facts, id: MinutesId, blank: TaskView) -> TaskView {
    let minutes = facts.minutes.get(&id);
    let about = minutes.map(|m| {
        let receiver = name_of(facts, m.receiver);
        if m.unit == m.giver_unit {
            receiver
        } else {
            format!("{} – {receiver}", unit_name(facts, m.unit))
        }
    });
    TaskView {
        about: about.unwrap_or_default(),
        minutes: Some(id),
        unit: minutes.map(|m| m.unit),
        ..blank
    }
}
