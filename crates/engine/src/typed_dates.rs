//! Dates as people type them: `28/02/2026`, `28/02/2026 17:00`, in Vietnamese time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use domain::calendar::vietnam;
use domain::{Code, Refusal};

use crate::{Engine, Reply};

fn refused(text: &str) -> Refusal {
    Refusal::new(Code::DateShape).with("value", text)
}

impl Engine {
    /// A day.
    ///
    /// # Errors
    /// `date_shape`.
    pub fn parse_day(&self, text: &str) -> Reply<NaiveDate> {
        Ok(NaiveDate::parse_from_str(text.trim(), "%d/%m/%Y").map_err(|_| refused(text))?)
    }

    /// An hour of the day: `14:00`.
    ///
    /// # Errors
    /// `date_shape`.
    pub fn parse_hour(&self, text: &str) -> Reply<NaiveTime> {
        Ok(NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| refused(text))?)
    }

    /// An instant; a day alone means its end, or now if it is today.
    ///
    /// # Errors
    /// `date_shape`.
    pub fn parse_instant(&self, text: &str) -> Reply<DateTime<Utc>> {
        let typed = text.trim();
        let local = match NaiveDateTime::parse_from_str(typed, "%d/%m/%Y %H:%M") {
            Ok(at) => at,
            Err(_) => self
                .parse_day(typed)?
                .and_hms_opt(23, 59, 59)
                .ok_or_else(|| refused(text))?,
        };
        let at = vietnam()
            .from_local_datetime(&local)
            .single()
            .ok_or_else(|| refused(text))?;
        let today = domain::calendar::day_of(at.with_timezone(&Utc)) == self.today();
        Ok(if today && !typed.contains(':') {
            self.now()
        } else {
            at.with_timezone(&Utc)
        })
    }
}
