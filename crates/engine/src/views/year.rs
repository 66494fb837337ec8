//! The school year in which a unit works at a machine: said by its people, not guessed from the
//! clock.

use domain::calendar::SchoolYear;
use domain::ids::UnitId;
use domain::{Code, Refusal};
use serde::Serialize;

use crate::{Engine, Reply};

/// Where the year that was chosen for a unit lies among the settings of a machine.
fn chosen(unit: UnitId) -> String {
    format!("school_year:{unit}")
}

/// The school year at work, and those that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Years {
    /// The one at work: classes, assignments and minutes are of it.
    pub at_work: SchoolYear,
    /// That of the day and, from 1 June on, the next one, which is prepared.
    pub choices: Vec<SchoolYear>,
}

impl Engine {
    /// The school year at work: the one that was chosen, as long as it can be worked in; otherwise
    /// that of the day.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn years(&self) -> Reply<Years> {
        let today = self.today();
        let now = SchoolYear::of(today);
        let mut choices = vec![now, SchoolYear::prepared_on(today)];
        choices.dedup();
        let unit = self.identity().await.unit;
        let chosen: Option<SchoolYear> = self.setting(&chosen(unit)).await?;
        let at_work = chosen.filter(|year| choices.contains(year)).unwrap_or(now);
        Ok(Years { at_work, choices })
    }

    /// Chooses the school year to work in.
    ///
    /// # Errors
    /// `beyond_year` for one that is over, or may not be prepared yet; those of the replica.
    pub async fn work_in(&self, year: SchoolYear) -> Reply<()> {
        let Years { choices, .. } = self.years().await?;
        if choices.contains(&year) {
            let unit = self.identity().await.unit;
            return self.set_setting(&chosen(unit), &year).await;
        }
        let last = choices.last().copied().unwrap_or(year).last_day();
        let until = domain::calendar::paper_date(last);
        Err(Refusal::new(Code::BeyondYear).with("until", until))?
    }
}
