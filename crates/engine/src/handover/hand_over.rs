//! Handing over, as screens ask for it.

use domain::acts::HandOver;
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
}
