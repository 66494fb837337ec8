//! One-time codes: 80 bits as 16 Crockford characters and a check character; only their Argon2id
//! hash is kept.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::Duration;
use domain::ids::{OfficerId, UnitId};
use domain::{Code, Refusal, crockford};
use protocol::{EnrolReply, EnrolRequest, WIRE_VERSION};
use store::{Device, Invite};
use uuid::Uuid;

use crate::{Error, Server};

/// Hours a code works.
const HOURS: i64 = 72;
/// Wrong tries a code survives.
const TRIES: i64 = 5;

/// What a play server takes instead of a code.
const DEMO: &str = "DEMO";

/// Characters of a code that find its hash.
const SELECTOR: usize = 4;

/// Whom a code is for.
#[derive(Clone, Copy, Debug)]
pub enum For {
    /// Somebody the register knows.
    Officer(OfficerId, UnitId),
    /// The founder of a unit: of the Sở itself without a unit above, or of a school that started
    /// alone.
    Founder(Option<UnitId>),
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(65_536, 3, 1, None).map_err(|e| Error::Crypto(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Tries of codes a minute, by everybody together.
pub(crate) fn quota() -> governor::Quota {
    governor::Quota::per_minute(std::num::NonZeroU32::new(60).unwrap_or(std::num::NonZeroU32::MIN))
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::Crypto(e.to_string()))?;
    Ok(bytes)
}

/// Ten random bytes as `XXXX-XXXX-XXXX-XXXX-C`: the first two characters also find the hash among
/// many.
fn fresh_code() -> Result<String, Error> {
    let bits = random::<10>()?
        .into_iter()
        .fold(0_u128, |bits, byte| bits << 8 | u128::from(byte));
    let text = crockford::written(bits, 16);
    Ok(format!(
        "{}-{}-{}-{}-{}",
        &text[..4],
        &text[4..8],
        &text[8..12],
        &text[12..],
        check_character(&text)
    ))
}

fn check_character(text: &str) -> char {
    let values = text
        .chars()
        .map(|c| crockford::value(c).map_or(0, u32::from));
    let sum: u32 = (1..).zip(values).map(|(place, value)| place * value).sum();
    char::from(crockford::written(u128::from(sum % 31), 1).as_bytes()[0])
}

/// What was typed, forgiving case, separators and look-alikes; none if its check character is
/// wrong.
fn heard(code: &str) -> Option<String> {
    let text: String = code
        .to_uppercase()
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    let (body, check) = text.split_at_checked(16)?;
    (check.chars().eq([check_character(body)])).then(|| body.to_owned())
}

impl Server {
    /// Makes a one-time code. It is returned here once and stored nowhere.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Crypto`].
    pub async fn invite(&self, whom: For) -> Result<String, Error> {
        let code = fresh_code()?;
        let body = heard(&code).unwrap_or_default();
        let salt =
            SaltString::encode_b64(&random::<16>()?).map_err(|e| Error::Crypto(e.to_string()))?;
        let secret = body.clone();
        let hash = move || {
            Ok(argon2()?
                .hash_password(secret.as_bytes(), &salt)
                .map_err(|e| Error::Crypto(e.to_string()))?
                .to_string())
        };
        let code_hash = self.costly(hash).await?;
        // The first four characters find the one hash that a typed code is compared with; 60 bits
        // stay secret.
        let code_hash = format!("{}:{code_hash}", &body[..SELECTOR]);
        let (officer, unit, parent) = match whom {
            For::Officer(officer, unit) => (Some(officer), Some(unit), None),
            For::Founder(parent) => (None, None, parent),
        };
        let id = Uuid::from_bytes(random()?);
        let expires_at = self.now() + Duration::hours(HOURS);
        self.store
            .add_invite(&Invite {
                id,
                code_hash,
                officer,
                unit,
                parent,
                tries: 0,
                expires_at,
            })
            .await?;
        Ok(code)
    }

    /// Registers a device with a code.
    ///
    /// # Errors
    /// `bad_invite`, `wire_version`, `bad_request` as the inner refusal; [`Error`] otherwise.
    pub async fn enrol(
        &self,
        request: &EnrolRequest,
    ) -> Result<Result<EnrolReply, Refusal>, Error> {
        if request.v != WIRE_VERSION {
            return Ok(Err(Refusal::new(Code::WireVersion)));
        }
        if hex::decode(&request.public_key).map_or(0, |k| k.len()) != 32 {
            return Ok(Err(Refusal::new(Code::BadRequest)));
        }
        let bad = || Refusal::new(Code::BadInvite);
        if self.demo && request.code == DEMO {
            return self.enrol_demo(request).await;
        }
        // A slip of the finger is told apart by the check character, and costs neither a try nor a
        // turn.
        let Some(body) = heard(&request.code) else {
            return Ok(Err(bad()));
        };
        if self.tries.check().is_err() {
            return Ok(Err(Refusal::new(Code::TooManyTries)));
        }
        let Some(invite) = self.find(&body).await? else {
            return Ok(Err(bad()));
        };
        let (officer, unit) = match (invite.officer, invite.unit, request.officer, request.unit) {
            // A machine that has its person already does not become somebody else's, and the code
            // stays as it is.
            (Some(officer), Some(unit), named, of)
                if named.is_some_and(|n| n != officer) || of.is_some_and(|u| u != unit) =>
            {
                return Ok(Err(Refusal::new(Code::NotTheActor)));
            }
            (Some(officer), Some(unit), _, _) => (officer, unit),
            // The founder names the ids that the founding op made on the machine: never those of
            // somebody who is there.
            (None, _, Some(officer), Some(unit)) => {
                if self.store.has_row(domain::Table::Unit, unit.0).await?
                    || self
                        .store
                        .has_row(domain::Table::Officer, officer.0)
                        .await?
                {
                    return Ok(Err(bad()));
                }
                (officer, unit)
            }
            _ => return Ok(Err(Refusal::new(Code::BadRequest))),
        };
        let device = Device {
            device: request.device,
            officer,
            unit,
            public_key: request.public_key.clone(),
            last_op_seq: 0,
            last_op_at: None,
            founds: invite.officer.is_none(),
            parent: invite.parent,
            last_contact: None,
            revoked: false,
        };
        if !self.store.enrol(invite.id, &device, self.now()).await? {
            return Ok(Err(bad()));
        }
        Ok(Ok(EnrolReply {
            officer,
            unit,
            parent: invite.parent,
            server_time: self.now(),
        }))
    }

    /// Runs a hash beside the requests, no more of them at once than there are cores.
    async fn costly<T: Send + 'static>(
        &self,
        hash: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let broken = |e: &dyn std::fmt::Display| Error::Crypto(e.to_string());
        let _turn = self.hashing.acquire().await.map_err(|e| broken(&e))?;
        tokio::task::spawn_blocking(hash)
            .await
            .map_err(|e| broken(&e))?
    }

    /// Takes a device of the demo on a play server.
    async fn enrol_demo(
        &self,
        request: &EnrolRequest,
    ) -> Result<Result<EnrolReply, Refusal>, Error> {
        let (Some(officer), Some(unit)) = (request.officer, request.unit) else {
            return Ok(Err(Refusal::new(Code::BadRequest)));
        };
        let (device, public_key) = (request.device, request.public_key.clone());
        let device = Device {
            device,
            officer,
            unit,
            public_key,
            last_op_seq: 0,
            last_op_at: None,
            founds: true,
            parent: None,
            last_contact: None,
            revoked: false,
        };
        self.store.add_device(&device, self.now()).await?;
        Ok(Ok(EnrolReply {
            officer,
            unit,
            parent: None,
            server_time: self.now(),
        }))
    }

    /// The living code that was typed. A wrong code counts only against the one it was aimed at.
    async fn find(&self, body: &str) -> Result<Option<Invite>, Error> {
        let now = self.now();
        let aimed = format!("{}:", &body[..SELECTOR]);
        let living = self
            .store
            .invites()
            .await?
            .into_iter()
            .filter(|i| i.expires_at > now && i.tries < TRIES);
        for invite in living {
            let Some(stored) = invite.code_hash.strip_prefix(&aimed) else {
                continue;
            };
            let (stored, typed) = (stored.to_owned(), body.to_owned());
            let right = move || {
                let hash = PasswordHash::new(&stored).map_err(|e| Error::Crypto(e.to_string()))?;
                Ok(argon2()?.verify_password(typed.as_bytes(), &hash).is_ok())
            };
            if self.costly(right).await? {
                return Ok(Some(invite));
            }
            self.store.count_try(invite.id).await?;
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_heard_the_way_people_type_it() {
        let code = fresh_code().unwrap();
        let body = heard(&code).unwrap();
        assert_eq!(body.len(), 16);
        assert_eq!(
            heard(&code.to_lowercase().replace('-', " ").replace('0', "o")),
            Some(body.clone())
        );
        let other = if body.starts_with('A') { 'B' } else { 'A' };
        assert_eq!(
            heard(&format!("{other}{}", &code[1..])),
            None,
            "a slip of one character is noticed before the server counts it"
        );
    }
}
