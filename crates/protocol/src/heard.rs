//! Ops as a server hears them: one by one, so that an op that it does not understand yet is kept as
//! it came, and its neighbours go on.

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, OfficerId, OpId, UnitId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::op::{SignedOp, check};

/// A signed op as it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawOp(Box<RawValue>);

/// What every op says, whichever program made it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Envelope {
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
    /// Who did it.
    pub actor: OfficerId,
    /// The machine's clock.
    pub client_time: DateTime<Utc>,
    /// The server's clock as the machine estimates it.
    pub est_server_time: DateTime<Utc>,
}

/// What a server makes of an op.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// Signed by the device, and understood to the last field.
    Known(Box<SignedOp>),
    /// Signed by the device; its kind or one of its fields is of a newer program.
    Newer(Envelope),
    /// Not signed by the device, or no op at all.
    Forged,
}

impl Heard {
    /// Which op it is, if its device signed it.
    #[must_use]
    pub fn op_id(&self) -> Option<OpId> {
        match self {
            Self::Known(signed) => Some(signed.op.op_id),
            Self::Newer(envelope) => Some(envelope.op_id),
            Self::Forged => None,
        }
    }
}

impl RawOp {
    /// An op on its way.
    ///
    /// # Errors
    /// Those of writing JSON.
    pub fn of(op: &SignedOp) -> serde_json::Result<Self> {
        to_raw_value(op).map(Self)
    }

    /// The op as it came, for keeping.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// The op, if this program knows its kind; its signature is not looked at.
    #[must_use]
    pub fn read(&self) -> Option<SignedOp> {
        serde_json::from_str(self.text()).ok()
    }

    /// What every program reads of it.
    #[must_use]
    pub fn envelope(&self) -> Option<Envelope> {
        #[derive(Deserialize)]
        struct Signed {
            op: Envelope,
        }
        let signed: Signed = serde_json::from_str(self.text()).ok()?;
        Some(signed.op)
    }

    /// The op as the device with a public key signed it. What was signed is what came, with every
    /// field, so nothing that this program does not know is lost on the way.
    #[must_use]
    pub fn heard(&self, public_key: &str) -> Heard {
        if let Some(signed) = self.read().filter(|signed| signed.verify(public_key)) {
            return Heard::Known(Box::new(signed));
        }
        match self
            .envelope()
            .filter(|_| self.signed_as_it_came(public_key))
        {
            Some(envelope) => Heard::Newer(envelope),
            None => Heard::Forged,
        }
    }

    fn signed_as_it_came(&self, public_key: &str) -> bool {
        #[derive(Deserialize)]
        struct Signed {
            op: Value,
            sig: String,
        }
        let Ok(signed) = serde_json::from_str::<Signed>(self.text()) else {
            return false;
        };
        serde_json_canonicalizer::to_vec(&signed.op)
            .is_ok_and(|message| check(public_key, &message, &signed.sig))
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};
    use serde_json::json;

    use super::*;
    use crate::public_key;

    fn signed(op: &Value, key: &SigningKey) -> RawOp {
        let message = serde_json_canonicalizer::to_vec(op).unwrap();
        let sig = hex::encode(key.sign(&message).to_bytes());
        serde_json::from_value(json!({ "op": op, "sig": sig })).unwrap()
    }

    fn op() -> Value {
        serde_json::from_str(include_str!("snapshots/op.v1.json")).unwrap()
    }

    #[test]
    fn an_op_of_a_newer_program_is_heard_with_every_field_that_was_signed() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = public_key(&key);
        assert!(matches!(
            signed(&op(), &key).heard(&public),
            Heard::Known(_)
        ));

        let mut kind = op();
        kind["kind"] = json!("hand_on.v1");
        let Heard::Newer(envelope) = signed(&kind, &key).heard(&public) else {
            panic!("an unknown kind is kept")
        };
        assert_eq!((envelope.kind.as_str(), envelope.seq), ("hand_on.v1", 1));

        let mut field = op();
        field["args"]["witness"] = json!("Trần Văn An");
        assert!(matches!(
            signed(&field, &key).heard(&public),
            Heard::Newer(_)
        ));
    }

    #[test]
    fn whatever_was_not_signed_by_the_device_is_forged() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let other = public_key(&SigningKey::from_bytes(&[8; 32]));
        assert_eq!(signed(&op(), &key).heard(&other), Heard::Forged);
        let no_op = signed(&json!({ "kind": "x" }), &key);
        assert_eq!(no_op.heard(&public_key(&key)), Heard::Forged);
    }
}
