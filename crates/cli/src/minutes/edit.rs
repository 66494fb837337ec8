//! A draft that is said otherwise.

use clap::Args;
use engine::Reply;
use engine::domain::acts::{EditDraft, HandOver};
use engine::domain::kind::{SecretClause, SpareEnvelope};
use engine::views::minutes::MinutesDetail;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `minutes edit-draft`.
#[derive(Debug, Args)]
pub(crate) struct EditDraftArgs {
    /// Id của bản nháp.
    minutes: String,
    /// Số của văn bản làm căn cứ; ghi lại đủ mọi căn cứ. Không ghi thì giữ nguyên.
    #[arg(long)]
    ground: Vec<String>,
    /// Bỏ hết căn cứ.
    #[arg(long, conflicts_with = "ground")]
    no_ground: bool,
    /// Tên đăng nhập đúng trên Hệ thống CSDL.
    #[arg(long)]
    login: Option<String>,
    /// Ngày cuối của người quản lý tài khoản, dd/mm/yyyy. Không ghi thì giữ nguyên.
    #[arg(long)]
    until: Option<String>,
    /// Bỏ ngày cuối: đến khi có biên bản khác.
    #[arg(long, conflicts_with = "until")]
    no_until: bool,
    #[command(flatten)]
    secret: SecretArgs,
    /// Số phong bì mật khẩu dự phòng do thủ trưởng cất giữ (giao người quản lý tài khoản).
    #[arg(long, requires = "spare_place")]
    spare: Option<String>,
    /// Nơi cất giữ phong bì dự phòng.
    #[arg(long, requires = "spare")]
    spare_place: Option<String>,
    /// Bỏ phong bì dự phòng.
    #[arg(long, conflicts_with = "spare")]
    no_spare: bool,
}

/// How the password goes over from now on; nothing leaves what the draft says.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct SecretArgs {
    /// Mật khẩu giao trong phong bì niêm phong số này.
    #[arg(long)]
    envelope: Option<String>,
    /// Mật khẩu giao bằng phiếu kích hoạt số này.
    #[arg(long)]
    slip: Option<String>,
    /// Người nhận tự đặt mật khẩu tại chỗ.
    #[arg(long)]
    set_at_table: bool,
    /// Người nhận đang giữ mật khẩu.
    #[arg(long)]
    already_held: bool,
}

impl SecretArgs {
    fn read(self) -> Option<SecretClause> {
        let table = self.set_at_table.then_some(SecretClause::SetAtTable);
        let held = self.already_held.then_some(SecretClause::AlreadyHeld);
        let envelope = self.envelope.map(SecretClause::Envelope);
        let slip = self.slip.map(SecretClause::Slip);
        envelope.or(slip).or(table).or(held)
    }
}

impl EditDraftArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let detail = work.engine.minutes_detail(unit, minutes).await?;
        let draft = detail.draft.as_ref();
        let cited = draft.map(|draft| draft.grounds.clone()).unwrap_or_default();
        let grounds = match (self.no_ground, self.ground.is_empty()) {
            (true, _) => vec![],
            (false, true) => cited,
            (false, false) => named::documents(work, &self.ground).await?,
        };
        let lasts = draft.and_then(|draft| draft.valid_until);
        let typed = typed::day(&work.engine, self.until.as_deref())?;
        let act = EditDraft {
            unit,
            minutes,
            grounds,
            login: self.login,
            valid_until: typed.or(lasts.filter(|_| !self.no_until)),
        };
        let spare = self.spare.zip(self.spare_place);
        let spare = spare.map(|(serial, place)| SpareEnvelope { serial, place });
        let spare = (spare.is_some() || self.no_spare).then_some(spare);
        match anew(&detail, self.secret.read(), spare) {
            Some(anew) => work.engine.edit_draft(anew, act).await?,
            None => drop(work.engine.perform(act).await?),
        }
        Output::done("Đã sửa bản nháp.", "edited", true)
    }
}

/// The draft handed over anew, where that is needed to say how the password goes over.
fn anew(
    detail: &MinutesDetail,
    secret: Option<SecretClause>,
    spare: Option<Option<SpareEnvelope>>,
) -> Option<HandOver> {
    if secret.is_none() && spare.is_none() {
        return None;
    }
    let as_it_stands = detail.anew()?;
    Some(HandOver {
        secret: secret.unwrap_or(as_it_stands.secret),
        spare_envelope: spare.unwrap_or(as_it_stands.spare_envelope),
        ..as_it_stands
    })
}
