//! `bangiao doctor`: what is right with the data of this machine and what is not.

use engine::Reply;
use engine::doctor::Finding;

use crate::machine::AtWork;
use crate::output::Output;

pub(crate) async fn run(work: &AtWork) -> Reply<Output> {
    Output::list(&work.engine.doctor().await?, line)
}

fn line(finding: &Finding) -> String {
    let mark = if finding.fine { "✓" } else { "!" };
    format!("{mark} {:?} {}", finding.what, finding.detail)
}
