//! Dates as people type them: `28/02/2026`, `28/02/2026 17:00`, in Vietnamese time.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use domain::calendar::vietnam;
use domain::{Code, Refusal};

use crate::views::rights::When;
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

    /// When a question is about: an instant, with or without seconds, or a day.
    ///
    /// # Errors
    /// `date_shape`.
    pub fn parse_when(&self, text: &str) -> Reply<When> {
        let typed = text.trim();
        if !typed.contains(':') {
            return Ok(When::During(self.parse_day(typed)?));
        }
        let shapes = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"];
        let local = shapes
            .iter()
            .find_map(|shape| NaiveDateTime::parse_from_str(typed, shape).ok());
        let at = local.and_then(|local| vietnam().from_local_datetime(&local).single());
        let at = at.ok_or_else(|| refused(text))?;
        Ok(When::At(at.with_timezone(&Utc)))
    }
}
