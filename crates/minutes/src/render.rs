//! From what minutes say to their PDF: forms are filled, laid out, finished and written.

use domain::content::MinutesContent;

use crate::document::{Document, Finish};
use crate::error::Error;
use crate::layout::{self, LaidOut};
use crate::structure::Pages;
use crate::words::{self, Words};
use crate::{conform, font, form, pdf};

/// Renders minutes with their commitment and annex.
///
/// # Errors
/// [`Error::MissingField`] if a form asks for a fact that the content lacks; the others are faults
/// of the program's data.
pub fn render(content: &MinutesContent, finish: &Finish<'_>) -> Result<Document, Error> {
    pdf::write(&pages(content, finish)?)
}

/// The finished pages of minutes, before they are written.
pub(crate) fn pages(content: &MinutesContent, finish: &Finish<'_>) -> Result<Pages, Error> {
    let words = words::words()?;
    laid_out(content, finish, words)?.finished(finish, words)
}

/// Forgets what this thread keeps from one document for the next: shaped words, cut fonts.
pub fn forget() {
    font::forget();
    pdf::forget();
    conform::forget();
}

/// The filled forms on their pages. Minutes that say how many pages they have are filled again once
/// that is known.
fn laid_out(
    content: &MinutesContent,
    finish: &Finish<'_>,
    words: &Words,
) -> Result<LaidOut, Error> {
    const USUAL: usize = 2;
    let first = form::fill(content, finish, USUAL, words)?;
    let laid = layout::lay_out(&first, words)?;
    if laid.of_minutes == USUAL {
        return Ok(laid);
    }
    let second = form::fill(content, finish, laid.of_minutes, words)?;
    if second == first {
        Ok(laid)
    } else {
        layout::lay_out(&second, words)
    }
}
