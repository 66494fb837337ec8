//! Classes, and who has them.

use domain::ids::{ClassId, OfficerId, UnitId};
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
    /// Pupils.
    pub learners: Option<u32>,
    /// Main teacher now.
    pub teacher: Option<OfficerId>,
    /// Their name.
    pub teacher_name: String,
    /// Whether that teacher's right is in force.
    pub in_force: bool,
}

impl Engine {
    /// Classes of this school year.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn classes(&self, unit: UnitId) -> Reply<Vec<ClassRow>> {
        let facts = self.facts(unit).await?;
        let (now, day) = (self.now(), self.today());
        let classes = facts.classes_on(unit, day);
        let mut rows: Vec<ClassRow> = classes
            .map(|class| {
                let teacher = class.main_teacher(day);
                let answers = domain::asof::who_could_open(&facts, class.id, now);
                ClassRow {
                    id: class.id,
                    name: class.name.clone(),
                    learners: class.learners,
                    teacher,
                    teacher_name: teacher.map_or_else(String::new, |t| name_of(&facts, t)),
                    in_force: answers.iter().any(|a| Some(a.officer) == teacher),
                }
            })
            .collect();
        rows.sort_by_cached_key(|row| domain::text::natural(&row.name));
        Ok(rows)
    }
}
