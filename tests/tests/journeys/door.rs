//! S3: no minutes, no door.

use domain::Code;
use domain::acts::RecordSigning;
use domain::ids::MinutesId;
use engine::views::rights::Question;
use journeys::{Desk, World};

#[tokio::test]
async fn a_teacher_has_nothing_until_both_signed_and_the_server_opened() {
    let world = World::new().await.unwrap();
    let (so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, class, draft) = desk.class_6a2().await.unwrap();

    assert!(
        desk.who_can_open(class, school.now())
            .await
            .unwrap()
            .is_empty(),
        "a draft opens nothing"
    );

    school.freeze_minutes(unit, draft).await.unwrap();
    assert!(
        desk.who_can_open(class, school.now())
            .await
            .unwrap()
            .is_empty(),
        "a printed page opens nothing"
    );

    let day = school.today();
    school
        .perform(RecordSigning {
            unit,
            minutes: vec![draft],
            date_on_paper: day,
            scan: None,
        })
        .await
        .unwrap();
    let rows = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1, "in force from the recording on");
    assert_eq!(rows[0].opened_at, None, "and waiting for the server");

    school.sync().await.unwrap();
    let rows = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();
    assert!(
        rows[0].opened_at.is_some(),
        "opened once the server has accepted the proof"
    );

    so.sync().await.unwrap();
    let seen = so
        .rights(unit, Question::at(so.now()).of_class(class))
        .await
        .unwrap();
    assert_eq!(seen[0].name, "Nguyễn Thị Hoa", "the office above sees it");
    assert_eq!(seen[0].minutes, rows[0].minutes);
}

#[tokio::test]
async fn the_receiver_never_records_and_a_date_to_come_is_refused() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let record = |date| RecordSigning {
        unit,
        minutes: vec![minutes],
        date_on_paper: date,
        scan: None,
    };
    let early = school.perform(record(school.today())).await.unwrap_err();
    assert_eq!(
        early.code,
        Code::WrongState,
        "nobody signs what is not frozen"
    );
    school.freeze_minutes(unit, minutes).await.unwrap();
    let tomorrow = school.today().succ_opt().unwrap();
    assert_eq!(
        school.perform(record(tomorrow)).await.unwrap_err().code,
        Code::DateOnPaper
    );
    assert_eq!(
        school
            .perform(RecordSigning {
                unit,
                minutes: vec![MinutesId(uuid::Uuid::nil())],
                date_on_paper: school.today(),
                scan: None,
            })
            .await
            .unwrap_err()
            .code,
        Code::NotFound
    );
    assert_eq!(
        school
            .perform(RecordSigning {
                unit,
                minutes: vec![],
                date_on_paper: school.today(),
                scan: None,
            })
            .await
            .unwrap_err()
            .code,
        Code::NothingChosen
    );
}

/// Sở, commune and school, each with a machine; the commune and the school have received their
/// accounts.
pub async fn ward_town(world: &World) -> (engine::Engine, engine::Engine, engine::Engine) {
    use domain::acts::HandOver;
    use domain::acts::units::{AddUnit, HeadDetails, UnitDetails};
    use domain::kind::{MinutesKind, SecretClause};
    use domain::officer::Role;
    use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};
    let so = world.department().await.unwrap();
    let add = |by_unit, kind, name: &str, head: &str, code: &str, superior: Option<&str>| AddUnit {
        by_unit,
        details: UnitDetails {
            kind,
            levels: [SchoolLevel::LowerSecondary].into(),
            name: name.into(),
            code: Some(code.into()),
            letterhead: Letterhead {
                superior: superior.map(str::to_owned),
                symbol: "X".into(),
                place: "Phường Lê Chân".into(),
                filed: None,
            },
            numbering: Numbering::Typed,
            from: so.today(),
        },
        parent: None,
        head: Some(HeadDetails {
            name: head.into(),
            sex: None,
            code: format!("TT{code}"),
            position: "Trưởng".into(),
            role: Role::Head,
            from: so.today(),
        }),
        admin_login: Some(format!("quantri.{code}")),
    };
    let ids = |changes: &[domain::Change]| {
        let unit = changes
            .iter()
            .find_map(|c| {
                if let domain::Row::Unit(u) = &c.0 {
                    Some(u.id)
                } else {
                    None
                }
            })
            .unwrap();
        let head = changes
            .iter()
            .find_map(|c| {
                if let domain::Row::Officer(o) = &c.0 {
                    Some(o.id)
                } else {
                    None
                }
            })
            .unwrap();
        (unit, head)
    };
    let department = so.identity().await.unit;
    let made = so
        .perform(add(
            department,
            UnitKind::Commune,
            "Ủy ban nhân dân phường Lê Chân",
            "Trần Văn Chủ",
            "11383",
            None,
        ))
        .await
        .unwrap();
    let (commune, chair) = ids(&made);
    let give = |unit, kind, giver, receiver| HandOver {
        year: None,
        unit,
        kind,
        giver,
        receiver,
        add: vec![],
        drop: vec![],
        login: None,
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let director = so.identity().await.officer;
    let minutes = so
        .hand_over(give(
            commune,
            MinutesKind::DepartmentToCommune,
            director,
            chair,
        ))
        .await
        .unwrap();
    so.freeze_minutes(commune, minutes).await.unwrap();
    so.perform(RecordSigning {
        unit: commune,
        minutes: vec![minutes],
        date_on_paper: so.today(),
        scan: None,
    })
    .await
    .unwrap();
    so.sync().await.unwrap();
    let office = world.office("phuong", chair, commune).await.unwrap();
    let made = office
        .perform(add(
            commune,
            UnitKind::School,
            "Trường Trung học cơ sở Đằng Giang",
            "Nguyễn Thị An",
            "31990001",
            Some("UBND PHƯỜNG LÊ CHÂN"),
        ))
        .await
        .unwrap();
    let (school, head) = ids(&made);
    let minutes = office
        .hand_over(give(school, MinutesKind::ToSchool, chair, head))
        .await
        .unwrap();
    office.freeze_minutes(school, minutes).await.unwrap();
    office
        .perform(RecordSigning {
            unit: school,
            minutes: vec![minutes],
            date_on_paper: office.today(),
            scan: None,
        })
        .await
        .unwrap();
    office.sync().await.unwrap();
    let school = world.office("truong", head, school).await.unwrap();
    (so, office, school)
}
