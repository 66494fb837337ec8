//! The organisation as it is: a school moves to another commune, divisions and special schools of
//! the Sở.

use domain::acts::units::{AddUnit, HeadDetails, UnitDetails};
use domain::acts::{AddOfficer, ConfirmParent};
use domain::ids::{OfficerId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::officer::Role;
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
use domain::{Change, Code, Row};
use engine::Engine;
use engine::new_head::NewHead;
use journeys::{Desk, World};

use super::door::ward_town;

/// A unit under the Sở, with its head.
async fn below(so: &Engine, kind: UnitKind, name: &str, code: &str) -> (UnitId, OfficerId) {
    let details = UnitDetails {
        kind,
        levels: [SchoolLevel::Primary, SchoolLevel::LowerSecondary].into(),
        name: name.into(),
        code: Some(code.into()),
        letterhead: Letterhead {
            superior: Some("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG".into()),
            symbol: "Y".into(),
            place: "Hải Phòng".into(),
            filed: None,
        },
        numbering: Numbering::Typed,
        from: so.today(),
    };
    let head = HeadDetails {
        name: "Phạm Thị Trưởng".into(),
        sex: None,
        code: format!("TT{code}"),
        position: "Trưởng".into(),
        role: Role::Head,
        from: so.today(),
    };
    let changes = so
        .perform(AddUnit {
            by_unit: so.identity().await.unit,
            details,
            parent: None,
            head: Some(head),
            admin_login: Some(format!("quantri.{code}")),
        })
        .await
        .unwrap();
    let unit = changes.iter().find_map(|Change(row)| match row {
        Row::Unit(unit) => Some(unit.id),
        _ => None,
    });
    let head = changes.iter().find_map(|Change(row)| match row {
        Row::Officer(officer) => Some(officer.id),
        _ => None,
    });
    (unit.unwrap(), head.unwrap())
}

/// Whether somebody may prepare for a unit: who may adds a person.
async fn adds_a_person(office: &Engine, unit: UnitId, code: &str) -> Result<(), Code> {
    let request = AddOfficer {
        unit,
        name: "Vũ Văn Mới".into(),
        sex: None,
        born_on: None,
        id_number: None,
        phone: None,
        code: code.into(),
        post: domain::acts::people::Post {
            role: Role::Member,
            position: "Nhân viên".into(),
            duty: None,
            prepares: false,
            from: office.today(),
            until: None,
            document: None,
            numbers: false,
        },
    };
    let done = office.perform(request).await;
    done.map(drop).map_err(|failure| failure.code)
}

#[tokio::test]
async fn a_school_moves_by_a_decision_and_keeps_what_it_holds_and_what_its_papers_say() {
    let world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (_, class, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    school.sync().await.unwrap();
    let unit = desk.unit().await;
    let before = desk.who_can_open(class, school.now()).await.unwrap();
    assert_eq!(before.len(), 1);
    let holding = |facts: &domain::Facts, at| facts.holding(unit, at);
    let held = holding(&school.facts(unit).await.unwrap(), school.now());

    let (new_parent, chair) = below(
        &so,
        UnitKind::Commune,
        "Ủy ban nhân dân phường An Biên",
        "11320",
    )
    .await;
    so.sync().await.unwrap();
    let moving = ConfirmParent {
        unit,
        parent: new_parent,
        from: so.today(),
        document: None,
    };
    let refused = so.perform(moving.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::DecisionMissing);
    let decision = Desk(&so).decision("điều chuyển trường").await.unwrap();
    so.perform(ConfirmParent {
        document: Some(decision),
        ..moving
    })
    .await
    .unwrap();
    assert_eq!(so.sync().await.unwrap().returned, 0);
    for office in [&commune, &school] {
        office.sync().await.unwrap();
    }

    // Rights stay as they were, on machine and server; the former parent has no say, the new one has.
    assert_eq!(
        desk.who_can_open(class, school.now()).await.unwrap(),
        before
    );
    let facts = school.facts(unit).await.unwrap();
    assert_eq!(holding(&facts, school.now()), held);
    let there = world.server.store().facts(unit).await.unwrap();
    assert_eq!(holding(&there, school.now()), held);
    assert_eq!(
        adds_a_person(&commune, unit, "NV90").await,
        Err(Code::MayNotPrepare)
    );
    let office = world.office("an-bien", chair, new_parent).await.unwrap();
    assert_eq!(adds_a_person(&office, unit, "NV91").await, Ok(()));
    assert_eq!(office.sync().await.unwrap().returned, 0);

    // What was printed says what it said: the school's commune of that day.
    let facts = school.facts(unit).await.unwrap();
    let frozen = facts.minutes(minutes).unwrap().frozen().unwrap().clone();
    assert_eq!(
        frozen.content.unit.letterhead.superior.as_deref(),
        Some("UBND PHƯỜNG LÊ CHÂN")
    );
    let row = facts.unit(unit).unwrap();
    let yesterday = school.today().pred_opt().unwrap();
    assert_eq!(row.parent_on(school.today()), Some(new_parent));
    assert_ne!(row.parent_on(yesterday), Some(new_parent));
}

#[tokio::test]
async fn a_division_and_a_special_school_receive_from_the_so_and_give_to_their_people() {
    let world = World::new().await.unwrap();
    let (so, _commune, _school) = ward_town(&world).await;
    let director = so.identity().await.officer;
    for (kind, name, code) in [
        (UnitKind::Division, "Phòng Giáo dục Phổ thông", "P01"),
        (
            UnitKind::SpecialSchool,
            "Trường Khiếm thính Hải Phòng",
            "CB1",
        ),
    ] {
        let (unit, head) = below(&so, kind, name, code).await;
        let facts = so.facts(unit).await.unwrap();
        let parent = facts.unit(unit).unwrap().parent_on(so.today());
        assert_eq!(parent, Some(so.identity().await.unit));
        let minutes = so
            .hand_over(domain::acts::HandOver {
                unit,
                kind: MinutesKind::ToSchool,
                giver: director,
                receiver: head,
                add: vec![],
                drop: vec![],
                login: None,
                grounds: vec![],
                secret: SecretClause::SetAtTable,
                valid_until: None,
                year: None,
                at_desk: None,
                spare_envelope: None,
            })
            .await
            .unwrap();
        so.freeze_minutes(unit, minutes).await.unwrap();
        so.perform(domain::acts::RecordSigning {
            unit,
            minutes: vec![minutes],
            date_on_paper: so.today(),
            scan: None,
        })
        .await
        .unwrap();
        assert_eq!(so.sync().await.unwrap().returned, 0, "{name}");
        let office = world.office(code, head, unit).await.unwrap();
        let facts = office.facts(unit).await.unwrap();
        assert!(!facts.holding(unit, office.now()).is_empty(), "{name}");
    }
}

#[tokio::test]
async fn the_head_of_a_unit_that_has_no_machine_yet_is_corrected_and_replaced_from_above() {
    let world = World::new().await.unwrap();
    let so = world.department().await.unwrap();
    let (unit, first) = below(
        &so,
        UnitKind::Commune,
        "Ủy ban nhân dân phường An Biên",
        "11320",
    )
    .await;
    let person = so.person(unit, first).await.unwrap();
    assert!(person.leads && person.may_edit && person.may_lead);
    assert_eq!(person.unit_name, "Ủy ban nhân dân phường An Biên");
    assert_eq!(person.login.as_deref(), Some("quantri.11320"));
    let edit = domain::acts::EditOfficer {
        unit,
        officer: first,
        edits: vec![domain::acts::people::OfficerEdit::Name {
            expect: "Phạm Thị Trưởng".into(),
            set: "Phạm Thị Trường".into(),
        }],
    };
    so.perform(edit).await.unwrap();
    let document = Desk(&so).decision("bổ nhiệm").await.unwrap();
    let next = |from| NewHead {
        unit,
        name: "Đỗ Văn Cường".into(),
        role: Role::Head,
        position: "Chủ tịch".into(),
        from,
        document,
        witness: None,
    };
    let people = async || {
        let rows = so.officers(unit).await.unwrap().into_iter();
        rows.map(|row| row.name).collect::<Vec<_>>()
    };
    // Not on the day on which the one before began: whoever was added goes again.
    let before = so.person(unit, first).await.unwrap();
    assert_eq!(before.lead_from, so.today().succ_opt().unwrap());
    let refused = so.put_new_head(next(so.today())).await;
    assert!(refused.is_err());
    assert_eq!(people().await, ["Phạm Thị Trường"]);
    world.pass(chrono::Duration::days(3));
    so.sync().await.unwrap();
    let before = so.person(unit, first).await.unwrap();
    assert_eq!(before.lead_from, so.today());
    let draft = so.put_new_head(next(so.today())).await.unwrap();
    assert_eq!(people().await, ["Đỗ Văn Cường"]);
    let rows = so.units().await.unwrap();
    let row = rows.iter().find(|row| row.id == unit).unwrap();
    assert_eq!(row.head, "Đỗ Văn Cường");
    let now = so.person(unit, row.head_id.unwrap()).await.unwrap();
    assert!(now.leads);
    assert_eq!(now.minutes.len(), 1, "a draft between the two");
    assert_eq!(now.minutes[0].id, draft, "which is opened");
    assert!(!so.person(unit, first).await.unwrap().leads);
    // It lies in the file of the ward; who prepares it finds it in its own lists.
    let listed = so.minutes_list(so.identity().await.unit).await.unwrap();
    let row = listed.iter().find(|row| row.id == draft).unwrap();
    assert_eq!(row.stops, [domain::path::Stop::Draft]);
    let home = so.home().await.unwrap();
    assert!(home.tasks.iter().any(|task| task.minutes == Some(draft)));
    so.sync().await.unwrap();
    assert!(
        so.person(unit, now.id).await.unwrap().leads,
        "the Sở's server agrees"
    );
    // One who comes later is said beside who leads until then.
    let from = so.today() + chrono::Days::new(30);
    let later = NewHead {
        name: "Vũ Thị Sau".into(),
        ..next(from)
    };
    so.put_new_head(later).await.unwrap();
    let rows = so.units().await.unwrap();
    let row = rows.iter().find(|row| row.id == unit).unwrap();
    let [to_come] = &row.heads_to_come[..] else {
        panic!("{:?}", row.heads_to_come)
    };
    assert_eq!(row.head, "Đỗ Văn Cường");
    assert_eq!((to_come.name.as_str(), to_come.from), ("Vũ Thị Sau", from));
    let now = so.person(unit, now.id).await.unwrap();
    assert_eq!(now.lead_from, from.succ_opt().unwrap());
}
