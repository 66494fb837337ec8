//! Lines of minutes: what is handed over, as people choose it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::SchoolYear;
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
    /// A whole function from a day on: with the rights that go with it, until the school year ends.
    #[must_use]
    pub fn of(function: Function, from: NaiveDate) -> Self {
        Self {
            function,
            rights: function.proposed(),
            levels: Dim::All,
            classes: Dim::All,
            subjects: Dim::All,
            from,
            until: Some(SchoolYear::of(from).last_day()),
        }
    }

    /// A class to its homeroom teacher, likewise.
    ///
    /// ```
    /// use domain::{calendar::SchoolYear, ids::ClassId, line::Line, rights::Right};
    /// let from = chrono::NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
    /// let line = Line::homeroom(ClassId(Default::default()), from);
    /// assert!(line.names(ClassId(Default::default())));
    /// assert_eq!(line.rights, [Right::View, Right::Enter, Right::Edit].into());
    /// assert_eq!(line.until, Some(SchoolYear(2026).last_day()));
    /// ```
    #[must_use]
    pub fn homeroom(class: ClassId, from: NaiveDate) -> Self {
        Self {
            classes: Dim::one(class),
            ..Self::of(Function::Homeroom, from)
        }
    }

    /// A school level to who looks after it, likewise.
    #[must_use]
    pub fn level(level: SchoolLevel, from: NaiveDate) -> Self {
        Self {
            levels: Dim::one(level),
            ..Self::of(Function::LevelOversight, from)
        }
    }

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
