//! Revocation lists: fetched from the authorities of what is signed, so that the server does not depend on what machines bring along.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::acts::Act;
use domain::ids::BlobHash;
use evidence::{FETCHED, authorities, list_due, newer_list};
use sha2::{Digest, Sha256};

use crate::{Error, Server};

/// The folder of the roots and revocation lists that the Sở trusts, among the data.
const TRUSTED: &str = "trusted";

/// When each address was asked last.
pub(crate) type Asked = tokio::sync::Mutex<BTreeMap<String, DateTime<Utc>>>;

impl Server {
    /// Where what is trusted lies.
    pub(crate) fn trusted(&self) -> PathBuf {
        self.folder.join(TRUSTED)
    }

    /// Fetches the lists of the authorities of a file that an act brings, unless they were asked a while ago. What cannot be had now stays as
    /// it is: a list says itself until when it holds.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub(crate) async fn learn_revocations(&self, act: &Act) -> Result<(), Error> {
        let (Act::SignDigitally(_) | Act::CertifyScan(_)) = act else { return Ok(()) };
        for hash in act.files() {
            self.learn(&hash).await?;
        }
        Ok(())
    }

    async fn learn(&self, hash: &BlobHash) -> Result<(), Error> {
        let Some(file) = self.bytes_of(hash).await? else { return Ok(()) };
        let folder = self.trusted();
        // What cannot be read, and what the Sở does not trust, is for the act's own check to say.
        let found = tokio::task::spawn_blocking(move || authorities(&file, &evidence::trusted(&folder).ok()?).ok()).await.ok().flatten();
        let now = self.now();
        let mut asked = self.asked.lock().await;
        for (address, issuer) in found.unwrap_or_default() {
            let path = self.trusted().join(FETCHED).join(format!("{}.crl", &hex::encode(Sha256::digest(&address))[..32]));
            let known = std::fs::read(&path).ok();
            if !list_due(known.is_some(), asked.get(&address).copied(), now) {
                continue;
            }
            asked.insert(address.clone(), now);
            if let Some(list) = ask::ask(&address, None).await.filter(|answer| newer_list(answer, known.as_deref(), &issuer)) {
                let io = |source| Error::Io { path: path.clone(), source };
                std::fs::create_dir_all(self.trusted().join(FETCHED)).map_err(io)?;
                let new = path.with_extension("new");
                std::fs::write(&new, list).and_then(|()| std::fs::rename(&new, &path)).map_err(io)?;
            }
        }
        Ok(())
    }
}
