//! S4: a class changes hands; the as-of question answers for every instant.

use chrono::{Duration, TimeZone};
use domain::calendar::vietnam;
use domain::kind::MinutesKind;
use domain::minutes::MinutesState;
use engine::views::rights::Question;
use journeys::{Desk, World};

#[tokio::test]
async fn who_could_open_6a_on_15_november_and_by_which_minutes() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let local = |day, hour| {
        vietnam()
            .with_ymd_and_hms(2026, 11, day, hour, 0, 0)
            .unwrap()
            .with_timezone(&chrono::Utc)
    };
    let a = desk.teacher("Trần Thị A", "GV01").await.unwrap();
    let b = desk.teacher("Lê Văn B", "GV02").await.unwrap();
    let class = desk.class("6A", a).await.unwrap();
    let first = desk.hand_over(a, vec![desk.homeroom(class)]).await.unwrap();
    desk.sign(first).await.unwrap();

    // 15 November, 10:00: B shall have the class from tomorrow on. A's right closes at once.
    world.clock.set(local(15, 10));
    use domain::acts::AssignTeacher;
    use domain::school_class::TeacherPart;
    let tomorrow = school.today().succ_opt().unwrap();
    school
        .perform(AssignTeacher {
            unit,
            class,
            officer: b,
            part: TeacherPart::Main,
            from: tomorrow,
            until: None,
            replace: true,
        })
        .await
        .unwrap();
    let list = school.minutes_list(unit).await.unwrap();
    let take_back = list
        .iter()
        .find(|m| m.kind == MinutesKind::TakeBack)
        .expect("the take-back is drafted");
    assert_eq!(take_back.state, MinutesState::Draft);
    assert_eq!(
        list.iter().find(|m| m.id == first).unwrap().state,
        MinutesState::TakenBack
    );
    desk.sign(take_back.id).await.unwrap();

    // 16 November: B's minutes are signed.
    world.clock.set(local(16, 8));
    let second = desk.hand_over(b, vec![desk.homeroom(class)]).await.unwrap();
    desk.sign(second).await.unwrap();

    let code = |id| {
        list.iter()
            .find(|m| m.id == id)
            .and_then(|m| m.check_code.clone())
    };
    let morning = desk.who_can_open(class, local(15, 7)).await.unwrap();
    assert_eq!(morning, [("Trần Thị A".to_owned(), code(first).unwrap())]);
    assert!(
        desk.who_can_open(class, local(15, 18))
            .await
            .unwrap()
            .is_empty(),
        "nobody in between"
    );
    let after = desk.who_can_open(class, local(16, 18)).await.unwrap();
    assert_eq!(after[0].0, "Lê Văn B");
    assert_ne!(after[0].1, morning[0].1);

    // The same answers on paper, for the head to sign.
    let paper = |at| async move {
        super::paper::text_of(
            &desk
                .0
                .rights_pdf(unit, Question::at(at).of_class(class))
                .await
                .unwrap(),
        )
    };
    let then = paper(local(15, 7)).await;
    for said in [
        "BẢNG KÊ",
        "có hiệu lực lúc 07:00 ngày 15/11/2026",
        "(Lớp 6A, năm học 2026 - 2027)",
        "Trần Thị A",
        &code(first).unwrap(),
        "HIỆU TRƯỞNG",
        "Nguyễn Thị An",
    ] {
        assert!(then.contains(said), "{said}: {then}");
    }
    assert!(
        !then.contains("Lê Văn B") && !then.contains("DỰ THẢO"),
        "{then}"
    );
    assert!(
        paper(local(15, 18))
            .await
            .contains("không ai có quyền truy cập dữ liệu vào thời điểm nêu trên")
    );

    // The take-back says who closed what, and when.
    let text = journeys_text(&school, unit, take_back.id).await;
    assert!(
        text.contains("Về việc thu hồi tài khoản và quyền truy cập dữ liệu"),
        "{text}"
    );
    assert!(text.contains("10:00 ngày 15/11/2026"), "{text}");
    assert!(
        text.contains("Thay đổi giáo viên chủ nhiệm lớp 6A"),
        "{text}"
    );
}

#[tokio::test]
async fn a_right_whose_scan_never_came_stops_by_itself_after_seven_days() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let (_, class, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let signed = school.now();
    for (days, people) in [(6, 1), (8, 0)] {
        let later = signed + Duration::days(days);
        world.clock.set(later);
        let open = desk.who_can_open(class, later).await.unwrap();
        assert_eq!(open.len(), people, "after {days} days");
    }
}

async fn journeys_text(
    school: &engine::Engine,
    unit: domain::ids::UnitId,
    minutes: domain::ids::MinutesId,
) -> String {
    super::paper::text_of(&school.minutes_pdf(unit, minutes).await.unwrap())
}
