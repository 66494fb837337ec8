//! The signed paper comes back: pages by what they draw, judged by pixels, counted, codes read.

mod canvas;
mod code;
mod drawn;
mod pictures;
mod place;
mod stack;
mod stones;

use std::collections::{BTreeMap, BTreeSet};

use domain::bounds::MAX_SCAN;
use domain::minutes::Frozen;
use domain::page_code::short_token;
use domain::{Code, Refusal};
use lopdf::{Document, LoadOptions};

pub use code::PageRead;
pub use stack::{MAX_STACK_BYTES, Stack};

/// Pixels that an A4 page must have across: about 200 dpi.
const MIN_PIXELS: u32 = 1600;
/// Most pixels of a page: A4 at 600 dpi, with some room.
const MAX_PIXELS: u64 = 50_000_000;
/// Largest table or holder of objects in a PDF, unpacked.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;

/// Nothing can be made of it.
fn unreadable() -> Refusal {
    Refusal::new(Code::ScanUnreadable)
}

/// A PDF that does not unpack without end.
fn open(bytes: &[u8]) -> Result<Document, Refusal> {
    let options = LoadOptions::with_max_decompressed_size(MAX_UNPACKED);
    Document::load_mem_with_options(bytes, options).map_err(|_| unreadable())
}

/// The paper that a scan should show, as it was fixed at freezing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The secret of the verification address, 32 hex digits.
    pub token: String,
    /// The check code on every page.
    pub check_code: String,
    /// Its pages.
    pub pages: u32,
}

impl From<&Frozen> for Paper {
    fn from(frozen: &Frozen) -> Self {
        Self {
            token: frozen.token.clone(),
            check_code: frozen.check_code.clone(),
            pages: frozen.pages,
        }
    }
}

/// Compares a scan – PDF, JPEG or PNG – with its paper: every page of it once, no page of another
/// one, in any order. Machine and server ask this of the same file and hear the same.
///
/// The answer names the pages of the file, from 1, whose code cannot be read, with the reason. They
/// may be pages of the paper, and somebody must look at them.
///
/// # Errors
/// `file_too_large`, `scan_unreadable`, `scan_too_coarse`, `scan_too_fine`, `scan_pages`,
/// `scan_of_other`.
pub fn compare(bytes: &[u8], paper: &Paper) -> Result<BTreeMap<u32, Refusal>, Refusal> {
    if bytes.len() > MAX_SCAN {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", MAX_SCAN / 1024 / 1024));
    }
    if !bytes.starts_with(b"%PDF-") {
        pictures::points(bytes)?;
        let read = |number| code::page(number, pictures::picture(bytes, number)?);
        return compare_pages(1, paper, read);
    }
    let doc = open(bytes)?;
    let pages: Vec<_> = doc.get_pages().into_values().collect();
    if pages.is_empty() {
        return Err(unreadable());
    }
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    compare_pages(count, paper, |number| {
        let id = pages.get(number as usize - 1).ok_or_else(unreadable)?;
        code::page(number, canvas::look(&doc, *id, number)?)
    })
}

/// Compares pages one after the other: none is looked at if they are too many.
fn compare_pages(
    count: u32,
    paper: &Paper,
    read: impl Fn(u32) -> Result<PageRead, Refusal>,
) -> Result<BTreeMap<u32, Refusal>, Refusal> {
    let incomplete = || {
        Refusal::new(Code::ScanPages)
            .with("found", count)
            .with("expected", paper.pages)
    };
    if count != paper.pages {
        return Err(incomplete());
    }
    let token = short_token(&paper.token);
    let (mut found, mut unread) = (BTreeSet::new(), BTreeMap::new());
    for number in 1..=count {
        match read(number) {
            Ok(page) => {
                if page.short_token != token || page.check_code != paper.check_code {
                    return Err(Refusal::new(Code::ScanOfOther).with("page", number));
                }
                if page.page == 0 || page.page > paper.pages || !found.insert(page.page) {
                    return Err(incomplete());
                }
            }
            Err(why) if matches!(why.code, Code::ScanNoQr | Code::ScanCompression) => {
                unread.insert(number, why);
            }
            Err(other) => return Err(other),
        }
    }
    Ok(unread)
}

#[cfg(test)]
mod tests;
