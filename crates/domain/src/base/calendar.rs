//! School years and dates as Vietnamese papers write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A school year, named by the calendar year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(transparent)]
pub struct SchoolYear(pub i32);

impl SchoolYear {
    /// The school year a day belongs to: it turns on 1 September, after class rights end on 31
    /// August.
    ///
    /// ```
    /// use domain::calendar::SchoolYear;
    /// use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    /// assert_eq!(SchoolYear::of(day(9, 1)), SchoolYear(2026));
    /// assert_eq!(SchoolYear::of(day(8, 31)), SchoolYear(2025));
    /// ```
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self(if day.month() >= 9 {
            day.year()
        } else {
            day.year() - 1
        })
    }

    /// The last school year that may be prepared on a day: from 1 June on the next one.
    ///
    /// ```
    /// use domain::calendar::SchoolYear;
    /// use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2027, m, d).unwrap();
    /// assert_eq!(SchoolYear::prepared_on(day(5, 31)), SchoolYear(2026));
    /// assert_eq!(SchoolYear::prepared_on(day(6, 1)), SchoolYear(2027));
    /// assert_eq!(SchoolYear::prepared_on(day(9, 1)), SchoolYear(2027));
    /// ```
    #[must_use]
    pub fn prepared_on(day: NaiveDate) -> Self {
        let Self(year) = Self::of(day);
        Self(if (6..=8).contains(&day.month()) {
            year + 1
        } else {
            year
        })
    }

    /// The day from which a year is worked in on a day: its first one, for the year that is prepared.
    ///
    /// ```
    /// use domain::calendar::SchoolYear;
    /// use chrono::NaiveDate;
    /// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    /// assert_eq!(SchoolYear(2026).worked_in_from(day(8, 25)), day(9, 1));
    /// assert_eq!(SchoolYear(2026).worked_in_from(day(11, 9)), day(11, 9));
    /// ```
    #[must_use]
    pub fn worked_in_from(self, today: NaiveDate) -> NaiveDate {
        today.max(self.first_day())
    }

    /// The year that is written in a text, if it is one: two years in a row.
    ///
    /// ```
    /// use domain::calendar::SchoolYear;
    /// assert_eq!(SchoolYear::named("2026 - 2027"), Some(SchoolYear(2026)));
    /// assert_eq!(SchoolYear::named("2026–2027"), Some(SchoolYear(2026)));
    /// assert_eq!(SchoolYear::named("2026"), None);
    /// assert_eq!(SchoolYear::named("2026-2028"), None);
    /// ```
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let mut years = text.split(['-', '\u{2013}', '/']);
        let mut year = || years.next()?.trim().parse::<i32>().ok();
        let (first, second) = (year()?, year()?);
        let whole = years.next().is_none() && (2000..2100).contains(&first);
        (whole && second == first + 1).then_some(Self(first))
    }

    /// The year after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// 1 September, from which the rights over classes count at the earliest.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 9, 1).unwrap_or(NaiveDate::MIN)
    }

    /// 1 June before it, from which on it may be prepared.
    #[must_use]
    pub fn first_prepared(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 6, 1).unwrap_or(NaiveDate::MIN)
    }

    /// 31 August, on which the rights over classes end at the latest.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 8, 31).unwrap_or(NaiveDate::MAX)
    }
}

impl std::fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} - {}", self.0, self.0 + 1)
    }
}

/// Việt Nam's only time zone, UTC+07:00, without summer time.
#[must_use]
pub fn vietnam() -> FixedOffset {
    const SEVEN_HOURS: i32 = 7 * 3600;
    FixedOffset::east_opt(SEVEN_HOURS).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// The calendar day in Việt Nam at an instant.
#[must_use]
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&vietnam()).date_naive()
}

/// The instant at which a calendar day in Việt Nam is over.
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day
        .succ_opt()
        .unwrap_or(day)
        .and_time(chrono::NaiveTime::MIN);
    let over = midnight.and_local_timezone(vietnam()).single();
    over.map_or(DateTime::<Utc>::MAX_UTC, |at| at.with_timezone(&Utc))
}

/// `05/9/2026`, `03/02/2027`: day with two digits, month with a zero only for January and February
/// (Nghị định 30/2020/NĐ-CP, Phụ lục I).
///
/// ```
/// use domain::calendar::paper_date;
/// use chrono::NaiveDate;
/// assert_eq!(paper_date(NaiveDate::from_ymd_opt(2026, 9, 5).unwrap()), "05/9/2026");
/// assert_eq!(paper_date(NaiveDate::from_ymd_opt(2027, 2, 3).unwrap()), "03/02/2027");
/// ```
#[must_use]
pub fn paper_date(day: NaiveDate) -> String {
    format!("{:02}/{}/{}", day.day(), paper_month(day), day.year())
}

/// The month as papers write it: `01`, `02`, `3` … `12`.
#[must_use]
pub fn paper_month(day: NaiveDate) -> String {
    if day.month() <= 2 {
        format!("{:02}", day.month())
    } else {
        day.month().to_string()
    }
}
