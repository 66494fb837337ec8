//! Numbers of minutes, and the register that gives them.

use chrono::{DateTime, Datelike, Utc};
use clap::Args;
use engine::domain::acts::SkipNumbers;
use engine::domain::calendar::{day_of, paper_date};
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
    /// Năm của số; không ghi thì năm nay, kể cả khi biên bản ký năm trước.
    #[arg(long)]
    year: Option<i32>,
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
                engine.type_number(unit, minutes, number, self.year).await
            }
            number => {
                let year = self.year.unwrap_or(engine.today().year());
                engine
                    .give_number_of(unit, minutes, year, number, self.first)
                    .await
            }
        }
    }
}

/// `minutes correct-number`.
#[derive(Debug, Args)]
pub(crate) struct CorrectNumberArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Số đúng, như viết trên giấy.
    #[arg(long)]
    number: u32,
    /// Năm của số; không ghi thì năm của số ghi nhầm.
    #[arg(long)]
    year: Option<i32>,
    /// Lý do.
    #[arg(long)]
    reason: String,
}

impl CorrectNumberArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        let engine = &work.engine;
        engine
            .correct_number(unit, id, self.number, self.year, self.reason)
            .await?;
        let detail = engine.minutes_detail(unit, id).await?;
        let text = format!(
            "{}. Số ghi nhầm và lý do còn trong sổ.",
            detail.row.number.clone().unwrap_or_default()
        );
        Output::new(text, &detail)
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
    let note = match (&row.skipped, &row.elsewhere, &row.minutes) {
        (Some(reason), Some(used), _) => format!(
            "đã dùng cho văn bản khác: {reason} ({} ghi ngày {})",
            used.by,
            day(used.at)
        ),
        (Some(reason), None, _) => format!("bỏ số: {reason}"),
        (None, _, None) => "chưa dùng: cấp cho biên bản đã ghi số này, hoặc ghi bỏ số".to_owned(),
        (None, _, Some(_)) => given(row),
    };
    let date = row.date.map(|day| day.format("%d/%m/%Y").to_string());
    let receiver = row.receiver.clone().unwrap_or_default();
    [number, date.unwrap_or_default(), receiver, note]
}

/// What the register remarks on minutes that carry a number.
fn given(row: &NumberRow) -> String {
    let signed = row.date.filter(|_| row.signed_before);
    let signed = signed.map(|signed| format!("ký ngày {}", paper_date(signed)));
    let corrected = row.corrected.iter().map(|wrong| {
        format!(
            "trước ghi nhầm số {:02}, {} sửa ngày {}: {}",
            wrong.number,
            wrong.by,
            day(wrong.at),
            wrong.reason
        )
    });
    let all: Vec<String> = signed.into_iter().chain(corrected).collect();
    all.join("; ")
}

fn day(at: DateTime<Utc>) -> String {
    paper_date(day_of(at))
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
    /// Lý do; với số đã dùng cho văn bản khác: số, ký hiệu, ngày của văn bản đó.
    #[arg(long)]
    reason: String,
    /// Số đã dùng cho một văn bản khác ngoài chương trình, không phải số bỏ.
    #[arg(long)]
    elsewhere: bool,
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
            elsewhere: self.elsewhere,
        };
        work.engine.perform(act).await?;
        let text = if self.elsewhere {
            "Đã ghi số đã dùng cho văn bản khác."
        } else {
            "Đã ghi bỏ số kèm lý do."
        };
        Output::done(text, "from", self.from)
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
