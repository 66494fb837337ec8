//! `bangiao csdl`: the work list on the Hệ thống CSDL.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use engine::Reply;
use engine::domain::acts::CsdlTasksDone;
use engine::domain::ids::{CsdlTaskId, UnitId};
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
    let waits = row.waits_for.as_ref();
    let waits = waits.map(|unit| format!("chờ {unit} làm"));
    let said = [
        row.login.as_str(),
        &row.person,
        &row.unit_name,
        &row.right,
        &row.minutes,
        waits.as_deref().unwrap_or_default(),
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
        let on = typed::day_or_today(&work.engine, self.on.as_deref())?;
        let listed = work.engine.csdl_tasks(work.unit).await?;
        let mut by_unit: BTreeMap<UnitId, Vec<CsdlTaskId>> = BTreeMap::new();
        for id in self.tasks {
            let row = listed.iter().find(|row| row.id == id);
            let unit = row.map_or(work.unit, |row| row.unit);
            by_unit.entry(unit).or_default().push(id);
        }
        for (unit, tasks) in by_unit {
            work.engine
                .perform(CsdlTasksDone { unit, tasks, on })
                .await?;
        }
        Output::done(format!("Đã ghi {count} việc."), "done", count)
    }
}
