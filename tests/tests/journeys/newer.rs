//! Offices and server are not updated on one day: what a newer program wrote is kept as it came.

use std::sync::Arc;

use domain::acts::AddClass;
use domain::calendar::SchoolYear;
use domain::row::Table;
use domain::unit::SchoolLevel;
use domain::{Code, Refusal};
use journeys::{Desk, World};
use protocol::{OpResult, OpState, RawOp, WireRow};
use serde_json::{Value, json};
use server::Server;
use store::KeptOp;
use store_sqlite::SqliteStore;

use super::door::ward_town;
use super::server_refuses::signed;

fn class(unit: domain::ids::UnitId, day: chrono::NaiveDate, name: &str) -> AddClass {
    AddClass {
        unit,
        year: SchoolYear::of(day),
        name: name.into(),
        level: SchoolLevel::LowerSecondary,
        site: None,
        learners: None,
    }
}

/// The op as a newer program would have made it, signed by the same machine.
async fn of_a_newer_program(engine: &engine::Engine, op: &protocol::SignedOp) -> RawOp {
    use ed25519_dalek::Signer;
    let mut newer = serde_json::to_value(&op.op).unwrap();
    newer["args"]["colour_of_the_door"] = json!("xanh");
    // Keys in order, as the canonical form has them; nothing here needs escaping.
    let message = newer.to_string();
    let key = engine.identity().await.key();
    let sig: String = key
        .sign(message.as_bytes())
        .to_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    serde_json::from_value(json!({ "op": newer, "sig": sig })).unwrap()
}

#[tokio::test]
async fn an_act_of_a_newer_program_is_held_and_its_neighbours_go_on() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let unit = Desk(&school).unit().await;
    school.sync().await.unwrap();
    let me = school.identity().await;
    let store = world.server.store();
    let device = store.device(me.device).await.unwrap().unwrap();
    let next = device.last_op_seq + 1;
    let day = school.today();
    let unknown = signed(&school, next, class(unit, day, "6A7").into()).await;
    let unknown = of_a_newer_program(&school, &unknown).await;
    let known = signed(&school, next + 1, class(unit, day, "6A8").into()).await;
    let ops = [unknown, RawOp::of(&known).unwrap()];
    let reply = world.server.take(&device, &ops, &[]).await.unwrap();
    let answers: Vec<_> = reply
        .results
        .iter()
        .map(|r| (r.state, r.refusal.as_ref().map(|refusal| refusal.code)))
        .collect();
    assert_eq!(
        answers,
        [
            (OpState::Held, Some(Code::NeedsUpdate)),
            (OpState::Applied, None)
        ]
    );
    assert!(reply.stopped.is_none());
    assert_eq!(store.newer_ops().await.unwrap().len(), 1, "kept as it came");
}

#[tokio::test]
async fn what_an_older_server_kept_is_decided_when_it_is_updated_and_the_machine_hears_it() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let unit = Desk(&school).unit().await;
    school.sync().await.unwrap();
    // Done here and sent to a server that did not know it: as that server kept it.
    school
        .perform(class(unit, school.today(), "6A9"))
        .await
        .unwrap();
    school
        .perform(class(unit, school.today(), "6B1"))
        .await
        .unwrap();
    school.close().await;
    let folder = world.folder.path("truong");
    let replica = replica::Replica::open(&folder, journeys::PASSWORD)
        .await
        .unwrap();
    let waiting = replica::outbox::pending(&mut replica.reader().await.unwrap()).await;
    let op = waiting.unwrap().remove(0).signed;
    replica.close().await;
    let school = engine::Engine::open(&folder, journeys::PASSWORD, Arc::clone(&world.clock))
        .await
        .unwrap()
        .with_remote(world.remote());
    let raw = RawOp::of(&op).unwrap();
    let held = OpResult {
        op_id: op.op.op_id,
        seq: op.op.seq,
        state: OpState::Held,
        refusal: Some(Refusal::new(Code::NeedsUpdate)),
        received_at: school.now(),
    };
    let mut work = world.server.store().begin().await.unwrap();
    work.put(&[], &KeptOp::of(&op, &raw, world.server.now()), &held)
        .await
        .unwrap();
    work.commit().await.unwrap();
    school.sync().await.unwrap();
    assert_eq!(school.status().await.unwrap().returned, 1, "it came back");
    assert!(world.server.store().newer_ops().await.unwrap().len() == 1);

    let data = world.folder.path("server");
    let path = data.join("server.db");
    let store = SqliteStore::open(&path, Server::fresh_id().unwrap()).await;
    let now = school.now();
    let store = Arc::new(store.unwrap());
    let beside = Server::beside(&data, store.clone(), move || now);
    let kept = beside.store().newer_ops().await.unwrap();
    assert_eq!(kept.len(), 1, "a command of the Sở decides nothing");
    let updated = Server::open(&data, store, move || now);
    let updated = updated.await.unwrap();
    assert!(updated.store().newer_ops().await.unwrap().is_empty());
    school.sync().await.unwrap();
    assert_eq!(school.status().await.unwrap().returned, 0, "it is answered");
    let facts = school.facts(unit).await.unwrap();
    let there = |name: &str| facts.classes.values().any(|class| class.name == name);
    assert!(there("6A9") && there("6B1"), "its neighbour had gone on");
}

#[tokio::test]
async fn rows_of_a_newer_program_or_without_an_end_are_kept_and_stop_nothing() {
    let world = World::new().await.unwrap();
    let (_so, _commune, school) = ward_town(&world).await;
    let unit = Desk(&school).unit().await;
    let before = school.facts(unit).await.unwrap();
    let me = school.identity().await;
    school.close().await;
    let folder = world.folder.path("truong");
    let replica = replica::Replica::open(&folder, journeys::PASSWORD)
        .await
        .unwrap();
    let wire = |row: &Value| WireRow {
        seq: 900,
        version: 1,
        row: serde_json::value::to_raw_value(row).unwrap(),
    };
    let head = before.officers.values().next().unwrap();
    let mut strange = serde_json::to_value(domain::Row::Officer(head.clone())).unwrap();
    strange["row"]["id"] = json!(uuid::Uuid::from_u128(0x5e));
    strange["row"]["sex"] = json!("as a newer program says it");
    let pupil = json!({
        "table": "pupil",
        "row": { "id": uuid::Uuid::from_u128(0x5f), "unit": unit, "name": "Bé An" },
    });
    let mut endless = serde_json::to_value(domain::Row::Officer(head.clone())).unwrap();
    endless["row"]["id"] = json!(uuid::Uuid::from_u128(0x60));
    endless["row"]["name"] = json!("x".repeat(10 * domain::bounds::MAX_TEXT));
    let pulled = replica::Pulled {
        rows: vec![wire(&pupil), wire(&strange), wire(&endless)],
        ..replica::Pulled::by(me.officer, me.device)
    };
    replica
        .publish(&pulled, |_| unreachable!("nothing is offered again"))
        .await
        .unwrap();
    assert_eq!(replica.unread().await.unwrap(), 3);
    let officers = replica.all(Table::Officer).await.unwrap().len();
    replica.close().await;
    // The next start of the same program still cannot read them, and goes on.
    let replica = replica::Replica::open(&folder, journeys::PASSWORD)
        .await
        .unwrap();
    assert_eq!(replica.unread().await.unwrap(), 3);
    assert_eq!(replica.all(Table::Officer).await.unwrap().len(), officers);
    assert_eq!(
        replica.facts(unit).await.unwrap().officers.len(),
        before.officers.len()
    );
    replica.close().await;
}
