//! How a digital signature, and a number or date that is filled in, look on the page: a small page of its own (Nghị định 30/2020/NĐ-CP, annex I).

use chrono::{DateTime, FixedOffset};

use crate::font::{FaceName, width};
use crate::structure::{Ink, Item, Page, Pages, Placed};
use crate::{Error, pdf, words};

/// Where the organisation signs: over a third of the giver's signature, to the left.
pub const ORGANISATION_FIELD: &str = "minutes_organisation";

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// A person: blue.
    Person,
    /// The organisation: red.
    Organisation,
}

/// The look of a signature in a field of a size in points: name, organisation, time with its zone (ISO 8601).
///
/// # Errors
/// [`Error::Font`], [`Error::Pdf`]: faults of the program's data.
pub fn signature(hand: Hand, name: &str, organisation: Option<&str>, at: DateTime<FixedOffset>, size: (f32, f32)) -> Result<Vec<u8>, Error> {
    let words = words::words()?;
    let time = at.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let mut lines = vec![words.say("signed_by", &[("name", name)])];
    lines.extend(organisation.map(|organisation| words.say("signed_for", &[("organisation", organisation)])));
    lines.push(words.say("signed_at", &[("time", &time)]));
    let ink = if hand == Hand::Person { Ink::Blue } else { Ink::Red };
    drawn(&lines, ink, size, 9.0)
}

/// A number or date in its field of a size in points.
///
/// # Errors
/// Like [`signature`].
pub fn filling(text: &str, size: (f32, f32)) -> Result<Vec<u8>, Error> {
    drawn(&[text.to_owned()], Ink::Black, size, 13.0)
}

/// Lines one under the other, as large as fits and no larger than wanted.
fn drawn(lines: &[String], ink: Ink, (wide, high): (f32, f32), wanted: f32) -> Result<Vec<u8>, Error> {
    const LEADING: f32 = 1.2;
    let mut widest: f32 = 1.0;
    for line in lines {
        widest = widest.max(width(FaceName::Regular, 1.0, line)?);
    }
    let size = wanted.min(wide / widest).min(high / (LEADING * lines.len() as f32));
    let mut y = (high + LEADING * size * lines.len() as f32) / 2.0 - size * 0.95;
    let mut items = vec![];
    for line in lines {
        let x = (wide - width(FaceName::Regular, size, line)?) / 2.0;
        items.push(Placed { node: None, item: Item::Text { x, y, face: FaceName::Regular, size, text: line.clone(), word_gap: 0.0 } });
        y -= LEADING * size;
    }
    let page = Page { items, fields: vec![] };
    pdf::write(&Pages { title: lines.join(" "), size: (wide, high), ink, pages: vec![page], ..Pages::default() })
}
