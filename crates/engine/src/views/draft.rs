//! What a draft says, piece by piece, for whoever says it otherwise.

use chrono::NaiveDate;
use domain::Facts;
use domain::calendar::SchoolYear;
use domain::ids::{DelegationId, DocumentId, OfficerId, UnitId};
use domain::kind::{AtDesk, MinutesKind, SpareEnvelope};
use domain::line::Line;
use domain::minutes::{HandoverMinutes, Progress};
use serde::Serialize;

use super::rights::line_text;
use crate::Reply;

/// A line of a draft.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DraftLine {
    /// The right that waits.
    pub id: DelegationId,
    /// In words.
    pub says: String,
    /// As the act takes it.
    pub line: Line,
}

/// What a draft says that can be said otherwise.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DraftSays {
    /// Who signs as giver.
    pub giver: OfficerId,
    /// The unit whose register of documents is cited.
    pub giver_unit: UnitId,
    /// The school year.
    pub year: SchoolYear,
    /// Lines; none where an account is handed over as a whole.
    pub lines: Vec<DraftLine>,
    /// Papers that are cited.
    pub grounds: Vec<DocumentId>,
    /// Last day of a custody.
    pub valid_until: Option<NaiveDate>,
    /// What only the handover desk knows.
    pub at_desk: Option<AtDesk>,
    /// The spare password.
    pub spare_envelope: Option<SpareEnvelope>,
}

/// What a draft says; nothing of what is frozen, has ended, or no handover drafts.
pub(super) fn draft_says(facts: &Facts, m: &HandoverMinutes) -> Reply<Option<DraftSays>> {
    if !m.open() || m.progress != Progress::Draft || !m.kind.opens_rights() {
        return Ok(None);
    }
    let words = ::minutes::words::words()?;
    let waiting = || facts.rights_by(m.id).filter(|right| right.waits());
    let by_line = m.kind.by_person() && m.kind != MinutesKind::Custody;
    let lines = waiting().filter(|_| by_line).map(|right| DraftLine {
        id: right.id,
        says: line_text(facts, &right.line, words),
        line: right.line.clone(),
    });
    let custody = waiting().filter(|_| m.kind == MinutesKind::Custody);
    Ok(Some(DraftSays {
        giver: m.giver,
        giver_unit: m.giver_unit,
        year: m.year,
        lines: lines.collect(),
        grounds: m.grounds.clone(),
        valid_until: custody.filter_map(|right| right.line.until).max(),
        at_desk: m.at_desk.clone(),
        spare_envelope: m.spare_envelope.clone(),
    }))
}
