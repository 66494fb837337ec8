//! Minutes as pages: one as PDF, many as one file for the printer.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;
use engine::Reply;
use engine::domain::ids::{MinutesId, UnitId};
use engine::domain::minutes::MinutesState;
use engine::handover::print::Sides;
use serde_json::json;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, named, typed};

/// `minutes pdf`.
#[derive(Debug, Args)]
pub(crate) struct PdfArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Tệp nhận PDF.
    #[arg(long)]
    out: PathBuf,
}

impl PdfArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        let bytes = work.engine.minutes_pdf(unit, id).await?;
        files::write(&self.out, &bytes)?;
        Output::new(
            format!("Đã ghi {}.", self.out.display()),
            &json!({ "file": self.out, "bytes": bytes.len() }),
        )
    }
}

/// `minutes print`.
#[derive(Debug, Args)]
pub(crate) struct PrintArgs {
    /// Mã tra cứu hoặc id; không có thì mọi bản nháp và bản chờ ký.
    minutes: Vec<String>,
    /// Tệp in.
    #[arg(long)]
    out: PathBuf,
    /// Số bản mỗi biên bản.
    #[arg(long, default_value_t = 2)]
    copies: u32,
    /// both, fronts, backs.
    #[arg(long, default_value = "both")]
    sides: String,
}

impl PrintArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let chosen = match &self.minutes[..] {
            [] => unsigned(work).await?,
            wanted => named::all_minutes(work, wanted).await?,
        };
        let sides: Sides = typed::word(&self.sides)?;
        let never = AtomicBool::new(false);
        let (bytes, run) = work
            .engine
            .print(&chosen, self.copies, sides, &never, |_| {})
            .await?;
        files::write(&self.out, bytes)?;
        let text = format!(
            "{} biên bản, {} tờ giấy: {}",
            run.printed.len(),
            run.sheets,
            self.out.display()
        );
        Output::new(text, &run)
    }
}

/// Every draft, and everything that waits for signatures.
async fn unsigned(work: &AtWork) -> Reply<Vec<(UnitId, MinutesId)>> {
    use MinutesState::{AwaitingSignatures, Draft};
    let rows = work.engine.minutes_list(work.unit).await?;
    let open = rows
        .iter()
        .filter(|r| matches!(r.state, Draft | AwaitingSignatures));
    Ok(open.map(|r| (r.unit, r.id)).collect())
}
