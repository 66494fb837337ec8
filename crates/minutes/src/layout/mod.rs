//! Lines and pages: every box gets its place, its role and its turn in the reading order.
//!
//! Lengths are points; `y` runs down from the top of the page while laying out and up from the
//! bottom in placed items.

mod code;
mod finish;
mod flow;
mod frame;
mod gaps;
mod head;
mod lines;
mod part;
mod signatures;
mod table;

use crate::blocks::{Block, Part, PartKind};
use crate::document::Finish;
use crate::error::Error;
use crate::structure::Pages;
use crate::words::Words;
use frame::MM;
use part::{CodePlace, Fit, PartLayout};

/// Pages on which everything has its place, but for what makes them a draft or the document that is
/// signed.
pub(crate) struct LaidOut {
    pages: Pages,
    codes: Vec<CodePlace>,
    /// Pages of the minutes themselves, without commitment and annex.
    pub of_minutes: usize,
}

impl LaidOut {
    /// The pages, with the code of each or the words of a draft.
    pub(crate) fn finished(mut self, finish: &Finish<'_>, words: &Words) -> Result<Pages, Error> {
        finish::finish(&mut self.pages, &self.codes, finish, words)?;
        Ok(self.pages)
    }
}

/// Lays all parts out.
pub(crate) fn lay_out(parts: &[Part], words: &Words) -> Result<LaidOut, Error> {
    let m = &words.measures;
    let mut whole = LaidOut {
        pages: Pages {
            title: title_of(parts),
            size: (m.page_width * MM, m.page_height * MM),
            ..Pages::default()
        },
        codes: vec![],
        of_minutes: 0,
    };
    for part in parts {
        let done = fitted(part, words, whole.pages.nodes.len())?;
        if part.kind == PartKind::Minutes {
            whole.of_minutes = done.pages.len();
        }
        whole.codes.extend(done.code_places());
        whole.pages.nodes.extend(done.nodes);
        whole.pages.pages.extend(done.pages);
    }
    Ok(whole)
}

/// Lays a part out whose nodes begin at `base`. Tables, then the space for signatures, shrink until
/// it fits its page count (`wording.md`).
fn fitted<'a>(part: &Part, words: &'a Words, base: usize) -> Result<PartLayout<'a>, Error> {
    let attempt = |fit| -> Result<PartLayout<'a>, Error> {
        let mut laid = PartLayout::new(words, fit, part.kind, base);
        laid.part(part)?;
        Ok(laid)
    };
    let [full, shrunk @ ..] = Fit::ALL;
    let mut best = attempt(full)?;
    for fit in shrunk {
        if best.pages.len() <= target(part) {
            break;
        }
        let next = attempt(fit)?;
        if next.pages.len() < best.pages.len() {
            best = next;
        }
    }
    Ok(best)
}

/// The pages a part should take: more is allowed, but only after everything that may shrink has
/// shrunk.
fn target(part: &Part) -> usize {
    let headings = part
        .blocks
        .iter()
        .filter(|b| matches!(b, Block::Heading(_)))
        .count();
    if part.kind == PartKind::Minutes && headings >= 3 {
        2
    } else {
        1
    }
}

fn title_of(parts: &[Part]) -> String {
    let title = parts.iter().flat_map(|p| &p.blocks).find_map(|b| match b {
        Block::Title(head) => Some(format!("{} {}", head.title, head.subject.join(" "))),
        _ => None,
    });
    title.unwrap_or_default()
}
