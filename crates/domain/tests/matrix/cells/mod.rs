//! For every act, requests that are right in every other respect, so that a refusal can only be
//! about who and where. What an act needs to be there is played before it by the head.

mod papers;
mod people;
mod units;

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::acts::{
    Act, AttachScan, ConfirmParent, CorrectNumber, Ctx, FreezeMinutes, GiveNumber, HandOver,
    RecordSigning, SkipNumbers, TypeNumber, decide,
};
use domain::ids::{MinutesId, OfficerId, OpId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::line::Line;
use domain::minutes::HandoverMinutes;
use domain::numbers::Register;
use domain::officer::Appointment;
use domain::rights::Function;
use domain::samples::{self, requests, today};
use domain::unit::SchoolLevel;
use domain::{Change, Facts, Refusal, Row, Stamp, compose};
use uuid::Uuid;

use crate::world::{COMMUNE, PERSON, SCHOOL, SO, decision_of, earlier, head_of, leader};
/// One act of somebody on facts.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) facts: Rc<Facts>,
    pub(crate) act: Act,
    pub(crate) actor: OfficerId,
}

/// Who acts at an instant, by the n-th op.
pub(crate) fn ctx(actor: OfficerId, at: DateTime<Utc>, n: u128) -> Ctx {
    Ctx {
        actor,
        device: samples::DEVICE,
        stamp: Stamp {
            op: OpId(Uuid::from_u128(0xce11 << 64 | n)),
            at,
        },
        taken: None,
    }
}

/// The act of a case.
pub(crate) const CELL: u128 = 1_000;

/// Facts on which acts are played, one after the other.
#[derive(Clone)]
struct Stage {
    facts: Facts,
    ops: u128,
}

impl Stage {
    fn on(facts: &Facts) -> Self {
        Self {
            facts: facts.clone(),
            ops: 0,
        }
    }

    fn with(mut self, row: Row) -> Self {
        self.facts.put(row);
        self
    }

    /// Plays an act an hour before.
    fn attempt(&mut self, act: impl Into<Act>, actor: OfficerId) -> Result<Vec<Change>, Refusal> {
        self.ops += 1;
        let changes = decide(&self.facts, &act.into(), &ctx(actor, earlier(), self.ops))?;
        self.facts.apply(&changes);
        Ok(changes)
    }

    fn play(&mut self, act: impl Into<Act>, actor: OfficerId) -> Vec<Change> {
        let act = act.into();
        match self.attempt(act.clone(), actor) {
            Ok(changes) => changes,
            Err(refusal) => panic!("the stage is not set: {refusal:?} of {act:?}"),
        }
    }

    /// What the server adds: it leases what the unit asked for.
    fn leased(self, unit: UnitId) -> Self {
        let register = register_of(&self.facts, unit).and_then(Register::leased);
        self.with(Row::Register(register.expect("a block is asked for")))
    }

    fn set(self) -> Rc<Facts> {
        Rc::new(self.facts)
    }
}

/// The minutes among changes.
fn drafted(changes: &[Change]) -> MinutesId {
    let minutes = changes.iter().find_map(|Change(row)| match row {
        Row::HandoverMinutes(minutes) => Some(minutes.id),
        _ => None,
    });
    minutes.expect("a hand-over drafts minutes")
}

/// What is handed over of a unit's own: a function of a school, a level of an office.
fn own_line(unit: UnitId) -> Line {
    if unit == SCHOOL {
        Line::of(Function::Library, today())
    } else {
        Line::level(SchoolLevel::LowerSecondary, today())
    }
}

/// A hand-over of a kind in a unit, to a receiver, with its head or that of the unit above as
/// giver.
fn hand_over(facts: &Facts, unit: UnitId, kind: MinutesKind, receiver: OfficerId) -> HandOver {
    let lines = matches!(kind, MinutesKind::Duties | MinutesKind::Levels);
    HandOver {
        unit,
        kind,
        giver: leader(facts, giving(unit, kind)),
        receiver,
        add: if lines { vec![own_line(unit)] } else { vec![] },
        login: lines.then(|| format!("dn{}", receiver.0.as_u128())),
        secret: if lines {
            SecretClause::Personal
        } else {
            SecretClause::SetAtTable
        },
        ..requests::hand_over()
    }
}

/// Who gives by minutes of a kind.
fn giving(unit: UnitId, kind: MinutesKind) -> UnitId {
    match (unit, kind) {
        (SCHOOL, MinutesKind::ToSchool) => COMMUNE,
        (COMMUNE, MinutesKind::DepartmentToCommune) => SO,
        _ => unit,
    }
}

/// The kind by which a unit hands over to its own people.
fn own_kind(unit: UnitId) -> MinutesKind {
    if unit == SCHOOL {
        MinutesKind::Duties
    } else {
        MinutesKind::Levels
    }
}

/// The kind by which a unit receives, if any is above it.
fn kind_from_above(unit: UnitId) -> Option<MinutesKind> {
    match unit {
        SCHOOL => Some(MinutesKind::ToSchool),
        COMMUNE => Some(MinutesKind::DepartmentToCommune),
        _ => None,
    }
}

/// What a machine sends to freeze minutes.
pub(crate) fn freezing(facts: &Facts, minutes: &HandoverMinutes, n: u128) -> Option<FreezeMinutes> {
    let content = compose::build(facts, minutes, earlier()).ok()?;
    Some(FreezeMinutes {
        unit: minutes.unit,
        minutes: minutes.id,
        token: format!("{n:032x}"),
        ..requests::freeze_minutes(content)
    })
}

/// That minutes were signed on a day.
pub(crate) fn recording(unit: UnitId, minutes: MinutesId, day: NaiveDate) -> RecordSigning {
    let mut request = requests::record_signing();
    (request.unit, request.minutes, request.date_on_paper) = (unit, vec![minutes], day);
    request
}

/// The register of a unit in the year of the town.
pub(crate) fn register_of(facts: &Facts, unit: UnitId) -> Option<&Register> {
    facts.register(unit, requests::open_register().year)
}

/// The next number for minutes, under the lease as it stands.
pub(crate) fn numbering(facts: &Facts, unit: UnitId, minutes: MinutesId) -> GiveNumber {
    let gives = facts
        .minutes
        .get(&minutes)
        .map(|minutes| minutes.giver_unit);
    let register = gives.and_then(|gives| register_of(facts, gives));
    let mut request = requests::give_number();
    (request.unit, request.minutes) = (unit, minutes);
    if let Some(register) = register {
        (request.register, request.epoch) = (register.id, register.epoch);
        request.number = register.next;
    }
    request
}

/// The next number closed.
pub(crate) fn skipping(facts: &Facts, unit: UnitId) -> SkipNumbers {
    let mut request = requests::skip_numbers();
    request.unit = unit;
    if let Some(register) = register_of(facts, unit) {
        (request.from, request.to) = (register.next, register.next);
    }
    request
}

/// A number of the general register for minutes.
pub(crate) fn typing(unit: UnitId, minutes: MinutesId, number: u32) -> TypeNumber {
    let mut request = requests::type_number();
    (request.unit, request.minutes, request.number) = (unit, minutes, number);
    request
}

/// Another number in the place of one that was typed wrongly.
pub(crate) fn correcting(unit: UnitId, minutes: MinutesId, number: u32) -> CorrectNumber {
    let mut request = requests::correct_number();
    (request.unit, request.minutes, request.number) = (unit, minutes, number);
    request
}

/// That a unit stands under another from a day on, by a decision of the Sở.
pub(crate) fn confirming(unit: UnitId, parent: UnitId, day: NaiveDate) -> ConfirmParent {
    let mut request = requests::confirm_parent();
    (request.unit, request.parent, request.from) = (unit, parent, day);
    request.document = Some(decision_of(SO));
    request
}

/// A scan of frozen minutes.
pub(crate) fn scanning(minutes: &HandoverMinutes) -> Option<AttachScan> {
    Some(AttachScan {
        unit: minutes.unit,
        minutes: minutes.id,
        scan: samples::file("scan"),
        pages: minutes.frozen()?.pages,
        check_code: minutes.frozen()?.check_code.clone(),
        unread: vec![],
    })
}

/// Who leads a unit on a day.
pub(crate) fn leader_on(facts: &Facts, unit: UnitId, day: NaiveDate) -> Option<OfficerId> {
    let leads = |post: &&Appointment| post.unit == unit && post.role.leads() && post.on(day);
    facts
        .appointments
        .values()
        .find(leads)
        .map(|post| post.officer)
}

/// Every case of a unit, with the person of the facts at work at home; on demand also those in
/// which the person has no part, so that they are counted once.
pub(crate) fn cases(facts: &Facts, unit: UnitId, home: UnitId, of_others: bool) -> Vec<Case> {
    let mut all = Cases {
        facts,
        unit,
        home,
        of_others,
        cases: vec![],
    };
    all.about_units();
    all.about_people();
    all.about_classes_and_logins();
    all.hand_overs();
    all.papers_of(own_kind(unit), &papers::OWN);
    if let Some(kind) = kind_from_above(unit) {
        all.papers_of(kind, &papers::FROM_ABOVE);
    }
    all.papers_of(MinutesKind::Custody, &papers::CUSTODY);
    all.closings();
    all.held();
    all.numbers();
    all.cases
}
struct Cases<'a> {
    facts: &'a Facts,
    unit: UnitId,
    home: UnitId,
    of_others: bool,
    cases: Vec<Case>,
}

impl Cases<'_> {
    fn here(&mut self, name: &'static str, act: impl Into<Act>) {
        let facts = Rc::new(self.facts.clone());
        self.on(name, &facts, act);
    }

    fn on(&mut self, name: &'static str, facts: &Rc<Facts>, act: impl Into<Act>) {
        self.by(name, facts, act, PERSON);
    }

    fn by(&mut self, name: &'static str, facts: &Rc<Facts>, act: impl Into<Act>, actor: OfficerId) {
        self.cases.push(Case {
            name,
            facts: Rc::clone(facts),
            act: act.into(),
            actor,
        });
    }

    /// What somebody else does, and has nothing to do with the person.
    fn of_another(
        &mut self,
        name: &'static str,
        facts: &Rc<Facts>,
        act: impl Into<Act>,
        actor: OfficerId,
    ) {
        if self.of_others {
            self.by(name, facts, act, actor);
        }
    }

    /// The same through the person's own unit, where the person works elsewhere.
    fn own_door(&mut self, name: &'static str, facts: &Rc<Facts>, act: impl Into<Act>) {
        if self.home != self.unit {
            self.on(name, facts, act);
        }
    }
}

/// Who receives for a unit: its head.
fn head_of_or_person(facts: &Facts, unit: UnitId) -> OfficerId {
    let leads = leader(facts, unit);
    if leads == PERSON {
        PERSON
    } else {
        head_of(unit)
    }
}
