//! What the server keeps, whatever keeps it. The server knows [`Store`] and [`Work`] and no backend;
//! `main` alone chooses one. Every backend passes the same suite, `conformance`.

#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod map;
mod types;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::Facts;
use domain::facts::{Scene, Scope};
use domain::ids::{BlobHash, DeviceId, MinutesId, OpId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::row::{Change, Row, Table};
use protocol::OpResult;
use uuid::Uuid;

pub use map::MapStore;
pub use types::{Contact, Device, Error, Invite, KeptOp, Known, Page, Result};

/// What the server keeps. Reading never waits for writing.
#[async_trait]
pub trait Store: Send + Sync + std::fmt::Debug {
    /// Begins work on the one writer. Dropped without [`Work::commit`], nothing happened.
    ///
    /// # Errors
    /// [`Error::Backend`]; so for every function here.
    async fn begin(&self) -> Result<Box<dyn Work + '_>>;

    /// The server's epoch: another one tells replicas that history was lost.
    fn epoch(&self) -> String;

    /// When history was found lost and a new epoch began; none on a server that never lost any.
    fn renewed_at(&self) -> Option<DateTime<Utc>>;

    /// Begins a new epoch: every replica starts from nothing and offers again what the server no
    /// longer knows.
    async fn renew_epoch(&self, fresh: Uuid, at: DateTime<Utc>) -> Result<()>;

    /// Whether a replica has seen what this store does not have: an older copy was put back.
    async fn is_behind(&self, known: &Known) -> Result<bool>;

    /// What a device of a unit may see after what it knows: everything of the unit and below, and
    /// what is common of the units above. Rows and checkpoint belong together. A device that knows a
    /// mark is told in the time that the changes since then take.
    async fn page(&self, device: DeviceId, unit: UnitId, known: &Known, limit: i64)
    -> Result<Page>;

    /// The rows that a scope asks for.
    async fn gather(&self, scope: &Scope) -> Result<Facts>;

    /// Every row of a unit, of those above it, and the common ones of those right below.
    async fn facts(&self, unit: UnitId) -> Result<Facts>;

    /// Every row of a table that was not withdrawn, for tools and tests.
    async fn all(&self, table: Table) -> Result<Vec<Row>>;

    /// Whether a row is there, withdrawn or not.
    async fn has_row(&self, table: Table, id: Uuid) -> Result<bool>;

    /// Whether nothing was ever stored.
    async fn is_empty(&self) -> Result<bool>;

    /// The minutes of a verification token, 32 hex digits.
    async fn minutes_by_token(&self, token: &str) -> Result<Option<HandoverMinutes>>;

    /// The minutes whose signed files wait for evidence, or whose time stamps end before an instant,
    /// each with its unit.
    async fn to_keep(&self, before: DateTime<Utc>) -> Result<Vec<(UnitId, MinutesId)>>;

    /// A device.
    async fn device(&self, device: DeviceId) -> Result<Option<Device>>;

    /// Registers a device without a code: for the demo's people, whose keys come from a seed.
    async fn add_device(&self, device: &Device, at: DateTime<Utc>) -> Result<()>;

    /// Notes that a device took what the server had.
    async fn note_contact(&self, device: DeviceId, contact: &Contact) -> Result<()>;

    /// Ends a device: its next request is refused.
    async fn revoke(&self, device: DeviceId, at: DateTime<Utc>) -> Result<()>;

    /// Codes that are not used up: no device, or one that never spoke and was not revoked, has them.
    async fn invites(&self) -> Result<Vec<Invite>>;

    /// Keeps a code's hash.
    async fn add_invite(&self, invite: &Invite) -> Result<()>;

    /// Counts a wrong try against a code.
    async fn count_try(&self, invite: Uuid) -> Result<()>;

    /// Registers the device of a code, all or nothing; false if the code is used up or the device is
    /// somebody else's. An answer that was lost on the way costs nobody the code: until its device
    /// has spoken, the code may register the same device again, or another one in its place.
    async fn enrol(&self, invite: Uuid, device: &Device, at: DateTime<Utc>) -> Result<bool>;

    /// Notes that a file is here.
    async fn note_file(&self, hash: &BlobHash, size: u64, at: DateTime<Utc>) -> Result<()>;

    /// The size of a file in bytes; none if it is not here.
    async fn file_size(&self, hash: &BlobHash) -> Result<Option<u64>>;

    /// Whether any row that a unit's device may see as its own or below cites a file.
    async fn cites(&self, unit: UnitId, hash: &BlobHash) -> Result<bool>;

    /// Every op with its answer, as they were received, for tools and tests.
    async fn history(&self) -> Result<Vec<(KeptOp, OpResult)>>;

    /// An op with its answer.
    async fn kept(&self, op: OpId) -> Result<Option<(KeptOp, OpResult)>>;

    /// Ops that were kept because they are of a newer program, oldest first.
    async fn newer_ops(&self) -> Result<Vec<KeptOp>>;

    /// The answers of ops of a device that it believes to be kept, and that are not any more.
    async fn answers(&self, device: DeviceId, held: &[OpId]) -> Result<Vec<OpResult>>;
}

/// Work on the one writer: all of it comes to be with [`Work::commit`], or nothing.
#[async_trait]
pub trait Work: Send {
    /// The device as it stands now.
    async fn device(&mut self, device: DeviceId) -> Result<Option<Device>>;

    /// The answers that ops got before, of those that came already.
    async fn answers(&mut self, ops: &[OpId]) -> Result<Vec<OpResult>>;

    /// Loads what a scope needs and the scene does not have yet.
    async fn load(&mut self, scene: &mut Scene, scope: &Scope) -> Result<()>;

    /// Whether any of some rows changed after a commit.
    async fn changed_since(&mut self, rows: &[(Table, Uuid)], commit: i64) -> Result<bool>;

    /// Units that stand right under a unit.
    async fn children(&mut self, unit: UnitId) -> Result<Vec<UnitId>>;

    /// Writes the rows that follow from an op, gives them their places, keeps the op with its answer
    /// and moves the device on.
    ///
    /// # Errors
    /// [`Error::Taken`] if a key is taken, and then nothing of this op was written; the work goes on.
    async fn put(&mut self, changes: &[Change], op: &KeptOp, result: &OpResult) -> Result<()>;

    /// Gives an op that was kept another answer, with the rows that follow from it now.
    ///
    /// # Errors
    /// [`Error::Taken`], as for [`Work::put`].
    async fn answer_again(&mut self, changes: &[Change], result: &OpResult) -> Result<()>;

    /// Moves a device on past an op that was answered before.
    async fn move_on(&mut self, op: &KeptOp) -> Result<()>;

    /// Writes rows that no op brought: what the server itself adds.
    ///
    /// # Errors
    /// [`Error::Taken`].
    async fn write(&mut self, changes: &[Change]) -> Result<()>;

    /// Makes it last.
    async fn commit(self: Box<Self>) -> Result<()>;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    async fn empty() -> Arc<dyn Store> {
        Arc::new(MapStore::new(Uuid::nil()))
    }

    crate::conformance!(empty);
}
