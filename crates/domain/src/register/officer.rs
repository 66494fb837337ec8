//! People and their posts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{AppointmentId, DocumentId, OfficerId, UnitId};
use crate::past::Past;

/// Decides between `Ông` and `Bà`; unknown prints `Ông (bà)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Nữ.
    Female,
    /// Nam.
    Male,
}

/// A person who works for one or more units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// Identity.
    pub id: OfficerId,
    /// The unit that keeps the record.
    pub unit: UnitId,
    /// Full name, NFC.
    pub name: String,
    /// Mã cán bộ: the unit's or the sector's code, unique in the unit.
    pub code: String,
    /// Sex, when known.
    pub sex: Option<Sex>,
    /// Birth date: only to tell two people apart.
    pub born_on: Option<NaiveDate>,
    /// Personal ID number, optional; never printed, masked on screen.
    pub id_number: Option<String>,
    /// Phone, optional; never printed.
    pub phone: Option<String>,
    /// What papers could print of the person before.
    #[serde(default, skip_serializing_if = "Past::is_empty")]
    pub past: Past<EarlierOfficer>,
    /// Entered by mistake and withdrawn: no rule and no list sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// The codes of heads who are entered without one, first first: a unit has had several heads.
///
/// ```
/// let codes: Vec<String> = domain::officer::head_codes().take(2).collect();
/// assert_eq!(codes, ["TT01", "TT02"]);
/// ```
pub fn head_codes() -> impl Iterator<Item = String> {
    (1_u32..).map(|n| format!("TT{n:02}"))
}

/// What papers print of a person and an edit may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierOfficer {
    /// Full name.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date.
    pub born_on: Option<NaiveDate>,
}

impl Officer {
    /// What papers print of the person and an edit may change, as it is now.
    #[must_use]
    pub fn printed(&self) -> EarlierOfficer {
        EarlierOfficer {
            name: self.name.clone(),
            sex: self.sex,
            born_on: self.born_on,
        }
    }
}

/// What a post lets a person do for the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Head by appointment.
    Head,
    /// Acting head by decision (`Q.`).
    Acting,
    /// Deputy in charge while there is no head (`KT.`).
    InCharge,
    /// Deputy who may sign `KT.` by a stored decision.
    Deputy,
    /// Head of a division, or an officer entrusted with one handover, who signs by order (`TL.`) by
    /// a stored decision.
    ByOrder,
    /// Everybody else.
    Member,
}

impl Role {
    /// Whether the holder is the one head or person in charge.
    #[must_use]
    pub fn leads(self) -> bool {
        matches!(self, Self::Head | Self::Acting | Self::InCharge)
    }
}

/// One post, with dates. At every instant a unit has exactly one head or person in charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Identity.
    pub id: AppointmentId,
    /// Where.
    pub unit: UnitId,
    /// Who.
    pub officer: OfficerId,
    /// What the post lets the person do.
    pub role: Role,
    /// The post as papers name it: `Hiệu trưởng`, `Giáo viên`.
    pub position: String,
    /// Duty added to the post on papers: `văn thư`, `kế toán`.
    pub duty: Option<String>,
    /// Whether the person drafts, prints and records for the unit without holding a right by that.
    pub prepares: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day, or none.
    pub until: Option<NaiveDate>,
    /// The decision it rests on.
    pub document: Option<DocumentId>,
    /// Last days that were entered before.
    #[serde(default, skip_serializing_if = "Past::is_empty")]
    pub past: Past<Option<NaiveDate>>,
    /// Whether the person keeps the unit's register of numbers: the clerk (*văn thư*), named by who
    /// leads.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub numbers: bool,
    /// Entered by mistake and withdrawn: no rule and no list sees it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

impl Appointment {
    /// Whether the post is held on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the person signs for the unit: who leads does, and, by a stored decision, a vice head
    /// or an officer by order.
    #[must_use]
    pub fn signs(&self) -> bool {
        match self.role {
            Role::Deputy | Role::ByOrder => self.document.is_some(),
            role => role.leads(),
        }
    }

    /// Whether the person signs, prepares or numbers for the unit, or will by a decision: who leads
    /// gives such a post, and who leads ends it.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.role != Role::Member || self.prepares || self.numbers
    }

    /// Whether the post is held on a day or later.
    #[must_use]
    pub fn on_or_after(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day <= until)
    }

    /// Whether the post gives numbers: that of who leads, and of the clerk.
    #[must_use]
    pub fn may_number(&self) -> bool {
        self.numbers || self.role.leads()
    }
}
