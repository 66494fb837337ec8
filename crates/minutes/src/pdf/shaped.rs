//! The texts of pages as glyphs.

use std::rc::Rc;

use crate::error::Error;
use crate::font::{FaceName, Shape, shape, words};
use crate::structure::{Item, Page, Placed};

/// The texts of a page, shaped: for each of its items the words in their order.
pub(super) type Shaped = Vec<Vec<Rc<Shape>>>;

/// Shapes the texts of a page.
pub(super) fn shaped(page: &Page) -> Result<Shaped, Error> {
    let of_item = |placed: &Placed| {
        words_of(&placed.item).map_or(Ok(vec![]), |(face, text)| {
            words(text).map(|word| shape(face, word)).collect()
        })
    };
    page.items.iter().map(of_item).collect()
}

/// The words of an item, with their face.
pub(super) fn words_of(item: &Item) -> Option<(FaceName, &str)> {
    match item {
        Item::Text { face, text, .. } => Some((*face, text)),
        Item::Watermark { text } => Some((FaceName::Bold, text)),
        Item::Bar { .. } | Item::Code { .. } => None,
    }
}
