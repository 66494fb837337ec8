//! The page of minutes: the stored PDF once they are frozen, a preview marked DỰ THẢO before.

use domain::compose;
use domain::ids::{MinutesId, UnitId};
use minutes::Finish;

use crate::{Engine, Reply};

impl Engine {
    /// The PDF of minutes: the bytes that are printed and filed, or the preview of a draft.
    ///
    /// # Errors
    /// `not_found`, `offline` if the file is only on the server, `damaged`.
    pub async fn minutes_pdf(&self, unit: UnitId, id: MinutesId) -> Reply<Vec<u8>> {
        let facts = self.about(unit, id).await?;
        let row = facts.minutes(id)?;
        match row.frozen() {
            Some(_) => self.kept_file(row).await,
            None => {
                let content = compose::build(&facts, row, self.now())?;
                Ok(minutes::render(&content, &Finish::Draft)?.bytes)
            }
        }
    }
}
