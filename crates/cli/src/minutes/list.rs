//! `bangiao minutes list`.

use engine::Reply;
use engine::views::minutes::MinutesRow;

use crate::machine::AtWork;
use crate::output::Output;
use crate::wording;

pub(crate) async fn run(work: &AtWork) -> Reply<Output> {
    Output::list(&work.engine.minutes_list(work.unit).await?, line)
}

fn line(row: &MinutesRow) -> String {
    let dates = row.dates.as_ref().map(|dates| format!(" ({dates})"));
    format!(
        "{} {:8} {} {} → {}: {}{}",
        row.id,
        row.check_code.as_deref().unwrap_or_default(),
        wording::state(row.state),
        row.giver,
        row.receiver,
        row.scope,
        dates.unwrap_or_default()
    )
}
