//! What follows from a change is proposed, and one press makes the draft.

use chrono::{Duration, TimeZone};
use domain::acts::{AssignTeacher, RecordSigning, TakeBack};
use domain::calendar::{SchoolYear, vietnam};
use domain::ids::OfficerId;
use domain::minutes::MinutesState;
use domain::proposals::Why;
use domain::rights::{Dim, Function};
use domain::school_class::TeacherPart;
use domain::{Code, delegation::Delegation};
use engine::views::proposals::ProposalRow;
use engine::{Engine, Reply};
use journeys::{Desk, World, line, monday};

async fn proposed(school: &Engine) -> Vec<ProposalRow> {
    let unit = Desk(school).unit().await;
    school.proposals(unit).await.unwrap()
}

async fn rights_of(school: &Engine, officer: OfficerId) -> Vec<Delegation> {
    let facts = school.facts(Desk(school).unit().await).await.unwrap();
    let held = facts.delegations.values();
    let mine = held.filter(|right| right.holder == domain::delegation::Holder::Officer(officer));
    mine.cloned().collect()
}

/// Takes rights back, or suspends them for a leave.
async fn take_back(school: &Engine, officer: OfficerId, what: Function, leave: bool) -> Reply<()> {
    let rights = rights_of(school, officer).await.into_iter();
    let chosen = rights.filter(|right| right.line.function == what && right.closed.is_none());
    let request = TakeBack {
        unit: Desk(school).unit().await,
        officer,
        delegations: chosen.map(|right| right.id).collect(),
        reason: "Phân công lại".to_owned(),
        suspend: leave,
        absent: None,
    };
    school.perform(request).await.map(drop)
}

#[tokio::test]
async fn after_a_part_was_taken_back_one_press_drafts_what_stays() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    let class = desk.class("6A2", hoa).await.unwrap();
    let library = line(Function::Library, Dim::All, &school);
    let lines = vec![desk.homeroom(class), library];
    let first = desk.hand_over(hoa, lines).await.unwrap();
    desk.sign(first).await.unwrap();
    assert!(proposed(&school).await.is_empty());

    take_back(&school, hoa, Function::Library, false)
        .await
        .unwrap();
    let [row] = &proposed(&school).await[..] else {
        panic!("what stays is proposed");
    };
    assert_eq!((row.why, row.officer, row.due), (Why::Remainder, hoa, true));
    assert_eq!(row.lines.len(), 1, "{:?}", row.lines);

    let draft = school.draft_proposed(unit, hoa, Why::Remainder).await;
    let draft = draft.unwrap();
    assert!(proposed(&school).await.is_empty(), "it is a draft now");
    let gone = school.draft_proposed(unit, hoa, Why::Remainder).await;
    assert_eq!(gone.unwrap_err().code, Code::NotProposed);
    desk.sign(draft).await.unwrap();
    let list = school.minutes_list(unit).await.unwrap();
    let state = |id| list.iter().find(|m| m.id == id).map(|m| m.state);
    assert_eq!(state(first), Some(MinutesState::Replaced));
    let now = rights_of(&school, hoa).await.into_iter();
    let now: Vec<_> = now.filter(|right| right.closed.is_none()).collect();
    assert_eq!(now.len(), 1);
    assert!(now[0].line.names(class));
}

#[tokio::test]
async fn the_return_of_the_first_teacher_is_proposed_when_the_stand_in_ends() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, class, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let binh = desk.teacher("Trần Văn Bình", "GV02").await.unwrap();
    take_back(&school, hoa, Function::Homeroom, true)
        .await
        .unwrap();
    let last = school.today() + chrono::Days::new(30);
    let stand_in = AssignTeacher {
        unit,
        class,
        officer: binh,
        part: TeacherPart::StandIn,
        from: school.today(),
        until: Some(last),
        replace: false,
    };
    school.perform(stand_in).await.unwrap();
    let offer = school.offer(unit, binh).await.unwrap();
    let only = offer.classes[0].line.clone();
    assert_eq!(only.until, Some(last), "a stand-in ends with the stand-in");
    let stands = desk.hand_over(binh, vec![only]).await.unwrap();
    desk.sign(stands).await.unwrap();
    let [early] = &proposed(&school).await[..] else {
        panic!("known from the first day");
    };
    assert_eq!((early.officer, early.due), (hoa, false));

    world.pass(Duration::days(25));
    let [row] = &proposed(&school).await[..] else {
        panic!("the return is proposed");
    };
    assert_eq!((row.why, row.due), (Why::BackFromLeave, true));
    assert_eq!(row.from, last.succ_opt());
    let draft = school.draft_proposed(unit, hoa, row.why).await.unwrap();
    desk.sign(draft).await.unwrap();
    let who = async |at| desk.who_can_open(class, at).await.unwrap();
    world.pass(Duration::days(4));
    assert!(who(school.now()).await.is_empty(), "Bình brought no scan");
    world.pass(Duration::days(2));
    let back = who(school.now()).await;
    assert_eq!(back[0].0, "Nguyễn Thị Hoa");
    assert_eq!(back.len(), 1);
}

#[tokio::test]
async fn the_next_year_is_proposed_as_this_one_and_what_ended_is_recorded_knowingly() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    let list = school.minutes_list(unit).await.unwrap();
    let dates = list[0].dates.as_deref().unwrap_or_default();
    assert!(dates.ends_with("(cùng ngày)"), "{dates}");
    let late = desk.teacher("Lê Văn Muộn", "GV03").await.unwrap();
    let library = line(Function::Library, Dim::All, &school);
    let printed = desk.hand_over(late, vec![library]).await.unwrap();
    school.freeze_minutes(unit, printed).await.unwrap();
    assert!(
        school
            .minutes_detail(unit, printed)
            .await
            .unwrap()
            .row
            .over
            .is_empty()
    );

    let august = vietnam().with_ymd_and_hms(2027, 8, 20, 9, 0, 0).unwrap();
    world.clock.set(august.to_utc());
    school.work_in(SchoolYear(2027)).await.unwrap();
    assert!(
        proposed(&school).await.is_empty(),
        "the class has nobody yet"
    );
    let class = desk.class("6A2", hoa).await.unwrap();
    let [row] = &proposed(&school).await[..] else {
        panic!("the same assignment is proposed");
    };
    assert_eq!((row.why, row.officer), (Why::SameAgain, hoa));
    assert_eq!(row.from, Some(SchoolYear(2027).first_day()));
    let draft = school.draft_proposed(unit, hoa, row.why).await.unwrap();
    let detail = school.minutes_detail(unit, draft).await.unwrap();
    assert!(detail.row.scope.contains("6A2"), "{}", detail.row.scope);
    assert!(detail.row.over.is_empty());
    let teacher = school.classes(unit).await.unwrap().remove(0);
    assert_eq!((teacher.id, teacher.before), (class, None));

    // The paper that nobody recorded in its year says so before it is done.
    let september = vietnam().with_ymd_and_hms(2027, 9, 6, 9, 0, 0).unwrap();
    world.clock.set(september.to_utc());
    let row = school.minutes_detail(unit, printed).await.unwrap().row;
    assert!(
        row.over[0].ends_with("(đến hết 31/8/2027)"),
        "{:?}",
        row.over
    );
    let record = RecordSigning {
        unit,
        minutes: vec![printed],
        date_on_paper: domain::calendar::day_of(monday()),
        scan: None,
    };
    school.perform(record).await.unwrap();
    let row = school.minutes_detail(unit, printed).await.unwrap().row;
    assert!(row.over.is_empty() && !row.in_force);
    let dates = row.dates.unwrap();
    assert!(
        dates.contains("giấy ghi ngày 09/11/2026, ghi nhận 09:00 06/9/2027"),
        "{dates}"
    );
    assert!(dates.ends_with("(sau 301 ngày)"), "{dates}");
}
