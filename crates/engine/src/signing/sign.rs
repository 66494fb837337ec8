//! Signing a field of a file, with the look that the forms draw.

use ask::archive::stamp_of;
use chrono::{DateTime, Utc};
use domain::blanks::Party;
use domain::calendar::vietnam;
use domain::{Code, Refusal};
use evidence::{apart, refusal};
use minutes::look::{self, Hand};
use seal::archive;
use seal::sign::{Blank, OpenFile, Place, Signing};
use seal::{Error, Look};

use super::key::OpenedKey;
use crate::{Failure, Reply};

/// How a field is signed.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// The field; the first blank one that fits the hand if none is named.
    pub field: Option<&'a str>,
    /// Whose hand it is.
    pub hand: Hand,
    /// When.
    pub at: DateTime<Utc>,
}

/// Signs a field of a file (PAdES B-B).
///
/// # Errors
/// The refusals of the certificate, `field_missing`, `field_taken`, `signed_broken`,
/// `signed_unreadable`.
pub fn sign_file(pdf: &[u8], key: &OpenedKey, manner: &Manner<'_>) -> Reply<Vec<u8>> {
    begun(pdf, key, manner, false)?
        .finish()
        .map_err(|e| refusal(&e, &key.name, "").into())
}

/// Like [`sign_file`], with the time stamp of an authority that is asked over HTTP (PAdES B-T).
///
/// # Errors
/// Those of [`sign_file`]; `stamp_refused`.
pub async fn sign_file_stamped(
    pdf: &[u8],
    key: &OpenedKey,
    manner: &Manner<'_>,
    authority: &str,
) -> Reply<Vec<u8>> {
    let failed = |e: Error| Failure::from(refusal(&e, &key.name, ""));
    let mut signing = begun(pdf, key, manner, true)?;
    let answer = stamp_of(authority, &signing.stamped().map_err(failed)?, manner.at).await?;
    signing.stamp(&answer).map_err(failed)?;
    signing.finish().map_err(failed)
}

/// Looks whether a file can be signed in a manner, before a password or PIN is tried for it.
///
/// # Errors
/// `field_missing`, `field_taken`, `signed_broken`, `locked_by_signer`; those of reading it
/// (`signed_unreadable`, `signed_encrypted`, `file_too_large`).
pub fn signable(pdf: &[u8], hand: Hand, field: Option<&str>) -> Result<(), Refusal> {
    let file = apart(|| OpenFile::open(pdf))?;
    let blanks = file.blanks();
    let (name, added) = if hand == Hand::Copy {
        (COPY_FIELD, true)
    } else {
        let wanted = wanted(&blanks, hand, field).map(|blank| blank.name.as_str());
        (wanted.or(field).unwrap_or_default(), false)
    };
    let answer = file.takes_signature(name, added);
    answer.map_err(|error| refusal(&error, "", name))
}

/// Where the organisation signs a scan: the upper right corner of the first page (Nghị định
/// 30/2020/NĐ-CP, annex I); the field's name, and its rectangle in points from the lower left.
const COPY_FIELD: &str = "lawful_copy";
const COPY_SIZE: (f32, f32) = (150.0, 44.0);
const COPY_MARGIN: f32 = 14.0;

fn begun(pdf: &[u8], key: &OpenedKey, manner: &Manner<'_>, stamped: bool) -> Reply<Signing> {
    let failed = |e: Error| refusal(&e, &key.name, manner.field.unwrap_or_default());
    let file = apart(|| OpenFile::open(pdf))?;
    if manner.hand == Hand::Copy {
        let look = drawn(key, manner, COPY_SIZE)?;
        let corner = file.corner().map_err(failed)?;
        let place = Place {
            field: COPY_FIELD,
            at: manner.at,
            zone: vietnam(),
            look: Some(&look),
            added: Some(beside(corner)),
        };
        return Signing::begin(&file, &place, key.signer.as_ref(), stamped)
            .map_err(|e| failed(e).into());
    }
    let blanks = file.blanks();
    let wanted = wanted(&blanks, manner.hand, manner.field);
    let look = match wanted.map(|blank| blank.size) {
        Some(size) if size.0 > 1.0 && size.1 > 1.0 => Some(drawn(key, manner, size)?),
        _ => None,
    };
    let place = Place {
        // Which field is missing, or taken, is for the one who signs to say.
        field: wanted.map_or(manner.field.unwrap_or_default(), |b| b.name.as_str()),
        at: manner.at,
        zone: vietnam(),
        look: look.as_ref(),
        added: None,
    };
    Signing::begin(&file, &place, key.signer.as_ref(), stamped).map_err(|e| failed(e).into())
}

/// The look of a signature, as the forms draw it.
fn drawn(key: &OpenedKey, manner: &Manner<'_>, size: (f32, f32)) -> Result<Look, Refusal> {
    let local = manner.at.with_timezone(&vietnam());
    let organisation = key.organisation.as_deref();
    let page = look::signature(manner.hand, &key.name, organisation, local, size)
        .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
    Look::of_page(page).map_err(|e| refusal(&e, &key.name, manner.field.unwrap_or_default()))
}

/// The place of a lawful copy's signature, at a corner of the page.
fn beside((x, y): (f32, f32)) -> [f32; 4] {
    [
        x - COPY_SIZE.0 - COPY_MARGIN,
        y - COPY_SIZE.1 - COPY_MARGIN,
        x - COPY_MARGIN,
        y - COPY_MARGIN,
    ]
}

/// The field that is named; otherwise the first blank one that fits the hand, or the first.
fn wanted<'a>(blanks: &'a [Blank], hand: Hand, field: Option<&str>) -> Option<&'a Blank> {
    let mut signable = blanks.iter().filter(|b| b.signature);
    if let Some(field) = field {
        return signable.find(|b| b.name == field);
    }
    let signable: Vec<&Blank> = signable.filter(|b| b.name != archive::FIELD).collect();
    let of_hand = |b: &&&Blank| {
        Party::of_field(&b.name).is_some_and(Party::is_organisation) == (hand == Hand::Organisation)
    };
    let fitting = signable.iter().find(of_hand);
    fitting.or(signable.first()).copied()
}
