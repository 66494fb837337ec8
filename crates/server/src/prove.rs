//! What the files of an act prove: read and drawn here again, with what the Sở trusts, before
//! anybody has the writer.

use domain::acts::Act;
use domain::facts::{Lookup, Scope};
use domain::row::Table;
use domain::{Code, Facts, Refusal};
use evidence::{Proven, Roots};

use crate::{Error, Server};

/// What an act's files were found to prove.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proved {
    /// The files that were looked at.
    files: Option<Proven>,
    /// What came of it.
    refusal: Option<Refusal>,
}

impl Proved {
    /// What came of looking, if it was at the files that the register names now; none if what a
    /// signed file goes on from has changed meanwhile.
    pub fn verdict(&self, act: &Act, facts: &Facts) -> Option<Result<(), Refusal>> {
        if evidence::proven_by(act, facts) != self.files {
            return None;
        }
        Some(self.refusal.clone().map_or(Ok(()), Err))
    }
}

impl Server {
    /// Looks at the files of an act, as of now: what a machine says of the time proves nothing.
    pub(crate) async fn prove(&self, act: &Act) -> Result<Proved, Error> {
        let scope = act.minutes().map_or_else(Scope::new, |id| {
            Scope::new().find(Lookup::Id(Table::HandoverMinutes, id.0))
        });
        let facts = self.store.gather(&scope).await?;
        let Some(files) = evidence::proven_by(act, &facts) else {
            return Ok(Proved::default());
        };
        let refusal = self.look_at(act, &files).await?.err();
        let files = Some(files);
        Ok(Proved { files, refusal })
    }

    async fn look_at(&self, act: &Act, files: &Proven) -> Result<Result<(), Refusal>, Error> {
        let (file, before) = match files {
            Proven::Page(file) => (file, None),
            Proven::Signed { file, before } => (file, Some(before)),
        };
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
            evidence::proves(&act, &file, &before, &roots, now)
        });
        Ok(checked
            .await
            .unwrap_or_else(|e| Err(Refusal::new(Code::Internal).with("cause", e))))
    }
}
