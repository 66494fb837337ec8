//! `bangiao find`: people, classes, units and minutes by what one remembers of them.

use clap::Args;
use engine::Reply;

use crate::machine::AtWork;
use crate::output::Output;

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
        Output::list(&found, |f| {
            format!("{} {:?} {} {}", f.id, f.kind, f.name, f.hint)
        })
    }
}
