//! Whether a signed file proves what an act says of it. The machine where the act is done reads the file and writes into the act what it
//! found; the server reads it again and compares.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, SubsecRound, Utc};
use domain::acts::Act;
use domain::ids::{BlobHash, MinutesId};
use domain::minutes::FieldSignature;
use domain::{Code, Facts, Refusal, text};
use seal::Error;
use seal::verify::{Flaw, Problem, Report, RootSet, Roots, SignatureReport, Trust, goes_on_from, verify};

/// What a signed file of minutes says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its signatures, first signed first; time stamps on the file are none.
    pub signatures: Vec<FieldSignature>,
    /// What its gaps say, by field; blank ones are not here.
    pub filled: BTreeMap<String, String>,
}

/// Reads a signed file that goes on from earlier bytes, as of an instant.
///
/// # Errors
/// `nothing_trusted`; `signed_other_file` unless it goes on from them; `signed_unreadable`; what does not hold in it (`not_signed`,
/// `changed_after_signing`, `certificate_…`, …).
pub fn read(file: &[u8], before: &[u8], roots: &Roots, at: DateTime<Utc>) -> Result<Evidence, Refusal> {
    if roots.is_empty() {
        return Err(Refusal::new(Code::NothingTrusted));
    }
    if !file.starts_with(before) || file.len() == before.len() {
        return Err(Refusal::new(Code::SignedOtherFile));
    }
    let (report, goes_on) = apart(|| Ok((verify(file, roots, at)?, goes_on_from(file, before.len())?)))?;
    if let Some(refusal) = first_problem(&report) {
        return Err(refusal);
    }
    if !goes_on {
        return Err(Refusal::new(Code::SignedOtherFile));
    }
    let signatures = report.signatures.iter().filter(|s| !s.stamp).map(signature).collect::<Result<_, _>>()?;
    Ok(Evidence { signatures, filled: report.texts })
}

fn signature(report: &SignatureReport) -> Result<FieldSignature, Refusal> {
    // Without a time nobody can say on which day the parties signed.
    let claimed_at = report.claimed_at.ok_or_else(|| said(Code::SignatureStructure, report))?.trunc_subsecs(0);
    Ok(FieldSignature {
        field: report.field.clone(),
        signer: text::tidy(&report.signer),
        organisation: report.organisation.as_deref().map(text::tidy),
        claimed_at,
        certificate: report.certificate.clone(),
    })
}

/// What does not hold in a file, the first thing of it.
fn first_problem(report: &Report) -> Option<Refusal> {
    if report.problem.is_some() {
        return Some(Refusal::new(Code::SignatureStructure));
    }
    if report.signatures.is_empty() {
        return Some(Refusal::new(Code::NotSigned));
    }
    report.signatures.iter().find_map(|s| s.problems.first().map(|problem| said(code_of(problem), s)))
}

/// A refusal of one signature.
#[must_use]
pub fn said(code: Code, report: &SignatureReport) -> Refusal {
    Refusal::new(code).with("name", text::visible(if report.signer.is_empty() { &report.field } else { &report.signer })).with("field", text::visible(&report.field))
}

/// The code under which people read what does not hold.
#[must_use]
pub fn code_of(problem: &Problem) -> Code {
    match problem {
        Problem::Structure => Code::SignatureStructure,
        Problem::Flaw(Flaw::OtherContent) => Code::SignatureContent,
        Problem::Flaw(Flaw::Algorithm) => Code::SignatureAlgorithm,
        Problem::Flaw(_) => Code::SignatureBroken,
        Problem::ChangedAfter => Code::ChangedAfterSigning,
        Problem::ClaimedLater => Code::ClaimedLater,
        Problem::Trust(Trust::Unknown | Trust::Foreign) => Code::CertificateUnknown,
        Problem::Trust(Trust::Expired) => Code::CertificateExpired,
        Problem::Trust(Trust::NotYetValid) => Code::CertificateNotYetValid,
        Problem::Trust(Trust::Revoked) => Code::CertificateRevoked,
        Problem::Trust(Trust::NotForSigning) => Code::CertificateNotForSigning,
    }
}

/// Looks at a file from outside on a thread of its own, with a stack that deep nesting does not exhaust; one that breaks it cannot be read.
///
/// # Errors
/// `signed_unreadable`; `internal` if there is no thread.
pub fn apart<T: Send>(look: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Refusal> {
    const STACK: usize = 512 * 1024 * 1024;
    let broken = |cause: String| Refusal::new(Code::SignedUnreadable).with("cause", cause);
    let looked = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, look);
        thread.map_err(|e| Refusal::new(Code::Internal).with("cause", e))?.join().map_err(|_| broken("the reader stopped".to_owned()))
    })?;
    looked.map_err(|e| broken(e.to_string()))
}

/// The folders of the two sets of roots inside a folder of what is trusted.
pub const SETS: [(&str, RootSet); 2] = [("government", RootSet::Government), ("public", RootSet::Public)];

/// What a folder trusts: its certificates and revocation lists, and those in its folders `government` (Ban Cơ yếu) and `public` (NEAC).
///
/// # Errors
/// `file_access`, also for a folder in which nothing is trusted; `not_a_certificate` for a file that should be one.
pub fn trusted(folder: &Path) -> Result<Roots, Refusal> {
    let mut roots = Roots::default();
    trusted_in(folder, RootSet::Other, &mut roots)?;
    for (name, set) in SETS {
        if folder.join(name).is_dir() {
            trusted_in(&folder.join(name), set, &mut roots)?;
        }
    }
    if roots.is_empty() { Err(Refusal::new(Code::FileAccess).with("file", folder.display())) } else { Ok(roots) }
}

fn trusted_in(folder: &Path, set: RootSet, roots: &mut Roots) -> Result<(), Refusal> {
    let access = |path: &Path| Refusal::new(Code::FileAccess).with("file", path.display());
    let mut paths: Vec<_> = std::fs::read_dir(folder).map_err(|_| access(folder))?.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_file()).collect();
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|_| access(&path))?;
        let meant = path.extension().is_some_and(|e| ["cer", "crt", "pem", "der", "crl"].contains(&e.to_string_lossy().to_lowercase().as_str()));
        // A folder of certificates may hold a note beside them; a list that is broken must not be passed over.
        if roots.add(&bytes, set).is_err() && meant {
            return Err(Refusal::new(Code::NotACertificate).with("file", path.display()));
        }
    }
    Ok(())
}

/// The two files that an act of a digital signature is about: the signed one, and the one that it goes on from. None for other acts, and
/// where the minutes are not there: that is for the act's rule to say.
#[must_use]
pub fn files_of(act: &Act, facts: &Facts) -> Option<(BlobHash, BlobHash)> {
    let minutes = |id: &MinutesId| facts.minutes.get(id);
    match act {
        Act::SignDigitally(request) => {
            let minutes = minutes(&request.minutes)?;
            let before = minutes.digital.as_ref().map(|file| &file.blob).or(minutes.frozen().map(|frozen| &frozen.pdf))?;
            Some((request.file.clone(), before.clone()))
        }
        Act::CertifyScan(request) => Some((request.file.clone(), minutes(&request.minutes)?.signed()?.scan.as_ref()?.blob.clone())),
        _ => None,
    }
}

/// Whether a file proves what an act says of it.
///
/// # Errors
/// Those of [`read`]; `evidence_differs`.
pub fn proves(act: &Act, file: &[u8], before: &[u8], roots: &Roots, at: DateTime<Utc>) -> Result<(), Refusal> {
    let evidence = read(file, before, roots, at)?;
    let same = match act {
        Act::SignDigitally(request) => evidence.signatures == request.signatures && evidence.filled == request.filled,
        Act::CertifyScan(request) => evidence.signatures == [request.signature.clone()],
        _ => true,
    };
    if same { Ok(()) } else { Err(Refusal::new(Code::EvidenceDiffers)) }
}
