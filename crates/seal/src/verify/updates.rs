//! Updates as they stand in the bytes, read strictly and by ourselves. Readers forgive broken
//! updates in different ways – an object that the table lists twice, or not at all, or under
//! another number – and then show different documents. Here an update is objects one after the
//! other, one table that lists exactly them, and the way back to the table before; anything else is
//! refused.

use std::collections::BTreeMap;

use super::packed;
use super::syntax::{Place, Reader, Written, note};
use crate::pdf::{HIGHEST, start_of_table};

/// Longest comment that a program leaves between the parts of an update, in bytes.
const LONGEST_COMMENT: usize = 250;

/// The objects that updates behind a place brought, last one first found last: number and place.
/// None if an update is not plain.
pub(super) fn objects_behind(pdf: &[u8], from: usize) -> Option<Vec<(u32, Place)>> {
    let mut objects = vec![];
    let mut before = start_of_table(pdf.get(..from)?)?;
    let mut reader = Reader {
        bytes: pdf,
        at: from,
    };
    reader.space();
    while reader.at < pdf.len() {
        before = reader.update(before, &mut objects)?;
        reader.space();
    }
    Some(objects)
}

impl Reader<'_> {
    /// Space, and comments as some programs leave them: nothing in them looks like a part of a file,
    /// so that no reader takes them for one.
    fn gap(&mut self) -> Option<()> {
        const PARTS: [&[u8]; 6] = [b"obj", b"xref", b"trailer", b"stream", b"%%EOF", b"<<"];
        loop {
            self.space();
            let rest = self.rest();
            if !rest.starts_with(b"%") || rest.starts_with(b"%%EOF") {
                return Some(());
            }
            let comment = rest.iter().take_while(|b| !b"\r\n".contains(b)).count();
            let text = &rest[..comment];
            let harmless = comment <= LONGEST_COMMENT
                && comment < rest.len()
                && !PARTS
                    .iter()
                    .any(|part| text.windows(part.len()).any(|w| w == *part));
            if !harmless {
                return None;
            }
            self.at += comment;
        }
    }

    /// One update; returns where its table begins.
    fn update(&mut self, before: usize, all: &mut Vec<(u32, Place)>) -> Option<usize> {
        let mut here: BTreeMap<u64, Written> = BTreeMap::new();
        let mut last = None;
        loop {
            self.gap()?;
            if !self.rest().first()?.is_ascii_digit() {
                break;
            }
            let (number, written) = self.object()?;
            last = Some(number);
            if here.insert(number, written).is_some() {
                return None;
            }
        }
        let table = self.at;
        let (start, entries, trailer) = if self.word(b"xref").is_some() {
            let entries = self.table()?;
            self.space();
            self.word(b"trailer")?;
            self.space();
            (table, entries, self.dictionary(0)?)
        } else {
            // Without a table of its own, the last object is the table.
            let last = last?;
            let written = here.get(&last).filter(|last| last.facts.is(b"XRef"))?;
            let content = self.bytes.get(written.content.clone()?)?;
            let mut entries = packed::table_in(&written.facts, content)?;
            // Some programs do not list the table in itself.
            entries.entry(last).or_insert(Place::At(written.offset));
            (written.offset, entries, written.facts.clone())
        };
        self.gap()?;
        self.word(b"startxref")?;
        self.space();
        let named = self.number()?;
        self.space();
        self.word(b"%%EOF")?;
        let size = trailer.number(b"Size")?;
        let plain = named == u64::try_from(start).ok()?
            && trailer.number(b"Prev") == Some(u64::try_from(before).ok()?)
            && !trailer
                .keys
                .iter()
                .any(|key| key == b"XRefStm" || key == b"Encrypt")
            && listed_exactly(&here, &entries)
            && packed::holds_exactly(&here, &entries, self.bytes)
            && entries
                .keys()
                .all(|number| (1..size.min(HIGHEST + 1)).contains(number));
        if !plain {
            return None;
        }
        // The table itself shows nothing.
        all.extend(
            entries
                .into_iter()
                .filter(|(_, place)| *place != Place::At(start))
                .filter_map(|(number, place)| Some((u32::try_from(number).ok()?, place))),
        );
        Some(start)
    }

    /// Sections of a table.
    fn table(&mut self) -> Option<BTreeMap<u64, Place>> {
        let mut entries = BTreeMap::new();
        loop {
            self.space();
            if !self.rest().first()?.is_ascii_digit() {
                return Some(entries);
            }
            let first = self.number()?;
            self.word(b" ")?;
            let count = self.number()?;
            self.space();
            for number in first..first.checked_add(count)? {
                let line = self.rest().get(..20)?.to_vec();
                self.at += 20;
                let offset: usize = std::str::from_utf8(&line[..10]).ok()?.parse().ok()?;
                let kind = line[17];
                if line[10] != b' '
                    || line[16] != b' '
                    || ![&b" \n"[..], b" \r", b"\r\n"].contains(&&line[18..])
                {
                    return None;
                }
                let first = &line[11..16] == b"00000";
                let place = Place::At(offset);
                match kind {
                    b'f' if number == 0 => {}
                    b'f' => note(&mut entries, number, Place::Free)?,
                    b'n' if first => note(&mut entries, number, place)?,
                    _ => return None,
                }
            }
        }
    }
}

/// Whether a table lists the objects that are there, each where it is.
fn listed_exactly(here: &BTreeMap<u64, Written>, entries: &BTreeMap<u64, Place>) -> bool {
    let alone = entries
        .iter()
        .filter(|(_, place)| matches!(place, Place::At(_)));
    let there = here
        .iter()
        .map(|(number, written)| (*number, Place::At(written.offset)));
    alone.map(|(number, place)| (*number, *place)).eq(there)
}
