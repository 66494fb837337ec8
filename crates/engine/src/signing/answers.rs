//! What authorities answered about the signers of files here, as it is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{Code, Refusal};
use evidence::revocation::Source;
use seal::trust::{RootSet, Roots};
use serde::{Deserialize, Serialize};

use crate::Reply;

/// What authorities can be asked about the signers of files here, by the key of the question, with
/// what they answered.
pub const REVOCATION: &str = "revocation";

/// A question to an authority, and its answer; bytes in hex.
#[derive(Serialize, Deserialize)]
pub struct Asked {
    pub address: String,
    pub issuer: String,
    pub certificate: Option<String>,
    pub answer: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

impl Asked {
    pub fn of(source: &Source) -> Self {
        Self {
            address: source.address.clone(),
            issuer: hex::encode(&source.issuer),
            certificate: source.certificate.as_ref().map(hex::encode),
            answer: None,
            at: None,
        }
    }

    /// The question.
    pub fn source(&self) -> Result<Source, Refusal> {
        let certificate = self.certificate.as_ref().map(hex::decode);
        Ok(Source {
            address: self.address.clone(),
            issuer: hex::decode(&self.issuer).map_err(damaged)?,
            certificate: certificate.transpose().map_err(damaged)?,
        })
    }

    /// The answer, once there is one.
    pub fn answer(&self) -> Result<Option<Vec<u8>>, Refusal> {
        let answer = self.answer.as_ref().map(hex::decode);
        answer.transpose().map_err(damaged)
    }
}

/// Adds what authorities answered to what is trusted.
pub async fn add_answers(db: &mut replica::Connection, roots: &mut Roots) -> Reply<()> {
    let all: Option<BTreeMap<String, Asked>> = replica::settings::get(db, REVOCATION).await?;
    for asked in all.unwrap_or_default().values() {
        match asked.answer()? {
            Some(answer) if asked.certificate.is_some() => roots.add_answer(&answer),
            Some(list) => roots.add(&list, RootSet::Other).map_err(damaged)?,
            None => {}
        }
    }
    Ok(())
}

/// What is kept here cannot be read any more.
pub fn damaged(_: impl std::fmt::Debug) -> Refusal {
    Refusal::new(Code::NotACertificate)
}
