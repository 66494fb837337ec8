//! Filling the gaps of a file: number and date, once they are known.

use std::collections::BTreeMap;

use domain::blanks::Gap;
use evidence::{apart, refusal};
use seal::Error;
use seal::sign::{Fill, OpenFile};

use crate::Reply;

/// Fills every blank gap of a file whose value is known, by an update that the next signature
/// vouches for.
///
/// # Errors
/// `signed_broken`, `signed_unreadable`.
pub(crate) fn fill_gaps(pdf: &[u8], values: &BTreeMap<Gap, String>) -> Reply<Vec<u8>> {
    let failed = |e: Error| refusal(&e, "", "");
    let mut fills = vec![];
    let file = apart(|| OpenFile::open(pdf))?;
    for blank in file.blanks().into_iter().filter(|b| !b.signature) {
        let Some(text) = Gap::of_field(&blank.name).and_then(|gap| values.get(&gap)) else {
            continue;
        };
        fills.push(Fill {
            field: blank.name.clone(),
            text: text.clone(),
            look: evidence::look_in(&blank, text)?,
        });
    }
    if fills.is_empty() {
        return Ok(pdf.to_vec());
    }
    Ok(file.fill(&fills).map_err(failed)?)
}
