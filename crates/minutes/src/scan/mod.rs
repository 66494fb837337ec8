//! The signed paper comes back: pictures judged by pixels, pages counted, codes read.

mod code;
mod pictures;
mod stack;

use domain::{Code, Refusal};

use pictures::{pdf_pictures, picture};

pub use code::PageRead;
pub use stack::{MAX_STACK_BYTES, Stack};

/// Largest file in bytes.
const MAX_BYTES: usize = 20 * 1024 * 1024;

/// What was read on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanRead {
    /// Pages of the file.
    pub pages: Vec<PageRead>,
}

/// Reads every page of a scan: PDF, JPEG or PNG.
///
/// # Errors
/// `file_too_large`, `scan_unreadable`, `scan_compression`, `scan_too_coarse`, `scan_no_qr`.
pub fn read(bytes: &[u8]) -> Result<ScanRead, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", MAX_BYTES / 1024 / 1024));
    }
    let pictures = if bytes.starts_with(b"%PDF-") {
        pdf_pictures(bytes)?
    } else {
        vec![picture(bytes)?]
    };
    let pages = pictures
        .into_iter()
        .enumerate()
        .map(|(n, picture)| code::page(n + 1, picture))
        .collect::<Result<_, _>>()?;
    Ok(ScanRead { pages })
}
