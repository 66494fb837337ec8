//! The work list on the Hệ thống CSDL: what a person does there after each signing or take-back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, DelegationId, MinutesId, OfficerId, UnitId};

/// Why a line of the work list on the Hệ thống CSDL is there.
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
}

/// A line of *việc cần làm trên Hệ thống CSDL*: we cannot act there, a person does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlTask {
    /// Identity.
    pub id: crate::ids::CsdlTaskId,
    /// Whose list.
    pub unit: UnitId,
    /// Which login.
    pub account: AccountId,
    /// What to do.
    pub action: CsdlAction,
    /// With which right; none for the account itself.
    pub delegation: Option<DelegationId>,
    /// By which minutes.
    pub minutes: MinutesId,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who did it, and on which day.
    pub done: Option<CsdlDone>,
}

/// That somebody did a line of the work list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsdlDone {
    /// Who.
    pub by: OfficerId,
    /// When it was ticked.
    pub at: DateTime<Utc>,
    /// The day on which it was done there.
    pub on: NaiveDate,
}
