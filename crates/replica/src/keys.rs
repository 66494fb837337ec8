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
use zeroize::Zeroizing;

use crate::{Error, Result, secret, whole};

/// Argon2id memory in KiB, passes and lanes for what an attacker could grind offline.
const ARGON2: (u32, u32, u32) = (65_536, 3, 1);
/// Length of a recovery code in bytes: 160 bits.
const RECOVERY_BYTES: usize = 20;
/// Shortest password.
pub const MIN_PASSWORD: usize = 12;

/// A key that leaves the memory with whoever holds it.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// The random key of a replica, from which those of the database and of the files are derived.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

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
        Ok(Self(secret_bytes()?))
    }

    /// The raw key of the database.
    pub(crate) fn database(&self) -> Key {
        self.derive(b"database")
    }

    /// The key of the files.
    pub(crate) fn files(&self) -> Key {
        self.derive(b"files")
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn derive(&self, purpose: &[u8]) -> Key {
        expand(self.0.as_slice(), &[], purpose)
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
    /// The salt of what the recovery code opens, where a changed password brought another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery_salt: Option<String>,
    /// Whether nobody has shown yet that the recovery code is on paper.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    recovery_unread: bool,
}

/// What the recovery code opens when a key is wrapped anew.
enum Recovery<'a> {
    /// Wrapped by a code that nobody has seen yet.
    New(&'a [u8]),
    /// Wrapped anew too, by the code that was typed from its paper.
    Typed(&'a [u8]),
    /// As it was: the code is on paper, and nobody typed it.
    Kept(&'a KeyFile),
}

fn path(folder: &Path) -> PathBuf {
    folder.join("keys.json")
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::Stored(e.to_string()))?;
    Ok(bytes)
}

/// Random bytes that are nobody else's business.
fn secret_bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|e| Error::Stored(e.to_string()))?;
    Ok(bytes)
}

pub(crate) fn expand(secret: &[u8], salt: &[u8], purpose: &[u8]) -> Key {
    let mut out = Zeroizing::new([0; 32]);
    // 32 bytes are always within what HKDF-SHA-256 can give.
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, out.as_mut_slice());
    out
}

/// The key of what was stretched and of the secret of this machine together.
pub(crate) fn together(stretched: &[u8], secret: &[u8], salt: &[u8], purpose: &[u8]) -> Key {
    let both = Zeroizing::new([stretched, secret].concat());
    expand(&both, salt, purpose)
}

pub(crate) fn stretch(password: &str, salt: &[u8]) -> Result<Key> {
    let params = Params::new(ARGON2.0, ARGON2.1, ARGON2.2, Some(32))
        .map_err(|e| Error::Stored(e.to_string()))?;
    let mut out = Zeroizing::new([0; 32]);
    let typed = Zeroizing::new(domain::text::tidy(password));
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(typed.as_bytes(), salt, out.as_mut_slice())
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

/// The keys of a replica that is being made. Until they are written nothing opens it, so that a
/// start which is cut off can simply be made again.
#[derive(Debug)]
pub struct Unwritten {
    folder: PathBuf,
    master: MasterKey,
}

impl Unwritten {
    pub(crate) fn of(folder: &Path, master: MasterKey) -> Self {
        let folder = folder.to_owned();
        Self { folder, master }
    }

    /// Writes the keys: from now on the password opens the replica. Returns the recovery code, which
    /// is shown once and stored nowhere.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(self, password: &str) -> Result<Zeroizing<String>> {
        let recovery = secret_bytes::<RECOVERY_BYTES>()?;
        wrap(
            &self.folder,
            None,
            &self.master,
            password,
            Recovery::New(recovery.as_slice()),
        )?;
        Ok(spoken(recovery.as_slice()))
    }
}

/// Wraps a key by a password and a new secret of this machine. At every moment the keys that lie
/// there open with a secret that is there too: the new secret comes first, then the keys that name
/// it, and then the one `before` goes.
fn wrap(
    folder: &Path,
    before: Option<&str>,
    master: &MasterKey,
    password: &str,
    recovery: Recovery<'_>,
) -> Result<()> {
    let salt: [u8; 16] = random()?;
    // The salt names the secret too: it is as new as the secret is.
    let (name, secret) = (hex::encode(salt), secret_bytes::<32>()?);
    secret::keep(folder, before, &name, &secret)?;
    let stretched = stretch(password, &salt)?;
    let by_password = together(
        stretched.as_slice(),
        secret.as_slice(),
        &salt,
        b"password and device",
    );
    let by_code = |code: &[u8]| -> Result<String> {
        let key = expand(code, &salt, b"recovery");
        Ok(hex::encode(seal(&key, master.0.as_slice())?))
    };
    let (by_recovery, recovery_salt, recovery_unread) = match recovery {
        Recovery::New(code) => (by_code(code)?, None, true),
        Recovery::Typed(code) => (by_code(code)?, None, false),
        Recovery::Kept(file) => {
            let salt = file.recovery_salt.as_ref().unwrap_or(&file.salt);
            let kept = file.by_recovery.clone();
            (kept, Some(salt.clone()), file.recovery_unread)
        }
    };
    let file = KeyFile {
        version: 1,
        salt: name.clone(),
        by_password: hex::encode(seal(&by_password, master.0.as_slice())?),
        by_recovery,
        recovery_salt,
        recovery_unread,
    };
    write_file(folder, &file)?;
    secret::settle(folder, before, &name)
}

fn write_file(folder: &Path, file: &KeyFile) -> Result<()> {
    let json = serde_json::to_vec_pretty(file).map_err(|e| Error::Stored(e.to_string()))?;
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
    let bytes = Zeroizing::new(bytes);
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err(Refusal::new(Code::Damaged).into());
    }
    key.copy_from_slice(&bytes);
    Ok(MasterKey(key))
}

/// The secret of this machine for the keys in a folder.
///
/// # Errors
/// `no_device_secret`, `no_replica`, `damaged`.
pub(crate) fn device_secret(folder: &Path) -> Result<Zeroizing<Vec<u8>>> {
    secret::read(folder, &read_file(folder)?.salt)
}

/// The key, by the password and the secret of this machine.
///
/// # Errors
/// `wrong_password`, `no_device_secret`, `no_replica`, `damaged`.
pub fn unlock(folder: &Path, password: &str) -> Result<MasterKey> {
    opened(folder, &read_file(folder)?, password)
}

/// Wraps the key by another password, and a new secret of this machine; the recovery code goes on
/// opening it. For whoever holds the lock. Cut off anywhere, one of the two passwords opens.
///
/// # Errors
/// `wrong_password`, `weak_password`, `no_device_secret`, `no_replica`, `damaged`, [`Error::Io`].
pub(crate) fn change_password(folder: &Path, password: &str, new: &str) -> Result<()> {
    check_password(new)?;
    let file = read_file(folder)?;
    let master = opened(folder, &file, password)?;
    wrap(
        folder,
        Some(&file.salt),
        &master,
        new,
        Recovery::Kept(&file),
    )
}

fn opened(folder: &Path, file: &KeyFile, password: &str) -> Result<MasterKey> {
    let secret = secret::read(folder, &file.salt)?;
    let salt = unhex(&file.salt)?;
    let stretched = stretch(password, &salt)?;
    let key = together(stretched.as_slice(), &secret, &salt, b"password and device");
    let opened = unseal(&key, &unhex(&file.by_password)?);
    master(opened.ok_or_else(|| Refusal::new(Code::WrongPassword))?)
}

/// Forgets what a re-wrapping that was cut off left; for whoever holds the lock.
pub(crate) fn settle(folder: &Path) -> Result<()> {
    secret::settle(folder, None, &read_file(folder)?.salt)
}

/// The key, by the recovery code; sets a new password and a new device secret.
///
/// # Errors
/// `wrong_recovery_code`, `weak_password`, `no_replica`, `damaged`.
pub(crate) fn recover(folder: &Path, code: &str, password: &str) -> Result<MasterKey> {
    check_password(password)?;
    let wrong = || Error::Refused(Refusal::new(Code::WrongRecoveryCode));
    let file = read_file(folder)?;
    let recovery = heard(code).ok_or_else(wrong)?;
    let salt = file.recovery_salt.as_ref().unwrap_or(&file.salt);
    let key = expand(&recovery, &unhex(salt)?, b"recovery");
    let master = master(unseal(&key, &unhex(&file.by_recovery)?).ok_or_else(wrong)?)?;
    let by_code = Recovery::Typed(&recovery);
    wrap(folder, Some(&file.salt), &master, password, by_code)?;
    Ok(master)
}

/// A recovery code that opens nothing yet.
///
/// # Errors
/// [`Error::Stored`] if the system gives no randomness.
pub fn new_recovery_code() -> Result<Zeroizing<String>> {
    Ok(spoken(secret_bytes::<RECOVERY_BYTES>()?.as_slice()))
}

/// Whether nobody has shown yet that the recovery code is on paper.
///
/// # Errors
/// `no_replica`, `damaged`.
pub(crate) fn recovery_is_unread(folder: &Path) -> Result<bool> {
    Ok(read_file(folder)?.recovery_unread)
}

/// Lets this recovery code, which is on paper, open the key, and no other. For whoever holds the
/// lock. Cut off anywhere, the code of before opens or this one; the password stays.
///
/// # Errors
/// `wrong_recovery_code` for what is no code; `no_replica`, `damaged`, [`Error::Io`].
pub(crate) fn keep_recovery(folder: &Path, master: &MasterKey, code: &str) -> Result<()> {
    let code = heard(code).ok_or_else(|| Refusal::new(Code::WrongRecoveryCode))?;
    let salt: [u8; 16] = random()?;
    let key = expand(&code, &salt, b"recovery");
    let file = KeyFile {
        by_recovery: hex::encode(seal(&key, master.0.as_slice())?),
        recovery_salt: Some(hex::encode(salt)),
        recovery_unread: false,
        ..read_file(folder)?
    };
    write_file(folder, &file)
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes as groups of four Crockford characters.
fn spoken(bytes: &[u8]) -> Zeroizing<String> {
    // Room for all of it from the beginning: a text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    let (mut bits, mut count, mut written) = (0_u32, 0, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            if written > 0 && written % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[(bits >> count & 31) as usize]));
            written += 1;
        }
    }
    text
}

/// What was typed, forgiving case, separators and look-alikes.
fn heard(code: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(code.len()));
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
        assert_eq!(*heard(&typed).unwrap(), vec![0xa5; RECOVERY_BYTES]);
        assert!(heard(&code[1..]).is_none());
    }

    #[test]
    fn a_changed_password_opens_and_the_recovery_code_goes_on_opening() {
        let (old, new) = ("cây phượng trước cổng trường", "hàng bàng bên bờ sông Cấm");
        let folder = std::env::temp_dir().join(format!("bangiao-keys-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let master = MasterKey::random().unwrap();
        let code = Unwritten::of(&folder, master.clone()).write(old).unwrap();
        let refused = |result: Result<()>| match result {
            Err(Error::Refused(refusal)) => refusal.code,
            other => panic!("{other:?}"),
        };
        let wrong = change_password(&folder, new, new);
        assert_eq!(refused(wrong), Code::WrongPassword);
        let weak = change_password(&folder, old, "ngắn");
        assert_eq!(refused(weak), Code::WeakPassword);
        let opens = |password: &str| {
            let opened = unlock(&folder, password).ok();
            opened.is_some_and(|opened| opened.bytes() == master.bytes())
        };
        assert!(opens(old) && !opens(new));
        change_password(&folder, old, new).unwrap();
        assert!(opens(new) && !opens(old));
        change_password(&folder, new, old).unwrap();
        assert!(opens(old) && !opens(new), "and back");
        // The code on paper is as old as the data.
        recover(&folder, &code, new).unwrap();
        assert!(opens(new) && !opens(old));
        recover(&folder, &code, old).unwrap();
        assert!(opens(old));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_recovery_code_opens_once_it_is_kept_and_the_one_before_no_longer() {
        let (old, new) = ("cây phượng trước cổng trường", "hàng bàng bên bờ sông Cấm");
        let folder = std::env::temp_dir().join(format!("bangiao-code-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let master = MasterKey::random().unwrap();
        let first = Unwritten::of(&folder, master.clone()).write(old).unwrap();
        assert!(recovery_is_unread(&folder).unwrap());
        change_password(&folder, old, new).unwrap();
        assert!(
            recovery_is_unread(&folder).unwrap(),
            "a password is no paper"
        );
        keep_recovery(&folder, &master, &first).unwrap();
        assert!(!recovery_is_unread(&folder).unwrap());
        let second = new_recovery_code().unwrap();
        assert!(recover(&folder, &second, old).is_err(), "not kept yet");
        keep_recovery(&folder, &master, &second).unwrap();
        assert!(unlock(&folder, new).is_ok(), "the password stays");
        assert!(recover(&folder, &first, old).is_err());
        recover(&folder, &second, old).unwrap();
        assert!(!recovery_is_unread(&folder).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
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
        let said = check_password("sogddt hai phong 2026").unwrap_err();
        let said = said.sentence();
        assert!(said.contains("tên Sở, Hải Phòng"), "{said}");
        assert!(check_password("cây phượng trước cổng trường").is_ok());
    }
}
