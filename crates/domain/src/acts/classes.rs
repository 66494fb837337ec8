//! Acts about classes: adding, and who has them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::take_back::{Closer, close_needs, close_rights};
use super::{Ctx, Decision, ordered, scoped};
use crate::calendar::{SchoolYear, paper_date};
use crate::delegation::{ClosingReason, Delegation, Holder};
use crate::facts::{Facts, Follow, Key, Lookup, Scope};
use crate::ids::{ClassId, OfficerId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::rights::Dim;
use crate::row::{Change, Row, Table};
use crate::school_class::{ClassTeacher, SchoolClass, TeacherPart};
use crate::text;
use crate::unit::SchoolLevel;

/// Adds a class of a school year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddClass {
    /// School.
    pub unit: UnitId,
    /// School year.
    pub year: SchoolYear,
    /// Name.
    pub name: String,
    /// Level.
    pub level: SchoolLevel,
    /// Site.
    pub site: Option<String>,
    /// Pupils, when known.
    pub learners: Option<u32>,
}

/// Gives a class a teacher from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AssignTeacher {
    /// School.
    pub unit: UnitId,
    /// Class.
    pub class: ClassId,
    /// Teacher.
    pub officer: OfficerId,
    /// Main, joint or stand-in.
    pub part: TeacherPart,
    /// First day.
    pub from: NaiveDate,
    /// Last day: required for a stand-in.
    pub until: Option<NaiveDate>,
    /// Whether a main teacher who has the class now gives it up; their rights over it close at
    /// once.
    pub replace: bool,
}

scoped!(AddClass, AssignTeacher);

/// Whether the school has a class of this name in that year.
pub(super) fn add_needs(request: &AddClass, ctx: &Ctx) -> Scope {
    let name = text::tidy(&request.name);
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find(Lookup::Key(Key::class_name(
            request.unit,
            request.year,
            &name,
        )))
}

/// Refuses unless the person prepares for the school.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the school.
pub(super) fn add_may(facts: &Facts, request: &AddClass, ctx: &Ctx) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Adds a class.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the school; `level_not_held` for a level that it does not
/// have; `beyond_year` for a year that may not be prepared yet; `taken` by a class of the school year; `name_missing`, `name_too_long`,
/// `name_bad_character`.
pub fn add(facts: &Facts, request: &AddClass, ctx: &Ctx) -> Decision {
    add_may(facts, request, ctx)?;
    let unit = facts.unit(request.unit)?;
    let last = SchoolYear::prepared_on(ctx.day());
    if request.year > last {
        return Err(Refusal::new(Code::BeyondYear).with("until", paper_date(last.last_day())));
    }
    let year = request.year;
    if !unit.has_level(request.level, year.first_day(), Some(year.last_day())) {
        return Err(Refusal::new(Code::LevelNotHeld).with("unit", unit.name_on(ctx.day())));
    }
    let name = text::name("class_name", &request.name)?;
    let key = Key::class_name(request.unit, request.year, &name);
    if facts.class_named(&key).is_some() {
        return Err(Refusal::new(Code::Taken).with("what", &name));
    }
    Ok(vec![Change(Row::SchoolClass(SchoolClass {
        id: ClassId(ctx.stamp.id(0)),
        unit: request.unit,
        year: request.year,
        name,
        level: request.level,
        site: request
            .site
            .as_deref()
            .map(|s| text::name("class_name", s))
            .transpose()?,
        learners: request.learners,
        teachers: vec![],
        withdrawn: false,
    }))])
}

/// The class, the teacher with the posts, and what a teacher who gives it up holds.
pub(super) fn assign_needs(request: &AssignTeacher, ctx: &Ctx) -> Scope {
    const TEACHERS: Follow = Follow::new("teachers", |row| match row {
        Row::SchoolClass(class) => {
            let main = class.teachers.iter();
            let main = main.filter(|t| t.part == TeacherPart::Main);
            Scope::new().and_all(main.map(|t| close_needs(class.unit, t.officer)))
        }
        _ => Scope::new(),
    });
    let class = Lookup::Id(Table::SchoolClass, request.class.0);
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .person(request.officer)
        .find_then(class, TEACHERS)
}

/// Refuses unless the person prepares for the school.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the school.
pub(super) fn assign_may(facts: &Facts, request: &AssignTeacher, ctx: &Ctx) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Gives a class a teacher. A main teacher who is replaced loses at once the rights that rest on
/// having this class ([`rests_on_class`]), and a take-back is drafted; who was to begin on that day or
/// later never had it. Preschool classes may have joint teachers, others may not.
///
/// # Errors
/// `may_not_prepare`, `dates_reversed`; `not_found` for class or teacher; `other_unit` for a class of
/// another school; `outside_unit`, `stand_in_dates`, `class_has_teacher`; `no_head` when rights close
/// and nobody can sign the take-back.
pub fn assign(facts: &Facts, request: &AssignTeacher, ctx: &Ctx) -> Decision {
    assign_may(facts, request, ctx)?;
    ordered(request.from, request.until)?;
    let mut class = facts.class(request.class)?.clone();
    if class.unit != request.unit {
        return Err(Refusal::new(Code::OtherUnit));
    }
    let name = &facts.officer_of(request.officer, request.unit)?.name;
    facts
        .post_of(request.officer, request.unit, request.from)
        .ok_or_else(|| Refusal::new(Code::OutsideUnit).with("name", name))?;
    let taken = Refusal::new(Code::ClassHasTeacher).with("class", &class.name);
    match request.part {
        TeacherPart::StandIn if request.until.is_none() => {
            return Err(Refusal::new(Code::StandInDates));
        }
        TeacherPart::Joint if class.level != SchoolLevel::Preschool => return Err(taken),
        _ => {}
    }
    let mut changes = vec![];
    if request.part == TeacherPart::Main {
        let goes_on = |t: &ClassTeacher| {
            t.part == TeacherPart::Main && t.until.is_none_or(|until| until >= request.from)
        };
        let before = class.teachers.iter().rfind(|t| goes_on(t));
        if let Some(teacher) = before.map(|t| t.officer) {
            if teacher == request.officer || !request.replace {
                return Err(taken);
            }
            class.teachers.retain_mut(|t| {
                if goes_on(t) {
                    t.until = request.from.pred_opt();
                }
                t.until.is_none_or(|until| until >= t.from)
            });
            let closer = Closer {
                reason: ClosingReason::ClassMoved,
                printed: &moved(&class.name),
                absent: None,
            };
            let of_class =
                |d: &Delegation| d.holder == Holder::Officer(teacher) && rests_on_class(d, &class);
            changes.extend(
                close_rights(facts, request.unit, teacher, &of_class, &closer, ctx)?
                    .unwrap_or_default(),
            );
        }
    }
    class.teachers.push(ClassTeacher {
        officer: request.officer,
        part: request.part,
        from: request.from,
        until: request.until,
    });
    changes.insert(0, Change(Row::SchoolClass(class)));
    Ok(changes)
}

/// Whether a right is one that its holder has by being the main teacher of a class. Who teaches a
/// subject there, or does something for several classes, goes on with that. In preschool and primary
/// school one person teaches a class most subjects, so those of this class alone go with it.
#[must_use]
pub fn rests_on_class(right: &Delegation, class: &SchoolClass) -> bool {
    let alone = right.line.classes == Dim::one(class.id);
    let by_class = matches!(class.level, SchoolLevel::Preschool | SchoolLevel::Primary);
    alone && (by_class || right.line.subjects == Dim::All)
}

/// The reason that the take-back prints; data, like any reason a person could type.
fn moved(class: &str) -> String {
    crate::refusal::words()
        .reason_class_moved
        .replace("{class}", class)
}

#[cfg(test)]
mod tests;
