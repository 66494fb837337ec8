//! `bangiao document`: the register of papers that minutes cite.

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::{AddDocument, EndDocument};
use engine::views::documents::DocumentRow;

use crate::machine::AtWork;
use crate::named;
use crate::output::Output;
use crate::typed;

/// `document`.
#[derive(Debug, Subcommand)]
pub(crate) enum DocumentCommand {
    /// Sổ văn bản của đơn vị.
    List,
    /// Thêm văn bản để biên bản viện dẫn.
    Add(AddArgs),
    /// Ghi ngày hết hiệu lực: biên bản lập sau ngày đó không viện dẫn nữa.
    End(EndArgs),
}

impl DocumentCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => Output::list(&work.engine.documents(work.unit).await?, line),
            Self::Add(args) => args.run(work).await,
            Self::End(args) => args.run(work).await,
        }
    }
}

fn line(row: &DocumentRow) -> String {
    let until = row.until.map(|day| day.format(" (đến hết %d/%m/%Y)"));
    format!(
        "{} {} ngày {}: {}{}",
        row.title,
        row.number,
        row.date.format("%d/%m/%Y"),
        row.subject,
        until.map(|said| said.to_string()).unwrap_or_default()
    )
}

/// `document add`.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// assignment, appointment, directive, introduction, plan, other.
    #[arg(long, default_value = "assignment")]
    kind: String,
    /// Tên loại.
    #[arg(long, default_value = "Quyết định")]
    title: String,
    /// Số, ký hiệu.
    #[arg(long)]
    number: String,
    /// Ngày, dd/mm/yyyy.
    #[arg(long)]
    date: String,
    /// Người ký.
    #[arg(long)]
    issuer: String,
    /// Trích yếu.
    #[arg(long)]
    subject: String,
    /// Ngày hết hiệu lực, nếu văn bản ghi, dd/mm/yyyy.
    #[arg(long)]
    until: Option<String>,
}

impl AddArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = AddDocument {
            unit: work.unit,
            kind: typed::word(&self.kind)?,
            title: self.title,
            number: self.number.clone(),
            date: work.engine.parse_day(&self.date)?,
            issuer: self.issuer,
            subject: self.subject,
            until: self
                .until
                .as_deref()
                .map(|day| work.engine.parse_day(day))
                .transpose()?,
        };
        work.engine.perform(act).await?;
        let text = format!("Đã thêm văn bản {}.", self.number);
        Output::done(text, "number", self.number)
    }
}

/// `document end`.
#[derive(Debug, Args)]
pub(crate) struct EndArgs {
    /// Số, ký hiệu của văn bản trong sổ.
    number: String,
    /// Ngày cuối còn hiệu lực, dd/mm/yyyy.
    #[arg(long)]
    until: String,
}

impl EndArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let act = EndDocument {
            unit: work.unit,
            document: named::document(work, &self.number).await?,
            until: work.engine.parse_day(&self.until)?,
        };
        work.engine.perform(act).await?;
        let text = format!(
            "Văn bản {} có hiệu lực đến hết ngày {}.",
            self.number, self.until
        );
        Output::done(text, "number", self.number)
    }
}
