//! What is said of minutes that were just drafted.

use engine::Reply;
use engine::domain::acts::HandOver;

use crate::machine::AtWork;
use crate::output::Output;

/// Hands over, and shows the draft.
pub(crate) async fn hand_over(work: &AtWork, request: HandOver) -> Reply<Output> {
    let unit = request.unit;
    let id = work.engine.hand_over(request).await?;
    let row = work.engine.minutes_detail(unit, id).await?.row;
    let text = format!(
        "Đã lập biên bản nháp {id}: {} → {}: {}",
        row.giver, row.receiver, row.scope
    );
    Output::new(text, &row)
}
