//! The first screen, *Ai được làm gì* and the road say the same, at a school, a commune and the Sở;
//! and a batch: numbers that are shown first, given with the recording, and stopped with nothing lost.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::Code;
use domain::acts::SetUnit;
use domain::ids::{MinutesId, UnitId};
use domain::path::Stop;
use domain::unit::Numbering;
use engine::Engine;
use engine::handover::record::{NumbersAhead, SignedSheet};
use engine::views::home::{Home, TaskKind, WhomView};
use engine::views::rights::Question;
use journeys::{Desk, World};

use super::door::ward_town;

/// How much is at a stop, as home counts it.
fn count(home: &Home, stop: Stop) -> u32 {
    home.path.iter().find(|s| s.stop == stop).unwrap().count
}

/// Asserts that the three agree, and gives home back.
async fn agreed(engine: &Engine) -> Home {
    let home = engine.home().await.unwrap();
    let list = engine.minutes_list(home.unit).await.unwrap();
    for stop in [
        Stop::Draft,
        Stop::Printed,
        Stop::Signed,
        Stop::Number,
        Stop::Scan,
    ] {
        let there = list.iter().filter(|row| row.stops.contains(&stop)).count();
        assert_eq!(count(&home, stop) as usize, there, "{stop:?}");
    }
    let grouped: u32 = home.groups.iter().map(|group| group.count).sum();
    assert_eq!(grouped as usize, home.tasks.len());
    let rights = engine.rights(home.unit, Question::at(engine.now()));
    let cited: BTreeSet<String> = rights
        .await
        .unwrap()
        .into_iter()
        .map(|r| r.minutes)
        .collect();
    let counted = list
        .iter()
        .filter(|row| row.in_force && row.stops.contains(&Stop::Signed));
    let named = |number: &Option<String>, code: &Option<String>| {
        number.clone().or(code.clone()).unwrap_or_default()
    };
    let in_force: BTreeSet<String> = counted.map(|r| named(&r.number, &r.check_code)).collect();
    assert_eq!(cited, in_force);
    home
}

#[tokio::test]
async fn home_rights_and_road_say_the_same_at_the_department_a_commune_and_a_school() {
    let world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;

    let home = agreed(&so).await;
    let all = [Stop::Signed, Stop::Number, Stop::Scan].map(|stop| count(&home, stop));
    assert_eq!(all, [1, 1, 1], "what the Sở gave is the Sở's work");
    let scan = home.tasks.iter().find(|t| t.kind == TaskKind::ScanMissing);
    let scan = scan.unwrap();
    assert!(scan.about.contains("Lê Chân") && scan.unit.is_some_and(|u| u != home.unit));
    let rights = so.rights(home.unit, Question::at(so.now())).await.unwrap();
    let [right] = &rights[..] else {
        panic!("{rights:?}");
    };
    assert_eq!(right.name, "Ủy ban nhân dân phường Lê Chân");
    assert_eq!(right.unit, scan.unit);

    let home = agreed(&commune).await;
    assert_eq!(count(&home, Stop::Signed), 1, "to the school");
    assert_eq!(count(&home, Stop::Scan), 1);
    let wait = home.waits.iter().find(|w| w.kind == TaskKind::ScanMissing);
    let wait = wait.expect("the scan of its own paper is the Sở's to bring");
    assert_eq!(wait.whom, WhomView::Unit);
    assert!(wait.name.starts_with("Sở"), "{wait:?}");

    let home = agreed(&school).await;
    assert_eq!(count(&home, Stop::Signed), 0);
    let desk = Desk(&school);
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    let home = agreed(&school).await;
    assert_eq!((home.funnel.drafted, home.funnel.not_made), (1, 0));
    assert_eq!(home.next, Some(Stop::Draft));
    desk.sign(minutes).await.unwrap();
    let home = agreed(&school).await;
    assert_eq!(count(&home, Stop::Signed), 1);
    assert_eq!(home.next, Some(Stop::Number));
}

/// Frozen minutes for so many teachers of a school.
async fn pile(school: &Engine, people: u32) -> (UnitId, Vec<MinutesId>) {
    let desk = Desk(school);
    let unit = desk.unit().await;
    let mut all = vec![];
    for n in 1..=people {
        let code = format!("GV{n:02}");
        let name = ["Nguyễn Thị Hoa", "Trần Văn Đức", "Lê Thị Yến"][n as usize - 1];
        let teacher = desk.teacher(name, &code).await.unwrap();
        let class = desk.class(&format!("6A{n}"), teacher).await.unwrap();
        let line = desk.homeroom(class);
        let minutes = desk.hand_over(teacher, vec![line]).await.unwrap();
        school.freeze_minutes(unit, minutes).await.unwrap();
        all.push(minutes);
    }
    (unit, all)
}

fn sheets(ahead: &NumbersAhead) -> Vec<SignedSheet> {
    ahead.rows.iter().map(|row| row.sheet).collect()
}

#[tokio::test]
async fn numbers_of_a_batch_are_shown_in_order_then_given_with_the_recording() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("truong").await.unwrap();
    let (unit, papers) = pile(&school, 3).await;
    let asked: Vec<(UnitId, MinutesId)> = papers.iter().map(|id| (unit, *id)).collect();

    // Of the general register nobody but its keeper knows the next number.
    let ahead = school.numbers_ahead(&asked, None).await.unwrap();
    assert!(ahead.open && ahead.rows.iter().all(|row| row.shown.is_none()));
    assert_eq!(ahead.last, None, "no number was given this year");
    let ahead = school.numbers_ahead(&asked, Some(120)).await.unwrap();
    let numbers: Vec<_> = ahead.rows.iter().map(|row| row.sheet.number).collect();
    assert_eq!(numbers, [Some(120), Some(121), Some(122)]);
    assert_eq!(
        ahead.rows[0].shown.as_deref().map(|s| &s[..7]),
        Some("120/BB-")
    );

    // Stopped after the first: what was done stays, whole, and the rest goes on later.
    let (cancel, today) = (AtomicBool::new(false), school.today());
    let stop = |_| cancel.store(true, Ordering::Relaxed);
    let pile = sheets(&ahead);
    let run = school.record_signings(&pile, today, &cancel, stop);
    let run = run.await.unwrap();
    assert!(run.cancelled);
    assert_eq!(
        (run.recorded, run.numbered),
        (vec![papers[0]], vec![papers[0]])
    );
    let rest = school.numbers_ahead(&asked, None).await.unwrap();
    assert_eq!((rest.open, rest.last), (true, Some(120)));
    let go = AtomicBool::new(false);
    let heard = std::sync::Mutex::new(vec![]);
    let tell = |n| heard.lock().unwrap().push(n);
    let pile = sheets(&ahead);
    let run = school.record_signings(&pile, today, &go, tell);
    let run = run.await.unwrap();
    assert_eq!(*heard.lock().unwrap(), [1, 2, 3]);
    assert_eq!(run.numbered, papers[1..]);
    // The first was recorded before: that is said, and stops nobody.
    let codes: Vec<Code> = run.failed.iter().map(|(_, why)| why.code).collect();
    assert_eq!(codes, [Code::WrongState]);
    for (id, number) in papers.iter().zip(120..) {
        let detail = school.minutes_detail(unit, *id).await.unwrap();
        let given = detail.row.number.unwrap();
        assert!(given.starts_with(&format!("{number}/")), "{given}");
    }
    let nothing = school.record_signings(&[], today, &go, |_| {}).await;
    assert_eq!(nothing.unwrap_err().code, Code::NothingChosen);
}

#[tokio::test]
async fn an_own_series_goes_on_in_the_batch_where_it_stands() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("truong").await.unwrap();
    let (unit, papers) = pile(&school, 3).await;
    let facts = school.facts(unit).await.unwrap();
    let series = SetUnit {
        document: None,
        unit,
        letterhead: facts.units[&unit].letterhead.clone(),
        numbering: Numbering::OwnSeries,
        route: None,
    };
    school.perform(series).await.unwrap();
    let asked: Vec<(UnitId, MinutesId)> = papers.iter().map(|id| (unit, *id)).collect();
    let go = AtomicBool::new(false);

    // A series that nothing is in yet begins where somebody says.
    let first = school.numbers_ahead(&asked[..1], Some(7)).await.unwrap();
    assert_eq!((first.open, first.first), (true, Some(7)));
    let pile = sheets(&first);
    let run = school.record_signings(&pile, school.today(), &go, |_| {});
    assert_eq!(run.await.unwrap().numbered, papers[..1]);

    // Recorded without numbers, then numbered in one go; nobody says the first any more.
    let bare: Vec<SignedSheet> = papers[1..]
        .iter()
        .map(|id| SignedSheet {
            unit,
            minutes: *id,
            number: None,
        })
        .collect();
    let run = school.record_signings(&bare, school.today(), &go, |_| {});
    let run = run.await.unwrap();
    assert_eq!((run.recorded.len(), run.numbered.len()), (2, 0));
    let ahead = school.numbers_ahead(&asked, Some(50)).await.unwrap();
    let numbers: Vec<_> = ahead.rows.iter().map(|row| row.sheet.number).collect();
    assert_eq!((ahead.open, numbers), (false, vec![None, Some(8), Some(9)]));
    let rest: Vec<SignedSheet> = sheets(&ahead)[1..].to_vec();
    let run = school.give_numbers(&rest, &go, |_| {}).await.unwrap();
    assert_eq!(run.numbered, papers[1..]);
    let home = agreed(&school).await;
    assert_eq!(count(&home, Stop::Number), 0);
    assert_eq!(count(&home, Stop::Scan), 3);
}
