//! Digital signatures on files: signing the next blank field, and saying in Vietnamese what holds.
//! Only what a machine trusts lies in its replica.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ask::archive::{archived, stamp_of};
use ask::ask;
use chrono::{DateTime, Utc};
use domain::blanks::{Gap, Party};
use domain::calendar::vietnam;
use domain::{Code, Refusal};
use evidence::revocation::{Source, chains, is_due};
use evidence::{apart, code_of, refusal, said, trusted};
use minutes::look::{self, Hand};
use seal::archive;
use seal::key::{FileKey, Signer, TokenKey};
use seal::sign::{Blank, Fill, OpenFile, Place, Signing};
use seal::trust::{Kind, Roots};
use seal::verify::{Change, NotChecked, Report, SignatureReport, verify};
use seal::{Error, Look};
use serde::{Deserialize, Serialize};

use crate::{Engine, Failure, Reply};

/// One signature, as people read it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignatureVerdict {
    /// Its field.
    pub field: String,
    /// Who signed, as the certificate names them.
    pub signer: String,
    /// Their organisation, as the certificate names it.
    pub organisation: Option<String>,
    /// Who vouches for them.
    pub issuer: String,
    /// The instant that the signer claims.
    pub claimed_at: Option<DateTime<Utc>>,
    /// The instant before which it was there, as a time-stamping authority says.
    pub proven_at: Option<DateTime<Utc>>,
    /// Whether it is itself a time stamp on the file.
    pub stamp: bool,
    /// Whether it covers the whole file; otherwise others signed after it.
    pub whole: bool,
    /// Whether it holds.
    pub holds: bool,
    /// What came after it, allowed all of it unless a problem says otherwise.
    pub after: Vec<AfterRow>,
    /// What does not hold.
    pub problems: Vec<Failure>,
    /// What could not be checked.
    pub notes: Vec<Failure>,
    /// Whose root the signer leads to, if to any.
    pub root: Option<RootSet>,
}

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

/// Something that came after a signature.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AfterRow {
    /// What.
    pub what: AfterKind,
    /// The field, where it is one.
    pub field: String,
    /// What it says, where it was filled.
    pub text: Option<String>,
}

/// What may come after a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum AfterKind {
    /// Another signature, in a field that was there.
    Signed,
    /// A gap was filled, for which the next signature vouches.
    Filled,
    /// Another signature, in a field that was added for it.
    SignedNewField,
    /// Certificates and revocation lists for later.
    Evidence,
    /// The description of the file.
    Description,
}

fn after(change: Change) -> AfterRow {
    let (what, field, text) = match change {
        Change::Signed(field) => (AfterKind::Signed, field, None),
        Change::Filled(field, text) => {
            (AfterKind::Filled, field, Some(domain::text::visible(&text)))
        }
        Change::SignedNewField(field) => (AfterKind::SignedNewField, field, None),
        Change::Evidence => (AfterKind::Evidence, String::new(), None),
        Change::Description => (AfterKind::Description, String::new(), None),
    };
    AfterRow {
        what,
        field: domain::text::visible(&field),
        text,
    }
}

/// A file, as people read it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FileVerdict {
    /// Whether it is signed and everything in it holds.
    pub passes: bool,
    /// What is wrong with the file as a whole.
    pub problem: Option<Failure>,
    /// Its signatures, first signed first.
    pub signatures: Vec<SignatureVerdict>,
    /// Signature fields that are still blank.
    pub blank: Vec<String>,
}

/// Checks a file against the certificates and revocation lists of a folder, as of an instant.
/// Offline.
///
/// # Errors
/// `signed_unreadable`; `file_access` for the folder.
pub fn verify_file(pdf: &[u8], roots: &Path, at: DateTime<Utc>) -> Reply<FileVerdict> {
    let roots = trusted(roots)?;
    Ok(verdict(apart(|| verify(pdf, &roots, at))?))
}

fn verdict(report: Report) -> FileVerdict {
    let passes = report.passes();
    // The place of the archive stamp is nobody's to sign.
    let blank = report
        .blank
        .into_iter()
        .filter(|name| name != archive::FIELD)
        .collect();
    let problem = match report.problem {
        Some(_) => Some(Refusal::new(Code::SignatureStructure).into()),
        None if report.signatures.is_empty() => Some(Refusal::new(Code::NotSigned).into()),
        None => None,
    };
    FileVerdict {
        passes,
        problem,
        signatures: report.signatures.into_iter().map(signature).collect(),
        blank,
    }
}

fn signature(report: SignatureReport) -> SignatureVerdict {
    let said = |code| Failure::from(said(code, &report));
    let problems = report.problems.iter().map(|p| said(code_of(p))).collect();
    // Of a signature that does not hold nothing else is of interest.
    let notes = report
        .not_checked
        .iter()
        .filter(|_| report.holds())
        .map(|n| {
            said(match n {
                NotChecked::Revocation => Code::RevocationNotChecked,
                NotChecked::Time => Code::TimeNotChecked,
            })
        });
    let notes = notes.collect();
    let holds = report.holds();
    SignatureVerdict {
        holds,
        after: report.changes.into_iter().map(after).collect(),
        problems,
        notes,
        field: report.field,
        signer: report.signer,
        organisation: report.organisation,
        issuer: report.issuer,
        claimed_at: report.claimed_at,
        proven_at: report.proven_at,
        stamp: report.stamp,
        whole: report.whole,
        root: report.root.map(Into::into),
    }
}

/// Where what is trusted lies among the settings of a machine.
const TRUSTED: &str = "trusted_files";

/// What authorities can be asked about the signers of files here, by the key of the question, with
/// what they answered.
const REVOCATION: &str = "revocation";

/// A question to an authority, and its answer; bytes in hex.
#[derive(Serialize, Deserialize)]
struct Asked {
    address: String,
    issuer: String,
    certificate: Option<String>,
    answer: Option<String>,
    at: Option<DateTime<Utc>>,
}

impl Asked {
    fn of(source: &Source) -> Self {
        Self {
            address: source.address.clone(),
            issuer: hex::encode(&source.issuer),
            certificate: source.certificate.as_ref().map(hex::encode),
            answer: None,
            at: None,
        }
    }

    fn source(&self) -> Result<Source, hex::FromHexError> {
        Ok(Source {
            address: self.address.clone(),
            issuer: hex::decode(&self.issuer)?,
            certificate: self.certificate.as_ref().map(hex::decode).transpose()?,
        })
    }

    fn answer(&self) -> Result<Option<Vec<u8>>, hex::FromHexError> {
        self.answer.as_ref().map(hex::decode).transpose()
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
    /// Checks a file against what this machine trusts. Offline.
    ///
    /// # Errors
    /// `nothing_trusted`, `signed_unreadable`.
    pub async fn verify_signed(&self, pdf: Vec<u8>) -> Reply<FileVerdict> {
        let roots = self.roots().await?;
        if roots.is_empty() {
            return Err(Refusal::new(Code::NothingTrusted).into());
        }
        let at = self.now();
        let report = tokio::task::spawn_blocking(move || apart(|| verify(&pdf, &roots, at))).await;
        Ok(verdict(report.map_err(|e| {
            Refusal::new(Code::Internal).with("cause", e)
        })??))
    }

    /// What this machine trusts.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn trusted(&self) -> Reply<Vec<TrustedRow>> {
        let row = |t: seal::trust::Trusted| TrustedRow {
            kind: match t.kind {
                Kind::Root => TrustedKind::Root,
                Kind::Authority => TrustedKind::Authority,
                Kind::List => TrustedKind::List,
            },
            set: t.set.into(),
            name: domain::text::visible(&t.name),
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

    pub(crate) async fn roots(&self) -> Reply<Roots> {
        let mut reader = self.replica.reader().await?;
        let all: Vec<TrustedFile> = replica::settings::get(&mut reader, TRUSTED)
            .await?
            .unwrap_or_default();
        let asked: BTreeMap<String, Asked> = replica::settings::get(&mut reader, REVOCATION)
            .await?
            .unwrap_or_default();
        let mut roots = Roots::default();
        for file in all {
            let bytes = hex::decode(&file.hex).map_err(damaged)?;
            roots.add(&bytes, file.set.into()).map_err(damaged)?;
        }
        for asked in asked.values() {
            match asked.answer().map_err(damaged)? {
                Some(answer) if asked.certificate.is_some() => roots.add_answer(&answer),
                Some(list) => roots.add(&list, RootSet::Other.into()).map_err(damaged)?,
                None => {}
            }
        }
        Ok(roots)
    }

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
        for (key, asked) in all
            .into_iter()
            .filter(|(_, asked)| is_due(asked.answer.is_some(), asked.at, now))
        {
            let (source, known) = (
                asked.source().map_err(damaged)?,
                asked.answer().map_err(damaged)?,
            );
            let answer = ask(&source.address, source.question())
                .await
                .filter(|answer| source.takes(answer, known.as_deref()));
            renewed.insert(
                key,
                Asked {
                    answer: answer.map(hex::encode).or(asked.answer),
                    at: Some(now),
                    ..asked
                },
            );
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

fn damaged(_: impl std::fmt::Debug) -> Refusal {
    Refusal::new(Code::NotACertificate)
}

/// Where the key is that signs.
#[derive(Clone)]
pub enum KeyPlace {
    /// A PKCS#12 file: its bytes.
    File(Vec<u8>),
    /// A token.
    Token(TokenPlace),
}

/// A token, by the driver of its maker; the token and the key by their labels, if there are
/// several.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TokenPlace {
    /// The driver.
    pub driver: PathBuf,
    /// The token.
    pub token: Option<String>,
    /// The key.
    pub key: Option<String>,
}

/// A key that is open: its password or PIN was asked once, however many papers it signs.
pub struct OpenedKey {
    signer: Box<dyn Signer>,
    name: String,
    organisation: Option<String>,
}

impl std::fmt::Debug for OpenedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedKey")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Opens a key with its password or PIN, which is tried once.
///
/// # Errors
/// `key_password`, `key_unusable`.
pub fn open_key(place: &KeyPlace, secret: &str) -> Reply<OpenedKey> {
    let failed = |e: Error| Failure::from(refusal(&e, "", ""));
    let signer: Box<dyn Signer> = match place {
        KeyPlace::File(bytes) => Box::new(FileKey::open(bytes, secret).map_err(failed)?),
        KeyPlace::Token(place) => Box::new(
            TokenKey::open(
                &place.driver,
                place.token.as_deref(),
                place.key.as_deref(),
                secret,
            )
            .map_err(failed)?,
        ),
    };
    let (name, organisation) = seal::key::holder(signer.as_ref()).map_err(failed)?;
    Ok(OpenedKey {
        signer,
        name,
        organisation,
    })
}

/// How a field is signed.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// The field; the first blank one that fits the hand if none is named.
    pub field: Option<&'a str>,
    /// Whose hand it is.
    pub hand: Hand,
    /// When.
    pub at: DateTime<Utc>,
}

/// Signs a field of a file (PAdES B-B).
///
/// # Errors
/// The refusals of the certificate, `field_missing`, `field_taken`, `signed_broken`,
/// `signed_unreadable`.
pub fn sign_file(pdf: &[u8], key: &OpenedKey, manner: &Manner<'_>) -> Reply<Vec<u8>> {
    begun(pdf, key, manner, false)?
        .finish()
        .map_err(|e| refusal(&e, &key.name, "").into())
}

/// Like [`sign_file`], with the time stamp of an authority that is asked over HTTP (PAdES B-T).
///
/// # Errors
/// Those of [`sign_file`]; `stamp_refused`.
pub async fn sign_file_stamped(
    pdf: &[u8],
    key: &OpenedKey,
    manner: &Manner<'_>,
    authority: &str,
) -> Reply<Vec<u8>> {
    let failed = |e: Error| Failure::from(refusal(&e, &key.name, ""));
    let mut signing = begun(pdf, key, manner, true)?;
    let answer = stamp_of(authority, &signing.stamped().map_err(failed)?, manner.at).await?;
    signing.stamp(&answer).map_err(failed)?;
    signing.finish().map_err(failed)
}

/// Where the organisation signs a scan: the upper right corner of the first page (Nghị định
/// 30/2020/NĐ-CP, annex I); the field's name, and its rectangle in points from the lower left.
const COPY_FIELD: &str = "lawful_copy";
const COPY_SIZE: (f32, f32) = (150.0, 44.0);
const COPY_MARGIN: f32 = 14.0;

fn begun(pdf: &[u8], key: &OpenedKey, manner: &Manner<'_>, stamped: bool) -> Reply<Signing> {
    let failed = |e: Error| refusal(&e, &key.name, manner.field.unwrap_or_default());
    let drawn_failed = |e| Refusal::new(Code::Internal).with("cause", e);
    let file = apart(|| OpenFile::open(pdf))?;
    let local = manner.at.with_timezone(&vietnam());
    let (name, organisation) = (key.name.as_str(), key.organisation.as_deref());
    if manner.hand == Hand::Copy {
        let (x, y) = file.corner().map_err(failed)?;
        let look = Look::of_page(
            look::signature(Hand::Copy, name, organisation, local, COPY_SIZE)
                .map_err(drawn_failed)?,
        )
        .map_err(failed)?;
        let added = Some([
            x - COPY_SIZE.0 - COPY_MARGIN,
            y - COPY_SIZE.1 - COPY_MARGIN,
            x - COPY_MARGIN,
            y - COPY_MARGIN,
        ]);
        let signing = Place {
            field: COPY_FIELD,
            at: manner.at,
            zone: vietnam(),
            look: Some(&look),
            added,
        };
        return Signing::begin(&file, &signing, key.signer.as_ref(), stamped)
            .map_err(|e| failed(e).into());
    }
    let all = file.blanks();
    let mut signable = all
        .iter()
        .filter(|b| b.signature && b.name != archive::FIELD);
    let of_hand = |b: &&&Blank| {
        Party::of_field(&b.name).is_some_and(Party::is_organisation)
            == (manner.hand == Hand::Organisation)
    };
    let wanted = match manner.field {
        Some(field) => all.iter().find(|b| b.signature && b.name == field),
        None => signable
            .clone()
            .find(|b| of_hand(&b))
            .or_else(|| signable.next()),
    };
    // Which field is missing, or taken, is for the one who signs to say.
    let named = wanted.map_or(manner.field.unwrap_or_default(), |b| b.name.as_str());
    let size = wanted.map_or((0.0, 0.0), |b| b.size);
    let look = if size.0 > 1.0 && size.1 > 1.0 {
        Some(
            Look::of_page(
                look::signature(manner.hand, name, organisation, local, size)
                    .map_err(drawn_failed)?,
            )
            .map_err(failed)?,
        )
    } else {
        None
    };
    let signing = Place {
        field: named,
        at: manner.at,
        zone: vietnam(),
        look: look.as_ref(),
        added: None,
    };
    Signing::begin(&file, &signing, key.signer.as_ref(), stamped).map_err(|e| failed(e).into())
}

/// Fills every blank gap of a file whose value is known, by an update that the next signature
/// vouches for.
///
/// # Errors
/// `signed_broken`, `signed_unreadable`.
pub(crate) fn fill_gaps(pdf: &[u8], values: &BTreeMap<Gap, String>) -> Reply<Vec<u8>> {
    let failed = |e: Error| refusal(&e, "", "");
    let mut fills = vec![];
    let file = apart(|| OpenFile::open(pdf))?;
    for blank in file.blanks().into_iter().filter(|b| !b.signature) {
        let Some(text) = Gap::of_field(&blank.name).and_then(|gap| values.get(&gap)) else {
            continue;
        };
        fills.push(Fill {
            field: blank.name.clone(),
            text: text.clone(),
            look: evidence::look_in(&blank, text)?,
        });
    }
    if fills.is_empty() {
        return Ok(pdf.to_vec());
    }
    Ok(file.fill(&fills).map_err(failed)?)
}

/// Puts the evidence of today into a signed file, under a time stamp on the whole of it (PAdES
/// B-LTA; see [`ask::archive::archived`]).
///
/// # Errors
/// Those of doing it; `file_access` for the folder of what is trusted.
pub async fn archive_file(
    pdf: &[u8],
    roots: &Path,
    authority: &str,
    at: DateTime<Utc>,
) -> Reply<Vec<u8>> {
    Ok(archived(pdf.to_vec(), trusted(roots)?, authority, at).await?)
}

/// Writes a file whole or not at all: a program that is ended in the middle leaves what was there.
///
/// # Errors
/// `file_access`.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Reply<()> {
    use std::io::Write;
    let access = |_| Refusal::new(Code::FileAccess).with("file", path.display());
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut file = std::fs::File::create(&part).map_err(access)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(access)?;
    std::fs::rename(&part, path).map_err(access)?;
    Ok(())
}
