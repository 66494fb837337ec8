//! A tiny town for tests: the Sở, a commune under it, a school under that, each with a head; the
//! units hold what they were given, and the school has a teacher with a class. Tests change what
//! they are about and leave the rest.

mod deciding;
pub mod in_full;
mod papers;
#[cfg(test)]
mod pins;
pub mod requests;
pub mod rows;

pub use deciding::*;
pub use papers::*;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::account::{Account, AccountKind, Custody, System};
use crate::acts::{Ctx, units};
use crate::calendar::SchoolYear;
use crate::delegation::{Delegation, Holder};
use crate::document::{Document, DocumentKind};
use crate::ids::{
    AccountId, AppointmentId, ClassId, DelegationId, DeviceId, DocumentId, MinutesId, OfficerId,
    OpId, UnitId,
};
use crate::officer::{Appointment, Officer, Role};
use crate::past::{Earlier, Past};
use crate::route::Route;
use crate::school_class::{ClassTeacher, SchoolClass, TeacherPart};
use crate::stamp::Stamp;
use crate::unit::{Dated, Letterhead, Numbering, Parent, SchoolLevel, Unit, UnitKind};
use crate::{Facts, Row};

/// The Sở.
pub const DEPARTMENT: UnitId = UnitId(Uuid::from_u128(0x10));
/// A commune under it.
pub const COMMUNE: UnitId = UnitId(Uuid::from_u128(0x20));
/// A school under the commune.
pub const SCHOOL: UnitId = UnitId(Uuid::from_u128(0x30));
/// Another school under the commune; it has a head and holds nothing.
pub const OTHER_SCHOOL: UnitId = UnitId(Uuid::from_u128(0x40));
/// The head of the school.
pub const HEAD: OfficerId = OfficerId(Uuid::from_u128(0x31));
/// A teacher of the school.
pub const TEACHER: OfficerId = OfficerId(Uuid::from_u128(0x32));
/// Another teacher of the school.
pub const COLLEAGUE: OfficerId = OfficerId(Uuid::from_u128(0x33));
/// A class of the school, whose main teacher is [`TEACHER`].
pub const CLASS: ClassId = ClassId(Uuid::from_u128(0x34));
/// The admin account of the school.
pub const ADMIN: AccountId = AccountId(Uuid::from_u128(0x35));
/// A decision in the school's register.
pub const DECISION: DocumentId = DocumentId(Uuid::from_u128(0x36));
/// An id that nothing in the town has.
pub const LOST: Uuid = Uuid::from_u128(0xdead);
/// The machine of the tests.
pub const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0x99));

/// The head of a unit of the town.
#[must_use]
pub fn head_of(unit: UnitId) -> OfficerId {
    OfficerId(Uuid::from_u128(unit.0.as_u128() + 1))
}

/// Monday 9 November 2026, 08:00 in Việt Nam.
#[must_use]
pub fn monday() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_186_000, 0).unwrap_or_default()
}

/// That day.
#[must_use]
pub fn today() -> NaiveDate {
    crate::calendar::day_of(monday())
}

/// The day after.
#[must_use]
pub fn tomorrow() -> NaiveDate {
    today() + chrono::Days::new(1)
}

/// The day before.
#[must_use]
pub fn yesterday() -> NaiveDate {
    today() - chrono::Days::new(1)
}

/// 1 September 2026, from which everything in the town is.
#[must_use]
pub fn since() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap_or_default()
}

/// Somebody who acts on Monday, by the n-th op of the test.
#[must_use]
pub fn by(actor: OfficerId, n: u128) -> Ctx {
    let (op, at) = (OpId(Uuid::from_u128(0xac7 << 64 | n)), monday());
    Ctx {
        actor,
        device: DEVICE,
        stamp: Stamp { op, at },
        taken: None,
    }
}

/// The town.
#[must_use]
pub fn town() -> Facts {
    let mut rows = vec![
        Row::Unit(unit(DEPARTMENT, UnitKind::Department, None)),
        Row::Unit(unit(COMMUNE, UnitKind::Commune, Some(DEPARTMENT))),
        Row::Unit(unit(SCHOOL, UnitKind::School, Some(COMMUNE))),
        Row::Unit(unit(OTHER_SCHOOL, UnitKind::School, Some(COMMUNE))),
        Row::Delegation(holding(COMMUNE, DEPARTMENT)),
        Row::Delegation(holding(SCHOOL, COMMUNE)),
        Row::Account(account(ADMIN, SCHOOL, AccountKind::Admin, Custody::Head)),
        Row::Document(document()),
        Row::SchoolClass(class(CLASS, "6A2", Some(TEACHER))),
    ];
    for (unit, name) in [
        (DEPARTMENT, "Phạm Văn Sở"),
        (COMMUNE, "Vũ Thị Phường"),
        (SCHOOL, "Lê Thị Hiệu"),
        (OTHER_SCHOOL, "Đỗ Văn Trưởng"),
    ] {
        let head = head_of(unit);
        rows.push(Row::Officer(officer(head, unit, name)));
        rows.push(Row::Appointment(post(head, unit, Role::Head)));
    }
    for (teacher, name) in [(TEACHER, "Nguyễn Thị Hoa"), (COLLEAGUE, "Trần Văn Bình")] {
        rows.push(Row::Officer(officer(teacher, SCHOOL, name)));
        rows.push(Row::Appointment(post(teacher, SCHOOL, Role::Member)));
    }
    rows.into_iter().collect()
}

/// The facts with more rows, or with others in place of those that they have.
#[must_use]
pub fn with(mut facts: Facts, rows: impl IntoIterator<Item = Row>) -> Facts {
    rows.into_iter().for_each(|row| facts.put(row));
    facts
}

/// A unit with a name and a code of its own.
#[must_use]
pub fn unit(id: UnitId, kind: UnitKind, parent: Option<UnitId>) -> Unit {
    let dated = |value| Dated {
        value,
        from: since(),
        until: None,
    };
    let number = id.0.as_u128();
    let parents = parent.map(|unit| Dated {
        value: Parent {
            unit,
            confirmed_by: None,
        },
        from: since(),
        until: None,
    });
    Unit {
        id,
        kind,
        levels: [SchoolLevel::LowerSecondary].into(),
        levels_before: vec![],
        names: vec![dated(format!("Đơn vị {number}"))],
        codes: vec![dated(format!("{number:05}"))],
        parents: parents.into_iter().collect(),
        letterhead: Letterhead {
            superior: None,
            symbol: format!("DV{number}"),
            place: "Hải Phòng".to_owned(),
            filed: None,
        },
        numbering: Numbering::OwnSeries,
        route: Route::Paper,
        grounds: vec![],
        alone: false,
        closed_on: None,
        past: Past::default(),
        withdrawn: false,
    }
}

/// A person with a code of the own.
#[must_use]
pub fn officer(id: OfficerId, unit: UnitId, name: &str) -> Officer {
    Officer {
        id,
        unit,
        name: name.to_owned(),
        code: format!("CB{}", id.0.as_u128()),
        sex: None,
        born_on: None,
        id_number: None,
        phone: None,
        past: Past::default(),
        withdrawn: false,
    }
}

/// The past of a row that said something else until Monday.
#[must_use]
pub fn said_before<T>(value: T) -> Past<T> {
    let until = monday();
    Past {
        since: None,
        earlier: vec![Earlier { value, until }],
    }
}

/// The id of a person's post.
#[must_use]
pub fn post_id(officer: OfficerId) -> AppointmentId {
    AppointmentId(Uuid::from_u128(officer.0.as_u128() + 0x1000))
}

/// A post since 1 September.
#[must_use]
pub fn post(officer: OfficerId, unit: UnitId, role: Role) -> Appointment {
    Appointment {
        id: post_id(officer),
        unit,
        officer,
        role,
        position: if role.leads() {
            "Hiệu trưởng"
        } else {
            "Giáo viên"
        }
        .to_owned(),
        duty: None,
        prepares: role.leads(),
        from: since(),
        until: None,
        document: None,
        past: Past::default(),
        numbers: false,
        withdrawn: false,
    }
}

/// A class of this school year.
#[must_use]
pub fn class(id: ClassId, name: &str, teacher: Option<OfficerId>) -> SchoolClass {
    let teacher = teacher.map(|officer| ClassTeacher {
        officer,
        part: TeacherPart::Main,
        from: since(),
        until: None,
    });
    SchoolClass {
        id,
        unit: SCHOOL,
        year: SchoolYear::of(today()),
        name: name.to_owned(),
        level: SchoolLevel::LowerSecondary,
        site: None,
        learners: None,
        teachers: teacher.into_iter().collect(),
        withdrawn: false,
    }
}

/// A login on the Hệ thống CSDL.
#[must_use]
pub fn account(id: AccountId, unit: UnitId, kind: AccountKind, custody: Custody) -> Account {
    Account {
        id,
        unit,
        system: System::Csdl,
        address: units::SCHOOL_SYSTEM.to_owned(),
        login: format!("tk{}", id.0.as_u128()),
        kind,
        custody,
        closed_on: None,
    }
}

/// What a unit holds of everything of its own, in force and opened since 1 September.
#[must_use]
pub fn holding(unit: UnitId, given_by: UnitId) -> Delegation {
    let number = unit.0.as_u128() + 0x2000;
    let begun = monday() - chrono::Duration::days(60);
    let (right, minutes) = (
        DelegationId(Uuid::from_u128(number)),
        MinutesId(Uuid::from_u128(number)),
    );
    Delegation {
        in_force_at: Some(begun),
        opened_at: Some(begun),
        holder: Holder::Unit(unit),
        ..units::holding(unit, given_by, since(), right, minutes)
    }
}

/// A decision of the school's head.
#[must_use]
pub fn document() -> Document {
    Document {
        id: DECISION,
        unit: SCHOOL,
        kind: DocumentKind::Assignment,
        title: "Quyết định".to_owned(),
        number: "45/QĐ-DV48".to_owned(),
        date: since(),
        issuer: "Hiệu trưởng".to_owned(),
        subject: "phân công nhiệm vụ năm học".to_owned(),
        until: None,
    }
}
