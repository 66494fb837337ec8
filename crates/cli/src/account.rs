//! `bangiao account`: logins of the own unit.

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::account::{AccountKind, System};
use engine::domain::acts::AddAccount;
use engine::views::accounts::AccountRow;

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// `account`.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Tài khoản của đơn vị.
    List,
    /// Thêm tài khoản.
    Add(AddArgs),
}

impl AccountCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => Output::list(&work.engine.accounts(work.unit).await?, line),
            Self::Add(args) => args.run(work).await,
        }
    }
}

fn line(row: &AccountRow) -> String {
    format!(
        "{:24} {:28} {}",
        row.login,
        row.address,
        row.holder.as_deref().unwrap_or("thủ trưởng tự quản lý")
    )
}

/// `account add`.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// csdl, ban_giao, hoặc tên hệ thống khác.
    #[arg(long, default_value = "csdl")]
    system: String,
    /// Địa chỉ.
    #[arg(long)]
    address: String,
    /// Tên đăng nhập.
    #[arg(long)]
    login: String,
    /// Tài khoản quản trị; không nêu thì khai thác, sử dụng.
    #[arg(long)]
    admin: bool,
    /// Mã cán bộ của người dùng riêng.
    #[arg(long)]
    officer: Option<String>,
}

impl AddArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let officer = match &self.officer {
            Some(code) => Some(named::officer(work, code).await?),
            None => None,
        };
        let act = AddAccount {
            unit: work.unit,
            system: system(self.system),
            address: self.address,
            login: self.login.clone(),
            kind: if self.admin {
                AccountKind::Admin
            } else {
                AccountKind::Use
            },
            officer,
        };
        work.engine.perform(act).await?;
        let text = format!("Đã thêm tài khoản {}.", self.login);
        Output::done(text, "login", self.login)
    }
}

/// The two systems that we know, or any other by its name.
fn system(typed: String) -> System {
    match typed.as_str() {
        "csdl" => System::Csdl,
        "ban_giao" => System::BanGiao,
        _ => System::Other(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_that_we_do_not_know_keeps_its_name() {
        assert_eq!(system("csdl".into()), System::Csdl);
        assert_eq!(system("SMAS".into()), System::Other("SMAS".into()));
    }
}
