//! Corrects what the register says of a class: its pupils, its site, its level.

use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, bounded, scoped};
use crate::facts::{Entry, Facts, Scope};
use crate::ids::{ClassId, UnitId};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::school_class::{SchoolClass, TeacherPart};
use crate::text;
use crate::unit::SchoolLevel;

/// One field of a class that somebody changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "field")]
pub enum ClassEdit {
    /// School site; the last received stands.
    Site {
        /// Value seen when editing began.
        expect: Option<String>,
        /// New value.
        set: Option<String>,
    },
    /// Number of pupils; the last received stands.
    Learners {
        /// Value seen when editing began.
        expect: Option<u32>,
        /// New value.
        set: Option<u32>,
    },
    /// Level, as long as no right rests on it; the last received stands.
    Level {
        /// Value seen when editing began.
        expect: SchoolLevel,
        /// New value.
        set: SchoolLevel,
    },
}

impl ClassEdit {
    /// The edit that puts the field back to what was seen before.
    #[must_use]
    pub fn undone(&self) -> Self {
        match self.clone() {
            Self::Site { expect, set } => Self::Site {
                expect: set,
                set: expect,
            },
            Self::Learners { expect, set } => Self::Learners {
                expect: set,
                set: expect,
            },
            Self::Level { expect, set } => Self::Level {
                expect: set,
                set: expect,
            },
        }
    }
}

/// Edits fields of a class. Name, year and teachers are no fields of it: papers cite them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EditClass {
    /// School.
    pub unit: UnitId,
    /// Class.
    pub class: ClassId,
    /// The fields.
    pub edits: Vec<ClassEdit>,
}

scoped!(EditClass);

/// The class, and the rights over it.
pub(super) fn needs(request: &EditClass, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .row(Table::SchoolClass, request.class)
        .by(Entry::right_over(request.class))
}

/// Refuses unless the person prepares for the school.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the school.
pub(super) fn may(facts: &Facts, request: &EditClass, ctx: &Ctx) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Edits fields of a class.
///
/// # Errors
/// `may_not_prepare`, `nothing_chosen`, `too_many`; `not_found` for class or school; `other_unit` for
/// a class of another school; `level_not_held` for a level that the school does not have;
/// `still_used` for the level of a class over which somebody has a right, or where teachers share it;
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn decide(facts: &Facts, request: &EditClass, ctx: &Ctx) -> Decision {
    may(facts, request, ctx)?;
    bounded(&request.edits)?;
    let mut class = facts.class(request.class)?.clone();
    if class.unit != request.unit {
        return Err(Refusal::new(Code::OtherUnit));
    }
    for edit in &request.edits {
        match edit {
            ClassEdit::Site { set, .. } => {
                let site = set.as_deref().map(|site| text::name("class_name", site));
                class.site = site.transpose()?;
            }
            ClassEdit::Learners { set, .. } => class.learners = *set,
            ClassEdit::Level { set, .. } => corrected_level(facts, &mut class, *set, ctx)?,
        }
    }
    Ok(vec![Change(Row::SchoolClass(class))])
}

fn corrected_level(
    facts: &Facts,
    class: &mut SchoolClass,
    set: SchoolLevel,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    if class.level == set {
        return Ok(());
    }
    let (unit, year) = (facts.unit(class.unit)?, class.year);
    if !unit.has_level(set, year.first_day(), Some(year.last_day())) {
        return Err(Refusal::new(Code::LevelNotHeld).with("unit", unit.name_on(ctx.day())));
    }
    let given = facts
        .rights_over(class.id)
        .any(|right| right.closed.is_none() || right.in_force_at.is_some());
    let shared = class.teachers.iter().any(|t| t.part == TeacherPart::Joint);
    if given || shared && set != SchoolLevel::Preschool {
        return Err(Refusal::new(Code::StillUsed).with("what", &class.name));
    }
    class.level = set;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{
        CLASS, COMMUNE, HEAD, LOST, OTHER_SCHOOL, SCHOOL, TEACHER, by, done, head_of, ill_names,
        refused, requests, town, town_with_signed, with,
    };
    use requests::edit_class as request;

    fn with_edit(edit: ClassEdit) -> EditClass {
        EditClass {
            edits: vec![edit],
            ..request()
        }
    }

    fn to_primary() -> EditClass {
        with_edit(ClassEdit::Level {
            expect: SchoolLevel::LowerSecondary,
            set: SchoolLevel::Primary,
        })
    }

    /// The town with a school of two levels.
    fn two_levels(facts: Facts) -> Facts {
        let mut school = facts.unit(SCHOOL).unwrap().clone();
        school.levels = [SchoolLevel::Primary, SchoolLevel::LowerSecondary].into();
        with(facts, [Row::Unit(school)])
    }

    #[test]
    fn pupils_and_site_change_and_nothing_else_does() {
        let site = ClassEdit::Site {
            expect: None,
            set: Some("Thôn Đông".to_owned()),
        };
        let mut request = request();
        request.edits.push(site);
        let before = town().class(CLASS).unwrap().clone();
        let after = SchoolClass {
            learners: Some(41),
            site: Some("Thôn Đông".to_owned()),
            ..before
        };
        let rows = done(&town_with_signed(), request, &by(HEAD, 1));
        assert_eq!(rows, [Row::SchoolClass(after)]);
    }

    #[test]
    fn an_edit_turned_round_puts_back_what_was_there() {
        let [edit] = &request().edits[..] else {
            panic!("one edit");
        };
        let facts = with(town(), done(&town(), request(), &by(HEAD, 1)));
        let rows = done(&facts, with_edit(edit.undone()), &by(HEAD, 2));
        assert_eq!(
            rows,
            [Row::SchoolClass(town().class(CLASS).unwrap().clone())]
        );
    }

    #[test]
    fn a_level_is_corrected_while_no_right_rests_on_it() {
        let rows = done(&two_levels(town()), to_primary(), &by(HEAD, 1));
        let [Row::SchoolClass(class)] = &rows[..] else {
            panic!("{rows:?}");
        };
        assert_eq!(class.level, SchoolLevel::Primary);
        let code = refused(&two_levels(town_with_signed()), to_primary(), &by(HEAD, 1));
        assert_eq!(code, Code::StillUsed);
    }

    #[test]
    fn a_level_is_one_that_the_school_has() {
        assert_eq!(
            refused(&town(), to_primary(), &by(HEAD, 1)),
            Code::LevelNotHeld
        );
    }

    #[test]
    fn who_does_not_prepare_corrects_no_class() {
        assert_eq!(
            refused(&town(), request(), &by(TEACHER, 1)),
            Code::MayNotPrepare
        );
    }

    #[test]
    fn something_is_edited_and_not_without_end() {
        let nothing = EditClass {
            edits: vec![],
            ..request()
        };
        assert_eq!(refused(&town(), nothing, &by(HEAD, 1)), Code::NothingChosen);
        let endless = EditClass {
            edits: vec![request().edits[0].clone(); 2_000],
            ..request()
        };
        assert_eq!(refused(&town(), endless, &by(HEAD, 1)), Code::TooMany);
    }

    #[test]
    fn the_class_is_there_and_of_the_school() {
        let lost = EditClass {
            class: LOST.into(),
            ..request()
        };
        assert_eq!(refused(&town(), lost, &by(HEAD, 1)), Code::NotFound);
        let other = EditClass {
            unit: OTHER_SCHOOL,
            ..request()
        };
        let code = refused(&town(), other, &by(head_of(COMMUNE), 1));
        assert_eq!(code, Code::OtherUnit);
    }

    #[test]
    fn a_site_is_named_like_everything_else() {
        for (name, code) in ill_names() {
            let site = ClassEdit::Site {
                expect: None,
                set: Some(name.clone()),
            };
            assert_eq!(
                refused(&town(), with_edit(site), &by(HEAD, 1)),
                code,
                "{name}"
            );
        }
    }
}
