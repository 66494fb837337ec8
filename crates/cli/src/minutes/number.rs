//! Numbers of minutes, and the register that gives them.

use clap::Args;
use engine::domain::acts::{GiveNumber, TypeNumber};
use engine::domain::ids::{MinutesId, UnitId};
use engine::{Engine, Reply};

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// `minutes number`.
#[derive(Debug, Args)]
pub(crate) struct NumberArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Số của sổ chung.
    #[arg(long)]
    number: Option<u32>,
    /// Số đầu tiên khi mở sổ riêng.
    #[arg(long, default_value_t = 1)]
    first: u32,
}

impl NumberArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        self.number(&work.engine, unit, id).await?;
        let row = work.engine.minutes_detail(unit, id).await?.row;
        Output::new(row.number.clone().unwrap_or_default(), &row)
    }

    /// The typed number of a shared register, or the next one of the own.
    async fn number(self, engine: &Engine, unit: UnitId, minutes: MinutesId) -> Reply<()> {
        match self.number {
            Some(number) => {
                let act = TypeNumber {
                    unit,
                    minutes,
                    number,
                };
                engine.perform(act).await.map(drop)
            }
            None => {
                let act = GiveNumber { unit, minutes };
                engine.give_number(act, self.first).await
            }
        }
    }
}

/// `minutes take-register`.
#[derive(Debug, Args)]
pub(crate) struct TakeRegisterArgs {
    /// Lý do.
    #[arg(long)]
    reason: String,
}

impl TakeRegisterArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        work.engine.take_register(work.unit, self.reason).await?;
        Output::done("Sổ số đã ở máy này.", "register", "here")
    }
}
