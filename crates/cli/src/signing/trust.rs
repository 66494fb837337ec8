//! `bangiao trust`: whom this machine trusts.

use std::path::PathBuf;

use clap::Args;
use engine::Reply;
use engine::signing::TrustedRow;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, typed, wording};

/// `trust`.
#[derive(Debug, Args)]
pub(crate) struct TrustArgs {
    /// Các tệp .cer, .crt, .pem, .crl.
    files: Vec<PathBuf>,
    /// Của ai: government (Ban Cơ yếu Chính phủ), public (NEAC), other.
    #[arg(long, default_value = "other")]
    set: String,
}

impl TrustArgs {
    /// Takes certificates and revocation lists in, and lists everything that is trusted.
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let set = typed::word(&self.set)?;
        for file in &self.files {
            work.engine.trust(&files::read(file)?, set).await?;
        }
        Output::list(&work.engine.trusted().await?, line)
    }
}

fn line(row: &TrustedRow) -> String {
    format!("{} {}", wording::trusted(row.kind), row.name)
}
