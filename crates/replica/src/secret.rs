//! The device secret: in the system's key store, or, where there is none, in a file beside the
//! data.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{Code, Refusal};
use zeroize::Zeroizing;

use crate::whole::write;
use crate::{Error, Result};

/// Under which the system's key store shows our secrets.
const SERVICE: &str = "vn.bangiao.desktop";

/// How long the owner has to unlock the key store when its own dialog asks.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether this program may use the system's key store.
static SYSTEM: AtomicBool = AtomicBool::new(false);

/// Lets the program keep device secrets in the system's key store, as window and command line do;
/// not if `BANGIAO_KEY_STORE=file`, so that tests leave nobody's key store changed.
pub fn use_system_store() {
    SYSTEM.store(
        std::env::var_os("BANGIAO_KEY_STORE").is_none_or(|v| v != "file"),
        Ordering::Relaxed,
    );
}

fn file(folder: &Path) -> PathBuf {
    folder.join("device.secret")
}

/// The secrets of a file by their names: the one that `keys.json` names, and while keys are wrapped
/// anew the next one too. An older program wrote one secret without a name.
type Kept = Vec<(Option<String>, Zeroizing<String>)>;

fn kept(folder: &Path) -> Result<Kept> {
    let path = file(folder);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => Zeroizing::new(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
        Err(source) => return Err(Error::Io { path, source }),
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let secrets = lines.map(|line| match line.split_once(' ') {
        Some((name, secret)) => (Some(name.to_owned()), Zeroizing::new(secret.to_owned())),
        None => (None, Zeroizing::new(line.to_owned())),
    });
    Ok(secrets.collect())
}

/// Writes the secrets of a file; a file without any goes.
fn put(folder: &Path, kept: &Kept) -> Result<()> {
    let path = file(folder);
    if kept.is_empty() {
        return match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::Io { path, source })
            }
            _ => Ok(()),
        };
    }
    let mut text = Zeroizing::new(String::new());
    for (name, secret) in kept {
        text.push_str(name.as_deref().unwrap_or_default());
        text.push(' ');
        text.push_str(secret);
        text.push('\n');
    }
    write(&path, text.as_bytes())
}

/// Keeps a secret under a new name: in the system's key store if there is one that opens, otherwise
/// in a file. The one `before` stays until the keys name the new one: see [`settle`].
pub(crate) fn keep(
    folder: &Path,
    before: Option<&str>,
    name: &str,
    secret: &[u8; 32],
) -> Result<()> {
    let hidden = SYSTEM.load(Ordering::Relaxed)
        && in_store(name, Some(Zeroizing::new(*secret)))
            .is_some_and(|kept| kept.as_slice() == secret);
    let mut kept = kept(folder)?;
    for (named, _) in &mut kept {
        *named = named.take().or(before.map(str::to_owned));
    }
    // What a start that was cut off left is of no use.
    kept.retain(|(named, _)| named.is_some() && named.as_deref() == before);
    if !hidden {
        let secret = Zeroizing::new(hex::encode(secret));
        kept.push((Some(name.to_owned()), secret));
    }
    put(folder, &kept)
}

/// Forgets every secret but the one that the keys name.
pub(crate) fn settle(folder: &Path, before: Option<&str>, name: &str) -> Result<()> {
    let mut secrets = kept(folder)?;
    let count = secrets.len();
    secrets.retain(|(named, _)| named.as_deref().is_none_or(|named| named == name));
    if secrets.len() < count {
        put(folder, &secrets)?;
    }
    if let Some(before) = before.filter(|_| SYSTEM.load(Ordering::Relaxed)) {
        forget(before);
    }
    Ok(())
}

/// The secret that was kept under a name.
///
/// # Errors
/// `no_device_secret`, [`Error::Io`].
pub(crate) fn read(folder: &Path, name: &str) -> Result<Zeroizing<Vec<u8>>> {
    let missing = || Error::Refused(Refusal::new(Code::NoDeviceSecret));
    let found = kept(folder)?
        .into_iter()
        .find(|(named, _)| named.as_deref().is_none_or(|named| named == name));
    match found {
        Some((_, secret)) => {
            let secret = hex::decode(secret.as_str()).map_err(|_| missing())?;
            Ok(Zeroizing::new(secret))
        }
        None if SYSTEM.load(Ordering::Relaxed) => in_store(name, None).ok_or_else(missing),
        None => Err(missing()),
    }
}

/// Whether the secret lies in a file because no key store of the system is used.
#[must_use]
pub fn is_in_a_file(folder: &Path) -> bool {
    file(folder).exists()
}

/// Writes a secret if one is given, then reads it back; none if the key store is not there,
/// refuses, or does not answer in time. On a thread of its own: a locked store waits for its owner,
/// and where nobody can be asked it would wait for ever.
fn in_store(name: &str, set: Option<Zeroizing<[u8; 32]>>) -> Option<Zeroizing<Vec<u8>>> {
    asked(name, move |entry| {
        if let Some(secret) = set {
            entry.set_secret(secret.as_slice())?;
        }
        entry.get_secret().map(Zeroizing::new)
    })
}

/// Takes a secret out of the key store that nothing names any more. One that stays, because the
/// store does not answer, opens nothing.
fn forget(name: &str) {
    asked(name, |entry| entry.delete_credential());
}

fn asked<T: Send + 'static>(
    name: &str,
    ask: impl FnOnce(&keyring::v1::Entry) -> keyring::v1::Result<T> + Send + 'static,
) -> Option<T> {
    let name = name.to_owned();
    let (answer, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let asked = keyring::v1::Entry::new(SERVICE, &name).and_then(|entry| ask(&entry));
        // Nobody listens any more when the time is over.
        let _ = answer.send(asked);
    });
    heard.recv_timeout(PATIENCE).ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test alone.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("bangiao-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_secret_before_is_there_until_the_keys_name_the_next_one() {
        let folder = folder("secret");
        // As an older program wrote it.
        std::fs::write(file(&folder), hex::encode([1; 32])).unwrap();
        let bytes = |name: &str| read(&folder, name).map(|secret| secret.to_vec());
        assert_eq!(bytes("a").unwrap(), [1; 32]);
        keep(&folder, Some("a"), "b", &[2; 32]).unwrap();
        assert_eq!(bytes("a").unwrap(), [1; 32], "the keys still name it");
        assert_eq!(bytes("b").unwrap(), [2; 32]);
        // Cut off there, and once more.
        keep(&folder, Some("a"), "c", &[3; 32]).unwrap();
        assert_eq!(bytes("a").unwrap(), [1; 32]);
        assert!(bytes("b").is_err());
        settle(&folder, Some("a"), "c").unwrap();
        assert!(bytes("a").is_err());
        assert_eq!(bytes("c").unwrap(), [3; 32]);
        keep(&folder, None, "d", &[4; 32]).unwrap();
        assert!(bytes("c").is_err(), "of a folder that has no keys");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
