//! Facts about the people who are named and who sign.

use domain::content::{MinutesContent, PersonCard, UnitCard};
use domain::document::DocumentKind;
use domain::officer::{Role, Sex};
use domain::unit::UnitKind;

use super::units::head_title;
use super::values::{Fields, Source};
use crate::words::Words;

/// Says everybody who is named.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let content = source.content;
    for (prefix, person, unit) in [
        ("giver", &content.giver, &content.giver_unit),
        ("receiver", &content.receiver, &content.unit),
        ("taker", &content.giver, &content.giver_unit),
        ("returner", &content.receiver, &content.unit),
    ] {
        put_person(source, prefix, person, unit, fields);
    }
    if !content.since_form(5) || is_focal(content) {
        fields.mark("receiver.focal");
    }
    if let Some((witness, unit)) = &content.witness {
        fields.mark("witness");
        let witness = PersonCard {
            role: role_of_witness(source, witness, unit),
            ..witness.clone()
        };
        put_person(source, "witness", &witness, unit, fields);
        fields.put("witness.unit", &unit.name);
    }
    if let Some(head) = &content.confirm {
        put_person(source, "confirm", head, &content.giver_unit, fields);
    }
}

/// Whether who receives the account of a commune is its focal officer: who leads it is none, unless a
/// decision says so. Earlier forms called everybody that.
fn is_focal(content: &MinutesContent) -> bool {
    let mut grounds = content.grounds.iter();
    let leads = matches!(
        content.receiver.role,
        Role::Head | Role::Acting | Role::InCharge
    );
    !leads || grounds.any(|ground| ground.kind == DocumentKind::Assignment)
}

/// Everything that forms print of a person who signs for a unit.
pub(super) fn put_person(
    source: Source<'_>,
    prefix: &str,
    person: &PersonCard,
    unit: &UnitCard,
    fields: &mut Fields,
) {
    let honorific = match person.sex {
        Some(Sex::Female) => "female",
        Some(Sex::Male) => "male",
        None => "either",
    };
    let code = match person.born_on {
        Some(day) => format!("{}, sinh {}", person.code, source.words.day(day)),
        None => person.code.clone(),
    };
    let until = person.post_until.unwrap_or(source.content.drafted_on);
    let capacity = capacity(source, person, unit).join("\n");
    fields.put(format!("{prefix}.honorific"), source.words.text(honorific));
    fields.put(format!("{prefix}.name"), &person.name);
    fields.put(format!("{prefix}.position"), &person.position);
    fields.put(format!("{prefix}.code"), code);
    if let Some(duty) = &person.duty {
        fields.put(format!("{prefix}.duty"), duty);
    }
    fields.put(format!("{prefix}.capacity"), capacity);
    fields.put(format!("{prefix}.from"), source.words.day(person.post_from));
    fields.put(format!("{prefix}.until"), source.words.day(until));
}

/// The title of a unit's head, without the unit.
fn title(words: &Words, unit: &UnitCard) -> String {
    if unit.kind == UnitKind::Commune {
        words.text("chair")
    } else {
        head_title(words, unit)
    }
}

/// As what a witness signs: he is nobody of the register, and his post says it. The first form did
/// not ask.
fn role_of_witness(
    Source { content, words }: Source<'_>,
    witness: &PersonCard,
    unit: &UnitCard,
) -> Role {
    let title = title(words, unit);
    let second = words.say("second_chair", &[("title", &title)]);
    let is = |post: &str| words.is_post(&witness.position, post);
    let acting = |word: &str| is(&format!("{word} {title}"));
    match () {
        () if !content.since_form(2) => witness.role,
        () if is(&title) => Role::Head,
        () if is(&second) => Role::Deputy,
        () if ["Q.", "Quyền"].into_iter().any(acting) => Role::Acting,
        () if words.leads_by_order(&witness.position) => Role::ByOrder,
        () => Role::Member,
    }
}

/// The lines above a signature that is given for an organisation (`wording.md` §4). Who neither
/// leads nor stands for a leader signs for himself.
fn capacity(
    Source { content, words }: Source<'_>,
    person: &PersonCard,
    unit: &UnitCard,
) -> Vec<String> {
    let title = title(words, unit).to_uppercase();
    let instead = |sign: &str| format!("{} {title}", words.text(sign));
    let second = words
        .say("second_chair", &[("title", &title)])
        .to_uppercase();
    let position = match person.position.to_uppercase() {
        // `Phó Chủ tịch Ủy ban nhân dân phường …`: the letterhead says of what.
        long if content.since_form(2) && words.begins_with(&long, &second) => second,
        position => position,
    };
    if person.role == Role::Member && content.since_form(2) {
        return vec![words.text("sign_here")];
    }
    let mut lines = if unit.kind == UnitKind::Commune && person.role != Role::ByOrder {
        vec![words.text("on_behalf")]
    } else {
        vec![]
    };
    if unit.kind == UnitKind::Division && person.role != Role::Member {
        // Who leads a division signs by order of the director, and his deputy for him.
        lines.push(format!(
            "{} {}",
            words.text("by_order"),
            words.text("director").to_uppercase()
        ));
    }
    match person.role {
        Role::Head => lines.push(title),
        Role::Acting => lines.push(instead("acting")),
        Role::InCharge | Role::Deputy => lines.extend([instead("deputy"), position]),
        Role::ByOrder => lines.extend([instead("by_order"), position]),
        Role::Member => lines.push(String::new()),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::kinds;

    /// The lines over the name of a witness of an office.
    fn witnessed(kind: UnitKind, position: &str) -> Vec<String> {
        let content = kinds::head_change();
        let words = crate::words::words().unwrap();
        let (mut witness, mut unit) = content.witness.clone().unwrap();
        (unit.kind, witness.position) = (kind, position.to_owned());
        let source = Source {
            content: &content,
            words,
        };
        witness.role = role_of_witness(source, &witness, &unit);
        capacity(source, &witness, &unit)
    }

    #[test]
    fn a_witness_signs_with_the_capacity_that_his_post_says() {
        let of_commune = [
            ("Chủ tịch", vec!["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
            (
                "Phó Chủ tịch Ủy ban nhân dân phường Lê Chân",
                vec!["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            ),
            (
                "Trưởng phòng Văn hóa - Xã hội",
                vec!["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"],
            ),
            ("Chuyên viên", vec!["(Ký, ghi rõ họ tên)"]),
            ("Chủ tịch Công đoàn", vec!["(Ký, ghi rõ họ tên)"]),
        ];
        for (position, lines) in of_commune {
            assert_eq!(witnessed(UnitKind::Commune, position), lines, "{position}");
        }
        let of_department = [
            ("Giám đốc", vec!["GIÁM ĐỐC"]),
            ("Phó Giám đốc Sở", vec!["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            ("Chánh Văn phòng", vec!["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
            ("Chuyên viên", vec!["(Ký, ghi rõ họ tên)"]),
        ];
        for (position, lines) in of_department {
            assert_eq!(
                witnessed(UnitKind::Department, position),
                lines,
                "{position}"
            );
        }
    }
}
