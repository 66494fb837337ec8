//! Two machines of one unit, a server, and papers: whatever comes in between, no number stands on
//! two papers, and no register says another number than the paper.
//!
//! The machines do what the engine does: they take the next number that no pen has written as far as
//! they know, run what waits again on what the server says, and give what a paper carries exactly.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::acts::{Act, decide};
use crate::ids::{MinutesId, OpId};
use crate::opening;
use crate::samples::monday;

/// Papers that are signed.
const PAPERS: usize = 12;

#[derive(Clone, Debug)]
enum Step {
    /// A machine numbers a paper, by pen at once.
    Give(usize, usize),
    /// A machine corrects the number of a paper: another one was written.
    Correct(usize, usize),
    /// It asks for a register or for another block.
    Renew(usize),
    /// It takes the register over.
    TakeOver(usize),
    /// It closes the first open number of the register.
    Skip(usize),
    /// It sends what waits and hears of it.
    Sync(usize),
    /// It sends what waits, and the answer is lost.
    Push(usize),
    /// It is backed up.
    BackUp(usize),
    /// It is lost, and its backup goes on as a new machine.
    Restore(usize),
    /// The server is backed up.
    BackUpServer,
    /// An older copy of the server is put back.
    RestoreServer,
}

fn step() -> impl Strategy<Value = Step> {
    let machine = 0..2usize;
    prop_oneof![
        8 => (machine.clone(), 0..PAPERS).prop_map(|(machine, paper)| Step::Give(machine, paper)),
        2 => (machine.clone(), 0..PAPERS)
            .prop_map(|(machine, paper)| Step::Correct(machine, paper)),
        2 => machine.clone().prop_map(Step::Renew),
        2 => machine.clone().prop_map(Step::TakeOver),
        1 => machine.clone().prop_map(Step::Skip),
        4 => machine.clone().prop_map(Step::Sync),
        2 => machine.clone().prop_map(Step::Push),
        1 => machine.clone().prop_map(Step::BackUp),
        1 => machine.prop_map(Step::Restore),
        1 => Just(Step::BackUpServer),
        1 => Just(Step::RestoreServer),
    ]
}

/// What a machine does that the server decides again.
#[derive(Clone, Debug)]
enum Doing {
    /// A signing that is recorded.
    Sign(MinutesId),
    Act(Box<Act>),
}

impl Doing {
    /// What is offered again says what this machine knows to be leased by now.
    fn reports(&mut self, leased: u32) {
        if let Self::Act(act) = self
            && let Act::OpenRegister(open) = &mut **act
        {
            open.reports(leased);
        }
    }
}

#[derive(Clone, Debug)]
struct Op {
    doing: Doing,
    ctx: Ctx,
}

#[derive(Clone)]
struct Machine {
    device: DeviceId,
    /// What the server said.
    base: Facts,
    /// With what waits on top.
    local: Facts,
    waits: Vec<Op>,
    done: Vec<Op>,
    /// The highest number that was written here.
    written: u32,
    /// The highest number that is known to be leased.
    leased: u32,
    /// A backup, with the epoch of the register in it: it knows nothing of what was numbered after.
    restored: Option<Option<(RegisterId, u32)>>,
    /// The epoch of the server that it knows.
    history: u32,
}

impl Machine {
    /// Whether it went on from a backup, and what was numbered behind that in this register only the
    /// papers know.
    fn knows_too_little_of(&self, register: &Register) -> bool {
        let lost = self.restored.flatten();
        lost.is_some_and(|(id, epoch)| register.id == id && register.epoch <= epoch)
    }
}

#[derive(Clone)]
struct Server {
    facts: Facts,
    /// Whether ops were done, by their ids.
    answers: BTreeMap<OpId, bool>,
    /// Signings that it refuses.
    bad: BTreeSet<MinutesId>,
}

struct World {
    machines: Vec<Machine>,
    backups: Vec<Machine>,
    server: Server,
    server_backup: Server,
    /// Whether a machine was lost since the server was backed up.
    lost: bool,
    /// What was done before an older copy of the server was put back.
    lost_ops: BTreeSet<OpId>,
    history: u32,
    connected: bool,
    /// What pens wrote.
    papers: BTreeMap<MinutesId, u32>,
    /// Everything that was ever said to be the number of a paper: what is corrected on one machine is
    /// not on another one yet.
    said: BTreeMap<MinutesId, BTreeSet<u32>>,
    ops: u128,
    devices: u128,
    signed: HandoverMinutes,
}

fn id(paper: usize) -> MinutesId {
    MinutesId(Uuid::from_u128(0x7000 + paper as u128))
}

fn register_in(facts: &Facts) -> Option<&Register> {
    facts.register(SCHOOL, 2026)
}

impl World {
    /// A unit that is connected has a lease with three numbers left; one that never was has none.
    fn new(connected: bool, bad: BTreeSet<usize>) -> Self {
        let alone = Row::Unit(Unit {
            alone: !connected,
            ..unit(SCHOOL, UnitKind::School, Some(COMMUNE))
        });
        let unsigned = printed();
        let papers = (0..PAPERS).map(|n| {
            let id = id(n);
            paper(HandoverMinutes {
                id,
                ..unsigned.clone()
            })
        });
        let mut facts = with(with(town(), [alone]), papers);
        let device = DeviceId(Uuid::from_u128(1));
        if connected {
            facts.put(Row::Register(Register {
                holder: device,
                next: 48,
                begins: Some(48),
                ..register()
            }));
        }
        let machine = |device| Machine {
            device,
            base: facts.clone(),
            local: facts.clone(),
            waits: vec![],
            done: vec![],
            written: 0,
            leased: if connected { 50 } else { 0 },
            restored: None,
            history: 0,
        };
        let machines = vec![machine(device), machine(DeviceId(Uuid::from_u128(2)))];
        let server = Server {
            facts: facts.clone(),
            answers: BTreeMap::new(),
            bad: bad.into_iter().map(id).collect(),
        };
        Self {
            backups: machines.clone(),
            machines,
            server_backup: server.clone(),
            server,
            lost: false,
            lost_ops: BTreeSet::new(),
            history: 0,
            connected,
            papers: BTreeMap::new(),
            said: BTreeMap::new(),
            ops: 0,
            devices: 2,
            signed: signed(unsigned),
        }
    }

    fn signed(&self, id: MinutesId) -> Row {
        paper(HandoverMinutes {
            id,
            ..self.signed.clone()
        })
    }

    /// Does something on a machine, if its rule allows it.
    fn perform(&mut self, at: usize, doing: Doing) -> bool {
        self.ops += 1;
        let (op, actor) = (OpId(Uuid::from_u128(self.ops)), HEAD);
        let device = self.machines[at].device;
        let stamp = crate::Stamp { op, at: monday() };
        let ctx = Ctx {
            actor,
            device,
            stamp,
            taken: None,
        };
        let op = Op { doing, ctx };
        let Some(changes) = self.decided(&self.machines[at].local, &op) else {
            return false;
        };
        let machine = &mut self.machines[at];
        machine.local.apply(&changes);
        machine.waits.push(op.clone());
        machine.done.push(op);
        true
    }

    fn decided(&self, facts: &Facts, op: &Op) -> Option<Vec<Change>> {
        match &op.doing {
            Doing::Sign(id) => {
                let open = facts.minutes[id].open();
                open.then(|| vec![Change(self.signed(*id))])
            }
            Doing::Act(act) => decide(facts, act, &op.ctx).ok(),
        }
    }

    fn give(&mut self, at: usize, paper: usize) {
        let id = id(paper);
        if self.machines[at].local.minutes[&id].open() {
            self.perform(at, Doing::Sign(id));
        }
        if register_in(&self.machines[at].local).is_none() {
            self.ask(at, None);
        }
        self.bound(at);
        let machine = &self.machines[at];
        let Some(register) = register_in(&machine.local) else {
            return;
        };
        if machine.knows_too_little_of(register) {
            return;
        }
        let next = register.next.max(machine.written + 1);
        let number = self.papers.get(&id).copied().unwrap_or(next);
        let given = GiveNumber {
            unit: SCHOOL,
            minutes: id,
            register: register.id,
            epoch: register.epoch,
            number,
        };
        if self.perform(at, Doing::Act(Box::new(given.into()))) {
            self.written(at, id, number);
        }
    }

    /// A number stands on a paper, and on no other one.
    fn written(&mut self, at: usize, id: MinutesId, number: u32) {
        let twice = self.papers.iter().find(|p| *p.1 == number && *p.0 != id);
        assert_eq!(twice, None, "number {number} stands on two papers");
        self.papers.insert(id, number);
        self.said.entry(id).or_default().insert(number);
        let machine = &mut self.machines[at];
        machine.written = machine.written.max(number);
    }

    /// A machine that knows a server asks it for an end before it goes on under a lease without one.
    fn bound(&mut self, at: usize) {
        let known = register_in(&self.machines[at].local);
        if self.connected && known.is_some_and(Register::unbounded) {
            self.ask(at, None);
        }
    }

    fn correct(&mut self, at: usize, paper: usize) {
        self.bound(at);
        let (id, machine) = (id(paper), &self.machines[at]);
        let Some(register) = register_in(&machine.local) else {
            return;
        };
        if machine.knows_too_little_of(register) {
            return;
        }
        let number = register.next.max(machine.written + 1);
        let corrected = CorrectNumber {
            unit: SCHOOL,
            minutes: id,
            number,
            year: None,
            reason: "Gõ nhầm số".to_owned(),
        };
        if self.perform(at, Doing::Act(Box::new(corrected.into()))) {
            self.written(at, id, number);
        }
    }

    fn ask(&mut self, at: usize, reason: Option<&str>) {
        let machine = &self.machines[at];
        let known = register_in(&machine.local);
        let next = known.map_or(1, |r| r.next);
        // Who begins a series, or goes on after a machine that nobody leased numbers to, looks at
        // the papers.
        let endless = known.is_some_and(|r| r.ceiling == LAST);
        let anew = known.is_none() || reason.is_some() && endless;
        let seen = self.papers.values().max().copied().unwrap_or(0);
        let seen = if anew { seen } else { machine.written };
        let open = OpenRegister {
            unit: SCHOOL,
            year: 2026,
            first: next.max(seen + 1),
            reason: reason.map(str::to_owned),
            above: reason.map(|_| machine.leased),
            alone: !self.connected,
        };
        self.perform(at, Doing::Act(Box::new(open.into())));
    }

    fn skip(&mut self, at: usize) {
        let machine = &self.machines[at];
        let Some(register) = register_in(&machine.local) else {
            return;
        };
        let given = self.papers.iter().map(|(id, number)| (*number, *id));
        let given: Vec<_> = given.collect();
        let entries = register.entries(&given);
        let open = entries.iter().find_map(|entry| match entry {
            crate::numbers::NumberEntry::Open(from, to) => Some((*from, *to)),
            _ => None,
        });
        if let Some((from, to)) = open {
            let skip = SkipNumbers {
                unit: SCHOOL,
                year: 2026,
                from,
                to,
                reason: "Viết hỏng".to_owned(),
                elsewhere: self.ops.is_multiple_of(2),
            };
            self.perform(at, Doing::Act(Box::new(skip.into())));
        }
    }

    /// The server answers what waits on a machine.
    fn push(&mut self, at: usize) {
        if !self.connected && at != 0 {
            return;
        }
        self.connected = true;
        for op in self.machines[at].waits.clone() {
            let id = op.ctx.stamp.op;
            if self.server.answers.contains_key(&id) {
                continue;
            }
            let bad = matches!(&op.doing, Doing::Sign(id) if self.server.bad.contains(id));
            let changes = self.decided(&self.server.facts, &op);
            let changes = changes.filter(|_| !bad);
            // What of the lost history hangs on what another machine still has to offer comes again.
            if changes.is_none() && self.refills() && self.lost_ops.contains(&id) {
                break;
            }
            self.server.answers.insert(id, changes.is_some());
            if let Some(changes) = changes {
                self.server.facts.apply(&changes);
                self.open();
            }
        }
    }

    /// Whether a machine still has to offer again what the server lost.
    fn refills(&self) -> bool {
        let lost = |op: &Op| self.lost_ops.contains(&op.ctx.stamp.op);
        let open = |op: &Op| !self.server.answers.contains_key(&op.ctx.stamp.op);
        let behind =
            |m: &Machine| m.history != self.history || m.waits.iter().any(|o| lost(o) && open(o));
        self.machines.iter().any(behind)
    }

    /// What the server alone does; while it refills, it leases nothing.
    fn open(&mut self) {
        if !self.refills() {
            let opened = opening::next(&self.server.facts, SCHOOL, monday());
            self.server.facts.apply(&opened);
        }
    }

    /// A machine hears what the server has, and runs what it has not answered again.
    fn pull(&mut self, at: usize) {
        if !self.connected {
            return;
        }
        if self.machines[at].history != self.history {
            // The server lost what this machine had done: all of it is offered again, and what was
            // refused before stays refused.
            let machine = &mut self.machines[at];
            machine.history = self.history;
            let leased = machine.leased;
            machine.waits = machine.done.clone();
            for op in &mut machine.waits {
                op.doing.reports(leased);
            }
            self.push(at);
            self.open();
        }
        let mut machine = self.machines[at].clone();
        machine.base = self.server.facts.clone();
        let answers = &self.server.answers;
        machine
            .waits
            .retain(|op| !answers.contains_key(&op.ctx.stamp.op));
        self.run_again(&mut machine);
        if let Some(register) = register_in(&machine.base) {
            machine.leased = machine.leased.max(register.ceiling);
        }
        self.machines[at] = machine;
    }

    fn run_again(&self, machine: &mut Machine) {
        machine.local = machine.base.clone();
        for op in &machine.waits {
            if let Some(changes) = self.decided(&machine.local, op) {
                machine.local.apply(&changes);
            }
        }
    }

    fn sync(&mut self, at: usize) {
        let first = !self.connected;
        self.push(at);
        self.pull(at);
        let register = register_in(&self.machines[at].local);
        let endless = register.is_some_and(Register::unbounded);
        if first && self.connected && endless {
            self.ask(at, None);
            self.push(at);
            self.pull(at);
        }
    }

    /// The backup of a machine goes on as a new one: what waits is done by it now. A machine is not
    /// lost together with what only the server knew of it: nothing but the papers would be left.
    fn restore(&mut self, at: usize) {
        if self.machines[at].history != self.history {
            return;
        }
        self.lost = true;
        self.devices += 1;
        let mut machine = self.backups[at].clone();
        machine.device = DeviceId(Uuid::from_u128(self.devices));
        for op in machine.waits.iter_mut().chain(&mut machine.done) {
            op.ctx.device = machine.device;
        }
        self.run_again(&mut machine);
        machine.restored = Some(register_in(&machine.local).map(|r| (r.id, r.epoch)));
        self.machines[at] = machine;
    }

    /// An older copy of the server, which still has the register: one that lost all of it begins
    /// with whoever comes first.
    fn restore_server(&mut self) {
        let known = |server: &Server| register_in(&server.facts).is_some();
        let forgets = known(&self.server) && !known(&self.server_backup);
        if self.lost || forgets || !self.connected {
            return;
        }
        // What was refused stays so on its sender's word.
        self.lost_ops = (1..=self.ops).map(|op| OpId(Uuid::from_u128(op))).collect();
        let refused = self.server.answers.iter().filter(|(_, done)| !**done);
        let refused: Vec<OpId> = refused.map(|(id, _)| *id).collect();
        self.server = self.server_backup.clone();
        self.server
            .answers
            .extend(refused.into_iter().map(|id| (id, false)));
        self.history += 1;
    }

    fn take(&mut self, step: &Step) {
        match *step {
            Step::Give(at, paper) => self.give(at, paper),
            Step::Correct(at, paper) => self.correct(at, paper),
            Step::Renew(at) => {
                if self.connected {
                    self.ask(at, None);
                }
            }
            Step::TakeOver(at) => {
                if self.connected || at == 0 {
                    self.ask(at, Some("Máy hỏng"));
                }
            }
            Step::Skip(at) => self.skip(at),
            Step::Sync(at) => self.sync(at),
            Step::Push(at) => self.push(at),
            Step::BackUp(at) => self.backups[at] = self.machines[at].clone(),
            Step::Restore(at) => self.restore(at),
            Step::BackUpServer => {
                self.server_backup = self.server.clone();
                self.lost = false;
            }
            Step::RestoreServer => self.restore_server(),
        }
    }

    /// Whatever says a number says the one on the paper, and none of these is closed.
    fn check(&self) {
        let machines = self.machines.iter().map(|machine| &machine.local);
        for facts in machines.chain([&self.server.facts]) {
            let mut seen = BTreeSet::new();
            for (id, minutes) in &facts.minutes {
                let Some(number) = minutes.number() else {
                    continue;
                };
                let said = self.said.get(id).is_some_and(|said| said.contains(&number));
                assert!(said, "a number was changed");
                assert!(seen.insert(number), "{number} is there twice");
                let register = register_in(facts);
                let skipped = register.and_then(|r| r.skip_of(number));
                assert_eq!(skipped, None, "{number} was closed");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_number_is_there_twice_nor_changes_what_a_pen_wrote(
        connected: bool,
        bad in prop::collection::btree_set(0..PAPERS, 0..4),
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut world = World::new(connected, bad);
        for step in &steps {
            // Before it is connected, a unit is one machine.
            let second = matches!(
                step,
                Step::Give(1, _) | Step::Correct(1, _) | Step::Skip(1) | Step::Restore(1)
            );
            if world.connected || !second {
                world.take(step);
                world.check();
            }
        }
    }
}

/// M1's signing is refused: the others keep what their papers say, and 48 is closed with a reason.
#[test]
fn a_refused_signing_shifts_no_number() {
    let mut world = World::new(true, BTreeSet::from([0]));
    for paper in 0..3 {
        world.give(0, paper);
    }
    world.sync(0);
    let numbers = |world: &World| {
        let minutes = (0..3).map(|n| world.server.facts.minutes[&id(n)].number());
        minutes.collect::<Vec<_>>()
    };
    assert_eq!(numbers(&world), [None, Some(49), Some(50)]);
    // The paper is torn up, and its number closed.
    world.papers.remove(&id(0));
    world.skip(0);
    world.sync(0);
    let register = register_in(&world.server.facts).unwrap();
    assert_eq!((register.skipped[0].from, register.skipped[0].to), (48, 48));
}

/// A founder joins, and the answer is lost; another machine takes its register over. A number that the
/// founder reads on the other one's paper is not where its own go on.
#[test]
fn a_founder_that_heard_nothing_yet_does_not_number_where_another_one_does() {
    let mut world = World::new(false, BTreeSet::new());
    let steps = [
        Step::Give(0, 5),
        Step::Push(0),
        Step::Renew(1),
        Step::TakeOver(1),
        Step::Sync(1),
        Step::Give(1, 11),
        Step::Give(0, 11),
        Step::Correct(0, 5),
        Step::Give(0, 0),
        Step::Give(1, 1),
    ];
    for step in &steps {
        world.take(step);
        world.check();
    }
    let numbers = [5, 0, 11, 1].map(|paper| world.papers.get(&id(paper)).copied());
    assert_eq!(numbers, [Some(2), Some(3), Some(52), Some(53)]);
}
