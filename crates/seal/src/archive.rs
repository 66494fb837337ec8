//! Keeping for long: the evidence of today goes into the file, under a time stamp on the whole of
//! it (PAdES B-LTA, ETSI EN 319 142-1). No signature is touched.

use chrono::{DateTime, Utc};
use der::Decode;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use x509_cert::Certificate;

use crate::pdf::{array_at, catalog, dict_at, fields, load};
use crate::sign::{Blanked, signature_object};
use crate::trust::{Evidence, issuer_of, stamps};
use crate::update::Update;
use crate::verify::{Change, goes_on};
use crate::{Error, cms, time_stamp};

/// The field that our own papers keep for the time stamp on the whole.
pub const FIELD: &str = "archive_time_stamp";

/// A file with its evidence, waiting for the time stamp.
pub struct Archiving(Blanked);

impl Archiving {
    /// Puts evidence into a file, beside what is there already.
    ///
    /// # Errors
    /// [`Error::Broken`] if a signature in it does not hold; [`Error::Unreadable`].
    pub fn begin(pdf: &[u8], evidence: &Evidence) -> Result<Self, Error> {
        let doc = load(pdf)?;
        goes_on(pdf, &doc, &[Change::Evidence])?;
        let mut update = Update::of(pdf, &doc)?;
        let (root, old) = catalog(&doc)?;
        let mut new = old.clone();
        new.set("DSS", store(&doc, old, evidence, &mut update));
        let (written, places) = signature_object(
            b"<</Type /DocTimeStamp/Filter /Adobe.PPKLite/SubFilter /ETSI.RFC3161",
            time_stamp::ROOM,
        );
        let stamp = update.add_ready(written);
        match fields(&doc)
            .into_iter()
            .find(|f| f.name == FIELD && f.signature)
            .filter(|f| doc.get_dictionary(f.id).is_ok_and(|field| !field.has(b"V")))
        {
            Some(prepared) => {
                let mut field = doc.get_dictionary(prepared.id)?.clone();
                field.set("V", stamp);
                update.put(prepared.id, field);
            }
            None => add_field(&doc, &mut new, stamp, &mut update)?,
        }
        update.put(root, new);
        Ok(Self(Blanked::of(
            update.append(),
            stamp,
            &places,
            time_stamp::ROOM,
        )))
    }

    /// What the authority is asked to stamp.
    #[must_use]
    pub fn stamped(&self) -> Vec<u8> {
        self.0.covered()
    }

    /// Puts the authority's answer in.
    ///
    /// # Errors
    /// [`Error::Stamp`].
    pub fn finish(self, answer: &[u8]) -> Result<Vec<u8>, Error> {
        let token = time_stamp::token_in(answer, &self.0.covered())?;
        self.0.filled(&token)
    }
}

/// A field for a stamp, where none is prepared: on the first page, without size.
fn add_field(
    doc: &Document,
    catalog: &mut Dictionary,
    stamp: ObjectId,
    update: &mut Update<'_>,
) -> Result<(), Error> {
    let page = *doc
        .get_pages()
        .values()
        .next()
        .ok_or_else(|| Error::Unreadable("no page".to_owned()))?;
    let name = format!("time_stamp_{}", stamp.0);
    let field = update.add(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal(name.as_str()), "TU" => Object::string_literal(name.as_str()),
        "F" => 132, "P" => page, "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()], "V" => stamp
    });
    let mut form = dict_at(doc, catalog, b"AcroForm")
        .cloned()
        .unwrap_or_default();
    form.set("Fields", grown(array_at(doc, &form, b"Fields"), field));
    form.set("SigFlags", 3);
    catalog.set("AcroForm", form);
    let mut of_page = doc.get_dictionary(page)?.clone();
    of_page.set("Annots", grown(array_at(doc, &of_page, b"Annots"), field));
    update.put(page, of_page);
    Ok(())
}

fn grown(list: &[Object], new: ObjectId) -> Vec<Object> {
    list.iter()
        .cloned()
        .chain([Object::Reference(new)])
        .collect()
}

/// The store of evidence: what it held, and what is new.
fn store(
    doc: &Document,
    catalog: &Dictionary,
    evidence: &Evidence,
    update: &mut Update<'_>,
) -> Dictionary {
    let old = dict_at(doc, catalog, b"DSS").cloned().unwrap_or_default();
    let known = crate::verify::evidence_in(doc);
    let mut new = old.clone();
    for (key, items) in [
        ("Certs", &evidence.certificates),
        ("CRLs", &evidence.lists),
        ("OCSPs", &evidence.answers),
    ] {
        let mut all = array_at(doc, &old, key.as_bytes()).to_vec();
        for item in items.iter().filter(|item| !known.contains(item)) {
            all.push(Object::Reference(
                update.add(Stream::new(dictionary! {}, item.clone())),
            ));
        }
        if !all.is_empty() {
            new.set(key, all);
        }
    }
    new
}

/// Every certificate that the signatures and time stamps of a file carry; DER.
///
/// # Errors
/// [`Error::Unreadable`].
pub fn certificates_in(pdf: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let doc = load(pdf)?;
    Ok(crate::verify::values(&doc)
        .iter()
        .flat_map(|value| cms::certificates(value))
        .collect())
}

/// Until when the last time stamp on a whole file can be checked: the first end of a certificate
/// between its authority and those above. None if it carries no certificate.
///
/// # Errors
/// [`Error::Unreadable`].
pub fn holds_until(pdf: &[u8]) -> Result<Option<DateTime<Utc>>, Error> {
    let doc = load(pdf)?;
    let all = crate::verify::last_stamp(&doc)
        .map(|value| cms::certificates(&value))
        .unwrap_or_default();
    let ends = |der: &[u8]| Some(crate::key::validity(&Certificate::from_der(der).ok()?).1);
    let mut chain: Vec<&[u8]> = all
        .iter()
        .filter(|der| Certificate::from_der(der).is_ok_and(|own| stamps(&own)))
        .map(Vec::as_slice)
        .collect();
    let mut next = 0;
    while let Some(own) = chain.get(next) {
        let above =
            issuer_of(own, all.iter().map(Vec::as_slice)).filter(|issuer| !chain.contains(issuer));
        chain.extend(above);
        next += 1;
    }
    Ok(chain.into_iter().filter_map(ends).min())
}
