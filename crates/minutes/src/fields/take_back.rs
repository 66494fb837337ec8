//! Facts of taking back (kind g).

use domain::calendar::{paper_date, vietnam};
use domain::content::{ClosedCard, LineCard};

use super::grounds::cited;
use super::values::{Fields, Source};
use super::{lines, people};
use crate::words::lowered;

/// Says why, and who witnesses if somebody is absent.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let Source { content, words } = source;
    let Some(taking) = &content.take_back else {
        return;
    };
    fields.put("reason", &taking.reason);
    // Earlier forms said four times that there is nothing.
    let checked = if content.since_form(4) {
        "unchecked"
    } else {
        "checked"
    };
    fields.mark(checked);
    for check in [
        "check.password",
        "check.devices",
        "check.exports",
        "check.pending",
    ] {
        fields.put(check, words.text("none"));
    }
    if let Some((reason, witness)) = &taking.absent {
        fields.mark("absent");
        fields.put("absent.reason", reason);
        people::put_person(source, "witness", witness, &content.unit, fields);
    }
}

/// The rows of what was taken back; none if nothing is.
pub(super) fn rows(source: Source<'_>) -> Option<Vec<Fields>> {
    let closed = &source.content.take_back.as_ref()?.closed;
    let rows = closed.iter().enumerate();
    Some(rows.map(|(n, closed)| row(source, n, closed)).collect())
}

fn row(source: Source<'_>, n: usize, closed: &ClosedCard) -> Fields {
    let none = || source.words.text("none");
    let at = closed.closed_at.with_timezone(&vietnam());
    let date = paper_date(at.date_naive());
    let minutes = closed.minutes.as_ref().map(|m| cited(source, m));
    let mut row = lines::row(source, n, &closed.line);
    row.put("line.login", closed.login.clone().unwrap_or_else(none));
    row.put("line.scope", scope(source, &closed.line));
    row.put("line.minutes", minutes.unwrap_or_else(none));
    row.put(
        "line.closed_at",
        format!("{} ngày {date}", at.format("%H:%M")),
    );
    row
}

fn scope(source: Source<'_>, line: &LineCard) -> String {
    let function = lines::function(source, line);
    if line.classes.is_empty() {
        function
    } else {
        format!("{function}: {}", lowered(&lines::classes(source, line)))
    }
}
