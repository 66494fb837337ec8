//! What this machine trusts: roots, authorities and revocation lists.

use chrono::{DateTime, Utc};
use domain::text::visible;
use domain::{Code, Refusal};
use seal::trust::{Kind, Roots, Trusted};
use serde::{Deserialize, Serialize};

use super::answers::{add_answers, damaged};
use crate::{Engine, Reply};

/// Where what is trusted lies among the settings of a machine.
const TRUSTED: &str = "trusted_files";

/// Whose roots they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RootSet {
    /// The government's own authority, under the Ban Cơ yếu Chính phủ.
    Government,
    /// Public authorities, under the NEAC.
    Public,
    /// Neither is said.
    #[default]
    Other,
}

impl From<seal::trust::RootSet> for RootSet {
    fn from(set: seal::trust::RootSet) -> Self {
        match set {
            seal::trust::RootSet::Government => Self::Government,
            seal::trust::RootSet::Public => Self::Public,
            seal::trust::RootSet::Other => Self::Other,
        }
    }
}

impl From<RootSet> for seal::trust::RootSet {
    fn from(set: RootSet) -> Self {
        match set {
            RootSet::Government => Self::Government,
            RootSet::Public => Self::Public,
            RootSet::Other => Self::Other,
        }
    }
}

/// A file that a machine trusts, and whose roots it holds.
#[derive(PartialEq, Serialize, Deserialize)]
struct TrustedFile {
    set: RootSet,
    hex: String,
}

/// One thing that this machine trusts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TrustedRow {
    /// `root`, `authority` or `list`.
    pub kind: TrustedKind,
    /// Whose root it is.
    pub set: RootSet,
    /// Whose it is.
    pub name: String,
    /// Its last day; for a list, when the next one is due.
    pub until: Option<DateTime<Utc>>,
}

/// What a trusted file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TrustedKind {
    /// A root.
    Root,
    /// An authority between a root and those who sign.
    Authority,
    /// A revocation list.
    List,
}

impl Engine {
    /// What this machine trusts.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn trusted(&self) -> Reply<Vec<TrustedRow>> {
        let row = |t: Trusted| TrustedRow {
            kind: match t.kind {
                Kind::Root => TrustedKind::Root,
                Kind::Authority => TrustedKind::Authority,
                Kind::List => TrustedKind::List,
            },
            set: t.set.into(),
            name: visible(&t.name),
            until: t.until,
        };
        Ok(self.roots().await?.listed().into_iter().map(row).collect())
    }

    /// Trusts the certificates of a file, as roots of a set, or takes its revocation list; what is
    /// there already stays once.
    ///
    /// # Errors
    /// `not_a_certificate`; those of the replica.
    pub async fn trust(&self, file: &[u8], set: RootSet) -> Reply<()> {
        Roots::default()
            .add(file, set.into())
            .map_err(|_| Refusal::new(Code::NotACertificate))?;
        let mut writer = self.replica.writer().await;
        let mut all: Vec<TrustedFile> = replica::settings::get(&mut writer, TRUSTED)
            .await?
            .unwrap_or_default();
        let hex = hex::encode(file);
        all.retain(|known| known.hex != hex);
        all.push(TrustedFile { set, hex });
        Ok(replica::settings::put(&mut writer, TRUSTED, &all).await?)
    }

    /// Everything that this machine trusts, with what authorities answered.
    pub(crate) async fn roots(&self) -> Reply<Roots> {
        let mut reader = self.replica.reader().await?;
        let all: Option<Vec<TrustedFile>> = replica::settings::get(&mut reader, TRUSTED).await?;
        let mut roots = Roots::default();
        for file in all.unwrap_or_default() {
            let bytes = hex::decode(&file.hex).map_err(damaged)?;
            roots.add(&bytes, file.set.into()).map_err(damaged)?;
        }
        add_answers(&mut reader, &mut roots).await?;
        Ok(roots)
    }
}
