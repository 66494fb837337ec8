//! A campaign of the Sở: the communes of the catalogue are made at once, all accounts are handed over
//! in one go, and the board shows how far everybody has come – always what its rows come to.

use std::cell::Cell;
use std::sync::atomic::AtomicBool;

use chrono::Duration;
use domain::acts::RecordSigning;
use domain::acts::people::{AddOfficer, Post};
use domain::board::BoardState;
use domain::catalogue::Area;
use domain::ids::{MinutesId, UnitId};
use domain::kind::{AtDesk, MinutesKind, SecretClause};
use domain::minutes::{HandoverMinutes, MinutesState, Progress};
use domain::officer::Role;
use domain::row::{Change, Row};
use domain::samples::{
    COMMUNE, DEPARTMENT, SCHOOL, draft, monday, paper, printed, right_in_force, scan, signed, town,
    waiting_right,
};
use domain::text::name_sort_key;
use domain::unit::Numbering;
use domain::{Code, Facts};
use engine::Engine;
use engine::handover::give_accounts::{GiveAccounts, GivenAccounts, UnitToGive};
use engine::views::accounts_offer::{AccountLine, AccountsOffer};
use engine::views::board::{Board, BoardRow};
use journeys::{Desk, Folder, PASSWORD, World};
use replica::{Replica, outbox};

use super::door::ward_town;

/// What is asked for all units of an offer: heads and logins that are missing are typed.
fn to_all(offer: &AccountsOffer, desk: bool) -> GiveAccounts {
    let unit = |line: &engine::views::accounts_offer::AccountLine| UnitToGive {
        unit: line.unit,
        login: line.code.as_ref().map(|code| format!("qt.{code}")),
        head: Some(("Trần Văn Chủ".into(), "Chủ tịch".into())),
    };
    GiveAccounts {
        units: offer.lines.iter().map(unit).collect(),
        giver: offer.givers.head,
        grounds: vec![],
        secret: SecretClause::Envelope("PB-001".into()),
        at_desk: desk.then(|| AtDesk {
            hour: None,
            site: "Điểm bàn giao phía Tây".into(),
            address: "Số 1 đường Thanh Niên".into(),
            letter_until: None,
            trained_on: None,
        }),
    }
}

async fn gives(office: &Engine, request: &GiveAccounts) -> GivenAccounts {
    let never = AtomicBool::new(false);
    let given = office.give_accounts(request, &never, |_| ()).await;
    given.unwrap()
}

async fn records(office: &Engine, unit: UnitId, minutes: MinutesId) {
    office.freeze_minutes(unit, minutes).await.unwrap();
    let act = RecordSigning {
        unit,
        minutes: vec![minutes],
        date_on_paper: office.today(),
        scan: None,
    };
    office.perform(act).await.unwrap();
}

/// The board, which is what its rows come to.
async fn board(office: &Engine) -> Board {
    assert_eq!(office.board_astray().await.unwrap(), None);
    office.board().await.unwrap()
}

fn line(board: &Board, unit: UnitId) -> &BoardRow {
    board.rows.iter().find(|row| row.id == unit).unwrap()
}

#[tokio::test]
async fn the_so_makes_its_communes_and_hands_all_accounts_over_in_one_go() {
    let world = World::new().await.unwrap();
    let so = world.department().await.unwrap();
    assert_eq!(so.catalogued().await.unwrap().missing.len(), 114);
    let made = so.make_communes().await.unwrap();
    assert_eq!(
        (made.added, so.catalogued().await.unwrap().there),
        (114, 114)
    );
    let again = so.make_communes().await.unwrap_err();
    assert_eq!(again.code, Code::NothingChosen, "those that exist are left");

    let empty = board(&so).await;
    let halves = |area| {
        empty
            .rows
            .iter()
            .filter(|row| row.area == Some(area))
            .count()
    };
    assert_eq!((halves(Area::West), halves(Area::East)), (64, 50));
    assert!(
        empty
            .rows
            .iter()
            .all(|row| row.state == BoardState::NotReceived)
    );

    // Without heads nothing can be drafted, and that is said of each.
    let offer = so.accounts_offer().await.unwrap();
    assert!(offer.lines.iter().all(|line| line.head.is_none()));
    let mut headless = to_all(&offer, true);
    headless.units.truncate(2);
    headless.units.iter_mut().for_each(|unit| unit.head = None);
    let refused = gives(&so, &headless).await;
    assert!(refused.drafted.is_empty());
    let codes: Vec<Code> = refused
        .failed
        .iter()
        .map(|(_, failure)| failure.code)
        .collect();
    assert_eq!(codes, [Code::NoHead, Code::NoHead]);

    // One that is refused stops nobody else.
    let mut request = to_all(&offer, true);
    request.units[1].login = request.units[0].login.clone();
    request.units[2].head = None;
    let heard = Cell::new(0);
    let never = AtomicBool::new(false);
    let given = so
        .give_accounts(&request, &never, |done| heard.set(done))
        .await
        .unwrap();
    assert_eq!(
        (given.drafted.len(), given.failed.len(), heard.get()),
        (112, 2, 114)
    );
    let why: Vec<Code> = given.failed.iter().map(|(_, why)| why.code).collect();
    assert_eq!(why, [Code::NoHead, Code::Taken]);
    // The envelopes lie in the order of the units, also behind those that were refused.
    for place in [3, 25, 113] {
        let unit = request.units[place].unit;
        let (_, minutes) = given.drafted.iter().find(|(of, _)| *of == unit).unwrap();
        let facts = so.facts(unit).await.unwrap();
        let secret = facts.minutes(*minutes).unwrap().secret.clone();
        let serial = format!("PB-{:03}", place + 1);
        assert_eq!(secret, SecretClause::Envelope(serial));
    }
    let empty = GiveAccounts {
        secret: SecretClause::Envelope(" ".into()),
        ..request.clone()
    };
    let refused = so.give_accounts(&empty, &never, |_| ()).await.unwrap_err();
    assert_eq!(refused.code, Code::NameMissing);
    let drafted = board(&so).await;
    assert_eq!(
        drafted.rows.iter().map(|row| row.tally.drafts).sum::<u32>(),
        112
    );

    let (unit, minutes) = given.drafted[0];
    let shown = async || {
        let rows = so.units().await.unwrap();
        let names: Vec<_> = rows[1..]
            .iter()
            .map(|row| name_sort_key(&row.name))
            .collect();
        assert!(
            names.is_sorted(),
            "in Vietnamese order, behind the own unit"
        );
        let row = rows.iter().find(|row| row.id == unit).unwrap();
        (row.received, row.receiving, row.signed, row.all)
    };
    assert_eq!(shown().await, (false, Some(minutes), 0, 1));
    for (unit, minutes) in &given.drafted[..3] {
        records(&so, *unit, *minutes).await;
    }
    assert_eq!(
        shown().await,
        (true, None, 1, 1),
        "as the board and the road say"
    );
    let signed = board(&so).await;
    let first = line(&signed, unit);
    // Its scan is still to come.
    assert_eq!((first.received, first.state), (true, BoardState::Working));
    assert_eq!((first.tally.signed, first.tally.to_scan), (1, 1));
    assert_eq!(first.days, [(so.today(), 1)]);
    let detail = so.facts(unit).await.unwrap();
    let secret = &detail.minutes(minutes).unwrap().secret;
    assert!(matches!(secret, SecretClause::Envelope(serial) if serial.starts_with("PB-")));
    let offer = so.accounts_offer().await.unwrap();
    assert_eq!((offer.received, offer.lines.len()), (3, 111));

    // The scan does not come.
    world.pass(Duration::days(8));
    let late = board(&so).await;
    let first = line(&late, unit);
    assert_eq!(
        (first.state, first.tally.overdue, first.received),
        (BoardState::Overdue, 1, false),
        "the right stopped"
    );
}

#[tokio::test]
async fn accounts_for_all_can_be_stopped_and_communes_undone_like_an_import() {
    let world = World::new().await.unwrap();
    let so = world.department().await.unwrap();
    let made = so.make_communes().await.unwrap();
    let offer = so.accounts_offer().await.unwrap();
    let stop = AtomicBool::new(false);
    let given = so
        .give_accounts(&to_all(&offer, false), &stop, |_| {
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        })
        .await
        .unwrap();
    assert!(given.cancelled);
    assert_eq!(given.drafted.len(), 20, "those that were being written");
    let none = GiveAccounts {
        units: vec![],
        ..to_all(&offer, false)
    };
    let never = AtomicBool::new(false);
    let refused = so.give_accounts(&none, &never, |_| ()).await.unwrap_err();
    assert_eq!(refused.code, Code::NothingChosen);

    let undone = so.undo_import(made.id).await.unwrap();
    assert_eq!(undone.kept.len(), 20, "those that minutes rest on stay");
    assert_eq!(board(&so).await.rows.len(), 20);
    assert_eq!(so.catalogued().await.unwrap().missing.len(), 94);
}

#[tokio::test]
async fn accounts_for_all_are_undone_as_one_step_and_what_was_signed_stays() {
    let world = World::new().await.unwrap();
    let so = world.department().await.unwrap();
    so.make_communes().await.unwrap();
    let offer = so.accounts_offer().await.unwrap();
    let mut request = to_all(&offer, false);
    request.units.truncate(30);
    // A code that somebody has already is no hindrance.
    let first = request.units[0].unit;
    let clerk = AddOfficer {
        unit: first,
        name: "Đỗ Thị Văn".into(),
        code: "TT01".into(),
        sex: None,
        born_on: None,
        id_number: None,
        phone: None,
        post: Post {
            role: Role::Member,
            position: "Văn thư".into(),
            duty: None,
            prepares: false,
            from: so.today(),
            until: None,
            document: None,
            numbers: false,
        },
    };
    so.perform(clerk).await.unwrap();
    // One that is refused makes the others of its part go one by one, under the same step.
    request.units[1].login = request.units[0].login.clone();
    let given = gives(&so, &request).await;
    assert_eq!((given.drafted.len(), given.failed.len()), (29, 1));
    let facts = so.facts(first).await.unwrap();
    let head = facts.head(first, so.today()).unwrap().officer;
    assert_eq!(facts.officer(head).unwrap().code, "TT02");

    let step = given.id.unwrap();
    let listed = so.imports().await.unwrap();
    let row = listed.iter().find(|row| row.id == step).unwrap();
    assert_eq!((row.added, row.undone_at), (29, None));
    let (signed, minutes) = given.drafted[3];
    records(&so, signed, minutes).await;
    // What was printed and not signed is undone too.
    let (printed, paper) = given.drafted[4];
    so.freeze_minutes(printed, paper).await.unwrap();

    let undone = so.undo_import(step).await.unwrap();
    let kept: Vec<Code> = undone.kept.iter().map(|kept| kept.code).collect();
    assert_eq!(
        kept,
        [Code::StillUsed, Code::StillUsed],
        "{:?}",
        undone.kept
    );
    let after = so.accounts_offer().await.unwrap();
    assert_eq!((after.received, after.lines.len()), (1, 113));
    let untouched =
        |line: &AccountLine| line.open.is_none() && line.head.is_none() && line.login.is_none();
    assert!(after.lines.iter().all(untouched));
    let cancelled = so.minutes_detail(printed, paper).await.unwrap();
    assert_eq!(cancelled.row.state, MinutesState::Cancelled);
    assert!(
        so.minutes_detail(signed, minutes)
            .await
            .unwrap()
            .row
            .in_force
    );

    request.units.remove(3);
    request.units.truncate(2);
    request.units[1].login = None;
    let again = gives(&so, &request).await;
    assert_eq!((again.drafted.len(), again.failed.len()), (1, 1));
    let whole = so.undo_import(again.id.unwrap()).await.unwrap();
    assert!(whole.kept.is_empty());
    let twice = so.undo_import(again.id.unwrap()).await.unwrap_err();
    assert_eq!(twice.code, Code::NotFound);
    let none = GiveAccounts {
        units: vec![request.units[1].clone()],
        ..request
    };
    assert_eq!(gives(&so, &none).await.id, None, "nothing to undo");
}

#[tokio::test]
async fn the_board_of_commune_and_so_follows_a_school_through_sync() {
    let world = World::new().await.unwrap();
    let (so, commune, school) = ward_town(&world).await;
    let refused = commune.make_communes().await.unwrap_err();
    assert_eq!(refused.code, Code::NotTheParent, "only the Sở has them");
    let (desk, unit) = (Desk(&school), school.identity().await.unit);
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    so.sync().await.unwrap();
    assert_eq!(line(&board(&commune).await, unit).tally.drafts, 1);
    let whole = board(&so).await;
    let ward = line(&whole, commune.identity().await.unit);
    assert_eq!(
        (ward.below, ward.below_received, ward.tally.drafts),
        (1, 1, 1)
    );
    assert_eq!(ward.head, "Trần Văn Chủ");

    desk.sign(minutes).await.unwrap();
    assert_eq!(
        line(&board(&commune).await, unit).tally.drafts,
        1,
        "not heard yet"
    );
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    so.sync().await.unwrap();
    let seen = board(&commune).await;
    let tally = line(&seen, unit).tally;
    assert_eq!((tally.drafts, tally.signed, tally.to_people), (0, 2, 1));
    board(&so).await;
    world.pass(Duration::days(8));
    let late = board(&commune).await;
    assert_eq!(line(&late, unit).tally.overdue, 2);
}

/// Rows that a unit may have, in many states.
fn states() -> Vec<Row> {
    let mut filed = signed(printed());
    if let Progress::Signed { signed, .. } = &mut filed.progress {
        signed.scan = Some(scan());
    }
    let from_above = HandoverMinutes {
        kind: MinutesKind::ToSchool,
        giver_unit: COMMUNE,
        ..signed(printed())
    };
    let facts: Facts = town();
    let mut unnumbered = facts.units[&COMMUNE].clone();
    unnumbered.numbering = Numbering::None;
    let mut moved = facts.units[&SCHOOL].clone();
    moved.withdrawn = true;
    facts
        .iter()
        .chain([
            paper(draft()),
            paper(printed()),
            paper(signed(printed())),
            paper(filed),
            paper(from_above),
            Row::Delegation(waiting_right()),
            Row::Delegation(right_in_force()),
            Row::CsdlTask(domain::samples::rows::task()),
            Row::CsdlTask(domain::samples::rows::found_task()),
            Row::Unit(unnumbered),
            Row::Unit(moved),
        ])
        .collect()
}

#[tokio::test]
async fn whatever_is_written_and_put_back_the_board_is_what_its_rows_come_to() {
    let folder = Folder::new();
    let (replica, _keys) = replica::create(&folder.path("r"), PASSWORD).await.unwrap();
    let rows = states();
    let all: Vec<Change> = town().iter().map(Change).collect();
    write(&replica, &all).await;
    let mut dice: u64 = 20_261_128;
    let mut now = monday();
    for step in 0..400 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let thrown = usize::try_from(dice >> 33).unwrap();
        match thrown % 10 {
            0 => {
                let mut db = replica.writer().await;
                outbox::restore_base(&mut db).await.unwrap();
                drop(db);
                write(&replica, &all).await;
            }
            1 => now += Duration::hours(i64::try_from(thrown % 300).unwrap()),
            _ => write(&replica, &[Change(rows[thrown / 10 % rows.len()].clone())]).await,
        }
        for (unit, kept) in replica.board(DEPARTMENT, now).await.unwrap() {
            let fresh = replica.counted_anew(unit, now).await.unwrap();
            let kept = (kept.received, kept.tally, kept.due, kept.days);
            let fresh = (fresh.received, fresh.tally, fresh.due, fresh.days);
            assert_eq!(kept, fresh, "step {step}, unit {unit}");
        }
    }
}

/// Writes rows as acts do; what no two rows may share is for the rules and refused here.
async fn write(replica: &Replica, changes: &[Change]) {
    let mut writer = replica.writer().await;
    let mut tx = Replica::begin(&mut writer).await.unwrap();
    match outbox::apply_local(&mut tx, changes).await {
        Ok(()) => tx.commit().await.unwrap(),
        Err(refused) => assert!(matches!(refused, replica::Error::Refused(_)), "{refused}"),
    }
}
