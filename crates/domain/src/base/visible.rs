//! Text from outside as screens and terminals may show it, and logs keep it.

/// Text from outside as screens and terminals may show it: what cannot be seen, or turns the line
/// round, becomes the sign for what is no letter, which no name may have either.
///
/// ```
/// assert_eq!(domain::text::visible("An\u{202e}Bình\u{1b}[31m"), "An\u{fffd}Bình\u{fffd}[31m");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if is_unsafe(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Text with its first letter large.
///
/// ```
/// assert_eq!(domain::visible::capitalised("đặc khu Cát Hải"), "Đặc khu Cát Hải");
/// ```
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What programs say of a fault, without the words that they quote: those may be somebody's.
///
/// ```
/// let cause = r#"invalid type: string "Nguyễn Thị \"Hoa\"", expected a date at line 1"#;
/// assert_eq!(domain::text::unquoted(cause), "invalid type: string …, expected a date at line 1");
/// ```
#[must_use]
pub fn unquoted(cause: &str) -> String {
    let quote = |c| matches!(c, '"' | '`');
    match (cause.find(quote), cause.rfind(quote)) {
        // Quotes may be part of what is quoted, so all goes from the first to the last.
        (Some(first), Some(last)) => format!("{}…{}", &cause[..first], &cause[last + 1..]),
        _ => cause.to_owned(),
    }
}

/// Whether a character cannot be seen, or turns the line round.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{fffd}')
}
