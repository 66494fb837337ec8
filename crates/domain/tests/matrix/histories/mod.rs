//! Random histories: people do acts at random, honest and forged, and after every one of them the
//! promises of `security.md` §1 hold and the rule allows nothing that the oracle forbids.

mod choose;
mod promises;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Duration, Utc};
use domain::acts::{Act, Ctx, decide};
use domain::calendar::day_of;
use domain::delegation::{Delegation, Holder};
use domain::held_act::HeldAct;
use domain::ids::{OfficerId, OpId, UnitId};
use domain::samples::{self, monday, rows};
use domain::{Change, Facts, Row, Stamp, opening};
use uuid::Uuid;

use crate::oracle::{self, Law};
use crate::world::{
    COMMUNE, FOREIGN, OTHER_COMMUNE, PERSON, Phase, Place, SCHOOL, SIBLING, SO, colleague_of,
    with_person,
};
/// Acts that one history tries.
const ACTS: usize = 14;

/// The units in which people act.
const UNITS: [UnitId; 6] = [SCHOOL, COMMUNE, SO, SIBLING, OTHER_COMMUNE, FOREIGN];

/// SplitMix64: seeded, so that a history can be played again.
#[derive(Clone)]
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Whether something happens that does so n times in a hundred.
    fn percent(&mut self, n: u64) -> bool {
        self.next() % 100 < n
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        (!list.is_empty()).then(|| list[self.below(list.len())])
    }

    fn one<T: Copy, const N: usize>(&mut self, list: [T; N]) -> T {
        list[self.below(N)]
    }
}

/// What came of histories.
#[derive(Default)]
pub(crate) struct Told {
    /// Acts that were tried, and done.
    pub(crate) tried: u64,
    pub(crate) done: u64,
    /// Rights that came into force, and were opened.
    pub(crate) in_force: u64,
    pub(crate) opened: u64,
    /// What the rule allowed against a law, with the acts and whether the person is an officer by
    /// order.
    pub(crate) against: BTreeMap<(Law, &'static str, bool), u64>,
}

impl Told {
    /// This and what came of other histories.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.tried += other.tried;
        self.done += other.done;
        self.in_force += other.in_force;
        self.opened += other.opened;
        for (what, times) in other.against {
            *self.against.entry(what).or_default() += times;
        }
        self
    }
}

/// The towns that histories begin in: each place of the person in each phase.
pub(crate) fn beginnings() -> Vec<Facts> {
    let mut all = vec![];
    for home in [SCHOOL, COMMUNE, SO] {
        for place in Place::ALL {
            for phase in Phase::ALL {
                let mut facts = with_person(place, home, phase);
                facts.put(Row::HeldAct(HeldAct {
                    unit: home,
                    in_unit: home,
                    actor: if place == Place::Teacher {
                        colleague_of(home)
                    } else {
                        PERSON
                    },
                    ..rows::held_act()
                }));
                all.push(ending_soon(facts.clone(), COMMUNE));
                all.push(from_the_former_parent(facts.clone()));
                all.push(facts);
            }
        }
    }
    all
}

/// What a unit holds ends in three weeks: nothing below lasts longer.
fn ending_soon(facts: Facts, unit: UnitId) -> Facts {
    holding(facts, unit, |right| {
        right.line.until = Some(day_of(monday()) + Days::new(21));
    })
}

/// The school still holds what its former parent gave, whose own holding ends.
pub(crate) fn from_the_former_parent(facts: Facts) -> Facts {
    let kept = holding(facts, SCHOOL, |right| right.given_by = OTHER_COMMUNE);
    ending_soon(kept, OTHER_COMMUNE)
}

/// Facts in which a unit holds otherwise.
fn holding(mut facts: Facts, unit: UnitId, change: impl Fn(&mut Delegation)) -> Facts {
    let held = facts.delegations.values().cloned();
    let held: Vec<Delegation> = held
        .filter(|right| right.holder == Holder::Unit(unit))
        .collect();
    for mut right in held {
        change(&mut right);
        facts.put(Row::Delegation(right));
    }
    facts
}

/// Plays one history.
///
/// # Panics
/// If a promise is broken, with the seed that plays it again.
pub(crate) fn play(seed: u64, beginnings: &[Facts], told: &mut Told) {
    let mut chance = Chance(seed);
    let mut history = History {
        facts: beginnings[chance.below(beginnings.len())].clone(),
        at: monday(),
        ops: 0,
        seed,
        last: "",
    };
    for _ in 0..ACTS {
        history.at += Duration::minutes(chance.below(60 * 20) as i64);
        if chance.percent(10) {
            history.open(told);
            continue;
        }
        let Some((act, actor)) = history.choose(&mut chance) else {
            continue;
        };
        history.act(&act, actor, told);
    }
    history.open(told);
    history.nobody_exceeds_the_unit(&mut chance);
}

struct History {
    facts: Facts,
    at: DateTime<Utc>,
    ops: u128,
    seed: u64,
    last: &'static str,
}

impl History {
    fn ctx(&mut self, actor: OfficerId) -> Ctx {
        self.ops += 1;
        Ctx {
            actor,
            device: samples::DEVICE,
            stamp: Stamp {
                op: OpId(Uuid::from_u128(u128::from(self.seed) << 64 | self.ops)),
                at: self.at,
            },
            taken: None,
        }
    }

    #[track_caller]
    fn promised(&self, so: bool, promise: &str) {
        assert!(so, "{promise} (after {}; seed {})", self.last, self.seed);
    }

    fn act(&mut self, act: &Act, actor: OfficerId, told: &mut Told) {
        let ctx = self.ctx(actor);
        self.last = act.kind();
        told.tried += 1;
        let Ok(changes) = decide(&self.facts, act, &ctx) else {
            return;
        };
        told.done += 1;
        // F3: whoever signs by order gives by a stored decision.
        let known = |law: &Law| *law == oracle::GIVES && self.is_given_by_order(act);
        if let Err(law) = oracle::may(&self.facts, act, &ctx)
            && !known(&law)
        {
            let by_order = self.signs_by_order(actor);
            *told.against.entry((law, act.kind(), by_order)).or_default() += 1;
        }
        let before = changes
            .iter()
            .map(|Change(row)| self.before(row))
            .collect::<Vec<_>>();
        self.facts.apply(&changes);
        for (Change(row), before) in changes.iter().zip(before) {
            self.check(row, before, act, &ctx, told);
        }
        if act.kind().contains("number") {
            self.no_number_twice();
        }
    }

    /// What the server adds: it opens what is signed.
    fn open(&mut self, told: &mut Told) {
        self.last = "opening";
        for unit in UNITS {
            for _ in 0..4 {
                let changes = opening::next(&self.facts, unit, self.at);
                if changes.is_empty() {
                    break;
                }
                for Change(row) in &changes {
                    let Row::Delegation(right) = row else {
                        continue;
                    };
                    told.opened += 1;
                    let begun = right.in_force_at.is_some_and(|from| from <= self.at);
                    self.promised(
                        begun && right.opened_at == Some(self.at),
                        "opened ⊆ in force",
                    );
                    self.promised(right.closed.is_none(), "what is closed is not opened");
                }
                self.facts.apply(&changes);
            }
        }
    }
}
