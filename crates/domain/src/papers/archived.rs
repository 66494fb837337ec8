//! A signed file as it is kept for long.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::BlobHash;

/// A signed file with its evidence under a time stamp. It begins with the bytes that were signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The file.
    pub blob: BlobHash,
    /// Until when the certificates of the time stamp hold.
    pub until: DateTime<Utc>,
    /// The files with earlier time stamps, which people may have been given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<BlobHash>,
}
