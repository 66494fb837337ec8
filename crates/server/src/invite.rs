//! One-time codes: 80 bits as 16 Crockford characters and a check character; only their Argon2id
//! hash is kept.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::Duration;
use domain::crockford;
use domain::ids::{OfficerId, UnitId};
use store::Invite;
use uuid::Uuid;

use crate::{Error, Server};

/// Hours a code works.
const HOURS: i64 = 72;
/// Wrong tries a code survives.
const TRIES: i64 = 5;

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
pub(crate) fn heard(code: &str) -> Option<String> {
    let text = crockford::heard(code);
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
        let code_hash = self.limits.costly(hash).await?;
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

    /// The living code that was typed. A wrong code counts only against the one it was aimed at.
    pub(crate) async fn find(&self, body: &str) -> Result<Option<Invite>, Error> {
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
            if self.limits.costly(right).await? {
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
