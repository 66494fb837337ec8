//! Time stamps (RFC 3161): what is asked of an authority, and what is taken from its answer.
//! Carrying it is for others.

use der::asn1::{OctetString, Uint};
use der::{Any, Decode, Encode, Tag, Tagged};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;

use crate::{Error, cms};

/// Room for a time stamp with its certificates, in bytes.
pub(crate) const ROOM: usize = 6 * 1_024;

/// A question to a time-stamping authority: the hash of what is stamped, and that it shall send its
/// certificate along.
///
/// # Errors
/// [`Error::Crypto`].
pub fn question(stamped: &[u8], nonce: u64) -> Result<Vec<u8>, Error> {
    let algorithm = AlgorithmIdentifierOwned {
        oid: const_oid::db::rfc5912::ID_SHA_256,
        parameters: Some(Any::null()),
    };
    let imprint = vec![
        Any::encode_from(&algorithm)?,
        Any::encode_from(&OctetString::new(Sha256::digest(stamped).to_vec())?)?,
    ];
    let imprint = Any::from_der(&imprint.to_der()?)?;
    let nonce = Any::encode_from(&Uint::new(&nonce.to_be_bytes())?)?;
    Ok(vec![
        Any::encode_from(&1_u8)?,
        imprint,
        nonce,
        Any::encode_from(&true)?,
    ]
    .to_der()?)
}

/// The token in an authority's answer, checked to be over what was asked.
///
/// # Errors
/// [`Error::Stamp`] if the authority refused, or stamped something else.
pub fn token_in(answer: &[u8], stamped: &[u8]) -> Result<Vec<u8>, Error> {
    let refused = || Error::Stamp("the authority refused".to_owned());
    let parts = Vec::<Any>::from_der(answer).map_err(|e| Error::Stamp(e.to_string()))?;
    let [status, token] = parts.as_slice() else {
        return Err(refused());
    };
    let status = Vec::<Any>::from_der(&status.to_der()?)?;
    let granted = status
        .first()
        .is_some_and(|s| s.tag() == Tag::Integer && [&[0_u8][..], &[1]].contains(&s.value()));
    if !granted {
        return Err(refused());
    }
    let token = token.to_der()?;
    cms::read_stamp(&token, &[stamped]).map_err(|flaw| Error::Stamp(format!("{flaw:?}")))?;
    Ok(token)
}
