//! What is kept of signatures: those in the file itself, and those on paper with their scan.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::archived::Archived;
use crate::blanks::Party;
use crate::ids::{BlobHash, OfficerId};

/// A digital signature in the file of minutes, as its certificate names the signer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSignature {
    /// Its field.
    pub field: String,
    /// Who signed.
    pub signer: String,
    /// Their organisation.
    pub organisation: Option<String>,
    /// The instant that the signer claims, to the second.
    pub claimed_at: DateTime<Utc>,
    /// SHA-256 of the certificate, 64 hex digits.
    pub certificate: String,
}

/// The file of minutes with its digital signatures so far. It begins with the bytes that were
/// frozen; each signature only adds to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitalFile {
    /// When the last signature was taken in.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: OfficerId,
    /// The file.
    pub blob: BlobHash,
    /// Its signatures, first signed first.
    pub signatures: Vec<FieldSignature>,
    /// The same file as it is kept for long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Archived>,
}

impl DigitalFile {
    /// The signature of a party, if it is there.
    #[must_use]
    pub fn of(&self, party: Party) -> Option<&FieldSignature> {
        self.signatures.iter().find(|s| s.field == party.field())
    }
}

/// A scan that the organisation signed: a lawful copy of the paper (Nghị định 30/2020/NĐ-CP, Điều
/// 25–27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawfulCopy {
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: OfficerId,
    /// The signed scan. It begins with the bytes of the scan.
    pub blob: BlobHash,
    /// The organisation's signature.
    pub signature: FieldSignature,
    /// The same file as it is kept for long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<Archived>,
}

/// *Xác nhận điện tử* of the receiver: evidence of intent, never a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it is the paper that he signed; otherwise what is wrong with it.
    pub objection: Option<String>,
}

/// A scan of the signed paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// When it was filed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: OfficerId,
    /// The file.
    pub blob: BlobHash,
    /// Its pages.
    pub pages: u32,
    /// How it was compared with its paper; none as long as only the machine that filed it has, as
    /// before the server did too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Box<Comparison>>,
    /// The copy that the organisation signed; without it the scan is no lawful copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Box<LawfulCopy>>,
}

impl Scan {
    /// Whether rights may go on by it: nobody has found yet that a page of it cannot be read, or
    /// somebody has looked at it since.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(self.comparison(), Some(Comparison::Open { .. }))
    }

    /// How it was compared with its paper.
    #[must_use]
    pub fn comparison(&self) -> Option<&Comparison> {
        self.compared.as_deref()
    }
}

/// How a scan was compared with its paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The server read the code of every page.
    Read {
        /// When.
        at: DateTime<Utc>,
    },
    /// *Chưa đối chiếu*: no program reads the code of some pages, so somebody must look at them.
    Open {
        /// These pages of the file, from 1.
        pages: Vec<u32>,
    },
    /// Whoever leads the level above looked at it and accepted it.
    ByEye {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: OfficerId,
        /// What was compared, and why no program could.
        reason: String,
    },
}
