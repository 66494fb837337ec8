//! Digital signatures on files: signing the next blank field, and saying in Vietnamese what holds. Neither needs a replica.

use std::path::Path;

use chrono::{DateTime, Utc};
use domain::calendar::vietnam;
use domain::{Code, Refusal};
use minutes::stamp::{self, Hand};
use seal::key::{FileKey, Signer, TokenKey};
use seal::sign::{Place, blanks, sign};
use seal::verify::{NotChecked, Problem, Report, Roots, SignatureReport, Trust, verify};
use seal::{Error, Look};
use serde::Serialize;

use crate::{Failure, Reply};

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
    /// Whether it covers the whole file; otherwise others signed after it.
    pub whole: bool,
    /// Whether it holds.
    pub holds: bool,
    /// What does not hold.
    pub problems: Vec<Failure>,
    /// What could not be checked.
    pub notes: Vec<Failure>,
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

/// Checks a file against the certificates and revocation lists of a folder, as of an instant. Offline.
///
/// # Errors
/// `signed_unreadable`; `file_access` for the folder.
pub fn verify_file(pdf: &[u8], roots: &Path, at: DateTime<Utc>) -> Reply<FileVerdict> {
    let report = verify(pdf, &trusted(roots)?, at).map_err(|e| refusal(&e, "", ""))?;
    Ok(verdict(report))
}

/// What a folder trusts: its certificates and revocation lists.
fn trusted(folder: &Path) -> Reply<Roots> {
    let access = || Refusal::new(Code::FileAccess).with("file", folder.display());
    let mut paths: Vec<_> = std::fs::read_dir(folder).map_err(|_| access())?.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_file()).collect();
    paths.sort();
    let mut roots = Roots::default();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|_| Refusal::new(Code::FileAccess).with("file", path.display()))?;
        // A folder of certificates may hold a note beside them.
        let _ = roots.add(&bytes);
    }
    if roots.is_empty() { Err(access().into()) } else { Ok(roots) }
}

fn verdict(report: Report) -> FileVerdict {
    let passes = report.passes();
    let problem = match report.problem {
        Some(_) => Some(Refusal::new(Code::SignatureStructure).into()),
        None if report.signatures.is_empty() => Some(Refusal::new(Code::NotSigned).into()),
        None => None,
    };
    FileVerdict { passes, problem, signatures: report.signatures.into_iter().map(signature).collect(), blank: report.blank }
}

fn signature(report: SignatureReport) -> SignatureVerdict {
    let said = |code| Failure::from(Refusal::new(code).with("name", if report.signer.is_empty() { &report.field } else { &report.signer }).with("field", &report.field));
    let problems = report.problems.iter().map(|p| said(problem_code(p))).collect();
    let notes = report.not_checked.iter().map(|n| {
        said(match n {
            NotChecked::Revocation => Code::RevocationNotChecked,
            NotChecked::Time => Code::TimeNotChecked,
        })
    });
    let notes = notes.collect();
    SignatureVerdict {
        holds: report.holds(),
        problems,
        notes,
        field: report.field,
        signer: report.signer,
        organisation: report.organisation,
        issuer: report.issuer,
        claimed_at: report.claimed_at,
        whole: report.whole,
    }
}

fn problem_code(problem: &Problem) -> Code {
    use seal::verify::Flaw;
    match problem {
        Problem::Structure => Code::SignatureStructure,
        Problem::Flaw(Flaw::OtherContent) => Code::SignatureContent,
        Problem::Flaw(Flaw::Algorithm) => Code::SignatureAlgorithm,
        Problem::Flaw(_) => Code::SignatureBroken,
        Problem::ChangedAfter => Code::ChangedAfterSigning,
        Problem::Trust(Trust::Unknown | Trust::Foreign) => Code::CertificateUnknown,
        Problem::Trust(Trust::Expired) => Code::CertificateExpired,
        Problem::Trust(Trust::NotYetValid) => Code::CertificateNotYetValid,
        Problem::Trust(Trust::Revoked) => Code::CertificateRevoked,
        Problem::Trust(Trust::NotForSigning) => Code::CertificateNotForSigning,
    }
}

/// Where the key is that signs.
#[derive(Clone, Debug)]
pub enum KeyPlace<'a> {
    /// A PKCS#12 file.
    File(&'a Path),
    /// A token, by the driver of its maker; the token and the key by their labels, if there are several.
    Token {
        /// The driver.
        driver: &'a Path,
        /// The token.
        token: Option<&'a str>,
        /// The key.
        key: Option<&'a str>,
    },
}

/// Signs a field of a file; the first blank one if none is named. The result is checked before it is given back.
///
/// # Errors
/// `key_password`, `key_unusable`, the refusals of the certificate, `field_missing`, `field_taken`, `signed_broken`, `signed_unreadable`.
pub fn sign_file(pdf: &[u8], place: &KeyPlace<'_>, secret: &str, field: Option<&str>, hand: Hand, at: DateTime<Utc>) -> Reply<Vec<u8>> {
    let key: Box<dyn Signer> = match place {
        KeyPlace::File(path) => {
            let bytes = std::fs::read(path).map_err(|_| Refusal::new(Code::FileAccess).with("file", path.display()))?;
            Box::new(FileKey::open(&bytes, secret).map_err(|e| refusal(&e, "", ""))?)
        }
        KeyPlace::Token { driver, token, key } => Box::new(TokenKey::open(driver, *token, *key, secret).map_err(|e| refusal(&e, "", ""))?),
    };
    let (name, organisation) = seal::key::holder(key.as_ref()).map_err(|e| refusal(&e, "", ""))?;
    let failed = |e: &Error| refusal(e, &name, field.unwrap_or_default());
    let all = blanks(pdf).map_err(|e| failed(&e))?;
    let wanted = all.iter().find(|b| b.signature && field.is_none_or(|field| field == b.name));
    // Which field is missing, or taken, is for the one who signs to say.
    let named = wanted.map_or(field.unwrap_or_default(), |b| b.name.as_str());
    let size = wanted.map_or((0.0, 0.0), |b| b.size);
    let look = if size.0 > 1.0 && size.1 > 1.0 {
        let drawn = stamp::signature(hand, &name, organisation.as_deref(), at.with_timezone(&vietnam()), size).map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        Some(Look::of_page(&drawn).map_err(|e| failed(&e))?)
    } else {
        None
    };
    let signing = Place { field: named, at, zone: vietnam(), look: look.as_ref(), reason: None };
    sign(pdf, &signing, key.as_ref()).map_err(|e| failed(&e).into())
}

fn refusal(error: &Error, name: &str, field: &str) -> Refusal {
    let code = match error {
        Error::Unreadable(_) | Error::Encrypted => Code::SignedUnreadable,
        Error::NoField(_) => Code::FieldMissing,
        Error::FieldTaken(_) => Code::FieldTaken,
        Error::Broken => Code::SignedBroken,
        Error::WrongPassword => Code::KeyPassword,
        Error::NoKey(_) => Code::KeyUnusable,
        Error::NotYetValid(_) => Code::CertificateNotYetValid,
        Error::Expired(_) => Code::CertificateExpired,
        Error::NotForSigning => Code::CertificateNotForSigning,
        Error::Crypto(_) => Code::Internal,
    };
    Refusal::new(code).with("name", name).with("field", field).with("cause", error)
}

/// Writes a file whole or not at all: a program that is ended in the middle leaves what was there.
///
/// # Errors
/// `file_access`.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Reply<()> {
    use std::io::Write;
    let access = |_| Refusal::new(Code::FileAccess).with("file", path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut file = std::fs::File::create(&part).map_err(access)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(access)?;
    std::fs::rename(&part, path).map_err(access)?;
    Ok(())
}
