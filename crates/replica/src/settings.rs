//! Settings of one replica, as JSON by key: identity, server, unit, epoch.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{SqliteConnection, query, query_scalar};
use zeroize::Zeroizing;

use crate::{Error, Result};

/// A setting, if it is there.
///
/// # Errors
/// [`Error::Sql`]; [`Error::Stored`] if it has another shape.
pub async fn get<T: DeserializeOwned>(db: &mut SqliteConnection, key: &str) -> Result<Option<T>> {
    let found = query_scalar!("select value from setting where key = ?", key)
        .fetch_optional(db)
        .await?;
    // The identity is among them, with its key.
    found
        .map(Zeroizing::new)
        .map(|v| serde_json::from_str(&v).map_err(|e| Error::Stored(format!("setting {key}: {e}"))))
        .transpose()
}

/// Stores a setting.
///
/// # Errors
/// [`Error::Sql`].
pub async fn put<T: Serialize + Sync>(
    db: &mut SqliteConnection,
    key: &str,
    value: &T,
) -> Result<()> {
    let json = serde_json::to_string(value).map_err(|e| Error::Stored(e.to_string()))?;
    let json = Zeroizing::new(json);
    let json = json.as_str();
    query!("insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value", key, json).execute(db).await?;
    Ok(())
}
