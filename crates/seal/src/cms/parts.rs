//! The parts of `SignedData` (RFC 5652, 5.1), read as signing programs write them: in BER, with a
//! certificate twice, with more certificates than needed.

use cms::content_info::CmsVersion;
use cms::signed_data::SignerIdentifier;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::ID_SIGNED_DATA;
use der::asn1::OctetString;
use der::{Any, Decode, Encode, Reader, SliceReader, Tag, Tagged};
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;

use super::Flaw;
use crate::ber;

/// Signed data with its one signer.
pub(super) struct Parts {
    pub version: CmsVersion,
    pub digests: Vec<AlgorithmIdentifierOwned>,
    pub content_type: ObjectIdentifier,
    pub content: Option<Vec<u8>>,
    /// Certificates (X.509) in DER, each once; others are left out.
    pub certificates: Vec<Vec<u8>>,
    /// Whether anything else came with it: lists, certificates of other kinds.
    pub more: bool,
    pub signer: SignerPart,
}

/// What one signer says.
pub(super) struct SignerPart {
    pub version: CmsVersion,
    pub named: SignerIdentifier,
    pub digest: AlgorithmIdentifierOwned,
    pub signed: Option<Attributes>,
    pub algorithm: AlgorithmIdentifierOwned,
    pub signature: Vec<u8>,
    pub unsigned: Vec<Attribute>,
}

/// What is signed beside the content.
pub(super) struct Attributes {
    all: Vec<Attribute>,
    /// As they stand there, as a set: what the signature is over.
    pub written: Vec<u8>,
    /// In the order that DER asks for; some programs sign that and write another one.
    pub in_order: Vec<u8>,
}

impl Attributes {
    /// The one value of an attribute; none if it is missing.
    ///
    /// # Errors
    /// [`Flaw::Malformed`] if it is there twice, or says several things.
    pub(super) fn value(&self, oid: ObjectIdentifier) -> Result<Option<&Any>, Flaw> {
        let mut found = self.all.iter().filter(|a| a.oid == oid);
        let Some(first) = found.next() else {
            return Ok(None);
        };
        match (first.values.as_slice(), found.next()) {
            ([one], None) => Ok(Some(one)),
            _ => Err(Flaw::Malformed),
        }
    }
}

/// Reads signed data in its padding, which must be zeros.
pub(super) fn parts(padded: &[u8]) -> Result<Parts, Flaw> {
    let (der, took) = ber::to_der(padded).ok_or(Flaw::Malformed)?;
    let padding = padded.get(took..).unwrap_or_default();
    if padding.iter().any(|byte| *byte != 0) {
        return Err(Flaw::Malformed);
    }
    read(&der).ok_or(Flaw::Malformed)
}

fn read(der: &[u8]) -> Option<Parts> {
    let info = Vec::<Any>::from_der(der).ok()?;
    let [kind, content] = info.as_slice() else {
        return None;
    };
    if kind.decode_as::<ObjectIdentifier>() != Ok(ID_SIGNED_DATA) || context(content) != Some(0) {
        return None;
    }
    let data = Vec::<Any>::from_der(content.value()).ok()?;
    let [version, digests, content, optional @ .., signers] = data.as_slice() else {
        return None;
    };
    let (content_type, content) = encapsulated(content)?;
    let mut parts = Parts {
        version: decoded(version)?,
        digests: members(digests)?
            .iter()
            .map(decoded)
            .collect::<Option<_>>()?,
        content_type,
        content,
        certificates: vec![],
        more: false,
        signer: signer(signers)?,
    };
    let mut last = None;
    for part in optional {
        let number = context(part).filter(|number| Some(*number) > last)?;
        last = Some(number);
        match number {
            0 => parts.take_certificates(&inside(part.value())?)?,
            1 => parts.more = true,
            _ => return None,
        }
    }
    Some(parts)
}

impl Parts {
    fn take_certificates(&mut self, all: &[Any]) -> Option<()> {
        for one in all {
            if one.tag() == Tag::Sequence {
                let der = one.to_der().ok()?;
                if !self.certificates.contains(&der) {
                    self.certificates.push(der);
                }
            } else {
                self.more = true;
            }
        }
        Some(())
    }
}

/// `EncapsulatedContentInfo`: the kind, and what it holds.
fn encapsulated(any: &Any) -> Option<(ObjectIdentifier, Option<Vec<u8>>)> {
    let parts = items(any)?;
    let (kind, rest) = parts.split_first()?;
    let content = match rest {
        [] => None,
        [content] if context(content) == Some(0) => {
            let content = OctetString::from_der(content.value()).ok()?;
            Some(content.as_bytes().to_vec())
        }
        _ => return None,
    };
    Some((decoded(kind)?, content))
}

/// The only one of `SignerInfos`.
fn signer(any: &Any) -> Option<SignerPart> {
    let all = members(any)?;
    let [one] = all.as_slice() else { return None };
    let parts = items(one)?;
    let [version, named, digest, rest @ ..] = parts.as_slice() else {
        return None;
    };
    let (signed, rest) = match rest {
        [signed, rest @ ..] if context(signed) == Some(0) => (Some(attributes(signed)?), rest),
        rest => (None, rest),
    };
    let [algorithm, signature, rest @ ..] = rest else {
        return None;
    };
    let unsigned = match rest {
        [] => vec![],
        [unsigned] if context(unsigned) == Some(1) => {
            let all = inside(unsigned.value())?;
            all.iter().map(decoded).collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some(SignerPart {
        version: decoded(version)?,
        named: SignerIdentifier::from_der(&named.to_der().ok()?).ok()?,
        digest: decoded(digest)?,
        signed,
        algorithm: decoded(algorithm)?,
        signature: signature
            .decode_as::<OctetString>()
            .ok()?
            .as_bytes()
            .to_vec(),
        unsigned,
    })
}

fn attributes(any: &Any) -> Option<Attributes> {
    let all = inside(any.value())?;
    let set = |content: &[u8]| Any::new(Tag::Set, content).ok()?.to_der().ok();
    let mut sorted: Vec<Vec<u8>> = all.iter().map(|a| a.to_der().ok()).collect::<Option<_>>()?;
    sorted.sort();
    Some(Attributes {
        all: all.iter().map(decoded).collect::<Option<_>>()?,
        written: set(any.value())?,
        in_order: set(&sorted.concat())?,
    })
}

/// What a value means.
pub(super) fn decoded<T: for<'a> Decode<'a>>(any: &Any) -> Option<T> {
    T::from_der(&any.to_der().ok()?).ok()
}

/// The parts of a sequence.
pub(super) fn items(any: &Any) -> Option<Vec<Any>> {
    (any.tag() == Tag::Sequence).then(|| inside(any.value()))?
}

/// The members of a set.
fn members(any: &Any) -> Option<Vec<Any>> {
    (any.tag() == Tag::Set).then(|| inside(any.value()))?
}

/// Values one after the other.
fn inside(content: &[u8]) -> Option<Vec<Any>> {
    let mut reader = SliceReader::new(content).ok()?;
    let mut all = vec![];
    while !reader.is_finished() {
        all.push(Any::decode(&mut reader).ok()?);
    }
    Some(all)
}

/// The number of a tag that means something only where it stands, and holds others.
pub(super) fn context(any: &Any) -> Option<u8> {
    match any.tag() {
        Tag::ContextSpecific {
            constructed: true,
            number,
        } => Some(number.value()),
        _ => None,
    }
}
