//! Text from outside as screens and terminals may show it.

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

/// Whether a character cannot be seen, or turns the line round.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{fffd}')
}
