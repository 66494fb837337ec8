//! A stack of scans: every page finds its minutes by its code, and what finds none is named.

use std::collections::BTreeMap;

use domain::acts::AttachScan;
use domain::ids::{MinutesId, UnitId};
use domain::minutes::HandoverMinutes;
use domain::page_code::short_token;
use domain::{Code, Refusal, Row, Table};
use minutes::scan::{PageRead, Stack};
use serde::Serialize;

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
    /// Who received, if the page says so.
    pub receiver: Option<String>,
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
}

/// A page of the stack with its minutes.
type Placed<'a> = BTreeMap<MinutesId, (&'a HandoverMinutes, Vec<(usize, PageRead)>)>;

impl Engine {
    /// Files every page of a stack to its minutes. `progress` hears how many pages were read.
    ///
    /// # Errors
    /// Those of opening the stack; what concerns single pages is in the answer.
    pub async fn file_stack(
        &self,
        bytes: Vec<u8>,
        progress: impl Fn(u32) + Send + Sync + 'static,
    ) -> Reply<FiledStack> {
        let read = tokio::task::spawn_blocking(move || {
            let stack = Stack::open(&bytes)?;
            let pages = read_all(&stack, &progress);
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
        };
        let mut placed: Placed<'_> = BTreeMap::new();
        for (place, page) in pages.into_iter().enumerate() {
            let failure = match page {
                Ok(page) => match by_token.get(&page.short_token) {
                    Some(found)
                        if found
                            .frozen()
                            .is_some_and(|f| f.check_code == page.check_code) =>
                    {
                        placed
                            .entry(found.id)
                            .or_insert((found, vec![]))
                            .1
                            .push((place, page));
                        continue;
                    }
                    _ => Refusal::new(Code::ScanOfOther).with("page", place + 1),
                },
                Err(refusal) => refusal,
            };
            answer.unfiled.push(UnfiledRow {
                pages: vec![number(place)],
                receiver: None,
                failure: failure.into(),
            });
        }
        for (minutes, pages) in placed.into_values() {
            let numbers: Vec<u32> = pages.iter().map(|(place, _)| number(*place)).collect();
            match self.file_one(&stack, minutes, pages).await {
                Ok(filed) => answer.filed.push(filed),
                Err(failure) => {
                    let facts = self.about(minutes.unit, minutes.id).await.ok();
                    let receiver = facts
                        .and_then(|f| f.officers.get(&minutes.receiver).map(|o| o.name.clone()));
                    answer.unfiled.push(UnfiledRow {
                        pages: numbers,
                        receiver,
                        failure,
                    });
                }
            }
        }
        Ok(answer)
    }

    async fn file_one(
        &self,
        stack: &Stack,
        minutes: &HandoverMinutes,
        mut pages: Vec<(usize, PageRead)>,
    ) -> Reply<FiledRow> {
        let facts = self.about(minutes.unit, minutes.id).await?;
        let receiver = facts.officer(minutes.receiver)?.name.clone();
        pages.sort_by_key(|(place, page)| (page.page, *place));
        let frozen = minutes
            .frozen()
            .ok_or_else(|| Refusal::new(Code::WrongState))?;
        let found: Vec<u32> = pages.iter().map(|(_, page)| page.page).collect();
        if found != (1..=frozen.pages).collect::<Vec<_>>() {
            return Err(Refusal::new(Code::ScanPages)
                .with("found", found.len())
                .with("expected", frozen.pages)
                .into());
        }
        let bytes = stack.extract(&pages.iter().map(|(place, _)| *place).collect::<Vec<_>>())?;
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
        Ok(FiledRow {
            unit: minutes.unit,
            minutes: minutes.id,
            receiver,
            pages: pages.iter().map(|(place, _)| number(*place)).collect(),
        })
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}

/// Reads every page, on as many threads as the machine has.
fn read_all(stack: &Stack, progress: &(impl Fn(u32) + Sync)) -> Vec<Result<PageRead, Refusal>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || {
        let mut own = vec![];
        loop {
            let place = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if place >= stack.pages() {
                return own;
            }
            // A picture that ends its reader is one page that could not be read, and not all of
            // them.
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| stack.read(place)));
            own.push((
                place,
                read.unwrap_or_else(|_| Err(Refusal::new(Code::ScanUnreadable))),
            ));
            progress(number(place));
        }
    };
    let read: Vec<(usize, Result<PageRead, Refusal>)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_default())
            .collect()
    });
    let mut all: Vec<Result<PageRead, Refusal>> = (0..stack.pages())
        .map(|_| Err(Refusal::new(Code::ScanUnreadable)))
        .collect();
    for (place, page) in read {
        all[place] = page;
    }
    all
}
