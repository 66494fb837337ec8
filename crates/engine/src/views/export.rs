//! Exports for other programs: JSON as it is, CSV that a spreadsheet opens without running anything
//! in it.

use domain::Table;

use crate::{Engine, Reply};

/// Tables that can be exported, by their names.
pub const TABLES: [(&str, Table); 6] = [
    ("unit", Table::Unit),
    ("officer", Table::Officer),
    ("school_class", Table::SchoolClass),
    ("delegation", Table::Delegation),
    ("handover_minutes", Table::HandoverMinutes),
    ("register", Table::Register),
];

impl Engine {
    /// Every row of a table as JSON. ID numbers are masked.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn export_json(&self, table: Table) -> Reply<serde_json::Value> {
        let rows = self.replica.all(table).await?;
        let masked = rows.into_iter().map(|row| match row {
            domain::Row::Officer(officer) => {
                let id_number = officer.id_number.as_deref().map(domain::text::masked);
                domain::Row::Officer(domain::officer::Officer {
                    id_number,
                    ..officer
                })
            }
            other => other,
        });
        let rows: Vec<serde_json::Value> = masked
            .filter_map(|row| serde_json::to_value(row).ok())
            .map(|v| v["row"].clone())
            .collect();
        Ok(rows.into())
    }
}

/// Rows of cells as CSV with CRLF and a mark of UTF-8, as spreadsheets expect.
///
/// A cell that a spreadsheet would take for a formula is led by an apostrophe: text is text.
///
/// ```
/// assert_eq!(engine::export::csv(&[vec!["a".into(), "=1+1".into()]]), "\u{feff}a,'=1+1\r\n");
/// ```
#[must_use]
pub fn csv(rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        let safe = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            format!("'{text}")
        } else {
            text.clone()
        };
        if safe.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", safe.replace('"', "\"\""))
        } else {
            safe
        }
    };
    let lines: Vec<String> = rows
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n")
        .collect();
    format!("\u{feff}{}", lines.concat())
}

/// A JSON list of objects as rows of cells, the names of the fields first.
#[must_use]
pub fn table(values: &serde_json::Value) -> Vec<Vec<String>> {
    let Some(list) = values.as_array() else {
        return vec![];
    };
    let names: Vec<String> = list
        .first()
        .and_then(|v| v.as_object())
        .map(|o| o.keys().cloned().collect())
        .unwrap_or_default();
    let cell = |v: &serde_json::Value| match v {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows = list
        .iter()
        .map(|row| names.iter().map(|name| cell(&row[name])).collect());
    std::iter::once(names.clone()).chain(rows).collect()
}
