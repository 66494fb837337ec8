//! The register of numbers of one unit and year, leased to one device as a block (`sync.md` §3.8).

use serde::{Deserialize, Serialize};

use crate::ids::{DeviceId, RegisterId, UnitId};

/// Numbers a lease covers by default.
pub const BLOCK: u32 = 50;

/// The register of one unit and calendar year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Identity: one per unit and year.
    pub id: RegisterId,
    /// Whose.
    pub unit: UnitId,
    /// Calendar year of the numbers.
    pub year: i32,
    /// The device that may number now.
    pub holder: DeviceId,
    /// Raised at each take-over.
    pub epoch: u32,
    /// The next number.
    pub next: u32,
    /// Last number of the block.
    pub ceiling: u32,
    /// Numbers that were lost at a take-over, closed as *bỏ số* with the reason.
    pub skipped: Vec<Skipped>,
}

/// A run of numbers that no minutes will ever carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// First.
    pub from: u32,
    /// Last.
    pub to: u32,
    /// Why.
    pub reason: String,
}
