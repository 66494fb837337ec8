//! Measuring and breaking: from a text to lines of words.

use std::borrow::Cow;

use crate::error::Error;
use crate::font::{FaceName, width};

/// How letters look.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Their face.
    pub face: FaceName,
    /// Their size in points.
    pub size: f32,
}

impl Style {
    /// Upright letters.
    pub fn regular(size: f32) -> Self {
        let face = FaceName::Regular;
        Self { face, size }
    }

    /// Bold letters.
    pub fn bold(size: f32) -> Self {
        let face = FaceName::Bold;
        Self { face, size }
    }

    /// Slanted letters.
    pub fn italic(size: f32) -> Self {
        let face = FaceName::Italic;
        Self { face, size }
    }

    /// The width of a text in points.
    pub fn width(self, text: &str) -> Result<f32, Error> {
        width(self.face, self.size, text)
    }
}

/// The words of a line with their widths.
pub(super) type Line<'t> = Vec<(Cow<'t, str>, f32)>;

/// The text of a line.
pub(super) fn joined(words: Line<'_>) -> String {
    words.into_iter().map(|w| w.0).collect::<Vec<_>>().join(" ")
}

/// Breaks a text into lines of words, the first of which is set in; no-break spaces hold words
/// together, and a word that is too long stands alone.
pub(super) fn broken(
    text: &str,
    style: Style,
    limit: f32,
    first: f32,
) -> Result<Vec<Line<'_>>, Error> {
    let mut words = measured(text, style, limit)?;
    let mut lines = vec![];
    for count in lengths(&words, style.width(" ")?, limit, first) {
        let rest = words.split_off(count);
        lines.push(std::mem::replace(&mut words, rest));
    }
    Ok(lines)
}

/// Breaks a centred text into lines of about one length.
pub(super) fn balanced(text: &str, style: Style, limit: f32) -> Result<Vec<String>, Error> {
    let words = measured(text, style, limit)?;
    let gap = style.width(" ")?;
    let mut counts = lengths(&words, gap, limit, 0.0);
    let mut tighter = limit - 4.0;
    while counts.len() > 1 && tighter > 16.0 && words.iter().all(|w| w.1 <= tighter) {
        let closer = lengths(&words, gap, tighter, 0.0);
        if closer.len() > counts.len() {
            break;
        }
        counts = closer;
        tighter -= 4.0;
    }
    let mut words = words.into_iter();
    Ok(counts
        .into_iter()
        .map(|count| joined(words.by_ref().take(count).collect()))
        .collect())
}

/// The words of a text with their widths; only a word longer than a line is cut, as nothing may be
/// lost or overprinted.
fn measured(text: &str, style: Style, limit: f32) -> Result<Line<'_>, Error> {
    let mut words = vec![];
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let w = style.width(word)?;
        if w <= limit {
            words.push((Cow::Borrowed(word), w));
            continue;
        }
        let mut cut = String::new();
        for c in word.chars() {
            let longer = format!("{cut}{c}");
            if style.width(&longer)? > limit && !cut.is_empty() {
                words.push((Cow::Owned(cut.clone()), style.width(&cut)?));
                cut = c.to_string();
            } else {
                cut = longer;
            }
        }
        let w = style.width(&cut)?;
        words.push((Cow::Owned(cut), w));
    }
    Ok(words)
}

/// How many words each line takes; the first one is shorter.
fn lengths(words: &[(Cow<'_, str>, f32)], gap: f32, limit: f32, first: f32) -> Vec<usize> {
    let mut counts = vec![];
    let (mut used, mut count) = (first, 0);
    for (_, w) in words {
        let needed = if count == 0 { *w } else { gap + w };
        if used + needed > limit && count > 0 {
            counts.push(count);
            (used, count) = (*w, 1);
        } else {
            used += needed;
            count += 1;
        }
    }
    counts.push(count);
    counts
}
