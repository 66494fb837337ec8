//! Numbers of minutes, and the register that gives them.

use chrono::Datelike;
use clap::Args;
use engine::domain::acts::{SkipNumbers, TypeNumber};
use engine::domain::ids::{MinutesId, UnitId};
use engine::domain::unit::Numbering;
use engine::export::csv;
use engine::views::numbers::NumberRow;
use engine::{Engine, Reply};

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;

/// `minutes number`.
#[derive(Debug, Args)]
pub(crate) struct NumberArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Số của sổ chung, hoặc số đã viết trên giấy; sổ riêng: không ghi thì cấp số tiếp theo.
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

    /// The typed number of a shared register, or a number of the own.
    async fn number(self, engine: &Engine, unit: UnitId, minutes: MinutesId) -> Reply<()> {
        let detail = engine.minutes_detail(unit, minutes).await?;
        match self.number {
            Some(number) if detail.row.numbering != Numbering::OwnSeries => {
                let act = TypeNumber {
                    unit,
                    minutes,
                    number,
                };
                engine.perform(act).await.map(drop)
            }
            number => engine.give_number(unit, minutes, number, self.first).await,
        }
    }
}

/// `minutes register`.
#[derive(Debug, Args)]
pub(crate) struct RegisterArgs {
    /// Năm; không ghi thì năm nay.
    #[arg(long)]
    year: Option<i32>,
    /// In thành bảng CSV.
    #[arg(long)]
    csv: bool,
}

impl RegisterArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let year = self.year.unwrap_or(work.engine.today().year());
        let rows = work.engine.number_register(work.unit, year).await?;
        if !self.csv {
            return Output::list(&rows, |row| cells(row).join(" · "));
        }
        let titles = ["Số", "Ngày", "Người nhận", "Ghi chú"].map(str::to_owned);
        let table = std::iter::once(titles).chain(rows.iter().map(cells));
        let table: Vec<Vec<String>> = table.map(Vec::from).collect();
        Output::new(csv(&table), &rows)
    }
}

/// Number, date, receiver, note.
fn cells(row: &NumberRow) -> [String; 4] {
    let number = if row.from == row.to {
        format!("{:02}", row.from)
    } else {
        format!("{:02}–{:02}", row.from, row.to)
    };
    let note = match (&row.skipped, &row.minutes) {
        (Some(reason), _) => format!("bỏ số: {reason}"),
        (None, None) => "chưa dùng: cấp cho biên bản đã ghi số này, hoặc ghi bỏ số".to_owned(),
        (None, Some(_)) => String::new(),
    };
    let date = row.date.map(|day| day.format("%d/%m/%Y").to_string());
    let receiver = row.receiver.clone().unwrap_or_default();
    [number, date.unwrap_or_default(), receiver, note]
}

/// `minutes skip-numbers`.
#[derive(Debug, Args)]
pub(crate) struct SkipNumbersArgs {
    /// Số đầu.
    #[arg(long)]
    from: u32,
    /// Số cuối; không ghi thì chỉ một số.
    #[arg(long)]
    to: Option<u32>,
    /// Lý do.
    #[arg(long)]
    reason: String,
    /// Năm; không ghi thì năm nay.
    #[arg(long)]
    year: Option<i32>,
}

impl SkipNumbersArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = SkipNumbers {
            unit: work.unit,
            year: self.year.unwrap_or(work.engine.today().year()),
            from: self.from,
            to: self.to.unwrap_or(self.from),
            reason: self.reason,
        };
        work.engine.perform(act).await?;
        Output::done("Đã ghi bỏ số kèm lý do.", "from", self.from)
    }
}

/// `minutes take-register`.
#[derive(Debug, Args)]
pub(crate) struct TakeRegisterArgs {
    /// Lý do.
    #[arg(long)]
    reason: String,
    /// Số tiếp theo theo giấy, nếu máy trước chưa từng kết nối Sở.
    #[arg(long, default_value_t = 1)]
    first: u32,
}

impl TakeRegisterArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let engine = &work.engine;
        engine
            .take_register(work.unit, self.reason, self.first)
            .await?;
        Output::done("Sổ số đã ở máy này.", "register", "here")
    }
}
