//! What makes a PDF one that lasts and that everybody can read: PDF/A-2 (ISO 19005-2), PDF/UA-1
//! (ISO 14289-1), fixed ids.

use std::cell::RefCell;
use std::sync::OnceLock;

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};
use moxcms::ColorProfile;
use rustc_hash::FxHashMap;

use crate::error::Error;

/// How much a document promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// PDF/A-2a and PDF/UA-1: tagged, every letter with its meaning.
    Tagged,
    /// PDF/A-2b: looks the same for ever. For scans and for files that go to a printer.
    Visual,
}

/// Says in a document's catalog what it promises, with the metadata and the colours that go with
/// it.
pub(crate) fn declare(
    doc: &mut Document,
    catalog: ObjectId,
    title: &str,
    promise: Promise,
) -> Result<(), Error> {
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(title, promise).into_bytes(),
    )
    .with_compression(false);
    let xmp = doc.add_object(xmp);
    let profile = doc.add_object(profile()?);
    let intent = dictionary! { "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => Object::string_literal("sRGB"), "DestOutputProfile" => profile };
    let info = dictionary! { "Title" => said(title), "Producer" => said(PRODUCER) };
    match doc.trailer.get(b"Info").and_then(Object::as_reference) {
        Ok(before) => {
            doc.objects.insert(before, info.into());
        }
        Err(_) => {
            let info = doc.add_object(info);
            doc.trailer.set("Info", info);
        }
    }
    let catalog = doc
        .get_dictionary_mut(catalog)
        .map_err(|e| Error::Pdf(e.to_string()))?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set(
        "Lang",
        Object::String(b"vi-VN".to_vec(), StringFormat::Literal),
    );
    Ok(())
}

/// Writes a document: compressed, its id taken from what it says, so that equal documents make
/// equal bytes.
pub(crate) fn save(doc: &mut Document) -> Vec<u8> {
    doc.version = "1.7".to_owned();
    pack(doc);
    cos::file(doc)
}

/// Like [`save`], for a document put together from others: what nothing refers to is left out.
pub(crate) fn save_used(doc: &mut Document) -> Vec<u8> {
    doc.prune_objects();
    doc.renumber_objects();
    save(doc)
}

/// Packs every stream. Pictures are left as they are.
pub(crate) fn pack(doc: &mut Document) {
    for stream in doc
        .objects
        .values_mut()
        .filter_map(|o| o.as_stream_mut().ok())
    {
        if stream.allows_compression && !stream.dict.has(b"Filter") && !stream.content.is_empty() {
            pack_once(stream);
        }
    }
}

/// How many parts of fonts a thread keeps packed, and the largest one in bytes: equal ones come
/// again in the minutes of an office.
const KEPT: usize = 128;
const KEPT_BYTES: usize = 32 * 1024;

/// Packed bytes with the filters that say so, by the bytes that were packed.
type Packed = FxHashMap<Vec<u8>, (Vec<u8>, Object)>;

thread_local! {
    static PACKED: RefCell<Packed> = RefCell::default();
}

/// Forgets what this thread keeps packed.
pub(crate) fn forget() {
    PACKED.take();
}

/// Packs a stream; what belongs to a font, once.
fn pack_once(stream: &mut Stream) {
    let of_font = stream.dict.has(b"Length1") || stream.content.starts_with(b"/CIDInit");
    if !of_font || stream.content.len() > KEPT_BYTES {
        return cos::pack(stream);
    }
    if let Some((content, filter)) = PACKED.with_borrow(|kept| kept.get(&stream.content).cloned()) {
        stream.set_content(content);
        stream.dict.set("Filter", filter);
        return;
    }
    let plain = stream.content.clone();
    cos::pack(stream);
    let Ok(filter) = stream.dict.get(b"Filter").cloned() else {
        return;
    };
    PACKED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(plain, (stream.content.clone(), filter));
    });
}

/// Text as PDF strings outside pages have it: ASCII as it is, everything else as UTF-16 (ISO
/// 32000-1, 7.9.2.2).
pub(crate) fn said(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let bytes = [0xfe, 0xff]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

const PRODUCER: &str = "Ban Giao";

/// The colour profile, packed: the same in every document.
fn profile() -> Result<Stream, Error> {
    static PROFILE: OnceLock<Stream> = OnceLock::new();
    if let Some(profile) = PROFILE.get() {
        return Ok(profile.clone());
    }
    let mut profile = Stream::new(dictionary! { "N" => 3 }, srgb()?);
    cos::pack(&mut profile);
    Ok(PROFILE.get_or_init(|| profile).clone())
}

/// sRGB as IEC 61966-2-1 defines it, made anew so that no file of somebody else's is carried along.
fn srgb() -> Result<Vec<u8>, Error> {
    let mut profile = ColorProfile::new_srgb();
    profile.cicp = None;
    let mut bytes = profile
        .encode()
        .map_err(|e| Error::Pdf(format!("sRGB: {e:?}")))?;
    // 1 January 2026 (ICC.1:2022, 4.2 and table 17): the library writes the moment at which it is
    // asked, and bytes must not depend on that.
    let made = bytes
        .get_mut(24..36)
        .ok_or_else(|| Error::Pdf("sRGB: no header".to_owned()))?;
    made.copy_from_slice(&[0x07, 0xea, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    Ok(bytes)
}

/// The metadata packet. A claim to PDF/UA needs its schema described (ISO 19005-2, 6.6.2.3.3).
fn xmp(title: &str, promise: Promise) -> String {
    let title: String = title
        .chars()
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let level = if promise == Promise::Tagged { "A" } else { "B" };
    let accessible = if promise == Promise::Tagged {
        PDFUA
    } else {
        ""
    };
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language></rdf:Description>\n\
         <rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"><pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description>\n\
         <rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance></rdf:Description>\n\
         {accessible}</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

const PDFUA: &str = "<rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>1</pdfuaid:part></rdf:Description>\n\
    <rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
    xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>part</pdfaProperty:name>\
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
    <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
    </rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_does_not_say_when_it_was_written() {
        let now = srgb().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert_eq!(srgb().unwrap(), now);
    }
}
