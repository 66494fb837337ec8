//! What can go wrong while a document is made.

use domain::{Code, Refusal};

/// What can go wrong while a document is made. Only letters depend on what people type.
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
    /// A text has a letter that the fonts lack.
    #[error("no font has {letter} of {text}")]
    Letter {
        /// The letter with its marks.
        letter: String,
        /// The name or sentence that has it.
        text: String,
    },
    /// The PDF cannot be written.
    #[error("pdf: {0}")]
    Pdf(String),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Letter { letter, text } => Self::new(Code::LetterMissing)
                .with("letter", letter)
                .with("text", text),
            fault => Self::new(Code::Internal).with("cause", fault),
        }
    }
}
