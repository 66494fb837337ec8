//! A document: how it is finished, and what comes out.

/// What a document carries beside its content.
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
