//! Beginning on a machine: `init` alone, `join` with a code, `recover` with the recovery code.

use std::path::{Path, PathBuf};

use clap::Args;
use engine::start::{OwnUnit, Started};
use engine::{Engine, Reply};

use crate::machine::{Machine, asked_twice, clock};
use crate::output::Output;
use crate::{files, typed};

/// `init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Tên đầy đủ của đơn vị.
    #[arg(long)]
    name: String,
    /// department, commune, school, centre, private_school, independent_group.
    #[arg(long, default_value = "school")]
    kind: String,
    /// Cấp học: preschool, primary, lower_secondary, upper_secondary, continuing.
    #[arg(long, value_delimiter = ',')]
    levels: Vec<String>,
    /// Mã xã, phường trong danh mục 114 đơn vị.
    #[arg(long)]
    commune: Option<String>,
    /// Mã trường.
    #[arg(long)]
    code: Option<String>,
    /// Ký hiệu văn bản của đơn vị.
    #[arg(long)]
    symbol: String,
    /// Họ tên thủ trưởng.
    #[arg(long)]
    head: String,
    /// Chức vụ của thủ trưởng.
    #[arg(long, default_value = "Hiệu trưởng")]
    position: String,
}

impl InitArgs {
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        let password = machine.new_password()?;
        let own = OwnUnit {
            kind: typed::word(&self.kind)?,
            levels: typed::words(&self.levels)?,
            name: self.name,
            code: self.code,
            commune: self.commune,
            symbol: self.symbol,
            head: self.head,
            head_sex: None,
            position: self.position,
        };
        let begun = engine::start::own_unit(&machine.data, &password, &own, clock()).await?;
        started(&machine.data, begun).await
    }
}

/// `join`.
#[derive(Debug, Args)]
pub(crate) struct JoinArgs {
    /// Địa chỉ máy chủ.
    #[arg(long)]
    server: String,
    /// Mã kích hoạt.
    #[arg(long)]
    code: String,
}

impl JoinArgs {
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        let (data, password) = (&machine.data, machine.new_password()?);
        let begun =
            engine::start::with_code(data, &password, &self.server, &self.code, clock()).await?;
        started(data, begun).await
    }
}

/// The recovery code is shown here once and never again.
async fn started(data: &Path, started: Started) -> Reply<Output> {
    let (data, code) = (data.display(), started.recovery_code);
    started.engine.keep_recovery_code(&code).await?;
    started.engine.close().await;
    let text = format!(
        "Đã tạo dữ liệu trong {data}.\nMã khôi phục (in ra, niêm phong, giao thủ trưởng giữ): {}",
        &*code
    );
    Output::done(text, "recovery_code", &*code)
}

/// `recover`.
#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    /// Tệp chứa mã khôi phục.
    #[arg(long)]
    recovery_file: PathBuf,
}

impl RecoverArgs {
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        let code = files::secret(&self.recovery_file)?;
        let password = machine.new_password()?;
        let engine = Engine::recover(&machine.data, &code, &password, clock()).await?;
        engine.close().await;
        Output::done("Đã mở lại. Từ nay dùng mật khẩu mới.", "recovered", true)
    }
}

/// `password`.
#[derive(Debug, Args)]
pub(crate) struct PasswordArgs {
    /// Tệp chứa mật khẩu mới; không có thì hỏi hai lần.
    #[arg(long)]
    new_password_file: Option<PathBuf>,
}

impl PasswordArgs {
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        let password = machine.password()?;
        let engine = Engine::open(&machine.data, &password, clock()).await?;
        let new = match &self.new_password_file {
            Some(file) => files::secret(file),
            None => asked_twice("Mật khẩu mới: ", "--new-password-file"),
        };
        let changed = match new {
            Ok(new) => engine.change_password(&password, &new).await,
            Err(failure) => Err(failure),
        };
        engine.close().await;
        changed?;
        let text = "Từ nay dùng mật khẩu mới. Mã khôi phục đã in vẫn dùng được.";
        Output::done(text, "changed", true)
    }
}
