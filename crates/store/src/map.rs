//! Everything in maps, for tests and the simulator: the second backend, so that the seam is one.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::facts::{By, Key, Scene, Scope};
use domain::ids::{BlobHash, DeviceId, MinutesId, OpId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::row::{Bucket, Change, Row, Table};
use domain::{Code, Facts};
use protocol::{OpResult, OpState, Position, WireRow};
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use crate::{Contact, Device, Error, Invite, KeptOp, Known, Page, Result, Store, Work};

/// A row with its place.
#[derive(Clone, Debug)]
struct Placed {
    row: Row,
    version: i64,
    seq: i64,
    commit: usize,
}

#[derive(Clone, Debug, Default)]
struct State {
    rows: BTreeMap<(Table, Uuid), Placed>,
    facts: Facts,
    keys: BTreeMap<Key, (Table, Uuid)>,
    heads: BTreeMap<UnitId, i64>,
    parents: BTreeMap<(UnitId, UnitId), usize>,
    devices: BTreeMap<DeviceId, Device>,
    invites: BTreeMap<Uuid, (Invite, Option<DeviceId>)>,
    ops: Vec<(KeptOp, OpResult)>,
    files: BTreeMap<BlobHash, u64>,
    commits: usize,
    epoch: (String, Option<DateTime<Utc>>),
}

/// A store in memory.
#[derive(Debug)]
pub struct MapStore(
    Mutex<State>,
    std::sync::Mutex<(String, Option<DateTime<Utc>>)>,
);

impl MapStore {
    /// An empty store; `fresh` names its epoch.
    #[must_use]
    pub fn new(fresh: Uuid) -> Self {
        let epoch = (fresh.to_string(), None);
        let state = State {
            epoch: epoch.clone(),
            ..State::default()
        };
        Self(Mutex::new(state), std::sync::Mutex::new(epoch))
    }

    fn known_epoch(&self) -> (String, Option<DateTime<Utc>>) {
        let epoch = self.1.lock();
        epoch
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }
}

impl State {
    fn above(&self, unit: UnitId) -> BTreeSet<UnitId> {
        let mut found = BTreeSet::new();
        let mut next = vec![unit];
        while let Some(unit) = next.pop() {
            let parents = self.parents.keys().filter(|(child, _)| *child == unit);
            for (_, parent) in parents {
                if found.insert(*parent) {
                    next.push(*parent);
                }
            }
        }
        found
    }

    /// A device as it begins: what it sends was not done before the last contact of the same person's
    /// machine before it, or else before now.
    fn begins(&self, device: &Device, at: DateTime<Utc>) -> Device {
        let same = |d: &&Device| d.officer == device.officer && d.unit == device.unit && !d.revoked;
        let before = self
            .devices
            .values()
            .filter(same)
            .filter_map(|d| d.settled_at);
        Device {
            settled_at: (!device.founds).then(|| before.max().unwrap_or(at)),
            enrolled_at: at,
            ..device.clone()
        }
    }

    /// Whether a unit is another one, or stands or stood under it.
    fn under(&self, unit: UnitId, root: UnitId) -> bool {
        unit == root || self.above(unit).contains(&root)
    }

    fn write(&mut self, changes: &[Change]) -> Result<()> {
        let mut last = BTreeMap::new();
        for Change(row) in changes {
            last.insert((row.table(), row.id()), row);
        }
        self.keys.retain(|_, id| !last.contains_key(id));
        for (id, row) in last {
            for key in row.keys() {
                if self.keys.insert(key.clone(), id).is_some() {
                    return Err(Error::Taken(key.taken()));
                }
            }
            let head = self.heads.entry(row.stream()).or_default();
            *head += 1;
            let version = self.rows.get(&id).map_or(0, |placed| placed.version) + 1;
            let placed = Placed {
                row: row.clone(),
                version,
                seq: *head,
                commit: self.commits,
            };
            self.rows.insert(id, placed);
            self.facts.put(row.clone());
            if let Row::Unit(unit) = row {
                for parent in &unit.parents {
                    let edge = (unit.id, parent.value.unit);
                    self.parents.entry(edge).or_insert(self.commits);
                }
            }
        }
        Ok(())
    }

    fn scene(&self, scene: &mut Scene, scope: &Scope) {
        loop {
            let open = scene.open_questions(scope);
            if open.is_empty() {
                return;
            }
            let rows = open.iter().flat_map(|lookup| self.facts.answer(lookup));
            let rows = rows.collect();
            scene.answer(open, rows);
        }
    }

    /// Rows of a stream after a place, those of a bucket only unless the whole of it is seen.
    fn entries(&self, stream: UnitId, whole: bool) -> Vec<&Placed> {
        let seen = |placed: &&Placed| {
            placed.row.stream() == stream && (whole || placed.row.bucket() == Bucket::Common)
        };
        let mut found: Vec<_> = self.rows.values().filter(seen).collect();
        found.sort_by_key(|placed| placed.seq);
        found
    }

    fn by_positions(&self, unit: UnitId, known: &[Position], limit: usize) -> Result<Page> {
        let mut page = Page {
            mark: Some(self.commits.to_string()),
            ..Page::default()
        };
        let above = self.above(unit);
        for (stream, head) in &self.heads {
            let whole = self.under(*stream, unit);
            if !whole && !above.contains(stream) {
                continue;
            }
            let from = known
                .iter()
                .find(|p| p.stream == *stream && p.whole >= whole);
            let from = from.map_or(0, |p| p.seq);
            if *head <= from {
                continue;
            }
            let entries = self.entries(*stream, whole);
            let mut entries = entries
                .into_iter()
                .filter(|placed| placed.seq > from)
                .peekable();
            let mut seq = from;
            while page.rows.len() < limit
                && let Some(placed) = entries.next()
            {
                seq = placed.seq;
                page.rows
                    .push(WireRow::of(placed.seq, placed.version, &placed.row)?);
            }
            if entries.peek().is_none() {
                seq = *head;
            } else {
                page.more = true;
            }
            page.positions.push(Position {
                stream: *stream,
                seq,
                whole,
            });
        }
        Ok(page)
    }

    fn since(&self, unit: UnitId, mark: usize) -> Result<Page> {
        let moved = self.parents.iter().any(|((child, parent), commit)| {
            *commit > mark && (self.under(*parent, unit) || self.under(unit, *child))
        });
        if moved {
            return Ok(Page {
                more: true,
                ..Page::default()
            });
        }
        let above = self.above(unit);
        let mut page = Page {
            mark: Some(self.commits.to_string()),
            ..Page::default()
        };
        for placed in self.rows.values().filter(|placed| placed.commit > mark) {
            let stream = placed.row.stream();
            let whole = self.under(stream, unit);
            if whole || above.contains(&stream) && placed.row.bucket() == Bucket::Common {
                page.rows
                    .push(WireRow::of(placed.seq, placed.version, &placed.row)?);
                let seq = self.heads.get(&stream).copied().unwrap_or(0);
                page.positions.retain(|p: &Position| p.stream != stream);
                page.positions.push(Position { stream, seq, whole });
            }
        }
        Ok(page)
    }
}

/// Work on a copy, which takes the place of the state when it is committed.
struct MapWork<'a> {
    state: MutexGuard<'a, State>,
    draft: State,
}

impl MapWork<'_> {
    /// Writes rows or, if a key is taken, none of them.
    fn write_all(&mut self, changes: &[Change]) -> Result<()> {
        let mut tried = self.draft.clone();
        tried.write(changes)?;
        self.draft = tried;
        Ok(())
    }

    fn seen(&mut self, op: &KeptOp) {
        if let Some(device) = self.draft.devices.get_mut(&op.device) {
            device.last_op_seq = op.seq;
            device.last_op_at = device.last_op_at.max(Some(op.done_at));
        }
    }
}

#[async_trait]
impl Work for MapWork<'_> {
    async fn device(&mut self, device: DeviceId) -> Result<Option<Device>> {
        Ok(self.draft.devices.get(&device).cloned())
    }

    async fn answers(&mut self, ops: &[OpId]) -> Result<Vec<OpResult>> {
        let kept = self.draft.ops.iter();
        let found = kept.filter(|(kept, _)| ops.contains(&kept.op_id));
        Ok(found.map(|(_, result)| result.clone()).collect())
    }

    async fn load(&mut self, scene: &mut Scene, scope: &Scope) -> Result<()> {
        self.draft.scene(scene, scope);
        Ok(())
    }

    async fn changed_since(&mut self, rows: &[(Table, Uuid)], commit: i64) -> Result<bool> {
        let found = rows.iter().filter_map(|row| self.draft.rows.get(row));
        let after = |placed: &Placed| i64::try_from(placed.commit).is_ok_and(|n| n > commit);
        Ok(found.into_iter().any(after))
    }

    async fn children(&mut self, unit: UnitId) -> Result<Vec<UnitId>> {
        let edges = self.draft.parents.keys();
        let under = edges.filter(|(_, parent)| *parent == unit);
        Ok(under.map(|(child, _)| *child).collect())
    }

    async fn put(&mut self, changes: &[Change], op: &KeptOp, result: &OpResult) -> Result<()> {
        self.write_all(changes)?;
        self.draft.ops.push((op.clone(), result.clone()));
        self.seen(op);
        Ok(())
    }

    async fn answer_again(&mut self, changes: &[Change], result: &OpResult) -> Result<()> {
        self.write_all(changes)?;
        let mut ops = self.draft.ops.iter_mut();
        if let Some((_, before)) = ops.find(|(kept, _)| kept.op_id == result.op_id) {
            *before = result.clone();
        }
        Ok(())
    }

    async fn move_on(&mut self, op: &KeptOp) -> Result<()> {
        self.seen(op);
        Ok(())
    }

    async fn write(&mut self, changes: &[Change]) -> Result<()> {
        self.write_all(changes)
    }

    async fn commit(mut self: Box<Self>) -> Result<()> {
        *self.state = self.draft;
        Ok(())
    }
}

#[async_trait]
impl Store for MapStore {
    async fn begin(&self) -> Result<Box<dyn Work + '_>> {
        let state = self.0.lock().await;
        let mut draft = state.clone();
        draft.commits += 1;
        Ok(Box::new(MapWork { state, draft }))
    }

    fn epoch(&self) -> String {
        self.known_epoch().0
    }

    fn renewed_at(&self) -> Option<DateTime<Utc>> {
        self.known_epoch().1
    }

    async fn renew_epoch(&self, fresh: Uuid, at: DateTime<Utc>) -> Result<()> {
        let epoch = (fresh.to_string(), Some(at));
        self.0.lock().await.epoch = epoch.clone();
        *self
            .1
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = epoch;
        Ok(())
    }

    async fn is_behind(&self, known: &Known) -> Result<bool> {
        let state = self.0.lock().await;
        let mark = known.mark.as_ref().map(|mark| mark.parse::<usize>());
        let marked = mark.is_some_and(|mark| mark.map_or(true, |mark| mark > state.commits));
        let head = |stream: &UnitId| state.heads.get(stream).copied().unwrap_or(0);
        Ok(marked || known.positions.iter().any(|p| head(&p.stream) < p.seq))
    }

    async fn page(
        &self,
        device: DeviceId,
        unit: UnitId,
        known: &Known,
        limit: i64,
    ) -> Result<Page> {
        let state = self.0.lock().await;
        let mark = known.mark.as_ref().and_then(|mark| mark.parse().ok());
        let mut page = match mark {
            Some(mark) => state.since(unit, mark)?,
            None => {
                let limit = usize::try_from(limit).unwrap_or(usize::MAX);
                state.by_positions(unit, &known.positions, limit)?
            }
        };
        let device = state.devices.get(&device);
        page.last_op_seq = device.map_or(0, |device| device.last_op_seq);
        Ok(page)
    }

    async fn gather(&self, scope: &Scope) -> Result<Facts> {
        let mut scene = Scene::default();
        self.0.lock().await.scene(&mut scene, scope);
        Ok(scene.into_facts())
    }

    async fn facts(&self, unit: UnitId) -> Result<Facts> {
        let state = self.0.lock().await;
        let above = state.above(unit);
        let mut facts = Facts::default();
        for placed in state.rows.values() {
            let (stream, row) = (placed.row.stream(), &placed.row);
            let child = state.parents.contains_key(&(stream, unit));
            let seen = stream == unit || above.contains(&stream);
            if seen || child && row.bucket() == Bucket::Common {
                facts.put(row.clone());
            }
        }
        Ok(facts)
    }

    async fn all(&self, table: Table) -> Result<Vec<Row>> {
        let state = self.0.lock().await;
        let rows = state.rows.values().map(|placed| &placed.row);
        let rows = rows.filter(|row| row.table() == table && !row.withdrawn());
        Ok(rows.cloned().collect())
    }

    async fn has_row(&self, table: Table, id: Uuid) -> Result<bool> {
        Ok(self.0.lock().await.rows.contains_key(&(table, id)))
    }

    async fn is_empty(&self) -> Result<bool> {
        Ok(self.0.lock().await.rows.is_empty())
    }

    async fn minutes_by_token(&self, token: &str) -> Result<Option<HandoverMinutes>> {
        let state = self.0.lock().await;
        let id = state.keys.get(&Key::token(token));
        Ok(id.and_then(|(_, id)| state.facts.minutes.get(&MinutesId(*id)).cloned()))
    }

    async fn to_keep(&self, before: DateTime<Utc>) -> Result<Vec<(UnitId, MinutesId)>> {
        let state = self.0.lock().await;
        let until = domain::facts::Entry::kept_until(Some(before));
        let waits = |minutes: &&HandoverMinutes| {
            let row = Row::HandoverMinutes(Box::new((*minutes).clone()));
            let mut index = row.index().into_iter();
            index.any(|entry| entry.by == By::KeptUntil && entry < until)
        };
        let minutes = state.facts.minutes.values().filter(waits);
        Ok(minutes.map(|m| (m.unit, m.id)).collect())
    }

    async fn device(&self, device: DeviceId) -> Result<Option<Device>> {
        Ok(self.0.lock().await.devices.get(&device).cloned())
    }

    async fn add_device(&self, device: &Device, at: DateTime<Utc>) -> Result<()> {
        let mut state = self.0.lock().await;
        let new = state.begins(device, at);
        state.devices.entry(device.device).or_insert(new);
        Ok(())
    }

    async fn note_contact(&self, device: DeviceId, contact: &Contact) -> Result<()> {
        let mut state = self.0.lock().await;
        let seen = contact.mark.as_ref().and_then(|mark| mark.parse().ok());
        if let Some(device) = state.devices.get_mut(&device) {
            device.last_contact = Some(contact.at);
            device.heard_seq = contact.heard_seq;
            device.seen = seen.unwrap_or(device.seen);
            if contact.settled {
                device.settled_at = Some(contact.at);
            }
        }
        Ok(())
    }

    async fn revoke(&self, device: DeviceId, _: DateTime<Utc>) -> Result<()> {
        if let Some(device) = self.0.lock().await.devices.get_mut(&device) {
            device.revoked = true;
        }
        Ok(())
    }

    async fn invites(&self) -> Result<Vec<Invite>> {
        let state = self.0.lock().await;
        let living = state.invites.values().filter(|(_, used_by)| {
            let device = used_by.and_then(|device| state.devices.get(&device));
            used_by.is_none() || device.is_some_and(|d| !spoke(d))
        });
        Ok(living.map(|(invite, _)| invite.clone()).collect())
    }

    async fn add_invite(&self, invite: &Invite) -> Result<()> {
        let mut state = self.0.lock().await;
        state.invites.insert(invite.id, (invite.clone(), None));
        Ok(())
    }

    async fn count_try(&self, invite: Uuid) -> Result<()> {
        if let Some((invite, _)) = self.0.lock().await.invites.get_mut(&invite) {
            invite.tries += 1;
        }
        Ok(())
    }

    async fn enrol(&self, invite: Uuid, device: &Device, at: DateTime<Utc>) -> Result<bool> {
        let mut guard = self.0.lock().await;
        let mut state = guard.clone();
        let Some((_, used_by)) = state.invites.get_mut(&invite) else {
            return Ok(false);
        };
        let before = used_by.replace(device.device);
        if let Some(before) = before.and_then(|before| state.devices.get_mut(&before)) {
            if spoke(before) {
                return Ok(false);
            }
            before.revoked |= before.device != device.device;
        }
        let new = state.begins(device, at);
        let stored = state.devices.entry(device.device).or_insert(new);
        let same = stored.public_key == device.public_key && stored.officer == device.officer;
        if !same || stored.revoked {
            return Ok(false);
        }
        *guard = state;
        Ok(true)
    }

    async fn note_file(&self, hash: &BlobHash, size: u64, _: DateTime<Utc>) -> Result<()> {
        self.0.lock().await.files.insert(hash.clone(), size);
        Ok(())
    }

    async fn file_size(&self, hash: &BlobHash) -> Result<Option<u64>> {
        Ok(self.0.lock().await.files.get(hash).copied())
    }

    async fn cites(&self, unit: UnitId, hash: &BlobHash) -> Result<bool> {
        let state = self.0.lock().await;
        let mut rows = state.rows.values().map(|placed| &placed.row);
        Ok(rows.any(|row| row.files().contains(hash) && state.under(row.stream(), unit)))
    }

    async fn history(&self) -> Result<Vec<(KeptOp, OpResult)>> {
        Ok(self.0.lock().await.ops.clone())
    }

    async fn kept(&self, op: OpId) -> Result<Option<(KeptOp, OpResult)>> {
        let state = self.0.lock().await;
        Ok(state.ops.iter().find(|(kept, _)| kept.op_id == op).cloned())
    }

    async fn newer_ops(&self) -> Result<Vec<KeptOp>> {
        let state = self.0.lock().await;
        let newer = |(_, result): &&(KeptOp, OpResult)| {
            let code = result.refusal.as_ref().map(|refusal| refusal.code);
            result.state == OpState::Held && code == Some(Code::NeedsUpdate)
        };
        Ok(state
            .ops
            .iter()
            .filter(newer)
            .map(|(op, _)| op.clone())
            .collect())
    }

    async fn answers(&self, device: DeviceId, held: &[OpId]) -> Result<Vec<OpResult>> {
        let state = self.0.lock().await;
        let changed = |(op, result): &&(KeptOp, OpResult)| {
            op.device == device && held.contains(&op.op_id) && result.state != OpState::Held
        };
        Ok(state
            .ops
            .iter()
            .filter(changed)
            .map(|(_, r)| r.clone())
            .collect())
    }
}

fn spoke(device: &Device) -> bool {
    device.last_contact.is_some() || device.last_op_seq > 0 || device.revoked
}
