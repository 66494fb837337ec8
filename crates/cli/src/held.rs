//! `bangiao held`: acts that wait for a decision. `bangiao refusals`: what was refused and is worth a
//! look.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::DecideHeld;
use engine::domain::ids::{HeldActId, UnitId};
use engine::domain::{Code, Refusal};
use engine::views::held::{HeldActRow, RefusalRow};

use crate::machine::AtWork;
use crate::output::Output;

/// `held`.
#[derive(Debug, Subcommand)]
pub(crate) enum HeldCommand {
    /// Việc đang chờ thủ trưởng hoặc cấp trên quyết định.
    List,
    /// Nhận; việc có hiệu lực từ bây giờ.
    Take(TakeArgs),
    /// Trả lại kèm lý do.
    Return(ReturnArgs),
}

/// Which acts.
#[derive(Debug, Args)]
pub(crate) struct TakeArgs {
    /// Id của việc, lấy từ danh sách; không nêu thì tất cả.
    acts: Vec<HeldActId>,
}

/// Which acts, and why.
#[derive(Debug, Args)]
pub(crate) struct ReturnArgs {
    /// Id của việc, lấy từ danh sách; không nêu thì tất cả.
    acts: Vec<HeldActId>,
    /// Lý do trả lại.
    #[arg(long)]
    reason: String,
}

impl HeldCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => Output::list(&work.engine.decisions().await?.held, held_line),
            Self::Take(args) => decide(work, args.acts, None).await,
            Self::Return(args) => decide(work, args.acts, Some(args.reason)).await,
        }
    }
}

async fn decide(work: &AtWork, chosen: Vec<HeldActId>, returned: Option<String>) -> Reply<Output> {
    let waiting = work.engine.decisions().await?.held.into_iter();
    let waiting = waiting.filter(|row| row.decision.is_none());
    let mut by_unit: BTreeMap<UnitId, Vec<HeldActId>> = BTreeMap::new();
    for row in waiting.filter(|row| chosen.is_empty() || chosen.contains(&row.id)) {
        by_unit.entry(row.unit).or_default().push(row.id);
    }
    let count: usize = by_unit.values().map(Vec::len).sum();
    if count == 0 {
        return Err(Refusal::new(Code::NothingChosen).into());
    }
    for (unit, acts) in by_unit {
        let returned = returned.clone();
        let act = DecideHeld {
            unit,
            acts,
            returned,
        };
        work.engine.perform(act).await?;
    }
    Output::done(format!("Đã quyết định {count} việc."), "decided", count)
}

fn held_line(row: &HeldActRow) -> String {
    let decided = row.decision.as_ref().map(|decision| {
        let word = if decision.taken {
            "đã nhận"
        } else {
            "đã trả lại"
        };
        format!(" ({word}: {})", decision.name)
    });
    format!(
        "{} {} {} {} {}{}",
        row.id,
        row.received_at.format("%d/%m/%Y"),
        row.unit_name,
        row.name,
        row.kind,
        decided.unwrap_or_default()
    )
}

/// `refusals`.
#[derive(Debug, Args)]
pub(crate) struct RefusalsArgs {}

impl RefusalsArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        Output::list(&work.engine.decisions().await?.refusals, refusal_line)
    }
}

fn refusal_line(row: &RefusalRow) -> String {
    format!(
        "{} {} {} {} ×{} {} {}",
        row.at.format("%d/%m/%Y"),
        row.unit_name,
        row.name,
        row.device,
        row.times,
        row.kind.as_deref().unwrap_or("–"),
        row.number
    )
}
