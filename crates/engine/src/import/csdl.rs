//! Accounts as they are on the Hệ thống CSDL, compared with people and minutes. Nothing there can
//! be changed from here: what differs is said, row by row, and logins of known people are entered
//! in the register.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Custody, System};
use domain::calendar::SchoolYear;
use domain::delegation::{Delegation, Holder};
use domain::ids::OfficerId;
use domain::{Code, Refusal};
use workbook::Field;
use workbook::columns::plain;

use super::Outcome;
use super::classes::class_named;
use super::officers::{People, Said, Who, give_login};
use super::plan::Planner;
use crate::Reply;

pub(super) fn plan(planner: &mut Planner<'_>) -> Reply<()> {
    let unit = planner.person.unit;
    let (now, today) = (planner.engine.now(), planner.engine.today());
    let year = SchoolYear::of(today);
    let mut by_login: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in planner
        .rows
        .iter()
        .filter(|r| r.outcome != Outcome::LeftOut)
    {
        by_login
            .entry(row.text(Field::Login).unwrap_or_default().to_lowercase())
            .or_default()
            .push(row.number);
    }
    let mut by_person: BTreeMap<OfficerId, Vec<u32>> = BTreeMap::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let people = People::of(planner.scene.of(unit)?, unit);
    for n in 0..planner.rows.len() {
        let row = &mut planner.rows[n];
        let number = row.number;
        let Some(login) = row.required(Field::Login, "login") else {
            continue;
        };
        if let Some(rows) = by_login
            .get(&login.to_lowercase())
            .filter(|rows| rows.len() > 1)
        {
            let rows = rows
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            row.note(
                Some(Field::Login),
                Refusal::new(Code::CsdlSharedLogin)
                    .with("login", &login)
                    .with("rows", rows),
            );
        }
        let name = row.name(Field::Name, "name");
        let code = row.name(Field::Code, "code");
        if row.waits()
            || row.text(Field::State).is_some_and(|s| {
                ["khoa", "da khoa", "ngung", "dong", "0"].contains(&plain(&s).as_str())
            })
        {
            continue;
        }
        seen.insert(login.to_lowercase());
        let facts = planner.scene.of(unit)?;
        let account = facts.accounts.values().find(|a| {
            a.unit == unit
                && a.system == System::Csdl
                && a.login.to_lowercase() == login.to_lowercase()
                && a.closed_on.is_none()
        });
        let holder = match account.map(|a| a.custody) {
            Some(Custody::Personal(officer) | Custody::Custodian(officer)) => Some(officer),
            Some(Custody::Head) => facts.head_on(unit, today).map(|h| h.officer),
            None => None,
        };
        let said = Said {
            name: name.clone().unwrap_or_default(),
            code,
            sex: None,
            born_on: None,
            id_number: None,
            phone: None,
            position: None,
            login: None,
        };
        let named = if name.is_some() || said.code.is_some() {
            people.who(&said)
        } else {
            Who::New
        };
        let person = match (holder, named) {
            (Some(officer), Who::Known(other)) if officer != other => {
                let known = facts.officer(officer)?.name.clone();
                planner.rows[n].note(
                    Some(Field::Name),
                    Refusal::new(Code::CsdlOtherHolder)
                        .with("login", &login)
                        .with("name", known),
                );
                continue;
            }
            (Some(officer), _) | (None, Who::Known(officer)) => officer,
            (None, _) => {
                let code = if supplier(&login, name.as_deref()) {
                    Code::CsdlSupplier
                } else {
                    Code::CsdlUnknownPerson
                };
                planner.rows[n].note(Some(Field::Login), Refusal::new(code).with("login", &login));
                continue;
            }
        };
        by_person.entry(person).or_default().push(number);
        if facts.post_of(person, unit, today).is_none() {
            let name = facts.officer(person)?.name.clone();
            planner.rows[n].note(
                Some(Field::Name),
                Refusal::new(Code::CsdlLeaver)
                    .with("name", name)
                    .with("login", &login),
            );
            continue;
        }
        let unknown = account.is_none();
        compare(planner, n, person, year)?;
        if unknown
            && planner
                .scene
                .of(unit)?
                .personal_account(person, unit)
                .is_none()
        {
            give_login(planner, number, unit, person, &login, Outcome::Add)?;
        }
    }
    let facts = planner.scene.of(unit)?;
    for (person, rows) in by_person.iter().filter(|(_, rows)| rows.len() > 1) {
        let refusal = Refusal::new(Code::CsdlSeveralLogins)
            .with("name", &facts.officer(*person)?.name)
            .with(
                "rows",
                rows.iter()
                    .map(u32::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            );
        planner.warnings.push(refusal.into());
    }
    // Minutes that nobody carried out there yet.
    let in_force = facts
        .rights_in(unit)
        .filter(|d| d.in_force(now) && d.line.until.is_none_or(|until| until >= today));
    let mut waiting: BTreeMap<OfficerId, usize> = BTreeMap::new();
    for right in in_force {
        let login = right
            .account
            .and_then(|id| facts.accounts.get(&id))
            .map(|a| a.login.to_lowercase());
        if let (Holder::Officer(officer), true) =
            (right.holder, login.is_none_or(|l| !seen.contains(&l)))
        {
            *waiting.entry(officer).or_default() += 1;
        }
    }
    for (officer, count) in waiting {
        planner.warnings.push(
            Refusal::new(Code::CsdlNotOpened)
                .with("name", &facts.officer(officer)?.name)
                .with("count", count)
                .into(),
        );
    }
    // One login under several names.
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in &planner.rows {
        if let (Some(mail), Some(name)) = (
            row.text(Field::Mail).or_else(|| row.text(Field::Phone)),
            row.text(Field::Name),
        ) {
            names
                .entry(mail.to_lowercase())
                .or_default()
                .insert(plain(&name));
        }
    }
    for (mail, people) in names.into_iter().filter(|(_, people)| people.len() > 1) {
        planner.warnings.push(
            Refusal::new(Code::SharedMail)
                .with("count", people.len())
                .with("mail", mail)
                .into(),
        );
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

/// Compares what the list says a person opens with what minutes give.
fn compare(planner: &mut Planner<'_>, n: usize, person: OfficerId, year: SchoolYear) -> Reply<()> {
    let unit = planner.person.unit;
    let now = planner.engine.now();
    let facts = planner.scene.of(unit)?;
    let name = facts.officer(person)?.name.clone();
    let rights: Vec<&Delegation> = facts.rights_of(person, unit, now).collect();
    let custodian = facts.is_custodian(person, unit)
        || facts
            .head_on(unit, planner.engine.today())
            .is_some_and(|h| h.officer == person);
    let mut notes = vec![];
    if rights.is_empty() && !custodian {
        notes.push((
            Field::Login,
            Refusal::new(Code::CsdlWithoutMinutes).with("name", &name),
        ));
    }
    for class in planner.rows[n]
        .lines(Field::Class)
        .map(|typed| workbook::value::classes(&typed))
        .unwrap_or_default()
    {
        let given = class_named(facts, unit, year, &class)
            .is_some_and(|id| rights.iter().any(|d| d.line.classes.has(&id)));
        if !given && !rights.is_empty() {
            notes.push((
                Field::Class,
                Refusal::new(Code::CsdlWrongClass)
                    .with("name", &name)
                    .with("class", class),
            ));
        }
    }
    for word in planner.rows[n]
        .lines(Field::Function)
        .map(|typed| workbook::value::list(&typed))
        .unwrap_or_default()
    {
        let Some(function) = workbook::columns::function(&word) else {
            continue;
        };
        if !rights.is_empty()
            && !rights
                .iter()
                .any(|d| d.line.function == function || d.whole_unit)
        {
            notes.push((
                Field::Function,
                Refusal::new(Code::CsdlWrongFunction)
                    .with("name", &name)
                    .with("function", word),
            ));
        }
    }
    for (field, refusal) in notes {
        planner.rows[n].note(Some(field), refusal);
    }
    Ok(())
}
