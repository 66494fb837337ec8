//! Acts about people: adding, editing, posts, leaving, change of head.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::take_back::{Closer, close_needs, close_rights};
use super::{Ctx, Decision, ordered, scoped};
use crate::account::{Account, Custody};
use crate::calendar::{SchoolYear, end_of, paper_date};
use crate::delegation::{ClosingReason, Delegation, Holder};
use crate::facts::{Entry, Facts, Follow, Key, Lookup, Scope};
use crate::ids::{AppointmentId, DocumentId, MinutesId, OfficerId, UnitId};
use crate::kind::{MinutesKind, SecretClause, Witness};
use crate::minutes::{HandoverMinutes, Progress};
use crate::officer::{Appointment, Officer, Role, Sex};
use crate::past::Past;
use crate::refusal::{Code, Refusal, words};
use crate::row::{Change, Row, Table};
use crate::school_class::ClassTeacher;
use crate::text;

/// Adds a person with a first post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddOfficer {
    /// The unit.
    pub unit: UnitId,
    /// Name.
    pub name: String,
    /// Mã cán bộ.
    pub code: String,
    /// Sex, when known.
    pub sex: Option<Sex>,
    /// Birth date, when known.
    pub born_on: Option<NaiveDate>,
    /// ID number, optional.
    pub id_number: Option<String>,
    /// Phone, optional.
    pub phone: Option<String>,
    /// The first post.
    pub post: Post,
}

/// A post as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Post {
    /// What it lets the person do.
    pub role: Role,
    /// `Giáo viên`.
    pub position: String,
    /// Duty added to it.
    pub duty: Option<String>,
    /// Whether the person prepares papers.
    pub prepares: bool,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
    /// The decision.
    pub document: Option<DocumentId>,
    /// Whether the person keeps the register of numbers: the clerk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub numbers: bool,
}

impl Post {
    /// Whether it lets the person sign, prepare papers or give numbers: who leads says so.
    fn is_trusted(&self) -> bool {
        self.role != Role::Member || self.prepares || self.numbers
    }
}

/// Adds a post to a person who is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Appoint {
    /// The unit.
    pub unit: UnitId,
    /// The person.
    pub officer: OfficerId,
    /// The post.
    pub post: Post,
}

/// Ends a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EndAppointment {
    /// The unit.
    pub unit: UnitId,
    /// The post.
    pub appointment: AppointmentId,
    /// Last day.
    pub until: NaiveDate,
    /// Why, as the take-back minutes print it.
    pub reason: String,
}

/// Changes the head or person in charge of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChangeHead {
    /// The unit.
    pub unit: UnitId,
    /// The incoming head, already an officer of the unit.
    pub officer: OfficerId,
    /// Head, acting or in charge.
    pub role: Role,
    /// Post as papers name it.
    pub position: String,
    /// First day.
    pub from: NaiveDate,
    /// The decision of appointment.
    pub document: DocumentId,
    /// Who witnesses for the unit above.
    pub witness: Option<Witness>,
}

/// One field of a person that somebody changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "field")]
pub enum OfficerEdit {
    /// Name; a conflict is asked.
    Name {
        /// Value seen when editing began.
        expect: String,
        /// New value.
        set: String,
    },
    /// Phone; the last received stands.
    Phone {
        /// Value seen when editing began.
        expect: Option<String>,
        /// New value.
        set: Option<String>,
    },
    /// Birth date; a conflict is asked.
    BornOn {
        /// Value seen when editing began.
        expect: Option<NaiveDate>,
        /// New value.
        set: Option<NaiveDate>,
    },
    /// Sex; a conflict is asked.
    Sex {
        /// Value seen when editing began.
        expect: Option<Sex>,
        /// New value.
        set: Option<Sex>,
    },
    /// ID number; a conflict is asked.
    IdNumber {
        /// Value seen when editing began.
        expect: Option<String>,
        /// New value.
        set: Option<String>,
    },
}

impl OfficerEdit {
    /// The edit that puts the field back to what was seen before.
    #[must_use]
    pub fn undone(&self) -> Self {
        match self.clone() {
            Self::Name { expect, set } => Self::Name {
                expect: set,
                set: expect,
            },
            Self::Phone { expect, set } => Self::Phone {
                expect: set,
                set: expect,
            },
            Self::BornOn { expect, set } => Self::BornOn {
                expect: set,
                set: expect,
            },
            Self::Sex { expect, set } => Self::Sex {
                expect: set,
                set: expect,
            },
            Self::IdNumber { expect, set } => Self::IdNumber {
                expect: set,
                set: expect,
            },
        }
    }
}

/// Edits fields of a person. Each field merges by itself: what nobody else touched is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EditOfficer {
    /// The unit.
    pub unit: UnitId,
    /// The person.
    pub officer: OfficerId,
    /// The fields.
    pub edits: Vec<OfficerEdit>,
}

scoped!(AddOfficer, Appoint, EndAppointment, ChangeHead, EditOfficer);

/// Who is known by the code or the ID number, and who leads.
pub(super) fn add_officer_needs(request: &AddOfficer, ctx: &Ctx) -> Scope {
    let number = request.id_number.as_deref();
    let number = number.and_then(|typed| text::id_number(typed).ok());
    let known = number.map(|number| Scope::new().by(Entry::id_number(request.unit, &number)));
    let code = Key::officer_code(request.unit, &text::tidy(&request.code));
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find(Lookup::Key(code))
        .and_all(known)
        .and(post_needs(request.unit, &request.post))
}

fn post_needs(unit: UnitId, post: &Post) -> Scope {
    let document = post
        .document
        .map(|id| Scope::new().row(Table::Document, id));
    let head = post.role.leads().then(|| Scope::new().head(unit));
    Scope::new().and_all(document).and_all(head)
}

/// Who prepares for the unit; for a post that signs, prepares or numbers, who leads it.
pub(super) fn add_officer_may(
    facts: &Facts,
    request: &AddOfficer,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    if request.post.is_trusted() {
        facts.leads_here(ctx.actor, request.unit, ctx.stamp.at)?;
    }
    Ok(())
}

/// Adds a person with a first post.
///
/// # Errors
/// `may_not_prepare`, also for a post that signs, prepares or numbers unless the actor leads; `name_missing`,
/// `name_too_long`, `name_bad_character`, `id_number_shape`; `taken` by somebody with the code;
/// `same_person` by somebody with the ID number; `dates_reversed`; `not_found` for the unit or the
/// decision; `two_heads`; `past_without_decision` for who leads from a day that is past.
pub fn add_officer(facts: &Facts, request: &AddOfficer, ctx: &Ctx) -> Decision {
    add_officer_may(facts, request, ctx)?;
    let officer = Officer {
        id: OfficerId(ctx.stamp.id(0)),
        unit: request.unit,
        name: text::name("name", &request.name)?,
        code: text::name("code", &request.code)?,
        sex: request.sex,
        born_on: request.born_on,
        id_number: request
            .id_number
            .as_deref()
            .map(text::id_number)
            .transpose()?,
        phone: request
            .phone
            .as_deref()
            .map(|p| text::name("phone", p))
            .transpose()?,
        past: Past::begun(ctx.stamp.at),
        withdrawn: false,
    };
    if facts.coded(request.unit, &officer.code).next().is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "officer_code"));
    }
    if officer
        .id_number
        .as_deref()
        .is_some_and(|number| facts.numbered(request.unit, number).next().is_some())
    {
        return Err(Refusal::new(Code::SamePerson).with("name", &officer.name));
    }
    let post = new_post(
        facts,
        request.unit,
        officer.id,
        &request.post,
        AppointmentId(ctx.stamp.id(1)),
        ctx,
    )?;
    Ok(vec![
        Change(Row::Officer(officer)),
        Change(Row::Appointment(post)),
    ])
}

/// The person, the decision, and who leads.
pub(super) fn appoint_needs(request: &Appoint, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .person(request.officer)
        .by(Entry::right_of(Holder::Officer(request.officer)))
        .and(post_needs(request.unit, &request.post))
}

/// Who prepares for the unit, and not for himself: a post of the own would outlast the one that ends.
/// For a post that signs, prepares or numbers, and for whoever has such a one that ends, who leads it.
pub(super) fn appoint_may(facts: &Facts, request: &Appoint, ctx: &Ctx) -> Result<(), Refusal> {
    let at = ctx.stamp.at;
    facts.may_prepare(ctx.actor, request.unit, at)?;
    let trusted = request.post.is_trusted() || leaves_a_trust(facts, request, ctx);
    if trusted || ctx.actor == request.officer {
        facts.may_appoint(ctx.actor, request.officer, request.unit, at)?;
    }
    Ok(())
}

/// Whether every post of the person ends, and one of them that is not over signs, prepares or numbers.
fn leaves_a_trust(facts: &Facts, request: &Appoint, ctx: &Ctx) -> bool {
    let mut posts = facts.posts_held(request.officer, request.unit);
    let ends = facts.last_day(request.officer, request.unit).is_some();
    ends && posts.any(|post| post.on_or_after(ctx.day()) && post.is_trusted())
}

/// Adds a post.
///
/// # Errors
/// `may_not_prepare`, also for a post that signs, prepares or numbers, and for whoever leaves such a one,
/// unless the actor leads; `to_self` for a post of the own; `not_found` for the person, the unit or the decision; `dates_reversed`,
/// `two_heads`; `past_without_decision` for who leads from a day that is past; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn appoint(facts: &Facts, request: &Appoint, ctx: &Ctx) -> Decision {
    appoint_may(facts, request, ctx)?;
    facts.officer_of(request.officer, request.unit)?;
    let post = new_post(
        facts,
        request.unit,
        request.officer,
        &request.post,
        AppointmentId(ctx.stamp.id(0)),
        ctx,
    )?;
    let goes_on = (!facts.has_left(request.officer, request.unit, ctx.day()))
        .then(|| ends(facts, request.officer, &post, ctx));
    let mut changes = vec![Change(Row::Appointment(post))];
    changes.extend(goes_on.unwrap_or_default());
    Ok(changes)
}

/// The rights of a person whose posts in a unit now end otherwise, as `post` then stands: they end
/// with the last post by themselves. What has ended does not come back.
fn ends(facts: &Facts, officer: OfficerId, post: &Appointment, ctx: &Ctx) -> Vec<Change> {
    let others = facts.posts_held(officer, post.unit);
    let others = others.filter(|a| a.id != post.id).map(|a| a.until);
    let last = others.chain([post.until]).collect::<Option<Vec<_>>>();
    let ends_at = last.and_then(|days| days.into_iter().max()).map(end_of);
    let rights = facts.rights_held(Holder::Officer(officer));
    let rights = rights.filter(|d| {
        d.unit == post.unit
            && d.closed.is_none()
            && d.in_force_at.is_some()
            && d.ends_at != ends_at
            && d.ends_at.is_none_or(|end| ctx.stamp.at < end)
    });
    let changed = rights.map(|d| Delegation {
        ends_at,
        ..d.clone()
    });
    changed.map(|d| Change(Row::Delegation(d))).collect()
}

fn new_post(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    post: &Post,
    id: AppointmentId,
    ctx: &Ctx,
) -> Result<Appointment, Refusal> {
    ordered(post.from, post.until)?;
    if let Some(document) = post.document {
        facts.document_of(document, unit)?;
    }
    let overlaps = |a: &&Appointment| {
        a.until.is_none_or(|until| post.from <= until)
            && post.until.is_none_or(|until| a.from <= until)
    };
    if post.role.leads() && facts.leading_posts(unit).any(|a| overlaps(&a)) {
        return Err(Refusal::new(Code::TwoHeads).with("unit", facts.unit(unit)?.name_on(post.from)));
    }
    // Deputies never sign without their decision; who leads from a day that is past does so by one.
    if post.role.leads() && post.from < ctx.day() && post.document.is_none() {
        return Err(Refusal::new(Code::PastWithoutDecision).with("date", paper_date(post.from)));
    }
    Ok(Appointment {
        id,
        unit,
        officer,
        role: post.role,
        position: text::name("position", &post.position)?,
        duty: post
            .duty
            .as_deref()
            .map(|d| text::name("position", d))
            .transpose()?,
        prepares: post.prepares,
        from: post.from,
        until: post.until,
        document: post.document,
        past: Past::begun(ctx.stamp.at),
        numbers: post.numbers,
        withdrawn: false,
    })
}

/// The post, and all that its officer has in the unit.
pub(super) fn end_appointment_needs(request: &EndAppointment, ctx: &Ctx) -> Scope {
    const LEAVER: Follow = Follow::new("leaver", |row| match row {
        Row::Appointment(post) => Scope::new()
            .by(Entry::post_of(post.officer))
            .by(Entry::taught_by(post.officer))
            .by(Entry::account_of(post.officer))
            .and(close_needs(post.unit, post.officer)),
        _ => Scope::new(),
    });
    let post = Lookup::Id(Table::Appointment, request.appointment.0);
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find_then(post, LEAVER)
}

/// Who prepares for the unit; for a post that signs, prepares or numbers, who leads it.
pub(super) fn end_appointment_may(
    facts: &Facts,
    request: &EndAppointment,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    let post = facts.appointments.get(&request.appointment);
    if post.is_some_and(|post| post.unit == request.unit && post.is_trusted()) {
        facts.leads_here(ctx.actor, request.unit, ctx.stamp.at)?;
    }
    Ok(())
}

/// Ends a post. If no other post in the unit remains, every right of the person there closes: at
/// once, with a draft of the take-back, or by itself when the day that is still to come is over. The
/// classes wait for another teacher.
///
/// # Errors
/// `may_not_prepare`, also for a post that signs, prepares or numbers unless the actor leads;
/// `name_missing`, `name_too_long`, `name_bad_character`; `not_found` for the post or the unit;
/// `other_unit`, `dates_reversed`; `no_head` when a head would leave without a successor, or nobody
/// can sign the take-back.
pub fn end_appointment(facts: &Facts, request: &EndAppointment, ctx: &Ctx) -> Decision {
    end_appointment_may(facts, request, ctx)?;
    let reason = text::sentence("reason", &request.reason)?;
    let mut post = facts.appointment(request.appointment)?.clone();
    if post.unit != request.unit {
        return Err(Refusal::new(Code::OtherUnit));
    }
    ordered(post.from, Some(request.until))?;
    if post.role.leads() {
        return Err(Refusal::new(Code::NoHead)
            .with("unit", facts.unit(request.unit)?.name_on(request.until)));
    }
    post.past
        .keep(post.until, &Some(request.until), ctx.stamp.at);
    post.until = Some(request.until);
    let officer = post.officer;
    let ending = ends(facts, officer, &post, ctx);
    let mut changes = vec![Change(Row::Appointment(post))];
    let others = facts.posts_held(officer, request.unit).any(|a| {
        a.id != request.appointment && a.on(request.until) && a.until != Some(request.until)
    });
    if others {
        changes.extend(ending);
        return Ok(changes);
    }
    changes.extend(classes_without(facts, request.unit, officer, request.until));
    if request.until > ctx.day() {
        changes.extend(ending);
        return Ok(changes);
    }
    let accounts = facts.accounts_of(officer);
    let kept = |a: &&Account| a.unit == request.unit && a.custody == Custody::Custodian(officer);
    for account in accounts.filter(kept) {
        changes.push(Change(Row::Account(Account {
            custody: Custody::Head,
            ..account.clone()
        })));
    }
    let closer = Closer {
        reason: ClosingReason::PostEnded,
        printed: &reason,
        absent: None,
    };
    changes.extend(
        close_rights(
            facts,
            request.unit,
            officer,
            &|d| d.holder == Holder::Officer(officer),
            &closer,
            ctx,
        )?
        .unwrap_or_default(),
    );
    Ok(changes)
}

/// The classes of a unit that a person has beyond a day: they wait for another teacher from then on.
fn classes_without(
    facts: &Facts,
    unit: UnitId,
    officer: OfficerId,
    until: NaiveDate,
) -> Vec<Change> {
    let mut changes = vec![];
    for class in facts.classes_of(officer).filter(|c| c.unit == unit) {
        let mut class = class.clone();
        let mut ended = false;
        let has = |t: &&mut ClassTeacher| t.officer == officer && t.until.is_none_or(|u| u > until);
        for teacher in class.teachers.iter_mut().filter(has) {
            teacher.until = Some(until);
            ended = true;
        }
        if ended {
            changes.push(Change(Row::SchoolClass(class)));
        }
    }
    changes
}

/// The decision, the incoming head, who leads now, and the spare password that the custodian
/// sealed.
pub(super) fn change_head_needs(request: &ChangeHead, ctx: &Ctx) -> Scope {
    const OUTGOING: Follow = Follow::new("outgoing", |row| match row {
        Row::Appointment(post) => Scope::new()
            .by(Entry::post_of(post.officer))
            .by(Entry::right_of(Holder::Officer(post.officer))),
        _ => Scope::new(),
    });
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .row(Table::Document, request.document)
        .person(request.officer)
        .head(request.unit)
        .find_then(Lookup::By(Entry::leads(request.unit)), OUTGOING)
        .by(Entry::standing(request.unit, MinutesKind::Custody))
}

/// Who leads the unit, or one above it, and does not become head by it.
pub(super) fn change_head_may(
    facts: &Facts,
    request: &ChangeHead,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    facts.may_appoint(ctx.actor, request.officer, request.unit, ctx.stamp.at)
}

/// Changes the head: the post before ends the day before, minutes of kind k are drafted, nobody's
/// right closes.
///
/// # Errors
/// `may_not_prepare` unless the actor leads; `to_self`; `not_found` for the decision, the person or
/// the unit; `outside_unit`; `head_since` if somebody leads from that day or a later one on; `two_heads` for the
/// same person in the same role; `no_head` before the day, or for a role that does not lead; `not_the_parent` for a
/// witness where no unit stands above; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn change_head(facts: &Facts, request: &ChangeHead, ctx: &Ctx) -> Decision {
    change_head_may(facts, request, ctx)?;
    facts.document_of(request.document, request.unit)?;
    let name = &facts.officer_of(request.officer, request.unit)?.name;
    let works_here = [ctx.day(), request.from]
        .into_iter()
        .any(|day| facts.post_of(request.officer, request.unit, day).is_some());
    if !works_here {
        return Err(Refusal::new(Code::OutsideUnit).with("name", name));
    }
    let latest = facts.leading_posts(request.unit).map(|a| a.from).max();
    if let Some(since) = latest.filter(|since| *since >= request.from) {
        return Err(Refusal::new(Code::HeadSince)
            .with("unit", facts.unit(request.unit)?.name_on(request.from))
            .with("date", paper_date(since)));
    }
    let before = facts
        .head(
            request.unit,
            request.from.pred_opt().unwrap_or(request.from),
        )?
        .clone();
    if before.officer == request.officer && before.role == request.role {
        return Err(Refusal::new(Code::TwoHeads)
            .with("unit", facts.unit(request.unit)?.name_on(request.from)));
    }
    if !request.role.leads() {
        return Err(Refusal::new(Code::NoHead)
            .with("unit", facts.unit(request.unit)?.name_on(request.from)));
    }
    let outgoing = before.officer;
    let mut ended = Appointment {
        until: request.from.pred_opt(),
        ..before
    };
    ended.past.keep(before.until, &ended.until, ctx.stamp.at);
    let incoming = Appointment {
        id: AppointmentId(ctx.stamp.id(0)),
        unit: request.unit,
        officer: request.officer,
        role: request.role,
        position: text::name("position", &request.position)?,
        duty: None,
        prepares: true,
        from: request.from,
        until: None,
        document: Some(request.document),
        past: Past::begun(ctx.stamp.at),
        numbers: false,
        withdrawn: false,
    };
    let above = facts.unit(request.unit)?.parent_on(request.from);
    let witness = match &request.witness {
        Some(_) if above.is_none() => {
            return Err(Refusal::new(Code::NotTheParent)
                .with("unit", facts.unit(request.unit)?.name_on(request.from)));
        }
        Some(witness) => Some(Witness {
            name: text::name("name", &witness.name)?,
            position: text::name("position", &witness.position)?,
        }),
        None => None,
    };
    let account = facts.admin_account(request.unit).map(|a| a.id);
    let minutes = HandoverMinutes {
        id: MinutesId(ctx.stamp.id(1)),
        unit: request.unit,
        kind: MinutesKind::HeadChange,
        year: SchoolYear::of(ctx.day()),
        giver_unit: request.unit,
        giver: outgoing,
        receiver: request.officer,
        witness,
        account,
        grounds: vec![request.document],
        secret: SecretClause::SetAtTable,
        at_desk: None,
        spare_envelope: facts
            .standing(request.unit, MinutesKind::Custody)
            .next()
            .and_then(|m| m.spare_envelope.clone()),
        undertaking: false,
        replaces: None,
        taking_back: None,
        route: None,
        digital: None,
        prepared_by: ctx.actor,
        drafted_at: ctx.stamp.at,
        progress: Progress::Draft,
        ended: None,
        number_year: None,
        corrected: vec![],
        number_given: None,
        edited: None,
    };
    let mut changes = ends(facts, outgoing, &ended, ctx);
    changes.extend([
        Change(Row::Appointment(ended)),
        Change(Row::Appointment(incoming)),
    ]);
    if outgoing != request.officer {
        changes.push(Change(Row::HandoverMinutes(Box::new(minutes))));
    }
    Ok(changes)
}

/// The person with the posts.
pub(super) fn edit_officer_needs(request: &EditOfficer, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .person(request.officer)
}

/// Who prepares for the unit. Papers are signed by name: whoever could rename a head could sign for
/// him, so that the name of somebody who signs, or will, is for who leads.
pub(super) fn edit_officer_may(
    facts: &Facts,
    request: &EditOfficer,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    let named = |edit: &OfficerEdit| matches!(edit, OfficerEdit::Name { .. });
    // Wherever that is: the unit that keeps the record is not the only one for which he may sign.
    let signs = facts
        .posts_of(request.officer)
        .any(|post| post.on_or_after(ctx.day()) && post.role != Role::Member);
    if signs && request.edits.iter().any(named) {
        facts.leads_here(ctx.actor, request.unit, ctx.stamp.at)?;
    }
    Ok(())
}

/// Edits fields of a person: current = expected → set; current = new → nothing; otherwise the
/// field's policy.
///
/// # Errors
/// `may_not_prepare`, also for the name of somebody who signs unless the actor leads;
/// `nothing_chosen`, `too_many`, `not_found`, `other_unit`; `conflict` for a field that is asked;
/// `name_missing`, `name_too_long`, `name_bad_character`, `id_number_shape`.
pub fn edit_officer(facts: &Facts, request: &EditOfficer, ctx: &Ctx) -> Decision {
    edit_officer_may(facts, request, ctx)?;
    super::bounded(&request.edits)?;
    let mut officer = facts.officer(request.officer)?.clone();
    if officer.unit != request.unit {
        return Err(Refusal::new(Code::OtherUnit));
    }
    let before = officer.printed();
    for edit in &request.edits {
        match edit {
            OfficerEdit::Name { expect, set } => {
                let set = text::name("name", set)?;
                ask("name", &mut officer.name, expect, set, String::clone)?;
            }
            OfficerEdit::BornOn { expect, set } => {
                let theirs = |day: &Option<_>| said(day.map(paper_date));
                ask("birth_date", &mut officer.born_on, expect, *set, theirs)?;
            }
            OfficerEdit::Sex { expect, set } => {
                let theirs = |sex: &Option<_>| said(sex.map(sex_word));
                ask("sex", &mut officer.sex, expect, *set, theirs)?;
            }
            OfficerEdit::IdNumber { expect, set } => {
                let set = set.as_deref().map(text::id_number).transpose()?;
                let theirs = |number: &Option<String>| said(number.as_deref().map(text::masked));
                ask("id_number", &mut officer.id_number, expect, set, theirs)?;
            }
            OfficerEdit::Phone { set, .. } => {
                officer.phone = set.as_deref().map(|p| text::name("phone", p)).transpose()?
            }
        }
    }
    let now = officer.printed();
    officer.past.keep(before, &now, ctx.stamp.at);
    Ok(vec![Change(Row::Officer(officer))])
}

/// Sets a field unless somebody else changed it meanwhile; then says what it is now.
fn ask<T: PartialEq>(
    field: &str,
    current: &mut T,
    expect: &T,
    set: T,
    theirs: impl FnOnce(&T) -> String,
) -> Result<(), Refusal> {
    if *current != *expect && *current != set {
        return Err(Refusal::new(Code::Conflict)
            .with("field", field)
            .with("theirs", theirs(current)));
    }
    *current = set;
    Ok(())
}

/// A value as people read it, or that there is none yet.
fn said(value: Option<String>) -> String {
    value.unwrap_or_else(|| words().nothing_yet.clone())
}

fn sex_word(sex: Sex) -> String {
    match sex {
        Sex::Female => words().female.clone(),
        Sex::Male => words().male.clone(),
    }
}

#[cfg(test)]
mod tests;
