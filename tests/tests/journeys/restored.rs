//! What is lost and put back: an answer, a machine, a copy of a machine, the server itself.

use engine::views::rights::Question;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::Duration;
use domain::Code;
use domain::acts::ConfirmRecording;
use engine::Engine;
use engine::sync::{Call, InProcess, Remote};
use journeys::{Desk, PASSWORD, World, copy_folder};

use super::door::ward_town;

/// The way to the server on which answers to some paths are lost while the switch is on: the
/// request arrives.
fn losing(world: &World, path: &'static str) -> (Remote, Arc<AtomicBool>) {
    let Remote::InProcess(carry) = world.remote() else {
        panic!("the journeys' server is in this process")
    };
    let lost = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&lost);
    let losing: InProcess = Arc::new(move |call: Call| {
        let (carry, losing) = (
            Arc::clone(&carry),
            lost.load(Ordering::Relaxed) && call.path == path,
        );
        Box::pin(async move {
            let answer = carry(call).await;
            if losing { None } else { answer }
        })
    });
    (Remote::InProcess(losing), switch)
}

#[tokio::test]
async fn a_lost_answer_costs_nobody_the_activation_code() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let me = school.identity().await;
    let code = world
        .code(server::invite::For::Officer(me.officer, me.unit))
        .await
        .unwrap();
    let (remote, lost) = losing(&world, "/sync/v1/enrol");
    let second = world.folder.path("second");
    let start = |remote: Remote| {
        engine::start::with_code_on(&second, PASSWORD, remote, &code, Arc::clone(&world.clock))
    };
    assert_eq!(
        start(remote.clone()).await.unwrap_err().code,
        Code::ServerNotFound
    );
    assert!(!world.folder.path("second").join("keys.json").exists());
    lost.store(false, Ordering::Relaxed);
    let second = start(remote.clone()).await.unwrap().engine;
    assert_eq!(second.identity().await.officer, me.officer);
    second.close().await;
    // From the moment its machine has spoken the code is used up.
    let third = engine::start::with_code_on(
        &world.folder.path("third"),
        PASSWORD,
        remote,
        &code,
        Arc::clone(&world.clock),
    )
    .await;
    assert_eq!(third.unwrap_err().code, Code::BadInvite);
}

#[tokio::test]
async fn a_restored_machine_goes_on_as_a_new_device_and_nothing_is_done_twice() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let unit = school.identity().await.unit;
    // A second machine of the same head, with its own recovery code.
    let me = school.identity().await;
    let code = world
        .code(server::invite::For::Officer(me.officer, unit))
        .await
        .unwrap();
    let started = engine::start::with_code_on(
        &world.folder.path("old"),
        PASSWORD,
        world.remote(),
        &code,
        Arc::clone(&world.clock),
    )
    .await
    .unwrap();
    let old = started.engine;
    let desk = Desk(&old);
    desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    desk.teacher("Trần Thị Lan", "GV02").await.unwrap();
    let usb = world.folder.path("usb.bangiao");
    old.back_up(&usb).await.unwrap();
    // After the backup the old machine still sends, and does one thing more.
    old.sync().await.unwrap();
    desk.teacher("Lê Thị Mai", "GV03").await.unwrap();
    old.sync().await.unwrap();

    let new = engine::backup::restore(
        &usb,
        &world.folder.path("new"),
        &started.recovery_code,
        PASSWORD,
        Arc::clone(&world.clock),
    )
    .await
    .unwrap()
    .with_remote(world.remote());
    assert_ne!(new.identity().await.device, old.identity().await.device);
    assert_eq!(
        new.sync().await.unwrap_err().code,
        Code::NotEnrolled,
        "the old machine may still be at work: the Sở gives a code"
    );
    let chair = world
        .code(server::invite::For::Officer(
            world
                .server
                .store()
                .facts(unit)
                .await
                .unwrap()
                .head(unit, new.today())
                .unwrap()
                .officer,
            unit,
        ))
        .await
        .unwrap();
    new.enrol("http://127.0.0.1:1", &chair).await.unwrap();
    Desk(&new).teacher("Phạm Thị Nga", "GV04").await.unwrap();
    let round = new.sync().await.unwrap();
    assert_eq!(
        (round.sent, round.returned),
        (3, 0),
        "{:?}",
        new.status().await.unwrap().acts
    );
    old.sync().await.unwrap();
    let names = |rows: Vec<engine::views::officers::OfficerRow>| {
        rows.into_iter()
            .map(|r| r.code)
            .filter(|c| c.starts_with("GV"))
            .collect::<Vec<_>>()
    };
    let mut here = names(new.officers(unit).await.unwrap());
    here.sort();
    assert_eq!(here, ["GV01", "GV02", "GV03", "GV04"]);
    assert_eq!(names(old.officers(unit).await.unwrap()).len(), 4);
}

#[tokio::test]
async fn two_copies_of_one_machine_are_told_apart_and_the_second_goes_on_with_a_code() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let me = school.identity().await;
    let first = world.office("first", me.officer, me.unit).await.unwrap();
    first.close().await;
    copy_folder(&world.folder.path("first"), &world.folder.path("copy")).unwrap();
    let first = Engine::open(
        &world.folder.path("first"),
        PASSWORD,
        Arc::clone(&world.clock),
    )
    .await
    .unwrap()
    .with_remote(world.remote());
    let copy = Engine::open(
        &world.folder.path("copy"),
        PASSWORD,
        Arc::clone(&world.clock),
    )
    .await
    .unwrap()
    .with_remote(world.remote());
    Desk(&first)
        .teacher("Nguyễn Thị Hoa", "GV01")
        .await
        .unwrap();
    Desk(&copy).teacher("Trần Thị Lan", "GV02").await.unwrap();
    first.sync().await.unwrap();
    assert_eq!(copy.sync().await.unwrap_err().code, Code::ClonedDevice);
    assert_eq!(
        copy.status().await.unwrap().waiting,
        1,
        "what was done on the copy is kept"
    );
    assert!(
        copy.officers(me.unit)
            .await
            .unwrap()
            .iter()
            .any(|o| o.code == "GV02"),
        "and still seen"
    );
    // Somebody else's code does not turn this machine into theirs.
    let chair = commune.identity().await;
    let foreign = world
        .code(server::invite::For::Officer(chair.officer, chair.unit))
        .await
        .unwrap();
    assert_eq!(
        copy.enrol("http://127.0.0.1:1", &foreign)
            .await
            .unwrap_err()
            .code,
        Code::NotTheActor
    );
    let code = world
        .code(server::invite::For::Officer(me.officer, me.unit))
        .await
        .unwrap();
    copy.enrol("http://127.0.0.1:1", &code).await.unwrap();
    assert_eq!(copy.sync().await.unwrap().sent, 1);
    first.sync().await.unwrap();
    assert!(
        first
            .officers(me.unit)
            .await
            .unwrap()
            .iter()
            .any(|o| o.code == "GV02")
    );
}

#[tokio::test]
async fn a_server_that_was_put_back_to_an_older_copy_gets_everything_back() {
    let mut world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    school.sync().await.unwrap();
    let night = world.folder.path("night");
    copy_folder(&world.folder.path("server"), &night).unwrap();
    let class = desk.class("6A2", hoa).await.unwrap();
    let minutes = desk
        .hand_over(hoa, vec![desk.homeroom(class)])
        .await
        .unwrap();
    desk.sign(minutes).await.unwrap();
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    let opened = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();

    // The disk breaks; the copy of the night is put back; the commune works on before the school
    // calls.
    world.put_back(&night).await.unwrap();
    Desk(&commune)
        .person("Vũ Thị Yến", "CV09", true)
        .await
        .unwrap();
    commune.sync().await.unwrap();
    let round = school.sync().await.unwrap();
    assert_eq!(
        round.returned,
        0,
        "{:?}",
        school.status().await.unwrap().acts
    );
    let again = school
        .rights(unit, Question::at(school.now()).of_class(class))
        .await
        .unwrap();
    assert_eq!(again.len(), opened.len());
    assert!(again[0].opened_at.is_some() && again[0].minutes == opened[0].minutes);
    for office in [&so, &commune] {
        office.sync().await.unwrap();
        let seen = office
            .rights(unit, Question::at(office.now()).of_class(class))
            .await
            .unwrap();
        assert_eq!(seen[0].name, "Nguyễn Thị Hoa");
    }
    assert_eq!(
        so.minutes_pdf(unit, minutes).await.unwrap(),
        school.minutes_pdf(unit, minutes).await.unwrap(),
        "the page is at the server again"
    );
}

#[tokio::test]
async fn a_server_that_is_filled_again_waits_for_the_machine_that_has_what_another_one_needs() {
    let mut world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let office = desk.person("Phạm Văn Phòng", "NV01", true).await.unwrap();
    school.sync().await.unwrap();
    let clerk = world.office("clerk", office, unit).await.unwrap();
    let night = world.folder.path("night");
    copy_folder(&world.folder.path("server"), &night).unwrap();
    // The head's machine adds a teacher; the clerk's machine refuses nothing and hands her a class;
    // one act of the clerk is refused.
    let hoa = desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    desk.teacher("Trần Thị Lan", "GV02").await.unwrap();
    school.sync().await.unwrap();
    world.online(false);
    Desk(&clerk).teacher("Lê Thị Trùng", "GV02").await.unwrap();
    world.online(true);
    assert_eq!(clerk.sync().await.unwrap().returned, 1);
    let class = Desk(&clerk).class("6A2", hoa).await.unwrap();
    clerk.sync().await.unwrap();
    world.put_back(&night).await.unwrap();
    // The clerk calls first: what the teacher's class rests on is not there yet, and nothing is
    // refused for good.
    assert_eq!(clerk.sync().await.unwrap_err().code, Code::Refilling);
    assert!(
        clerk
            .classes(unit)
            .await
            .unwrap()
            .iter()
            .any(|c| c.id == class),
        "the screen goes on showing it"
    );
    assert_eq!(school.sync().await.unwrap().returned, 0);
    let round = clerk.sync().await.unwrap();
    assert_eq!(
        round.returned,
        0,
        "{:?}",
        clerk.status().await.unwrap().acts
    );
    assert_eq!(
        clerk.status().await.unwrap().returned,
        1,
        "what was refused before stays refused"
    );
    assert!(
        world
            .server
            .store()
            .facts(unit)
            .await
            .unwrap()
            .classes
            .contains_key(&class)
    );
}

#[tokio::test]
async fn what_was_done_on_an_earlier_device_comes_back_to_a_server_that_forgot_it() {
    let mut world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let me = school.identity().await;
    let night = world.folder.path("night");
    copy_folder(&world.folder.path("server"), &night).unwrap();
    Desk(&school)
        .teacher("Nguyễn Thị Hoa", "GV01")
        .await
        .unwrap();
    school.sync().await.unwrap();
    // The machine goes on under a new device, does more, and then the server falls back behind all
    // of it.
    let code = world
        .code(server::invite::For::Officer(me.officer, me.unit))
        .await
        .unwrap();
    school.enrol("http://127.0.0.1:1", &code).await.unwrap();
    Desk(&school).teacher("Trần Thị Lan", "GV02").await.unwrap();
    school.sync().await.unwrap();
    world.put_back(&night).await.unwrap();
    assert_eq!(
        school.sync().await.unwrap_err().code,
        Code::UnknownDevice,
        "the copy does not know the device"
    );
    let code = world
        .code(server::invite::For::Officer(me.officer, me.unit))
        .await
        .unwrap();
    school.enrol("http://127.0.0.1:1", &code).await.unwrap();
    let round = school.sync().await.unwrap();
    assert_eq!(
        round.returned,
        0,
        "{:?}",
        school.status().await.unwrap().acts
    );
    for code in ["GV01", "GV02"] {
        assert!(
            school
                .officers(me.unit)
                .await
                .unwrap()
                .iter()
                .any(|o| o.code == code),
            "{code} here"
        );
        let there = world.server.store().facts(me.unit).await.unwrap();
        assert!(
            there.officers.values().any(|o| o.code == code),
            "{code} at the server"
        );
    }
}

#[tokio::test]
async fn a_wrong_code_does_not_spoil_a_machine_and_a_revoked_device_does_not_leave_its_code() {
    let world = World::new().await.unwrap();
    let (_so, commune, _school) = ward_town(&world).await;
    let alone = world.school_alone("Lạch Tray").await.unwrap();
    let chair = commune.identity().await;
    let foreign = world
        .code(server::invite::For::Officer(chair.officer, chair.unit))
        .await
        .unwrap();
    assert_eq!(
        alone
            .enrol("http://127.0.0.1:1", &foreign)
            .await
            .unwrap_err()
            .code,
        Code::NotTheActor
    );
    let right = world
        .code(server::invite::For::Founder(Some(chair.unit)))
        .await
        .unwrap();
    alone.enrol("http://127.0.0.1:1", &right).await.unwrap();
    assert_eq!(alone.sync().await.unwrap().returned, 0);
    // The foreign code is whole for the one it is for; used by a device that is revoked before it
    // spoke, it is gone.
    let (remote, _lost) = losing(&world, "/sync/v1/pull");
    let second = engine::start::with_code_on(
        &world.folder.path("phuong-2"),
        PASSWORD,
        remote.clone(),
        &foreign,
        Arc::clone(&world.clock),
    )
    .await
    .unwrap();
    assert_eq!(
        second.recovery_code.len(),
        39,
        "shown although the first round was lost"
    );
    world
        .server
        .store()
        .revoke(second.engine.identity().await.device, world.server.now())
        .await
        .unwrap();
    let third = engine::start::with_code_on(
        &world.folder.path("phuong-3"),
        PASSWORD,
        world.remote(),
        &foreign,
        Arc::clone(&world.clock),
    )
    .await;
    assert_eq!(third.unwrap_err().code, Code::BadInvite);
}

#[tokio::test]
async fn a_recovery_code_that_was_never_read_is_shown_anew_and_a_lost_one_replaced() {
    let folder = journeys::Folder::new();
    let clock = Arc::new(engine::Clock::seeded(4, journeys::monday()));
    let data = folder.path("a");
    let own = journeys::own_school("Đằng Giang");
    let started = engine::start::own_unit(&data, PASSWORD, &own, Arc::clone(&clock)).await;
    let started = started.unwrap();
    // The program ends while the first code is on the screen.
    let (lost, engine) = (started.recovery_code, started.engine);
    engine.close().await;
    let engine = Engine::open(&data, PASSWORD, Arc::clone(&clock)).await;
    let engine = engine.unwrap();
    let shown = engine.unread_recovery_code().await.unwrap().unwrap();
    let refused = engine.keep_recovery_code(&lost).await;
    assert_eq!(refused.unwrap_err().code, Code::WrongRecoveryCode);
    engine.keep_recovery_code(&shown).await.unwrap();
    assert_eq!(engine.unread_recovery_code().await.unwrap(), None);
    // The paper is lost: the password asks for another one, which opens once it was read.
    let refused = engine.new_recovery_code("không phải mật khẩu").await;
    assert_eq!(refused.unwrap_err().code, Code::WrongPassword);
    let waiting = engine.new_recovery_code(PASSWORD).await.unwrap();
    engine.close().await;
    let recover = |code: String| {
        let (data, clock) = (data.clone(), Arc::clone(&clock));
        async move { Engine::recover(&data, &code, PASSWORD, clock).await }
    };
    assert!(recover(waiting).await.is_err());
    let engine = recover(shown.clone()).await.unwrap();
    let next = engine.new_recovery_code(PASSWORD).await.unwrap();
    engine.keep_recovery_code(&next).await.unwrap();
    engine.close().await;
    assert!(recover(shown).await.is_err());
    let engine = recover(next).await.unwrap();
    assert_eq!(engine.unread_recovery_code().await.unwrap(), None);
    engine.close().await;
}

#[tokio::test]
async fn the_recovery_code_opens_the_data_where_they_lie_and_sets_a_new_password() {
    let folder = journeys::Folder::new();
    let clock = Arc::new(engine::Clock::seeded(3, journeys::monday()));
    let started = engine::start::own_unit(
        &folder.path("a"),
        PASSWORD,
        &journeys::own_school("Đằng Giang"),
        Arc::clone(&clock),
    )
    .await
    .unwrap();
    Desk(&started.engine)
        .teacher("Nguyễn Thị Hoa", "GV01")
        .await
        .unwrap();
    started.engine.close().await;
    std::fs::remove_file(folder.path("a").join("device.secret")).unwrap();
    assert_eq!(
        Engine::open(&folder.path("a"), PASSWORD, Arc::clone(&clock))
            .await
            .unwrap_err()
            .code,
        Code::NoDeviceSecret
    );
    let new = "mật khẩu hoàn toàn mới 9";
    assert_eq!(
        Engine::recover(&folder.path("a"), "0000", new, Arc::clone(&clock))
            .await
            .unwrap_err()
            .code,
        Code::WrongRecoveryCode
    );
    let opened = Engine::recover(
        &folder.path("a"),
        &started.recovery_code,
        new,
        Arc::clone(&clock),
    )
    .await
    .unwrap();
    assert_eq!(
        opened.status().await.unwrap().waiting,
        2,
        "nothing that was not sent is lost"
    );
    opened.close().await;
    assert_eq!(
        Engine::open(&folder.path("a"), PASSWORD, Arc::clone(&clock))
            .await
            .unwrap_err()
            .code,
        Code::WrongPassword
    );
    Engine::open(&folder.path("a"), new, clock).await.unwrap();
}

#[tokio::test]
async fn a_machine_that_was_silent_for_a_month_only_reads_until_it_has_called() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    world.online(false);
    world.pass(Duration::days(29));
    Desk(&school)
        .teacher("Nguyễn Thị Hoa", "GV01")
        .await
        .unwrap();
    // Beyond the own unit three days are the limit.
    let unit = school.identity().await.unit;
    let far = commune
        .perform(ConfirmRecording {
            unit,
            minutes: domain::ids::MinutesId(uuid::Uuid::nil()),
        })
        .await;
    assert_eq!(far.unwrap_err().code, Code::AuthorityLapsed);
    world.pass(Duration::days(2));
    assert_eq!(
        Desk(&school)
            .teacher("Trần Thị Lan", "GV02")
            .await
            .unwrap_err()
            .code,
        Code::AuthorityLapsed
    );
    assert!(
        school.officers(unit).await.unwrap().len() > 1,
        "reading goes on"
    );
    world.online(true);
    assert_eq!(school.sync().await.unwrap().sent, 1);
    Desk(&school).teacher("Trần Thị Lan", "GV02").await.unwrap();
}

#[tokio::test]
async fn after_five_wrong_passwords_the_door_waits_and_then_opens() {
    let world = World::new().await.unwrap();
    world
        .school_alone("Đằng Giang")
        .await
        .unwrap()
        .close()
        .await;
    let folder = world.folder.path("Đằng Giang");
    let open = |password: &'static str| {
        let (folder, clock) = (folder.clone(), Arc::clone(&world.clock));
        async move { Engine::open(&folder, password, clock).await }
    };
    for _ in 0..5 {
        assert_eq!(
            open("một mật khẩu khác hẳn").await.unwrap_err().code,
            Code::WrongPassword
        );
    }
    let waiting = open(PASSWORD).await.unwrap_err();
    assert_eq!(waiting.code, Code::TryLater);
    assert!(waiting.sentence.contains("30 giây"), "{}", waiting.sentence);
    world.pass(Duration::seconds(31));
    open(PASSWORD).await.unwrap().close().await;
    assert!(!folder.join("tries.json").exists());
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let world = World::new().await.unwrap();
    let mut last = Code::BadInvite;
    for _ in 0..80 {
        // A code that could be one: its check character is right.
        let refused = engine::start::with_code_on(
            &world.folder.path("x"),
            PASSWORD,
            world.remote(),
            "0000-0000-0000-0000-0",
            Arc::clone(&world.clock),
        )
        .await;
        last = refused.unwrap_err().code;
        if last != Code::BadInvite {
            break;
        }
    }
    assert_eq!(last, Code::TooManyTries);
}
