//! Reading: a file as it was at the end of each of its revisions, and the fields of its form.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::Error;

/// Largest file that is looked at, in bytes: a scan of 20 MB with what signatures and evidence add.
pub const MAX_BYTES: usize = 24 * 1024 * 1024;
/// What one packed stream may become while a file is read.
pub(crate) const MAX_UNPACKED: usize = 32 * 1024 * 1024;
/// How deep fields may stand in each other.
const MAX_DEPTH: usize = 16;

/// Loads a file, or the part of it that ends with a revision.
pub(crate) fn load(bytes: &[u8]) -> Result<Document, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLarge);
    }
    if !sane_tables(bytes) {
        return Err(Error::Unreadable("a table beyond all measure".to_owned()));
    }
    let options = LoadOptions {
        strict: true,
        max_decompressed_size: Some(MAX_UNPACKED),
        ..LoadOptions::default()
    };
    let read = Document::load_mem_with_options(bytes, options);
    // A password that is empty opens the file for the reader; what was signed is what is closed.
    let closed = |doc: &Document| doc.trailer.has(b"Encrypt") || doc.encryption_state.is_some();
    match read {
        Ok(doc) if closed(&doc) => Err(Error::Encrypted),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => Err(Error::Encrypted),
        other => Ok(other?),
    }
}

/// Whether no table of a file claims columns or rows that nobody could have written: a reader that
/// believes them runs out of memory or time.
fn sane_tables(bytes: &[u8]) -> bool {
    let lists = |key: &'static [u8]| named(bytes, key).filter_map(|at| numbers(bytes.get(at..)?));
    // Columns are bytes wide; the widths of glyphs, which have the same key, are smaller too.
    let columns = |list: &Vec<Option<u64>>| {
        list.len() != 3
            || (list.iter().all(|n| n.is_some_and(|n| n <= WIDEST))
                && list.iter().any(|n| *n != Some(0)))
    };
    let rows = |list: &Vec<Option<u64>>| {
        list.iter().all(|n| n.is_some_and(|n| n <= HIGHEST))
            && list.iter().skip(1).step_by(2).flatten().sum::<u64>() <= HIGHEST
    };
    // A chain of lengths, each in another object, and brackets without end take a reader longer
    // than anybody waits.
    let elsewhere = named(bytes, b"Length")
        .filter(|at| refers(&bytes[*at..]))
        .take(MOST_ELSEWHERE + 1)
        .count();
    lists(b"W").all(|list| columns(&list))
        && lists(b"Index").all(|list| rows(&list))
        && elsewhere <= MOST_ELSEWHERE
        && deepest(bytes) <= DEEPEST_BRACKETS
}

/// Where a name ends, wherever it stands, also if its letters are written as numbers (`/#57`, ISO
/// 32000-1, 7.3.5).
fn named<'b>(bytes: &'b [u8], name: &'static [u8]) -> impl Iterator<Item = usize> + use<'b> {
    let letter = |at: usize, wanted: u8| match bytes.get(at..)? {
        [found, ..] if *found == wanted => Some(at + 1),
        [b'#', high, low, ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            (digit(*high)? * 16 + digit(*low)? == u32::from(wanted)).then_some(at + 3)
        }
        _ => None,
    };
    let slashes = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'/')
        .map(|(at, _)| at + 1);
    slashes.filter_map(move |at| name.iter().try_fold(at, |at, wanted| letter(at, *wanted)))
}

/// How deep arrays and dictionaries stand in each other, as far as can be told without reading
/// them; each object begins anew.
fn deepest(bytes: &[u8]) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                depth += 1;
                at += 1;
            }
            b'>' if bytes.get(at + 1) == Some(&b'>') => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b'e' if bytes[at..].starts_with(b"endobj") || bytes[at..].starts_with(b"endstream") => {
                depth = 0
            }
            _ => {}
        }
        most = most.max(depth);
        at += 1;
    }
    most
}

/// Most streams whose length stands in another object.
const MOST_ELSEWHERE: usize = 2_000;
/// Deepest nesting; what is packed in a stream comes to some hundred by chance.
const DEEPEST_BRACKETS: usize = 4_096;

/// Whether `N G R` stands here.
fn refers(bytes: &[u8]) -> bool {
    let mut words = bytes
        .get(..24.min(bytes.len()))
        .unwrap_or_default()
        .split(u8::is_ascii_whitespace)
        .filter(|w| !w.is_empty());
    let mut number = || {
        words
            .next()
            .is_some_and(|w| w.iter().all(u8::is_ascii_digit))
    };
    number() && number() && words.next().is_some_and(|w| w.starts_with(b"R"))
}

/// Largest number in a list of widths.
const WIDEST: u64 = 65_536;
/// Highest object number that readers must take (ISO 32000-1, annex C).
pub(crate) const HIGHEST: u64 = 8_388_607;

/// A list of whole numbers, where one begins; none where none does. A number that is too long is
/// none.
fn numbers(bytes: &[u8]) -> Option<Vec<Option<u64>>> {
    let list = bytes.trim_ascii_start().strip_prefix(b"[")?;
    let end = list.iter().take(4_096).position(|b| *b == b']')?;
    let text = std::str::from_utf8(&list[..end]).ok()?;
    text.split_ascii_whitespace()
        .map(|word| {
            word.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| word.parse().ok())
        })
        .collect()
}

/// A field of the form.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Its full name.
    pub name: String,
    /// Its object, which is its widget too.
    pub id: ObjectId,
    /// Whether it is for a signature.
    pub signature: bool,
    /// Whether it is only a place on a page of the field above it.
    pub place: bool,
}

/// The object that a value is, or that it refers to.
pub(crate) fn resolved<'a>(doc: &'a Document, value: &'a Object) -> Option<&'a Object> {
    match value {
        Object::Reference(id) => doc.get_object(*id).ok(),
        direct => Some(direct),
    }
}

/// A dictionary under a key, direct or referred to.
pub(crate) fn dict_at<'a>(
    doc: &'a Document,
    dict: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    resolved(doc, dict.get(key).ok()?)?.as_dict().ok()
}

/// An array under a key, direct or referred to; empty if it is not there.
pub(crate) fn array_at<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    dict.get(key)
        .ok()
        .and_then(|value| resolved(doc, value))
        .and_then(|array| array.as_array().ok())
        .map_or(&[], Vec::as_slice)
}

/// The catalog, with its number.
pub(crate) fn catalog(doc: &Document) -> Result<(ObjectId, &Dictionary), Error> {
    let id = doc.trailer.get(b"Root").and_then(Object::as_reference)?;
    Ok((id, doc.get_dictionary(id)?))
}

/// Every field with an object of its own, in the order of the form.
pub(crate) fn fields(doc: &Document) -> Vec<Field> {
    let Some(form) = catalog(doc)
        .ok()
        .and_then(|(_, root)| dict_at(doc, root, b"AcroForm"))
    else {
        return vec![];
    };
    let mut found = vec![];
    let mut seen = BTreeSet::new();
    for field in array_at(doc, form, b"Fields") {
        below(doc, field, "", None, 0, &mut found, &mut seen);
    }
    found
}

fn below(
    doc: &Document,
    field: &Object,
    above: &str,
    kind: Option<&[u8]>,
    depth: usize,
    found: &mut Vec<Field>,
    seen: &mut BTreeSet<ObjectId>,
) {
    let (Ok(id), true) = (field.as_reference(), depth < MAX_DEPTH) else {
        return;
    };
    let Ok(dict) = doc.get_dictionary(id) else {
        return;
    };
    if !seen.insert(id) {
        return;
    }
    let kind = dict.get(b"FT").and_then(Object::as_name).ok().or(kind);
    let name = match dict.get(b"T").ok().and_then(|value| resolved(doc, value)) {
        Some(own) => [above, &text(own)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("."),
        None => above.to_owned(),
    };
    found.push(Field {
        name: name.clone(),
        id,
        signature: kind == Some(b"Sig"),
        place: depth > 0 && !dict.has(b"T"),
    });
    for kid in array_at(doc, dict, b"Kids") {
        below(doc, kid, &name, kind, depth + 1, found, seen);
    }
}

/// A text string of a PDF.
pub(crate) fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

/// Where the last cross-reference table of a file says that it begins; none if the file does not
/// end as a PDF ends.
pub(crate) fn start_of_table(bytes: &[u8]) -> Option<usize> {
    let body = bytes
        .trim_ascii_end()
        .strip_suffix(b"%%EOF")?
        .trim_ascii_end();
    let digits = body.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (before, number) = body.split_at(body.len() - digits);
    before.trim_ascii_end().strip_suffix(b"startxref")?;
    let start: usize = std::str::from_utf8(number).ok()?.parse().ok()?;
    let table = bytes.get(start..)?;
    let stream = table.iter().take_while(|b| b.is_ascii_digit()).count() > 0
        && table
            .get(..64.min(table.len()))?
            .windows(3)
            .any(|w| w == b"obj");
    (table.starts_with(b"xref") || stream).then_some(start)
}
