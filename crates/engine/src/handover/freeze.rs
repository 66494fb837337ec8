//! Freezing: content fixed, PDF rendered once, its hash in the act.

use domain::acts::FreezeMinutes;
use domain::compose;
use domain::content::check_code;
use domain::ids::{MinutesId, UnitId};
use minutes::Finish;

use crate::{Engine, Identity, Reply};

impl Engine {
    /// Freezes minutes for signing. What is frozen is what the screen showed: if something else is
    /// handed over by now, it is refused.
    ///
    /// # Errors
    /// Those of the act; `disk_full`.
    pub async fn freeze_minutes(&self, unit: UnitId, minutes: MinutesId) -> Reply<()> {
        self.freeze_as(None, unit, minutes).await
    }

    /// Freezes minutes as somebody: one of the demo's people, or the person at work.
    ///
    /// # Errors
    /// Those of [`Engine::freeze_minutes`].
    pub async fn freeze_as(
        &self,
        somebody: Option<&Identity>,
        unit: UnitId,
        id: MinutesId,
    ) -> Reply<()> {
        let facts = self.about(unit, id).await?;
        let content = compose::build(&facts, facts.minutes(id)?, self.now())?;
        let content_hash = content.hash();
        let token = self.clock.token();
        let check_code = check_code(&content_hash);
        let document = minutes::render(
            &content,
            &Finish::Final {
                token: &token,
                check_code: &check_code,
            },
        )?;
        // The file is stored before the act that names it: a crash between the two leaves a file
        // nobody cites.
        let pdf = self.replica.put_file(&document.bytes, false).await?;
        let act = FreezeMinutes {
            unit,
            minutes: id,
            content: Box::new(content),
            seen: self.setting("last_contact").await?,
            token,
            pdf: pdf.clone(),
            pages: document.pages,
        };
        self.perform_as(somebody, act.into(), vec![pdf], None)
            .await?;
        Ok(())
    }
}
