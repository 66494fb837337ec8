//! Revocation lists: where they are published, and what counts as one.

use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::CrlDistributionPoints;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

use super::chain::{RootSet, Roots};
use super::ocsp;

/// Where a certificate says that its authority publishes what it has revoked, by plain HTTP (RFC
/// 5280, 4.2.1.13).
#[must_use]
pub fn list_addresses(certificate: &[u8]) -> Vec<String> {
    let Ok(certificate) = Certificate::from_der(certificate) else {
        return vec![];
    };
    let Ok(Some((_, points))) = certificate.tbs_certificate.get::<CrlDistributionPoints>() else {
        return vec![];
    };
    let names = points
        .0
        .into_iter()
        .filter_map(|point| match point.distribution_point? {
            DistributionPointName::FullName(names) => Some(names),
            DistributionPointName::NameRelativeToCRLIssuer(_) => None,
        });
    let addresses = names.flatten().filter_map(|name| {
        if let GeneralName::UniformResourceIdentifier(address) = name {
            Some(address.to_string())
        } else {
            None
        }
    });
    addresses
        .filter(|address| address.starts_with("http://"))
        .collect()
}

/// Whether bytes are a revocation list that an authority stands behind and that readers here can
/// use.
#[must_use]
pub fn is_list_of(der: &[u8], issuer: &[u8]) -> bool {
    let (Ok(list), Ok(issuer)) = (
        CertificateList::from_der(der),
        Certificate::from_der(issuer),
    ) else {
        return false;
    };
    let Ok(message) = list.tbs_cert_list.to_der() else {
        return false;
    };
    list.tbs_cert_list.issuer == issuer.tbs_certificate.subject
        && ocsp::signed(
            &issuer,
            &list.signature_algorithm,
            &message,
            list.signature.raw_bytes(),
        )
        && Roots::default().add(der, RootSet::Other).is_ok()
}
