//! The key of a replica: random, wrapped by password and device secret, and a second time by the
//! recovery code.

use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{Code, Refusal};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::{Error, Result, secret, whole};

/// Argon2id memory in KiB, passes and lanes for what an attacker could grind offline.
const ARGON2: (u32, u32, u32) = (65_536, 3, 1);
/// Length of a recovery code in bytes: 160 bits.
const RECOVERY_BYTES: usize = 20;
/// Shortest password.
pub const MIN_PASSWORD: usize = 12;

/// The random key of a replica, from which those of the database and of the files are derived.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// A fresh key.
    ///
    /// # Errors
    /// [`Error::Stored`] if the system gives no randomness.
    pub fn random() -> Result<Self> {
        Ok(Self(random()?))
    }

    /// The raw key of the database.
    pub(crate) fn database(&self) -> [u8; 32] {
        self.derive(b"database")
    }

    /// The key of the files.
    pub(crate) fn files(&self) -> [u8; 32] {
        self.derive(b"files")
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        expand(&self.0, &[], purpose)
    }
}

/// `keys.json`: nothing in it opens anything without the password and the device secret, or the
/// recovery code.
#[derive(Serialize, Deserialize)]
struct KeyFile {
    version: u32,
    salt: String,
    by_password: String,
    by_recovery: String,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("keys.json")
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::Stored(e.to_string()))?;
    Ok(bytes)
}

pub(crate) fn expand(secret: &[u8], salt: &[u8], purpose: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    // 32 bytes are always within what HKDF-SHA-256 can give.
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, &mut out);
    out
}

pub(crate) fn stretch(password: &str, salt: &[u8]) -> Result<[u8; 32]> {
    let params = Params::new(ARGON2.0, ARGON2.1, ARGON2.2, Some(32))
        .map_err(|e| Error::Stored(e.to_string()))?;
    let mut out = [0; 32];
    let typed = domain::text::tidy(password);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(typed.as_bytes(), salt, &mut out)
        .map_err(|e| Error::Stored(e.to_string()))?;
    Ok(out)
}

/// Encrypts: nonce, then ciphertext with tag.
pub(crate) fn seal(key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; 24] = random()?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), plain)
        .map_err(|e| Error::Stored(e.to_string()))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Decrypts what [`seal`] made; none if the key is wrong or a bit was changed.
pub(crate) fn unseal(key: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, body) = sealed.split_at_checked(24)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), body)
        .ok()
}

/// Refuses passwords that a list of common words would open.
///
/// # Errors
/// `weak_password`.
pub fn check_password(password: &str) -> std::result::Result<(), Refusal> {
    const COMMON: [&str; 8] = [
        "password",
        "matkhau",
        "haiphong",
        "sogddt",
        "12345678",
        "qwerty",
        "giaoduc",
        "truonghoc",
    ];
    let folded = domain::text::fold(password).replace(' ', "");
    let left = COMMON
        .iter()
        .fold(folded, |text, word| text.replace(word, ""));
    let distinct = password
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    if password.chars().count() < MIN_PASSWORD || left.chars().count() < 6 || distinct < 5 {
        return Err(Refusal::new(Code::WeakPassword));
    }
    Ok(())
}

/// Makes the keys of a new replica; returns the recovery code, which is shown once and stored
/// nowhere.
///
/// # Errors
/// [`Error::Io`].
pub(crate) fn make(folder: &Path, master: &MasterKey, password: &str) -> Result<String> {
    let secret: [u8; 32] = random()?;
    let recovery: [u8; RECOVERY_BYTES] = random()?;
    wrap(folder, master, password, &secret, &recovery)?;
    Ok(spoken(&recovery))
}

fn wrap(
    folder: &Path,
    master: &MasterKey,
    password: &str,
    secret: &[u8; 32],
    recovery: &[u8],
) -> Result<()> {
    let salt: [u8; 16] = random()?;
    // The salt names the secret too: it is as new as the secret is.
    secret::keep(folder, &hex::encode(salt), secret)?;
    let by_password = expand(
        &[stretch(password, &salt)?.as_slice(), secret].concat(),
        &salt,
        b"password and device",
    );
    let by_recovery = expand(recovery, &salt, b"recovery");
    let file = KeyFile {
        version: 1,
        salt: hex::encode(salt),
        by_password: hex::encode(seal(&by_password, &master.0)?),
        by_recovery: hex::encode(seal(&by_recovery, &master.0)?),
    };
    let json = serde_json::to_vec_pretty(&file).map_err(|e| Error::Stored(e.to_string()))?;
    whole::write(&path(folder), &json)
}

fn read_file(folder: &Path) -> Result<KeyFile> {
    let path = path(folder);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(Refusal::new(Code::NoReplica).into());
        }
        Err(source) => return Err(Error::Io { path, source }),
    };
    serde_json::from_slice(&bytes).map_err(|_| Refusal::new(Code::Damaged).into())
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    hex::decode(text).map_err(|_| Refusal::new(Code::Damaged).into())
}

pub(crate) fn master(bytes: Vec<u8>) -> Result<MasterKey> {
    bytes
        .try_into()
        .map(MasterKey)
        .map_err(|_| Refusal::new(Code::Damaged).into())
}

/// The secret of this machine for the keys in a folder.
///
/// # Errors
/// `no_device_secret`, `no_replica`, `damaged`.
pub(crate) fn device_secret(folder: &Path) -> Result<Vec<u8>> {
    secret::read(folder, &read_file(folder)?.salt)
}

/// The key, by the password and the secret of this machine.
///
/// # Errors
/// `wrong_password`, `no_device_secret`, `no_replica`, `damaged`.
pub fn unlock(folder: &Path, password: &str) -> Result<MasterKey> {
    let file = read_file(folder)?;
    let secret = secret::read(folder, &file.salt)?;
    let salt = unhex(&file.salt)?;
    let key = expand(
        &[stretch(password, &salt)?.as_slice(), &secret].concat(),
        &salt,
        b"password and device",
    );
    master(
        unseal(&key, &unhex(&file.by_password)?)
            .ok_or_else(|| Refusal::new(Code::WrongPassword))?,
    )
}

/// The key, by the recovery code; sets a new password and a new device secret.
///
/// # Errors
/// `wrong_recovery_code`, `weak_password`, `no_replica`, `damaged`.
pub fn recover(folder: &Path, code: &str, password: &str) -> Result<MasterKey> {
    check_password(password)?;
    let wrong = || Error::Refused(Refusal::new(Code::WrongRecoveryCode));
    let file = read_file(folder)?;
    let recovery = heard(code).ok_or_else(wrong)?;
    let key = expand(&recovery, &unhex(&file.salt)?, b"recovery");
    let master = master(unseal(&key, &unhex(&file.by_recovery)?).ok_or_else(wrong)?)?;
    let secret: [u8; 32] = random()?;
    wrap(folder, &master, password, &secret, &recovery)?;
    Ok(master)
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes as groups of four Crockford characters.
fn spoken(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(ALPHABET[(bits >> count & 31) as usize]));
        }
    }
    text.as_bytes()
        .chunks(4)
        .map(|c| String::from_utf8_lossy(c).into_owned())
        .collect::<Vec<_>>()
        .join("-")
}

/// What was typed, forgiving case, separators and look-alikes.
fn heard(code: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![];
    let (mut bits, mut count) = (0_u32, 0);
    for c in code
        .to_uppercase()
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
    {
        let c = match c {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let value = ALPHABET.iter().position(|a| char::from(*a) == c)?;
        bits = bits << 5 | u32::try_from(value).ok()?;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    (bytes.len() == RECOVERY_BYTES).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_survives_the_way_people_type() {
        let code = spoken(&[0xa5; RECOVERY_BYTES]);
        assert_eq!(code.len(), 39);
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(heard(&typed), Some(vec![0xa5; RECOVERY_BYTES]));
        assert_eq!(heard(&code[1..]), None);
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in [
            "ngắn",
            "matkhau12345",
            "haiphong2026",
            "aaaaaaaaaaaa",
            "123456781234",
        ] {
            assert!(check_password(weak).is_err(), "{weak}");
        }
        assert!(check_password("cây phượng trước cổng trường").is_ok());
    }
}
