//! Whom authorities have revoked: where the certificates of a signed file say that they can be
//! asked, and what counts as an answer.

use chrono::{DateTime, Duration, Utc};
use domain::Refusal;
use seal::archive::certificates_in;
use seal::trust::{Roots, is_list_of, list_addresses, made_at, ocsp};
use sha2::{Digest, Sha256};

use crate::apart;

/// What an authority can be asked: for the list of all that it has revoked, or about one
/// certificate (OCSP).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Where.
    pub address: String,
    /// The authority that must stand behind the answer; DER.
    pub issuer: Vec<u8>,
    /// The certificate that is asked about; none for the list of all. DER.
    pub certificate: Option<Vec<u8>>,
}

impl Source {
    /// The same for the same question, 64 hex digits.
    #[must_use]
    pub fn key(&self) -> String {
        let certificate = self.certificate.as_deref().map(Sha256::digest);
        hex::encode(
            Sha256::new()
                .chain_update(&self.address)
                .chain_update([0])
                .chain_update(certificate.unwrap_or_default())
                .finalize(),
        )
    }

    /// What is posted, with its media type; none where the list just lies there.
    #[must_use]
    pub fn question(&self) -> Option<(&'static str, Vec<u8>)> {
        let certificate = self.certificate.as_ref()?;
        Some((
            "application/ocsp-request",
            ocsp::question(certificate, &self.issuer).ok()?,
        ))
    }

    /// Whether an answer is what was asked for, the authority stands behind it, and it is not older
    /// than the one that is known: the way over which it came is open.
    #[must_use]
    pub fn takes(&self, answer: &[u8], known: Option<&[u8]>) -> bool {
        let made = |answer: &[u8]| match &self.certificate {
            Some(certificate) => ocsp::answered_at(answer, certificate, &self.issuer),
            None => made_at(answer).filter(|_| is_list_of(answer, &self.issuer)),
        };
        made(answer)
            .is_some_and(|made_now| known.and_then(made).is_none_or(|before| made_now >= before))
    }
}

/// What the certificates of a signed file hang on.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// Those that lead to a root which is trusted, with everything between, the roots too; DER.
    pub certificates: Vec<Vec<u8>>,
    /// What can be asked about them. Of others nothing is asked.
    pub sources: Vec<Source>,
}

/// The chains of everybody who signed or stamped a file.
///
/// # Errors
/// `signed_unreadable`.
pub fn chains(file: &[u8], roots: &Roots) -> Result<Chains, Refusal> {
    let mut led = roots.evidence().certificates;
    let own = apart(|| certificates_in(file))?;
    let mut rest = own.clone();
    rest.sort();
    rest.dedup();
    // From the roots down, until nothing more hangs on what is known.
    loop {
        let (below, others): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|own| ocsp::issuer_of(own, led.iter().map(Vec::as_slice)).is_some());
        rest = others;
        if below.is_empty() {
            break;
        }
        led.extend(below);
    }
    let mut chains = Chains {
        certificates: own.into_iter().filter(|own| led.contains(own)).collect(),
        sources: vec![],
    };
    // And up again from those in the file.
    let mut next = 0;
    while let Some(own) = chains.certificates.get(next).cloned() {
        next += 1;
        // A root speaks for itself.
        let Some(issuer) = ocsp::issuer_of(&own, led.iter().map(Vec::as_slice))
            .filter(|issuer| *issuer != own.as_slice())
        else {
            continue;
        };
        let source = |address: String, certificate: Option<&Vec<u8>>| Source {
            address,
            issuer: issuer.to_vec(),
            certificate: certificate.cloned(),
        };
        chains.sources.extend(
            list_addresses(&own)
                .into_iter()
                .map(|address| source(address, None)),
        );
        chains.sources.extend(
            ocsp::addresses(&own)
                .into_iter()
                .map(|address| source(address, Some(&own))),
        );
        if !chains.certificates.iter().any(|known| known == issuer) {
            chains.certificates.push(issuer.to_vec());
        }
    }
    chains.certificates.sort();
    chains.certificates.dedup();
    chains.sources.sort();
    chains.sources.dedup();
    Ok(chains)
}

/// Whether it is time to ask: what is not known at once, then after an hour; what is known twice a
/// day.
#[must_use]
pub fn is_due(known: bool, asked: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    let pace = Duration::hours(if known { 12 } else { 1 });
    asked.is_none_or(|last| now - last >= pace)
}
