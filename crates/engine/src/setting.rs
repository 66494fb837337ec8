//! Small things that a machine remembers, by name.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Engine, Reply};

impl Engine {
    /// What is remembered under a name.
    pub(crate) async fn setting<T: DeserializeOwned>(&self, key: &str) -> Reply<Option<T>> {
        Ok(replica::settings::get(&mut *self.replica.reader().await?, key).await?)
    }

    /// Remembers something under a name.
    pub(crate) async fn set_setting<T: Serialize + Sync>(&self, key: &str, value: &T) -> Reply<()> {
        Ok(replica::settings::put(&mut *self.replica.writer().await, key, value).await?)
    }
}
