//! Filing a scan: read its codes, compare them with the register, keep what the scanner made.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::acts::record_signing::FiledScan;
use domain::acts::{AttachScan, RecordSigning};
use domain::ids::{MinutesId, UnitId};
use domain::minutes::Frozen;
use domain::page_code::short_token;
use domain::{Code, Refusal};
use evidence::Paper;
use minutes::scan::{PageRead, Piece, Stack, bind, sort, waits_for_eyes};

use super::waiting::waits_for;
use crate::{Engine, Failure, Reply};

/// A file that shows one paper.
struct Shown {
    bytes: Vec<u8>,
    /// Its pages that nobody could read, from 1.
    unread: Vec<u32>,
    /// Pages of the file that came which were not needed, with the reason.
    aside: Vec<Refusal>,
}

impl Engine {
    /// Files the scan of one signed document. `by_eye` leaves pages that cannot be read to whoever
    /// leads the level above. Pages that are not all of it wait until the others come; the answer
    /// says which pages of the file were not needed.
    ///
    /// # Errors
    /// The refusals of reading (`evidence::compare`); `scan_no_qr`, `scan_compression` of a page that
    /// cannot be read; `scan_waits` if pages are missing; those of the act.
    pub async fn attach_scan(
        &self,
        unit: UnitId,
        id: MinutesId,
        bytes: &[u8],
        by_eye: bool,
    ) -> Reply<Vec<Failure>> {
        let frozen = self.frozen_paper(unit, id).await?;
        let shown = self.shown(id, &frozen, bytes, by_eye).await?;
        let blob = self.replica.put_file(&shown.bytes, false).await?;
        let act = AttachScan {
            unit,
            minutes: id,
            scan: blob.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code,
            unread: shown.unread,
        };
        self.perform_with(act.into(), vec![blob]).await?;
        self.waited_enough(id).await?;
        Ok(shown.aside.into_iter().map(Failure::from).collect())
    }

    /// Records that all parties signed one paper, with its scan.
    ///
    /// # Errors
    /// The refusals of reading (`evidence::compare`); `scan_no_qr`, `scan_compression` of a page that
    /// cannot be read; `scan_waits` if pages are missing; those of the act.
    pub async fn record_with_scan(
        &self,
        unit: UnitId,
        id: MinutesId,
        date_on_paper: NaiveDate,
        bytes: &[u8],
    ) -> Reply<()> {
        let frozen = self.frozen_paper(unit, id).await?;
        let shown = self.shown(id, &frozen, bytes, false).await?;
        let blob = self.replica.put_file(&shown.bytes, false).await?;
        let scan = FiledScan {
            file: blob.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code,
        };
        let act = RecordSigning {
            unit,
            minutes: vec![id],
            date_on_paper,
            scan: Some(scan),
        };
        self.perform_with(act.into(), vec![blob]).await?;
        self.waited_enough(id).await?;
        Ok(())
    }

    /// The file that shows a paper, out of what came and what waits.
    async fn shown(
        &self,
        id: MinutesId,
        frozen: &Frozen,
        bytes: &[u8],
        by_eye: bool,
    ) -> Reply<Shown> {
        let paper = Paper::from(frozen);
        let stack = Stack::open(bytes)?;
        let stack = std::sync::Arc::new(stack);
        let work = stack.clone();
        let never = std::sync::atomic::AtomicBool::new(false);
        let read =
            tokio::task::spawn_blocking(move || super::stack::read_all(&work, &never, &|_, _| {}));
        let read = read
            .await
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))?;
        let token = short_token(&frozen.token);
        let read = read.into_iter().flatten().collect();
        let sorted = sort(read, |page: &PageRead| {
            let own = page.short_token == token && page.check_code == frozen.check_code;
            let there = (1..=frozen.pages).contains(&page.page);
            if own && there {
                Ok(())
            } else {
                Err(Code::ScanOfOther)
            }
        });
        let came: BTreeMap<u32, (usize, Piece)> =
            sorted.papers.get(&()).cloned().unwrap_or_default();
        let aside: Vec<Refusal> = sorted.aside.into_iter().map(|(_, why)| why).collect();
        let gathered = self.gathered(id, &came).await?;
        let missing = gathered.missing(frozen.pages);
        if missing.is_empty() && !came.is_empty() {
            let as_it_came = aside.is_empty()
                && !gathered.some_waited()
                && stack.is_in_order(&gathered.pieces())
                && is_kept_as_it_is(bytes);
            let bytes = if as_it_came {
                bytes.to_vec()
            } else {
                gathered.bound(&stack)?
            };
            // As the server will.
            let unread = evidence::compare(&bytes, &paper)?;
            let unread = unread.into_keys().collect();
            return Ok(Shown {
                bytes,
                unread,
                aside,
            });
        }
        if by_eye && aside.iter().any(waits_for_eyes) {
            let bytes = if is_kept_as_it_is(bytes) {
                bytes.to_vec()
            } else {
                let pieces = (0..stack.pages()).map(|place| (&*stack, Piece::whole(place)));
                bind(&pieces.collect::<Vec<_>>())?
            };
            let unread = evidence::compare(&bytes, &paper)?;
            let unread = unread.into_keys().collect();
            return Ok(Shown {
                bytes,
                unread,
                aside: vec![],
            });
        }
        if !came.is_empty() {
            self.keep_waiting(id, &stack, &came).await?;
        }
        // A page that says more than that pages are missing says it.
        let telling = |why: &&Refusal| !matches!(why.code, Code::ScanBlank | Code::ScanTwice);
        let why = aside.iter().find(telling).or_else(|| {
            let nothing = came.is_empty();
            aside.first().filter(|_| nothing)
        });
        Err(why.cloned().unwrap_or_else(|| waits_for(&missing)).into())
    }

    async fn frozen_paper(&self, unit: UnitId, id: MinutesId) -> Reply<Frozen> {
        let facts = self.about(unit, id).await?;
        let frozen = facts.minutes(id)?.frozen().cloned();
        Ok(frozen.ok_or_else(|| Refusal::new(Code::WrongState))?)
    }
}

/// Whether a file is filed byte for byte: what browsers and viewers show as it is.
fn is_kept_as_it_is(bytes: &[u8]) -> bool {
    let kinds: [&[u8]; 3] = [b"%PDF-", &[0xFF, 0xD8, 0xFF], b"\x89PNG"];
    kinds.iter().any(|kind| bytes.starts_with(kind))
}
