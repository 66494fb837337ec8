//! The only way time and fresh ids enter the rules.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ids::OpId;

/// The op an act is done by, and the instant it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The op that carries the act.
    pub op: OpId,
    /// When the act was recorded on the machine where it was done.
    pub at: DateTime<Utc>,
}

impl Stamp {
    /// The `n`-th fresh id of this op: a UUIDv8 of SHA-256(op ‖ n).
    ///
    /// The same op makes the same ids on the replica, on its re-run and on the server, and nobody
    /// can choose an id that names somebody else's row.
    ///
    /// ```
    /// use domain::{Stamp, ids::OpId};
    /// let stamp = Stamp { op: OpId(Default::default()), at: Default::default() };
    /// assert_eq!(stamp.id(1), stamp.id(1));
    /// assert_ne!(stamp.id(1), stamp.id(2));
    /// ```
    #[must_use]
    pub fn id(&self, n: u32) -> Uuid {
        let digest = Sha256::new()
            .chain_update(self.op.0.as_bytes())
            .chain_update(n.to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Uuid::new_v8(bytes)
    }
}
