//! Facts about the people who are named and who sign.

use domain::content::{PersonCard, UnitCard};
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
    if let Some((witness, unit)) = &content.witness {
        fields.mark("witness");
        put_person(source, "witness", witness, unit, fields);
        fields.put("witness.unit", &unit.name);
    }
    if let Some(head) = &content.confirm {
        put_person(source, "confirm", head, &content.giver_unit, fields);
    }
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
    let capacity = capacity(source.words, person, unit).join("\n");
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

/// The lines above a signature that is given for an organisation (`wording.md` §4).
fn capacity(words: &Words, person: &PersonCard, unit: &UnitCard) -> Vec<String> {
    let title = if unit.kind == UnitKind::Commune {
        words.text("chair_upper")
    } else {
        head_title(words, unit).to_uppercase()
    };
    let instead = |sign: &str| format!("{} {title}", words.text(sign));
    let position = person.position.to_uppercase();
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
