//! Digests and signatures by the names that certificates and signatures give them.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ECDSA_WITH_SHA_512, ID_EC_PUBLIC_KEY, ID_MGF_1,
    ID_RSASSA_PSS, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION, SECP_256_R_1, SECP_384_R_1,
    SECP_521_R_1, SHA_256_WITH_RSA_ENCRYPTION, SHA_384_WITH_RSA_ENCRYPTION,
    SHA_512_WITH_RSA_ENCRYPTION,
};
use const_oid::db::rfc8410::ID_ED_25519;
use der::{Any, AnyRef, Decode, Encode, Tag, Tagged};
use p521::ecdsa::signature::hazmat::PrehashVerifier;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1,
    ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    UnparsedPublicKey, VerificationAlgorithm,
};
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pss, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::Flaw;
use super::parts::{context, decoded};

/// The digest of a message in parts; none by an algorithm that is not accepted.
pub(crate) fn hashed(algorithm: ObjectIdentifier, parts: &[&[u8]]) -> Option<Vec<u8>> {
    fn of<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
        let whole = parts
            .iter()
            .fold(D::new(), |hash, part| hash.chain_update(part));
        whole.finalize().to_vec()
    }
    match algorithm {
        ID_SHA_256 => Some(of::<Sha256>(parts)),
        ID_SHA_384 => Some(of::<Sha384>(parts)),
        ID_SHA_512 => Some(of::<Sha512>(parts)),
        _ => None,
    }
}

/// Whether an algorithm has no parameters, or none that say anything.
pub(crate) fn without_parameters(algorithm: &AlgorithmIdentifierOwned) -> bool {
    let said = algorithm.parameters.as_ref();
    said.is_none_or(|parameters| parameters.tag() == Tag::Null)
}

/// Checks a signature over a message with a public key. `digest` is what the signature says of its
/// message besides: where the algorithm names a digest too, it must be that one.
pub(crate) fn verifies(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<ObjectIdentifier>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Flaw> {
    let (kind, of_algorithm) = named(algorithm)?;
    if let (Some(own), Some(besides)) = (of_algorithm, digest)
        && own != besides
    {
        return Err(Flaw::Malformed);
    }
    let digest = of_algorithm.or(digest);
    if let Some(verifier) = verifier(kind, key, digest) {
        return UnparsedPublicKey::new(verifier, key.subject_public_key.raw_bytes())
            .verify(message, signature)
            .map_err(|_| Flaw::WrongSignature);
    }
    let digest = digest.ok_or(Flaw::Algorithm)?;
    let hash = hashed(digest, &[message]).ok_or(Flaw::Algorithm)?;
    match kind {
        Kind::Ecdsa => on_curve(key, &hash, signature),
        Kind::Pss(salt) => salted(key, digest, &hash, salt, signature),
        Kind::Rsa | Kind::Ed25519 => Err(Flaw::Algorithm),
    }
}

/// Checks an RSASSA-PSS signature over a hash, with a salt of any length, which `ring` does not
/// read.
fn salted(
    key: &SubjectPublicKeyInfoOwned,
    digest: ObjectIdentifier,
    hash: &[u8],
    salt: usize,
    signature: &[u8],
) -> Result<(), Flaw> {
    let padding = match digest {
        ID_SHA_256 => Pss::new_with_salt::<Sha256>(salt),
        ID_SHA_384 => Pss::new_with_salt::<Sha384>(salt),
        ID_SHA_512 => Pss::new_with_salt::<Sha512>(salt),
        _ => return Err(Flaw::Algorithm),
    };
    let public = RsaPublicKey::from_pkcs1_der(key.subject_public_key.raw_bytes())
        .ok()
        .filter(|public| public.size() >= SHORTEST_RSA)
        .filter(|_| [RSA_ENCRYPTION, ID_RSASSA_PSS].contains(&key.algorithm.oid))
        .ok_or(Flaw::Algorithm)?;
    let verified = public.verify(padding, hash, signature);
    verified.map_err(|_| Flaw::WrongSignature)
}

/// Shortest RSA key, in bytes.
const SHORTEST_RSA: usize = 256;

/// Checks an ECDSA signature over a hash on the curves, and by the hashes, that `ring` lacks.
fn on_curve(key: &SubjectPublicKeyInfoOwned, hash: &[u8], signature: &[u8]) -> Result<(), Flaw> {
    let point = key.subject_public_key.raw_bytes();
    // A hash that is shorter than the numbers of the curve is a small number.
    let padded = [
        vec![0; P521_BYTES.saturating_sub(hash.len())],
        hash.to_vec(),
    ]
    .concat();
    let verified = match curve(key) {
        Some(SECP_256_R_1) => p256::ecdsa::Signature::from_der(signature).and_then(|signature| {
            p256::ecdsa::VerifyingKey::from_sec1_bytes(point)?.verify_prehash(hash, &signature)
        }),
        Some(SECP_384_R_1) => p384::ecdsa::Signature::from_der(signature).and_then(|signature| {
            p384::ecdsa::VerifyingKey::from_sec1_bytes(point)?.verify_prehash(hash, &signature)
        }),
        Some(SECP_521_R_1) => p521::ecdsa::Signature::from_der(signature).and_then(|signature| {
            p521::ecdsa::VerifyingKey::from_sec1_bytes(point)?.verify_prehash(&padded, &signature)
        }),
        _ => return Err(Flaw::Algorithm),
    };
    verified.map_err(|_| Flaw::WrongSignature)
}

/// How many bytes the numbers of P-521 have.
const P521_BYTES: usize = 66;

/// The curve of a key on one.
fn curve(key: &SubjectPublicKeyInfoOwned) -> Option<ObjectIdentifier> {
    let said = key.algorithm.parameters.as_ref()?;
    let named = AnyRef::from(said).decode_as().ok();
    named.filter(|_| key.algorithm.oid == ID_EC_PUBLIC_KEY)
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rsa,
    /// With a salt of so many bytes.
    Pss(usize),
    Ecdsa,
    Ed25519,
}

/// How an algorithm signs, and the digest that it names.
fn named(algorithm: &AlgorithmIdentifierOwned) -> Result<(Kind, Option<ObjectIdentifier>), Flaw> {
    let (kind, digest) = match algorithm.oid {
        // The digest is named beside it.
        RSA_ENCRYPTION => (Kind::Rsa, None),
        ID_EC_PUBLIC_KEY => return Ok((Kind::Ecdsa, None)),
        SHA_256_WITH_RSA_ENCRYPTION => (Kind::Rsa, Some(ID_SHA_256)),
        SHA_384_WITH_RSA_ENCRYPTION => (Kind::Rsa, Some(ID_SHA_384)),
        SHA_512_WITH_RSA_ENCRYPTION => (Kind::Rsa, Some(ID_SHA_512)),
        ECDSA_WITH_SHA_256 => (Kind::Ecdsa, Some(ID_SHA_256)),
        ECDSA_WITH_SHA_384 => (Kind::Ecdsa, Some(ID_SHA_384)),
        ECDSA_WITH_SHA_512 => (Kind::Ecdsa, Some(ID_SHA_512)),
        ID_ED_25519 => (Kind::Ed25519, None),
        ID_RSASSA_PSS => {
            let (digest, salt) = pss(algorithm.parameters.as_ref()).ok_or(Flaw::Algorithm)?;
            return Ok((Kind::Pss(salt), Some(digest)));
        }
        _ => return Err(Flaw::Algorithm),
    };
    if without_parameters(algorithm) {
        Ok((kind, digest))
    } else {
        Err(Flaw::Malformed)
    }
}

fn verifier(
    kind: Kind,
    key: &SubjectPublicKeyInfoOwned,
    digest: Option<ObjectIdentifier>,
) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (kind, key.algorithm.oid, curve(key), digest) {
        (Kind::Rsa, RSA_ENCRYPTION, _, Some(ID_SHA_256)) => &RSA_PKCS1_2048_8192_SHA256,
        (Kind::Rsa, RSA_ENCRYPTION, _, Some(ID_SHA_384)) => &RSA_PKCS1_2048_8192_SHA384,
        (Kind::Rsa, RSA_ENCRYPTION, _, Some(ID_SHA_512)) => &RSA_PKCS1_2048_8192_SHA512,
        (Kind::Ecdsa, ID_EC_PUBLIC_KEY, Some(SECP_256_R_1), Some(ID_SHA_256)) => {
            &ECDSA_P256_SHA256_ASN1
        }
        (Kind::Ecdsa, ID_EC_PUBLIC_KEY, Some(SECP_256_R_1), Some(ID_SHA_384)) => {
            &ECDSA_P256_SHA384_ASN1
        }
        (Kind::Ecdsa, ID_EC_PUBLIC_KEY, Some(SECP_384_R_1), Some(ID_SHA_256)) => {
            &ECDSA_P384_SHA256_ASN1
        }
        (Kind::Ecdsa, ID_EC_PUBLIC_KEY, Some(SECP_384_R_1), Some(ID_SHA_384)) => {
            &ECDSA_P384_SHA384_ASN1
        }
        // It hashes by itself; what the attributes are hashed by is another matter (RFC 8419, 2.3).
        (Kind::Ed25519, ID_ED_25519, _, _) => &ED25519,
        _ => return None,
    })
}

/// The digest and the length of the salt of `RSASSA-PSS-params` (RFC 4055, 3.1); none unless the
/// mask is made by the same digest.
fn pss(parameters: Option<&Any>) -> Option<(ObjectIdentifier, usize)> {
    let said = Vec::<Any>::from_der(&parameters?.to_der().ok()?).ok()?;
    let inner = |number: u8| {
        let numbered = |any: &&Any| context(any) == Some(number);
        Any::from_der(said.iter().find(numbered)?.value()).ok()
    };
    let digest: AlgorithmIdentifierOwned = decoded(&inner(0)?)?;
    let mask: AlgorithmIdentifierOwned = decoded(&inner(1)?)?;
    let masked_by: AlgorithmIdentifierOwned = decoded(mask.parameters.as_ref()?)?;
    let salt: u16 = decoded(&inner(2)?)?;
    let trailer = inner(3).is_none_or(|trailer| decoded::<u8>(&trailer) == Some(1));
    let plain = mask.oid == ID_MGF_1
        && masked_by.oid == digest.oid
        && trailer
        && said.len() <= 4
        && without_parameters(&digest)
        && without_parameters(&masked_by);
    plain.then_some((digest.oid, usize::from(salt)))
}
