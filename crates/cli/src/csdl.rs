//! `bangiao csdl`: the work list on the Hệ thống CSDL.

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::CsdlTasksDone;
use engine::domain::ids::CsdlTaskId;
use engine::views::csdl_tasks::CsdlRow;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{typed, wording};

/// `csdl`.
#[derive(Debug, Subcommand)]
pub(crate) enum CsdlCommand {
    /// Việc cần làm trên Hệ thống CSDL.
    List,
    /// Ghi đã làm.
    Done(DoneArgs),
}

impl CsdlCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::List => Output::list(&work.engine.csdl_tasks(work.unit).await?, line),
            Self::Done(args) => args.run(work).await,
        }
    }
}

fn line(row: &CsdlRow) -> String {
    let over = row.done.is_some() || row.over.is_some();
    let mark = if over { "✓" } else { " " };
    let action = wording::action(row.action);
    let said = [
        row.login.as_str(),
        &row.person,
        &row.right,
        row.difference.map_or("", wording::difference),
        row.over.map_or("", wording::over),
    ];
    let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
    format!("{} {mark} {action} {}", row.id, said.join(" · "))
}

/// `csdl done`.
#[derive(Debug, Args)]
pub(crate) struct DoneArgs {
    /// Id của việc, lấy từ danh sách.
    #[arg(required = true)]
    tasks: Vec<CsdlTaskId>,
    /// Ngày làm, dd/mm/yyyy; không có thì hôm nay.
    #[arg(long)]
    on: Option<String>,
}

impl DoneArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let count = self.tasks.len();
        let act = CsdlTasksDone {
            unit: work.unit,
            tasks: self.tasks,
            on: typed::day_or_today(&work.engine, self.on.as_deref())?,
        };
        work.engine.perform(act).await?;
        Output::done(format!("Đã ghi {count} việc."), "done", count)
    }
}
