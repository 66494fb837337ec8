//! From what minutes say to their PDF: forms are filled, laid out, finished and written.

use domain::content::MinutesContent;

use crate::document::{Document, Finish};
use crate::error::Error;
use crate::form::Wording;
use crate::layout::{self, LaidOut};
use crate::structure::Pages;
use crate::words::{self, Words};
use crate::{conform, font, form, letters, pdf};

/// Renders minutes with their commitment and annex.
///
/// # Errors
/// [`Error::Letter`] if a name has a letter that the fonts lack; [`Error::MissingField`] if a form
/// asks for a fact that the content lacks; the others are faults of the program's data.
pub fn render(content: &MinutesContent, finish: &Finish<'_>) -> Result<Document, Error> {
    pdf::write(&pages(content, finish)?)
}

/// The finished pages of minutes, before they are written.
pub(crate) fn pages(content: &MinutesContent, finish: &Finish<'_>) -> Result<Pages, Error> {
    let words = words::words()?;
    let pages = laid_out(content, finish, words)?.finished(finish, words)?;
    if content.since_form(2) {
        letters::all_drawn(&pages, content)?;
    }
    Ok(pages)
}

/// Forgets what this thread keeps from one document for the next: shaped words, cut fonts.
pub fn forget() {
    font::forget();
    pdf::forget();
    conform::forget();
}

/// The filled forms on their pages. Minutes of one class take no more pages than those of a class
/// and a duty beside it: where their own text does not fit, they have that of any duties.
fn laid_out(
    content: &MinutesContent,
    finish: &Finish<'_>,
    words: &Words,
) -> Result<LaidOut, Error> {
    let own = worded(content, Wording::OfClass, finish, words)?;
    if own.of_minutes == 1 || !content.since_form(2) || !form::is_of_class(content) {
        return Ok(own);
    }
    let shorter = worded(content, Wording::OfDuties, finish, words)?;
    Ok(if shorter.of_minutes < own.of_minutes {
        shorter
    } else {
        own
    })
}

/// The forms of a wording on their pages. Minutes that say how many pages they have are filled again
/// once that is known.
fn worded(
    content: &MinutesContent,
    wording: Wording,
    finish: &Finish<'_>,
    words: &Words,
) -> Result<LaidOut, Error> {
    const USUAL: usize = 2;
    let first = form::fill(content, wording, finish, USUAL, words)?;
    let laid = layout::lay_out(&first, words)?;
    if laid.of_minutes == USUAL {
        return Ok(laid);
    }
    let second = form::fill(content, wording, finish, laid.of_minutes, words)?;
    if second == first {
        Ok(laid)
    } else {
        layout::lay_out(&second, words)
    }
}
