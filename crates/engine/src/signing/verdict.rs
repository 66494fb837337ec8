//! What a signed file is worth, as people read it.

use std::path::Path;

use chrono::{DateTime, Utc};
use domain::ids::{MinutesId, UnitId};
use domain::text::visible;
use domain::{Code, Refusal};
use evidence::{apart, code_of, said, trusted};
use seal::archive;
use seal::verify::{Change, NotChecked, Report, SignatureReport, verify};
use serde::Serialize;

use super::trust::RootSet;
use crate::{Engine, Failure, Reply};

/// One signature, as people read it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignatureVerdict {
    /// Its field.
    pub field: String,
    /// Who signed, as the certificate names them.
    pub signer: String,
    /// Their organisation, as the certificate names it.
    pub organisation: Option<String>,
    /// Who vouches for them.
    pub issuer: String,
    /// The instant that the signer claims.
    pub claimed_at: Option<DateTime<Utc>>,
    /// The instant before which it was there, as a time-stamping authority says.
    pub proven_at: Option<DateTime<Utc>>,
    /// Whether it is itself a time stamp on the file.
    pub stamp: bool,
    /// Whether it covers the whole file; otherwise others signed after it.
    pub whole: bool,
    /// Whether it holds.
    pub holds: bool,
    /// What came after it, allowed all of it unless a problem says otherwise.
    pub after: Vec<AfterRow>,
    /// What does not hold.
    pub problems: Vec<Failure>,
    /// What could not be checked.
    pub notes: Vec<Failure>,
    /// Whose root the signer leads to, if to any.
    pub root: Option<RootSet>,
}

/// Something that came after a signature.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AfterRow {
    /// What.
    pub what: AfterKind,
    /// The field, where it is one.
    pub field: String,
    /// What it says, where it was filled.
    pub text: Option<String>,
}

/// What may come after a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum AfterKind {
    /// Another signature, in a field that was there.
    Signed,
    /// A gap was filled, for which the next signature vouches.
    Filled,
    /// Another signature, in a field that was added for it.
    SignedNewField,
    /// Certificates and revocation lists for later.
    Evidence,
    /// The description of the file.
    Description,
}

fn after(change: Change) -> AfterRow {
    let (what, field, text) = match change {
        Change::Signed(field) => (AfterKind::Signed, field, None),
        Change::Filled(field, text) => (AfterKind::Filled, field, Some(visible(&text))),
        Change::SignedNewField(field) => (AfterKind::SignedNewField, field, None),
        Change::Evidence => (AfterKind::Evidence, String::new(), None),
        Change::Description => (AfterKind::Description, String::new(), None),
    };
    AfterRow {
        what,
        field: visible(&field),
        text,
    }
}

/// A file, as people read it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FileVerdict {
    /// Whether it is signed and everything in it holds.
    pub passes: bool,
    /// What is wrong with the file as a whole.
    pub problem: Option<Failure>,
    /// Its signatures, first signed first.
    pub signatures: Vec<SignatureVerdict>,
    /// Signature fields that are still blank.
    pub blank: Vec<String>,
}

/// Checks a file against the certificates and revocation lists of a folder, as of an instant.
/// Offline.
///
/// # Errors
/// `signed_unreadable`, `signed_encrypted`, `file_too_large`; `file_access` for the folder.
pub fn verify_file(pdf: &[u8], roots: &Path, at: DateTime<Utc>) -> Reply<FileVerdict> {
    let roots = trusted(roots)?;
    Ok(verdict(apart(|| verify(pdf, &roots, at))?))
}

fn verdict(report: Report) -> FileVerdict {
    let passes = report.passes();
    // The place of the archive stamp is nobody's to sign.
    let blank = report
        .blank
        .into_iter()
        .filter(|name| name != archive::FIELD)
        .collect();
    let problem = match report.problem {
        Some(problem) => Some(Refusal::new(code_of(&problem)).into()),
        None if report.signatures.is_empty() => Some(Refusal::new(Code::NotSigned).into()),
        None => None,
    };
    FileVerdict {
        passes,
        problem,
        signatures: report.signatures.into_iter().map(signature).collect(),
        blank,
    }
}

fn signature(report: SignatureReport) -> SignatureVerdict {
    let said = |code| Failure::from(said(code, &report));
    let problems = report.problems.iter().map(|p| said(code_of(p))).collect();
    // Of a signature that does not hold nothing else is of interest.
    let notes = report
        .not_checked
        .iter()
        .filter(|_| report.holds())
        .map(|n| {
            said(match n {
                NotChecked::Revocation => Code::RevocationNotChecked,
                NotChecked::Time => Code::TimeNotChecked,
                NotChecked::Certificate => Code::SignatureBasic,
            })
        });
    let notes = notes.collect();
    let holds = report.holds();
    SignatureVerdict {
        holds,
        after: report.changes.into_iter().map(after).collect(),
        problems,
        notes,
        field: report.field,
        signer: report.signer,
        organisation: report.organisation,
        issuer: report.issuer,
        claimed_at: report.claimed_at,
        proven_at: report.proven_at,
        stamp: report.stamp,
        whole: report.whole,
        root: report.root.map(Into::into),
    }
}

impl Engine {
    /// Checks a file against what this machine trusts. Offline.
    ///
    /// # Errors
    /// `nothing_trusted`, `signed_unreadable`, `signed_encrypted`, `file_too_large`.
    pub async fn verify_signed(&self, pdf: Vec<u8>) -> Reply<FileVerdict> {
        let roots = self.roots().await?;
        if roots.is_empty() {
            return Err(Refusal::new(Code::NothingTrusted).into());
        }
        let at = self.now();
        let report = tokio::task::spawn_blocking(move || apart(|| verify(&pdf, &roots, at))).await;
        Ok(verdict(report.map_err(|e| {
            Refusal::new(Code::Internal).with("cause", e)
        })??))
    }

    /// Checks the signatures of minutes as they are kept: those of their own file, or that of the
    /// organisation on the scan.
    ///
    /// # Errors
    /// `not_found`, `wrong_state` if nothing is signed digitally, `offline`; those of
    /// [`Engine::verify_signed`].
    pub async fn minutes_verdict(&self, unit: UnitId, id: MinutesId) -> Reply<FileVerdict> {
        let facts = self.about(unit, id).await?;
        let minutes = facts.minutes(id)?;
        let bytes = match &minutes.digital {
            Some(_) => self.kept_file(minutes).await?,
            None => self.proof(unit, id).await?,
        };
        self.verify_signed(bytes).await
    }
}
