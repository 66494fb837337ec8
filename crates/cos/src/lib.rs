//! PDF objects as bytes (Carousel object system, ISO 32000-1, 7.3 and 7.5): one object, one stream,
//! a whole file.
//!
//! lopdf reads and holds them. It also writes them, but each object three times over, and so that a
//! packed stream may end in what readers take for a line break.

use std::cell::RefCell;
use std::io::Write;

use libdeflater::{CompressionLvl, Compressor};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use sha2::{Digest, Sha256};

/// Writes an object as PDF syntax. A stream is written as it is, its length put right.
pub fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(yes) => out.extend(if *yes { b"true".as_slice() } else { b"false" }),
        Object::Integer(n) => number(out, *n),
        Object::Real(n) => real(out, *n),
        Object::Name(name) => write_name(out, name),
        Object::String(text, StringFormat::Literal) => write_literal(out, text),
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            out.extend(text.iter().copied().flat_map(digits));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dict) => write_dict(out, dict.iter()),
        Object::Stream(stream) => {
            let length = Object::Integer(i64::try_from(stream.content.len()).unwrap_or(i64::MAX));
            write_dict(
                out,
                stream
                    .dict
                    .iter()
                    .filter(|(key, _)| *key != b"Length")
                    .chain([(&b"Length".to_vec(), &length)]),
            );
            out.extend(b"\nstream\n");
            out.extend(&stream.content);
            out.extend(b"\nendstream");
        }
        Object::Reference(id) => {
            number(out, id.0);
            out.push(b' ');
            number(out, id.1);
            out.extend(b" R");
        }
    }
}

/// The two hexadecimal digits of a byte.
#[must_use]
pub fn digits(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [
        DIGITS[usize::from(byte >> 4)],
        DIGITS[usize::from(byte & 15)],
    ]
}

/// Writes a dictionary as PDF syntax.
pub fn write_dict<'d>(
    out: &mut Vec<u8>,
    entries: impl IntoIterator<Item = (&'d Vec<u8>, &'d Object)>,
) {
    out.extend(b"<<");
    for (key, value) in entries {
        write_name(out, key);
        out.push(b' ');
        write(out, value);
    }
    out.extend(b">>");
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            out.extend(digits(*byte));
        }
    }
}

fn number(out: &mut Vec<u8>, n: impl itoa::Integer) {
    out.extend(itoa::Buffer::new().format(n).bytes());
}

/// A number with at most two digits behind the point is written by whole numbers, which is quick
/// and exact; others as they are.
fn real(out: &mut Vec<u8>, n: f32) {
    let hundredths = (n * 100.0).round();
    if hundredths.abs() > 1e6 || hundredths / 100.0 != n {
        // Writing into memory does not fail.
        let _ = write!(out, "{n}");
        return;
    }
    let hundredths = hundredths as i32;
    if hundredths < 0 {
        out.push(b'-');
    }
    let (whole, rest) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    number(out, whole);
    if rest > 0 {
        out.extend([b'.', b'0' + (rest / 10) as u8]);
        if rest % 10 > 0 {
            out.push(b'0' + (rest % 10) as u8);
        }
    }
}

/// Writes bytes as a string in brackets (ISO 32000-1, 7.3.4.2).
pub fn write_literal(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            // Readers take every kind of line break for the same.
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            byte => out.push(*byte),
        }
    }
    out.push(b')');
}

/// Writes an object under its number; returns where it begins.
pub fn write_numbered(out: &mut Vec<u8>, id: ObjectId, object: impl FnOnce(&mut Vec<u8>)) -> usize {
    let start = out.len();
    number(out, id.0);
    out.push(b' ');
    number(out, id.1);
    out.extend(b" obj\n");
    object(out);
    out.extend(b"\nendobj\n");
    start
}

/// How hard is tried when packing: one more costs a third of the time and saves a hundredth of the
/// bytes (`cargo xtask bench pdf`).
const LEVEL: i32 = 5;

thread_local! {
    /// Its tables are large, as is the room for what it makes: they are there once.
    static COMPRESSOR: RefCell<(Compressor, Vec<u8>)> = RefCell::new((Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()), vec![]));
}

/// Bytes packed (`FlateDecode`).
fn packed(content: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|(compressor, room)| {
        let most = compressor.zlib_compress_bound(content.len());
        room.resize(room.len().max(most), 0);
        // It fails only for want of room, of which there is as much as it asks for.
        let length = compressor.zlib_compress(content, room).unwrap_or(0);
        room[..length].to_vec()
    })
}

/// What no stream may end in: readers that look for its end instead of counting take it for a line
/// break (ISO 19005-2, 6.1.7.1 asks that both agree).
const AMBIGUOUS: Option<&u8> = Some(&b'\r');

/// Packs a stream that is not packed yet, as often as its end asks for.
pub fn pack(stream: &mut Stream) {
    let mut filters = vec![];
    while filters.is_empty() || stream.content.last() == AMBIGUOUS {
        stream.set_content(packed(&stream.content));
        filters.push(Object::Name(b"FlateDecode".to_vec()));
    }
    let filter = if filters.len() == 1 {
        filters.remove(0)
    } else {
        Object::Array(filters)
    };
    stream.dict.set("Filter", filter);
}

/// Makes a stream end plainly, packing it if need be. What is packed already has been made so.
pub fn end_plainly(stream: &mut Stream) {
    if stream.content.last() == AMBIGUOUS && !stream.dict.has(b"Filter") {
        pack(stream);
    }
}

/// Objects that are packed together, at most.
const TOGETHER: usize = 1_000;

/// A whole file: streams as they are, everything else packed, the table of objects too. Its id
/// comes from what it says, so that equal documents make equal bytes.
#[must_use]
pub fn file(doc: &Document) -> Vec<u8> {
    let mut out = format!("%PDF-{}\n", doc.version).into_bytes();
    // Bytes beyond ASCII in a comment tell transport programs that this is no text (ISO 32000-1,
    // 7.5.2).
    out.extend(b"%\xE2\xE3\xCF\xD3\n");
    let mut places: Vec<(ObjectId, Place)> = vec![];
    let mut inner: Vec<(ObjectId, &Object)> = vec![];
    for (id, object) in &doc.objects {
        if matches!(object, Object::Stream(_)) || id.1 != 0 {
            places.push((
                *id,
                Place::At(write_numbered(&mut out, *id, |out| write(out, object))),
            ));
        } else {
            inner.push((*id, object));
        }
    }
    let mut next = doc.objects.keys().map(|id| id.0).max().unwrap_or(0) + 1;
    for together in inner.chunks(TOGETHER) {
        let own = (next, 0);
        next += 1;
        places.extend(
            together
                .iter()
                .enumerate()
                .map(|(n, (id, _))| (*id, Place::In(own.0, n))),
        );
        let holder = Object::Stream(holder(together));
        places.push((
            own,
            Place::At(write_numbered(&mut out, own, |out| write(out, &holder))),
        ));
    }
    let id = Object::String(
        Sha256::digest(&out)[..16].to_vec(),
        StringFormat::Hexadecimal,
    );
    let own = (next, 0);
    let start = out.len();
    places.push((own, Place::At(start)));
    places.sort_unstable_by_key(|(id, _)| *id);
    let mut trailer = Dictionary::new();
    for key in [b"Root".as_slice(), b"Info"] {
        if let Ok(value) = doc.trailer.get(key) {
            trailer.set(key, value.clone());
        }
    }
    trailer.set("ID", vec![id.clone(), id]);
    let table = Object::Stream(table(trailer, &places));
    write_numbered(&mut out, own, |out| write(out, &table));
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    out
}

/// Where an object stands.
enum Place {
    /// From this byte on.
    At(usize),
    /// In the object of this number, as one of those in it.
    In(u32, usize),
}

/// Objects in a stream (ISO 32000-1, 7.5.7).
fn holder(together: &[(ObjectId, &Object)]) -> Stream {
    let mut starts = vec![];
    let mut objects = vec![];
    for (id, object) in together {
        number(&mut starts, id.0);
        starts.push(b' ');
        number(&mut starts, objects.len());
        starts.push(b' ');
        write(&mut objects, object);
        objects.push(b' ');
    }
    let mut dict = Dictionary::new();
    dict.set("Type", "ObjStm");
    dict.set("N", i64::try_from(together.len()).unwrap_or(i64::MAX));
    dict.set("First", i64::try_from(starts.len()).unwrap_or(i64::MAX));
    starts.extend(objects);
    let mut stream = Stream::new(dict, starts);
    pack(&mut stream);
    stream
}

/// The table of objects as a stream (ISO 32000-1, 7.5.8): every number from 0 on, those that are
/// not there as free.
fn table(mut dict: Dictionary, places: &[(ObjectId, Place)]) -> Stream {
    let mut rows = vec![];
    let mut count = 0_i64;
    let mut row = |kind: u8, what: u32, more: u16| {
        rows.push(kind);
        rows.extend(what.to_be_bytes());
        rows.extend(more.to_be_bytes());
        count += 1;
    };
    let mut expected = 0;
    for (id, place) in places {
        while expected < id.0 {
            row(0, 0, u16::MAX);
            expected += 1;
        }
        match place {
            Place::At(start) => row(1, u32::try_from(*start).unwrap_or(u32::MAX), id.1),
            Place::In(holder, n) => row(2, *holder, u16::try_from(*n).unwrap_or(u16::MAX)),
        }
        expected += 1;
    }
    let mut packed_rows = packed(&rows);
    // Some readers take one filter here and no more: numbers that nothing has are added until the
    // end is plain.
    while packed_rows.last() == AMBIGUOUS {
        rows.extend([0, 0, 0, 0, 0, 0xff, 0xff]);
        count += 1;
        packed_rows = packed(&rows);
    }
    dict.set("Type", "XRef");
    dict.set("Size", count);
    dict.set(
        "W",
        vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)],
    );
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, packed_rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Document {
        Document::load_mem(bytes).unwrap()
    }

    fn written(object: &Object) -> Vec<u8> {
        let mut out = vec![];
        write(&mut out, object);
        out
    }

    fn document(objects: impl IntoIterator<Item = (u32, Object)>) -> Document {
        let mut doc = Document::with_version("1.7");
        doc.objects = objects
            .into_iter()
            .map(|(n, object)| ((n, 0), object))
            .collect();
        let mut catalog = Dictionary::new();
        catalog.set("Type", "Catalog");
        doc.objects.insert((1, 0), catalog.into());
        doc.trailer.set("Root", Object::Reference((1, 0)));
        doc
    }

    /// Any object that holds no stream.
    fn objects() -> impl Strategy<Value = Object> {
        let name = || "[A-Za-z][ -~]{0,8}".prop_map(String::into_bytes);
        let leaf = prop_oneof![
            Just(Object::Null),
            any::<bool>().prop_map(Object::Boolean),
            any::<i64>().prop_map(Object::Integer),
            (-1_000_000..1_000_000_i32).prop_map(|n| Object::Real(n as f32 / 100.0)),
            name().prop_map(Object::Name),
            proptest::collection::vec(any::<u8>(), 0..12)
                .prop_map(|text| Object::String(text, StringFormat::Literal)),
            proptest::collection::vec(any::<u8>(), 0..12)
                .prop_map(|text| Object::String(text, StringFormat::Hexadecimal)),
            (2..9_u32).prop_map(|n| Object::Reference((n, 0))),
        ];
        leaf.prop_recursive(3, 24, 5, move |inner| {
            let entries = proptest::collection::vec((name(), inner.clone()), 0..5);
            prop_oneof![
                proptest::collection::vec(inner, 0..5).prop_map(Object::Array),
                entries.prop_map(|entries| Object::Dictionary(entries.into_iter().fold(
                    Dictionary::new(),
                    |mut dict, (key, value)| {
                        dict.set(key, value);
                        dict
                    }
                ))),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_file_says_what_its_document_says(all in proptest::collection::btree_map(2..40_u32, objects(), 0..12), content in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut doc = document(all);
            doc.objects.insert((41, 0), Stream::new(Dictionary::new(), content).into());
            let again = read(&file(&doc));
            for (id, object) in &doc.objects {
                let read = &again.objects[id];
                match object {
                    Object::Stream(stream) => prop_assert_eq!(&read.as_stream().unwrap().content, &stream.content),
                    // Whole numbers are read as such, whatever they were.
                    object => prop_assert_eq!(written(read), written(object)),
                }
            }
        }

        #[test]
        fn what_is_packed_does_not_end_in_a_line_break_and_says_the_same(content in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut stream = Stream::new(Dictionary::new(), content.clone());
            pack(&mut stream);
            prop_assert_ne!(stream.content.last(), AMBIGUOUS);
            prop_assert_eq!(stream.decompressed_content().unwrap(), content);
        }
    }

    #[test]
    fn what_would_end_in_a_line_break_is_packed_again() {
        // The last byte is the low one of the sum of all bytes, and one.
        assert_eq!(packed(&[12]).last(), AMBIGUOUS);
        let mut stream = Stream::new(Dictionary::new(), vec![12]);
        pack(&mut stream);
        assert_ne!(stream.content.last(), AMBIGUOUS);
        assert_eq!(
            stream
                .dict
                .get(b"Filter")
                .unwrap()
                .as_array()
                .unwrap()
                .len(),
            2
        );
        assert_eq!(stream.decompressed_content().unwrap(), [12]);
    }

    #[test]
    fn the_table_ends_plainly_whatever_is_in_it() {
        let mut added = 0;
        for n in 0..2_000 {
            let table = table(
                Dictionary::new(),
                &[((0, 0), Place::At(n)), ((1, 0), Place::At(70_000 + n * 3))],
            );
            assert_ne!(table.content.last(), AMBIGUOUS);
            let size = table.dict.get(b"Size").unwrap().as_i64().unwrap();
            assert_eq!(
                table.decompressed_content().unwrap().len(),
                usize::try_from(size).unwrap() * 7
            );
            added += i32::from(size > 2);
        }
        assert!(added > 0, "some tables needed a row more");
    }

    #[test]
    fn more_objects_than_one_stream_takes_and_numbers_that_are_missing() {
        let doc = document(
            (2..2_600)
                .filter(|n| n % 7 > 0)
                .map(|n| (n, Object::Integer(i64::from(n)))),
        );
        let again = read(&file(&doc));
        for (id, object) in &doc.objects {
            assert_eq!(again.get_object(*id).unwrap(), object);
        }
        assert!(
            again.get_object((14, 0)).is_err(),
            "a number that is missing stays missing"
        );
    }

    #[test]
    fn equal_documents_make_equal_bytes_and_others_another_id() {
        let one = || document([(2, Object::Integer(7))]);
        assert_eq!(file(&one()), file(&one()));
        let id = |doc: &Document| read(&file(doc)).trailer.get(b"ID").unwrap().clone();
        assert_ne!(id(&one()), id(&document([(2, Object::Integer(8))])));
    }

    #[test]
    fn numbers_are_written_as_short_as_they_are() {
        for (number, expected) in [
            (0.0, "0"),
            (-0.05, "-0.05"),
            (12.3, "12.3"),
            (595.28, "595.28"),
            (1.0 / 3.0, "0.33333334"),
            (123_456.0, "123456"),
            (-7.0, "-7"),
        ] {
            assert_eq!(
                String::from_utf8(written(&Object::Real(number))).unwrap(),
                expected
            );
        }
    }
}
