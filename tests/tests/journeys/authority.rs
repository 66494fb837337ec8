//! Nobody gets in by a date: an act is decided at the instant that its machine says, within what the
//! server can prove, and by who may do it when the server hears of it. Where the two differ, a person
//! decides. What no unmodified program sends is noted.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use domain::acts::{Act, AddClass, ChangeHead, DecideHeld, RecordSigning};
use domain::calendar::SchoolYear;
use domain::held_act::HeldAct;
use domain::ids::{OfficerId, OpId, UnitId};
use domain::kind::{MinutesKind, SecretClause};
use domain::officer::Role;
use domain::unit::SchoolLevel;
use domain::{Code, Row, Table};
use engine::Engine;
use journeys::{Desk, World};
use protocol::{OpResult, OpState, SignedOp};

use super::door::ward_town;
use super::server_refuses::signed;

fn class(unit: UnitId, name: &str, engine: &Engine) -> Act {
    Act::AddClass(AddClass {
        unit,
        year: SchoolYear::of(engine.today()),
        name: name.into(),
        level: SchoolLevel::LowerSecondary,
        site: None,
        learners: None,
    })
}

/// An act that a machine says was done at an instant, whatever its program would say.
async fn dated(engine: &Engine, act: Act, at: DateTime<Utc>) -> SignedOp {
    let me = engine.identity().await;
    let mut op = signed(engine, 1, act).await.op;
    static MADE: AtomicU64 = AtomicU64::new(0);
    let n = MADE.fetch_add(1, Ordering::Relaxed);
    op.op_id = OpId(uuid::Uuid::from_u128(0xda7e << 64 | u128::from(n)));
    (op.client_time, op.est_server_time) = (at, at);
    op.sign(&me.key()).unwrap()
}

/// Sends an op as the machine's next.
async fn send(world: &World, engine: &Engine, op: SignedOp) -> OpResult {
    let me = engine.identity().await;
    let store = world.server.store();
    let device = store.device(me.device).await.unwrap().unwrap();
    let mut op = op.op;
    op.seq = device.last_op_seq + 1;
    let pushed = world
        .server
        .push(&device, &[op.sign(&me.key()).unwrap()])
        .await;
    let reply = pushed.unwrap();
    assert_eq!(reply.stopped, None);
    reply.results.into_iter().next().unwrap()
}

fn code(result: &OpResult) -> Option<Code> {
    result.refusal.as_ref().map(|refusal| refusal.code)
}

/// The school's new head, with a machine, from tomorrow on.
async fn new_head(world: &World, commune: &Engine, school: &Engine) -> (OfficerId, Engine) {
    let desk = Desk(school);
    let unit = desk.unit().await;
    let binh = desk.person("Phạm Văn Bình", "GV09", true).await.unwrap();
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    let document = Desk(commune)
        .decision("bổ nhiệm Hiệu trưởng")
        .await
        .unwrap();
    let change = ChangeHead {
        unit,
        officer: binh,
        role: Role::Head,
        position: "Hiệu trưởng".into(),
        from: commune.today().succ_opt().unwrap(),
        document,
        witness: None,
    };
    commune.perform(change).await.unwrap();
    commune.sync().await.unwrap();
    world.pass(Duration::days(3));
    let office = world.office("binh", binh, unit).await.unwrap();
    (binh, office)
}

async fn held(engine: &Engine, unit: UnitId) -> Vec<HeldAct> {
    let facts = engine.facts(unit).await.unwrap();
    facts.held.values().cloned().collect()
}

#[tokio::test]
async fn what_a_leaver_dates_before_the_end_waits_for_who_leads_now_and_never_changes_the_past() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, room, minutes) = desk.class_6a2().await.unwrap();
    school.freeze_minutes(unit, minutes).await.unwrap();
    let printed_on = school.today();
    school.sync().await.unwrap();
    let (binh, office) = new_head(&world, &commune, &school).await;

    // The machine of who led until three days ago says that he recorded it before.
    let before = school.now() - Duration::days(3);
    let record = RecordSigning {
        unit,
        minutes: vec![minutes],
        date_on_paper: printed_on,
        scan: None,
    };
    let op = dated(&school, record.into(), before).await;
    let result = send(&world, &school, op).await;
    assert_eq!(
        (result.state, code(&result)),
        (OpState::Held, Some(Code::AwaitsDecision))
    );
    let stored = world.server.store().facts(unit).await.unwrap();
    assert!(stored.rights_by(minutes).all(|d| d.in_force_at.is_none()));

    // He cannot decide on it himself, nor take anything more from the server.
    let own = school.sync().await.unwrap_err();
    assert_eq!(own.code, Code::PostEnded);

    // Who leads now sees it and takes it: it counts from now on.
    office.sync().await.unwrap();
    let waiting = held(&office, unit).await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert_eq!(
        (waiting[0].minutes, waiting[0].actor == binh),
        (Some(minutes), false)
    );
    let taken_at = office.now();
    let take = DecideHeld {
        unit,
        acts: vec![waiting[0].id],
        returned: None,
    };
    office.perform(take).await.unwrap();
    office.sync().await.unwrap();
    office.sync().await.unwrap();
    let stored = world.server.store().facts(unit).await.unwrap();
    let right = stored.rights_by(minutes).next().unwrap();
    assert!(
        right.in_force_at.is_some_and(|at| at >= taken_at),
        "{right:?}"
    );
    let signed = stored.minutes(minutes).unwrap().signed().cloned().unwrap();
    assert_eq!(
        (signed.recorded_by, signed.date_on_paper),
        (binh, printed_on)
    );
    let then = Desk(&office).who_can_open(room, before).await.unwrap();
    assert!(then.is_empty(), "the past stays as it was: {then:?}");
    let now = Desk(&office)
        .who_can_open(room, office.now())
        .await
        .unwrap();
    assert_eq!(now.len(), 1);
}

#[tokio::test]
async fn a_held_act_is_returned_with_a_reason_and_what_rests_on_it_waits_behind_it() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let unit = Desk(&school).unit().await;
    school.sync().await.unwrap();
    let (_, office) = new_head(&world, &commune, &school).await;
    let before = school.now() - Duration::days(3);
    let add = dated(&school, class(unit, "9A", &school), before).await;
    let first = send(&world, &school, add.clone()).await;
    // Nothing of this id is there, since what makes it waits.
    let assign = domain::acts::AssignTeacher {
        unit,
        class: domain::ids::ClassId(uuid::Uuid::from_u128(77)),
        officer: school.identity().await.officer,
        part: domain::school_class::TeacherPart::Main,
        from: school.today(),
        until: None,
        replace: false,
    };
    let behind = dated(&school, assign.into(), before).await;
    let second = send(&world, &school, behind).await;
    assert_eq!((first.state, second.state), (OpState::Held, OpState::Held));
    office.sync().await.unwrap();
    let acts: Vec<_> = held(&office, unit).await.iter().map(|act| act.id).collect();
    assert_eq!(acts.len(), 2);
    let back = DecideHeld {
        unit,
        acts,
        returned: Some("đã bàn giao công việc".into()),
    };
    office.perform(back).await.unwrap();
    office.sync().await.unwrap();
    let store = world.server.store();
    let (_, answer) = store.kept(first.op_id).await.unwrap().unwrap();
    assert_eq!(
        (answer.state, code(&answer)),
        (OpState::Rejected, Some(Code::Returned))
    );
    let classes = store.all(Table::SchoolClass).await.unwrap();
    assert!(classes.is_empty(), "{classes:?}");
}

#[tokio::test]
async fn what_a_machine_says_of_the_time_counts_only_within_what_the_server_can_prove() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let unit = Desk(&school).unit().await;
    school.sync().await.unwrap();
    let contact = school.now();
    world.pass(Duration::days(5));
    let store = world.server.store();
    let device = school.identity().await.device;
    let last = || async {
        let device = store.device(device).await.unwrap().unwrap();
        device.last_op_at.unwrap()
    };

    // Back-dated, it counts from the last contact on.
    let old = dated(
        &school,
        class(unit, "6A", &school),
        contact - Duration::days(60),
    )
    .await;
    assert_eq!(send(&world, &school, old).await.state, OpState::Applied);
    assert!(last().await >= contact - Duration::hours(1));

    // A clock at 2030 costs no work, neither this act nor those that follow when it is mended.
    let ahead = dated(
        &school,
        class(unit, "6B", &school),
        contact + Duration::days(1300),
    )
    .await;
    assert_eq!(send(&world, &school, ahead).await.state, OpState::Applied);
    assert!(last().await <= world.server.now());
    let mended = dated(&school, class(unit, "6C", &school), school.now()).await;
    assert_eq!(send(&world, &school, mended).await.state, OpState::Applied);

    // Sending again what was answered moves nothing back.
    let before = last().await;
    let again = dated(&school, class(unit, "6C", &school), contact).await;
    let _ = send(&world, &school, again).await;
    assert!(last().await >= before);
}

#[tokio::test]
async fn seven_attacks_of_a_custodian_are_refused_and_noted_for_the_unit_above() {
    let world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (hoa, _, _) = desk.class_6a2().await.unwrap();
    let an = school.identity().await.officer;
    let document = desk.decision("bổ nhiệm").await.unwrap();
    let give = |unit, kind, giver, receiver, add| domain::acts::HandOver {
        year: None,
        unit,
        kind,
        giver,
        receiver,
        add,
        drop: vec![],
        login: Some("hoa.moi".into()),
        grounds: vec![],
        secret: SecretClause::Personal,
        valid_until: None,
        at_desk: None,
        spare_envelope: None,
    };
    let custody = give(unit, MinutesKind::Custody, an, hoa, vec![]);
    let minutes = school.hand_over(custody).await.unwrap();
    desk.sign(minutes).await.unwrap();
    let tam = desk.teacher("Lê Thị Tâm", "GV02").await.unwrap();
    school.sync().await.unwrap();
    let office = world.office("hoa", hoa, unit).await.unwrap();
    office.sync().await.unwrap();
    let at = office.now();

    let (above, chair) = {
        let me = commune.identity().await;
        (me.unit, me.officer)
    };
    let library = || {
        let all = domain::rights::Dim::All;
        journeys::line(domain::rights::Function::Library, all, &office)
    };
    let ward = give(above, MinutesKind::Levels, chair, hoa, vec![library()]);
    let himself = give(unit, MinutesKind::Duties, an, hoa, vec![library()]);
    let mut early = library();
    early.from -= Duration::days(90);
    let wider = give(unit, MinutesKind::Duties, an, tam, vec![early]);
    let reset = ChangeHead {
        unit,
        officer: tam,
        role: Role::Head,
        position: "Hiệu trưởng".into(),
        from: office.today(),
        document,
        witness: None,
    };
    let honest = class(unit, "7A", &office);
    let attacks = [
        (Act::from(ward), Code::MayNotPrepare),
        (himself.into(), Code::CustodianToSelf),
        (reset.into(), Code::MayNotPrepare),
        (wider.into(), Code::MoreThanHeld),
        (class(above, "1A", &office), Code::MayNotPrepare),
    ];
    for (n, (act, refusal)) in (0..).zip(attacks) {
        let op = dated(&office, act, at + Duration::seconds(n)).await;
        let result = send(&world, &office, op).await;
        assert_eq!(
            (result.state, code(&result)),
            (OpState::Rejected, Some(refusal))
        );
    }
    // An old bundle: done, answered, heard, and sent again.
    let first = dated(&office, honest, at + Duration::seconds(9)).await;
    let answer = send(&world, &office, first).await;
    assert_eq!(answer.state, OpState::Applied);
    let store = world.server.store();
    let me = office.identity().await;
    let heard = store::Contact {
        at: world.server.now(),
        settled: true,
        heard_seq: answer.seq,
        mark: None,
    };
    store.note_contact(me.device, &heard).await.unwrap();
    let device = store.device(me.device).await.unwrap().unwrap();
    let (kept, _) = store.kept(answer.op_id).await.unwrap().unwrap();
    let bundle: SignedOp = serde_json::from_str(&kept.body).unwrap();
    let again = world.server.push(&device, &[bundle]).await.unwrap();
    assert_eq!(
        again.results,
        [answer],
        "the same answer, and no second effect"
    );
    // A revoked device.
    store.revoke(me.device, world.server.now()).await.unwrap();
    assert_eq!(office.sync().await.unwrap_err().code, Code::UnknownDevice);

    for told in [&commune, &so] {
        told.sync().await.unwrap();
    }
    let facts = so.facts(above).await.unwrap();
    let noted = facts.refusals.values();
    let noted: BTreeSet<_> = noted
        .map(|n| {
            assert_eq!(
                (n.unit, n.in_unit, n.actor, n.device),
                (above, unit, hoa, me.device)
            );
            (n.kind.clone().unwrap_or_default(), n.code.number())
        })
        .collect();
    let expected = [
        ("add_class.v1", Code::MayNotPrepare),
        ("add_class.v1", Code::Replayed),
        ("change_head.v1", Code::MayNotPrepare),
        ("hand_over.v1", Code::CustodianToSelf),
        ("hand_over.v1", Code::MayNotPrepare),
        ("hand_over.v1", Code::MoreThanHeld),
        ("", Code::UnknownDevice),
    ];
    let expected = expected.map(|(kind, code)| (kind.to_owned(), code.number()));
    assert_eq!(noted, BTreeSet::from(expected));
    let own = store.all(Table::NotableRefusal).await.unwrap();
    assert!(
        own.iter()
            .all(|row| matches!(row, Row::NotableRefusal(n) if n.unit == above))
    );
}

#[tokio::test]
async fn an_honest_mistake_and_news_that_had_not_come_are_not_noted() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = ward_town(&world).await;
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let clerk = desk.person("Trần Thị Tư", "GV07", true).await.unwrap();
    school.sync().await.unwrap();
    let office = world.office("tu", clerk, unit).await.unwrap();
    office.sync().await.unwrap();
    // The head ends the post; the clerk's machine has not heard of it and goes on the day after.
    let facts = school.facts(unit).await.unwrap();
    let post = facts.post_of(clerk, unit, school.today()).unwrap().id;
    let end = domain::acts::EndAppointment {
        unit,
        appointment: post,
        until: school.today(),
        reason: "nghỉ việc".into(),
    };
    school.perform(end).await.unwrap();
    school.sync().await.unwrap();
    world.pass(Duration::days(2));
    let late = dated(&office, class(unit, "8A", &office), office.now()).await;
    let result = send(&world, &office, late).await;
    assert_eq!(code(&result), Some(Code::MayNotPrepare));
    // A name that is taken is a mistake like any.
    let twice = dated(&school, class(unit, "8B", &school), school.now()).await;
    assert_eq!(send(&world, &school, twice).await.state, OpState::Applied);
    let twice = dated(
        &school,
        class(unit, "8B", &school),
        school.now() + Duration::seconds(1),
    )
    .await;
    assert_eq!(code(&send(&world, &school, twice).await), Some(Code::Taken));
    commune.sync().await.unwrap();
    let noted = world
        .server
        .store()
        .all(Table::NotableRefusal)
        .await
        .unwrap();
    assert!(noted.is_empty(), "{noted:?}");
}
