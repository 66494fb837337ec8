//! The syntax of updates, read strictly from their bytes: values, objects, and what is kept of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::HIGHEST;

/// Deepest nesting of arrays and dictionaries.
const DEEPEST: usize = 64;

/// Where an object of an update stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// By itself, at an offset.
    At(usize),
    /// Inside another object, at a place of its list.
    Packed { holder: u32, index: u16 },
    /// Nowhere: its number is free.
    Free,
}

/// Looks whether values stand one after the other, each from its place to the next, and nothing
/// else; none otherwise.
pub(super) fn values_at(content: &[u8], places: &[usize]) -> Option<()> {
    for (n, place) in places.iter().enumerate() {
        let next = places.get(n + 1).copied().unwrap_or(content.len());
        let mut reader = Reader {
            bytes: content.get(..next)?,
            at: *place,
        };
        reader.space();
        reader.value(0)?;
        reader.space();
        if reader.at != next {
            return None;
        }
    }
    Some(())
}

/// What is kept of a dictionary: its whole numbers, arrays of them, and names, by key.
#[derive(Clone, Default)]
pub(super) struct Facts {
    pub numbers: BTreeMap<Vec<u8>, u64>,
    pub lists: BTreeMap<Vec<u8>, Vec<u64>>,
    pub names: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Dictionaries that hold whole numbers only.
    pub inner: BTreeMap<Vec<u8>, BTreeMap<Vec<u8>, u64>>,
    pub keys: BTreeSet<Vec<u8>>,
}

impl Facts {
    pub(super) fn number(&self, key: &[u8]) -> Option<u64> {
        self.numbers.get(key).copied()
    }

    pub(super) fn is(&self, kind: &[u8]) -> bool {
        self.names
            .get(b"Type".as_slice())
            .is_some_and(|name| name == kind)
    }
}

/// An object by itself: where it begins, what its dictionary says, and where its stream lies.
pub(super) struct Written {
    pub offset: usize,
    pub facts: Facts,
    pub content: Option<std::ops::Range<usize>>,
}

/// What a value was, as far as it is kept.
pub(super) enum Value {
    Number(u64),
    Name(Vec<u8>),
    List(Vec<u64>),
    Dictionary(Facts),
    Other,
}

/// Reads bytes from a place on.
pub(super) struct Reader<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl Reader<'_> {
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes on behind a word; none if it does not stand here.
    pub(super) fn word(&mut self, word: &[u8]) -> Option<()> {
        self.rest().starts_with(word).then(|| self.at += word.len())
    }

    pub(super) fn space(&mut self) {
        self.at += self
            .rest()
            .iter()
            .take_while(|b| b" \t\r\n".contains(b))
            .count();
    }

    /// A whole number of at most ten digits.
    pub(super) fn number(&mut self) -> Option<u64> {
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

    /// `N 0 obj … endobj`: its number, and what it is.
    pub(super) fn object(&mut self) -> Option<(u64, Written)> {
        let offset = self.at;
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
        let written = Written {
            offset,
            facts,
            content,
        };
        Some((number, written))
    }

    /// A dictionary; the same key twice is refused.
    pub(super) fn dictionary(&mut self, depth: usize) -> Option<Facts> {
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
                Value::Dictionary(inner) if inner.numbers.len() == inner.keys.len() => {
                    drop(facts.inner.insert(key.clone(), inner.numbers));
                }
                Value::Dictionary(_) | Value::Other => {}
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        match self.rest() {
            [b'<', b'<', ..] => self.dictionary(depth).map(Value::Dictionary),
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

    /// A list; one that holds a single name is taken for that name.
    fn list(&mut self, depth: usize) -> Option<Value> {
        self.word(b"[")?;
        let mut all = vec![];
        loop {
            self.space();
            if self.word(b"]").is_some() {
                break;
            }
            all.push(self.value(depth + 1)?);
        }
        if let [Value::Name(_)] = all.as_slice() {
            return all.pop();
        }
        let numbers = all.into_iter().map(|value| match value {
            Value::Number(number) => Some(number),
            _ => None,
        });
        let numbers: Option<Vec<u64>> = numbers.collect();
        Some(numbers.map_or(Value::Other, Value::List))
    }

    /// ` G R`, behind a number.
    fn refers(&mut self) -> Option<()> {
        let behind = self.at;
        self.space();
        if self.at == behind {
            return None;
        }
        self.number()?;
        self.space();
        self.word(b"R")?;
        let ends = |next: &u8| next.is_ascii_whitespace() || b"()<>[]{}/%".contains(next);
        self.rest().first().is_none_or(ends).then_some(())
    }

    /// A number, or `N G R`.
    fn number_or_reference(&mut self) -> Option<Value> {
        let begin = self.at;
        if let Some(number) = self.number() {
            let after = self.at;
            if self.refers().is_some() {
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

/// Notes an entry of a table, once.
pub(super) fn note(entries: &mut BTreeMap<u64, Place>, number: u64, place: Place) -> Option<()> {
    (number <= HIGHEST && entries.insert(number, place).is_none()).then_some(())
}
