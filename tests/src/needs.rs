//! The law of needs: an act decided on what it needs comes to the same as decided on everything.
//! Every world of the journeys is asked when it ends: over all of its ops in their order, and over
//! ops made from them with other ids, dates and answers.

use std::path::Path;

use domain::acts::{Act, Ctx};
use domain::ids::UnitId;
use domain::row::{Change, Row};
use domain::samples::{decided, needed};
use domain::{Facts, opening};
use protocol::{OpState, SignedOp};
use serde_json::Value;
use store::Store as _;
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// Ops that are made from each op of a world.
const MADE: u64 = 2;
/// Most ops that are made in one world.
const MOST: u64 = 3000;

/// Asks the law of a world, by its server's database.
///
/// # Errors
/// Those of the store.
///
/// # Panics
/// If an act comes to something else on what it needs.
pub async fn hold(database: &Path) -> Result<usize, store::Error> {
    let beside = SqliteStore::open_beside(database, Uuid::nil()).await?;
    let store = beside.ok_or_else(|| store::Error::Stored("of another version".to_owned()))?;
    let mut everything = Facts::default();
    let mut known = vec![];
    for (kept, result) in store.history().await? {
        let Ok(signed) = serde_json::from_str::<SignedOp>(&kept.body) else {
            continue;
        };
        let (act, ctx) = (signed.op.act.clone(), signed.op.ctx());
        let came_to = decided(&everything, &act, &ctx);
        if let Ok(changes) = came_to
            && result.state == OpState::Applied
        {
            everything.apply(&changes);
            open(&mut everything, &changes, result.received_at);
        }
        known.push((act, ctx));
    }
    made(&everything, &known);
    Ok(known.len())
}

/// Opens what the server opens, and asks the law of that too.
fn open(everything: &mut Facts, changes: &[Change], at: chrono::DateTime<chrono::Utc>) {
    let mut units: Vec<UnitId> = changes
        .iter()
        .filter_map(|Change(row)| match row {
            Row::Delegation(right) => Some(right.unit),
            _ => None,
        })
        .collect();
    units.dedup();
    for unit in units {
        loop {
            let next = opening::next(everything, unit, at);
            let on_needed = needed(everything, &opening::needs(unit));
            assert_eq!(opening::next(&on_needed, unit, at), next, "opening");
            if next.is_empty() {
                break;
            }
            everything.apply(&next);
        }
    }
}

/// Acts made from those of a world, at its end.
fn made(everything: &Facts, known: &[(Act, Ctx)]) {
    let ids: Vec<Uuid> = everything.iter().map(|row| row.id()).collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let rolls = known.iter().flat_map(|known| (0..MADE).map(move |_| known));
    for ((act, ctx), _) in rolls.zip(0..MOST) {
        let Ok(mut value) = serde_json::to_value(act) else {
            continue;
        };
        change(&mut value["args"], &ids, &mut dice);
        // What is no act any more is none.
        if let Ok(act) = serde_json::from_value::<Act>(value) {
            let _ = decided(everything, &act, ctx);
        }
    }
}

fn change(value: &mut Value, ids: &[Uuid], dice: &mut Dice) {
    match value {
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|field| change(field, ids, dice)),
        Value::Array(list) => list.iter_mut().for_each(|entry| change(entry, ids, dice)),
        Value::String(text) if text.parse::<Uuid>().is_ok() && dice.one_in(4) => {
            if let Some(other) = ids.get(dice.below(ids.len() as u64)) {
                *text = other.to_string();
            }
        }
        Value::String(text) if dice.one_in(6) => {
            if let Ok(day) = text.parse::<chrono::NaiveDate>() {
                let days = chrono::Days::new(dice.below(400) as u64);
                *text = day.checked_sub_days(days).unwrap_or(day).to_string();
            }
        }
        Value::Bool(answer) if dice.one_in(3) => *answer = !*answer,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Numbers that look like chance and are the same each time (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let rolled = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % end.max(1);
        usize::try_from(rolled).unwrap_or(0)
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.below(sides) == 0
    }
}
