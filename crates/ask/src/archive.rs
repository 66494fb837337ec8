//! What a signed file needs to be kept for long is asked of the authorities that it names.

use chrono::{DateTime, Utc};
use domain::{Code, Refusal};
use evidence::revocation::chains;
use evidence::{Roots, apart, refusal, sound};
use seal::archive::Archiving;
use seal::time_stamp::question;
use seal::trust::Evidence;

use crate::ask;

/// Puts the evidence of today into a signed file, under a time stamp of an authority on the whole
/// of it (PAdES B-LTA): the certificates between its signers and the roots, and what their
/// authorities say of them – now, or what is known of it.
///
/// # Errors
/// What does not hold in it, the first thing; `stamp_refused`, `signed_unreadable`.
pub async fn archived(
    pdf: Vec<u8>,
    roots: Roots,
    authority: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, Refusal> {
    let (pdf, known, chains) = elsewhere(move || {
        sound(&pdf, &roots, at)?;
        let chains = chains(&pdf, &roots)?;
        Ok((pdf, roots.evidence(), chains))
    })
    .await?;
    let mut evidence = Evidence {
        certificates: chains.certificates,
        ..Evidence::default()
    };
    for source in chains.sources {
        // What cannot be had at all is missing later; the report of the file says so.
        let (before, kept) = if source.certificate.is_some() {
            (&known.answers, &mut evidence.answers)
        } else {
            (&known.lists, &mut evidence.lists)
        };
        let answer = ask(&source.address, source.question())
            .await
            .filter(|answer| source.takes(answer, None));
        kept.extend(answer.or_else(|| {
            before
                .iter()
                .rev()
                .find(|known| source.takes(known, None))
                .cloned()
        }));
    }
    for all in [&mut evidence.lists, &mut evidence.answers] {
        all.sort();
        all.dedup();
    }
    let archiving = elsewhere(move || apart(|| Archiving::begin(&pdf, &evidence))).await?;
    let answer = stamp_of(authority, &archiving.stamped(), at).await?;
    archiving.finish(&answer).map_err(|e| refusal(&e, "", ""))
}

/// Work on a file, away from those who wait for the network.
async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|e| Err(Refusal::new(Code::Internal).with("cause", e)))
}

/// The answer of a time-stamping authority (RFC 3161). It counts by what it stamps; the number only
/// makes every question another one.
///
/// # Errors
/// `stamp_refused`.
pub async fn stamp_of(
    authority: &str,
    stamped: &[u8],
    at: DateTime<Utc>,
) -> Result<Vec<u8>, Refusal> {
    let nonce = u64::try_from(at.timestamp_nanos_opt().unwrap_or_default()).unwrap_or_default();
    let question = question(stamped, nonce).map_err(|e| refusal(&e, "", ""))?;
    let answer = ask(authority, Some(("application/timestamp-query", question))).await;
    answer.ok_or_else(|| Refusal::new(Code::StampRefused))
}
