//! Who is at work on this machine: person, unit, device and its key.

use domain::ids::{DeviceId, OfficerId, UnitId};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

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
    secret: String,
    /// The server, once enrolled.
    pub server: Option<String>,
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
            secret: hex::encode(clock.random()),
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
        let bytes = hex::decode(&self.secret)
            .ok()
            .and_then(|b| <[u8; 32]>::try_from(b).ok())
            .unwrap_or_default();
        SigningKey::from_bytes(&bytes)
    }
}

pub(crate) async fn load(db: &mut replica::Connection) -> Reply<Option<Identity>> {
    Ok(replica::settings::get(db, "identity").await?)
}

pub(crate) async fn store(db: &mut replica::Connection, identity: &Identity) -> Reply<()> {
    Ok(replica::settings::put(db, "identity", identity).await?)
}
