//! What a store keeps besides rows.

use chrono::{DateTime, Utc};
use domain::Refusal;
use domain::ids::{DeviceId, OfficerId, OpId, UnitId};
use protocol::{Position, RawOp, SignedOp, WireRow};
use uuid::Uuid;

/// What can go wrong in a store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A key is taken: the op is refused.
    #[error(transparent)]
    Taken(Refusal),
    /// Stored data cannot be read.
    #[error("stored data: {0}")]
    Stored(String),
    /// The backend.
    #[error("database: {0}")]
    Backend(#[from] Box<dyn std::error::Error + Send + Sync>),
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Stored(error.to_string())
    }
}

/// Result of a store.
pub type Result<T> = std::result::Result<T, Error>;

/// A registered device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Identity.
    pub device: DeviceId,
    /// The person it speaks for.
    pub officer: OfficerId,
    /// The person's unit.
    pub unit: UnitId,
    /// Ed25519 public key, 64 hex digits.
    pub public_key: String,
    /// The last op that was answered.
    pub last_op_seq: i64,
    /// When that op counts as done; it never falls.
    pub last_op_at: Option<DateTime<Utc>>,
    /// Whether it may found its own unit.
    pub founds: bool,
    /// The unit under which it founds.
    pub parent: Option<UnitId>,
    /// When it last took what the server had, to the hour; none before the first time.
    pub last_contact: Option<DateTime<Utc>>,
    /// The last contact at which it had nothing left to send: what it sends later was not done before.
    /// A new machine of a person has it from the one before; none for who founded alone, until then.
    pub settled_at: Option<DateTime<Utc>>,
    /// The last of its ops whose answer it says to have.
    pub heard_seq: i64,
    /// The commit up to which it took what the server had.
    pub seen: i64,
    /// When it was enrolled.
    pub enrolled_at: DateTime<Utc>,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// What a device says and gets when it has taken what the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it has nothing left to send.
    pub settled: bool,
    /// The last of its ops whose answer it has.
    pub heard_seq: i64,
    /// The mark up to which it took what the server had; without one what it had seen before stays.
    pub mark: Option<String>,
}

/// A one-time code, as far as the server knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Identity.
    pub id: Uuid,
    /// Argon2id hash of the code.
    pub code_hash: String,
    /// The person it is for; none if the person founds the own unit.
    pub officer: Option<OfficerId>,
    /// The person's unit.
    pub unit: Option<UnitId>,
    /// The unit above, for a unit that was founded alone.
    pub parent: Option<UnitId>,
    /// Wrong tries so far.
    pub tries: i64,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// An op as it is kept: what every program reads of it, and the whole as it came.
#[derive(Clone, Debug)]
pub struct KeptOp {
    /// Identity.
    pub op_id: OpId,
    /// The machine.
    pub device: DeviceId,
    /// Place among the ops of the machine.
    pub seq: i64,
    /// Versioned name of the act.
    pub kind: String,
    /// The unit in whose stream it changes rows.
    pub unit: UnitId,
    /// When it counts as done: what the machine says, within what the server can prove.
    pub done_at: DateTime<Utc>,
    /// The signed op as it came.
    pub body: String,
}

impl KeptOp {
    /// An op that this program understands.
    #[must_use]
    pub fn of(signed: &SignedOp, raw: &RawOp, done_at: DateTime<Utc>) -> Self {
        let op = &signed.op;
        Self {
            op_id: op.op_id,
            device: op.device,
            seq: op.seq,
            kind: op.act.kind().to_owned(),
            unit: op.unit,
            done_at,
            body: raw.text().to_owned(),
        }
    }

    /// An op of a newer program.
    #[must_use]
    pub fn newer(envelope: &protocol::Envelope, raw: &RawOp, done_at: DateTime<Utc>) -> Self {
        Self {
            op_id: envelope.op_id,
            device: envelope.device,
            seq: envelope.seq,
            kind: envelope.kind.clone(),
            unit: envelope.unit,
            done_at,
            body: raw.text().to_owned(),
        }
    }
}

/// How far a replica has come.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The mark of the last page, if it has one: then positions are not looked at.
    pub mark: Option<String>,
    /// Positions by stream; a stream that is not named is wanted from its beginning.
    pub positions: Vec<Position>,
}

/// Rows and the checkpoint that belongs to them.
#[derive(Debug, Default)]
pub struct Page {
    /// Rows.
    pub rows: Vec<WireRow>,
    /// Positions after them.
    pub positions: Vec<Position>,
    /// Whether more follows.
    pub more: bool,
    /// How far the store had come; none if the replica must name its positions, because what it may
    /// see has changed.
    pub mark: Option<String>,
    /// The device's last answered op.
    pub last_op_seq: i64,
}
