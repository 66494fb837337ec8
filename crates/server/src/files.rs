//! Attachments by hash: stored whole or not at all.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::ids::BlobHash;
use sha2::{Digest, Sha256};

use crate::{Error, Server};

/// Largest attachment in bytes.
pub(crate) const MAX_BYTES: usize = domain::bounds::MAX_FILE;

impl Server {
    /// Stores a file if its bytes have the hash that was named; false if they have not.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub async fn put_file(&self, hash: &BlobHash, bytes: &[u8]) -> Result<bool, Error> {
        if hex::encode(Sha256::digest(bytes)) != hash.0 {
            return Ok(false);
        }
        let path = self.folder.join("files").join(&hash.0);
        let io = |source| Error::Io {
            path: path.clone(),
            source,
        };
        // Two who bring the same file at once do not write into each other's.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let turn = COUNT.fetch_add(1, Ordering::Relaxed);
        let new = path.with_extension(format!("{turn}.new"));
        let mut file = std::fs::File::create(&new).map_err(io)?;
        file.write_all(bytes).map_err(io)?;
        file.sync_all().map_err(io)?;
        std::fs::rename(&new, &path).map_err(io)?;
        // The name is on the disk before the store says that the file is here.
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            let folder = std::fs::File::open(folder).map_err(io)?;
            folder.sync_all().map_err(io)?;
        }
        self.store
            .note_file(hash, bytes.len() as u64, self.now())
            .await?;
        Ok(true)
    }

    /// A stored file that a device of a unit may see: one that minutes in its scope cite.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub async fn file(
        &self,
        unit: domain::ids::UnitId,
        hash: &BlobHash,
    ) -> Result<Option<Vec<u8>>, Error> {
        if self.store.cites(unit, hash).await? {
            self.bytes_of(hash).await
        } else {
            Ok(None)
        }
    }

    /// A stored file, whoever asks.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub(crate) async fn bytes_of(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, Error> {
        if self.store.file_size(hash).await?.is_none() {
            return Ok(None);
        }
        let path = self.folder.join("files").join(&hash.0);
        std::fs::read(&path)
            .map(Some)
            .map_err(|source| Error::Io { path, source })
    }
}
