//! The town in which the matrix is walked, and the person whose place in it is tried.
//!
//! The Sở; the communes B and A under it, B formerly under a district office; the school S, which
//! moved from A to B on 1 October, and its sibling under B; a school under A, which is foreign to
//! all of them. Every unit has a head, a preparer, a clerk and two plain officers.

use chrono::{Days, NaiveDate};
use domain::account::{Account, AccountKind, Custody};
use domain::document::Document;
use domain::ids::{AccountId, AppointmentId, ClassId, DocumentId, OfficerId, UnitId};
use domain::officer::{Appointment, Role};
use domain::samples::{self, monday, since, today, tomorrow, yesterday};
use domain::school_class::SchoolClass;
use domain::unit::{Dated, Parent, Unit, UnitKind};
use domain::{Facts, Row};
use uuid::Uuid;

/// The Sở.
pub(crate) const SO: UnitId = samples::DEPARTMENT;
/// The commune in the middle.
pub(crate) const COMMUNE: UnitId = samples::COMMUNE;
/// The school below it.
pub(crate) const SCHOOL: UnitId = samples::SCHOOL;
/// The other school of that commune.
pub(crate) const SIBLING: UnitId = samples::OTHER_SCHOOL;
/// The commune beside it, under which the school stood until 30 September.
pub(crate) const OTHER_COMMUNE: UnitId = UnitId(Uuid::from_u128(0x50));
/// The office under which the commune stood until 30 September.
pub(crate) const DISTRICT: UnitId = UnitId(Uuid::from_u128(0x60));
/// A school of the other commune.
pub(crate) const FOREIGN: UnitId = UnitId(Uuid::from_u128(0x70));

/// Every unit, those above first, with its kind and who is and was above it.
const UNITS: [(UnitId, UnitKind, Option<UnitId>, Option<UnitId>); 7] = [
    (SO, UnitKind::Department, None, None),
    (DISTRICT, UnitKind::DistrictOffice, Some(SO), None),
    (COMMUNE, UnitKind::Commune, Some(SO), Some(DISTRICT)),
    (OTHER_COMMUNE, UnitKind::Commune, Some(SO), None),
    (SCHOOL, UnitKind::School, Some(COMMUNE), Some(OTHER_COMMUNE)),
    (SIBLING, UnitKind::School, Some(COMMUNE), None),
    (FOREIGN, UnitKind::School, Some(OTHER_COMMUNE), None),
];

/// The units in which acts are tried.
pub(crate) const TARGETS: [UnitId; 3] = [SCHOOL, COMMUNE, SO];

/// Where the person works, as seen from the unit in which the act is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    Own,
    Sibling,
    Parent,
    AboveParent,
    Child,
    FormerParent,
    Foreign,
}

impl Relation {
    pub(crate) const ALL: [Self; 7] = [
        Self::Own,
        Self::Sibling,
        Self::Parent,
        Self::AboveParent,
        Self::Child,
        Self::FormerParent,
        Self::Foreign,
    ];

    /// The unit that stands so to another, where the town has one.
    pub(crate) fn to(self, target: UnitId) -> Option<UnitId> {
        match (target, self) {
            (_, Self::Own) => Some(target),
            (SCHOOL, Self::Sibling) => Some(SIBLING),
            (SCHOOL, Self::Parent) => Some(COMMUNE),
            (SCHOOL, Self::AboveParent) => Some(SO),
            (SCHOOL, Self::FormerParent) => Some(OTHER_COMMUNE),
            (SCHOOL | COMMUNE, Self::Foreign) => Some(FOREIGN),
            (COMMUNE, Self::Sibling) => Some(OTHER_COMMUNE),
            (COMMUNE, Self::Parent) => Some(SO),
            (COMMUNE, Self::Child) => Some(SCHOOL),
            (COMMUNE, Self::FormerParent) => Some(DISTRICT),
            (SO, Self::Child) => Some(COMMUNE),
            _ => None,
        }
    }
}

/// What the person is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Head,
    Acting,
    InCharge,
    Deputy,
    DeputyWithOtherPosts,
    DeputyWithoutDecision,
    ByOrder,
    ByOrderWithoutDecision,
    Preparer,
    Custodian,
    CustodianWhoIsDeputy,
    Clerk,
    Teacher,
}

impl Place {
    pub(crate) const ALL: [Self; 13] = [
        Self::Head,
        Self::Acting,
        Self::InCharge,
        Self::Deputy,
        Self::DeputyWithOtherPosts,
        Self::DeputyWithoutDecision,
        Self::ByOrder,
        Self::ByOrderWithoutDecision,
        Self::Preparer,
        Self::Custodian,
        Self::CustodianWhoIsDeputy,
        Self::Clerk,
        Self::Teacher,
    ];

    fn role(self) -> Role {
        match self {
            Self::Head => Role::Head,
            Self::Acting => Role::Acting,
            Self::InCharge => Role::InCharge,
            Self::Deputy
            | Self::DeputyWithOtherPosts
            | Self::DeputyWithoutDecision
            | Self::CustodianWhoIsDeputy => Role::Deputy,
            Self::ByOrder | Self::ByOrderWithoutDecision => Role::ByOrder,
            Self::Preparer | Self::Custodian | Self::Clerk | Self::Teacher => Role::Member,
        }
    }

    /// Whether a stored decision stands behind the post.
    fn by_decision(self) -> bool {
        let with = [
            Self::Acting,
            Self::InCharge,
            Self::Deputy,
            Self::DeputyWithOtherPosts,
            Self::ByOrder,
            Self::CustodianWhoIsDeputy,
        ];
        with.contains(&self)
    }

    fn keeps_the_account(self) -> bool {
        matches!(self, Self::Custodian | Self::CustodianWhoIsDeputy)
    }
}

/// When the act is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Before,
    During,
    After,
}

impl Phase {
    pub(crate) const ALL: [Self; 3] = [Self::Before, Self::During, Self::After];

    /// First and last day of the post, as seen from Monday.
    fn days(self) -> (NaiveDate, Option<NaiveDate>) {
        match self {
            Self::Before => (tomorrow(), None),
            Self::During => (since(), None),
            Self::After => (since(), Some(yesterday())),
        }
    }
}

/// The n-th id that belongs to a unit.
fn of_unit(unit: UnitId, n: u128) -> Uuid {
    Uuid::from_u128(unit.0.as_u128() + n)
}

/// The person whose place is tried.
pub(crate) const PERSON: OfficerId = OfficerId(Uuid::from_u128(0x7777));

/// Who is head of a unit unless the person is.
pub(crate) fn head_of(unit: UnitId) -> OfficerId {
    samples::head_of(unit)
}

/// Who has a class, or looks after a level.
pub(crate) fn teacher_of(unit: UnitId) -> OfficerId {
    OfficerId(of_unit(unit, 2))
}

/// A second officer with a plain post.
pub(crate) fn colleague_of(unit: UnitId) -> OfficerId {
    OfficerId(of_unit(unit, 3))
}

/// Who prepares papers and nothing else.
pub(crate) fn preparer_of(unit: UnitId) -> OfficerId {
    OfficerId(of_unit(unit, 4))
}

/// A vice head who signs by a stored decision.
pub(crate) fn deputy_of(unit: UnitId) -> OfficerId {
    OfficerId(of_unit(unit, 5))
}

/// A class of a school.
pub(crate) fn class_of(unit: UnitId) -> ClassId {
    ClassId(of_unit(unit, 6))
}

/// The admin account.
pub(crate) fn admin_of(unit: UnitId) -> AccountId {
    AccountId(of_unit(unit, 7))
}

/// A decision in the register.
pub(crate) fn decision_of(unit: UnitId) -> DocumentId {
    DocumentId(of_unit(unit, 8))
}

/// Somebody on whom nothing rests.
pub(crate) fn newcomer_of(unit: UnitId) -> OfficerId {
    OfficerId(of_unit(unit, 9))
}

/// A post of somebody.
pub(crate) fn post_of(officer: OfficerId) -> AppointmentId {
    samples::post_id(officer)
}

/// A post that carries the mark of the records clerk.
pub(crate) fn clerks_post(officer: OfficerId, unit: UnitId) -> Appointment {
    Appointment {
        position: "Nhân viên".to_owned(),
        duty: Some("văn thư".to_owned()),
        prepares: true,
        numbers: true,
        ..samples::post(officer, unit, Role::Member)
    }
}

/// The town without the person.
pub(crate) fn town() -> Facts {
    let mut rows = vec![];
    for (unit, kind, parent, former) in UNITS {
        rows.push(Row::Unit(unit_row(unit, kind, parent, former)));
        if let Some(above) = parent {
            rows.push(Row::Delegation(samples::holding(unit, above)));
        }
        rows.push(Row::Account(Account {
            custody: Custody::Head,
            ..samples::account(admin_of(unit), unit, AccountKind::Admin, Custody::Head)
        }));
        rows.push(Row::Document(Document {
            id: decision_of(unit),
            unit,
            ..samples::document()
        }));
        if kind.teaches() {
            rows.push(Row::SchoolClass(SchoolClass {
                unit,
                ..samples::class(class_of(unit), "6A2", Some(teacher_of(unit)))
            }));
        }
        for (officer, role, prepares) in [
            (head_of(unit), Role::Head, true),
            (teacher_of(unit), Role::Member, false),
            (colleague_of(unit), Role::Member, false),
            (newcomer_of(unit), Role::Member, false),
            (preparer_of(unit), Role::Member, true),
            (deputy_of(unit), Role::Deputy, false),
        ] {
            rows.push(person_row(officer, unit));
            rows.push(Row::Appointment(Appointment {
                prepares,
                document: (role == Role::Deputy).then(|| decision_of(unit)),
                ..samples::post(officer, unit, role)
            }));
        }
    }
    rows.into_iter().collect()
}

fn unit_row(id: UnitId, kind: UnitKind, parent: Option<UnitId>, former: Option<UnitId>) -> Unit {
    let moved_on = since() + Days::new(30);
    let under = |unit: UnitId, from, until| Dated {
        value: Parent {
            unit,
            confirmed_by: Some(head_of(unit)),
        },
        from,
        until,
    };
    let mut parents = vec![];
    parents.extend(former.map(|unit| under(unit, since(), moved_on.pred_opt())));
    let from = if former.is_some() { moved_on } else { since() };
    parents.extend(parent.map(|unit| under(unit, from, None)));
    Unit {
        parents,
        ..samples::unit(id, kind, None)
    }
}

fn person_row(officer: OfficerId, unit: UnitId) -> Row {
    let name = name_of(officer);
    Row::Officer(samples::officer(officer, unit, &name))
}

/// A name of its own for each person.
pub(crate) fn name_of(officer: OfficerId) -> String {
    const WORDS: [&str; 16] = [
        "An", "Bình", "Châu", "Dung", "Giang", "Hoa", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc",
        "Quang", "Sơn", "Thảo", "Vinh",
    ];
    let number = officer.0.as_u128();
    let word = |shift: u32| WORDS[(number >> shift & 15) as usize];
    format!("Trần {} {} {}", word(8), word(4), word(0))
}

/// The town with the person in a place of a unit. A head gives way to the person, and leads again
/// when the person does not.
pub(crate) fn with_person(place: Place, home: UnitId, phase: Phase) -> Facts {
    let mut facts = town();
    let (from, until) = phase.days();
    let post = if place == Place::Clerk {
        clerks_post(PERSON, home)
    } else {
        samples::post(PERSON, home, place.role())
    };
    facts.put(person_row(PERSON, home));
    facts.put(Row::Appointment(Appointment {
        prepares: post.role.leads() || matches!(place, Place::Preparer | Place::Clerk),
        document: place.by_decision().then(|| decision_of(home)),
        from,
        until,
        ..post
    }));
    if place == Place::DeputyWithOtherPosts {
        // One that comes before the post of the vice head, and one that comes after it.
        for id in [0x1, 0xffff_ffff] {
            facts.put(Row::Appointment(Appointment {
                id: AppointmentId(Uuid::from_u128(id)),
                from,
                until,
                ..samples::post(PERSON, home, Role::Member)
            }));
        }
    }
    if place.role().leads() {
        let head = samples::post(head_of(home), home, Role::Head);
        facts.put(Row::Appointment(match phase {
            Phase::Before => Appointment {
                until: Some(today()),
                ..head
            },
            Phase::During => Appointment {
                from: since() - Days::new(30),
                until: Some(since() - Days::new(1)),
                ..head
            },
            Phase::After => Appointment {
                from: today(),
                ..head
            },
        }));
    }
    if place.keeps_the_account() {
        let custody = Custody::Custodian(PERSON);
        let account = samples::account(admin_of(home), home, AccountKind::Admin, custody);
        facts.put(Row::Account(account));
    }
    facts
}

/// Who leads a unit on Monday.
pub(crate) fn leader(facts: &Facts, unit: UnitId) -> OfficerId {
    let leads = |post: &&Appointment| post.unit == unit && post.role.leads() && post.on(today());
    let post = facts.appointments.values().find(leads);
    post.expect("every unit has a head").officer
}

/// The instant at which the stage of an act is set: an hour before the act.
pub(crate) fn earlier() -> chrono::DateTime<chrono::Utc> {
    monday() - chrono::Duration::hours(1)
}
