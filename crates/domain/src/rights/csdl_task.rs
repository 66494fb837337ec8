//! The work list on the Hệ thống CSDL: what a person does there after each signing or take-back,
//! and where the accounts there differ from the register.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ClassId, DelegationId, MinutesId, OfficerId, UnitId};
use crate::rights::Function;

/// What is to be done there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CsdlAction {
    /// Mở quyền.
    Open,
    /// Khóa quyền.
    Close,
    /// Change of who holds the account.
    ChangeHolder,
    /// Sửa phạm vi.
    ChangeScope,
}

/// How an account there differs from the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CsdlDifference {
    /// Somebody has an account and no right.
    WithoutMinutes,
    /// Somebody has left and the account is open.
    Leaver,
    /// It looks like an account of who supplies the system.
    Supplier,
    /// Nobody knows whose it is.
    UnknownPerson,
    /// The register knows it as another person's.
    OtherHolder,
    /// Several people share it.
    SharedLogin,
    /// Its person has another account already.
    SeveralLogins,
    /// It opens a class that no minutes give.
    WrongClass,
    /// It has a function that no minutes give.
    WrongFunction,
    /// A right in force is not opened there.
    NotOpened,
}

impl CsdlDifference {
    /// What is to be done about it.
    #[must_use]
    pub fn action(self) -> CsdlAction {
        match self {
            Self::NotOpened => CsdlAction::Open,
            Self::WithoutMinutes
            | Self::Leaver
            | Self::Supplier
            | Self::UnknownPerson
            | Self::SeveralLogins => CsdlAction::Close,
            Self::OtherHolder | Self::SharedLogin => CsdlAction::ChangeHolder,
            Self::WrongClass | Self::WrongFunction => CsdlAction::ChangeScope,
        }
    }
}

/// What a list of the accounts there shows against the register. Of a person it says no more than
/// the register has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlFinding {
    /// The login as it is there; empty where the person has none that is known.
    pub login: String,
    /// What differs.
    pub difference: CsdlDifference,
    /// Whose account it is, where the register knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<OfficerId>,
    /// The right that is not opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<DelegationId>,
    /// The class that it opens, where the register knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// The function that it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<Function>,
    /// Class or function as the list calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
}

impl CsdlFinding {
    /// A difference of a login, with nothing else said.
    #[must_use]
    pub fn new(login: impl Into<String>, difference: CsdlDifference) -> Self {
        Self {
            login: login.into(),
            difference,
            officer: None,
            delegation: None,
            class: None,
            function: None,
            word: None,
        }
    }

    /// The same, of a person.
    #[must_use]
    pub fn of(self, officer: OfficerId) -> Self {
        Self {
            officer: Some(officer),
            ..self
        }
    }

    /// Whether both say the same: capitals tell no logins apart.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        let login = self.login.to_lowercase();
        let same = Self {
            login: other.login.clone(),
            ..self.clone()
        };
        login == other.login.to_lowercase() && same == *other
    }
}

/// A line of *việc cần làm trên Hệ thống CSDL*: we cannot act there, a person does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlTask {
    /// Identity.
    pub id: crate::ids::CsdlTaskId,
    /// Whose list.
    pub unit: UnitId,
    /// Which login; none where the register has none.
    pub account: Option<AccountId>,
    /// What to do.
    pub action: CsdlAction,
    /// With which right; none for the account itself.
    pub delegation: Option<DelegationId>,
    /// By which minutes; none where a comparison found it.
    pub minutes: Option<MinutesId>,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who did it, and on which day.
    pub done: Option<CsdlDone>,
    /// What a comparison with the accounts there found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<CsdlFinding>,
}

/// That a line of the work list was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlDone {
    /// Who did it, or compared.
    pub by: OfficerId,
    /// When that was entered.
    pub at: DateTime<Utc>,
    /// The day on which it was done there.
    pub on: NaiveDate,
    /// Why it is over, where nobody ticked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<CsdlOver>,
}

/// Why a line is over although nobody ticked it. Lines of minutes are over only by what a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CsdlOver {
    /// A later list shows that it was done there.
    SeenThere,
    /// The register has what was missing.
    SettledHere,
    /// The import that found it was undone.
    Undone,
}
