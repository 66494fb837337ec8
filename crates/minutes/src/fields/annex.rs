//! The annex of kind a: the schools under the receiving commune.

use domain::content::SchoolCard;
use domain::unit::UnitKind;

use super::values::{Fields, Source};

/// Says how many schools there are.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let schools = &source.content.schools;
    if !schools.is_empty() {
        fields.mark("schools");
        fields.put("schools.count", format!("{:02}", schools.len()));
    }
}

/// The rows of the annex.
pub(super) fn rows(Source { content, words }: Source<'_>) -> Vec<Vec<String>> {
    let row = |(n, school): (usize, &SchoolCard)| {
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
    };
    content.schools.iter().enumerate().map(row).collect()
}
