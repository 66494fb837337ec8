//! Kinds of minutes, and what each kind alone says.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// Somebody of the unit above who witnesses a change of head: named as the paper names them, since
/// a school's register does not hold the people of the office above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Witness {
    /// Name.
    pub name: String,
    /// Post as papers name it.
    pub position: String,
}

/// Kinds of minutes (`minutes.md` §1). Kinds e and f are one: all lines of a person on one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MinutesKind {
    /// a: Sở → commune, admin account.
    DepartmentToCommune,
    /// b: commune or Sở → school, admin account.
    ToSchool,
    /// c: head → custodian of the unit's admin account.
    Custody,
    /// d: commune or Sở → officer, by school levels.
    Levels,
    /// e, f: school → officer, by class and function.
    Duties,
    /// g: take-back, one-sided.
    TakeBack,
    /// k: change of head.
    HeadChange,
}

impl MinutesKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::DepartmentToCommune,
        Self::ToSchool,
        Self::Custody,
        Self::Levels,
        Self::Duties,
        Self::TakeBack,
        Self::HeadChange,
    ];

    /// Whether minutes of the kind follow each other by the person who receives; otherwise by the
    /// unit.
    #[must_use]
    pub fn by_person(self) -> bool {
        matches!(self, Self::Duties | Self::Levels)
    }

    /// Whether rights open when minutes of the kind are signed: a take-back closes them, and those of
    /// an office stay when its head changes.
    #[must_use]
    pub fn opens_rights(self) -> bool {
        !matches!(self, Self::TakeBack | Self::HeadChange)
    }

    /// Whether the giver must hold the post by which he gives, from the draft to the paper: an outgoing
    /// head hands over after his last day, and a take-back is one-sided and stands already.
    #[must_use]
    pub fn given_in_post(self) -> bool {
        !matches!(self, Self::TakeBack | Self::HeadChange)
    }

    /// The letter under which the design and the index file know it.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::DepartmentToCommune => "a",
            Self::ToSchool => "b",
            Self::Custody => "c",
            Self::Levels => "d",
            Self::Duties => "ef",
            Self::TakeBack => "g",
            Self::HeadChange => "k",
        }
    }

    /// Whether the receiver signs a commitment (kind h).
    #[must_use]
    pub fn asks_undertaking(self) -> bool {
        matches!(self, Self::Custody | Self::Levels | Self::Duties)
    }

    /// Whether a unit receives, represented by the person who signs.
    #[must_use]
    pub fn to_unit(self) -> bool {
        matches!(self, Self::DepartmentToCommune | Self::ToSchool)
    }
}

/// How the password is handed over; it is never printed (`wording.md` §7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "by", content = "serial")]
pub enum SecretClause {
    /// In a sealed envelope with this serial.
    Envelope(String),
    /// On an activation slip with this serial.
    Slip(String),
    /// Set by the receiver at the table.
    SetAtTable,
    /// The receiver already holds it.
    AlreadyHeld,
    /// A personal login: set and kept by the receiver.
    Personal,
}

/// What only the handover desk knows (kinds a and b): where and when it stands, and what the receiver
/// brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AtDesk {
    /// The hour of the handover, if it is known before; otherwise it is written by hand.
    pub hour: Option<NaiveTime>,
    /// Name of the site.
    pub site: String,
    /// Its address.
    pub address: String,
    /// Last day of the letter of introduction.
    pub letter_until: Option<NaiveDate>,
    /// The day on which the receiver was trained.
    pub trained_on: Option<NaiveDate>,
}

/// The spare password of an admin account, sealed by the custodian and kept by the head (kind c).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SpareEnvelope {
    /// Serial of the seal.
    pub serial: String,
    /// Where the head keeps it.
    pub place: String,
}
