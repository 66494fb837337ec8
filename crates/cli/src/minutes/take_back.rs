//! `bangiao minutes take-back`: rights close at once, the paper follows.

use clap::Args;
use engine::Reply;
use engine::domain::acts::TakeBack;
use engine::domain::minutes::Absence;

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// `minutes take-back`.
#[derive(Debug, Args)]
pub(crate) struct TakeBackArgs {
    /// Mã cán bộ.
    #[arg(long)]
    officer: String,
    /// Lý do.
    #[arg(long)]
    reason: String,
    /// Chỉ tạm dừng trong lúc nghỉ.
    #[arg(long)]
    suspend: bool,
    /// Người bị thu hồi vắng mặt: lý do vắng.
    #[arg(long, requires = "witness")]
    absent: Option<String>,
    /// Mã cán bộ của người chứng kiến khi vắng mặt.
    #[arg(long, requires = "absent")]
    witness: Option<String>,
}

impl TakeBackArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let officer = named::officer(work, &self.officer).await?;
        let absent = match self.absent.zip(self.witness) {
            Some((reason, witness)) => Some(Absence {
                reason,
                witness: named::officer(work, &witness).await?,
            }),
            None => None,
        };
        let act = TakeBack {
            unit: work.unit,
            officer,
            delegations: vec![],
            reason: self.reason,
            suspend: self.suspend,
            absent,
        };
        work.engine.perform(act).await?;
        let text = "Đã thu hồi; biên bản thu hồi ở mục Việc cần làm.";
        Output::done(text, "taken_back", true)
    }
}
