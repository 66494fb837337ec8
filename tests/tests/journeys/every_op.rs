//! The same rule everywhere: every kind of op decides alike on the replica's facts and on the
//! server's.

use std::collections::BTreeSet;

use domain::account::{AccountKind, System};
use domain::acts::edit_class::ClassEdit;
use domain::acts::people::{OfficerEdit, Post};
use domain::acts::units::{HeadDetails, UnitDetails};
use domain::acts::{
    AcceptScan, Act, AddAccount, AddClass, AddDocument, AddOfficer, AddUnit, Appoint,
    AssignTeacher, AttachScan, CancelMinutes, CertifyScan, ChangeHead, CheckGround, CompareCsdl,
    ConfirmParent, ConfirmReceipt, ConfirmRecording, CorrectNumber, CsdlTasksDone, DecideHeld,
    DeclineMinutes, EditClass, EditDraft, EditOfficer, EndAppointment, EndDocument, FoundUnit,
    GiveNextNumber, GiveNumber, HandOver, OpenRegister, RecordSigning, RenameUnit, SetLevels,
    SetRoute, SetUnit, SignDigitally, SkipNumbers, TakeBack, TypeNumber, Withdraw, Withdrawn,
    decide,
};
use domain::calendar::SchoolYear;
use domain::csdl_task::{CsdlDifference, CsdlFinding};
use domain::document::DocumentKind;
use domain::kind::{MinutesKind, SecretClause};
use domain::officer::Role;
use domain::rights::{Dim, Function};
use domain::route::Route;
use domain::school_class::TeacherPart;
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
use journeys::{Desk, World, line};

use super::door::ward_town;

#[tokio::test]
async fn every_kind_of_op_decides_alike_on_replica_and_server() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let head = desk.head().await.unwrap();
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let lan = desk.teacher("Trần Thị Lan", "GV02").await.unwrap();
    let mistaken = desk.teacher("Người Nhập Nhầm", "GV30").await.unwrap();
    let class = desk.class("6A2", hoa).await.unwrap();
    let signed = desk
        .hand_over(hoa, vec![desk.homeroom(class)])
        .await
        .unwrap();
    desk.sign(signed).await.unwrap();
    let printed = desk
        .hand_over(lan, vec![line(Function::Library, Dim::All, &school)])
        .await
        .unwrap();
    school.freeze_minutes(unit, printed).await.unwrap();
    let mai = desk.teacher("Lê Thị Mai", "GV03").await.unwrap();
    let drafted = desk
        .hand_over(mai, vec![line(Function::Health, Dim::All, &school)])
        .await
        .unwrap();
    let decision = AddDocument {
        unit,
        kind: DocumentKind::Appointment,
        title: "Quyết định".into(),
        number: "1/QĐ".into(),
        date: school.today(),
        issuer: "A".into(),
        subject: "b".into(),
        until: None,
    };
    school.perform(decision.clone()).await.unwrap();
    let office = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    let custody = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Custody,
        giver: head,
        receiver: office,
        add: vec![],
        drop: vec![],
        login: None,
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let kept = school.hand_over(custody.clone()).await.unwrap();
    desk.sign(kept).await.unwrap();
    school.sync().await.unwrap();
    commune.sync().await.unwrap();

    let facts = school.facts(unit).await.unwrap();
    let document = *facts.documents.keys().next().unwrap();
    let post = facts
        .appointments
        .values()
        .find(|a| a.officer == lan)
        .unwrap()
        .id;
    let task = *facts.tasks.keys().next().unwrap();
    let frozen = facts.minutes(signed).unwrap().frozen().unwrap().clone();
    let day = school.today();
    let letterhead = Letterhead {
        superior: None,
        symbol: "S".into(),
        place: "P".into(),
        filed: None,
    };
    let details = UnitDetails {
        kind: UnitKind::School,
        levels: [SchoolLevel::Primary].into(),
        name: "Trường Tiểu học B".into(),
        code: None,
        letterhead: letterhead.clone(),
        numbering: Numbering::None,
        from: day,
    };
    let person = HeadDetails {
        name: "Vũ C".into(),
        sex: None,
        code: "H1".into(),
        position: "Hiệu trưởng".into(),
        role: Role::Head,
        from: day,
    };
    let member = Post {
        role: Role::Member,
        position: "Nhân viên".into(),
        duty: None,
        prepares: false,
        from: day,
        until: None,
        document: None,
        numbers: false,
    };
    let parent = commune.identity().await.unit;
    let signature = domain::signatures::FieldSignature {
        field: "minutes_giver".into(),
        signer: "Nguyễn Thị An".into(),
        organisation: None,
        claimed_at: school.now(),
        certificate: "0".repeat(64),
    };
    let acts: Vec<Act> = vec![
        FoundUnit {
            details: details.clone(),
            head: person.clone(),
            parent: None,
            admin_login: None,
        }
        .into(),
        AddUnit {
            by_unit: unit,
            details,
            parent: Some(parent),
            head: Some(person),
            admin_login: Some("z".into()),
        }
        .into(),
        ConfirmParent {
            unit,
            parent,
            from: day,
            document: None,
        }
        .into(),
        RenameUnit {
            unit,
            name: "Trường Mới".into(),
            code: None,
            from: day.succ_opt().unwrap(),
            document: Some(document),
        }
        .into(),
        EndDocument {
            unit,
            document,
            until: day.succ_opt().unwrap(),
        }
        .into(),
        CheckGround {
            unit,
            ground: "qd-1062-2023".into(),
            cited: false,
        }
        .into(),
        SetLevels {
            unit,
            levels: [SchoolLevel::Primary, SchoolLevel::LowerSecondary].into(),
            from: day,
            document: Some(document),
        }
        .into(),
        SetUnit {
            unit,
            letterhead,
            numbering: Numbering::OwnSeries,
            route: Some(Route::Mixed),
            document: Some(document),
        }
        .into(),
        AddOfficer {
            unit,
            name: "Đỗ D".into(),
            code: "GV09".into(),
            sex: None,
            born_on: None,
            id_number: None,
            phone: None,
            post: member.clone(),
        }
        .into(),
        EditOfficer {
            unit,
            officer: hoa,
            edits: vec![OfficerEdit::Phone {
                expect: None,
                set: Some("0225".into()),
            }],
        }
        .into(),
        Appoint {
            unit,
            officer: hoa,
            post: member,
        }
        .into(),
        EndAppointment {
            unit,
            appointment: post,
            until: day,
            reason: "Chuyển".into(),
        }
        .into(),
        ChangeHead {
            unit,
            officer: lan,
            role: Role::Head,
            position: "Hiệu trưởng".into(),
            from: day.succ_opt().unwrap(),
            document,
            witness: None,
        }
        .into(),
        AddClass {
            unit,
            year: SchoolYear::of(day),
            name: "9A9".into(),
            level: SchoolLevel::LowerSecondary,
            site: None,
            learners: None,
        }
        .into(),
        AssignTeacher {
            unit,
            class,
            officer: lan,
            part: TeacherPart::Main,
            from: day,
            until: None,
            replace: true,
        }
        .into(),
        EditClass {
            unit,
            class,
            edits: vec![ClassEdit::Learners {
                expect: None,
                set: Some(41),
            }],
        }
        .into(),
        AddAccount {
            unit,
            system: System::BanGiao,
            address: "bangiao".into(),
            login: "q".into(),
            kind: AccountKind::Use,
            officer: Some(lan),
        }
        .into(),
        decision.into(),
        custody.into(),
        EditDraft {
            unit,
            minutes: drafted,
            grounds: vec![document],
            login: None,
            valid_until: None,
        }
        .into(),
        domain::acts::FreezeMinutes {
            unit,
            minutes: printed,
            content: Box::new(frozen.content.clone()),
            seen: None,
            token: frozen.token.clone(),
            pdf: frozen.pdf.clone(),
            pages: 2,
        }
        .into(),
        RecordSigning {
            unit,
            minutes: vec![printed],
            date_on_paper: day,
            scan: None,
        }
        .into(),
        ConfirmRecording {
            unit,
            minutes: kept,
        }
        .into(),
        AttachScan {
            unit,
            minutes: signed,
            scan: frozen.pdf.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code.clone(),
            unread: vec![],
        }
        .into(),
        AcceptScan {
            unit,
            minutes: signed,
            reason: "Đã so với tờ giấy".into(),
            scan: Some(frozen.pdf.clone()),
        }
        .into(),
        SetRoute {
            unit,
            minutes: vec![printed],
            route: Route::Digital,
        }
        .into(),
        SignDigitally {
            unit,
            minutes: printed,
            file: frozen.pdf.clone(),
            signatures: vec![signature.clone()],
            filled: std::collections::BTreeMap::new(),
        }
        .into(),
        CertifyScan {
            unit,
            minutes: signed,
            file: frozen.pdf.clone(),
            signature,
        }
        .into(),
        ConfirmReceipt {
            unit,
            minutes: signed,
            objection: None,
        }
        .into(),
        DeclineMinutes {
            unit,
            minutes: printed,
            reason: "Chưa đồng ý".into(),
        }
        .into(),
        CancelMinutes {
            unit,
            minutes: printed,
            reason: "Nhầm".into(),
        }
        .into(),
        TakeBack {
            unit,
            officer: hoa,
            delegations: vec![],
            reason: "Nghỉ".into(),
            suspend: false,
            absent: None,
        }
        .into(),
        OpenRegister {
            unit,
            year: 2026,
            first: 1,
            reason: None,
            above: None,
            alone: false,
        }
        .into(),
        GiveNextNumber {
            unit,
            minutes: signed,
        }
        .into(),
        GiveNumber {
            unit,
            minutes: signed,
            register: domain::ids::RegisterId(uuid::Uuid::nil()),
            epoch: 1,
            number: 1,
        }
        .into(),
        SkipNumbers {
            unit,
            year: 2026,
            from: 1,
            to: 1,
            reason: "Viết hỏng".into(),
            elsewhere: false,
        }
        .into(),
        TypeNumber {
            unit,
            minutes: signed,
            number: 3,
            year: None,
        }
        .into(),
        CorrectNumber {
            unit,
            minutes: signed,
            number: 4,
            year: None,
            reason: "Gõ nhầm số".into(),
        }
        .into(),
        CsdlTasksDone {
            unit,
            tasks: vec![task],
            on: day,
        }
        .into(),
        CompareCsdl {
            unit,
            found: vec![CsdlFinding::new("ai.day", CsdlDifference::UnknownPerson)],
            over: vec![],
            again: vec![],
        }
        .into(),
        DecideHeld {
            unit,
            acts: vec![domain::ids::HeldActId(uuid::Uuid::nil())],
            returned: None,
        }
        .into(),
        Withdraw {
            unit,
            entries: vec![Withdrawn::Officer { officer: mistaken }],
        }
        .into(),
    ];
    let kinds: BTreeSet<&str> = acts.iter().map(Act::kind).collect();
    assert_eq!(
        kinds,
        Act::KINDS.iter().copied().collect(),
        "every kind is here"
    );

    let me = school.identity().await;
    for (n, act) in acts.into_iter().enumerate() {
        let op = domain::ids::OpId(uuid::Uuid::from_u128(n as u128 + 1));
        let ctx = domain::acts::Ctx {
            actor: me.officer,
            device: me.device,
            stamp: domain::Stamp {
                op,
                at: school.now(),
            },
            taken: None,
        };
        let of = act.unit(&ctx);
        let here = decide(&school.facts(of).await.unwrap(), &act, &ctx);
        let there = decide(&world.server.store().facts(of).await.unwrap(), &act, &ctx);
        assert_eq!(here, there, "{}", act.kind());
        // Told apart from a test in which everything is refused for one reason.
        let plain_refusals = [
            "accept_scan.v1",
            "decide_held.v1",
            "found_unit.v1",
            "confirm_parent.v1",
            "confirm_recording.v1",
            "freeze_minutes.v1",
            "open_register.v1",
            "give_number.v1",
            "give_number.v2",
            "skip_numbers.v1",
            "correct_number.v1",
            "add_unit.v1",
        ];
        // Signed by pen, and by nobody else than the receiver.
        let other_ways = ["sign_digitally.v1", "certify_scan.v1", "confirm_receipt.v1"];
        assert!(
            here.is_ok()
                || plain_refusals.contains(&act.kind())
                || other_ways.contains(&act.kind()),
            "{}: {here:?}",
            act.kind()
        );
    }
}
