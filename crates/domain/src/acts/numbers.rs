//! Numbers of minutes: an own series from a leased block, or typed from the general register. Never
//! a condition of a right.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, MAX_BATCH, minutes_needs, own_minutes};
use crate::facts::{Facts, Follow, Key, Lookup, Scope};
use crate::ids::{MinutesId, RegisterId, UnitId};
use crate::minutes::{HandoverMinutes, Progress};
use crate::numbers::{BLOCK, LAST, Register, Skipped};
use crate::refusal::{Code, Refusal};
use crate::row::{Change, Row, Table};
use crate::text;
use crate::unit::Numbering;

/// Opens the register of a unit and year on this machine, asks for another block, or takes it over
/// from another machine, with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OpenRegister {
    /// The unit.
    pub unit: UnitId,
    /// Calendar year.
    pub year: i32,
    /// The next number as this machine knows it: the first one of a register that is opened anew.
    pub first: u32,
    /// Why, for a take-over: lost numbers are closed with it.
    pub reason: Option<String>,
    /// The highest number that this machine ever knew to be leased: a take-over begins above it,
    /// whatever the server has lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<u32>,
    /// This machine is connected to no server: nobody else numbers, and the block has no end. The
    /// server believes it of a unit that was founded alone, and bounds it for every other one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl OpenRegister {
    /// The same, offered again to a server that has lost history: what its machine knows to be leased
    /// by now is not leased again.
    pub fn reports(&mut self, leased: u32) {
        if self.reason.is_some() {
            self.above = self.above.max(Some(leased));
        }
    }
}

/// Gives a number of the register to signed minutes: this number, under this lease, and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GiveNumber {
    /// The unit in whose file the minutes lie; the register is the giving unit's.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The register of the lease.
    pub register: RegisterId,
    /// The epoch of the lease.
    pub epoch: u32,
    /// The number, as it stands on the paper.
    pub number: u32,
}

/// Gives whatever number is next: what older programs send. Theirs is the order in which they were
/// done, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct GiveNextNumber {
    /// The unit in whose file the minutes lie; the register is the giving unit's.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
}

/// Closes numbers of the register that no minutes carry as *bỏ số*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SkipNumbers {
    /// The unit.
    pub unit: UnitId,
    /// Calendar year.
    pub year: i32,
    /// First.
    pub from: u32,
    /// Last.
    pub to: u32,
    /// Why, as the register prints it.
    pub reason: String,
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

super::scoped!(
    OpenRegister,
    GiveNumber,
    GiveNextNumber,
    SkipNumbers,
    TypeNumber
);

/// The register of the unit and year, and how many people the unit has.
pub(super) fn open_needs(request: &OpenRegister, ctx: &Ctx) -> Scope {
    let register = Key::register(request.unit, request.year);
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find(Lookup::Key(register))
        .and(block_needs(request.unit))
}

/// Who may open, renew or take over a register: the head and the clerk, and what was lost is closed
/// by who may close.
///
/// # Errors
/// `may_not_number`.
pub(super) fn open_may(facts: &Facts, request: &OpenRegister, ctx: &Ctx) -> Result<(), Refusal> {
    may_number(facts, request.unit, ctx)?;
    if request.reason.is_some() && !facts.may_close(ctx.actor, request.unit, ctx.stamp.at) {
        return Err(Refusal::new(Code::MayNotNumber));
    }
    Ok(())
}

/// Opens a register, asks for another block, or takes a register over. A take-over raises the epoch
/// and starts above the old ceiling. No number that is asked for counts before the server leases it
/// ([`Register::leased`]); where there is no server, none is asked.
///
/// # Errors
/// `may_not_number`, also for a take-over by somebody who may not close; `not_found` for the unit,
/// or for a register to take over; `numbering_mode`; `bad_request` for a first number that is none; `register_elsewhere` for another
/// block of a register that another machine has; `block_used_up` beyond the largest number of all;
/// for a take-over with a reason that cannot be read `name_missing`, `name_too_long`,
/// `name_bad_character`.
pub fn open(facts: &Facts, request: &OpenRegister, ctx: &Ctx) -> Decision {
    open_may(facts, request, ctx)?;
    if facts.unit(request.unit)?.numbering != Numbering::OwnSeries {
        return Err(Refusal::new(Code::NumberingMode));
    }
    let above = request.above.unwrap_or(0);
    if !(1..=LAST).contains(&request.first) || above > LAST {
        return Err(Refusal::new(Code::BadRequest));
    }
    let known = facts.register(request.unit, request.year);
    let register = match (known, &request.reason) {
        (None, Some(_)) => {
            return Err(Refusal::new(Code::NotFound).with("what", "register"));
        }
        (None, None) => Register {
            id: RegisterId(ctx.stamp.id(0)),
            unit: request.unit,
            year: request.year,
            holder: ctx.device,
            epoch: 1,
            next: request.first.max(above + 1),
            ceiling: 0,
            skipped: vec![],
            begins: Some(request.first.max(above + 1)),
            asked: None,
        },
        (Some(register), Some(reason)) => taken_over(register, request, reason, ctx)?,
        (Some(register), None) if register.holder == ctx.device => register.clone(),
        (Some(_), None) => return Err(Refusal::new(Code::RegisterElsewhere)),
    };
    let block = block_of(facts, request.unit, ctx.day());
    let with_block = with_block(register, request.first, (!request.alone).then_some(block))?;
    Ok(vec![Change(Row::Register(with_block))])
}

/// The register on this machine, in a new epoch above all that the old one was leased.
fn taken_over(
    register: &Register,
    request: &OpenRegister,
    reason: &str,
    ctx: &Ctx,
) -> Result<Register, Refusal> {
    let reason = text::sentence("reason", reason)?;
    // Where no server said how far the other machine may go, a person who has the papers does.
    let leased = match (register.ceiling, register.asked) {
        (LAST, asked) => asked
            .unwrap_or(register.next + BLOCK - 1)
            .max(request.first - 1),
        // What the server has promised counts, though it leases nothing for a while.
        (ceiling, asked) => ceiling.max(asked.unwrap_or(0)),
    };
    let next = leased.max(request.above.unwrap_or(0)) + 1;
    let mut skipped = register.skipped.clone();
    if register.next < next {
        skipped.push(Skipped {
            from: register.next,
            to: next - 1,
            reason,
        });
    }
    Ok(Register {
        holder: ctx.device,
        epoch: register.epoch + 1,
        next,
        ceiling: next - 1,
        skipped,
        begins: register.begins.or(Some(register.next)),
        asked: None,
        ..register.clone()
    })
}

/// The register with the block that its holder asks for, or, where no server leases any, without an
/// end.
fn with_block(register: Register, first: u32, block: Option<u32>) -> Result<Register, Refusal> {
    if register.next > LAST {
        return Err(Refusal::new(Code::BlockUsedUp));
    }
    let Some(block) = block else {
        return Ok(Register {
            ceiling: LAST,
            asked: None,
            ..register
        });
    };
    // Numbers of acts that were refused stand on papers: the holder goes on behind them.
    let behind = register.next.max(first.min(register.top() + 1));
    let asked = (behind + block - 1).min(LAST);
    // A lease never shrinks, unless it has no end.
    let asked = if register.ceiling < LAST {
        asked.max(register.ceiling)
    } else {
        asked
    };
    Ok(Register {
        ceiling: register.ceiling.max(register.next - 1),
        asked: Some(asked),
        ..register
    })
}

fn block_needs(unit: UnitId) -> Scope {
    Scope::new().find(Lookup::In(Table::Appointment, unit))
}

/// How many numbers a unit is leased at once: two for each of its people on a day, and a day at the
/// desk at least.
#[must_use]
pub fn block_of(facts: &Facts, unit: UnitId, day: NaiveDate) -> u32 {
    let people: BTreeSet<_> = facts.posts(unit, day).map(|post| post.officer).collect();
    let people = u32::try_from(people.len()).unwrap_or(LAST);
    BLOCK.max(people.saturating_mul(2)).min(LAST)
}

/// The minutes, the register of the unit that gave in the year of the paper, and who has the number.
pub(super) fn give_needs(request: &GiveNumber, ctx: &Ctx) -> Scope {
    numbered_needs(request.minutes, request.number, ctx).and(register_needs(request.minutes))
}

/// The minutes, and those of the unit that gave that have a number in the year of the paper.
fn numbered_needs(minutes: MinutesId, number: u32, ctx: &Ctx) -> Scope {
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
    let same_number = Follow::with("same_number", number, same_number);
    let lookup = Lookup::Id(Table::HandoverMinutes, minutes.0);
    minutes_needs(minutes, ctx).find_then(lookup, same_number)
}

fn register_needs(minutes: MinutesId) -> Scope {
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
    Scope::new().find_then(Lookup::Id(Table::HandoverMinutes, minutes.0), REGISTER)
}

/// Who may give a number to minutes.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`.
pub(super) fn give_may(facts: &Facts, request: &GiveNumber, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    may_number(facts, minutes.giver_unit, ctx)
}

/// Gives exactly the number that is asked for, or none: under the lease that it was written under,
/// inside the block, to minutes that have none.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`, `numbering_mode`; `wrong_state` before signing or with
/// a number; `register_elsewhere`; `lease_ended` if the register was taken over since;
/// `number_outside`, `number_skipped`, `lease_unanswered`, `block_used_up`; `number_taken`.
pub fn give(facts: &Facts, request: &GiveNumber, ctx: &Ctx) -> Decision {
    give_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::OwnSeries)?;
    let register = held_here(facts, minutes.giver_unit, day.year(), ctx)?;
    if (register.id, register.epoch) != (request.register, request.epoch) {
        return Err(Refusal::new(Code::LeaseEnded).with("number", request.number));
    }
    register.may_use(request.number)?;
    free(facts, minutes.giver_unit, day, request.number)?;
    Ok(vec![
        numbered(minutes, request.number)?,
        Change(Row::Register(register.used(request.number))),
    ])
}

/// The minutes, and the register of the unit that gave in the year of the paper.
pub(super) fn give_next_needs(request: &GiveNextNumber, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx).and(register_needs(request.minutes))
}

/// Who may give a number to minutes.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`.
pub(super) fn give_next_may(
    facts: &Facts,
    request: &GiveNextNumber,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    may_number(facts, minutes.giver_unit, ctx)
}

/// Gives the next number, in order, inside the block.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`, `numbering_mode`; `wrong_state` before signing or with
/// a number; `register_elsewhere`; `number_outside`, `number_skipped`, `lease_unanswered`,
/// `block_used_up`.
pub fn give_next(facts: &Facts, request: &GiveNextNumber, ctx: &Ctx) -> Decision {
    give_next_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::OwnSeries)?;
    let register = held_here(facts, minutes.giver_unit, day.year(), ctx)?;
    register.may_use(register.next)?;
    Ok(vec![
        numbered(minutes, register.next)?,
        Change(Row::Register(register.used(register.next))),
    ])
}

/// The register, and who has one of the numbers.
pub(super) fn skip_needs(request: &SkipNumbers, ctx: &Ctx) -> Scope {
    let register = Key::register(request.unit, request.year);
    let day = NaiveDate::from_ymd_opt(request.year, 1, 1);
    let all = request.from..=request.to;
    let numbers = all.take(MAX_BATCH).zip(std::iter::repeat(day));
    let taken = numbers.filter_map(|(number, day)| Some(Key::number(request.unit, day?, number)));
    let taken = taken.map(|key| Scope::new().find(Lookup::Key(key)));
    Scope::new()
        .who_may(ctx.actor, request.unit)
        .find(Lookup::Key(register))
        .and_all(taken)
}

/// Who may close numbers.
///
/// # Errors
/// `may_not_number`.
pub(super) fn skip_may(facts: &Facts, request: &SkipNumbers, ctx: &Ctx) -> Result<(), Refusal> {
    may_number(facts, request.unit, ctx)
}

/// Closes numbers that were lost, or spoilt: they stand in the register with the reason, and no
/// minutes will ever carry them. On the machine that has the register, so that none of them is on
/// its way.
///
/// # Errors
/// `may_not_number`; `bad_request` for numbers in no order or of no year; `too_many`; `name_missing`,
/// `name_too_long`, `name_bad_character`; `register_elsewhere`; `number_outside`, `number_skipped`,
/// `lease_unanswered`, `block_used_up`; `number_taken`.
pub fn skip(facts: &Facts, request: &SkipNumbers, ctx: &Ctx) -> Decision {
    skip_may(facts, request, ctx)?;
    let day = NaiveDate::from_ymd_opt(request.year, 1, 1);
    let day = day.filter(|_| request.from <= request.to);
    let day = day.ok_or_else(|| Refusal::new(Code::BadRequest))?;
    if (request.from..=request.to).nth(MAX_BATCH).is_some() {
        return Err(Refusal::new(Code::TooMany).with("limit", MAX_BATCH));
    }
    let reason = text::sentence("reason", &request.reason)?;
    let register = held_here(facts, request.unit, request.year, ctx)?;
    for number in request.from..=request.to {
        register.may_use(number)?;
        free(facts, request.unit, day, number)?;
    }
    let mut register = register.used(request.to);
    register.skipped.push(Skipped {
        from: request.from,
        to: request.to,
        reason,
    });
    Ok(vec![Change(Row::Register(register))])
}

/// The register of a unit and year, which this machine has.
fn held_here<'a>(
    facts: &'a Facts,
    unit: UnitId,
    year: i32,
    ctx: &Ctx,
) -> Result<&'a Register, Refusal> {
    let register = facts.register(unit, year);
    let register = register.filter(|register| register.holder == ctx.device);
    register.ok_or_else(|| Refusal::new(Code::RegisterElsewhere))
}

/// Refuses a number that minutes of the year carry.
fn free(facts: &Facts, unit: UnitId, day: NaiveDate, number: u32) -> Result<(), Refusal> {
    match facts.with_number(unit, day, number) {
        Some(_) => Err(Refusal::new(Code::NumberTaken).with("number", number)),
        None => Ok(()),
    }
}

/// The minutes, and those of the unit that gave that have the number in the year of the paper.
pub(super) fn type_needs(request: &TypeNumber, ctx: &Ctx) -> Scope {
    numbered_needs(request.minutes, request.number, ctx)
}

/// Who may type a number in.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`.
pub(super) fn type_in_may(facts: &Facts, request: &TypeNumber, ctx: &Ctx) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    may_number(facts, minutes.giver_unit, ctx)
}

/// Types a number, unique in unit and year; gaps are allowed.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`, `numbering_mode`; `wrong_state` before signing or with
/// a number; `bad_request` for a number that is none; `number_taken`.
pub fn type_in(facts: &Facts, request: &TypeNumber, ctx: &Ctx) -> Decision {
    type_in_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::Typed)?;
    if !(1..=LAST).contains(&request.number) {
        return Err(Refusal::new(Code::BadRequest));
    }
    free(facts, minutes.giver_unit, day, request.number)?;
    Ok(vec![numbered(minutes, request.number)?])
}

/// Refuses unless somebody leads the unit, or is the clerk whom its head named for the numbers.
fn may_number(facts: &Facts, unit: UnitId, ctx: &Ctx) -> Result<(), Refusal> {
    let may = facts
        .posts_held(ctx.actor, unit)
        .any(|post| post.on(ctx.day()) && post.may_number());
    may.then_some(())
        .ok_or_else(|| Refusal::new(Code::MayNotNumber))
}

/// The day on the paper, whose year the number belongs to.
fn numbered_day(
    facts: &Facts,
    minutes: &HandoverMinutes,
    mode: Numbering,
) -> Result<NaiveDate, Refusal> {
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
