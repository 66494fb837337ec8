//! What a signed file needs to be kept for long is asked of the authorities that it names.

use chrono::{DateTime, Utc};
use domain::{Code, Refusal};
use evidence::revocation::sources;
use evidence::{Roots, apart, refusal};
use seal::archive::{Archiving, certificates_in};
use seal::stamp::question;
use seal::verify::verify;

use crate::ask;

/// Puts the evidence of today into a signed file, under a time stamp of an authority on the whole of it (PAdES B-LTA): the certificates that it
/// needs, and the revocation lists and answers of their authorities, from what is trusted or from where the certificates say that they lie.
///
/// # Errors
/// `signed_broken` unless everything in it holds; `stamp_refused`, `signed_unreadable`.
pub async fn archived(pdf: &[u8], roots: &Roots, authority: &str, at: DateTime<Utc>) -> Result<Vec<u8>, Refusal> {
    let failed = |e| refusal(&e, "", "");
    if !apart(|| verify(pdf, roots, at))?.passes() {
        return Err(Refusal::new(Code::SignedBroken));
    }
    let mut evidence = roots.evidence();
    evidence.certificates.extend(certificates_in(pdf).map_err(failed)?);
    evidence.certificates.sort();
    evidence.certificates.dedup();
    for source in sources(pdf, roots)? {
        // What cannot be had now is missing later; the report of the file says so.
        let answer = ask(&source.address, source.question()).await.filter(|answer| source.takes(answer, None));
        let kept = if source.certificate.is_some() { &mut evidence.answers } else { &mut evidence.lists };
        kept.extend(answer);
    }
    let archiving = Archiving::begin(pdf, &evidence).map_err(failed)?;
    let answer = stamp_of(authority, &archiving.stamped(), at).await?;
    archiving.finish(&answer).map_err(failed)
}

/// The answer of a time-stamping authority (RFC 3161).
///
/// # Errors
/// `stamp_refused`.
pub async fn stamp_of(authority: &str, stamped: &[u8], at: DateTime<Utc>) -> Result<Vec<u8>, Refusal> {
    // Another number for every question: the answer to an old one does not fit.
    let nonce = u64::try_from(at.timestamp_nanos_opt().unwrap_or_default()).unwrap_or_default();
    let question = question(stamped, nonce).map_err(|e| refusal(&e, "", ""))?;
    let answer = ask(authority, Some(("application/timestamp-query", question))).await;
    answer.ok_or_else(|| Refusal::new(Code::StampRefused))
}
