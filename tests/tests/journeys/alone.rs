//! A school starts alone, without server, and enrols later.

use domain::acts::{ConfirmParent, HandOver, RecordSigning};
use domain::kind::MinutesKind;
use domain::kind::SecretClause;
use engine::views::rights::Question;
use journeys::{Desk, World};

#[tokio::test]
async fn a_school_starts_alone_without_server_and_enrols_later() {
    let world = World::new().await.unwrap();
    world.online(false);
    let school = world.school_alone("Lạch Tray").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, class, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let pdf = school.minutes_pdf(unit, minutes).await.unwrap();
    let alone = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();
    assert!(
        alone[0].alone && alone[0].opened_at.is_none(),
        "in force here, not yet compared with the Sở"
    );
    assert_eq!(
        school.sync().await.unwrap_err().code,
        domain::Code::NotEnrolled
    );

    // Weeks later: the Sở is there, the commune is there, and a code for a school that began alone.
    world.online(true);
    world.pass(chrono::Duration::days(3));
    let (_so, commune, _) = super::door::ward_town(&world).await;
    let parent = commune.identity().await.unit;
    let code = world
        .code(server::invite::For::Founder(Some(parent)))
        .await
        .unwrap();
    school.enrol("http://127.0.0.1:1", &code).await.unwrap();
    let round = school.sync().await.unwrap();
    assert_eq!(
        round.returned,
        0,
        "every act that was done alone is accepted: {:?}",
        school.status().await.unwrap().acts
    );
    let rows = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();
    assert!(
        rows[0].opened_at.is_none(),
        "a holding that nobody gave opens nothing"
    );
    assert_eq!(
        school.minutes_pdf(unit, minutes).await.unwrap(),
        pdf,
        "the paper stays as it was signed"
    );

    // The commune sees the school, confirms it, and hands its account over.
    commune.sync().await.unwrap();
    let chair = commune.identity().await.officer;
    commune
        .perform(ConfirmParent {
            unit,
            parent,
            from: commune.today(),
            document: None,
        })
        .await
        .unwrap();
    let head = commune
        .facts(unit)
        .await
        .unwrap()
        .head(unit, commune.today())
        .unwrap()
        .officer;
    let give = HandOver {
        year: None,
        unit,
        kind: MinutesKind::ToSchool,
        giver: chair,
        receiver: head,
        add: vec![],
        drop: vec![],
        login: Some("lachtray.quantri".into()),
        grounds: vec![],
        secret: SecretClause::SetAtTable,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let given = commune.hand_over(give).await.unwrap();
    commune.freeze_minutes(unit, given).await.unwrap();
    commune
        .perform(RecordSigning {
            unit,
            minutes: vec![given],
            date_on_paper: commune.today(),
            scan: None,
        })
        .await
        .unwrap();
    assert_eq!(commune.sync().await.unwrap().returned, 0);
    school.sync().await.unwrap();
    let rows = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();
    assert!(
        rows.iter().any(|r| r.opened_at.is_some() && !r.alone),
        "with the holding, what hangs on it opens: {rows:?}"
    );
}

/// Somebody who begins with a code and a wrong address has done nothing yet: nothing is said of work
/// that is safe.
#[tokio::test]
async fn a_first_run_that_finds_no_server_speaks_of_the_address_and_leaves_nothing() {
    let folder = journeys::Folder::new();
    let data = folder.path("office");
    let clock = std::sync::Arc::new(engine::Clock::seeded(3, journeys::monday()));
    let begun = engine::start::with_code(
        &data,
        journeys::PASSWORD,
        "http://127.0.0.1:1",
        "7K3M-9QXT",
        clock,
    )
    .await;
    let failure = begun.unwrap_err();
    assert_eq!(failure.code, domain::Code::ServerNotFound);
    assert!(
        !failure.sentence.contains("Việc đã làm"),
        "{}",
        failure.sentence
    );
    assert!(!data.exists());
}
