//! A printed page in somebody's hand: which minutes it names, and what the register says of them.

use chrono::{DateTime, Utc};

use crate::calendar::day_of;
use crate::facts::Facts;
use crate::ids::MinutesId;
use crate::minutes::{EndKind, HandoverMinutes, Route};

/// Crockford's base 32: no letter that could be taken for a digit.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A token of 32 hex digits as 26 Crockford base-32 characters, as codes on paper carry it.
///
/// ```
/// assert_eq!(domain::paper::short_token(&"0".repeat(32)).len(), 26);
/// ```
#[must_use]
pub fn short_token(token: &str) -> String {
    let bits = u128::from_str_radix(token, 16).unwrap_or(0);
    (0..26)
        .rev()
        .map(|n| char::from(ALPHABET[(bits >> (n * 5) & 31) as usize]))
        .collect()
}

/// What the code of a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCode {
    /// The token, 32 hex digits.
    pub token: String,
    /// The page number.
    pub page: u32,
    /// The check code.
    pub check_code: String,
}

impl PageCode {
    /// Reads `TOKEN.PAGE.CHECKCODE`, as it stands behind the verification address; letters in
    /// either case.
    ///
    /// ```
    /// use domain::paper::{PageCode, short_token};
    /// let token = "0123456789abcdef0123456789abcdef";
    /// let code = PageCode::parse(&format!("{}.2.HSBYD74X", short_token(token).to_lowercase())).unwrap();
    /// assert_eq!((code.token.as_str(), code.page, code.check_code.as_str()), (token, 2, "HSBYD74X"));
    /// assert!(PageCode::parse("khong-phai-ma").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (short, page, check) = (parts.next()?, parts.next()?, parts.next()?);
        let crockford = |text: &str| {
            text.bytes()
                .map(|b| ALPHABET.iter().position(|a| *a == b.to_ascii_uppercase()))
                .collect::<Option<Vec<usize>>>()
        };
        let digits = crockford(short).filter(|d| d.len() == 26 && d[0] < 8)?;
        crockford(check).filter(|d| d.len() == 8)?;
        let token = digits
            .into_iter()
            .fold(0_u128, |bits, digit| bits << 5 | digit as u128);
        let fits = parts.next().is_none() && page.len() <= 2;
        Some(Self {
            token: format!("{token:032x}"),
            page: page.parse().ok()?,
            check_code: check.to_ascii_uppercase(),
        })
        .filter(|_| fits)
    }
}

/// What the register says of minutes at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Frozen, and nobody has recorded that it was signed.
    NotSigned,
    /// Signed, and what it gives counts.
    Stands(Proof),
    /// Signed, but the scan did not follow within its days, so nothing counts until it does.
    ScanOverdue,
    /// The last day of everything that it gives has passed.
    Expired,
    /// Newer minutes say what stands.
    Replaced(Option<MinutesId>),
    /// The rights were taken back.
    TakenBack(Option<MinutesId>),
    /// A party declined to sign.
    Declined,
    /// Cancelled before signing.
    Cancelled,
}

/// What shows that minutes were signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The scan of the signed paper.
    Scanned,
    /// Nothing yet: the scan may follow within its days.
    ScanToCome,
    /// The signed file itself.
    Digital,
}

/// What the register says of minutes.
#[must_use]
pub fn standing(facts: &Facts, minutes: &HandoverMinutes, at: DateTime<Utc>) -> Standing {
    if let Some(ended) = &minutes.ended {
        return match ended.kind {
            EndKind::Replaced => Standing::Replaced(ended.minutes),
            EndKind::TakenBack => Standing::TakenBack(ended.minutes),
            EndKind::Declined => Standing::Declined,
            EndKind::Cancelled => Standing::Cancelled,
        };
    }
    let Some(signed) = minutes.signed() else {
        return Standing::NotSigned;
    };
    let rights: Vec<_> = facts
        .rights_by(minutes.id)
        .filter(|d| d.in_force_at.is_some())
        .collect();
    let past = |until: Option<chrono::NaiveDate>| until.is_some_and(|until| until < day_of(at));
    if !rights.is_empty()
        && rights
            .iter()
            .all(|d| d.closed.is_some() || past(d.line.until))
    {
        return Standing::Expired;
    }
    if signed.scan.is_none()
        && rights.iter().any(|d| {
            d.closed.is_none() && !past(d.line.until) && d.scan_due.is_some_and(|due| due <= at)
        })
    {
        return Standing::ScanOverdue;
    }
    let proof = match (&signed.scan, minutes.route) {
        (Some(_), _) => Proof::Scanned,
        (None, Some(Route::Digital)) => Proof::Digital,
        (None, _) => Proof::ScanToCome,
    };
    Standing::Stands(proof)
}
