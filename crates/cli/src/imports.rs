//! `bangiao imports`: what was imported on this machine, and taking it back.

use clap::{Args, Subcommand};
use engine::Reply;
use engine::import::ImportRow;
use uuid::Uuid;

use crate::machine::AtWork;
use crate::output::Output;

/// `imports`.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportsCommand {
    /// Danh sách.
    List,
    /// Hoàn tác cả lần nhập.
    Undo(UndoArgs),
}

impl ImportsCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => Output::list(&work.engine.imports().await?, line),
            Self::Undo(args) => args.run(work).await,
        }
    }
}

fn line(row: &ImportRow) -> String {
    format!(
        "{} {} {} +{} ~{}",
        row.id,
        row.kind.key(),
        row.name,
        row.added,
        row.edited
    )
}

/// `imports undo`.
#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    /// Mã lần nhập.
    id: Uuid,
}

impl UndoArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let undone = work.engine.undo_import(self.id).await?;
        let mut lines = vec![format!("Đã hoàn tác {} việc.", undone.undone)];
        lines.extend(undone.kept.iter().map(|k| format!("Giữ lại: {k}")));
        Output::new(lines.join("\n"), &undone)
    }
}
