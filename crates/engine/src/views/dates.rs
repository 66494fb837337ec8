//! The two dates of minutes that are signed: the one on the paper and the instant of recording.

use domain::calendar::{day_of, paper_date, vietnam};
use domain::minutes::Signed;
use minutes::words::Words;

/// Both, with their difference: *giấy ghi ngày 01/9/2026, ghi nhận 08:15 05/9/2026 (sau 4 ngày)*.
pub(super) fn both(signed: &Signed, words: &Words) -> String {
    let recorded = signed.recorded_at.with_timezone(&vietnam());
    let day = paper_date(recorded.date_naive());
    let said = [
        ("date", &*paper_date(signed.date_on_paper)),
        ("recorded", &format!("{} {day}", recorded.format("%H:%M"))),
        ("after", &after(signed, words)),
    ];
    words.say("paper_recorded", &said)
}

/// The one on the paper, beside a recording that is said elsewhere.
pub(super) fn on_paper(signed: &Signed, words: &Words) -> String {
    let said = [
        ("date", &*paper_date(signed.date_on_paper)),
        ("after", &after(signed, words)),
    ];
    words.say("paper_dated", &said)
}

/// Days from the one on the paper to the recording.
pub(super) fn days(signed: &Signed) -> i32 {
    let days = day_of(signed.recorded_at) - signed.date_on_paper;
    i32::try_from(days.num_days()).unwrap_or(i32::MAX)
}

fn after(signed: &Signed, words: &Words) -> String {
    match days(signed) {
        0 => words.text("recorded_that_day"),
        days => words.say("recorded_after", &[("days", &*days.to_string())]),
    }
}
