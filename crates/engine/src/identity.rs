//! Who is at work on this machine: person, unit, device and its key.

use domain::ids::{DeviceId, OfficerId, UnitId};
use ed25519_dalek::SigningKey;
use protocol::Address;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{Clock, Reply};

/// A person on a machine. The key lies only in the encrypted replica.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    /// The person.
    pub officer: OfficerId,
    /// The person's unit.
    pub unit: UnitId,
    /// The machine.
    pub device: DeviceId,
    /// Secret half of the device key, 64 hex digits.
    #[serde(with = "digits")]
    secret: Zeroizing<[u8; 32]>,
    /// The server, once enrolled.
    pub server: Option<Address>,
    /// Whether this is the demo.
    pub demo: bool,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("officer", &self.officer)
            .field("unit", &self.unit)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// A new device for a person.
    #[must_use]
    pub fn new(clock: &Clock, officer: OfficerId, unit: UnitId) -> Self {
        let device = DeviceId(clock.uuid(clock.now()));
        Self {
            officer,
            unit,
            device,
            secret: Zeroizing::new(clock.random()),
            server: None,
            demo: false,
        }
    }

    /// The same person on a device that no server knows yet: after a restore, or when a copy of
    /// this machine is at work.
    #[must_use]
    pub(crate) fn on_new_device(&self, clock: &Clock) -> Self {
        Self {
            server: None,
            demo: self.demo,
            ..Self::new(clock, self.officer, self.unit)
        }
    }

    /// The signing key of the device.
    #[must_use]
    pub fn key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.secret)
    }
}

/// A secret key as it lies in the settings.
mod digits {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use zeroize::Zeroizing;

    pub fn serialize<S: Serializer>(key: &Zeroizing<[u8; 32]>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&Zeroizing::new(hex::encode(key.as_slice())))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Zeroizing<[u8; 32]>, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.as_str(), key.as_mut_slice()).map_err(D::Error::custom)?;
        Ok(key)
    }
}

pub(crate) async fn load(db: &mut replica::Connection) -> Reply<Option<Identity>> {
    Ok(replica::settings::get(db, "identity").await?)
}

pub(crate) async fn store(db: &mut replica::Connection, identity: &Identity) -> Reply<()> {
    Ok(replica::settings::put(db, "identity", identity).await?)
}
