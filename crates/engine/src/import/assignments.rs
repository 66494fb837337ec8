//! Assignments: who gets which class, function, subject or level. A school's own table of
//! assignments must do alone, so people and – where the school has no class yet – classes are taken
//! from it. What comes of it are draft minutes for the head to check, one for each person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::acts::{AddClass, HandOver};
use domain::calendar::SchoolYear;
use domain::delegation::{Delegation, Holder};
use domain::ids::{ClassId, OfficerId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::rights::{Dim, Function};
use domain::school_class::TeacherPart;
use domain::unit::{SchoolLevel, Unit, UnitKind};
use domain::{Code, Facts, Refusal, Stamp};
use workbook::Field;
use workbook::columns::{function, level, plain};
use workbook::value::{classes, list, taught};

use super::Outcome;
use super::classes::{class_key, class_named, give, level_of, nearest};
use super::officers::{Said, Who, adding, edits, said};
use super::plan::Planner;
use crate::Reply;
use crate::views::offer::proposed;

/// What a row hands over.
#[derive(Clone, Debug, Default)]
struct Given {
    homeroom: Vec<(Field, String)>,
    taught: Vec<(Option<String>, Vec<String>)>,
    functions: BTreeSet<Function>,
    levels: BTreeSet<SchoolLevel>,
    custody: bool,
    /// Duties that open nothing in the Hệ thống CSDL.
    duties: Vec<String>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// A row that was understood.
#[derive(Clone, Debug)]
struct Understood {
    row: u32,
    unit: UnitId,
    said: Said,
    given: Given,
}

/// A person of the file with the rows about them.
struct Person {
    unit: UnitId,
    who: Who,
    said: Said,
    rows: Vec<Understood>,
}

pub(super) async fn plan(planner: &mut Planner<'_>) -> Reply<()> {
    let understood = read_rows(planner).await?;
    let people = people(planner, understood)?;
    let people = doubled(planner, people)?;
    let mut proposed_logins = 0;
    for person in people {
        if hand_over(planner, person)? {
            proposed_logins += 1;
        }
    }
    if proposed_logins > 0 {
        planner.warnings.push(
            Refusal::new(Code::LoginProposed)
                .with("count", proposed_logins)
                .into(),
        );
    }
    let has_id_column = planner
        .rows
        .iter()
        .any(|r| r.text(Field::IdNumber).is_some());
    planner.about_people(has_id_column);
    Ok(())
}

/// The units that a file may name: the own one and those below it.
async fn units(planner: &mut Planner<'_>) -> Reply<Vec<Unit>> {
    let own = planner.person.unit;
    let below = planner.engine.replica.subtree(own).await?;
    let named = planner
        .rows
        .iter()
        .any(|r| r.text(Field::Unit).is_some() || r.text(Field::UnitCode).is_some());
    let mut found = vec![];
    for unit in below {
        if unit == own || named {
            planner.scene.load(planner.engine, unit).await?;
            found.extend(planner.scene.of(unit)?.units.get(&unit).cloned());
        }
    }
    Ok(found)
}

async fn read_rows(planner: &mut Planner<'_>) -> Reply<Vec<Understood>> {
    let own = planner.person.unit;
    let today = planner.engine.today();
    let units = units(planner).await?;
    let mut understood = vec![];
    for row in &mut planner.rows {
        let unit = match (row.text(Field::UnitCode), row.text(Field::Unit)) {
            (None, None) => Some(own),
            (Some(code), _) => units
                .iter()
                .find(|u| u.code_on(today) == Some(code.as_str()))
                .map(|u| u.id),
            // Never by folded text alone: two communes differ by one mark.
            (None, Some(name)) => {
                let mut named = units
                    .iter()
                    .filter(|u| domain::text::same_name(u.name_on(today), &name));
                // Two of one name: the code says which.
                named
                    .next()
                    .filter(|_| named.next().is_none())
                    .map(|u| u.id)
            }
        };
        let Some(unit) = unit else {
            let name = row
                .text(Field::UnitCode)
                .or_else(|| row.text(Field::Unit))
                .unwrap_or_default();
            row.wrong(
                Some(Field::Unit),
                Refusal::new(Code::UnknownUnit).with("unit", name),
            );
            continue;
        };
        let (said, given) = (said(row), given(row));
        if let (Some(said), false) = (said, row.waits()) {
            understood.push(Understood {
                row: row.number,
                unit,
                said,
                given,
            });
        }
    }
    Ok(understood)
}

/// What a row hands over, from all its columns.
fn given(row: &mut super::reader::RowReader) -> Given {
    let mut given = Given {
        from: row.day(Field::From),
        until: row.day(Field::Until),
        ..Given::default()
    };
    let subject = row.text(Field::Subject);
    for field in [Field::Homeroom, Field::Class] {
        if let Some(typed) = row.lines(field) {
            let names = classes(&typed);
            // A class beside a subject is taught; a class alone is looked after. `x` in a column of
            // classes says nothing.
            if field == Field::Class && subject.is_some() {
                given.taught.push((subject.clone(), names));
            } else {
                given.homeroom.extend(
                    names
                        .into_iter()
                        .filter(|n| !matches!(plain(n).as_str(), "x" | "co" | "khong"))
                        .map(|n| (field, n)),
                );
            }
        }
    }
    if let Some(typed) = row.lines(Field::Classes) {
        given.taught.extend(
            taught(&typed)
                .into_iter()
                .map(|(of_part, classes)| (of_part.or_else(|| subject.clone()), classes)),
        );
    }
    if let Some(typed) = row.lines(Field::Level) {
        for word in list(&typed) {
            match level(&word) {
                Some(level) => drop(given.levels.insert(level)),
                None => row.unknown(Field::Level, &word),
            }
        }
    }
    for field in [Field::Function, Field::Duty] {
        for word in row
            .lines(field)
            .map(|typed| list(&typed))
            .unwrap_or_default()
        {
            match function(&word) {
                Some(Function::Administration) => given.custody = true,
                Some(function) => drop(given.functions.insert(function)),
                // A duty that is no function of the system stays a duty; a function must be one.
                None if field == Field::Duty => given.duties.extend(
                    homeroom_in_words(&word, &mut given.homeroom)
                        .then_some(())
                        .map_or(Some(word), |()| None),
                ),
                None => row.unknown(field, &word),
            }
        }
    }
    for subject in given
        .taught
        .iter_mut()
        .filter_map(|(subject, _)| subject.as_mut())
    {
        match domain::text::name("subject_name", subject) {
            Ok(name) => *subject = name,
            Err(refusal) => row.wrong(Some(Field::Subject), refusal),
        }
    }
    given
}

/// `Chủ nhiệm 6A2` among the duties.
fn homeroom_in_words(word: &str, homeroom: &mut Vec<(Field, String)>) -> bool {
    let folded = plain(word);
    let begins = ["chu nhiem", "cn", "gvcn"]
        .into_iter()
        .any(|w| folded.starts_with(&format!("{w} ")));
    let class = word
        .split_whitespace()
        .last()
        .filter(|c| begins && c.chars().any(|c| c.is_ascii_digit()));
    if let Some(class) = class {
        homeroom.push((Field::Duty, class.to_owned()));
    }
    class.is_some()
}

/// Brings rows of one person together. A name that two could have, and nothing that tells them
/// apart, makes all its rows wait.
fn people(planner: &mut Planner<'_>, understood: Vec<Understood>) -> Reply<Vec<Person>> {
    let mut people: Vec<Person> = vec![];
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut nameless: BTreeMap<(UnitId, String), Vec<u32>> = BTreeMap::new();
    for one in understood {
        let who = planner.who(one.unit, &one.said)?;
        let unclear = |name: &str| Refusal::new(Code::SamePerson).with("name", name);
        if who == Who::Unclear {
            planner.wrong(&[one.row], Some(Field::Name), &unclear(&one.said.name));
            continue;
        }
        if who == Who::New
            && one.said.code.is_none()
            && one.said.id_number.is_none()
            && one.said.born_on.is_none()
        {
            nameless
                .entry((one.unit, domain::text::tidy(&one.said.name).to_lowercase()))
                .or_default()
                .push(one.row);
        }
        // What tells people of the file apart, as text that can be looked up.
        let key = match (who, &one.said.code) {
            (Who::Known(officer), _) => format!("{officer}"),
            (_, Some(code)) => format!("{}|{code}", one.unit),
            (_, None) => format!(
                "{}|{}|{:?}|{:?}",
                one.unit,
                domain::text::tidy(&one.said.name).to_lowercase(),
                one.said.born_on,
                one.said.id_number
            ),
        };
        let place = *places.entry(key).or_insert(people.len());
        match people.get_mut(place) {
            Some(person) => person.rows.push(one),
            None => people.push(Person {
                unit: one.unit,
                who,
                said: one.said.clone(),
                rows: vec![one],
            }),
        }
    }
    for rows in nameless.into_values().filter(|rows| rows.len() > 1) {
        for row in planner.numbered(&rows) {
            let name = row.text(Field::Name).unwrap_or_default();
            row.wrong(
                Some(Field::Name),
                Refusal::new(Code::SamePerson).with("name", name),
            );
        }
    }
    retain(planner, &mut people);
    Ok(people)
}

/// Leaves out rows that wait by now, and people without rows.
fn retain(planner: &Planner<'_>, people: &mut Vec<Person>) {
    let waits: BTreeSet<u32> = planner
        .rows
        .iter()
        .filter(|r| r.waits())
        .map(|r| r.number)
        .collect();
    for person in people.iter_mut() {
        person.rows.retain(|r| !waits.contains(&r.row));
    }
    people.retain(|p| !p.rows.is_empty());
}

/// Classes that the unit does not have, classes with two homeroom teachers, and the same right
/// given twice.
fn doubled(planner: &mut Planner<'_>, mut people: Vec<Person>) -> Reply<Vec<Person>> {
    let year = SchoolYear::of(planner.engine.today());
    unknown_classes(planner, &people, year)?;
    retain(planner, &mut people);
    held_by_others(planner, &people, year)?;
    retain(planner, &mut people);
    let mut homeroom: BTreeMap<(UnitId, String), Vec<(usize, u32)>> = BTreeMap::new();
    for (n, person) in people.iter().enumerate() {
        for row in &person.rows {
            for (_, class) in &row.given.homeroom {
                homeroom
                    .entry((person.unit, class_key(class)))
                    .or_default()
                    .push((n, row.row));
            }
        }
    }
    for ((unit, class), holders) in homeroom {
        let of: BTreeSet<usize> = holders.iter().map(|h| h.0).collect();
        let preschool = {
            let facts = planner.scene.of(unit)?;
            let known = class_named(facts, unit, year, &class)
                .and_then(|id| facts.classes.get(&id))
                .map(|c| c.level);
            known.or_else(|| {
                facts
                    .units
                    .get(&unit)
                    .and_then(|u| level_of(u, &class, None))
            }) == Some(SchoolLevel::Preschool)
        };
        if of.len() > if preschool { 3 } else { 1 } {
            let rows: Vec<u32> = holders.iter().map(|h| h.1).collect();
            let shown = rows
                .iter()
                .map(u32::to_string)
                .collect::<Vec<_>>()
                .join(", ");
            planner.wrong(
                &rows,
                Some(Field::Homeroom),
                &Refusal::new(Code::TwoTeachers)
                    .with("class", &class)
                    .with("rows", &shown),
            );
        }
    }
    retain(planner, &mut people);
    for person in &mut people {
        let mut seen: Vec<(String, u32)> = vec![];
        for row in &mut person.rows {
            let keys = keys(&row.given);
            let twice = keys
                .iter()
                .find_map(|key| seen.iter().find(|(k, _)| k == key).map(|(_, first)| *first));
            match twice.filter(|_| {
                !keys.is_empty() && keys.iter().all(|key| seen.iter().any(|(k, _)| k == key))
            }) {
                Some(first) => {
                    let refusal = Refusal::new(Code::RowTwice).with("row", first);
                    planner.wrong(&[row.row], None, &refusal);
                }
                None => seen.extend(keys.into_iter().map(|key| (key, row.row))),
            }
        }
    }
    retain(planner, &mut people);
    Ok(people)
}

/// Classes that another teacher has: a file never takes them, for that closes rights.
fn held_by_others(planner: &mut Planner<'_>, people: &[Person], year: SchoolYear) -> Reply<()> {
    let today = planner.engine.today();
    for person in people {
        for row in &person.rows {
            for (field, name) in &row.given.homeroom {
                let Some(id) = planner.class(person.unit, year, name)? else {
                    continue;
                };
                let class = planner.scene.of(person.unit)?.class(id)?;
                let other = class
                    .main_teacher(today)
                    .is_some_and(|main| person.who != Who::Known(main));
                let own = matches!(person.who, Who::Known(officer) if class.part_of(officer, today).is_some());
                if other && !own && class.level != SchoolLevel::Preschool {
                    let refusal = Refusal::new(Code::ClassHasTeacher).with("class", &class.name);
                    planner.wrong(&[row.row], Some(*field), &refusal);
                }
            }
        }
    }
    Ok(())
}

/// What a row gives, in words that compare.
fn keys(given: &Given) -> Vec<String> {
    let mut keys: Vec<String> = given
        .homeroom
        .iter()
        .map(|(_, class)| format!("h:{}", class_key(class)))
        .collect();
    keys.extend(given.taught.iter().flat_map(|(subject, classes)| {
        classes.iter().map(move |c| {
            format!(
                "t:{}:{}",
                plain(subject.as_deref().unwrap_or_default()),
                class_key(c)
            )
        })
    }));
    keys.extend(given.functions.iter().map(|f| format!("f:{f:?}")));
    keys.extend(given.levels.iter().map(|l| format!("l:{l:?}")));
    keys.extend(given.custody.then(|| "c".to_owned()));
    keys
}

/// Where a unit has classes already, a name that is none of them waits; where it has none, the
/// classes are taken from the file.
fn unknown_classes(planner: &mut Planner<'_>, people: &[Person], year: SchoolYear) -> Reply<()> {
    let mut missing: BTreeMap<UnitId, BTreeMap<String, (String, Vec<u32>)>> = BTreeMap::new();
    for row in people.iter().flat_map(|p| &p.rows) {
        let unit = row.unit;
        let names = row
            .given
            .homeroom
            .iter()
            .map(|(field, c)| (*field, c))
            .chain(
                row.given
                    .taught
                    .iter()
                    .flat_map(|(_, list)| list)
                    .map(|c| (Field::Classes, c)),
            );
        for (field, name) in names {
            if planner.class(unit, year, name)?.is_some() {
                continue;
            }
            let facts = planner.scene.of(unit)?;
            if facts
                .classes
                .values()
                .any(|c| c.unit == unit && c.year == year)
            {
                let (refusal, proposal) = (
                    Refusal::new(Code::UnknownClass).with("class", name),
                    nearest(facts, unit, year, name),
                );
                planner
                    .numbered(&[row.row])
                    .for_each(|r| r.wrong_with(field, refusal.clone(), proposal.clone()));
            } else {
                missing
                    .entry(unit)
                    .or_default()
                    .entry(class_key(name))
                    .or_insert((name.clone(), vec![]))
                    .1
                    .push(row.row);
            }
        }
    }
    for (unit, classes) in missing {
        let of_unit = planner.scene.of(unit)?.unit(unit)?.clone();
        for (_, (name, rows)) in classes {
            let Some(level) = level_of(&of_unit, &name, None) else {
                planner
                    .numbered(&rows)
                    .for_each(|r| r.unknown(Field::Level, &name));
                continue;
            };
            let act = AddClass {
                unit,
                year,
                name,
                level,
                site: None,
                learners: None,
            };
            planner.add(&rows, Outcome::Add, Some(Field::Class), |_| act.into());
        }
    }
    Ok(())
}

/// Adds the person if they are new, gives them their classes, and drafts their minutes. Tells
/// whether a login had to be proposed.
fn hand_over(planner: &mut Planner<'_>, person: Person) -> Reply<bool> {
    let today = planner.engine.today();
    let unit = person.unit;
    let rows: Vec<u32> = person.rows.iter().map(|r| r.row).collect();
    let of_unit = planner.scene.of(unit)?.unit(unit)?.clone();
    let Some(officer) = officer(planner, &person, &rows, &of_unit)? else {
        return Ok(false);
    };
    let leads = planner
        .scene
        .of(unit)?
        .post_of(officer, unit, today)
        .is_some_and(|p| p.role.leads());
    let from_above = unit != planner.person.unit && leads;
    // A head who looks after the account in person needs no minutes for it.
    if person.rows.iter().any(|r| r.given.custody) && (!leads || from_above) {
        account(planner, unit, officer, &rows, from_above, &of_unit)?;
    }
    if leads {
        // The head gives and does not receive: what the list says about the own class is no
        // handover.
        return Ok(false);
    }
    let lines = lines(planner, &person, officer, &of_unit)?;
    let rows: Vec<u32> = rows
        .into_iter()
        .filter(|row| !planner.waits(*row))
        .collect();
    let facts = planner.scene.of(unit)?;
    let kind = if of_unit.kind.teaches() {
        MinutesKind::Duties
    } else {
        MinutesKind::Levels
    };
    // Papers that were printed and not signed give way to a new draft, which lists what they
    // listed.
    let printed = facts
        .open_minutes(officer, unit, kind)
        .filter(|m| m.frozen().is_some())
        .map(|m| m.id);
    let alive = |d: &&Delegation| {
        d.unit == unit && d.closed.is_none() && d.line.until.is_none_or(|until| until >= today)
    };
    let (on_paper, live): (Vec<&Delegation>, Vec<&Delegation>) = facts
        .rights_held(Holder::Officer(officer))
        .filter(alive)
        .partition(|d| d.waits() && Some(d.minutes) == printed);
    let known_line = |line: &Line, of: &[&Delegation]| of.iter().any(|d| d.line.same_matter(line));
    let mut add: Vec<Line> = lines
        .into_iter()
        .filter(|line| !known_line(line, &live) && !known_line(line, &on_paper))
        .collect();
    let replaces_paper = !add.is_empty() && !on_paper.is_empty();
    if replaces_paper {
        add.extend(
            on_paper
                .iter()
                .filter(|d| d.carries.is_none())
                .map(|d| d.line.clone()),
        );
    }
    if add.is_empty() {
        let nothing = person.rows.iter().all(|r| keys(&r.given).is_empty());
        if nothing {
            for row in planner.numbered(&rows) {
                // A person without any right is still one of the list; that nothing is handed over
                // is said.
                row.note(None, Refusal::new(Code::NothingInRow));
            }
        }
        return Ok(false);
    }
    let known = facts.personal_account(officer, unit).is_some();
    let login = match (&person.said.login, known) {
        (_, true) => None,
        (Some(login), _) => Some(login.clone()),
        (None, _) => Some(proposed_login(facts, &of_unit, officer, today)?),
    };
    let was_proposed = person.said.login.is_none() && login.is_some();
    let Ok(giver) = facts.head(unit, today).map(|h| h.officer) else {
        let refusal = Refusal::new(Code::NoHead).with("unit", of_unit.name_on(today));
        planner.wrong(&rows, None, &refusal);
        return Ok(false);
    };
    let request = HandOver {
        unit,
        kind,
        giver,
        receiver: officer,
        add,
        drop: vec![],
        login,
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    if planner
        .add(&rows, Outcome::Add, None, |_| request.into())
        .is_none()
    {
        return Ok(false);
    }
    if replaces_paper {
        let refusal = Refusal::new(Code::PaperReplaced).with("name", &person.said.name);
        planner
            .numbered(&rows)
            .for_each(|r| r.note(None, refusal.clone()));
    }
    Ok(was_proposed)
}

/// The person in the register: known, perhaps known better now, or added.
fn officer(
    planner: &mut Planner<'_>,
    person: &Person,
    rows: &[u32],
    of_unit: &Unit,
) -> Reply<Option<OfficerId>> {
    let unit = person.unit;
    if let Who::Known(officer) = person.who {
        let known = planner.scene.of(unit)?.officer(officer)?.clone();
        let edits = edits(&known, &person.said);
        if !edits.is_empty() {
            planner.add(rows, Outcome::Edit, None, |_| {
                domain::acts::EditOfficer {
                    unit,
                    officer,
                    edits,
                }
                .into()
            });
        }
        return Ok(Some(officer));
    }
    let words = ::minutes::words::words()?;
    let position = words.text(
        match (
            of_unit.kind.teaches(),
            person
                .rows
                .iter()
                .any(|r| !r.given.homeroom.is_empty() || !r.given.taught.is_empty()),
        ) {
            (false, _) => "officer_position",
            (true, true) => "teacher_position",
            (true, false) => "staff_position",
        },
    );
    let code = planner.code_for(unit, &person.said)?;
    let duties: BTreeSet<String> = person
        .rows
        .iter()
        .flat_map(|r| r.given.duties.iter().cloned())
        .collect();
    let duty = (!duties.is_empty()).then(|| duties.into_iter().collect::<Vec<_>>().join(", "));
    let add = adding(
        unit,
        &person.said,
        code,
        duty,
        planner.engine.today(),
        position,
    );
    let at = planner.engine.now();
    Ok(planner
        .add(rows, Outcome::Add, None, |_| add.into())
        .map(|op| OfficerId(Stamp { op, at }.id(0))))
}

/// A login for somebody whose list has none: that of the unit and the person, in small letters
/// without marks.
fn proposed_login(
    facts: &Facts,
    of_unit: &Unit,
    officer: OfficerId,
    today: NaiveDate,
) -> Reply<String> {
    let unit = of_unit.code_on(today).unwrap_or(&of_unit.letterhead.symbol);
    let joined = format!("{unit}.{}", facts.officer(officer)?.code);
    Ok(domain::text::fold(&joined)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
        .collect())
}

/// The lines of a person's sheet: homeroom, subjects with their classes, functions, levels.
fn lines(
    planner: &mut Planner<'_>,
    person: &Person,
    officer: OfficerId,
    of_unit: &Unit,
) -> Reply<Vec<Line>> {
    let today = planner.engine.today();
    let year = SchoolYear::of(today);
    let last = year.last_day();
    let unit = person.unit;
    let mut lines: Vec<Line> = vec![];
    for row in &person.rows {
        let before = lines.len();
        // There is no back-dating: a day that has passed is today.
        let (from, until) = (
            row.given.from.unwrap_or(today).max(today),
            Some(row.given.until.unwrap_or(last)),
        );
        let line = |function: Function, levels, classes, subjects| Line {
            function,
            rights: proposed(function).into_iter().collect(),
            levels,
            classes,
            subjects,
            from,
            until,
        };
        for (field, name) in &row.given.homeroom {
            let Some(class) = planner.class(unit, year, name)? else {
                continue;
            };
            let facts = planner.scene.of(unit)?;
            let first = facts
                .class(class)?
                .main_teacher(today)
                .is_none_or(|main| main == officer);
            let part = if first || facts.class(class)?.level != SchoolLevel::Preschool {
                TeacherPart::Main
            } else {
                TeacherPart::Joint
            };
            if give(planner, row.row, unit, class, officer, part, *field)? {
                lines.push(line(
                    Function::Homeroom,
                    Dim::All,
                    Dim::one(class),
                    Dim::All,
                ));
            }
        }
        let mut by_subject: BTreeMap<String, BTreeSet<ClassId>> = BTreeMap::new();
        for (subject, names) in &row.given.taught {
            let of_subject = by_subject
                .entry(subject.clone().unwrap_or_default())
                .or_default();
            for name in names {
                of_subject.extend(planner.class(unit, year, name)?);
            }
        }
        for (subject, classes) in by_subject
            .into_iter()
            .filter(|(_, classes)| !classes.is_empty())
        {
            let subjects = if subject.is_empty() {
                Dim::All
            } else {
                Dim::one(subject)
            };
            lines.push(line(
                Function::Results,
                Dim::All,
                Dim::Only(classes),
                subjects,
            ));
        }
        // In a school a level beside a function narrows it; in an office levels are what is looked
        // after.
        if of_unit.kind.teaches() {
            let levels = if row.given.levels.is_empty() {
                Dim::All
            } else {
                Dim::Only(row.given.levels.clone())
            };
            lines.extend(
                row.given
                    .functions
                    .iter()
                    .map(|f| line(*f, levels.clone(), Dim::All, Dim::All)),
            );
        } else {
            lines.extend(
                row.given
                    .levels
                    .iter()
                    .map(|l| line(Function::LevelOversight, Dim::one(*l), Dim::All, Dim::All)),
            );
        }
        // A row that waits gives nothing, also not in part.
        if planner.waits(row.row) {
            lines.truncate(before);
        }
    }
    let mut once: Vec<Line> = vec![];
    for line in lines {
        if !once.iter().any(|l| l.same_matter(&line)) {
            once.push(line);
        }
    }
    Ok(once)
}

/// The admin account: from the unit above to a unit, or from a head to the one who looks after it.
fn account(
    planner: &mut Planner<'_>,
    unit: UnitId,
    officer: OfficerId,
    rows: &[u32],
    from_above: bool,
    of_unit: &Unit,
) -> Reply<()> {
    let today = planner.engine.today();
    let facts = planner.scene.of(unit)?;
    let kind = match (from_above, of_unit.kind.teaches()) {
        (false, _) => MinutesKind::Custody,
        (true, true) => MinutesKind::ToSchool,
        (true, false) if of_unit.kind == UnitKind::Commune => MinutesKind::DepartmentToCommune,
        (true, false) => MinutesKind::Levels,
    };
    // Drafted, printed or signed already.
    if facts
        .minutes_to(officer, unit)
        .any(|m| m.kind == kind && (m.open() || m.stands()))
    {
        return Ok(());
    }
    let giving = if from_above {
        of_unit.parent_on(today).unwrap_or(unit)
    } else {
        unit
    };
    let giver = match facts.head(giving, today) {
        Ok(head) => head.officer,
        Err(refusal) => {
            planner.wrong(rows, None, &refusal);
            return Ok(());
        }
    };
    let login = match facts.admin_account(unit) {
        Some(_) => None,
        None => planner
            .rows
            .iter()
            .find(|r| rows.contains(&r.number))
            .and_then(|r| r.text(Field::AdminLogin)),
    };
    let request = HandOver {
        unit,
        kind,
        giver,
        receiver: officer,
        add: vec![],
        drop: vec![],
        login,
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    planner.add(rows, Outcome::Add, Some(Field::Function), |_| {
        request.into()
    });
    Ok(())
}
