//! Acts and rows with every field filled that may be left out, whether or not that makes sense.
//! Pins keep their form.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::requests as plain;
use super::rows::{content, held_act, notable_refusal, person_card, register, task, unit_card};
use super::{
    ADMIN, CLASS, COLLEAGUE, COMMUNE, DECISION, DEVICE, HEAD, LOGIN, LOST, MINUTES, RIGHT, SCHOOL,
    TEACHER, account, class, draft, file, monday, officer, paper, post, said_before, scan,
    signature, signed_file, since, today, tomorrow, unit, waiting_right, yesterday,
};
use crate::account::{Account, AccountKind, Custody, System};
use crate::acts::edit_class::ClassEdit;
use crate::acts::people::{OfficerEdit, Post};
use crate::acts::record_signing::FiledScan;
use crate::acts::units::{HeadDetails, UnitDetails};
use crate::acts::{
    AcceptScan, Act, AddAccount, AddClass, AddOfficer, AddUnit, Appoint, AssignTeacher, AttachScan,
    CertifyScan, ChangeHead, CompareCsdl, ConfirmParent, ConfirmReceipt, CorrectNumber, DecideHeld,
    EditClass, EditDraft, EditOfficer, FoundUnit, FreezeMinutes, HandOver, OpenRegister, OverLine,
    RecordSigning, RenameUnit, SetLevels, SetUnit, SignDigitally, SkipNumbers, TakeBack,
    TypeNumber, Withdraw, Withdrawn,
};
use crate::archived::Archived;
use crate::blanks::Party;
use crate::calendar::SchoolYear;
use crate::content::{
    AccountCard, ClassCard, ClosedCard, GroundCard, LineCard, LineChange, MinutesContent,
    MinutesRef, PersonCard, SchoolCard, TakeBackCard, UnitCard,
};
use crate::csdl_task::{CsdlDifference, CsdlDone, CsdlFinding, CsdlOver, CsdlTask};
use crate::delegation::{Closing, ClosingReason, Delegation};
use crate::document::DocumentKind;
use crate::held_act::{HeldAct, HeldDecision, Taken};
use crate::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope, Witness};
use crate::line::Line;
use crate::minutes::{
    Absence, CorrectedNumber, DraftEdited, EndKind, Ended, Frozen, FrozenBy, HandoverMinutes,
    NumberGiven, Progress, Signed, TakingBack,
};
use crate::notable_refusal::NotableRefusal;
use crate::numbers::{Register, Skipped, UsedElsewhere};
use crate::officer::{Appointment, EarlierOfficer, Officer, Role, Sex};
use crate::past::Past;
use crate::rights::{Dim, Function, Right};
use crate::route::Route;
use crate::school_class::{ClassTeacher, SchoolClass, TeacherPart};
use crate::signatures::{Comparison, DigitalFile, FieldSignature, LawfulCopy, Receipt, Scan};
use crate::unit::{
    Dated, EarlierUnit, GroundMark, Letterhead, Numbering, Parent, SchoolLevel, Unit, UnitKind,
};
use crate::{Code, Row};

/// One act of every kind that has something to leave out.
#[must_use]
pub fn every_act() -> Vec<Act> {
    vec![
        FoundUnit {
            details: unit_details(),
            head: head_details(),
            parent: Some(COMMUNE),
            admin_login: Some("thcsdg".to_owned()),
        }
        .into(),
        AddUnit {
            details: unit_details(),
            parent: Some(COMMUNE),
            head: Some(head_details()),
            admin_login: Some("thcsdg".to_owned()),
            ..plain::add_unit()
        }
        .into(),
        RenameUnit {
            code: Some("31009".to_owned()),
            ..plain::rename_unit()
        }
        .into(),
        SetUnit {
            letterhead: letterhead(),
            route: Some(Route::Digital),
            ..plain::set_unit()
        }
        .into(),
        AddOfficer {
            sex: Some(Sex::Female),
            born_on: Some(born_on()),
            id_number: Some("031185012345".to_owned()),
            phone: Some("0912345678".to_owned()),
            post: clerks_post(),
            ..plain::add_officer()
        }
        .into(),
        EditOfficer {
            edits: every_edit(),
            ..plain::edit_officer()
        }
        .into(),
        Appoint {
            post: clerks_post(),
            ..plain::appoint()
        }
        .into(),
        ChangeHead {
            witness: Some(witness()),
            ..plain::change_head()
        }
        .into(),
        AddClass {
            site: Some("Điểm trường 2".to_owned()),
            learners: Some(42),
            ..plain::add_class()
        }
        .into(),
        AssignTeacher {
            part: TeacherPart::StandIn,
            until: Some(tomorrow()),
            ..plain::assign_teacher()
        }
        .into(),
        EditClass {
            edits: every_class_edit(),
            ..plain::edit_class()
        }
        .into(),
        AddAccount {
            system: System::Other("Cổng thông tin".to_owned()),
            officer: Some(TEACHER),
            ..plain::add_account()
        }
        .into(),
        HandOver {
            drop: vec![RIGHT],
            add: vec![line()],
            grounds: vec![DECISION],
            secret: SecretClause::Envelope("NP-01".to_owned()),
            valid_until: Some(tomorrow()),
            at_desk: Some(at_desk()),
            spare_envelope: Some(spare_envelope()),
            ..plain::hand_over()
        }
        .into(),
        EditDraft {
            login: Some("hoa.nt2".to_owned()),
            valid_until: Some(tomorrow()),
            ..plain::edit_draft()
        }
        .into(),
        plain::freeze_minutes(content_in_full()).into(),
        RecordSigning {
            scan: Some(FiledScan {
                file: file("scan"),
                pages: 2,
                check_code: "HSBYD74X".to_owned(),
            }),
            ..plain::record_signing()
        }
        .into(),
        AttachScan {
            check_code: "HSBYD74X".to_owned(),
            unread: vec![2],
            ..plain::attach_scan()
        }
        .into(),
        SignDigitally {
            signatures: vec![signature_in_full()],
            filled: BTreeMap::from([("minutes_day_1".to_owned(), "09".to_owned())]),
            ..plain::sign_digitally()
        }
        .into(),
        CertifyScan {
            signature: signature_in_full(),
            ..plain::certify_scan()
        }
        .into(),
        ConfirmReceipt {
            objection: Some("Thiếu trang 2".to_owned()),
            ..plain::confirm_receipt()
        }
        .into(),
        CompareCsdl {
            found: vec![finding_in_full()],
            over: vec![OverLine {
                task: plain::TASK,
                why: CsdlOver::SettledHere,
            }],
            ..plain::compare_csdl()
        }
        .into(),
        DecideHeld {
            returned: Some("Đã nghỉ việc".to_owned()),
            ..plain::decide_held()
        }
        .into(),
        TakeBack {
            delegations: vec![RIGHT],
            suspend: true,
            absent: Some(absence()),
            ..plain::take_back()
        }
        .into(),
        OpenRegister {
            reason: Some("Máy hỏng".to_owned()),
            ..plain::open_register()
        }
        .into(),
        CorrectNumber {
            year: Some(2026),
            ..plain::correct_number()
        }
        .into(),
        Withdraw {
            entries: every_withdrawn(),
            ..plain::withdraw()
        }
        .into(),
    ]
}

/// The acts that a decision may stand behind, with one.
#[must_use]
pub fn decided() -> Vec<Act> {
    let document = Some(DECISION);
    vec![
        ConfirmParent {
            document,
            ..plain::confirm_parent()
        }
        .into(),
        RenameUnit {
            document,
            ..plain::rename_unit()
        }
        .into(),
        SetLevels {
            document,
            ..plain::set_levels()
        }
        .into(),
        SetUnit {
            document,
            ..plain::set_unit()
        }
        .into(),
    ]
}

/// One row of every table that has something to leave out.
#[must_use]
pub fn every_row() -> Vec<Row> {
    vec![
        Row::Unit(unit_in_full()),
        Row::Officer(Officer {
            sex: Some(Sex::Female),
            born_on: Some(born_on()),
            id_number: Some("031185012345".to_owned()),
            phone: Some("0912345678".to_owned()),
            withdrawn: true,
            ..officer(TEACHER, SCHOOL, "Nguyễn Thị Hoa")
        }),
        Row::Appointment(Appointment {
            duty: Some("văn thư".to_owned()),
            until: Some(tomorrow()),
            document: Some(DECISION),
            withdrawn: true,
            ..post(HEAD, SCHOOL, Role::Acting)
        }),
        Row::SchoolClass(SchoolClass {
            site: Some("Điểm trường 2".to_owned()),
            learners: Some(42),
            teachers: vec![ClassTeacher {
                officer: TEACHER,
                part: TeacherPart::StandIn,
                from: since(),
                until: Some(tomorrow()),
            }],
            withdrawn: true,
            ..class(CLASS, "6A2", None)
        }),
        Row::Account(Account {
            system: System::Other("Cổng thông tin".to_owned()),
            closed_on: Some(today()),
            ..account(LOGIN, SCHOOL, AccountKind::Use, Custody::Personal(TEACHER))
        }),
        Row::Delegation(Delegation {
            line: line(),
            carries: Some(LOST.into()),
            provisional: true,
            in_force_at: Some(monday()),
            opened_at: Some(monday()),
            scan_due: Some(monday()),
            scanned_at: Some(monday()),
            closed: Some(Closing {
                at: monday(),
                reason: ClosingReason::TakenBack,
                by: HEAD,
                minutes: Some(MINUTES),
            }),
            ..waiting_right()
        }),
        paper(minutes_in_full()),
        Row::CsdlTask(CsdlTask {
            delegation: Some(RIGHT),
            done: Some(CsdlDone {
                by: HEAD,
                at: monday(),
                on: today(),
                why: None,
            }),
            ..task()
        }),
        Row::Register(Register {
            skipped: vec![Skipped {
                from: 5,
                to: 7,
                reason: "Máy hỏng".to_owned(),
                elsewhere: None,
            }],
            ..register()
        }),
        Row::HeldAct(HeldAct {
            minutes: Some(MINUTES),
            decision: Some(HeldDecision {
                by: HEAD,
                at: monday(),
                taken: true,
                reason: Some("Đã kiểm tra".to_owned()),
                refused: Some(Code::ContentChanged),
            }),
            ..held_act()
        }),
        Row::NotableRefusal(NotableRefusal {
            kind: Some("hand_over.v1".to_owned()),
            ..notable_refusal()
        }),
    ]
}

/// Acts that were given more to say than their first form had.
#[must_use]
pub fn acts_with_more() -> Vec<Act> {
    let seen = FreezeMinutes {
        seen: Some(monday()),
        ..plain::freeze_minutes(content_in_full())
    };
    vec![seen.into()]
}

/// Rows that know what they said before.
#[must_use]
pub fn rows_with_past() -> Vec<Row> {
    let knowing = |row| match row {
        Row::Unit(unit) => Some(Row::Unit(Unit {
            past: past(EarlierUnit {
                left_out: vec!["qd-1062-2023".to_owned()],
                // Kept before levels could change.
                levels: vec![],
                ..unit.printed()
            }),
            ..unit
        })),
        Row::Officer(officer) => Some(Row::Officer(Officer {
            past: past(EarlierOfficer {
                name: "Nguyễn Thị Hòa".to_owned(),
                ..officer.printed()
            }),
            withdrawn: false,
            ..officer
        })),
        Row::Appointment(post) => Some(Row::Appointment(Appointment {
            past: past(post.until),
            ..post
        })),
        Row::HandoverMinutes(mut minutes) => {
            if let Progress::Signed { frozen, .. } = &mut minutes.progress {
                frozen.outdated = true;
            }
            Some(Row::HandoverMinutes(minutes))
        }
        _ => None,
    };
    every_row().into_iter().filter_map(knowing).collect()
}

fn past<T>(value: T) -> Past<T> {
    Past {
        since: Some(monday()),
        ..said_before(value)
    }
}

/// Acts with what their forms have gained since their other pins were written.
#[must_use]
pub fn later_acts() -> Vec<Act> {
    let clerk = || Post {
        numbers: true,
        ..clerks_post()
    };
    vec![
        AddOfficer {
            post: clerk(),
            ..plain::add_officer()
        }
        .into(),
        Appoint {
            post: clerk(),
            ..plain::appoint()
        }
        .into(),
        OpenRegister {
            reason: Some("Máy hỏng".to_owned()),
            above: Some(100),
            alone: true,
            ..plain::open_register()
        }
        .into(),
        HandOver {
            year: Some(SchoolYear(2026)),
            ..plain::hand_over()
        }
        .into(),
        SkipNumbers {
            reason: "Công văn số 12/CV-THCSGV".to_owned(),
            elsewhere: true,
            ..plain::skip_numbers()
        }
        .into(),
        TypeNumber {
            year: Some(2027),
            ..plain::type_number()
        }
        .into(),
        AcceptScan {
            scan: Some(file("scan")),
            ..plain::accept_scan()
        }
        .into(),
        CompareCsdl {
            again: vec![plain::TASK],
            ..plain::compare_csdl()
        }
        .into(),
    ]
}

/// Rows with what their forms have gained since.
#[must_use]
pub fn later_rows() -> Vec<Row> {
    let joined = Unit {
        levels_before: vec![Dated {
            value: [SchoolLevel::Primary].into(),
            from: since(),
            until: Some(yesterday()),
        }],
        ..unit_in_full()
    };
    vec![
        Row::Unit(Unit {
            past: past(joined.printed()),
            ..joined
        }),
        Row::Appointment(Appointment {
            numbers: true,
            ..post(TEACHER, SCHOOL, Role::Member)
        }),
        Row::CsdlTask(CsdlTask {
            account: None,
            minutes: None,
            done: Some(CsdlDone {
                by: HEAD,
                at: monday(),
                on: today(),
                why: Some(CsdlOver::SeenThere),
            }),
            found: Some(finding_in_full()),
            ..task()
        }),
        Row::Register(Register {
            begins: Some(1),
            asked: Some(61),
            ..register()
        }),
        paper(HandoverMinutes {
            number_year: Some(2027),
            corrected: vec![CorrectedNumber {
                number: 13,
                year: 2026,
                by: HEAD,
                at: monday(),
                reason: "Gõ nhầm số".to_owned(),
            }],
            ..minutes_in_full()
        }),
    ]
}

fn finding_in_full() -> CsdlFinding {
    CsdlFinding {
        delegation: Some(RIGHT),
        class: Some(CLASS),
        function: Some(Function::Library),
        word: Some("Thư viện".to_owned()),
        ..CsdlFinding::new("hoa.gv", CsdlDifference::WrongFunction).of(TEACHER)
    }
}

/// A register with a number that a paper outside of the program carries.
#[must_use]
pub fn used_elsewhere() -> Row {
    Row::Register(Register {
        skipped: vec![Skipped {
            from: 5,
            to: 7,
            reason: "Công văn số 12/CV-THCSGV".to_owned(),
            elsewhere: Some(UsedElsewhere {
                by: HEAD,
                at: monday(),
            }),
        }],
        begins: Some(1),
        asked: Some(61),
        ..register()
    })
}

fn born_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(1985, 2, 28).unwrap_or_default()
}

fn letterhead() -> Letterhead {
    Letterhead {
        superior: Some("UBND PHƯỜNG GIA VIÊN".to_owned()),
        ..plain::letterhead()
    }
}

fn unit_details() -> UnitDetails {
    UnitDetails {
        code: Some("31001".to_owned()),
        letterhead: letterhead(),
        ..plain::unit_details()
    }
}

fn head_details() -> HeadDetails {
    HeadDetails {
        sex: Some(Sex::Male),
        ..plain::head_details()
    }
}

fn clerks_post() -> Post {
    Post {
        role: Role::ByOrder,
        duty: Some("văn thư".to_owned()),
        prepares: true,
        until: Some(tomorrow()),
        document: Some(DECISION),
        ..plain::teachers_post()
    }
}

fn every_edit() -> Vec<OfficerEdit> {
    vec![
        OfficerEdit::Name {
            expect: "Nguyễn Thị Hoa".to_owned(),
            set: "Nguyễn Thị Hoà".to_owned(),
        },
        OfficerEdit::Phone {
            expect: Some("0900000000".to_owned()),
            set: Some("0912345678".to_owned()),
        },
        OfficerEdit::BornOn {
            expect: Some(since()),
            set: Some(born_on()),
        },
        OfficerEdit::Sex {
            expect: Some(Sex::Male),
            set: Some(Sex::Female),
        },
        OfficerEdit::IdNumber {
            expect: Some("031185054321".to_owned()),
            set: Some("031185012345".to_owned()),
        },
    ]
}

fn every_class_edit() -> Vec<ClassEdit> {
    vec![
        ClassEdit::Site {
            expect: Some("Điểm trường 2".to_owned()),
            set: Some("Điểm trường 1".to_owned()),
        },
        ClassEdit::Learners {
            expect: Some(40),
            set: Some(41),
        },
        ClassEdit::Level {
            expect: SchoolLevel::Primary,
            set: SchoolLevel::LowerSecondary,
        },
    ]
}

fn every_withdrawn() -> Vec<Withdrawn> {
    vec![
        Withdrawn::Teacher {
            class: CLASS,
            officer: TEACHER,
            from: since(),
        },
        Withdrawn::Class { class: CLASS },
        Withdrawn::Officer { officer: TEACHER },
        Withdrawn::Account { account: ADMIN },
        Withdrawn::Unit,
    ]
}

fn witness() -> Witness {
    Witness {
        name: "Vũ Thị Phường".to_owned(),
        position: "Chuyên viên".to_owned(),
    }
}

fn absence() -> Absence {
    Absence {
        reason: "Nghỉ ốm".to_owned(),
        witness: COLLEAGUE,
    }
}

fn at_desk() -> AtDesk {
    AtDesk {
        hour: chrono::NaiveTime::from_hms_opt(8, 30, 0),
        site: "Hội trường Sở".to_owned(),
        address: "Số 1 đường Lê Đại Hành".to_owned(),
        letter_until: Some(tomorrow()),
        trained_on: Some(today()),
    }
}

fn spare_envelope() -> SpareEnvelope {
    SpareEnvelope {
        serial: "NP-02".to_owned(),
        place: "Két sắt".to_owned(),
    }
}

fn line() -> Line {
    Line {
        rights: Right::ALL.into(),
        levels: Dim::one(SchoolLevel::LowerSecondary),
        classes: Dim::one(CLASS),
        ..plain::results("Toán")
    }
}

fn signature_in_full() -> FieldSignature {
    FieldSignature {
        organisation: Some("Trường THCS Đằng Giang".to_owned()),
        ..signature(Party::Organisation, "Trường THCS Đằng Giang")
    }
}

fn archived() -> Archived {
    Archived {
        at: monday(),
        blob: file("archived"),
        until: monday(),
        earlier: vec![file("archived before")],
    }
}

fn unit_in_full() -> Unit {
    let dated = |value: &str| Dated {
        value: value.to_owned(),
        from: since(),
        until: Some(tomorrow()),
    };
    Unit {
        names: vec![dated("Trường THCS Đằng Giang")],
        codes: vec![dated("31001")],
        parents: vec![Dated {
            value: Parent {
                unit: COMMUNE,
                confirmed_by: Some(HEAD),
            },
            from: since(),
            until: Some(tomorrow()),
        }],
        letterhead: letterhead(),
        numbering: Numbering::Typed,
        route: Route::Mixed,
        grounds: vec![GroundMark {
            id: "qd-1062-2023".to_owned(),
            cited: true,
            by: HEAD,
            on: today(),
        }],
        alone: true,
        closed_on: Some(tomorrow()),
        withdrawn: true,
        ..unit(SCHOOL, UnitKind::School, None)
    }
}

/// Minutes by how their scan was compared with the paper, which has no plain form.
#[must_use]
pub fn compared() -> Vec<(&'static str, Row)> {
    let at = monday();
    let ways = [
        ("read", Comparison::Read { at }),
        ("open", Comparison::Open { pages: vec![2] }),
        (
            "by_eye",
            Comparison::ByEye {
                at,
                by: HEAD,
                reason: "Mã QR trang 2 bị dấu che, đã so với tờ giấy".to_owned(),
            },
        ),
    ];
    let row = |(name, way)| {
        let minutes = super::signed_with(minutes_in_full(), |signed, _| {
            if let Some(scan) = &mut signed.scan {
                scan.compared = Some(Box::new(way));
            }
        });
        (name, paper(minutes))
    };
    ways.map(row).into()
}

/// Minutes whose recording was held and taken, which has no plain form.
#[must_use]
pub fn taken() -> Row {
    paper(super::signed_with(minutes_in_full(), |signed, _| {
        signed.taken = Some(Taken {
            by: TEACHER,
            done_at: monday(),
        });
    }))
}

/// Minutes that say who froze them, which has no plain form.
#[must_use]
pub fn frozen_by() -> Row {
    let mut minutes = minutes_in_full();
    if let Progress::Signed { frozen, .. } = &mut minutes.progress {
        frozen.by = Some(FrozenBy {
            officer: HEAD,
            device: DEVICE,
        });
    }
    paper(minutes)
}

/// Minutes that say who edited their draft and who gave their number, which have no plain form.
#[must_use]
pub fn numbered_by() -> Row {
    paper(HandoverMinutes {
        edited: Some(DraftEdited {
            by: HEAD,
            at: monday(),
            times: 2,
        }),
        number_given: Some(NumberGiven {
            by: HEAD,
            at: monday(),
        }),
        ..minutes_in_full()
    })
}

/// Minutes that have gone every way.
fn minutes_in_full() -> HandoverMinutes {
    let content = content_in_full();
    HandoverMinutes {
        kind: MinutesKind::TakeBack,
        witness: Some(witness()),
        grounds: vec![DECISION],
        secret: SecretClause::Slip("PK-01".to_owned()),
        at_desk: Some(at_desk()),
        spare_envelope: Some(spare_envelope()),
        replaces: Some(LOST.into()),
        taking_back: Some(TakingBack {
            reason: "Chuyển công tác".to_owned(),
            closed: vec![RIGHT],
            absent: Some(absence()),
        }),
        route: Some(Route::Digital),
        digital: Some(DigitalFile {
            archived: Some(archived()),
            ..signed_file(vec![signature_in_full()])
        }),
        progress: Progress::Signed {
            frozen: Frozen {
                at: monday(),
                content_hash: "ab".repeat(32),
                check_code: "HSBYD74X".to_owned(),
                token: "0123456789abcdef0123456789abcdef".to_owned(),
                pdf: file("page"),
                pages: 2,
                outdated: false,
                by: None,
                content,
            },
            signed: Signed {
                recorded_at: monday(),
                recorded_by: HEAD,
                date_on_paper: today(),
                head_must_confirm: true,
                scan: Some(Scan {
                    copy: Some(Box::new(LawfulCopy {
                        at: monday(),
                        by: HEAD,
                        blob: file("copy"),
                        signature: signature_in_full(),
                        archived: Some(archived()),
                    })),
                    ..scan()
                }),
                receipt: Some(Receipt {
                    at: monday(),
                    objection: Some("Thiếu trang 2".to_owned()),
                }),
                taken: None,
            },
            number: Some(12),
        },
        ended: Some(Ended {
            kind: EndKind::Replaced,
            at: monday(),
            by: HEAD,
            reason: Some("Lập nhầm".to_owned()),
            minutes: Some(LOST.into()),
        }),
        ..draft()
    }
}

/// What minutes print, in the first form, with everything that they may leave out.
#[must_use]
pub fn content_in_full() -> MinutesContent {
    let earlier = MinutesRef {
        kind: MinutesKind::ToSchool,
        number: Some(3),
        symbol: "UBND".to_owned(),
        date: since(),
        check_code: "HSBYD74X".to_owned(),
        giver_unit: "UBND phường Gia Viên".to_owned(),
    };
    let named = |name: &str, role| PersonCard {
        sex: Some(Sex::Female),
        born_on: Some(born_on()),
        duty: Some("văn thư".to_owned()),
        post_until: Some(tomorrow()),
        ..person_card(name, role, since())
    };
    let unit = UnitCard {
        code: Some("31001".to_owned()),
        letterhead: letterhead(),
        ..unit_card()
    };
    MinutesContent {
        giver_unit: unit.clone(),
        unit: unit.clone(),
        parent: Some("UBND phường Gia Viên".to_owned()),
        giver: named("Lê Thị Hiệu", Role::Head),
        receiver: named("Nguyễn Thị Hoa", Role::Member),
        witness: Some((named("Vũ Thị Phường", Role::Member), unit)),
        confirm: Some(named("Phạm Văn Sở", Role::Head)),
        account: Some(AccountCard {
            system: System::BanGiao,
            address: "csdl.haiphong.edu.vn".to_owned(),
            login: "hoa.nt".to_owned(),
            kind: AccountKind::Use,
        }),
        lines: vec![line_card()],
        grounds: vec![GroundCard {
            kind: DocumentKind::Assignment,
            title: "Quyết định".to_owned(),
            number: "45/QĐ-THCSĐG".to_owned(),
            date: since(),
            issuer: "Hiệu trưởng".to_owned(),
            subject: "phân công nhiệm vụ năm học".to_owned(),
        }],
        left_out: vec!["qd-1062-2023".to_owned()],
        account_minutes: Some(earlier.clone()),
        replaces: Some(earlier.clone()),
        at_desk: Some(at_desk()),
        spare_envelope: Some(spare_envelope()),
        undertaking_signed_on: Some(today()),
        take_back: Some(TakeBackCard {
            reason: "Chuyển công tác".to_owned(),
            closed: vec![ClosedCard {
                login: Some("hoa.nt".to_owned()),
                line: line_card(),
                minutes: Some(earlier),
                closed_at: monday(),
            }],
            absent: Some(("Nghỉ ốm".to_owned(), named("Trần Văn Bình", Role::Member))),
        }),
        schools: vec![SchoolCard {
            code: Some("31001".to_owned()),
            name: "Trường THCS Đằng Giang".to_owned(),
            levels: vec![SchoolLevel::LowerSecondary],
            kind: UnitKind::School,
        }],
        live_minutes: 4,
        ..content()
    }
}

fn line_card() -> LineCard {
    LineCard {
        function: Function::Results,
        rights: vec![Right::View, Right::Enter],
        levels: vec![SchoolLevel::LowerSecondary],
        classes: vec![ClassCard {
            name: "6A2".to_owned(),
            site: Some("Điểm trường 2".to_owned()),
            learners: Some(42),
            part: Some(TeacherPart::Main),
        }],
        subjects: vec!["Toán".to_owned()],
        schools: Some(3),
        from: today(),
        until: Some(tomorrow()),
        change: Some(LineChange::Dropped(today())),
    }
}
