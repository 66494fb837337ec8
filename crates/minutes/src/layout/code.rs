//! The code of a page: an address, and its dark squares.

use crate::error::Error;
use crate::words::Measures;

/// The address in the code of a page: upper case, so that the code needs few squares.
pub(super) fn verify_address(m: &Measures, token: &str, page: usize, check_code: &str) -> String {
    format!(
        "{}{}.{page}.{check_code}",
        m.verify_address,
        domain::page_code::short_token(token)
    )
    .to_uppercase()
}

/// The squares of a code row by row, dark ones true.
pub(super) fn modules(address: &str) -> Result<Vec<Vec<bool>>, Error> {
    let code = fast_qr::QRBuilder::new(address)
        .ecl(fast_qr::ECL::M)
        .build()
        .map_err(|e| Error::Pdf(e.to_string()))?;
    Ok((0..code.size)
        .map(|row| {
            code[row]
                .iter()
                .take(code.size)
                .map(|module| module.value())
                .collect()
        })
        .collect())
}
