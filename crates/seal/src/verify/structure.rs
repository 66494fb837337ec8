//! How a signed file must be put together: what a signature says that it covers is the whole file
//! up to its own end, but for itself.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::updates;
use crate::pdf::{fields, resolved, start_of_table, text};

/// A signature as the form of a file holds it.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub field: String,
    pub field_id: ObjectId,
    pub id: ObjectId,
    /// `/ByteRange`; zeros if it cannot be read, which no check lets pass.
    pub range: [usize; 4],
    pub contents: Vec<u8>,
    pub claimed_at: Option<DateTime<Utc>>,
    /// Whether it is a time stamp on the whole file.
    pub stamp: bool,
    well_formed: bool,
}

impl Found {
    /// Where what it covers ends.
    pub(crate) fn end(&self) -> usize {
        self.range[2].saturating_add(self.range[3])
    }
}

/// The signatures of a file, and the names of signature fields that are blank.
pub(crate) fn found(doc: &Document) -> (Vec<Found>, Vec<String>) {
    let mut signatures = vec![];
    let mut blank = vec![];
    let mut seen = std::collections::BTreeSet::new();
    for field in fields(doc).into_iter().filter(|f| f.signature) {
        let Ok(dict) = doc.get_dictionary(field.id) else {
            continue;
        };
        match dict.get(b"V") {
            Err(_) if dict.has(b"Kids") => {}
            Err(_) => blank.push(field.name),
            Ok(value) => {
                let mut new = signature(doc, field.name, field.id, value);
                // One value in two fields would be one signature that is seen twice.
                new.well_formed &= seen.insert(new.id);
                signatures.push(new);
            }
        }
    }
    (signatures, blank)
}

/// What text fields say, by name; blank ones are left out.
pub(crate) fn texts(doc: &Document) -> BTreeMap<String, String> {
    let said = |id| {
        Some(text(resolved(
            doc,
            doc.get_dictionary(id).ok()?.get(b"V").ok()?,
        )?))
    };
    fields(doc)
        .into_iter()
        .filter(|f| !f.signature)
        .filter_map(|f| Some((f.name, said(f.id).filter(|text| !text.is_empty())?)))
        .collect()
}

fn signature(doc: &Document, field: String, field_id: ObjectId, value: &Object) -> Found {
    let empty = Dictionary::new();
    let id = value.as_reference().unwrap_or_default();
    let dict = resolved(doc, value)
        .and_then(|v| v.as_dict().ok())
        .unwrap_or(&empty);
    let name = |key: &[u8]| dict.get(key).and_then(Object::as_name).unwrap_or_default();
    let range: Vec<usize> = dict
        .get(b"ByteRange")
        .and_then(Object::as_array)
        .map(|a| {
            a.iter()
                .filter_map(|n| n.as_i64().ok().and_then(|n| usize::try_from(n).ok()))
                .collect()
        })
        .unwrap_or_default();
    let contents = dict
        .get(b"Contents")
        .and_then(Object::as_str)
        .unwrap_or_default()
        .to_vec();
    let stamp = name(b"SubFilter") == b"ETSI.RFC3161";
    let known = stamp
        || [b"ETSI.CAdES.detached".as_slice(), b"adbe.pkcs7.detached"]
            .contains(&name(b"SubFilter"));
    let typed = if stamp {
        name(b"Type") == b"DocTimeStamp"
    } else {
        dict.get(b"Type").is_err() || name(b"Type") == b"Sig"
    };
    Found {
        field,
        field_id,
        id,
        stamp,
        well_formed: known
            && typed
            && range.len() == 4
            && !contents.is_empty()
            && value.as_reference().is_ok(),
        range: range.try_into().unwrap_or_default(),
        contents,
        claimed_at: dict.get(b"M").ok().and_then(|m| date(&text(m))),
    }
}

/// The two parts of a file that a signature covers; none unless they are everything up to the end
/// of a revision, but for the signature's own value, written plainly where its object says.
pub(crate) fn covered<'a>(
    pdf: &'a [u8],
    doc: &Document,
    found: &Found,
) -> Option<(&'a [u8], &'a [u8])> {
    let [zero, first, second, _] = found.range;
    let end = found.end();
    if !found.well_formed || zero != 0 || !pdf.starts_with(b"%PDF-1.") || first >= second {
        return None;
    }
    let (before, gap, after) = (
        pdf.get(..first)?,
        pdf.get(first..second)?,
        pdf.get(second..end)?,
    );
    // The gap is one string of hex digits in one case, nothing else: no byte of it can be changed
    // without being seen.
    let hex = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
    let one_case = hex
        .iter()
        .all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(b))
        || hex
            .iter()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b));
    if !one_case || hex::decode(hex).ok()? != found.contents {
        return None;
    }
    // It is the value of this very object.
    let own = before.trim_ascii_end().strip_suffix(b"/Contents")?;
    let Some(XrefEntry::Normal { offset, .. }) = doc.reference_table.get(found.id.0) else {
        return None;
    };
    let begins = usize::try_from(*offset).ok()?;
    let object = own.get(begins..)?;
    if !object.starts_with(format!("{} {} obj", found.id.0, found.id.1).as_bytes())
        || object.windows(6).any(|w| w == b"endobj")
    {
        return None;
    }
    // It ends where a revision ends, and everything behind it is an update that can be read, or
    // nothing.
    let table = start_of_table(pdf.get(..end)?)?;
    let behind = pdf.get(end..)?;
    let appended = behind.is_empty() || start_of_table(pdf).is_some_and(|start| start >= end);
    (table < end && appended).then_some((before, after))
}

/// Most signatures of a file.
pub(crate) const MOST: usize = 32;

/// Whether a signature was in a file as it was, as it is now.
pub(crate) fn is_in(doc: &Document, found: &Found) -> bool {
    doc.get_dictionary(found.field_id).is_ok_and(|field| {
        field
            .get(b"V")
            .and_then(Object::as_reference)
            .is_ok_and(|id| id == found.id)
    }) && fields(doc)
        .iter()
        .any(|f| f.id == found.field_id && f.signature)
}

/// Whether what was added behind a place is plain updates, every object of which is what the
/// document shows under its number.
pub(crate) fn plainly_written(pdf: &[u8], doc: &Document, from: usize) -> bool {
    let Some(objects) = updates::objects_behind(pdf, from) else {
        return false;
    };
    let newest: std::collections::BTreeMap<u32, usize> = objects.into_iter().collect();
    newest.into_iter().all(|(number, at)| {
        let shown = matches!(doc.reference_table.get(number), Some(XrefEntry::Normal { offset, generation: 0 }) if usize::try_from(*offset) == Ok(at));
        shown && read_alone(pdf, at, (number, 0)).is_some_and(|object| doc.get_object((number, 0)).is_ok_and(|known| *known == object))
    })
}

/// An object by itself, as a file of its own.
fn read_alone(pdf: &[u8], at: usize, id: ObjectId) -> Option<Object> {
    let rest = pdf.get(at..)?;
    let header = format!("{} {} obj", id.0, id.1);
    if !rest.starts_with(header.as_bytes()) {
        return None;
    }
    let end = rest.windows(6).position(|w| w == b"endobj")? + 6;
    let mut alone = b"%PDF-1.7\n".to_vec();
    let begins = alone.len();
    alone.extend(&rest[..end]);
    let table = alone.len() + 1;
    alone.extend(format!("\nxref\n{} 1\n{begins:010} {:05} n \ntrailer\n<</Size {}/Root {} {} R>>\nstartxref\n{table}\n%%EOF\n", id.0, id.1, id.0 + 1, id.0, id.1).bytes());
    crate::pdf::load(&alone).ok()?.get_object(id).ok().cloned()
}

/// Whether bytes of a signature are in a file whose form has none: it was taken out of its form.
pub(crate) fn stray(pdf: &[u8]) -> bool {
    pdf.windows(10).any(|w| w == b"/ByteRange")
}

/// `D:YYYYMMDDHHmmSS+07'00'`.
fn date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.strip_prefix("D:")?;
    let (digits, zone) = text.split_at_checked(14)?;
    let local = NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok()?;
    let zone: String = zone.chars().filter(|c| *c != '\'').collect();
    let minutes = match zone.strip_prefix(['+', '-']) {
        Some(offset) if offset.len() >= 4 => {
            let size = offset.get(..2)?.parse::<i64>().ok()? * 60
                + offset.get(2..4)?.parse::<i64>().ok()?;
            if zone.starts_with('-') { -size } else { size }
        }
        _ => 0,
    };
    local
        .and_utc()
        .checked_sub_signed(chrono::Duration::minutes(minutes))
}
