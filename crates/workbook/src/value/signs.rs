//! Signs that numbers and dates are typed with, and texts that stand in several fonts.

use crate::cells::Run;

/// A text of several runs, each in Unicode.
pub(super) fn joined(runs: &[Run]) -> String {
    let runs = runs.iter();
    runs.map(|(text, font)| font.map_or_else(|| text.clone(), |font| font.convert(text)))
        .collect()
}

/// Digits that a program wrote as a number with a point: `31180012345.0`.
pub(super) fn float_tail(text: &str) -> Option<&str> {
    let (whole, tail) = text.split_once(['.', ','])?;
    let zeros = matches!(tail, "0" | "00");
    let digits = whole.len() > 1 || tail == "0";
    (zeros && digits && !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()))
        .then_some(whole)
}

/// Whether a character is typed as a dash.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}
