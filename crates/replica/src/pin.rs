//! The PIN of the short lock: for a few hours it opens again what this program itself locked, and
//! nothing else.
//!
//! The PIN lies stretched in the encrypted settings. At the lock the master key is wrapped in
//! memory by it and by the device secret, which must come from the system's key store. Nothing of
//! it is on the disk: with the program the short lock ends, and after a few wrong PINs too. Then
//! the password opens.

use std::path::{Path, PathBuf};

use domain::{Code, Refusal};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::keys::{self, Key, MasterKey};
use crate::{Error, Replica, Result, secret, settings};

/// Under which setting the PIN lies.
const SETTING: &str = "pin";
/// Wrong PINs until only the password opens.
const TRIES: u8 = 5;
/// Fewest and most digits.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=12;

/// A PIN as the settings keep it.
#[derive(Serialize, Deserialize)]
struct Stretched {
    salt: String,
    key: String,
}

/// What stays in memory while the screen is locked.
pub struct ShortLock {
    folder: PathBuf,
    salt: Vec<u8>,
    sealed: Vec<u8>,
    left: u8,
}

impl std::fmt::Debug for ShortLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShortLock")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

/// Refuses a PIN that a neighbour guesses: other than digits, too short, few different ones, or one
/// after the other.
///
/// # Errors
/// `weak_pin`.
fn check(pin: &str) -> std::result::Result<(), Refusal> {
    let digits: Vec<u8> = pin.bytes().collect();
    let distinct = digits
        .iter()
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let steady = |step: i16| {
        digits
            .windows(2)
            .all(|two| i16::from(two[1]) - i16::from(two[0]) == step)
    };
    if !DIGITS.contains(&digits.len())
        || !digits.iter().all(u8::is_ascii_digit)
        || distinct < 4
        || steady(1)
        || steady(-1)
    {
        return Err(Refusal::new(Code::WeakPin));
    }
    Ok(())
}

/// The key that wraps: from the stretched PIN and the secret of this machine.
fn wrapping(stretched: &[u8], folder: &Path, salt: &[u8]) -> Result<Key> {
    let secret = keys::device_secret(folder)?;
    Ok(keys::together(stretched, &secret, salt, b"pin and device"))
}

impl Replica {
    /// Sets the PIN, or removes it.
    ///
    /// # Errors
    /// `weak_pin`; `pin_needs_key_store` where the device secret lies in a file.
    pub async fn set_pin(&self, pin: Option<&str>) -> Result<()> {
        let stretched = match pin {
            None => None,
            Some(pin) => {
                check(pin)?;
                if secret::is_in_a_file(self.folder()) {
                    return Err(Refusal::new(Code::PinNeedsKeyStore).into());
                }
                let salt: [u8; 16] = keys::random()?;
                Some(Stretched {
                    salt: hex::encode(salt),
                    key: hex::encode(keys::stretch(pin, &salt)?.as_slice()),
                })
            }
        };
        settings::put(&mut *self.writer().await, SETTING, &stretched).await
    }

    /// Whether a PIN is set.
    ///
    /// # Errors
    /// [`Error::Sql`].
    pub async fn has_pin(&self) -> Result<bool> {
        Ok(self.pin().await?.is_some())
    }

    async fn pin(&self) -> Result<Option<Stretched>> {
        Ok(
            settings::get::<Option<Stretched>>(&mut *self.reader().await?, SETTING)
                .await?
                .flatten(),
        )
    }

    /// What the PIN will open, if one is set; to be kept in memory when the replica closes.
    ///
    /// # Errors
    /// [`Error::Sql`], `no_device_secret`.
    pub async fn short_lock(&self) -> Result<Option<ShortLock>> {
        let Some(pin) = self.pin().await? else {
            return Ok(None);
        };
        let unhex = |text: &str| hex::decode(text).map_err(|e| Error::Stored(e.to_string()));
        let salt = unhex(&pin.salt)?;
        let stretched = Zeroizing::new(unhex(&pin.key)?);
        let key = wrapping(&stretched, self.folder(), &salt)?;
        Ok(Some(ShortLock {
            folder: self.folder().to_owned(),
            salt,
            sealed: keys::seal(&key, self.master.bytes())?,
            left: TRIES,
        }))
    }
}

impl ShortLock {
    /// The key, by the PIN. A lock whose tries are used up opens no more.
    ///
    /// # Errors
    /// `wrong_pin`, `pin_spent`, `no_device_secret`.
    pub fn open(&mut self, pin: &str) -> Result<MasterKey> {
        let spent = || Error::Refused(Refusal::new(Code::PinSpent));
        self.left = self.left.checked_sub(1).ok_or_else(spent)?;
        let stretched = keys::stretch(pin, &self.salt)?;
        let key = wrapping(stretched.as_slice(), &self.folder, &self.salt)?;
        match keys::unseal(&key, &self.sealed) {
            Some(master) => keys::master(master),
            None if self.left == 0 => Err(spent()),
            None => Err(Refusal::new(Code::WrongPin).with("left", self.left).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_a_neighbour_guesses_is_refused() {
        for weak in [
            "12345",
            "123456",
            "987654",
            "111111",
            "121212",
            "12345x",
            "１２３４５６",
            "1234567890123",
        ] {
            assert!(check(weak).is_err(), "{weak}");
        }
        assert!(check("190853").is_ok());
    }
}
