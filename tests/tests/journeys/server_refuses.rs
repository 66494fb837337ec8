//! What the server refuses, and says why: forged, doubled, of another unit, out of order.

use domain::acts::{Act, AddClass, Ctx, RecordSigning};
use domain::calendar::SchoolYear;
use domain::unit::SchoolLevel;
use domain::{Code, Stamp};
use journeys::{Desk, World};
use protocol::{Op, OpState, SignedOp, WIRE_VERSION};

use super::door::ward_town;

pub async fn signed(engine: &engine::Engine, seq: i64, act: Act) -> SignedOp {
    let me = engine.identity().await;
    let at = engine.now() + chrono::Duration::seconds(seq);
    let number = 0xface << 64 | u128::from(seq.unsigned_abs());
    let op_id = domain::ids::OpId(uuid::Uuid::from_u128(me.device.0.as_u128() ^ number));
    let ctx = Ctx {
        actor: me.officer,
        device: me.device,
        stamp: Stamp { op: op_id, at },
        taken: None,
    };
    let unit = act.unit(&ctx);
    let op = Op {
        v: WIRE_VERSION,
        op_id,
        device: me.device,
        seq,
        act,
        unit,
        actor: me.officer,
        targets: vec![],
        client_time: at,
        est_server_time: at,
        depends_on: vec![],
        attachments: vec![],
    };
    op.sign(&me.key()).unwrap()
}

#[tokio::test]
async fn a_forged_in_force_a_doubled_op_and_an_op_of_another_unit_are_refused_with_the_reason() {
    let world = World::new().await.unwrap();
    let (so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, draft) = desk.class_6a2().await.unwrap();
    school.sync().await.unwrap();
    let me = school.identity().await;
    let device = world
        .server
        .store()
        .device(me.device)
        .await
        .unwrap()
        .unwrap();
    let next = device.last_op_seq + 1;
    let day = school.today();

    // In force without a frozen page: the same rule on the server says no, and nothing opens.
    let forged = signed(
        &school,
        next,
        RecordSigning {
            unit,
            minutes: vec![draft],
            date_on_paper: day,
            scan: None,
        }
        .into(),
    )
    .await;
    let reply = world
        .server
        .push(&device, std::slice::from_ref(&forged))
        .await
        .unwrap();
    assert_eq!(reply.results[0].state, OpState::Rejected);
    assert_eq!(
        reply.results[0].refusal.as_ref().unwrap().code,
        Code::WrongState
    );
    assert!(
        world
            .server
            .store()
            .facts(unit)
            .await
            .unwrap()
            .delegations
            .values()
            .all(|d| d.minutes != draft || d.in_force_at.is_none())
    );

    // The same op again: the same answer, no second effect.
    let again = world
        .server
        .push(&device, std::slice::from_ref(&forged))
        .await
        .unwrap();
    assert_eq!(again.results, reply.results);

    // Another unit's record.
    let so_unit = so.identity().await.unit;
    let add = |unit| AddClass {
        unit,
        year: SchoolYear::of(day),
        name: "9Z".into(),
        level: SchoolLevel::LowerSecondary,
        site: None,
        learners: None,
    };
    let foreign = signed(&school, next + 1, add(so_unit).into()).await;
    let reply = world.server.push(&device, &[foreign]).await.unwrap();
    assert_eq!(
        reply.results[0].refusal.as_ref().unwrap().code,
        Code::MayNotPrepare
    );

    // Named for one unit, aimed at another.
    let mut bent = signed(&school, next + 2, add(unit).into()).await.op;
    bent.unit = so_unit;
    let reply = world
        .server
        .push(&device, &[bent.sign(&me.key()).unwrap()])
        .await
        .unwrap();
    assert_eq!(
        reply.results[0].refusal.as_ref().unwrap().code,
        Code::OtherUnit
    );

    // A changed byte after signing; a gap in the order; somebody else's name.
    let mut changed = signed(&school, next + 3, add(unit).into()).await;
    changed.op.client_time += chrono::Duration::milliseconds(1);
    assert_eq!(
        world
            .server
            .push(&device, &[changed])
            .await
            .unwrap()
            .stopped
            .unwrap()
            .code,
        Code::BadSignature
    );
    let gap = signed(&school, next + 9, add(unit).into()).await;
    assert_eq!(
        world
            .server
            .push(&device, &[gap])
            .await
            .unwrap()
            .stopped
            .unwrap()
            .code,
        Code::Gap
    );
    let mut other = signed(&school, next + 3, add(unit).into()).await.op;
    other.actor = hoa;
    let reply = world
        .server
        .push(&device, &[other.sign(&me.key()).unwrap()])
        .await
        .unwrap();
    assert_eq!(
        reply.results[0].refusal.as_ref().unwrap().code,
        Code::NotTheActor
    );

    // A revoked device.
    world
        .server
        .store()
        .revoke(me.device, world.server.now())
        .await
        .unwrap();
    assert_eq!(school.sync().await.unwrap_err().code, Code::UnknownDevice);
}

#[tokio::test]
async fn a_code_works_once_for_three_days_and_five_tries() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let code = world
        .code(server::invite::For::Founder(None))
        .await
        .unwrap();
    assert_eq!(
        school
            .enrol("http://127.0.0.1:1", "0000-0000-0000-0000-0")
            .await
            .unwrap_err()
            .code,
        Code::BadInvite
    );
    world.pass(chrono::Duration::hours(73));
    assert_eq!(
        school
            .enrol("http://127.0.0.1:1", &code)
            .await
            .unwrap_err()
            .code,
        Code::BadInvite,
        "too late"
    );
    let code = world
        .code(server::invite::For::Founder(None))
        .await
        .unwrap();
    school.enrol("http://127.0.0.1:1", &code).await.unwrap();
    school.sync().await.unwrap();
    let other = world.school_alone("Hai").await.unwrap();
    assert_eq!(
        other
            .enrol("http://127.0.0.1:1", &code)
            .await
            .unwrap_err()
            .code,
        Code::BadInvite,
        "used"
    );
}

#[tokio::test]
async fn what_the_server_returns_stays_visible_and_blocks_nothing() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    // Two machines of one school give the same class name while both are offline.
    let unit = desk.unit().await;
    let office = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    school.sync().await.unwrap();
    let second = world.office("truong-2", office, unit).await.unwrap();
    world.online(false);
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    desk.class("6A2", hoa).await.unwrap();
    let lan = Desk(&second).teacher("Trần Thị Lan", "GV02").await.unwrap();
    Desk(&second).class("6A2", lan).await.unwrap();
    Desk(&second).teacher("Đỗ Văn Sau", "GV03").await.unwrap();
    world.online(true);
    school.sync().await.unwrap();
    let round = second.sync().await.unwrap();
    assert_eq!(
        round.returned, 2,
        "the second class of that name, and its teacher"
    );
    let status = second.status().await.unwrap();
    assert_eq!((status.waiting, status.returned), (0, 2));
    assert!(
        status
            .acts
            .iter()
            .any(|a| a.reason.as_deref().is_some_and(|r| r.contains("6A2"))),
        "{:?}",
        status.acts
    );
    assert!(
        second
            .officers(unit)
            .await
            .unwrap()
            .iter()
            .any(|o| o.name == "Đỗ Văn Sau"),
        "what came after went through"
    );
    assert_eq!(second.classes(unit).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_founders_code_makes_nobody_somebody_who_is_there_and_no_second_department() {
    use domain::acts::units::{AddUnit, HeadDetails, UnitDetails};
    use domain::acts::{Appoint, ConfirmParent};
    use domain::officer::Role;
    use domain::unit::{Letterhead, Numbering, UnitKind};
    let world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;
    let (director, department) = (so.identity().await.officer, so.identity().await.unit);
    let thief = world.school_alone("Kẻ Gian").await.unwrap();
    let me = thief.identity().await;
    let code = world
        .code(server::invite::For::Founder(Some(department)))
        .await
        .unwrap();
    let request = protocol::EnrolRequest {
        v: WIRE_VERSION,
        code,
        device: me.device,
        public_key: protocol::public_key(&me.key()),
        officer: Some(director),
        unit: Some(department),
    };
    let answer = world
        .server
        .answer(&server::Request {
            method: "POST".into(),
            path: "/sync/v1/enrol".into(),
            device: None,
            signature: None,
            body: serde_json::to_vec(&request).unwrap(),
        })
        .await;
    let refusal: domain::Refusal = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, refusal.code), (403, Code::BadInvite));

    // A school neither adds a unit above itself, nor stands under itself, nor makes its own head or
    // deputy by a clerk's hand.
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let head = desk.head().await.unwrap();
    let details = UnitDetails {
        kind: UnitKind::Department,
        levels: [SchoolLevel::Primary].into(),
        name: "Sở Giả".into(),
        code: None,
        letterhead: Letterhead {
            superior: None,
            symbol: "S".into(),
            place: "P".into(),
            filed: None,
        },
        numbering: Numbering::None,
        from: school.today(),
    };
    let person = HeadDetails {
        name: "Ai Đó".into(),
        sex: None,
        code: "X".into(),
        position: "Giám đốc".into(),
        role: Role::Head,
        from: school.today(),
    };
    let above = AddUnit {
        by_unit: unit,
        details,
        parent: Some(unit),
        head: Some(person),
        admin_login: None,
    };
    assert_eq!(
        school.perform(above).await.unwrap_err().code,
        Code::NotTheParent
    );
    assert_eq!(
        school
            .perform(ConfirmParent {
                unit,
                parent: unit,
                from: school.today(),
                document: None,
            })
            .await
            .unwrap_err()
            .code,
        Code::NotTheParent
    );
    let clerk = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    school.sync().await.unwrap();
    let office = world.office("van-phong", clerk, unit).await.unwrap();
    let post = |role| domain::acts::people::Post {
        role,
        position: "Phó".into(),
        duty: None,
        prepares: true,
        from: office.today(),
        until: None,
        document: None,
        numbers: false,
    };
    assert_eq!(
        office
            .perform(Appoint {
                unit,
                officer: clerk,
                post: post(Role::Deputy)
            })
            .await
            .unwrap_err()
            .code,
        Code::MayNotPrepare
    );
    assert_eq!(
        school
            .perform(Appoint {
                unit,
                officer: head,
                post: post(Role::ByOrder)
            })
            .await
            .unwrap_err()
            .code,
        Code::ToSelf
    );
    drop(commune);
}

#[tokio::test]
async fn a_scan_that_the_server_does_not_have_is_not_filed_and_a_made_up_time_is_refused() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    school.sync().await.unwrap();
    let me = school.identity().await;
    let device = world
        .server
        .store()
        .device(me.device)
        .await
        .unwrap()
        .unwrap();
    let frozen = school
        .facts(unit)
        .await
        .unwrap()
        .minutes(minutes)
        .unwrap()
        .frozen()
        .unwrap()
        .clone();
    let scan = domain::ids::BlobHash("ab".repeat(32));
    let act = domain::acts::AttachScan {
        unit,
        minutes,
        scan: scan.clone(),
        pages: frozen.pages,
        check_code: frozen.check_code,
        unread: vec![],
    };
    let forged = signed(&school, device.last_op_seq + 1, act.into()).await;
    assert!(forged.op.attachments.is_empty(), "its sender lists nothing");
    let reply = world.server.push(&device, &[forged]).await.unwrap();
    assert_eq!((reply.results.len(), reply.missing), (0, vec![scan]));
}

#[tokio::test]
async fn a_change_of_head_is_accepted_by_the_server_too() {
    use domain::acts::{AddDocument, ChangeHead};
    use domain::document::DocumentKind;
    use domain::officer::Role;
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let decision = AddDocument {
        unit,
        kind: DocumentKind::Appointment,
        title: "Quyết định".into(),
        number: "12/QĐ".into(),
        date: school.today(),
        issuer: "Chủ tịch".into(),
        subject: "bổ nhiệm".into(),
        until: None,
    };
    school.perform(decision).await.unwrap();
    let document = school.documents(unit).await.unwrap()[0].id;
    let next = desk.person("Người Kế Nhiệm", "PH01", true).await.unwrap();
    let from = school.today().succ_opt().unwrap();
    school
        .perform(ChangeHead {
            unit,
            officer: next,
            role: Role::Head,
            position: "Hiệu trưởng".into(),
            from,
            document,
            witness: None,
        })
        .await
        .unwrap();
    assert_eq!(
        school.sync().await.unwrap().returned,
        0,
        "{:?}",
        school.status().await.unwrap().acts.first()
    );
}

#[tokio::test]
async fn knowing_the_id_of_a_unit_is_not_standing_above_it() {
    use domain::acts::{AddAccount, ConfirmParent};
    let world = World::new().await.unwrap();
    let (so, commune, _school) = ward_town(&world).await;
    let alone = world.school_alone("Khác").await.unwrap();
    let foreign = alone.identity().await;
    let code = world
        .code(server::invite::For::Founder(Some(so.identity().await.unit)))
        .await
        .unwrap();
    alone.enrol("http://127.0.0.1:1", &code).await.unwrap();
    alone.sync().await.unwrap();
    commune.sync().await.unwrap();
    let me = commune.identity().await;
    let store = world.server.store();
    let device = store.device(me.device).await.unwrap().unwrap();
    let next = device.last_op_seq + 1;
    // The school stands under the Sở; nobody ever named it under this commune.
    let taken = ConfirmParent {
        unit: foreign.unit,
        parent: me.unit,
        from: commune.today(),
        document: None,
    };
    let account = AddAccount {
        unit: me.unit,
        system: domain::account::System::Csdl,
        address: "csdl.haiphong.edu.vn".into(),
        login: "muon.nguoi".into(),
        kind: domain::account::AccountKind::Use,
        officer: Some(foreign.officer),
    };
    for (n, act) in [Act::from(taken), Act::from(account)]
        .into_iter()
        .enumerate()
    {
        let op = signed(&commune, next + i64::try_from(n).unwrap(), act).await;
        let reply = world.server.push(&device, &[op]).await.unwrap();
        let refusal = reply.results[0].refusal.as_ref().unwrap();
        assert_eq!(refusal.code, Code::NotFound);
    }
}

#[tokio::test]
async fn a_changed_program_reaches_no_further_than_its_person_may() {
    use domain::account::{AccountKind, System};
    use domain::acts::units::{AddUnit, HeadDetails, UnitDetails};
    use domain::acts::{AddAccount, ConfirmParent, HandOver, RenameUnit, SetUnit};
    use domain::kind::{MinutesKind, SecretClause};
    use domain::line::Line;
    use domain::officer::Role;
    use domain::unit::{Letterhead, Numbering, UnitKind};
    let world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (unit, head) = (desk.unit().await, desk.head().await.unwrap());
    let department = so.identity().await.unit;
    let decision = desk.decision("đổi tên").await.unwrap();
    let clerk = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    let teacher = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    school.sync().await.unwrap();
    let office = world.office("van-phong", clerk, unit).await.unwrap();
    let today = office.today();
    let facts = office.facts(unit).await.unwrap();
    let own = facts.unit(unit).unwrap().clone();

    let renamed = RenameUnit {
        unit,
        name: "Công ty Kẻ Gian".into(),
        code: None,
        from: today.succ_opt().unwrap(),
        document: Some(decision),
    };
    let symbol = SetUnit {
        unit,
        letterhead: Letterhead {
            symbol: "KG".into(),
            ..own.letterhead.clone()
        },
        numbering: own.numbering,
        route: None,
        document: Some(decision),
    };
    let admin = |system| AddAccount {
        unit,
        system,
        address: "bangiao".into(),
        login: "ke.gian".into(),
        kind: AccountKind::Admin,
        officer: None,
    };
    let added = AddUnit {
        by_unit: unit,
        details: UnitDetails {
            kind: UnitKind::Commune,
            levels: [SchoolLevel::Primary].into(),
            name: "Ủy ban nhân dân phường Giả".into(),
            code: Some("11999".into()),
            letterhead: own.letterhead.clone(),
            numbering: Numbering::None,
            from: today,
        },
        parent: Some(department),
        head: Some(HeadDetails {
            name: "Kẻ Gian".into(),
            sex: None,
            code: "X".into(),
            position: "Chủ tịch".into(),
            role: Role::Head,
            from: today,
        }),
        admin_login: None,
    };
    let line = Line {
        levels: domain::rights::Dim::one(SchoolLevel::UpperSecondary),
        ..Line::of(domain::rights::Function::Library, today)
    };
    let beyond = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Duties,
        giver: head,
        receiver: teacher,
        add: vec![line],
        drop: vec![],
        login: Some("hoa.gv".into()),
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let by_clerk: Vec<(Act, Option<Code>)> = vec![
        (renamed.clone().into(), Some(Code::OnlyTheHead)),
        (symbol.clone().into(), Some(Code::OnlyTheHead)),
        (admin(System::BanGiao).into(), Some(Code::OnlyTheHead)),
        (added.into(), Some(Code::NotTheParent)),
        (beyond.into(), Some(Code::LevelNotHeld)),
    ];
    let by_head: Vec<(Act, Option<Code>)> = vec![
        (admin(System::Csdl).into(), Some(Code::Taken)),
        (
            // As older programs sent it.
            RenameUnit {
                document: None,
                ..renamed.clone()
            }
            .into(),
            Some(Code::DecisionMissing),
        ),
        (
            SetUnit {
                document: None,
                ..symbol
            }
            .into(),
            Some(Code::DecisionMissing),
        ),
        (renamed.into(), None),
    ];
    // A new parent takes nothing that the Sở has not moved to it.
    let seized = ConfirmParent {
        unit,
        parent: department,
        from: today,
        document: None,
    };
    let by_commune: Vec<(Act, Option<Code>)> = vec![(seized.into(), Some(Code::MayNotPrepare))];
    for (machine, acts) in [
        (&office, by_clerk),
        (&school, by_head),
        (&commune, by_commune),
    ] {
        let me = machine.identity().await;
        let store = world.server.store();
        let device = store.device(me.device).await.unwrap().unwrap();
        let next = device.last_op_seq + 1;
        for (n, (act, code)) in acts.into_iter().enumerate() {
            let kind = act.kind();
            let op = signed(machine, next + i64::try_from(n).unwrap(), act).await;
            let reply = world.server.push(&device, &[op]).await.unwrap();
            let refusal = reply.results[0].refusal.as_ref();
            assert_eq!(refusal.map(|r| r.code), code, "{kind}");
        }
    }
}
