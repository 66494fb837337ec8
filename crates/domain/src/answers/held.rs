//! Whether a page says what the register held. A page is made where there may be no contact, and the
//! register goes on meanwhile: what it prints must be what rows say, or said at a time at which its
//! machine could still take it for true. What nobody ever entered is on no page.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::authority::OWN_UNIT_DAYS;
use crate::calendar::day_of;
use crate::compose::{
    GIVES_ACCOUNT, goes_on, live_order, minutes_ref, outsider_card, stands_in_annex,
};
use crate::content::{
    ClosedCard, LineCard, LiveCard, MinutesContent, MinutesRef, PersonCard, SchoolCard,
    TakeBackCard, UnitCard,
};
use crate::delegation::Delegation;
use crate::facts::{Entry, Facts, Scope};
use crate::ids::{MinutesId, OfficerId, UnitId};
use crate::kind::MinutesKind;
use crate::minutes::HandoverMinutes;
use crate::officer::{Appointment, EarlierOfficer, Officer, Role};
use crate::rights::Function;
use crate::row::Table;
use crate::unit::{EarlierUnit, SchoolLevel, Unit, name_on, on_day};

/// From when on a machine may not know what was entered, if it last heard of the register at an
/// instant and makes a page at a later one. Whoever entered it may have been without contact too,
/// for as long as anybody may.
#[must_use]
pub fn known_until(seen: Option<DateTime<Utc>>, at: DateTime<Utc>) -> DateTime<Utc> {
    let longest = Duration::days(OWN_UNIT_DAYS);
    seen.unwrap_or(at).min(at).max(at - longest) - longest
}

/// Whether content prints what the register held: `built` is what it would print of it now, and
/// `seen` from when on something may have changed unknown to whoever made it.
///
/// Names, posts, letterheads and what is cited may have changed since; what is handed over, and to
/// whom, may not.
#[must_use]
pub fn prints_what_was_held(
    facts: &Facts,
    minutes: &HandoverMinutes,
    built: &MinutesContent,
    content: &MinutesContent,
    seen: DateTime<Utc>,
) -> bool {
    // A field that is added here and not looked at does not compile.
    let MinutesContent {
        form,
        kind,
        year,
        drafted_on,
        giver_unit,
        unit,
        parent,
        giver,
        receiver,
        witness,
        confirm,
        account,
        lines,
        grounds,
        left_out,
        account_minutes,
        replaces,
        secret,
        at_desk,
        spare_envelope,
        undertaking,
        undertaking_signed_on,
        take_back,
        schools,
        live_minutes,
        live,
        grounds_of,
    } = content;
    let page = Page {
        facts,
        minutes,
        day: built.drafted_on,
        seen,
    };
    (form, kind, year, drafted_on) == (&built.form, &built.kind, &built.year, &built.drafted_on)
        && (account, grounds, undertaking) == (&built.account, &built.grounds, &built.undertaking)
        && *grounds_of == built.grounds_of
        && (secret, at_desk, spare_envelope)
            == (&built.secret, &built.at_desk, &built.spare_envelope)
        && page.unit(giver_unit, minutes.giver_unit)
        && page.unit(unit, minutes.unit)
        && (parent == &built.parent || page.parent(parent.as_deref()))
        && page.is_officer(giver, minutes.giver, minutes.giver_unit)
        && page.is_officer(receiver, minutes.receiver, minutes.unit)
        && page.witness(witness.as_ref())
        && page.confirm(confirm.as_ref())
        && lines.len() == built.lines.len()
        && lines.iter().zip(&built.lines).all(|(l, b)| page.line(l, b))
        && page.left_out(left_out)
        && page.account_minutes(account_minutes.as_ref(), built.account_minutes.as_ref())
        && page.replaces(replaces.as_ref())
        && page.undertaking_signed_on(*undertaking_signed_on)
        && page.take_back(take_back.as_ref(), built.take_back.as_ref())
        && page.schools(schools)
        && if content.since_form(2) {
            *live_minutes == 0 && page.live(live)
        } else {
            live.is_empty() && page.live_minutes(*live_minutes)
        }
}

/// The parties of a frozen page as the register knew them when it was frozen, whatever the page
/// prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Name of the unit that gives.
    pub giver_unit: String,
    /// Symbol of its papers.
    pub symbol: String,
    /// Name of the receiving unit.
    pub unit: String,
    /// Post of the person who gives.
    pub giver: String,
    /// Post of the person who receives.
    pub receiver: String,
}

impl Parties {
    /// What they ask of the register.
    #[must_use]
    pub fn needs(minutes: &HandoverMinutes) -> Scope {
        Scope::new()
            .row(Table::Unit, minutes.giver_unit)
            .row(Table::Unit, minutes.unit)
            .by(Entry::post_of(minutes.giver))
            .by(Entry::post_of(minutes.receiver))
    }

    /// The parties of minutes; none before they are frozen.
    #[must_use]
    pub fn of(facts: &Facts, minutes: &HandoverMinutes) -> Option<Self> {
        let frozen = minutes.frozen()?;
        let day = day_of(frozen.at);
        let named = |id| {
            let unit = unit_at(facts, id, frozen.at)?;
            Some(name_on(&unit.names, day).to_owned())
        };
        let post = |officer, unit, card: &PersonCard| {
            let held = || facts.posts_held(officer, unit);
            let printed = held().find(|post| {
                (&post.position, post.role, post.from)
                    == (&card.position, card.role, card.post_from)
            });
            let post = printed
                .or_else(|| facts.post_of(officer, unit, day))
                .or_else(|| held().max_by_key(|post| post.from));
            post.map(|post| post.position.clone())
        };
        Some(Self {
            giver_unit: named(minutes.giver_unit)?,
            symbol: symbol(facts, minutes)?,
            unit: named(minutes.unit)?,
            giver: post(minutes.giver, minutes.giver_unit, &frozen.content.giver)?,
            receiver: post(minutes.receiver, minutes.unit, &frozen.content.receiver)?,
        })
    }

    /// Whether a page prints them so.
    #[must_use]
    pub fn are_on(&self, content: &MinutesContent) -> bool {
        let printed = Self {
            giver_unit: content.giver_unit.name.clone(),
            symbol: content.giver_unit.letterhead.symbol.clone(),
            unit: content.unit.name.clone(),
            giver: content.giver.position.clone(),
            receiver: content.receiver.position.clone(),
        };
        *self == printed
    }
}

/// The symbol behind the number of minutes, as the register knew it when they were frozen.
#[must_use]
pub fn symbol(facts: &Facts, minutes: &HandoverMinutes) -> Option<String> {
    let unit = unit_at(facts, minutes.giver_unit, minutes.frozen()?.at)?;
    Some(unit.letterhead.symbol)
}

fn unit_at(facts: &Facts, id: UnitId, at: DateTime<Utc>) -> Option<EarlierUnit> {
    let unit = facts.units.get(&id)?;
    Some(unit.past.at(at).cloned().unwrap_or_else(|| unit.printed()))
}

/// What a page is compared with.
struct Page<'a> {
    facts: &'a Facts,
    minutes: &'a HandoverMinutes,
    /// The day on which it was made.
    day: NaiveDate,
    /// From when on its maker may not know what was entered.
    seen: DateTime<Utc>,
}

impl Page<'_> {
    /// What a unit said and says.
    fn units(&self, unit: &Unit) -> Vec<EarlierUnit> {
        let known = unit.past.known(self.seen).cloned();
        known.chain([unit.printed()]).collect()
    }

    fn unit(&self, card: &UnitCard, id: UnitId) -> bool {
        let row = self.facts.units.get(&id);
        row.is_some_and(|row| self.is_unit(card, row))
    }

    fn is_unit(&self, card: &UnitCard, row: &Unit) -> bool {
        let UnitCard {
            kind,
            levels,
            name,
            code,
            letterhead,
            numbering,
        } = card;
        let said = self.units(row);
        *kind == row.kind
            && said.iter().any(|u| self.levels_said(u, row) == levels)
            && said.iter().any(|u| name_on(&u.names, self.day) == name)
            && said
                .iter()
                .any(|u| on_day(&u.codes, self.day) == code.as_ref())
            && said.iter().any(|u| u.letterhead == *letterhead)
            && said.iter().any(|u| u.numbering == *numbering)
    }

    /// The levels on the day, by what a unit said.
    fn levels_said<'a>(&self, said: &'a EarlierUnit, row: &'a Unit) -> &'a BTreeSet<SchoolLevel> {
        let first = said.levels.first().map(|levels| &levels.value);
        on_day(&said.levels, self.day)
            .or(first)
            .unwrap_or_else(|| row.levels_on(self.day))
    }

    /// The units that stand, or stood, above the giver's; none where none does.
    fn parents(&self) -> Vec<Option<&Unit>> {
        let Some(unit) = self.facts.units.get(&self.minutes.giver_unit) else {
            return vec![];
        };
        let said = self.units(unit).into_iter();
        let above = said.map(|u| on_day(&u.parents, self.day).copied());
        above
            .map(|id| id.and_then(|id| self.facts.units.get(&id)))
            .collect()
    }

    fn parent(&self, printed: Option<&str>) -> bool {
        self.parents()
            .into_iter()
            .any(|above| match (printed, above) {
                (None, None) => true,
                (Some(name), Some(unit)) => {
                    let said = self.units(unit);
                    said.iter().any(|u| name_on(&u.names, self.day) == name)
                }
                _ => false,
            })
    }

    fn left_out(&self, printed: &[String]) -> bool {
        let unit = self.facts.units.get(&self.minutes.giver_unit);
        unit.is_some_and(|unit| self.units(unit).iter().any(|u| u.left_out == printed))
    }

    fn is_officer(&self, card: &PersonCard, officer: OfficerId, unit: UnitId) -> bool {
        let PersonCard {
            name,
            sex,
            code,
            born_on,
            position: _,
            duty: _,
            role: _,
            post_from: _,
            post_until: _,
        } = card;
        let Some(person) = self.facts.officers.get(&officer) else {
            return false;
        };
        let known = person.past.known(self.seen).cloned();
        let said: Vec<EarlierOfficer> = known.chain([person.printed()]).collect();
        *code == person.code
            && said.iter().any(|o| o.name == *name)
            && said.iter().any(|o| o.sex == *sex)
            && self.born_on(*born_on, person, &said, name)
            && self.post(card, officer, unit)
    }

    /// A birth date is printed where two people share the name, and only there.
    fn born_on(
        &self,
        printed: Option<NaiveDate>,
        person: &Officer,
        said: &[EarlierOfficer],
        name: &str,
    ) -> bool {
        let mut others = self.facts.once_named(person.unit, name);
        let entered = said.iter().any(|o| o.born_on == printed);
        if printed.is_some() {
            let bears = |o: &Officer| {
                o.name == name || o.past.known(self.seen).any(|earlier| earlier.name == name)
            };
            return entered && others.any(|o| o.id != person.id && bears(o));
        }
        let always = |o: &Officer| {
            o.name == name
                && !o.past.begins_after(self.seen)
                && o.past.known(self.seen).all(|earlier| earlier.name == name)
        };
        entered || !others.any(|o| o.id != person.id && always(o))
    }

    /// The post on the day, a leading one first; the latest of somebody who has none.
    fn post(&self, card: &PersonCard, officer: OfficerId, unit: UnitId) -> bool {
        let PersonCard {
            name: _,
            sex: _,
            code: _,
            born_on: _,
            position,
            duty,
            role,
            post_from,
            post_until,
        } = card;
        let on = |until: &Option<NaiveDate>, from| {
            from <= self.day && until.is_none_or(|until| self.day <= until)
        };
        let untils = |post: &Appointment| {
            let known = post.past.known(self.seen).copied();
            known.chain([post.until]).collect::<Vec<_>>()
        };
        let surely = |post: &Appointment| {
            !post.past.begins_after(self.seen) && untils(post).iter().all(|u| on(u, post.from))
        };
        let rank = |role: Role| (!role.leads(), role == Role::Member);
        let held = || self.facts.posts_held(officer, unit);
        let printed = |post: &Appointment| {
            (&post.position, &post.duty, post.role, post.from)
                == (position, duty, *role, *post_from)
                && untils(post).contains(post_until)
        };
        let first = if on(post_until, *post_from) {
            !held().any(|other| surely(other) && rank(other.role) < rank(*role))
        } else {
            !held().any(|other| {
                surely(other) || other.from > *post_from && !other.past.begins_after(self.seen)
            })
        };
        first && held().any(printed)
    }

    fn witness(&self, printed: Option<&(PersonCard, UnitCard)>) -> bool {
        match (printed, &self.minutes.witness) {
            (None, None) => true,
            (Some((person, unit)), Some(witness)) => {
                let mut above = self.parents().into_iter().flatten();
                *person == outsider_card(witness, self.day)
                    && above.any(|above| self.is_unit(unit, above))
            }
            _ => false,
        }
    }

    fn confirm(&self, printed: Option<&PersonCard>) -> bool {
        let unit = self.minutes.giver_unit;
        let at_desk = self.minutes.kind == MinutesKind::DepartmentToCommune;
        let Some(card) = printed else {
            return !at_desk;
        };
        let mut leading = self.facts.leading_posts(unit);
        at_desk
            && card.role.leads()
            && leading.any(|post| self.is_officer(card, post.officer, unit))
    }

    fn line(&self, printed: &LineCard, built: &LineCard) -> bool {
        let expected = LineCard {
            schools: printed.schools,
            ..built.clone()
        };
        let counts = || {
            let below = self.facts.units_under(self.minutes.unit);
            let below = below.filter(|unit| unit.kind.teaches());
            let each = below.map(|unit| {
                let said = self.units(unit);
                let at_level = |u: &EarlierUnit| {
                    let levels = self.levels_said(u, unit);
                    built.levels.is_empty() || levels.iter().any(|l| built.levels.contains(l))
                };
                let (may, must) = self.below(unit);
                (
                    may && said.iter().any(at_level),
                    must && said.iter().all(at_level),
                )
            });
            self.may_be_either(printed.schools.unwrap_or(0), each) && printed.schools != Some(0)
        };
        let oversees = built.function == Function::LevelOversight;
        *printed == expected && (printed.schools == built.schools || oversees && counts())
    }

    /// Whether a unit may have stood, and must have stood, under the receiving one.
    fn below(&self, unit: &Unit) -> (bool, bool) {
        let said = self.units(unit);
        let under = |u: &EarlierUnit| on_day(&u.parents, self.day) == Some(&self.minutes.unit);
        let surely = said.iter().all(under) && !unit.past.begins_after(self.seen);
        (said.iter().any(under), surely)
    }

    /// Whether as many were counted as may have been there, and as must have been.
    fn may_be_either(&self, counted: u32, each: impl Iterator<Item = (bool, bool)>) -> bool {
        let (mut most, mut least) = (0, 0);
        for (may, must) in each {
            most += u32::from(may);
            least += u32::from(must);
        }
        (least..=most).contains(&counted)
    }

    fn schools(&self, printed: &[SchoolCard]) -> bool {
        if self.minutes.kind != MinutesKind::DepartmentToCommune {
            return printed.is_empty();
        }
        let below = self.facts.units_under(self.minutes.unit);
        let below = below.filter(|unit| stands_in_annex(unit));
        let mut left: Vec<(&Unit, bool)> = below
            .filter_map(|unit| {
                let (may, must) = self.below(unit);
                may.then_some((unit, must))
            })
            .collect();
        // Those that must be there are looked for first.
        left.sort_by_key(|(_, must)| !must);
        for card in printed {
            let Some(place) = left.iter().position(|(unit, _)| self.is_school(card, unit)) else {
                return false;
            };
            left.remove(place);
        }
        left.iter().all(|(_, must)| !must)
            && printed.is_sorted_by(|a, b| (&a.levels, &a.name) <= (&b.levels, &b.name))
    }

    fn is_school(&self, card: &SchoolCard, unit: &Unit) -> bool {
        let SchoolCard {
            code,
            name,
            levels,
            kind,
        } = card;
        let said = self.units(unit);
        *kind == unit.kind
            && said
                .iter()
                .any(|u| levels.iter().eq(self.levels_said(u, unit)))
            && said.iter().any(|u| name_on(&u.names, self.day) == name)
            && said
                .iter()
                .any(|u| on_day(&u.codes, self.day) == code.as_ref())
    }

    /// Whether a reference cites minutes: by their number, by one that was corrected since, or by
    /// their check code while they had none.
    fn cites(&self, printed: &MinutesRef, id: MinutesId) -> bool {
        let corrected = self.facts.minutes.get(&id).map(|m| m.corrected.as_slice());
        let corrected = corrected.unwrap_or_default().iter();
        let mut earlier = corrected.map(|wrong| Some(wrong.number)).chain([None]);
        minutes_ref(self.facts, id).is_some_and(|now| {
            let then = |number| MinutesRef {
                number,
                ..now.clone()
            };
            *printed == now || earlier.any(|number| *printed == then(number))
        })
    }

    /// Whether minutes were signed unknown to whoever made the page, or are not signed at all.
    fn may_be_unsigned(&self, minutes: &HandoverMinutes) -> bool {
        let signed = minutes.signed();
        signed.is_none_or(|signed| signed.recorded_at >= self.seen)
    }

    fn refers(&self, printed: Option<&MinutesRef>, id: MinutesId) -> bool {
        match printed {
            Some(printed) => self.cites(printed, id),
            None => {
                let minutes = self.facts.minutes.get(&id);
                minutes.is_none_or(|minutes| self.may_be_unsigned(minutes))
            }
        }
    }

    fn replaces(&self, printed: Option<&MinutesRef>) -> bool {
        match self.minutes.replaces {
            Some(before) => self.refers(printed, before),
            None => printed.is_none(),
        }
    }

    /// The newest minutes by which the unit received its admin account, or those before them.
    fn account_minutes(&self, printed: Option<&MinutesRef>, built: Option<&MinutesRef>) -> bool {
        if printed == built {
            return true;
        }
        let unit = if self.minutes.kind.to_unit() {
            self.minutes.giver_unit
        } else {
            self.minutes.unit
        };
        let given = GIVES_ACCOUNT.into_iter();
        let mut given: Vec<&HandoverMinutes> = given
            .flat_map(|kind| self.facts.standing(unit, kind))
            .filter(|m| m.id != self.minutes.id)
            .collect();
        given.sort_by_key(|m| std::cmp::Reverse(m.drafted_at));
        for minutes in given {
            if printed.is_some_and(|printed| self.cites(printed, minutes.id)) {
                return true;
            }
            if !self.may_be_unsigned(minutes) {
                return false;
            }
            if let Some((printed, before)) = printed.zip(minutes.replaces)
                && self.cites(printed, before)
            {
                return true;
            }
        }
        printed.is_none()
    }

    /// The date of the latest commitment in this unit and school year.
    fn undertaking_signed_on(&self, printed: Option<NaiveDate>) -> bool {
        let m = self.minutes;
        let mine = self.facts.minutes_to(m.receiver, m.unit);
        let mine = mine.filter(|o| o.year == m.year && o.undertaking && o.id != m.id);
        let dated = mine.filter_map(|o| Some((o.signed()?.date_on_paper, self.may_be_unsigned(o))));
        let (news, known): (Vec<_>, Vec<_>) = dated.partition(|(_, new)| *new);
        let known = known.into_iter().map(|(date, _)| date).max();
        printed == known || printed > known && news.iter().any(|(date, _)| Some(*date) == printed)
    }

    fn take_back(&self, printed: Option<&TakeBackCard>, built: Option<&TakeBackCard>) -> bool {
        let taking = self.minutes.taking_back.as_ref();
        let (printed, built, taking) = match (printed, built, taking) {
            (None, None, _) => return true,
            (Some(printed), Some(built), Some(taking)) => (printed, built, taking),
            _ => return false,
        };
        let TakeBackCard {
            reason,
            closed,
            absent,
        } = printed;
        let absent = match (absent, &taking.absent) {
            (None, None) => true,
            (Some((reason, witness)), Some(absence)) => {
                *reason == absence.reason
                    && self.is_officer(witness, absence.witness, self.minutes.unit)
            }
            _ => false,
        };
        let rights = taking.closed.iter().zip(closed).zip(&built.closed);
        absent
            && *reason == taking.reason
            && (closed.len(), built.closed.len()) == (taking.closed.len(), taking.closed.len())
            && rights.into_iter().all(|((right, card), built)| {
                let ClosedCard {
                    login,
                    line,
                    minutes,
                    closed_at,
                } = card;
                let right = self.facts.delegations.get(right);
                (login, closed_at) == (&built.login, &built.closed_at)
                    && self.line(line, &built.line)
                    && right.is_some_and(|r| self.refers(minutes.as_ref(), r.minutes))
            })
    }

    /// The minutes of the unit's people by which something is held.
    fn live(&self, printed: &[LiveCard]) -> bool {
        if self.minutes.kind != MinutesKind::HeadChange {
            return printed.is_empty();
        }
        let signed = self.facts.papers_in(self.minutes.unit);
        let mut left: Vec<(&HandoverMinutes, bool)> = signed
            .filter(|m| goes_on(m.kind) && m.signed().is_some())
            .filter_map(|m| {
                let (may, must) = self.goes_on(m);
                may.then_some((m, must))
            })
            .collect();
        for card in printed {
            let Some(place) = left.iter().position(|(m, _)| self.is_live(card, m)) else {
                return false;
            };
            left.remove(place);
        }
        left.iter().all(|(_, must)| !must)
            && printed.is_sorted_by(|a, b| live_order(a) <= live_order(b))
    }

    /// Whether somebody may have held something by minutes, and must have.
    fn goes_on(&self, minutes: &HandoverMinutes) -> (bool, bool) {
        let ended = minutes.ended.as_ref();
        let known_to_have_ended = ended.is_some_and(|ended| ended.at < self.seen);
        let rights = || self.facts.rights_by(minutes.id);
        let until = |right: &Delegation| right.line.until.is_none_or(|until| self.day <= until);
        let may = |right: &Delegation| {
            until(right) && right.closed.is_none_or(|closing| closing.at >= self.seen)
        };
        let surely = |right: &Delegation| {
            let begun = right.in_force_at.is_some_and(|at| at < self.seen);
            let proven = right.scan_due.is_none() || right.scanned_at.is_some();
            begun && proven && until(right) && right.closed.is_none() && right.ends_at.is_none()
        };
        (
            !known_to_have_ended && rights().any(may),
            ended.is_none() && !self.may_be_unsigned(minutes) && rights().any(surely),
        )
    }

    fn is_live(&self, card: &LiveCard, minutes: &HandoverMinutes) -> bool {
        let LiveCard {
            name,
            code,
            minutes: cited,
        } = card;
        let person = self.facts.officers.get(&minutes.receiver);
        person.is_some_and(|person| {
            let known = person.past.known(self.seen).cloned();
            let mut said = known.chain([person.printed()]);
            *code == person.code && said.any(|officer| officer.name == *name)
        }) && self.cites(cited, minutes.id)
    }

    /// How many minutes of the unit stay in force.
    fn live_minutes(&self, printed: u32) -> bool {
        if self.minutes.kind != MinutesKind::HeadChange {
            return printed == 0;
        }
        let signed = self.facts.papers_in(self.minutes.unit);
        let signed = signed.filter(|m| m.signed().is_some()).map(|m| {
            let ended = m.ended.as_ref();
            let known_to_have_ended = ended.is_some_and(|ended| ended.at < self.seen);
            (
                !known_to_have_ended,
                ended.is_none() && !self.may_be_unsigned(m),
            )
        });
        self.may_be_either(printed, signed)
    }
}
