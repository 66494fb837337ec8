//! `bangiao backup` and `bangiao restore`: everything in one encrypted file.

use std::path::PathBuf;

use clap::Args;
use engine::Reply;

use crate::files;
use crate::machine::{AtWork, Machine, clock};
use crate::output::Output;

/// `backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// Tệp sao lưu.
    #[arg(long)]
    to: PathBuf,
}

impl BackupArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        work.engine.back_up(&self.to).await?;
        let text = format!("Đã sao lưu vào {}.", self.to.display());
        Output::done(text, "file", self.to)
    }
}

/// `restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// Tệp sao lưu.
    #[arg(long)]
    from: PathBuf,
    /// Tệp chứa mã khôi phục.
    #[arg(long)]
    recovery_file: PathBuf,
}

impl RestoreArgs {
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        let code = files::secret(&self.recovery_file)?;
        let (data, password) = (&machine.data, machine.new_password()?);
        let engine = engine::backup::restore(&self.from, data, &code, &password, clock()).await?;
        engine.close().await;
        let text = "Đã khôi phục. Muốn gửi về Sở, hãy kết nối lại bằng mã kích hoạt mới.";
        Output::done(text, "restored", true)
    }
}
