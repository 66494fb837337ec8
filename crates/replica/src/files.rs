//! Attachments: encrypted files beside the database, named by the SHA-256 of what they hold.

use std::path::{Path, PathBuf};

use domain::ids::BlobHash;
use domain::{Code, Refusal};
use sha2::{Digest, Sha256};
use sqlx::{SqliteConnection, query, query_scalar};

use crate::keys::{seal, unseal};
use crate::{Error, Result};

fn place(folder: &Path, hash: &BlobHash) -> PathBuf {
    folder.join("files").join(&hash.0)
}

pub(crate) fn write(folder: &Path, key: &[u8; 32], bytes: &[u8]) -> Result<BlobHash> {
    let hash = BlobHash(hex::encode(Sha256::digest(bytes)));
    let path = place(folder, &hash);
    if !path.exists() {
        crate::whole::write(&path, &seal(key, bytes)?)?;
    }
    Ok(hash)
}

pub(crate) fn read(folder: &Path, key: &[u8; 32], hash: &BlobHash) -> Result<Option<Vec<u8>>> {
    let path = place(folder, hash);
    let sealed = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::Io { path, source }),
    };
    let bytes = unseal(key, &sealed).filter(|b| hex::encode(Sha256::digest(b)) == hash.0);
    Ok(Some(bytes.ok_or_else(|| Refusal::new(Code::Damaged))?))
}

pub(crate) async fn note(
    db: &mut SqliteConnection,
    hash: &BlobHash,
    size: usize,
    is_sent: bool,
) -> Result<()> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    query!("insert into attachment (hash, size, here, sent) values (?, ?, 1, ?) on conflict (hash) do update set here = 1", hash.0, size, is_sent).execute(db).await?;
    Ok(())
}

pub(crate) async fn unsent(db: &mut SqliteConnection) -> Result<Vec<BlobHash>> {
    let found =
        query_scalar!("select hash from attachment where sent = 0 and here = 1 order by hash")
            .fetch_all(db)
            .await?;
    Ok(found.into_iter().map(BlobHash).collect())
}

pub(crate) async fn sent(db: &mut SqliteConnection, hash: &BlobHash) -> Result<()> {
    query!("update attachment set sent = 1 where hash = ?", hash.0)
        .execute(db)
        .await?;
    Ok(())
}
