//! Accounts as they are on the Hệ thống CSDL, compared with people and minutes. Nothing there can
//! be changed from here: what differs is said, row by row, and logins of known people are entered
//! in the register.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Account, Custody, System};
use domain::delegation::{Delegation, Holder};
use domain::ids::OfficerId;
use domain::{Code, Facts, Refusal};
use workbook::Field;
use workbook::class_list::classes;
use workbook::columns::{function, plain};
use workbook::value::list;

use crate::class_names::class_named;
use crate::draft::Draft;
use crate::known::unknown;
use crate::logins::give_login;
use crate::people::{Said, Who};
use crate::places;
use crate::reading::{Reading, row_numbers};
use crate::row::{Outcome, RowReader};

/// What a row says about an account.
struct Listed {
    row: u32,
    login: String,
    name: Option<String>,
    code: Option<String>,
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    logins: BTreeSet<String>,
    by_person: BTreeMap<OfficerId, Vec<u32>>,
}

pub fn plan(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let by_login = by_login(&draft.reading);
    let mut seen = Seen::default();
    for n in 0..draft.reading.rows.len() {
        // Accounts of another unit are compared there.
        if let Some(unit) = places::of_row(draft, n)?
            && unit != draft.own()
        {
            let row = &mut draft.reading.rows[n];
            let name = row.text(Field::Unit).or_else(|| row.text(Field::UnitCode));
            row.wrong(Some(Field::Unit), unknown(name.unwrap_or_default()));
        }
        let Some(listed) = listed(&mut draft.reading.rows[n], &by_login) else {
            continue;
        };
        seen.logins.insert(listed.login.to_lowercase());
        if let Some(person) = person(draft, &listed)? {
            seen.by_person.entry(person).or_default().push(listed.row);
            account(draft, n, &listed, person)?;
        }
    }
    several_logins(draft, &seen)?;
    not_opened(draft, &seen)?;
    let mail = |row: &RowReader| row.text(Field::Mail).or_else(|| row.text(Field::Phone));
    draft.reading.shared_mails(mail, plain);
    Ok(())
}

/// Rows by login, as nobody tells capitals apart.
fn by_login(reading: &Reading) -> BTreeMap<String, Vec<u32>> {
    let mut by_login: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let read = |row: &&RowReader| row.outcome != Outcome::LeftOut;
    for row in reading.rows.iter().filter(read) {
        let login = row.text(Field::Login).unwrap_or_default();
        by_login
            .entry(login.to_lowercase())
            .or_default()
            .push(row.number);
    }
    by_login
}

/// Reads an account from a row; none if the row waits, or the account is locked there.
fn listed(row: &mut RowReader, by_login: &BTreeMap<String, Vec<u32>>) -> Option<Listed> {
    let login = row.required(Field::Login, "login")?;
    let rows = by_login.get(&login.to_lowercase());
    if let Some(rows) = rows.filter(|rows| rows.len() > 1) {
        let refusal = Refusal::new(Code::CsdlSharedLogin).with("login", &login);
        row.note(Some(Field::Login), refusal.with("rows", row_numbers(rows)));
    }
    let listed = Listed {
        row: row.number,
        login,
        name: row.name(Field::Name, "name"),
        code: row.name(Field::Code, "code"),
    };
    (!row.waits() && !locked(row)).then_some(listed)
}

fn locked(row: &RowReader) -> bool {
    let state = row.text(Field::State).map(|typed| plain(&typed));
    state.is_some_and(|state| ["khoa", "da khoa", "ngung", "dong", "0"].contains(&state.as_str()))
}

/// Whose account it is: by the register, or by name and code. Where nobody can be told, or the two
/// disagree, that is said.
fn person(draft: &mut Draft<'_>, listed: &Listed) -> Result<Option<OfficerId>, Refusal> {
    let holder = holder(draft, &listed.login)?;
    Ok(match (holder, named(draft, listed)?) {
        (Some(officer), Who::Known(other)) if officer != other => {
            let known = draft.facts(draft.own())?.officer(officer)?;
            let refusal = Refusal::new(Code::CsdlOtherHolder)
                .with("login", &listed.login)
                .with("name", &known.name);
            draft
                .reading
                .note(&[listed.row], Some(Field::Name), &refusal);
            None
        }
        (Some(officer), _) | (None, Who::Known(officer)) => Some(officer),
        (None, _) => {
            let code = if supplier(&listed.login, listed.name.as_deref()) {
                Code::CsdlSupplier
            } else {
                Code::CsdlUnknownPerson
            };
            let refusal = Refusal::new(code).with("login", &listed.login);
            draft
                .reading
                .note(&[listed.row], Some(Field::Login), &refusal);
            None
        }
    })
}

/// Who holds a login by the register.
fn holder(draft: &Draft<'_>, login: &str) -> Result<Option<OfficerId>, Refusal> {
    let (unit, today) = (draft.own(), draft.today());
    let facts = draft.facts(unit)?;
    Ok(match open_account(draft, login)?.map(|a| a.custody) {
        Some(Custody::Personal(officer) | Custody::Custodian(officer)) => Some(officer),
        Some(Custody::Head) => facts.head_on(unit, today).map(|h| h.officer),
        None => None,
    })
}

fn open_account<'a>(draft: &'a Draft<'_>, login: &str) -> Result<Option<&'a Account>, Refusal> {
    let (unit, login) = (draft.own(), login.to_lowercase());
    let mut open = draft
        .facts(unit)?
        .accounts
        .values()
        .filter(|a| a.unit == unit && a.system == System::Csdl && a.closed_on.is_none());
    Ok(open.find(|a| a.login.to_lowercase() == login))
}

fn named(draft: &mut Draft<'_>, listed: &Listed) -> Result<Who, Refusal> {
    if listed.name.is_none() && listed.code.is_none() {
        return Ok(Who::New);
    }
    let said = Said {
        code: listed.code.clone(),
        ..Said::named(listed.name.clone().unwrap_or_default())
    };
    draft.who(draft.own(), &said)
}

/// Compares what a person opens there with their minutes, and enters a login that is not known.
fn account(
    draft: &mut Draft<'_>,
    n: usize,
    listed: &Listed,
    person: OfficerId,
) -> Result<(), Refusal> {
    let (unit, today) = (draft.own(), draft.today());
    let facts = draft.facts(unit)?;
    if facts.post_of(person, unit, today).is_none() {
        let refusal = Refusal::new(Code::CsdlLeaver)
            .with("name", &facts.officer(person)?.name)
            .with("login", &listed.login);
        draft
            .reading
            .note(&[listed.row], Some(Field::Name), &refusal);
        return Ok(());
    }
    let unknown = open_account(draft, &listed.login)?.is_none();
    for (field, refusal) in differences(draft, n, person)? {
        draft.reading.rows[n].note(Some(field), refusal);
    }
    if unknown && !draft.has_login(unit, person)? {
        give_login(draft, listed.row, unit, person, &listed.login, Outcome::Add)?;
    }
    Ok(())
}

/// A login of those who built or look after the system.
fn supplier(login: &str, name: Option<&str>) -> bool {
    let both = format!("{} {}", plain(login), name.map(plain).unwrap_or_default());
    [
        "viettel", "vnpt", "misa", "quangich", "qig", "vnedu", "smas", "support", "kythuat",
        "ky thuat", "hotro", "ho tro", "demo", "test",
    ]
    .into_iter()
    .any(|word| both.contains(word))
}

/// Where what the list says a person opens is not what minutes give.
fn differences(
    draft: &Draft<'_>,
    n: usize,
    person: OfficerId,
) -> Result<Vec<(Field, Refusal)>, Refusal> {
    let (unit, row) = (draft.own(), &draft.reading.rows[n]);
    let facts = draft.facts(unit)?;
    let name = &facts.officer(person)?.name;
    let rights: Vec<&Delegation> = facts.rights_of(person, unit, draft.now()).collect();
    if rights.is_empty() {
        let head = facts.head_on(unit, draft.today());
        let keeps_account =
            facts.is_custodian(person, unit) || head.is_some_and(|h| h.officer == person);
        let refusal = Refusal::new(Code::CsdlWithoutMinutes).with("name", name);
        return Ok(if keeps_account {
            vec![]
        } else {
            vec![(Field::Login, refusal)]
        });
    }
    let mut found = vec![];
    for class in row
        .lines(Field::Class)
        .iter()
        .flat_map(|typed| classes(typed))
    {
        let known = class_named(facts, unit, draft.today(), &class);
        if !known.is_some_and(|id| rights.iter().any(|d| d.line.classes.has(&id))) {
            let refusal = Refusal::new(Code::CsdlWrongClass).with("name", name);
            found.push((Field::Class, refusal.with("class", class)));
        }
    }
    for word in row
        .lines(Field::Function)
        .iter()
        .flat_map(|typed| list(typed))
    {
        let gives = |f| rights.iter().any(|d| d.line.function == f || d.whole_unit);
        if function(&word).is_some_and(|function| !gives(function)) {
            let refusal = Refusal::new(Code::CsdlWrongFunction).with("name", name);
            found.push((Field::Function, refusal.with("function", word)));
        }
    }
    Ok(found)
}

/// Says who has several logins there.
fn several_logins(draft: &mut Draft<'_>, seen: &Seen) -> Result<(), Refusal> {
    let mut warnings = vec![];
    let facts = draft.facts(draft.own())?;
    for (person, rows) in seen.by_person.iter().filter(|(_, rows)| rows.len() > 1) {
        let refusal = Refusal::new(Code::CsdlSeveralLogins)
            .with("name", &facts.officer(*person)?.name)
            .with("rows", row_numbers(rows));
        warnings.push(refusal);
    }
    draft.reading.warnings.extend(warnings);
    Ok(())
}

/// Says whose minutes nobody carried out there yet.
fn not_opened(draft: &mut Draft<'_>, seen: &Seen) -> Result<(), Refusal> {
    let facts = draft.facts(draft.own())?;
    let mut warnings = vec![];
    for (officer, count) in waiting(draft, facts, seen) {
        let refusal = Refusal::new(Code::CsdlNotOpened)
            .with("name", &facts.officer(officer)?.name)
            .with("count", count);
        warnings.push(refusal);
    }
    draft.reading.warnings.extend(warnings);
    Ok(())
}

/// How many rights people have in force whose login was not seen.
fn waiting(draft: &Draft<'_>, facts: &Facts, seen: &Seen) -> BTreeMap<OfficerId, usize> {
    let (now, today) = (draft.now(), draft.today());
    let in_force = facts
        .rights_in(draft.own())
        .filter(|d| d.in_force(now) && d.line.until.is_none_or(|until| until >= today));
    let mut waiting = BTreeMap::new();
    for right in in_force {
        let account = right.account.and_then(|id| facts.accounts.get(&id));
        let unseen = account.is_none_or(|a| !seen.logins.contains(&a.login.to_lowercase()));
        if let (Holder::Officer(officer), true) = (right.holder, unseen) {
            *waiting.entry(officer).or_default() += 1;
        }
    }
    waiting
}
