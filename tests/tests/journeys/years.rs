//! A school prepares the next year in August, and is asked about the one before a year later.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::Code;
use domain::acts::HandOver;
use domain::calendar::{SchoolYear, vietnam};
use domain::ids::OfficerId;
use domain::kind::SecretClause;
use engine::views::rights::{Question, RightRow, When};
use engine::{Engine, Reply};
use journeys::{Desk, World};

fn local(year: i32, month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    let at = vietnam().with_ymd_and_hms(year, month, day, hour, 0, 0);
    at.unwrap().with_timezone(&Utc)
}

fn names(rows: &[RightRow]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

/// The homeroom of a person as it is offered in the year at work, drafted and signed.
async fn sign_homeroom(school: &Engine, teacher: OfficerId) -> Reply<()> {
    let desk = Desk(school);
    let unit = desk.unit().await;
    let offer = school.offer(unit, teacher).await?;
    let minutes = school
        .hand_over(HandOver {
            unit,
            kind: offer.kind,
            year: Some(offer.year),
            giver: offer.givers.head,
            receiver: teacher,
            add: vec![offer.classes[0].line.clone()],
            drop: vec![],
            login: Some(format!("gv.{}", &teacher.0.simple().to_string()[..6])),
            grounds: vec![],
            secret: SecretClause::Personal,
            valid_until: None,
            at_desk: None,
            spare_envelope: None,
        })
        .await?;
    desk.sign(minutes).await
}

#[tokio::test]
async fn what_is_signed_in_august_counts_from_september_and_moves_nothing_before() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let a = desk.teacher("Trần Thị A", "GV01").await.unwrap();
    let b = desk.teacher("Lê Văn B", "GV02").await.unwrap();
    let old = desk.class("6A", a).await.unwrap();
    sign_homeroom(&school, a).await.unwrap();

    // Before June there is nothing to prepare.
    let next = SchoolYear(2027);
    let early = school.work_in(next).await.unwrap_err();
    assert_eq!(early.code, Code::BeyondYear);

    world.clock.set(local(2027, 8, 28, 9));
    assert_eq!(school.years().await.unwrap().at_work, SchoolYear(2026));
    school.work_in(next).await.unwrap();
    let new = desk.class("6A", b).await.unwrap();
    sign_homeroom(&school, b).await.unwrap();
    let listed = school.minutes_list(unit).await.unwrap();
    assert!(listed.iter().all(|m| m.ended_reason.is_none()));
    assert_eq!(listed.len(), 2, "nothing was replaced or taken back");

    let who = async |class, at| school.rights(unit, Question::at(at).of_class(class)).await;
    let august = who(new, local(2027, 8, 28, 10)).await.unwrap();
    assert!(august.is_empty(), "signed, and not begun");
    world.clock.set(local(2027, 9, 1, 8));
    let september = who(new, local(2027, 9, 1, 8)).await.unwrap();
    assert_eq!(names(&september), ["Lê Văn B"]);

    // A year later the question is about the class that there was.
    let day = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
    let asked = school.class_named(unit, "6a", day).await.unwrap();
    assert_eq!((asked.id, asked.year), (old, SchoolYear(2026)));
    let said = school
        .class_named(unit, "6A năm học 2027 - 2028", day)
        .await
        .unwrap();
    assert_eq!(said.id, new);
    let during = Question {
        when: Some(When::During(day)),
        class: Some(old),
        officer: None,
    };
    let during = school.rights(unit, during).await.unwrap();
    assert_eq!(names(&during), ["Trần Thị A"]);
    assert!(during[0].within.is_some());
    // Nobody knows yet who can on a day to come: that is not "nobody".
    let tomorrow = NaiveDate::from_ymd_opt(2027, 9, 2).unwrap();
    for when in [When::During(tomorrow), When::At(local(2027, 9, 2, 8))] {
        let asked = Question {
            when: Some(when),
            class: Some(new),
            officer: None,
        };
        let refused = school.rights(unit, asked).await.unwrap_err();
        assert_eq!(refused.code, Code::DayNotCome, "{when:?}");
    }
    let today = Question {
        when: Some(When::During(local(2027, 9, 1, 8).date_naive())),
        class: Some(new),
        officer: None,
    };
    let today = school.rights(unit, today).await.unwrap();
    assert_eq!(today[0].within.unwrap().until, None, "it goes on");
    let unknown = school.class_named(unit, "6Z", day).await.unwrap_err();
    assert_eq!(unknown.code, Code::NoSuchClass);
}
