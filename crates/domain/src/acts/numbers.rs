//! Numbers of minutes: an own series from a leased block, or typed from the general register. Never
//! a condition of a right.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Ctx, Decision, MAX_BATCH, minutes_needs, own_minutes};
use crate::blanks::Party;
use crate::facts::{Facts, Follow, Key, Lookup, Scope};
use crate::ids::{MinutesId, RegisterId, UnitId};
use crate::minutes::{CorrectedNumber, HandoverMinutes, NumberGiven, Progress};
use crate::numbers::{BLOCK, LAST, Register, Skipped, UsedElsewhere};
use crate::refusal::{Code, Refusal};
use crate::route::Route;
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

/// Closes numbers of the register that no minutes carry as *bỏ số*, or as used elsewhere.
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
    /// Why, as the register prints it; of numbers used elsewhere, which paper carries them.
    pub reason: String,
    /// A paper outside of the program carries them: *đã dùng cho văn bản khác*, not *bỏ số*.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
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
    /// The calendar year of the general register; without one that of the day on the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

/// Puts the number that stands on the paper in the place of one that was typed wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CorrectNumber {
    /// The unit in whose file the minutes lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// The number, as it stands on the paper.
    pub number: u32,
    /// Its calendar year; without one that of the wrong number.
    pub year: Option<i32>,
    /// Why.
    pub reason: String,
}

super::scoped!(
    OpenRegister,
    GiveNumber,
    GiveNextNumber,
    SkipNumbers,
    TypeNumber,
    CorrectNumber
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
            .unwrap_or(register.bounded().ceiling)
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
            elsewhere: None,
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
    // A lease without end is bounded where a take-over expects it to be, however often its holder asks
    // before the server has answered.
    if register.ceiling == LAST {
        return Ok(Register {
            asked: register.asked.or(Some(register.bounded().ceiling)),
            ..register
        });
    }
    // Numbers of acts that were refused stand on papers: the holder goes on behind them.
    let behind = register.next.max(first.min(register.top() + 1));
    // A lease never shrinks.
    let asked = (behind + block - 1).min(LAST).max(register.ceiling);
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

/// The minutes, the registers of the unit that gave in the year of the paper and in this one, and who
/// has the number in either.
pub(super) fn give_needs(request: &GiveNumber, ctx: &Ctx) -> Scope {
    let (minutes, number) = (request.minutes, request.number);
    let this_year = Some(ctx.day().year());
    numbered_needs(minutes, number, None, ctx)
        .and(numbered_needs(minutes, number, this_year, ctx))
        .and(register_needs(minutes, None))
        .and(register_needs(minutes, this_year))
}

/// A year among the numbers that a need carries: none is that of the paper.
fn needed_year(year: Option<i32>) -> u32 {
    year.and_then(|year| u32::try_from(year).ok())
        .unwrap_or_default()
}

/// The calendar year of a number of minutes: the one that is said, or that of the number that they
/// have or of the paper.
fn year_in(minutes: &HandoverMinutes, said: u32) -> Option<i32> {
    let said = i32::try_from(said).ok().filter(|year| *year > 0);
    let of_paper = || minutes.signed().map(|signed| signed.date_on_paper.year());
    said.or_else(|| minutes.numbered_in()).or_else(of_paper)
}

/// The minutes, and those of the unit that gave that have the number in a year.
fn numbered_needs(minutes: MinutesId, number: u32, year: Option<i32>, ctx: &Ctx) -> Scope {
    fn same_number(row: &Row, [number, year]: [u32; 2]) -> Scope {
        match row {
            Row::HandoverMinutes(minutes) => match year_in(minutes, year) {
                Some(year) => {
                    let key = Key::number(minutes.giver_unit, year, number);
                    Scope::new().find(Lookup::Key(key))
                }
                None => Scope::new(),
            },
            _ => Scope::new(),
        }
    }
    let same_number = Follow::with("same_number", [number, needed_year(year)], same_number);
    let lookup = Lookup::Id(Table::HandoverMinutes, minutes.0);
    minutes_needs(minutes, ctx).find_then(lookup, same_number)
}

/// The register of the unit that gave, in a year.
fn register_needs(minutes: MinutesId, year: Option<i32>) -> Scope {
    fn register(row: &Row, [_, year]: [u32; 2]) -> Scope {
        match row {
            Row::HandoverMinutes(minutes) => match year_in(minutes, year) {
                Some(year) => {
                    let register = Key::register(minutes.giver_unit, year);
                    Scope::new().find(Lookup::Key(register))
                }
                None => Scope::new(),
            },
            _ => Scope::new(),
        }
    }
    let register = Follow::with("register", [0, needed_year(year)], register);
    Scope::new().find_then(Lookup::Id(Table::HandoverMinutes, minutes.0), register)
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
/// inside the block, to minutes that have none. The lease is of the year of the paper, or of this one:
/// what was signed in December and is numbered in January has a number of the new year.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`, `numbering_mode`; `wrong_state` before signing or with
/// a number; `register_elsewhere`; `lease_ended` if the register was taken over since;
/// `number_outside`, `number_skipped`, `lease_unanswered`, `block_used_up`; `number_taken`.
pub fn give(facts: &Facts, request: &GiveNumber, ctx: &Ctx) -> Decision {
    give_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::OwnSeries)?;
    let leased = |year: &i32| {
        let register = facts.register(minutes.giver_unit, *year);
        register.is_some_and(|register| register.id == request.register)
    };
    let year = years_of(day, ctx).find(leased).unwrap_or(day.year());
    let register = held_here(facts, minutes.giver_unit, year, ctx)?;
    if (register.id, register.epoch) != (request.register, request.epoch) {
        return Err(Refusal::new(Code::LeaseEnded).with("number", request.number));
    }
    register.may_use(request.number)?;
    free(facts, minutes.giver_unit, year, request.number)?;
    Ok(vec![
        first_number(minutes, request.number, year, ctx)?,
        Change(Row::Register(register.used(request.number))),
    ])
}

/// The minutes, and the register of the unit that gave in the year of the paper.
pub(super) fn give_next_needs(request: &GiveNextNumber, ctx: &Ctx) -> Scope {
    minutes_needs(request.minutes, ctx).and(register_needs(request.minutes, None))
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
        first_number(minutes, register.next, day.year(), ctx)?,
        Change(Row::Register(register.used(register.next))),
    ])
}

/// The register, and who has one of the numbers.
pub(super) fn skip_needs(request: &SkipNumbers, ctx: &Ctx) -> Scope {
    let register = Key::register(request.unit, request.year);
    let numbers = (request.from..=request.to).take(MAX_BATCH);
    let taken = numbers.map(|number| Key::number(request.unit, request.year, number));
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

/// Closes numbers that were lost, or spoilt, or that a paper outside of the program carries: they
/// stand in the register with the reason, and no minutes will ever carry them. On the machine that has the register, so that none of them is on
/// its way.
///
/// # Errors
/// `may_not_number`; `bad_request` for numbers in no order or of no year; `too_many`; `name_missing`,
/// `name_too_long`, `name_bad_character`; `register_elsewhere`; `number_outside`, `number_skipped`,
/// `lease_unanswered`, `block_used_up`; `number_taken`.
pub fn skip(facts: &Facts, request: &SkipNumbers, ctx: &Ctx) -> Decision {
    skip_may(facts, request, ctx)?;
    let year = NaiveDate::from_ymd_opt(request.year, 1, 1);
    if year.is_none() || request.from > request.to {
        return Err(Refusal::new(Code::BadRequest));
    }
    if (request.from..=request.to).nth(MAX_BATCH).is_some() {
        return Err(Refusal::new(Code::TooMany).with("limit", MAX_BATCH));
    }
    let reason = text::sentence("reason", &request.reason)?;
    let register = held_here(facts, request.unit, request.year, ctx)?;
    for number in request.from..=request.to {
        register.may_use(number)?;
        free(facts, request.unit, request.year, number)?;
    }
    let mut register = register.used(request.to);
    register.skipped.push(Skipped {
        from: request.from,
        to: request.to,
        reason,
        elsewhere: request.elsewhere.then_some(UsedElsewhere {
            by: ctx.actor,
            at: ctx.stamp.at,
        }),
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
fn free(facts: &Facts, unit: UnitId, year: i32, number: u32) -> Result<(), Refusal> {
    match facts.with_number(unit, year, number) {
        Some(_) => Err(Refusal::new(Code::NumberTaken).with("number", number)),
        None => Ok(()),
    }
}

/// The minutes, and those of the unit that gave that have the number in the year.
pub(super) fn type_needs(request: &TypeNumber, ctx: &Ctx) -> Scope {
    numbered_needs(request.minutes, request.number, request.year, ctx)
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
/// a number; `bad_request` for a number that is none, or of a year before the paper or to come;
/// `number_taken`.
pub fn type_in(facts: &Facts, request: &TypeNumber, ctx: &Ctx) -> Decision {
    type_in_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let day = numbered_day(facts, minutes, Numbering::Typed)?;
    let year = request.year.unwrap_or(day.year());
    if !(1..=LAST).contains(&request.number) || !years_of(day, ctx).any(|of| of == year) {
        return Err(Refusal::new(Code::BadRequest));
    }
    free(facts, minutes.giver_unit, year, request.number)?;
    Ok(vec![first_number(minutes, request.number, year, ctx)?])
}

/// The minutes, the register of the unit that gave, and who has the number, in the year.
pub(super) fn correct_needs(request: &CorrectNumber, ctx: &Ctx) -> Scope {
    numbered_needs(request.minutes, request.number, request.year, ctx)
        .and(register_needs(request.minutes, request.year))
}

/// Who may correct a number: who may give it.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`.
pub(super) fn correct_may(
    facts: &Facts,
    request: &CorrectNumber,
    ctx: &Ctx,
) -> Result<(), Refusal> {
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    may_number(facts, minutes.giver_unit, ctx)
}

/// Corrects a number that was typed wrongly; the wrong one stays as a trace, and nothing carries it
/// any more: in an own series it is open again. A number that the organisation signed with the file
/// stands in it and stays.
///
/// # Errors
/// `not_found`, `other_unit`, `may_not_number`; `wrong_state` without a number, or once the
/// organisation has signed the file that carries it; `numbering_mode` where no numbers are given;
/// `bad_request` for a number that is none, or of a year before the paper or to come; `name_missing`,
/// `name_too_long`, `name_bad_character` for the reason; in an own series `register_elsewhere`,
/// `number_outside`, `number_skipped`, `lease_unanswered`, `block_used_up`; `number_taken`.
pub fn correct(facts: &Facts, request: &CorrectNumber, ctx: &Ctx) -> Decision {
    correct_may(facts, request, ctx)?;
    let minutes = own_minutes(facts, request.unit, request.minutes)?;
    let wrong_state = || Refusal::new(Code::WrongState);
    let (Some(signed), Some(wrong), Some(wrong_year)) =
        (minutes.signed(), minutes.number(), minutes.numbered_in())
    else {
        return Err(wrong_state());
    };
    if stands_in_the_file(facts, minutes)? {
        return Err(wrong_state());
    }
    let year = request.year.unwrap_or(wrong_year);
    let day = signed.date_on_paper;
    if !(1..=LAST).contains(&request.number) || !years_of(day, ctx).any(|of| of == year) {
        return Err(Refusal::new(Code::BadRequest));
    }
    let reason = text::sentence("reason", &request.reason)?;
    let register = match facts.unit(minutes.giver_unit)?.numbering {
        Numbering::OwnSeries => {
            let register = held_here(facts, minutes.giver_unit, year, ctx)?;
            register.may_use(request.number)?;
            Some(Change(Row::Register(register.used(request.number))))
        }
        Numbering::Typed => None,
        Numbering::None => return Err(Refusal::new(Code::NumberingMode)),
    };
    free(facts, minutes.giver_unit, year, request.number)?;
    let mut minutes = minutes.clone();
    minutes.corrected.push(CorrectedNumber {
        number: wrong,
        year: wrong_year,
        by: ctx.actor,
        at: ctx.stamp.at,
        reason,
    });
    let corrected = numbered(&minutes, request.number, year)?;
    Ok([corrected].into_iter().chain(register).collect())
}

/// Whether the file of minutes carries the number under the organisation's signature.
fn stands_in_the_file(facts: &Facts, minutes: &HandoverMinutes) -> Result<bool, Refusal> {
    let Some(file) = &minutes.digital else {
        return Ok(false);
    };
    let signed = Party::ALL
        .into_iter()
        .filter(|party| party.is_organisation());
    let mut signed = signed.filter(|party| file.of(*party).is_some());
    Ok(facts.route(minutes)? == Route::Digital && signed.next().is_some())
}

/// The calendar years that a number of a paper may belong to: from that of the day on it until this
/// one.
fn years_of(day: NaiveDate, ctx: &Ctx) -> impl Iterator<Item = i32> + use<> {
    (day.year()..=ctx.day().year().max(day.year())).rev()
}

/// Refuses unless somebody leads the unit, or is the clerk whom its head named for the numbers.
fn may_number(facts: &Facts, unit: UnitId, ctx: &Ctx) -> Result<(), Refusal> {
    let may = facts
        .posts_held(ctx.actor, unit)
        .any(|post| post.on(ctx.day()) && post.may_number());
    may.then_some(())
        .ok_or_else(|| Refusal::new(Code::MayNotNumber))
}

/// The day on the paper, before whose year no number of it is.
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

/// Minutes with their first number, and who gave it.
fn first_number(
    minutes: &HandoverMinutes,
    number: u32,
    year: i32,
    ctx: &Ctx,
) -> Result<Change, Refusal> {
    let given = HandoverMinutes {
        number_given: Some(NumberGiven {
            by: ctx.actor,
            at: ctx.stamp.at,
        }),
        ..minutes.clone()
    };
    numbered(&given, number, year)
}

/// Minutes with a number of a year.
fn numbered(minutes: &HandoverMinutes, number: u32, year: i32) -> Result<Change, Refusal> {
    let Progress::Signed { frozen, signed, .. } = minutes.progress.clone() else {
        return Err(Refusal::new(Code::WrongState));
    };
    let other_year = year != signed.date_on_paper.year();
    let progress = Progress::Signed {
        frozen,
        signed,
        number: Some(number),
    };
    Ok(Change(Row::HandoverMinutes(Box::new(HandoverMinutes {
        progress,
        number_year: other_year.then_some(year),
        ..minutes.clone()
    }))))
}

#[cfg(test)]
mod tests;
