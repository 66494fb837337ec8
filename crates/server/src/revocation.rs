//! Revocation: asked of the authorities of what is signed, so that the server does not depend on
//! what machines bring along.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::acts::{Act, Proof};
use domain::ids::BlobHash;
use evidence::FETCHED;
use evidence::revocation::{chains, is_due};

use crate::{Error, Server};

/// The folder of the roots and revocation lists that the Sở trusts, among the data.
const TRUSTED: &str = "trusted";

/// When each question was asked last, by its key.
pub(crate) type Asked = tokio::sync::Mutex<BTreeMap<String, DateTime<Utc>>>;

impl Server {
    /// Where what is trusted lies.
    pub(crate) fn trusted(&self) -> PathBuf {
        self.folder.join(TRUSTED)
    }

    /// Asks the authorities of a file that an act brings whom they have revoked, unless they were
    /// asked a while ago. What cannot be had now stays as it is: an answer says itself until when
    /// it holds.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Store`].
    pub(crate) async fn learn_revocations(&self, act: &Act) -> Result<(), Error> {
        match act.proof() {
            Proof::None | Proof::Page(_) | Proof::Scan(_) => {}
            Proof::Signatures(request) => self.learn(&request.file).await?,
            Proof::Copy(request) => self.learn(&request.file).await?,
        }
        Ok(())
    }

    async fn learn(&self, hash: &BlobHash) -> Result<(), Error> {
        let Some(file) = self.bytes_of(hash).await? else {
            return Ok(());
        };
        let folder = self.trusted();
        // What cannot be read, and what the Sở does not trust, is for the act's own check to say.
        let found = tokio::task::spawn_blocking(move || {
            Some(
                chains(&file, &evidence::trusted(&folder).ok()?)
                    .ok()?
                    .sources,
            )
        })
        .await
        .ok()
        .flatten();
        let now = self.now();
        let mut asked = self.asked.lock().await;
        for source in found.unwrap_or_default() {
            let key = source.key();
            let ending = if source.certificate.is_some() {
                "ocsp"
            } else {
                "crl"
            };
            let path = self
                .trusted()
                .join(FETCHED)
                .join(format!("{}.{ending}", &key[..32]));
            let known = std::fs::read(&path).ok();
            if !is_due(known.is_some(), asked.get(&key).copied(), now) {
                continue;
            }
            asked.insert(key, now);
            if let Some(answer) = ask::ask(&source.address, source.question())
                .await
                .filter(|answer| source.takes(answer, known.as_deref()))
            {
                let io = |source| Error::Io {
                    path: path.clone(),
                    source,
                };
                std::fs::create_dir_all(self.trusted().join(FETCHED)).map_err(io)?;
                let new = path.with_extension("new");
                std::fs::write(&new, answer)
                    .and_then(|()| std::fs::rename(&new, &path))
                    .map_err(io)?;
            }
        }
        Ok(())
    }
}
