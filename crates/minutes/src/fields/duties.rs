//! What the parties are to do: by when, how often, with what; and the commitment.

use chrono::Duration;

use super::values::{Fields, Source};

/// Says terms, cycles and the commitment.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let Source { content, words } = source;
    let in_days = |days| source.words.day(content.drafted_on + Duration::days(days));
    fields.put("duty.report_hours", words.text("report_hours"));
    fields.put("duty.delegation_due", in_days(30));
    fields.put("duty.regulation_due", in_days(60));
    fields.put("review_due", in_days(30));
    fields.put("report_cycle", words.text("report_cycle"));
    fields.put("check_cycle", words.text("check_cycle"));
    fields.put("documents", words.text("documents"));
    fields.put("files", words.text("files"));
    fields.put("pending", words.text("none"));
    if content.undertaking {
        fields.mark("undertaking");
    }
    if let Some(day) = content.undertaking_signed_on {
        fields.put("undertaking_date", source.words.day(day));
    }
}
