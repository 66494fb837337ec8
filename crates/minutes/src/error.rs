//! What can go wrong while a document is made.

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
