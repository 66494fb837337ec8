//! Acts about units: founding, adding, confirming the parent, renaming, letterhead.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, Scoped, scoped};
use crate::account::{Account, AccountKind, Custody, System};
use crate::delegation::{Delegation, Holder};
use crate::facts::{Entry, Facts, Scope};
use crate::ids::{
    AccountId, AppointmentId, DelegationId, DocumentId, MinutesId, OfficerId, UnitId,
};
use crate::line::Line;
use crate::officer::{Appointment, Officer, Role, Sex};
use crate::refusal::{Code, Refusal};
use crate::rights::{Dim, Function, Right};
use crate::route::Route;
use crate::row::{Change, Row};
use crate::text;
use crate::unit::{
    Dated, GroundMark, Letterhead, Numbering, Parent, SchoolLevel, Unit, UnitKind, proposed_parent,
    succeed,
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

/// Whether the Sở is there already.
pub(super) fn found_needs(_: &FoundUnit, _: &Ctx) -> Scope {
    Scope::new().by(Entry::department())
}

/// Founds a unit: alone, with a provisional holding, unless it is the Sở, which holds everything.
///
/// # Errors
/// `not_the_actor` unless the head acts; `taken` if the Sở is there already; `no_head` for a head who
/// does not lead; `name_missing`, `name_too_long`, `name_bad_character`.
pub fn found(facts: &Facts, request: &FoundUnit, ctx: &Ctx) -> Decision {
    let unit = FoundUnit::unit_id(ctx.stamp);
    let head = FoundUnit::head_id(ctx.stamp);
    if ctx.actor != head {
        return Err(Refusal::new(Code::NotTheActor));
    }
    let department = request.details.kind == UnitKind::Department;
    if department && facts.department().is_some() {
        return Err(Refusal::new(Code::Taken).with("what", "unit_code"));
    }
    let mut row = new_unit(&request.details, unit, request.parent, None)?;
    row.alone = !department;
    let mut changes = vec![Change(Row::Unit(row))];
    changes.extend(head_rows(
        &request.head,
        unit,
        head,
        AppointmentId(ctx.stamp.id(2)),
        None,
    )?);
    if let Some(login) = &request.admin_login {
        changes.push(Change(Row::Account(admin_account(
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
        closed: None,
    }
}

fn new_unit(
    details: &UnitDetails,
    id: UnitId,
    parent: Option<UnitId>,
    confirmed_by: Option<OfficerId>,
) -> Result<Unit, Refusal> {
    let dated = |value| Dated {
        value,
        from: details.from,
        until: None,
    };
    let code = details
        .code
        .as_deref()
        .map(|c| text::name("code", c))
        .transpose()?;
    Ok(Unit {
        id,
        kind: details.kind,
        levels: details.levels.clone(),
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
    })
}

fn head_rows(
    head: &HeadDetails,
    unit: UnitId,
    officer: OfficerId,
    post: AppointmentId,
    document: Option<DocumentId>,
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
            document,
            numbers: false,
            withdrawn: false,
        })),
    ])
}

fn admin_account(
    unit: UnitId,
    kind: UnitKind,
    login: &str,
    id: AccountId,
) -> Result<Account, Refusal> {
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
        login: text::name("login", login)?,
        kind: AccountKind::Admin,
        custody: Custody::Head,
        closed_on: None,
    })
}

/// Adds a unit under another, with its head and the login of its admin account, so that it can
/// receive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AddUnit {
    /// The unit that adds it and looks after its record.
    pub by_unit: UnitId,
    /// The unit.
    pub details: UnitDetails,
    /// The parent that a person confirmed on screen; the rule's proposal when none.
    pub parent: Option<UnitId>,
    /// Its head.
    pub head: HeadDetails,
    /// The login of its admin account.
    pub admin_login: Option<String>,
}

impl Scoped for AddUnit {
    fn unit(&self, _: &Ctx) -> UnitId {
        // Decided on the facts of the unit that adds; the new stream begins with its rows.
        self.by_unit
    }
}

/// The line of the unit that adds, and of the parent that a person named.
pub(super) fn add_needs(request: &AddUnit, ctx: &Ctx) -> Scope {
    let parent = request.parent.map(|unit| Scope::new().line(unit));
    Scope::new()
        .who_may(ctx.actor, request.by_unit)
        .and_all(parent)
}

/// Adds a unit under another.
///
/// # Errors
/// `may_not_prepare` and `not_found` for the unit that adds; `not_the_parent` if no parent is found
/// among it and those above; `no_head` for a head who does not lead; `name_missing`,
/// `name_too_long`, `name_bad_character`.
pub fn add(facts: &Facts, request: &AddUnit, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.by_unit, ctx.stamp.at)?;
    let by = facts.unit(request.by_unit)?;
    if request.details.kind == UnitKind::Department {
        return Err(Refusal::new(Code::NotTheParent).with("unit", &request.details.name));
    }
    let above = |kind| (by.kind == kind).then_some(by.id);
    let department = above(UnitKind::Department).or_else(|| by.parent_on(ctx.day()));
    let proposed = proposed_parent(
        request.details.kind,
        &request.details.levels,
        above(UnitKind::Commune),
        department,
    );
    let parent = request
        .parent
        .or(proposed)
        .ok_or_else(|| Refusal::new(Code::NotTheParent).with("unit", &request.details.name))?;
    if !facts.line_of(request.by_unit, ctx.day()).contains(&parent) {
        return Err(Refusal::new(Code::NotTheParent).with("unit", &request.details.name));
    }
    let unit = UnitId(ctx.stamp.id(0));
    // Only somebody of the unit above confirms that another unit stands under it.
    let confirmed_by = facts
        .may_prepare(ctx.actor, parent, ctx.stamp.at)
        .is_ok()
        .then_some(ctx.actor);
    let mut changes = vec![Change(Row::Unit(new_unit(
        &request.details,
        unit,
        Some(parent),
        confirmed_by,
    )?))];
    changes.extend(head_rows(
        &request.head,
        unit,
        OfficerId(ctx.stamp.id(1)),
        AppointmentId(ctx.stamp.id(2)),
        None,
    )?);
    if let Some(login) = &request.admin_login {
        changes.push(Change(Row::Account(admin_account(
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
    /// First day.
    pub from: NaiveDate,
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

/// The unit, and the line of the one above.
pub(super) fn confirm_parent_needs(request: &ConfirmParent, ctx: &Ctx) -> Scope {
    Scope::new()
        .who_may(ctx.actor, request.parent)
        .line(request.unit)
}

/// The line of the unit.
pub(super) fn rename_needs(request: &RenameUnit, ctx: &Ctx) -> Scope {
    Scope::new().who_may(ctx.actor, request.unit)
}

/// The line of the unit.
pub(super) fn set_needs(request: &SetUnit, ctx: &Ctx) -> Scope {
    Scope::new().who_may(ctx.actor, request.unit)
}

/// The line of the unit.
pub(super) fn check_ground_needs(request: &CheckGround, ctx: &Ctx) -> Scope {
    Scope::new().who_may(ctx.actor, request.unit)
}

/// Confirms under whom a unit stands; only somebody of the unit above may.
///
/// # Errors
/// `may_not_prepare` unless the actor prepares for the unit above; `not_found`; `not_the_parent` for
/// units of which one does not stand under the other.
pub fn confirm_parent(facts: &Facts, request: &ConfirmParent, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.parent, ctx.stamp.at)?;
    let mut unit = facts.unit(request.unit)?.clone();
    // Only who was named above a unit may say that it stands there: knowing its id is not enough.
    if !facts.is_above(request.parent, request.unit) {
        return Err(Refusal::new(Code::NotFound).with("what", "unit"));
    }
    let above = facts.unit(request.parent)?;
    let fits = matches!(above.kind, UnitKind::Department)
        || above.kind == UnitKind::Commune && unit.kind.teaches();
    if !fits
        || unit.kind == UnitKind::Department
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
    match unit
        .parents
        .last_mut()
        .filter(|last| last.until.is_none() && last.value.unit == request.parent)
    {
        Some(last) => last.value = parent,
        None => succeed(&mut unit.parents, parent, request.from),
    }
    Ok(vec![Change(Row::Unit(unit))])
}

/// Renames a unit.
///
/// # Errors
/// `may_not_prepare`, `not_found`; `dates_reversed` unless it is after the running name began;
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn rename(facts: &Facts, request: &RenameUnit, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    let mut unit = facts.unit(request.unit)?.clone();
    if unit.names.last().is_some_and(|n| request.from <= n.from) {
        return Err(Refusal::new(Code::DatesReversed));
    }
    succeed(
        &mut unit.names,
        text::name("unit_name", &request.name)?,
        request.from,
    );
    if let Some(code) = &request.code {
        succeed(&mut unit.codes, text::name("code", code)?, request.from);
    }
    Ok(vec![Change(Row::Unit(unit))])
}

/// Sets letterhead and numbering.
///
/// # Errors
/// `may_not_prepare`, `not_found`, `name_missing`, `name_too_long`, `name_bad_character`.
pub fn set(facts: &Facts, request: &SetUnit, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    let unit = facts.unit(request.unit)?.clone();
    Ok(vec![Change(Row::Unit(Unit {
        letterhead: letterhead(&request.letterhead)?,
        numbering: request.numbering,
        route: request.route.unwrap_or(unit.route),
        ..unit
    }))])
}

/// Ticks a legal ground.
///
/// # Errors
/// `may_not_prepare`, `not_found`; `bad_request` for what is no id of a ground.
pub fn check_ground(facts: &Facts, request: &CheckGround, ctx: &Ctx) -> Decision {
    facts.may_prepare(ctx.actor, request.unit, ctx.stamp.at)?;
    let shaped = (1..=40).contains(&request.ground.len())
        && request
            .ground
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let mut unit = facts.unit(request.unit)?.clone();
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
    Ok(vec![Change(Row::Unit(unit))])
}

#[cfg(test)]
mod tests;
