//! Requests and replies of the first sync: enrol, push, pull. Control and pages are JSON for now.

use chrono::{DateTime, Utc};
use domain::ids::{BlobHash, DeviceId, OfficerId, UnitId};
use domain::{Refusal, Row};
use serde::{Deserialize, Serialize};

use crate::op::{OpResult, SignedOp};

/// Registers a device with a one-time code.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// Wire version.
    pub v: u32,
    /// The code as it was typed.
    pub code: String,
    /// The new device.
    pub device: DeviceId,
    /// Its public key, 64 hex digits.
    pub public_key: String,
    /// The person, when the unit was founded on this machine.
    pub officer: Option<OfficerId>,
    /// The unit that was founded on this machine.
    pub unit: Option<UnitId>,
}

/// Who the device now speaks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolReply {
    /// The person.
    pub officer: OfficerId,
    /// The unit.
    pub unit: UnitId,
    /// The unit above, under which a unit that was founded alone now stands.
    pub parent: Option<UnitId>,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// Sends ops in their order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushRequest {
    /// Wire version.
    pub v: u32,
    /// Ops of one device.
    pub ops: Vec<SignedOp>,
    /// Answers to those among them that the server refused before it lost its history: they stay
    /// refused.
    #[serde(default)]
    pub refused_before: Vec<OpResult>,
}

/// One answer per op. After a temporary refusal the rest of the batch was not looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushReply {
    /// Answers, in order.
    pub results: Vec<OpResult>,
    /// The place the server expects next.
    pub expected_seq: i64,
    /// Files that must come first.
    pub missing: Vec<BlobHash>,
    /// Why the batch stopped before its end, if it did: a temporary reason, or one that no op of
    /// this device survives.
    pub stopped: Option<Refusal>,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// How far a replica has come in one stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The stream.
    pub stream: UnitId,
    /// The last sequence number that was taken.
    pub seq: i64,
    /// Whether the whole stream was taken; otherwise only its common rows.
    #[serde(default)]
    pub whole: bool,
}

/// Asks for everything after the positions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullRequest {
    /// Wire version.
    pub v: u32,
    /// The server's epoch as the replica knows it; another one starts from nothing.
    pub epoch: Option<String>,
    /// Positions by stream; a stream that is not named is wanted from its beginning.
    pub positions: Vec<Position>,
    /// The last op of this device whose answer it has: a server that knows less has lost history.
    #[serde(default)]
    pub answered_seq: i64,
}

/// A row as the server has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireRow {
    /// Place in its stream.
    pub seq: i64,
    /// Version, raised by every change.
    pub version: i64,
    /// The row.
    pub row: Row,
}

/// A page of rows, and the checkpoint at which the replica equals the server when nothing more
/// follows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullReply {
    /// The server's epoch.
    pub epoch: String,
    /// Rows, ordered by stream and place.
    pub rows: Vec<WireRow>,
    /// Whether more follows before the checkpoint.
    pub more: bool,
    /// Positions after this page.
    pub positions: Vec<Position>,
    /// The last op of this device that the server has answered.
    pub last_op_seq: i64,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_looks_the_same_on_the_wire_for_ever_and_an_older_office_is_still_understood() {
        let stream = UnitId(uuid::Uuid::from_u128(3));
        let request = PullRequest {
            v: crate::WIRE_VERSION,
            epoch: Some("e".into()),
            positions: vec![Position {
                stream,
                seq: 7,
                whole: true,
            }],
            answered_seq: 5,
        };
        assert_eq!(
            serde_json::to_string(&request).unwrap(),
            include_str!("snapshots/pull.v1.json").trim_end()
        );
        let older = r#"{"v":1,"epoch":null,"positions":[{"stream":"00000000-0000-0000-0000-000000000003","seq":7}]}"#;
        let read: PullRequest = serde_json::from_str(older).unwrap();
        assert_eq!(
            (read.answered_seq, read.positions[0].whole),
            (0, false),
            "what it does not say is asked for again"
        );
    }
}
