//! What happened on paper goes into the register: signed, scanned, confirmed.

use std::path::PathBuf;

use clap::Args;
use engine::Reply;
use engine::domain::acts::{AcceptScan, ConfirmReceipt, ConfirmRecording, RecordSigning};
use engine::domain::ids::{MinutesId, UnitId};
use engine::domain::{Code, Refusal};

use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, named};

/// `minutes record-signing`.
#[derive(Debug, Args)]
pub(crate) struct RecordSigningArgs {
    /// Mã tra cứu hoặc id.
    #[arg(required = true)]
    minutes: Vec<String>,
    /// Ngày ghi trên giấy, dd/mm/yyyy.
    #[arg(long)]
    date: String,
    /// Bản quét; phải kèm khi không phải thủ trưởng ghi nhận người quản lý tài khoản.
    #[arg(long)]
    scan: Option<PathBuf>,
    /// Vẫn ghi nhận dù quyền trong biên bản đã hết hạn: chỉ để lưu hồ sơ.
    #[arg(long)]
    over: bool,
}

impl RecordSigningArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let date_on_paper = work.engine.parse_day(&self.date)?;
        if let Some(scan) = &self.scan {
            let [minutes] = &self.minutes[..] else {
                return Err(Refusal::new(Code::TooMany).with("limit", 1).into());
            };
            let (unit, id) = named::minutes(work, minutes).await?;
            self.still_opens(work, unit, &[id]).await?;
            let bytes = files::read(scan)?;
            let recorded = work
                .engine
                .record_with_scan(unit, id, date_on_paper, &bytes);
            recorded.await?;
            return Output::done("Đã ghi nhận biên bản và lưu bản quét.", "recorded", 1);
        }
        let files = named::minutes_by_file(work, &self.minutes).await?;
        for (unit, minutes) in &files {
            self.still_opens(work, *unit, minutes).await?;
        }
        for (unit, minutes) in files {
            let act = RecordSigning {
                unit,
                minutes,
                date_on_paper,
                scan: None,
            };
            work.engine.perform(act).await?;
        }
        let count = self.minutes.len();
        Output::done(format!("Đã ghi nhận {count} biên bản."), "recorded", count)
    }

    /// Refuses what opens nothing any more, unless somebody says that it is meant so.
    async fn still_opens(&self, work: &AtWork, unit: UnitId, minutes: &[MinutesId]) -> Reply<()> {
        for id in minutes.iter().filter(|_| !self.over) {
            let row = work.engine.minutes_detail(unit, *id).await?.row;
            if !row.over.is_empty() {
                let over = Refusal::new(Code::RightsOver).with("name", &row.receiver);
                return Err(over.with("lines", row.over.join("; ")).into());
            }
        }
        Ok(())
    }
}

/// `minutes attach-scan`.
#[derive(Debug, Args)]
pub(crate) struct AttachScanArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Tệp PDF hoặc ảnh.
    file: PathBuf,
    /// Mã QR không đọc được: nộp để thủ trưởng cấp trên đối chiếu bằng mắt.
    #[arg(long)]
    by_eye: bool,
}

impl AttachScanArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        let bytes = files::read(&self.file)?;
        let attached = work.engine.attach_scan(unit, id, &bytes, self.by_eye);
        let aside = attached.await?;
        let mut lines = vec!["Đã lưu bản quét.".to_owned()];
        lines.extend(aside.iter().map(|page| format!("! không dùng: {page}")));
        Output::new(
            lines.join("\n"),
            &serde_json::json!({ "filed": true, "aside": aside }),
        )
    }
}

/// `minutes accept-scan`.
#[derive(Debug, Args)]
pub(crate) struct AcceptScanArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Đã đối chiếu điều gì, vì sao máy không đọc được.
    #[arg(long)]
    reason: String,
}

impl AcceptScanArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let seen = work
            .engine
            .minutes_detail(unit, minutes)
            .await?
            .row
            .scan_file;
        let act = AcceptScan {
            unit,
            minutes,
            reason: self.reason,
            scan: seen,
        };
        work.engine.perform(act).await?;
        Output::done("Đã chấp nhận bản quét.", "accepted", true)
    }
}

/// `minutes confirm-receipt`.
#[derive(Debug, Args)]
pub(crate) struct ConfirmReceiptArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Điều không đúng, nếu đó không phải tờ mình đã ký.
    #[arg(long)]
    objection: Option<String>,
}

impl ConfirmReceiptArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let act = ConfirmReceipt {
            unit,
            minutes,
            objection: self.objection,
        };
        work.engine.perform(act).await?;
        Output::done("Đã ghi nhận xác nhận điện tử.", "confirmed", true)
    }
}

/// `minutes confirm`.
#[derive(Debug, Args)]
pub(crate) struct ConfirmArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
}

impl ConfirmArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, minutes) = named::minutes(work, &self.minutes).await?;
        let act = ConfirmRecording { unit, minutes };
        work.engine.perform(act).await?;
        Output::done("Đã xác nhận.", "confirmed", true)
    }
}
