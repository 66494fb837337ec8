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
    /// Last day on which it holds, once that is known.
    pub until: Option<NaiveDate>,
    /// Whether minutes that are drafted now may cite it.
    pub in_force: bool,
}

impl Engine {
    /// The papers that minutes may cite which are drafted now, newest first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn documents_in_force(&self, unit: UnitId) -> Reply<Vec<DocumentRow>> {
        let mut rows = self.documents(unit).await?;
        rows.retain(|row| row.in_force);
        Ok(rows)
    }

    /// The register of papers that minutes may cite, newest first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn documents(&self, unit: UnitId) -> Reply<Vec<DocumentRow>> {
        let facts = self.facts(unit).await?;
        let today = self.today();
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
                until: d.until,
                in_force: d.goes_on(today),
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.date));
        Ok(rows)
    }
}
