//! The look of what is put onto a page afterwards – a digital signature, a filled gap –: a small
//! document of one page (Nghị định 30/2020/NĐ-CP, annex I).

use chrono::{DateTime, FixedOffset};
use lopdf::Document;

use crate::error::Error;
use crate::font::{FaceName, width};
use crate::structure::{Ink, Item, Page, Pages, Placed};
use crate::{pdf, words};

pub use crate::structure::ITALIC;

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// A person: blue.
    Person,
    /// The organisation: red.
    Organisation,
    /// The organisation on its copy of a paper: black.
    Copy,
}

/// The look of a signature in a field of a size in points: name, organisation, time with its zone
/// (ISO 8601). That of an organisation is framed and leaves its right third free, which lies over
/// the signature beside it.
///
/// # Errors
/// [`Error::Font`], [`Error::Pdf`]: faults of the program's data.
pub fn signature(
    hand: Hand,
    name: &str,
    organisation: Option<&str>,
    at: DateTime<FixedOffset>,
    size: (f32, f32),
) -> Result<Document, Error> {
    match hand {
        Hand::Person => of_person(name, organisation, at, size),
        Hand::Organisation => of_organisation(organisation.unwrap_or(name), at, size),
        Hand::Copy => of_copy(organisation.unwrap_or(name), at, size),
    }
}

fn of_person(
    name: &str,
    organisation: Option<&str>,
    at: DateTime<FixedOffset>,
    size: (f32, f32),
) -> Result<Document, Error> {
    let words = words::words()?;
    let time = at.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let signed_for = |organisation| words.say("signed_for", &[("organisation", organisation)]);
    let mut lines = vec![words.say("signed_by", &[("name", name)])];
    lines.extend(organisation.map(signed_for));
    lines.push(words.say("signed_at", &[("time", &time)]));
    page(text(&lines, size, 9.0)?, &lines, Ink::Blue, size)
}

fn of_organisation(
    organisation: &str,
    at: DateTime<FixedOffset>,
    (wide, high): (f32, f32),
) -> Result<Document, Error> {
    const SIZE: f32 = 7.5;
    let free = wide * 2.0 / 3.0;
    let mut lines = wrapped(organisation, SIZE, free)?;
    lines.extend([
        at.format("%Y-%m-%d").to_string(),
        at.format("%H:%M:%S%:z").to_string(),
    ]);
    let frame = [
        (0.0, 0.0, wide, FRAME),
        (0.0, high - FRAME, wide, FRAME),
        (0.0, 0.0, FRAME, high),
        (wide - FRAME, 0.0, FRAME, high),
    ];
    let bar = |(x, y, width, height)| Item::Bar {
        x,
        y,
        width,
        height,
    };
    let mut items = text(&lines, (free, high), SIZE)?;
    items.extend(frame.map(|of_side| Placed {
        node: None,
        item: bar(of_side),
    }));
    page(items, &lines, Ink::Red, (wide, high))
}

fn of_copy(
    organisation: &str,
    at: DateTime<FixedOffset>,
    size: (f32, f32),
) -> Result<Document, Error> {
    let mut lines = vec![words::words()?.text("copy_form")];
    lines.extend(wrapped(organisation, COPY_SIZE, size.0)?);
    lines.push(at.format("%d-%m-%Y %H:%M:%S %:z").to_string());
    page(text(&lines, size, COPY_SIZE)?, &lines, Ink::Black, size)
}

/// What is written into a gap of a size in points, as the text around it.
///
/// # Errors
/// [`Error::Font`], [`Error::Pdf`]: faults of the program's data.
pub fn written(text: &str, italic: bool, size: (f32, f32)) -> Result<Document, Error> {
    let face = if italic {
        FaceName::Italic
    } else {
        FaceName::Regular
    };
    let font_size = size
        .1
        .min((size.0 - 2.0).max(1.0) / width(face, 1.0, text)?.max(0.1));
    let x = (size.0 - width(face, font_size, text)?) / 2.0;
    let item = Item::Text {
        x,
        y: size.1 * 0.22,
        face,
        size: font_size,
        text: text.to_owned(),
        word_gap: 0.0,
    };
    page(
        vec![Placed { node: None, item }],
        &[text.to_owned()],
        Ink::Black,
        size,
    )
}

/// Size of what stands on a copy (Nghị định 30/2020/NĐ-CP, annex I).
const COPY_SIZE: f32 = 10.0;

/// Thickness of the frame around an organisation's signature, in points.
const FRAME: f32 = 0.8;

/// A name in lines that fit a width.
fn wrapped(name: &str, size: f32, limit: f32) -> Result<Vec<String>, Error> {
    let mut lines: Vec<String> = vec![];
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line)
                if width(FaceName::Regular, size, &format!("{line} {word}"))? <= limit - 4.0 =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    Ok(lines)
}

/// Lines one under the other, as large as fits and no larger than wanted.
fn text(lines: &[String], (wide, high): (f32, f32), wanted: f32) -> Result<Vec<Placed>, Error> {
    const LEADING: f32 = 1.2;
    let mut widest: f32 = 1.0;
    for line in lines {
        widest = widest.max(width(FaceName::Regular, 1.0, line)?);
    }
    let size = wanted
        .min((wide - 4.0).max(1.0) / widest)
        .min(high / (LEADING * lines.len() as f32));
    let mut y = (high + LEADING * size * lines.len() as f32) / 2.0 - size * 0.95;
    let mut items = vec![];
    for line in lines {
        let x = (wide - width(FaceName::Regular, size, line)?) / 2.0;
        items.push(Placed {
            node: None,
            item: Item::Text {
                x,
                y,
                face: FaceName::Regular,
                size,
                text: line.clone(),
                word_gap: 0.0,
            },
        });
        y -= LEADING * size;
    }
    Ok(items)
}

fn page(
    items: Vec<Placed>,
    lines: &[String],
    ink: Ink,
    size: (f32, f32),
) -> Result<Document, Error> {
    let page = Page {
        items,
        fields: vec![],
    };
    pdf::looks(&Pages {
        title: lines.join(" "),
        size,
        ink,
        pages: vec![page],
        ..Pages::default()
    })
}
