//! Keeping for long: which signed files wait for evidence under a time stamp on the whole of them
//! (PAdES B-LTA), and where it goes. Only the server adds it, and it takes nothing away: without it
//! a signature holds for as long as its certificate.

use chrono::{DateTime, Duration, Utc};

use crate::archived::Archived;
use crate::ids::BlobHash;
use crate::minutes::{HandoverMinutes, Progress};
use crate::signed_file::SignedFile;

/// How long before the time stamp can no longer be checked a new one is put over it.
pub const AHEAD: Duration = Duration::days(90);

/// The files of minutes that wait for evidence at an instant: those that have none, and those whose
/// time stamp ends soon.
#[must_use]
pub fn waiting(minutes: &HandoverMinutes, at: DateTime<Utc>) -> Vec<(SignedFile, BlobHash)> {
    let wanted = |which: &SignedFile| match which.of(minutes)? {
        (_, Some(archived)) => {
            (archived.until - AHEAD < at).then(|| (*which, archived.blob.clone()))
        }
        (signed, None) => Some((*which, signed.clone())),
    };
    SignedFile::ALL.iter().filter_map(wanted).collect()
}

/// The minutes with a file that is kept for long; none if another signature came in the meantime,
/// or if nothing is won by it.
#[must_use]
pub fn kept(
    minutes: &HandoverMinutes,
    which: SignedFile,
    from: &BlobHash,
    mut archived: Archived,
) -> Option<HandoverMinutes> {
    let (signed, before) = which.of(minutes)?;
    if before.map_or(signed, |before| &before.blob) != from
        || before.is_some_and(|before| archived.until <= before.until)
    {
        return None;
    }
    archived.earlier = before
        .map(|before| {
            before
                .earlier
                .iter()
                .chain([&before.blob])
                .cloned()
                .collect()
        })
        .unwrap_or_default();
    let mut minutes = minutes.clone();
    match (which, &mut minutes.progress) {
        (SignedFile::Minutes, _) => minutes.digital.as_mut()?.archived = Some(archived),
        (SignedFile::Copy, Progress::Signed { signed, .. }) => {
            signed.scan.as_mut()?.copy.as_mut()?.archived = Some(archived)
        }
        (SignedFile::Copy, _) => return None,
    }
    Some(minutes)
}
