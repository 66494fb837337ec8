//! A request that a device signs: what it asks, when, and that it asks it once.

use chrono::{DateTime, Utc};
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use crate::op::check;

/// When a request was signed, and a number that no other request of the device has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// The server's time as the machine knows it, in whole milliseconds.
    pub at: DateTime<Utc>,
    /// Drawn at random.
    pub nonce: u128,
}

/// What a request carries of its signature: time, nonce and the signature itself, between dots. A
/// program of version 0.1.0 carries the signature alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestSignature<'a> {
    /// When, and which; none by a program of version 0.1.0.
    pub once: Option<Once>,
    signature: &'a str,
}

/// Signs a request: method, path, the hash of its body, time and nonce.
#[must_use]
pub fn sign_request(key: &SigningKey, once: Once, method: &str, path: &str, body: &[u8]) -> String {
    let signature = key.sign(&text(Some(once), method, path, body));
    let signature = hex::encode(signature.to_bytes());
    format!("{}.{signature}", written(once))
}

impl<'a> RequestSignature<'a> {
    /// As it came; none if it is none.
    #[must_use]
    pub fn read(carried: &'a str) -> Option<Self> {
        let Some((once, signature)) = carried.rsplit_once('.') else {
            let signature = carried;
            return Some(Self {
                once: None,
                signature,
            });
        };
        let (at, nonce) = once.split_once('.')?;
        let once = Once {
            at: DateTime::from_timestamp_millis(at.parse().ok()?)?,
            nonce: u128::from_str_radix(nonce, 16).ok()?,
        };
        // Only one way to write it, so that it is known again.
        (written(once) == format!("{at}.{nonce}")).then_some(Self {
            once: Some(once),
            signature,
        })
    }

    /// Whether the device with this public key signed this request.
    #[must_use]
    pub fn holds(&self, public_key: &str, method: &str, path: &str, body: &[u8]) -> bool {
        check(
            public_key,
            &text(self.once, method, path, body),
            self.signature,
        )
    }
}

fn written(once: Once) -> String {
    format!("{}.{:032x}", once.at.timestamp_millis(), once.nonce)
}

fn text(once: Option<Once>, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let asked = format!("{method} {path} {}", hex::encode(Sha256::digest(body)));
    let once = once.map_or_else(String::new, |once| format!(" {}", written(once)));
    (asked + &once).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public_key;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[3; 32])
    }

    fn once() -> Once {
        Once {
            at: DateTime::from_timestamp_millis(1_794_186_000_123).unwrap(),
            nonce: 0xab,
        }
    }

    #[test]
    fn a_signature_is_of_one_request_one_time_and_one_nonce() {
        let carried = sign_request(&key(), once(), "POST", "/sync/v1/push", b"{}");
        let read = RequestSignature::read(&carried).unwrap();
        let holds = |read: RequestSignature<'_>, path: &str, body: &[u8]| {
            read.holds(&public_key(&key()), "POST", path, body)
        };
        assert_eq!(read.once, Some(once()));
        assert!(holds(read, "/sync/v1/push", b"{}"));
        assert!(!holds(read, "/sync/v1/pull", b"{}"));
        assert!(!holds(read, "/sync/v1/push", b"[]"));
        for other in [
            None,
            Some(Once {
                nonce: 0xac,
                ..once()
            }),
            Some(Once {
                at: once().at + chrono::Duration::milliseconds(1),
                ..once()
            }),
        ] {
            assert!(!holds(
                RequestSignature {
                    once: other,
                    ..read
                },
                "/sync/v1/push",
                b"{}"
            ));
        }
    }

    #[test]
    fn a_signature_looks_the_same_on_the_wire_for_ever() {
        let carried = sign_request(&key(), once(), "GET", "/sync/v1/file/ab", &[]);
        assert_eq!(
            carried,
            include_str!("snapshots/signed_request.v2.txt").trim_end()
        );
        // As version 0.1.0 signs it.
        let older = include_str!("snapshots/signed_request.v1.txt").trim_end();
        let read = RequestSignature::read(older).unwrap();
        assert!(read.once.is_none());
        assert!(read.holds(&public_key(&key()), "GET", "/sync/v1/file/ab", &[]));
    }

    #[test]
    fn another_spelling_of_time_or_nonce_is_none() {
        for carried in [
            "1.2.3",
            "x.00000000000000000000000000000002.ab",
            "+1.00000000000000000000000000000002.ab",
            ".",
            "",
        ] {
            let read = RequestSignature::read(carried);
            assert!(read.is_none_or(|read| read.once.is_none()), "{carried}");
        }
    }
}
