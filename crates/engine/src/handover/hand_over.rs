//! Handing over and numbering, as screens ask for them.

use chrono::Datelike;
use domain::acts::{GiveNumber, HandOver, OpenRegister};
use domain::facts::{Key, Lookup, Scope};
use domain::ids::{MinutesId, UnitId};
use domain::numbers::{BLOCK, Register};
use domain::{Code, Refusal, Row};

use crate::act::made;
use crate::{Engine, Reply};

impl Engine {
    /// Hands over and drafts the minutes; returns them.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn hand_over(&self, request: HandOver) -> Reply<MinutesId> {
        let changes = self.perform(request).await?;
        let draft = made(&changes, |row| match row {
            Row::HandoverMinutes(minutes) if minutes.open() => Some(minutes.id),
            _ => None,
        });
        Ok(draft.ok_or_else(|| Refusal::new(Code::WrongState))?)
    }

    /// Gives the next number; a register that nobody opened yet is opened here from `first`.
    ///
    /// # Errors
    /// Those of the acts.
    pub async fn give_number(&self, request: GiveNumber, first: u32) -> Reply<()> {
        let facts = self.about(request.unit, request.minutes).await?;
        let minutes = facts.minutes(request.minutes)?;
        let unit = minutes.giver_unit;
        let year = minutes
            .signed()
            .map_or(self.today(), |s| s.date_on_paper)
            .year();
        let known = self.register_of(unit, year).await?;
        // A unit that is not connected has nobody else who could number: it opens its own blocks.
        let used_up = known.as_ref().is_some_and(|r| r.next > r.ceiling);
        if known.is_none() || used_up && self.identity().await.server.is_none() {
            self.perform(OpenRegister {
                unit,
                year,
                first,
                reason: None,
            })
            .await?;
        }
        self.perform(request).await.map(drop)
    }

    /// Takes the register of this year over from another machine: the numbers it still had are
    /// closed with the reason.
    ///
    /// # Errors
    /// Those of the act.
    pub async fn take_register(&self, unit: UnitId, reason: String) -> Reply<()> {
        self.perform(OpenRegister {
            unit,
            year: self.today().year(),
            first: 1,
            reason: Some(reason),
        })
        .await
        .map(drop)
    }

    /// Renews the blocks that this machine holds and has half used, while the server is there to
    /// hear of it.
    pub(crate) async fn renew_registers(&self) -> Reply<bool> {
        let person = self.identity().await;
        let low = |r: &Register| r.holder == person.device && r.next + BLOCK / 2 > r.ceiling + 1;
        let years = [self.today().year() - 1, self.today().year()];
        let mut low_ones = vec![];
        for year in years {
            let known = self.register_of(person.unit, year).await?;
            low_ones.extend(known.filter(low).map(|r| (r.unit, r.year)));
        }
        for (unit, year) in &low_ones {
            self.perform(OpenRegister {
                unit: *unit,
                year: *year,
                first: 1,
                reason: None,
            })
            .await?;
        }
        Ok(!low_ones.is_empty())
    }

    async fn register_of(&self, unit: UnitId, year: i32) -> Reply<Option<Register>> {
        let register = Lookup::Key(Key::register(unit, year));
        let facts = self.replica.gather(&Scope::new().find(register)).await?;
        Ok(facts.register(unit, year).cloned())
    }
}
