//! Requests and replies of the first sync: enrol, push, pull. Control and pages are JSON for now.

use chrono::{DateTime, Utc};
use domain::ids::OpId;
use domain::ids::{BlobHash, DeviceId, OfficerId, UnitId};
use domain::{Refusal, Row};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::address::Fingerprint;
use crate::heard::RawOp;
use crate::op::OpResult;

/// Registers a device with a one-time code.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// Wire version.
    pub v: u32,
    /// The code as it was typed.
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub code: String,
    /// The new device.
    pub device: DeviceId,
    /// Its public key, 64 hex digits.
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub public_key: String,
    /// The person, when the unit was founded on this machine.
    pub officer: Option<OfficerId>,
    /// The unit that was founded on this machine.
    pub unit: Option<UnitId>,
}

/// Who the device now speaks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct EnrolReply {
    /// The person.
    pub officer: OfficerId,
    /// The unit.
    pub unit: UnitId,
    /// The unit above, under which a unit that was founded alone now stands.
    pub parent: Option<UnitId>,
    /// The server's own authorities, the one that is and the one that will follow; none where it has
    /// its certificate from elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(max_items = 2))]
    pub authorities: Vec<Fingerprint>,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// Sends ops in their order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct PushRequest {
    /// Wire version.
    pub v: u32,
    /// Ops of one device.
    #[cfg_attr(feature = "api", schema(value_type = Vec<crate::SignedOp>, max_items = 256))]
    pub ops: Vec<RawOp>,
    /// Answers to those among them that the server refused before it lost its history: they stay
    /// refused. That they were refused is all that counts of it, and only after such a loss.
    #[serde(default)]
    #[cfg_attr(feature = "api", schema(max_items = 256))]
    pub refused_before: Vec<OpResult>,
}

/// One answer per op. After a temporary refusal the rest of the batch was not looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct PushReply {
    /// Answers, in order.
    #[cfg_attr(feature = "api", schema(max_items = 256))]
    pub results: Vec<OpResult>,
    /// The place the server expects next.
    pub expected_seq: i64,
    /// Files that must come first.
    #[cfg_attr(feature = "api", schema(max_items = 256))]
    pub missing: Vec<BlobHash>,
    /// Why the batch stopped before its end, if it did: a temporary reason, or one that no op of
    /// this device survives.
    pub stopped: Option<Refusal>,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// How much of a file the server has from a device by now: what was sent is done again from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct FileSent {
    /// Bytes, from its beginning.
    pub has: u64,
    /// Whether it is kept, whoever brought it.
    pub whole: bool,
}

/// How far a replica has come in one stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct PullRequest {
    /// Wire version.
    pub v: u32,
    /// The server's epoch as the replica knows it; another one starts from nothing.
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub epoch: Option<String>,
    /// Positions by stream; a stream that is not named is wanted from its beginning.
    #[cfg_attr(feature = "api", schema(max_items = 10000))]
    pub positions: Vec<Position>,
    /// The last op of this device whose answer it has: a server that knows less has lost history.
    #[serde(default)]
    pub answered_seq: i64,
    /// The mark of the last page: with it positions are not needed, and the server looks only at
    /// what changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub mark: Option<String>,
    /// How many acts of this device the server has still to hear of, those that are held up too. With
    /// none left, what comes later was not done before now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsent: Option<u64>,
    /// Most rows of a page: a line that breaks is asked for less at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "api", schema(minimum = 1, maximum = 5000))]
    pub most: Option<u32>,
    /// Ops of this device that the server keeps: is there another answer by now?
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(max_items = 10000))]
    pub held: Vec<OpId>,
}

/// A row as the server has it. It is carried as it is written, so that a program that does not know
/// the table or a field keeps it for one that does. Every row has an `id`, and a `unit` unless it is
/// one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct WireRow {
    /// Place in its stream.
    pub seq: i64,
    /// Version, raised by every change.
    pub version: i64,
    /// The row.
    #[cfg_attr(feature = "api", schema(value_type = AnyRow))]
    pub row: Box<RawValue>,
}

/// What any row says, whichever program wrote it. How each looks for ever stands in
/// `crates/domain/pins`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct AnyRow {
    /// Name of its table.
    #[cfg_attr(feature = "api", schema(max_length = 500))]
    pub table: String,
    /// Itself, as far as every program knows it.
    pub row: AnyBody,
}

/// The fields that every row has.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct AnyBody {
    /// Its id.
    pub id: uuid::Uuid,
    /// The unit in whose file it lies; none for a unit itself.
    pub unit: Option<uuid::Uuid>,
}

impl WireRow {
    /// A row on its way.
    ///
    /// # Errors
    /// Those of writing JSON.
    pub fn of(seq: i64, version: i64, row: &Row) -> serde_json::Result<Self> {
        let row = serde_json::value::to_raw_value(row)?;
        Ok(Self { seq, version, row })
    }

    /// The row, if this program can read it.
    #[must_use]
    pub fn read(&self) -> Option<Row> {
        serde_json::from_str(self.row.get()).ok()
    }

    /// What every program reads of it.
    ///
    /// # Errors
    /// Those of reading JSON: what is no row of any program.
    pub fn any(&self) -> serde_json::Result<AnyRow> {
        serde_json::from_str(self.row.get())
    }
}

/// A page of rows, and the checkpoint at which the replica equals the server when nothing more
/// follows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct PullReply {
    /// The server's epoch.
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub epoch: String,
    /// Rows, ordered by stream and place.
    #[cfg_attr(feature = "api", schema(max_items = 5000))]
    pub rows: Vec<WireRow>,
    /// Whether more follows before the checkpoint.
    pub more: bool,
    /// Positions after this page.
    #[cfg_attr(feature = "api", schema(max_items = 10000))]
    pub positions: Vec<Position>,
    /// The last op of this device that the server has answered.
    pub last_op_seq: i64,
    /// How far the server had come, for the next request. None with `more`: what this device may
    /// see has changed, so it names its positions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub mark: Option<String>,
    /// Answers to ops that were kept, and are no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(max_items = 10000))]
    pub answers: Vec<OpResult>,
    /// The server's own authorities, the one that is and the one that will follow; none where it has
    /// its certificate from elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "api", schema(max_items = 2))]
    pub authorities: Vec<Fingerprint>,
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
            mark: None,
            unsent: None,
            most: None,
            held: vec![],
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
