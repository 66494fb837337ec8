//! The organisation signs the scan of minutes: a lawful copy.

use std::path::PathBuf;

use clap::Args;
use engine::Reply;

use crate::machine::AtWork;
use crate::output::Output;
use crate::signing::key::KeyArgs;
use crate::{files, named};

/// `minutes certify-scan`.
#[derive(Debug, Args)]
pub(crate) struct CertifyScanArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Khóa ký.
    #[command(flatten)]
    key: KeyArgs,
}

impl CertifyScanArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        work.engine.certify_scan(unit, id, self.key.read()?).await?;
        let detail = work.engine.minutes_detail(unit, id).await?;
        Output::new("Cơ quan đã ký số bản quét.", &detail)
    }
}

/// `minutes take-certified`.
#[derive(Debug, Args)]
pub(crate) struct TakeCertifiedArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Tệp PDF đã ký.
    file: PathBuf,
}

impl TakeCertifiedArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        let file = files::read(&self.file)?;
        work.engine.take_certified(unit, id, &file).await?;
        let detail = work.engine.minutes_detail(unit, id).await?;
        Output::new("Đã nạp bản quét có chữ ký số của cơ quan.", &detail)
    }
}
