//! Whom a machine takes for the server: by the authorities that its slip names, or by those of the
//! system.

use std::error::Error;
use std::sync::Arc;

use domain::{Code, Refusal};
use protocol::{Address, Fingerprint, OWN_NAME};
use rustls::CertificateError::UnknownIssuer;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::BuilderVerifierExt;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// How the server at an address is known.
pub(super) fn config(address: &Address) -> Result<ClientConfig, Refusal> {
    let broken = |e: rustls::Error| Refusal::new(Code::Internal).with("cause", e);
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(broken)?;
    if address.known_by().is_empty() {
        let config = config.with_platform_verifier().map_err(broken)?;
        return Ok(config.with_no_client_auth());
    }
    let pinned = Pinned {
        known_by: address.known_by().to_vec(),
        provider,
    };
    let config = config.dangerous();
    let config = config.with_custom_certificate_verifier(Arc::new(pinned));
    Ok(config.with_no_client_auth())
}

/// Whether a request failed because the server was not taken for one.
pub(super) fn is_distrust(failure: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(failure);
    while let Some(error) = cause {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return true;
        }
        let io = error.downcast_ref::<std::io::Error>();
        cause = match io.and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}

/// Takes what an authority vouches for whose fingerprint is known.
#[derive(Debug)]
struct Pinned {
    known_by: Vec<Fingerprint>,
    provider: Arc<CryptoProvider>,
}

impl Pinned {
    /// The certificate of an authority that is known, among those that were shown.
    fn authority<'a>(
        &self,
        shown: impl Iterator<Item = &'a CertificateDer<'a>>,
    ) -> Option<&'a CertificateDer<'a>> {
        let mut shown = shown.filter_map(|one| Some((one, ParsedCertificate::try_from(one).ok()?)));
        let known = shown.find(|(_, parsed)| {
            let fingerprint = Fingerprint::of_key(&parsed.subject_public_key_info());
            self.known_by.contains(&fingerprint)
        });
        known.map(|(one, _)| one)
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        server: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let strange = || rustls::Error::InvalidCertificate(UnknownIssuer);
        let authority = self.authority(between.iter()).ok_or_else(strange)?;
        let anchor = anchor_from_trusted_cert(authority).map_err(|_| strange())?;
        let certificate = EndEntityCert::try_from(server).map_err(|_| strange())?;
        let holds_at = |at| {
            certificate.verify_for_usage(
                self.provider.signature_verification_algorithms.all,
                std::slice::from_ref(&anchor),
                between,
                at,
                KeyUsage::server_auth(),
                None,
                None,
            )
        };
        // An authority of the server's own vouches for nobody else, wherever the server stands.
        let own = ServerName::try_from(OWN_NAME).map_err(|_| strange())?;
        let own = certificate.verify_is_valid_for_subject_name(&own).is_ok();
        if !own && certificate.verify_is_valid_for_subject_name(name).is_err() {
            return Err(strange());
        }
        match holds_at(now) {
            Ok(_) => Ok(ServerCertVerified::assertion()),
            // The machine's clock may be wrong: no reason not to work.
            Err(
                webpki::Error::CertNotValidYet { not_before: at, .. }
                | webpki::Error::CertExpired { not_after: at, .. },
            ) if own && holds_at(at).is_ok() => Ok(ServerCertVerified::assertion()),
            Err(_) => Err(strange()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{
        BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PublicKeyData, date_time_ymd,
    };

    use super::*;

    /// Seconds from 1970 to a day in 2026.
    const TODAY: u64 = 1_796_000_000;
    const YEAR: u64 = 365 * 24 * 3600;

    /// An authority, good from 2020 to 2030 like what it vouches for.
    struct Authority(CertificateParams, KeyPair);

    impl Authority {
        fn new() -> Self {
            let mut params = decade(vec![]);
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            Self(params, KeyPair::generate().unwrap())
        }

        fn fingerprint(&self) -> Fingerprint {
            Fingerprint::of_key(&self.1.subject_public_key_info())
        }

        /// What a server of this name shows.
        fn shown(&self, name: &str) -> [CertificateDer<'static>; 2] {
            let issuer = Issuer::from_params(&self.0, &self.1);
            let params = decade(vec![name.to_owned()]);
            let key = KeyPair::generate().unwrap();
            let own = params.signed_by(&key, &issuer).unwrap();
            let above = self.0.self_signed(&self.1).unwrap();
            [own.der().clone(), above.der().clone()]
        }
    }

    fn decade(names: Vec<String>) -> CertificateParams {
        let mut params = CertificateParams::new(names).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2030, 1, 1);
        params
    }

    /// Whether a machine that knows an authority takes what is shown at an address for the server.
    fn takes(known: Fingerprint, shown: &[CertificateDer<'_>; 2], at: &str, now: u64) -> bool {
        let pinned = Pinned {
            known_by: vec![known],
            provider: Arc::new(ring::default_provider()),
        };
        let name = ServerName::try_from(at).unwrap();
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(now));
        let [own, above] = shown;
        let verdict = pinned.verify_server_cert(own, std::slice::from_ref(above), &name, &[], now);
        verdict.is_ok()
    }

    #[test]
    fn a_server_with_an_authority_of_its_own_is_known_wherever_it_stands_and_whatever_the_clock_says()
     {
        let authority = Authority::new();
        let shown = authority.shown(OWN_NAME);
        for at in ["10.0.0.5", "so.haiphong.edu.vn"] {
            for now in [TODAY, TODAY - 40 * YEAR, TODAY + 40 * YEAR] {
                assert!(takes(authority.fingerprint(), &shown, at, now));
            }
        }
    }

    #[test]
    fn another_authority_is_not_the_servers_whatever_name_it_vouches_for() {
        let (authority, stranger) = (Authority::new(), Authority::new());
        let known = authority.fingerprint();
        assert!(!takes(known, &stranger.shown(OWN_NAME), "10.0.0.5", TODAY));
        // Its certificate beside one that it did not make proves nothing.
        let [_, above] = authority.shown(OWN_NAME);
        let [strange, _] = stranger.shown(OWN_NAME);
        assert!(!takes(known, &[strange, above], "10.0.0.5", TODAY));
    }

    #[test]
    fn an_authority_that_vouches_for_many_is_believed_for_the_name_and_the_time_it_says() {
        let authority = Authority::new();
        let known = authority.fingerprint();
        let shown = authority.shown("so.haiphong.edu.vn");
        assert!(takes(known, &shown, "so.haiphong.edu.vn", TODAY));
        assert!(!takes(known, &shown, "xa.haiphong.edu.vn", TODAY));
        assert!(!takes(
            known,
            &shown,
            "so.haiphong.edu.vn",
            TODAY + 40 * YEAR
        ));
    }
}
