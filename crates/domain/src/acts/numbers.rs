//! Numbers of minutes: an own series from a leased block, or typed from the general register. Never
//! a condition of a right.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, minutes_needs, own_minutes};
use crate::facts::{Facts, Follow, Key, Lookup, Scope};
use crate::ids::{MinutesId, RegisterId, UnitId};
use crate::minutes::{HandoverMinutes, Progress};
use crate::numbers::{BLOCK, Register, Skipped};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;
use crate::unit::Numbering;

/// Opens the register of a unit and year on this machine, or takes it over from another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OpenRegister {
    /// The unit.
    pub unit: UnitId,
    /// Calendar year.
    pub year: i32,
    /// First number, for a register that is opened anew.
    pub first: u32,
    /// Why, for a take-over: lost numbers are closed with it.
    pub reason: Option<String>,
}

/// Gives the next number of the register to signed minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GiveNumber {
    /// The unit in whose file the minutes lie; the register is the giving unit's.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
}

/// Types the number that the general register gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TypeNumber {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The number.
    pub number: u32,
}

super::scoped!(OpenRegister, GiveNumber, TypeNumber);

/// The register of the unit and year.
pub(super) fn open_needs(request: &OpenRegister, ctx: &Ctx) -> Scope {
    let register = Key::register(request.unit, request.year);
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find(Lookup::Key(register))
}

/// Who may number for the unit.
pub(super) fn open_may(facts: &Facts, request: &OpenRegister, ctx: &Ctx) -> Result<(), Refusal> {
    may_number(facts, request.unit, ctx)
}

/// Opens or takes over a register. A take-over raises the epoch and starts above the old ceiling.
///
/// # Errors
/// `may_not_number`, also for a take-over by somebody who may not close; `not_found` for the unit;
/// `numbering_mode`; `bad_request` for a first number that is none; for a take-over without a reason
/// that can be read `name_missing`, `name_too_long`, `name_bad_character`.
pub fn open(facts: &Facts, request: &OpenRegister, ctx: &Ctx) -> Decision {
    open_may(facts, request, ctx)?;
    if facts.unit(request.unit)?.numbering != Numbering::OwnSeries {
        return Err(Refusal::new(Code::NumberingMode));
    }
    let known = facts.register(request.unit, request.year);
    let register = match known {
        None if request.first == 0 || request.first > 1_000_000 => {
            return Err(Refusal::new(Code::BadRequest));
        }
        None => Register {
            id: RegisterId(ctx.stamp.id(0)),
            unit: request.unit,
            year: request.year,
            holder: ctx.device,
            epoch: 1,
            next: request.first,
            ceiling: request.first + BLOCK - 1,
            skipped: vec![],
        },
        Some(register) if register.holder == ctx.device => Register {
            ceiling: register.next + BLOCK - 1,
            ..register.clone()
        },
        Some(register) => {
            if !facts.may_close(ctx.actor, request.unit, ctx.stamp.at) {
                return Err(Refusal::new(Code::MayNotNumber));
            }
            let reason = text::sentence("reason", request.reason.as_deref().unwrap_or_default())?;
            let mut skipped = register.skipped.clone();
            if register.next <= register.ceiling {
                skipped.push(Skipped {
                    from: register.next,
                    to: register.ceiling,
                    reason,
                });
            }
            let next = register.ceiling + 1;
            Register {
                holder: ctx.device,
                epoch: register.epoch + 1,
                next,
                ceiling: next + BLOCK - 1,
                skipped,
                ..register.clone()
            }
        }
    };
    Ok(vec![Change(Row::Register(register))])
}

/// The minutes, and the register of the unit that gave in the year of the paper.
pub(super) fn give_needs(request: &GiveNumber, ctx: &Ctx) -> Scope {
    const REGISTER: Follow = Follow::new("register", |row| match row {
        Row::HandoverMinutes(minutes) => match minutes.signed() {
            Some(signed) => {
                let year = signed.date_on_paper.year();
                let register = Key::register(minutes.giver_unit, year);
                Scope::new().find(Lookup::Key(register))
            }
            None => Scope::new(),
        },
        _ => Scope::new(),
    });
    let minutes = Lookup::Id(Table::HandoverMinutes, request.minutes.0);
    minutes_needs(request.minutes, ctx).find_then(minutes, REGISTER)
}

/// Who may number for the unit that gave.
pub(super) fn give_may(facts: &Facts, request: &GiveNumber, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    may_number(facts, minutes.giver_unit, ctx)
}

/// Gives the next number, in order, inside the block.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`, `numbering_mode`; `wrong_state` before signing or with
/// a number; `register_elsewhere`, `block_used_up`.
pub fn give(facts: &Facts, request: &GiveNumber, ctx: &Ctx) -> Decision {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::OwnSeries, ctx)?;
    let register = facts
        .register(minutes.giver_unit, day.year())
        .filter(|register| register.holder == ctx.device)
        .ok_or_else(|| Refusal::new(Code::RegisterElsewhere))?;
    if register.next > register.ceiling {
        return Err(Refusal::new(Code::BlockUsedUp));
    }
    Ok(vec![
        numbered(minutes, register.next)?,
        Change(Row::Register(Register {
            next: register.next + 1,
            ..register.clone()
        })),
    ])
}

/// The minutes, and those of the unit that gave that have the number in the year of the paper.
pub(super) fn type_needs(request: &TypeNumber, ctx: &Ctx) -> Scope {
    fn same_number(row: &Row, number: u32) -> Scope {
        match row {
            Row::HandoverMinutes(minutes) => match minutes.signed() {
                Some(signed) => {
                    let key = Key::number(minutes.giver_unit, signed.date_on_paper, number);
                    Scope::new().find(Lookup::Key(key))
                }
                None => Scope::new(),
            },
            _ => Scope::new(),
        }
    }
    let minutes = Lookup::Id(Table::HandoverMinutes, request.minutes.0);
    let same_number = Follow::with("same_number", request.number, same_number);
    minutes_needs(request.minutes, ctx).find_then(minutes, same_number)
}

/// Who may number for the unit that gave.
pub(super) fn type_may(facts: &Facts, request: &TypeNumber, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    may_number(facts, minutes.giver_unit, ctx)
}

/// Types a number, unique in unit and year; gaps are allowed.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`, `numbering_mode`; `wrong_state` before signing or with
/// a number; `bad_request` for a number that is none; `number_taken`.
pub fn type_in(facts: &Facts, request: &TypeNumber, ctx: &Ctx) -> Decision {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::Typed, ctx)?;
    if request.number == 0 || request.number > 1_000_000 {
        return Err(Refusal::new(Code::BadRequest));
    }
    let taken = facts.with_number(minutes.giver_unit, day, request.number);
    if taken.is_some() {
        return Err(Refusal::new(Code::NumberTaken).with("number", request.number));
    }
    Ok(vec![numbered(minutes, request.number)?])
}

fn may_number(facts: &Facts, unit: UnitId, ctx: &Ctx) -> Result<(), Refusal> {
    facts
        .may_prepare(ctx.actor, unit, ctx.stamp.at)
        .map_err(|_| Refusal::new(Code::MayNotNumber))
}

/// The day on the paper, whose year the number belongs to.
fn numbered_day(
    facts: &Facts,
    minutes: &HandoverMinutes,
    mode: Numbering,
    ctx: &Ctx,
) -> Result<NaiveDate, Refusal> {
    may_number(facts, minutes.giver_unit, ctx)?;
    if facts.unit(minutes.giver_unit)?.numbering != mode {
        return Err(Refusal::new(Code::NumberingMode));
    }
    match (minutes.signed(), minutes.number()) {
        (Some(signed), None) => Ok(signed.date_on_paper),
        _ => Err(Refusal::new(Code::WrongState)),
    }
}

fn numbered(minutes: &HandoverMinutes, number: u32) -> Result<Change, Refusal> {
    let Progress::Signed { frozen, signed, .. } = minutes.progress.clone() else {
        return Err(Refusal::new(Code::WrongState));
    };
    let progress = Progress::Signed {
        frozen,
        signed,
        number: Some(number),
    };
    Ok(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        progress,
        ..minutes.clone()
    }))))
}

#[cfg(test)]
mod tests;
