//! The first screen: who is where, and what is to be done.

use chrono::{DateTime, Utc};
use domain::Facts;
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, CsdlTaskId, MinutesId, OfficerId, UnitId};
use domain::todo::{Funnel, Task, funnel, receipts, tasks};
use domain::unit::UnitKind;
use serde::Serialize;

use super::names::name_of;
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
    /// What is to be done, most urgent first.
    pub tasks: Vec<TaskView>,
    /// Minutes of the person at work whose filed paper they have not confirmed yet.
    pub receipts: Vec<MinutesId>,
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
    /// Unit to hand an account over to.
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
}

impl Engine {
    /// The first screen of the person's own unit.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn home(&self) -> Reply<Home> {
        let person = self.identity().await;
        let facts = self.facts(person.unit).await?;
        let unit = facts.unit(person.unit)?;
        let now = self.now();
        let years = self.years().await?;
        Ok(Home {
            unit: unit.id,
            unit_name: unit.name_on(self.today()).to_owned(),
            unit_kind: unit.kind,
            teaches: unit.kind.teaches(),
            school_year: years.at_work,
            years: years.choices,
            person: facts
                .officers
                .get(&person.officer)
                .map(|o| o.name.clone())
                .unwrap_or_default(),
            demo: person.demo,
            enrolled: person.server.is_some(),
            alone: unit.alone,
            funnel: funnel(&facts, unit.id, now),
            tasks: tasks(&facts, unit.id, now)
                .into_iter()
                .map(|task| view(&facts, task))
                .collect(),
            receipts: receipts(&facts, unit.id, person.officer),
        })
    }
}

fn view(facts: &Facts, task: Task) -> TaskView {
    let receiver = |id: &MinutesId| {
        facts
            .minutes
            .get(id)
            .and_then(|m| facts.officers.get(&m.receiver))
            .map(|o| o.name.clone())
            .unwrap_or_default()
    };
    let class_name = |id: &ClassId| {
        facts
            .classes
            .get(id)
            .map(|c| c.name.clone())
            .unwrap_or_default()
    };
    let unit_name = |id: &UnitId| {
        let unit = facts.units.get(id).and_then(|unit| unit.names.last());
        unit.map(|name| name.value.clone()).unwrap_or_default()
    };
    let blank = TaskView {
        kind: TaskKind::Sign,
        about: String::new(),
        due: None,
        minutes: None,
        class: None,
        officer: None,
        csdl: None,
        unit: None,
    };
    let of_minutes = |kind, id: MinutesId| TaskView {
        kind,
        about: receiver(&id),
        minutes: Some(id),
        ..blank.clone()
    };
    match task {
        Task::ScanMissing(due, id) => TaskView {
            due: Some(due),
            ..of_minutes(TaskKind::ScanMissing, id)
        },
        Task::ScanOpen(due, id) => TaskView {
            due: Some(due),
            ..of_minutes(TaskKind::ScanOpen, id)
        },
        Task::Sign(id) => of_minutes(TaskKind::Sign, id),
        Task::TakeBackPaper(id) => of_minutes(TaskKind::TakeBackPaper, id),
        Task::Print(id) => of_minutes(TaskKind::Print, id),
        Task::PrepareAgain(id) => of_minutes(TaskKind::PrepareAgain, id),
        Task::ConfirmRecording(id) => of_minutes(TaskKind::ConfirmRecording, id),
        Task::GiveNumber(id) => of_minutes(TaskKind::GiveNumber, id),
        Task::SealDigitally(id) => of_minutes(TaskKind::SealDigitally, id),
        Task::Objection(id) => of_minutes(TaskKind::Objection, id),
        Task::ClassWithoutMinutes(class, officer) => {
            let teacher = name_of(facts, officer);
            TaskView {
                kind: TaskKind::ClassWithoutMinutes,
                about: format!("{} – {teacher}", class_name(&class)),
                class: Some(class),
                officer: Some(officer),
                ..blank
            }
        }
        Task::ClassNeedsStandIn(class, officer) => {
            let teacher = name_of(facts, officer);
            TaskView {
                kind: TaskKind::ClassNeedsStandIn,
                about: format!("{} – {teacher}", class_name(&class)),
                class: Some(class),
                ..blank
            }
        }
        Task::LeaverHoldsRights(officer) => TaskView {
            kind: TaskKind::LeaverHoldsRights,
            about: name_of(facts, officer),
            officer: Some(officer),
            ..blank
        },
        Task::ClassWithoutTeacher(class) => TaskView {
            kind: TaskKind::ClassWithoutTeacher,
            about: class_name(&class),
            class: Some(class),
            ..blank
        },
        Task::OnCsdl(id) => {
            let login = facts
                .tasks
                .get(&id)
                .map(|task| super::csdl_tasks::about(facts, task))
                .unwrap_or_default();
            TaskView {
                kind: TaskKind::OnCsdl,
                about: login,
                csdl: Some(id),
                ..blank
            }
        }
        Task::UnitWithoutAccount(unit) => TaskView {
            kind: TaskKind::UnitWithoutAccount,
            about: unit_name(&unit),
            unit: Some(unit),
            ..blank
        },
        Task::LeaderWithoutMinutes(unit, leader) => TaskView {
            kind: TaskKind::LeaderWithoutMinutes,
            about: format!("{} – {}", unit_name(&unit), name_of(facts, leader)),
            unit: Some(unit),
            ..blank
        },
    }
}
