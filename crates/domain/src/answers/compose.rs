//! Composing minutes: what they print is gathered from the register as it stands on a day.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::account::Account;
use crate::calendar::day_of;
use crate::content::{
    AccountCard, ClassCard, ClosedCard, FORM_VERSION, GroundCard, LineCard, LineChange, LiveCard,
    MinutesContent, MinutesRef, PersonCard, SchoolCard, TakeBackCard, UnitCard,
};
use crate::delegation::Delegation;
use crate::facts::{Entry, Facts, Follow, Lookup, Scope};
use crate::ids::{DelegationId, MinutesId, OfficerId, UnitId};
use crate::kind::{MinutesKind, Witness};
use crate::line::Line;
use crate::minutes::HandoverMinutes;
use crate::officer::Role;
use crate::refusal::{Code, Refusal};
use crate::rights::{Dim, Function};
use crate::row::{Row, Table};
use crate::school_class::SchoolClass;
use crate::text::natural;
use crate::unit::{SchoolLevel, Unit};

/// What composing minutes asks: both units with those above, everybody who is named, with the posts
/// and namesakes, the lines with their classes, and the papers that are cited.
#[must_use]
pub fn needs(minutes: MinutesId) -> Scope {
    Scope::new().find_then(Lookup::Id(Table::HandoverMinutes, minutes.0), PRINTED)
}

const PRINTED: Follow = Follow::new("printed", |row| {
    let Row::HandoverMinutes(minutes) = row else {
        return Scope::new();
    };
    let m = minutes.as_ref();
    let account_of = if m.kind.to_unit() {
        m.giver_unit
    } else {
        m.unit
    };
    let grounds = m.grounds.iter();
    let replaced = m.replaces.map(|before| {
        let rights = Lookup::By(Entry::right_by(before));
        Scope::new()
            .row(Table::HandoverMinutes, before)
            .find_then(rights, PRINTED_RIGHT)
    });
    let taken = m.taking_back.iter().flat_map(|taking| {
        let witness = taking.absent.as_ref().map(|a| named(a.witness));
        let closed = taking.closed.iter();
        let closed = closed
            .map(|id| Scope::new().find_then(Lookup::Id(Table::Delegation, id.0), PRINTED_RIGHT));
        closed.chain(witness).collect::<Vec<_>>()
    });
    let confirms = (m.kind == MinutesKind::DepartmentToCommune).then(|| {
        let leads = Lookup::By(Entry::leads(m.giver_unit));
        Scope::new()
            .by(Entry::under(m.unit))
            .find_then(leads, LEADER)
    });
    let live = (m.kind == MinutesKind::HeadChange).then(|| {
        let kinds = MinutesKind::ALL.into_iter();
        // Those that ended while the page was under way are found among all papers.
        Scope::new()
            .find_then(Lookup::By(Entry::paper_in(m.unit)), HELD_BY)
            .and_all(kinds.map(|kind| Scope::new().by(Entry::standing(m.unit, kind))))
    });
    Scope::new()
        .line(m.giver_unit)
        .line(m.unit)
        .and(named(m.giver))
        .and(named(m.receiver))
        .and_all(m.account.map(|id| Scope::new().row(Table::Account, id)))
        .and_all(grounds.map(|id| Scope::new().row(Table::Document, *id)))
        .find_then(Lookup::By(Entry::right_by(m.id)), PRINTED_RIGHT)
        .and_all(GIVES_ACCOUNT.map(|kind| {
            let standing = Lookup::By(Entry::standing(account_of, kind));
            Scope::new().find_then(standing, REPLACED)
        }))
        .by(Entry::undertaken(m.receiver, m.year))
        .and_all(replaced)
        .and_all(taken)
        .and_all(confirms)
        .and_all(live)
});

/// Kinds of minutes by which a unit receives its admin account.
pub(super) const GIVES_ACCOUNT: [MinutesKind; 2] =
    [MinutesKind::DepartmentToCommune, MinutesKind::ToSchool];

const REPLACED: Follow = Follow::new("replaced", |row| match row {
    Row::HandoverMinutes(minutes) => {
        let before = minutes.replaces;
        Scope::new().and_all(before.map(|id| Scope::new().row(Table::HandoverMinutes, id)))
    }
    _ => Scope::new(),
});

/// Minutes that may go on under another head, with who holds what by them.
const HELD_BY: Follow = Follow::new("held_by", |row| match row {
    Row::HandoverMinutes(minutes) if goes_on(minutes.kind) => Scope::new()
        .row(Table::Officer, minutes.receiver)
        .by(Entry::right_by(minutes.id)),
    _ => Scope::new(),
});

/// A person as papers name people.
fn named(officer: OfficerId) -> Scope {
    let person = Lookup::Id(Table::Officer, officer.0);
    Scope::new()
        .by(Entry::post_of(officer))
        .find_then(person, NAMESAKES)
}

const NAMESAKES: Follow = Follow::new("namesakes", |row| match row {
    Row::Officer(officer) => {
        let named = |name: &String| Scope::new().by(Entry::named(officer.unit, name));
        let earlier = officer.past.earlier.iter();
        named(&officer.name).and_all(earlier.map(|earlier| named(&earlier.value.name)))
    }
    _ => Scope::new(),
});

const LEADER: Follow = Follow::new("named_leader", |row| match row {
    Row::Appointment(post) => named(post.officer),
    _ => Scope::new(),
});

const PRINTED_RIGHT: Follow = Follow::new("printed_right", |row| {
    let Row::Delegation(right) = row else {
        return Scope::new();
    };
    let classes = match &right.line.classes {
        Dim::Only(classes) => classes.iter().copied().collect(),
        Dim::All => vec![],
    };
    let oversees = right.line.function == Function::LevelOversight;
    let schools = oversees.then(|| Scope::new().by(Entry::under(right.unit)));
    Scope::new()
        .row(Table::HandoverMinutes, right.minutes)
        .and_all(right.account.map(|id| Scope::new().row(Table::Account, id)))
        .and_all(
            classes
                .iter()
                .map(|id| Scope::new().row(Table::SchoolClass, *id)),
        )
        .and_all(schools)
});

/// Gathers what minutes print, as the register stands on a day.
///
/// # Errors
/// `not_found` if a named row is missing, `outside_unit` if a party has no post, `no_head` if nobody
/// can confirm (kind a), `wrong_state` if a right that is taken back has not ended.
pub fn build(
    facts: &Facts,
    minutes: &HandoverMinutes,
    at: DateTime<Utc>,
) -> Result<MinutesContent, Refusal> {
    let day = day_of(at);
    let giver_unit = facts.unit(minutes.giver_unit)?;
    let unit = facts.unit(minutes.unit)?;
    let parent = giver_unit.parent_on(day).and_then(|p| facts.units.get(&p));
    // Kind b cites the minutes by which the giving commune received its own account.
    let admin = facts.admin_account(if minutes.kind.to_unit() {
        minutes.giver_unit
    } else {
        minutes.unit
    });
    Ok(MinutesContent {
        form: FORM_VERSION,
        kind: minutes.kind,
        year: minutes.year,
        drafted_on: day,
        giver_unit: unit_card(giver_unit, day),
        unit: unit_card(unit, day),
        parent: parent.map(|p| p.name_on(day).to_owned()),
        giver: person_card(facts, minutes.giver, minutes.giver_unit, day)?,
        receiver: person_card(facts, minutes.receiver, minutes.unit, day)?,
        witness: minutes
            .witness
            .as_ref()
            .map(|w| witness_card(w, parent, day))
            .transpose()?,
        confirm: confirm(facts, minutes, day)?,
        account: minutes
            .account
            .and_then(|id| facts.accounts.get(&id))
            .map(account_card),
        lines: lines(facts, minutes, day),
        grounds: minutes
            .grounds
            .iter()
            .map(|id| ground_card(facts, minutes, *id))
            .collect::<Result<_, _>>()?,
        left_out: giver_unit.left_out(),
        account_minutes: admin.and_then(|a| account_minutes(facts, a, minutes)),
        replaces: minutes.replaces.and_then(|id| minutes_ref(facts, id)),
        secret: minutes.secret.clone(),
        at_desk: minutes.at_desk.clone(),
        spare_envelope: minutes.spare_envelope.clone(),
        undertaking: minutes.undertaking,
        undertaking_signed_on: undertaking_signed_on(facts, minutes),
        schools: schools(facts, minutes, day),
        take_back: take_back_card(facts, minutes, day)?,
        live_minutes: 0,
        live: live(facts, minutes, at),
        grounds_of: Some(day_of(minutes.drafted_at)).filter(|drafted| *drafted < day),
    })
}

/// Content as a form had it that is still drawn.
#[must_use]
pub fn in_form(
    built: MinutesContent,
    form: u32,
    facts: &Facts,
    minutes: &HandoverMinutes,
) -> MinutesContent {
    match form {
        1 => MinutesContent {
            form,
            live_minutes: live_minutes(facts, minutes),
            live: vec![],
            grounds_of: None,
            ..built
        },
        // The later forms are worded otherwise and say nothing else.
        2..=FORM_VERSION => MinutesContent { form, ..built },
        _ => built,
    }
}

/// How many minutes of the unit stand, as the first form said it of a change of head.
fn live_minutes(facts: &Facts, minutes: &HandoverMinutes) -> u32 {
    if minutes.kind != MinutesKind::HeadChange {
        return 0;
    }
    let standing = MinutesKind::ALL
        .into_iter()
        .flat_map(|kind| facts.standing(minutes.unit, kind));
    u32::try_from(standing.count()).unwrap_or(u32::MAX)
}

/// Whether minutes of a kind go on when the head changes: those by which people of the unit hold.
pub(super) fn goes_on(kind: MinutesKind) -> bool {
    kind.asks_undertaking()
}

/// The minutes of the unit's people by which somebody holds something at the instant.
fn live(facts: &Facts, minutes: &HandoverMinutes, at: DateTime<Utc>) -> Vec<LiveCard> {
    if minutes.kind != MinutesKind::HeadChange {
        return vec![];
    }
    let standing = MinutesKind::ALL
        .into_iter()
        .filter(|kind| goes_on(*kind))
        .flat_map(|kind| facts.standing(minutes.unit, kind))
        .filter(|m| facts.rights_by(m.id).any(|right| goes_on_at(right, at)));
    let cards = standing.filter_map(|m| {
        let person = facts.officers.get(&m.receiver)?;
        Some(LiveCard {
            name: person.name.clone(),
            code: person.code.clone(),
            minutes: minutes_ref(facts, m.id)?,
        })
    });
    let mut cards: Vec<LiveCard> = cards.collect();
    cards.sort_by(|a, b| live_order(a).cmp(&live_order(b)));
    cards
}

/// Whether a right is held at an instant, or is signed and begins later.
fn goes_on_at(right: &Delegation, at: DateTime<Utc>) -> bool {
    let ended = right.closed.is_some() || right.ends_at.is_some_and(|end| end <= at);
    let begins = right.in_force_at.is_some() && !ended && right.line.from > day_of(at);
    right.in_force(at) || begins
}

/// In the order of the unit's papers: by date, then number, then person.
pub(super) fn live_order(card: &LiveCard) -> (NaiveDate, Option<u32>, &str, &str) {
    let minutes = &card.minutes;
    (
        minutes.date,
        minutes.number,
        &card.code,
        &minutes.check_code,
    )
}

/// A unit as its papers name it on a day.
#[must_use]
pub fn unit_card(unit: &Unit, day: NaiveDate) -> UnitCard {
    UnitCard {
        kind: unit.kind,
        levels: unit.levels_on(day).clone(),
        name: unit.name_on(day).to_owned(),
        code: unit.code_on(day).map(str::to_owned),
        letterhead: unit.letterhead.clone(),
        numbering: unit.numbering,
    }
}

/// A person as papers of a unit name them on a day.
///
/// # Errors
/// `not_found`; `outside_unit` for somebody who never had a post there.
pub fn person_card(
    facts: &Facts,
    officer: OfficerId,
    unit: UnitId,
    day: NaiveDate,
) -> Result<PersonCard, Refusal> {
    let person = facts.officer(officer)?;
    let latest = || facts.posts_held(officer, unit).max_by_key(|a| a.from);
    let post = facts
        .post_of(officer, unit, day)
        .or_else(latest)
        .ok_or_else(|| Refusal::new(Code::OutsideUnit).with("name", &person.name))?;
    let namesake = facts
        .namesakes(person.unit, &person.name)
        .any(|o| o.id != officer);
    Ok(PersonCard {
        name: person.name.clone(),
        sex: person.sex,
        code: person.code.clone(),
        born_on: person.born_on.filter(|_| namesake),
        position: post.position.clone(),
        duty: post.duty.clone(),
        role: post.role,
        post_from: post.from,
        post_until: post.until,
    })
}

fn confirm(
    facts: &Facts,
    minutes: &HandoverMinutes,
    day: NaiveDate,
) -> Result<Option<PersonCard>, Refusal> {
    if minutes.kind != MinutesKind::DepartmentToCommune {
        return Ok(None);
    }
    let head = facts.head(minutes.giver_unit, day)?.officer;
    person_card(facts, head, minutes.giver_unit, day).map(Some)
}

fn witness_card(
    witness: &Witness,
    parent: Option<&Unit>,
    day: NaiveDate,
) -> Result<(PersonCard, UnitCard), Refusal> {
    let parent = parent.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "unit"))?;
    Ok((outsider_card(witness, day), unit_card(parent, day)))
}

/// A witness, who is nobody of the register.
pub(super) fn outsider_card(witness: &Witness, day: NaiveDate) -> PersonCard {
    PersonCard {
        name: witness.name.clone(),
        sex: None,
        code: String::new(),
        born_on: None,
        position: witness.position.clone(),
        duty: None,
        role: Role::Member,
        post_from: day,
        post_until: None,
    }
}

fn account_card(account: &Account) -> AccountCard {
    AccountCard {
        system: account.system.clone(),
        address: account.address.clone(),
        login: account.login.clone(),
        kind: account.kind,
    }
}

fn ground_card(
    facts: &Facts,
    minutes: &HandoverMinutes,
    id: crate::ids::DocumentId,
) -> Result<GroundCard, Refusal> {
    let given = facts.document_of(id, minutes.giver_unit);
    let d = given.or_else(|_| facts.document_of(id, minutes.unit))?;
    Ok(GroundCard {
        kind: d.kind,
        title: d.title.clone(),
        number: d.number.clone(),
        date: d.date,
        issuer: d.issuer.clone(),
        subject: d.subject.clone(),
    })
}

fn lines(facts: &Facts, minutes: &HandoverMinutes, day: NaiveDate) -> Vec<LineCard> {
    if minutes.kind.to_unit() || minutes.kind == MinutesKind::TakeBack {
        return vec![];
    }
    // A right that was taken out of the draft again before anybody signed is not on the sheet.
    let taken_out =
        |d: &Delegation| minutes.ended.is_none() && d.in_force_at.is_none() && d.closed.is_some();
    let mut rights: Vec<&Delegation> = facts
        .rights_by(minutes.id)
        .filter(|d| !taken_out(d))
        .collect();
    rights.sort_by_key(|d| order(facts, &d.line));
    let carried: BTreeSet<DelegationId> = rights.iter().filter_map(|d| d.carries).collect();
    let chained = minutes.replaces.is_some();
    let mut cards: Vec<LineCard> = rights
        .iter()
        .map(|d| {
            let change = if d.carries.is_some() {
                LineChange::Kept
            } else {
                LineChange::Added
            };
            line_card(facts, &d.line, minutes, day, chained.then_some(change))
        })
        .collect();
    let before = minutes
        .replaces
        .into_iter()
        .flat_map(|id| facts.rights_by(id))
        .filter(|d| !carried.contains(&d.id));
    cards.extend(before.map(|d| {
        let from = d.closed.map_or(day, |closing| day_of(closing.at));
        line_card(
            facts,
            &d.line,
            minutes,
            day,
            Some(LineChange::Dropped(from)),
        )
    }));
    cards
}

/// Homeroom first, then functions in their order, then by class name.
fn order(facts: &Facts, line: &Line) -> (Function, Option<Vec<(u64, String)>>) {
    let first = match &line.classes {
        Dim::Only(ids) => ids
            .iter()
            .filter_map(|id| facts.classes.get(id))
            .map(|c| natural(&c.name))
            .min(),
        Dim::All => None,
    };
    (line.function, first)
}

fn line_card(
    facts: &Facts,
    line: &Line,
    minutes: &HandoverMinutes,
    day: NaiveDate,
    change: Option<LineChange>,
) -> LineCard {
    let classes = match &line.classes {
        Dim::All => vec![],
        Dim::Only(ids) => {
            let mut classes: Vec<_> = ids.iter().filter_map(|id| facts.classes.get(id)).collect();
            classes.sort_by_cached_key(|c| natural(&c.name));
            let part = |c: &SchoolClass| c.part_of(minutes.receiver, day.max(line.from));
            classes
                .into_iter()
                .map(|c| ClassCard {
                    name: c.name.clone(),
                    site: c.site.clone(),
                    learners: c.learners,
                    part: part(c),
                })
                .collect()
        }
    };
    let levels: Vec<SchoolLevel> = match &line.levels {
        Dim::All => vec![],
        Dim::Only(set) => set.iter().copied().collect(),
    };
    let schools = (line.function == Function::LevelOversight).then(|| {
        let below = facts
            .units_under(minutes.unit)
            .filter(|u| u.parent_on(day) == Some(minutes.unit) && u.kind.teaches());
        u32::try_from(
            below
                .filter(|u| {
                    levels.is_empty() || u.levels_on(day).iter().any(|l| levels.contains(l))
                })
                .count(),
        )
        .unwrap_or(0)
    });
    LineCard {
        function: line.function,
        rights: line.rights.iter().copied().collect(),
        levels,
        classes,
        subjects: match &line.subjects {
            Dim::All => vec![],
            Dim::Only(set) => set.iter().cloned().collect(),
        },
        schools: schools.filter(|n| *n > 0),
        from: line.from,
        until: line.until,
        change,
    }
}

/// Earlier minutes as new ones cite them; none while they are not signed.
#[must_use]
pub fn minutes_ref(facts: &Facts, id: crate::ids::MinutesId) -> Option<MinutesRef> {
    let minutes = facts.minutes.get(&id)?;
    let (frozen, signed) = (minutes.frozen()?, minutes.signed()?);
    Some(MinutesRef {
        kind: minutes.kind,
        number: minutes.number(),
        symbol: frozen.content.giver_unit.letterhead.symbol.clone(),
        date: signed.date_on_paper,
        check_code: frozen.check_code.clone(),
        giver_unit: frozen.content.giver_unit.name.clone(),
    })
}

fn account_minutes(
    facts: &Facts,
    account: &Account,
    minutes: &HandoverMinutes,
) -> Option<MinutesRef> {
    let given = GIVES_ACCOUNT
        .into_iter()
        .flat_map(|kind| facts.standing(account.unit, kind))
        .filter(|m| m.id != minutes.id);
    minutes_ref(facts, given.max_by_key(|m| m.drafted_at)?.id)
}

/// The date of an earlier commitment of the receiver in this unit and school year.
fn undertaking_signed_on(facts: &Facts, minutes: &HandoverMinutes) -> Option<NaiveDate> {
    let mine = facts
        .minutes_to(minutes.receiver, minutes.unit)
        .filter(|m| m.year == minutes.year);
    mine.filter(|m| m.undertaking && m.id != minutes.id)
        .filter_map(|m| m.signed())
        .map(|s| s.date_on_paper)
        .max()
}

/// Whether a unit under a commune is one of the schools that minutes of kind a list.
pub(super) fn stands_in_annex(unit: &Unit) -> bool {
    unit.kind.teaches() && unit.closed_on.is_none()
}

fn schools(facts: &Facts, minutes: &HandoverMinutes, day: NaiveDate) -> Vec<SchoolCard> {
    if minutes.kind != MinutesKind::DepartmentToCommune {
        return vec![];
    }
    let below = facts.units_under(minutes.unit);
    let below = below.filter(|u| u.parent_on(day) == Some(minutes.unit) && stands_in_annex(u));
    let mut cards: Vec<SchoolCard> = below
        .map(|u| SchoolCard {
            code: u.code_on(day).map(str::to_owned),
            name: u.name_on(day).to_owned(),
            levels: u.levels_on(day).iter().copied().collect(),
            kind: u.kind,
        })
        .collect();
    cards.sort_by(|a, b| (&a.levels, &a.name).cmp(&(&b.levels, &b.name)));
    cards
}

fn take_back_card(
    facts: &Facts,
    minutes: &HandoverMinutes,
    day: NaiveDate,
) -> Result<Option<TakeBackCard>, Refusal> {
    let Some(taking) = &minutes.taking_back else {
        return Ok(None);
    };
    let closed = taking.closed.iter().map(|id| {
        let right = facts.delegation(*id)?;
        let closing = right.closed.ok_or_else(|| Refusal::new(Code::WrongState))?;
        Ok(ClosedCard {
            login: right
                .account
                .and_then(|a| facts.accounts.get(&a))
                .map(|a| a.login.clone()),
            line: line_card(facts, &right.line, minutes, day, None),
            minutes: minutes_ref(facts, right.minutes),
            closed_at: closing.at,
        })
    });
    let absent = match &taking.absent {
        Some(absence) => Some((
            absence.reason.clone(),
            person_card(facts, absence.witness, minutes.unit, day)?,
        )),
        None => None,
    };
    Ok(Some(TakeBackCard {
        reason: taking.reason.clone(),
        closed: closed.collect::<Result<_, Refusal>>()?,
        absent,
    }))
}
