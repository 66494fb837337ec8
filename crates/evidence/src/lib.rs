//! Whether a signed file proves what an act says of it. The machine where the act is done reads the
//! file and writes into the act what it found; the server reads it again and compares.

pub mod revocation;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{DateTime, SubsecRound, Utc};
use domain::acts::{Act, FreezeMinutes, Proof};
use domain::blanks::Party;
use domain::ids::{BlobHash, MinutesId};
use domain::signatures::FieldSignature;
use domain::{Code, Facts, Refusal, text};
use seal::sign::{Blank, OpenFile};
use seal::trust::{RootSet, Trust};
use seal::verify::{
    Change, Flaw, NotChecked, Problem, Report, SignatureReport, goes_on_from, verify,
};
use seal::{Error, Look};

pub use minutes::scan::Paper;
pub use seal::trust::Roots;

/// What is kept can be verified, and what was attached can be signed.
const _: () = assert!(seal::MAX_BYTES == domain::bounds::MAX_FILE);

/// What a signed file of minutes says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its signatures, first signed first; time stamps on the file are none.
    pub signatures: Vec<FieldSignature>,
    /// What its gaps say, by field; blank ones are not here.
    pub filled: BTreeMap<String, String>,
}

/// What a signed file should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The file of minutes: every field is in it from the beginning, none is added.
    Minutes,
    /// A scan with one signature, in a field that was added for it.
    Copy,
}

/// Reads a signed file that goes on from earlier bytes, as of an instant.
///
/// # Errors
/// `nothing_trusted`; `signed_other_file` unless it begins with them, `signed_nothing_new` if
/// nobody signed behind them, `signed_with_more` unless nothing is in it but what is expected; `locked_by_signer` if others could not sign it any more; `gaps_differ` if a gap shows something else than it says, or was filled behind the
/// organisation; `signed_unreadable`; what does not hold in it (`not_signed`,
/// `changed_after_signing`, `certificate_…`, …).
pub fn read(
    file: &[u8],
    before: &[u8],
    expected: Expected,
    roots: &Roots,
    at: DateTime<Utc>,
) -> Result<Evidence, Refusal> {
    if roots.is_empty() {
        return Err(Refusal::new(Code::NothingTrusted));
    }
    let nothing_new = || Refusal::new(Code::SignedNothingNew);
    if !file.starts_with(before) {
        return Err(Refusal::new(Code::SignedOtherFile));
    }
    if file == before {
        return Err(nothing_new());
    }
    let (report, first, filled) = apart(|| {
        Ok((
            verify(file, roots, at)?,
            goes_on_from(file, before.len())?,
            OpenFile::open(file)?.filled(),
        ))
    })?;
    if let Some(refusal) = first_problem(&report).or_else(|| closed_too_early(&report, expected)) {
        return Err(refusal);
    }
    if report.signatures.iter().all(|s| s.covers <= before.len()) {
        return Err(nothing_new());
    }
    let with_more = || Refusal::new(Code::SignedWithMore);
    let first = first.ok_or_else(with_more)?;
    let all: BTreeSet<&Change> = report
        .signatures
        .iter()
        .flat_map(|s| &s.changes)
        .chain(&first)
        .collect();
    let added = all
        .iter()
        .filter(|change| matches!(change, Change::SignedNewField(_)))
        .count();
    // Two signatures of one name would be one to the register, and a page has room for many looks.
    let names: BTreeSet<&String> = report.signatures.iter().map(|s| &s.field).collect();
    let fits = match expected {
        Expected::Minutes => {
            added == 0
                && report
                    .signatures
                    .iter()
                    .all(|s| !s.stamp || s.field == seal::archive::FIELD)
        }
        Expected::Copy => added == 1 && report.signatures.len() == 1 && filled.is_empty(),
    };
    if !fits || names.len() != report.signatures.len() {
        return Err(with_more());
    }
    let behind_organisation = |s: &SignatureReport| {
        Party::of_field(&s.field).is_some_and(Party::is_organisation)
            && s.changes
                .iter()
                .any(|change| matches!(change, Change::Filled(..)))
    };
    let mut as_said = true;
    for (gap, text) in &filled {
        as_said &= shows(file, gap, text)?;
    }
    if !as_said || report.signatures.iter().any(behind_organisation) {
        return Err(Refusal::new(Code::GapsDiffer));
    }
    let signatures = report
        .signatures
        .iter()
        .filter(|s| !s.stamp)
        .map(signature)
        .collect::<Result<_, _>>()?;
    Ok(Evidence {
        signatures,
        filled: report.texts,
    })
}

/// That somebody has locked what others are still to sign: nobody could go on with such minutes, and
/// it can still be signed otherwise.
fn closed_too_early(report: &Report, expected: Expected) -> Option<Refusal> {
    let organisation = |field: &String| Party::of_field(field).is_some_and(Party::is_organisation);
    let done = report.signatures.iter().any(|s| organisation(&s.field));
    if expected == Expected::Copy || done {
        return None;
    }
    let to_sign = |field: &&String| Party::of_field(field).is_some();
    let locks = |signature: &&SignatureReport| {
        let mut blank = report.blank.iter().filter(to_sign);
        blank.any(|field| !signature.lets_fill(field))
    };
    let by = report.signatures.iter().find(locks)?;
    Some(said(Code::LockedBySigner, by))
}

/// Reads a signed file in which everything holds.
///
/// # Errors
/// What does not hold in it, the first thing; `signed_unreadable`.
pub fn sound(file: &[u8], roots: &Roots, at: DateTime<Utc>) -> Result<Report, Refusal> {
    let report = apart(|| verify(file, roots, at))?;
    match first_problem(&report) {
        Some(refusal) => Err(refusal),
        None => Ok(report),
    }
}

/// Until when the time stamp on a file that is kept for long can be checked, if it says so.
///
/// # Errors
/// Those of [`sound`]; `revocation_not_checked` if the file does not show of every signer that
/// nobody had revoked the certificate.
pub fn kept_until(
    file: &[u8],
    roots: &Roots,
    at: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let report = sound(file, roots, at)?;
    if let Some(open) = report
        .signatures
        .iter()
        .find(|s| !s.stamp && s.not_checked.contains(&NotChecked::Revocation))
    {
        return Err(said(Code::RevocationNotChecked, open));
    }
    apart(|| seal::archive::holds_until(file))
}

/// How a gap looks with a text in it, as the program writes it and as the server expects it.
///
/// # Errors
/// `internal`: a fault of the program's data.
pub fn look_in(gap: &Blank, text: &str) -> Result<Look, Refusal> {
    let broken = |cause: String| Refusal::new(Code::Internal).with("cause", cause);
    let drawn = minutes::look::written(
        text,
        gap.face.as_deref() == Some(minutes::look::ITALIC),
        gap.size,
    )
    .map_err(|e| broken(e.to_string()))?;
    Look::of_page(drawn).map_err(|e| broken(e.to_string()))
}

/// Whether a gap shows what it says: otherwise the page could show one number and the register read
/// another.
fn shows(file: &[u8], gap: &Blank, text: &str) -> Result<bool, Refusal> {
    let look = look_in(gap, text)?;
    apart(|| look.is_shown(file, &gap.name))
}

fn signature(report: &SignatureReport) -> Result<FieldSignature, Refusal> {
    // Without a time nobody can say on which day the parties signed.
    let claimed_at = report
        .claimed_at
        .ok_or_else(|| said(Code::SignatureStructure, report))?
        .trunc_subsecs(0);
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
    if let Some(problem) = &report.problem {
        return Some(Refusal::new(code_of(problem)));
    }
    if report.signatures.is_empty() {
        return Some(Refusal::new(Code::NotSigned));
    }
    report
        .signatures
        .iter()
        .find_map(|s| s.problems.first().map(|problem| said(code_of(problem), s)))
}

/// A refusal of one signature.
#[must_use]
pub fn said(code: Code, report: &SignatureReport) -> Refusal {
    Refusal::new(code)
        .with(
            "name",
            text::visible(if report.signer.is_empty() {
                &report.field
            } else {
                &report.signer
            }),
        )
        .with("field", text::visible(&report.field))
}

/// What went wrong with a signed file or a key, for people: whose it is, and which field.
#[must_use]
pub fn refusal(error: &Error, name: &str, field: &str) -> Refusal {
    if let Error::Forbidden(signer) = error {
        return Refusal::new(Code::LockedBySigner).with("name", text::visible(signer));
    }
    if let Error::TooLarge = error {
        return Refusal::new(Code::FileTooLarge).with("limit", seal::MAX_BYTES / 1024 / 1024);
    }
    let code = match error {
        Error::Unreadable(_) | Error::TooLarge | Error::Forbidden(_) => Code::SignedUnreadable,
        Error::Encrypted => Code::SignedEncrypted,
        Error::NoField(_) => Code::FieldMissing,
        Error::FieldTaken(_) => Code::FieldTaken,
        Error::Broken => Code::SignedBroken,
        Error::WrongPassword => Code::KeyPassword,
        Error::Locked => Code::KeyLocked,
        Error::NoKey(_) => Code::KeyUnusable,
        Error::NotYetValid(_) => Code::CertificateNotYetValid,
        Error::Expired(_) => Code::CertificateExpired,
        Error::NotForSigning => Code::CertificateNotForSigning,
        Error::Stamp(_) => Code::StampRefused,
        Error::Crypto(_) => Code::Internal,
    };
    Refusal::new(code)
        .with("name", name)
        .with("field", field)
        .with("cause", error)
}

/// The code under which people read what does not hold.
#[must_use]
pub fn code_of(problem: &Problem) -> Code {
    match problem {
        Problem::Structure => Code::SignatureStructure,
        Problem::Tail => Code::SignedTail,
        Problem::Flaw(Flaw::OtherContent) => Code::SignatureContent,
        Problem::Flaw(Flaw::Algorithm) | Problem::Trust(Trust::Algorithm) => {
            Code::SignatureAlgorithm
        }
        Problem::Flaw(Flaw::Malformed | Flaw::NoCertificate) => Code::SignatureUnread,
        Problem::Flaw(Flaw::WrongSignature | Flaw::OtherCertificate) => Code::SignatureBroken,
        Problem::ChangedAfter => Code::ChangedAfterSigning,
        Problem::Forbidden => Code::ChangeForbidden,
        Problem::ClaimedLater => Code::ClaimedLater,
        Problem::Trust(Trust::Unknown) => Code::CertificateUnknown,
        Problem::Trust(Trust::Expired) => Code::CertificateExpired,
        Problem::Trust(Trust::NotYetValid) => Code::CertificateNotYetValid,
        Problem::Trust(Trust::Revoked) => Code::CertificateRevoked,
        Problem::Trust(Trust::NotForSigning) => Code::CertificateNotForSigning,
    }
}

/// Looks at a file from outside on a thread of its own, with a stack that deep nesting does not
/// exhaust; one that breaks it cannot be read.
///
/// # Errors
/// `signed_unreadable`, `signed_encrypted`, `file_too_large`; `internal` if there is no thread.
pub fn apart<T: Send>(look: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Refusal> {
    let stopped = || Refusal::new(Code::SignedUnreadable).with("cause", "the reader stopped");
    let looked = deep(look)?.ok_or_else(stopped)?;
    looked.map_err(|error| match error {
        Error::Encrypted | Error::TooLarge => refusal(&error, "", ""),
        other => Refusal::new(Code::SignedUnreadable).with("cause", other),
    })
}

/// Runs on a thread with a deep stack; nothing if what it reads breaks it.
fn deep<T: Send>(look: impl FnOnce() -> T + Send) -> Result<Option<T>, Refusal> {
    const STACK: usize = 512 * 1024 * 1024;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, look);
        let thread = thread.map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        Ok(thread.join().ok())
    })
}

/// Compares a scan with its paper, as the machine did that filed it: which of its pages, from 1, no
/// program here can read, with the reason.
///
/// # Errors
/// Those of [`minutes::scan::compare`]; `internal` if there is no thread.
pub fn compare(bytes: &[u8], paper: &Paper) -> Result<BTreeMap<u32, Refusal>, Refusal> {
    let compared = deep(|| minutes::scan::compare(bytes, paper))?;
    compared.unwrap_or_else(|| Err(Refusal::new(Code::ScanUnreadable)))
}

/// The folders of the two sets of roots inside a folder of what is trusted.
pub const SETS: [(&str, RootSet); 2] = [
    ("government", RootSet::Government),
    ("public", RootSet::Public),
];

/// The folder of lists and answers that were fetched, inside a folder of what is trusted.
pub const FETCHED: &str = "fetched";

/// What a folder trusts: its certificates and revocation lists, and those in its folders
/// `government` (Ban Cơ yếu) and `public` (NEAC).
///
/// # Errors
/// `file_access`, also for a folder in which nothing is trusted; `not_a_certificate` for a file
/// that should be one.
pub fn trusted(folder: &Path) -> Result<Roots, Refusal> {
    let mut roots = Roots::default();
    trusted_in(folder, RootSet::Other, &mut roots)?;
    for (name, set) in SETS {
        if folder.join(name).is_dir() {
            trusted_in(&folder.join(name), set, &mut roots)?;
        }
    }
    // What was fetched was looked at then; what cannot be read tells nothing.
    for entry in std::fs::read_dir(folder.join(FETCHED))
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        let answer = std::fs::read(entry.path()).unwrap_or_default();
        if roots.add(&answer, RootSet::Other).is_err() {
            roots.add_answer(&answer);
        }
    }
    if roots.is_empty() {
        Err(Refusal::new(Code::FileAccess).with("file", folder.display()))
    } else {
        Ok(roots)
    }
}

fn trusted_in(folder: &Path, set: RootSet, roots: &mut Roots) -> Result<(), Refusal> {
    let access = |path: &Path| Refusal::new(Code::FileAccess).with("file", path.display());
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .map_err(|_| access(folder))?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.is_file())
        .collect();
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|_| access(&path))?;
        let meant = path.extension().is_some_and(|e| {
            ["cer", "crt", "pem", "der", "crl"]
                .contains(&e.to_string_lossy().to_lowercase().as_str())
        });
        // A folder of certificates may hold a note beside them; a list that is broken must not be
        // passed over.
        if roots.add(&bytes, set).is_err() && meant {
            return Err(Refusal::new(Code::NotACertificate).with("file", path.display()));
        }
    }
    Ok(())
}

/// The files that an act is proven by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proven {
    /// The page that it brings.
    Page(BlobHash),
    /// The scan that it brings, and the paper that it should show.
    Scan {
        /// What it brings.
        file: BlobHash,
        /// What was frozen.
        paper: Paper,
    },
    /// The signed file that it brings, and the one that this goes on from.
    Signed {
        /// What it brings.
        file: BlobHash,
        /// What was there before.
        before: BlobHash,
    },
}

/// The files that an act is proven by. None for acts that need no proof, and where the minutes are
/// not there: that is for the act's rule to say.
#[must_use]
pub fn proven_by(act: &Act, facts: &Facts) -> Option<Proven> {
    let minutes = |id: &MinutesId| facts.minutes.get(id);
    match act.proof() {
        Proof::None => None,
        Proof::Scan(scan) => {
            let paper = Paper::from(minutes(&scan.minutes)?.frozen()?);
            let file = scan.file.clone();
            Some(Proven::Scan { file, paper })
        }
        Proof::Page(request) => Some(Proven::Page(request.pdf.clone())),
        Proof::Signatures(request) => {
            let minutes = minutes(&request.minutes)?;
            let signed = minutes.digital.as_ref().map(|file| &file.blob);
            let before = signed.or(minutes.frozen().map(|frozen| &frozen.pdf))?;
            let (file, before) = (request.file.clone(), before.clone());
            Some(Proven::Signed { file, before })
        }
        Proof::Copy(request) => {
            let scan = minutes(&request.minutes)?.signed()?.scan.as_ref()?;
            let (file, before) = (request.file.clone(), scan.blob.clone());
            Some(Proven::Signed { file, before })
        }
    }
}

/// Whether a file proves what an act says of it: a frozen page is what the program draws of its
/// content, a signed file carries what is said. A scan proves nothing of the act alone; it is
/// compared with its paper ([`compare`]).
///
/// # Errors
/// `page_differs`; those of [`read`]; `evidence_differs`.
pub fn proves(
    act: &Act,
    file: &[u8],
    before: &[u8],
    roots: &Roots,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    let same = match act.proof() {
        Proof::None => true,
        Proof::Scan(_) => false,
        Proof::Page(request) => return page_of(request, file),
        Proof::Signatures(request) => {
            let evidence = read(file, before, Expected::Minutes, roots, at)?;
            evidence.signatures == request.signatures && evidence.filled == request.filled
        }
        Proof::Copy(request) => {
            let evidence = read(file, before, Expected::Copy, roots, at)?;
            evidence.signatures == [request.signature.clone()]
        }
    };
    if same {
        Ok(())
    } else {
        Err(Refusal::new(Code::EvidenceDiffers))
    }
}

/// Equal contents make equal bytes, so whoever freezes a page can be asked for exactly these.
fn page_of(request: &FreezeMinutes, file: &[u8]) -> Result<(), Refusal> {
    let check_code = domain::content::check_code(&request.content.hash());
    let finish = minutes::Finish::Final {
        token: &request.token,
        check_code: &check_code,
    };
    let drawn = minutes::render(&request.content, &finish)?;
    if drawn.bytes == file && drawn.pages == request.pages {
        Ok(())
    } else {
        Err(Refusal::new(Code::PageDiffers))
    }
}
