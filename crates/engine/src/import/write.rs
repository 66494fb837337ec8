//! Writing an import: all its acts in one transaction, noted together.

use chrono::{DateTime, Utc};
use domain::acts::{Act, EditOfficer, decide};
use domain::facts::Scope;
use domain::ids::OpId;
use domain::row::Change;
use domain::{Code, Refusal};
use protocol::Op;
use replica::imports::{self, Import};
use replica::{Replica, outbox};
use serde::Serialize;
use uuid::Uuid;

use super::check::Checked;
use super::request::ImportRequest;
use crate::{Engine, Reply, Topic};

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
        let checked = Checked::from(plan.as_ref());
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
        if checked.wrong == 0 {
            self.keep_import(None).await?;
        }
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
            let times = (at, self.clock.on_machine(at));
            let op = crate::act::op(&identity, op_id, times, seq, act);
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
            let signed = done.into_iter().map(|op| crate::act::signed(op, &key));
            signed.collect::<Result<Vec<_>, _>>()
        });
        outbox::apply_local(&mut tx, &all).await?;
        let signed = signing
            .await
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))??;
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
