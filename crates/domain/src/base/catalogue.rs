//! Catalogues that ship with the program: the communes of Hải Phòng since 1/7/2025.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A commune of the catalogue: code and names as in Quyết định 19/2025/QĐ-TTg.
#[derive(Clone, Debug, Deserialize)]
pub struct CommuneEntry {
    /// Five-digit code, the only identity.
    pub code: String,
    /// `Phường Lê Chân`.
    pub name: String,
    /// `Lê Chân`.
    pub short_name: String,
    /// The province that it belonged to until 30/6/2025.
    former_province: String,
}

/// The two halves of the city: accounts are handed over at two sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The communes of the former Hải Dương.
    West,
    /// Those that were Hải Phòng before.
    East,
}

impl CommuneEntry {
    /// The half of the city in which it lies.
    #[must_use]
    pub fn area(&self) -> Area {
        if self.former_province == "Hải Dương" {
            Area::West
        } else {
            Area::East
        }
    }
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

/// The commune of a code.
///
/// ```
/// use domain::catalogue::{Area, commune};
/// assert_eq!(commune("10888").map(|c| c.area()), Some(Area::West));
/// assert_eq!(commune("11383").map(|c| c.area()), Some(Area::East));
/// ```
#[must_use]
pub fn commune(code: &str) -> Option<&'static CommuneEntry> {
    communes().iter().find(|entry| entry.code == code)
}

/// The day from which the catalogue holds.
#[must_use]
pub fn communes_valid_from() -> NaiveDate {
    COMMUNES.valid_from
}
