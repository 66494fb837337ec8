//! Small things that a machine remembers, by name.

use serde::Serialize;
use serde::de::DeserializeOwned;

use domain::{Code, Refusal};

use crate::{Engine, Reply};

/// What was typed into forms and not sent yet.
const FORMS: &str = "forms";
/// Longest text of them all together, in bytes.
const MOST_TYPED: usize = 256 * 1024;

impl Engine {
    /// Keeps what was typed into forms and not sent yet, as the screens write it down: it is there
    /// again when the window was closed or died. Secrets are never among it.
    ///
    /// # Errors
    /// `too_long`; those of the replica.
    pub async fn keep_forms(&self, forms: &str) -> Reply<()> {
        if forms.len() > MOST_TYPED {
            return Err(Refusal::new(Code::TooLong).with("limit", MOST_TYPED).into());
        }
        self.set_setting(FORMS, &forms).await
    }

    /// What was typed into forms and not sent yet; empty if nothing was.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn kept_forms(&self) -> Reply<String> {
        Ok(self.setting(FORMS).await?.unwrap_or_default())
    }

    /// What is remembered under a name.
    pub(crate) async fn setting<T: DeserializeOwned>(&self, key: &str) -> Reply<Option<T>> {
        Ok(replica::settings::get(&mut *self.replica.reader().await?, key).await?)
    }

    /// Remembers something under a name.
    pub(crate) async fn set_setting<T: Serialize + Sync>(&self, key: &str, value: &T) -> Reply<()> {
        Ok(replica::settings::put(&mut *self.replica.writer().await, key, value).await?)
    }
}
