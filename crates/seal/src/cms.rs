//! The signature itself: CMS `SignedData` (RFC 5652) as PAdES wants it (ETSI EN 319 122-1), built,
//! and read back strictly.
//!
//! What a signature does not cover – versions, algorithm names, padding – must say exactly what it
//! has to say, so that no byte can be changed unnoticed.

use chrono::{DateTime, Utc};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION,
    SECP_256_R_1, SECP_384_R_1, SHA_256_WITH_RSA_ENCRYPTION,
};
use const_oid::db::rfc5912::{SHA_384_WITH_RSA_ENCRYPTION, SHA_512_WITH_RSA_ENCRYPTION};
use der::asn1::{OctetString, SetOfVec};
use der::{Any, AnyRef, Decode, Encode, Tag, Tagged};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};

use crate::Error;
use crate::key::{Algorithm, Signer, certificate};

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

/// Signs the digest of a document.
pub(crate) fn build(digest: &[u8], signer: &dyn Signer) -> Result<Vec<u8>, Error> {
    let own = certificate(signer)?;
    let sha256 = AlgorithmIdentifierOwned {
        oid: ID_SHA_256,
        parameters: None,
    };
    let attributes = Attributes::try_from(vec![
        attribute(ID_CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
        attribute(
            ID_MESSAGE_DIGEST,
            Any::encode_from(&OctetString::new(digest)?)?,
        )?,
        attribute(
            SIGNING_CERTIFICATE_V2,
            Any::from_der(&signing_certificate(&signer.chain()[0]))?,
        )?,
    ])?;
    let signature = signer.sign(&attributes.to_der()?)?;
    let signature_algorithm = match signer.algorithm() {
        Algorithm::Rsa => AlgorithmIdentifierOwned {
            oid: SHA_256_WITH_RSA_ENCRYPTION,
            parameters: Some(Any::null()),
        },
        Algorithm::EcdsaP256 => AlgorithmIdentifierOwned {
            oid: ECDSA_WITH_SHA_256,
            parameters: None,
        },
    };
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: own.tbs_certificate.issuer.clone(),
            serial_number: own.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let chain = signer
        .chain()
        .iter()
        .map(|der| Certificate::from_der(der).map(CertificateChoices::Certificate))
        .collect::<Result<Vec<_>, _>>()?;
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: ID_DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet(SetOfVec::try_from(chain)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    Ok(ContentInfo {
        content_type: ID_SIGNED_DATA,
        content: Any::encode_from(&data)?,
    }
    .to_der()?)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Result<Attribute, Error> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

/// The value of a signature: what a time stamp is over.
pub(crate) fn value_of(cms: &[u8]) -> Result<Vec<u8>, Error> {
    let data: SignedData = ContentInfo::from_der(cms)?.content.decode_as()?;
    let signer = data
        .signer_infos
        .0
        .iter()
        .next()
        .ok_or_else(|| Error::Crypto("no signer".to_owned()))?;
    Ok(signer.signature.as_bytes().to_vec())
}

/// Every certificate that a signature carries, and the time stamp on it.
pub(crate) fn certificates(padded: &[u8]) -> Vec<Vec<u8>> {
    let Some(data) = exact(padded).ok().and_then(|der| signed_data(der).ok()) else {
        return vec![];
    };
    let own = data
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
            CertificateChoices::Other(_) => None,
        });
    let attributes = data
        .signer_infos
        .0
        .iter()
        .filter_map(|signer| signer.unsigned_attrs.as_ref())
        .flat_map(|all| all.iter());
    let stamps = attributes
        .filter(|a| a.oid == TIME_STAMP_TOKEN)
        .flat_map(|a| a.values.iter())
        .filter_map(|token| token.to_der().ok());
    own.chain(stamps.flat_map(|token| certificates(&token)))
        .collect()
}

/// A signature with a time stamp on it.
pub(crate) fn with_stamp(cms: &[u8], token: &[u8]) -> Result<Vec<u8>, Error> {
    let mut data: SignedData = ContentInfo::from_der(cms)?.content.decode_as()?;
    let mut signer = data
        .signer_infos
        .0
        .iter()
        .next()
        .cloned()
        .ok_or_else(|| Error::Crypto("no signer".to_owned()))?;
    signer.unsigned_attrs = Some(Attributes::try_from(vec![attribute(
        TIME_STAMP_TOKEN,
        Any::from_der(token)?,
    )?])?);
    data.signer_infos = SignerInfos(SetOfVec::try_from(vec![signer])?);
    Ok(ContentInfo {
        content_type: ID_SIGNED_DATA,
        content: Any::encode_from(&data)?,
    }
    .to_der()?)
}

/// `SigningCertificateV2 { certs { ESSCertIDv2 { certHash } } }`: SHA-256 is what it means without
/// saying so.
fn signing_certificate(certificate: &[u8]) -> Vec<u8> {
    let hash = Sha256::digest(certificate);
    [&[0x30, 0x26, 0x30, 0x24, 0x30, 0x22, 0x04, 0x20][..], &hash].concat()
}

/// A signature that holds mathematically over a digest.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    /// The certificate of the signer, DER.
    pub own: Vec<u8>,
    /// The other certificates that came with it, DER.
    pub others: Vec<Vec<u8>>,
    /// The time stamp on it, if it has one.
    pub stamp: Option<Stamp>,
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

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read, or says something that it must not say.
    Malformed,
    /// It is over something else: the document was changed.
    OtherContent,
    /// The mathematics do not hold.
    WrongSignature,
    /// It names no certificate of its own, or another one.
    NoCertificate,
    /// An algorithm that is no longer, or not yet, accepted.
    Algorithm,
}

/// Reads a signature strictly, and checks it over a document.
pub(crate) fn read(padded: &[u8], document: &[&[u8]]) -> Result<Read, Flaw> {
    let data = signed_data(exact(padded)?)?;
    let plain = data.version == CmsVersion::V1
        && data.encap_content_info.econtent_type == ID_DATA
        && data.encap_content_info.econtent.is_none();
    let held = held(&data, document).and_then(|held| {
        if plain {
            Ok(held)
        } else {
            Err(Flaw::Malformed)
        }
    })?;
    let stamp = match held.signer.unsigned_attrs.as_ref().map(SetOfVec::as_slice) {
        None => None,
        // Nothing covers these but what they are themselves: only a time stamp may stand there.
        Some([one]) if one.oid == TIME_STAMP_TOKEN && one.values.len() == 1 => {
            let token = one
                .values
                .iter()
                .next()
                .and_then(|token| token.to_der().ok())
                .ok_or(Flaw::Malformed)?;
            Some(read_stamp(&token, &[held.signer.signature.as_bytes()])?)
        }
        Some(_) => return Err(Flaw::Malformed),
    };
    Ok(Read {
        own: held.own,
        others: held.others,
        stamp,
    })
}

/// Reads a time stamp strictly, and checks it over what it stamps.
pub(crate) fn read_stamp(padded: &[u8], stamped: &[&[u8]]) -> Result<Stamp, Flaw> {
    let malformed = |_| Flaw::Malformed;
    let data = signed_data(exact(padded)?)?;
    let content = data.encap_content_info.econtent.as_ref().filter(|_| {
        data.version == CmsVersion::V3 && data.encap_content_info.econtent_type == TIME_STAMP_INFO
    });
    let content = content
        .ok_or(Flaw::Malformed)?
        .decode_as::<OctetString>()
        .map_err(malformed)?;
    let held = held(&data, &[content.as_bytes()])?;
    if held.signer.unsigned_attrs.is_some() {
        return Err(Flaw::Malformed);
    }
    // TSTInfo { version, policy, messageImprint { algorithm, hash }, serialNumber, genTime, … }
    let info = Vec::<Any>::from_der(content.as_bytes()).map_err(malformed)?;
    let [_, _, imprint, _, time, ..] = info.as_slice() else {
        return Err(Flaw::Malformed);
    };
    let imprint = Vec::<Any>::from_der(&imprint.to_der().map_err(malformed)?).map_err(malformed)?;
    let [algorithm, hash] = imprint.as_slice() else {
        return Err(Flaw::Malformed);
    };
    let algorithm = algorithm
        .decode_as::<AlgorithmIdentifierOwned>()
        .map_err(malformed)?;
    if hash.tag() != Tag::OctetString
        || hash.value() != hashed(algorithm.oid, stamped).ok_or(Flaw::Algorithm)?
    {
        return Err(Flaw::OtherContent);
    }
    let at = if time.tag() == Tag::GeneralizedTime {
        std::str::from_utf8(time.value()).ok().and_then(instant)
    } else {
        None
    };
    Ok(Stamp {
        at: at.ok_or(Flaw::Malformed)?,
        own: held.own,
        others: held.others,
    })
}

/// `YYYYMMDDhhmmss[.f]Z`.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let digits = text.strip_suffix('Z')?.split('.').next()?;
    Some(
        chrono::NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S")
            .ok()?
            .and_utc(),
    )
}

fn signed_data(der: &[u8]) -> Result<SignedData, Flaw> {
    let info = ContentInfo::from_der(der).map_err(|_| Flaw::Malformed)?;
    if info.content_type != ID_SIGNED_DATA {
        return Err(Flaw::Malformed);
    }
    info.content.decode_as().map_err(|_| Flaw::Malformed)
}

/// What one signer signed, with whose certificate.
struct Held<'a> {
    signer: &'a SignerInfo,
    own: Vec<u8>,
    others: Vec<Vec<u8>>,
}

/// Checks the one signature of some signed data over its content.
fn held<'a>(data: &'a SignedData, content: &[&[u8]]) -> Result<Held<'a>, Flaw> {
    let malformed = |_| Flaw::Malformed;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err(Flaw::Malformed);
    };
    let [digests] = data.digest_algorithms.as_slice() else {
        return Err(Flaw::Malformed);
    };
    let plain = signer.version == CmsVersion::V1
        && data.crls.is_none()
        && digests.oid == signer.digest_alg.oid
        && [digests, &signer.digest_alg]
            .into_iter()
            .all(without_parameters);
    let attributes = signer
        .signed_attrs
        .as_ref()
        .filter(|_| plain)
        .ok_or(Flaw::Malformed)?;
    let SignerIdentifier::IssuerAndSerialNumber(named) = &signer.sid else {
        return Err(Flaw::Malformed);
    };

    let mut certificates = vec![];
    for choice in data.certificates.iter().flat_map(|set| set.0.iter()) {
        let CertificateChoices::Certificate(certificate) = choice else {
            return Err(Flaw::Malformed);
        };
        certificates.push((certificate, certificate.to_der().map_err(malformed)?));
    }
    let is_own = |c: &&(&Certificate, Vec<u8>)| {
        c.0.tbs_certificate.issuer == named.issuer
            && c.0.tbs_certificate.serial_number == named.serial_number
    };
    let (certificate, own) = certificates
        .iter()
        .find(is_own)
        .ok_or(Flaw::NoCertificate)?;
    let value = |oid| {
        let mut found = attributes.iter().filter(|a| a.oid == oid);
        match (found.next().map(|a| a.values.as_slice()), found.next()) {
            (Some([one]), None) => Some(one),
            _ => None,
        }
    };
    if value(ID_CONTENT_TYPE).and_then(|v| v.decode_as::<ObjectIdentifier>().ok())
        != Some(data.encap_content_info.econtent_type)
    {
        return Err(Flaw::Malformed);
    }
    // Which certificate is meant is signed too; otherwise another one with the same key could take
    // its place.
    let named = value(SIGNING_CERTIFICATE_V2)
        .or_else(|| value(SIGNING_CERTIFICATE))
        .and_then(|v| v.to_der().ok());
    if !named.is_some_and(|der| names(&der, own)) {
        return Err(Flaw::NoCertificate);
    }
    let message = value(ID_MESSAGE_DIGEST)
        .and_then(|v| v.decode_as::<OctetString>().ok())
        .ok_or(Flaw::Malformed)?;
    if message.as_bytes() != hashed(signer.digest_alg.oid, content).ok_or(Flaw::Algorithm)? {
        return Err(Flaw::OtherContent);
    }
    let signed = attributes.to_der().map_err(malformed)?;
    checked(certificate, signer, &signed)?;
    Ok(Held {
        signer,
        own: own.clone(),
        others: certificates
            .iter()
            .filter(|c| c.1 != *own)
            .map(|c| c.1.clone())
            .collect(),
    })
}

/// The DER in its padding, which must be zeros.
fn exact(padded: &[u8]) -> Result<&[u8], Flaw> {
    let mut reader = der::SliceReader::new(padded).map_err(|_| Flaw::Malformed)?;
    let header = der::Header::decode(&mut reader).map_err(|_| Flaw::Malformed)?;
    let length = (header.encoded_len().map_err(|_| Flaw::Malformed)? + header.length)
        .map_err(|_| Flaw::Malformed)?;
    let length = usize::try_from(length).map_err(|_| Flaw::Malformed)?;
    let (all, padding) = padded.split_at_checked(length).ok_or(Flaw::Malformed)?;
    if padding.iter().all(|b| *b == 0) {
        Ok(all)
    } else {
        Err(Flaw::Malformed)
    }
}

fn without_parameters(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm
        .parameters
        .as_ref()
        .is_none_or(|p| p.tag() == Tag::Null)
}

fn hashed(oid: ObjectIdentifier, parts: &[&[u8]]) -> Option<Vec<u8>> {
    fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
        parts
            .iter()
            .fold(D::new(), |hash, part| hash.chain_update(part))
            .finalize()
            .to_vec()
    }
    match oid {
        ID_SHA_256 => Some(of::<Sha256>(parts)),
        ID_SHA_384 => Some(of::<Sha384>(parts)),
        ID_SHA_512 => Some(of::<Sha512>(parts)),
        _ => None,
    }
}

/// Whether `SigningCertificateV2`, or `SigningCertificate` as older time-stamping authorities write
/// it, names a certificate first, by its hash. There a hash of 20 bytes is SHA-1, which is used for
/// nothing else.
fn names(der: &[u8], certificate: &[u8]) -> bool {
    let first = |bytes: &[u8]| -> Option<Vec<Any>> { Vec::<Any>::from_der(bytes).ok() };
    let inner = |any: &Any| -> Option<Vec<Any>> { first(&any.to_der().ok()?) };
    let Some(id) = first(der)
        .and_then(|s| inner(s.first()?))
        .and_then(|certs| inner(certs.first()?))
    else {
        return false;
    };
    let (algorithm, hash) = match id.as_slice() {
        [hash, ..] if hash.tag() == Tag::OctetString && hash.value().len() == 20 => {
            return digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref() == hash.value();
        }
        [hash, ..] if hash.tag() == Tag::OctetString => (ID_SHA_256, hash),
        [algorithm, hash, ..] => match algorithm.decode_as::<AlgorithmIdentifierOwned>() {
            Ok(algorithm) => (algorithm.oid, hash),
            Err(_) => return false,
        },
        _ => return false,
    };
    hashed(algorithm, &[certificate])
        .is_some_and(|wanted| hash.tag() == Tag::OctetString && hash.value() == wanted)
}

/// Checks the signature over the signed attributes with the certificate's key.
fn checked(certificate: &Certificate, signer: &SignerInfo, message: &[u8]) -> Result<(), Flaw> {
    let key = &certificate.tbs_certificate.subject_public_key_info;
    verifies(
        key,
        signer.signature_algorithm.oid,
        signer.digest_alg.oid,
        message,
        signer.signature.as_bytes(),
    )?;
    if without_parameters(&signer.signature_algorithm) {
        Ok(())
    } else {
        Err(Flaw::Malformed)
    }
}

/// Checks a signature over a message with a public key. Its algorithm and its digest must be named
/// alike; that of RSA may be named by the key alone.
pub(crate) fn verifies(
    key: &SubjectPublicKeyInfoOwned,
    own: ObjectIdentifier,
    digest: ObjectIdentifier,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Flaw> {
    let curve = key
        .algorithm
        .parameters
        .as_ref()
        .and_then(|p| AnyRef::from(p).decode_as::<ObjectIdentifier>().ok());
    let rsa = key.algorithm.oid == RSA_ENCRYPTION;
    let fits = |named: ObjectIdentifier, hash| {
        digest == hash && (own == named || (rsa && own == RSA_ENCRYPTION))
    };
    let algorithm: &'static dyn ring::signature::VerificationAlgorithm = match (rsa, curve) {
        (true, _) if fits(SHA_256_WITH_RSA_ENCRYPTION, ID_SHA_256) => &RSA_PKCS1_2048_8192_SHA256,
        (true, _) if fits(SHA_384_WITH_RSA_ENCRYPTION, ID_SHA_384) => &RSA_PKCS1_2048_8192_SHA384,
        (true, _) if fits(SHA_512_WITH_RSA_ENCRYPTION, ID_SHA_512) => &RSA_PKCS1_2048_8192_SHA512,
        (false, Some(SECP_256_R_1)) if fits(ECDSA_WITH_SHA_256, ID_SHA_256) => {
            &ECDSA_P256_SHA256_ASN1
        }
        (false, Some(SECP_384_R_1)) if fits(ECDSA_WITH_SHA_384, ID_SHA_384) => {
            &ECDSA_P384_SHA384_ASN1
        }
        _ => return Err(Flaw::Algorithm),
    };
    let public = UnparsedPublicKey::new(algorithm, key.subject_public_key.raw_bytes());
    public
        .verify(message, signature)
        .map_err(|_| Flaw::WrongSignature)
}

/// The digest that a signature algorithm names.
pub(crate) fn digest_of(algorithm: ObjectIdentifier) -> Option<ObjectIdentifier> {
    match algorithm {
        SHA_256_WITH_RSA_ENCRYPTION | ECDSA_WITH_SHA_256 => Some(ID_SHA_256),
        SHA_384_WITH_RSA_ENCRYPTION | ECDSA_WITH_SHA_384 => Some(ID_SHA_384),
        SHA_512_WITH_RSA_ENCRYPTION => Some(ID_SHA_512),
        _ => None,
    }
}
