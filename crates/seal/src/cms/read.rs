//! Signatures being read.
//!
//! What a signature does not cover – versions, algorithm names, padding – must say exactly what it
//! has to say, so that no byte of what this program writes can be changed unnoticed.

use chrono::{DateTime, Utc};
use cms::content_info::CmsVersion;
use cms::signed_data::SignerIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNING_TIME};
use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::OctetString;
use der::{Any, Decode, Encode, Tag, Tagged};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::time::Time;

use super::algorithm::{hashed, verifies, without_parameters};
use super::parts::{Attributes, Parts, decoded, items, parts};
use super::{Flaw, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2, TIME_STAMP_INFO, TIME_STAMP_TOKEN};
use crate::names;

/// A signature that holds mathematically over a digest.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// The certificate of the signer, DER.
    pub own: Vec<u8>,
    /// The other certificates that came with it, DER.
    pub others: Vec<Vec<u8>>,
    /// The time stamp on it, if it has one.
    pub stamp: Option<Stamp>,
    /// Whether it says itself which certificate it is by (ETSI EN 319 122-1, 5.2.2).
    pub says_certificate: bool,
    /// The time that it says itself.
    pub signing_time: Option<DateTime<Utc>>,
}

/// A time stamp (RFC 3161) that holds mathematically.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    /// When its authority saw what it stamps.
    pub at: DateTime<Utc>,
    /// The certificate of the authority, DER.
    pub own: Vec<u8>,
    /// The other certificates that came with it, DER.
    pub others: Vec<Vec<u8>>,
}

/// Every certificate that a signature carries, and the time stamp on it.
pub(crate) fn certificates(padded: &[u8]) -> Vec<Vec<u8>> {
    let Ok(parts) = parts(padded) else {
        return vec![];
    };
    let stamps = stamps(&parts);
    let of_stamps = stamps.iter().flat_map(|token| certificates(token));
    parts.certificates.into_iter().chain(of_stamps).collect()
}

/// The time stamps on a signature.
fn stamps(parts: &Parts) -> Vec<Vec<u8>> {
    let unsigned = parts.signer.unsigned.iter();
    let stamps = unsigned
        .filter(|attribute| attribute.oid == TIME_STAMP_TOKEN)
        .flat_map(|attribute| attribute.values.iter());
    stamps.filter_map(|token| token.to_der().ok()).collect()
}

/// Reads a signature, and checks it over a document.
pub(crate) fn read(padded: &[u8], document: &[&[u8]]) -> Result<Read, Flaw> {
    let parts = parts(padded)?;
    if parts.content_type != ID_DATA || parts.content.is_some() {
        return Err(Flaw::Malformed);
    }
    let held = held(&parts, document)?;
    let stamp = match stamps(&parts).first() {
        Some(token) => Some(read_stamp(token, &[&parts.signer.signature])?),
        None => None,
    };
    Ok(Read {
        own: held.own,
        others: held.others,
        stamp,
        says_certificate: held.says_certificate,
        signing_time: held.signing_time,
    })
}

/// Who a signature that need not hold says that it is by: their certificate, DER.
pub(crate) fn claimed_signer(padded: &[u8]) -> Option<Vec<u8>> {
    let parts = parts(padded).ok()?;
    Some(candidates(&parts).first()?.0.clone())
}

/// Reads a time stamp, and checks it over what it stamps.
pub(crate) fn read_stamp(padded: &[u8], stamped: &[&[u8]]) -> Result<Stamp, Flaw> {
    let parts = parts(padded)?;
    let content = parts
        .content
        .as_ref()
        .filter(|_| parts.content_type == TIME_STAMP_INFO)
        .ok_or(Flaw::Malformed)?;
    let held = held(&parts, &[content])?;
    let (algorithm, hash, at) = stamp_info(content).ok_or(Flaw::Malformed)?;
    if hash != hashed(algorithm.oid, stamped).ok_or(Flaw::Algorithm)? {
        return Err(Flaw::OtherContent);
    }
    Ok(Stamp {
        at,
        own: held.own,
        others: held.others,
    })
}

/// `TSTInfo { version, policy, messageImprint { algorithm, hash }, serialNumber, genTime, … }`.
fn stamp_info(content: &[u8]) -> Option<(AlgorithmIdentifierOwned, Vec<u8>, DateTime<Utc>)> {
    let (der, _) = crate::ber::to_der(content)?;
    let info = Vec::<Any>::from_der(&der).ok()?;
    let [_, _, imprint, _, time, ..] = info.as_slice() else {
        return None;
    };
    let imprint = items(imprint)?;
    let [algorithm, hash] = imprint.as_slice() else {
        return None;
    };
    if hash.tag() != Tag::OctetString || time.tag() != Tag::GeneralizedTime {
        return None;
    }
    let at = instant(std::str::from_utf8(time.value()).ok()?)?;
    Some((decoded(algorithm)?, hash.value().to_vec(), at))
}

/// `YYYYMMDDhhmmss[.f]Z`.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let digits = text.strip_suffix('Z')?.split('.').next()?;
    let local = chrono::NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok()?;
    Some(local.and_utc())
}

/// What one signer signed, with whose certificate.
struct Held {
    own: Vec<u8>,
    others: Vec<Vec<u8>>,
    says_certificate: bool,
    signing_time: Option<DateTime<Utc>>,
}

/// Checks the one signature of some signed data over its content.
fn held(parts: &Parts, content: &[&[u8]]) -> Result<Held, Flaw> {
    let signer = &parts.signer;
    let listed = parts.digests.iter().any(|d| d.oid == signer.digest.oid);
    let digests = parts.digests.iter().chain([&signer.digest]);
    let plain = versions_fit(parts)
        && (listed || parts.digests.is_empty())
        && digests.clone().all(without_parameters);
    if !plain {
        return Err(Flaw::Malformed);
    }
    let possible = candidates(parts);
    if possible.is_empty() {
        return Err(Flaw::NoCertificate);
    }
    let (own, says_certificate) = own_of(signer.signed.as_ref(), &possible)?;
    let Some(attributes) = &signer.signed else {
        // Without attributes it is over the content itself (RFC 5652, 5.4), which is plain data.
        if parts.content_type != ID_DATA {
            return Err(Flaw::Malformed);
        }
        signed_over(parts, &own.1, &content.concat())?;
        return Ok(held_by(parts, own, says_certificate, None));
    };
    let content_type = attributes.value(ID_CONTENT_TYPE)?.and_then(decoded);
    if content_type != Some(parts.content_type) {
        return Err(Flaw::Malformed);
    }
    let message: Option<OctetString> = attributes.value(ID_MESSAGE_DIGEST)?.and_then(decoded);
    let message = message.ok_or(Flaw::Malformed)?;
    if message.as_bytes() != hashed(signer.digest.oid, content).ok_or(Flaw::Algorithm)? {
        return Err(Flaw::OtherContent);
    }
    match signed_over(parts, &own.1, &attributes.written) {
        Err(Flaw::WrongSignature) if attributes.in_order != attributes.written => {
            signed_over(parts, &own.1, &attributes.in_order)?;
        }
        other => other?,
    }
    let time: Option<Time> = attributes.value(ID_SIGNING_TIME)?.and_then(decoded);
    let time = time.map(|time| DateTime::from(time.to_system_time()));
    Ok(held_by(parts, own, says_certificate, time))
}

fn held_by(
    parts: &Parts,
    own: &(Vec<u8>, Certificate),
    says_certificate: bool,
    signing_time: Option<DateTime<Utc>>,
) -> Held {
    let others = parts.certificates.iter().filter(|other| **other != own.0);
    Held {
        own: own.0.clone(),
        others: others.cloned().collect(),
        says_certificate,
        signing_time,
    }
}

fn signed_over(parts: &Parts, own: &Certificate, message: &[u8]) -> Result<(), Flaw> {
    let signer = &parts.signer;
    verifies(
        &own.tbs_certificate.subject_public_key_info,
        &signer.algorithm,
        Some(signer.digest.oid),
        message,
        &signer.signature,
    )
}

/// Whether the versions are those of what is there (RFC 5652, 5.1 and 5.3). Data that are no plain
/// ones are called by several numbers.
fn versions_fit(parts: &Parts) -> bool {
    let by_key = matches!(
        parts.signer.named,
        SignerIdentifier::SubjectKeyIdentifier(_)
    );
    let of_signer = if by_key {
        CmsVersion::V3
    } else {
        CmsVersion::V1
    };
    let plain = parts.content_type == ID_DATA && !by_key && !parts.more;
    parts.signer.version == of_signer
        && match parts.version {
            CmsVersion::V1 => parts.content_type == ID_DATA,
            CmsVersion::V3 | CmsVersion::V4 | CmsVersion::V5 => !plain,
            _ => false,
        }
}

/// The certificates that the signer may mean.
fn candidates(parts: &Parts) -> Vec<(Vec<u8>, Certificate)> {
    let read = parts
        .certificates
        .iter()
        .filter_map(|der| Some((der.clone(), Certificate::from_der(der).ok()?)));
    let meant = |certificate: &Certificate| match &parts.signer.named {
        SignerIdentifier::IssuerAndSerialNumber(named) => {
            let own = &certificate.tbs_certificate;
            own.serial_number == named.serial_number && names::same(&own.issuer, &named.issuer)
        }
        SignerIdentifier::SubjectKeyIdentifier(key) => {
            let own = certificate.tbs_certificate.get::<SubjectKeyIdentifier>();
            own.is_ok_and(|own| own.is_some_and(|(_, own)| own == *key))
        }
    };
    read.filter(|(_, certificate)| meant(certificate)).collect()
}

/// The certificate that the signature is by, and whether it says so itself: otherwise another one
/// with the same key could take its place.
fn own_of<'c>(
    signed: Option<&Attributes>,
    possible: &'c [(Vec<u8>, Certificate)],
) -> Result<(&'c (Vec<u8>, Certificate), bool), Flaw> {
    let said = match signed {
        Some(attributes) => match attributes.value(SIGNING_CERTIFICATE_V2)? {
            None => attributes.value(SIGNING_CERTIFICATE)?,
            found => found,
        },
        None => None,
    };
    let Some(said) = said else {
        return Ok((possible.first().ok_or(Flaw::NoCertificate)?, false));
    };
    let der = said.to_der().map_err(|_| Flaw::Malformed)?;
    let own = possible.iter().find(|(own, _)| names_first(&der, own));
    Ok((own.ok_or(Flaw::OtherCertificate)?, true))
}

/// Whether `SigningCertificateV2`, or `SigningCertificate` as older programs write it, names a
/// certificate first, by its hash. There a hash of 20 bytes is SHA-1, which is used for nothing
/// else.
fn names_first(der: &[u8], certificate: &[u8]) -> bool {
    let first = |said: Vec<Any>| items(said.first()?);
    let said = Vec::<Any>::from_der(der).ok();
    let Some(id) = said.and_then(first).and_then(first) else {
        return false;
    };
    let (algorithm, hash) = match id.as_slice() {
        [hash, ..] if hash.tag() == Tag::OctetString && hash.value().len() == 20 => {
            return digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref() == hash.value();
        }
        [hash, ..] if hash.tag() == Tag::OctetString => (ID_SHA_256, hash),
        [algorithm, hash, ..] => match decoded::<AlgorithmIdentifierOwned>(algorithm) {
            Some(algorithm) => (algorithm.oid, hash),
            None => return false,
        },
        _ => return false,
    };
    hashed(algorithm, &[certificate])
        .is_some_and(|wanted| hash.tag() == Tag::OctetString && hash.value() == wanted)
}
