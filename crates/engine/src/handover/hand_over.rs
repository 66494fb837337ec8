//! Handing over and numbering, as screens ask for them.

use domain::acts::{GiveNumber, HandOver, OpenRegister};
use domain::ids::MinutesId;
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
        let year = chrono::Datelike::year(&self.today());
        let unit = self.facts(request.unit).await?.minutes(request.minutes)?.giver_unit;
        let known = self.facts(unit).await?.registers.values().any(|r| r.unit == unit && r.year == year);
        if !known {
            self.perform(OpenRegister { unit, year, first, reason: None }).await?;
        }
        self.perform(request).await.map(drop)
    }
}
