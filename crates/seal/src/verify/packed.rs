//! What an update packs into streams: its table, and objects (ISO 32000-1, 7.5.7 and 7.5.8).

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::syntax::{Facts, Place, Written, note, values_at};

/// Largest stream of a table or of objects, unpacked, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;
/// Most objects in one stream.
const MOST: u64 = 65_535;

/// The entries of a table that is a stream.
pub(super) fn table_in(facts: &Facts, content: &[u8]) -> Option<BTreeMap<u64, Place>> {
    let unpacked = unpacked(facts, content)?;
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
    let whole = vec![0, facts.number(b"Size")?];
    let index = facts.lists.get(b"Index".as_slice()).unwrap_or(&whole);
    let mut rows = unpacked.chunks_exact(widths.iter().sum());
    let mut entries = BTreeMap::new();
    for pair in index.chunks(2) {
        let [first, count] = pair else { return None };
        for number in *first..first.checked_add(*count)? {
            let row = rows.next()?;
            let (second, third) = row[1..].split_at(widths[1]);
            let (second, third) = (number_of(second)?, number_of(third)?);
            let place = match row[0] {
                0 if number == 0 => continue,
                0 => Place::Free,
                1 if third == 0 => Place::At(usize::try_from(second).ok()?),
                2 => Place::Packed {
                    holder: u32::try_from(second).ok()?,
                    index: u16::try_from(third).ok()?,
                },
                _ => return None,
            };
            note(&mut entries, number, place)?;
        }
    }
    (rows.next().is_none() && rows.remainder().is_empty()).then_some(entries)
}

fn number_of(bytes: &[u8]) -> Option<u64> {
    bytes
        .iter()
        .try_fold(0_u64, |n, b| n.checked_mul(256).map(|n| n + u64::from(*b)))
}

/// Whether the streams of objects of an update hold exactly the objects that its table says, each
/// at its place.
pub(super) fn holds_exactly(
    here: &BTreeMap<u64, Written>,
    entries: &BTreeMap<u64, Place>,
    bytes: &[u8],
) -> bool {
    let mut listed: BTreeMap<u64, BTreeMap<u16, u64>> = BTreeMap::new();
    for (number, place) in entries {
        if let Place::Packed { holder, index } = place {
            let of_holder = listed.entry(u64::from(*holder)).or_default();
            if of_holder.insert(*index, *number).is_some() {
                return false;
            }
        }
    }
    let holders: Vec<u64> = here
        .iter()
        .filter(|(_, written)| written.facts.is(b"ObjStm"))
        .map(|(number, _)| *number)
        .collect();
    listed.keys().copied().eq(holders)
        && listed.iter().all(|(holder, listed)| {
            let numbers = here.get(holder).and_then(|written| held(written, bytes));
            numbers.is_some_and(|numbers| {
                let said = listed
                    .iter()
                    .map(|(index, number)| (u64::from(*index), *number));
                said.eq((0_u64..).zip(numbers))
            })
        })
}

/// The numbers of the objects that a stream holds, in its order; none if it is not plain.
fn held(written: &Written, bytes: &[u8]) -> Option<Vec<u64>> {
    let facts = &written.facts;
    let content = unpacked(facts, bytes.get(written.content.clone()?)?)?;
    let count = facts.number(b"N").filter(|count| *count <= MOST)?;
    let first = usize::try_from(facts.number(b"First")?).ok()?;
    let header = std::str::from_utf8(content.get(..first)?).ok()?;
    let words: Vec<u64> = header
        .split_ascii_whitespace()
        .map(|word| word.parse().ok())
        .collect::<Option<_>>()?;
    if u64::try_from(words.len()).ok()? != count * 2 || facts.keys.contains(b"Extends".as_slice()) {
        return None;
    }
    let (mut numbers, mut places) = (vec![], vec![]);
    for pair in words.chunks(2) {
        let [number, offset] = pair else { return None };
        let place = first.checked_add(usize::try_from(*offset).ok()?)?;
        // One behind the other, as they are listed, and each once.
        if places.last().is_some_and(|last| *last >= place) || numbers.contains(number) {
            return None;
        }
        numbers.push(*number);
        places.push(place);
    }
    if places.first().is_some_and(|begin| {
        let between = content.get(first..*begin);
        !between.is_some_and(|between| between.iter().all(u8::is_ascii_whitespace))
    }) {
        return None;
    }
    values_at(&content, &places)?;
    Some(numbers)
}

/// A stream as it was before it was packed, in the ways that tables and objects are.
fn unpacked(facts: &Facts, content: &[u8]) -> Option<Vec<u8>> {
    let has = |key: &[u8]| facts.keys.contains(key);
    if has(b"F") || has(b"FFilter") || has(b"Crypt") {
        return None;
    }
    let filter = facts.names.get(b"Filter".as_slice()).map(Vec::as_slice);
    match filter {
        None if !has(b"Filter") && !has(b"DecodeParms") => Some(content.to_vec()),
        Some(b"FlateDecode") => {
            let plain = inflated(content)?;
            match facts.inner.get(b"DecodeParms".as_slice()) {
                None if !has(b"DecodeParms") => Some(plain),
                Some(parameters) => without_predictor(parameters, plain),
                None => None,
            }
        }
        _ => None,
    }
}

/// Inflates a whole stream; none if it is too large, or goes on behind its end.
fn inflated(content: &[u8]) -> Option<Vec<u8>> {
    let mut plain = vec![];
    ZlibDecoder::new(content)
        .take(LARGEST + 1)
        .read_to_end(&mut plain)
        .ok()?;
    (u64::try_from(plain.len()).ok()? <= LARGEST).then_some(plain)
}

/// Rows that say only by how much they differ from the row above (PNG, "Up"; ISO 32000-1, 7.4.4.4).
fn without_predictor(parameters: &BTreeMap<Vec<u8>, u64>, packed: Vec<u8>) -> Option<Vec<u8>> {
    const UP: u8 = 2;
    let said = |key: &[u8], silence| parameters.get(key).copied().unwrap_or(silence);
    if said(b"Predictor", 1) == 1 {
        return Some(packed);
    }
    let columns = usize::try_from(said(b"Columns", 1)).ok()?;
    let plain =
        said(b"Predictor", 1) == 12 && said(b"Colors", 1) == 1 && said(b"BitsPerComponent", 8) == 8;
    if !plain || !(1..=64).contains(&columns) || !packed.len().is_multiple_of(columns + 1) {
        return None;
    }
    let mut above = vec![0_u8; columns];
    let mut out = Vec::with_capacity(packed.len());
    for row in packed.chunks_exact(columns + 1) {
        match row.split_first()? {
            (0, own) => above.copy_from_slice(own),
            (&UP, own) => above
                .iter_mut()
                .zip(own)
                .for_each(|(above, own)| *above = above.wrapping_add(*own)),
            _ => return None,
        }
        out.extend(&above);
    }
    Some(out)
}
