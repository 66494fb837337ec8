//! TLS 1.3: with the certificate that the Sở has, or by an authority that the server makes for
//! itself at its first start and that machines know by its fingerprint.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use protocol::{Fingerprint, OWN_NAME};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PublicKeyData, SanType, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::version::TLS13;

use crate::Error;

/// The authority that is, and the one that will follow.
const NOW: &str = "authority";
const NEXT: &str = "next";
const BEFORE: &str = "before";

/// What the server shows to machines, and the authorities that it names to them.
#[derive(Clone, Debug)]
pub struct Tls {
    pub(crate) config: RustlsConfig,
    authorities: Vec<Fingerprint>,
}

impl Tls {
    /// With a certificate, its chain behind it, and its key, all in PEM.
    ///
    /// # Errors
    /// [`Error::Tls`] if they cannot be read, or do not fit each other.
    pub fn given(certificate: &Path, key: &Path) -> Result<Self, Error> {
        let unreadable = |path: &Path| {
            let path = path.to_owned();
            move |e: rustls::pki_types::pem::Error| Error::Tls(format!("{}: {e}", path.display()))
        };
        let chain = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(unreadable(certificate))?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
        Self::showing(chain, key, vec![])
    }

    /// With an authority of its own, made at the first start.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Tls`].
    pub fn own(folder: &Path) -> Result<Self, Error> {
        let folder = folder.join("tls");
        let now = match Authority::kept(&folder, NOW)? {
            Some(now) => now,
            None => Authority::made(&folder, NOW)?,
        };
        let next = Authority::kept(&folder, NEXT)?;
        let authorities = [Some(&now), next.as_ref()].into_iter().flatten();
        let authorities = authorities.map(Authority::fingerprint).collect();
        let (own, key) = now.for_server()?;
        let chain = vec![own.der().clone(), now.certificate()?.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).map_err(tls)?;
        Self::showing(chain, key, authorities)
    }

    fn showing(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        authorities: Vec<Fingerprint>,
    ) -> Result<Self, Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13])
            .map_err(tls)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(tls)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            config: RustlsConfig::from_config(Arc::new(config)),
            authorities,
        })
    }

    /// The own authority, and the one that follows; none with a certificate from elsewhere.
    #[must_use]
    pub fn authorities(&self) -> &[Fingerprint] {
        &self.authorities
    }
}

/// Makes the authority that will follow, if there is none yet. Machines hear of it at their next
/// contact, once the server has been started again.
///
/// # Errors
/// [`Error::Io`], [`Error::Tls`].
pub fn prepare_next(folder: &Path) -> Result<Fingerprint, Error> {
    let folder = folder.join("tls");
    let next = match Authority::kept(&folder, NEXT)? {
        Some(next) => next,
        None => Authority::made(&folder, NEXT)?,
    };
    Ok(next.fingerprint())
}

/// Goes over to the authority that follows, if one was prepared: from the next start on the server
/// shows it. The one before is kept aside.
///
/// # Errors
/// [`Error::Io`], [`Error::Tls`].
pub fn change(folder: &Path) -> Result<Option<Fingerprint>, Error> {
    let folder = folder.join("tls");
    let Some(next) = Authority::kept(&folder, NEXT)? else {
        return Ok(None);
    };
    for (from, to) in [(NOW, BEFORE), (NEXT, NOW)] {
        let from = place(&folder, from);
        std::fs::rename(&from, place(&folder, to)).map_err(io(&from))?;
    }
    Ok(Some(next.fingerprint()))
}

/// An authority: its key; all else follows from it.
struct Authority(KeyPair);

impl Authority {
    fn kept(folder: &Path, name: &str) -> Result<Option<Self>, Error> {
        let path = place(folder, name);
        match std::fs::read_to_string(&path) {
            Ok(pem) => Ok(Some(Self(KeyPair::from_pem(&pem).map_err(tls)?))),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(io(&path)(e)),
        }
    }

    /// Made and kept, readable for nobody else.
    fn made(folder: &Path, name: &str) -> Result<Self, Error> {
        let key = KeyPair::generate().map_err(tls)?;
        std::fs::create_dir_all(folder).map_err(io(folder))?;
        let path = place(folder, name);
        let mut file = secret(&path).map_err(io(&path))?;
        file.write_all(key.serialize_pem().as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(io(&path))?;
        Ok(Self(key))
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_key(&self.0.subject_public_key_info())
    }

    fn params() -> CertificateParams {
        let mut params = valid();
        let name = &mut params.distinguished_name;
        name.push(DnType::CommonName, "Bàn Giao: chứng thực của máy chủ");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params
    }

    fn certificate(&self) -> Result<Certificate, Error> {
        Self::params().self_signed(&self.0).map_err(tls)
    }

    /// A certificate for the server's own name, and its key. Where the server stands is nothing that
    /// it could know: machines know it by the authority.
    fn for_server(&self) -> Result<(Certificate, KeyPair), Error> {
        let key = KeyPair::generate().map_err(tls)?;
        let mut params = valid();
        let name = OWN_NAME.try_into().map_err(tls)?;
        params.subject_alt_names = vec![SanType::DnsName(name)];
        params
            .distinguished_name
            .push(DnType::CommonName, "bangiao-server");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let authority = Self::params();
        let issuer = Issuer::from_params(&authority, &self.0);
        let certificate = params.signed_by(&key, &issuer).map_err(tls)?;
        Ok((certificate, key))
    }
}

/// Good for longer than any clock is wrong: an authority ends by being changed.
fn valid() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(2999, 1, 1);
    params
}

fn place(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.key"))
}

fn secret(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn tls(error: impl std::fmt::Display) -> Error {
    Error::Tls(error.to_string())
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    |source| Error::Io { path, source }
}
