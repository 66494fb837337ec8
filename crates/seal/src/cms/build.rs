//! Signatures being made.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, ID_SHA_256, SHA_256_WITH_RSA_ENCRYPTION};
use der::asn1::{OctetString, SetOfVec};
use der::{Any, Decode, Encode};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};

use super::{SIGNING_CERTIFICATE_V2, TIME_STAMP_TOKEN};
use crate::Error;
use crate::key::{Algorithm, Signer, certificate};

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
