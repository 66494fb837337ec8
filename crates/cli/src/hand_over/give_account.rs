//! `bangiao give-account`: the admin account of a unit below, or the own one to a custodian.

use clap::Args;
use engine::domain::acts::HandOver;
use engine::domain::ids::OfficerId;
use engine::domain::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope};
use engine::domain::{Code, Refusal};
use engine::views::account_offer::AccountOffer;
use engine::{Engine, Reply};

use super::drafted;
use crate::machine::AtWork;
use crate::output::Output;
use crate::{named, typed};

/// `give-account`.
#[derive(Debug, Args)]
pub(crate) struct GiveAccountArgs {
    /// Mã hoặc tên đơn vị nhận tài khoản quản trị; không có thì đơn vị mình giao người quản lý tài
    /// khoản.
    #[arg(long)]
    unit: Option<String>,
    /// Mã cán bộ của người nhận; không có thì thủ trưởng đơn vị nhận.
    #[arg(long)]
    officer: Option<String>,
    /// Tên đăng nhập của tài khoản quản trị nếu chưa có trong sổ.
    #[arg(long)]
    login: Option<String>,
    /// Ngày cuối của việc quản lý tài khoản, dd/mm/yyyy; không có thì đến khi có biên bản khác.
    #[arg(long)]
    until: Option<String>,
    /// Số phong bì niêm phong mật khẩu; không có thì người nhận tự đặt tại chỗ.
    #[arg(long)]
    envelope: Option<String>,
    /// Số phong bì mật khẩu dự phòng do thủ trưởng cất giữ (giao người quản lý tài khoản).
    #[arg(long, requires = "spare_place")]
    spare: Option<String>,
    /// Nơi cất giữ phong bì dự phòng.
    #[arg(long, requires = "spare")]
    spare_place: Option<String>,
    #[command(flatten)]
    desk: DeskArgs,
    /// Số, ký hiệu văn bản làm căn cứ.
    #[arg(long)]
    ground: Vec<String>,
}

impl GiveAccountArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let unit = named::unit_or_own(work, self.unit.as_deref()).await?;
        let offer = work.engine.account_offer(unit).await?;
        let secret = self.envelope.map(SecretClause::Envelope);
        let spare = self.spare.zip(self.spare_place);
        let request = HandOver {
            year: None,
            unit,
            kind: offer.kind,
            giver: offer.givers.head,
            receiver: receiver(work, self.officer.as_deref(), &offer).await?,
            add: vec![],
            drop: vec![],
            login: self.login,
            grounds: named::documents(work, &self.ground).await?,
            secret: secret.unwrap_or(SecretClause::SetAtTable),
            valid_until: typed::day(&work.engine, self.until.as_deref())?,
            at_desk: self.desk.read(&work.engine)?,
            spare_envelope: spare.map(|(serial, place)| SpareEnvelope { serial, place }),
        };
        drafted::hand_over(work, request).await
    }
}

/// Who was named; else the head of the unit that receives. A custodian must be named.
async fn receiver(work: &AtWork, typed: Option<&str>, offer: &AccountOffer) -> Reply<OfficerId> {
    match typed {
        Some(code) => named::officer(work, code).await,
        None if offer.kind == MinutesKind::Custody => Err(Refusal::new(Code::NothingChosen).into()),
        None => {
            let head = offer.receivers.first().map(|r| r.0);
            Ok(head.ok_or_else(|| named::not_found("officer"))?)
        }
    }
}

/// What only the handover desk of the Sở knows.
#[derive(Debug, Args)]
pub(super) struct DeskArgs {
    /// Tên địa điểm bàn giao (Sở giao cho xã).
    #[arg(long, requires = "address")]
    site: Option<String>,
    /// Địa chỉ của địa điểm bàn giao.
    #[arg(long, requires = "site")]
    address: Option<String>,
    /// Giờ bàn giao, HH:MM; không có thì chừa chỗ để viết tay.
    #[arg(long, requires = "site")]
    hour: Option<String>,
    /// Ngày cuối của giấy giới thiệu, dd/mm/yyyy.
    #[arg(long, requires = "site")]
    letter_until: Option<String>,
    /// Ngày người nhận dự tập huấn, dd/mm/yyyy.
    #[arg(long, requires = "site")]
    trained_on: Option<String>,
}

impl DeskArgs {
    /// The desk, where one is named.
    pub(super) fn read(self, engine: &Engine) -> Reply<Option<AtDesk>> {
        let Some((site, address)) = self.site.zip(self.address) else {
            return Ok(None);
        };
        let hour = self.hour.map(|text| engine.parse_hour(&text)).transpose()?;
        Ok(Some(AtDesk {
            hour,
            site,
            address,
            letter_until: typed::day(engine, self.letter_until.as_deref())?,
            trained_on: typed::day(engine, self.trained_on.as_deref())?,
        }))
    }
}
