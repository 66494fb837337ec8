//! `bangiao officer`: people of the own unit.

mod posts;

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::people::{OfficerEdit, Post};
use engine::domain::acts::{AddOfficer, EditOfficer};
use engine::domain::officer::{Role, Sex};
use engine::domain::text;
use engine::views::officers::OfficerRow;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `officer`.
#[derive(Debug, Subcommand)]
pub(crate) enum OfficerCommand {
    /// Danh sách cán bộ của đơn vị.
    List,
    /// Thêm cán bộ.
    Add(AddArgs),
    /// Sửa thông tin của một người; ô không nêu thì giữ nguyên.
    Edit(EditArgs),
    /// Giao thêm chức vụ, ví dụ cấp phó ký thay theo quyết định trong sổ văn bản.
    Appoint(posts::AppointArgs),
    /// Thôi công tác: quyền đóng ngay, biên bản thu hồi được lập nháp.
    Leave(posts::LeaveArgs),
    /// Thay đổi thủ trưởng hoặc người phụ trách; biên bản được lập nháp.
    Lead(posts::LeadArgs),
}

impl OfficerCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => list(work).await,
            Self::Add(args) => args.run(work).await,
            Self::Edit(args) => args.run(work).await,
            Self::Appoint(args) => args.run(work).await,
            Self::Leave(args) => args.run(work).await,
            Self::Lead(args) => args.run(work).await,
        }
    }
}

async fn list(work: &AtWork) -> Reply<Output> {
    let line = |r: &OfficerRow| {
        format!(
            "{:10} {:30} {:24} {} quyền",
            r.code, r.name, r.position, r.rights
        )
    };
    Output::list(&work.engine.officers(work.unit).await?, line)
}

/// `officer add`.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Họ và tên.
    #[arg(long)]
    name: String,
    /// Mã cán bộ.
    #[arg(long)]
    code: String,
    /// Chức vụ.
    #[arg(long)]
    position: String,
    /// nam hoặc nu.
    #[arg(long)]
    sex: Option<String>,
    /// Được giao lập giấy tờ.
    #[arg(long)]
    prepares: bool,
    /// Văn thư: được giao giữ sổ số.
    #[arg(long)]
    numbers: bool,
    /// Số định danh cá nhân, không bắt buộc.
    #[arg(long)]
    id_number: Option<String>,
    /// Ngày sinh, dd/mm/yyyy: chỉ cần khi trùng tên.
    #[arg(long)]
    born: Option<String>,
}

impl AddArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let post = Post {
            role: Role::Member,
            position: self.position,
            duty: None,
            prepares: self.prepares,
            from: work.engine.today(),
            until: None,
            document: None,
            numbers: self.numbers,
        };
        let act = AddOfficer {
            unit: work.unit,
            name: text::uncapitalised(&self.name).unwrap_or(self.name),
            code: self.code.clone(),
            sex: self.sex.as_deref().map(sex),
            born_on: typed::day(&work.engine, self.born.as_deref())?,
            id_number: self.id_number,
            phone: None,
            post,
        };
        let text = format!("Đã thêm cán bộ {}: {}.", self.code, act.name);
        work.engine.perform(act).await?;
        Output::done(text, "code", self.code)
    }
}

fn sex(typed: &str) -> Sex {
    if typed == "nu" {
        Sex::Female
    } else {
        Sex::Male
    }
}

/// `officer edit`.
#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    /// Mã cán bộ.
    #[arg(long)]
    code: String,
    /// Họ và tên mới.
    #[arg(long)]
    name: Option<String>,
    /// Số điện thoại.
    #[arg(long)]
    phone: Option<String>,
}

impl EditArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let officer = named::officer(work, &self.code).await?;
        let now = work.engine.person(work.unit, officer).await?;
        let name = self.name.map(|typed| OfficerEdit::Name {
            set: text::kept_spelling(&now.name, &typed),
            expect: now.name,
        });
        let phone = self.phone.map(|set| OfficerEdit::Phone {
            expect: now.phone,
            set: Some(set).filter(|p| !p.is_empty()),
        });
        let act = EditOfficer {
            unit: work.unit,
            officer,
            edits: name.into_iter().chain(phone).collect(),
        };
        work.engine.perform(act).await?;
        let text = format!("Đã sửa cán bộ {}.", self.code);
        Output::done(text, "code", self.code)
    }
}
