//! Updates: objects appended behind a file, with a cross-reference section of the kind that the file has (ISO 32000-1, 7.5.6).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use sha2::{Digest, Sha256};

use crate::Error;
use crate::pdf::{HIGHEST, start_of_table};

/// An update being put together.
pub(crate) struct Update<'a> {
    base: &'a [u8],
    before: usize,
    by_stream: bool,
    trailer: Dictionary,
    next: u32,
    objects: BTreeMap<ObjectId, Written>,
}

/// An object as it is written: from its parts, or as bytes that are ready.
enum Written {
    Object(Object),
    Ready(Vec<u8>),
}

/// What was written, and where its objects begin.
pub(crate) struct Appended {
    pub bytes: Vec<u8>,
    pub offsets: BTreeMap<ObjectId, usize>,
}

impl<'a> Update<'a> {
    pub(crate) fn of(base: &'a [u8], doc: &Document) -> Result<Self, Error> {
        let before = start_of_table(base).ok_or_else(|| Error::Unreadable("no end of file".to_owned()))?;
        let by_stream = !base[before..].starts_with(b"xref");
        let highest = doc.objects.keys().map(|id| id.0).max().unwrap_or(0);
        if u64::from(highest) > HIGHEST {
            return Err(Error::Unreadable("object numbers beyond what readers take".to_owned()));
        }
        let size = doc.trailer.get(b"Size").and_then(Object::as_i64).ok().and_then(|n| u32::try_from(n).ok()).filter(|n| u64::from(*n) <= HIGHEST + 1).unwrap_or(0);
        Ok(Self { base, before, by_stream, trailer: doc.trailer.clone(), next: size.max(highest.saturating_add(1)), objects: BTreeMap::new() })
    }

    /// Puts an object in the place of the one with its number.
    pub(crate) fn put(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.objects.insert(id, Written::Object(object.into()));
    }

    /// Adds an object under a new number.
    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.free();
        self.put(id, object);
        id
    }

    /// Adds an object that is written already.
    pub(crate) fn add_ready(&mut self, bytes: Vec<u8>) -> ObjectId {
        let id = self.free();
        self.objects.insert(id, Written::Ready(bytes));
        id
    }

    /// A new number.
    pub(crate) fn free(&mut self) -> ObjectId {
        let id = (self.next, 0);
        self.next = self.next.saturating_add(1);
        id
    }

    /// The file with the update behind it.
    pub(crate) fn append(mut self) -> Appended {
        let mut bytes = self.base.to_vec();
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        let mut offsets = BTreeMap::new();
        for (id, object) in &self.objects {
            offsets.insert(*id, bytes.len());
            bytes.extend(format!("{} {} obj\n", id.0, id.1).bytes());
            match object {
                Written::Object(object) => write(&mut bytes, object),
                Written::Ready(ready) => bytes.extend(ready),
            }
            bytes.extend(b"\nendobj\n");
        }
        let start = bytes.len();
        let own = self.by_stream.then(|| self.free());
        let mut entries: Vec<(u32, u16, usize)> = offsets.iter().map(|(id, at)| (id.0, id.1, *at)).collect();
        entries.extend(own.map(|id| (id.0, id.1, start)));
        let mut trailer = Dictionary::new();
        for key in [b"Root".as_slice(), b"Info"] {
            if let Ok(value) = self.trailer.get(key) {
                trailer.set(key, value.clone());
            }
        }
        // The first half of the id stays; the second says which version this is (ISO 32000-1, 14.4).
        let first = self.trailer.get(b"ID").and_then(Object::as_array).ok().and_then(|id| id.first().cloned());
        let version = Object::String(Sha256::digest(&bytes)[..16].to_vec(), StringFormat::Hexadecimal);
        trailer.set("ID", vec![first.unwrap_or_else(|| version.clone()), version]);
        trailer.set("Size", i64::from(self.next));
        trailer.set("Prev", i64::try_from(self.before).unwrap_or(i64::MAX));
        match own {
            Some(id) => table_as_stream(&mut bytes, id, trailer, &entries),
            None => table(&mut bytes, &trailer, &entries),
        }
        bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        Appended { bytes, offsets }
    }
}

fn table(bytes: &mut Vec<u8>, trailer: &Dictionary, entries: &[(u32, u16, usize)]) {
    bytes.extend(b"xref\n");
    for (id, generation, at) in entries {
        bytes.extend(format!("{id} 1\n{at:010} {generation:05} n \n").bytes());
    }
    bytes.extend(b"trailer\n");
    write_dict(bytes, trailer);
    bytes.push(b'\n');
}

fn table_as_stream(bytes: &mut Vec<u8>, id: ObjectId, mut dict: Dictionary, entries: &[(u32, u16, usize)]) {
    let mut content = vec![];
    let mut index: Vec<Object> = vec![];
    for (number, generation, at) in entries {
        index.extend([Object::Integer(i64::from(*number)), Object::Integer(1)]);
        content.push(1);
        content.extend(u32::try_from(*at).unwrap_or(u32::MAX).to_be_bytes());
        content.extend(generation.to_be_bytes());
    }
    dict.set("Type", "XRef");
    dict.set("W", vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)]);
    dict.set("Index", index);
    bytes.extend(format!("{} {} obj\n", id.0, id.1).bytes());
    write(bytes, &Object::Stream(lopdf::Stream::new(dict, content)));
    bytes.extend(b"\nendobj\n");
}

/// Writes an object as PDF syntax.
fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(yes) => out.extend(if *yes { b"true".as_slice() } else { b"false" }),
        Object::Integer(n) => out.extend(n.to_string().bytes()),
        Object::Real(n) => out.extend(n.to_string().bytes()),
        Object::Name(name) => write_name(out, name),
        Object::String(text, _) => {
            out.push(b'<');
            out.extend(hex::encode_upper(text).bytes());
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
        Object::Dictionary(dict) => write_dict(out, dict),
        Object::Stream(stream) => {
            let mut dict = stream.dict.clone();
            let content = plainly_ended(stream, &mut dict);
            dict.set("Length", i64::try_from(content.len()).unwrap_or(i64::MAX));
            write_dict(out, &dict);
            out.extend(b"\nstream\n");
            out.extend(content.as_ref());
            out.extend(b"\nendstream");
        }
        Object::Reference(id) => out.extend(format!("{} {} R", id.0, id.1).bytes()),
    }
}

/// The content of a stream so that its end is no line break: readers that look for its end instead of counting would take it for one
/// (ISO 19005-2, 6.1.7.1 asks that both agree). What is not packed yet is packed then, as often as the end asks.
fn plainly_ended<'s>(stream: &'s lopdf::Stream, dict: &mut Dictionary) -> std::borrow::Cow<'s, [u8]> {
    if stream.content.last() != Some(&b'\r') || dict.has(b"Filter") {
        return stream.content.as_slice().into();
    }
    let mut packed = stream.content.clone();
    let mut filters = vec![];
    while packed.last() == Some(&b'\r') && filters.len() < 4 {
        let mut encoder = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
        // Writing into memory does not fail.
        let Ok(done) = std::io::Write::write_all(&mut encoder, &packed).and_then(|()| encoder.finish()) else { return stream.content.as_slice().into() };
        packed = done;
        filters.push(Object::Name(b"FlateDecode".to_vec()));
    }
    dict.set("Filter", filters);
    packed.into()
}

fn write_dict(out: &mut Vec<u8>, dict: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dict.iter() {
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
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stream_ends_in_what_could_be_a_line_break() {
        let stream = lopdf::Stream::new(Dictionary::new(), b"\x30\x82 der \r".to_vec());
        let mut out = vec![];
        write(&mut out, &Object::Stream(stream.clone()));
        assert!(!out.windows(11).any(|w| w == b"\r\nendstream"[..11].as_ref()), "{out:?}");
        let mut alone = b"%PDF-1.7\n1 0 obj\n".to_vec();
        alone.extend(&out);
        let table = alone.len() + 8;
        alone.extend(format!("\nendobj\nxref\n1 1\n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
        let read = crate::pdf::load(&alone).unwrap();
        assert_eq!(read.get_object((1, 0)).unwrap().as_stream().unwrap().decompressed_content().unwrap(), stream.content);
    }
}
