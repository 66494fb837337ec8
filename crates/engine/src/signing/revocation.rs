//! Asking authorities about the signers of files here, when the network is there.

use std::collections::BTreeMap;

use ask::ask;
use chrono::{DateTime, Utc};
use evidence::revocation::{chains, is_due};

use super::answers::{Asked, REVOCATION};
use crate::{Engine, Reply};

impl Engine {
    /// Notes what the authorities of a signed file can be asked, for when the network is there.
    pub(crate) async fn note_authorities(&self, pdf: &[u8]) -> Reply<()> {
        let roots = self.roots().await?;
        let mut all: BTreeMap<String, Asked> = self.setting(REVOCATION).await?.unwrap_or_default();
        for source in chains(pdf, &roots)?.sources {
            all.entry(source.key())
                .or_insert_with(|| Asked::of(&source));
        }
        self.set_setting(REVOCATION, &all).await
    }

    /// Asks the authorities of signed files here whom they have revoked, as far as that is due. An
    /// answer says itself until when it holds.
    pub(crate) async fn renew_revocations(&self) -> Reply<()> {
        let all: BTreeMap<String, Asked> = self.setting(REVOCATION).await?.unwrap_or_default();
        let now = self.now();
        let mut renewed = BTreeMap::new();
        for (key, asked) in all {
            if is_due(asked.answer.is_some(), asked.at, now) {
                renewed.insert(key, asked_again(asked, now).await?);
            }
        }
        if renewed.is_empty() {
            return Ok(());
        }
        // Files may have come while the authorities were asked.
        let mut all: BTreeMap<String, Asked> = self.setting(REVOCATION).await?.unwrap_or_default();
        all.extend(renewed);
        self.set_setting(REVOCATION, &all).await
    }
}

/// Asks one authority; what does not answer the question leaves what is known.
async fn asked_again(asked: Asked, now: DateTime<Utc>) -> Reply<Asked> {
    let (source, known) = (asked.source()?, asked.answer()?);
    let answer = ask(&source.address, source.question()).await;
    let answer = answer.filter(|answer| source.takes(answer, known.as_deref()));
    Ok(Asked {
        answer: answer.map(hex::encode).or(asked.answer),
        at: Some(now),
        ..asked
    })
}
