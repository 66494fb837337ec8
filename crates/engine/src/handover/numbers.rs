//! Numbers of minutes: which one is next, and what this machine remembers of those that it wrote.
//!
//! The rule takes the number that an act carries, or none (`domain::acts::numbers`). Which one is
//! next, the machine knows better than the register: a number of an act that the server refused
//! stands on a paper all the same.

use std::collections::BTreeSet;

use chrono::Datelike;
use domain::acts::numbers::block_of;
use domain::acts::{Act, CorrectNumber, GiveNumber, OpenRegister, TypeNumber};
use domain::facts::{Key, Lookup, Scene, Scope};
use domain::ids::{DeviceId, MinutesId, RegisterId, UnitId};
use domain::numbers::{LAST, Register};
use domain::row::{Change, Table};
use domain::unit::Numbering;
use domain::{Code, Refusal, Row};
use serde::{Deserialize, Serialize};

use crate::{Engine, Reply};

/// What is remembered of registers, among the settings.
const KNOWN: &str = "numbers";

/// The registers in a backup that goes on, among the settings.
const RESTORED: &str = "restored_registers";

/// What this machine remembers of a register, whatever becomes of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownNumbers {
    unit: UnitId,
    year: i32,
    /// The highest number that was written here.
    written: u32,
    /// The highest number that is known to be leased.
    leased: u32,
}

impl Engine {
    /// Gives a number of this year to minutes, whenever they were signed: the one that stands on the
    /// paper, or the next one. A register that nobody opened yet is opened here from that number, or
    /// from `first`, and a block that is used up is renewed, if the server can be reached.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn give_number(
        &self,
        unit: UnitId,
        minutes: MinutesId,
        number: Option<u32>,
        first: u32,
    ) -> Reply<()> {
        let year = self.today().year();
        self.give_number_of(unit, minutes, year, number, first)
            .await
    }

    /// The same of a calendar year that somebody names: what a pen wrote in December, and nobody has
    /// recorded before January.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn give_number_of(
        &self,
        unit: UnitId,
        minutes: MinutesId,
        year: i32,
        number: Option<u32>,
        first: u32,
    ) -> Reply<()> {
        let facts = self.about(unit, minutes).await?;
        let row = facts.minutes(minutes)?;
        let signed = row.signed().map(|s| s.date_on_paper.year());
        let first = number.unwrap_or(first);
        // No number is of a year before the paper.
        let year = signed.map_or(year, |signed| year.max(signed));
        let register = self.lease(row.giver_unit, year, first).await?;
        let mut next = self.next_number(&register).await?;
        loop {
            let given = self.perform(GiveNumber {
                unit,
                minutes,
                register: register.id,
                epoch: register.epoch,
                number: number.unwrap_or(next),
            });
            match given.await {
                // Typed in before the unit had a series of its own, or closed.
                Err(failure)
                    if number.is_none()
                        && matches!(failure.code, Code::NumberTaken | Code::NumberSkipped) =>
                {
                    next += 1;
                }
                given => return given.map(drop),
            }
        }
    }

    /// Types a number of the general register: of this year, unless another one is named.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn type_number(
        &self,
        unit: UnitId,
        minutes: MinutesId,
        number: u32,
        year: Option<i32>,
    ) -> Reply<()> {
        let facts = self.about(unit, minutes).await?;
        let signed = facts.minutes(minutes)?.signed();
        let signed = signed.map(|s| s.date_on_paper.year());
        let year = year.unwrap_or(self.today().year());
        self.perform(TypeNumber {
            unit,
            minutes,
            number,
            // What older programs say too: the year of the paper.
            year: signed.filter(|signed| *signed < year).map(|_| year),
        })
        .await
        .map(drop)
    }

    /// Puts the number that stands on the paper in the place of one that was typed wrongly; in a year
    /// that is named, or in that of the wrong number.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn correct_number(
        &self,
        unit: UnitId,
        minutes: MinutesId,
        number: u32,
        year: Option<i32>,
        reason: String,
    ) -> Reply<()> {
        let facts = self.about(unit, minutes).await?;
        let row = facts.minutes(minutes)?;
        let own_series = facts.unit(row.giver_unit)?.numbering == Numbering::OwnSeries;
        if let Some(year) = year.or(row.numbered_in()).filter(|_| own_series) {
            self.lease(row.giver_unit, year, number).await?;
        }
        self.perform(CorrectNumber {
            unit,
            minutes,
            number,
            year,
            reason,
        })
        .await
        .map(drop)
    }

    /// Whether this machine may give numbers of a register, or begin one that nobody knows: not where
    /// another one holds it. What was numbered after a backup, nobody but the papers knows.
    pub(super) async fn may_lease(&self, known: Option<&Register>) -> Reply<bool> {
        let person = self.identity().await;
        let restored: Option<BTreeSet<(RegisterId, u32)>> = self.setting(RESTORED).await?;
        Ok(match known {
            Some(register) => {
                let key = (register.id, register.epoch);
                let lost = restored.is_some_and(|lost| lost.contains(&key));
                register.holder == person.device && !lost
            }
            None => person.server.is_some() || restored.is_none(),
        })
    }

    /// The register of a unit and year with a block, as far as this machine can have one.
    async fn lease(&self, unit: UnitId, year: i32, first: u32) -> Reply<Register> {
        let person = self.identity().await;
        let alone = person.server.is_none();
        let elsewhere = || Refusal::new(Code::RegisterElsewhere);
        let known = self.register_of(unit, year).await?;
        if !self.may_lease(known.as_ref()).await? {
            return Err(elsewhere().into());
        }
        let first = match &known {
            Some(register) => self.next_number(register).await?,
            None => first,
        };
        match &known {
            // Another machine may take a lease without end over once there is a server.
            Some(register) if register.unbounded() && !alone => {
                self.ask_block(unit, year, first, alone).await?;
            }
            Some(register) if first <= register.top() => {}
            Some(register) if register.asked.is_some() && !alone => {
                let heard = self.hear().await?;
                let now = self.register_of(unit, year).await?;
                // A server that has lost history leases nothing at first: it is asked again.
                if heard && now.is_some_and(|now| now.asked.is_some()) {
                    self.ask_block(unit, year, first, alone).await?;
                }
            }
            _ => self.ask_block(unit, year, first, alone).await?,
        }
        let now = self.register_of(unit, year).await?;
        Ok(now.ok_or_else(elsewhere)?)
    }

    /// Asks for a block, and hears what the server leases if it is there.
    async fn ask_block(&self, unit: UnitId, year: i32, first: u32, alone: bool) -> Reply<()> {
        self.perform(OpenRegister {
            unit,
            year,
            first: first.min(LAST),
            reason: None,
            above: None,
            alone,
        })
        .await?;
        self.hear().await.map(drop)
    }

    /// Takes the register of this year over from another machine: the numbers it still had are
    /// closed with the reason. `first` counts where no server said how far that machine could go.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn take_register(&self, unit: UnitId, reason: String, first: u32) -> Reply<()> {
        let year = self.today().year();
        let alone = self.identity().await.server.is_none();
        let known = self.register_of(unit, year).await?;
        if known.is_none() && alone {
            return self.ask_block(unit, year, first, alone).await;
        }
        let leased = self.known_numbers().await?;
        let leased = leased.iter().find(|k| (k.unit, k.year) == (unit, year));
        self.perform(OpenRegister {
            unit,
            year,
            first,
            reason: Some(reason),
            above: leased.map(|known| known.leased),
            alone,
        })
        .await?;
        self.hear().await.map(drop)
    }

    /// A round, if the machine is connected and the server can be reached: what was asked for is
    /// leased by it. Otherwise the rule says that it is not there yet. Returns whether it answered.
    async fn hear(&self) -> Reply<bool> {
        if self.identity().await.server.is_none() {
            return Ok(false);
        }
        match self.sync().await {
            Err(failure) if failure.code == Code::Offline => Ok(false),
            heard => heard.map(|_| true),
        }
    }

    /// Asks for the next blocks of registers that this machine holds and has half used, or that have
    /// no end, while the server is there to answer; notes what is leased.
    pub(crate) async fn renew_registers(&self) -> Reply<bool> {
        let person = self.identity().await;
        let mut asked = false;
        for year in [self.today().year() - 1, self.today().year()] {
            let Some(register) = self.register_of(person.unit, year).await? else {
                continue;
            };
            self.note_leased(&register).await?;
            if register.holder != person.device || register.asked.is_some() {
                continue;
            }
            let next = self.next_number(&register).await?;
            let posts = Scope::new().find(Lookup::In(Table::Appointment, person.unit));
            let posts = self.replica.gather(&posts).await?;
            let block = block_of(&posts, person.unit, self.today());
            let low = register.unbounded() || next + block / 2 > register.ceiling + 1;
            if low {
                self.perform(OpenRegister {
                    unit: person.unit,
                    year,
                    first: next.min(LAST),
                    reason: None,
                    above: None,
                    alone: false,
                })
                .await?;
                asked = true;
            }
        }
        Ok(asked)
    }

    /// The next number of a register that is on no paper of this machine.
    pub(super) async fn next_number(&self, register: &Register) -> Reply<u32> {
        let known = self.known_numbers().await?;
        let written = known.iter().find(|k| k.is_of(register));
        Ok(register.next.max(written.map_or(0, |k| k.written) + 1))
    }

    pub(crate) async fn known_numbers(&self) -> Reply<Vec<KnownNumbers>> {
        Ok(self.setting(KNOWN).await?.unwrap_or_default())
    }

    async fn note_leased(&self, register: &Register) -> Reply<()> {
        let mut writer = self.replica.writer().await;
        note(&mut writer, register, |known| {
            known.leased = known.leased.max(register.ceiling);
        })
        .await
    }

    pub(super) async fn register_of(&self, unit: UnitId, year: i32) -> Reply<Option<Register>> {
        let register = Lookup::Key(Key::register(unit, year));
        let facts = self.replica.gather(&Scope::new().find(register)).await?;
        Ok(facts.register(unit, year).cloned())
    }
}

impl KnownNumbers {
    fn is_of(&self, register: &Register) -> bool {
        (self.unit, self.year) == (register.unit, register.year)
    }
}

/// Remembers what one act did to a register, in its own transaction: the number is on the paper now,
/// whatever the server answers.
pub(crate) async fn note_written(
    db: &mut replica::Connection,
    act: &Act,
    changes: &[Change],
) -> Reply<()> {
    let number = match act {
        Act::GiveNumber(given) => given.number,
        Act::CorrectNumber(corrected) => corrected.number,
        _ => return Ok(()),
    };
    for Change(row) in changes {
        if let Row::Register(register) = row {
            note(db, register, |known| {
                known.written = known.written.max(number);
            })
            .await?;
        }
    }
    Ok(())
}

async fn note(
    db: &mut replica::Connection,
    register: &Register,
    change: impl FnOnce(&mut KnownNumbers),
) -> Reply<()> {
    let known: Option<Vec<KnownNumbers>> = replica::settings::get(db, KNOWN).await?;
    let before = known.unwrap_or_default();
    let mut known = before.clone();
    let place = known.iter().position(|k| k.is_of(register));
    let place = place.unwrap_or_else(|| {
        known.push(KnownNumbers {
            unit: register.unit,
            year: register.year,
            written: 0,
            leased: 0,
        });
        known.len() - 1
    });
    if let Some(known) = known.get_mut(place) {
        change(known);
    }
    if known != before {
        replica::settings::put(db, KNOWN, &known).await?;
    }
    Ok(())
}

/// What is offered again to a server that has lost history tells it what was leased by then.
pub(crate) fn report(known: &[KnownNumbers], act: &mut Act) {
    if let Act::OpenRegister(open) = act {
        let leased = known
            .iter()
            .find(|k| (k.unit, k.year) == (open.unit, open.year));
        if let Some(known) = leased {
            open.reports(known.leased);
        }
    }
}

/// Notes which registers a backup brings to a new device by its waiting acts: the machine that is
/// lost may have gone on numbering after it.
pub(crate) async fn note_restored(
    db: &mut replica::Connection,
    unit: UnitId,
    device: DeviceId,
) -> Reply<()> {
    let mut scene = Scene::default();
    let registers = Scope::new().find(Lookup::In(Table::Register, unit));
    replica::outbox::load(db, &mut scene, &registers).await?;
    let registers = scene.facts().registers.values();
    let held = registers.filter(|register| register.holder == device);
    let held: BTreeSet<(RegisterId, u32)> = held.map(|r| (r.id, r.epoch)).collect();
    Ok(replica::settings::put(db, RESTORED, &held).await?)
}
