//! The code on a page: which minutes it names, and which page.

use crate::crockford;

/// A token of 32 hex digits as 26 Crockford base-32 characters, as codes on paper carry it.
///
/// ```
/// assert_eq!(domain::page_code::short_token(&"0".repeat(32)).len(), 26);
/// ```
#[must_use]
pub fn short_token(token: &str) -> String {
    crockford::written(u128::from_str_radix(token, 16).unwrap_or(0), 26)
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
    /// use domain::page_code::{PageCode, short_token};
    /// let token = "0123456789abcdef0123456789abcdef";
    /// let code = PageCode::parse(&format!("{}.2.HSBYD74X", short_token(token).to_lowercase())).unwrap();
    /// assert_eq!((code.token.as_str(), code.page, code.check_code.as_str()), (token, 2, "HSBYD74X"));
    /// assert!(PageCode::parse("khong-phai-ma").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (short, page, check) = (parts.next()?, parts.next()?, parts.next()?);
        let token = crockford::read(short).filter(|_| short.len() == 26)?;
        crockford::read(check).filter(|_| check.len() == 8)?;
        let fits = parts.next().is_none() && page.len() <= 2;
        Some(Self {
            token: format!("{token:032x}"),
            page: page.parse().ok()?,
            check_code: check.to_ascii_uppercase(),
        })
        .filter(|_| fits)
    }
}
