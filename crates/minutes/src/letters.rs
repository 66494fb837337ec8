//! Letters that the fonts do not have: nothing is frozen that shows an empty box where a name should
//! stand.

use domain::content::MinutesContent;
use domain::text::is_mark;

use crate::error::Error;
use crate::font::{FaceName, shape, words};
use crate::marks;
use crate::structure::{Item, Pages};

/// The first letter of a text that cannot be drawn, with its marks.
///
/// ```
/// assert_eq!(minutes::lacking("Y Ƀlŏ Êban, HʼLan, Y Bĭr Ơ\u{306}ng").unwrap(), None);
/// assert_eq!(minutes::lacking("Lý 龍").unwrap().as_deref(), Some("龍"));
/// ```
///
/// # Errors
/// [`Error::Font`] if a font that ships with the program cannot be read.
pub fn lacking(text: &str) -> Result<Option<String>, Error> {
    for face in FaceName::ALL {
        if let Some(letter) = lacking_in(face, text)? {
            return Ok(Some(letter));
        }
    }
    Ok(None)
}

fn lacking_in(face: FaceName, text: &str) -> Result<Option<String>, Error> {
    for word in words(text) {
        let shape = shape(face, word)?;
        let lacking = shape
            .glyphs
            .iter()
            .position(|glyph| glyph.id == 0 || is_mark(glyph.text) && !marks::stands(glyph));
        if let Some(at) = lacking {
            let upto = &shape.glyphs[..=at];
            let from = upto.iter().rposition(|glyph| !is_mark(glyph.text));
            let letter = &shape.glyphs[from.unwrap_or(at)..=at];
            return Ok(Some(letter.iter().map(|glyph| glyph.text).collect()));
        }
    }
    Ok(None)
}

/// Refuses pages that show a letter which the font of its text lacks.
pub(crate) fn all_drawn(pages: &Pages, content: &MinutesContent) -> Result<(), Error> {
    for placed in pages.pages.iter().flat_map(|page| &page.items) {
        let Item::Text { face, text, .. } = &placed.item else {
            continue;
        };
        if let Some(letter) = lacking_in(*face, text)? {
            let text = fact_with(content, &letter).unwrap_or_else(|| text.trim().to_owned());
            return Err(Error::Letter { letter, text });
        }
    }
    Ok(())
}

/// The fact of which a letter is: people first, then units, classes, reasons.
fn fact_with(content: &MinutesContent, letter: &str) -> Option<String> {
    let absent = content.take_back.iter().flat_map(|t| &t.absent);
    let people = [&content.receiver, &content.giver]
        .into_iter()
        .chain(content.witness.iter().map(|(person, _)| person))
        .chain(&content.confirm)
        .chain(absent.map(|(_, person)| person));
    let named = people.clone().map(|person| &person.name);
    let listed = content.live.iter().map(|card| &card.name);
    let posts = people.flat_map(|person| [Some(&person.position), person.duty.as_ref()]);
    let units = [&content.giver_unit, &content.unit].map(|unit| &unit.name);
    let schools = content.schools.iter().map(|school| &school.name);
    let classes = content.lines.iter().flat_map(|line| &line.classes);
    let classes = classes.flat_map(|class| [Some(&class.name), class.site.as_ref()]);
    let reasons = content.take_back.iter().map(|taking| &taking.reason);
    let papers = content
        .grounds
        .iter()
        .flat_map(|g| [&g.number, &g.issuer, &g.subject]);
    let mut facts = named
        .chain(listed)
        .chain(posts.flatten())
        .chain(units)
        .chain(schools)
        .chain(classes.flatten())
        .chain(reasons)
        .chain(papers);
    facts.find(|fact| fact.contains(letter)).cloned()
}
