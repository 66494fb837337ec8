//! `bangiao doctor`: what is right with the data of this machine and what is not.

use engine::Reply;
use engine::doctor::Finding;

use crate::machine::AtWork;
use crate::output::Output;
use crate::wording;

pub(crate) async fn run(work: &AtWork) -> Reply<Output> {
    Output::list(&work.engine.doctor().await?, line)
}

fn line(finding: &Finding) -> String {
    let mark = if finding.fine { "✓" } else { "!" };
    let what = wording::check(finding.what);
    match &finding.detail[..] {
        "" => format!("{mark} {what}"),
        detail => format!("{mark} {what}: {detail}"),
    }
}

#[cfg(test)]
mod tests {
    use engine::doctor::Check;

    use super::*;

    #[test]
    fn a_finding_says_what_was_looked_at_and_how_much_of_it() {
        let finding = |fine, detail: &str| Finding {
            what: Check::Waiting,
            fine,
            detail: detail.to_owned(),
        };
        assert_eq!(line(&finding(true, "")), "✓ Thay đổi chờ gửi");
        assert_eq!(line(&finding(false, "3")), "! Thay đổi chờ gửi: 3");
    }
}
