//! Accepting ops: the signature, the order, the person, then the same rule as on the machine where
//! it was done.
//!
//! A batch is taken in runs. What a run's files prove is looked at before anybody has the writer
//! (`prove.rs`); then the run is decided and written as one transaction.

use std::collections::BTreeSet;

use domain::acts::{Act, FoundUnit, decide};
use domain::facts::Scene;
use domain::ids::UnitId;
use domain::row::{Change, Row};
use domain::unit::{Dated, Parent, UnitKind};
use domain::{Code, Refusal, authority, opening};
use protocol::{Heard, OpResult, OpState, PushReply, RawOp, SignedOp, WIRE_VERSION};
use store::{Device, KeptOp, Work};

use crate::prove::{Proved, effort};
use crate::{Error, Server};

/// What an op comes to.
enum Verdict {
    /// Answered for good: the queue goes on.
    Answered(OpResult),
    /// Not now: the queue stops here and comes again.
    NotYet(Refusal),
    /// What its file goes on from has changed since it was looked at: once more.
    LookAgain,
}

/// Why a run ended.
enum End {
    /// All of it was answered.
    All,
    /// The rest comes again.
    Stopped(Refusal),
    /// The op at this place is looked at again, from there on.
    From(usize),
}

/// An op on its way through a run.
struct Coming<'a> {
    raw: &'a RawOp,
    heard: Heard,
    proved: Proved,
}

impl Server {
    /// Takes the ops of one device in their order. A final refusal is an answer like any other; a
    /// temporary one stops.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn push(&self, device: &Device, ops: &[SignedOp]) -> Result<PushReply, Error> {
        let raw = ops.iter().map(RawOp::of).collect::<Result<Vec<_>, _>>();
        let raw = raw.map_err(store::Error::from)?;
        self.take(device, &raw, &[]).await
    }

    /// Like [`Server::push`], told which ops were refused before history was lost. Refusing an op on
    /// its own sender's word harms nobody.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn take(
        &self,
        device: &Device,
        ops: &[RawOp],
        refused_before: &[OpResult],
    ) -> Result<PushReply, Error> {
        let (mut results, mut stopped) = (vec![], None);
        let (mut coming, missing) = self.listen(device, ops).await?;
        while !coming.is_empty() {
            match self
                .run(device, &coming, refused_before, &mut results)
                .await?
            {
                End::All => break,
                End::Stopped(refusal) => {
                    stopped = Some(refusal);
                    break;
                }
                End::From(place) => {
                    coming.drain(..place);
                    self.prove_again(&mut coming).await?;
                }
            }
        }
        // What stands behind a missing file was not looked at.
        let missing = if stopped.is_none() { missing } else { vec![] };
        let device = self.store.device(device.device).await?;
        Ok(PushReply {
            results,
            expected_seq: device.map_or(1, |d| d.last_op_seq + 1),
            missing,
            stopped,
            server_time: self.now(),
        })
    }

    /// Hears ops and looks at what their files prove, up to the first whose file is missing.
    async fn listen<'a>(
        &self,
        device: &Device,
        ops: &'a [RawOp],
    ) -> Result<(Vec<Coming<'a>>, Vec<domain::ids::BlobHash>), Error> {
        let mut coming = vec![];
        let mut files = 0;
        for raw in ops {
            let heard = raw.heard(&device.public_key);
            let mut proved = Proved::default();
            // What was answered before is not looked at again; where a lost machine's acts are
            // carried on, their answers are found when they are accepted.
            if let Heard::Known(signed) = &heard
                && signed.op.seq > device.last_op_seq
            {
                let act = &signed.op.act;
                // What the act cites counts, not what its sender lists.
                if let Some(file) = act.proof().file()
                    && self.store.file_size(file).await?.is_none()
                {
                    return Ok((coming, vec![file.clone()]));
                }
                files += effort(act);
                // What is proven is also written: the sender hears of it before it gives us up.
                if files > MOST_PROOFS {
                    return Ok((coming, vec![]));
                }
                self.learn_revocations(act).await?;
                proved = match self.prove(act).await {
                    Ok(proved) => proved,
                    // A file that cannot be read holds up its own act, and not those before it.
                    Err(error) if coming.is_empty() => return Err(error),
                    Err(error) => {
                        let op = signed.op.op_id;
                        tracing::error!(%op, %error, "a file of an act cannot be read");
                        return Ok((coming, vec![]));
                    }
                };
            }
            coming.push(Coming { raw, heard, proved });
        }
        Ok((coming, vec![]))
    }

    /// Looks at the first op again, whose file goes on from another one by now; the others are
    /// looked at again when it is their turn and something has changed for them too.
    async fn prove_again(&self, coming: &mut [Coming<'_>]) -> Result<(), Error> {
        if let Some(op) = coming.first_mut()
            && let Heard::Known(signed) = &op.heard
        {
            op.proved = self.prove(&signed.op.act).await?;
        }
        Ok(())
    }

    /// Decides a run of ops on one scene and writes them as one transaction.
    async fn run(
        &self,
        sender: &Device,
        coming: &[Coming<'_>],
        refused_before: &[OpResult],
        results: &mut Vec<OpResult>,
    ) -> Result<End, Error> {
        let mut run = Run {
            server: self,
            work: self.store.begin().await?,
            scene: Scene::default(),
        };
        let (mut end, mut signed) = (End::All, vec![]);
        for (place, op) in coming.iter().enumerate() {
            let verdict = match run.accept(sender, op, refused_before).await {
                Ok(verdict) => verdict,
                // What was answered before stays: its sender hears of it when it comes again.
                Err(error) => {
                    run.work.commit().await?;
                    return Err(error);
                }
            };
            let result = match verdict {
                Verdict::Answered(result) => result,
                Verdict::NotYet(refusal) => {
                    end = End::Stopped(refusal);
                    break;
                }
                Verdict::LookAgain => {
                    end = End::From(place);
                    break;
                }
            };
            if let Heard::Known(known) = &op.heard
                && result.state == OpState::Applied
            {
                signed.push(&known.op);
            }
            results.push(result);
        }
        run.work.commit().await?;
        for op in signed {
            self.note_signed(&op.act, op.unit).await;
        }
        Ok(end)
    }

    /// Ops that were kept because an older program did not know them are decided now. What this
    /// program does not know either stays kept.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) async fn understand(&self) -> Result<(), Error> {
        for kept in self.store.newer_ops().await? {
            let Some(device) = self.store.device(kept.device).await? else {
                continue;
            };
            let raw: RawOp = serde_json::from_str(&kept.body).map_err(store::Error::from)?;
            let Heard::Known(signed) = raw.heard(&device.public_key) else {
                continue;
            };
            self.learn_revocations(&signed.op.act).await?;
            let proved = self.prove(&signed.op.act).await?;
            let mut run = Run {
                server: self,
                work: self.store.begin().await?,
                scene: Scene::default(),
            };
            let result = run.decide_again(&device, &signed, &proved).await?;
            run.work.commit().await?;
            tracing::info!(kind = kept.kind, state = ?result, "an op that was kept is understood");
        }
        Ok(())
    }

    /// Whether an op comes from before history was lost, and what it rests on may still be on its
    /// way from another machine.
    fn refilling(&self, op: &protocol::Op, now: chrono::DateTime<chrono::Utc>) -> bool {
        let renewed = self.store.renewed_at();
        renewed.is_some_and(|renewed| op.client_time <= renewed && now - renewed < REFILL)
    }
}

/// One transaction, and the facts that its ops share.
struct Run<'a> {
    server: &'a Server,
    work: Box<dyn Work + 'a>,
    scene: Scene,
}

impl Run<'_> {
    async fn accept(
        &mut self,
        sender: &Device,
        coming: &Coming<'_>,
        refused_before: &[OpResult],
    ) -> Result<Verdict, Error> {
        let device = self.work.device(sender.device).await?;
        let Some(device) = device.filter(|d| !d.revoked) else {
            return Ok(Verdict::NotYet(Refusal::new(Code::UnknownDevice)));
        };
        let kept = match &coming.heard {
            Heard::Known(signed) => KeptOp::of(signed, coming.raw),
            Heard::Newer(envelope) => KeptOp::newer(envelope, coming.raw),
            Heard::Forged => return Ok(Verdict::NotYet(Refusal::new(Code::BadSignature))),
        };
        if kept.device != device.device {
            return Ok(Verdict::NotYet(Refusal::new(Code::BadSignature)));
        }
        if let Some(answer) = self.work.answer(kept.op_id).await? {
            // Done before, perhaps by a machine that is lost: the one that carries it on moves on
            // with it.
            if kept.seq == device.last_op_seq + 1 {
                self.work.move_on(&kept).await?;
            }
            return Ok(Verdict::Answered(answer));
        }
        if kept.seq <= device.last_op_seq {
            // Another act stands in this place: two copies of one machine are at work.
            return Ok(Verdict::NotYet(Refusal::new(Code::ClonedDevice)));
        }
        if kept.seq != device.last_op_seq + 1 {
            return Ok(Verdict::NotYet(Refusal::new(Code::Gap)));
        }
        let mut before = refused_before.iter();
        let before = before.find(|r| r.op_id == kept.op_id && r.refusal.is_some());
        if let Some(before) = before {
            let (state, refusal) = (before.state, before.refusal.clone());
            return self.answered(&kept, state, refusal).await;
        }
        match &coming.heard {
            Heard::Known(signed) => self.known(&device, signed, &kept, &coming.proved).await,
            Heard::Newer(_) | Heard::Forged => {
                let newer = Some(Refusal::new(Code::NeedsUpdate));
                self.answered(&kept, OpState::Held, newer).await
            }
        }
    }

    /// Keeps an op with an answer that changes nothing.
    async fn answered(
        &mut self,
        kept: &KeptOp,
        state: OpState,
        refusal: Option<Refusal>,
    ) -> Result<Verdict, Error> {
        let result = self.result(kept, state, refusal);
        self.work.put(&[], kept, &result).await?;
        Ok(Verdict::Answered(result))
    }

    fn result(&self, kept: &KeptOp, state: OpState, refusal: Option<Refusal>) -> OpResult {
        OpResult {
            op_id: kept.op_id,
            seq: kept.seq,
            state,
            refusal,
            received_at: self.server.now(),
        }
    }

    /// An op that this program understands: its rule, and what it proves.
    async fn known(
        &mut self,
        device: &Device,
        signed: &SignedOp,
        kept: &KeptOp,
        proved: &Proved,
    ) -> Result<Verdict, Error> {
        let refusal = match self.decide(device, signed, proved).await? {
            Decided::Changes(changes) => {
                let result = self.result(kept, OpState::Applied, None);
                match self.work.put(&changes, kept, &result).await {
                    Ok(()) => return Ok(Verdict::Answered(result)),
                    Err(store::Error::Taken(refusal)) => {
                        // The scene has gone on with what was not written.
                        self.scene = Scene::default();
                        refusal
                    }
                    Err(other) => return Err(other.into()),
                }
            }
            Decided::Refused(refusal) => refusal,
            Decided::LookAgain => return Ok(Verdict::LookAgain),
        };
        // Our own fault: the act comes again.
        if is_our_own(&refusal) {
            return Ok(Verdict::NotYet(refusal));
        }
        if self.server.refilling(&signed.op, self.server.now()) {
            return Ok(Verdict::NotYet(Refusal::new(Code::Refilling)));
        }
        self.answered(kept, state_of(&refusal), Some(refusal)).await
    }

    /// Decides an op that was kept, and gives it its answer.
    async fn decide_again(
        &mut self,
        device: &Device,
        signed: &SignedOp,
        proved: &Proved,
    ) -> Result<OpState, Error> {
        let raw = RawOp::of(signed).map_err(store::Error::from)?;
        let kept = KeptOp::of(signed, &raw);
        // Its place among the device's ops was judged when it came: its neighbours have gone on.
        let device = &Device {
            last_op_at: None,
            ..device.clone()
        };
        let decided = self.decide(device, signed, proved).await?;
        let refusal = match decided {
            Decided::Changes(changes) => {
                let result = self.result(&kept, OpState::Applied, None);
                match self.work.answer_again(&changes, &result).await {
                    Ok(()) => return Ok(OpState::Applied),
                    Err(store::Error::Taken(refusal)) => refusal,
                    Err(other) => return Err(other.into()),
                }
            }
            Decided::Refused(refusal) => refusal,
            Decided::LookAgain => return Ok(OpState::Held),
        };
        // Our own fault: it stays kept, and is decided at the next start.
        if is_our_own(&refusal) {
            return Ok(OpState::Held);
        }
        let result = self.result(&kept, state_of(&refusal), Some(refusal));
        self.work.answer_again(&[], &result).await?;
        Ok(result.state)
    }

    /// The rule, on the server's own facts, and what only the server adds: opening.
    async fn decide(
        &mut self,
        device: &Device,
        signed: &SignedOp,
        proved: &Proved,
    ) -> Result<Decided, Error> {
        let op = &signed.op;
        let ctx = op.ctx();
        if let Err(refusal) = fits(op, device, &ctx, self.server.now()) {
            return Ok(Decided::Refused(refusal));
        }
        self.work.load(&mut self.scene, &op.act.needs(&ctx)).await?;
        let facts = self.scene.facts();
        let founded = match &op.act {
            Act::FoundUnit(request) => {
                founding(request, device, facts.department().is_some(), &ctx)
            }
            _ => Ok(()),
        };
        let changes = founded.and_then(|()| decide(facts, &op.act, &ctx));
        let mut changes = match (changes, &op.act) {
            (Ok(changes), Act::FoundUnit(request)) => adopt(changes, request, device),
            (Ok(changes), _) => changes,
            (Err(refusal), _) => return Ok(Decided::Refused(refusal)),
        };
        // Asked last, and as of now: what a machine says of the time proves nothing.
        match proved.verdict(&op.act, facts) {
            None => return Ok(Decided::LookAgain),
            Some(Err(refusal)) => return Ok(Decided::Refused(refusal)),
            Some(Ok(())) => {}
        }
        changes = proved.with_reading(&op.act, changes, self.server.now());
        self.scene.apply(&changes);
        let opened = self.open(op.unit, &changes).await?;
        changes.extend(opened);
        Ok(Decided::Changes(changes))
    }

    /// Opens the signed rights of an op's unit and among its changes, and what hangs on a holding
    /// that opens, or holds again, in the units below.
    async fn open(&mut self, unit: UnitId, changes: &[Change]) -> Result<Vec<Change>, Error> {
        let mut units: BTreeSet<UnitId> = changes.iter().filter_map(to_open).collect();
        units.insert(unit);
        if changes.iter().any(opens_a_unit) {
            units.extend(self.work.children(unit).await?);
        }
        let mut opened = vec![];
        while let Some(unit) = units.pop_first() {
            self.work
                .load(&mut self.scene, &opening::needs(unit))
                .await?;
            loop {
                let next = opening::next(self.scene.facts(), unit, self.server.now());
                if next.is_empty() {
                    break;
                }
                if next.iter().any(opens_a_unit) {
                    units.extend(self.work.children(unit).await?);
                }
                self.scene.apply(&next);
                opened.extend(next);
            }
        }
        Ok(opened)
    }
}

/// What deciding comes to.
enum Decided {
    Changes(Vec<Change>),
    Refused(Refusal),
    LookAgain,
}

/// The unit in which a changed right waits to be opened.
fn to_open(Change(row): &Change) -> Option<UnitId> {
    match row {
        Row::Delegation(right) if right.waits_to_be_opened() => Some(right.unit),
        _ => None,
    }
}

fn opens_a_unit(Change(row): &Change) -> bool {
    matches!(row, Row::Delegation(right) if matches!(right.holder, domain::delegation::Holder::Unit(_)))
}

fn is_our_own(refusal: &Refusal) -> bool {
    matches!(refusal.code, Code::Internal | Code::AttachmentMissing)
}

fn state_of(refusal: &Refusal) -> OpState {
    match refusal.code {
        Code::Conflict => OpState::Conflict,
        // The Sở can still say whom it trusts, and take another version of the program.
        Code::WireVersion
        | Code::AuthorityLapsed
        | Code::ServerTrustsNobody
        | Code::CertificateUnknown
        | Code::PageDiffers => OpState::Held,
        _ => OpState::Rejected,
    }
}

/// What the machine itself counts from its own clock is never held here: its clock may be wrong by a
/// day, and the last contact is kept to the hour.
const CONTACT_SLACK: chrono::Duration = chrono::Duration::hours(25);

/// Files that one push has proven at most: their sender waits for the answer, and sends the rest
/// with the next one.
const MOST_PROOFS: usize = 64;

/// How long after a loss of history an old op waits for what other machines still have to offer.
const REFILL: chrono::Duration = chrono::Duration::days(3);

/// What any op must be before its rule is asked.
fn fits(
    op: &protocol::Op,
    device: &Device,
    ctx: &domain::acts::Ctx,
    received_at: chrono::DateTime<chrono::Utc>,
) -> Result<(), Refusal> {
    if op.v != WIRE_VERSION {
        return Err(Refusal::new(Code::WireVersion));
    }
    if op.actor != device.officer {
        return Err(Refusal::new(Code::NotTheActor));
    }
    if op.unit != op.act.unit(ctx) {
        return Err(Refusal::new(Code::OtherUnit));
    }
    // A clock may be wrong by a day; a machine may have worked alone for a year. Beyond that the
    // time is made up.
    let age = received_at - op.client_time;
    if age < chrono::Duration::days(-1) || age > chrono::Duration::days(400) {
        return Err(Refusal::new(Code::DateOnPaper));
    }
    authority::within(
        op.unit == device.unit,
        device.last_contact.map(|last| last + CONTACT_SLACK),
        op.client_time,
    )?;
    // There is no back-dating: the clock of a machine may be wrong, but it may not run backwards
    // from op to op.
    if device.last_op_at.is_some_and(|last| op.client_time < last) {
        return Err(Refusal::new(Code::DateOnPaper));
    }
    Ok(())
}

/// Only a device whose code says so founds a unit, only the one it enrolled with, and the Sở only
/// once.
fn founding(
    request: &FoundUnit,
    device: &Device,
    department_is_there: bool,
    ctx: &domain::acts::Ctx,
) -> Result<(), Refusal> {
    let department = request.details.kind == UnitKind::Department;
    let own = FoundUnit::unit_id(ctx.stamp) == device.unit;
    let second = department && (department_is_there || device.parent.is_some());
    if device.founds && own && !second {
        Ok(())
    } else {
        Err(Refusal::new(Code::MayNotPrepare).with("unit", &request.details.name))
    }
}

/// A unit that founded itself stands under the unit that its code names, whatever its founder typed.
fn adopt(mut changes: Vec<Change>, request: &FoundUnit, device: &Device) -> Vec<Change> {
    for Change(row) in &mut changes {
        if let Row::Unit(unit) = row {
            let parent = device
                .parent
                .filter(|_| unit.kind != UnitKind::Department)
                .map(|unit| Dated {
                    value: Parent {
                        unit,
                        confirmed_by: None,
                    },
                    from: request.details.from,
                    until: None,
                });
            unit.parents = parent.into_iter().collect();
        }
    }
    changes
}
