//! Acts that wait for a decision, and refusals worth a look: *việc chờ quyết định*, *việc bị từ chối
//! đáng chú ý*.

use chrono::{DateTime, Utc};
use domain::facts::Scope;
use domain::held_act::HeldAct;
use domain::ids::{DeviceId, HeldActId, NotableRefusalId, UnitId};
use domain::notable_refusal::NotableRefusal;
use domain::{Facts, Refusal, Row, Table};
use serde::Serialize;

use super::names::name_of;
use crate::{Engine, Reply};

/// What waits for who leads, and what the units below were refused.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Decisions {
    /// Acts that wait, the longest first; then those that are decided, the latest first.
    pub held: Vec<HeldActRow>,
    /// Refusals, the latest first.
    pub refusals: Vec<RefusalRow>,
}

/// An act that waits for a decision, or waited.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HeldActRow {
    /// Identity.
    pub id: HeldActId,
    /// The unit whose leader decides.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Who did it.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Who receives by the minutes that it is about.
    pub receiver: Option<String>,
    /// When it was done, as its machine says.
    pub done_at: DateTime<Utc>,
    /// When the server received it.
    pub received_at: DateTime<Utc>,
    /// Why it waits.
    pub reason: String,
    /// What was decided.
    pub decision: Option<DecisionRow>,
}

/// What was decided on a held act.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DecisionRow {
    /// Who decided.
    pub name: String,
    /// When: from then on it counts, if it was taken.
    pub at: DateTime<Utc>,
    /// Whether it was taken.
    pub taken: bool,
    /// Why it was returned, or why its rule refused it although it was taken.
    pub reason: Option<String>,
}

/// What a machine tried on a day and was refused.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RefusalRow {
    /// Identity.
    pub id: NotableRefusalId,
    /// The unit of the machine.
    pub unit_name: String,
    /// For whom the machine speaks.
    pub name: String,
    /// The machine.
    pub device: DeviceId,
    /// Kind of the act, if one was read.
    pub kind: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// Its code.
    pub number: String,
    /// When last on that day.
    pub at: DateTime<Utc>,
    /// How often on that day.
    pub times: u32,
}

impl Engine {
    /// What waits for a decision in the own unit and below, and what was refused there.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn decisions(&self) -> Reply<Decisions> {
        let held: Vec<HeldAct> = self.every(Table::HeldAct, held_act).await?;
        let refusals: Vec<NotableRefusal> = self.every(Table::NotableRefusal, refusal).await?;
        let named = Scope::new()
            .and_all(held.iter().map(names_of_held))
            .and_all(refusals.iter().map(names_of_refusal));
        let facts = self.replica.gather(&named).await?;
        let mut decisions = Decisions {
            held: held.iter().map(|act| self.held_row(&facts, act)).collect(),
            refusals: refusals
                .iter()
                .map(|refusal| self.refusal_row(&facts, refusal))
                .collect(),
        };
        decisions.held.sort_by_key(|row| match &row.decision {
            None => (false, row.received_at.timestamp_millis()),
            Some(decided) => (true, -decided.at.timestamp_millis()),
        });
        decisions
            .refusals
            .sort_by_key(|row| -row.at.timestamp_millis());
        Ok(decisions)
    }

    async fn every<T>(&self, table: Table, pick: fn(Row) -> Option<T>) -> Reply<Vec<T>> {
        let rows = self.replica.all(table).await?;
        Ok(rows.into_iter().filter_map(pick).collect())
    }

    fn held_row(&self, facts: &Facts, act: &HeldAct) -> HeldActRow {
        let minutes = act.minutes.and_then(|id| facts.minutes.get(&id));
        HeldActRow {
            id: act.id,
            unit: act.unit,
            unit_name: self.unit_name(facts, act.unit),
            name: name_of(facts, act.actor),
            kind: act.kind.clone(),
            receiver: minutes.map(|minutes| name_of(facts, minutes.receiver)),
            done_at: act.done_at,
            received_at: act.received_at,
            reason: Refusal::new(act.reason).sentence(),
            decision: act.decision.as_ref().map(|decision| DecisionRow {
                name: name_of(facts, decision.by),
                at: decision.at,
                taken: decision.taken,
                reason: decision
                    .refused
                    .map(|code| Refusal::new(code).sentence())
                    .or_else(|| decision.reason.clone()),
            }),
        }
    }

    fn refusal_row(&self, facts: &Facts, refusal: &NotableRefusal) -> RefusalRow {
        RefusalRow {
            id: refusal.id,
            unit_name: self.unit_name(facts, refusal.in_unit),
            name: name_of(facts, refusal.actor),
            device: refusal.device,
            kind: refusal.kind.clone(),
            reason: Refusal::new(refusal.code).sentence(),
            number: refusal.code.number().to_owned(),
            at: refusal.last_at,
            times: refusal.times,
        }
    }

    fn unit_name(&self, facts: &Facts, unit: UnitId) -> String {
        let row = facts.units.get(&unit);
        row.map_or_else(String::new, |row| row.name_on(self.today()).to_owned())
    }
}

fn held_act(row: Row) -> Option<HeldAct> {
    match row {
        Row::HeldAct(act) => Some(act),
        _ => None,
    }
}

fn refusal(row: Row) -> Option<NotableRefusal> {
    match row {
        Row::NotableRefusal(refusal) => Some(refusal),
        _ => None,
    }
}

fn names_of_held(act: &HeldAct) -> Scope {
    let minutes = act.minutes.map(domain::compose::needs);
    let by = act.decision.as_ref();
    let by = by.map(|decision| Scope::new().row(Table::Officer, decision.by));
    Scope::new()
        .row(Table::Unit, act.unit)
        .row(Table::Officer, act.actor)
        .and_all(minutes)
        .and_all(by)
}

fn names_of_refusal(refusal: &NotableRefusal) -> Scope {
    Scope::new()
        .row(Table::Unit, refusal.in_unit)
        .row(Table::Officer, refusal.actor)
}
