//! What opens something, while somebody has just typed it.

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A password, PIN or recovery code: it leaves the memory with whoever holds it, and is never shown.
pub struct Secret(Zeroizing<String>);

impl std::ops::Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(typed: String) -> Self {
        Self(Zeroizing::new(typed))
    }
}

impl From<&str> for Secret {
    fn from(typed: &str) -> Self {
        typed.to_owned().into()
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(made: Zeroizing<String>) -> Self {
        Self(made)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

/// For a screen it is a text.
#[cfg(feature = "bindings")]
impl specta::Type for Secret {
    fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
        String::definition(types)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_from_a_message_and_never_shown() {
        let secret: Secret = serde_json::from_str("\"cây phượng\"").unwrap();
        assert_eq!(&*secret, "cây phượng");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
