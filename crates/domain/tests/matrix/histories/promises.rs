//! What holds after every act, whoever did it.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::Row;
use domain::acts::{Act, Ctx};
use domain::calendar::day_of;
use domain::delegation::{Delegation, Holder};
use domain::ids::{OfficerId, UnitId};
use domain::kind::MinutesKind;
use domain::minutes::{HandoverMinutes, Progress};
use domain::officer::{Appointment, Role};
use domain::rights::{Claim, Function};
use domain::route::Route;
use domain::samples::since;
use domain::unit::UnitKind;

use super::*;

impl History {
    /// Whether somebody has a post by order.
    pub(super) fn signs_by_order(&self, who: OfficerId) -> bool {
        self.facts
            .appointments
            .values()
            .any(|post| post.officer == who && post.role == Role::ByOrder)
    }

    /// Whether the giver of what is drafted or recorded has such a post.
    pub(super) fn is_given_by_order(&self, act: &Act) -> bool {
        let giver = match act {
            Act::HandOver(request) => Some(request.giver),
            Act::RecordSigning(request) => {
                let minutes = request.minutes.first();
                let minutes = minutes.and_then(|id| self.facts.minutes.get(id));
                minutes.map(|minutes| minutes.giver)
            }
            _ => None,
        };
        giver.is_some_and(|giver| self.signs_by_order(giver))
    }

    /// The right that a row was before.
    pub(super) fn before(&self, row: &Row) -> Option<Delegation> {
        match row {
            Row::Delegation(right) => self.facts.delegations.get(&right.id).cloned(),
            _ => None,
        }
    }

    pub(super) fn check(
        &self,
        row: &Row,
        before: Option<Delegation>,
        act: &Act,
        ctx: &Ctx,
        told: &mut Told,
    ) {
        // Whoever adds a unit makes its rows; a number is taken from the register of who gives.
        let beyond = matches!(
            (act, row),
            (Act::AddUnit(_), _)
                | (
                    Act::GiveNumber(_) | Act::GiveNextNumber(_),
                    Row::Register(_)
                )
        );
        let own = beyond || row.stream() == act.unit(ctx);
        self.promised(own, "an act changes rows of the unit alone that it names");
        match row {
            Row::Delegation(right) => self.check_right(right, before, act, ctx, told),
            Row::Appointment(post) => self.one_head(post.unit),
            Row::Unit(unit) => self.no_circle(unit.id),
            Row::HandoverMinutes(minutes) => {
                // Above the Sở is nobody who could sign that its head gave something back.
                let taken = minutes.kind == MinutesKind::TakeBack && minutes.unit == SO;
                let apart = minutes.giver != minutes.receiver || taken;
                self.promised(apart, "nobody gives to himself");
                // In a file that all have signed, the signatures are the record.
                let on_paper = minutes.route != Some(Route::Digital);
                let recorded = minutes
                    .signed()
                    .filter(|signed| on_paper && signed.recorded_at == self.at);
                let recorded_by = recorded.map(|signed| signed.recorded_by);
                let apart = recorded_by != Some(minutes.receiver);
                self.promised(apart, "the recorder is never the receiver");
            }
            Row::HeldAct(held) => {
                let own = held.actor == ctx.actor;
                self.promised(!own, "nobody decides on what he did himself");
            }
            _ => {}
        }
    }

    pub(super) fn check_right(
        &self,
        right: &Delegation,
        before: Option<Delegation>,
        act: &Act,
        ctx: &Ctx,
        told: &mut Told,
    ) {
        let was_closed = before.as_ref().and_then(|before| before.closed);
        let kept = was_closed.is_none() || was_closed == right.closed;
        self.promised(kept, "what is closed stays closed, at its first date");
        let began = before.as_ref().and_then(|before| before.in_force_at);
        let kept = began.is_none() || began == right.in_force_at;
        self.promised(kept, "a right keeps the instant at which it began");
        let opened = before.as_ref().and_then(|before| before.opened_at);
        self.promised(opened == right.opened_at, "the server alone opens");
        if began.is_some() || right.in_force_at.is_none() {
            return;
        }
        told.in_force += 1;
        let now = right.in_force_at == Some(ctx.stamp.at);
        self.promised(now, "a right begins at the recording, never earlier");
        if right.provisional {
            return;
        }
        let records = matches!(act, Act::RecordSigning(_) | Act::SignDigitally(_));
        self.promised(records, "only a signing brings a right into force");
        let minutes = self.facts.minutes.get(&right.minutes);
        let signed = minutes.is_some_and(|minutes| minutes.stands());
        self.promised(signed, "no right without signed minutes");
        let Some(minutes) = minutes else { return };
        self.promised(minutes.giver != minutes.receiver, "nobody gives to himself");
        let Holder::Officer(holder) = right.holder else {
            return;
        };
        self.promised(holder == minutes.receiver, "who signed receives");
        let undertaken = minutes.undertaking || self.undertook(minutes);
        let asks = minutes.kind.asks_undertaking();
        self.promised(undertaken || !asks, "no right without undertaking");
        for day in [Some(day_of(self.at)), right.line.until]
            .into_iter()
            .flatten()
        {
            let day = day.max(right.line.from);
            let held = self.unit_holds(right.unit, None, day);
            self.promised(held, "nobody holds longer than the unit holds");
        }
    }

    /// Whether the receiver signed an undertaking of the year before.
    pub(super) fn undertook(&self, minutes: &HandoverMinutes) -> bool {
        self.facts.minutes.values().any(|other| {
            other.undertaking
                && other.unit == minutes.unit
                && other.receiver == minutes.receiver
                && other.year == minutes.year
                && matches!(other.progress, Progress::Signed { .. })
        })
    }

    /// By plain loops: whether a unit, and each one above it as the tree stands, holds a function
    /// on a day. What a former parent gave stays until new minutes replace it (security §2), whatever
    /// those above hold by now.
    pub(super) fn unit_holds(
        &self,
        unit: UnitId,
        function: Option<Function>,
        day: NaiveDate,
    ) -> bool {
        let Some(row) = self.facts.units.get(&unit) else {
            return false;
        };
        let today = day_of(self.at);
        let above = row.parent_on(today);
        let left = |giver: UnitId| {
            let mut before = row
                .parents
                .iter()
                .filter(|parent| parent.value.unit == giver);
            let gone = |until: Option<NaiveDate>| until.is_some_and(|until| until < today);
            above != Some(giver) && before.any(|parent| gone(parent.until))
        };
        row.kind == UnitKind::Department
            || self.facts.delegations.values().any(|right| {
                right.holder == Holder::Unit(unit)
                    && right.in_force_at.is_some_and(|from| from <= self.at)
                    && right.closed.is_none_or(|closing| self.at < closing.at)
                    && right.line.from <= day
                    && right.line.until.is_none_or(|until| day <= until)
                    && (right.whole_unit || function.is_none_or(|f| right.line.function == f))
                    && (right.provisional
                        || left(right.given_by)
                        || above.is_some_and(|above| self.unit_holds(above, function, day)))
            })
    }

    /// A unit has exactly one head or person in charge on every day from its first on.
    pub(super) fn one_head(&self, unit: UnitId) {
        let posts = self.facts.appointments.values();
        let leading: Vec<&Appointment> = posts
            .filter(|post| post.unit == unit && post.role.leads() && !post.withdrawn)
            .collect();
        let mut days: BTreeSet<NaiveDate> = leading.iter().map(|post| post.from).collect();
        let after = leading.iter().filter_map(|post| post.until);
        days.extend(after.map(|until| until + Days::new(1)));
        for day in days.into_iter().filter(|day| *day >= since()) {
            let heads = leading.iter().filter(|post| post.on(day)).count();
            self.promised(
                heads == 1,
                "exactly one head or person in charge at every instant",
            );
        }
    }

    pub(super) fn no_circle(&self, unit: UnitId) {
        let day = day_of(self.at);
        let above = |unit: &UnitId| self.facts.units.get(unit)?.parent_on(day);
        let line = std::iter::successors(Some(unit), above).take(10);
        self.promised(line.count() < 6, "the organisation is a tree");
    }

    pub(super) fn no_number_twice(&self) {
        let mut seen = BTreeSet::new();
        for minutes in self.facts.minutes.values() {
            let year = |day: NaiveDate| chrono::Datelike::year(&day);
            let signed = minutes.signed().map(|signed| year(signed.date_on_paper));
            let year = minutes.number_year.or(signed);
            if let (Some(number), Some(year)) = (minutes.number(), year) {
                let first = seen.insert((minutes.giver_unit, year, number));
                self.promised(first, "no number is given twice");
                let register = self.facts.register(minutes.giver_unit, year);
                let lost = register.is_some_and(|register| register.skip_of(number).is_some());
                self.promised(!lost, "no number that was closed is given");
            }
        }
    }
    /// Of everybody with rights, some points of what counts: the unit holds each.
    pub(super) fn nobody_exceeds_the_unit(&mut self, chance: &mut Chance) {
        self.last = "the whole history";
        let holders: BTreeSet<(OfficerId, UnitId)> = self
            .facts
            .delegations
            .values()
            .filter_map(|right| match right.holder {
                Holder::Officer(officer) => Some((officer, right.unit)),
                Holder::Unit(_) => None,
            })
            .collect();
        for (officer, unit) in holders {
            for effective in self.facts.effective_of(officer, unit, self.at) {
                let right = &self.facts.delegations[&effective.delegation];
                self.promised(right.in_force(self.at), "what counts is in force");
                let minutes = self.facts.minutes.get(&right.minutes);
                let signed = minutes.is_some_and(|minutes| minutes.signed().is_some());
                self.promised(signed, "no right without signed minutes");
                let function = chance.one([
                    Function::Library,
                    Function::Homeroom,
                    Function::LevelOversight,
                    Function::Administration,
                ]);
                let day = day_of(self.at) + Days::new(chance.below(40) as u64);
                if opens(&effective.claim, function, day) {
                    let held = self.unit_holds(unit, Some(function), day);
                    self.promised(held, "nobody holds more than the unit holds");
                    let given = right.whole_unit || right.line.claim().functions.has(&function);
                    self.promised(given, "nobody holds more than was signed");
                }
            }
        }
    }
}

/// Whether a claim opens a function on a day.
fn opens(claim: &Claim, function: Function, day: NaiveDate) -> bool {
    claim.functions.has(&function)
        && claim.from <= day
        && claim.until.is_none_or(|until| day <= until)
}
