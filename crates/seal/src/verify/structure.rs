//! How a signed file must be put together: what a signature says that it covers is the whole file
//! up to its own end, but for itself.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object, ObjectId, ObjectStream};

use super::syntax::Place;
use super::updates;
use crate::pdf::{MAX_UNPACKED, array_at, fields, resolved, start_of_table, text};

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
    /// Whether its field takes room on a page.
    pub seen: bool,
    /// Whether it is of a kind that is read here.
    pub known: bool,
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
    for field in fields(doc).into_iter().filter(|f| f.signature && !f.place) {
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
        .filter(|f| !f.signature && !f.place)
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
        seen: seen(doc, field_id),
        field,
        field_id,
        id,
        stamp,
        known,
        well_formed: typed
            && range.len() == 4
            && !contents.is_empty()
            && value.as_reference().is_ok(),
        range: range.try_into().unwrap_or_default(),
        contents,
        claimed_at: dict.get(b"M").ok().and_then(|m| date(&text(m))),
    }
}

/// Whether a field, or a place of it, takes room on a page.
fn seen(doc: &Document, field: ObjectId) -> bool {
    let takes_room = |dict: &Dictionary| {
        let rect: Vec<f32> = array_at(doc, dict, b"Rect")
            .iter()
            .filter_map(|n| n.as_float().ok())
            .collect();
        matches!(rect.as_slice(), [x0, y0, x1, y1] if x0 != x1 && y0 != y1)
    };
    doc.get_dictionary(field).is_ok_and(|field| {
        let places = array_at(doc, field, b"Kids").iter();
        let mut places = places.filter_map(|kid| resolved(doc, kid)?.as_dict().ok());
        takes_room(field) || places.any(takes_room)
    })
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
    let versions = [b"%PDF-1.".as_slice(), b"%PDF-2."];
    let versioned = versions.iter().any(|begin| pdf.starts_with(begin));
    if !found.well_formed || zero != 0 || !versioned || first >= second {
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

/// A file up to its last signature, if only white space stands behind that, and the white space.
pub(crate) fn without_tail<'p>(pdf: &'p [u8], signatures: &[Found]) -> (&'p [u8], &'p [u8]) {
    let last = signatures.iter().map(Found::end).max();
    match last.and_then(|end| pdf.split_at_checked(end)) {
        Some((signed, tail)) if tail.iter().all(u8::is_ascii_whitespace) => (signed, tail),
        _ => (pdf, &[]),
    }
}

/// What mail programs add to a file whose last line they take for text.
pub(crate) const OF_MAIL: &[u8] = b"\r\n";

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
    let newest: BTreeMap<u32, Place> = objects.into_iter().collect();
    newest.into_iter().all(|(number, place)| {
        let entry = doc.reference_table.get(number);
        let known = doc.get_object((number, 0)).ok();
        match (place, entry) {
            (
                Place::At(at),
                Some(XrefEntry::Normal {
                    offset,
                    generation: 0,
                }),
            ) => {
                usize::try_from(*offset) == Ok(at)
                    && known.is_some()
                    && known == read_alone(pdf, at, (number, 0)).as_ref()
            }
            (
                Place::Packed { holder, index },
                Some(XrefEntry::Compressed {
                    container,
                    index: listed,
                }),
            ) => {
                holder == *container
                    && index == *listed
                    && known.is_some()
                    && known == held_in(doc, holder, (number, 0)).as_ref()
            }
            // Not every reader sees that a number became free: nothing may have had it.
            (Place::Free, None | Some(XrefEntry::Free | XrefEntry::UnusableFree)) => {
                let mut under_it = doc.objects.range((number, 0)..=(number, u16::MAX));
                under_it.next().is_none()
            }
            _ => false,
        }
    })
}

/// An object as the stream holds it that it is packed in.
fn held_in(doc: &Document, holder: u32, id: ObjectId) -> Option<Object> {
    // It was unpacked when the file was read, and compared with what stands in the file.
    let mut holder = doc.get_object((holder, 0)).ok()?.as_stream().ok()?.clone();
    let held = ObjectStream::new_with_limit(&mut holder, Some(MAX_UNPACKED)).ok()?;
    held.objects.get(&id).cloned()
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

/// `D:YYYYMMDDHHmmSS+07'00'`; what stands behind the year may be missing from some place on (ISO
/// 32000-1, 7.9.4).
fn date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let count = text.bytes().take_while(u8::is_ascii_digit).take(14).count();
    let (digits, zone) = text.split_at_checked(count)?;
    let missing = "YYYY0101000000".get(count..)?;
    if count < 4 || count % 2 != 0 {
        return None;
    }
    let local = NaiveDateTime::parse_from_str(&[digits, missing].concat(), "%Y%m%d%H%M%S").ok()?;
    let zone: String = zone.chars().filter(|c| *c != '\'').collect();
    let minutes = match zone.strip_prefix(['+', '-']) {
        Some(offset) if offset.len() >= 2 => {
            let hours = offset.get(..2)?.parse::<i64>().ok()?;
            let more = offset.get(2..4).map_or(Ok(0), str::parse::<i64>).ok()?;
            let size = hours * 60 + more;
            if zone.starts_with('-') { -size } else { size }
        }
        _ => 0,
    };
    local
        .and_utc()
        .checked_sub_signed(chrono::Duration::minutes(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_may_be_written_shorter() {
        let said = |text| date(text).map(|at| at.to_string());
        let ten = Some("2026-11-20 02:00:00 UTC".to_owned());
        assert_eq!(said("D:20261120090000+07'00'"), ten);
        assert_eq!(said("D:20261120090000+07'00"), ten);
        assert_eq!(said("D:202611200900+07"), ten);
        assert_eq!(said("20261120020000Z"), ten);
        assert_eq!(said("D:2026"), Some("2026-01-01 00:00:00 UTC".to_owned()));
        assert_eq!(said("D:20261340"), None);
        assert_eq!(said("D:"), None);
    }
}
