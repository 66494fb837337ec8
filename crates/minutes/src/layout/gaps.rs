//! Gaps for the pen in a line of text: over each of them lies a field.

use domain::blanks::Gap;

use super::lines::Style;
use crate::error::Error;
use crate::words::Words;

const NO_BREAK: char = '\u{a0}';
/// What a gap for the pen begins with.
const GAP: &str = "\u{a0}\u{a0}\u{a0}";

/// A gap, and where it begins and ends behind the beginning of its line.
pub(super) struct GapFound {
    pub gap: Gap,
    pub from: f32,
    pub to: f32,
}

/// The gaps of a line whose words are so much further apart.
pub(super) fn gaps(
    words: &Words,
    style: Style,
    text: &str,
    word_gap: f32,
) -> Result<Vec<GapFound>, Error> {
    let wide = |part: &str| {
        Ok::<f32, Error>(style.width(part)? + word_gap * part.matches(' ').count() as f32)
    };
    let mut found = vec![];
    let mut at = 0;
    while let Some(start) = text[at..].find(GAP).map(|found| at + found) {
        let rest = text[start..].trim_start_matches(NO_BREAK);
        at = text.len() - rest.len();
        if let Some(gap) = words.gap(&text[..start], rest) {
            let (from, to) = (wide(&text[..start])?, wide(&text[..at])?);
            found.push(GapFound { gap, from, to });
        }
    }
    Ok(found)
}
