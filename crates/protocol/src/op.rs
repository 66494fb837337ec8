//! Ops: what a person did, signed by the device with Ed25519 over canonical JSON (RFC 8785).

use chrono::{DateTime, Utc};
use domain::acts::{Act, Ctx};
use domain::ids::{BlobHash, DeviceId, OfficerId, OpId, UnitId};
use domain::{Refusal, Stamp};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A row that an edit aims at, and the version it was made on. Acts have none: their rule decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct Target {
    /// Table.
    #[cfg_attr(feature = "api", schema(max_length = 500))]
    pub table: String,
    /// Row.
    pub id: Uuid,
    /// Server version that was seen.
    pub base_version: i64,
}

/// One thing that a person did, as it is stored and sent. Integers and strings only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct Op {
    /// Wire version.
    pub v: u32,
    /// Identity, UUIDv7.
    pub op_id: OpId,
    /// The machine.
    pub device: DeviceId,
    /// Place among the ops of the machine, from 1 without gap.
    pub seq: i64,
    /// What was done.
    #[serde(flatten)]
    #[cfg_attr(feature = "api", schema(value_type = crate::AnyAct))]
    pub act: Act,
    /// The unit in whose stream it changes rows.
    pub unit: UnitId,
    /// Who did it.
    pub actor: OfficerId,
    /// Rows that an edit aims at.
    #[cfg_attr(feature = "api", schema(max_items = 2000))]
    pub targets: Vec<Target>,
    /// The machine's clock.
    pub client_time: DateTime<Utc>,
    /// The server's clock as the machine estimates it.
    pub est_server_time: DateTime<Utc>,
    /// Ops that must be accepted before.
    #[cfg_attr(feature = "api", schema(max_items = 2000))]
    pub depends_on: Vec<OpId>,
    /// Files that the server must have before.
    #[cfg_attr(feature = "api", schema(max_items = 2000))]
    pub attachments: Vec<BlobHash>,
}

/// An op with its signature, 128 hex digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct SignedOp {
    /// The op.
    pub op: Op,
    /// Ed25519 over its canonical JSON.
    #[cfg_attr(feature = "api", schema(max_length = 128))]
    pub sig: String,
}

impl Op {
    /// The context in which the rule decides it where it was done: at the machine's clock, put right
    /// by what it knows of the server's. The server moves the instant between what it can prove.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        Ctx {
            actor: self.actor,
            device: self.device,
            stamp: Stamp {
                op: self.op_id,
                at: self.est_server_time,
            },
            taken: None,
        }
    }

    /// Signs the op.
    ///
    /// # Errors
    /// Those of writing JSON: nothing is signed that has no canonical form.
    pub fn sign(self, key: &SigningKey) -> serde_json::Result<SignedOp> {
        let sig = hex::encode(key.sign(&self.canonical()?).to_bytes());
        Ok(SignedOp { op: self, sig })
    }

    fn canonical(&self) -> serde_json::Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self)
    }
}

impl SignedOp {
    /// Whether the signature is that of a public key (64 hex digits).
    #[must_use]
    pub fn verify(&self, public_key: &str) -> bool {
        let message = self.op.canonical();
        message.is_ok_and(|message| check(public_key, &message, &self.sig))
    }
}

/// The public key of a device, 64 hex digits.
#[must_use]
pub fn public_key(key: &SigningKey) -> String {
    hex::encode(key.verifying_key().to_bytes())
}

/// Strictly: neither a key of small order nor another spelling of a signature counts.
pub(crate) fn check(public_key: &str, message: &[u8], signature: &str) -> bool {
    let key = hex::decode(public_key)
        .ok()
        .and_then(|b| <[u8; 32]>::try_from(b).ok())
        .and_then(|b| VerifyingKey::from_bytes(&b).ok());
    let signature = hex::decode(signature)
        .ok()
        .and_then(|b| <[u8; 64]>::try_from(b).ok())
        .map(|b| Signature::from_bytes(&b));
    matches!((key, signature), (Some(key), Some(signature)) if key.verify_strict(message, &signature).is_ok())
}

/// What became of an op: exactly one answer each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OpState {
    /// Done.
    Applied,
    /// Nothing was left to do.
    Noop,
    /// A field was changed by somebody else meanwhile; a person decides.
    Conflict,
    /// Refused; the text is kept.
    Rejected,
    /// Kept until something is cleared up.
    Held,
}

/// The server's answer to one op.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
pub struct OpResult {
    /// Which op.
    pub op_id: OpId,
    /// Its place.
    pub seq: i64,
    /// What became of it.
    pub state: OpState,
    /// Why not, when it was not applied.
    pub refusal: Option<Refusal>,
    /// When the server received it: the time that counts for deadlines.
    pub received_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::acts::ConfirmRecording;
    use domain::ids::MinutesId;

    fn op() -> Op {
        let id = Uuid::from_u128;
        Op {
            v: crate::WIRE_VERSION,
            op_id: OpId(id(1)),
            device: DeviceId(id(2)),
            seq: 1,
            act: Act::ConfirmRecording(ConfirmRecording {
                unit: UnitId(id(3)),
                minutes: MinutesId(id(4)),
            }),
            unit: UnitId(id(3)),
            actor: OfficerId(id(5)),
            targets: vec![],
            client_time: DateTime::from_timestamp(1_788_000_000, 0).unwrap(),
            est_server_time: DateTime::from_timestamp(1_788_000_000, 0).unwrap(),
            depends_on: vec![],
            attachments: vec![],
        }
    }

    #[test]
    fn an_op_looks_the_same_on_the_wire_for_ever() {
        let wire = String::from_utf8(op().canonical().unwrap()).unwrap();
        assert_eq!(wire, include_str!("snapshots/op.v1.json").trim_end());
        let read: Op = serde_json::from_str(&wire).unwrap();
        assert_eq!(read, op());
    }

    #[test]
    fn one_changed_character_breaks_the_signature() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signed = op().sign(&key).unwrap();
        assert!(signed.verify(&public_key(&key)));
        assert!(!signed.verify(&public_key(&SigningKey::from_bytes(&[8; 32]))));
        let mut forged = signed.clone();
        forged.op.seq = 2;
        assert!(!forged.verify(&public_key(&key)));
        let mut wrong = signed;
        wrong.sig.replace_range(0..2, "zz");
        assert!(!wrong.verify(&public_key(&key)));
    }

    #[test]
    fn a_key_that_vouches_for_every_message_vouches_for_none() {
        // The neutral point as the key and as R, with s = 0: it satisfies the equation for whatever
        // is said, unless points of small order are refused.
        let neutral = format!("01{}", "00".repeat(31));
        let sig = format!("{neutral}{}", "00".repeat(32));
        assert!(
            !SignedOp {
                op: op(),
                sig: sig.clone()
            }
            .verify(&neutral)
        );
        let read = crate::RequestSignature::read(&sig).unwrap();
        assert!(!read.holds(&neutral, "POST", "/sync/v1/push", b"{}"));
    }
}
