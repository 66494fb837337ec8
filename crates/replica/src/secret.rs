//! The device secret: in the system's key store, or, where there is none, in a file beside the
//! data.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{Code, Refusal};

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

/// Keeps a secret under a name: in the system's key store if there is one that opens, otherwise in
/// a file.
pub(crate) fn keep(folder: &Path, name: &str, secret: &[u8; 32]) -> Result<()> {
    let hidden = SYSTEM.load(Ordering::Relaxed)
        && in_store(name, Some(*secret)).is_some_and(|kept| kept == secret);
    if hidden {
        // What an earlier start without a key store left.
        return match std::fs::remove_file(file(folder)) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Error::Io {
                path: file(folder),
                source,
            }),
            _ => Ok(()),
        };
    }
    write(&file(folder), hex::encode(secret).as_bytes())
}

/// The secret that was kept under a name.
///
/// # Errors
/// `no_device_secret`.
pub(crate) fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let missing = || Error::Refused(Refusal::new(Code::NoDeviceSecret));
    match std::fs::read_to_string(file(folder)) {
        Ok(text) => hex::decode(text.trim()).map_err(|_| missing()),
        Err(_) if SYSTEM.load(Ordering::Relaxed) => in_store(name, None).ok_or_else(missing),
        Err(_) => Err(missing()),
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
fn in_store(name: &str, set: Option<[u8; 32]>) -> Option<Vec<u8>> {
    let name = name.to_owned();
    let (answer, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let asked = keyring::v1::Entry::new(SERVICE, &name).and_then(|entry| {
            if let Some(secret) = set {
                entry.set_secret(&secret)?;
            }
            entry.get_secret()
        });
        // Nobody listens any more when the time is over.
        let _ = answer.send(asked);
    });
    heard.recv_timeout(PATIENCE).ok()?.ok()
}
