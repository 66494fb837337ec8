//! `bangiao find`: people, classes, units and minutes by what one remembers of them.

use clap::Args;
use engine::Reply;
use engine::views::find::Found;

use crate::machine::AtWork;
use crate::output::Output;
use crate::wording;

/// `find`.
#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Chữ cần tìm, có dấu hay không đều được.
    #[arg(required = true)]
    words: Vec<String>,
}

impl FindArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let found = work.engine.find(&self.words.join(" ")).await?;
        Output::list(&found, line)
    }
}

fn line(found: &Found) -> String {
    let kind = wording::found(found.kind);
    format!("{} {kind} {} {}", found.id, found.name, found.hint)
}
