//! Facts about the units: names, letterheads, and what goes by their kind.

use domain::content::UnitCard;
use domain::unit::{SchoolLevel, UnitKind};

use super::values::{Fields, Source};
use crate::words::{Words, capitalised};

/// Says names and words of the units.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let Source { content, words } = source;
    for (prefix, unit) in [
        ("unit", &content.unit),
        ("giver_unit", &content.giver_unit),
        ("receiver_unit", &content.unit),
    ] {
        put_unit(words, prefix, unit, fields);
    }
    if let Some(parent) = &content.parent {
        fields.put("unit.parent_short", parent);
    }
    let unit = &content.unit;
    let title = head_title(words, unit);
    fields.put("unit_word", unit_word(words, unit));
    fields.put("head_title_upper", title.to_uppercase());
    fields.put("addressee", format!("{title} {}", head_of(unit)).trim());
    fields.put("head_title", title);
    fields.put("learner_word", learners(source));
    if unit.kind.teaches() {
        fields.mark("teaches");
    }
    let people = if unit.kind.teaches() {
        "people_school"
    } else {
        "people_office"
    };
    fields.put("people_below", words.text(people));
    let class = if is_preschool(unit) {
        "preschool_class_word"
    } else {
        "class_word"
    };
    fields.put("class_word", words.text(class));
}

fn put_unit(words: &Words, prefix: &str, unit: &UnitCard, fields: &mut Fields) {
    let short_name = if unit.kind == UnitKind::Department {
        words.text("department_short")
    } else {
        unit.name.clone()
    };
    fields.put(format!("{prefix}.name"), &unit.name);
    fields.put(format!("{prefix}.name_short"), short_name);
    fields.put(format!("{prefix}.symbol"), &unit.letterhead.symbol);
    fields.put(format!("{prefix}.place"), &unit.letterhead.place);
    if let Some(code) = &unit.code {
        fields.put(format!("{prefix}.code"), code);
    }
}

fn unit_word(words: &Words, unit: &UnitCard) -> String {
    match unit.kind {
        UnitKind::School | UnitKind::PrivateSchool | UnitKind::SpecialSchool => {
            words.text("school_word")
        }
        UnitKind::Centre => words.text("centre_word"),
        UnitKind::IndependentGroup => words.text("group_word"),
        _ => unit.name.clone(),
    }
}

/// What the head of a unit is called.
pub(super) fn head_title(words: &Words, unit: &UnitCard) -> String {
    match unit.kind {
        UnitKind::School | UnitKind::PrivateSchool | UnitKind::SpecialSchool => {
            words.text("principal")
        }
        UnitKind::Division => words.text("division_head"),
        UnitKind::Centre | UnitKind::Department => words.text("director"),
        UnitKind::IndependentGroup => words.text("group_owner"),
        UnitKind::Commune | UnitKind::DistrictOffice => {
            format!("{} {}", words.text("chair"), unit.name)
        }
    }
}

fn head_of(unit: &UnitCard) -> &str {
    if unit.kind == UnitKind::Commune {
        ""
    } else {
        &unit.name
    }
}

/// Whom the receiving unit teaches.
pub(super) fn learners(Source { content, words }: Source<'_>) -> String {
    let levels = &content.unit.levels;
    let only = |level| !levels.is_empty() && levels.iter().all(|l| *l == level);
    words.text(match () {
        () if only(SchoolLevel::Preschool) => "children",
        () if only(SchoolLevel::Continuing) => "trainees",
        () => "learners",
    })
}

/// Whether a unit has no level but preschool.
pub(super) fn is_preschool(unit: &UnitCard) -> bool {
    unit.levels.iter().all(|l| *l == SchoolLevel::Preschool)
}

/// The lines at the head of a paper: superior lines not bold, the unit's own bold (`wording.md`
/// §5).
pub(crate) fn letterhead(unit: &UnitCard, words: &Words) -> (Vec<String>, Vec<String>) {
    let superior = || unit.letterhead.superior.iter().cloned().collect();
    match unit.kind {
        // A division writes on the paper of the Sở (`wording.md` §9, d).
        UnitKind::Department | UnitKind::Division => {
            (superior(), vec![words.text("department_upper")])
        }
        UnitKind::Commune => {
            let own = unit
                .name
                .strip_prefix(&words.text("committee"))
                .unwrap_or(&unit.name)
                .trim();
            let lines = [
                words.text("committee_upper"),
                capitalised(own).to_uppercase(),
            ];
            (vec![], lines.into())
        }
        _ => (superior(), words.unit_lines(&unit.name.to_uppercase())),
    }
}
