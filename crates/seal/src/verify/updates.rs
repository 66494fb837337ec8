//! Updates as they stand in the bytes, read strictly and by ourselves. Readers forgive broken
//! updates in different ways – an object that the table lists twice, or not at all, or under
//! another number – and then show different documents. Here an update is objects one after the
//! other, one table that lists exactly them, and the way back to the table before; anything else is
//! refused.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::pdf::{HIGHEST, start_of_table};

/// Deepest nesting of arrays and dictionaries.
const DEEPEST: usize = 64;
/// Largest table, unpacked, in bytes.
const LARGEST_TABLE: u64 = 1024 * 1024;

/// The objects that updates behind a place brought, last one first found last: number and offset.
/// None if an update is not plain.
pub(super) fn objects_behind(pdf: &[u8], from: usize) -> Option<Vec<(u32, usize)>> {
    let mut objects = vec![];
    let mut before = start_of_table(pdf.get(..from)?)?;
    let mut reader = Reader {
        bytes: pdf,
        at: from,
    };
    while reader.at < pdf.len() {
        before = reader.update(before, &mut objects)?;
    }
    Some(objects)
}

/// What is kept of a dictionary: its whole numbers, arrays of them, and names, by key.
#[derive(Default)]
struct Facts {
    numbers: BTreeMap<Vec<u8>, u64>,
    lists: BTreeMap<Vec<u8>, Vec<u64>>,
    names: BTreeMap<Vec<u8>, Vec<u8>>,
    keys: BTreeSet<Vec<u8>>,
}

/// What a value was, as far as it is kept.
enum Value {
    Number(u64),
    Name(Vec<u8>),
    List(Vec<u64>),
    Other,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes on behind a word; none if it does not stand here.
    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.rest().starts_with(word).then(|| self.at += word.len())
    }

    fn space(&mut self) {
        self.at += self
            .rest()
            .iter()
            .take_while(|b| b" \t\r\n".contains(b))
            .count();
    }

    /// A whole number of at most ten digits.
    fn number(&mut self) -> Option<u64> {
        let digits = self
            .rest()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        if !(1..=10).contains(&digits) {
            return None;
        }
        let number = std::str::from_utf8(&self.rest()[..digits])
            .ok()?
            .parse()
            .ok()?;
        self.at += digits;
        Some(number)
    }

    /// One update; returns where its table begins.
    fn update(&mut self, before: usize, all: &mut Vec<(u32, usize)>) -> Option<usize> {
        let mut here: BTreeMap<u64, usize> = BTreeMap::new();
        let mut last = None;
        loop {
            self.space();
            if !self.rest().first()?.is_ascii_digit() {
                break;
            }
            let offset = self.at;
            let (number, facts, content) = self.object()?;
            if here.insert(number, offset).is_some() {
                return None;
            }
            last = Some((offset, number, facts, content));
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
            let (offset, _, facts, content) = last?;
            if facts
                .names
                .get(b"Type".as_slice())
                .is_none_or(|kind| kind != b"XRef")
            {
                return None;
            }
            let entries = table_in(&facts, &self.bytes[content?])?;
            (offset, entries, facts)
        };
        self.space();
        self.word(b"startxref")?;
        self.space();
        let named = self.number()?;
        self.space();
        self.word(b"%%EOF")?;
        // One line break at most: what follows is the next update, or nothing.
        let _ = self
            .word(b"\r\n")
            .or_else(|| self.word(b"\n"))
            .or_else(|| self.word(b"\r"));
        let size = *trailer.numbers.get(b"Size".as_slice())?;
        let plain = named == u64::try_from(start).ok()?
            && trailer.numbers.get(b"Prev".as_slice()) == Some(&u64::try_from(before).ok()?)
            && !trailer
                .keys
                .iter()
                .any(|key| key == b"XRefStm" || key == b"Encrypt")
            && here == entries
            && here
                .keys()
                .all(|number| (1..size.min(HIGHEST + 1)).contains(number));
        if !plain {
            return None;
        }
        // The table itself shows nothing.
        all.extend(
            here.into_iter()
                .filter(|(_, offset)| *offset != start)
                .filter_map(|(number, offset)| Some((u32::try_from(number).ok()?, offset))),
        );
        Some(start)
    }

    /// `N 0 obj … endobj`: its number, what its dictionary says, and where its stream lies.
    fn object(&mut self) -> Option<(u64, Facts, Option<std::ops::Range<usize>>)> {
        let number = self.number()?;
        self.word(b" 0 obj")?;
        self.space();
        let facts = if self.rest().starts_with(b"<<") {
            self.dictionary(0)?
        } else {
            self.value(0)?;
            Facts::default()
        };
        self.space();
        let mut content = None;
        if self.word(b"stream").is_some() {
            self.word(b"\r\n").or_else(|| self.word(b"\n"))?;
            let length = usize::try_from(*facts.numbers.get(b"Length".as_slice())?).ok()?;
            let end = self
                .at
                .checked_add(length)
                .filter(|end| *end <= self.bytes.len())?;
            content = Some(self.at..end);
            self.at = end;
            self.space();
            self.word(b"endstream")?;
            self.space();
        }
        self.word(b"endobj")?;
        Some((number, facts, content))
    }

    /// Sections of a table; only object 0 may be free.
    fn table(&mut self) -> Option<BTreeMap<u64, usize>> {
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
                note(
                    &mut entries,
                    number,
                    u64::from(kind == b'n'),
                    offset,
                    &line[11..16] == b"00000",
                )?;
            }
        }
    }

    /// A dictionary; the same key twice is refused.
    fn dictionary(&mut self, depth: usize) -> Option<Facts> {
        self.word(b"<<")?;
        let mut facts = Facts::default();
        loop {
            self.space();
            if self.word(b">>").is_some() {
                return Some(facts);
            }
            let key = self.name()?;
            if !facts.keys.insert(key.clone()) {
                return None;
            }
            self.space();
            match self.value(depth + 1)? {
                Value::Number(number) => drop(facts.numbers.insert(key.clone(), number)),
                Value::Name(name) => drop(facts.names.insert(key.clone(), name)),
                Value::List(list) => drop(facts.lists.insert(key.clone(), list)),
                Value::Other => {}
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        match self.rest() {
            [b'<', b'<', ..] => self.dictionary(depth).map(|_| Value::Other),
            [b'<', ..] => self.hex_string(),
            [b'(', ..] => self.string(),
            [b'[', ..] => self.list(depth),
            [b'/', ..] => self.name().map(Value::Name),
            [b'+' | b'-' | b'.' | b'0'..=b'9', ..] => self.number_or_reference(),
            _ => [&b"true"[..], b"false", b"null"]
                .into_iter()
                .find_map(|word| self.word(word))
                .map(|()| Value::Other),
        }
    }

    /// A name, with nothing in it that could be written plainly and is not.
    fn name(&mut self) -> Option<Vec<u8>> {
        self.word(b"/")?;
        let length = self
            .rest()
            .iter()
            .take_while(|b| b.is_ascii_graphic() && !b"()<>[]{}/%".contains(b))
            .count();
        let written = self.rest().get(..length)?.to_vec();
        self.at += length;
        let mut name = vec![];
        let mut bytes = written.iter();
        while let Some(byte) = bytes.next() {
            if *byte != b'#' {
                name.push(*byte);
                continue;
            }
            let hex = [*bytes.next()?, *bytes.next()?];
            let byte = u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?;
            if byte.is_ascii_alphanumeric() {
                return None;
            }
            name.push(byte);
        }
        Some(name)
    }

    fn hex_string(&mut self) -> Option<Value> {
        self.word(b"<")?;
        self.at += self
            .rest()
            .iter()
            .take_while(|b| b.is_ascii_hexdigit() || b" \t\r\n".contains(b))
            .count();
        self.word(b">").map(|()| Value::Other)
    }

    fn string(&mut self) -> Option<Value> {
        self.word(b"(")?;
        let mut open = 1;
        while open > 0 {
            match self.rest().first()? {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
        Some(Value::Other)
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.word(b"[")?;
        let mut numbers = Some(vec![]);
        loop {
            self.space();
            if self.word(b"]").is_some() {
                return Some(numbers.map_or(Value::Other, Value::List));
            }
            match (self.value(depth + 1)?, &mut numbers) {
                (Value::Number(number), Some(all)) => all.push(number),
                _ => numbers = None,
            }
        }
    }

    /// A number, or `N G R`.
    fn number_or_reference(&mut self) -> Option<Value> {
        let begin = self.at;
        if let Some(number) = self.number() {
            let after = self.at;
            if self.word(b" ").is_some() && self.number().is_some() && self.word(b" R").is_some() {
                return Some(Value::Other);
            }
            self.at = after;
            if !matches!(self.rest().first(), Some(b'.')) {
                return Some(Value::Number(number));
            }
        }
        self.at = begin;
        let length = self
            .rest()
            .iter()
            .take_while(|b| b.is_ascii_digit() || b"+-.".contains(b))
            .count();
        std::str::from_utf8(self.rest().get(..length)?)
            .ok()?
            .parse::<f64>()
            .ok()?;
        self.at += length;
        Some(Value::Other)
    }
}

/// Notes an entry of a table: in use, of generation 0 and once; only object 0 is free.
fn note(
    entries: &mut BTreeMap<u64, usize>,
    number: u64,
    kind: u64,
    offset: usize,
    first_generation: bool,
) -> Option<()> {
    match kind {
        0 => (number == 0).then_some(()),
        1 if first_generation && number <= HIGHEST => {
            entries.insert(number, offset).is_none().then_some(())
        }
        _ => None,
    }
}

/// The entries of a table that is a stream.
fn table_in(facts: &Facts, content: &[u8]) -> Option<BTreeMap<u64, usize>> {
    let unpacked = match (
        facts.names.get(b"Filter".as_slice()),
        facts
            .keys
            .iter()
            .any(|key| key == b"Filter" || key == b"DecodeParms"),
    ) {
        (None, false) => content.to_vec(),
        (Some(filter), _)
            if filter == b"FlateDecode" && !facts.keys.iter().any(|key| key == b"DecodeParms") =>
        {
            let mut unpacked = vec![];
            ZlibDecoder::new(content)
                .take(LARGEST_TABLE)
                .read_to_end(&mut unpacked)
                .ok()?;
            unpacked
        }
        _ => return None,
    };
    let [kind, place, generation] = facts.lists.get(b"W".as_slice())?.as_slice() else {
        return None;
    };
    let widths = [
        usize::try_from(*kind).ok()?,
        usize::try_from(*place).ok()?,
        usize::try_from(*generation).ok()?,
    ];
    if widths[0] != 1 || !(1..=8).contains(&widths[1]) || widths[2] > 2 {
        return None;
    }
    let index = facts.lists.get(b"Index".as_slice())?;
    let mut rows = unpacked.chunks_exact(widths.iter().sum());
    let mut entries = BTreeMap::new();
    for pair in index.chunks(2) {
        let [first, count] = pair else { return None };
        for number in *first..first.checked_add(*count)? {
            let row = rows.next()?;
            let whole = |bytes: &[u8]| {
                bytes
                    .iter()
                    .try_fold(0_u64, |n, b| n.checked_mul(256).map(|n| n + u64::from(*b)))
            };
            let (offset, generation) = (whole(&row[1..=widths[1]])?, whole(&row[1 + widths[1]..])?);
            note(
                &mut entries,
                number,
                u64::from(row[0]),
                usize::try_from(offset).ok()?,
                generation == 0,
            )?;
        }
    }
    (rows.next().is_none() && rows.remainder().is_empty()).then_some(entries)
}
