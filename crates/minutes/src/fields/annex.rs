//! The annex: the schools under a receiving commune (kind a), the minutes that stay in force when the
//! head changes (kind k).

use domain::content::{LiveCard, SchoolCard};
use domain::kind::MinutesKind;
use domain::unit::UnitKind;

use super::grounds::cited;
use super::values::{Fields, Source};
use crate::words::capitalised;

/// What an annex lists.
pub(crate) struct Annex {
    /// The key of its subject.
    pub subject: &'static str,
    /// The key of its columns.
    pub columns: &'static str,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// Says how much the annex lists. The first form of kind k counted and listed nothing.
pub(super) fn put(Source { content, .. }: Source<'_>, fields: &mut Fields) {
    let schools = &content.schools;
    if !schools.is_empty() {
        fields.mark("schools");
        fields.put("schools.count", format!("{:02}", schools.len()));
    }
    if !content.since_form(2) {
        fields.mark("live");
        fields.put("live.count", format!("{:02}", content.live_minutes));
    } else if content.live.is_empty() {
        fields.mark("no_live");
    } else {
        fields.mark("live");
        fields.put("live.count", format!("{:02}", content.live.len()));
    }
}

/// The annex; none where nothing is listed.
pub(super) fn all(source: Source<'_>) -> Option<Annex> {
    let content = source.content;
    let schools = content.schools.iter().enumerate();
    let live = content.live.iter().enumerate();
    let of_schools = Annex {
        subject: "annex_subject",
        columns: "annex_table",
        rows: schools.map(|(n, card)| school(source, n, card)).collect(),
    };
    let of_minutes = Annex {
        subject: "annex_live_subject",
        columns: "annex_live_table",
        rows: live.map(|(n, card)| minutes(source, n, card)).collect(),
    };
    let filled = |annex: &Annex| !annex.rows.is_empty();
    [of_schools, of_minutes].into_iter().find(filled)
}

fn school(Source { words, .. }: Source<'_>, n: usize, school: &SchoolCard) -> Vec<String> {
    let levels: Vec<String> = school.levels.iter().map(|l| words.level(*l)).collect();
    let private = matches!(
        school.kind,
        UnitKind::PrivateSchool | UnitKind::IndependentGroup
    );
    vec![
        format!("{:02}", n + 1),
        school.code.clone().unwrap_or_default(),
        school.name.clone(),
        levels.join(", "),
        words.text(if private { "private" } else { "public" }),
    ]
}

fn minutes(source: Source<'_>, n: usize, card: &LiveCard) -> Vec<String> {
    let subject = match card.minutes.kind {
        MinutesKind::Custody => "subject_custody",
        MinutesKind::Levels => "subject_levels",
        _ => "subject_duties",
    };
    vec![
        format!("{:02}", n + 1),
        card.name.clone(),
        card.code.clone(),
        capitalised(&cited(source, &card.minutes)),
        source.words.text(subject),
    ]
}
