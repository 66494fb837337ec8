//! The signature itself: CMS `SignedData` (RFC 5652) as PAdES wants it (ETSI EN 319 122-1), built,
//! and read back as signing programs write it.

pub(crate) mod algorithm;
mod build;
mod parts;
mod read;

use const_oid::ObjectIdentifier;

pub(crate) use build::{build, value_of, with_stamp};
pub(crate) use read::{Read, Stamp, certificates, claimed_signer, read, read_stamp};

/// `id-aa-signingCertificateV2` (RFC 5035).
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// `id-aa-signingCertificate` (RFC 2634).
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
/// `id-aa-timeStampToken` (RFC 3161, appendix A).
const TIME_STAMP_TOKEN: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
/// `id-ct-TSTInfo` (RFC 3161).
const TIME_STAMP_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is written in a form that is not read here.
    Malformed,
    /// It is over something else: the document was changed.
    OtherContent,
    /// The mathematics do not hold.
    WrongSignature,
    /// The certificate of its signer did not come with it.
    NoCertificate,
    /// It names another certificate than the one that came with it.
    OtherCertificate,
    /// An algorithm that is no longer, or not yet, accepted.
    Algorithm,
}
