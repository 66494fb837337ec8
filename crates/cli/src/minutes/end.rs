//! Minutes that end before they are signed: declined or cancelled.

use clap::Args;
use engine::Reply;
use engine::domain::acts::{CancelMinutes, DeclineMinutes};

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// `minutes decline`.
#[derive(Debug, Args)]
pub(crate) struct DeclineArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Lý do.
    #[arg(long)]
    reason: String,
}

impl DeclineArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let act = DeclineMinutes {
            unit,
            minutes,
            reason: self.reason,
        };
        work.engine.perform(act).await?;
        Output::done("Đã ghi nhận từ chối ký.", "declined", true)
    }
}

/// `minutes cancel`.
#[derive(Debug, Args)]
pub(crate) struct CancelArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Lý do.
    #[arg(long)]
    reason: String,
}

impl CancelArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let act = CancelMinutes {
            unit,
            minutes,
            reason: self.reason,
        };
        work.engine.perform(act).await?;
        Output::done("Đã hủy biên bản.", "cancelled", true)
    }
}
