//! Where a server is, and by which authorities a machine knows it:
//! `https://10.0.0.5:8470#7Q2KD-…`, as slips carry it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use domain::{Code, Refusal, crockford};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::{Host, Url};

/// The port of a server whose address was typed without one, and without `https://`.
const PORT: u16 = 8470;
/// Characters of a fingerprint: 125 bits, in groups that people read aloud.
const LENGTH: usize = 25;
const GROUP: usize = 5;
/// The name in the certificate of a server that made its own authority: no other authority vouches for
/// a name that exists nowhere (RFC 6761 §6.4).
pub const OWN_NAME: &str = "bangiao-server.invalid";
/// Most authorities that are known at a time: the one that is, and the one that follows.
pub const MOST_AUTHORITIES: usize = 2;

/// What an authority is known by: the first 125 bits of the SHA-256 of its public key, as five groups
/// of five characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(value_type = String, max_length = 64))]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Of a public key, given as a `SubjectPublicKeyInfo` in DER.
    #[must_use]
    pub fn of_key(public_key: &[u8]) -> Self {
        let hash = Sha256::digest(public_key);
        let bits = hash.iter().take(16);
        let bits = bits.fold(0, |bits, byte| bits << 8 | u128::from(*byte));
        Self(bits >> 3)
    }

    /// As it was typed: with or without lines between its groups, in either case.
    fn read(text: &str) -> Option<Self> {
        let heard = crockford::heard(text);
        let whole = heard.chars().count() == LENGTH;
        crockford::read(&heard).filter(|_| whole).map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = crockford::written(self.0, 25);
        for start in (0..LENGTH).step_by(GROUP) {
            let line = if start == 0 { "" } else { "-" };
            write!(f, "{line}{}", &text[start..start + GROUP])?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::read(&text).ok_or_else(|| Refusal::new(Code::BadFingerprint))
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

/// The address of a server. Behind `#` stand the authorities that the machine takes for it; without
/// them those of the system count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    origin: String,
    known_by: Vec<Fingerprint>,
    loopback: bool,
}

impl Address {
    /// A server in the same process, or behind a proxy on the same machine.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self {
            origin: "http://127.0.0.1".to_owned(),
            known_by: vec![],
            loopback: true,
        }
    }

    /// `https://10.0.0.5:8470`: what is asked.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The authorities that are taken for this server; none says that the system's count.
    #[must_use]
    pub fn known_by(&self) -> &[Fingerprint] {
        &self.known_by
    }

    /// Whether it is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The same server, known by the authorities that it named itself. A server that is known by the
    /// system's stays so.
    #[must_use]
    pub fn known_from_now_by(&self, authorities: &[Fingerprint]) -> Self {
        let mut known_by = authorities.to_vec();
        known_by.truncate(MOST_AUTHORITIES);
        if self.known_by.is_empty() || known_by.is_empty() {
            return self.clone();
        }
        Self {
            known_by,
            ..self.clone()
        }
    }
}

/// As people type or paste it. Without `https://` it is meant, but on this machine itself, where
/// nobody listens in between; without a port, too, it is our own.
impl FromStr for Address {
    type Err = Refusal;

    fn from_str(typed: &str) -> Result<Self, Refusal> {
        let bad = || Refusal::new(Code::BadAddress);
        let typed = typed.trim();
        let (address, known_by) = typed.split_once('#').unwrap_or((typed, ""));
        let spelled = address.contains("://");
        let parsed = |scheme: &str| Url::parse(&format!("{scheme}{address}")).map_err(|_| bad());
        let mut url = parsed(if spelled { "" } else { "https://" })?;
        let loopback = is_loopback(url.host().ok_or_else(bad)?);
        if !spelled {
            if loopback {
                url = parsed("http://")?;
            }
            if url.port().is_none() {
                url.set_port(Some(PORT)).map_err(|()| bad())?;
            }
        }
        let fits = url.scheme() == "https" || url.scheme() == "http" && loopback;
        let bare = url.path() == "/" && url.query().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        if !(fits && bare && nobody) {
            return Err(bad());
        }
        let known_by = known_by.split(',').map(str::trim);
        let known_by = known_by.filter(|one| !one.is_empty());
        let known_by: Vec<_> = known_by
            .map(|one| Fingerprint::try_from(one.to_owned()))
            .collect::<Result<_, _>>()?;
        if known_by.len() > MOST_AUTHORITIES {
            return Err(Refusal::new(Code::BadFingerprint));
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            known_by,
            loopback,
        })
    }
}

fn is_loopback(host: Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(ip) => IpAddr::from(ip).is_loopback(),
        Host::Ipv6(ip) => IpAddr::from(ip).is_loopback(),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)?;
        for (n, fingerprint) in self.known_by.iter().enumerate() {
            write!(f, "{}{fingerprint}", if n == 0 { '#' } else { ',' })?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Address {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> String {
        typed.parse::<Address>().unwrap().to_string()
    }

    #[test]
    fn an_address_is_taken_as_people_type_it() {
        assert_eq!(read("10.0.0.5"), "https://10.0.0.5:8470");
        assert_eq!(read(" 10.0.0.5:9000 "), "https://10.0.0.5:9000");
        assert_eq!(
            read("https://so.haiphong.edu.vn/"),
            "https://so.haiphong.edu.vn"
        );
        assert_eq!(read("[fd00::5]"), "https://[fd00::5]:8470");
        assert_eq!(read("127.0.0.1:8470"), "http://127.0.0.1:8470");
        assert_eq!(read("http://localhost:1"), "http://localhost:1");
    }

    #[test]
    fn plain_http_stays_on_this_machine_and_an_address_is_nothing_but_one() {
        for typed in [
            "http://10.0.0.5",
            "ftp://10.0.0.5",
            "https://a@10.0.0.5",
            "https://10.0.0.5/x",
            "https://10.0.0.5?x",
            "",
            "Sở Giáo dục",
        ] {
            let refused = typed.parse::<Address>().unwrap_err();
            assert_eq!(refused.code, Code::BadAddress, "{typed}");
        }
    }

    #[test]
    fn the_authorities_stand_behind_the_address() {
        let one = Fingerprint::of_key(b"one");
        let two = Fingerprint::of_key(b"two");
        let text = format!("https://10.0.0.5:8470#{one},{two}");
        let address: Address = text.parse().unwrap();
        assert_eq!(address.known_by(), [one, two]);
        assert_eq!(address.to_string(), text);
        let typed = one.to_string().replace('-', "").to_lowercase();
        assert_eq!(
            read(&format!("10.0.0.5#{typed}")),
            format!("https://10.0.0.5:8470#{one}")
        );
        let short = "https://10.0.0.5#ABCDE".parse::<Address>().unwrap_err();
        assert_eq!(short.code, Code::BadFingerprint);
    }

    #[test]
    fn a_fingerprint_looks_the_same_for_ever() {
        let fingerprint = Fingerprint::of_key(b"a public key").to_string();
        assert_eq!(fingerprint, "1DSMH-YG3H5-RC93P-0FKBK-PRJQY");
    }

    #[test]
    fn a_server_names_the_authority_that_follows_and_the_systems_stay_the_systems() {
        let (one, two) = (Fingerprint::of_key(b"one"), Fingerprint::of_key(b"two"));
        let pinned: Address = format!("https://10.0.0.5#{one}").parse().unwrap();
        assert_eq!(pinned.known_from_now_by(&[one, two]).known_by(), [one, two]);
        assert_eq!(pinned.known_from_now_by(&[]), pinned);
        let named: Address = "https://so.haiphong.edu.vn".parse().unwrap();
        assert_eq!(named.known_from_now_by(&[one]), named);
    }
}
