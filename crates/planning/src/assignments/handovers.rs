//! The draft minutes of a person: added if they are new, with the lines that they do not have yet.

use std::collections::BTreeSet;

use domain::account;
use domain::acts::HandOver;
use domain::delegation::Delegation;
use domain::ids::{MinutesId, OfficerId};
use domain::kind::SecretClause;
use domain::line::Line;
use domain::offer;
use domain::{Code, Refusal};

use super::accounts;
use super::given::{Given, Matter};
use super::lines::{Asked, lines};
use super::persons::Person;
use crate::changes::edit_officer;
use crate::draft::Draft;
use crate::people::{Who, adding, edits};
use crate::posts::{self, SaidOfPost};
use crate::row::Outcome;

/// What came of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// A draft, perhaps with a login that had to be proposed.
    Draft { proposed: bool },
    /// No draft: the person is the head, who gives and does not receive.
    Leads,
    /// No draft: the rows name nothing that is handed over.
    Nothing,
    /// No draft: the person has what the rows name.
    HasAll,
    /// No draft, and the rows say why.
    Waits,
}

impl Came {
    /// Why there is no draft, where nothing in the rows says it.
    pub fn why(self) -> Option<&'static str> {
        match self {
            Self::Leads => Some("no_draft_leads"),
            Self::Nothing => Some("no_draft_nothing"),
            Self::HasAll => Some("no_draft_has_all"),
            Self::Draft { .. } | Self::Waits => None,
        }
    }
}

/// Adds the person if they are new, gives them their classes, and drafts their minutes.
pub fn plan(draft: &mut Draft<'_>, person: &Person) -> Result<Came, Refusal> {
    let (unit, today) = (person.unit, draft.today());
    let Some(officer) = officer(draft, person)? else {
        return Ok(Came::Waits);
    };
    let post = draft.facts(unit)?.post_of(officer, unit, today);
    let leads = post.is_some_and(|p| p.role.leads());
    let from_above = unit != draft.own() && leads;
    // A head who looks after the account in person needs no minutes for it.
    let account = person.rows.iter().any(|r| r.given.custody) && (!leads || from_above);
    if account {
        accounts::plan(draft, person, officer, from_above)?;
    }
    if leads {
        // The head gives and does not receive: what the list says about the own class is no
        // handover.
        return Ok(if account { Came::Waits } else { Came::Leads });
    }
    let mut asked = lines(draft, person, officer)?;
    let login = login(draft, person, officer)?;
    single_faults(draft, person, officer, &mut asked, login.as_ref())?;
    let lines = asked.into_iter().map(|(line, _)| line).collect();
    let mut rows = person.numbers();
    rows.retain(|row| !draft.reading.waits(*row));
    let wanted = wanted(draft, person, officer, lines)?;
    if wanted.add.is_empty() {
        let nothing = nothing_given(draft, person, &rows);
        return Ok(match (account || rows.is_empty(), nothing) {
            (true, _) => Came::Waits,
            (false, true) => Came::Nothing,
            (false, false) => Came::HasAll,
        });
    }
    hand_over(draft, person, officer, &rows, wanted, login)
}

/// What may not be handed over is a fault of the row that asks for it, and of no other row of the
/// person.
fn single_faults(
    draft: &mut Draft<'_>,
    person: &Person,
    officer: OfficerId,
    asked: &mut Vec<Asked>,
    login: Option<&String>,
) -> Result<(), Refusal> {
    let rows: BTreeSet<u32> = asked.iter().map(|(_, row)| *row).collect();
    if rows.len() < 2 {
        return Ok(());
    }
    for row in rows {
        let of_row = asked.iter().filter(|(_, of)| *of == row);
        let lines = of_row.map(|(line, _)| line.clone()).collect();
        let add = wanted(draft, person, officer, lines)?.add;
        let Ok(Some(request)) = request(draft, person, officer, add, login.cloned()) else {
            continue;
        };
        if let Err(refusal) = draft.allowed(request) {
            draft.reading.refused(&[row], None, &refusal);
            asked.retain(|(_, of)| *of != row);
        }
    }
    Ok(())
}

/// What is to stand on the sheet.
struct Wanted {
    add: Vec<Line>,
    /// Whether papers that were printed and not signed give way to it.
    replaces_paper: bool,
}

/// The lines that a person does not have yet. Papers that were printed and not signed give way to a
/// new draft, which lists what they listed.
fn wanted(
    draft: &Draft<'_>,
    person: &Person,
    officer: OfficerId,
    lines: Vec<Line>,
) -> Result<Wanted, Refusal> {
    let facts = draft.facts(person.unit)?;
    let printed = printed(draft, person, officer)?;
    let current = offer::current(facts, officer, person.unit, draft.day());
    let (on_paper, live): (Vec<&Delegation>, Vec<&Delegation>) =
        current.partition(|d| d.waits() && Some(d.minutes) == printed);
    let has = |line: &Line, of: &[&Delegation]| of.iter().any(|d| d.line.same_matter(line));
    let mut add: Vec<Line> = lines
        .into_iter()
        .filter(|line| !has(line, &live) && !has(line, &on_paper))
        .collect();
    let replaces_paper = !add.is_empty() && !on_paper.is_empty();
    if replaces_paper {
        let own = on_paper.iter().filter(|d| d.carries.is_none());
        add.extend(own.map(|d| d.line.clone()));
    }
    Ok(Wanted {
        add,
        replaces_paper,
    })
}

/// Minutes of the person that are printed and not signed.
fn printed(
    draft: &Draft<'_>,
    person: &Person,
    officer: OfficerId,
) -> Result<Option<MinutesId>, Refusal> {
    let unit = person.unit;
    let kind = offer::kind(draft.unit(unit)?);
    let open = draft
        .facts(unit)?
        .open_minutes(officer, unit, kind, draft.year());
    Ok(open.filter(|m| m.frozen().is_some()).map(|m| m.id))
}

/// A person without any right is still one of the list; that nothing is handed over is said. Tells
/// whether it is so.
fn nothing_given(draft: &mut Draft<'_>, person: &Person, rows: &[u32]) -> bool {
    // In a school a level alone narrows nothing and gives nothing.
    let teaches = draft
        .unit(person.unit)
        .is_ok_and(|unit| unit.kind.teaches());
    let gives = |matter: &Matter| !teaches || !matches!(matter, Matter::Level(_));
    let nothing = |given: &Given| !given.matters().iter().any(gives);
    let all = person.rows.iter().all(|r| nothing(&r.given));
    if all {
        let refusal = Refusal::new(Code::NothingInRow);
        draft.reading.note(rows, None, &refusal);
    }
    all
}

fn hand_over(
    draft: &mut Draft<'_>,
    person: &Person,
    officer: OfficerId,
    rows: &[u32],
    wanted: Wanted,
    login: Option<String>,
) -> Result<Came, Refusal> {
    let proposed = person.said.login.is_none() && login.is_some();
    let request = match request(draft, person, officer, wanted.add, login) {
        Ok(Some(request)) => request,
        Ok(None) => return Ok(Came::Waits),
        Err(refusal) => {
            draft.reading.wrong(rows, None, &refusal);
            return Ok(Came::Waits);
        }
    };
    if draft.add(rows, Outcome::Add, None, request).is_none() {
        return Ok(Came::Waits);
    }
    if wanted.replaces_paper {
        let refusal = Refusal::new(Code::PaperReplaced).with("name", &person.said.name);
        draft.reading.note(rows, None, &refusal);
    }
    Ok(Came::Draft { proposed })
}

/// The act that hands lines over; none without any.
fn request(
    draft: &Draft<'_>,
    person: &Person,
    officer: OfficerId,
    add: Vec<Line>,
    login: Option<String>,
) -> Result<Option<HandOver>, Refusal> {
    let unit = person.unit;
    if add.is_empty() {
        return Ok(None);
    }
    Ok(Some(HandOver {
        year: Some(draft.year()),
        unit,
        kind: offer::kind(draft.unit(unit)?),
        giver: draft.facts(unit)?.head(unit, draft.today())?.officer,
        receiver: officer,
        add,
        drop: vec![],
        login,
        grounds: draft.grounds(),
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    }))
}

/// The login that comes with the minutes: none where one is known, the one of the list, or one that
/// is proposed.
fn login(
    draft: &Draft<'_>,
    person: &Person,
    officer: OfficerId,
) -> Result<Option<String>, Refusal> {
    Ok(if draft.has_login(person.unit, officer)? {
        None
    } else if person.said.login.is_some() {
        person.said.login.clone()
    } else {
        Some(proposed_login(draft, person, officer)?)
    })
}

/// A login for somebody whose list has none.
fn proposed_login(
    draft: &Draft<'_>,
    person: &Person,
    officer: OfficerId,
) -> Result<String, Refusal> {
    let unit = draft.unit(person.unit)?;
    let code = &draft.facts(person.unit)?.officer(officer)?.code;
    Ok(account::proposed_login(unit, code, draft.today()))
}

/// The person in the register: known, perhaps known better now, or added.
fn officer(draft: &mut Draft<'_>, person: &Person) -> Result<Option<OfficerId>, Refusal> {
    let (unit, rows) = (person.unit, person.numbers());
    if let Who::Known(officer) = person.who {
        let edits = edits(draft.facts(unit)?.officer(officer)?, &person.said);
        edit_officer(draft, &rows, unit, officer, edits)?;
        let (positions, duties) = (positions(person), duty(person));
        let of_post = SaidOfPost {
            rows: &rows,
            position: positions.as_deref(),
            duty: duties.as_deref(),
        };
        posts::differences(draft, unit, officer, &of_post)?;
        return Ok(Some(officer));
    }
    let position = position(draft, person)?;
    let code = draft.code_for(unit, &person.said)?;
    let add = adding(
        unit,
        &person.said,
        code,
        duty(person),
        draft.today(),
        position,
    );
    let added = draft.add(&rows, Outcome::Add, None, add);
    Ok(added.map(|added| OfficerId(added.stamp.id(0))))
}

/// What the post of somebody new is called: in a school, who has a class is a teacher.
fn position(draft: &Draft<'_>, person: &Person) -> Result<String, Refusal> {
    let positions = draft.positions;
    let mut given = person.rows.iter().map(|row| &row.given);
    let has_class = given.any(|given| !given.homeroom.is_empty() || !given.taught.is_empty());
    let position = match (draft.unit(person.unit)?.kind.teaches(), has_class) {
        (false, _) => &positions.officer,
        (true, true) => &positions.teacher,
        (true, false) => &positions.staff,
    };
    Ok(position.clone())
}

/// The posts that the rows of a person name.
fn positions(person: &Person) -> Option<String> {
    let named = person
        .rows
        .iter()
        .filter_map(|row| row.said.position.as_deref());
    let named: BTreeSet<&str> = named.collect();
    let joined = named.into_iter().collect::<Vec<_>>().join(", ");
    (!joined.is_empty()).then_some(joined)
}

/// The duties that open nothing, as the post names them.
fn duty(person: &Person) -> Option<String> {
    let duties = person.rows.iter().flat_map(|row| &row.given.duties);
    let duties: BTreeSet<&str> = duties.map(String::as_str).collect();
    let joined = duties.into_iter().collect::<Vec<_>>().join(", ");
    (!joined.is_empty()).then_some(joined)
}
