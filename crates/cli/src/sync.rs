//! `bangiao sync`: sends to the Sở and receives.

use clap::Args;
use engine::Reply;

use crate::machine::AtWork;
use crate::output::Output;

/// `sync`.
#[derive(Debug, Args)]
pub(crate) struct SyncArgs {
    /// Kết nối lần đầu: địa chỉ máy chủ.
    #[arg(long, requires = "code")]
    server: Option<String>,
    /// Kết nối lần đầu: mã kích hoạt.
    #[arg(long, requires = "server")]
    code: Option<String>,
}

impl SyncArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        if let Some((server, code)) = self.server.zip(self.code) {
            work.engine.enrol(&server, &code).await?;
        }
        let round = work.engine.sync().await?;
        let text = format!(
            "Đã gửi {} việc, {} việc cần xem lại, nhận về {} dòng.",
            round.sent, round.returned, round.rows
        );
        Output::new(text, &round)
    }
}
