//! One row of every table. Pins keep their form: tests that need another one change a copy.

use chrono::NaiveDate;

use super::requests::{HELD, TASK, letterhead};
use super::{
    ADMIN, CLASS, COMMUNE, DEVICE, MINUTES, SCHOOL, TEACHER, account, class, document, draft,
    monday, officer, paper, post, since, today, unit, waiting_right,
};
use crate::account::{AccountKind, Custody};
use crate::calendar::SchoolYear;
use crate::content::{MinutesContent, PersonCard, UnitCard};
use crate::csdl_task::{CsdlAction, CsdlDifference, CsdlFinding, CsdlTask};
use crate::held_act::HeldAct;
use crate::ids::{NotableRefusalId, RegisterId};
use crate::kind::{MinutesKind, SecretClause};
use crate::notable_refusal::NotableRefusal;
use crate::numbers::Register;
use crate::officer::Role;
use crate::unit::{Numbering, SchoolLevel, UnitKind};
use crate::{Code, Row};

/// One row of every table.
#[must_use]
pub fn every_row() -> Vec<Row> {
    vec![
        Row::Unit(unit(SCHOOL, UnitKind::School, Some(COMMUNE))),
        Row::Officer(officer(TEACHER, SCHOOL, "Nguyễn Thị Hoa")),
        Row::Appointment(post(TEACHER, SCHOOL, Role::Member)),
        Row::SchoolClass(class(CLASS, "6A2", Some(TEACHER))),
        Row::Account(account(ADMIN, SCHOOL, AccountKind::Admin, Custody::Head)),
        Row::Document(document()),
        Row::Delegation(waiting_right()),
        paper(draft()),
        Row::CsdlTask(task()),
        Row::Register(register()),
        Row::HeldAct(held_act()),
        Row::NotableRefusal(notable_refusal()),
    ]
}

/// A line of the school's work list on the Hệ thống CSDL that nobody has done.
#[must_use]
pub fn task() -> CsdlTask {
    CsdlTask {
        id: TASK,
        unit: SCHOOL,
        account: Some(ADMIN),
        action: CsdlAction::Open,
        delegation: None,
        minutes: Some(MINUTES),
        since: monday(),
        done: None,
        found: None,
    }
}

/// A line of it that a comparison found: an account whose person has no right.
#[must_use]
pub fn found_task() -> CsdlTask {
    let found = CsdlFinding::new("hoa.cu", CsdlDifference::WithoutMinutes);
    CsdlTask {
        account: None,
        action: found.difference.action(),
        minutes: None,
        found: Some(found.of(TEACHER)),
        ..task()
    }
}

/// A class that a teacher who has left added while he still prepared papers.
#[must_use]
pub fn held_act() -> HeldAct {
    HeldAct {
        id: HELD,
        unit: SCHOOL,
        actor: TEACHER,
        device: DEVICE,
        kind: "add_class.v1".to_owned(),
        in_unit: SCHOOL,
        minutes: None,
        done_at: monday(),
        received_at: monday() + chrono::Days::new(3),
        reason: Code::AwaitsDecision,
        decision: None,
    }
}

/// The teacher's machine tried twice to hand over to the teacher.
#[must_use]
pub fn notable_refusal() -> NotableRefusal {
    NotableRefusal {
        id: NotableRefusalId(uuid::Uuid::from_u128(0x3e)),
        unit: COMMUNE,
        in_unit: SCHOOL,
        actor: TEACHER,
        device: DEVICE,
        kind: None,
        code: Code::ToSelf,
        first_at: monday(),
        last_at: monday() + chrono::Days::new(1),
        times: 2,
    }
}

/// The school's register of numbers, on this machine, with 11 numbers given.
#[must_use]
pub fn register() -> Register {
    Register {
        id: RegisterId(uuid::Uuid::from_u128(0x3b)),
        unit: SCHOOL,
        year: 2026,
        holder: DEVICE,
        epoch: 1,
        next: 12,
        ceiling: 50,
        skipped: vec![],
        begins: None,
        asked: None,
    }
}

/// What minutes print, in the first form; nothing that they may leave out.
#[must_use]
pub fn content() -> MinutesContent {
    MinutesContent {
        form: 1,
        kind: MinutesKind::Duties,
        year: SchoolYear::of(today()),
        drafted_on: today(),
        giver_unit: unit_card(),
        unit: unit_card(),
        parent: None,
        giver: person_card("Lê Thị Hiệu", Role::Head, since()),
        receiver: person_card("Nguyễn Thị Hoa", Role::Member, since()),
        witness: None,
        confirm: None,
        account: None,
        lines: vec![],
        grounds: vec![],
        left_out: vec![],
        account_minutes: None,
        replaces: None,
        secret: SecretClause::Personal,
        at_desk: None,
        spare_envelope: None,
        undertaking: true,
        undertaking_signed_on: None,
        take_back: None,
        schools: vec![],
        live_minutes: 0,
        live: vec![],
        grounds_of: None,
    }
}

/// The school as its papers name it.
#[must_use]
pub fn unit_card() -> UnitCard {
    UnitCard {
        kind: UnitKind::School,
        levels: [SchoolLevel::LowerSecondary].into(),
        name: "Trường THCS Đằng Giang".to_owned(),
        code: None,
        letterhead: letterhead(),
        numbering: Numbering::OwnSeries,
    }
}

/// A person as papers name people.
#[must_use]
pub fn person_card(name: &str, role: Role, post_from: NaiveDate) -> PersonCard {
    PersonCard {
        name: name.to_owned(),
        sex: None,
        code: "CB01".to_owned(),
        born_on: None,
        position: "Giáo viên".to_owned(),
        duty: None,
        role,
        post_from,
        post_until: None,
    }
}
