//! Facts about the login: its name, how the password goes over, what it is for.

use domain::account::System;
use domain::content::{LineCard, LineChange};
use domain::kind::{MinutesKind, SecretClause};
use domain::rights::Function;
use domain::unit::UnitKind;

use super::classes::scope_of;
use super::lines::function;
use super::units::{learners, whole_unit};
use super::values::{Fields, Source};
use crate::words::lowered;

/// Says login, password clause and spare envelope.
pub(super) fn put(source: Source<'_>, fields: &mut Fields) {
    let Source { content, words } = source;
    if let Some(account) = &content.account {
        fields.put("account.login", &account.login);
    }
    fields.put("secret_clause", secret(source));
    fields.put("scope_short", scope_short(source));
    fields.put("break_glass.state", words.text("none"));
    if let Some(spare) = &content.spare_envelope {
        let kept = [
            ("serial", spare.serial.as_str()),
            ("place", spare.place.as_str()),
        ];
        fields.mark("break_glass");
        fields.put("break_glass.serial", &spare.serial);
        fields.put("break_glass.place", &spare.place);
        fields.put("break_glass.state", words.say("spare_envelope", &kept));
    }
    let custody = content.kind == MinutesKind::Custody;
    let first = content.lines.first().filter(|_| custody);
    if let Some(until) = first.and_then(|line| line.until) {
        fields.put("valid_until", source.words.day(until));
    }
}

/// The clause about the password, which is never printed (`wording.md` §7).
fn secret(Source { content, words }: Source<'_>) -> String {
    let personal = matches!(content.kind, MinutesKind::Duties | MinutesKind::Levels);
    let (key, serial) = match &content.secret {
        SecretClause::Envelope(serial) if personal => ("personal_envelope", serial.as_str()),
        SecretClause::Envelope(serial) => ("envelope", serial.as_str()),
        SecretClause::Slip(serial) => ("slip", serial.as_str()),
        SecretClause::SetAtTable => ("set_at_table", ""),
        SecretClause::AlreadyHeld => ("already_held", ""),
        SecretClause::Personal => ("personal", ""),
    };
    words.secret(key, serial)
}

/// Longest scope that the commitment says in full, in characters.
const LONGEST_SCOPE: usize = 60;

/// What the login is for, in a few words of the commitment.
fn scope_short(source: Source<'_>) -> String {
    let Source { content, words } = source;
    if content.kind == MinutesKind::Custody {
        return lowered(&role(source));
    }
    let current: Vec<&LineCard> = content
        .lines
        .iter()
        .filter(|l| !matches!(l.change, Some(LineChange::Dropped(_))))
        .collect();
    let levels: Vec<String> = current
        .iter()
        .flat_map(|l| &l.levels)
        .map(|l| lowered(&words.level(*l)))
        .collect();
    if content.kind == MinutesKind::Levels && !levels.is_empty() {
        return words.say("scope_levels", &[("levels", &levels.join(", "))]);
    }
    let counted = || {
        let count = format!("{:02}", current.len());
        words.say("scope_functions", &[("count", &count)])
    };
    let said = match current.as_slice() {
        [one] if one.function == Function::Homeroom => {
            let names = one.classes.iter().map(|class| class.name.clone());
            lowered(&scope_of(source, names))
        }
        [one] => lowered(&function(source, one)),
        _ => return counted(),
    };
    // One function with many subjects is no longer said than several functions.
    if content.since_form(2) && said.chars().count() > LONGEST_SCOPE {
        counted()
    } else {
        said
    }
}

fn role(Source { content, words }: Source<'_>) -> String {
    words.text(match content.unit.kind {
        UnitKind::Commune => "admin_role_commune",
        UnitKind::Department => "admin_role_department",
        UnitKind::Division => "admin_role_division",
        _ => "admin_role",
    })
}

/// The row of an account that is handed over itself.
pub(super) fn row(source: Source<'_>) -> Option<Fields> {
    let Source { content, words } = source;
    let alone = content.lines.is_empty() || content.kind == MinutesKind::Custody;
    let account = content.account.as_ref().filter(|_| alone)?;
    let system = match &account.system {
        System::Csdl => words.system("csdl"),
        System::BanGiao => words.system("ban_giao"),
        System::Other(name) => name.clone(),
    };
    let scope = match content.unit.kind {
        UnitKind::Commune => words.text("admin_scope_commune"),
        UnitKind::Division => words.text("admin_scope_division"),
        _ => {
            let whole = whole_unit(source);
            words.say(
                "admin_scope",
                &[("whole", &*whole), ("learners", &learners(source))],
            )
        }
    };
    Some(Fields::from([
        ("n", "01".to_owned()),
        ("account.system", system),
        ("account.address", account.address.clone()),
        ("account.login", account.login.clone()),
        ("account.scope", scope),
        ("account.role", role(source)),
        ("account.holder", content.giver.name.clone()),
        ("account.note", String::new()),
    ]))
}
