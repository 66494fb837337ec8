//! What the files of an act prove: read and drawn here again, with what the Sở trusts, before
//! anybody has the writer.

use chrono::{DateTime, Utc};
use domain::acts::{Act, Proof};
use domain::facts::{Lookup, Scope};
use domain::row::{Change, Table};
use domain::{Code, Facts, Refusal, compared};
use evidence::{Paper, Proven, Roots};

use crate::{Error, Server};

/// What an act's files were found to prove.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proved {
    /// The files that were looked at.
    files: Option<Proven>,
    /// Pages of a scan that cannot be read.
    unread: Vec<u32>,
    /// What came of it.
    refusal: Option<Refusal>,
}

impl Proved {
    /// What came of looking, if it was at the files that the register names now; none if what a
    /// signed file goes on from, or the paper that a scan shows, has changed meanwhile.
    pub fn verdict(&self, act: &Act, facts: &Facts) -> Option<Result<(), Refusal>> {
        if evidence::proven_by(act, facts) != self.files {
            return None;
        }
        Some(self.refusal.clone().map_or(Ok(()), Err))
    }

    /// What an act changes, with what was read of the scan that it brings.
    pub fn with_reading(&self, act: &Act, changes: Vec<Change>, at: DateTime<Utc>) -> Vec<Change> {
        match act.proof() {
            Proof::Scan(scan) => compared::with(changes, scan.minutes, &self.unread, at),
            _ => changes,
        }
    }
}

/// How much time looking at the files of an act takes, in signed files: pages of a scan are large
/// pictures.
pub(crate) fn effort(act: &Act) -> usize {
    match act.proof() {
        Proof::None => 0,
        Proof::Scan(_) => 8,
        Proof::Page(_) | Proof::Signatures(_) | Proof::Copy(_) => 1,
    }
}

impl Server {
    /// Looks at the files of an act, as of now: what a machine says of the time proves nothing.
    pub(crate) async fn prove(&self, act: &Act) -> Result<Proved, Error> {
        let about = match act.proof() {
            Proof::None => return Ok(Proved::default()),
            // It is drawn of what the act itself says.
            Proof::Page(_) => None,
            Proof::Scan(_) | Proof::Signatures(_) | Proof::Copy(_) => act.minutes(),
        };
        let facts = match about {
            None => Facts::default(),
            Some(id) => {
                let scope = Scope::new().find(Lookup::Id(Table::HandoverMinutes, id.0));
                self.store.gather(&scope).await?
            }
        };
        let Some(files) = evidence::proven_by(act, &facts) else {
            return Ok(Proved::default());
        };
        let looked = match &files {
            Proven::Page(file) => self.look_at(act, file, None).await?,
            Proven::Signed { file, before } => self.look_at(act, file, Some(before)).await?,
            Proven::Scan { file, paper } => self.compare(act, file, paper.clone()).await?,
        };
        let files = Some(files);
        Ok(match looked {
            Ok(unread) => Proved {
                files,
                unread,
                refusal: None,
            },
            Err(refusal) => Proved {
                files,
                unread: vec![],
                refusal: Some(refusal),
            },
        })
    }

    async fn look_at(
        &self,
        act: &Act,
        file: &domain::ids::BlobHash,
        before: Option<&domain::ids::BlobHash>,
    ) -> Result<Result<Vec<u32>, Refusal>, Error> {
        let missing = || Ok(Err(Refusal::new(Code::AttachmentMissing)));
        let Some(file) = self.bytes_of(file).await? else {
            return missing();
        };
        let signed = before.is_some();
        let before = match before {
            Some(before) => match self.bytes_of(before).await? {
                Some(before) => before,
                None => return missing(),
            },
            None => vec![],
        };
        let (act, folder, now) = (act.clone(), self.trusted(), self.now());
        let checked = tokio::task::spawn_blocking(move || {
            // What is wrong with the folder is for the Sở to mend; nobody's act is refused for it.
            let roots = if signed {
                evidence::trusted(&folder).map_err(|_| Refusal::new(Code::ServerTrustsNobody))?
            } else {
                Roots::default()
            };
            evidence::proves(&act, &file, &before, &roots, now).map(|()| vec![])
        });
        Ok(checked
            .await
            .unwrap_or_else(|e| Err(Refusal::new(Code::Internal).with("cause", e))))
    }

    /// Reads a scan as the machine did that filed it: the pages that cannot be read, where they may
    /// be left to somebody's eyes.
    async fn compare(
        &self,
        act: &Act,
        file: &domain::ids::BlobHash,
        paper: Paper,
    ) -> Result<Result<Vec<u32>, Refusal>, Error> {
        let Some(file) = self.bytes_of(file).await? else {
            return Ok(Err(Refusal::new(Code::AttachmentMissing)));
        };
        let compared = self
            .limits
            .reading(move || evidence::compare(&file, &paper))
            .await;
        let by_eye = matches!(act.proof(), Proof::Scan(scan) if scan.by_eye);
        Ok(compared.and_then(|unread| {
            let why = unread.values().next().filter(|_| !by_eye).cloned();
            why.map_or_else(|| Ok(unread.into_keys().collect()), Err)
        }))
    }
}
