//! The rules of the office, through the public door.

use domain::acts::people::Post;
use domain::acts::{
    Appoint, AssignTeacher, ChangeHead, CheckGround, EndAppointment, HandOver, OpenRegister,
    SetUnit, TakeBack, TypeNumber,
};
use domain::delegation::Holder;
use domain::kind::{MinutesKind, SecretClause, Witness};
use domain::minutes::{Absence, MinutesState};
use domain::officer::Role;
use domain::rights::{Dim, Function};
use domain::school_class::TeacherPart;
use domain::unit::Numbering;
use domain::{Code, Facts, Row};
use engine::views::rights::Question;
use journeys::{Desk, World, line};

use super::door::ward_town;

#[tokio::test]
async fn nobody_gives_to_themselves_upwards_outside_or_beyond_the_year() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let head = desk.head().await.unwrap();
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let other = desk.teacher("Trần Văn Khác", "GV02").await.unwrap();
    let class = desk.class("6A2", hoa).await.unwrap();
    let refused = |giver, receiver, add| {
        let school = &school;
        async move {
            let request = HandOver {
                year: None,
                unit,
                kind: MinutesKind::Duties,
                giver,
                receiver,
                add,
                drop: vec![],
                login: Some("x".into()),
                grounds: vec![],
                secret: SecretClause::Personal,
                valid_until: None,
                at_desk: None,
                spare_envelope: None,
            };
            school.hand_over(request).await.unwrap_err().code
        }
    };
    assert_eq!(
        refused(head, head, vec![desk.homeroom(class)]).await,
        Code::ToSelf
    );
    assert_eq!(
        refused(hoa, other, vec![desk.homeroom(class)]).await,
        Code::MayNotGive
    );
    assert_eq!(
        refused(head, other, vec![desk.homeroom(class)]).await,
        Code::NotTheTeacher
    );
    assert_eq!(refused(head, hoa, vec![]).await, Code::NothingChosen);
    let mut long = desk.homeroom(class);
    long.until = None;
    assert_eq!(refused(head, hoa, vec![long]).await, Code::BeyondYear);
    let twice = vec![desk.homeroom(class), desk.homeroom(class)];
    assert_eq!(refused(head, hoa, twice).await, Code::SameRightTwice);
    let chair = commune.identity().await.officer;
    assert_eq!(
        refused(head, chair, vec![desk.homeroom(class)]).await,
        Code::NotFound,
        "a school does not even see who is above"
    );
}

#[tokio::test]
async fn a_custodian_prepares_and_takes_back_but_gives_nothing_to_himself() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let head = desk.head().await.unwrap();
    let clerk = desk.person("Phạm Văn Phòng", "NV01", false).await.unwrap();
    let custody = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Custody,
        giver: head,
        receiver: clerk,
        add: vec![],
        drop: vec![],
        login: None,
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let minutes = school.hand_over(custody).await.unwrap();
    desk.sign(minutes).await.unwrap();
    school.sync().await.unwrap();
    let office = world.office("thu-ky", clerk, unit).await.unwrap();
    let at_desk = Desk(&office);
    let hoa = at_desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let class = at_desk.class("6A2", hoa).await.unwrap();
    let draft = at_desk
        .hand_over(hoa, vec![at_desk.homeroom(class)])
        .await
        .unwrap();
    at_desk.sign(draft).await.unwrap();
    let own = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Duties,
        giver: head,
        receiver: clerk,
        add: vec![line(Function::Library, Dim::All, &office)],
        drop: vec![],
        login: Some("pvp".into()),
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    assert_eq!(
        office.hand_over(own).await.unwrap_err().code,
        Code::CustodianToSelf
    );
    let back = TakeBack {
        unit,
        officer: hoa,
        delegations: vec![],
        reason: "Nghỉ thai sản".into(),
        suspend: true,
        absent: Some(Absence {
            reason: "đang nằm viện".into(),
            witness: head,
        }),
    };
    office.perform(back).await.unwrap();
    assert!(
        at_desk
            .who_can_open(class, office.now())
            .await
            .unwrap()
            .is_empty(),
        "closed at once, without any signature"
    );
    assert_eq!(
        office.sync().await.unwrap().returned,
        0,
        "the server agrees with all of it"
    );
}

#[tokio::test]
async fn a_leaver_loses_everything_at_once_and_a_new_head_closes_nobodys_right() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let lan = desk.teacher("Trần Thị Lan", "GV02").await.unwrap();
    let (a, b) = (
        desk.class("6A1", hoa).await.unwrap(),
        desk.class("6A2", lan).await.unwrap(),
    );
    for (who, class) in [(hoa, a), (lan, b)] {
        let minutes = desk
            .hand_over(who, vec![desk.homeroom(class)])
            .await
            .unwrap();
        desk.sign(minutes).await.unwrap();
    }
    let post = school
        .officers(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|o| o.id == hoa)
        .unwrap()
        .appointment;
    school
        .perform(EndAppointment {
            unit,
            appointment: post,
            until: school.today(),
            reason: "Chuyển công tác".into(),
        })
        .await
        .unwrap();
    assert!(desk.who_can_open(a, school.now()).await.unwrap().is_empty());
    assert!(
        school
            .minutes_list(unit)
            .await
            .unwrap()
            .iter()
            .any(|m| m.kind == MinutesKind::TakeBack && m.receiver == "Nguyễn Thị Hoa")
    );

    let document = desk.decision("bổ nhiệm Hiệu trưởng").await.unwrap();
    let from = school.today().succ_opt().unwrap();
    let witness = Some(Witness {
        name: "Lê Văn Chứng".into(),
        position: "Phó Chủ tịch".into(),
    });
    let change = |witness| ChangeHead {
        unit,
        officer: lan,
        role: Role::Head,
        position: "Hiệu trưởng".into(),
        from,
        document,
        witness,
    };
    assert_eq!(
        school.perform(change(witness)).await.unwrap_err().code,
        Code::NotTheParent,
        "a unit that began alone has nobody above to witness"
    );
    school.perform(change(None)).await.unwrap();
    let second = Appoint {
        unit,
        officer: hoa,
        post: Post {
            role: Role::InCharge,
            position: "Phó Hiệu trưởng".into(),
            duty: None,
            prepares: true,
            from,
            until: None,
            document: None,
            numbers: false,
        },
    };
    assert_eq!(
        school.perform(second).await.unwrap_err().code,
        Code::TwoHeads
    );
    world.pass(chrono::Duration::days(1));
    let facts = school.facts(unit).await.unwrap();
    assert_eq!(facts.head(unit, school.today()).unwrap().officer, lan);
    assert_eq!(
        desk.who_can_open(b, school.now()).await.unwrap().len(),
        1,
        "units hold, people exercise"
    );
    let change = school
        .minutes_list(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|m| m.kind == MinutesKind::HeadChange)
        .unwrap();
    let text = super::paper::text_of(&school.minutes_pdf(unit, change.id).await.unwrap());
    assert!(text.contains("khi thay đổi Hiệu trưởng"), "{text}");
}

#[tokio::test]
async fn numbers_come_in_order_from_a_block_or_typed_or_not_at_all() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let letterhead = school.facts(unit).await.unwrap().units[&unit]
        .letterhead
        .clone();
    let mut ids = vec![];
    for n in 1..=3 {
        let teacher = desk
            .teacher(&format!("Giáo Viên {n}"), &format!("GV{n}"))
            .await
            .unwrap();
        let class = desk.class(&format!("6A{n}"), teacher).await.unwrap();
        let minutes = desk
            .hand_over(teacher, vec![desk.homeroom(class)])
            .await
            .unwrap();
        desk.sign(minutes).await.unwrap();
        ids.push(minutes);
    }
    assert_eq!(
        school
            .give_number(unit, ids[0], None, 1)
            .await
            .unwrap_err()
            .code,
        Code::NumberingMode,
        "the unit types its numbers"
    );
    school
        .perform(TypeNumber {
            unit,
            minutes: ids[0],
            number: 7,
            year: None,
        })
        .await
        .unwrap();
    assert_eq!(
        school
            .perform(TypeNumber {
                unit,
                minutes: ids[1],
                number: 7,
                year: None,
            })
            .await
            .unwrap_err()
            .code,
        Code::NumberTaken
    );
    school
        .perform(SetUnit {
            unit,
            letterhead: letterhead.clone(),
            numbering: Numbering::OwnSeries,
            route: None,
            document: None,
        })
        .await
        .unwrap();
    school
        .perform(OpenRegister {
            unit,
            year: 2026,
            first: 8,
            reason: None,
            above: None,
            alone: true,
        })
        .await
        .unwrap();
    school.give_number(unit, ids[1], None, 1).await.unwrap();
    let row = school.minutes_detail(unit, ids[1]).await.unwrap().row;
    assert_eq!(
        (row.number.as_deref(), row.state),
        (Some("08/BB-THCSX"), MinutesState::Issued)
    );
    school
        .perform(SetUnit {
            unit,
            letterhead,
            numbering: Numbering::None,
            route: None,
            document: None,
        })
        .await
        .unwrap();
    assert_eq!(
        school.minutes_detail(unit, ids[2]).await.unwrap().row.state,
        MinutesState::Issued,
        "no number, no condition"
    );
}

#[tokio::test]
async fn a_block_of_numbers_is_renewed_at_every_contact_and_the_register_can_be_taken_over() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let letterhead = school.facts(unit).await.unwrap().units[&unit]
        .letterhead
        .clone();
    school
        .perform(SetUnit {
            unit,
            letterhead,
            numbering: Numbering::OwnSeries,
            route: None,
            document: None,
        })
        .await
        .unwrap();
    let ceiling = async |office: &engine::Engine| {
        office
            .facts(unit)
            .await
            .unwrap()
            .registers
            .values()
            .find(|r| r.unit == unit)
            .unwrap()
            .ceiling
    };
    let numbered = async |office: &engine::Engine, n: u32| {
        let desk = Desk(office);
        let teacher = desk
            .teacher(&format!("Giáo Viên {n}"), &format!("GV{n:02}"))
            .await
            .unwrap();
        let class = desk.class(&format!("6A{n}"), teacher).await.unwrap();
        let minutes = desk
            .hand_over(teacher, vec![desk.homeroom(class)])
            .await
            .unwrap();
        desk.sign(minutes).await.unwrap();
        let given = office.give_number(unit, minutes, None, 1).await;
        given.map(|()| minutes)
    };
    for n in 1..=27 {
        numbered(&school, n).await.unwrap();
    }
    assert_eq!(
        ceiling(&school).await,
        50,
        "nothing is renewed without contact"
    );
    school.sync().await.unwrap();
    let facts = school.facts(unit).await.unwrap();
    let block = domain::acts::numbers::block_of(&facts, unit, school.today());
    assert!(block > 50, "two numbers for each of its people");
    let leased = 27 + block;
    assert_eq!(ceiling(&school).await, leased);
    assert_eq!(
        school.sync().await.unwrap().sent,
        0,
        "and only when it is half used"
    );

    // The same head on another machine: the register is elsewhere until it is taken over, above the
    // old ceiling.
    let me = school.identity().await;
    let second = world.office("second", me.officer, unit).await.unwrap();
    assert_eq!(
        numbered(&second, 28).await.unwrap_err().code,
        Code::RegisterElsewhere
    );
    second
        .take_register(unit, "Máy văn thư bị hỏng".into(), 1)
        .await
        .unwrap();
    let minutes = numbered(&second, 29).await.unwrap();
    assert_eq!(
        second
            .minutes_detail(unit, minutes)
            .await
            .unwrap()
            .row
            .number
            .as_deref(),
        Some(format!("{}/BB-X", leased + 1).as_str())
    );
    assert_eq!(second.sync().await.unwrap().returned, 0);
}

#[tokio::test]
async fn an_edit_is_undone_days_later_and_an_act_never() {
    use domain::acts::EditOfficer;
    use domain::acts::people::OfficerEdit;
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let rename = |expect: &str, set: &str| EditOfficer {
        unit,
        officer: hoa,
        edits: vec![OfficerEdit::Name {
            expect: expect.into(),
            set: set.into(),
        }],
    };
    school
        .perform(rename("Nguyễn Thị Hoa", "Nguyễn Thị Hoà"))
        .await
        .unwrap();
    world.pass(chrono::Duration::days(5));
    let acts = school.status().await.unwrap().acts;
    let edit = acts.iter().find(|a| a.undoable).unwrap();
    assert_eq!(edit.kind, "edit_officer.v1");
    school.undo(edit.op).await.unwrap();
    assert_eq!(
        school.person(unit, hoa).await.unwrap().name,
        "Nguyễn Thị Hoa"
    );
    // What was changed since is asked; what is no edit is not undone.
    school
        .perform(rename("Nguyễn Thị Hoa", "Trần Thị Hoa"))
        .await
        .unwrap();
    assert_eq!(school.undo(edit.op).await.unwrap_err().code, Code::Conflict);
    let act = acts.iter().find(|a| !a.undoable).unwrap();
    assert_eq!(school.undo(act.op).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_custody_says_until_when_and_a_ground_that_the_unit_leaves_out_is_not_cited() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let office = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    let head = desk.head().await.unwrap();
    let until = chrono::NaiveDate::from_ymd_opt(2027, 8, 31);
    let custody = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Custody,
        giver: head,
        receiver: office,
        add: vec![],
        drop: vec![],
        login: Some("danggiang.quantri".into()),
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: until,
        at_desk: None,
        spare_envelope: Some(domain::kind::SpareEnvelope {
            serial: " DP-07 ".into(),
            place: "két sắt phòng Hiệu trưởng".into(),
        }),
    };
    let minutes = school.hand_over(custody.clone()).await.unwrap();
    let text = super::paper::text_of(&school.minutes_pdf(unit, minutes).await.unwrap());
    assert!(text.contains("đến hết ngày 31 tháng 8 năm 2027"), "{text}");
    assert!(
        text.contains(
            "trong phong bì số DP-07, giao Hiệu trưởng cất giữ tại két sắt phòng Hiệu trưởng"
        ),
        "{text}"
    );
    let desk_of_kind_a = domain::kind::AtDesk {
        hour: None,
        site: "Nhà khách".into(),
        address: "Hồng Bàng".into(),
        letter_until: None,
        trained_on: None,
    };
    let elsewhere = HandOver {
        year: None,
        at_desk: Some(desk_of_kind_a),
        ..custody.clone()
    };
    assert_eq!(
        school.hand_over(elsewhere).await.unwrap_err().code,
        Code::BadRequest,
        "what would not be printed is refused, not dropped"
    );
    assert!(text.contains("1062/QĐ-SGDĐT"), "{text}");
    let grounds = school.fixed_grounds(unit).await.unwrap();
    assert!(
        grounds.iter().all(|g| g.checked.is_none() && g.cited),
        "nobody of the unit has looked yet"
    );

    school
        .perform(CheckGround {
            unit,
            ground: "qd-1062-2023".into(),
            cited: false,
        })
        .await
        .unwrap();
    let text = super::paper::text_of(&school.minutes_pdf(unit, minutes).await.unwrap());
    assert!(!text.contains("1062/QĐ-SGDĐT"), "{text}");
    let grounds = school.fixed_grounds(unit).await.unwrap();
    assert!(
        grounds
            .iter()
            .any(|g| g.id == "qd-1062-2023" && !g.cited && g.checked.is_some())
    );
    assert_eq!(
        school
            .perform(CheckGround {
                unit,
                ground: "<b>".into(),
                cited: true
            })
            .await
            .unwrap_err()
            .code,
        Code::BadRequest
    );
    desk.sign(minutes).await.unwrap();
    let end_of_custody = chrono::DateTime::from_timestamp(1_819_500_000, 0).unwrap();
    for (at, rights) in [(school.now(), 1), (end_of_custody, 0)] {
        world.clock.set(at);
        let held = Question::at(at).of_person(office);
        let held = school.rights(unit, held).await.unwrap();
        assert_eq!(held.len(), rights, "it ends by itself");
    }
}

#[tokio::test]
async fn a_unit_hands_over_only_what_it_holds() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    // A second school that has not received its account holds nothing.
    let of_unit =
        |row: &Row| matches!(row, Row::Delegation(d) if matches!(d.holder, Holder::Unit(_)));
    let facts = school.facts(unit).await.unwrap();
    let facts: Facts = facts.iter().filter(|row| !of_unit(row)).collect();
    assert!(facts.holding(unit, school.now()).is_empty());
    assert!(
        !commune
            .facts(unit)
            .await
            .unwrap()
            .holding(unit, school.now())
            .is_empty()
    );
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let class = desk.class("6A2", hoa).await.unwrap();
    let facts_with_class = school.facts(unit).await.unwrap();
    let rows = facts_with_class.iter();
    let without: Facts = rows.filter(|row| !of_unit(row)).collect();
    let me = school.identity().await;
    let ctx = domain::acts::Ctx {
        actor: me.officer,
        device: me.device,
        stamp: domain::Stamp {
            op: domain::ids::OpId(uuid::Uuid::from_u128(9)),
            at: school.now(),
        },
        taken: None,
    };
    let request = HandOver {
        year: None,
        unit,
        kind: MinutesKind::Duties,
        giver: me.officer,
        receiver: hoa,
        add: vec![desk.homeroom(class)],
        drop: vec![],
        login: Some("x".into()),
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    assert!(domain::acts::hand_over::decide(&facts_with_class, &request, &ctx).is_ok());
    assert_eq!(
        domain::acts::hand_over::decide(&without, &request, &ctx)
            .unwrap_err()
            .code,
        Code::MoreThanHeld
    );
}

#[tokio::test]
async fn a_leave_asks_for_a_stand_in_and_a_leaver_who_still_holds_rights_is_named() {
    use engine::views::home::TaskKind;
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, class, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let kinds = || async {
        school
            .home()
            .await
            .unwrap()
            .tasks
            .into_iter()
            .map(|t| t.kind)
            .collect::<Vec<_>>()
    };
    let leave = TakeBack {
        unit,
        officer: hoa,
        delegations: vec![],
        reason: "Nghỉ thai sản".into(),
        suspend: true,
        absent: None,
    };
    school.perform(leave).await.unwrap();
    let now = kinds().await;
    assert!(
        now.contains(&TaskKind::ClassNeedsStandIn) && now.contains(&TaskKind::TakeBackPaper),
        "{now:?}"
    );
    assert!(
        !now.contains(&TaskKind::ClassWithoutMinutes),
        "nothing is handed over to her anew by itself: {now:?}"
    );
    let lan = desk.teacher("Trần Thị Lan", "GV02").await.unwrap();
    let until = school.today() + chrono::Duration::days(120);
    school
        .perform(AssignTeacher {
            unit,
            class,
            officer: lan,
            part: TeacherPart::StandIn,
            from: school.today(),
            until: Some(until),
            replace: false,
        })
        .await
        .unwrap();
    let now = kinds().await;
    assert!(
        !now.contains(&TaskKind::ClassNeedsStandIn) && now.contains(&TaskKind::ClassWithoutMinutes),
        "the one who stands in needs minutes: {now:?}"
    );

    // A post that ends on a later day: when the day has come, the rights that are left are named
    // first.
    let longer = desk.hand_over(lan, vec![desk.homeroom(class)]).await;
    assert_eq!(longer.unwrap_err().code, Code::BeyondAssignment);
    let line = domain::line::Line {
        until: Some(until),
        ..desk.homeroom(class)
    };
    let stands_in = desk.hand_over(lan, vec![line]).await.unwrap();
    desk.sign(stands_in).await.unwrap();
    let post = school
        .facts(unit)
        .await
        .unwrap()
        .appointments
        .values()
        .find(|a| a.officer == lan)
        .unwrap()
        .id;
    school
        .perform(EndAppointment {
            unit,
            appointment: post,
            until: school.today() + chrono::Duration::days(2),
            reason: "Chuyển trường".into(),
        })
        .await
        .unwrap();
    assert!(!kinds().await.contains(&TaskKind::LeaverHoldsRights));
    world.pass(chrono::Duration::days(3));
    assert_eq!(kinds().await[0], TaskKind::LeaverHoldsRights);
}
