//! `bangiao give-accounts`: the admin accounts of all units below that have not received theirs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;
use engine::Reply;
use engine::domain::kind::SecretClause;
use engine::handover::give_accounts::{GiveAccounts, GivenAccounts, UnitToGive};
use engine::views::accounts_offer::AccountLine;

use super::give_account::DeskArgs;
use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, named};

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
    /// Tệp chữ, mỗi dòng một đơn vị chưa có thủ trưởng: mã đơn vị;họ tên;chức vụ;tên đăng nhập. Tên đăng
    /// nhập có thể bỏ trống.
    #[arg(long)]
    heads: Option<PathBuf>,
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
        let typed = self.heads.as_deref().map(files::text).transpose()?;
        let typed = typed.as_deref().map(listed).unwrap_or_default();
        let units = waiting.map(|line| to_give(line, self.login.as_deref(), &typed));
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

/// What a list says of a unit: name and post of its head, and its login.
type Listed<'a> = BTreeMap<&'a str, [&'a str; 3]>;

/// Lines of a list, by the codes of their units.
fn listed(text: &str) -> Listed<'_> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(cells).collect()
}

fn cells(line: &str) -> (&str, [&str; 3]) {
    let mut cells = line.split([';', '\t']).map(str::trim);
    let mut next = || cells.next().unwrap_or_default();
    (next(), [next(), next(), next()])
}

fn to_give(line: &AccountLine, pattern: Option<&str>, typed: &Listed<'_>) -> UnitToGive {
    let code = line.code.as_deref();
    let said = code.and_then(|code| typed.get(code));
    let own = said.map(|[.., login]| (*login).to_owned());
    let filled = code
        .zip(pattern)
        .map(|(code, pattern)| pattern.replace(CODE, code));
    UnitToGive {
        unit: line.unit,
        login: own.filter(|login| !login.is_empty()).or(filled),
        head: said.map(|[name, position, _]| ((*name).to_owned(), (*position).to_owned())),
    }
}

fn told(given: &GivenAccounts) -> String {
    let drafted = format!("Đã lập {} biên bản nháp.", given.drafted.len());
    let undo = given
        .id
        .map(|id| format!("Hoàn tác cả lượt: bangiao imports undo {id}"));
    let failed = given.failed.iter();
    let failed = failed.map(|(unit, failure)| format!("{unit}: {failure}"));
    [drafted]
        .into_iter()
        .chain(failed)
        .chain(undo)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_list_names_units_by_code_and_may_leave_the_login_out() {
        let list = listed("11383; Trần Văn Chủ ;Chủ tịch;qt.lechan\n\n10888\tLê Thị B\tChủ tịch\n");
        assert_eq!(list["11383"], ["Trần Văn Chủ", "Chủ tịch", "qt.lechan"]);
        assert_eq!(list["10888"], ["Lê Thị B", "Chủ tịch", ""]);
    }
}
