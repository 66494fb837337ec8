//! Minutes on the digital route: how they are signed, signed here, or signed by another program.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use engine::Reply;
use engine::domain::acts::SetRoute;
use engine::domain::blanks::Party;
use engine::domain::route::Route;
use engine::handover::digital::SignedRun;

use crate::machine::AtWork;
use crate::output::Output;
use crate::signing::key::KeyArgs;
use crate::{files, named, typed};

/// `minutes route`.
#[derive(Debug, Args)]
pub(crate) struct RouteArgs {
    /// Mã tra cứu hoặc id.
    #[arg(required = true)]
    minutes: Vec<String>,
    /// paper, mixed, digital.
    #[arg(long)]
    route: String,
}

impl RouteArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let route: Route = typed::word(&self.route)?;
        for (unit, minutes) in named::minutes_by_file(work, &self.minutes).await? {
            let act = SetRoute {
                unit,
                minutes,
                route,
            };
            work.engine.perform(act).await?;
        }
        let text = format!("Đã chọn cách ký cho {} biên bản.", self.minutes.len());
        Output::done(text, "route", route)
    }
}

/// `minutes sign`.
#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// Mã tra cứu hoặc id.
    #[arg(required = true)]
    minutes: Vec<String>,
    /// giver, receiver, commitment_receiver, commitment_head, third, organisation,
    /// receiving_organisation.
    #[arg(long)]
    party: String,
    /// Khóa ký.
    #[command(flatten)]
    key: KeyArgs,
}

impl SignArgs {
    /// Fails if any of the minutes is left without the signature.
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let party: Party = typed::word(&self.party)?;
        let chosen = named::all_minutes(work, &self.minutes).await?;
        let key = self.key.read()?;
        let never = Arc::default();
        let signing = work
            .engine
            .sign_minutes(&chosen, party, key, &never, |_| ());
        let run = signing.await?;
        Ok(Output::new(signed(&run), &run)?.failing(!run.failed.is_empty()))
    }
}

fn signed(run: &SignedRun) -> String {
    let mut lines = vec![format!("Đã ký số {} biên bản.", run.signed.len())];
    let failed = run.failed.iter();
    lines.extend(failed.map(|(id, failure)| format!("✗ {id}: {failure}")));
    lines.join("\n")
}

/// `minutes for-signing`.
#[derive(Debug, Args)]
pub(crate) struct ForSigningArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Tệp nhận PDF.
    #[arg(long)]
    out: PathBuf,
}

impl ForSigningArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        work.engine.save_for_signing(unit, id, &self.out).await?;
        let file = self.out.display();
        let text = format!("Đã ghi {file}. Hãy ký trên tệp này rồi nạp lại.");
        Output::done(text, "file", &self.out)
    }
}

/// `minutes take-signed`.
#[derive(Debug, Args)]
pub(crate) struct TakeSignedArgs {
    /// Mã tra cứu hoặc id.
    minutes: String,
    /// Tệp PDF đã ký.
    file: PathBuf,
}

impl TakeSignedArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let (unit, id) = named::minutes(work, &self.minutes).await?;
        let file = files::read(&self.file)?;
        work.engine.take_signed(unit, id, &file).await?;
        let detail = work.engine.minutes_detail(unit, id).await?;
        Output::new("Đã nạp tệp đã ký.", &detail)
    }
}
