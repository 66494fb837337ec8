//! `bangiao proposals`: drafts that follow from what changed.

use clap::Args;
use engine::Reply;
use engine::domain::calendar::paper_date;
use engine::views::proposals::ProposalRow;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, wording};

/// `proposals`.
#[derive(Debug, Args)]
pub(crate) struct ProposalsArgs {
    /// Lập biên bản nháp cho các đề nghị đã đến lúc; không có thì chỉ xem.
    #[arg(long)]
    draft: bool,
    /// Chỉ của một người: mã cán bộ. Kèm --draft thì lập cả khi chưa đến lúc.
    #[arg(long)]
    officer: Option<String>,
}

impl ProposalsArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let mut rows = work.engine.proposals(work.unit).await?;
        if let Some(code) = &self.officer {
            let officer = named::officer(work, code).await?;
            rows.retain(|row| row.officer == officer);
        }
        if !self.draft {
            return Output::list(&rows, line);
        }
        rows.retain(|row| row.due || self.officer.is_some());
        for row in &rows {
            let draft = work.engine.draft_proposed(work.unit, row.officer, row.why);
            draft.await?;
        }
        let count = rows.len();
        Output::done(format!("Đã lập {count} biên bản nháp."), "drafted", count)
    }
}

fn line(row: &ProposalRow) -> String {
    let from = row.from.map(|from| format!(" từ {}", paper_date(from)));
    let waits = if row.due { "" } else { " (chưa đến lúc)" };
    format!(
        "{}{waits}: {}: {}{}",
        wording::proposed(row.why),
        row.name,
        row.lines.join("; "),
        from.unwrap_or_default()
    )
}
