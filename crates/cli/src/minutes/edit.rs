//! A draft that is said otherwise.

use clap::Args;
use engine::Reply;
use engine::domain::acts::EditDraft;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `minutes edit-draft`.
#[derive(Debug, Args)]
pub(crate) struct EditDraftArgs {
    /// Id của bản nháp.
    minutes: String,
    /// Số của văn bản làm căn cứ; ghi lại đủ mọi căn cứ. Không ghi thì giữ nguyên.
    #[arg(long)]
    ground: Vec<String>,
    /// Bỏ hết căn cứ.
    #[arg(long, conflicts_with = "ground")]
    no_ground: bool,
    /// Tên đăng nhập đúng trên Hệ thống CSDL.
    #[arg(long)]
    login: Option<String>,
    /// Ngày cuối của người quản lý tài khoản, dd/mm/yyyy; không ghi thì đến khi có biên bản khác.
    #[arg(long)]
    until: Option<String>,
}

impl EditDraftArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let detail = work.engine.minutes_detail(unit, minutes).await?;
        let cited = detail.draft.map(|draft| draft.grounds).unwrap_or_default();
        let grounds = match (self.no_ground, self.ground.is_empty()) {
            (true, _) => vec![],
            (false, true) => cited,
            (false, false) => named::documents(work, &self.ground).await?,
        };
        let act = EditDraft {
            unit,
            minutes,
            grounds,
            login: self.login,
            valid_until: typed::day(&work.engine, self.until.as_deref())?,
        };
        work.engine.perform(act).await?;
        Output::done("Đã sửa bản nháp.", "edited", true)
    }
}
