//! Facts about the units: names, letterheads, and what goes by their kind.

use domain::content::{MinutesContent, UnitCard};
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

/// All of a school, a centre or a group. Earlier forms called every one a school.
pub(super) fn whole_unit(Source { content, words }: Source<'_>) -> String {
    let own_word = matches!(
        content.unit.kind,
        UnitKind::Centre | UnitKind::IndependentGroup
    );
    if content.since_form(5) && own_word {
        let unit = unit_word(words, &content.unit);
        words.say("whole_of", &[("unit", &unit)])
    } else {
        words.text("whole_school")
    }
}

pub(super) fn unit_word(words: &Words, unit: &UnitCard) -> String {
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

/// Whether the receiving unit has no level but preschool; the first form took one without levels
/// for such.
pub(super) fn is_preschool(content: &MinutesContent) -> bool {
    let levels = &content.unit.levels;
    let known = !levels.is_empty() || !content.since_form(2);
    known && levels.iter().all(|l| *l == SchoolLevel::Preschool)
}

/// The lines at the head of a paper: superior lines not bold, the unit's own bold (`wording.md`
/// §5). Over what is not public stands no public body.
pub(crate) fn letterhead(unit: &UnitCard, form: u32, words: &Words) -> (Vec<String>, Vec<String>) {
    let may_stand = |line: &&String| match unit.kind {
        _ if form < 2 => true,
        UnitKind::IndependentGroup => false,
        UnitKind::PrivateSchool => !words.is_public_body(line),
        _ => true,
    };
    // The governing body may be shortened by common words; the issuing unit may not.
    let said = |line: &String| {
        if form < 2 {
            line.clone()
        } else {
            words.shortened(line)
        }
    };
    let superior = || {
        let line = unit.letterhead.superior.iter().filter(may_stand);
        line.map(said).collect()
    };
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

#[cfg(test)]
mod tests {
    use domain::content::FORM_VERSION;

    use super::*;
    use crate::{samples, words};

    /// Lines that registers hold over units, typed as offices type them.
    const PUBLIC: [&str; 5] = [
        "UBND PHƯỜNG LÊ CHÂN",
        "Ủy ban nhân dân phường Lê Chân",
        "Uỷ ban nhân dân xã An Dương",
        "Sở Giáo dục và Đào tạo Hải Phòng",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO",
    ];

    fn over(kind: UnitKind, line: &str, form: u32) -> Vec<String> {
        let words = words::words().unwrap();
        let mut unit = samples::every().next().unwrap().1.giver_unit;
        unit.kind = kind;
        unit.letterhead.superior = Some(line.to_owned());
        letterhead(&unit, form, words).0
    }

    #[test]
    fn no_public_body_stands_over_what_is_not_public() {
        for kind in UnitKind::ALL {
            for line in PUBLIC {
                let expected = match kind {
                    UnitKind::Commune | UnitKind::PrivateSchool | UnitKind::IndependentGroup => {
                        vec![]
                    }
                    _ => vec![words::words().unwrap().shortened(line)],
                };
                assert_eq!(over(kind, line, FORM_VERSION), expected, "{kind:?}");
            }
        }
        let company = "CÔNG TY CỔ PHẦN ÁNH DƯƠNG";
        let private = over(UnitKind::PrivateSchool, company, FORM_VERSION);
        assert_eq!(private, [company], "what its own papers carry");
        let group = over(UnitKind::IndependentGroup, company, FORM_VERSION);
        assert_eq!(group, [""; 0]);
    }

    #[test]
    fn a_committee_over_a_unit_is_shortened() {
        let short = |line| over(UnitKind::School, line, FORM_VERSION);
        assert_eq!(short("Ủy ban nhân dân xã An Dương"), ["UBND xã An Dương"]);
        assert_eq!(short("ỦY BAN NHÂN DÂN XÃ AN DƯƠNG"), ["UBND XÃ AN DƯƠNG"]);
        assert_eq!(short("SỞ GIÁO DỤC VÀ ĐÀO TẠO"), ["SỞ GIÁO DỤC VÀ ĐÀO TẠO"]);
    }

    #[test]
    fn the_first_form_printed_what_was_typed() {
        let [line, ..] = PUBLIC;
        assert_eq!(over(UnitKind::PrivateSchool, line, 1), [line]);
    }
}
