//! Catalogues that ship with the program: the communes of Hải Phòng since 1/7/2025.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

/// A commune of the catalogue: code and names as in Quyết định 19/2025/QĐ-TTg.
#[derive(Clone, Debug, Deserialize)]
pub struct CommuneEntry {
    /// Five-digit code, the only identity.
    pub code: String,
    /// `Phường Lê Chân`.
    pub name: String,
    /// `Lê Chân`.
    pub short_name: String,
}

#[derive(Deserialize)]
struct Catalogue {
    valid_from: NaiveDate,
    units: Vec<CommuneEntry>,
}

static COMMUNES: LazyLock<Catalogue> = LazyLock::new(|| {
    serde_json::from_str(include_str!("hai_phong_communes.json")).unwrap_or(Catalogue {
        valid_from: NaiveDate::MIN,
        units: vec![],
    })
});

/// The communes of Hải Phòng, in the order of their codes.
///
/// ```
/// assert_eq!(domain::catalogue::communes().len(), 114);
/// ```
#[must_use]
pub fn communes() -> &'static [CommuneEntry] {
    &COMMUNES.units
}

/// The day from which the catalogue holds.
#[must_use]
pub fn communes_valid_from() -> NaiveDate {
    COMMUNES.valid_from
}
