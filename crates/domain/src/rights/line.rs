//! Lines of minutes: what is handed over, as people choose it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::ClassId;
use crate::rights::{Claim, Dim, Function, Right};
use crate::unit::SchoolLevel;

/// One line of minutes: what is handed over, as people choose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Line {
    /// The function.
    pub function: Function,
    /// The rights in it.
    pub rights: BTreeSet<Right>,
    /// School levels; for a level line exactly the levels handed over.
    pub levels: Dim<SchoolLevel>,
    /// Classes; for a homeroom line exactly the class.
    pub classes: Dim<ClassId>,
    /// Subjects, for results.
    pub subjects: Dim<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none only for holdings of units and for custody.
    pub until: Option<NaiveDate>,
}

impl Line {
    /// What the line opens.
    #[must_use]
    pub fn claim(&self) -> Claim {
        let whole = self.function == Function::LevelOversight;
        Claim {
            rights: self.rights.clone(),
            data: self.function.data().map_or(Dim::All, Dim::one),
            functions: if whole {
                Dim::All
            } else {
                Dim::one(self.function)
            },
            levels: self.levels.clone(),
            classes: self.classes.clone(),
            subjects: self.subjects.clone(),
            from: self.from,
            until: self.until,
        }
    }

    /// Whether the line names a class; a line over all classes names none.
    #[must_use]
    pub fn names(&self, class: ClassId) -> bool {
        matches!(&self.classes, Dim::Only(classes) if classes.contains(&class))
    }

    /// Whether two lines hand over the same thing, whatever their dates and rights.
    #[must_use]
    pub fn same_matter(&self, other: &Self) -> bool {
        self.function == other.function
            && self.levels == other.levels
            && self.classes == other.classes
            && self.subjects == other.subjects
    }
}
