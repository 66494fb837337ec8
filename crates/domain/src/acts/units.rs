//! Acts about units: founding, adding, confirming the parent, renaming, letterhead.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, Scoped, scoped};
use crate::account::{Account, AccountKind, Custody, System};
use crate::delegation::{Delegation, Holder};
use crate::facts::{Entry, Facts, Key, Lookup, Scope};
use crate::ids::{
    AccountId, AppointmentId, DelegationId, DocumentId, MinutesId, OfficerId, UnitId,
};
use crate::line::Line;
use crate::officer::{Appointment, Officer, Role, Sex};
use crate::past::Past;
use crate::refusal::{Code, Refusal};
use crate::rights::{Dim, Function, Right};
use crate::route::Route;
use crate::row::{Change, Row, Table};
use crate::text;
use crate::unit::{
    Dated, GroundMark, Letterhead, Numbering, Parent, SchoolLevel, Unit, UnitKind, proposed_parent,
    succeed, superior_line, usual_place,
};

/// Address of the web system that schools use today.
pub const SCHOOL_SYSTEM: &str = "truong.haiphong.edu.vn";
/// Address of the web system that offices use today.
pub const OFFICE_SYSTEM: &str = "csdl.haiphong.edu.vn";

/// What is entered about a new unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnitDetails {
    /// What it is.
    pub kind: UnitKind,
    /// Levels.
    pub levels: BTreeSet<SchoolLevel>,
    /// Official full name.
    pub name: String,
    /// Code, when it has one.
    pub code: Option<String>,
    /// Superior line, symbol, place.
    pub letterhead: Letterhead,
    /// Where numbers come from.
    pub numbering: Numbering,
    /// First day of the name and code.
    pub from: NaiveDate,
}

/// What is entered about the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HeadDetails {
    /// Name.
    pub name: String,
    /// Sex, when known.
    pub sex: Option<Sex>,
    /// Mã cán bộ.
    pub code: String,
    /// Post as papers name it: `Hiệu trưởng`.
    pub position: String,
    /// Head, acting or in charge.
    pub role: Role,
    /// First day of the post.
    pub from: NaiveDate,
}

/// Founds the first unit on a machine. Its first officer is the head, who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundUnit {
    /// The unit.
    pub details: UnitDetails,
    /// Its head.
    pub head: HeadDetails,
    /// The unit above as the founder names it; confirmed by the unit above later.
    pub parent: Option<UnitId>,
    /// The login of the unit's admin account, when it has one already.
    pub admin_login: Option<String>,
}

impl FoundUnit {
    /// The unit that an op of this id founds.
    #[must_use]
    pub fn unit_id(stamp: crate::Stamp) -> UnitId {
        UnitId(stamp.id(0))
    }

    /// Its head, who must be the actor of the op.
    #[must_use]
    pub fn head_id(stamp: crate::Stamp) -> OfficerId {
        OfficerId(stamp.id(1))
    }
}

impl Scoped for FoundUnit {
    fn unit(&self, ctx: &Ctx) -> UnitId {
        Self::unit_id(ctx.stamp)
    }
}

/// Whether the Sở is there already, and whoever has the code and the login.
pub(super) fn found_needs(request: &FoundUnit, _: &Ctx) -> Scope {
    let details = &request.details;
    Scope::new()
        .by(Entry::department())
        .and(code_needs(&[details.kind], details.code.as_deref()))
        .and(login_needs(request.admin_login.as_deref()))
}

/// Refuses unless the head founds the unit.
///
/// # Errors
/// `not_the_actor`.
pub(super) fn found_may(_: &Facts, _: &FoundUnit, ctx: &Ctx) -> Result<(), Refusal> {
    if ctx.actor == FoundUnit::head_id(ctx.stamp) {
        Ok(())
    } else {
        Err(Refusal::new(Code::NotTheActor))
    }
}

/// Founds a unit: alone, with a provisional holding, unless it is the Sở, which holds everything.
///
/// # Errors
/// `not_the_actor` unless the head acts; `taken` if the Sở, the code or the login is there already;
/// `no_head` for a head who does not lead; `nothing_chosen` without a school level, unless it is the Sở;
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn found(facts: &Facts, request: &FoundUnit, ctx: &Ctx) -> Decision {
    found_may(facts, request, ctx)?;
    let unit = FoundUnit::unit_id(ctx.stamp);
    let head = FoundUnit::head_id(ctx.stamp);
    let department = request.details.kind == UnitKind::Department;
    if department && facts.department().is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "unit_code"));
    }
    let mut row = new_unit(facts, &request.details, unit, request.parent, None, ctx)?;
    row.alone = !department;
    let mut changes = vec![Change(Row::Unit(row))];
    changes.extend(head_rows(
        &request.head,
        unit,
        head,
        AppointmentId(ctx.stamp.id(2)),
        ctx,
    )?);
    if let Some(login) = &request.admin_login {
        changes.push(Change(Row::Account(admin_account(
            facts,
            unit,
            request.details.kind,
            login,
            AccountId(ctx.stamp.id(3)),
        )?)));
    }
    if !department {
        changes.push(Change(Row::Delegation(Delegation {
            provisional: true,
            in_force_at: Some(ctx.stamp.at),
            ..holding(
                unit,
                unit,
                ctx.day(),
                DelegationId(ctx.stamp.id(4)),
                MinutesId(ctx.stamp.id(4)),
            )
        })));
    }
    Ok(changes)
}

/// The right of a unit over everything of its own.
pub(crate) fn holding(
    unit: UnitId,
    given_by: UnitId,
    from: NaiveDate,
    id: DelegationId,
    minutes: MinutesId,
) -> Delegation {
    Delegation {
        id,
        unit,
        given_by,
        holder: Holder::Unit(unit),
        account: None,
        line: Line {
            function: Function::Administration,
            rights: Right::ALL.into(),
            levels: Dim::All,
            classes: Dim::All,
            subjects: Dim::All,
            from,
            until: None,
        },
        whole_unit: true,
        minutes,
        carries: None,
        provisional: false,
        in_force_at: None,
        opened_at: None,
        scan_due: None,
        scanned_at: None,
        ends_at: None,
        closed: None,
    }
}

/// Whoever has a code now, in any of some kinds of units.
fn code_needs(kinds: &[UnitKind], code: Option<&str>) -> Scope {
    let asked = code.map(text::tidy).into_iter().flat_map(|code| {
        let keys = kinds.iter().map(move |kind| Key::unit_code(*kind, &code));
        keys.map(|key| Scope::new().find(Lookup::Key(key)))
    });
    Scope::new().and_all(asked)
}

/// Whoever has a login on the Hệ thống CSDL.
fn login_needs(login: Option<&str>) -> Scope {
    let asked = login.map(text::tidy).map(|login| {
        let key = Key::account_login(&System::Csdl, &login);
        Scope::new().find(Lookup::Key(key))
    });
    Scope::new().and_all(asked)
}

/// A code as it is stored, unless another unit has it.
fn free_code(facts: &Facts, kind: UnitKind, code: &str, own: UnitId) -> Result<String, Refusal> {
    let code = text::name("code", code)?;
    match facts.unit_coded(kind, &code) {
        Some(unit) if unit.id != own => Err(Refusal::new(Code::Taken).with("what", "unit_code")),
        _ => Ok(code),
    }
}

fn new_unit(
    facts: &Facts,
    details: &UnitDetails,
    id: UnitId,
    parent: Option<UnitId>,
    confirmed_by: Option<OfficerId>,
    ctx: &Ctx,
) -> Result<Unit, Refusal> {
    let dated = |value| Dated {
        value,
        from: details.from,
        until: None,
    };
    let code = details.code.as_deref();
    let code = code.map(|code| free_code(facts, details.kind, code, id));
    let code = code.transpose()?;
    // Classes and rights lie within the levels of their unit; the Sở looks after all.
    if details.levels.is_empty() && details.kind != UnitKind::Department {
        return Err(Refusal::new(Code::NothingChosen));
    }
    Ok(Unit {
        id,
        kind: details.kind,
        levels: details.levels.clone(),
        levels_before: vec![],
        names: vec![dated(text::name("unit_name", &details.name)?)],
        codes: code.map(dated).into_iter().collect(),
        parents: parent
            .map(|unit| Dated {
                value: Parent { unit, confirmed_by },
                from: details.from,
                until: None,
            })
            .into_iter()
            .collect(),
        letterhead: letterhead(&details.letterhead)?,
        numbering: details.numbering,
        route: Route::Paper,
        grounds: vec![],
        alone: false,
        closed_on: None,
        past: Past::begun(ctx.stamp.at),
        withdrawn: false,
    })
}

fn letterhead(typed: &Letterhead) -> Result<Letterhead, Refusal> {
    Ok(Letterhead {
        superior: typed
            .superior
            .as_deref()
            .map(|s| text::name("unit_name", s))
            .transpose()?,
        symbol: text::name("symbol", &typed.symbol)?,
        place: text::name("place", &typed.place)?,
        filed: typed
            .filed
            .as_deref()
            .filter(|filed| !text::tidy(filed).is_empty())
            .map(|filed| text::name("symbol", filed))
            .transpose()?,
    })
}

fn head_rows(
    head: &HeadDetails,
    unit: UnitId,
    officer: OfficerId,
    post: AppointmentId,
    ctx: &Ctx,
) -> Result<[Change; 2], Refusal> {
    if !head.role.leads() {
        return Err(Refusal::new(Code::NoHead).with("unit", "unit"));
    }
    Ok([
        Change(Row::Officer(Officer {
            id: officer,
            unit,
            name: text::name("name", &head.name)?,
            code: text::name("code", &head.code)?,
            sex: head.sex,
            born_on: None,
            id_number: None,
            phone: None,
            past: Past::begun(ctx.stamp.at),
            withdrawn: false,
        })),
        Change(Row::Appointment(Appointment {
            id: post,
            unit,
            officer,
            role: head.role,
            position: text::name("position", &head.position)?,
            duty: None,
            prepares: true,
            from: head.from,
            until: None,
            document: None,
            past: Past::begun(ctx.stamp.at),
            numbers: false,
            withdrawn: false,
        })),
    ])
}

fn admin_account(
    facts: &Facts,
    unit: UnitId,
    kind: UnitKind,
    login: &str,
    id: AccountId,
) -> Result<Account, Refusal> {
    let login = text::name("login", login)?;
    if facts.login(&System::Csdl, &login).is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "account_login"));
    }
    Ok(Account {
        id,
        unit,
        system: System::Csdl,
        address: if kind.teaches() {
            SCHOOL_SYSTEM
        } else {
            OFFICE_SYSTEM
        }
        .to_owned(),
        login,
        kind: AccountKind::Admin,
        custody: Custody::Head,
        closed_on: None,
    })
}

/// Adds a unit under another, with its head where that is known and the login of its admin account,
/// so that it can receive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddUnit {
    /// The unit that adds it and looks after its record.
    pub by_unit: UnitId,
    /// The unit.
    pub details: UnitDetails,
    /// The parent that a person confirmed on screen; the rule's proposal when none.
    pub parent: Option<UnitId>,
    /// Its head, if the list that names the unit names one; without, somebody is added later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadDetails>,
    /// The login of its admin account.
    pub admin_login: Option<String>,
}

impl AddUnit {
    /// The request with what its papers carry filled in where nobody said it: typed, imported or
    /// played, units are headed alike. Whoever names a parent that may not be there is refused
    /// later.
    ///
    /// # Errors
    /// `not_found` for the unit that adds, or the one above.
    pub fn composed(mut self, facts: &Facts, day: NaiveDate) -> Result<Self, Refusal> {
        let by = facts.unit(self.by_unit)?;
        let kind = self.details.kind;
        let parent = self.parent.or_else(|| proposed(by, &self.details, day));
        let above = parent.map(|id| facts.unit(id)).transpose()?.unwrap_or(by);
        let letterhead = &mut self.details.letterhead;
        let said = letterhead.superior.take();
        letterhead.superior = said
            .filter(|line| !text::tidy(line).is_empty())
            .or_else(|| superior_line(kind, above.kind, above.name_on(day)));
        if text::tidy(&letterhead.place).is_empty() {
            letterhead.place = usual_place(kind, &self.details.name, by);
        }
        Ok(self)
    }
}

impl Scoped for AddUnit {
    fn unit(&self, _: &Ctx) -> UnitId {
        // Decided on the facts of the unit that adds; the new stream begins with its rows.
        self.by_unit
    }
}

/// The line of the unit that adds, and of the parent that a person named; whoever has the code and
/// the login.
pub(super) fn add_needs(request: &AddUnit, ctx: &Ctx) -> Scope {
    let parent = request.parent.map(|unit| Scope::new().line(unit));
    let details = &request.details;
    Scope::new()
        .who_may(ctx.actor, request.by_unit)
        .and_all(parent)
        .and(code_needs(&[details.kind], details.code.as_deref()))
        .and(login_needs(request.admin_login.as_deref()))
}

/// Refuses unless the person prepares for the unit that adds and for the one above the new unit:
/// nobody says whom others have below themselves.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit that adds; `not_the_parent` if no parent is found
/// among it and those above.
pub(super) fn add_may(facts: &Facts, request: &AddUnit, ctx: &Ctx) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.by_unit, ctx.stamp.at)?;
    let parent = parent_of(facts, request, ctx)?;
    facts.may_prepare(ctx.actor, parent, ctx.stamp.at)
}

/// The unit above a new one as the rule proposes it.
fn proposed(by: &Unit, details: &UnitDetails, day: NaiveDate) -> Option<UnitId> {
    let above = |kind| (by.kind == kind).then_some(by.id);
    let department = above(UnitKind::Department).or_else(|| by.parent_on(day));
    let commune = above(UnitKind::Commune);
    proposed_parent(details.kind, &details.levels, commune, department)
}

/// The unit above a new one: as a person named it, or else as the rule proposes.
fn parent_of(facts: &Facts, request: &AddUnit, ctx: &Ctx) -> Result<UnitId, Refusal> {
    let by = facts.unit(request.by_unit)?;
    let wrong = || Refusal::new(Code::NotTheParent).with("unit", &request.details.name);
    let proposed = proposed(by, &request.details, ctx.day());
    let parent = request.parent.or(proposed).ok_or_else(wrong)?;
    let of_line = facts.line_of(request.by_unit, ctx.day()).contains(&parent);
    let may_stand = request
        .details
        .kind
        .may_stand_under(facts.unit(parent)?.kind);
    if by.kind.teaches() || !of_line || !may_stand {
        return Err(wrong());
    }
    Ok(parent)
}

/// Adds a unit under another.
///
/// # Errors
/// `may_not_prepare` unless the actor prepares for the unit that adds and for the one above the new
/// unit; `not_found` for the unit that adds; `not_the_parent` if no parent is found among it and
/// those above; `taken` for the code or the login; `no_head` for a head who does not lead;
/// `nothing_chosen` without a school level; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn add(facts: &Facts, request: &AddUnit, ctx: &Ctx) -> Decision {
    add_may(facts, request, ctx)?;
    let parent = parent_of(facts, request, ctx)?;
    let unit = UnitId(ctx.stamp.id(0));
    let mut changes = vec![Change(Row::Unit(new_unit(
        facts,
        &request.details,
        unit,
        Some(parent),
        Some(ctx.actor),
        ctx,
    )?))];
    if let Some(head) = &request.head {
        changes.extend(head_rows(
            head,
            unit,
            OfficerId(ctx.stamp.id(1)),
            AppointmentId(ctx.stamp.id(2)),
            ctx,
        )?);
    }
    if let Some(login) = &request.admin_login {
        changes.push(Change(Row::Account(admin_account(
            facts,
            unit,
            request.details.kind,
            login,
            AccountId(ctx.stamp.id(3)),
        )?)));
    }
    Ok(changes)
}

/// Confirms, as the unit above, that a unit stands under it from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfirmParent {
    /// The unit below.
    pub unit: UnitId,
    /// The unit above.
    pub parent: UnitId,
    /// First day; what was proposed stands from its own day on.
    pub from: NaiveDate,
    /// The decision that moves the unit: without one nothing is moved. Where the unit above only
    /// confirms, none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

/// Renames a unit from a day on; old papers keep the old name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RenameUnit {
    /// The unit.
    pub unit: UnitId,
    /// New name.
    pub name: String,
    /// New code, if that changes too.
    pub code: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// The decision; older programs did not ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

/// Sets letterhead and numbering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SetUnit {
    /// The unit.
    pub unit: UnitId,
    /// Superior line, symbol, place.
    pub letterhead: Letterhead,
    /// Where numbers come from.
    pub numbering: Numbering,
    /// How minutes are signed; as before if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// The decision, if the letterhead changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
}

/// Ticks a legal ground of the forms as compared with its source, and says whether the unit's
/// papers cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckGround {
    /// The unit.
    pub unit: UnitId,
    /// The ground, by its id in the forms.
    pub ground: String,
    /// Whether papers cite it from now on.
    pub cited: bool,
}

scoped!(ConfirmParent, RenameUnit, SetUnit, CheckGround);

/// The unit, the line of the one above, and the decision.
pub(super) fn confirm_parent_needs(request: &ConfirmParent, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.parent)
        .line(request.unit)
        .and(decision_needs(request.document))
}

/// The line of the unit, the decision, and whoever has the code.
pub(super) fn rename_needs(request: &RenameUnit, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and(decision_needs(request.document))
        .and(code_needs(&UnitKind::ALL, request.code.as_deref()))
}

/// The line of the unit, and the decision.
pub(super) fn set_needs(request: &SetUnit, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .and(decision_needs(request.document))
}

pub(super) fn decision_needs(document: Option<DocumentId>) -> Scope {
    Scope::new().and_all(document.map(|id| Scope::new().row(Table::Document, id)))
}

/// The line of the unit.
pub(super) fn check_ground_needs(request: &CheckGround, ctx: &Ctx) -> Scope {
    Scope::new().who_may(ctx.actor, request.unit)
}

/// Refuses an act without a decision in the register of a unit, or of one above it, on the day.
///
/// # Errors
/// `decision_missing`; `not_found` for the decision.
pub(super) fn decided(
    facts: &Facts,
    document: Option<DocumentId>,
    unit: UnitId,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let document = document.ok_or_else(|| Refusal::new(Code::DecisionMissing))?;
    let document = facts.document(document)?;
    if facts.line_of(unit, ctx.day()).contains(&document.unit) {
        Ok(())
    } else {
        Err(Refusal::new(Code::NotFound).with("what", "document"))
    }
}

/// Refuses unless the person prepares for the unit that is named above another one now and has only
/// to confirm it, or, where that changes, for a unit above both: neither who was above before nor
/// who would like to be.
///
/// # Errors
/// `may_not_prepare`; `not_found` for either unit; `not_the_parent` under itself.
pub(super) fn confirm_parent_may(
    facts: &Facts,
    request: &ConfirmParent,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.parent, ctx.stamp.at)?;
    let unit = facts.unit(request.unit)?;
    if request.parent == request.unit {
        return Err(Refusal::new(Code::NotTheParent).with("unit", unit.name_on(ctx.day())));
    }
    if named_above(unit) == Some(request.parent) {
        return Ok(());
    }
    let above = facts.line_of(request.parent, ctx.day());
    let line = facts.line_of(request.unit, ctx.day());
    let mut both = line.into_iter().skip(1).filter(|u| above.contains(u));
    match both.next() {
        // Who is not above does not learn that there is such a unit.
        Some(both) if facts.is_above(request.parent, request.unit) => {
            facts.may_prepare(ctx.actor, both, ctx.stamp.at)
        }
        Some(both) if facts.may_prepare(ctx.actor, both, ctx.stamp.at).is_ok() => Ok(()),
        _ => Err(Refusal::new(Code::NotFound).with("what", "unit")),
    }
}

/// The unit that stands above another one, or is named there, until something else is said.
fn named_above(unit: &Unit) -> Option<UnitId> {
    let last = unit.parents.last()?;
    last.until.is_none().then_some(last.value.unit)
}

/// Confirms under whom a unit stands, or moves it under another.
///
/// # Errors
/// `may_not_prepare` unless the actor prepares for the unit above, or for one above both where a unit
/// is moved; `not_found` for a unit or the decision; `not_the_parent` for units of which one does not
/// stand under the other; of a move `decision_missing`, and `dates_reversed` before the unit came to
/// where it is.
pub fn confirm_parent(facts: &Facts, request: &ConfirmParent, ctx: &Ctx) -> Decision {
    confirm_parent_may(facts, request, ctx)?;
    let before = facts.unit(request.unit)?;
    let mut unit = before.clone();
    let above = facts.unit(request.parent)?;
    if !unit.kind.may_stand_under(above.kind)
        || facts
            .line_of(request.parent, request.from)
            .contains(&request.unit)
    {
        return Err(Refusal::new(Code::NotTheParent).with("unit", unit.name_on(request.from)));
    }
    let parent = Parent {
        unit: request.parent,
        confirmed_by: Some(ctx.actor),
    };
    if named_above(&unit) == Some(request.parent) {
        // Who confirmed first stays.
        if let Some(last) = unit.parents.last_mut()
            && last.value.confirmed_by.is_none()
        {
            last.value = parent;
            return Ok(vec![Change(Row::Unit(unit))]);
        }
        return Ok(vec![]);
    }
    decided(facts, request.document, request.parent, ctx)?;
    if unit.parents.last().is_some_and(|p| request.from < p.from) {
        return Err(Refusal::new(Code::DatesReversed));
    }
    succeed(&mut unit.parents, parent, request.from);
    let unit = unit.changed_from(before, ctx.stamp.at);
    Ok(vec![Change(Row::Unit(unit))])
}

/// Refuses unless the person leads the unit or one above it: papers are signed by its name.
///
/// # Errors
/// `only_the_head`; `not_found` for the unit.
pub(super) fn rename_may(facts: &Facts, request: &RenameUnit, ctx: &Ctx) -> Result<(), Refusal> {
    facts.must_lead(ctx.actor, request.unit, ctx.stamp.at)
}

/// Renames a unit.
///
/// # Errors
/// `only_the_head` unless the actor leads the unit or one above it; `not_found` for the unit or the
/// decision; `decision_missing`; `dates_reversed` unless it is after the running name and code began;
/// `taken` for the code; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn rename(facts: &Facts, request: &RenameUnit, ctx: &Ctx) -> Decision {
    rename_may(facts, request, ctx)?;
    let before = facts.unit(request.unit)?;
    let mut unit = before.clone();
    decided(facts, request.document, request.unit, ctx)?;
    let begun = |list: &[Dated<String>]| list.last().is_some_and(|n| request.from <= n.from);
    if begun(&unit.names) || request.code.is_some() && begun(&unit.codes) {
        return Err(Refusal::new(Code::DatesReversed));
    }
    succeed(
        &mut unit.names,
        text::name("unit_name", &request.name)?,
        request.from,
    );
    if let Some(code) = &request.code {
        let code = free_code(facts, unit.kind, code, unit.id)?;
        succeed(&mut unit.codes, code, request.from);
    }
    let unit = unit.changed_from(before, ctx.stamp.at);
    Ok(vec![Change(Row::Unit(unit))])
}

/// Refuses unless the person leads the unit or one above it; the way of signing is lowered by the
/// head of the unit alone.
///
/// # Errors
/// `only_the_head`; `not_found` for the unit.
pub(super) fn set_may(facts: &Facts, request: &SetUnit, ctx: &Ctx) -> Result<(), Refusal> {
    facts.must_lead(ctx.actor, request.unit, ctx.stamp.at)?;
    let unit = facts.unit(request.unit)?;
    match request.route {
        Some(route) if route < unit.route => {
            facts.must_be_head(ctx.actor, request.unit, ctx.stamp.at)
        }
        _ => Ok(()),
    }
}

/// Sets letterhead and numbering.
///
/// # Errors
/// `only_the_head` unless the actor leads the unit or one above it, and for a way of signing nearer to
/// the pen unless he leads the unit itself; `not_found` for the unit or the decision;
/// `decision_missing` if the letterhead changes; `name_missing`, `name_too_long`,
/// `name_bad_character`.
pub fn set(facts: &Facts, request: &SetUnit, ctx: &Ctx) -> Decision {
    set_may(facts, request, ctx)?;
    let before = facts.unit(request.unit)?;
    let mut letterhead = letterhead(&request.letterhead)?;
    if request.letterhead.filed.is_none() {
        // Older programs do not know whose copy is kept; a blank says that it is the usual one.
        letterhead.filed.clone_from(&before.letterhead.filed);
    }
    if changes(&before.letterhead, &letterhead) || request.document.is_some() {
        decided(facts, request.document, request.unit, ctx)?;
    }
    let unit = Unit {
        letterhead,
        numbering: request.numbering,
        route: request.route.unwrap_or(before.route),
        ..before.clone()
    };
    let unit = unit.changed_from(before, ctx.stamp.at);
    Ok(vec![Change(Row::Unit(unit))])
}

/// Whether papers would carry something else than before; a line that was blank is filled in freely.
fn changes(before: &Letterhead, after: &Letterhead) -> bool {
    let superior = before.superior.is_some() && before.superior != after.superior;
    superior || before.symbol != after.symbol || before.place != after.place
}

/// Refuses unless the person prepares for the unit.
///
/// # Errors
/// `may_not_prepare`; `not_found` for the unit.
pub(super) fn check_ground_may(
    facts: &Facts,
    request: &CheckGround,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)
}

/// Ticks a legal ground.
///
/// # Errors
/// `may_not_prepare`, `not_found`; `bad_request` for what is no id of a ground.
pub fn check_ground(facts: &Facts, request: &CheckGround, ctx: &Ctx) -> Decision {
    check_ground_may(facts, request, ctx)?;
    let shaped = (1..=40).contains(&request.ground.len())
        && request
            .ground
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let before = facts.unit(request.unit)?;
    let mut unit = before.clone();
    unit.grounds.retain(|mark| mark.id != request.ground);
    if !shaped || unit.grounds.len() >= super::MAX_BATCH {
        return Err(Refusal::new(Code::BadRequest));
    }
    unit.grounds.push(GroundMark {
        id: request.ground.clone(),
        cited: request.cited,
        by: ctx.actor,
        on: ctx.day(),
    });
    let unit = unit.changed_from(before, ctx.stamp.at);
    Ok(vec![Change(Row::Unit(unit))])
}

#[cfg(test)]
mod tests;
