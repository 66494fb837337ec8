//! Signing: one field at a time, each an update of its own.

use chrono::{DateTime, FixedOffset, Utc};
use lopdf::{Document, Object, ObjectId, dictionary};
use sha2::{Digest, Sha256};

use crate::key::{Signer, usable};
use crate::look::Look;
use crate::pdf::{Field, array_at, catalog, dict_at, fields, load};
use crate::update::{Appended, Update};
use crate::verify::{Change, goes_on};
use crate::{Error, cms, time_stamp};

/// Room that is kept beside a signature for what its certificates take, in bytes.
const ROOM: usize = 1_024;
/// Digits of each number in `/ByteRange`, so that it can be filled in afterwards.
const DIGITS: usize = 10;

/// A file that is open: what is asked of it, and done to it, reads it once.
#[derive(Debug)]
pub struct OpenFile<'p> {
    pdf: &'p [u8],
    doc: Document,
}

impl<'p> OpenFile<'p> {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::Unreadable`], [`Error::Encrypted`].
    pub fn open(pdf: &'p [u8]) -> Result<Self, Error> {
        Ok(Self {
            pdf,
            doc: load(pdf)?,
        })
    }

    /// Every blank field, in the order of the form.
    #[must_use]
    pub fn blanks(&self) -> Vec<Blank> {
        let named = fields(&self.doc)
            .into_iter()
            .filter(|f| !f.place && blank(&self.doc, &f.name, f.signature).is_ok());
        named.map(|f| described(&self.doc, f)).collect()
    }

    /// Whether a field can be signed, so that it is known before a key is opened; `added` where a
    /// field of that name is made if there is none.
    ///
    /// # Errors
    /// [`Error::NoField`], [`Error::FieldTaken`]; [`Error::Broken`] if what is there already does
    /// not hold, [`Error::Forbidden`] if it lets nobody sign here.
    pub fn takes_signature(&self, field: &str, added: bool) -> Result<(), Error> {
        let name = field.to_owned();
        let change = match blank(&self.doc, field, true) {
            Ok(_) => Change::Signed(name),
            Err(Error::NoField(_)) if added => Change::SignedNewField(name),
            Err(error) => return Err(error),
        };
        goes_on(self.pdf, &self.doc, &[change])
    }

    /// Every text field that says something, with what it says.
    #[must_use]
    pub fn filled(&self) -> Vec<(Blank, String)> {
        let mut texts = crate::verify::texts(&self.doc);
        fields(&self.doc)
            .into_iter()
            .filter_map(|f| Some((texts.remove(&f.name)?, f)))
            .map(|(text, f)| (described(&self.doc, f), text))
            .collect()
    }

    /// The upper right corner of the first page, in points.
    ///
    /// # Errors
    /// [`Error::Unreadable`] for a page without a size.
    pub fn corner(&self) -> Result<(f32, f32), Error> {
        let mut at = self.doc.get_pages().values().next().copied();
        // A page inherits its size from the tree that it hangs in.
        for _ in 0..MAX_TREE {
            let Some(dict) = at.and_then(|id| self.doc.get_dictionary(id).ok()) else {
                break;
            };
            let size: Vec<f32> = array_at(&self.doc, dict, b"MediaBox")
                .iter()
                .filter_map(|n| n.as_float().ok())
                .collect();
            if let [x0, y0, x1, y1] = size.as_slice() {
                return Ok((x0.max(*x1), y0.max(*y1)));
            }
            at = dict.get(b"Parent").and_then(Object::as_reference).ok();
        }
        Err(Error::Unreadable("a page without a size".to_owned()))
    }

    /// Fills blank text fields by an update of its own, which the next signature vouches for.
    ///
    /// # Errors
    /// [`Error::NoField`], [`Error::FieldTaken`]; [`Error::Broken`] if what is there already does
    /// not hold, [`Error::Forbidden`] if it lets nobody fill this.
    pub fn fill(&self, fills: &[Fill]) -> Result<Vec<u8>, Error> {
        let filled: Vec<Change> = fills
            .iter()
            .map(|fill| Change::Filled(fill.field.clone(), fill.text.clone()))
            .collect();
        goes_on(self.pdf, &self.doc, &filled)?;
        let mut update = Update::of(self.pdf, &self.doc)?;
        for fill in fills {
            let field = blank(&self.doc, &fill.field, false)?;
            let mut widget = self.doc.get_dictionary(field.id)?.clone();
            widget.set("V", lopdf::text_string(&fill.text));
            widget.set("AP", dictionary! { "N" => fill.look.add_to(&mut update)? });
            update.put(field.id, widget);
        }
        Ok(update.append().bytes)
    }
}

/// How far above a page its size may stand.
const MAX_TREE: usize = 16;

/// Where, when and how a signature is put.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// The instant that the signer claims.
    pub at: DateTime<Utc>,
    /// The signer's zone, for the claimed time.
    pub zone: FixedOffset,
    /// What is seen in the field; nothing for an invisible signature.
    pub look: Option<&'a Look>,
    /// Where a field of that name is made if there is none: a rectangle on the first page, in
    /// points.
    pub added: Option<[f32; 4]>,
}

/// What is written into a blank text field.
#[derive(Clone, Debug)]
pub struct Fill {
    /// Name of the field.
    pub field: String,
    /// What it says.
    pub text: String,
    /// How that looks.
    pub look: Look,
}

/// A signature that is made and not yet in its file, so that it can be stamped with the time first.
pub struct Signing {
    blanked: Blanked,
    signature: Vec<u8>,
}

impl Signing {
    /// Makes the signature; `stamped` keeps room for a time stamp. What is there already is only
    /// added to.
    ///
    /// # Errors
    /// [`Error::Expired`], [`Error::NotYetValid`], [`Error::NotForSigning`] for the certificate;
    /// [`Error::NoField`], [`Error::FieldTaken`]; [`Error::Broken`] if what is there already does
    /// not hold, [`Error::Forbidden`] if it lets nobody sign here; those of the key.
    pub fn begin(
        file: &OpenFile<'_>,
        place: &Place<'_>,
        signer: &dyn Signer,
        stamped: bool,
    ) -> Result<Self, Error> {
        usable(signer, place.at)?;
        let blanked = prepare(
            file,
            place,
            signer,
            if stamped { time_stamp::ROOM } else { 0 },
        )?;
        let signature = cms::build(&Sha256::digest(blanked.covered()), signer)?;
        Ok(Self { blanked, signature })
    }

    /// What a time-stamping authority is asked to stamp: the signature's value.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn stamped(&self) -> Result<Vec<u8>, Error> {
        cms::value_of(&self.signature)
    }

    /// Takes the authority's answer.
    ///
    /// # Errors
    /// [`Error::Stamp`].
    pub fn stamp(&mut self, answer: &[u8]) -> Result<(), Error> {
        let token = time_stamp::token_in(answer, &self.stamped()?)?;
        self.signature = cms::with_stamp(&self.signature, &token)?;
        Ok(())
    }

    /// The file with the signature in it.
    ///
    /// # Errors
    /// [`Error::Crypto`] if it is larger than its place.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        self.blanked.filled(&self.signature)
    }
}

/// The field of a name, if nothing is in it yet.
fn blank(doc: &Document, name: &str, signature: bool) -> Result<Field, Error> {
    let field = fields(doc)
        .into_iter()
        .find(|f| f.name == name && f.signature == signature)
        .ok_or_else(|| Error::NoField(name.to_owned()))?;
    let blank = match doc.get_dictionary(field.id)?.get(b"V") {
        Err(_) => true,
        Ok(value) => !signature && crate::pdf::text(value).is_empty(),
    };
    if blank {
        Ok(field)
    } else {
        Err(Error::FieldTaken(name.to_owned()))
    }
}

/// A file whose last signature is still a row of zeros.
pub(crate) struct Blanked {
    bytes: Vec<u8>,
    /// From the `<` to behind the `>`.
    gap: std::ops::Range<usize>,
}

fn prepare(
    file: &OpenFile<'_>,
    place: &Place<'_>,
    signer: &dyn Signer,
    more: usize,
) -> Result<Blanked, Error> {
    let OpenFile { pdf, doc } = file;
    file.takes_signature(place.field, place.added.is_some())?;
    let mut update = Update::of(pdf, doc)?;
    let (field, mut widget) = match (blank(doc, place.field, true), place.added) {
        (Ok(field), _) => {
            append_only(doc, &mut update)?;
            (field.id, doc.get_dictionary(field.id)?.clone())
        }
        (Err(Error::NoField(_)), Some(rect)) => added(doc, &mut update, place.field, rect)?,
        (Err(error), _) => return Err(error),
    };
    let room = ROOM + more + signer.chain().iter().map(Vec::len).sum::<usize>();
    let (written, places) = signature_object(&head(place), room);
    let signature = update.add_ready(written);
    widget.set("V", signature);
    if let Some(look) = place.look {
        let look = look.add_to(&mut update)?;
        widget.set("AP", dictionary! { "N" => look });
    }
    update.put(field, widget);
    Ok(Blanked::of(update.append(), signature, &places, room))
}

/// A new field for a signature on the first page, in the form and among what stands on the page.
fn added(
    doc: &Document,
    update: &mut Update<'_>,
    name: &str,
    rect: [f32; 4],
) -> Result<(ObjectId, lopdf::Dictionary), Error> {
    let page_id = *doc
        .get_pages()
        .values()
        .next()
        .ok_or_else(|| Error::Unreadable("no page".to_owned()))?;
    let id = update.free();
    let listed = |list: &[Object]| {
        list.iter()
            .cloned()
            .chain([Object::Reference(id)])
            .collect::<Vec<_>>()
    };
    let mut form = dict_at(doc, catalog(doc)?.1, b"AcroForm")
        .cloned()
        .unwrap_or_default();
    form.set("Fields", listed(array_at(doc, &form, b"Fields")));
    signed_form(doc, form, update)?;
    let mut page = doc.get_dictionary(page_id)?.clone();
    page.set("Annots", listed(array_at(doc, &page, b"Annots")));
    update.put(page_id, page);
    let widget = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => lopdf::text_string(name), "F" => 132, "P" => page_id,
        "Rect" => rect.iter().map(|n| Object::Real(*n)).collect::<Vec<_>>()
    };
    Ok((id, widget))
}

/// Says in the form that the file is signed, so that others only append to it (ISO 32000-1,
/// 12.7.2).
fn append_only(doc: &Document, update: &mut Update<'_>) -> Result<(), Error> {
    let form = dict_at(doc, catalog(doc)?.1, b"AcroForm")
        .filter(|form| form.get(b"SigFlags").and_then(Object::as_i64).unwrap_or(0) & 3 != 3);
    form.cloned()
        .map_or(Ok(()), |form| signed_form(doc, form, update))
}

fn signed_form(
    doc: &Document,
    mut form: lopdf::Dictionary,
    update: &mut Update<'_>,
) -> Result<(), Error> {
    form.set("SigFlags", 3);
    let (root, catalog) = catalog(doc)?;
    match catalog.get(b"AcroForm").and_then(Object::as_reference) {
        Ok(id) => update.put(id, form),
        Err(_) => {
            let mut catalog = catalog.clone();
            catalog.set("AcroForm", form);
            update.put(root, catalog);
        }
    }
    Ok(())
}

/// Where the two places of a signature object are that are filled in afterwards.
pub(crate) struct Places {
    range: usize,
    contents: usize,
}

/// A signature's object: its head, then what is filled in afterwards.
pub(crate) fn signature_object(head: &[u8], room: usize) -> (Vec<u8>, Places) {
    let mut out = head.to_vec();
    out.extend(b"/ByteRange ");
    let range = out.len();
    out.extend(format!("[0 {0:0w$} {0:0w$} {0:0w$}]", 0, w = DIGITS).bytes());
    out.extend(b"/Contents ");
    let contents = out.len();
    out.push(b'<');
    out.extend(std::iter::repeat_n(b'0', 2 * room));
    out.extend(b">>>");
    (out, Places { range, contents })
}

/// What a signature says of itself.
fn head(place: &Place<'_>) -> Vec<u8> {
    let mut out = b"<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached/M ".to_vec();
    let local = place.at.with_timezone(&place.zone);
    let zone = local.format("%:z").to_string().replace(':', "'");
    write_text(
        &mut out,
        format!("D:{}{zone}'", local.format("%Y%m%d%H%M%S")).as_bytes(),
    );
    out
}

/// A string that a reader sees as it is.
fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'(');
    out.extend(text);
    out.push(b')');
}

impl Blanked {
    /// An update whose signature object is still blank: its byte range is filled in.
    pub(crate) fn of(
        appended: Appended,
        signature: ObjectId,
        places: &Places,
        room: usize,
    ) -> Self {
        let begins = appended
            .offsets
            .get(&signature)
            .copied()
            .unwrap_or_default()
            + format!("{} {} obj\n", signature.0, signature.1).len();
        let gap = begins + places.contents..begins + places.contents + 2 + 2 * room;
        let mut bytes = appended.bytes;
        let range = format!(
            "[0 {:0w$} {:0w$} {:0w$}]",
            gap.start,
            gap.end,
            bytes.len() - gap.end,
            w = DIGITS
        );
        let from = begins + places.range;
        bytes[from..from + range.len()].copy_from_slice(range.as_bytes());
        Self { bytes, gap }
    }

    /// Everything but the gap.
    pub(crate) fn covered(&self) -> Vec<u8> {
        [&self.bytes[..self.gap.start], &self.bytes[self.gap.end..]].concat()
    }

    /// The file with a signature in the gap.
    pub(crate) fn filled(mut self, signature: &[u8]) -> Result<Vec<u8>, Error> {
        let hex = hex::encode_upper(signature);
        let inside = self.gap.start + 1..self.gap.end - 1;
        if hex.len() > inside.len() {
            return Err(Error::Crypto(
                "the signature is larger than its place".to_owned(),
            ));
        }
        self.bytes[inside.start..inside.start + hex.len()].copy_from_slice(hex.as_bytes());
        Ok(self.bytes)
    }
}

/// A field that is still blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Blank {
    /// Its name.
    pub name: String,
    /// Whether it is for a signature; otherwise for text.
    pub signature: bool,
    /// Width and height in points.
    pub size: (f32, f32),
    /// The face that its text asks for (`/DA`), where it is for text.
    pub face: Option<String>,
}

fn described(doc: &Document, field: Field) -> Blank {
    let dict = doc.get_dictionary(field.id).ok();
    let rect: Vec<f32> = dict
        .map(|dict| {
            array_at(doc, dict, b"Rect")
                .iter()
                .filter_map(|n| n.as_float().ok())
                .collect()
        })
        .unwrap_or_default();
    let size = if let [x0, y0, x1, y1] = rect.as_slice() {
        ((x1 - x0).abs(), (y1 - y0).abs())
    } else {
        (0.0, 0.0)
    };
    let face = dict
        .and_then(|dict| dict.get(b"DA").ok().map(crate::pdf::text))
        .and_then(|look| {
            Some(
                look.split_whitespace()
                    .next()?
                    .strip_prefix('/')?
                    .to_owned(),
            )
        });
    Blank {
        name: field.name,
        signature: field.signature,
        size,
        face,
    }
}
