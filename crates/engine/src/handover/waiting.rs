//! Pages of paper that wait on this machine until the other pages of their minutes are scanned.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{BlobHash, MinutesId};
use domain::{Code, Refusal};
use minutes::scan::{Piece, Stack, bind};
use replica::settings;
use serde::{Deserialize, Serialize};

use crate::{Engine, Reply};

/// Under which setting the list lies.
const SETTING: &str = "waiting_pages";

/// A scanned sheet whose minutes are not complete yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct WaitingSheet {
    minutes: MinutesId,
    /// The pages of the paper that it shows.
    pages: Vec<u32>,
    /// A PDF of one page, upright.
    file: BlobHash,
    /// When it came.
    at: DateTime<Utc>,
}

/// The pages of one paper that there are: those that wait, and those that came just now.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    waited: Vec<Stack>,
    /// By the page of the paper: which of `waited`, or none for what came now; and the piece.
    pages: BTreeMap<u32, (Option<usize>, Piece)>,
}

impl Gathered {
    /// The pages of a paper that has so many which are still missing.
    pub fn missing(&self, pages: u32) -> Vec<u32> {
        let there = |page: &u32| !self.pages.contains_key(page);
        (1..=pages).filter(there).collect()
    }

    /// Whether a page of it waited for the others.
    pub fn some_waited(&self) -> bool {
        self.pages.values().any(|(waited, _)| waited.is_some())
    }

    /// Its pieces, in the order of the paper.
    pub fn pieces(&self) -> Vec<Piece> {
        self.pages.values().map(|(_, piece)| *piece).collect()
    }

    /// All of it as one file; `came` is the stack that came just now.
    pub fn bound(&self, came: &Stack) -> Result<Vec<u8>, Refusal> {
        let from = |waited: &Option<usize>| waited.and_then(|n| self.waited.get(n)).unwrap_or(came);
        let pieces = self
            .pages
            .values()
            .map(|(waited, piece)| (from(waited), *piece));
        bind(&pieces.collect::<Vec<_>>())
    }
}

/// Says which pages are still missing.
pub(super) fn waits_for(missing: &[u32]) -> Refusal {
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    Refusal::new(Code::ScanWaits).with("missing", missing.join(", "))
}

impl Engine {
    /// What there is of a paper with the pages that came just now.
    pub(super) async fn gathered(
        &self,
        minutes: MinutesId,
        came: &BTreeMap<u32, (usize, Piece)>,
    ) -> Reply<Gathered> {
        let mut gathered = Gathered::default();
        for sheet in self.waiting_sheets().await? {
            if sheet.minutes != minutes {
                continue;
            }
            // A sheet that is no longer whole is scanned again.
            let Some(bytes) = self.replica.file(&sheet.file)? else {
                continue;
            };
            // What came now is newer, unless it would part a sheet with two pages.
            let newer = |page: &u32| came.contains_key(page);
            if sheet.pages.iter().all(newer) {
                continue;
            }
            let place = gathered.waited.len();
            gathered.waited.push(Stack::open(&bytes)?);
            for page in &sheet.pages {
                let piece = (Some(place), Piece::whole(0));
                gathered.pages.insert(*page, piece);
            }
        }
        for (page, (_, piece)) in came {
            gathered.pages.entry(*page).or_insert((None, *piece));
        }
        Ok(gathered)
    }

    /// Keeps the pages that came just now until the others come.
    pub(super) async fn keep_waiting(
        &self,
        minutes: MinutesId,
        stack: &Stack,
        came: &BTreeMap<u32, (usize, Piece)>,
    ) -> Reply<()> {
        let mut sheets: BTreeMap<usize, (Piece, Vec<u32>)> = BTreeMap::new();
        for (page, (place, piece)) in came {
            let sheet = sheets.entry(*place).or_insert((*piece, vec![]));
            sheet.1.push(*page);
        }
        let mut new = vec![];
        for (piece, pages) in sheets.into_values() {
            let bytes = bind(&[(stack, piece)])?;
            let file = self.replica.put_file(&bytes, false).await?;
            let at = self.clock.now();
            new.push(WaitingSheet {
                minutes,
                pages,
                file,
                at,
            });
        }
        self.change_waiting(|all| {
            let covered = |old: &WaitingSheet| {
                let by = |page: &u32| new.iter().any(|sheet| sheet.pages.contains(page));
                old.minutes == minutes && old.pages.iter().all(by)
            };
            all.retain(|old| !covered(old));
            all.extend(new.iter().cloned());
        })
        .await
    }

    /// Forgets the pages that waited for a paper that is complete.
    pub(super) async fn waited_enough(&self, minutes: MinutesId) -> Reply<()> {
        self.change_waiting(|all| all.retain(|sheet| sheet.minutes != minutes))
            .await
    }

    async fn waiting_sheets(&self) -> Reply<Vec<WaitingSheet>> {
        let mut reader = self.replica.reader().await?;
        Ok(settings::get(&mut reader, SETTING)
            .await?
            .unwrap_or_default())
    }

    async fn change_waiting(&self, change: impl FnOnce(&mut Vec<WaitingSheet>)) -> Reply<()> {
        let mut writer = self.replica.writer().await;
        let mut all = settings::get(&mut writer, SETTING)
            .await?
            .unwrap_or_default();
        change(&mut all);
        settings::put(&mut writer, SETTING, &all).await?;
        Ok(())
    }
}
