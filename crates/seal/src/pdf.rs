//! Reading: a file as it was at the end of each of its revisions, and the fields of its form.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::Error;

/// Largest file that is looked at, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// What one packed stream may become while a file is read.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;
/// How deep fields may stand in each other.
const MAX_DEPTH: usize = 16;

/// Loads a file, or the part of it that ends with a revision.
pub(crate) fn load(bytes: &[u8]) -> Result<Document, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::Unreadable(format!("larger than {MAX_BYTES} bytes")));
    }
    let options = LoadOptions { strict: true, max_decompressed_size: Some(MAX_UNPACKED), ..LoadOptions::default() };
    let doc = Document::load_mem_with_options(bytes, options)?;
    if doc.trailer.has(b"Encrypt") {
        return Err(Error::Encrypted);
    }
    Ok(doc)
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
}

/// The object that a value is, or that it refers to.
pub(crate) fn resolved<'a>(doc: &'a Document, value: &'a Object) -> Option<&'a Object> {
    match value {
        Object::Reference(id) => doc.get_object(*id).ok(),
        direct => Some(direct),
    }
}

/// A dictionary under a key, direct or referred to.
pub(crate) fn dict_at<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    resolved(doc, dict.get(key).ok()?)?.as_dict().ok()
}

/// An array under a key, direct or referred to; empty if it is not there.
pub(crate) fn array_at<'a>(doc: &'a Document, dict: &'a Dictionary, key: &[u8]) -> &'a [Object] {
    dict.get(key).ok().and_then(|value| resolved(doc, value)).and_then(|array| array.as_array().ok()).map_or(&[], Vec::as_slice)
}

/// The catalog, with its number.
pub(crate) fn catalog(doc: &Document) -> Result<(ObjectId, &Dictionary), Error> {
    let id = doc.trailer.get(b"Root").and_then(Object::as_reference)?;
    Ok((id, doc.get_dictionary(id)?))
}

/// Every field with an object of its own, in the order of the form.
pub(crate) fn fields(doc: &Document) -> Vec<Field> {
    let Some(form) = catalog(doc).ok().and_then(|(_, root)| dict_at(doc, root, b"AcroForm")) else { return vec![] };
    let mut found = vec![];
    let mut seen = BTreeSet::new();
    for field in array_at(doc, form, b"Fields") {
        below(doc, field, "", None, 0, &mut found, &mut seen);
    }
    found
}

fn below(doc: &Document, field: &Object, above: &str, kind: Option<&[u8]>, depth: usize, found: &mut Vec<Field>, seen: &mut BTreeSet<ObjectId>) {
    let (Ok(id), true) = (field.as_reference(), depth < MAX_DEPTH) else { return };
    let Ok(dict) = doc.get_dictionary(id) else { return };
    if !seen.insert(id) {
        return;
    }
    let kind = dict.get(b"FT").and_then(Object::as_name).ok().or(kind);
    let name = match dict.get(b"T").ok().and_then(|value| resolved(doc, value)) {
        Some(own) => [above, &text(own)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."),
        None => above.to_owned(),
    };
    found.push(Field { name: name.clone(), id, signature: kind == Some(b"Sig") });
    for kid in array_at(doc, dict, b"Kids") {
        below(doc, kid, &name, kind, depth + 1, found, seen);
    }
}

/// A text string of a PDF.
pub(crate) fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

/// Where the last cross-reference table of a file says that it begins; none if the file does not end as a PDF ends.
pub(crate) fn start_of_table(bytes: &[u8]) -> Option<usize> {
    let trimmed = bytes.strip_suffix(b"\r\n").or_else(|| bytes.strip_suffix(b"\n")).or_else(|| bytes.strip_suffix(b"\r")).unwrap_or(bytes);
    let body = trimmed.strip_suffix(b"%%EOF")?.trim_ascii_end();
    let digits = body.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (before, number) = body.split_at(body.len() - digits);
    before.trim_ascii_end().strip_suffix(b"startxref")?;
    let start: usize = std::str::from_utf8(number).ok()?.parse().ok()?;
    let table = bytes.get(start..)?;
    let stream = table.iter().take_while(|b| b.is_ascii_digit()).count() > 0 && table.get(..64.min(table.len()))?.windows(3).any(|w| w == b"obj");
    (table.starts_with(b"xref") || stream).then_some(start)
}
