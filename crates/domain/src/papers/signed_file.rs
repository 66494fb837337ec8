//! The files of minutes that are signed digitally.

use crate::archived::Archived;
use crate::blanks::Party;
use crate::ids::BlobHash;
use crate::minutes::HandoverMinutes;

/// The files of minutes that are signed digitally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignedFile {
    /// The file of the minutes themselves.
    Minutes,
    /// The scan that the organisation signed.
    Copy,
}

impl SignedFile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Minutes, Self::Copy];

    /// The file with its signatures, and as it is kept, once the organisation has signed it.
    #[must_use]
    pub fn of(self, minutes: &HandoverMinutes) -> Option<(&BlobHash, Option<&Archived>)> {
        match self {
            Self::Minutes => minutes
                .digital
                .as_ref()
                .filter(|file| file.of(Party::Organisation).is_some())
                .map(|file| (&file.blob, file.archived.as_ref())),
            Self::Copy => minutes
                .signed()?
                .scan
                .as_ref()?
                .copy
                .as_ref()
                .map(|copy| (&copy.blob, copy.archived.as_ref())),
        }
    }
}
