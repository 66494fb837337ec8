//! How long a machine may work without having heard from the server.

use chrono::{DateTime, Duration, Utc};

use crate::refusal::{Code, Refusal, words};

/// Days for everything inside one's own unit.
pub const OWN_UNIT_DAYS: i64 = 30;
/// Hours for what reaches beyond it.
pub const BEYOND_HOURS: i64 = 72;

/// Whether an act at an instant is still within what a machine may do since its last contact. A
/// machine that never had contact belongs to a unit that started alone, and is judged when it
/// enrols.
///
/// ```
/// use chrono::{DateTime, Duration};
/// use domain::authority::within;
/// let contact = DateTime::from_timestamp(1_794_186_000, 0).unwrap();
/// assert!(within(true, Some(contact), contact + Duration::days(30)).is_ok());
/// assert!(within(true, Some(contact), contact + Duration::days(31)).is_err());
/// assert!(within(false, Some(contact), contact + Duration::days(4)).is_err());
/// assert!(within(true, None, contact).is_ok());
/// ```
///
/// # Errors
/// `authority_lapsed`.
pub fn within(
    own_unit: bool,
    last_contact: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    let (limit, said) = if own_unit {
        (Duration::days(OWN_UNIT_DAYS), &words().limit_own_unit)
    } else {
        (Duration::hours(BEYOND_HOURS), &words().limit_beyond)
    };
    match last_contact {
        Some(last) if at - last > limit => {
            Err(Refusal::new(Code::AuthorityLapsed).with("limit", said))
        }
        _ => Ok(()),
    }
}
