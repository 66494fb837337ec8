//! Files from the server: those that the unit keeps with it, and any other when it is asked for.

use std::collections::BTreeSet;

use domain::ids::{BlobHash, UnitId};
use domain::signed_file::SignedFile;
use domain::{Code, Refusal, Row};
use protocol::WireRow;

use super::pace::Pace;
use crate::{Engine, Reply};

/// Files that are to be fetched, among the settings.
const WANTED: &str = "wanted_files";

impl Engine {
    /// Notes which files of the own unit the server keeps for long: the unit shows them to
    /// inspectors, also offline.
    pub(super) async fn want_archived(&self, rows: &[WireRow], unit: UnitId) -> Reply<()> {
        let mut wanted: BTreeSet<BlobHash> = self.setting(WANTED).await?.unwrap_or_default();
        let before = wanted.len();
        wanted.extend(rows.iter().flat_map(|row| archived(row, unit)));
        if wanted.len() == before {
            return Ok(());
        }
        self.set_setting(WANTED, &wanted).await
    }

    /// Fetches them. What is not there any more has been replaced, and whoever opens the paper asks
    /// again; an outage is for the next round.
    pub(super) async fn fetch_archived(&self) -> Reply<()> {
        let wanted: BTreeSet<BlobHash> = self.setting(WANTED).await?.unwrap_or_default();
        let mut left = wanted.clone();
        for hash in &wanted {
            if self
                .file(hash)
                .await
                .is_err_and(|failure| failure.code == Code::Offline)
            {
                break;
            }
            left.remove(hash);
        }
        if left == wanted {
            Ok(())
        } else {
            self.set_setting(WANTED, &left).await
        }
    }

    /// A file, from this machine or from the server.
    ///
    /// # Errors
    /// `not_found`, `offline`, `damaged`.
    pub async fn file(&self, hash: &BlobHash) -> Reply<Vec<u8>> {
        if let Some(bytes) = self.replica.file(hash)? {
            return Ok(bytes);
        }
        if self.identity().await.server.is_none() {
            return Err(Refusal::new(Code::NotFound).with("what", "document").into());
        }
        let bytes = self.fetch(hash).await?;
        let stored = self.replica.put_file(&bytes, true).await?;
        if stored == *hash {
            Ok(bytes)
        } else {
            Err(Refusal::new(Code::Damaged).into())
        }
    }

    /// Fetches a file from the server. Where its line breaks it goes on from there, also the next time
    /// that somebody asks for the same file.
    async fn fetch(&self, hash: &BlobHash) -> Reply<Vec<u8>> {
        let server = self.server().await?;
        let before = self.half_fetched.lock().await.take();
        let before = before.filter(|half| half.0 == *hash);
        let mut bytes = before.map(|half| half.1).unwrap_or_default();
        let mut pace = Pace::BYTES;
        loop {
            let had = bytes.len();
            let path = format!("/sync/v1/file/{}/{had}", hash.0);
            let failure = match server.get(&path, &mut bytes).await {
                Ok(()) => return Ok(bytes),
                Err(failure) => failure,
            };
            let rest = if bytes.len() > had {
                pace.broke_behind()
            } else {
                pace.broke()
            };
            if !server.again(&failure, rest).await {
                *self.half_fetched.lock().await = Some((hash.clone(), bytes));
                return Err(failure);
            }
        }
    }
}

/// The files of minutes of a unit that the server keeps for long.
fn archived(row: &WireRow, unit: UnitId) -> Vec<BlobHash> {
    let Some(Row::HandoverMinutes(minutes)) = row.read() else {
        return vec![];
    };
    if minutes.unit != unit && minutes.giver_unit != unit {
        return vec![];
    }
    let archived = SignedFile::ALL.iter();
    let archived = archived.filter_map(|which| which.of(&minutes)?.1);
    archived.map(|archived| archived.blob.clone()).collect()
}
