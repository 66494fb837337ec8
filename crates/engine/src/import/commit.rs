//! Writing an import: all its acts in one transaction, noted together, and undone together – also
//! days later.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::acts::hand_over;
use domain::acts::{Act, CancelMinutes, EditOfficer, HandOver, Withdraw, Withdrawn, decide};
use domain::facts::Scope;
use domain::ids::{AccountId, ClassId, DelegationId, OfficerId, OpId};
use domain::row::Change;
use domain::{Code, Facts, Refusal, Row, Stamp};
use protocol::Op;
use replica::imports::{self, Import};
use replica::{Replica, outbox};
use serde::Serialize;
use uuid::Uuid;

use super::ImportRequest;
use super::plan::Scene;
use crate::{Engine, Failure, Reply, Topic};

/// What an import has done.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Imported {
    /// Identity, to undo it by.
    pub id: Uuid,
    /// Rows that added something.
    pub added: u32,
    /// Rows that changed something.
    pub edited: u32,
    /// Rows that were left as they are.
    pub skipped: u32,
    /// Rows that wait.
    pub wrong: u32,
    /// Draft minutes that came of it.
    pub drafts: u32,
}

/// An import in the list of what was done here.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportRow {
    /// Identity.
    pub id: Uuid,
    /// What was listed.
    pub kind: workbook::Kind,
    /// Name of the file; empty for a paste.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Rows that added something.
    pub added: u32,
    /// Rows that changed something.
    pub edited: u32,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

/// What undoing an import could and could not take back.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Undone {
    /// Acts that were undone.
    pub undone: u32,
    /// What stays, and why: signed minutes are ended by a take-back, with its paper.
    pub kept: Vec<Failure>,
}

/// What is noted with many acts, in their transaction.
pub(crate) enum Noted<'a> {
    /// They are an import.
    Done(&'a Import),
    /// They undo one, as a whole if it is named.
    Undone(Option<Uuid>),
    /// They are only done together.
    Nothing,
}

impl Engine {
    /// Changes fields of many people as one step: all or none.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn edit_officers(&self, edits: Vec<EditOfficer>) -> Reply<()> {
        let acts = edits
            .into_iter()
            .map(|edit| (OpId(self.clock.uuid(self.now())), edit.into()))
            .collect();
        self.perform_all(acts, Noted::Nothing).await
    }

    /// Writes what can be written; rows that wait change nothing.
    ///
    /// # Errors
    /// Those of [`Engine::check_import`]; `nothing_chosen` if nothing comes of the file.
    pub async fn run_import(&self, request: &ImportRequest) -> Reply<Imported> {
        let plan = self.planned(request).await?;
        if plan.steps.is_empty() {
            return Err(Refusal::new(Code::NothingChosen).into());
        }
        self.remember(request).await?;
        let name = self
            .opened
            .lock()
            .await
            .as_ref()
            .map(|o| o.name.clone())
            .unwrap_or_default();
        let acts = plan.steps.clone();
        let checked = plan.checked();
        let at = self.now();
        let id = self.clock.uuid(at);
        let import = Import {
            id,
            kind: request.kind.key().to_owned(),
            name,
            at: at.to_rfc3339(),
            added: checked.added.into(),
            edited: checked.edited.into(),
            undone_at: None,
        };
        self.perform_all(acts, Noted::Done(&import)).await?;
        Ok(Imported {
            id,
            added: checked.added,
            edited: checked.edited,
            skipped: checked.skipped,
            wrong: checked.wrong,
            drafts: checked.drafts,
        })
    }

    /// Does many acts in one transaction, on facts that all of them share. One that is refused ends
    /// all of them.
    pub(crate) async fn perform_all(&self, acts: Vec<(OpId, Act)>, noted: Noted<'_>) -> Reply<()> {
        let mut writer = self.replica.writer().await;
        let identity = self.identity().await;
        let mut tx = Replica::begin(&mut writer).await?;
        let mut seq = outbox::next_seq(&mut tx, identity.device).await?;
        let last_contact: Option<DateTime<Utc>> =
            replica::settings::get(&mut tx, "last_contact").await?;
        let ops: Vec<OpId> = acts.iter().map(|a| a.0).collect();
        let mut done = vec![];
        for (op_id, act) in acts {
            let at = self.clock.tick();
            let op = crate::act::op(&identity, op_id, at, seq, act);
            seq += 1;
            if identity.server.is_some() && !identity.demo {
                domain::authority::within(op.unit == identity.unit, last_contact, at)?;
            }
            done.push(op);
        }
        let all = decided(&mut tx, &done).await?;
        // Thousands of signatures are made while the rows are written.
        let key = identity.key();
        let signing = tokio::task::spawn_blocking(move || {
            done.into_iter().map(|op| op.sign(&key)).collect::<Vec<_>>()
        });
        outbox::apply_local(&mut tx, &all).await?;
        let signed = signing
            .await
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        outbox::add_all(&mut tx, &signed).await?;
        match noted {
            Noted::Done(import) => imports::add(&mut tx, import, &ops).await?,
            Noted::Undone(Some(import)) => {
                imports::undone(&mut tx, import, &self.now().to_rfc3339()).await?
            }
            Noted::Undone(None) | Noted::Nothing => {}
        }
        tx.commit().await.map_err(replica::Error::from)?;
        drop(writer);
        self.tell(Topic::Register);
        self.tell(Topic::Sync);
        Ok(())
    }

    /// The last imports, newest first.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn imports(&self) -> Reply<Vec<ImportRow>> {
        let found = imports::latest(&mut *self.replica.reader().await?, 50).await?;
        let at = |text: &str| {
            DateTime::parse_from_rfc3339(text)
                .map(|t| t.with_timezone(&Utc))
                .ok()
        };
        let row = |import: Import| {
            let kind = workbook::Kind::ALL
                .into_iter()
                .find(|k| k.key() == import.kind)?;
            let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
            let undone_at = import.undone_at.as_deref().and_then(at);
            Some(ImportRow {
                id: import.id,
                kind,
                at: at(&import.at)?,
                name: import.name,
                added: count(import.added),
                edited: count(import.edited),
                undone_at,
            })
        };
        Ok(found.into_iter().filter_map(row).collect())
    }

    /// Undoes an import as one step, last act first. What something rests on by now – signed
    /// minutes above all – stays and is named.
    ///
    /// # Errors
    /// `not_found`; those of the replica.
    pub async fn undo_import(&self, id: Uuid) -> Reply<Undone> {
        let missing = || Refusal::new(Code::NotFound).with("what", "task");
        imports::get(&mut *self.replica.reader().await?, id)
            .await?
            .filter(|i| i.undone_at.is_none())
            .ok_or_else(missing)?;
        // Somebody who has a post elsewhere by now is no mistake any more.
        let posts = self.replica.all(domain::Table::Appointment).await?;
        let elsewhere = |officer: OfficerId, unit| {
            posts.iter().any(
                |row| matches!(row, Row::Appointment(a) if a.officer == officer && a.unit != unit),
            )
        };
        let ops = imports::ops_backwards(&mut *self.replica.reader().await?, id).await?;
        let person = self.identity().await;
        let mut scene = Scene::default();
        let (mut acts, mut kept): (Vec<(OpId, Act)>, Vec<Failure>) = (vec![], vec![]);
        for op in ops {
            let entry = outbox::get(&mut *self.replica.reader().await?, op)
                .await?
                .ok_or_else(missing)?;
            // What the server returned was not done.
            if entry.state == replica::OutboxState::Returned {
                continue;
            }
            let done = entry.signed.op;
            let unit = match &done.act {
                Act::AddUnit(_) => domain::ids::UnitId(done.ctx().stamp.id(0)),
                _ => done.unit,
            };
            scene.load(self, unit).await?;
            let facts = scene.of(unit)?;
            let officer = OfficerId(done.ctx().stamp.id(0));
            if matches!(done.act, Act::AddOfficer(_)) && elsewhere(officer, unit) {
                kept.push(
                    Refusal::new(Code::StillUsed)
                        .with("what", facts.officers.get(&officer).map_or("", |o| &o.name))
                        .into(),
                );
                continue;
            }
            let acts_back = match compensating(facts, &done.act, done.ctx().stamp, unit) {
                Ok(acts) => acts,
                Err(refusal) => {
                    kept.push(refusal.into());
                    continue;
                }
            };
            for act in acts_back {
                let at = self.now();
                let stamp = Stamp {
                    op: OpId(self.clock.uuid(at)),
                    at,
                };
                let ctx = domain::acts::Ctx {
                    actor: person.officer,
                    device: person.device,
                    stamp,
                };
                match decide(scene.of(unit)?, &act, &ctx) {
                    Ok(changes) => {
                        scene.apply(&changes);
                        acts.push((stamp.op, act));
                    }
                    Err(refusal) => kept.push(refusal.into()),
                }
            }
        }
        let undone = u32::try_from(acts.len()).unwrap_or(u32::MAX);
        // What stays can be tried again when its minutes have ended.
        let whole = kept.is_empty().then_some(id);
        self.perform_all(acts, Noted::Undone(whole)).await?;
        Ok(Undone { undone, kept })
    }
}

/// The acts that take back what an act of an import did; none where nothing is left of it.
///
/// # Errors
/// `still_used` if what it did stands on a paper that says something else too.
fn compensating(
    facts: &Facts,
    act: &Act,
    stamp: Stamp,
    unit: domain::ids::UnitId,
) -> Result<Vec<Act>, Refusal> {
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
        Act::EditOfficer(_) => crate::undo::undoing(act).into_iter().collect(),
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

/// More rights than one handover makes.
const MADE_AT_MOST: usize = 1_000;

/// Takes the lines of one handover out of the draft that they are in; cancels it if nothing else
/// stands there.
fn handed_back(
    facts: &Facts,
    request: &HandOver,
    stamp: Stamp,
    unit: domain::ids::UnitId,
) -> Result<Vec<Act>, Refusal> {
    let own: BTreeSet<DelegationId> = hand_over::delegation_ids(stamp, MADE_AT_MOST)
        .take_while(|id| facts.delegations.contains_key(id))
        .collect();
    let waiting: Vec<_> = own
        .iter()
        .filter_map(|id| facts.delegations.get(id))
        .filter(|d| d.unit == unit && d.waits())
        .collect();
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

/// Decides acts one after the other, each on what those before it have changed. What they need is
/// loaded for all of them at once; only what hangs on rows that they made themselves comes later.
async fn decided(tx: &mut replica::Connection, ops: &[Op]) -> Reply<Vec<Change>> {
    let needs = ops.iter().map(|op| op.act.needs(&op.ctx()));
    let mut scene = domain::facts::Scene::default();
    outbox::load(tx, &mut scene, &Scope::new().and_all(needs)).await?;
    let mut all = vec![];
    for op in ops {
        let ctx = op.ctx();
        outbox::load(tx, &mut scene, &op.act.needs(&ctx)).await?;
        let changes = decide(scene.facts(), &op.act, &ctx)?;
        scene.apply(&changes);
        all.extend(changes);
    }
    Ok(all)
}
