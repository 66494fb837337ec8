//! Accepting ops: the signature, the order, the person, then the same rule as on the machine where
//! it was done.
//!
//! A batch is taken in runs. What a run's files prove is looked at before anybody has the writer
//! (`prove.rs`); then the run is decided and written as one transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::acts::{Act, Ctx, FoundUnit, decide};
use domain::facts::{Scene, Scope};
use domain::ids::{OpId, UnitId};
use domain::row::{Change, Row};
use domain::unit::{Dated, Parent, UnitKind};
use domain::{Code, Refusal, Stamp, authority, opening};
use protocol::{Heard, Op, OpResult, OpState, PushReply, RawOp, SignedOp, WIRE_VERSION};
use store::{Device, KeptOp, Work};

use crate::held::Instants;
use crate::prove::{Proved, effort};
use crate::{Error, Server, held, instant, notable};

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

    /// Like [`Server::push`], told which ops were refused before history was lost: where it was lost
    /// they are refused again, on their own sender's word. Deciding them anew could do what people
    /// were told is not done. Nothing else is taken on that word: no other state, code or text.
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
                && raw.within().is_ok()
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
            answers: BTreeMap::new(),
        };
        run.remember(coming).await?;
        run.foresee(coming).await?;
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
            if let Act::DecideHeld(request) = &op.act
                && let Err(error) = self.settle(&request.acts).await
            {
                // The decision stands; what is left is done at the next start.
                tracing::error!(error = error.for_log(), "held acts are not settled yet");
            }
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
                answers: BTreeMap::new(),
            };
            // As of when it came: its place among the device's ops was judged then.
            let ctx = at(&signed.op, kept.done_at);
            let result = run.decide_again(&device, &signed, &proved, &ctx).await?;
            run.work.commit().await?;
            tracing::info!(kind = kept.kind, state = ?result, "an op that was kept is understood");
        }
        Ok(())
    }

    /// Decides a held act as one of who takes it and gives it its answer; its refusal, if its rule
    /// refuses it.
    pub(crate) async fn take_now(
        &self,
        kept: &KeptOp,
        signed: &SignedOp,
        received_at: DateTime<Utc>,
        ctx: &Ctx,
    ) -> Result<Option<Refusal>, Error> {
        self.learn_revocations(&signed.op.act).await?;
        loop {
            let proved = self.prove(&signed.op.act).await?;
            let mut run = Run {
                server: self,
                work: self.store.begin().await?,
                scene: Scene::default(),
                answers: BTreeMap::new(),
            };
            let of = Instants {
                said: signed.op.ctx(),
                done: at(&signed.op, kept.done_at),
                now: at(&signed.op, received_at),
            };
            let refusal = match run.decide_taken(&signed.op, &proved, ctx, &of).await? {
                Decided::Changes(changes) => {
                    let result = run.result(kept, OpState::Applied, None);
                    match run.work.answer_again(&changes, &result).await {
                        Ok(()) => {
                            run.work.commit().await?;
                            self.note_signed(&signed.op.act, signed.op.unit).await;
                            return Ok(None);
                        }
                        Err(store::Error::Taken(refusal)) => refusal,
                        Err(other) => return Err(other.into()),
                    }
                }
                Decided::LookAgain => continue,
                Decided::Held(refusal) | Decided::Refused(refusal) => refusal,
            };
            drop(run);
            // Our own fault: it stays held, and is settled at the next start.
            if is_our_own(&refusal) {
                let code = refusal.code.number();
                tracing::error!(op = %kept.op_id, code, "a taken act is not settled yet");
                return Ok(None);
            }
            return self.refuse_held(kept, refusal).await.map(Some);
        }
    }

    /// Gives an op that was held its last answer: a refusal.
    pub(crate) async fn refuse_held(
        &self,
        kept: &KeptOp,
        refusal: Refusal,
    ) -> Result<Refusal, Error> {
        let result = OpResult {
            op_id: kept.op_id,
            seq: kept.seq,
            state: OpState::Rejected,
            refusal: Some(refusal.clone()),
            received_at: self.now(),
        };
        let mut work = self.store.begin().await?;
        work.answer_again(&[], &result).await?;
        work.commit().await?;
        Ok(refusal)
    }

    /// Whether an op comes from before history was lost, and what it rests on may still be on its
    /// way from another machine.
    fn refilling(&self, op: &protocol::Op, now: chrono::DateTime<chrono::Utc>) -> bool {
        let renewed = self.store.renewed_at();
        renewed.is_some_and(|renewed| op.est_server_time <= renewed && now - renewed < REFILL)
    }

    /// Whether history was lost so lately that machines may still have to offer what they know.
    fn refills(&self) -> bool {
        let renewed = self.store.renewed_at();
        renewed.is_some_and(|renewed| self.now() - renewed < REFILL)
    }

    /// Whether history was lost after a time: what was done then may have been answered before.
    fn lost_after(&self, at: chrono::DateTime<chrono::Utc>) -> bool {
        let renewed = self.store.renewed_at();
        renewed.is_some_and(|renewed| at <= renewed)
    }
}

/// One transaction, and the facts that its ops share.
struct Run<'a> {
    server: &'a Server,
    work: Box<dyn Work + 'a>,
    scene: Scene,
    /// What its ops were answered, before and in it.
    answers: BTreeMap<OpId, OpResult>,
}

impl Run<'_> {
    /// Learns which ops were answered before.
    async fn remember(&mut self, coming: &[Coming<'_>]) -> Result<(), Error> {
        let ids = coming.iter().filter_map(|op| op.heard.op_id());
        let answers = self.work.answers(&ids.collect::<Vec<_>>()).await?;
        let answers = answers.into_iter().map(|answer| (answer.op_id, answer));
        self.answers.extend(answers);
        Ok(())
    }

    /// Loads together what its ops need, as far as they say it themselves: what one of them changes
    /// the scene goes on with.
    async fn foresee(&mut self, coming: &[Coming<'_>]) -> Result<(), Error> {
        let new = coming.iter().filter_map(|op| match &op.heard {
            Heard::Known(signed) if !self.answers.contains_key(&signed.op.op_id) => {
                op.raw.within().is_ok().then_some(&signed.op)
            }
            _ => None,
        });
        let new: Vec<&Op> = new.collect();
        let units: BTreeSet<UnitId> = new.iter().map(|op| op.unit).collect();
        let needs = new.iter().map(|op| op.act.needs(&op.ctx()));
        let needs = needs.chain(units.into_iter().map(opening::needs));
        let needs = Scope::new().and_all(needs);
        Ok(self.work.load(&mut self.scene, &needs).await?)
    }

    /// Writes what follows from an op and keeps it with its answer.
    async fn put(
        &mut self,
        changes: &[Change],
        kept: &KeptOp,
        result: &OpResult,
    ) -> Result<(), store::Error> {
        self.work.put(changes, kept, result).await?;
        self.answers.insert(result.op_id, result.clone());
        Ok(())
    }

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
        let now = self.server.now();
        let kept = match &coming.heard {
            Heard::Known(signed) => {
                let done = instant::within(signed.op.est_server_time, &device, now);
                KeptOp::of(signed, coming.raw, done)
            }
            Heard::Newer(envelope) => {
                let done = instant::within(envelope.est_server_time, &device, now);
                KeptOp::newer(envelope, coming.raw, done)
            }
            Heard::Forged => return self.forged(&device).await,
        };
        if kept.device != device.device {
            return self.forged(&device).await;
        }
        if let Some(answer) = self.answers.get(&kept.op_id).cloned() {
            // An honest program sends again what it has no answer to.
            let old = kept.seq <= device.heard_seq.min(device.last_op_seq);
            if old && !self.server.lost_after(kept.done_at) {
                // What a newer program calls its act is its sender's word.
                let known = matches!(coming.heard, Heard::Known(_));
                let kind = known.then_some(kept.kind.as_str());
                notable::note(&mut *self.work, &device, kind, Code::Replayed, now).await?;
            }
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
        if let Err(refusal) = coming.raw.within() {
            // What says too much is not kept either.
            let body = String::new();
            let refused = KeptOp { body, ..kept };
            return self
                .answered(&refused, OpState::Rejected, Some(refusal))
                .await;
        }
        if self.server.lost_after(kept.done_at) && was_refused(&kept, refused_before) {
            let before = Some(Refusal::new(Code::RefusedBefore));
            return self.answered(&kept, OpState::Rejected, before).await;
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
        self.put(&[], kept, &result).await?;
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
        let op = &signed.op;
        let of = self.instants(op, kept.done_at);
        let (done, now) = (of.done, of.now);
        let refusal = match self.decide(device, signed, proved, &done).await? {
            Decided::Changes(changes) => {
                let result = self.result(kept, OpState::Applied, None);
                match self.put(&changes, kept, &result).await {
                    Ok(()) => return Ok(Verdict::Answered(result)),
                    Err(store::Error::Taken(refusal)) => {
                        // The scene has gone on with what was not written.
                        self.scene = Scene::default();
                        refusal
                    }
                    Err(other) => return Err(other.into()),
                }
            }
            Decided::Held(refusal) => {
                self.work
                    .load(&mut self.scene, &held::needs(device))
                    .await?;
                if self.scene.facts().held_from(device.device).count() >= held::MOST {
                    return Ok(Verdict::NotYet(refusal));
                }
                let row = held::row(op, &of, device, refusal.code);
                self.scene.apply(std::slice::from_ref(&row));
                let result = self.result(kept, OpState::Held, Some(refusal));
                self.put(&[row], kept, &result).await?;
                return Ok(Verdict::Answered(result));
            }
            Decided::Refused(refusal) => refusal,
            Decided::LookAgain => return Ok(Verdict::LookAgain),
        };
        // Our own fault: the act comes again.
        if is_our_own(&refusal) {
            return Ok(Verdict::NotYet(refusal));
        }
        if self.server.refilling(op, self.server.now()) {
            return Ok(Verdict::NotYet(Refusal::new(Code::Refilling)));
        }
        let state = state_of(&refusal);
        let needs = op.act.needs(&done);
        if state == OpState::Rejected
            && notable::is(&mut *self.work, device, &needs, refusal.code).await?
        {
            let (kind, code) = (Some(op.act.kind()), refusal.code);
            notable::note(&mut *self.work, device, kind, code, now.stamp.at).await?;
        }
        self.answered(kept, state, Some(refusal)).await
    }

    /// What the device did not sign, or somebody else's: not looked at, and noted.
    async fn forged(&mut self, device: &Device) -> Result<Verdict, Error> {
        let code = Code::BadSignature;
        notable::note(&mut *self.work, device, None, code, self.server.now()).await?;
        Ok(Verdict::NotYet(Refusal::new(code)))
    }

    /// Decides an op that was kept, and gives it its answer.
    async fn decide_again(
        &mut self,
        device: &Device,
        signed: &SignedOp,
        proved: &Proved,
        ctx: &Ctx,
    ) -> Result<OpState, Error> {
        let raw = RawOp::of(signed).map_err(store::Error::from)?;
        let kept = KeptOp::of(signed, &raw, ctx.stamp.at);
        let decided = self.decide(device, signed, proved, ctx).await?;
        let refusal = match decided {
            Decided::Changes(changes) => {
                let result = self.result(&kept, OpState::Applied, None);
                match self.work.answer_again(&changes, &result).await {
                    Ok(()) => return Ok(OpState::Applied),
                    Err(store::Error::Taken(refusal)) => refusal,
                    Err(other) => return Err(other.into()),
                }
            }
            Decided::Held(refusal) => {
                let of = self.instants(&signed.op, ctx.stamp.at);
                let row = held::row(&signed.op, &of, device, refusal.code);
                let result = self.result(&kept, OpState::Held, Some(refusal));
                self.work.answer_again(&[row], &result).await?;
                return Ok(OpState::Held);
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

    /// The instants of an op that counts as done at one of them.
    fn instants(&self, op: &Op, done_at: DateTime<Utc>) -> Instants {
        Instants {
            said: op.ctx(),
            done: at(op, done_at),
            now: at(op, self.server.now()),
        }
    }

    /// The rule, on the server's own facts, and what only the server adds: opening.
    async fn decide(
        &mut self,
        device: &Device,
        signed: &SignedOp,
        proved: &Proved,
        ctx: &Ctx,
    ) -> Result<Decided, Error> {
        let op = &signed.op;
        if let Err(refusal) = fits(op, device, ctx) {
            return Ok(Decided::Refused(refusal));
        }
        let of = self.instants(op, ctx.stamp.at);
        let said = op.act.needs(&of.said);
        self.work
            .load(&mut self.scene, &op.act.needs(ctx).and(said))
            .await?;
        let facts = self.scene.facts();
        let founded = match &op.act {
            Act::FoundUnit(request) => founding(request, device, facts.department().is_some(), ctx),
            _ => Ok(()),
        };
        let changes = founded.and_then(|()| decide(facts, &op.act, ctx));
        if let Some(held) = held::why(facts, &op.act, &of, changes.as_ref().err()) {
            return Ok(Decided::Held(held));
        }
        let changes = match (changes, &op.act) {
            (Ok(changes), Act::FoundUnit(request)) => adopt(changes, request, device),
            (Ok(changes), _) => changes,
            (Err(refusal), _) => return self.refused(device, refusal).await,
        };
        if let Err(lapsed) = alone(op, device, ctx) {
            return Ok(Decided::Held(lapsed));
        }
        self.proven(op, changes, proved).await
    }

    /// What a rule refuses is held where an act of the same machine before it is held: it may rest on
    /// that. What only a modified program sends rests on nothing.
    async fn refused(&mut self, device: &Device, refusal: Refusal) -> Result<Decided, Error> {
        if !notable::by_itself(refusal.code) {
            self.work
                .load(&mut self.scene, &held::needs(device))
                .await?;
            if held::waits_behind_another(self.scene.facts(), device) {
                return Ok(Decided::Held(Refusal::new(Code::AwaitsDecision)));
            }
        }
        Ok(Decided::Refused(refusal))
    }

    /// Decides an act that was held as one of who takes it.
    async fn decide_taken(
        &mut self,
        op: &Op,
        proved: &Proved,
        ctx: &Ctx,
        of: &Instants,
    ) -> Result<Decided, Error> {
        let needs = [ctx, &of.done, &of.now].map(|ctx| op.act.needs(ctx));
        let needs = Scope::new().and_all(needs);
        self.work.load(&mut self.scene, &needs).await?;
        let facts = self.scene.facts();
        let might = held::was_its_authors(facts, &op.act, &of.done, &of.now);
        match might.and_then(|()| decide(facts, &op.act, ctx)) {
            Ok(changes) => self.proven(op, changes, proved).await,
            Err(refusal) => Ok(Decided::Refused(refusal)),
        }
    }

    /// What the rule allows, if its files prove it, and what the server adds.
    async fn proven(
        &mut self,
        op: &Op,
        mut changes: Vec<Change>,
        proved: &Proved,
    ) -> Result<Decided, Error> {
        // Asked last, and as of now: what a machine says of the time proves nothing.
        match proved.verdict(&op.act, self.scene.facts()) {
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
                let mut next = opening::next(self.scene.facts(), unit, self.server.now());
                // Which numbers it had leased it knows when the machines have offered again what was
                // lost.
                if self.server.refills() {
                    next.retain(|Change(row)| !matches!(row, Row::Register(_)));
                }
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

/// Whether the sender of an op was told before that it is refused for good; what was only kept is
/// decided by its rule.
fn was_refused(op: &KeptOp, refused_before: &[OpResult]) -> bool {
    let mut before = refused_before.iter();
    before.any(|r| r.op_id == op.op_id && matches!(r.state, OpState::Rejected | OpState::Conflict))
}

/// What deciding comes to.
enum Decided {
    Changes(Vec<Change>),
    /// Somebody decides.
    Held(Refusal),
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

/// Who acts, and when.
fn at(op: &Op, at: DateTime<Utc>) -> Ctx {
    let stamp = Stamp { op: op.op_id, at };
    Ctx { stamp, ..op.ctx() }
}

/// Whether the machine might act without contact for as long.
fn alone(op: &Op, device: &Device, ctx: &Ctx) -> Result<(), Refusal> {
    authority::within(
        op.unit == device.unit,
        device.last_contact.map(|last| last + CONTACT_SLACK),
        ctx.stamp.at,
    )
}

/// What any op must be before its rule is asked.
fn fits(op: &Op, device: &Device, ctx: &Ctx) -> Result<(), Refusal> {
    if op.v != WIRE_VERSION {
        return Err(Refusal::new(Code::WireVersion));
    }
    if op.actor != device.officer {
        return Err(Refusal::new(Code::NotTheActor));
    }
    if op.unit != op.act.unit(ctx) {
        return Err(Refusal::new(Code::OtherUnit));
    }
    Ok(())
}

/// Only a device whose code says so founds a unit, only the one it enrolled with, and the Sở only
/// once.
fn founding(
    request: &FoundUnit,
    device: &Device,
    department_is_there: bool,
    ctx: &Ctx,
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
