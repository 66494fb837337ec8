//! The key that signs: a file, or a token.

use std::path::PathBuf;

use evidence::refusal;
use seal::Error;
use seal::key::{FileKey, Signer, TokenKey};
use serde::Deserialize;

use crate::{Failure, Reply};

/// Where the key is that signs.
#[derive(Clone)]
pub enum KeyPlace {
    /// A PKCS#12 file: its bytes.
    File(Vec<u8>),
    /// A token.
    Token(TokenPlace),
}

/// A token, by the driver of its maker; the token and the key by their labels, if there are
/// several.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TokenPlace {
    /// The driver.
    pub driver: PathBuf,
    /// The token.
    pub token: Option<String>,
    /// The key.
    pub key: Option<String>,
}

/// A key that is open: its password or PIN was asked once, however many papers it signs.
pub struct OpenedKey {
    pub(super) signer: Box<dyn Signer>,
    pub(super) name: String,
    pub(super) organisation: Option<String>,
}

impl std::fmt::Debug for OpenedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedKey")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Opens a key with its password or PIN, which is tried once.
///
/// # Errors
/// `key_password`, `key_unusable`.
pub fn open_key(place: &KeyPlace, secret: &str) -> Reply<OpenedKey> {
    let failed = |e: Error| Failure::from(refusal(&e, "", ""));
    let signer: Box<dyn Signer> = match place {
        KeyPlace::File(bytes) => Box::new(FileKey::open(bytes, secret).map_err(failed)?),
        KeyPlace::Token(place) => Box::new(
            TokenKey::open(
                &place.driver,
                place.token.as_deref(),
                place.key.as_deref(),
                secret,
            )
            .map_err(failed)?,
        ),
    };
    let (name, organisation) = seal::key::holder(signer.as_ref()).map_err(failed)?;
    Ok(OpenedKey {
        signer,
        name,
        organisation,
    })
}
