//! `bangiao scans`: a stack of scans, every page to its minutes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use engine::Reply;
use engine::handover::stack::{FiledRow, FiledStack, UnfiledRow};

use crate::files;
use crate::machine::AtWork;
use crate::output::Output;

/// `scans`.
#[derive(Debug, Subcommand)]
pub(crate) enum ScansCommand {
    /// Xếp từng trang của một tệp quét nhiều biên bản vào đúng biên bản theo mã QR.
    File(FileArgs),
}

impl ScansCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::File(args) => args.run(work).await,
        }
    }
}

/// `scans file`.
#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// Tệp PDF từ máy quét.
    stack: PathBuf,
}

impl FileArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let stack = files::read_from_outside(&self.stack)?;
        let answer = work.engine.file_stack(stack, |_| {}).await?;
        Output::new(told(&answer), &answer)
    }
}

fn told(answer: &FiledStack) -> String {
    let mut lines: Vec<String> = answer.filed.iter().map(filed).collect();
    lines.extend(answer.unfiled.iter().map(unfiled));
    lines.push(format!(
        "Đã xếp {} biên bản, {} chỗ chưa xếp được.",
        answer.filed.len(),
        answer.unfiled.len()
    ));
    lines.join("\n")
}

fn filed(row: &FiledRow) -> String {
    format!("✓ {} (trang {:?})", row.receiver, row.pages)
}

fn unfiled(row: &UnfiledRow) -> String {
    let receiver = row.receiver.as_deref().unwrap_or("chưa rõ của ai");
    format!("! trang {:?} {receiver}: {}", row.pages, row.failure)
}
