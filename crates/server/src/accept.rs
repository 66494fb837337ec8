//! Accepting ops: the signature, the order, the person, then the same rule as on the machine where
//! it was done.

use domain::acts::{Act, FoundUnit, decide};
use domain::row::{Change, Row};
use domain::unit::{Dated, Parent, UnitKind};
use domain::{Code, Facts, Refusal, authority, opening};
use protocol::{OpResult, OpState, PushReply, SignedOp, WIRE_VERSION};
use store_sqlite::{Device, Work};

use crate::{Error, Server};

/// What an op comes to.
enum Verdict {
    /// Answered for good: the queue goes on.
    Answered(OpResult),
    /// Not now: the queue stops here and comes again.
    NotYet(Refusal),
}

impl Server {
    /// Takes the ops of one device in their order. A final refusal is an answer like any other; a
    /// temporary one stops.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn push(&self, device: &Device, ops: &[SignedOp]) -> Result<PushReply, Error> {
        self.take(device, ops, &[]).await
    }

    /// Like [`Server::push`], told which ops were refused before history was lost. Refusing an op
    /// on its own sender's word harms nobody.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn take(
        &self,
        device: &Device,
        ops: &[SignedOp],
        refused_before: &[OpResult],
    ) -> Result<PushReply, Error> {
        let mut results = vec![];
        let mut missing = vec![];
        let mut stopped = None;
        for signed in ops {
            // What the act cites counts, not what its sender lists.
            for hash in signed.op.act.files() {
                if self.store.file_size(&hash).await?.is_none() {
                    missing.push(hash);
                }
            }
            if !missing.is_empty() {
                break;
            }
            // Before anything is decided: nobody waits for an authority with the register in hand.
            self.learn_revocations(&signed.op.act).await?;
            match self
                .accept(
                    device,
                    signed,
                    refused_before
                        .iter()
                        .find(|r| r.op_id == signed.op.op_id && r.refusal.is_some()),
                )
                .await?
            {
                Verdict::Answered(result) => results.push(result),
                Verdict::NotYet(refusal) => {
                    stopped = Some(refusal);
                    break;
                }
            }
        }
        let expected_seq = self
            .store
            .device(device.device)
            .await?
            .map_or(1, |d| d.last_op_seq + 1);
        Ok(PushReply {
            results,
            expected_seq,
            missing,
            stopped,
            server_time: self.now(),
        })
    }

    async fn accept(
        &self,
        sender: &Device,
        signed: &SignedOp,
        refused_before: Option<&OpResult>,
    ) -> Result<Verdict, Error> {
        let mut work = self.store.begin().await;
        let op = &signed.op;
        let Some(device) = work.device(sender.device).await?.filter(|d| !d.revoked) else {
            return Ok(Verdict::NotYet(Refusal::new(Code::UnknownDevice)));
        };
        if op.device != device.device || !signed.verify(&device.public_key) {
            return Ok(Verdict::NotYet(Refusal::new(Code::BadSignature)));
        }
        if let Some(answer) = work.answer(op.op_id).await? {
            // Done before, perhaps by a machine that is lost: the one that carries it on moves on
            // with it.
            if op.seq == device.last_op_seq + 1 {
                work.move_on(op).await?;
            }
            return Ok(Verdict::Answered(answer));
        }
        if op.seq <= device.last_op_seq {
            // Another act stands in this place: two copies of one machine are at work.
            return Ok(Verdict::NotYet(Refusal::new(Code::ClonedDevice)));
        }
        if op.seq != device.last_op_seq + 1 {
            return Ok(Verdict::NotYet(Refusal::new(Code::Gap)));
        }
        let received_at = self.now();
        let mut result = OpResult {
            op_id: op.op_id,
            seq: op.seq,
            state: OpState::Applied,
            refusal: None,
            received_at,
        };
        if let Some(before) = refused_before {
            result.state = before.state;
            result.refusal = before.refusal.clone();
            work.commit(&[], signed, &result).await?;
            return Ok(Verdict::Answered(result));
        }
        let decided = self.decide(&mut work, &device, signed).await?;
        let written = match decided {
            Ok(changes) => match work.commit(&changes, signed, &result).await {
                Ok(()) => {
                    self.note_signed(&op.act, op.unit).await;
                    self.open_below(&mut work, &changes).await?;
                    return Ok(Verdict::Answered(result));
                }
                Err(store_sqlite::Error::Taken(refusal)) => refusal,
                Err(other) => return Err(other.into()),
            },
            Err(refusal) => refusal,
        };
        // Our own fault: the act comes again.
        if matches!(written.code, Code::Internal | Code::AttachmentMissing) {
            return Ok(Verdict::NotYet(written));
        }
        if self.refilling(op, received_at) {
            return Ok(Verdict::NotYet(Refusal::new(Code::Refilling)));
        }
        result.state = match written.code {
            Code::Conflict => OpState::Conflict,
            // The Sở can still say whom it trusts, and take another version of the program.
            Code::WireVersion
            | Code::AuthorityLapsed
            | Code::ServerTrustsNobody
            | Code::CertificateUnknown
            | Code::PageDiffers => OpState::Held,
            _ => OpState::Rejected,
        };
        result.refusal = Some(written);
        work.commit(&[], signed, &result).await?;
        Ok(Verdict::Answered(result))
    }

    /// Whether an op comes from before history was lost, and what it rests on may still be on its
    /// way from another machine.
    fn refilling(&self, op: &protocol::Op, now: chrono::DateTime<chrono::Utc>) -> bool {
        self.store
            .renewed_at()
            .is_some_and(|renewed| op.client_time <= renewed && now - renewed < REFILL)
    }

    /// The rule, on the server's own facts, and what only the server adds: opening.
    async fn decide(
        &self,
        work: &mut Work<'_>,
        device: &Device,
        signed: &SignedOp,
    ) -> Result<Result<Vec<Change>, Refusal>, Error> {
        let op = &signed.op;
        let ctx = op.ctx();
        if let Err(refusal) = fits(op, device, &ctx, self.now()) {
            return Ok(Err(refusal));
        }
        let unit = op.act.unit(&ctx);
        let facts = work.facts(unit).await?;
        let founds = match &op.act {
            Act::FoundUnit(_) => {
                let units = self.store.all(domain::Table::Unit).await?;
                let department = units
                    .iter()
                    .any(|row| matches!(row, Row::Unit(u) if u.kind == UnitKind::Department));
                founding(&op.act, device, department, &ctx)
            }
            _ => Ok(()),
        };
        let changes = match (&op.act, founds) {
            (Act::FoundUnit(request), Ok(())) => {
                decide(&facts, &op.act, &ctx).map(|changes| adopt(changes, request, device))
            }
            (Act::FoundUnit(_), Err(refusal)) => Err(refusal),
            _ => decide(&facts, &op.act, &ctx),
        };
        // Looked at last, and as of now: what a machine says of the time proves nothing.
        if changes.is_ok()
            && let Err(refusal) = self.proven(&op.act, &facts).await?
        {
            return Ok(Err(refusal));
        }
        Ok(changes.map(|mut changes| {
            let mut after: Facts = facts;
            after.apply(&changes);
            changes.extend(opening::open(&after, unit, self.now()));
            changes
        }))
    }

    /// Whether the files that an act cites as proof say what the act says: read here again, with
    /// what the Sở trusts.
    async fn proven(&self, act: &Act, facts: &Facts) -> Result<Result<(), Refusal>, Error> {
        let Some((file, before)) = evidence::files_of(act, facts) else {
            return Ok(Ok(()));
        };
        let missing = || Ok(Err(Refusal::new(Code::AttachmentMissing)));
        let Some(file) = self.bytes_of(&file).await? else {
            return missing();
        };
        let signed = before.is_some();
        let before = match before {
            Some(before) => match self.bytes_of(&before).await? {
                Some(before) => before,
                None => return missing(),
            },
            None => vec![],
        };
        let (act, folder, now) = (act.clone(), self.trusted(), self.now());
        let checked = tokio::task::spawn_blocking(move || {
            // What is wrong with the folder is for the Sở to mend; nobody's act is refused for it.
            let roots = if signed {
                evidence::trusted(&folder).map_err(|_| Refusal::new(Code::ServerTrustsNobody))?
            } else {
                evidence::Roots::default()
            };
            evidence::proves(&act, &file, &before, &roots, now)
        });
        Ok(checked
            .await
            .unwrap_or_else(|e| Err(Refusal::new(Code::Internal).with("cause", e))))
    }

    /// A holding that was just opened opens what hangs on it in the units right below.
    async fn open_below(&self, work: &mut Work<'_>, changes: &[Change]) -> Result<(), Error> {
        let opened = changes.iter().filter_map(|Change(row)| match row {
            Row::Delegation(d)
                if matches!(d.holder, domain::delegation::Holder::Unit(_))
                    && d.opened_at.is_some() =>
            {
                Some(d.unit)
            }
            _ => None,
        });
        for unit in opened {
            for child in work.children(unit).await? {
                let facts = work.facts(child).await?;
                let more = opening::open(&facts, child, self.now());
                if !more.is_empty() {
                    work.follow_up(&more).await?;
                }
            }
        }
        Ok(())
    }
}

/// What the machine itself counts from its own clock is never held here: its clock may be wrong by
/// a day, and the last contact is kept to the hour.
const CONTACT_SLACK: chrono::Duration = chrono::Duration::hours(25);

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
    act: &Act,
    device: &Device,
    department_is_there: bool,
    ctx: &domain::acts::Ctx,
) -> Result<(), Refusal> {
    let Act::FoundUnit(request) = act else {
        return Ok(());
    };
    let department = request.details.kind == UnitKind::Department;
    let own = FoundUnit::unit_id(ctx.stamp) == device.unit;
    if device.founds && own && !(department && (department_is_there || device.parent.is_some())) {
        Ok(())
    } else {
        Err(Refusal::new(Code::MayNotPrepare).with("unit", &request.details.name))
    }
}

/// A unit that founded itself stands under the unit that its code names, whatever its founder
/// typed.
fn adopt(mut changes: Vec<Change>, request: &FoundUnit, device: &Device) -> Vec<Change> {
    for Change(row) in &mut changes {
        if let Row::Unit(unit) = row {
            let parent = device.parent.filter(|_| unit.kind != UnitKind::Department);
            unit.parents = parent
                .map(|unit| Dated {
                    value: Parent {
                        unit,
                        confirmed_by: None,
                    },
                    from: request.details.from,
                    until: None,
                })
                .into_iter()
                .collect();
        }
    }
    changes
}
