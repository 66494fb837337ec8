//! `bangiao archive`: evidence and an archive time stamp for a signed file, without a data folder.

use std::path::PathBuf;

use clap::Args;
use engine::signing::archive_file;
use engine::write_whole;
use engine::{Clock, Reply};
use serde_json::json;

use crate::files;
use crate::output::Output;

/// `archive`.
#[derive(Debug, Args)]
pub(crate) struct ArchiveArgs {
    /// Tệp PDF đã ký; không bị sửa.
    file: PathBuf,
    /// Tệp nhận bản lưu trữ.
    #[arg(long)]
    out: PathBuf,
    /// Thư mục chứng thư gốc tin cậy và danh sách thu hồi.
    #[arg(long)]
    roots: PathBuf,
    /// Địa chỉ máy chủ cấp dấu thời gian (RFC 3161).
    #[arg(long)]
    stamp: String,
}

impl ArchiveArgs {
    /// Writes the file for long keeping beside the signed one.
    pub(crate) async fn run(self) -> Reply<Output> {
        let pdf = files::read(&self.file)?;
        let now = Clock::system().now();
        let kept = archive_file(&pdf, &self.roots, &self.stamp, now).await?;
        write_whole(&self.out, &kept)?;
        Output::new(
            format!(
                "Đã thêm bằng chứng và dấu thời gian, ghi vào {}.",
                self.out.display()
            ),
            &json!({ "file": self.out, "bytes": kept.len() }),
        )
    }
}
