//! The data folder of this machine, its password, and the person at work once it is open.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use engine::domain::ids::UnitId;
use engine::domain::{Code, Refusal};
use engine::{Clock, Engine, Reply, Secret};

use crate::files;

/// Where the data of this machine lie, and what opens them.
#[derive(Debug, Args)]
pub(crate) struct Machine {
    /// Thư mục dữ liệu trên máy này.
    #[arg(
        long,
        global = true,
        env = "BANGIAO_DATA",
        default_value = "bangiao-data"
    )]
    pub(crate) data: PathBuf,
    /// Tệp chứa mật khẩu; không có thì hỏi, riêng demo không hỏi mà tự đặt và in ra.
    #[arg(long, global = true)]
    password_file: Option<PathBuf>,
}

/// A person at work on open data, for the own unit.
pub(crate) struct AtWork {
    pub(crate) engine: Engine,
    pub(crate) unit: UnitId,
}

impl Machine {
    /// Opens the data, works with them, and closes them whatever came of it.
    pub(crate) async fn open<T>(&self, work: impl AsyncFnOnce(&AtWork) -> Reply<T>) -> Reply<T> {
        let engine = Engine::open(&self.data, &self.password()?, clock()).await?;
        for told in engine.left_in_clear() {
            eprintln!("{told}");
        }
        let unit = engine.identity().await.unit;
        let open = AtWork { engine, unit };
        let answer = work(&open).await;
        open.engine.close().await;
        answer
    }

    /// The password of the data.
    pub(crate) fn password(&self) -> Reply<Secret> {
        match &self.password_file {
            Some(file) => files::secret(file),
            None => ask("Mật khẩu: ", "data_password", "--password-file"),
        }
    }

    /// The password that a file holds, if one is named: nobody is asked.
    pub(crate) fn written_password(&self) -> Reply<Option<Secret>> {
        self.password_file.as_deref().map(files::secret).transpose()
    }

    /// A password that is being set: typed twice, so that a slip locks nobody out.
    pub(crate) fn new_password(&self) -> Reply<Secret> {
        match &self.password_file {
            Some(file) => files::secret(file),
            None => asked_twice("Mật khẩu: ", "--password-file"),
        }
    }
}

/// Asks for a password that is being set, twice.
pub(crate) fn asked_twice(question: &str, option: &str) -> Reply<Secret> {
    let typed = ask(question, "data_password", option)?;
    if *ask("Nhập lại mật khẩu: ", "data_password", option)? != *typed {
        return Err(Refusal::new(Code::WrongPassword).into());
    }
    Ok(typed)
}

/// Asks for a secret; where nobody can be asked, says what is needed and how else it can be said.
pub(crate) fn ask(question: &str, what: &str, option: &str) -> Reply<Secret> {
    let nobody = |_| {
        Refusal::new(Code::NobodyToAsk)
            .with("what", what)
            .with("option", option)
    };
    let typed = rpassword::prompt_password(question).map_err(nobody)?;
    Ok(typed.into())
}

/// The clock of the system.
pub(crate) fn clock() -> Arc<Clock> {
    Arc::new(Clock::system())
}
