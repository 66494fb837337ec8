//! Updates: objects appended behind a file, with a cross-reference section of the kind that the
//! file has (ISO 32000-1, 7.5.6).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
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
        let before =
            start_of_table(base).ok_or_else(|| Error::Unreadable("no end of file".to_owned()))?;
        let by_stream = !base[before..].starts_with(b"xref");
        let highest = doc.objects.keys().map(|id| id.0).max().unwrap_or(0);
        if u64::from(highest) > HIGHEST {
            return Err(Error::Unreadable(
                "object numbers beyond what readers take".to_owned(),
            ));
        }
        let size = doc
            .trailer
            .get(b"Size")
            .and_then(Object::as_i64)
            .ok()
            .and_then(|n| u32::try_from(n).ok())
            .filter(|n| u64::from(*n) <= HIGHEST + 1)
            .unwrap_or(0);
        Ok(Self {
            base,
            before,
            by_stream,
            trailer: doc.trailer.clone(),
            next: size.max(highest.saturating_add(1)),
            objects: BTreeMap::new(),
        })
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
            let start = cos::write_numbered(&mut bytes, *id, |bytes| match object {
                Written::Object(Object::Stream(stream)) => {
                    let mut stream = stream.clone();
                    cos::end_plainly(&mut stream);
                    cos::write(bytes, &Object::Stream(stream));
                }
                Written::Object(object) => cos::write(bytes, object),
                Written::Ready(ready) => bytes.extend(ready),
            });
            offsets.insert(*id, start);
        }
        let start = bytes.len();
        let own = self.by_stream.then(|| self.free());
        let mut entries: Vec<(u32, u16, usize)> =
            offsets.iter().map(|(id, at)| (id.0, id.1, *at)).collect();
        entries.extend(own.map(|id| (id.0, id.1, start)));
        let mut trailer = Dictionary::new();
        for key in [b"Root".as_slice(), b"Info"] {
            if let Ok(value) = self.trailer.get(key) {
                trailer.set(key, value.clone());
            }
        }
        // The first half of the id stays; the second says which version this is (ISO 32000-1,
        // 14.4).
        let first = self
            .trailer
            .get(b"ID")
            .and_then(Object::as_array)
            .ok()
            .and_then(|id| id.first().cloned());
        let version = Object::String(
            Sha256::digest(&bytes)[..16].to_vec(),
            StringFormat::Hexadecimal,
        );
        trailer.set(
            "ID",
            vec![first.unwrap_or_else(|| version.clone()), version],
        );
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
    cos::write_dict(bytes, trailer);
    bytes.push(b'\n');
}

fn table_as_stream(
    bytes: &mut Vec<u8>,
    id: ObjectId,
    mut dict: Dictionary,
    entries: &[(u32, u16, usize)],
) {
    let mut content = vec![];
    let mut index: Vec<Object> = vec![];
    for (number, generation, at) in entries {
        index.extend([Object::Integer(i64::from(*number)), Object::Integer(1)]);
        content.push(1);
        content.extend(u32::try_from(*at).unwrap_or(u32::MAX).to_be_bytes());
        content.extend(generation.to_be_bytes());
    }
    dict.set("Type", "XRef");
    dict.set(
        "W",
        vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)],
    );
    dict.set("Index", index);
    cos::write_numbered(bytes, id, |bytes| {
        cos::write(bytes, &Object::Stream(Stream::new(dict, content)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stream_ends_in_what_could_be_a_line_break() {
        let mut stream = Stream::new(Dictionary::new(), b"\x30\x82 der \r".to_vec());
        let content = stream.content.clone();
        let mut out = vec![];
        cos::end_plainly(&mut stream);
        cos::write(&mut out, &Object::Stream(stream));
        assert!(
            !out.windows(11)
                .any(|w| w == b"\r\nendstream"[..11].as_ref()),
            "{out:?}"
        );
        let mut alone = b"%PDF-1.7\n1 0 obj\n".to_vec();
        alone.extend(&out);
        let table = alone.len() + 8;
        alone.extend(format!("\nendobj\nxref\n1 1\n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
        let read = crate::pdf::load(&alone).unwrap();
        assert_eq!(
            read.get_object((1, 0))
                .unwrap()
                .as_stream()
                .unwrap()
                .decompressed_content()
                .unwrap(),
            content
        );
    }
}
