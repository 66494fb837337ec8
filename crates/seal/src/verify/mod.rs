//! Verification: whether each signature holds, whose it is, what it covers, and what changed after
//! it. Offline; what cannot be checked is said.
//!
//! A file passes only if every signature in it does, and nothing else was done to it: a reader sees
//! one document, not the part that somebody signed.

mod changes;
mod fields;
mod judge;
mod packed;
mod permission;
mod structure;
mod syntax;
mod updates;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use der::Decode;
use lopdf::Document;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use crate::trust::{RootSet, Roots, Trust};
use crate::{Error, cms, names};
use judge::{judge, judge_trust};
use permission::{Permission, Step};
use structure::{Found, found};

pub use crate::cms::Flaw;
pub use changes::Change;

pub(crate) use changes::evidence_in;
pub(crate) use structure::texts;

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The file is not put together as a signed file is.
    Structure,
    /// White space stands behind the last signature, which nobody signed.
    Tail,
    /// The signature itself.
    Flaw(Flaw),
    /// The certificate.
    Trust(Trust),
    /// Something else than a signature or a filled field came after it.
    ChangedAfter,
    /// Somebody signed or filled after it what it lets nobody sign or fill.
    Forbidden,
    /// It claims a later time than the one at which a time stamp proves that it was there.
    ClaimedLater,
}

/// What could not be checked here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotChecked {
    /// Whether the certificate was revoked: no list of its issuer is known here.
    Revocation,
    /// When it was signed: the time is only the signer's claim.
    Time,
    /// By which certificate it is: it does not say so itself, so that only the certificate beside
    /// it does.
    Certificate,
}

/// One signature.
#[derive(Clone, Debug)]
pub struct SignatureReport {
    /// Its field.
    pub field: String,
    /// Who signed, as the certificate names them.
    pub signer: String,
    /// Their organisation, as the certificate names it.
    pub organisation: Option<String>,
    /// Who vouches for them.
    pub issuer: String,
    /// SHA-256 of the signer's certificate, 64 hex digits.
    pub certificate: String,
    /// The instant that the signer claims.
    pub claimed_at: Option<DateTime<Utc>>,
    /// The instant before which it was there, as a time-stamping authority says.
    pub proven_at: Option<DateTime<Utc>>,
    /// Whether it is itself a time stamp on the file.
    pub stamp: bool,
    /// Bytes of the file from its beginning that it covers.
    pub covers: usize,
    /// Whether it covers the whole file.
    pub whole: bool,
    /// What changed in the file after it, up to the end.
    pub changes: BTreeSet<Change>,
    /// What does not hold.
    pub problems: Vec<Problem>,
    /// What could not be checked.
    pub not_checked: BTreeSet<NotChecked>,
    /// Whose root the signer leads to, if to any.
    pub root: Option<RootSet>,
    /// What is still to be judged: the signer, and the time stamp on the signature or on the file.
    read: Option<cms::Read>,
    time: Option<cms::Stamp>,
    permission: Permission,
}

impl SignatureReport {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether it lets others fill or sign a field that is still blank.
    #[must_use]
    pub fn lets_fill(&self, field: &str) -> bool {
        self.permission.lets_fill(field)
    }
}

/// A file.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its signatures, first signed first.
    pub signatures: Vec<SignatureReport>,
    /// Signature fields without a signature.
    pub blank: Vec<String>,
    /// What text fields say, by name; blank ones are not here.
    pub texts: BTreeMap<String, String>,
    /// Whether something is wrong with the file as a whole.
    pub problem: Option<Problem>,
}

impl Report {
    /// Whether the file is signed and everything in it holds.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.problem.is_none()
            && !self.signatures.is_empty()
            && self.signatures.iter().all(SignatureReport::holds)
    }
}

/// Checks every signature of a file against roots, as of an instant.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Encrypted`].
pub fn verify(pdf: &[u8], roots: &Roots, at: DateTime<Utc>) -> Result<Report, Error> {
    let doc = crate::pdf::load(pdf)?;
    let (signatures, blank) = found(&doc);
    let (pdf, tail) = structure::without_tail(pdf, &signatures);
    if signatures.len() > structure::MOST {
        return Err(Error::Unreadable(format!(
            "more than {} signatures",
            structure::MOST
        )));
    }
    // Evidence that the file brings along is signed by those who issued it.
    let mut roots = roots.clone();
    changes::evidence_in(&doc)
        .iter()
        .for_each(|evidence| roots.add_evidence(evidence));
    let mut all: Vec<(Found, SignatureReport)> =
        signatures.into_iter().map(|f| one(pdf, &doc, f)).collect();
    all.sort_by_key(|(_, report)| report.covers);
    judge(pdf, &doc, &mut all, |change| *change == Change::Evidence);
    let problem = if all.is_empty() && structure::stray(pdf) {
        Some(Problem::Structure)
    } else {
        let unsigned = !tail.is_empty() && tail != structure::OF_MAIL;
        let rest = all.iter().all(|(_, report)| report.holds());
        (unsigned && rest).then_some(Problem::Tail)
    };
    judge_trust(&mut all, &roots, at);
    let texts = texts(&doc);
    Ok(Report {
        texts,
        signatures: all.into_iter().map(|(_, report)| report).collect(),
        blank,
        problem,
    })
}

/// What was done to a signed file between the file that it began as, `base` bytes long, and the
/// first signature behind it; none unless that is what may come after a signature. Otherwise who
/// signs first could change what he signs.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Encrypted`].
pub fn goes_on_from(pdf: &[u8], base: usize) -> Result<Option<BTreeSet<Change>>, Error> {
    let doc = crate::pdf::load(pdf)?;
    let Some(start) = pdf.get(..base) else {
        return Ok(None);
    };
    let Some(next) = found(&doc)
        .0
        .iter()
        .map(Found::end)
        .filter(|end| *end > base)
        .min()
    else {
        return Ok(None);
    };
    let Some(signed) = pdf.get(..next) else {
        return Ok(None);
    };
    let (before, after) = (crate::pdf::load(start)?, crate::pdf::load(signed)?);
    let mut here = BTreeSet::new();
    Ok((changes::between(&before, &after, &mut here)
        && structure::plainly_written(pdf, &doc, base))
    .then_some(here))
}

/// Refuses a file whose signatures do not hold mathematically, that was changed after one, or whose
/// signers do not let happen what is to come: nothing is put on top of it. Whose they are is asked
/// when somebody verifies.
pub(crate) fn goes_on(pdf: &[u8], doc: &Document, next: &[Change]) -> Result<(), Error> {
    let (signatures, _) = found(doc);
    let (pdf, _) = structure::without_tail(pdf, &signatures);
    if signatures.len() > structure::MOST {
        return Err(Error::Unreadable(format!(
            "more than {} signatures",
            structure::MOST
        )));
    }
    let mut all: Vec<(Found, SignatureReport)> =
        signatures.into_iter().map(|f| one(pdf, doc, f)).collect();
    all.sort_by_key(|(_, report)| report.covers);
    // Gaps may be filled by now: the signature that comes vouches for what they say.
    judge(pdf, doc, &mut all, |change| {
        matches!(change, Change::Evidence | Change::Filled(..))
    });
    if all.iter().any(|(_, report)| !report.holds()) {
        return Err(Error::Broken);
    }
    let forbids = |report: &&SignatureReport| {
        let step = |change| Step {
            change,
            seen: true,
            stamp: false,
        };
        !next
            .iter()
            .all(|change| report.permission.allows(step(change)))
    };
    match all.iter().map(|(_, report)| report).find(forbids) {
        Some(report) => Err(Error::Forbidden(report.signer.clone())),
        None => Ok(()),
    }
}

/// The values of all signatures of a file.
pub(crate) fn values(doc: &Document) -> Vec<Vec<u8>> {
    found(doc)
        .0
        .into_iter()
        .map(|found| found.contents)
        .collect()
}

/// The value of the outermost time stamp on the whole of a file.
pub(crate) fn last_stamp(doc: &Document) -> Option<Vec<u8>> {
    found(doc)
        .0
        .into_iter()
        .filter(|found| found.stamp)
        .max_by_key(Found::end)
        .map(|found| found.contents)
}

/// One signature by itself.
fn one(pdf: &[u8], doc: &Document, found: Found) -> (Found, SignatureReport) {
    let mut report = SignatureReport {
        field: found.field.clone(),
        signer: String::new(),
        organisation: None,
        issuer: String::new(),
        certificate: String::new(),
        claimed_at: found.claimed_at,
        proven_at: None,
        stamp: found.stamp,
        covers: found.end(),
        whole: found.end() == pdf.len(),
        changes: BTreeSet::new(),
        problems: vec![],
        not_checked: BTreeSet::from([NotChecked::Time]),
        root: None,
        read: None,
        time: None,
        permission: Permission::default(),
    };
    if !found.known {
        report.problems.push(Problem::Flaw(Flaw::Malformed));
        return (found, report);
    }
    let Some((first, second)) = structure::covered(pdf, doc, &found) else {
        report.problems.push(Problem::Structure);
        return (found, report);
    };
    if found.stamp {
        match cms::read_stamp(&found.contents, &[first, second]) {
            Ok(stamp) => {
                describe(&stamp.own, &mut report);
                report.time = Some(stamp);
            }
            Err(flaw) => report.problems.push(Problem::Flaw(flaw)),
        }
        return (found, report);
    }
    match cms::read(&found.contents, &[first, second]) {
        Ok(mut read) => {
            describe(&read.own, &mut report);
            report.claimed_at = report.claimed_at.or(read.signing_time);
            if !read.says_certificate {
                report.not_checked.insert(NotChecked::Certificate);
            }
            report.time = read.stamp.take();
            report.read = Some(read);
        }
        Err(flaw) => {
            // Whom to ask for another one.
            if let Some(own) = cms::claimed_signer(&found.contents) {
                describe(&own, &mut report);
            }
            report.problems.push(Problem::Flaw(flaw));
        }
    }
    (found, report)
}

/// Puts what a certificate says of its holder into a report.
fn describe(der: &[u8], report: &mut SignatureReport) {
    if let Ok(certificate) = Certificate::from_der(der) {
        let own = &certificate.tbs_certificate;
        report.signer = names::whose(&own.subject);
        report.organisation = names::organisation(&own.subject);
        report.certificate = hex::encode(Sha256::digest(der));
        report.issuer = names::whose(&own.issuer);
    }
}
