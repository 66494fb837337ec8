//! Typed ids: a class id can never be passed where an officer id is wanted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(specta::Type))]
        #[cfg_attr(feature = "api", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(text.parse()?))
            }
        }
    )*};
}

id! {
    /// A department, commune, school, centre or group.
    UnitId;
    /// A person, told apart from others by the unit's own records.
    OfficerId;
    /// One post of one officer in one unit, with dates.
    AppointmentId;
    /// A class of one school year.
    ClassId;
    /// A login on a named system.
    AccountId;
    /// A paper that minutes may cite.
    DocumentId;
    /// One right of one holder.
    DelegationId;
    /// Handover minutes of any kind.
    MinutesId;
    /// A line of the work list on the Hệ thống CSDL.
    CsdlTaskId;
    /// The register of numbers of one unit and year.
    RegisterId;
    /// An act that waits for a decision.
    HeldActId;
    /// What a machine tried on a day and was refused.
    NotableRefusalId;
    /// One machine of one person.
    DeviceId;
    /// One act as it was done by a person.
    OpId;
}

/// SHA-256 of an attachment, 64 lower-case hex digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[cfg_attr(feature = "api", derive(utoipa::ToSchema), schema(max_length = 64))]
#[serde(transparent)]
pub struct BlobHash(pub String);

impl BlobHash {
    /// Whether it has the shape of a hash.
    #[must_use]
    pub fn well_formed(&self) -> bool {
        self.0.len() == 64
            && self
                .0
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    }
}
