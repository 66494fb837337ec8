//! An import as a person has chosen it.

use domain::ids::DocumentId;
use planning::Fix;
use serde::{Deserialize, Serialize};
use workbook::{Choice, Kind};

/// A whole import as a person has chosen it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportRequest {
    /// What the table lists.
    pub kind: Kind,
    /// Sheet, header, columns.
    pub choice: Choice,
    /// Cells that were mended.
    pub fixes: Vec<Fix>,
    /// Rows that are left out.
    pub leave_out: Vec<u32>,
    /// Rows whose changes of posts, classes and their teachers are taken.
    #[serde(default)]
    pub changes: Vec<u32>,
    /// The paper that the drafts of the list cite.
    #[serde(default)]
    pub ground: Option<DocumentId>,
    /// Whether every proposal is taken, such as the zero that Excel took away.
    pub take_proposals: bool,
}

impl ImportRequest {
    /// An import of a kind with everything as it is found.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            choice: Choice::default(),
            fixes: vec![],
            leave_out: vec![],
            changes: vec![],
            ground: None,
            take_proposals: false,
        }
    }
}
