//! One request of every kind, as it can be done in the town. Pins keep their form: tests that need
//! another one change a copy.

use std::collections::BTreeMap;

use super::{
    CLASS, COLLEAGUE, COMMUNE, DECISION, HEAD, MINUTES, OTHER_SCHOOL, SCHOOL, TEACHER, file,
    post_id, printed, signature, since, today, waiting_right,
};
use crate::account::{AccountKind, System};
use crate::acts::edit_class::ClassEdit;
use crate::acts::people::{OfficerEdit, Post};
use crate::acts::units::{HeadDetails, SCHOOL_SYSTEM, UnitDetails};
use crate::acts::{
    AcceptScan, Act, AddAccount, AddClass, AddDocument, AddOfficer, AddUnit, Appoint,
    AssignTeacher, AttachScan, CancelMinutes, CertifyScan, ChangeHead, CheckGround, CompareCsdl,
    ConfirmParent, ConfirmReceipt, ConfirmRecording, CorrectNumber, CsdlTasksDone, DecideHeld,
    DeclineMinutes, EditClass, EditDraft, EditOfficer, EndAppointment, EndDocument, FoundUnit,
    FreezeMinutes, GiveNextNumber, GiveNumber, HandOver, OpenRegister, RecordSigning, RenameUnit,
    SetLevels, SetRoute, SetUnit, SignDigitally, SkipNumbers, TakeBack, TypeNumber, Withdraw,
    Withdrawn,
};
use crate::blanks::Party;
use crate::calendar::SchoolYear;
use crate::content::MinutesContent;
use crate::csdl_task::{CsdlDifference, CsdlFinding};
use crate::document::DocumentKind;
use crate::ids::{CsdlTaskId, HeldActId, RegisterId};
use crate::kind::{MinutesKind, SecretClause};
use crate::line::Line;
use crate::officer::Role;
use crate::rights::{Dim, Function, Right};
use crate::route::Route;
use crate::school_class::TeacherPart;
use crate::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};

/// An act of the school that waits for a decision.
pub const HELD: HeldActId = HeldActId(uuid::Uuid::from_u128(0x3d));
/// A line of the school's work list on the Hệ thống CSDL.
pub const TASK: CsdlTaskId = CsdlTaskId(uuid::Uuid::from_u128(0x3a));

/// One act of every kind. What is frozen is given, since what minutes print is another form.
#[must_use]
pub fn every(content: MinutesContent) -> Vec<Act> {
    vec![
        found_unit().into(),
        add_unit().into(),
        confirm_parent().into(),
        rename_unit().into(),
        set_levels().into(),
        set_unit().into(),
        check_ground().into(),
        add_officer().into(),
        edit_officer().into(),
        appoint().into(),
        end_appointment().into(),
        change_head().into(),
        add_class().into(),
        assign_teacher().into(),
        edit_class().into(),
        add_account().into(),
        add_document().into(),
        end_document().into(),
        hand_over().into(),
        edit_draft().into(),
        freeze_minutes(content).into(),
        record_signing().into(),
        confirm_recording().into(),
        AttachScan {
            check_code: "HSBYD74X".to_owned(),
            ..attach_scan()
        }
        .into(),
        accept_scan().into(),
        set_route().into(),
        sign_digitally().into(),
        certify_scan().into(),
        confirm_receipt().into(),
        decline_minutes().into(),
        cancel_minutes().into(),
        take_back().into(),
        open_register().into(),
        give_next_number().into(),
        give_number().into(),
        skip_numbers().into(),
        type_number().into(),
        correct_number().into(),
        csdl_tasks_done().into(),
        compare_csdl().into(),
        decide_held().into(),
        withdraw().into(),
    ]
}

/// A new lower secondary school.
#[must_use]
pub fn unit_details() -> UnitDetails {
    UnitDetails {
        kind: UnitKind::School,
        levels: [SchoolLevel::LowerSecondary].into(),
        name: "Trường THCS Đằng Giang".to_owned(),
        code: None,
        letterhead: letterhead(),
        numbering: Numbering::OwnSeries,
        from: since(),
    }
}

/// Its head.
#[must_use]
pub fn head_details() -> HeadDetails {
    HeadDetails {
        name: "Bùi Văn Khởi".to_owned(),
        sex: None,
        code: "CB01".to_owned(),
        position: "Hiệu trưởng".to_owned(),
        role: Role::Head,
        from: since(),
    }
}

/// How its papers look.
#[must_use]
pub fn letterhead() -> Letterhead {
    Letterhead {
        superior: None,
        symbol: "THCSĐG".to_owned(),
        place: "Phường Gia Viên".to_owned(),
        filed: None,
    }
}

/// A school founds itself on its own machine.
#[must_use]
pub fn found_unit() -> FoundUnit {
    FoundUnit {
        details: unit_details(),
        head: head_details(),
        parent: None,
        admin_login: None,
    }
}

/// The commune adds a school.
#[must_use]
pub fn add_unit() -> AddUnit {
    AddUnit {
        by_unit: COMMUNE,
        details: unit_details(),
        parent: None,
        head: Some(head_details()),
        admin_login: None,
    }
}

/// The commune confirms that the other school stands under it.
#[must_use]
pub fn confirm_parent() -> ConfirmParent {
    ConfirmParent {
        unit: OTHER_SCHOOL,
        parent: COMMUNE,
        from: today(),
        document: None,
    }
}

/// The school has another name from today on.
#[must_use]
pub fn rename_unit() -> RenameUnit {
    RenameUnit {
        unit: SCHOOL,
        name: "Trường THCS Ngô Gia Tự".to_owned(),
        code: None,
        from: today(),
        document: None,
    }
}

/// The school teaches the primary level too from today on.
#[must_use]
pub fn set_levels() -> SetLevels {
    SetLevels {
        unit: SCHOOL,
        levels: [SchoolLevel::Primary, SchoolLevel::LowerSecondary].into(),
        from: today(),
        document: None,
    }
}

/// The school takes its numbers from the general register.
#[must_use]
pub fn set_unit() -> SetUnit {
    SetUnit {
        unit: SCHOOL,
        letterhead: letterhead(),
        numbering: Numbering::Typed,
        route: None,
        document: None,
    }
}

/// The school leaves a ground out.
#[must_use]
pub fn check_ground() -> CheckGround {
    CheckGround {
        unit: SCHOOL,
        ground: "qd-1062-2023".to_owned(),
        cited: false,
    }
}

/// A teacher's post since 1 September.
#[must_use]
pub fn teachers_post() -> Post {
    Post {
        role: Role::Member,
        position: "Giáo viên".to_owned(),
        duty: None,
        prepares: false,
        from: since(),
        until: None,
        document: None,
        numbers: false,
    }
}

/// A teacher comes to the school.
#[must_use]
pub fn add_officer() -> AddOfficer {
    AddOfficer {
        unit: SCHOOL,
        name: "Hoàng Thị Mai".to_owned(),
        code: "GV03".to_owned(),
        sex: None,
        born_on: None,
        id_number: None,
        phone: None,
        post: teachers_post(),
    }
}

/// The teacher's phone is entered.
#[must_use]
pub fn edit_officer() -> EditOfficer {
    EditOfficer {
        unit: SCHOOL,
        officer: TEACHER,
        edits: vec![OfficerEdit::Phone {
            expect: None,
            set: Some("0912345678".to_owned()),
        }],
    }
}

/// The colleague has one more post.
#[must_use]
pub fn appoint() -> Appoint {
    Appoint {
        unit: SCHOOL,
        officer: COLLEAGUE,
        post: teachers_post(),
    }
}

/// The teacher leaves today.
#[must_use]
pub fn end_appointment() -> EndAppointment {
    EndAppointment {
        unit: SCHOOL,
        appointment: post_id(TEACHER),
        until: today(),
        reason: "Chuyển công tác".to_owned(),
    }
}

/// The colleague heads the school from today on.
#[must_use]
pub fn change_head() -> ChangeHead {
    ChangeHead {
        unit: SCHOOL,
        officer: COLLEAGUE,
        role: Role::Head,
        position: "Hiệu trưởng".to_owned(),
        from: today(),
        document: DECISION,
        witness: None,
    }
}

/// Another class.
#[must_use]
pub fn add_class() -> AddClass {
    AddClass {
        unit: SCHOOL,
        year: SchoolYear::of(today()),
        name: "6A3".to_owned(),
        level: SchoolLevel::LowerSecondary,
        site: None,
        learners: None,
    }
}

/// Corrects the pupils of the class.
#[must_use]
pub fn edit_class() -> EditClass {
    EditClass {
        unit: SCHOOL,
        class: CLASS,
        edits: vec![ClassEdit::Learners {
            expect: None,
            set: Some(41),
        }],
    }
}

/// The colleague takes the class over from the teacher today.
#[must_use]
pub fn assign_teacher() -> AssignTeacher {
    AssignTeacher {
        unit: SCHOOL,
        class: CLASS,
        officer: COLLEAGUE,
        part: TeacherPart::Main,
        from: today(),
        until: None,
        replace: true,
    }
}

/// A login that nobody holds yet.
#[must_use]
pub fn add_account() -> AddAccount {
    AddAccount {
        unit: SCHOOL,
        system: System::Csdl,
        address: SCHOOL_SYSTEM.to_owned(),
        login: "thcsdg".to_owned(),
        kind: AccountKind::Admin,
        officer: None,
    }
}

/// A plan that minutes may cite.
#[must_use]
pub fn add_document() -> AddDocument {
    AddDocument {
        unit: SCHOOL,
        kind: DocumentKind::Plan,
        title: "Kế hoạch".to_owned(),
        number: "12/KH-THCSĐG".to_owned(),
        date: since(),
        issuer: "Hiệu trưởng".to_owned(),
        subject: "năm học 2026 - 2027".to_owned(),
        until: None,
    }
}

/// The school's decision no longer holds.
#[must_use]
pub fn end_document() -> EndDocument {
    EndDocument {
        unit: SCHOOL,
        document: DECISION,
        until: today(),
    }
}

/// The right over the class, as it is handed over.
#[must_use]
pub fn homeroom() -> Line {
    waiting_right().line
}

/// The right over results in a subject of all classes.
#[must_use]
pub fn results(subject: &str) -> Line {
    Line {
        function: Function::Results,
        rights: [Right::View, Right::Enter].into(),
        levels: Dim::All,
        classes: Dim::All,
        subjects: Dim::one(subject.to_owned()),
        from: today(),
        until: Some(SchoolYear::of(today()).last_day()),
    }
}

/// The head hands the class over to its teacher.
#[must_use]
pub fn hand_over() -> HandOver {
    HandOver {
        year: None,
        unit: SCHOOL,
        kind: MinutesKind::Duties,
        giver: HEAD,
        receiver: TEACHER,
        add: vec![homeroom()],
        drop: vec![],
        login: Some("hoa.nt".to_owned()),
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    }
}

/// The draft cites the decision.
#[must_use]
pub fn edit_draft() -> EditDraft {
    EditDraft {
        unit: SCHOOL,
        minutes: MINUTES,
        grounds: vec![DECISION],
        login: None,
        valid_until: None,
    }
}

/// The draft is printed for signing.
#[must_use]
pub fn freeze_minutes(content: MinutesContent) -> FreezeMinutes {
    FreezeMinutes {
        unit: SCHOOL,
        minutes: MINUTES,
        content: Box::new(content),
        seen: None,
        token: "fedcba9876543210fedcba9876543210".to_owned(),
        pdf: file("page"),
        pages: 2,
    }
}

/// Both have signed today.
#[must_use]
pub fn record_signing() -> RecordSigning {
    RecordSigning {
        unit: SCHOOL,
        minutes: vec![MINUTES],
        date_on_paper: today(),
        scan: None,
    }
}

/// The head confirms what somebody else recorded.
#[must_use]
pub fn confirm_recording() -> ConfirmRecording {
    ConfirmRecording {
        unit: SCHOOL,
        minutes: MINUTES,
    }
}

/// The scan of the signed paper comes in.
#[must_use]
pub fn attach_scan() -> AttachScan {
    let printed = printed();
    let check_code = printed.frozen().map(|frozen| frozen.check_code.clone());
    AttachScan {
        unit: SCHOOL,
        minutes: MINUTES,
        scan: file("scan"),
        pages: 2,
        check_code: check_code.unwrap_or_default(),
        unread: vec![],
    }
}

/// The level above accepts the scan by eye.
#[must_use]
pub fn accept_scan() -> AcceptScan {
    AcceptScan {
        unit: SCHOOL,
        minutes: MINUTES,
        reason: "Mã QR trang 2 bị dấu che, đã so với tờ giấy".to_owned(),
        scan: None,
    }
}

/// The minutes are signed digitally by everybody.
#[must_use]
pub fn set_route() -> SetRoute {
    SetRoute {
        unit: SCHOOL,
        minutes: vec![MINUTES],
        route: Route::Digital,
    }
}

/// The head has signed.
#[must_use]
pub fn sign_digitally() -> SignDigitally {
    SignDigitally {
        unit: SCHOOL,
        minutes: MINUTES,
        file: file("signed"),
        signatures: vec![signature(Party::Giver, "Lê Thị Hiệu")],
        filled: BTreeMap::new(),
    }
}

/// The school has signed the scan.
#[must_use]
pub fn certify_scan() -> CertifyScan {
    CertifyScan {
        unit: SCHOOL,
        minutes: MINUTES,
        file: file("copy"),
        signature: signature(Party::Organisation, "Đơn vị 48"),
    }
}

/// The teacher says that the filed paper is his.
#[must_use]
pub fn confirm_receipt() -> ConfirmReceipt {
    ConfirmReceipt {
        unit: SCHOOL,
        minutes: MINUTES,
        objection: None,
    }
}

/// The teacher does not sign.
#[must_use]
pub fn decline_minutes() -> DeclineMinutes {
    DeclineMinutes {
        unit: SCHOOL,
        minutes: MINUTES,
        reason: "Không dạy lớp này".to_owned(),
    }
}

/// The draft was a mistake.
#[must_use]
pub fn cancel_minutes() -> CancelMinutes {
    CancelMinutes {
        unit: SCHOOL,
        minutes: MINUTES,
        reason: "Lập nhầm".to_owned(),
    }
}

/// Everything is taken back from the teacher.
#[must_use]
pub fn take_back() -> TakeBack {
    TakeBack {
        unit: SCHOOL,
        officer: TEACHER,
        delegations: vec![],
        reason: "Chuyển công tác".to_owned(),
        suspend: false,
        absent: None,
    }
}

/// The school numbers its minutes of 2026 from 1 on.
#[must_use]
pub fn open_register() -> OpenRegister {
    OpenRegister {
        unit: SCHOOL,
        year: 2026,
        first: 1,
        reason: None,
        above: None,
        alone: false,
    }
}

/// The minutes get whatever number is next.
#[must_use]
pub fn give_next_number() -> GiveNextNumber {
    GiveNextNumber {
        unit: SCHOOL,
        minutes: MINUTES,
    }
}

/// The minutes get number 12 of the school's register.
#[must_use]
pub fn give_number() -> GiveNumber {
    GiveNumber {
        unit: SCHOOL,
        minutes: MINUTES,
        register: RegisterId(uuid::Uuid::from_u128(0x3b)),
        epoch: 1,
        number: 12,
    }
}

/// Number 12 was spoilt.
#[must_use]
pub fn skip_numbers() -> SkipNumbers {
    SkipNumbers {
        unit: SCHOOL,
        year: 2026,
        from: 12,
        to: 12,
        reason: "Viết hỏng".to_owned(),
        elsewhere: false,
    }
}

/// The minutes have number 7 of the general register.
#[must_use]
pub fn type_number() -> TypeNumber {
    TypeNumber {
        unit: SCHOOL,
        minutes: MINUTES,
        number: 7,
        year: None,
    }
}

/// The paper carries number 14.
#[must_use]
pub fn correct_number() -> CorrectNumber {
    CorrectNumber {
        unit: SCHOOL,
        minutes: MINUTES,
        number: 14,
        year: None,
        reason: "Gõ nhầm số".to_owned(),
    }
}

/// A line of the work list was done today.
#[must_use]
pub fn csdl_tasks_done() -> CsdlTasksDone {
    CsdlTasksDone {
        unit: SCHOOL,
        tasks: vec![TASK],
        on: today(),
    }
}

/// Nobody knows whose login a list of the accounts there has.
#[must_use]
pub fn compare_csdl() -> CompareCsdl {
    CompareCsdl {
        unit: SCHOOL,
        found: vec![CsdlFinding::new("ai.day", CsdlDifference::UnknownPerson)],
        over: vec![],
        again: vec![],
    }
}

/// What the server holds is taken.
#[must_use]
pub fn decide_held() -> DecideHeld {
    DecideHeld {
        unit: SCHOOL,
        acts: vec![HELD],
        returned: None,
    }
}

/// The colleague was entered by mistake.
#[must_use]
pub fn withdraw() -> Withdraw {
    Withdraw {
        unit: SCHOOL,
        entries: vec![Withdrawn::Officer { officer: COLLEAGUE }],
    }
}
