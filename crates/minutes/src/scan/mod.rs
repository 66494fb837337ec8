//! The signed paper comes back: pages by what they draw, judged by pixels, counted, codes read.

mod canvas;
mod code;
mod colour;
mod drawn;
mod files;
mod packed;
mod pictures;
mod place;
mod rings;
mod sorting;
mod stack;
mod stones;
#[cfg(any(test, feature = "samples"))]
pub mod wear;

use std::collections::{BTreeMap, BTreeSet};

use domain::bounds::MAX_SCAN;
use domain::minutes::Frozen;
use domain::page_code::short_token;
use domain::{Code, Refusal};

pub use code::PageRead;
pub use sorting::{Sorted, sort};
pub use stack::{MAX_STACK_BYTES, PageFound, Piece, Stack, bind};

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

/// Compares a scan – PDF, JPEG, PNG or TIFF – with its paper: every page of it once, no page of
/// another one, in any order, two of them on one sheet too. Machine and server ask this of the same
/// file and hear the same.
///
/// The answer names the pages of the file, from 1, whose code cannot be read, with the reason. They
/// may be pages of the paper, and somebody must look at them.
///
/// # Errors
/// `file_too_large`, `scan_format`, `scan_protected`, `scan_unreadable`, `scan_too_coarse`,
/// `scan_too_fine`, `scan_pages`, `scan_of_other`.
pub fn compare(bytes: &[u8], paper: &Paper) -> Result<BTreeMap<u32, Refusal>, Refusal> {
    if bytes.len() > MAX_SCAN {
        return Err(Refusal::new(Code::FileTooLarge).with("limit", MAX_SCAN / 1024 / 1024));
    }
    let stack = Stack::open(bytes)?;
    let count = u32::try_from(stack.pages()).unwrap_or(u32::MAX);
    let incomplete = |found: usize| {
        Refusal::new(Code::ScanPages)
            .with("found", found)
            .with("expected", paper.pages)
    };
    // None is looked at if they are too many.
    if count > paper.pages {
        return Err(incomplete(stack.pages()));
    }
    let token = short_token(&paper.token);
    let (mut found, mut unread) = (BTreeSet::new(), BTreeMap::new());
    for number in 1..=count {
        let pages = match stack.read(number as usize - 1) {
            Ok(pages) => pages,
            Err(why) if waits_for_eyes(&why) => {
                unread.insert(number, why);
                continue;
            }
            Err(other) => return Err(other),
        };
        for PageFound { read, .. } in pages {
            if read.short_token != token || read.check_code != paper.check_code {
                return Err(Refusal::new(Code::ScanOfOther).with("page", number));
            }
            if read.page == 0 || read.page > paper.pages || !found.insert(read.page) {
                return Err(incomplete(stack.pages()));
            }
        }
    }
    if found.len() + unread.len() != paper.pages as usize {
        return Err(incomplete(found.len() + unread.len()));
    }
    Ok(unread)
}

/// Whether a page that was not read may be one of the paper all the same.
#[must_use]
pub fn waits_for_eyes(why: &Refusal) -> bool {
    matches!(
        why.code,
        Code::ScanNoQr | Code::ScanBlank | Code::ScanCompression
    )
}

#[cfg(test)]
mod tests;
