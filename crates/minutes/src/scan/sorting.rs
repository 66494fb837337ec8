//! The pages of a stack, by the papers that they belong to; what belongs to none is said of each.

use std::collections::BTreeMap;

use domain::{Code, Refusal};

use super::code::PageRead;
use super::stack::{PageFound, Piece};

/// The pages of a stack by their papers.
#[derive(Clone, Debug)]
pub struct Sorted<K> {
    /// The pages of each paper: by the page of the paper, the place in the stack and the piece.
    pub papers: BTreeMap<K, BTreeMap<u32, (usize, Piece)>>,
    /// Places that are used for nothing, with the reason.
    pub aside: Vec<(usize, Refusal)>,
}

/// Sorts what was read of each place of a stack. `paper_of` says of which paper a page is, or why it
/// can be used for none.
pub fn sort<K: Copy + Ord>(
    read: Vec<Result<Vec<PageFound>, Refusal>>,
    paper_of: impl Fn(&PageRead) -> Result<K, Code>,
) -> Sorted<K> {
    let mut sorted = Sorted {
        papers: BTreeMap::new(),
        aside: vec![],
    };
    let mut sheets = vec![];
    for (place, read) in read.into_iter().enumerate() {
        match read {
            Ok(found) => sheets.push((place, found)),
            Err(why) => sorted.aside.push((place, why)),
        }
    }
    // Sheets with two pages first: what they show cannot be taken apart again.
    sheets.sort_by_key(|(place, found)| (std::cmp::Reverse(found.len()), *place));
    for (place, found) in sheets {
        let parts = found.iter().all(|page| page.piece.is_a_part());
        // What can be taken apart is taken part by part.
        for found in found.chunks(if parts { 1 } else { found.len().max(1) }) {
            if let Err(why) = sorted.take(place, found, &paper_of) {
                sorted.aside.push((place, why));
            }
        }
    }
    sorted.aside.sort_by_key(|(place, _)| *place);
    sorted
}

impl<K: Copy + Ord> Sorted<K> {
    /// Takes all pages of paper of a sheet, or none.
    fn take(
        &mut self,
        place: usize,
        found: &[PageFound],
        paper_of: &impl Fn(&PageRead) -> Result<K, Code>,
    ) -> Result<(), Refusal> {
        let said = |code| Refusal::new(code).with("page", place + 1);
        if found.iter().any(|page| !page.piece.is_of_one_paper()) {
            return Err(said(Code::ScanMixed));
        }
        let mut taken = vec![];
        for page in found {
            taken.push((paper_of(&page.read).map_err(said)?, page));
        }
        for (paper, page) in &taken {
            let there = self.papers.get(paper).and_then(|p| p.get(&page.read.page));
            if let Some((first, _)) = there {
                return Err(said(Code::ScanTwice).with("first", first + 1));
            }
        }
        for (paper, page) in taken {
            let pages = self.papers.entry(paper).or_default();
            pages.insert(page.read.page, (place, page.piece));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(token: &str, page: u32, place: usize) -> PageFound {
        PageFound {
            read: PageRead {
                short_token: token.to_owned(),
                page,
                check_code: "HSBYD74X".to_owned(),
            },
            piece: Piece::whole(place),
        }
    }

    fn known(read: &PageRead) -> Result<char, Code> {
        match read.short_token.as_str() {
            "A" => Ok('A'),
            "B" => Ok('B'),
            "old" => Err(Code::ScanSuperseded),
            _ => Err(Code::ScanForeign),
        }
    }

    #[test]
    fn pages_that_are_doubled_blank_foreign_or_superseded_say_so_and_cost_the_good_ones_nothing() {
        let blank = Refusal::new(Code::ScanBlank).with("page", 3);
        let read = vec![
            Ok(vec![page("A", 2, 0)]),
            Ok(vec![page("A", 1, 1)]),
            Err(blank),
            Ok(vec![page("A", 2, 3)]),
            Ok(vec![page("other", 1, 4)]),
            Ok(vec![page("old", 1, 5)]),
            Ok(vec![page("B", 1, 6)]),
        ];
        let sorted = sort(read, known);
        let pages = |paper| sorted.papers[&paper].keys().copied().collect::<Vec<_>>();
        assert_eq!((pages('A'), pages('B')), (vec![1, 2], vec![1]));
        let aside = sorted.aside.iter().map(|(place, why)| (*place, why.code));
        let expected = [
            (2, Code::ScanBlank),
            (3, Code::ScanTwice),
            (4, Code::ScanForeign),
            (5, Code::ScanSuperseded),
        ];
        assert!(aside.eq(expected), "{:?}", sorted.aside);
        assert_eq!(sorted.aside[1].1.details["first"], "1");
    }

    #[test]
    fn a_sheet_with_two_pages_is_taken_whole_and_a_single_page_of_it_is_a_double() {
        let read = vec![
            Ok(vec![page("A", 1, 0)]),
            Ok(vec![page("A", 1, 1), page("A", 2, 1)]),
        ];
        let sorted = sort(read, known);
        assert_eq!(sorted.papers[&'A'][&1].0, 1);
        assert_eq!(sorted.papers[&'A'][&2].0, 1);
        assert_eq!(sorted.aside[0].1.code, Code::ScanTwice);
    }
}
