//! Acts that the server keeps until somebody who leads has decided: whoever did them might when he
//! did, and might not any more when the server heard of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{DeviceId, HeldActId, MinutesId, OfficerId, UnitId};
use crate::refusal::Code;

/// An act that waits for a decision, and the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldAct {
    /// Identity: that of its op.
    pub id: HeldActId,
    /// The unit of whoever did it; who leads it, or a unit above, decides.
    pub unit: UnitId,
    /// Who did it.
    pub actor: OfficerId,
    /// On which machine.
    pub device: DeviceId,
    /// Versioned name of the act.
    pub kind: String,
    /// The unit in whose stream it would change rows.
    pub in_unit: UnitId,
    /// The minutes that it is about, where it is about single ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<MinutesId>,
    /// When it was done, as the machine says: no later than its receipt, and otherwise unproven.
    pub done_at: DateTime<Utc>,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// Why it waits.
    pub reason: Code,
    /// What was decided, once it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<HeldDecision>,
}

/// What an act says of itself that was held and is taken: it counts from when it was taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Who did it.
    pub by: OfficerId,
    /// When, as that machine said.
    pub done_at: DateTime<Utc>,
}

/// What became of a held act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldDecision {
    /// Who decided.
    pub by: OfficerId,
    /// When. An act that is taken counts from now on, never from when it was done.
    pub at: DateTime<Utc>,
    /// Whether it is taken; otherwise it is returned.
    pub taken: bool,
    /// Why it is returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why its rule refused it although it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Code>,
}
