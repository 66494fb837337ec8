//! `bangiao template`: an empty table to fill in.

use std::path::PathBuf;

use clap::Args;
use engine::Reply;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, typed};

/// `template`.
#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    /// units, officers, classes, assignments, csdl-accounts.
    kind: String,
    /// Tệp nhận mẫu.
    #[arg(long)]
    out: PathBuf,
}

impl TemplateArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let kind = typed::table(&self.kind)?;
        files::write(&self.out, work.engine.template(kind).await?)?;
        let text = format!("Đã ghi tệp mẫu {}.", self.out.display());
        Output::done(text, "file", self.out)
    }
}
