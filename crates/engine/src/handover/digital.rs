//! The digital and the mixed route: minutes are signed in their own file, here or elsewhere, and
//! the signed file goes into the register.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::acts::sign_digitally::gap_values;
use domain::acts::{CertifyScan, SignDigitally};
use domain::blanks::Party;
use domain::ids::{MinutesId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::route::Route;
use domain::signed_file::SignedFile;
use domain::unit::Numbering;
use domain::{Code, Facts, Refusal};
use evidence::{Evidence, Expected};
use minutes::look::Hand;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::signing::{
    KeyPlace, Manner, fill_gaps, open_key, sign_file, sign_file_stamped, signable,
};
use crate::{Engine, Failure, Reply, Secret};

/// The key that signs, and how.
pub struct SigningKey {
    /// Where it is.
    pub place: KeyPlace,
    /// Its password or PIN, which is tried once.
    pub secret: Secret,
    /// The time-stamping authority that is asked over HTTP; none offline.
    pub stamp: Option<String>,
}

/// What became of several minutes that were signed with one key.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignedRun {
    /// Minutes that carry the signature now.
    pub signed: Vec<MinutesId>,
    /// Those that do not, with the reason; they are as they were.
    pub failed: Vec<(MinutesId, Failure)>,
    /// Whether it was cancelled before the end. What was signed stays signed.
    pub cancelled: bool,
}

/// Files that are being signed, as they come.
struct Signing {
    signed: mpsc::Receiver<(MinutesId, Reply<Vec<u8>>)>,
    work: JoinHandle<Reply<()>>,
}

impl Signing {
    /// The next file that was tried; none after the last.
    async fn next(&mut self) -> Option<(MinutesId, Reply<Vec<u8>>)> {
        self.signed.recv().await
    }

    /// What was wrong with the key, if it opened nothing.
    async fn end(self) -> Reply<()> {
        self.work
            .await
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?
    }
}

impl Engine {
    /// Signs minutes, each with the unit in whose file it lies, digitally for a party with one key,
    /// and takes each signed file into the register at once. What fails leaves its minutes as they
    /// were. `progress` hears how many are done; `cancel` ends it after the current one.
    ///
    /// # Errors
    /// `key_password`, `key_unusable`: the key; what concerns single minutes is in the answer.
    pub async fn sign_minutes(
        &self,
        wanted: &[(UnitId, MinutesId)],
        party: Party,
        key: SigningKey,
        cancel: &Arc<AtomicBool>,
        progress: impl Fn(u32),
    ) -> Reply<SignedRun> {
        let mut run = SignedRun::default();
        let mut files = vec![];
        let units: BTreeMap<MinutesId, UnitId> =
            wanted.iter().map(|(unit, id)| (*id, *unit)).collect();
        for (id, unit) in &units {
            match self.to_sign(*unit, *id, party).await {
                Ok(bytes) => files.push((*id, bytes)),
                Err(failure) => run.failed.push((*id, failure)),
            }
        }
        if files.is_empty() {
            let first = run.failed.into_iter().next().map(|f| f.1);
            return Err(first.unwrap_or_else(|| Refusal::new(Code::NothingChosen).into()));
        }
        let hand = if party.is_organisation() {
            Hand::Organisation
        } else {
            Hand::Person
        };
        let asked = files.len();
        let (mut tried, done) = (0, run.failed.len());
        let mut signing = self.sign_all(files, Some(party.field()), hand, key, cancel.clone());
        while let Some((id, signed)) = signing.next().await {
            let taken = match signed {
                Ok(bytes) => self.take_signed(units[&id], id, &bytes).await,
                Err(failure) => Err(failure),
            };
            match taken {
                Ok(()) => run.signed.push(id),
                Err(failure) => run.failed.push((id, failure)),
            }
            tried += 1;
            progress(u32::try_from(done + tried).unwrap_or(u32::MAX));
        }
        signing.end().await?;
        run.cancelled = tried < asked;
        Ok(run)
    }

    /// Signs files one after the other with a key that is opened once, until it is cancelled. A token
    /// is used by one thread, its own.
    fn sign_all(
        &self,
        files: Vec<(MinutesId, Vec<u8>)>,
        field: Option<&'static str>,
        hand: Hand,
        key: SigningKey,
        cancel: Arc<AtomicBool>,
    ) -> Signing {
        let times: Vec<_> = files.iter().map(|_| self.clock.tick()).collect();
        let runtime = tokio::runtime::Handle::current();
        let (tell, signed) = mpsc::channel(1);
        let work = tokio::task::spawn_blocking(move || {
            // A PIN is not spent on files that nobody can sign.
            let looked: BTreeMap<MinutesId, Refusal> = files
                .iter()
                .filter_map(|(id, bytes)| Some((*id, signable(bytes, hand, field).err()?)))
                .collect();
            let mut opened = None;
            for ((id, bytes), at) in files.into_iter().zip(times) {
                // One is signed while the one before is taken in, and no more: who stops it means
                // the next one. Nobody takes any more only where the program ends.
                let Ok(place) = runtime.block_on(tell.reserve()) else {
                    break;
                };
                if cancel.load(Ordering::Relaxed) {
                    break;
                }
                let signed = match looked.get(&id) {
                    Some(refusal) => Err(refusal.clone().into()),
                    None => {
                        let opened = match &opened {
                            Some(opened) => opened,
                            None => opened.insert(open_key(&key.place, &key.secret)?),
                        };
                        let manner = Manner { field, hand, at };
                        match &key.stamp {
                            Some(authority) => runtime
                                .block_on(sign_file_stamped(&bytes, opened, &manner, authority)),
                            None => sign_file(&bytes, opened, &manner),
                        }
                    }
                };
                place.send((id, signed));
            }
            Ok(())
        });
        Signing { signed, work }
    }

    /// The file that a party signs next: with number and date in its gaps where that comes before.
    /// What would be refused afterwards is refused before the key is opened: a PIN is not spent on
    /// it.
    async fn to_sign(&self, unit: UnitId, id: MinutesId, party: Party) -> Reply<Vec<u8>> {
        let facts = self.about(unit, id).await?;
        let minutes = facts.minutes(id)?;
        facts.may_prepare(
            self.identity().await.officer,
            minutes.giver_unit,
            self.now(),
        )?;
        let route = facts.route(minutes)?;
        let numbered = facts.unit(minutes.giver_unit)?.numbering != Numbering::None;
        let has = |other: Party| {
            minutes
                .digital
                .as_ref()
                .is_some_and(|file| file.of(other).is_some())
        };
        if has(party) {
            return Err(Refusal::new(Code::FieldTaken)
                .with("field", party.field())
                .into());
        }
        if let Some(code) = minutes.hindrance(party, route, numbered, has) {
            let who = minutes.frozen().map(|frozen| {
                if party == Party::Giver {
                    &frozen.content.giver.name
                } else {
                    &frozen.content.receiver.name
                }
            });
            return Err(Refusal::new(code)
                .with("name", who.map_or("", String::as_str))
                .into());
        }
        if self.roots().await?.is_empty() {
            return Err(Refusal::new(Code::NothingTrusted).into());
        }
        let bytes = self.current_file(minutes).await?;
        if party.is_organisation() {
            self.with_gaps(&facts, minutes, bytes)
        } else {
            Ok(bytes)
        }
    }

    /// On the digital route the organisation signs over number and date, once both are known.
    fn with_gaps(
        &self,
        facts: &Facts,
        minutes: &HandoverMinutes,
        bytes: Vec<u8>,
    ) -> Reply<Vec<u8>> {
        match minutes.signed() {
            Some(signed) if facts.route(minutes)? == Route::Digital => {
                fill_gaps(&bytes, &gap_values(minutes, signed))
            }
            _ => Ok(bytes),
        }
    }

    /// The file of frozen minutes with the digital signatures so far.
    pub(crate) async fn current_file(&self, minutes: &HandoverMinutes) -> Reply<Vec<u8>> {
        let frozen = minutes
            .frozen()
            .ok_or_else(|| Refusal::new(Code::WrongState))?;
        self.file(
            minutes
                .digital
                .as_ref()
                .map_or(&frozen.pdf, |digital| &digital.blob),
        )
        .await
    }

    /// The file of frozen minutes for whoever reads or keeps it: with its evidence for long, where
    /// the server has added that.
    pub(crate) async fn kept_file(&self, minutes: &HandoverMinutes) -> Reply<Vec<u8>> {
        match self.archived(minutes, SignedFile::Minutes).await {
            Some(bytes) => Ok(bytes),
            None => self.current_file(minutes).await,
        }
    }

    /// A signed file as it is kept for long. None without one, and where it cannot be had: what was
    /// signed is the same without the addition.
    async fn archived(&self, minutes: &HandoverMinutes, which: SignedFile) -> Option<Vec<u8>> {
        let (_, archived) = which.of(minutes)?;
        self.file(&archived?.blob).await.ok()
    }

    /// Saves the file of minutes to be signed elsewhere, with number and date where the
    /// organisation comes next.
    ///
    /// # Errors
    /// `wrong_state` before freezing, `wrong_route`, `file_access`.
    pub async fn save_for_signing(&self, unit: UnitId, id: MinutesId, path: &Path) -> Reply<()> {
        crate::write_whole(path, &self.for_signing(unit, id).await?)
    }

    /// The bytes of [`Engine::save_for_signing`].
    ///
    /// # Errors
    /// `wrong_state` before freezing, `wrong_route`.
    pub async fn for_signing(&self, unit: UnitId, id: MinutesId) -> Reply<Vec<u8>> {
        let facts = self.about(unit, id).await?;
        let minutes = facts.minutes(id)?;
        if facts.route(minutes)? == Route::Paper {
            return Err(Refusal::new(Code::WrongRoute).into());
        }
        let bytes = self.current_file(minutes).await?;
        if SignedFile::Minutes.of(minutes).is_some() {
            Ok(bytes)
        } else {
            self.with_gaps(&facts, minutes, bytes)
        }
    }

    /// Takes the signed file of minutes into the register; when all parties have signed, the rights
    /// are in force.
    ///
    /// # Errors
    /// Those of reading it (`evidence::read`) and of the act; nothing is taken then.
    pub async fn take_signed(&self, unit: UnitId, id: MinutesId, bytes: &[u8]) -> Reply<()> {
        let before = {
            let facts = self.about(unit, id).await?;
            self.current_file(facts.minutes(id)?).await?
        };
        let Evidence { signatures, filled } =
            self.read_evidence(bytes, before, Expected::Minutes).await?;
        self.note_authorities(bytes).await?;
        let file = self.replica.put_file(bytes, false).await?;
        let act = SignDigitally {
            unit,
            minutes: id,
            file: file.clone(),
            signatures,
            filled,
        };
        self.perform_with(act.into(), vec![file]).await?;
        Ok(())
    }

    /// Signs the filed scan of minutes as the organisation: a lawful copy.
    ///
    /// # Errors
    /// `wrong_state` without a scan; those of the key and of [`Engine::take_certified`].
    pub async fn certify_scan(&self, unit: UnitId, id: MinutesId, key: SigningKey) -> Reply<()> {
        let scan = self.scan_of(unit, id).await?;
        if !scan.starts_with(b"%PDF-") {
            return Err(Refusal::new(Code::CopyNeedsPdf).into());
        }
        if self.roots().await?.is_empty() {
            return Err(Refusal::new(Code::NothingTrusted).into());
        }
        let never = Arc::new(AtomicBool::new(false));
        let mut signing = self.sign_all(vec![(id, scan)], None, Hand::Copy, key, never);
        while let Some((id, bytes)) = signing.next().await {
            self.take_certified(unit, id, &bytes?).await?;
        }
        signing.end().await
    }

    /// Takes a scan that the organisation signed elsewhere.
    ///
    /// # Errors
    /// Those of reading it and of the act.
    pub async fn take_certified(&self, unit: UnitId, id: MinutesId, bytes: &[u8]) -> Reply<()> {
        let scan = self.scan_of(unit, id).await?;
        let evidence = self.read_evidence(bytes, scan, Expected::Copy).await?;
        let signature = match <[_; 1]>::try_from(evidence.signatures) {
            Ok([signature]) => signature,
            Err(none) if none.is_empty() => {
                return Err(Refusal::new(Code::SignedNothingNew).into());
            }
            Err(_) => return Err(Refusal::new(Code::SignedWithMore).into()),
        };
        self.note_authorities(bytes).await?;
        let file = self.replica.put_file(bytes, false).await?;
        let act = CertifyScan {
            unit,
            minutes: id,
            file: file.clone(),
            signature,
        };
        self.perform_with(act.into(), vec![file]).await?;
        Ok(())
    }

    /// What shows that minutes were signed: the signed file, the lawful copy, or the scan.
    ///
    /// # Errors
    /// `wrong_state` if there is none yet.
    pub async fn proof(&self, unit: UnitId, id: MinutesId) -> Reply<Vec<u8>> {
        let facts = self.about(unit, id).await?;
        let minutes = facts.minutes(id)?;
        let scan = minutes.signed().and_then(|signed| signed.scan.as_ref());
        let original = if scan.is_some() {
            SignedFile::Copy
        } else {
            SignedFile::Minutes
        };
        if let Some(bytes) = self.archived(minutes, original).await {
            return Ok(bytes);
        }
        let scan = scan.map(|scan| scan.copy.as_ref().map_or(&scan.blob, |copy| &copy.blob));
        let blob = scan.or(minutes.digital.as_ref().map(|file| &file.blob));
        self.file(blob.ok_or_else(|| Refusal::new(Code::WrongState))?)
            .await
    }

    async fn scan_of(&self, unit: UnitId, id: MinutesId) -> Reply<Vec<u8>> {
        let facts = self.about(unit, id).await?;
        let scan = facts
            .minutes(id)?
            .signed()
            .and_then(|signed| signed.scan.as_ref())
            .map(|scan| scan.blob.clone());
        self.file(&scan.ok_or_else(|| Refusal::new(Code::WrongState))?)
            .await
    }

    async fn read_evidence(
        &self,
        bytes: &[u8],
        before: Vec<u8>,
        expected: Expected,
    ) -> Reply<Evidence> {
        let (roots, at, bytes) = (self.roots().await?, self.now(), bytes.to_vec());
        let read = tokio::task::spawn_blocking(move || {
            evidence::read(&bytes, &before, expected, &roots, at)
        })
        .await;
        Ok(read.map_err(|e| Refusal::new(Code::Internal).with("cause", e))??)
    }
}
