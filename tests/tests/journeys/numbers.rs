//! Official numbers: what a pen wrote stays, whatever becomes of the acts around it.

use std::sync::Arc;

use chrono::Duration;
use domain::Code;
use domain::acts::people::Post;
use domain::acts::{AddOfficer, CancelMinutes, CorrectNumber, EditDraft, SetUnit, SkipNumbers};
use domain::ids::{MinutesId, UnitId};
use domain::minutes::MinutesState;
use domain::officer::Role;
use domain::unit::Numbering;
use engine::Engine;
use engine::views::history::Happened;
use journeys::{Desk, PASSWORD, World, own_school};

use super::door::ward_town;

/// A school that has its own series, and hands `count` classes over on signed paper.
async fn series(school: &Engine, count: u32) -> (UnitId, Vec<MinutesId>) {
    let desk = Desk(school);
    let unit = desk.unit().await;
    let letterhead = school.facts(unit).await.unwrap().units[&unit]
        .letterhead
        .clone();
    school
        .perform(SetUnit {
            document: None,
            unit,
            letterhead,
            numbering: Numbering::OwnSeries,
            route: None,
        })
        .await
        .unwrap();
    let mut minutes = vec![];
    for n in 1..=count {
        let name = format!("Giáo Viên {n}");
        let teacher = desk.teacher(&name, &format!("GV{n:02}")).await.unwrap();
        let class = desk.class(&format!("6A{n}"), teacher).await.unwrap();
        let line = desk.homeroom(class);
        minutes.push(desk.hand_over(teacher, vec![line]).await.unwrap());
    }
    (unit, minutes)
}

async fn number(office: &Engine, unit: UnitId, minutes: MinutesId) -> Option<String> {
    let detail = office.minutes_detail(unit, minutes).await.unwrap();
    detail.row.number
}

#[tokio::test]
async fn the_history_tells_who_edited_and_numbered_and_how_the_paper_stood_then() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let (unit, minutes) = series(&school, 1).await;
    let minutes = minutes[0];
    for _ in 0..2 {
        world.pass(Duration::minutes(5));
        let detail = school.minutes_detail(unit, minutes).await.unwrap();
        let nothing = EditDraft {
            unit,
            minutes,
            grounds: vec![],
            login: None,
            valid_until: None,
        };
        school
            .edit_draft(detail.anew().unwrap(), nothing)
            .await
            .unwrap();
    }
    let edited = school.now();
    world.pass(Duration::minutes(5));
    Desk(&school).sign(minutes).await.unwrap();
    world.pass(Duration::minutes(5));
    school
        .give_number(unit, minutes, Some(38), 1)
        .await
        .unwrap();
    let numbered = school.now();
    world.pass(Duration::minutes(5));
    school
        .perform(CorrectNumber {
            unit,
            minutes,
            number: 39,
            year: None,
            reason: "Gõ nhầm số".to_owned(),
        })
        .await
        .unwrap();
    let history = school.minutes_detail(unit, minutes).await.unwrap().history;
    let lines = history
        .iter()
        .map(|row| (row.what, row.said.as_str(), row.state));
    let date = domain::calendar::paper_date(school.today());
    let code = history[2].said.clone();
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            (Happened::Drafted, "", MinutesState::Draft),
            (Happened::Edited, "2", MinutesState::Draft),
            (
                Happened::Frozen,
                code.as_str(),
                MinutesState::AwaitingSignatures
            ),
            (
                Happened::Recorded,
                date.as_str(),
                MinutesState::AwaitingNumber
            ),
            (Happened::Numbered, "38", MinutesState::Issued),
            (
                Happened::NumberCorrected,
                "38 → 39: Gõ nhầm số",
                MinutesState::Issued
            ),
        ]
    );
    assert!(history.iter().all(|row| row.by == "Nguyễn Thị An"));
    assert_eq!(history[1].at, Some(edited));
    assert_eq!(history[4].at, Some(numbered));
}

#[tokio::test]
async fn a_signing_that_is_refused_shifts_no_number() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 4).await;
    // The register begins at 7, on a paper of its own.
    desk.sign(minutes[3]).await.unwrap();
    school
        .give_number(unit, minutes[3], Some(6), 1)
        .await
        .unwrap();
    school.sync().await.unwrap();

    // Without a network three papers are signed and get 7, 8 and 9 by pen; meanwhile another
    // machine of the head cancels the first.
    let me = school.identity().await;
    let second = world.office("second", me.officer, unit).await.unwrap();
    world.online(false);
    for minutes in &minutes[..3] {
        desk.sign(*minutes).await.unwrap();
        school.give_number(unit, *minutes, None, 1).await.unwrap();
    }
    second
        .perform(CancelMinutes {
            unit,
            minutes: minutes[0],
            reason: "Lập nhầm".into(),
        })
        .await
        .unwrap();
    world.online(true);
    second.sync().await.unwrap();
    // Its page, its signing, and its number.
    assert_eq!(school.sync().await.unwrap().returned, 3);
    for office in [&school, &second] {
        office.sync().await.unwrap();
        assert_eq!(number(office, unit, minutes[0]).await, None);
        for (minutes, says) in minutes[1..3].iter().zip(["08/BB-X", "09/BB-X"]) {
            let given = number(office, unit, *minutes).await;
            assert_eq!(given.as_deref(), Some(says));
        }
    }

    // 7 stands on a paper that is void: it is closed, and the register says so.
    let rows = school.number_register(unit, 2026).await.unwrap();
    let open: Vec<_> = rows
        .iter()
        .filter(|row| row.minutes.is_none())
        .map(|row| (row.from, row.to))
        .collect();
    assert_eq!(open, [(7, 7)]);
    school
        .perform(SkipNumbers {
            unit,
            year: 2026,
            from: 7,
            to: 7,
            reason: "Biên bản đã hủy".into(),
            elsewhere: false,
        })
        .await
        .unwrap();
    assert_eq!(school.sync().await.unwrap().returned, 0);
    second.sync().await.unwrap();
    let rows = second.number_register(unit, 2026).await.unwrap();
    let lines: Vec<_> = rows
        .iter()
        .map(|row| (row.from, row.skipped.as_deref()))
        .collect();
    assert_eq!(
        lines,
        [
            (6, None),
            (7, Some("Biên bản đã hủy")),
            (8, None),
            (9, None)
        ]
    );
}

#[tokio::test]
async fn the_last_number_that_a_pen_wrote_is_not_written_again_when_it_is_refused() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 3).await;
    desk.sign(minutes[0]).await.unwrap();
    school.give_number(unit, minutes[0], None, 1).await.unwrap();
    school.sync().await.unwrap();
    let me = school.identity().await;
    let second = world.office("second", me.officer, unit).await.unwrap();
    world.online(false);
    desk.sign(minutes[1]).await.unwrap();
    school.give_number(unit, minutes[1], None, 1).await.unwrap();
    let cancel = CancelMinutes {
        unit,
        minutes: minutes[1],
        reason: "Lập nhầm".into(),
    };
    second.perform(cancel).await.unwrap();
    world.online(true);
    second.sync().await.unwrap();
    school.sync().await.unwrap();
    desk.sign(minutes[2]).await.unwrap();
    school.give_number(unit, minutes[2], None, 1).await.unwrap();
    let given = number(&school, unit, minutes[2]).await;
    assert_eq!(given.as_deref(), Some("03/BB-X"));
    assert_eq!(school.sync().await.unwrap().returned, 0);
}

#[tokio::test]
async fn numbers_count_when_the_server_has_leased_them() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 2).await;
    school.sync().await.unwrap();
    let me = school.identity().await;
    let second = world.office("second", me.officer, unit).await.unwrap();

    // Two machines open the register without a network: neither numbers, and the papers are signed.
    world.online(false);
    desk.sign(minutes[0]).await.unwrap();
    for office in [&school, &second] {
        let refused = office.give_number(unit, minutes[0], None, 1).await;
        let code = refused.unwrap_err().code;
        if std::ptr::eq(office, &school) {
            assert_eq!(code, Code::LeaseUnanswered);
        } else {
            // It has not heard of the signing; its register waits like the other one.
            assert_eq!(code, Code::WrongState);
        }
    }
    world.online(true);
    school.give_number(unit, minutes[0], None, 1).await.unwrap();
    let given = number(&school, unit, minutes[0]).await;
    assert_eq!(given.as_deref(), Some("01/BB-X"));
    school.sync().await.unwrap();
    second.sync().await.unwrap();
    let refused = second.give_number(unit, minutes[0], None, 1).await;
    assert_eq!(refused.unwrap_err().code, Code::RegisterElsewhere);

    // A take-over that the server has not heard of gives none either.
    world.online(false);
    second
        .take_register(unit, "Máy hỏng".into(), 1)
        .await
        .unwrap();
    Desk(&second).sign(minutes[1]).await.unwrap();
    let refused = second.give_number(unit, minutes[1], None, 1).await;
    assert_eq!(refused.unwrap_err().code, Code::LeaseUnanswered);
    world.online(true);
    second.give_number(unit, minutes[1], None, 1).await.unwrap();
    let given = number(&second, unit, minutes[1]).await;
    assert_eq!(given.as_deref(), Some("51/BB-X"));
}

#[tokio::test]
async fn a_school_that_never_connected_numbers_on_and_keeps_its_numbers_when_it_does() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 3).await;
    for minutes in &minutes {
        desk.sign(*minutes).await.unwrap();
    }
    school.give_number(unit, minutes[0], None, 5).await.unwrap();
    // Far beyond one block, which nobody leases here.
    school
        .give_number(unit, minutes[1], Some(170), 1)
        .await
        .unwrap();
    let lines = async || {
        let rows = school.number_register(unit, 2026).await.unwrap();
        let lines = rows.iter().map(|row| (row.from, row.to));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(lines().await, [(5, 5), (6, 169), (170, 170)]);

    let (_so, commune, _) = ward_town(&world).await;
    let parent = commune.identity().await.unit;
    let code = world
        .code(server::invite::For::Founder(Some(parent)))
        .await
        .unwrap();
    school.enrol("http://127.0.0.1:1", &code).await.unwrap();
    assert_eq!(school.sync().await.unwrap().returned, 0);
    assert_eq!(lines().await, [(5, 5), (6, 169), (170, 170)]);
    let facts = world.server.store().facts(unit).await.unwrap();
    let register = facts.register(unit, 2026).unwrap();
    assert_eq!(
        (register.next, register.ceiling, register.asked),
        (171, 220, None),
        "from now on the server says how far it may go"
    );
    school.give_number(unit, minutes[2], None, 1).await.unwrap();
    let given = number(&school, unit, minutes[2]).await;
    assert_eq!(given.as_deref(), Some("171/BB-THCSX"));
}

#[tokio::test]
async fn a_restored_machine_gives_no_number_that_the_lost_one_may_have_written() {
    let world = World::new().await.unwrap();
    let started = engine::start::own_unit(
        &world.folder.path("old"),
        PASSWORD,
        &own_school("Đằng Giang"),
        Arc::clone(&world.clock),
    )
    .await
    .unwrap();
    let old = started.engine;
    let (unit, minutes) = series(&old, 3).await;
    for minutes in &minutes {
        Desk(&old).sign(*minutes).await.unwrap();
    }
    old.give_number(unit, minutes[0], None, 1).await.unwrap();
    let usb = world.folder.path("usb.bangiao");
    old.back_up(&usb).await.unwrap();
    old.give_number(unit, minutes[1], None, 1).await.unwrap();

    let new = engine::backup::restore(
        &usb,
        &world.folder.path("new"),
        &started.recovery_code,
        PASSWORD,
        Arc::clone(&world.clock),
    )
    .await
    .unwrap();
    let given = number(&new, unit, minutes[0]).await;
    assert_eq!(given.as_deref(), Some("01/BB-THCSX"));
    let refused = new.give_number(unit, minutes[2], None, 1).await;
    assert_eq!(refused.unwrap_err().code, Code::RegisterElsewhere);
    // Whoever has the papers says how far the lost machine came, beyond one block at least.
    new.take_register(unit, "Máy hỏng".into(), 3).await.unwrap();
    new.give_number(unit, minutes[2], None, 1).await.unwrap();
    let given = number(&new, unit, minutes[2]).await;
    assert_eq!(given.as_deref(), Some("52/BB-THCSX"));
}

#[tokio::test]
async fn only_the_head_and_the_clerk_give_numbers() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 1).await;
    desk.sign(minutes[0]).await.unwrap();
    let preparer = desk.person("Người Lập", "NL01", true).await.unwrap();
    let post = Post {
        role: Role::Member,
        position: "Nhân viên".into(),
        duty: Some("văn thư".into()),
        prepares: true,
        from: school.today(),
        until: None,
        document: None,
        numbers: true,
    };
    let clerk = AddOfficer {
        unit,
        name: "Người Giữ Sổ".into(),
        code: "VT01".into(),
        sex: None,
        born_on: None,
        id_number: None,
        phone: None,
        post,
    };
    let changes = school.perform(clerk).await.unwrap();
    let clerk = changes.iter().find_map(|change| match &change.0 {
        domain::Row::Officer(officer) => Some(officer.id),
        _ => None,
    });
    school.sync().await.unwrap();
    let preparer = world.office("preparer", preparer, unit).await.unwrap();
    let refused = preparer.give_number(unit, minutes[0], None, 1).await;
    assert_eq!(refused.unwrap_err().code, Code::MayNotNumber);
    let clerk = world.office("clerk", clerk.unwrap(), unit).await.unwrap();
    clerk.give_number(unit, minutes[0], None, 1).await.unwrap();
    let given = number(&clerk, unit, minutes[0]).await;
    assert_eq!(given.as_deref(), Some("01/BB-X"));
    assert_eq!(clerk.sync().await.unwrap().returned, 0);
}

#[tokio::test]
async fn a_number_is_used_elsewhere_or_corrected_and_every_machine_says_so() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 2).await;
    for minutes in &minutes {
        desk.sign(*minutes).await.unwrap();
    }
    // Of the second paper 4 is typed where the pen wrote 3; 2 was given to a letter.
    school
        .give_number(unit, minutes[0], Some(1), 1)
        .await
        .unwrap();
    school
        .give_number(unit, minutes[1], Some(4), 1)
        .await
        .unwrap();
    let elsewhere = SkipNumbers {
        unit,
        year: 2026,
        from: 2,
        to: 2,
        reason: "Công văn số 02/CV-X ngày 07/9/2026".into(),
        elsewhere: true,
    };
    school.perform(elsewhere).await.unwrap();
    school
        .correct_number(unit, minutes[1], 3, None, "Gõ nhầm số".into())
        .await
        .unwrap();
    assert_eq!(school.sync().await.unwrap().returned, 0);

    let me = school.identity().await;
    let second = world.office("second", me.officer, unit).await.unwrap();
    for office in [&school, &second] {
        assert_eq!(
            number(office, unit, minutes[1]).await.as_deref(),
            Some("03/BB-X")
        );
        let rows = office.number_register(unit, 2026).await.unwrap();
        let used = rows.iter().find(|row| row.from == 2).unwrap();
        assert!(used.elsewhere.is_some() && used.skipped.is_some());
        let corrected = rows.iter().find(|row| row.from == 3).unwrap();
        assert_eq!(corrected.corrected.len(), 1);
        assert_eq!(corrected.corrected[0].number, 4);
        assert_eq!(corrected.corrected[0].reason, "Gõ nhầm số");
        let open = rows.iter().find(|row| row.from == 4).unwrap();
        assert_eq!((&open.minutes, &open.skipped), (&None, &None));
    }
    // The wrong number is open: nothing but what a person says takes it.
    let failure = school
        .correct_number(unit, minutes[0], 3, None, "Nhầm".into())
        .await
        .unwrap_err();
    assert_eq!(failure.code, Code::NumberTaken);
}

#[tokio::test]
async fn what_is_signed_on_the_last_day_of_the_year_and_numbered_in_january_has_a_number_of_the_new_year()
 {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let last = chrono::NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    world.pass(last - school.today());
    let desk = Desk(&school);
    let (unit, minutes) = series(&school, 2).await;
    for minutes in &minutes {
        desk.sign(*minutes).await.unwrap();
    }
    school.give_number(unit, minutes[0], None, 1).await.unwrap();
    world.pass(chrono::Duration::days(1));
    school.give_number(unit, minutes[1], None, 1).await.unwrap();
    let old = school.number_register(unit, 2026).await.unwrap();
    let new = school.number_register(unit, 2027).await.unwrap();
    let says = |rows: &[engine::views::numbers::NumberRow]| {
        let rows = rows.iter();
        rows.map(|row| (row.from, row.date, row.signed_before))
            .collect::<Vec<_>>()
    };
    assert_eq!(says(&old), [(1, Some(last), false)]);
    assert_eq!(says(&new), [(1, Some(last), true)]);
    let detail = school.minutes_detail(unit, minutes[1]).await.unwrap();
    assert_eq!(
        (detail.number_year, detail.row.signed_on),
        (Some(2027), Some(last))
    );
}
