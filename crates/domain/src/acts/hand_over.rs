//! Handing over: an officer or a unit receives lines, and one live draft lists them as they now
//! stand.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::units::holding;
use super::{Ctx, Decision, bounded, ordered, scoped};
use crate::account::{Account, AccountKind, Custody, System};
use crate::calendar::{SchoolYear, paper_date};
use crate::delegation::{Delegation, Holder};
use crate::facts::{Entry, Facts, Follow, Key, Lookup, Scope};
use crate::ids::{AccountId, DelegationId, DocumentId, MinutesId, OfficerId, UnitId};
use crate::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope};
use crate::line::Line;
use crate::minutes::{DraftEdited, EndKind, Ended, HandoverMinutes, Progress};
use crate::refusal::{Code, Refusal};
use crate::rights::{Claim, Dim, Function, Right, covered};
use crate::row::{Change, Row, Table};
use crate::school_class::SchoolClass;
use crate::text;
use crate::unit::{Unit, UnitKind};

/// The place of the receiver's login among the fresh ids of the op, when the op makes one.
pub const ACCOUNT_ID: u32 = 1;

/// Where the ids of the rights begin among the fresh ids of the op.
const FIRST_RIGHT: u32 = 100;

/// The ids of the first rights that the op makes.
pub fn delegation_ids(stamp: crate::Stamp, count: usize) -> impl Iterator<Item = DelegationId> {
    (FIRST_RIGHT + 1..)
        .take(count)
        .map(move |n| DelegationId(stamp.id(n)))
}

/// Hands over to one receiver. `add` and `drop` are the difference; the draft lists everything as
/// it then stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HandOver {
    /// The unit in which the rights are exercised: the receiving unit.
    pub unit: UnitId,
    /// What kind of handover.
    pub kind: MinutesKind,
    /// Who signs as giver.
    pub giver: OfficerId,
    /// Who receives.
    pub receiver: OfficerId,
    /// Lines to add; empty for kinds a, b and c, which hand over the account as a whole.
    pub add: Vec<Line>,
    /// Rights in force that the new minutes no longer list.
    pub drop: Vec<DelegationId>,
    /// The receiver's login on the Hệ thống CSDL, if the register does not know one yet.
    pub login: Option<String>,
    /// Papers to cite.
    pub grounds: Vec<DocumentId>,
    /// How the password goes over.
    pub secret: SecretClause,
    /// Last day of a custody (kind c); without one it lasts until other minutes end it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// The school year that the minutes belong to; without one that of the day. From 1 June on the
    /// next one can be prepared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<SchoolYear>,
    /// What only the handover desk knows (kind a).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_desk: Option<AtDesk>,
    /// The spare password, if one was sealed (kind c).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spare_envelope: Option<SpareEnvelope>,
}

scoped!(HandOver);

/// Refuses a paper that has ceased by the day of the draft. Drafts keep what they cite.
///
/// # Errors
/// `ground_not_in_force`.
pub(super) fn cited_goes_on(
    facts: &Facts,
    grounds: &[DocumentId],
    day: NaiveDate,
) -> Result<(), Refusal> {
    let mut cited = grounds.iter().filter_map(|id| facts.documents.get(id));
    match cited.find(|paper| !paper.goes_on(day)) {
        Some(ceased) => Err(Refusal::new(Code::GroundNotInForce).with("ground", &ceased.number)),
        None => Ok(()),
    }
}

impl HandOver {
    /// The school year that the minutes belong to.
    #[must_use]
    pub fn school_year(&self, today: NaiveDate) -> SchoolYear {
        let said = self.year.filter(|_| self.kind.by_person());
        said.unwrap_or_else(|| SchoolYear::of(today))
    }
}

/// The units and the line of whoever gives, both people with their posts, the login, what the giver
/// holds, and what the receiver has already.
pub(super) fn needs(request: &HandOver, ctx: &Ctx) -> Scope {
    const UNIT: Follow = Follow::new("handed_over_in", |row| match row {
        Row::Unit(unit) => {
            let above = unit.parents.iter().map(|p| Scope::new().line(p.value.unit));
            let above_holds = unit
                .parents
                .iter()
                .map(|p| Scope::new().holding(p.value.unit));
            Scope::new().and_all(above).and_all(above_holds)
        }
        _ => Scope::new(),
    });
    let unit = request.unit;
    let added = request.add.iter();
    let held = Lookup::By(Entry::right_of(Holder::Officer(request.receiver)));
    let dropped = request.drop.iter();
    let cited = request.grounds.iter();
    let login = request.login.as_deref().map(text::tidy);
    let login = login.map(|name| Lookup::Key(Key::account_login(&System::Csdl, &name)));
    let year = request.school_year(ctx.day());
    let standing = match request.kind {
        MinutesKind::Duties | MinutesKind::Levels => None,
        kind => Some(Lookup::By(Entry::standing(unit, kind))),
    };
    Scope::new()
        .who_may(ctx.actor, unit)
        .find_then(Lookup::Id(Table::Unit, unit.0), UNIT)
        .person(request.giver)
        .person(request.receiver)
        .by(Entry::account_of(request.receiver))
        .holding(unit)
        .find_then(held, HELD)
        .by(Entry::right_of(Holder::Unit(unit)))
        .find_then(Lookup::By(Entry::current_of(request.receiver)), CURRENT)
        .by(Entry::undertaken(request.receiver, year))
        .and_all(
            standing
                .into_iter()
                .chain(login)
                .map(|l| Scope::new().find(l)),
        )
        .and_all(added.map(|line| Scope::new().classes_of(line)))
        .and_all(dropped.map(|id| Scope::new().row(Table::Delegation, *id)))
        .and_all(cited.map(|id| Scope::new().row(Table::Document, *id)))
}

/// A right that the receiver has, with its classes.
const HELD: Follow = Follow::new("held", |row| match row {
    Row::Delegation(right) => Scope::new().classes_of(&right.line),
    _ => Scope::new(),
});

/// Minutes that the receiver has, with the rights that they carry.
const CURRENT: Follow = Follow::new("current", |row| match row {
    Row::HandoverMinutes(minutes) => Scope::new().by(Entry::right_by(minutes.id)),
    _ => Scope::new(),
});

/// Who prepares for the unit that gives, as long as the giver may give for it: nothing is drafted in
/// the name of somebody who has left.
pub(super) fn may(facts: &Facts, request: &HandOver, ctx: &Ctx) -> Result<(), Refusal> {
    let unit = giver_unit(facts.unit(request.unit)?, request.kind, ctx)?;
    facts.may_prepare(ctx.actor, unit, ctx.stamp.at)?;
    facts.may_give(request.giver, unit, ctx.day()).map(drop)
}

/// Hands over and drafts the minutes.
///
/// # Errors
/// `bad_request` for what this kind does not print; `date_to_come`, `letter_expired` at the desk;
/// `ground_not_in_force` for a paper that has ceased; `not_found`; `not_the_parent` if the kind is not for this unit; of the parties `may_not_prepare`,
/// `to_self`, `may_not_give`, `deputy_without_decision`, `upwards`, `outside_unit`,
/// `custodian_to_self`; of the login `login_missing`, `taken`; of the lines `nothing_chosen`,
/// `too_many`, `same_right_twice`, `dates_reversed`, `beyond_year`, `before_year`, `other_unit`,
/// `class_of_other_year`, `not_the_teacher`, `beyond_assignment`, `level_not_held`, `more_than_held`; of any text `name_missing`, `name_too_long`, `name_bad_character`.
pub fn decide(facts: &Facts, request: &HandOver, ctx: &Ctx) -> Decision {
    let request = &tidied(request, ctx.day())?;
    let unit = facts.unit(request.unit)?;
    let giver_unit = giver_unit(unit, request.kind, ctx)?;
    parties(facts, request, giver_unit, ctx)?;
    cited_goes_on(facts, &request.grounds, ctx.day())?;
    let account = match receivers_account(facts, request, unit, ctx)? {
        Known(id) => (id, None),
        New(account) => (account.id, Some(Change(Row::Account(account)))),
    };
    let year = within_reach(request, ctx.day())?;
    let earlier = facts.open_minutes(request.receiver, request.unit, request.kind, year);
    let mut draft = Draft {
        facts,
        request,
        ctx,
        year,
        unit,
        account: account.0,
        minutes: MinutesId(ctx.stamp.id(0)),
        fresh: FIRST_RIGHT,
        changes: vec![],
    };
    draft.changes.extend(account.1);
    match earlier.filter(|m| m.progress == Progress::Draft) {
        Some(open) => draft.minutes = open.id,
        None => {
            if let Some(printed) = earlier {
                draft.cancel(printed);
            }
        }
    }
    let replaces = draft.standing().map(|m| m.id);
    if request.kind.to_unit() {
        draft.unit_holding(giver_unit)?;
    } else if request.kind == MinutesKind::Custody {
        draft.custody()?;
    } else {
        let goes_on = earlier.filter(|m| m.id == draft.minutes && m.replaces == replaces);
        draft.lines(replaces, goes_on.is_some())?;
    }
    draft.minutes_row(giver_unit, replaces, earlier);
    Ok(draft.changes)
}

/// The request with its typed texts as they are stored; facts that this kind does not print are
/// refused, not dropped.
fn tidied(request: &HandOver, day: NaiveDate) -> Result<HandOver, Refusal> {
    let mut request = request.clone();
    if request.at_desk.is_some() && !request.kind.to_unit()
        || request.spare_envelope.is_some() && request.kind != MinutesKind::Custody
    {
        return Err(Refusal::new(Code::BadRequest));
    }
    if let Some(desk) = &mut request.at_desk {
        desk.site = text::name("site", &desk.site)?;
        desk.address = text::name("address", &desk.address)?;
        if let Some(trained) = desk.trained_on.filter(|trained| *trained > day) {
            return Err(Refusal::new(Code::DateToCome).with("date", paper_date(trained)));
        }
        if let Some(last) = desk.letter_until.filter(|last| *last < day) {
            return Err(Refusal::new(Code::LetterExpired).with("date", paper_date(last)));
        }
    }
    if let SecretClause::Envelope(serial) | SecretClause::Slip(serial) = &mut request.secret {
        *serial = text::name("serial", serial)?;
    }
    if let Some(spare) = &mut request.spare_envelope {
        spare.serial = text::name("serial", &spare.serial)?;
        spare.place = text::name("place", &spare.place)?;
    }
    Ok(request)
}

/// The school year of the minutes: that of the day, or the next one once it may be prepared.
fn within_reach(request: &HandOver, today: NaiveDate) -> Result<SchoolYear, Refusal> {
    let year = request.school_year(today);
    let last = SchoolYear::prepared_on(today);
    if (SchoolYear::of(today)..=last).contains(&year) {
        Ok(year)
    } else {
        Err(Refusal::new(Code::BeyondYear).with("until", paper_date(last.last_day())))
    }
}

enum ReceiversAccount {
    Known(AccountId),
    New(Account),
}
use ReceiversAccount::{Known, New};

/// The unit that gives: the parent for kinds a and b, the unit itself otherwise.
fn giver_unit(unit: &Unit, kind: MinutesKind, ctx: &Ctx) -> Result<UnitId, Refusal> {
    let wrong = || Refusal::new(Code::NotTheParent).with("unit", unit.name_on(ctx.day()));
    if kind.to_unit() && unit.parent_on(ctx.day()) == Some(unit.id) {
        return Err(wrong());
    }
    match kind {
        MinutesKind::DepartmentToCommune if unit.kind == UnitKind::Commune => {
            unit.parent_on(ctx.day()).ok_or_else(wrong)
        }
        MinutesKind::ToSchool if unit.kind.teaches() || unit.kind == UnitKind::Division => {
            unit.parent_on(ctx.day()).ok_or_else(wrong)
        }
        MinutesKind::Duties if unit.kind.teaches() => Ok(unit.id),
        MinutesKind::Levels if !unit.kind.teaches() => Ok(unit.id),
        MinutesKind::Custody => Ok(unit.id),
        _ => Err(wrong()),
    }
}

/// Who may give to whom: nobody to themselves, nobody upwards, nobody outside, and no custodian to
/// themselves.
fn parties(
    facts: &Facts,
    request: &HandOver,
    giver_unit: UnitId,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let day = ctx.day();
    may(facts, request, ctx)?;
    if request.giver == request.receiver {
        return Err(Refusal::new(Code::ToSelf));
    }
    let name = &facts.officer_of(request.receiver, request.unit)?.name;
    let above = facts.line_of(giver_unit, day);
    if above
        .iter()
        .skip(1)
        .any(|u| facts.post_of(request.receiver, *u, day).is_some())
    {
        return Err(Refusal::new(Code::Upwards));
    }
    let post = facts
        .post_of(request.receiver, request.unit, day)
        .ok_or_else(|| Refusal::new(Code::OutsideUnit).with("name", name))?;
    if !request.kind.to_unit() && post.role.leads() {
        return Err(Refusal::new(Code::Upwards));
    }
    if !request.kind.to_unit()
        && ctx.actor == request.receiver
        && (facts.is_custodian(ctx.actor, request.unit) || post.prepares)
    {
        return Err(Refusal::new(Code::CustodianToSelf));
    }
    Ok(())
}

/// The login the rights are exercised with: the admin account for kinds a to c, the personal one
/// otherwise.
fn receivers_account(
    facts: &Facts,
    request: &HandOver,
    unit: &Unit,
    ctx: &Ctx,
) -> Result<ReceiversAccount, Refusal> {
    let whole = request.kind.to_unit() || request.kind == MinutesKind::Custody;
    let known = if whole {
        facts.admin_account(unit.id)
    } else {
        facts.personal_account(request.receiver, unit.id)
    };
    if let Some(account) = known {
        return Ok(Known(account.id));
    }
    let login = request
        .login
        .as_deref()
        .ok_or_else(|| Refusal::new(Code::LoginMissing))?;
    let login = text::name("login", login)?;
    if facts.login(&System::Csdl, &login).is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "account_login"));
    }
    Ok(New(Account {
        id: AccountId(ctx.stamp.id(ACCOUNT_ID)),
        unit: unit.id,
        system: System::Csdl,
        address: if unit.kind.teaches() {
            super::units::SCHOOL_SYSTEM
        } else {
            super::units::OFFICE_SYSTEM
        }
        .to_owned(),
        login,
        kind: if whole {
            AccountKind::Admin
        } else {
            AccountKind::Use
        },
        custody: if whole {
            Custody::Head
        } else {
            Custody::Personal(request.receiver)
        },
        closed_on: None,
    }))
}

/// A draft as it is put together.
struct Draft<'a> {
    facts: &'a Facts,
    request: &'a HandOver,
    ctx: &'a Ctx,
    year: SchoolYear,
    unit: &'a Unit,
    account: AccountId,
    minutes: MinutesId,
    fresh: u32,
    changes: Vec<Change>,
}

impl Draft<'_> {
    fn id(&mut self) -> DelegationId {
        self.fresh += 1;
        DelegationId(self.ctx.stamp.id(self.fresh))
    }

    /// Minutes that were printed but not signed give way to the new draft, and their waiting rights
    /// with them.
    fn cancel(&mut self, printed: &HandoverMinutes) {
        let ended = Ended {
            kind: EndKind::Cancelled,
            at: self.ctx.stamp.at,
            by: self.ctx.actor,
            reason: None,
            minutes: Some(self.minutes),
        };
        self.changes
            .push(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
                ended: Some(ended),
                ..printed.clone()
            }))));
        let closing =
            super::stop_minutes::never_opened(self.facts, printed.id, self.ctx, Some(self.minutes));
        self.changes.extend(closing);
    }

    /// The signed minutes of this receiver that stand now: the link of the chain before these.
    fn standing(&self) -> Option<&HandoverMinutes> {
        let chained = |m: &&HandoverMinutes| {
            m.unit == self.request.unit && m.kind == self.request.kind && m.stands()
        };
        if self.request.kind.to_unit() || self.request.kind == MinutesKind::Custody {
            self.facts
                .standing(self.request.unit, self.request.kind)
                .max_by_key(|m| m.drafted_at)
        } else {
            self.facts
                .minutes_to(self.request.receiver, self.request.unit)
                .filter(chained)
                .filter(|m| m.year == self.year)
                .max_by_key(|m| m.drafted_at)
        }
    }

    /// Kinds a and b: the unit receives everything of its own.
    fn unit_holding(&mut self, giver_unit: UnitId) -> Result<(), Refusal> {
        let already = self
            .facts
            .rights_by(self.minutes)
            .any(|d| d.closed.is_none());
        if already {
            return Ok(());
        }
        // A unit that began alone held everything of its own from its founding on; the paper now
        // says so.
        let mut founded = self.facts.rights_held(Holder::Unit(self.unit.id));
        let alone = founded.find(|d| d.provisional && d.closed.is_none());
        let from = alone.map_or(self.ctx.day(), |d| d.line.from);
        let id = self.id();
        let right = Delegation {
            account: Some(self.account),
            ..holding(self.unit.id, giver_unit, from, id, self.minutes)
        };
        let today = Claim {
            from: self.ctx.day(),
            ..right.claim()
        };
        if !covered(
            &today,
            &self.facts.prepared_holding(giver_unit, self.ctx.stamp.at),
        ) {
            return Err(Refusal::new(Code::MoreThanHeld));
        }
        self.changes.push(Change(Row::Delegation(right)));
        Ok(())
    }

    /// Kind c: the custodian administers accounts in the head's stead, and nothing else.
    fn custody(&mut self) -> Result<(), Refusal> {
        let line = Line {
            function: Function::Administration,
            rights: [Right::Delegate].into(),
            levels: Dim::All,
            classes: Dim::All,
            subjects: Dim::All,
            from: self.ctx.day(),
            until: self.request.valid_until,
        };
        ordered(line.from, line.until)?;
        if !self
            .facts
            .rights_by(self.minutes)
            .any(|d| d.closed.is_none())
        {
            let held = self
                .facts
                .prepared_holding(self.request.unit, self.ctx.stamp.at);
            self.right(line, None, &held)?;
        }
        Ok(())
    }

    /// Kinds d, e, f: what stands, without what is dropped, with what is added. A draft that goes on has
    /// taken up what stands already: what it was made without since is not carried on again.
    fn lines(&mut self, replaces: Option<MinutesId>, goes_on: bool) -> Result<(), Refusal> {
        let receiver = Holder::Officer(self.request.receiver);
        let facts = self.facts;
        let drafted: Vec<&Delegation> = facts
            .rights_by(self.minutes)
            .filter(|d| d.waits())
            .collect();
        let standing: Vec<&Delegation> = facts
            .rights_held(receiver)
            .filter(|d| {
                d.unit == self.request.unit && Some(d.minutes) == replaces && d.closed.is_none()
            })
            .filter(|d| d.line.until.is_none_or(|until| until >= self.ctx.day()))
            .collect();
        let mut listed: Vec<Line> = drafted.iter().map(|d| d.line.clone()).collect();
        let held = facts.prepared_holding(self.request.unit, self.ctx.stamp.at);
        for right in standing
            .iter()
            .filter(|d| !goes_on && !self.request.drop.contains(&d.id))
        {
            if !drafted.iter().any(|d| d.carries == Some(right.id)) {
                facts.line_within(&right.line, self.request.unit)?;
                self.right(right.line.clone(), Some(right.id), &held)?;
                listed.push(right.line.clone());
            }
        }
        for id in &self.request.drop {
            let known = standing
                .iter()
                .chain(&drafted)
                .find(|d| d.id == *id)
                .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "delegation"))?;
            if known.waits() {
                self.changes.push(super::stop_minutes::closed_unopened(
                    known,
                    self.ctx,
                    Some(self.minutes),
                ));
                listed.retain(|l| *l != known.line);
            }
        }
        for line in &self.request.add {
            if listed.iter().any(|l| l.same_matter(line)) {
                return Err(Refusal::new(Code::SameRightTwice));
            }
            self.checked(line)?;
            self.right(line.clone(), None, &held)?;
            listed.push(line.clone());
        }
        bounded(&listed)
    }

    /// What a line must be: dated within the school year, for named levels where it is about levels,
    /// over a class that the receiver has.
    fn checked(&self, line: &Line) -> Result<(), Refusal> {
        if line.rights.is_empty()
            || line.classes.is_empty()
            || line.levels.is_empty()
            || line.subjects.is_empty()
        {
            return Err(Refusal::new(Code::NothingChosen));
        }
        ordered(line.from, line.until)?;
        self.within_year(line)?;
        if let Dim::Only(subjects) = &line.subjects {
            for subject in subjects {
                // What papers print is text that can be shown.
                text::name("subject_name", subject)?;
            }
        }
        self.facts.line_within(line, self.request.unit)?;
        if line.function == Function::LevelOversight && line.levels == Dim::All {
            return Err(Refusal::new(Code::NothingChosen));
        }
        let Dim::Only(classes) = &line.classes else {
            return if line.function == Function::Homeroom {
                Err(Refusal::new(Code::NothingChosen))
            } else {
                Ok(())
            };
        };
        for id in classes {
            self.over_class(line, self.facts.class(*id)?)?;
        }
        Ok(())
    }

    /// Nothing is handed over beyond the year that the minutes belong to, nor before the one that is
    /// prepared begins.
    fn within_year(&self, line: &Line) -> Result<(), Refusal> {
        let (first, last) = (self.year.first_day(), self.year.last_day());
        if line.until.is_none_or(|until| until > last) {
            return Err(Refusal::new(Code::BeyondYear).with("until", paper_date(last)));
        }
        if line.from < first && self.ctx.day() < first {
            return Err(Refusal::new(Code::BeforeYear)
                .with("year", self.year)
                .with("from", paper_date(first)));
        }
        Ok(())
    }

    /// A class is of the year that the minutes belong to, and given to who has it for as long as he
    /// has it.
    fn over_class(&self, line: &Line, class: &SchoolClass) -> Result<(), Refusal> {
        if class.year != self.year {
            return Err(Refusal::new(Code::ClassOfOtherYear)
                .with("class", &class.name)
                .with("year", class.year));
        }
        if line.function != Function::Homeroom {
            return Ok(());
        }
        let about = |code| -> Result<Refusal, Refusal> {
            let name = &self.facts.officer(self.request.receiver)?.name;
            let refusal = Refusal::new(code).with("name", name);
            Ok(refusal.with("class", &class.name))
        };
        let Some(has_until) = class.had_until(self.request.receiver, line.from) else {
            return Err(about(Code::NotTheTeacher)?);
        };
        match has_until {
            Some(last) if line.until.is_none_or(|until| until > last) => {
                Err(about(Code::BeyondAssignment)?.with("until", paper_date(last)))
            }
            _ => Ok(()),
        }
    }

    fn right(
        &mut self,
        line: Line,
        carries: Option<DelegationId>,
        held: &[Claim],
    ) -> Result<(), Refusal> {
        if !covered(&line.claim(), held) {
            return Err(Refusal::new(Code::MoreThanHeld));
        }
        let right = Delegation {
            id: self.id(),
            unit: self.request.unit,
            given_by: self.request.unit,
            holder: Holder::Officer(self.request.receiver),
            account: Some(self.account),
            line,
            whole_unit: false,
            minutes: self.minutes,
            carries,
            provisional: false,
            in_force_at: None,
            opened_at: None,
            scan_due: None,
            scanned_at: None,
            ends_at: None,
            closed: None,
        };
        self.changes.push(Change(Row::Delegation(right)));
        Ok(())
    }

    fn minutes_row(
        &mut self,
        giver_unit: UnitId,
        replaces: Option<MinutesId>,
        earlier: Option<&HandoverMinutes>,
    ) {
        let kept = earlier.filter(|m| m.id == self.minutes);
        let mut grounds: Vec<DocumentId> = kept.map(|m| m.grounds.clone()).unwrap_or_default();
        for ground in &self.request.grounds {
            if !grounds.contains(ground) {
                grounds.push(*ground);
            }
        }
        // A preparer who drafts again does not take minutes back to the pen.
        let usual = self.facts.units.get(&giver_unit).map(|unit| unit.route);
        let route = earlier.and_then(|m| m.route).filter(|r| Some(*r) > usual);
        let year = self.year;
        let has_undertaking = self
            .facts
            .minutes_to(self.request.receiver, self.request.unit)
            .any(|m| m.year == year && m.undertaking && m.signed().is_some());
        self.changes
            .push(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
                id: self.minutes,
                unit: self.request.unit,
                kind: self.request.kind,
                year,
                giver_unit,
                giver: self.request.giver,
                receiver: self.request.receiver,
                witness: None,
                account: Some(self.account),
                grounds,
                secret: self.request.secret.clone(),
                at_desk: self.request.at_desk.clone(),
                spare_envelope: self.request.spare_envelope.clone(),
                undertaking: self.request.kind.asks_undertaking() && !has_undertaking,
                replaces,
                taking_back: None,
                route,
                digital: None,
                prepared_by: kept.map_or(self.ctx.actor, |m| m.prepared_by),
                drafted_at: kept.map_or(self.ctx.stamp.at, |m| m.drafted_at),
                progress: Progress::Draft,
                ended: None,
                number_year: None,
                corrected: vec![],
                number_given: None,
                edited: kept.map(|m| DraftEdited {
                    by: self.ctx.actor,
                    at: self.ctx.stamp.at,
                    times: m.edited.map_or(0, |before| before.times) + 1,
                }),
            }))));
    }
}

#[cfg(test)]
mod tests;
