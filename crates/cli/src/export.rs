//! `bangiao export`: whole tables for other programs.

use clap::Args;
use engine::Reply;
use engine::domain::Table;
use engine::export::{TABLES, csv, table};
use serde_json::Value;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Bảng: unit, officer, school_class, delegation, handover_minutes,
    /// register.
    table: String,
    /// csv hoặc json.
    #[arg(long, default_value = "csv")]
    format: String,
}

impl ExportArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let rows = work.engine.export_json(called(&self.table)?).await?;
        Output::new(written(&rows, &self.format)?, &rows)
    }
}

fn called(name: &str) -> Reply<Table> {
    let found = TABLES.iter().find(|t| t.0 == name);
    Ok(found
        .map(|t| t.1)
        .ok_or_else(|| named::not_found("document"))?)
}

fn written(rows: &Value, format: &str) -> Reply<String> {
    match format {
        "csv" => Ok(csv(&table(rows))),
        "json" => Ok(format!("{rows:#}")),
        _ => Err(typed::bad().into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rows_are_written_as_csv_or_json_and_as_nothing_else() {
        let rows = json!([{ "name": "6A2" }]);
        assert_eq!(written(&rows, "csv").unwrap(), csv(&table(&rows)));
        assert_eq!(written(&rows, "json").unwrap(), format!("{rows:#}"));
        assert!(written(&rows, "xml").is_err());
    }

    #[test]
    fn only_tables_that_may_leave_are_known() {
        assert!(called("officer").is_ok());
        assert!(called("device").is_err());
    }
}
