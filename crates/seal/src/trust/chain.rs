//! Trust: the way from a certificate to a configured root (RFC 5280), by `webpki`; revocation from
//! lists that are known here.

use chrono::{DateTime, Utc};
use const_oid::db::rfc5280::ID_KP_TIME_STAMPING;
use der::{Decode, DecodePem, Encode};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use webpki::{
    BorrowedCertRevocationList, CertRevocationList, EndEntityCert, ExpirationPolicy,
    ExtendedKeyUsageValidator, KeyPurposeIdIter, RevocationCheckDepth, RevocationOptions,
    RevocationOptionsBuilder, UnknownStatusPolicy, anchor_from_trusted_cert, ring,
};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::ExtendedKeyUsage;

use super::evidence::{Evidence, made_at};
use super::ocsp::{self, Said};
use crate::Error;
use crate::key::{signs_documents, validity};
use crate::names;

/// Why a certificate is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// No configured root leads to it.
    Unknown,
    /// It had ended when it signed, or has ended and nothing proves when that was.
    Expired,
    /// It was not valid yet.
    NotYetValid,
    /// Its issuer has revoked it.
    Revoked,
    /// It is not for signing documents.
    NotForSigning,
    /// It, or one above it, is signed by an algorithm that is not accepted.
    Algorithm,
}

/// What a trusted file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A root.
    Root,
    /// An authority between a root and those who sign.
    Authority,
    /// A revocation list.
    List,
}

/// Whose roots they are (Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023: signatures for public
/// service, and those of the public authorities).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RootSet {
    /// The government's own authority, under the Ban Cơ yếu Chính phủ.
    Government,
    /// Public authorities, under the NEAC.
    Public,
    /// Neither is said.
    #[default]
    Other,
}

/// One thing that is trusted, as people see it.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// What it is.
    pub kind: Kind,
    /// Whose root it is.
    pub set: RootSet,
    /// Whose it is.
    pub name: String,
    /// Its last day; for a list, when the next one is due.
    pub until: Option<DateTime<Utc>>,
}

/// Roots that are trusted, and lists of what their authorities have revoked.
#[derive(Clone, Debug, Default)]
pub struct Roots {
    roots: Vec<(CertificateDer<'static>, RootSet)>,
    intermediates: Vec<CertificateDer<'static>>,
    lists: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
}

/// What is known of a signer who is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// Whether it could be checked that nobody revoked the certificate.
    pub not_revoked: bool,
    /// Whose root it leads to.
    pub set: RootSet,
}

impl Roots {
    /// Adds what a file holds: certificates (PEM or DER; self-signed ones are roots of a set,
    /// others lead to one), or revocation lists (DER or PEM).
    ///
    /// # Errors
    /// [`Error::NoKey`] if it is neither.
    pub fn add(&mut self, file: &[u8], set: RootSet) -> Result<(), Error> {
        let lists = pem(file, "X509 CRL").unwrap_or_else(|| vec![file.to_vec()]);
        if !lists.is_empty()
            && lists
                .iter()
                .all(|list| BorrowedCertRevocationList::from_der(list).is_ok())
        {
            self.lists.extend(lists);
            return Ok(());
        }
        let certificates = pem(file, "CERTIFICATE").unwrap_or_else(|| vec![file.to_vec()]);
        if certificates.is_empty() {
            return Err(Error::NoKey("no certificate in it".to_owned()));
        }
        for der in certificates {
            let certificate =
                Certificate::from_der(&der).map_err(|e| Error::NoKey(e.to_string()))?;
            let own = certificate.tbs_certificate.subject == certificate.tbs_certificate.issuer;
            if own {
                self.roots.push((CertificateDer::from(der), set));
            } else {
                self.intermediates.push(CertificateDer::from(der));
            }
        }
        Ok(())
    }

    /// Adds a certificate, a revocation list or an authority's answer that a file brings along:
    /// never a root.
    pub(crate) fn add_evidence(&mut self, der: &[u8]) {
        if BorrowedCertRevocationList::from_der(der).is_ok() {
            self.lists.push(der.to_vec());
        } else if Certificate::from_der(der).is_ok() {
            self.intermediates.push(CertificateDer::from(der.to_vec()));
        } else {
            self.add_answer(der);
        }
    }

    /// Adds an authority's answer about one certificate (OCSP); anything else is not taken.
    pub fn add_answer(&mut self, der: &[u8]) {
        if ocsp::is_answer(der) {
            self.answers.push(der.to_vec());
        }
    }

    /// What of it is evidence for later: authorities between, roots, revocation lists.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let certificates = self
            .intermediates
            .iter()
            .chain(self.roots.iter().map(|root| &root.0))
            .map(|c| c.as_ref().to_vec())
            .collect();
        Evidence {
            certificates,
            lists: self.lists.clone(),
            answers: self.answers.clone(),
        }
    }

    /// Everything that is trusted, roots first.
    #[must_use]
    pub fn listed(&self) -> Vec<Trusted> {
        let certificate = |kind, set, der: &CertificateDer<'_>| {
            let certificate = Certificate::from_der(der).ok()?;
            Some(Trusted {
                kind,
                set,
                name: names::whose(&certificate.tbs_certificate.subject),
                until: Some(validity(&certificate).1),
            })
        };
        let list = |der: &Vec<u8>| {
            let list = CertificateList::from_der(der).ok()?;
            let next = list
                .tbs_cert_list
                .next_update
                .map(|time| DateTime::<Utc>::from(time.to_system_time()));
            Some(Trusted {
                kind: Kind::List,
                set: RootSet::Other,
                name: names::whose(&list.tbs_cert_list.issuer),
                until: next,
            })
        };
        let roots = self
            .roots
            .iter()
            .filter_map(|(der, set)| certificate(Kind::Root, *set, der));
        let between = self
            .intermediates
            .iter()
            .filter_map(|der| certificate(Kind::Authority, RootSet::Other, der));
        roots
            .chain(between)
            .chain(self.lists.iter().filter_map(list))
            .collect()
    }

    /// Whether nothing is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Whether a signer is trusted at an instant. If it is proven that the signature was there
    /// then, a later revocation changes nothing.
    ///
    /// A claimed time helps nobody: a certificate that has ended is refused unless something else
    /// proves the time.
    pub(crate) fn trusts(
        &self,
        own: &[u8],
        others: &[Vec<u8>],
        claimed: Option<DateTime<Utc>>,
        at: At,
        usage: Use,
    ) -> Result<Known, Trust> {
        let At { time: at, proven } = at;
        let der = CertificateDer::from(own);
        let own = Certificate::from_der(own).map_err(|_| Trust::Unknown)?;
        let (from, until) = validity(&own);
        if claimed.is_some_and(|claimed| claimed < from) || at < from {
            return Err(Trust::NotYetValid);
        }
        if claimed.is_some_and(|claimed| claimed > until) || at > until {
            return Err(Trust::Expired);
        }
        if !signs_documents(&own) || (usage == Use::Stamping && !stamps(&own)) {
            return Err(Trust::NotForSigning);
        }
        // Somebody trusts this very certificate, which nobody stands above.
        if let Some((_, set)) = self.roots.iter().find(|(root, _)| *root == der) {
            let (set, not_revoked) = (*set, false);
            return Ok(Known { not_revoked, set });
        }
        let anchors: Vec<TrustAnchor<'_>> = self
            .roots
            .iter()
            .filter_map(|(root, _)| anchor_from_trusted_cert(root).ok())
            .collect();
        let mut between: Vec<CertificateDer<'_>> = others
            .iter()
            .map(|der| CertificateDer::from(der.as_slice()))
            .collect();
        between.extend(self.intermediates.iter().cloned());
        let end = EndEntityCert::try_from(&der).map_err(|_| Trust::Unknown)?;
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(
            u64::try_from(at.timestamp()).unwrap_or(0),
        ));
        // What was added was read then: none is left out, so that each stands beside its bytes.
        let lists: Vec<CertRevocationList<'_>> = self
            .lists
            .iter()
            .filter_map(|list| BorrowedCertRevocationList::from_der(list).ok())
            .map(Into::into)
            .collect();
        let singles: Vec<[&CertRevocationList<'_>; 1]> = lists.iter().map(|list| [list]).collect();
        // A list that is out of date still tells whom it names; that somebody is not on it tells
        // nothing any more.
        fn check<'l>(
            list: &'l [&'l CertRevocationList<'l>],
            depth: RevocationCheckDepth,
            policy: UnknownStatusPolicy,
            expiration: ExpirationPolicy,
        ) -> Option<RevocationOptions<'l>> {
            let builder = RevocationOptionsBuilder::new(list).ok()?;
            Some(
                builder
                    .with_depth(depth)
                    .with_status_policy(policy)
                    .with_expiration_policy(expiration)
                    .build(),
            )
        }
        let build = |revocation| {
            end.verify_for_usage(
                ALGORITHMS, &anchors, &between, time, usage, revocation, None,
            )
        };
        let path = build(None).map_err(why)?;
        // One by one: an older list that does not name somebody must not hide a newer one that
        // does.
        let mut not_revoked = false;
        for (list, der) in singles.iter().zip(&self.lists) {
            // Whoever stands above the signer may be revoked too.
            match build(check(
                list,
                RevocationCheckDepth::Chain,
                UnknownStatusPolicy::Allow,
                ExpirationPolicy::Ignore,
            )) {
                Ok(_) => {
                    not_revoked |= build(check(
                        list,
                        RevocationCheckDepth::EndEntity,
                        UnknownStatusPolicy::Deny,
                        ExpirationPolicy::Enforce,
                    ))
                    .is_ok()
                        && made_by(der, until)
                }
                Err(webpki::Error::CertRevoked)
                    if proven && revoked_on(der, &own).is_some_and(|on| on > at) =>
                {
                    not_revoked = true
                }
                Err(webpki::Error::CertRevoked) => return Err(Trust::Revoked),
                // A list that nobody stands behind says nothing: anybody can put one into a file.
                Err(_) => {}
            }
        }
        let issuers = between
            .iter()
            .map(AsRef::as_ref)
            .chain(self.roots.iter().map(|(root, _)| root.as_ref()));
        if let Some(issuer) =
            ocsp::issuer_of(der.as_ref(), issuers).and_then(|der| Certificate::from_der(der).ok())
        {
            for answer in &self.answers {
                match ocsp::says(answer, &own, &issuer) {
                    Some(Said::Revoked(on)) if on <= at || !proven => return Err(Trust::Revoked),
                    Some(Said::Revoked(_)) => not_revoked = true,
                    Some(Said::Good(until)) => not_revoked |= until >= at,
                    None => {}
                }
            }
        }
        let led_to = |(root, _): &&(CertificateDer<'static>, RootSet)| {
            anchor_from_trusted_cert(root).is_ok_and(|anchor| anchor == *path.anchor())
        };
        let set = self
            .roots
            .iter()
            .find(led_to)
            .map_or(RootSet::Other, |(_, set)| *set);
        Ok(Known { not_revoked, set })
    }
}

/// Whether a certificate says that its key stamps times (RFC 3161, 2.3).
pub(crate) fn stamps(own: &Certificate) -> bool {
    own.tbs_certificate
        .get::<ExtendedKeyUsage>()
        .ok()
        .flatten()
        .is_some_and(|(_, uses)| uses.0.contains(&ID_KP_TIME_STAMPING))
}

/// The instant for which a signer is judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// The instant.
    pub time: DateTime<Utc>,
    /// Whether something else than the signer's word says that the signature was there then.
    pub proven: bool,
}

/// Whether a list was made before an instant: authorities drop certificates from their lists once
/// they have ended.
fn made_by(list: &[u8], until: DateTime<Utc>) -> bool {
    made_at(list).is_some_and(|made| made <= until)
}

/// When a list says that a certificate was revoked.
fn revoked_on(list: &[u8], own: &Certificate) -> Option<DateTime<Utc>> {
    let list = CertificateList::from_der(list).ok()?;
    let entry = list
        .tbs_cert_list
        .revoked_certificates?
        .into_iter()
        .find(|entry| entry.serial_number == own.tbs_certificate.serial_number)?;
    Some(DateTime::from(entry.revocation_date.to_system_time()))
}

fn why(error: webpki::Error) -> Trust {
    match error {
        webpki::Error::CertExpired { .. } => Trust::Expired,
        webpki::Error::CertNotValidYet { .. } => Trust::NotYetValid,
        webpki::Error::CertRevoked => Trust::Revoked,
        webpki::Error::RequiredEkuNotFoundContext(_) => Trust::NotForSigning,
        webpki::Error::UnsupportedSignatureAlgorithmContext(_)
        | webpki::Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_) => Trust::Algorithm,
        _ => Trust::Unknown,
    }
}

static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    ring::RSA_PKCS1_2048_8192_SHA256,
    ring::RSA_PKCS1_2048_8192_SHA384,
    ring::RSA_PKCS1_2048_8192_SHA512,
    ring::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    ring::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    ring::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    ring::ED25519,
    ring::ECDSA_P256_SHA256,
    ring::ECDSA_P256_SHA384,
    ring::ECDSA_P384_SHA256,
    ring::ECDSA_P384_SHA384,
];

/// What a certificate is looked at for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Signing documents: any use but the ones that can only be something else – a server's, a time
    /// stamp's, a responder's.
    Documents,
    /// Time stamps: said in so many words (RFC 3161, 2.3).
    Stamping,
}

impl ExtendedKeyUsageValidator for Use {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        let mut named = vec![];
        for purpose in purposes {
            named.push(purpose?.to_decoded_oid());
        }
        const STAMPING: &[usize] = &[1, 3, 6, 1, 5, 5, 7, 3, 8];
        let elsewhere: [&[usize]; 3] = [
            &[1, 3, 6, 1, 5, 5, 7, 3, 1],
            STAMPING,
            &[1, 3, 6, 1, 5, 5, 7, 3, 9],
        ];
        let fits = match self {
            Self::Documents => {
                named.is_empty() || !named.iter().all(|oid| elsewhere.contains(&oid.as_slice()))
            }
            // Authorities above it need not say anything; whether the certificate itself does is
            // asked of it alone.
            Self::Stamping => named.is_empty() || named.iter().any(|oid| oid == STAMPING),
        };
        if !fits {
            return Err(webpki::Error::RequiredEkuNotFoundContext(
                webpki::RequiredEkuNotFoundContext {
                    required: webpki::KeyUsage::client_auth(),
                    present: named,
                },
            ));
        }
        Ok(())
    }
}

/// The blocks of a PEM file with a label; none if it is no PEM.
fn pem(file: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(file)
        .ok()
        .filter(|t| t.contains("-----BEGIN"))?;
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let blocks = text
        .split(&begin)
        .skip(1)
        .filter_map(|rest| rest.split(&end).next());
    let der = |block: &str| {
        let whole = format!("{begin}{}{end}\n", block.replace('\r', ""));
        if label == "CERTIFICATE" {
            Certificate::from_pem(&whole).ok()?.to_der().ok()
        } else {
            der::pem::decode_vec(whole.as_bytes())
                .ok()
                .map(|found| found.1)
        }
    };
    Some(blocks.filter_map(der).collect())
}
