//! The way minutes are signed.

use serde::{Deserialize, Serialize};

/// The way minutes are signed (`minutes.md` §2): chosen by the unit, and possible for single
/// minutes. A later one is further from the pen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// By pen; the paper is the original.
    #[default]
    Paper,
    /// The giver and the organisation digitally, the receiver by pen on the print; the paper is the
    /// original.
    Mixed,
    /// Everybody digitally, one after the other in one file, which is the original.
    Digital,
}

impl Route {
    /// For serde: what is not said is paper.
    #[must_use]
    pub fn is_paper(&self) -> bool {
        *self == Self::Paper
    }
}
