//! Random histories: people do acts at random, honest and forged, and after every one of them the
//! promises of `security.md` §1 hold and the rule allows nothing that the oracle forbids.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::account::{AccountKind, System};
use domain::acts::people::OfficerEdit;
use domain::acts::{
    Act, AddAccount, AddClass, AddOfficer, AddUnit, Appoint, AssignTeacher, AttachScan,
    CancelMinutes, ChangeHead, ConfirmParent, ConfirmReceipt, ConfirmRecording, CsdlTasksDone, Ctx,
    DeclineMinutes, EditOfficer, EndAppointment, FreezeMinutes, GiveNumber, HandOver, OpenRegister,
    RecordSigning, RenameUnit, SetRoute, SetUnit, SignDigitally, TakeBack, TypeNumber, Withdraw,
    Withdrawn, decide,
};
use domain::blanks::Party;
use domain::calendar::day_of;
use domain::delegation::{Delegation, Holder};
use domain::ids::{MinutesId, OfficerId, OpId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::minutes::{HandoverMinutes, Progress};
use domain::officer::{Appointment, Role};
use domain::rights::{Claim, Function, Right};
use domain::route::Route;
use domain::samples::{self, monday, requests, since};
use domain::signatures::FieldSignature;
use domain::unit::{Numbering, SchoolLevel, UnitKind};
use domain::{Change, Facts, Row, Stamp, compose, opening};
use uuid::Uuid;

use crate::cells::{leader_on, scanning};
use crate::oracle::{self, Law};
use crate::world::{
    COMMUNE, FOREIGN, OTHER_COMMUNE, PERSON, Phase, Place, SCHOOL, SIBLING, SO, class_of,
    colleague_of, decision_of, deputy_of, head_of, newcomer_of, post_of, preparer_of, teacher_of,
    with_person,
};

/// Acts that one history tries.
const ACTS: usize = 14;

/// The units in which people act.
const UNITS: [UnitId; 6] = [SCHOOL, COMMUNE, SO, SIBLING, OTHER_COMMUNE, FOREIGN];

/// SplitMix64: seeded, so that a history can be played again.
#[derive(Clone)]
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Whether something happens that does so n times in a hundred.
    fn percent(&mut self, n: u64) -> bool {
        self.next() % 100 < n
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        (!list.is_empty()).then(|| list[self.below(list.len())])
    }

    fn one<T: Copy, const N: usize>(&mut self, list: [T; N]) -> T {
        list[self.below(N)]
    }
}

/// What came of histories.
#[derive(Default)]
pub(crate) struct Told {
    /// Acts that were tried, and done.
    pub(crate) tried: u64,
    pub(crate) done: u64,
    /// Rights that came into force, and were opened.
    pub(crate) in_force: u64,
    pub(crate) opened: u64,
    /// What the rule allowed against a law, with the acts and whether the person is a vice head
    /// without decision or an officer by order.
    pub(crate) against: BTreeMap<(Law, &'static str, bool), u64>,
}

impl Told {
    /// This and what came of other histories.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.tried += other.tried;
        self.done += other.done;
        self.in_force += other.in_force;
        self.opened += other.opened;
        for (what, times) in other.against {
            *self.against.entry(what).or_default() += times;
        }
        self
    }
}

/// The towns that histories begin in: each place of the person in each phase.
pub(crate) fn beginnings() -> Vec<Facts> {
    let mut all = vec![];
    for home in [SCHOOL, COMMUNE, SO] {
        for place in Place::ALL {
            for phase in Phase::ALL {
                let facts = with_person(place, home, phase);
                all.push(short_holding(facts.clone()));
                all.push(facts);
            }
        }
    }
    all
}

/// What the commune holds ends in three weeks: nothing below lasts longer.
fn short_holding(mut facts: Facts) -> Facts {
    let held = facts.delegations.values();
    let held = held.filter(|right| right.holder == Holder::Unit(COMMUNE));
    let shorter: Vec<Row> = held
        .cloned()
        .map(|mut right| {
            right.line.until = Some(day_of(monday()) + Days::new(21));
            Row::Delegation(right)
        })
        .collect();
    shorter.into_iter().for_each(|row| facts.put(row));
    facts
}

/// Plays one history.
///
/// # Panics
/// If a promise is broken, with the seed that plays it again.
pub(crate) fn play(seed: u64, beginnings: &[Facts], told: &mut Told) {
    let mut chance = Chance(seed);
    let mut history = History {
        facts: beginnings[chance.below(beginnings.len())].clone(),
        at: monday(),
        ops: 0,
        seed,
        last: "",
    };
    for _ in 0..ACTS {
        history.at += Duration::minutes(chance.below(60 * 20) as i64);
        if chance.percent(10) {
            history.open(told);
            continue;
        }
        let Some((act, actor)) = history.choose(&mut chance) else {
            continue;
        };
        history.act(&act, actor, told);
    }
    history.open(told);
    history.nobody_exceeds_the_unit(&mut chance);
}

struct History {
    facts: Facts,
    at: DateTime<Utc>,
    ops: u128,
    seed: u64,
    last: &'static str,
}

impl History {
    fn ctx(&mut self, actor: OfficerId) -> Ctx {
        self.ops += 1;
        Ctx {
            actor,
            device: samples::DEVICE,
            stamp: Stamp {
                op: OpId(Uuid::from_u128(u128::from(self.seed) << 64 | self.ops)),
                at: self.at,
            },
        }
    }

    #[track_caller]
    fn promised(&self, so: bool, promise: &str) {
        assert!(so, "{promise} (after {}; seed {})", self.last, self.seed);
    }

    fn act(&mut self, act: &Act, actor: OfficerId, told: &mut Told) {
        let ctx = self.ctx(actor);
        self.last = act.kind();
        told.tried += 1;
        let Ok(changes) = decide(&self.facts, act, &ctx) else {
            return;
        };
        told.done += 1;
        if let Err(law) = oracle::may(&self.facts, act, &ctx) {
            let loose = self.signs_loosely(actor);
            *told.against.entry((law, act.kind(), loose)).or_default() += 1;
        }
        let before = changes
            .iter()
            .map(|Change(row)| self.before(row))
            .collect::<Vec<_>>();
        self.facts.apply(&changes);
        for (Change(row), before) in changes.iter().zip(before) {
            self.check(row, before, act, &ctx, told);
        }
        if matches!(act, Act::GiveNumber(_) | Act::TypeNumber(_)) {
            self.no_number_twice();
        }
    }

    /// Whether somebody has a post of a vice head without decision, or by order.
    fn signs_loosely(&self, who: OfficerId) -> bool {
        self.facts.appointments.values().any(|post| {
            post.officer == who
                && (post.role == Role::Deputy && post.document.is_none()
                    || post.role == Role::ByOrder)
        })
    }

    /// The right that a row was before.
    fn before(&self, row: &Row) -> Option<Delegation> {
        match row {
            Row::Delegation(right) => self.facts.delegations.get(&right.id).cloned(),
            _ => None,
        }
    }

    fn check(&self, row: &Row, before: Option<Delegation>, act: &Act, ctx: &Ctx, told: &mut Told) {
        // Whoever adds a unit makes its rows; a number is taken from the register of who gives.
        let beyond = matches!(
            (act, row),
            (Act::AddUnit(_), _) | (Act::GiveNumber(_), Row::Register(_))
        );
        let own = beyond || row.stream() == act.unit(ctx);
        self.promised(own, "an act changes rows of the unit alone that it names");
        match row {
            Row::Delegation(right) => self.check_right(right, before, act, ctx, told),
            Row::Appointment(post) => self.one_head(post.unit),
            Row::Unit(unit) => self.no_circle(unit.id),
            Row::HandoverMinutes(minutes) => {
                let apart =
                    minutes.giver != minutes.receiver || minutes.kind == MinutesKind::HeadChange;
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
            _ => {}
        }
    }

    fn check_right(
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
    fn undertook(&self, minutes: &HandoverMinutes) -> bool {
        self.facts.minutes.values().any(|other| {
            other.undertaking
                && other.unit == minutes.unit
                && other.receiver == minutes.receiver
                && other.year == minutes.year
                && matches!(other.progress, Progress::Signed { .. })
        })
    }

    /// By plain loops: whether a unit, and each one that gave to it, holds a function on a day.
    fn unit_holds(&self, unit: UnitId, function: Option<Function>, day: NaiveDate) -> bool {
        let Some(row) = self.facts.units.get(&unit) else {
            return false;
        };
        row.kind == UnitKind::Department
            || self.facts.delegations.values().any(|right| {
                right.holder == Holder::Unit(unit)
                    && right.in_force_at.is_some_and(|from| from <= self.at)
                    && right.closed.is_none_or(|closing| self.at < closing.at)
                    && right.line.from <= day
                    && right.line.until.is_none_or(|until| day <= until)
                    && (right.whole_unit || function.is_none_or(|f| right.line.function == f))
                    && (right.provisional || self.unit_holds(right.given_by, function, day))
            })
    }

    /// A unit has exactly one head or person in charge on every day from its first on.
    fn one_head(&self, unit: UnitId) {
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

    fn no_circle(&self, unit: UnitId) {
        let day = day_of(self.at);
        let above = |unit: &UnitId| self.facts.units.get(unit)?.parent_on(day);
        let line = std::iter::successors(Some(unit), above).take(10);
        self.promised(line.count() < 6, "the organisation is a tree");
    }

    fn no_number_twice(&self) {
        let mut seen = BTreeSet::new();
        for minutes in self.facts.minutes.values() {
            let year = |day: NaiveDate| chrono::Datelike::year(&day);
            let signed = minutes.signed().map(|signed| year(signed.date_on_paper));
            if let (Some(number), Some(year)) = (minutes.number(), signed) {
                let first = seen.insert((minutes.giver_unit, year, number));
                self.promised(first, "no number is given twice");
            }
        }
    }

    /// What the server adds: it opens what is signed.
    fn open(&mut self, told: &mut Told) {
        self.last = "opening";
        for unit in UNITS {
            for _ in 0..4 {
                let changes = opening::next(&self.facts, unit, self.at);
                if changes.is_empty() {
                    break;
                }
                for Change(row) in &changes {
                    let Row::Delegation(right) = row else {
                        continue;
                    };
                    told.opened += 1;
                    let begun = right.in_force_at.is_some_and(|from| from <= self.at);
                    self.promised(
                        begun && right.opened_at == Some(self.at),
                        "opened ⊆ in force",
                    );
                    self.promised(right.closed.is_none(), "what is closed is not opened");
                }
                self.facts.apply(&changes);
            }
        }
    }

    /// Of everybody with rights, some points of what counts: the unit holds each.
    fn nobody_exceeds_the_unit(&mut self, chance: &mut Chance) {
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

    /// The next act: half of the time the next step of some minutes by somebody who may do it,
    /// otherwise anything by anybody.
    fn choose(&mut self, chance: &mut Chance) -> Option<(Act, OfficerId)> {
        let standing = self
            .facts
            .minutes
            .values()
            .filter(|minutes| minutes.ended.is_none());
        let open: Vec<MinutesId> = standing.map(|minutes| minutes.id).collect();
        if chance.percent(60)
            && let Some(id) = chance.of(&open)
        {
            let gives = self.facts.minutes[&id].giver_unit;
            let actor = if chance.percent(80) {
                let day = day_of(self.at);
                let leads = leader_on(&self.facts, gives, day).unwrap_or(PERSON);
                chance.one([leads, leads, preparer_of(gives), PERSON])
            } else {
                self.anybody(chance)
            };
            return Some((self.next_step(id, chance)?, actor));
        }
        let unit = chance.one(UNITS);
        let actor = match chance.below(10) {
            0..=3 => head_of(unit),
            4 => preparer_of(unit),
            5 => deputy_of(unit),
            6 | 7 => PERSON,
            _ => self.anybody(chance),
        };
        Some((self.anything(unit, chance)?, actor))
    }

    /// Anybody of the register, and now and then nobody.
    fn anybody(&self, chance: &mut Chance) -> OfficerId {
        if chance.percent(5) {
            return OfficerId(samples::LOST);
        }
        let people: Vec<OfficerId> = self.facts.officers.keys().copied().collect();
        chance.of(&people).unwrap_or(PERSON)
    }

    /// Somebody of a unit, now and then of another one.
    fn somebody_of(&self, unit: UnitId, chance: &mut Chance) -> OfficerId {
        match chance.below(8) {
            0 => head_of(unit),
            1 | 2 => teacher_of(unit),
            3 => colleague_of(unit),
            4 => deputy_of(unit),
            5 | 6 => PERSON,
            _ => self.anybody(chance),
        }
    }

    /// The step that minutes wait for, now and then another one or through another unit.
    fn next_step(&self, id: MinutesId, chance: &mut Chance) -> Option<Act> {
        let minutes = &self.facts.minutes[&id];
        let unit = if chance.percent(5) {
            chance.one(UNITS)
        } else {
            minutes.unit
        };
        let day = day_of(self.at);
        if chance.percent(12) {
            return Some(match chance.below(3) {
                0 => CancelMinutes {
                    unit,
                    minutes: id,
                    ..requests::cancel_minutes()
                }
                .into(),
                1 => DeclineMinutes {
                    unit,
                    minutes: id,
                    ..requests::decline_minutes()
                }
                .into(),
                _ => SetRoute {
                    unit,
                    minutes: vec![id],
                    route: chance.one([Route::Paper, Route::Digital]),
                }
                .into(),
            });
        }
        Some(match &minutes.progress {
            Progress::Draft => {
                let content = compose::build(&self.facts, minutes, self.at).ok()?;
                FreezeMinutes {
                    unit,
                    minutes: id,
                    token: format!("{:032x}", chance.next()),
                    ..requests::freeze_minutes(content)
                }
                .into()
            }
            Progress::AwaitingSignatures { .. } if minutes.route != Some(Route::Paper) => {
                self.sign(minutes, unit).into()
            }
            Progress::AwaitingSignatures { .. } => RecordSigning {
                unit,
                minutes: vec![id],
                date_on_paper: day,
                ..requests::record_signing()
            }
            .into(),
            Progress::Signed { signed, .. } => match chance.below(4) {
                0 => GiveNumber {
                    unit,
                    minutes: id,
                    ..requests::give_number()
                }
                .into(),
                1 if signed.head_must_confirm => ConfirmRecording { unit, minutes: id }.into(),
                1 => ConfirmReceipt {
                    unit,
                    minutes: id,
                    ..requests::confirm_receipt()
                }
                .into(),
                2 => TypeNumber {
                    unit,
                    minutes: id,
                    number: 1 + chance.below(9) as u32,
                    ..requests::type_number()
                }
                .into(),
                _ => AttachScan {
                    unit,
                    ..scanning(minutes)?
                }
                .into(),
            },
        })
    }

    /// The next signature in the file of minutes.
    fn sign(&self, minutes: &HandoverMinutes, unit: UnitId) -> SignDigitally {
        let there = minutes.digital.as_ref().map(|file| file.signatures.clone());
        let mut signatures = there.unwrap_or_default();
        let signed = |party: &Party| signatures.iter().any(|s| s.field == party.field());
        if let Some(party) = minutes.parties().into_iter().find(|party| !signed(party)) {
            let who = match party {
                Party::Giver => minutes.giver,
                _ => minutes.receiver,
            };
            let name = self
                .facts
                .officers
                .get(&who)
                .map_or("", |officer| &officer.name);
            signatures.push(FieldSignature {
                claimed_at: self.at,
                ..samples::signature(party, name)
            });
        }
        SignDigitally {
            unit,
            minutes: minutes.id,
            signatures,
            ..requests::sign_digitally()
        }
    }

    fn anything(&self, unit: UnitId, chance: &mut Chance) -> Option<Act> {
        let day = day_of(self.at);
        let officer = self.somebody_of(unit, chance);
        Some(match chance.below(34) {
            0..=14 => self.hand_over(unit, chance).into(),
            15 | 16 => TakeBack {
                unit,
                officer,
                suspend: chance.percent(30),
                ..requests::take_back()
            }
            .into(),
            17 => EndAppointment {
                unit,
                appointment: post_of(officer),
                until: day - Days::new(chance.below(2) as u64),
                ..requests::end_appointment()
            }
            .into(),
            18 | 19 => Appoint {
                unit,
                officer,
                post: self.post(unit, chance),
            }
            .into(),
            20 => AddOfficer {
                unit,
                code: format!("M{}", chance.below(1_000)),
                post: self.post(unit, chance),
                ..requests::add_officer()
            }
            .into(),
            21 | 22 => ChangeHead {
                unit,
                officer,
                from: day,
                document: decision_of(unit),
                role: chance.one([Role::Head, Role::InCharge]),
                ..requests::change_head()
            }
            .into(),
            23 => ConfirmParent {
                unit,
                parent: chance.one(UNITS),
                from: day,
                ..requests::confirm_parent()
            }
            .into(),
            24 => AddUnit {
                by_unit: unit,
                parent: Some(chance.one(UNITS)),
                ..requests::add_unit()
            }
            .into(),
            25 => OpenRegister {
                unit,
                ..requests::open_register()
            }
            .into(),
            26 => Withdraw {
                unit,
                entries: vec![Withdrawn::Officer {
                    officer: chance.one([officer, newcomer_of(unit)]),
                }],
            }
            .into(),
            27 => EditOfficer {
                unit,
                officer,
                edits: vec![OfficerEdit::Name {
                    expect: self.facts.officers.get(&officer)?.name.clone(),
                    set: "Hoàng Thị Mai".to_owned(),
                }],
            }
            .into(),
            28 => AddAccount {
                unit,
                system: System::Other(format!("SMAS {}", chance.below(3))),
                kind: chance.one([AccountKind::Admin, AccountKind::Use]),
                officer: Some(officer),
                ..requests::add_account()
            }
            .into(),
            29 => SetUnit {
                unit,
                numbering: chance.one([Numbering::OwnSeries, Numbering::Typed]),
                route: Some(chance.one([Route::Paper, Route::Digital])),
                ..requests::set_unit()
            }
            .into(),
            30 => RenameUnit {
                unit,
                from: day,
                ..requests::rename_unit()
            }
            .into(),
            31 => CsdlTasksDone {
                unit,
                tasks: self.facts.tasks.keys().copied().take(2).collect(),
                on: day,
            }
            .into(),
            32 => AddClass {
                unit,
                ..requests::add_class()
            }
            .into(),
            _ => AssignTeacher {
                unit,
                class: class_of(chance.one([unit, SCHOOL])),
                officer,
                from: day,
                ..requests::assign_teacher()
            }
            .into(),
        })
    }

    fn post(&self, unit: UnitId, chance: &mut Chance) -> domain::acts::people::Post {
        let day = day_of(self.at);
        domain::acts::people::Post {
            role: chance.one([Role::Member, Role::Member, Role::Deputy, Role::ByOrder]),
            prepares: chance.percent(25),
            document: chance.percent(50).then(|| decision_of(unit)),
            from: day,
            until: chance.percent(30).then(|| day + Days::new(2)),
            ..requests::teachers_post()
        }
    }

    fn hand_over(&self, unit: UnitId, chance: &mut Chance) -> HandOver {
        let day = day_of(self.at);
        let kind = match chance.below(10) {
            0..=5 if unit == SCHOOL || unit == SIBLING || unit == FOREIGN => MinutesKind::Duties,
            0..=5 => MinutesKind::Levels,
            6 | 7 => MinutesKind::Custody,
            8 => MinutesKind::ToSchool,
            _ => MinutesKind::DepartmentToCommune,
        };
        let gives = if kind.to_unit() {
            self.facts.units[&unit].parent_on(day).unwrap_or(unit)
        } else {
            unit
        };
        let receiver = match chance.below(10) {
            0..=3 => teacher_of(unit),
            4 => colleague_of(unit),
            _ => self.somebody_of(unit, chance),
        };
        let giver = match chance.below(10) {
            0..=6 => leader_on(&self.facts, gives, day).unwrap_or(head_of(gives)),
            7 => deputy_of(gives),
            8 => receiver,
            _ => self.anybody(chance),
        };
        let lines = matches!(kind, MinutesKind::Duties | MinutesKind::Levels);
        let mut line = match kind {
            MinutesKind::Levels => Line::level(SchoolLevel::LowerSecondary, day),
            _ if receiver == teacher_of(unit) && chance.percent(50) => {
                Line::homeroom(class_of(unit), day)
            }
            _ => Line::of(Function::Library, day),
        };
        if chance.percent(60) {
            line.until = Some(day + Days::new(chance.below(15) as u64));
        }
        if chance.percent(10) {
            line.rights.insert(Right::Delegate);
        }
        HandOver {
            unit,
            kind,
            giver,
            receiver,
            add: if lines { vec![line] } else { vec![] },
            login: lines.then(|| format!("dn{}", receiver.0.as_u128())),
            secret: if lines {
                SecretClause::Personal
            } else {
                SecretClause::SetAtTable
            },
            ..requests::hand_over()
        }
    }
}

/// Whether a claim opens a function on a day.
fn opens(claim: &Claim, function: Function, day: NaiveDate) -> bool {
    claim.functions.has(&function)
        && claim.from <= day
        && claim.until.is_none_or(|until| day <= until)
}
