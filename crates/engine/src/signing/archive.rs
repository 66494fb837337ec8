//! Keeping a signed file for long.

use std::path::Path;

use ask::archive::archived;
use chrono::{DateTime, Utc};
use evidence::trusted;

use crate::Reply;

/// Puts the evidence of today into a signed file, under a time stamp on the whole of it (PAdES
/// B-LTA; see [`ask::archive::archived`]).
///
/// # Errors
/// Those of doing it; `file_access` for the folder of what is trusted.
pub async fn archive_file(
    pdf: &[u8],
    roots: &Path,
    authority: &str,
    at: DateTime<Utc>,
) -> Reply<Vec<u8>> {
    Ok(archived(pdf.to_vec(), trusted(roots)?, authority, at).await?)
}
