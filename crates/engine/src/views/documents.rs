//! Papers that minutes may cite.

use chrono::NaiveDate;
use domain::document::DocumentKind;
use domain::ids::{DocumentId, UnitId};
use serde::Serialize;

use crate::{Engine, Reply};

/// A paper in the register of documents.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DocumentRow {
    /// Identity.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// `Quyết định`.
    pub title: String,
    /// Number.
    pub number: String,
    /// Date.
    pub date: NaiveDate,
    /// Subject.
    pub subject: String,
}

impl Engine {
    /// The register of papers that minutes may cite, newest first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn documents(&self, unit: UnitId) -> Reply<Vec<DocumentRow>> {
        let facts = self.facts(unit).await?;
        let mut rows: Vec<DocumentRow> = facts
            .documents
            .values()
            .filter(|d| d.unit == unit)
            .map(|d| DocumentRow {
                id: d.id,
                kind: d.kind,
                title: d.title.clone(),
                number: d.number.clone(),
                date: d.date,
                subject: d.subject.clone(),
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.date));
        Ok(rows)
    }
}
