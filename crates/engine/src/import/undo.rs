//! Undoing an import, also days later: what something rests on by now stays and is named.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::acts::people::Post;
use domain::acts::{
    Act, Appoint, CancelMinutes, CompareCsdl, EndAppointment, HandOver, OverLine, Withdraw,
    Withdrawn, hand_over,
};
use domain::csdl_task::CsdlOver;
use domain::ids::{
    AccountId, AppointmentId, ClassId, CsdlTaskId, DelegationId, OfficerId, OpId, UnitId,
};
use domain::officer::Appointment;
use domain::{Code, Facts, Refusal, Row, Stamp, Table};
use planning::{KnownUnits, Planner};
use protocol::Op;
use replica::imports;
use replica::{OutboxState, outbox};
use serde::Serialize;
use uuid::Uuid;

use super::write::Noted;
use crate::{Engine, Failure, Reply};

/// What undoing an import could and could not take back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Undone {
    /// Acts that were undone.
    pub undone: u32,
    /// What stays, and why: signed minutes are ended by a take-back, with its paper.
    pub kept: Vec<Failure>,
}

impl Engine {
    /// Undoes an import as one step, last act first. What something rests on by now – signed
    /// minutes above all – stays and is named.
    ///
    /// # Errors
    /// `not_found`; those of the replica.
    pub async fn undo_import(&self, id: Uuid) -> Reply<Undone> {
        let done = self.done_by_import(id).await?;
        let posts = self.posts().await?;
        let mut known = KnownUnits::default();
        for op in &done {
            self.load(&mut known, unit_of(op)).await?;
        }
        let author = self.author().await;
        let (acts, kept) = {
            let mut stamps = || self.stamp();
            let mut planner = Planner::new(author, self.now(), known, &mut stamps);
            taken_back(&mut planner, &done, &posts)?
        };
        let undone = u32::try_from(acts.len()).unwrap_or(u32::MAX);
        // What stays can be tried again when its minutes have ended.
        let whole = kept.is_empty().then_some(id);
        self.perform_all(acts, Noted::Undone(whole)).await?;
        let kept = kept.into_iter().map(Failure::from).collect();
        Ok(Undone { undone, kept })
    }

    /// The ops of an import that is not undone yet, last first. What the server returned was not
    /// done.
    async fn done_by_import(&self, id: Uuid) -> Reply<Vec<Op>> {
        let missing = || Refusal::new(Code::NotFound).with("what", "task");
        let mut db = self.replica.reader().await?;
        let import = imports::get(&mut db, id).await?;
        import
            .filter(|i| i.undone_at.is_none())
            .ok_or_else(missing)?;
        let mut done = vec![];
        for op in imports::ops_backwards(&mut db, id).await? {
            let entry = outbox::get(&mut db, op).await?.ok_or_else(missing)?;
            if entry.state != OutboxState::Returned {
                done.push(entry.signed.op);
            }
        }
        Ok(done)
    }

    /// Every post that is known here.
    async fn posts(&self) -> Reply<Vec<Appointment>> {
        let rows = self.replica.all(Table::Appointment).await?;
        let post = |row| match row {
            Row::Appointment(post) => Some(post),
            _ => None,
        };
        Ok(rows.into_iter().filter_map(post).collect())
    }
}

/// The unit whose facts say what is left of an act.
fn unit_of(op: &Op) -> UnitId {
    match &op.act {
        Act::AddUnit(_) => UnitId(op.ctx().stamp.id(0)),
        _ => op.unit,
    }
}

/// Acts with the ids of their ops, and why others stay.
type TakenBack = (Vec<(OpId, Act)>, Vec<Refusal>);

/// The acts that take back what ops did, as far as nothing rests on it.
fn taken_back(
    planner: &mut Planner<'_>,
    done: &[Op],
    posts: &[Appointment],
) -> Result<TakenBack, Refusal> {
    let (mut acts, mut kept) = (vec![], vec![]);
    for op in done {
        let unit = unit_of(op);
        let facts = planner.known.of(unit)?;
        let back = works_elsewhere(facts, op, unit, posts)
            .and_then(|()| compensating(facts, op, unit, planner.today()));
        let back = back.unwrap_or_else(|refusal| {
            kept.push(refusal);
            vec![]
        });
        for act in back {
            match planner.add(&act) {
                Ok(added) => acts.push((added.stamp.op, act)),
                Err(refusal) => kept.push(refusal),
            }
        }
    }
    Ok((acts, kept))
}

/// Somebody who has a post elsewhere by now is no mistake any more.
fn works_elsewhere(
    facts: &Facts,
    op: &Op,
    unit: UnitId,
    posts: &[Appointment],
) -> Result<(), Refusal> {
    let officer = OfficerId(op.ctx().stamp.id(0));
    let elsewhere = |post: &Appointment| post.officer == officer && post.unit != unit;
    if matches!(op.act, Act::AddOfficer(_)) && posts.iter().any(elsewhere) {
        let name = facts.officers.get(&officer).map_or("", |o| &o.name);
        return Err(Refusal::new(Code::StillUsed).with("what", name));
    }
    Ok(())
}

/// The acts that take back what an act of an import did; none where nothing is left of it.
///
/// # Errors
/// `still_used` if what it did stands on a paper that says something else too, took a class from
/// somebody, or moved a unit.
fn compensating(
    facts: &Facts,
    op: &Op,
    unit: UnitId,
    today: NaiveDate,
) -> Result<Vec<Act>, Refusal> {
    let (act, stamp) = (&op.act, op.ctx().stamp);
    let withdraw = |there: bool, entry: Withdrawn| {
        if there {
            vec![Act::from(Withdraw {
                unit,
                entries: vec![entry],
            })]
        } else {
            vec![]
        }
    };
    let (officer, class, account) = (
        OfficerId(stamp.id(0)),
        ClassId(stamp.id(0)),
        AccountId(stamp.id(0)),
    );
    let open = |account: AccountId| {
        facts
            .accounts
            .get(&account)
            .is_some_and(|a| a.closed_on.is_none())
    };
    Ok(match act {
        Act::AddOfficer(_) => withdraw(
            facts.officers.contains_key(&officer),
            Withdrawn::Officer { officer },
        ),
        Act::AddClass(_) => withdraw(
            facts.classes.contains_key(&class),
            Withdrawn::Class { class },
        ),
        Act::AddAccount(_) => withdraw(open(account), Withdrawn::Account { account }),
        Act::AddUnit(_) => withdraw(facts.units.contains_key(&unit), Withdrawn::Unit),
        Act::AssignTeacher(request) if request.replace => {
            let class = facts.classes.get(&request.class);
            let name = class.map_or("", |class| &class.name);
            return Err(Refusal::new(Code::StillUsed).with("what", name));
        }
        // A move has its decision: another one moves the unit back.
        Act::ConfirmParent(request) if request.document.is_some() => {
            let name = facts.unit(request.unit)?.name_on(today);
            return Err(Refusal::new(Code::StillUsed).with("what", name));
        }
        Act::Appoint(_) => post_ended(facts, AppointmentId(stamp.id(0)), unit, today),
        Act::EndAppointment(request) => post_again(facts, request, today),
        Act::AssignTeacher(request) => {
            let there = facts.classes.get(&request.class).is_some_and(|c| {
                c.teachers
                    .iter()
                    .any(|t| (t.officer, t.from) == (request.officer, request.from))
            });
            withdraw(
                there,
                Withdrawn::Teacher {
                    class: request.class,
                    officer: request.officer,
                    from: request.from,
                },
            )
        }
        Act::CompareCsdl(request) => uncompared(facts, request, stamp),
        Act::EditOfficer(_) | Act::EditClass(_) => crate::undo::undoing(act).into_iter().collect(),
        Act::HandOver(request) => {
            let mut acts = handed_back(facts, request, stamp, unit)?;
            // The login that came with it.
            let account = AccountId(stamp.id(hand_over::ACCOUNT_ID));
            acts.extend(withdraw(open(account), Withdrawn::Account { account }));
            acts
        }
        _ => vec![],
    })
}

/// Ends a post that a list brought.
fn post_ended(
    facts: &Facts,
    appointment: AppointmentId,
    unit: UnitId,
    today: NaiveDate,
) -> Vec<Act> {
    let post = facts.appointments.get(&appointment);
    let lasts = |post: &&Appointment| post.until.is_none_or(|until| until > today);
    let ending = post.filter(lasts).map(|post| EndAppointment {
        unit,
        appointment,
        until: today.max(post.from),
        reason: domain::refusal::words().reason_import_undone.clone(),
    });
    ending.into_iter().map(Act::from).collect()
}

/// Begins a post anew that ended because a list named another one; of somebody who has left by now
/// nothing begins.
fn post_again(facts: &Facts, ended: &EndAppointment, today: NaiveDate) -> Vec<Act> {
    let Some(post) = facts.appointments.get(&ended.appointment) else {
        return vec![];
    };
    let others = facts.posts_held(post.officer, post.unit);
    let mut others = others.filter(|other| other.id != post.id);
    let follows = others.find(|other| other.until.is_none_or(|until| until > today));
    let again = follows.map(|follows| Appoint {
        unit: post.unit,
        officer: post.officer,
        post: Post {
            role: post.role,
            position: post.position.clone(),
            duty: post.duty.clone(),
            prepares: post.prepares,
            from: today,
            until: follows.until,
            document: post.document,
            numbers: post.numbers,
        },
    });
    again.into_iter().map(Act::from).collect()
}

/// Ends the lines that a comparison put into the work list, and puts those back that it ended.
fn uncompared(facts: &Facts, request: &CompareCsdl, stamp: Stamp) -> Vec<Act> {
    let made = (0..request.found.len()).filter_map(|n| {
        let id = CsdlTaskId(stamp.id(u32::try_from(n).ok()?));
        facts.tasks.get(&id).filter(|task| task.done.is_none())
    });
    let over: Vec<OverLine> = made
        .map(|task| OverLine {
            task: task.id,
            why: CsdlOver::Undone,
        })
        .collect();
    let ended = request.over.iter().filter(|line| {
        let done = facts.tasks.get(&line.task).and_then(|task| task.done);
        done.is_some_and(|done| done.why == Some(line.why))
    });
    let again: Vec<CsdlTaskId> = ended.map(|line| line.task).collect();
    if over.is_empty() && again.is_empty() {
        return vec![];
    }
    vec![
        CompareCsdl {
            unit: request.unit,
            found: vec![],
            over,
            again,
        }
        .into(),
    ]
}

/// More rights than one handover makes.
const MADE_AT_MOST: usize = 1_000;

/// Takes the lines of one handover out of the draft that they are in; cancels it if nothing else
/// stands there.
fn handed_back(
    facts: &Facts,
    request: &HandOver,
    stamp: Stamp,
    unit: UnitId,
) -> Result<Vec<Act>, Refusal> {
    let own: BTreeSet<DelegationId> = hand_over::delegation_ids(stamp, MADE_AT_MOST)
        .take_while(|id| facts.delegations.contains_key(id))
        .collect();
    let waiting: Vec<_> = own
        .iter()
        .filter_map(|id| facts.delegations.get(id))
        .filter(|d| d.unit == unit && d.waits())
        .collect();
    let in_force = |id: &DelegationId| {
        let right = facts.delegations.get(id);
        right.is_some_and(|right| right.in_force_at.is_some() && right.closed.is_none())
    };
    if own.iter().any(in_force) {
        let name = &facts.officer(request.receiver)?.name;
        return Err(Refusal::new(Code::StillUsed).with("what", name));
    }
    let Some(minutes) = waiting
        .first()
        .and_then(|d| facts.minutes.get(&d.minutes))
        .filter(|m| m.ended.is_none())
    else {
        return Ok(vec![]);
    };
    let others = facts
        .rights_by(minutes.id)
        .any(|d| d.waits() && !own.contains(&d.id));
    if others && minutes.frozen().is_none() {
        // What was carried over from signed minutes stays on the sheet.
        let drop = waiting
            .iter()
            .filter(|d| d.carries.is_none())
            .map(|d| d.id)
            .collect();
        return Ok(vec![
            HandOver {
                add: vec![],
                drop,
                login: None,
                grounds: vec![],
                ..request.clone()
            }
            .into(),
        ]);
    }
    if others {
        // On a paper that also says something else nothing is changed: cancelling it is for a
        // person.
        let name = &facts.officer(request.receiver)?.name;
        return Err(Refusal::new(Code::StillUsed).with("what", name));
    }
    let reason = domain::refusal::words().reason_import_undone.clone();
    Ok(vec![
        CancelMinutes {
            unit,
            minutes: minutes.id,
            reason,
        }
        .into(),
    ])
}
