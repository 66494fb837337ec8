//! What the work of a unit is counted from: its own file, and what it gave into the files of units
//! below. The first screen, *Ai được làm gì* and the lists of minutes all ask here.

use std::collections::BTreeSet;

use domain::acts::{AcceptScan, Act, Ctx};
use domain::delegation::Holder;
use domain::facts::{Entry, Follow, Lookup, Scope};
use domain::ids::{MinutesId, OpId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::{Facts, Row, Stamp, Table};

use crate::{Engine, Identity, Reply};

/// What lists say of minutes in the file of another unit.
const GIVEN: Follow = Follow::new("given", |row| match row {
    Row::HandoverMinutes(m) => {
        let closed = m.taking_back.iter().flat_map(|taking| &taking.closed);
        let closed = closed.map(|id| Lookup::Id(Table::Delegation, id.0));
        Scope::new()
            .row(Table::Unit, m.giver_unit)
            .head(m.unit)
            .person(m.giver)
            .person(m.receiver)
            .by(Entry::unscanned(m.unit, m.kind, m.receiver))
            .find_then(Lookup::By(Entry::right_by(m.id)), GIVEN_RIGHT)
            .find_then(Lookup::By(Entry::asked_by(m.id)), ASKED)
            .and_all(closed.map(|right| Scope::new().find_then(right, GIVEN_RIGHT)))
    }
    _ => Scope::new(),
});

const GIVEN_RIGHT: Follow = Follow::new("given_right", |row| match row {
    Row::Delegation(right) => Scope::new().classes_of(&right.line),
    _ => Scope::new(),
});

const ASKED: Follow = Follow::new("asked", |row| match row {
    Row::CsdlTask(task) => {
        let account = task.account;
        Scope::new().and_all(account.map(|id| Scope::new().row(Table::Account, id)))
    }
    _ => Scope::new(),
});

/// The papers of who leads the units right below, now or from a day to come.
const BELOW: Follow = Follow::new("below", |row| match row {
    Row::Unit(unit) => Scope::new().find_then(Lookup::By(Entry::leads(unit.id)), LEADERS),
    _ => Scope::new(),
});

const LEADERS: Follow = Follow::new("leaders", |row| match row {
    Row::Appointment(post) => Scope::new().by(Entry::current_of(post.officer)),
    _ => Scope::new(),
});

impl Engine {
    /// The facts of a unit, and the minutes by which it gave to units below, in whose files they lie.
    ///
    /// # Errors
    /// Those of the replica.
    pub(crate) async fn work(&self, unit: UnitId) -> Reply<Facts> {
        let facts = self.facts(unit).await?;
        let given: BTreeSet<MinutesId> = facts
            .given_by(unit)
            .flat_map(|right| {
                let closed = right.closed.and_then(|closing| closing.minutes);
                closed.into_iter().chain([right.minutes])
            })
            .collect();
        let scope = given.iter().map(|id| with_parties(*id));
        self.and_also(facts, Scope::new().and_all(scope)).await
    }

    /// The same with the changes of head that the person prepares for units right below: they lie in
    /// the files of those, who give by them.
    ///
    /// # Errors
    /// Those of the replica.
    pub(crate) async fn work_prepared(&self, unit: UnitId, me: &Identity) -> Reply<Facts> {
        let facts = self.work(unit).await?;
        let below = Lookup::By(Entry::under(unit));
        let papers = Scope::new().find_then(below, BELOW);
        let papers = self.replica.gather(&papers).await?;
        let ours = papers.minutes.values();
        let ours = ours.filter(|m| m.unit != unit && m.prepares_head_change(me.officer));
        let scope = ours.map(|m| with_parties(m.id).who_may(me.officer, m.unit));
        let scope = Scope::new().and_all(scope);
        self.and_also(facts, scope).await
    }

    /// The same with the minutes in the files below whose scan waits for somebody's eyes.
    ///
    /// # Errors
    /// Those of the replica.
    pub(crate) async fn work_and_open_scans(&self, unit: UnitId, me: &Identity) -> Reply<Facts> {
        let facts = self.work_prepared(unit, me).await?;
        let below: BTreeSet<UnitId> = self.replica.subtree(unit).await?.into_iter().collect();
        if below.len() < 2 {
            return Ok(facts);
        }
        let minutes = self.replica.all(Table::HandoverMinutes).await?;
        let waiting = minutes.into_iter().filter_map(|row| match row {
            Row::HandoverMinutes(m) if is_open(&m) && below.contains(&m.unit) => Some(m),
            _ => None,
        });
        let scope = waiting.map(|m| {
            let accept = Act::from(accepting(&m)).needs(&self.asking(me, &m));
            with_parties(m.id).and(accept)
        });
        let scope = Scope::new().and_all(scope);
        self.and_also(facts, scope).await
    }

    async fn and_also(&self, mut facts: Facts, scope: Scope) -> Reply<Facts> {
        for row in self.replica.gather(&scope).await?.iter() {
            facts.put(row);
        }
        Ok(facts)
    }

    /// The person at work, who would act on minutes now.
    pub(crate) fn asking(&self, me: &Identity, m: &HandoverMinutes) -> Ctx {
        Ctx {
            actor: me.officer,
            device: me.device,
            stamp: Stamp {
                op: OpId(m.id.0),
                at: self.now(),
            },
            taken: None,
        }
    }
}

fn with_parties(minutes: MinutesId) -> Scope {
    let row = Lookup::Id(Table::HandoverMinutes, minutes.0);
    Scope::new().find_then(row, GIVEN)
}

/// Whether the scan of minutes waits for somebody's eyes.
pub(crate) fn is_open(m: &HandoverMinutes) -> bool {
    let scan = m.signed().and_then(|signed| signed.scan.as_ref());
    scan.is_some_and(|scan| !scan.counts())
}

/// The act of accepting a scan, with a reason that somebody could give: the rule itself says who may.
pub(crate) fn accepting(m: &HandoverMinutes) -> AcceptScan {
    AcceptScan {
        unit: m.unit,
        minutes: m.id,
        reason: "?".to_owned(),
        scan: None,
    }
}

/// The unit that holds a right, where no person does.
pub(crate) fn holding_unit(holder: Holder) -> Option<UnitId> {
    match holder {
        Holder::Unit(unit) => Some(unit),
        Holder::Officer(_) => None,
    }
}
