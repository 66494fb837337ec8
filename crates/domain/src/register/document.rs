//! Papers of a unit's register that minutes may cite.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{DocumentId, UnitId};

/// What a registered paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Decision that assigns duties.
    Assignment,
    /// Decision that appoints.
    Appointment,
    /// Directive of the school year.
    Directive,
    /// Letter of introduction.
    Introduction,
    /// Plan of the Sở.
    Plan,
    /// Any other reason.
    Other,
}

/// A paper of the unit's register that minutes may cite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// Whose register.
    pub unit: UnitId,
    /// What for.
    pub kind: DocumentKind,
    /// The type as papers name it: `Quyết định`.
    pub title: String,
    /// Number and symbol: `45/QĐ-THCSĐG`.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Who signed it: `Hiệu trưởng Trường …`.
    pub issuer: String,
    /// What it is about, without `về việc`.
    pub subject: String,
    /// Last day on which it holds, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Document {
    /// Whether it has not ceased by a day. One that is dated later is told by its date.
    #[must_use]
    pub fn goes_on(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}
