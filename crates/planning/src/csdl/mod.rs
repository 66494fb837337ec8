//! Accounts as they are on the Hệ thống CSDL, compared with people and minutes. Nothing there can
//! be changed from here: what differs is said, row by row, and goes into the unit's work list;
//! logins of known people are entered in the register.

mod work_list;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::csdl_task::{CsdlDifference, CsdlFinding};
use domain::delegation::{Delegation, Holder};
use domain::ids::{ClassId, OfficerId};
use domain::on_csdl::{self, may_have_account};
use domain::rights::Function;
use domain::{Code, Facts, Refusal};
use workbook::Field;
use workbook::class_list::classes;
use workbook::columns::{function, plain};
use workbook::value::list;

use crate::class_names::class_named;
use crate::draft::Draft;
use crate::known::unknown;
use crate::logins::{self, give_login};
use crate::people::{Said, Who};
use crate::places;
use crate::reading::{Reading, row_numbers};
use crate::row::{Outcome, RowReader};

use work_list::CsdlComparison;

/// What a row says about an account.
struct Listed {
    row: u32,
    login: String,
    name: Option<String>,
    code: Option<String>,
    /// Tells two people of one name apart.
    born_on: Option<NaiveDate>,
}

/// What was seen so far.
#[derive(Default)]
struct Seen {
    compared: CsdlComparison,
    by_person: BTreeMap<OfficerId, Vec<(u32, String)>>,
    /// Logins of people whom the list does not tell.
    unknown: Vec<String>,
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
        let row = &mut draft.reading.rows[n];
        let Some(listed) = listed(row, &by_login, &mut seen.compared) else {
            if let (Some(login), true) = (row.text(Field::Login), row.waits()) {
                seen.compared.unread(&login);
            }
            continue;
        };
        seen.compared.read(&listed.login);
        if let Some(person) = person(draft, &listed, &mut seen)? {
            let logins = seen.by_person.entry(person).or_default();
            logins.push((listed.row, listed.login.clone()));
            account(draft, n, &listed, person, &mut seen.compared)?;
        }
    }
    nobodys(&mut draft.reading, &seen.unknown);
    several_logins(draft, &mut seen)?;
    not_opened(draft, &mut seen.compared)?;
    work_list::plan(draft, &seen.compared)?;
    let mail = |row: &RowReader| row.text(Field::Mail).or_else(|| row.text(Field::Phone));
    draft.reading.shared_mails(mail, plain);
    Ok(())
}

/// Said once: accounts of people whom the list does not tell.
fn nobodys(reading: &mut Reading, logins: &[String]) {
    if logins.is_empty() {
        return;
    }
    let refusal = Refusal::new(Code::CsdlUnknownPeople).with("count", logins.len());
    let refusal = refusal.with("logins", logins.join(", "));
    reading.warnings.push(refusal);
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
fn listed(
    row: &mut RowReader,
    by_login: &BTreeMap<String, Vec<u32>>,
    compared: &mut CsdlComparison,
) -> Option<Listed> {
    let login = row.required(Field::Login, "login")?;
    let rows = by_login.get(&login.to_lowercase());
    let shared = rows.filter(|rows| rows.len() > 1);
    if let Some(rows) = shared {
        let refusal = Refusal::new(Code::CsdlSharedLogin).with("login", &login);
        row.note(Some(Field::Login), refusal.with("rows", row_numbers(rows)));
    }
    let listed = Listed {
        row: row.number,
        login,
        name: row.name(Field::Name, "name"),
        code: row.name(Field::Code, "code"),
        born_on: row.born(),
    };
    let open = !row.waits() && !locked(row);
    if open && shared.is_some() {
        let found = CsdlFinding::new(&listed.login, CsdlDifference::SharedLogin);
        compared.found(Some(listed.row), found);
    }
    open.then_some(listed)
}

fn locked(row: &RowReader) -> bool {
    const WITHIN: [&str; 6] = [
        "khong hoat dong",
        "ngung",
        "khoa",
        "vo hieu",
        "inactive",
        "disabled",
    ];
    const WHOLE: [&str; 4] = ["dong", "da dong", "0", "false"];
    const UNLOCKED: [&str; 4] = ["mo khoa", "da mo khoa", "khong khoa", "chua khoa"];
    let state = row.text(Field::State).map(|typed| plain(&typed));
    state.is_some_and(|state| {
        let says = WITHIN.iter().any(|word| state.contains(word));
        (says || WHOLE.contains(&state.as_str())) && !UNLOCKED.contains(&state.as_str())
    })
}

/// Whose account it is: by the register, or by name and code. Where nobody can be told, or the two
/// disagree, that is said.
fn person(
    draft: &mut Draft<'_>,
    listed: &Listed,
    seen: &mut Seen,
) -> Result<Option<OfficerId>, Refusal> {
    let (unit, now) = (draft.own(), draft.now());
    let holder = on_csdl::holder(draft.facts(unit)?, unit, &listed.login, now);
    let found = |difference| CsdlFinding::new(&listed.login, difference);
    Ok(match (holder, named(draft, listed)?) {
        (Some(officer), Who::Known(other)) if officer != other => {
            let known = draft.facts(draft.own())?.officer(officer)?;
            let refusal = Refusal::new(Code::CsdlOtherHolder)
                .with("login", &listed.login)
                .with("name", &known.name);
            draft
                .reading
                .note(&[listed.row], Some(Field::Name), &refusal);
            let other = found(CsdlDifference::OtherHolder).of(officer);
            seen.compared.found(Some(listed.row), other);
            None
        }
        (Some(officer), Who::Known(_)) | (None, Who::Known(officer)) => {
            seen.compared.opens(&listed.login).named = Some(officer);
            Some(officer)
        }
        (Some(officer), _) => Some(officer),
        (None, _) => {
            let (code, difference) = if supplier(&listed.login, listed.name.as_deref()) {
                (Code::CsdlSupplier, CsdlDifference::Supplier)
            } else {
                seen.unknown.push(listed.login.clone());
                (Code::CsdlUnknownPerson, CsdlDifference::UnknownPerson)
            };
            seen.compared.found(Some(listed.row), found(difference));
            let refusal = Refusal::new(code).with("login", &listed.login);
            draft
                .reading
                .note(&[listed.row], Some(Field::Login), &refusal);
            None
        }
    })
}

fn named(draft: &mut Draft<'_>, listed: &Listed) -> Result<Who, Refusal> {
    if listed.name.is_none() && listed.code.is_none() {
        return Ok(Who::New);
    }
    let said = Said {
        code: listed.code.clone(),
        born_on: listed.born_on,
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
    compared: &mut CsdlComparison,
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
        let found = CsdlFinding::new(&listed.login, CsdlDifference::Leaver);
        compared.found(Some(listed.row), found.of(person));
        return Ok(());
    }
    let unknown = on_csdl::open_login(facts, unit, &listed.login).is_none();
    let (classes, functions) = (classes_of(draft, n)?, functions_of(draft, n));
    let opens = compared.opens(&listed.login);
    opens
        .classes
        .extend(classes.iter().filter_map(|(_, id)| *id));
    opens
        .functions
        .extend(functions.iter().map(|(_, said)| *said));
    for difference in differences(draft, &classes, &functions, &listed.login, person)? {
        draft.reading.rows[n].note(Some(difference.field), difference.refusal);
        compared.found(Some(listed.row), difference.found);
    }
    if unknown && !draft.has_login(unit, person)? {
        give_login(draft, listed.row, unit, person, &listed.login, Outcome::Add)?;
    } else if unknown {
        logins::correct_proposed(draft, listed.row, unit, person, &listed.login)?;
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

/// Where what a row says is not what minutes give: said of a column, and for the work list.
struct Difference {
    field: Field,
    refusal: Refusal,
    found: CsdlFinding,
}

/// The classes that a row names, each with the unit's class of that name.
fn classes_of(draft: &Draft<'_>, n: usize) -> Result<Vec<(String, Option<ClassId>)>, Refusal> {
    let facts = draft.facts(draft.own())?;
    let typed = draft.reading.rows[n].lines(Field::Class);
    let named = typed.iter().flat_map(|typed| classes(typed));
    let known = named.map(|class| {
        let id = class_named(facts, draft.own(), draft.today(), &class);
        (class, id)
    });
    Ok(known.collect())
}

/// The functions that a row names, each with its word.
fn functions_of(draft: &Draft<'_>, n: usize) -> Vec<(String, Function)> {
    let typed = draft.reading.rows[n].lines(Field::Function);
    let named = typed.iter().flat_map(|typed| list(typed));
    let known = named.filter_map(|word| {
        let said = function(&word)?;
        Some((word, said))
    });
    known.collect()
}

/// Where what the list says a person opens is not what minutes give.
fn differences(
    draft: &Draft<'_>,
    classes: &[(String, Option<ClassId>)],
    functions: &[(String, Function)],
    login: &str,
    person: OfficerId,
) -> Result<Vec<Difference>, Refusal> {
    let (unit, now) = (draft.own(), draft.now());
    let facts = draft.facts(unit)?;
    let name = &facts.officer(person)?.name;
    let rights: Vec<&Delegation> = facts.rights_of(person, unit, now).collect();
    if rights.is_empty() {
        let without = Difference {
            field: Field::Login,
            refusal: Refusal::new(Code::CsdlWithoutMinutes).with("name", name),
            found: CsdlFinding::new(login, CsdlDifference::WithoutMinutes).of(person),
        };
        // What opens rights is on its way.
        let mut minutes = facts.minutes_to(person, unit);
        let awaited = minutes.any(|m| m.open() && m.kind.opens_rights());
        let none = awaited || may_have_account(facts, unit, person, now);
        return Ok(if none { vec![] } else { vec![without] });
    }
    let opened = Opened {
        login,
        person,
        name,
        rights: &rights,
    };
    let mut found = opened.classes(classes);
    found.extend(opened.functions(functions));
    Ok(found)
}

/// What somebody opens there, against the rights that they have.
struct Opened<'a> {
    login: &'a str,
    person: OfficerId,
    name: &'a str,
    rights: &'a [&'a Delegation],
}

impl Opened<'_> {
    fn finding(&self, difference: CsdlDifference, word: &str) -> CsdlFinding {
        CsdlFinding {
            word: Some(word.to_owned()),
            ..CsdlFinding::new(self.login, difference).of(self.person)
        }
    }

    fn classes(&self, named: &[(String, Option<ClassId>)]) -> Vec<Difference> {
        let wrong = named.iter().filter_map(|(class, known)| {
            let given = known.is_some_and(|id| self.rights.iter().any(|d| d.line.classes.has(&id)));
            let refusal = Refusal::new(Code::CsdlWrongClass).with("name", self.name);
            (!given).then(|| Difference {
                field: Field::Class,
                refusal: refusal.with("class", class),
                found: CsdlFinding {
                    class: *known,
                    ..self.finding(CsdlDifference::WrongClass, class)
                },
            })
        });
        wrong.collect()
    }

    fn functions(&self, named: &[(String, Function)]) -> Vec<Difference> {
        let wrong = named.iter().filter_map(|(word, said)| {
            let given = |d: &&Delegation| d.line.function == *said || d.whole_unit;
            let refusal = Refusal::new(Code::CsdlWrongFunction).with("name", self.name);
            (!self.rights.iter().any(given)).then(|| Difference {
                field: Field::Function,
                refusal: refusal.with("function", word),
                found: CsdlFinding {
                    function: Some(*said),
                    ..self.finding(CsdlDifference::WrongFunction, word)
                },
            })
        });
        wrong.collect()
    }
}

/// Says who has several logins there; those that the register does not know are too many.
fn several_logins(draft: &mut Draft<'_>, seen: &mut Seen) -> Result<(), Refusal> {
    let unit = draft.own();
    let mut warnings = vec![];
    let facts = draft.facts(unit)?;
    for (person, logins) in seen.by_person.iter().filter(|(_, logins)| logins.len() > 1) {
        let rows: Vec<u32> = logins.iter().map(|(row, _)| *row).collect();
        let refusal = Refusal::new(Code::CsdlSeveralLogins)
            .with("name", &facts.officer(*person)?.name)
            .with("rows", row_numbers(&rows));
        warnings.push(refusal);
        let unknown = |login: &str| on_csdl::open_login(facts, unit, login).is_none();
        for (row, login) in logins.iter().filter(|(_, login)| unknown(login)) {
            let found = CsdlFinding::new(login, CsdlDifference::SeveralLogins);
            seen.compared.found(Some(*row), found.of(*person));
        }
    }
    draft.reading.warnings.extend(warnings);
    Ok(())
}

/// Says whose minutes nobody carried out there yet.
fn not_opened(draft: &mut Draft<'_>, compared: &mut CsdlComparison) -> Result<(), Refusal> {
    let facts = draft.facts(draft.own())?;
    let mut warnings = vec![];
    for (officer, rights) in waiting(draft, facts, compared) {
        let refusal = Refusal::new(Code::CsdlNotOpened)
            .with("name", &facts.officer(officer)?.name)
            .with("count", rights.len());
        warnings.push(refusal);
        for right in rights {
            let account = right.account.and_then(|id| facts.accounts.get(&id));
            let login = account.map_or("", |account| &account.login);
            let found = CsdlFinding::new(login, CsdlDifference::NotOpened).of(officer);
            let delegation = Some(right.id);
            compared.found(
                None,
                CsdlFinding {
                    delegation,
                    ..found
                },
            );
        }
    }
    draft.reading.warnings.extend(warnings);
    Ok(())
}

/// The rights that people have in force whose login was not seen.
fn waiting<'a>(
    draft: &Draft<'_>,
    facts: &'a Facts,
    compared: &CsdlComparison,
) -> BTreeMap<OfficerId, Vec<&'a Delegation>> {
    let (now, today) = (draft.now(), draft.today());
    let in_force = facts
        .rights_in(draft.own())
        .filter(|d| d.in_force(now) && d.line.until.is_none_or(|until| until >= today));
    let mut waiting: BTreeMap<OfficerId, Vec<&Delegation>> = BTreeMap::new();
    for right in in_force {
        let account = right.account.and_then(|id| facts.accounts.get(&id));
        let unseen = account.is_none_or(|a| !compared.has_read(&a.login));
        if let (Holder::Officer(officer), true) = (right.holder, unseen) {
            waiting.entry(officer).or_default().push(right);
        }
    }
    waiting
}
