//! `bangiao doctor`: what is right and what is not, in words that support can use.

use serde::{Deserialize, Serialize};

use crate::{Engine, Reply};

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Finding {
    /// What was looked at.
    pub what: Check,
    /// Whether it is as it should be.
    pub fine: bool,
    /// A number or name that goes with it.
    pub detail: String,
}

/// What the doctor looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The database file.
    Database,
    /// Attachments that minutes cite and that should be here.
    Files,
    /// Acts that wait.
    Waiting,
    /// Acts that came back.
    Returned,
    /// Whether the device secret lies in the system's key store.
    DeviceSecret,
    /// Rights in force = rights in signed minutes.
    RightsMatchMinutes,
    /// Days since the last backup.
    Backup,
}

impl Engine {
    /// Looks at everything.
    ///
    /// # Errors
    /// Those of the replica, if it cannot be read at all.
    pub async fn doctor(&self) -> Reply<Vec<Finding>> {
        let mut findings = vec![];
        let mut find = |what, fine, detail: String| findings.push(Finding { what, fine, detail });
        let database = self.replica.check().await;
        find(Check::Database, database.is_ok(), String::new());
        let unit = self.identity().await.unit;
        let mut broken = 0_u32;
        let mut mismatched = 0_u32;
        for unit in self.replica.subtree(unit).await? {
            let facts = self.facts(unit).await?;
            for frozen in facts
                .minutes
                .values()
                .filter(|m| m.unit == unit)
                .filter_map(|m| m.frozen())
            {
                broken += u32::from(self.replica.file(&frozen.pdf).is_err());
            }
            mismatched += crate::views::rights::mismatches(&facts, unit, self.now());
        }
        find(Check::Files, broken == 0, broken.to_string());
        find(
            Check::RightsMatchMinutes,
            mismatched == 0,
            mismatched.to_string(),
        );
        let (waiting, returned) =
            replica::outbox::counts(&mut *self.replica.reader().await?).await?;
        find(Check::Waiting, true, waiting.to_string());
        find(Check::Returned, returned == 0, returned.to_string());
        find(
            Check::DeviceSecret,
            !replica::secret::is_in_a_file(self.replica.folder()),
            String::new(),
        );
        let last: Option<chrono::DateTime<chrono::Utc>> = self.setting("last_backup").await?;
        let days = last.map(|at| (self.now() - at).num_days());
        find(
            Check::Backup,
            days.is_some_and(|d| d <= 7),
            days.map(|d| d.to_string()).unwrap_or_default(),
        );
        Ok(findings)
    }
}
