//! Verification: whether each signature holds, whose it is, what it covers, and what changed after
//! it. Offline; what cannot be checked is said.
//!
//! A file passes only if every signature in it does, and nothing else was done to it: a reader sees
//! one document, not the part that somebody signed.

mod changes;
mod structure;
mod updates;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use const_oid::db::rfc4519::{COMMON_NAME, ORGANIZATION_NAME};
use der::Decode;
use lopdf::Document;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

use crate::key::named;
use crate::trust::{At, RootSet, Roots, Trust, Use};
use crate::{Error, cms};
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
    /// The signature itself.
    Flaw(Flaw),
    /// The certificate.
    Trust(Trust),
    /// Something else than a signature or a filled field came after it.
    ChangedAfter,
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
}

impl SignatureReport {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
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
    let problem = all
        .is_empty()
        .then(|| structure::stray(pdf))
        .filter(|stray| *stray)
        .map(|_| Problem::Structure);
    judge(pdf, &doc, &mut all, |change| *change == Change::Evidence);
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

/// Refuses a file whose signatures do not hold mathematically, or that was changed after one:
/// nothing is put on top of it. Whose they are is asked when somebody verifies.
pub(crate) fn holds_so_far(pdf: &[u8], doc: &Document) -> Result<(), Error> {
    let (signatures, _) = found(doc);
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
    if all.iter().all(|(_, report)| report.holds()) {
        Ok(())
    } else {
        Err(Error::Broken)
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
    };
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
            report.time = read.stamp.take();
            report.read = Some(read);
        }
        Err(flaw) => report.problems.push(Problem::Flaw(flaw)),
    }
    (found, report)
}

/// Puts what a certificate says of its holder into a report.
fn describe(der: &[u8], report: &mut SignatureReport) {
    if let Ok(certificate) = Certificate::from_der(der) {
        report.signer =
            named(&certificate.tbs_certificate.subject, COMMON_NAME).unwrap_or_default();
        report.organisation = named(&certificate.tbs_certificate.subject, ORGANIZATION_NAME);
        report.certificate = hex::encode(Sha256::digest(der));
        report.issuer = named(&certificate.tbs_certificate.issuer, COMMON_NAME).unwrap_or_default();
    }
}

/// Whether each signer is trusted, and each time-stamping authority, from the outermost in: what
/// lies below a time stamp was there when it was made, and is judged as of then – the authority of
/// the newest stamp as of now (ETSI EN 319 102-1, 5.6.3).
fn judge_trust(all: &mut [(Found, SignatureReport)], roots: &Roots, at: DateTime<Utc>) {
    let mut there_at = None;
    let moment = |proven: Option<DateTime<Utc>>| At {
        time: proven.unwrap_or(at),
        proven: proven.is_some(),
    };
    for (found, report) in all.iter_mut().rev() {
        if let Some(stamp) = report.time.take() {
            match roots.trusts(
                &stamp.own,
                &stamp.others,
                None,
                moment(there_at),
                Use::Stamping,
            ) {
                Ok(known) => {
                    report.proven_at = Some(stamp.at);
                    report.not_checked.remove(&NotChecked::Time);
                    if !known.not_revoked {
                        report.not_checked.insert(NotChecked::Revocation);
                    }
                    if found.stamp {
                        report.root = Some(known.set);
                    }
                }
                Err(trust) => report.problems.push(Problem::Trust(trust)),
            }
        }
        if found.stamp {
            there_at = report.proven_at.filter(|_| report.holds()).or(there_at);
            continue;
        }
        report.proven_at = report.proven_at.or(there_at);
        let Some(read) = report.read.take() else {
            continue;
        };
        if let Some(proven) = report.proven_at {
            report.not_checked.remove(&NotChecked::Time);
            // Nobody signs after the moment at which the signature was there; clocks differ by
            // minutes.
            if report
                .claimed_at
                .is_some_and(|claimed| claimed > proven + CLOCKS)
            {
                report.problems.push(Problem::ClaimedLater);
            }
        }
        match roots.trusts(
            &read.own,
            &read.others,
            report.claimed_at,
            moment(report.proven_at),
            Use::Documents,
        ) {
            Ok(known) => {
                report.root = Some(known.set);
                if !known.not_revoked {
                    report.not_checked.insert(NotChecked::Revocation);
                }
            }
            Err(trust) => report.problems.push(Problem::Trust(trust)),
        }
    }
}

/// How far the clock of a signer may be ahead of that of an authority.
const CLOCKS: chrono::Duration = chrono::Duration::minutes(10);

/// The file as it was when each signature was put, then as it is. What a signature covers whole is
/// read already.
fn states<'d>(
    pdf: &[u8],
    doc: &'d Document,
    all: &[(Found, SignatureReport)],
) -> Vec<Option<Cow<'d, Document>>> {
    let at = |end: usize| {
        if end == pdf.len() {
            Some(Cow::Borrowed(doc))
        } else {
            crate::pdf::load(pdf.get(..end)?).ok().map(Cow::Owned)
        }
    };
    let ends = all.iter().map(|(found, report)| {
        if report.problems.contains(&Problem::Structure) {
            None
        } else {
            at(found.end())
        }
    });
    ends.chain([at(pdf.len())]).collect()
}

/// What was done to the file after each signature, revision by revision; `unsigned` tells what may
/// stand behind the last one.
fn judge(
    pdf: &[u8],
    doc: &Document,
    all: &mut [(Found, SignatureReport)],
    unsigned: impl Fn(&Change) -> bool,
) {
    let states = states(pdf, doc, all);
    let Some(last) = all.len().checked_sub(1) else {
        return;
    };
    // Each step once: what changed from one signature to the next, and whether that is all.
    let steps: Vec<Option<BTreeSet<Change>>> = states
        .windows(2)
        .enumerate()
        .map(|(step, pair)| {
            let [Some(before), Some(after)] = pair else {
                return None;
            };
            let mut here = BTreeSet::new();
            let allowed = changes::between(before, after, &mut here);
            // Behind the last signature nobody vouches for anything: what may stand there is
            // little, and something must.
            let vouched = step < last
                || all[last].1.whole
                || (!here.is_empty() && here.iter().all(&unsigned));
            (allowed && vouched).then_some(here)
        })
        .collect();
    let first = all
        .iter()
        .map(|(_, report)| report.covers)
        .min()
        .unwrap_or(pdf.len());
    let plain = structure::plainly_written(pdf, doc, first);
    for (n, (found, report)) in all
        .iter_mut()
        .enumerate()
        .filter(|(_, (_, report))| !report.problems.contains(&Problem::Structure))
    {
        let there = states[n]
            .as_ref()
            .is_some_and(|doc| structure::is_in(doc, found));
        let after: Option<BTreeSet<Change>> = steps[n..]
            .iter()
            .cloned()
            .collect::<Option<Vec<_>>>()
            .map(|all| all.into_iter().flatten().collect());
        if after.is_none() || !there || !(plain || report.whole) {
            report.problems.push(Problem::ChangedAfter);
        }
        report.changes = after.unwrap_or_default();
    }
}
