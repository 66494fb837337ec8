//! Names in certificates, as people read them.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::{COMMON_NAME, GIVEN_NAME, ORGANIZATION_NAME, SN};
use der::{Any, Tag, Tagged};
use unicode_normalization::UnicodeNormalization;
use x509_cert::name::Name;

/// Whose name it is: the common name; without one first and family name, the organisation, or
/// everything that the name says.
pub(crate) fn whose(name: &Name) -> String {
    let person = || {
        let (family, given) = (part(name, SN), part(name, GIVEN_NAME));
        let both: Vec<String> = family.into_iter().chain(given).collect();
        (!both.is_empty()).then(|| both.join(" "))
    };
    part(name, COMMON_NAME)
        .or_else(person)
        .or_else(|| organisation(name))
        .unwrap_or_else(|| shown(&name.to_string()))
}

/// The organisation that a name says.
pub(crate) fn organisation(name: &Name) -> Option<String> {
    part(name, ORGANIZATION_NAME)
}

/// Whether two names say the same. Programs that write a name anew choose another kind of string for
/// it, and no other letters.
pub(crate) fn same(one: &Name, other: &Name) -> bool {
    let written = |value: &Any| {
        let kinds = [
            Tag::Utf8String,
            Tag::PrintableString,
            Tag::BmpString,
            Tag::TeletexString,
        ];
        text(value).filter(|_| kinds.contains(&value.tag()))
    };
    let said = |name: &Name| -> Option<Vec<Vec<(ObjectIdentifier, String)>>> {
        let parts = name.0.iter().map(|part| {
            let mut all = part
                .0
                .iter()
                .map(|a| Some((a.oid, written(&a.value)?)))
                .collect::<Option<Vec<_>>>()?;
            all.sort();
            Some(all)
        });
        parts.collect()
    };
    one == other || said(one).is_some_and(|said_by_one| Some(said_by_one) == said(other))
}

/// A part of a name, as it may be shown; none if it is missing, empty, or no text.
fn part(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    let mut parts = name.0.iter().flat_map(|part| part.0.iter());
    let found = parts.find(|a| a.oid == oid)?;
    let text = shown(&text(&found.value)?);
    Some(text).filter(|text| !text.is_empty())
}

/// What a string says, of any kind that a name may be written in (RFC 5280, 4.1.2.4).
fn text(value: &Any) -> Option<String> {
    let bytes = value.value();
    let latin = || bytes.iter().copied().map(char::from).collect();
    let text: String = match value.tag() {
        Tag::BmpString => {
            let units = bytes.chunks(2).map(|two| match two {
                [high, low] => Some(u16::from_be_bytes([*high, *low])),
                _ => None,
            });
            String::from_utf16(&units.collect::<Option<Vec<_>>>()?).ok()?
        }
        Tag::TeletexString => String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| latin()),
        Tag::Utf8String
        | Tag::PrintableString
        | Tag::Ia5String
        | Tag::NumericString
        | Tag::VisibleString => String::from_utf8(bytes.to_vec()).ok()?,
        _ => return None,
    };
    Some(text.nfc().collect())
}

/// A text without anything that could turn a line around or hide a part of it.
fn shown(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    let kept: String = text.chars().filter(|c| !hidden(*c)).collect();
    kept.trim().to_owned()
}
