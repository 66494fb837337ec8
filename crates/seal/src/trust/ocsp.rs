//! Asking an authority about one certificate (OCSP, RFC 6960): the question, and what an answer
//! says.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280::{ID_AD_OCSP, ID_KP_OCSP_SIGNING};
use const_oid::db::rfc5912::{ID_SHA_1, ID_SHA_256};
use der::asn1::{Null, OctetString};
use der::{Decode, Encode};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{AuthorityInfoAccessSyntax, ExtendedKeyUsage};
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspRequest, OcspResponse,
    OcspResponseStatus, Request, ResponderId, SingleResponse, TbsRequest,
};

use crate::Error;
use crate::cms::algorithm::verifies;
use crate::key::validity;

/// `id-pkix-ocsp-basic`.
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");

/// The question whether a certificate is revoked; DER.
///
/// # Errors
/// [`Error::Crypto`] if one of the two is no certificate.
pub fn question(certificate: &[u8], issuer: &[u8]) -> Result<Vec<u8>, Error> {
    let (own, issuer) = (
        Certificate::from_der(certificate)?,
        Certificate::from_der(issuer)?,
    );
    // By SHA-1, which every responder knows; it is only a name here.
    let (name, key) = hashed(&issuer, ID_SHA_1)
        .ok_or_else(|| Error::Crypto("a certificate that cannot be written".to_owned()))?;
    let cert_id = CertId {
        hash_algorithm: AlgorithmIdentifierOwned {
            oid: ID_SHA_1,
            parameters: Some(Null.into()),
        },
        issuer_name_hash: OctetString::new(name)?,
        issuer_key_hash: OctetString::new(key)?,
        serial_number: own.tbs_certificate.serial_number,
    };
    let request_list = vec![Request {
        req_cert: cert_id,
        single_request_extensions: None,
    }];
    Ok(OcspRequest {
        tbs_request: TbsRequest {
            request_list,
            ..TbsRequest::default()
        },
        optional_signature: None,
    }
    .to_der()?)
}

/// Where a certificate says that its authority answers, by plain HTTP (RFC 5280, 4.2.2.1).
#[must_use]
pub fn addresses(certificate: &[u8]) -> Vec<String> {
    let Ok(certificate) = Certificate::from_der(certificate) else {
        return vec![];
    };
    let Ok(Some((_, access))) = certificate
        .tbs_certificate
        .get::<AuthorityInfoAccessSyntax>()
    else {
        return vec![];
    };
    let places = access
        .0
        .into_iter()
        .filter(|place| place.access_method == ID_AD_OCSP);
    let addresses = places.filter_map(|place| {
        if let GeneralName::UniformResourceIdentifier(address) = place.access_location {
            Some(address.to_string())
        } else {
            None
        }
    });
    addresses
        .filter(|address| address.starts_with("http://"))
        .collect()
}

/// When an answer was true; none unless it says of a certificate whether it is revoked, and its
/// issuer stands behind it.
#[must_use]
pub fn answered_at(answer: &[u8], certificate: &[u8], issuer: &[u8]) -> Option<DateTime<Utc>> {
    let (own, issuer) = (
        Certificate::from_der(certificate).ok()?,
        Certificate::from_der(issuer).ok()?,
    );
    let one = single(answer, &own, &issuer)
        .filter(|one| !matches!(one.cert_status, CertStatus::Unknown(_)))?;
    Some(instant(one.this_update))
}

/// Whether bytes are an answer of an authority that it could give.
pub(crate) fn is_answer(der: &[u8]) -> bool {
    basic(der).is_some()
}

/// The certificate of a list that issued another one: it is named so, and its key signed it.
#[must_use]
pub fn issuer_of<'c>(
    certificate: &[u8],
    among: impl Iterator<Item = &'c [u8]>,
) -> Option<&'c [u8]> {
    let own = Certificate::from_der(certificate).ok()?;
    among
        .into_iter()
        .find(|der| Certificate::from_der(der).is_ok_and(|issuer| issued(&issuer, &own)))
}

/// What an answer says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It was not revoked; the answer holds until then.
    Good(DateTime<Utc>),
    /// It was revoked then.
    Revoked(DateTime<Utc>),
}

/// What an answer says of a certificate, if it is about it and its issuer stands behind the answer.
pub(crate) fn says(answer: &[u8], own: &Certificate, issuer: &Certificate) -> Option<Said> {
    let one = single(answer, own, issuer)?;
    match one.cert_status {
        // Without a next answer a newer one could be had at any time (RFC 6960, 4.2.2.1): it tells
        // only of its own instant.
        CertStatus::Good(_) => Some(Said::Good(
            one.next_update
                .map_or_else(|| instant(one.this_update), instant),
        )),
        CertStatus::Revoked(info) => Some(Said::Revoked(instant(info.revocation_time))),
        CertStatus::Unknown(_) => None,
    }
}

/// The part of an answer that is about a certificate, if its issuer stands behind the whole.
fn single(answer: &[u8], own: &Certificate, issuer: &Certificate) -> Option<SingleResponse> {
    let basic = basic(answer).filter(|basic| stands_behind(basic, issuer))?;
    let about = |id: &CertId| {
        hashed(issuer, id.hash_algorithm.oid).is_some_and(|(name, key)| {
            id.issuer_name_hash.as_bytes() == name && id.issuer_key_hash.as_bytes() == key
        }) && id.serial_number == own.tbs_certificate.serial_number
    };
    basic
        .tbs_response_data
        .responses
        .into_iter()
        .find(|one| about(&one.cert_id))
}

fn instant(time: OcspGeneralizedTime) -> DateTime<Utc> {
    DateTime::from(time.0.to_system_time())
}

fn basic(der: &[u8]) -> Option<BasicOcspResponse> {
    let response = OcspResponse::from_der(der)
        .ok()
        .filter(|r| r.response_status == OcspResponseStatus::Successful)?;
    let bytes = response
        .response_bytes
        .filter(|bytes| bytes.response_type == BASIC)?;
    BasicOcspResponse::from_der(bytes.response.as_bytes()).ok()
}

/// The hashes by which an issuer is named.
fn hashed(issuer: &Certificate, algorithm: ObjectIdentifier) -> Option<(Vec<u8>, Vec<u8>)> {
    let algorithm = match algorithm {
        ID_SHA_1 => &SHA1_FOR_LEGACY_USE_ONLY,
        ID_SHA_256 => &SHA256,
        _ => return None,
    };
    let name = issuer.tbs_certificate.subject.to_der().ok()?;
    let key = issuer
        .tbs_certificate
        .subject_public_key_info
        .subject_public_key
        .raw_bytes();
    Some((
        digest(algorithm, &name).as_ref().to_vec(),
        digest(algorithm, key).as_ref().to_vec(),
    ))
}

/// Whether the issuer signed an answer itself, or made a responder for it (RFC 6960, 4.2.2.2).
fn stands_behind(basic: &BasicOcspResponse, issuer: &Certificate) -> bool {
    let produced = instant(basic.tbs_response_data.produced_at);
    let named = |certificate: &Certificate| match &basic.tbs_response_data.responder_id {
        ResponderId::ByName(name) => *name == certificate.tbs_certificate.subject,
        ResponderId::ByKey(hash) => {
            hashed(certificate, ID_SHA_1).is_some_and(|(_, key)| hash.as_bytes() == key)
        }
    };
    let delegated = |certificate: &&Certificate| {
        let (from, until) = validity(certificate);
        let answers = certificate
            .tbs_certificate
            .get::<ExtendedKeyUsage>()
            .ok()
            .flatten()
            .is_some_and(|(_, uses)| uses.0.contains(&ID_KP_OCSP_SIGNING));
        answers && (from..=until).contains(&produced) && issued(issuer, certificate)
    };
    let mut possible =
        std::iter::once(issuer).chain(basic.certs.iter().flatten().filter(delegated));
    let Ok(message) = basic.tbs_response_data.to_der() else {
        return false;
    };
    possible.any(|certificate| {
        named(certificate)
            && signed(
                certificate,
                &basic.signature_algorithm,
                &message,
                basic.signature.raw_bytes(),
            )
    })
}

fn issued(issuer: &Certificate, own: &Certificate) -> bool {
    let Ok(message) = own.tbs_certificate.to_der() else {
        return false;
    };
    own.tbs_certificate.issuer == issuer.tbs_certificate.subject
        && signed(
            issuer,
            &own.signature_algorithm,
            &message,
            own.signature.raw_bytes(),
        )
}

/// Whether a certificate's key made a signature over a message.
pub(crate) fn signed(
    by: &Certificate,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let key = &by.tbs_certificate.subject_public_key_info;
    verifies(key, algorithm, None, message, signature).is_ok()
}
