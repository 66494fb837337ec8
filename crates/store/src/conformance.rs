//! The suite that every backend passes. A backend's tests name a function that makes an empty store,
//! and [`conformance`](crate::conformance!) makes one test of each law.

#![expect(missing_docs, reason = "the name of a law says what it is")]

use std::sync::Arc;

use chrono::Duration;
use domain::facts::{Entry, Key, Lookup, Scene, Scope};
use domain::ids::{BlobHash, DeviceId, OpId, UnitId};
use domain::row::{Change, Row, Table};
use domain::samples::{self, COMMUNE, DEPARTMENT, HEAD, OTHER_SCHOOL, SCHOOL, monday};
use domain::{Code, Refusal};
use protocol::{OpResult, OpState};
use uuid::Uuid;

use crate::{Contact, Device, Error, Invite, KeptOp, Known, Result, Store};

/// Makes one test of each law, on stores that a function makes: `async fn() -> Arc<dyn Store>`.
#[macro_export]
macro_rules! conformance {
    ($make:path) => {
        $crate::conformance!(@ $make:
            rows_have_places_and_versions,
            a_taken_key_writes_nothing_of_its_op_and_the_work_goes_on,
            what_is_not_committed_never_was,
            needs_are_answered_by_id_key_and_entry,
            a_device_sees_its_unit_those_below_and_what_is_common_above,
            a_mark_brings_what_changed_since_and_nothing_else,
            a_unit_that_comes_under_another_is_named_by_positions,
            a_mark_that_was_never_given_shows_that_history_was_lost,
            a_code_registers_one_machine_until_that_has_spoken,
            files_are_for_those_who_see_a_row_that_cites_them,
            an_op_of_a_newer_program_waits_and_is_answered_later
        );
    };
    (@ $make:path: $($law:ident),*) => {$(
        #[tokio::test]
        async fn $law() {
            $crate::conformance::$law($make().await).await.expect("the store works");
        }
    )*};
}

type Made = Arc<dyn Store>;

fn device() -> Device {
    Device {
        device: samples::DEVICE,
        officer: HEAD,
        unit: SCHOOL,
        public_key: "00".repeat(32),
        last_op_seq: 0,
        last_op_at: None,
        founds: false,
        parent: None,
        last_contact: None,
        settled_at: None,
        heard_seq: 0,
        seen: 0,
        enrolled_at: monday(),
        revoked: false,
    }
}

fn contact(at: chrono::DateTime<chrono::Utc>, heard_seq: i64) -> Contact {
    let settled = true;
    Contact {
        at,
        settled,
        heard_seq,
        mark: None,
    }
}

fn op(seq: i64) -> (KeptOp, OpResult) {
    let op_id = OpId(Uuid::from_u128(0x0b << 64 | u128::from(seq.unsigned_abs())));
    let op = KeptOp {
        op_id,
        device: samples::DEVICE,
        seq,
        kind: "add_class.v1".to_owned(),
        unit: SCHOOL,
        done_at: monday(),
        body: format!(
            r#"{{"op":{{"op_id":"{op_id}","device":"{}","seq":{seq},"kind":"add_class.v1","unit":"{SCHOOL}","actor":"{HEAD}","client_time":"2026-11-09T01:00:00Z"}},"sig":""}}"#,
            samples::DEVICE
        ),
    };
    let result = OpResult {
        op_id,
        seq,
        state: OpState::Applied,
        refusal: None,
        received_at: monday(),
    };
    (op, result)
}

async fn write(store: &Made, rows: Vec<Row>) -> Result<()> {
    let changes: Vec<Change> = rows.into_iter().map(Change).collect();
    let mut work = store.begin().await?;
    work.write(&changes).await?;
    work.commit().await
}

async fn town(store: &Made) -> Result<()> {
    store.add_device(&device(), monday()).await?;
    write(store, samples::town().iter().collect()).await
}

fn class(n: u128, name: &str) -> Row {
    Row::SchoolClass(samples::class(Uuid::from_u128(n).into(), name, None))
}

async fn pulled(store: &Made, unit: UnitId, known: &Known) -> Result<Vec<Row>> {
    let page = store.page(samples::DEVICE, unit, known, 5000).await?;
    assert!(!page.more, "one page holds it");
    Ok(page
        .rows
        .iter()
        .filter_map(protocol::WireRow::read)
        .collect())
}

fn marked(mark: Option<String>) -> Known {
    Known {
        mark,
        positions: vec![],
    }
}

pub async fn rows_have_places_and_versions(store: Made) -> Result<()> {
    town(&store).await?;
    let (first, result) = op(1);
    let mut work = store.begin().await?;
    work.put(&[Change(class(0xc1, "6A3"))], &first, &result)
        .await?;
    let device = work.device(samples::DEVICE).await?;
    let moved = device.map(|d| (d.last_op_seq, d.last_op_at));
    assert_eq!(
        moved,
        Some((1, Some(first.done_at))),
        "also before it lasts"
    );
    work.commit().await?;
    write(&store, vec![class(0xc1, "6A4")]).await?;
    let page = store
        .page(samples::DEVICE, SCHOOL, &Known::default(), 5000)
        .await?;
    assert_eq!(page.last_op_seq, 1, "the device has moved on");
    let changed = page.rows.iter().find(|wire| wire.row.get().contains("6A4"));
    assert_eq!(changed.map(|wire| wire.version), Some(2));
    let school = page.positions.iter().find(|p| p.stream == SCHOOL);
    let last = page
        .rows
        .iter()
        .filter(|wire| wire.read().is_some_and(|row| row.stream() == SCHOOL));
    assert_eq!(school.map(|p| p.seq), last.map(|wire| wire.seq).max());
    assert_eq!(store.history().await?.len(), 1);
    Ok(())
}

pub async fn a_taken_key_writes_nothing_of_its_op_and_the_work_goes_on(store: Made) -> Result<()> {
    town(&store).await?;
    let ((first, one), (second, two)) = (op(1), op(2));
    let twice = [Change(class(0xc1, "6A3")), Change(class(0xc2, "6A2"))];
    let mut work = store.begin().await?;
    let taken = work.put(&twice, &first, &one).await;
    let taken = matches!(&taken, Err(Error::Taken(refusal)) if refusal.code == Code::Taken);
    assert!(taken, "6A2 is there already");
    assert!(work.answers(&[first.op_id]).await?.is_empty());
    work.put(&[Change(class(0xc3, "6A5"))], &second, &two)
        .await?;
    let answers = work.answers(&[first.op_id, second.op_id]).await?;
    assert_eq!(answers, [two], "also before the work lasts");
    work.commit().await?;
    assert!(
        !store
            .has_row(Table::SchoolClass, Uuid::from_u128(0xc1))
            .await?
    );
    assert!(
        store
            .has_row(Table::SchoolClass, Uuid::from_u128(0xc3))
            .await?
    );
    Ok(())
}

pub async fn what_is_not_committed_never_was(store: Made) -> Result<()> {
    town(&store).await?;
    let mut work = store.begin().await?;
    work.write(&[Change(class(0xc1, "6A3"))]).await?;
    drop(work);
    write(&store, vec![class(0xc2, "6A3")]).await?;
    assert!(
        !store
            .has_row(Table::SchoolClass, Uuid::from_u128(0xc1))
            .await?
    );
    Ok(())
}

pub async fn needs_are_answered_by_id_key_and_entry(store: Made) -> Result<()> {
    town(&store).await?;
    let everything = samples::town();
    let lookups = [
        Lookup::Id(Table::Officer, HEAD.0),
        Lookup::Key(Key::officer_code(SCHOOL, "CB49")),
        Lookup::By(Entry::post_of(HEAD)),
        Lookup::By(Entry::under(COMMUNE)),
        Lookup::Any(Entry::taught_by(samples::TEACHER)),
        Lookup::In(Table::Officer, SCHOOL),
        Lookup::Id(Table::Document, Uuid::from_u128(0xdead)),
    ];
    for lookup in lookups {
        let found = store.gather(&Scope::new().find(lookup.clone())).await?;
        let found: Vec<Row> = found.iter().collect();
        assert_eq!(found, everything.answer(&lookup), "{lookup:?}");
    }
    let mut work = store.begin().await?;
    let mut scene = Scene::default();
    let needs = Scope::new().who_may(HEAD, SCHOOL).holding(SCHOOL);
    work.load(&mut scene, &needs).await?;
    assert!(scene.facts().may_prepare(HEAD, SCHOOL, monday()).is_ok());
    assert!(!scene.facts().holding(SCHOOL, monday()).is_empty());
    assert!(scene.open_questions(&needs).is_empty());
    Ok(())
}

pub async fn a_device_sees_its_unit_those_below_and_what_is_common_above(
    store: Made,
) -> Result<()> {
    town(&store).await?;
    let of = async |unit| -> Result<Vec<(UnitId, Table)>> {
        let rows = pulled(&store, unit, &Known::default()).await?;
        Ok(rows.iter().map(|row| (row.stream(), row.table())).collect())
    };
    let school = of(SCHOOL).await?;
    assert!(school.contains(&(SCHOOL, Table::Officer)));
    assert!(
        school.contains(&(COMMUNE, Table::Unit)) && school.contains(&(DEPARTMENT, Table::Unit))
    );
    assert!(
        school.contains(&(COMMUNE, Table::Delegation)),
        "what the commune holds"
    );
    assert!(
        !school.contains(&(COMMUNE, Table::Officer)),
        "not its people"
    );
    assert!(school.iter().all(|(stream, _)| *stream != OTHER_SCHOOL));
    let commune = of(COMMUNE).await?;
    assert!(commune.contains(&(SCHOOL, Table::Officer)));
    assert!(commune.contains(&(OTHER_SCHOOL, Table::Officer)));
    Ok(())
}

pub async fn a_mark_brings_what_changed_since_and_nothing_else(store: Made) -> Result<()> {
    town(&store).await?;
    let first = store
        .page(samples::DEVICE, SCHOOL, &Known::default(), 5000)
        .await?;
    let known = marked(first.mark);
    assert!(pulled(&store, SCHOOL, &known).await?.is_empty());
    let stranger = Uuid::from_u128(0x77).into();
    let elsewhere = samples::officer(stranger, OTHER_SCHOOL, "Người Khác");
    let above = samples::officer(Uuid::from_u128(0x78).into(), COMMUNE, "Người Trên");
    let renamed = samples::unit(COMMUNE, domain::unit::UnitKind::Commune, Some(DEPARTMENT));
    write(
        &store,
        vec![
            class(0xc1, "6A3"),
            Row::Officer(elsewhere),
            Row::Officer(above),
            Row::Unit(renamed),
        ],
    )
    .await?;
    let page = store.page(samples::DEVICE, SCHOOL, &known, 5000).await?;
    let tables: Vec<Table> = page
        .rows
        .iter()
        .filter_map(|wire| wire.read().map(|row| row.table()))
        .collect();
    assert_eq!(tables.len(), 2, "{tables:?}");
    assert!(tables.contains(&Table::Unit) && tables.contains(&Table::SchoolClass));
    assert!(pulled(&store, SCHOOL, &marked(page.mark)).await?.is_empty());
    Ok(())
}

pub async fn a_unit_that_comes_under_another_is_named_by_positions(store: Made) -> Result<()> {
    town(&store).await?;
    let first = store
        .page(samples::DEVICE, SCHOOL, &Known::default(), 5000)
        .await?;
    let known = marked(first.mark);
    let moved = samples::unit(OTHER_SCHOOL, domain::unit::UnitKind::School, Some(SCHOOL));
    write(&store, vec![Row::Unit(moved)]).await?;
    let page = store.page(samples::DEVICE, SCHOOL, &known, 5000).await?;
    assert!(page.more && page.mark.is_none() && page.rows.is_empty());
    let known = Known {
        mark: None,
        positions: first.positions,
    };
    let rows = pulled(&store, SCHOOL, &known).await?;
    let head = samples::head_of(OTHER_SCHOOL);
    assert!(
        rows.iter().any(|row| row.id() == head.0),
        "from its beginning"
    );
    Ok(())
}

pub async fn a_mark_that_was_never_given_shows_that_history_was_lost(store: Made) -> Result<()> {
    town(&store).await?;
    let page = store
        .page(samples::DEVICE, SCHOOL, &Known::default(), 5000)
        .await?;
    assert!(!store.is_behind(&marked(page.mark)).await?);
    assert!(
        store
            .is_behind(&marked(Some("900.00ff".to_owned())))
            .await?
    );
    let mut positions = page.positions;
    let known = |positions| Known {
        mark: None,
        positions,
    };
    assert!(!store.is_behind(&known(positions.clone())).await?);
    positions.iter_mut().for_each(|p| p.seq += 1);
    assert!(store.is_behind(&known(positions)).await?);
    Ok(())
}

pub async fn a_code_registers_one_machine_until_that_has_spoken(store: Made) -> Result<()> {
    let invite = Invite {
        id: Uuid::from_u128(1),
        code_hash: "x".to_owned(),
        officer: Some(HEAD),
        unit: Some(SCHOOL),
        parent: None,
        tries: 0,
        expires_at: monday() + Duration::hours(72),
    };
    store.add_invite(&invite).await?;
    store.count_try(invite.id).await?;
    assert_eq!(store.invites().await?.first().map(|i| i.tries), Some(1));
    let first = device();
    assert!(store.enrol(invite.id, &first, monday()).await?);
    assert!(
        store.enrol(invite.id, &first, monday()).await?,
        "an answer that was lost"
    );
    let other = Device {
        device: DeviceId(Uuid::from_u128(0x98)),
        public_key: "11".repeat(32),
        ..device()
    };
    assert!(
        store.enrol(invite.id, &other, monday()).await?,
        "the first never spoke"
    );
    let before = store.device(first.device).await?;
    assert!(before.is_some_and(|before| before.revoked));
    store
        .note_contact(other.device, &contact(monday(), 0))
        .await?;
    assert!(store.invites().await?.is_empty(), "used up");
    assert!(!store.enrol(invite.id, &first, monday()).await?);
    Ok(())
}

pub async fn files_are_for_those_who_see_a_row_that_cites_them(store: Made) -> Result<()> {
    town(&store).await?;
    let minutes = samples::printed();
    let hash = minutes.files().remove(0);
    store.note_file(&hash, 3, monday()).await?;
    assert_eq!(store.file_size(&hash).await?, Some(3));
    assert!(!store.cites(SCHOOL, &hash).await?);
    write(
        &store,
        vec![Row::HandoverMinutes(Box::new(minutes.clone()))],
    )
    .await?;
    assert!(store.cites(SCHOOL, &hash).await?);
    assert!(store.cites(COMMUNE, &hash).await?);
    assert!(!store.cites(OTHER_SCHOOL, &hash).await?);
    assert!(!store.cites(SCHOOL, &BlobHash("0".repeat(64))).await?);
    let token = minutes.frozen().map(|frozen| frozen.token.clone());
    let found = store.minutes_by_token(&token.unwrap_or_default()).await?;
    assert_eq!(found.map(|found| found.id), Some(minutes.id));
    assert!(
        store.to_keep(monday()).await?.is_empty(),
        "nothing is signed digitally"
    );
    Ok(())
}

pub async fn an_op_of_a_newer_program_waits_and_is_answered_later(store: Made) -> Result<()> {
    town(&store).await?;
    let (kept, mut result) = op(1);
    result.state = OpState::Held;
    result.refusal = Some(Refusal::new(Code::NeedsUpdate));
    let mut work = store.begin().await?;
    work.put(&[], &kept, &result).await?;
    work.commit().await?;
    let waiting = store.newer_ops().await?;
    assert_eq!(
        waiting.iter().map(|op| op.op_id).collect::<Vec<_>>(),
        [kept.op_id]
    );
    assert!(
        store
            .answers(samples::DEVICE, &[kept.op_id])
            .await?
            .is_empty()
    );
    let (_, result) = op(1);
    let mut work = store.begin().await?;
    work.answer_again(&[Change(class(0xc1, "6A3"))], &result)
        .await?;
    work.commit().await?;
    assert!(store.newer_ops().await?.is_empty());
    let answers = store.answers(samples::DEVICE, &[kept.op_id]).await?;
    assert_eq!(answers, [result]);
    assert!(
        store
            .has_row(Table::SchoolClass, Uuid::from_u128(0xc1))
            .await?
    );
    Ok(())
}

pub async fn the_time_of_a_device_never_falls(store: Made) -> Result<()> {
    town(&store).await?;
    let (later, earlier) = (op(1), op(2));
    let mut work = store.begin().await?;
    work.put(&[], &later.0, &later.1).await?;
    let before = KeptOp {
        done_at: monday() - chrono::Days::new(9),
        ..earlier.0
    };
    work.put(&[], &before, &earlier.1).await?;
    work.commit().await?;
    let device = store.device(samples::DEVICE).await?;
    let device = device.map(|d| (d.last_op_seq, d.last_op_at));
    assert_eq!(device, Some((2, Some(monday()))));
    let kept = store.kept(before.op_id).await?;
    assert_eq!(kept.map(|(op, _)| op.done_at), Some(before.done_at));
    Ok(())
}

pub async fn what_a_device_has_seen_is_known_from_its_contacts(store: Made) -> Result<()> {
    town(&store).await?;
    write(&store, vec![class(0xc1, "6A3")]).await?;
    let page = store
        .page(samples::DEVICE, SCHOOL, &Known::default(), 100)
        .await?;
    let heard = Contact {
        mark: page.mark,
        ..contact(monday(), 4)
    };
    // What comes between the page and the note was not seen.
    write(&store, vec![class(0xc2, "6A5")]).await?;
    store.note_contact(samples::DEVICE, &heard).await?;
    let known = store.device(samples::DEVICE).await?;
    let seen = known.as_ref().map_or(0, |device| device.seen);
    let said = known.map(|d| (d.last_contact, d.settled_at, d.heard_seq));
    assert_eq!(said, Some((Some(monday()), Some(monday()), 4)));
    let row = [(Table::SchoolClass, Uuid::from_u128(0xc1))];
    let mut work = store.begin().await?;
    assert!(!work.changed_since(&row, seen).await?);
    let unseen = [(Table::SchoolClass, Uuid::from_u128(0xc2))];
    assert!(work.changed_since(&unseen, seen).await?);
    drop(work);
    write(&store, vec![class(0xc1, "6A4")]).await?;
    let mut work = store.begin().await?;
    assert!(work.changed_since(&row, seen).await?);
    Ok(())
}

pub async fn a_new_machine_of_a_person_begins_where_the_one_before_settled(
    store: Made,
) -> Result<()> {
    town(&store).await?;
    let settled = monday() + chrono::Days::new(1);
    store
        .note_contact(samples::DEVICE, &contact(settled, 0))
        .await?;
    let later = settled + chrono::Days::new(1);
    let new = |n: u128, change: fn(&mut Device)| {
        let mut new = device();
        new.device = DeviceId(Uuid::from_u128(n));
        change(&mut new);
        new
    };
    let same = new(0x97, |_| {});
    let other = new(0x96, |new| new.officer = samples::COLLEAGUE);
    let founder = new(0x95, |new| new.founds = true);
    for (new, begins) in [(same, Some(settled)), (other, Some(later)), (founder, None)] {
        store.add_device(&new, later).await?;
        let stored = store.device(new.device).await?;
        assert_eq!(stored.and_then(|d| d.settled_at), begins);
    }
    Ok(())
}
