//! `bangiao unit add`.

use clap::Args;
use engine::Reply;
use engine::domain::acts::AddUnit;
use engine::domain::acts::units::{HeadDetails, UnitDetails};
use engine::domain::officer::Role;
use engine::domain::unit::{Letterhead, Numbering};

use crate::machine::AtWork;
use crate::output::Output;
use crate::typed;

/// `unit add`.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Tên đầy đủ.
    #[arg(long)]
    name: String,
    /// Loại đơn vị: school, private_school, independent_group, centre; của Sở còn có commune,
    /// special_school (trường chuyên biệt), division (phòng của Sở).
    #[arg(long, default_value = "school")]
    kind: String,
    /// Cấp học.
    #[arg(long, value_delimiter = ',')]
    levels: Vec<String>,
    /// Mã.
    #[arg(long)]
    code: Option<String>,
    /// Ký hiệu văn bản.
    #[arg(long)]
    symbol: String,
    /// Địa danh ghi trên văn bản; bỏ trống thì theo xã, phường.
    #[arg(long)]
    place: Option<String>,
    /// Cơ quan chủ quản ghi trên văn bản; bỏ trống thì theo đơn vị cấp trên.
    #[arg(long)]
    superior: Option<String>,
    /// Họ tên thủ trưởng.
    #[arg(long)]
    head: String,
    /// Mã cán bộ của thủ trưởng.
    #[arg(long)]
    head_code: String,
    /// Chức vụ; không ghi thì theo loại đơn vị: Hiệu trưởng, Giám đốc, Trưởng phòng.
    #[arg(long)]
    position: Option<String>,
    /// Tên đăng nhập tài khoản quản trị.
    #[arg(long)]
    admin_login: Option<String>,
}

impl AddArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let from = work.engine.today();
        let kind = typed::word(&self.kind)?;
        let details = UnitDetails {
            kind,
            levels: typed::words(&self.levels)?,
            name: self.name.clone(),
            code: self.code,
            letterhead: Letterhead {
                superior: self.superior,
                symbol: self.symbol,
                place: self.place.unwrap_or_default(),
                filed: None,
            },
            numbering: Numbering::Typed,
            from,
        };
        let head = HeadDetails {
            name: self.head,
            sex: None,
            code: self.head_code,
            position: match self.position {
                Some(position) => position,
                None => engine::import::head_position(kind)?,
            },
            role: Role::Head,
            from,
        };
        let act = AddUnit {
            by_unit: work.unit,
            details,
            parent: None,
            head: Some(head),
            admin_login: self.admin_login,
        };
        work.engine.add_unit(act).await?;
        Output::done(format!("Đã thêm {}.", self.name), "name", self.name)
    }
}
