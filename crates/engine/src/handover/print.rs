//! Printing many: freeze what is a draft, put all into one file, count the sheets; one failure does
//! not stop the rest.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use domain::compose;
use domain::ids::{MinutesId, UnitId};
use domain::{Code, Refusal};
use minutes::{Finish, PrintMode};
use serde::{Deserialize, Serialize};

use crate::{Engine, Failure, Reply, clear};

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// A printer that prints both sides.
    Both,
    /// First pass of a one-sided printer.
    Fronts,
    /// Second pass, with the pile turned.
    Backs,
}

/// A print run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PrintRun {
    /// Minutes that are in the file.
    pub printed: Vec<MinutesId>,
    /// Minutes that could not be made, with the reason.
    pub failed: Vec<(MinutesId, Failure)>,
    /// Sheets of paper, all copies together.
    pub sheets: u32,
    /// Whether it was cancelled before the end.
    pub cancelled: bool,
}

/// What becomes of drafts in a print run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Drafts {
    /// They are frozen: what is printed is what is signed.
    Freeze,
    /// They are only looked at, and say DỰ THẢO on each page.
    Keep,
}

/// Print files of this session that are still to be printed.
#[derive(Debug, Default)]
pub(crate) struct PrintFiles {
    /// Where they lie, the last one last.
    files: Vec<PathBuf>,
    /// Whether the last run was stopped: what it made stays beside what goes on from it.
    stopped: bool,
}

impl Engine {
    /// Makes one print file of minutes, each with the unit in whose file it lies. `progress` hears
    /// how many are done; `cancel` ends the run after the current one.
    ///
    /// # Errors
    /// `nothing_chosen` if nothing could be made.
    pub async fn print(
        &self,
        wanted: &[(UnitId, MinutesId)],
        copies: u32,
        sides: Sides,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<(Vec<u8>, PrintRun)> {
        self.run(wanted, Drafts::Freeze, copies, sides, cancel, progress)
            .await
    }

    async fn run(
        &self,
        wanted: &[(UnitId, MinutesId)],
        drafts: Drafts,
        copies: u32,
        sides: Sides,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<(Vec<u8>, PrintRun)> {
        let mut run = PrintRun {
            printed: vec![],
            failed: vec![],
            sheets: 0,
            cancelled: false,
        };
        let mut files = vec![];
        let mut pages = vec![];
        for (n, (unit, id)) in wanted.iter().enumerate() {
            if cancel.load(Ordering::Relaxed) {
                run.cancelled = true;
                break;
            }
            match self.printable(*unit, *id, drafts).await {
                Ok((bytes, count)) => {
                    run.printed.push(*id);
                    files.push(bytes);
                    pages.push(count);
                }
                Err(failure) => run.failed.push((*id, failure)),
            }
            progress(u32::try_from(n + 1).unwrap_or(u32::MAX));
        }
        if files.is_empty() {
            let first = run.failed.into_iter().next().map(|f| f.1);
            return Err(first.unwrap_or_else(|| Refusal::new(Code::NothingChosen).into()));
        }
        run.sheets = minutes::sheets(&pages, copies);
        let mode = match sides {
            Sides::Both => PrintMode::TwoSided,
            Sides::Fronts => PrintMode::Fronts,
            Sides::Backs => PrintMode::Backs,
        };
        Ok((minutes::one_file(&files, copies, mode)?, run))
    }

    /// Like [`Engine::print`], into a file of the data folder that the system's viewer prints.
    ///
    /// # Errors
    /// Like [`Engine::print`]; `file_access`.
    pub async fn print_to_file(
        &self,
        wanted: &[(UnitId, MinutesId)],
        drafts: Drafts,
        copies: u32,
        sides: Sides,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<(String, PrintRun)> {
        let printed = self.run(wanted, drafts, copies, sides, cancel, progress);
        let (bytes, run) = printed.await?;
        let path = self.put_print_file(&bytes)?;
        if drafts == Drafts::Freeze {
            self.printed().stopped = run.cancelled;
        }
        Ok((path.display().to_string(), run))
    }

    /// Puts bytes where the system's viewer prints them from: beside the part of a run that was
    /// stopped, since what is frozen in it is still to be printed, else in the place of earlier ones.
    pub(crate) fn put_print_file(&self, bytes: &[u8]) -> Reply<PathBuf> {
        let folder = self.replica.folder();
        let mut printed = self.printed();
        let path = if printed.stopped {
            clear::put_beside(folder, bytes)?
        } else {
            printed.files.clear();
            clear::put(folder, bytes)?
        };
        printed.files.push(path.clone());
        Ok(path)
    }

    /// Where the last print run lies, in the clear, until the screen locks; or one of its files before,
    /// where it was stopped and went on.
    ///
    /// # Errors
    /// `file_access` before the first one, and for what is no such file.
    pub fn print_file(&self, before: Option<&Path>) -> Reply<PathBuf> {
        let printed = self.printed();
        let file = match before {
            Some(before) => printed.files.iter().find(|file| *file == before),
            None => printed.files.last(),
        };
        let none = || {
            let name = before.unwrap_or(Path::new("print.pdf"));
            Refusal::new(Code::FileAccess).with("file", name.display())
        };
        Ok(file.cloned().ok_or_else(none)?)
    }

    /// What is to be said of print files that an earlier session left, and that a viewer still
    /// holds: sentences for people.
    #[must_use]
    pub fn left_in_clear(&self) -> Vec<String> {
        let mut left = clear::left(self.replica.folder());
        left.retain(|path| !self.printed().files.contains(path));
        clear::told(&left)
    }

    fn printed(&self) -> std::sync::MutexGuard<'_, PrintFiles> {
        let printed = self.printed.lock();
        printed.unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The file of minutes to print: what is frozen, since what is printed is what is signed. A draft
    /// is frozen now, or only drawn to be looked at.
    async fn printable(
        &self,
        unit: UnitId,
        id: MinutesId,
        drafts: Drafts,
    ) -> Reply<(Vec<u8>, u32)> {
        let facts = self.about(unit, id).await?;
        let draft = facts.minutes(id)?;
        if draft.frozen().is_none() {
            if drafts == Drafts::Keep {
                let content = compose::build(&facts, draft, self.now())?;
                let drawn = minutes::render(&content, &Finish::Draft)?;
                return Ok((drawn.bytes, drawn.pages));
            }
            self.freeze_minutes(unit, id).await?;
        }
        let facts = self.about(unit, id).await?;
        let minutes = facts.minutes(id)?;
        let frozen = minutes
            .frozen()
            .ok_or_else(|| Refusal::new(Code::WrongState))?;
        Ok((self.current_file(minutes).await?, frozen.pages))
    }
}
