//! `bangiao give-accounts`: the admin accounts of all units below that have not received theirs.

use std::sync::atomic::AtomicBool;

use clap::Args;
use engine::Reply;
use engine::domain::kind::SecretClause;
use engine::handover::give_accounts::{GiveAccounts, GivenAccounts, UnitToGive};
use engine::views::accounts_offer::AccountLine;

use super::give_account::DeskArgs;
use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// What stands for the code of a unit in the pattern of logins.
const CODE: &str = "{ma}";

/// `give-accounts`.
#[derive(Debug, Args)]
pub(crate) struct GiveAccountsArgs {
    /// Mẫu tên đăng nhập cho đơn vị chưa có trong sổ; {ma} là mã đơn vị: qt.{ma}
    #[arg(long)]
    login: Option<String>,
    /// Số phong bì niêm phong mật khẩu đầu tiên, các đơn vị sau lấy số tiếp theo; không có thì người
    /// nhận tự đặt tại chỗ.
    #[arg(long)]
    envelope: Option<String>,
    #[command(flatten)]
    desk: DeskArgs,
    /// Số, ký hiệu văn bản làm căn cứ.
    #[arg(long)]
    ground: Vec<String>,
}

impl GiveAccountsArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let offer = work.engine.accounts_offer().await?;
        let waiting = offer.lines.iter().filter(|line| line.open.is_none());
        let units = waiting.map(|line| to_give(line, self.login.as_deref()));
        let request = GiveAccounts {
            units: units.collect(),
            giver: offer.givers.head,
            grounds: named::documents(work, &self.ground).await?,
            secret: self
                .envelope
                .map_or(SecretClause::SetAtTable, SecretClause::Envelope),
            at_desk: self.desk.read(&work.engine)?,
        };
        let never = AtomicBool::new(false);
        let given = work.engine.give_accounts(&request, &never, |_| ()).await?;
        let fails = !given.failed.is_empty();
        Ok(Output::new(told(&given), &given)?.failing(fails))
    }
}

fn to_give(line: &AccountLine, pattern: Option<&str>) -> UnitToGive {
    let filled = |code: &String| pattern.map(|pattern| pattern.replace(CODE, code));
    UnitToGive {
        unit: line.unit,
        login: line.code.as_ref().and_then(filled),
        head: None,
    }
}

fn told(given: &GivenAccounts) -> String {
    let drafted = format!("Đã lập {} biên bản nháp.", given.drafted.len());
    let failed = given.failed.iter();
    let failed = failed.map(|(unit, failure)| format!("{unit}: {failure}"));
    [drafted]
        .into_iter()
        .chain(failed)
        .collect::<Vec<_>>()
        .join("\n")
}
