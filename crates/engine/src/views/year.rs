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

/// Where it lay while a machine had one year for all of its units.
const CHOSEN_FOR_ALL: &str = "school_year";

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
        let mut chosen: Option<SchoolYear> = self.setting(&chosen(unit)).await?;
        if chosen.is_none() {
            chosen = self.setting(CHOSEN_FOR_ALL).await?;
        }
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

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use domain::unit::UnitKind;

    use super::*;
    use crate::alone::alone;

    #[tokio::test]
    async fn a_year_that_an_older_program_chose_for_all_units_counts_until_another_is_chosen() {
        // The next year is prepared from June on.
        let august = Utc.with_ymd_and_hms(2027, 8, 28, 2, 0, 0).unwrap();
        let (school, folder) = alone("year", UnitKind::School, august).await;
        let (this, next) = (SchoolYear(2026), SchoolYear(2027));
        assert_eq!(school.years().await.unwrap().at_work, this);
        school.set_setting(CHOSEN_FOR_ALL, &next).await.unwrap();
        assert_eq!(school.years().await.unwrap().at_work, next);
        school.work_in(this).await.unwrap();
        assert_eq!(school.years().await.unwrap().at_work, this);
        drop(school);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
