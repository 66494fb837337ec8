//! Keys that sign: a PKCS#12 file, or a PKCS#11 token. A password or PIN is tried once and never
//! again by itself: tokens lock.

use std::path::Path;

use chrono::{DateTime, Utc};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as TokenError, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use der::{Decode, Encode};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};

use crate::{Error, names};

/// What a key signs with; always over SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with 2048 bits or more.
    Rsa,
    /// ECDSA on P-256.
    EcdsaP256,
}

/// A key with its certificate.
pub trait Signer {
    /// The certificate of the key, then those above it without the root; DER.
    fn chain(&self) -> &[Vec<u8>];
    /// What it signs with.
    fn algorithm(&self) -> Algorithm;
    /// Signs a message.
    ///
    /// # Errors
    /// [`Error::Crypto`], [`Error::NoKey`] if the token is gone.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error>;
}

/// Refuses a certificate that does not hold at an instant, or does not sign documents.
///
/// # Errors
/// [`Error::NotYetValid`], [`Error::Expired`], [`Error::NotForSigning`].
pub fn usable(signer: &dyn Signer, at: DateTime<Utc>) -> Result<(), Error> {
    let own = certificate(signer)?;
    let (from, until) = validity(&own);
    if at < from {
        return Err(Error::NotYetValid(from));
    }
    if at > until {
        return Err(Error::Expired(until));
    }
    if signs_documents(&own) {
        Ok(())
    } else {
        Err(Error::NotForSigning)
    }
}

/// The certificate of a key.
pub(crate) fn certificate(signer: &dyn Signer) -> Result<Certificate, Error> {
    let der = signer
        .chain()
        .first()
        .ok_or_else(|| Error::NoKey("no certificate".to_owned()))?;
    Ok(Certificate::from_der(der)?)
}

/// First and last instant of a certificate.
pub(crate) fn validity(certificate: &Certificate) -> (DateTime<Utc>, DateTime<Utc>) {
    let span = &certificate.tbs_certificate.validity;
    let instant = |time: x509_cert::time::Time| DateTime::<Utc>::from(time.to_system_time());
    (instant(span.not_before), instant(span.not_after))
}

/// Whether a certificate says that its key signs: digital signature or non-repudiation, or nothing
/// at all (RFC 5280, 4.2.1.3).
pub(crate) fn signs_documents(certificate: &Certificate) -> bool {
    match certificate.tbs_certificate.get::<KeyUsage>() {
        Ok(Some((_, usage))) => {
            usage.0.contains(KeyUsages::DigitalSignature)
                || usage.0.contains(KeyUsages::NonRepudiation)
        }
        Ok(None) => true,
        Err(_) => false,
    }
}

/// The certificate of a public key first, then each one's issuer; the root stays out, for a reader
/// must have it already.
fn ordered(
    certificates: Vec<Vec<u8>>,
    own: &dyn Fn(&Certificate) -> bool,
) -> Result<Vec<Vec<u8>>, Error> {
    let parsed: Vec<(Certificate, Vec<u8>)> = certificates
        .into_iter()
        .filter_map(|der| Some((Certificate::from_der(&der).ok()?, der)))
        .collect();
    let mut next = parsed.iter().find(|(certificate, _)| own(certificate));
    let mut chain: Vec<Vec<u8>> = vec![];
    while let Some((certificate, der)) = next {
        let (subject, issuer) = (
            &certificate.tbs_certificate.subject,
            &certificate.tbs_certificate.issuer,
        );
        if chain.contains(der) || (subject == issuer && !chain.is_empty()) {
            break;
        }
        chain.push(der.clone());
        next = parsed
            .iter()
            .find(|(above, _)| above.tbs_certificate.subject == *issuer && subject != issuer);
    }
    if chain.is_empty() {
        Err(Error::NoKey("no certificate of the key".to_owned()))
    } else {
        Ok(chain)
    }
}

/// A key from a PKCS#12 file (`.p12`, `.pfx`), of today's and of older encryption.
#[derive(Debug)]
pub struct FileKey {
    chain: Vec<Vec<u8>>,
    pair: Pair,
}

#[derive(Debug)]
enum Pair {
    Rsa(Box<RsaKeyPair>),
    EcdsaP256(Box<EcdsaKeyPair>),
}

impl FileKey {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::WrongPassword`], [`Error::NoKey`].
    pub fn open(pkcs12: &[u8], password: &str) -> Result<Self, Error> {
        let store = KeyStore::from_pkcs12(pkcs12, password, Pkcs12ImportPolicy::Relaxed).map_err(
            |error| match error {
                p12_keystore::error::Error::MacError(_)
                | p12_keystore::error::Error::UnpadError
                | p12_keystore::error::Error::Pkcs5Error(_) => Error::WrongPassword,
                other => Error::NoKey(other.to_string()),
            },
        )?;
        let (_, found) = store
            .private_key_chain()
            .ok_or_else(|| Error::NoKey("no private key".to_owned()))?;
        let key = found.key().as_der();
        let pair = match RsaKeyPair::from_pkcs8(key) {
            Ok(pair) => Pair::Rsa(Box::new(pair)),
            Err(rsa) => match EcdsaKeyPair::from_pkcs8(
                &ECDSA_P256_SHA256_ASN1_SIGNING,
                key,
                &SystemRandom::new(),
            ) {
                Ok(pair) => Pair::EcdsaP256(Box::new(pair)),
                Err(ecdsa) => {
                    return Err(Error::NoKey(format!(
                        "neither RSA ({rsa}) nor ECDSA P-256 ({ecdsa})"
                    )));
                }
            },
        };
        let public: &[u8] = match &pair {
            Pair::Rsa(pair) => ring::signature::KeyPair::public_key(pair.as_ref()).as_ref(),
            Pair::EcdsaP256(pair) => ring::signature::KeyPair::public_key(pair.as_ref()).as_ref(),
        };
        let of_chain = found.certs().iter().map(|c| c.as_der().to_vec());
        let others = store.entries().filter_map(|(_, entry)| match entry {
            p12_keystore::KeyStoreEntry::Certificate(certificate) => {
                Some(certificate.as_der().to_vec())
            }
            _ => None,
        });
        let own = |certificate: &Certificate| {
            certificate
                .tbs_certificate
                .subject_public_key_info
                .subject_public_key
                .raw_bytes()
                == public
        };
        let chain = ordered(of_chain.chain(others).collect(), &own)?;
        Ok(Self { chain, pair })
    }
}

impl Signer for FileKey {
    fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::EcdsaP256(_) => Algorithm::EcdsaP256,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let random = SystemRandom::new();
        let failed = |e: ring::error::Unspecified| Error::Crypto(e.to_string());
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map_err(failed)?;
                Ok(signature)
            }
            Pair::EcdsaP256(pair) => Ok(pair
                .sign(&random, message)
                .map_err(failed)?
                .as_ref()
                .to_vec()),
        }
    }
}

/// A key on a PKCS#11 token.
pub struct TokenKey {
    chain: Vec<Vec<u8>>,
    algorithm: Algorithm,
    session: Session,
    key: ObjectHandle,
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenKey")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

impl TokenKey {
    /// Opens the first token that a driver shows, or the one with a label, with its PIN; of its
    /// keys the one with a label, if one is named.
    ///
    /// # Errors
    /// [`Error::NoKey`] without driver, token or key; [`Error::WrongPassword`] for the PIN, which
    /// is not tried again; [`Error::Locked`].
    pub fn open(
        driver: &Path,
        token: Option<&str>,
        label: Option<&str>,
        pin: &str,
    ) -> Result<Self, Error> {
        let no_key = |e: TokenError| Error::NoKey(e.to_string());
        let context = Pkcs11::new(driver).map_err(no_key)?;
        match context.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            // Another part of the program has done so already.
            Ok(()) | Err(TokenError::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(other) => return Err(no_key(other)),
        }
        let named = |slot: &cryptoki::slot::Slot| {
            token.is_none_or(|wanted| {
                context
                    .get_token_info(*slot)
                    .is_ok_and(|info| info.label().trim() == wanted)
            })
        };
        let slots = context.get_slots_with_initialized_token().map_err(no_key)?;
        let slot = slots
            .into_iter()
            .find(named)
            .ok_or_else(|| Error::NoKey("no token".to_owned()))?;
        let session = context.open_ro_session(slot).map_err(no_key)?;
        session
            .login(UserType::User, Some(&AuthPin::new(pin.into())))
            .map_err(|error| match error {
                TokenError::Pkcs11(RvError::PinLocked, _) => Error::Locked,
                TokenError::Pkcs11(
                    RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid,
                    _,
                ) => Error::WrongPassword,
                other => no_key(other),
            })?;
        let mut wanted = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        wanted.extend(label.map(|label| Attribute::Label(label.as_bytes().to_vec())));
        let key = *session
            .find_objects(&wanted)
            .map_err(no_key)?
            .first()
            .ok_or_else(|| Error::NoKey("no private key".to_owned()))?;
        let id = session
            .get_attributes(key, &[AttributeType::Id])
            .map_err(no_key)?;
        let value = |object| -> Result<Option<Vec<u8>>, Error> {
            Ok(session
                .get_attributes(object, &[AttributeType::Value])
                .map_err(no_key)?
                .into_iter()
                .find_map(|a| {
                    if let Attribute::Value(der) = a {
                        Some(der)
                    } else {
                        None
                    }
                }))
        };
        let mut of_key = vec![Attribute::Class(ObjectClass::CERTIFICATE)];
        of_key.extend(id);
        let own = session
            .find_objects(&of_key)
            .map_err(no_key)?
            .first()
            .copied()
            .ok_or_else(|| Error::NoKey("no certificate of the key".to_owned()))?;
        let own = value(own)?.ok_or_else(|| Error::NoKey("an empty certificate".to_owned()))?;
        let mut all = vec![own.clone()];
        for object in session
            .find_objects(&[Attribute::Class(ObjectClass::CERTIFICATE)])
            .map_err(no_key)?
        {
            all.extend(value(object)?);
        }
        let is_own = |certificate: &Certificate| certificate.to_der().is_ok_and(|der| der == own);
        let chain = ordered(all, &is_own)?;
        let oid = Certificate::from_der(&own)?
            .tbs_certificate
            .subject_public_key_info
            .algorithm
            .oid;
        let algorithm = match oid {
            const_oid::db::rfc5912::RSA_ENCRYPTION => Algorithm::Rsa,
            const_oid::db::rfc5912::ID_EC_PUBLIC_KEY => Algorithm::EcdsaP256,
            other => return Err(Error::NoKey(format!("a key of kind {other}"))),
        };
        Ok(Self {
            chain,
            algorithm,
            session,
            key,
        })
    }
}

impl Signer for TokenKey {
    fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let gone = |e: TokenError| Error::NoKey(e.to_string());
        match self.algorithm {
            Algorithm::Rsa => self
                .session
                .sign(&Mechanism::Sha256RsaPkcs, self.key, message)
                .map_err(gone),
            Algorithm::EcdsaP256 => {
                let raw = self
                    .session
                    .sign(&Mechanism::Ecdsa, self.key, &Sha256::digest(message))
                    .map_err(gone)?;
                as_der(&raw)
            }
        }
    }
}

/// The two numbers of an ECDSA signature, side by side as tokens give them, as `SEQUENCE { r, s }`.
fn as_der(raw: &[u8]) -> Result<Vec<u8>, Error> {
    let (r, s) = raw.split_at(raw.len() / 2);
    let numbers = [der::asn1::Uint::new(r)?, der::asn1::Uint::new(s)?];
    Ok(numbers.to_vec().to_der()?)
}

/// The name and the organisation of a key's holder, as its certificate says them.
///
/// # Errors
/// [`Error::NoKey`] without a certificate.
pub fn holder(signer: &dyn Signer) -> Result<(String, Option<String>), Error> {
    let own = certificate(signer)?;
    let subject = &own.tbs_certificate.subject;
    Ok((names::whose(subject), names::organisation(subject)))
}
