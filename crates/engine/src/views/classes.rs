//! Classes, and who has them.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::asof;
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::proposals::teacher_before;
use domain::text;
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// A class in a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ClassRow {
    /// Identity.
    pub id: ClassId,
    /// Name.
    pub name: String,
    /// School year.
    pub year: SchoolYear,
    /// Level: who teaches a preschool class is asked for the part in it.
    pub level: SchoolLevel,
    /// Pupils.
    pub learners: Option<u32>,
    /// Main teacher now, or when the year begins that is prepared.
    pub teacher: Option<OfficerId>,
    /// Their name.
    pub teacher_name: String,
    /// Where there is none yet: who had the class of this name when the year before ended.
    pub before: Option<OfficerId>,
    /// Whether that teacher's right is in force.
    pub in_force: bool,
}

impl Engine {
    /// Classes of the school year at work.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn classes(&self, unit: UnitId) -> Reply<Vec<ClassRow>> {
        let year = self.years().await?.at_work;
        let all = self.classes_of_all_years(unit).await?;
        Ok(all.into_iter().filter(|class| class.year == year).collect())
    }

    /// The class of a name. The year may be said with it (*6A2 năm học 2026 - 2027*); otherwise it
    /// is the one of a day.
    ///
    /// # Errors
    /// `no_such_class`; those of the replica.
    pub async fn class_named(&self, unit: UnitId, typed: &str, day: NaiveDate) -> Reply<ClassRow> {
        let (name, year) = with_year(typed);
        let year = year.unwrap_or_else(|| SchoolYear::of(day));
        let all = self.classes_of_all_years(unit).await?;
        let named = |class: &ClassRow| class.year == year && same(&class.name, name);
        let found = all.into_iter().find(named);
        Ok(found.ok_or_else(|| {
            Refusal::new(Code::NoSuchClass)
                .with("class", text::tidy(name))
                .with("year", year)
        })?)
    }

    /// Classes of every school year, the latest first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn classes_of_all_years(&self, unit: UnitId) -> Reply<Vec<ClassRow>> {
        let facts = self.facts(unit).await?;
        let now = self.now();
        let classes = facts.classes.values().filter(|class| class.unit == unit);
        let mut rows: Vec<ClassRow> = classes
            .map(|class| {
                let day = class.year.worked_in_from(self.today());
                let teacher = class.main_teacher(day.min(class.year.last_day()));
                ClassRow {
                    id: class.id,
                    name: class.name.clone(),
                    year: class.year,
                    level: class.level,
                    learners: class.learners,
                    teacher,
                    teacher_name: teacher.map_or_else(String::new, |t| name_of(&facts, t)),
                    before: teacher_before(&facts, class).filter(|_| teacher.is_none()),
                    in_force: teacher.is_some_and(|t| asof::has_homeroom(&facts, class.id, t, now)),
                }
            })
            .collect();
        rows.sort_by_cached_key(|row| (Reverse(row.year), text::name_sort_key(&row.name)));
        Ok(rows)
    }
}

/// Whether two names are one but for capitals and blanks.
fn same(one: &str, other: &str) -> bool {
    text::tidy(one).to_lowercase() == text::tidy(other).to_lowercase()
}

/// The name of a class and the year that was said with it.
fn with_year(typed: &str) -> (&str, Option<SchoolYear>) {
    const WORD: &str = "năm học";
    let typed = typed.trim();
    let said = typed.to_lowercase().find(WORD).and_then(|at| {
        let (name, year) = (typed.get(..at)?, typed.get(at + WORD.len()..)?);
        let year = SchoolYear::named(year.trim().trim_end_matches(')'))?;
        Some((name.trim_end_matches([' ', ',', '(']), year))
    });
    said.map_or((typed, None), |(name, year)| (name, Some(year)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_may_be_said_with_the_name_of_a_class() {
        let year = Some(SchoolYear(2026));
        for typed in [
            "6A2 năm học 2026 - 2027",
            "6A2, năm học 2026-2027",
            " 6A2 (Năm học 2026 – 2027) ",
        ] {
            assert_eq!(with_year(typed), ("6A2", year), "{typed}");
        }
        assert_eq!(with_year("6A2"), ("6A2", None));
        assert_eq!(with_year("6A2 năm học tới"), ("6A2 năm học tới", None));
    }
}
