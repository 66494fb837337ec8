//! What shows for long whether certificates were good.

use chrono::{DateTime, Utc};
use der::Decode;
use x509_cert::crl::CertificateList;

/// What shows later that the certificates were good today; DER.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Certificates of signers, time-stamping authorities and those above them.
    pub certificates: Vec<Vec<u8>>,
    /// Revocation lists of their authorities.
    pub lists: Vec<Vec<u8>>,
    /// Answers of their authorities about single certificates (OCSP).
    pub answers: Vec<Vec<u8>>,
}

/// When a revocation list was made; none if it is none.
#[must_use]
pub fn made_at(list: &[u8]) -> Option<DateTime<Utc>> {
    Some(DateTime::from(
        CertificateList::from_der(list)
            .ok()?
            .tbs_cert_list
            .this_update
            .to_system_time(),
    ))
}
