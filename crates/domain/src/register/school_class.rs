//! Classes and the teachers who have them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
use crate::ids::{ClassId, OfficerId, UnitId};
use crate::unit::SchoolLevel;

/// How a teacher has a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TeacherPart {
    /// Giáo viên chủ nhiệm, or phụ trách chính in a preschool.
    Main,
    /// Cùng phụ trách: preschool classes only.
    Joint,
    /// Dạy thay, chủ nhiệm thay: always with dates.
    StandIn,
}

/// One teacher of a class, with dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTeacher {
    /// Who.
    pub officer: OfficerId,
    /// How.
    pub part: TeacherPart,
    /// First day.
    pub from: NaiveDate,
    /// Last day, or none.
    pub until: Option<NaiveDate>,
}

impl ClassTeacher {
    /// Whether the teacher has the class on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A class of one school year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolClass {
    /// Identity.
    pub id: ClassId,
    /// School.
    pub unit: UnitId,
    /// School year.
    pub year: SchoolYear,
    /// Name: `6A2`, unique in school and year.
    pub name: String,
    /// Level it belongs to: a specialist for primary schools sees only primary classes.
    pub level: SchoolLevel,
    /// School site when there are several.
    pub site: Option<String>,
    /// Number of pupils, when known.
    pub learners: Option<u32>,
    /// Teachers, past and present.
    pub teachers: Vec<ClassTeacher>,
    /// Entered by mistake and withdrawn: no rule and no list sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

impl SchoolClass {
    /// The main teacher on a day; of two who have it, who came later.
    #[must_use]
    pub fn main_teacher(&self, day: NaiveDate) -> Option<OfficerId> {
        let mut latest = self.teachers.iter().rev();
        let main = latest.find(|t| t.part == TeacherPart::Main && t.on(day));
        main.map(|t| t.officer)
    }

    /// Until when an officer who has the class on a day has it, also as another kind of teacher that
    /// follows without a gap: the last day, or none where it is open. Nothing if he does not have it.
    #[must_use]
    pub fn had_until(&self, officer: OfficerId, day: NaiveDate) -> Option<Option<NaiveDate>> {
        let mine = |day: NaiveDate| {
            let mine = self.teachers.iter();
            let mine = mine.filter(move |t| t.officer == officer && t.on(day));
            // The one that lasts longest; an open one lasts for ever.
            mine.map(|t| t.until)
                .max_by_key(|until| until.unwrap_or(NaiveDate::MAX))
        };
        let mut until = mine(day)?;
        while let Some(next) = until.and_then(|last| last.succ_opt()).and_then(mine) {
            until = next;
        }
        Some(until)
    }

    /// How an officer has the class on a day, if at all.
    #[must_use]
    pub fn part_of(&self, officer: OfficerId, day: NaiveDate) -> Option<TeacherPart> {
        self.teachers
            .iter()
            .find(|t| t.officer == officer && t.on(day))
            .map(|t| t.part)
    }
}
