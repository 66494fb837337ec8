//! A stack of scans: every page finds its minutes by its code, and what finds none is named.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};

use domain::acts::AttachScan;
use domain::bounds::MAX_SCAN;
use domain::ids::{MinutesId, UnitId};
use domain::minutes::{HandoverMinutes, Progress};
use domain::page_code::short_token;
use domain::signatures::Scan;
use domain::{Code, Refusal, Row, Table};
use evidence::Paper;
use minutes::scan::{PageFound, PageRead, Piece, Stack, sort};
use serde::Serialize;

use super::waiting::waits_for;
use crate::{Engine, Failure, Reply};

/// Minutes whose scan was filed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FiledRow {
    /// The unit in whose file they lie.
    pub unit: UnitId,
    /// The minutes.
    pub minutes: MinutesId,
    /// Who received.
    pub receiver: String,
    /// Pages of the stack, from 1, in the order of the paper.
    pub pages: Vec<u32>,
}

/// A page, or the minutes of several, that could not be filed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UnfiledRow {
    /// Pages of the stack, from 1.
    pub pages: Vec<u32>,
    /// The minutes, if the page says which.
    pub minutes: Option<MinutesId>,
    /// Who received them.
    pub receiver: Option<String>,
    /// The name of the unit in whose file they lie, where that is not the own one.
    pub unit_name: Option<String>,
    /// Why.
    pub failure: Failure,
}

/// What became of a stack.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FiledStack {
    /// Pages of the stack.
    pub pages: u32,
    /// What was filed.
    pub filed: Vec<FiledRow>,
    /// What was not.
    pub unfiled: Vec<UnfiledRow>,
    /// Pages that nothing became of, because it was cancelled before: they can be brought again.
    pub left: Vec<u32>,
}

/// What the pages of a stack show; none of those that nobody read any more.
pub(super) type PagesRead = Vec<Option<Result<Vec<PageFound>, Refusal>>>;

impl Engine {
    /// Files every page of a stack to its minutes. `progress` hears how many pages were read, of how
    /// many. `cancel` ends the reading after the pages at work, and what was read is filed; set once
    /// more, it ends the filing after the current paper. What was filed stays.
    ///
    /// # Errors
    /// Those of opening the stack; what concerns single pages is in the answer.
    pub async fn file_stack(
        &self,
        bytes: Vec<u8>,
        cancel: &Arc<AtomicBool>,
        progress: impl Fn(u32, u32) + Send + Sync + 'static,
    ) -> Reply<FiledStack> {
        let reading = cancel.clone();
        let read = tokio::task::spawn_blocking(move || {
            let stack = Stack::open(&bytes)?;
            let pages = read_all(&stack, &reading, &progress);
            Ok::<_, Refusal>((stack, pages))
        });
        let (stack, pages) = read
            .await
            .map_err(|e| Refusal::new(Code::Internal).with("cause", e))??;
        let all: Vec<HandoverMinutes> = self
            .replica
            .all(Table::HandoverMinutes)
            .await?
            .into_iter()
            .filter_map(|row| {
                if let Row::HandoverMinutes(m) = row {
                    Some(*m)
                } else {
                    None
                }
            })
            .collect();
        let by_token: BTreeMap<String, &HandoverMinutes> = all
            .iter()
            .filter_map(|m| m.frozen().map(|f| (short_token(&f.token), m)))
            .collect();
        let mut answer = FiledStack {
            pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
            filed: vec![],
            unfiled: vec![],
            left: vec![],
        };
        // Who stops the reading keeps what was read.
        cancel.store(false, Ordering::Relaxed);
        let places = pages.iter().enumerate();
        let unread = places.filter(|(_, page)| page.is_none());
        answer.left.extend(unread.map(|(place, _)| number(place)));
        let pages = pages.into_iter().map(|page| page.unwrap_or(Ok(vec![])));
        let sorted = sort(pages.collect(), |page| {
            let minutes = by_token.get(&page.short_token).ok_or(Code::ScanForeign)?;
            takes(minutes, page).map(|()| minutes.id)
        });
        let by_id: BTreeMap<MinutesId, &HandoverMinutes> = all.iter().map(|m| (m.id, m)).collect();
        for (id, pages) in sorted.papers {
            let Some(minutes) = by_id.get(&id) else {
                continue;
            };
            if cancel.load(Ordering::Relaxed) {
                answer.left.extend(numbers(&pages));
                continue;
            }
            match self.file_one(&stack, minutes, &pages).await {
                Ok(filed) => answer.filed.push(filed),
                Err(failure) => {
                    let (receiver, unit_name) = self.received_by(minutes).await;
                    answer.unfiled.push(UnfiledRow {
                        pages: numbers(&pages),
                        minutes: Some(id),
                        receiver,
                        unit_name,
                        failure,
                    });
                }
            }
        }
        for (place, why) in sorted.aside {
            answer.unfiled.push(UnfiledRow {
                pages: vec![number(place)],
                minutes: None,
                receiver: None,
                unit_name: None,
                failure: why.into(),
            });
        }
        answer.unfiled.sort_by_key(|row| row.pages.first().copied());
        answer.left.sort_unstable();
        Ok(answer)
    }

    /// Names of who received minutes, and of the unit in whose file they lie if it is another one.
    async fn received_by(&self, minutes: &HandoverMinutes) -> (Option<String>, Option<String>) {
        let Ok(facts) = self.about(minutes.unit, minutes.id).await else {
            return (None, None);
        };
        let receiver = facts.officers.get(&minutes.receiver);
        let own = self.identity().await.unit;
        let unit = facts.units.get(&minutes.unit).filter(|unit| unit.id != own);
        (
            receiver.map(|officer| officer.name.clone()),
            unit.map(|unit| unit.name_on(self.today()).to_owned()),
        )
    }

    /// Files what there is of one paper, if it is all of it.
    async fn file_one(
        &self,
        stack: &Stack,
        minutes: &HandoverMinutes,
        came: &BTreeMap<u32, (usize, Piece)>,
    ) -> Reply<FiledRow> {
        let facts = self.about(minutes.unit, minutes.id).await?;
        let receiver = facts.officer(minutes.receiver)?.name.clone();
        let frozen = minutes
            .frozen()
            .ok_or_else(|| Refusal::new(Code::WrongState))?;
        let gathered = self.gathered(minutes.id, came).await?;
        let missing = gathered.missing(frozen.pages);
        if !missing.is_empty() {
            self.keep_waiting(minutes.id, stack, came).await?;
            return Err(waits_for(&missing).into());
        }
        let bytes = gathered.bound(stack)?;
        if bytes.len() > MAX_SCAN {
            return Err(Refusal::new(Code::FileTooLarge)
                .with("limit", MAX_SCAN / 1024 / 1024)
                .into());
        }
        if gathered.some_waited() || gathered.pieces().iter().any(Piece::is_a_part) {
            // What was put together is looked at once more, as the server will.
            let unread = evidence::compare(&bytes, &Paper::from(frozen))?;
            if let Some(why) = unread.into_values().next() {
                return Err(why.into());
            }
        }
        let blob = self.replica.put_file(&bytes, false).await?;
        let act = AttachScan {
            unit: minutes.unit,
            minutes: minutes.id,
            scan: blob.clone(),
            pages: frozen.pages,
            check_code: frozen.check_code.clone(),
            unread: vec![],
        };
        self.perform_with(act.into(), vec![blob]).await?;
        self.waited_enough(minutes.id).await?;
        Ok(FiledRow {
            unit: minutes.unit,
            minutes: minutes.id,
            receiver,
            pages: numbers(came),
        })
    }
}

/// Refuses a page that minutes cannot take, as they stand.
fn takes(minutes: &HandoverMinutes, page: &PageRead) -> Result<(), Code> {
    let frozen = minutes.frozen().ok_or(Code::ScanForeign)?;
    if frozen.check_code != page.check_code || !(1..=frozen.pages).contains(&page.page) {
        return Err(Code::ScanForeign);
    }
    match &minutes.progress {
        Progress::Signed { signed, .. } => {
            let counts = |scan: &Scan| scan.counts() || scan.copy.is_some();
            if signed.scan.as_ref().is_some_and(counts) {
                return Err(Code::ScanThere);
            }
            Ok(())
        }
        _ if minutes.ended.is_some() => Err(Code::ScanSuperseded),
        _ => Err(Code::ScanEarly),
    }
}

/// The pages of the stack that a paper's pages lie on, from 1, in the order of the paper.
fn numbers(pages: &BTreeMap<u32, (usize, Piece)>) -> Vec<u32> {
    let mut numbers: Vec<u32> = pages.values().map(|(place, _)| number(*place)).collect();
    numbers.dedup();
    numbers
}

fn number(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}

/// Reads every page, on as many threads as the machine has, until it is cancelled. `progress` hears
/// how many were read, of how many.
pub(super) fn read_all(
    stack: &Stack,
    cancel: &AtomicBool,
    progress: &(impl Fn(u32, u32) + Sync),
) -> PagesRead {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (next, done) = (AtomicUsize::new(0), AtomicU32::new(0));
    let of = u32::try_from(stack.pages()).unwrap_or(u32::MAX);
    let work = || {
        let mut own = vec![];
        while !cancel.load(Ordering::Relaxed) {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= stack.pages() {
                break;
            }
            // A picture that ends its reader is one page that could not be read, and not all of
            // them.
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stack.read(place)));
            own.push((
                place,
                read.unwrap_or_else(|_| Err(Refusal::new(Code::ScanUnreadable))),
            ));
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, of);
        }
        own
    };
    let read: Vec<(usize, Result<Vec<PageFound>, Refusal>)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_default())
            .collect()
    });
    let mut all: PagesRead = (0..stack.pages()).map(|_| None).collect();
    for (place, page) in read {
        all[place] = Some(page);
    }
    all
}
