//! Printing many: freeze what is a draft, put all into one file, count the sheets; one failure does
//! not stop the rest.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::ids::{MinutesId, UnitId};
use minutes::PrintMode;
use serde::{Deserialize, Serialize};

use crate::{Engine, Failure, Reply};

/// The one file that lies unencrypted, for the printer; it goes when the screen locks and when the
/// data are opened again.
pub(crate) const PRINT_FILE: &str = "print.pdf";

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
            match self.printable(*unit, *id).await {
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
            return Err(
                first.unwrap_or_else(|| domain::Refusal::new(domain::Code::NothingChosen).into())
            );
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
        copies: u32,
        sides: Sides,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<(String, PrintRun)> {
        let (bytes, run) = self.print(wanted, copies, sides, cancel, progress).await?;
        let path = self.print_file();
        std::fs::write(&path, bytes)
            .map_err(|_| domain::Refusal::new(domain::Code::FileAccess).with("file", PRINT_FILE))?;
        Ok((path.display().to_string(), run))
    }

    /// Where the last print run lies, in the clear, until the screen locks.
    #[must_use]
    pub fn print_file(&self) -> std::path::PathBuf {
        self.replica.folder().join(PRINT_FILE)
    }

    /// The frozen file of minutes; a draft is frozen now, since what is printed is what is signed.
    async fn printable(&self, unit: UnitId, id: MinutesId) -> Reply<(Vec<u8>, u32)> {
        if self.about(unit, id).await?.minutes(id)?.frozen().is_none() {
            self.freeze_minutes(unit, id).await?;
        }
        let facts = self.about(unit, id).await?;
        let minutes = facts.minutes(id)?;
        let frozen = minutes
            .frozen()
            .ok_or_else(|| domain::Refusal::new(domain::Code::WrongState))?;
        Ok((self.current_file(minutes).await?, frozen.pages))
    }
}
