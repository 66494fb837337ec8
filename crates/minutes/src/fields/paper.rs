//! Facts about the paper itself: number, dates, copies, the minutes that it replaces.

use chrono::Datelike;
use domain::content::{MinutesContent, MinutesRef};
use domain::kind::MinutesKind;
use domain::unit::{Numbering, UnitKind};

use super::grounds::cited;
use super::values::{Fields, Source};
use crate::document::Finish;

/// Whether the giving unit prints a number line on minutes of this kind (`wording.md` §3).
pub(crate) fn numbered(content: &MinutesContent) -> bool {
    content.giver_unit.numbering != Numbering::None
        && content.giver_unit.kind != UnitKind::IndependentGroup
}

/// Says number, dates, copies and what is replaced.
pub(super) fn put(source: Source<'_>, finish: &Finish<'_>, pages: usize, fields: &mut Fields) {
    let Source { content, words } = source;
    let year = content.drafted_on.year().to_string();
    fields.put("number", words.text("number_gap"));
    fields.put("date", words.say("date_gap", &[("year", &year)]));
    fields.put("time", words.text("no_time"));
    fields.put("school_year", content.year.to_string());
    fields.put("place_of_signing", place_of_signing(source));
    fields.put("filed", filed(source));
    let copies = match content.kind {
        MinutesKind::HeadChange => "04",
        _ => "02",
    };
    fields.put("copies", copies);
    fields.put("copies_each", "01");
    fields.put("page_count", format!("{pages:02}"));
    fields.put("minutes.reference", reference(source, finish, &year));
    if let Some(before) = &content.replaces {
        fields.mark("replaces");
        fields.put("replaces.cited", replaced(source, before));
    }
}

/// Who keeps a copy: the records clerk, where there is one, and whom the unit says.
fn filed(Source { content, words }: Source<'_>) -> String {
    let unit = &content.giver_unit;
    let office = unit.kind == UnitKind::Department;
    let usual = match content.kind {
        MinutesKind::DepartmentToCommune => "filed_office",
        MinutesKind::Levels if !office || !content.since_form(2) => "filed_culture",
        MinutesKind::ToSchool if office => "filed_office",
        _ if office && content.since_form(2) => "filed_office",
        _ => "filed_unit",
    };
    let own = unit.letterhead.filed.clone();
    let kept = own.unwrap_or_else(|| words.text(usual));
    if content.since_form(2) && unit.kind == UnitKind::IndependentGroup {
        return kept;
    }
    words.say("filed_by_clerk", &[("filed", &kept)])
}

/// The minutes that are replaced. The first form left a hole where they had no number.
fn replaced(source: Source<'_>, before: &MinutesRef) -> String {
    if before.number.is_none() && !source.content.since_form(2) {
        return format!("số  {}", source.words.day(before.date));
    }
    cited(source, before)
}

fn place_of_signing(Source { content, words }: Source<'_>) -> String {
    let unit = &content.giver_unit;
    if unit.kind.teaches() {
        words.text("place_school")
    } else {
        words.say("place_office", &[("unit", &unit.name)])
    }
}

/// How other parts of the document name these minutes.
fn reference(source: Source<'_>, finish: &Finish<'_>, year: &str) -> String {
    let Source { content, words } = source;
    if numbered(content) {
        let symbol = &content.giver_unit.letterhead.symbol;
        return words.say("minutes_reference", &[("symbol", symbol), ("year", year)]);
    }
    let check_code = match finish {
        Finish::Final { check_code, .. } => check_code,
        Finish::Draft | Finish::Plain => "",
    };
    words.say(
        "minutes_reference_unnumbered",
        &[("check_code", check_code)],
    )
}
