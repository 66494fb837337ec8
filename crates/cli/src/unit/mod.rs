//! `bangiao unit`: the own unit and those below.

mod add;

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::{ConfirmParent, RenameUnit, SetLevels, SetUnit};
use engine::domain::unit::Letterhead;
use engine::views::units::UnitRow;
use serde_json::json;

use crate::machine::{AtWork, Machine};
use crate::output::Output;
use crate::{named, typed};

/// `unit`.
#[derive(Debug, Subcommand)]
pub(crate) enum UnitCommand {
    /// Đơn vị của mình và các đơn vị trực thuộc.
    List,
    /// 114 xã, phường, đặc khu của Hải Phòng.
    Communes,
    /// Tạo các xã, phường, đặc khu của danh mục mà sổ chưa có (Sở GDĐT); hoàn tác như một lần nhập.
    MakeCommunes,
    /// Thêm đơn vị trực thuộc.
    Add(add::AddArgs),
    /// Xác nhận một đơn vị trực thuộc đơn vị mình.
    Confirm(ConfirmArgs),
    /// Chuyển một đơn vị sang cấp trên khác, theo quyết định; giấy tờ cũ giữ tên cũ, quyền giữ nguyên.
    Move(MoveArgs),
    /// Đổi tên từ một ngày, theo quyết định; giấy tờ cũ giữ tên cũ.
    Rename(RenameArgs),
    /// Cấp học của đơn vị từ một ngày; giấy tờ và lớp trước ngày đó giữ cấp học cũ.
    Levels(LevelsArgs),
    /// Cách trình bày văn bản và cách lấy số.
    Set(SetArgs),
}

impl UnitCommand {
    /// The catalogue of communes needs no data; everything else does.
    pub(crate) async fn run(self, machine: &Machine) -> Reply<Output> {
        match self {
            Self::List => machine.open(list).await,
            Self::Communes => communes(),
            Self::MakeCommunes => machine.open(make_communes).await,
            Self::Add(args) => machine.open(async |work| args.run(work).await).await,
            Self::Confirm(args) => machine.open(async |work| args.run(work).await).await,
            Self::Move(args) => machine.open(async |work| args.run(work).await).await,
            Self::Rename(args) => machine.open(async |work| args.run(work).await).await,
            Self::Levels(args) => machine.open(async |work| args.run(work).await).await,
            Self::Set(args) => machine.open(async |work| args.run(work).await).await,
        }
    }
}

async fn list(work: &AtWork) -> Reply<Output> {
    Output::list(&work.engine.units().await?, line)
}

fn line(row: &UnitRow) -> String {
    format!(
        "{:12} {:60} {}/{} đã ký",
        row.code.as_deref().unwrap_or_default(),
        row.name,
        row.signed,
        row.all
    )
}

fn communes() -> Reply<Output> {
    let list = engine::domain::catalogue::communes();
    let lines: Vec<String> = list
        .iter()
        .map(|c| format!("{} {}", c.code, c.name))
        .collect();
    let values: Vec<_> = list
        .iter()
        .map(|c| json!({ "code": c.code, "name": c.name }))
        .collect();
    Output::new(lines.join("\n"), &values)
}

async fn make_communes(work: &AtWork) -> Reply<Output> {
    let there = work.engine.catalogued().await?.there;
    let made = work.engine.make_communes().await?;
    let text = format!(
        "Đã tạo {} xã, phường, đặc khu; {there} đơn vị có sẵn giữ nguyên.",
        made.added
    );
    Output::new(text, &made)
}

/// `unit confirm`.
#[derive(Debug, Args)]
pub(crate) struct ConfirmArgs {
    /// Mã hoặc tên đơn vị.
    unit: String,
}

impl ConfirmArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = ConfirmParent {
            unit: named::unit(work, &self.unit).await?,
            parent: work.unit,
            from: work.engine.today(),
            document: None,
        };
        work.engine.perform(act).await?;
        let text = format!("Đã xác nhận {} trực thuộc đơn vị mình.", self.unit);
        Output::done(text, "unit", self.unit)
    }
}

/// `unit move`.
#[derive(Debug, Args)]
pub(crate) struct MoveArgs {
    /// Mã hoặc tên đơn vị.
    unit: String,
    /// Mã hoặc tên đơn vị cấp trên mới.
    #[arg(long)]
    under: String,
    /// Ngày đầu, dd/mm/yyyy.
    #[arg(long)]
    from: String,
    /// Số, ký hiệu của quyết định trong sổ văn bản.
    #[arg(long)]
    decision: String,
}

impl MoveArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = ConfirmParent {
            unit: named::unit(work, &self.unit).await?,
            parent: named::unit(work, &self.under).await?,
            from: work.engine.parse_day(&self.from)?,
            document: named::decision(work, Some(&self.decision)).await?,
        };
        work.engine.perform(act).await?;
        let text = format!(
            "Từ ngày {}, {} trực thuộc {}. Quyền đang có giữ nguyên. Thủ trưởng đơn vị cần sửa cơ quan \
             chủ quản và địa danh in trên giấy.",
            self.from, self.unit, self.under
        );
        Output::done(text, "unit", self.unit)
    }
}

/// `unit rename`.
#[derive(Debug, Args)]
pub(crate) struct RenameArgs {
    /// Mã hoặc tên đơn vị; không có thì đơn vị mình.
    #[arg(long)]
    unit: Option<String>,
    /// Tên mới.
    #[arg(long)]
    name: String,
    /// Mã mới.
    #[arg(long)]
    code: Option<String>,
    /// Ngày đầu, dd/mm/yyyy.
    #[arg(long)]
    from: String,
    /// Số, ký hiệu của quyết định trong sổ văn bản.
    #[arg(long)]
    decision: Option<String>,
}

impl RenameArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = RenameUnit {
            unit: named::unit_or_own(work, self.unit.as_deref()).await?,
            name: self.name.clone(),
            code: self.code,
            from: work.engine.parse_day(&self.from)?,
            document: named::decision(work, self.decision.as_deref()).await?,
        };
        work.engine.perform(act).await?;
        let text = format!("Từ ngày {}, tên là {}.", self.from, self.name);
        Output::done(text, "name", self.name)
    }
}

/// `unit levels`.
#[derive(Debug, Args)]
pub(crate) struct LevelsArgs {
    /// Mã hoặc tên đơn vị; không có thì đơn vị mình.
    #[arg(long)]
    unit: Option<String>,
    /// Mọi cấp học từ ngày đó: preschool, primary, lower_secondary, upper_secondary, continuing.
    #[arg(long, value_delimiter = ',', required = true)]
    levels: Vec<String>,
    /// Ngày đầu, dd/mm/yyyy; không có thì hôm nay.
    #[arg(long)]
    from: Option<String>,
    /// Số, ký hiệu của quyết định trong sổ văn bản; đơn vị chưa kết nối Sở thì không cần.
    #[arg(long)]
    decision: Option<String>,
}

impl LevelsArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let from = self.from.as_deref().map(|day| work.engine.parse_day(day));
        let act = SetLevels {
            unit: named::unit_or_own(work, self.unit.as_deref()).await?,
            levels: typed::words(&self.levels)?,
            from: from.transpose()?.unwrap_or_else(|| work.engine.today()),
            document: named::decision(work, self.decision.as_deref()).await?,
        };
        let text = format!("Đã ghi cấp học từ ngày {}.", act.from.format("%d/%m/%Y"));
        work.engine.perform(act).await?;
        Output::done(text, "levels", self.levels)
    }
}

/// `unit set`.
#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    /// Cơ quan chủ quản.
    #[arg(long)]
    superior: Option<String>,
    /// Ký hiệu.
    #[arg(long)]
    symbol: Option<String>,
    /// Địa danh.
    #[arg(long)]
    place: Option<String>,
    /// Nơi lưu ghi sau “Lưu: VT,”; để trống ("") thì ghi như thường lệ.
    #[arg(long)]
    filed: Option<String>,
    /// own_series, typed, none.
    #[arg(long)]
    numbering: Option<String>,
    /// Cách ký biên bản: paper, mixed, digital.
    #[arg(long)]
    route: Option<String>,
    /// Số, ký hiệu của quyết định trong sổ văn bản, khi đổi cơ quan chủ quản, ký hiệu, địa danh.
    #[arg(long)]
    decision: Option<String>,
}

impl SetArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let now = work.engine.facts(work.unit).await?.unit(work.unit)?.clone();
        let numbering = self.numbering.as_deref().map(typed::word).transpose()?;
        let route = self.route.as_deref().map(typed::word).transpose()?;
        let document = named::decision(work, self.decision.as_deref()).await?;
        let act = SetUnit {
            unit: work.unit,
            letterhead: self.letterhead(now.letterhead),
            numbering: numbering.unwrap_or(now.numbering),
            route,
            document,
        };
        let letterhead = act.letterhead.clone();
        work.engine.perform(act).await?;
        Output::new("Đã lưu.", &letterhead)
    }

    /// What is not named stays as it was.
    fn letterhead(self, old: Letterhead) -> Letterhead {
        Letterhead {
            superior: self.superior.or(old.superior),
            symbol: self.symbol.unwrap_or(old.symbol),
            place: self.place.unwrap_or(old.place),
            filed: self.filed.or(old.filed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_of_a_letterhead_stays() {
        let old = Letterhead {
            superior: Some("UBND phường Lê Chân".into()),
            symbol: "THCSĐG".into(),
            place: "Phường Lê Chân".into(),
            filed: Some("TV".into()),
        };
        let set = SetArgs {
            superior: None,
            symbol: Some("THCSTB".into()),
            place: None,
            filed: None,
            numbering: None,
            route: None,
            decision: None,
        };
        let symbol = "THCSTB".to_owned();
        let expected = Letterhead {
            symbol,
            ..old.clone()
        };
        assert_eq!(set.letterhead(old), expected);
    }
}
