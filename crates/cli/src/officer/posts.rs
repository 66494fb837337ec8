//! Posts of people: appointed to one, leaving one, leading the unit.

use clap::Args;
use engine::Reply;
use engine::domain::acts::people::Post;
use engine::domain::acts::{Appoint, ChangeHead, EndAppointment};
use engine::domain::kind::Witness;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `officer appoint`.
#[derive(Debug, Args)]
pub(crate) struct AppointArgs {
    /// Mã cán bộ.
    #[arg(long)]
    code: String,
    /// Chức vụ.
    #[arg(long)]
    position: String,
    /// head, acting, in_charge, deputy, by_order, member.
    #[arg(long, default_value = "member")]
    role: String,
    /// Số, ký hiệu của quyết định trong sổ văn bản.
    #[arg(long)]
    decision: Option<String>,
    /// Được giao lập giấy tờ.
    #[arg(long)]
    prepares: bool,
    /// Văn thư: được giao giữ sổ số.
    #[arg(long)]
    numbers: bool,
    /// Ngày đầu, dd/mm/yyyy; không có thì hôm nay.
    #[arg(long)]
    from: Option<String>,
}

impl AppointArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let officer = named::officer(work, &self.code).await?;
        let document = match &self.decision {
            Some(number) => Some(named::document(work, number).await?),
            None => None,
        };
        let post = Post {
            role: typed::word(&self.role)?,
            position: self.position,
            duty: None,
            prepares: self.prepares,
            from: typed::day_or_today(&work.engine, self.from.as_deref())?,
            until: None,
            document,
            numbers: self.numbers,
        };
        let unit = work.unit;
        work.engine
            .perform(Appoint {
                unit,
                officer,
                post,
            })
            .await?;
        let text = format!("Đã giao chức vụ cho {}.", self.code);
        Output::done(text, "code", self.code)
    }
}

/// `officer leave`.
#[derive(Debug, Args)]
pub(crate) struct LeaveArgs {
    /// Mã cán bộ.
    #[arg(long)]
    code: String,
    /// Ngày cuối, dd/mm/yyyy.
    #[arg(long)]
    until: String,
    /// Lý do.
    #[arg(long)]
    reason: String,
}

impl LeaveArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = EndAppointment {
            unit: work.unit,
            appointment: named::post(work, &self.code).await?,
            until: work.engine.parse_day(&self.until)?,
            reason: self.reason,
        };
        work.engine.perform(act).await?;
        let text = format!("Đã ghi {} thôi công tác.", self.code);
        Output::done(text, "code", self.code)
    }
}

/// `officer lead`.
#[derive(Debug, Args)]
pub(crate) struct LeadArgs {
    /// Mã cán bộ của người nhận nhiệm vụ.
    #[arg(long)]
    code: String,
    /// Chức vụ.
    #[arg(long)]
    position: String,
    /// head, acting, in_charge.
    #[arg(long, default_value = "head")]
    role: String,
    /// Số, ký hiệu của quyết định trong sổ văn bản.
    #[arg(long)]
    decision: String,
    /// Họ tên người chứng kiến của cấp trên.
    #[arg(long, requires = "witness_position")]
    witness: Option<String>,
    /// Chức vụ của người chứng kiến.
    #[arg(long, requires = "witness")]
    witness_position: Option<String>,
    /// Ngày đầu, dd/mm/yyyy; không có thì hôm nay.
    #[arg(long)]
    from: Option<String>,
}

impl LeadArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let officer = named::officer(work, &self.code).await?;
        let document = named::document(work, &self.decision).await?;
        let witness = self.witness.zip(self.witness_position);
        let act = ChangeHead {
            unit: work.unit,
            officer,
            role: typed::word(&self.role)?,
            position: self.position,
            from: typed::day_or_today(&work.engine, self.from.as_deref())?,
            document,
            witness: witness.map(|(name, position)| Witness { name, position }),
        };
        work.engine.perform(act).await?;
        let text = "Đã ghi thay đổi thủ trưởng; biên bản ở mục Việc cần làm.";
        Output::done(text, "code", self.code)
    }
}
