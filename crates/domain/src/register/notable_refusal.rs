//! Refusals that an unmodified program would not have run into: *việc bị từ chối đáng chú ý*.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{DeviceId, NotableRefusalId, OfficerId, UnitId};
use crate::refusal::Code;

/// What a machine tried on a day and was refused, however often. It says who, which machine, what
/// and when, and nothing of what the act held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotableRefusal {
    /// Identity: follows from machine, kind, code and day.
    pub id: NotableRefusalId,
    /// The unit that is told: the one above the machine's; the Sở of its own.
    pub unit: UnitId,
    /// The unit of the machine.
    pub in_unit: UnitId,
    /// For whom the machine speaks.
    pub actor: OfficerId,
    /// The machine.
    pub device: DeviceId,
    /// Versioned name of the act; none where it was refused before anybody read an act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Why it was refused.
    pub code: Code,
    /// When first on that day.
    pub first_at: DateTime<Utc>,
    /// When last.
    pub last_at: DateTime<Utc>,
    /// How often.
    pub times: u32,
}
