//! Beginning on a machine: with the own unit alone, or with an activation code.

use std::path::Path;
use std::sync::Arc;

use domain::acts::FoundUnit;
use domain::acts::units::{HeadDetails, UnitDetails};
use domain::ids::OpId;
use domain::officer::{Role, Sex};
use domain::unit::{
    Letterhead, Numbering, SchoolLevel, UnitKind, is_under_department, superior_line,
};
use domain::{Code, Refusal, Stamp};
use replica::Unwritten;
use serde::{Deserialize, Serialize};

use crate::handover::numbers;
use crate::{Clock, Engine, Identity, Reply, Secret, Topic, identity, sync};

/// What the first-run screen asks of somebody who begins with the own unit: two acts, no server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OwnUnit {
    /// What it is.
    pub kind: UnitKind,
    /// Levels.
    pub levels: Vec<SchoolLevel>,
    /// Official full name.
    pub name: String,
    /// Code, when known.
    pub code: Option<String>,
    /// Code of the commune, from the catalogue; none for the Sở itself.
    pub commune: Option<String>,
    /// Symbol of its papers.
    pub symbol: String,
    /// Name of the head.
    pub head: String,
    /// Sex of the head.
    pub head_sex: Option<Sex>,
    /// Post of the head: `Hiệu trưởng`.
    pub position: String,
}

/// How often the first round is tried before the person is let in without it.
const FIRST_ROUNDS: u32 = 3;

/// A fresh start: the engine, and the recovery code, which opens for good once it is kept.
#[derive(Debug)]
pub struct Started {
    /// At work.
    pub engine: Engine,
    /// To be printed and sealed with the head.
    pub recovery_code: Secret,
}

/// Begins with the own unit, without the Sở and without a network.
///
/// # Errors
/// `replica_exists`, `weak_password`, `not_found` for a commune; refusals of names.
pub async fn own_unit(
    folder: &Path,
    password: &str,
    own: &OwnUnit,
    clock: Arc<Clock>,
) -> Reply<Started> {
    let request = founding(own, &clock)?;
    // Everything is checked before the folder is made, so that a typing error leaves nothing
    // behind.
    let at = clock.now();
    let op = OpId(clock.uuid(at));
    let stamp = Stamp { op, at };
    let person = Identity::new(&clock, FoundUnit::head_id(stamp), FoundUnit::unit_id(stamp));
    let ctx = domain::acts::Ctx {
        actor: person.officer,
        device: person.device,
        stamp,
        taken: None,
    };
    domain::acts::units::found(&domain::Facts::default(), &request, &ctx)?;
    let beginning = Beginning::make(folder, password, &person, clock).await?;
    beginning
        .engine
        .perform_as(Some(&person), request.into(), vec![], Some(op))
        .await?;
    beginning.open(password)
}

/// A start that is under way. Its keys come last: until they are written the folder counts as empty,
/// so that a start which is cut off anywhere is made again.
#[derive(Debug)]
pub struct Beginning {
    /// At work on what nobody can open yet.
    pub engine: Engine,
    /// What opens it.
    pub keys: Unwritten,
}

impl Beginning {
    /// Makes a replica with a person at work on it, and nothing in it.
    ///
    /// # Errors
    /// `replica_exists`, `weak_password`.
    pub async fn make(
        folder: &Path,
        password: &str,
        person: &Identity,
        clock: Arc<Clock>,
    ) -> Reply<Self> {
        let (replica, keys) = replica::create(folder, password).await?;
        identity::store(&mut *replica.writer().await, person).await?;
        let engine = Engine::with_replica(replica, clock).await?;
        Ok(Self { engine, keys })
    }

    /// Lets the password open it from now on.
    ///
    /// # Errors
    /// `file_access`, `disk_full`, `read_only`.
    pub fn open(self, password: &str) -> Reply<Started> {
        let code = self.keys.write(password)?;
        self.engine.issue(code.as_str().into());
        Ok(Started {
            recovery_code: code.into(),
            engine: self.engine,
        })
    }
}

fn founding(own: &OwnUnit, clock: &Clock) -> Reply<FoundUnit> {
    let today = domain::calendar::day_of(clock.now());
    let commune = match &own.commune {
        Some(code) => {
            let found = domain::catalogue::communes()
                .iter()
                .find(|c| c.code == *code);
            Some(found.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "unit"))?)
        }
        None => None,
    };
    let levels = own.levels.iter().copied().collect();
    let (above, above_name) = match commune {
        Some(c) if !is_under_department(own.kind, &levels) => (UnitKind::Commune, c.name.as_str()),
        _ => (UnitKind::Department, ""),
    };
    let place = match commune {
        Some(c) if own.kind != UnitKind::Department => c.name.clone(),
        _ => domain::refusal::words().city.clone(),
    };
    Ok(FoundUnit {
        details: UnitDetails {
            kind: own.kind,
            levels,
            name: own.name.clone(),
            code: own.code.clone(),
            letterhead: Letterhead {
                superior: superior_line(own.kind, above, above_name),
                symbol: own.symbol.clone(),
                place,
                filed: None,
            },
            numbering: Numbering::Typed,
            from: today,
        },
        head: HeadDetails {
            name: own.head.clone(),
            sex: own.head_sex,
            code: "TT".to_owned(),
            position: own.position.clone(),
            role: Role::Head,
            from: today,
        },
        parent: None,
        admin_login: None,
    })
}

/// Begins with an activation code: the server names person and unit, and everything in scope comes
/// down.
///
/// # Errors
/// `bad_invite`, `offline`, `bad_address`, `replica_exists`, `weak_password`.
pub async fn with_code(
    folder: &Path,
    password: &str,
    server: &str,
    code: &str,
    clock: Arc<Clock>,
) -> Reply<Started> {
    let remote = sync::Remote::at(server.parse()?)?;
    with_code_on(folder, password, remote, code, clock).await
}

/// Begins with an activation code on a given server.
///
/// # Errors
/// Like [`with_code`].
pub async fn with_code_on(
    folder: &Path,
    password: &str,
    remote: sync::Remote,
    code: &str,
    clock: Arc<Clock>,
) -> Reply<Started> {
    replica::keys::check_password(password)?;
    if folder.join("keys.json").exists() {
        return Err(Refusal::new(Code::ReplicaExists).into());
    }
    let nil = uuid::Uuid::nil();
    let mut person = Identity::new(&clock, nil.into(), nil.into());
    let reply = sync::enrol(&remote, &person, code, false).await?;
    (person.officer, person.unit) = (reply.officer, reply.unit);
    person.server = Some(remote.address().known_from_now_by(&reply.authorities));
    let beginning = Beginning::make(folder, password, &person, clock).await?;
    let begun = beginning.open(password)?;
    let engine = begun.engine.with_remote(remote);
    // The recovery code is shown whatever becomes of the first round: what is missing comes with
    // the next.
    for _ in 0..FIRST_ROUNDS {
        if engine.sync().await.is_ok() {
            break;
        }
    }
    Ok(Started { engine, ..begun })
}

impl Engine {
    /// Connects to the Sở: a unit that began alone, a restored machine, or one that was told that a
    /// copy of it is at work. Its waiting acts go up with the next sync; a machine that was
    /// connected before goes on as a new device.
    ///
    /// # Errors
    /// `bad_invite`, `offline`, `bad_address`; `not_the_actor` if the code is somebody else's.
    pub async fn enrol(&self, server: &str, code: &str) -> Reply<()> {
        let remote = match &self.remote {
            Some(remote) => remote.clone(),
            None => sync::Remote::at(server.parse()?)?,
        };
        // No round goes on with the old device meanwhile.
        let _turn = self.round.lock().await;
        let known = self.identity().await;
        let renewed = known.server.is_some();
        let mut person = if renewed {
            known.on_new_device(&self.clock)
        } else {
            known
        };
        let reply = sync::enrol(&remote, &person, code, true).await?;
        if (reply.officer, reply.unit) != (person.officer, person.unit) {
            return Err(Refusal::new(Code::NotTheActor).into());
        }
        person.server = Some(remote.address().known_from_now_by(&reply.authorities));
        self.take_up(person, renewed).await?;
        self.tell(Topic::Sync);
        Ok(())
    }

    /// Connects the demo to a play server, which takes every device of the demo with the word
    /// `DEMO`.
    ///
    /// # Errors
    /// `offline`, `bad_address`, `bad_invite` if the server is not a play server.
    pub async fn connect_demo(&self, server: &str) -> Reply<()> {
        let remote = match &self.remote {
            Some(remote) => remote.clone(),
            None => sync::Remote::at(server.parse()?)?,
        };
        let people: Vec<Identity> = self.setting("people").await?.unwrap_or_default();
        for person in &people {
            sync::enrol(&remote, person, "DEMO", true).await?;
        }
        let mut me = self.identity().await;
        me.server = Some(remote.address());
        identity::store(&mut *self.replica.writer().await, &me).await?;
        *self.identity.write().await = me;
        self.tell(Topic::Sync);
        Ok(())
    }

    /// Works on at the desk of one of the demo's people, all of whom act on this machine.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn sit_at(&self, desk: Identity, people: &[Identity]) -> Reply<()> {
        self.set_setting("people", &people).await?;
        self.take_up(desk, false).await
    }

    /// Works on as this person and device; on a new one the waiting acts move to it, in the same
    /// transaction.
    pub(crate) async fn take_up(&self, person: Identity, new_device: bool) -> Reply<()> {
        let mut writer = self.replica.writer().await;
        let mut tx = replica::Replica::begin(&mut writer).await?;
        if new_device {
            let key = person.key();
            replica::outbox::move_to(&mut tx, person.device, |op| op.sign(&key)).await?;
            numbers::note_restored(&mut tx, person.unit, person.device).await?;
        }
        identity::store(&mut tx, &person).await?;
        tx.commit().await.map_err(replica::Error::from)?;
        *self.identity.write().await = person;
        drop(writer);
        Ok(())
    }
}
