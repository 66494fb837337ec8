//! Facts to PDF bytes: forms, wording, layout, and the check of the scan that comes back.
//!
//! [`render`] is the door: content and finish in, PDF out. The way through: [`words`] and `forms/`
//! hold every Vietnamese sentence, `fields` puts the facts into words, `form` fills the template,
//! `layout` breaks lines and pages, `pdf` writes bytes. [`scan`] reads the signed paper when it
//! comes back.

mod conform;
mod fields;
mod font;
mod form;
mod layout;
pub mod look;
mod pdf;
mod print_file;
mod rights_list;
pub mod scan;
mod structure;
pub mod words;

#[cfg(test)]
mod page_text;
#[cfg(test)]
mod samples;

use domain::content::MinutesContent;

pub use print_file::{PrintMode, one_file, sheets};
pub use rights_list::{RightLine, RightsList, rights_list};

/// What can go wrong while a document is made. None of it depends on what people type.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A form names a fact that the content does not have.
    #[error("form {form} names the missing fact {field}")]
    MissingField {
        /// The form.
        form: String,
        /// The fact.
        field: String,
    },
    /// A form or table of words cannot be read.
    #[error("form data: {0}")]
    Form(String),
    /// A font cannot be read or cut.
    #[error("font: {0}")]
    Font(String),
    /// The PDF cannot be written.
    #[error("pdf: {0}")]
    Pdf(String),
}

/// What the frozen document carries beside its content.
#[derive(Clone, Debug)]
pub enum Finish<'a> {
    /// A preview: the words DỰ THẢO, and no code.
    Draft,
    /// A paper that the register does not keep: neither words of a draft nor a code.
    Plain,
    /// The document that is signed.
    Final {
        /// 32 hex digits of the verification address.
        token: &'a str,
        /// The check code.
        check_code: &'a str,
    },
}

/// A rendered document.
#[derive(Clone, Debug)]
pub struct Document {
    /// PDF bytes; equal facts make equal bytes.
    pub bytes: Vec<u8>,
    /// Pages.
    pub pages: u32,
}

/// Renders minutes with their commitment and annex.
///
/// # Errors
/// [`Error::MissingField`] if a form asks for a fact that the content lacks; the others are faults
/// of the program's data.
pub fn render(content: &MinutesContent, finish: &Finish<'_>) -> Result<Document, Error> {
    let words = words::words()?;
    let pages = laid_out(content, finish, words)?.finished(finish, words)?;
    let count = u32::try_from(pages.pages.len()).unwrap_or(u32::MAX);
    Ok(Document {
        bytes: pdf::write(&pages)?,
        pages: count,
    })
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
    words: &words::Words,
) -> Result<layout::LaidOut, Error> {
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
