//! What makes a PDF one that lasts and that everybody can read: PDF/A-2 (ISO 19005-2), PDF/UA-1 (ISO 14289-1), fixed ids.

use std::sync::OnceLock;

use lopdf::{Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use moxcms::ColorProfile;
use sha2::{Digest, Sha256};

use crate::Error;

/// How much a document promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Promise {
    /// PDF/A-2a and PDF/UA-1: tagged, every letter with its meaning.
    Tagged,
    /// PDF/A-2b: looks the same for ever. For scans and for files that go to a printer.
    Visual,
}

/// Says in a document's catalog what it promises, with the metadata and the colours that go with it.
pub(crate) fn declare(doc: &mut Document, catalog: ObjectId, title: &str, promise: Promise) -> Result<(), Error> {
    let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(title, promise).into_bytes()).with_compression(false);
    let xmp = doc.add_object(xmp);
    let profile = doc.add_object(profile()?);
    let intent = dictionary! { "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => Object::string_literal("sRGB"), "DestOutputProfile" => profile };
    let info = doc.add_object(dictionary! { "Title" => utf16(title), "Producer" => utf16(PRODUCER) });
    doc.trailer.set("Info", info);
    let catalog = doc.get_dictionary_mut(catalog).map_err(|e| Error::Pdf(e.to_string()))?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("Lang", Object::String(b"vi-VN".to_vec(), StringFormat::Literal));
    Ok(())
}

/// Writes a document: compressed, numbered anew, its id taken from what it says, so that equal documents make equal bytes.
pub(crate) fn save(doc: &mut Document) -> Result<Vec<u8>, Error> {
    doc.version = "1.7".to_owned();
    pack(doc)?;
    doc.prune_objects();
    doc.renumber_objects();
    let mut digest = Sha256::new();
    for object in doc.objects.values() {
        match object {
            Object::Stream(stream) => {
                digest.update(format!("{:?}", stream.dict));
                digest.update(&stream.content);
            }
            other => digest.update(format!("{other:?}")),
        }
    }
    let id = Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    doc.trailer.set("ID", vec![id.clone(), id]);
    // Packed otherwise until no packed stream ends in what could be taken for a line break.
    for packed in (60..=1_000).rev().step_by(47) {
        let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(packed).compression_level(9).build();
        let mut bytes = vec![];
        doc.clone().save_with_options(&mut bytes, options).map_err(|e| Error::Pdf(e.to_string()))?;
        if !bytes.windows(AMBIGUOUS.len()).any(|w| w == AMBIGUOUS) {
            // Later updates begin on a line of their own.
            bytes.push(b'\n');
            return Ok(bytes);
        }
    }
    Err(Error::Pdf("no packing without an ambiguous end".to_owned()))
}

/// Compresses every stream.
pub(crate) fn pack(doc: &mut Document) -> Result<(), Error> {
    doc.objects.values_mut().filter_map(|o| o.as_stream_mut().ok()).try_for_each(compress)
}

/// A stream whose last byte is a carriage return: readers that look for its end instead of counting take it for a line break
/// (ISO 19005-2, 6.1.7.1 asks that both agree).
const AMBIGUOUS: &[u8] = b"\r\nendstream";

/// Compresses a stream, padded until its end is no line break. Pictures are left as they are.
fn compress(stream: &mut Stream) -> Result<(), Error> {
    if !stream.allows_compression || stream.dict.has(b"Filter") {
        return Ok(());
    }
    let plain = stream.content.clone();
    for pad in 0..8_usize {
        stream.dict.remove(b"Filter");
        let mut content = plain.clone();
        // What follows a font's tables is not looked at; everywhere else white space means nothing. Not zeros: they would leave the
        // check sum at the end as it is.
        content.resize(plain.len() + pad, b'\n');
        if stream.dict.has(b"Length1") {
            stream.dict.set("Length1", i64::try_from(content.len()).unwrap_or(0));
        }
        stream.set_content(content);
        stream.compress().map_err(|e| Error::Pdf(e.to_string()))?;
        if stream.content.last() != Some(&b'\r') {
            return Ok(());
        }
    }
    Err(Error::Pdf("a stream that always ends in a line break".to_owned()))
}

/// Text as PDF strings outside pages have it.
pub(crate) fn utf16(text: &str) -> Object {
    let bytes = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
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
    compress(&mut profile)?;
    Ok(PROFILE.get_or_init(|| profile).clone())
}

/// sRGB as IEC 61966-2-1 defines it, made anew so that no file of somebody else's is carried along.
fn srgb() -> Result<Vec<u8>, Error> {
    let mut profile = ColorProfile::new_srgb();
    profile.cicp = None;
    let mut bytes = profile.encode().map_err(|e| Error::Pdf(format!("sRGB: {e:?}")))?;
    // 1 January 2026 (ICC.1:2022, 4.2 and table 17): the library writes the moment at which it is asked, and bytes must not depend on that.
    let made = bytes.get_mut(24..36).ok_or_else(|| Error::Pdf("sRGB: no header".to_owned()))?;
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
    let accessible = if promise == Promise::Tagged { PDFUA } else { "" };
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
