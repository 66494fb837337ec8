//! Recording that many papers were signed, with the numbers that pens write on them before they are
//! scanned: the numbers are shown first, then given, one paper after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{Datelike, NaiveDate};
use domain::acts::RecordSigning;
use domain::facts::{Entry, Scope};
use domain::ids::{MinutesId, UnitId};
use domain::numbers::{LAST, with_symbol};
use domain::unit::Numbering;
use domain::{Code, Refusal, Row, Table};
use serde::{Deserialize, Serialize};

use crate::{Engine, Failure, Reply};

/// A paper that was signed, and the number that stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SignedSheet {
    /// The unit in whose file its minutes lie.
    pub unit: UnitId,
    /// Its minutes.
    pub minutes: MinutesId,
    /// The number; none if none is given.
    pub number: Option<u32>,
}

/// The number that minutes will have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NumberAhead {
    /// The sheet with its number.
    pub sheet: SignedSheet,
    /// Who receives.
    pub receiver: String,
    /// The number with its symbol, as a pen writes it.
    pub shown: Option<String>,
}

/// The numbers of a pile, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NumbersAhead {
    /// Paper by paper.
    pub rows: Vec<NumberAhead>,
    /// The first number.
    pub first: Option<u32>,
    /// Whether somebody may say which number is first: of the general register, and of an own series
    /// that nothing is in yet.
    pub open: bool,
    /// The last number of this year that this machine knows of where somebody says the first one.
    pub last: Option<u32>,
}

/// What became of a pile.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecordRun {
    /// Whose signing was recorded.
    pub recorded: Vec<MinutesId>,
    /// What has its number.
    pub numbered: Vec<MinutesId>,
    /// What could not be recorded, or not be numbered, with the reason.
    pub failed: Vec<(MinutesId, Failure)>,
    /// Whether it was cancelled before the end. What was done stays.
    pub cancelled: bool,
}

/// The numbers of one giving unit that come next.
struct Series {
    next: Option<u32>,
    taken: BTreeSet<u32>,
    /// First and last of those that are closed.
    skipped: Vec<(u32, u32)>,
    open: bool,
    /// The highest number that something has.
    last: Option<u32>,
}

impl Series {
    /// The next number that nothing has.
    fn take(&mut self) -> Option<u32> {
        let mut number = self.next.filter(|number| (1..=LAST).contains(number))?;
        loop {
            let closed = self
                .skipped
                .iter()
                .find(|(a, b)| (*a..=*b).contains(&number));
            number = match closed {
                Some((_, last)) => last + 1,
                None if self.taken.contains(&number) => number + 1,
                None => break,
            };
        }
        self.next = Some(number + 1);
        (number <= LAST).then_some(number)
    }
}

impl Engine {
    /// The numbers that papers of a pile would have, in its order; `first` counts where somebody may
    /// say it. Nothing is given by this.
    ///
    /// # Errors
    /// `not_found`, `other_unit`.
    pub async fn numbers_ahead(
        &self,
        pile: &[(UnitId, MinutesId)],
        first: Option<u32>,
    ) -> Reply<NumbersAhead> {
        let mut series: BTreeMap<UnitId, Series> = BTreeMap::new();
        let mut ahead = NumbersAhead {
            rows: vec![],
            first: None,
            open: false,
            last: None,
        };
        for (unit, id) in pile {
            let facts = self.about(*unit, *id).await?;
            let minutes = facts.minutes(*id)?;
            let giver = minutes.giver_unit;
            let mut own = match series.remove(&giver) {
                Some(own) => own,
                None => self.series(giver, first).await?,
            };
            let number = if minutes.number().is_none() {
                if own.open {
                    ahead.open = true;
                    ahead.last = ahead.last.or(own.last);
                }
                own.take()
            } else {
                None
            };
            series.insert(giver, own);
            ahead.first = ahead.first.or(number);
            let frozen = minutes.frozen();
            let symbol = frozen.map(|f| f.content.giver_unit.letterhead.symbol.as_str());
            let symbol = symbol.unwrap_or_default();
            ahead.rows.push(NumberAhead {
                sheet: SignedSheet {
                    unit: *unit,
                    minutes: *id,
                    number,
                },
                receiver: facts.officer(minutes.receiver)?.name.clone(),
                shown: number.map(|n| with_symbol(n, symbol)),
            });
        }
        Ok(ahead)
    }

    /// Where the numbers of a unit go on this year, as far as the person may give them here.
    async fn series(&self, unit: UnitId, first: Option<u32>) -> Reply<Series> {
        let (me, today) = (self.identity().await, self.today());
        let scope = Scope::new().line(unit).by(Entry::post_of(me.officer));
        let facts = self.replica.gather(&scope).await?;
        let may = facts
            .posts_held(me.officer, unit)
            .any(|post| post.on(today) && post.may_number());
        let mode = facts.unit(unit)?.numbering;
        let taken = self.numbers_of(unit, today.year()).await?;
        let last = taken.last().copied();
        let register = match mode {
            Numbering::OwnSeries => self.register_of(unit, today.year()).await?,
            Numbering::Typed | Numbering::None => None,
        };
        let (next, open) = match (&register, mode) {
            _ if !may => (None, false),
            (_, Numbering::None) => (None, false),
            _ if mode == Numbering::OwnSeries && !self.may_lease(register.as_ref()).await? => {
                (None, false)
            }
            (Some(register), _) => (Some(self.next_number(register).await?), false),
            (None, Numbering::OwnSeries) => (Some(first.unwrap_or(1)), true),
            // Other papers are in the general register too: nobody but its keeper knows the next.
            (None, Numbering::Typed) => (first, true),
        };
        let skipped = register.iter().flat_map(|register| &register.skipped);
        let skipped = skipped.map(|skipped| (skipped.from, skipped.to)).collect();
        Ok(Series {
            next,
            taken,
            skipped,
            open,
            last,
        })
    }

    /// The numbers that minutes of a unit have in a year.
    async fn numbers_of(&self, unit: UnitId, year: i32) -> Reply<BTreeSet<u32>> {
        let minutes = self.replica.all(Table::HandoverMinutes).await?.into_iter();
        let numbers = minutes.filter_map(|row| match row {
            Row::HandoverMinutes(m) if m.giver_unit == unit && m.numbered_in() == Some(year) => {
                m.number()
            }
            _ => None,
        });
        Ok(numbers.collect())
    }

    /// Records paper by paper that all parties signed, and gives each its number at once. One that
    /// cannot be recorded, or numbered, stops none of the others. `progress` hears how many are done;
    /// `cancel` ends the run after the current one.
    ///
    /// # Errors
    /// `nothing_chosen`; what concerns single papers is in the answer.
    pub async fn record_signings(
        &self,
        pile: &[SignedSheet],
        date_on_paper: NaiveDate,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<RecordRun> {
        let dated = Some(date_on_paper);
        self.through(pile, dated, cancel, progress).await
    }

    /// Gives numbers to signed minutes, one after the other, like [`Engine::record_signings`].
    ///
    /// # Errors
    /// `nothing_chosen`; what concerns single papers is in the answer.
    pub async fn give_numbers(
        &self,
        pile: &[SignedSheet],
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<RecordRun> {
        self.through(pile, None, cancel, progress).await
    }

    /// Goes through a pile: each paper is recorded, where a day is said, and numbered.
    async fn through(
        &self,
        pile: &[SignedSheet],
        date_on_paper: Option<NaiveDate>,
        cancel: &AtomicBool,
        progress: impl Fn(u32),
    ) -> Reply<RecordRun> {
        let mut run = begun(pile)?;
        for (n, sheet) in pile.iter().enumerate() {
            if cancel.load(Ordering::Relaxed) {
                run.cancelled = true;
                break;
            }
            let recorded = match date_on_paper {
                None => Ok(()),
                Some(day) => self.record_one(&mut run, sheet, day).await,
            };
            match recorded {
                Ok(()) => self.number_in(&mut run, sheet).await,
                Err(failure) => run.failed.push((sheet.minutes, failure)),
            }
            progress(done(n));
        }
        Ok(run)
    }

    async fn record_one(
        &self,
        run: &mut RecordRun,
        sheet: &SignedSheet,
        date_on_paper: NaiveDate,
    ) -> Reply<()> {
        self.perform(RecordSigning {
            unit: sheet.unit,
            minutes: vec![sheet.minutes],
            date_on_paper,
            scan: None,
        })
        .await?;
        run.recorded.push(sheet.minutes);
        Ok(())
    }

    async fn number_in(&self, run: &mut RecordRun, sheet: &SignedSheet) {
        let Some(number) = sheet.number else {
            return;
        };
        match self.number_sheet(sheet, number).await {
            Ok(()) => run.numbered.push(sheet.minutes),
            Err(failure) => run.failed.push((sheet.minutes, failure)),
        }
    }

    /// Gives a paper the number that stands on it, by the way of its unit.
    async fn number_sheet(&self, sheet: &SignedSheet, number: u32) -> Reply<()> {
        let facts = self.about(sheet.unit, sheet.minutes).await?;
        let giver = facts.unit(facts.minutes(sheet.minutes)?.giver_unit)?;
        let (unit, minutes) = (sheet.unit, sheet.minutes);
        match giver.numbering {
            Numbering::OwnSeries => self.give_number(unit, minutes, Some(number), number).await,
            Numbering::Typed => self.type_number(unit, minutes, number, None).await,
            Numbering::None => Err(Refusal::new(Code::NumberingMode).into()),
        }
    }
}

fn begun(pile: &[SignedSheet]) -> Reply<RecordRun> {
    if pile.is_empty() {
        return Err(Refusal::new(Code::NothingChosen).into());
    }
    Ok(RecordRun::default())
}

fn done(n: usize) -> u32 {
    u32::try_from(n + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(next: u32) -> Series {
        Series {
            next: Some(next),
            taken: [5].into(),
            skipped: vec![(6, 8)],
            open: true,
            last: Some(5),
        }
    }

    #[test]
    fn numbers_go_on_past_what_is_taken_or_closed_and_none_is_made_up() {
        let mut own = series(4);
        assert_eq!((own.take(), own.take()), (Some(4), Some(9)));
        for first in [0, LAST + 1, u32::MAX] {
            assert_eq!(series(first).take(), None, "{first}");
        }
        let mut last = series(LAST);
        assert_eq!((last.take(), last.take()), (Some(LAST), None));
    }
}
