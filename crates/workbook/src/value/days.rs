//! Days, as people type them and as programs spoil them.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::signs::{float_tail, is_dash, joined};
use crate::cells::Cell;

/// In which order day and month are typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Nobody has said, and the file does not show it.
    #[default]
    Unknown,
    /// Day, month, year.
    DayMonth,
    /// Month, day, year.
    MonthDay,
}

/// Years that a typed date may have.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// What a cell means as a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Nothing is there.
    Missing,
    /// A day.
    Is(NaiveDate),
    /// A year alone.
    Year(i32),
    /// Day and month can be either: first as day/month, then as month/day. A person says which.
    Doubt(NaiveDate, NaiveDate),
    /// No day.
    Wrong,
}

/// Reads a day: a date cell, Excel's running number, `d/m/yyyy`, `d-m-yyyy`, `d.m.yy`, ISO,
/// `ddmmyyyy`, or a year alone.
#[must_use]
pub fn day(cell: &Cell, order: DateOrder, from_1904: bool) -> Day {
    match cell {
        Cell::Empty => Day::Missing,
        Cell::Day(day) => Day::Is(*day),
        Cell::Moment(at) => Day::Is(meant(*at)),
        Cell::Number(n) => serial(*n, from_1904),
        Cell::Bool(_) | Cell::Fault(_) => Day::Wrong,
        Cell::Text(text) | Cell::Old(text, _) => typed(text, order),
        Cell::Runs(runs) => typed(&joined(runs), order),
    }
}

/// Whether a day was moved by a time zone, so that it is not the one that the cell shows.
#[must_use]
pub fn is_shifted(cell: &Cell) -> bool {
    match cell {
        Cell::Moment(at) => moved(at.time()),
        Cell::Number(n) => part_of_day(*n).is_some_and(moved),
        Cell::Text(text) => match zoned(text) {
            Some((shown, meant)) => shown != meant,
            None => hour(&slashed(text)).is_some_and(moved),
        },
        _ => false,
    }
}

/// Whether an hour is midnight in Việt Nam as programs in another time zone write it: 17:00 of the
/// day before (16:00 for years in which clocks stood otherwise), or some seconds too early.
fn moved(at: NaiveTime) -> bool {
    at.minute() == 0 && matches!(at.hour(), 16 | 17) || at.hour() == 23
}

/// The day that a moment means.
pub(super) fn meant(at: NaiveDateTime) -> NaiveDate {
    with_hour(at.date(), Some(at.time()))
}

/// The day that is meant by a day with an hour behind it.
fn with_hour(day: NaiveDate, hour: Option<NaiveTime>) -> NaiveDate {
    let next = day.succ_opt().filter(|_| hour.is_some_and(moved));
    next.unwrap_or(day)
}

/// The hour that a number of days means by its fraction; none if it has hardly any.
fn part_of_day(n: f64) -> Option<NaiveTime> {
    // In whole seconds, as a text says them: no cast that could lose something.
    let seconds = n.fract().abs() * 86_400.0;
    let seconds: u32 = format!("{seconds:.0}").parse().ok()?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).filter(|_| seconds > 0)
}

/// The hour behind a blank or a T in a typed date.
fn hour(text: &str) -> Option<NaiveTime> {
    let (_, hour) = text.split_once([' ', 'T'])?;
    ["%H:%M:%S%.f", "%H:%M"]
        .into_iter()
        .find_map(|shape| NaiveTime::parse_from_str(hour.trim(), shape).ok())
}

/// The day that a text with its time zone shows, and the one that it means in Việt Nam.
fn zoned(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    let at = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%:z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z"));
    let at = at.ok().or_else(|| {
        // `Fri Sep 05 1980 00:00:00 GMT+0700 (Indochina Time)`, as browsers write it.
        let start = text.split(" (").next()?;
        DateTime::parse_from_str(start, "%a %b %d %Y %H:%M:%S GMT%z").ok()
    })?;
    let here = at.with_timezone(&domain::calendar::vietnam()).naive_local();
    Some((at.date_naive(), meant(here)))
}

/// A number: a year, eight digits, or days since Excel's beginning.
fn serial(n: f64, from_1904: bool) -> Day {
    if n.fract() != 0.0 && n < 10_000.0 || !(0.0..=99_999_999.0).contains(&n) {
        return Day::Wrong;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most eight digits")]
    let whole = n as i64;
    if (1900..=2100).contains(&whole) {
        return Day::Year(i32::try_from(whole).unwrap_or(0));
    }
    if whole > 2_958_465 {
        return digits(&format!("{whole:08}"));
    }
    // 1900 is a leap year for Excel: from March on its numbers are one too high.
    let begin = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)
    };
    match begin.and_then(|begin| begin.checked_add_signed(Duration::days(whole))) {
        Some(day) if whole > 60 && YEARS.contains(&day.year()) => {
            Day::Is(with_hour(day, part_of_day(n)))
        }
        _ => Day::Wrong,
    }
}

fn digits(text: &str) -> Day {
    let part =
        |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse().ok()).unwrap_or(0);
    real(
        i32::try_from(part(4..8)).unwrap_or(0),
        part(2..4),
        part(0..2),
    )
    .map_or(Day::Wrong, Day::Is)
}

fn real(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|d| YEARS.contains(&d.year()))
}

/// Two digits of a year: people who work now were born, and posts began, in the hundred years up to
/// 2040.
fn year(text: &str) -> Option<i32> {
    let n: i32 = text.parse().ok()?;
    match text.len() {
        4 => Some(n),
        2 if n <= 40 => Some(2000 + n),
        2 => Some(1900 + n),
        _ => None,
    }
}

fn typed(text: &str, order: DateOrder) -> Day {
    if let Some((_, day)) = zoned(text) {
        return real(day.year(), day.month(), day.day()).map_or(Day::Wrong, Day::Is);
    }
    let text = slashed(text);
    match shown(&text, order) {
        Day::Is(day) => Day::Is(with_hour(day, hour(&text))),
        other => other,
    }
}

/// The day that a typed date shows.
fn shown(text: &str, order: DateOrder) -> Day {
    if text.is_empty() {
        return Day::Missing;
    }
    // What stands behind a blank or a T is the hour.
    let text = text.split([' ', 'T']).next().unwrap_or(text);
    let text = float_tail(text).unwrap_or(text);
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            4 => year(text)
                .filter(|y| YEARS.contains(y))
                .map_or(Day::Wrong, Day::Year),
            8 => digits(text),
            // Excel's number, pasted as text.
            5 => text.parse().map_or(Day::Wrong, |n| serial(n, false)),
            _ => Day::Wrong,
        };
    }
    let parts: Vec<&str> = text
        .split(['/', '-', '.'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => match (year(y), number(m), number(d)) {
            (Some(y), Some(m), Some(d)) => real(y, m, d).map_or(Day::Wrong, Day::Is),
            _ => Day::Wrong,
        },
        [a, b, y] => {
            let (Some(a), Some(b), Some(y)) = (number(a), number(b), year(y)) else {
                return Day::Wrong;
            };
            let (day_first, month_first) = (real(y, b, a), real(y, a, b));
            match (order, day_first, month_first) {
                (DateOrder::Unknown, Some(one), Some(other)) if one != other => {
                    Day::Doubt(one, other)
                }
                (DateOrder::MonthDay, _, Some(day)) => Day::Is(day),
                (DateOrder::MonthDay, ..) | (_, None, _) => Day::Wrong,
                (_, Some(day), _) => Day::Is(day),
            }
        }
        _ => Day::Wrong,
    }
}

/// A typed date with plain signs between its parts and no blanks around them.
fn slashed(text: &str) -> String {
    let tidied = domain::text::tidy(text);
    let mut out = String::new();
    for c in tidied.trim_start_matches('\'').chars() {
        let sign = match c {
            '\u{2044}' | '\u{2215}' | '\u{ff0f}' | '/' => '/',
            c if is_dash(c) => '-',
            '.' => '.',
            ' ' if out.ends_with(['/', '-', '.']) => continue,
            c => c,
        };
        if matches!(sign, '/' | '-' | '.') {
            out.truncate(out.trim_end().len());
        }
        out.push(sign);
    }
    out
}

/// Which part of a typed date can only be the day: the first, the second, or neither tells.
#[must_use]
pub fn order_shown(text: &str) -> Option<DateOrder> {
    let text = slashed(text);
    let text = text.split([' ', 'T']).next().unwrap_or(&text);
    let parts: Vec<u32> = text
        .split(['/', '-', '.'])
        .map_while(|p| p.trim().parse().ok())
        .collect();
    match parts.as_slice() {
        [a, b, _] if *a > 12 && *a <= 31 && *b <= 12 => Some(DateOrder::DayMonth),
        [a, b, _] if *b > 12 && *b <= 31 && *a <= 12 => Some(DateOrder::MonthDay),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(y: i32, m: u32, d: u32) -> Day {
        Day::Is(NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    fn read(text: &str) -> Day {
        day(&Cell::Text(text.into()), DateOrder::DayMonth, false)
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "5/9/1980",
            "05-09-1980",
            "5.9.80",
            "1980-09-05",
            "05091980",
            "'05/09/1980",
            "5/9/1980 00:00",
            "29469",
        ] {
            assert_eq!(read(text), on(1980, 9, 5), "{text}");
        }
        assert_eq!(read("1980"), Day::Year(1980));
        assert_eq!(read("31/02/1985"), Day::Wrong);
        assert_eq!(read("12/25/1980"), Day::Wrong);
        assert_eq!(
            day(&Cell::Number(29469.0), DateOrder::DayMonth, false),
            on(1980, 9, 5)
        );
        assert_eq!(
            day(&Cell::Number(28007.0), DateOrder::DayMonth, true),
            on(1980, 9, 5)
        );
        assert_eq!(
            day(&Cell::Number(1980.0), DateOrder::DayMonth, false),
            Day::Year(1980)
        );
        assert_eq!(
            day(&Cell::Number(5_091_980.0), DateOrder::DayMonth, false),
            on(1980, 9, 5)
        );
        assert_eq!(read("mùng năm"), Day::Wrong);
    }

    #[test]
    fn day_or_month_is_asked_and_never_guessed() {
        let cell = Cell::Text("3/4/1980".into());
        assert!(matches!(
            day(&cell, DateOrder::Unknown, false),
            Day::Doubt(..)
        ));
        assert_eq!(day(&cell, DateOrder::DayMonth, false), on(1980, 4, 3));
        assert_eq!(day(&cell, DateOrder::MonthDay, false), on(1980, 3, 4));
        assert_eq!(
            day(&Cell::Text("4/4/1980".into()), DateOrder::Unknown, false),
            on(1980, 4, 4)
        );
        assert_eq!(order_shown("13/4/1980"), Some(DateOrder::DayMonth));
        assert_eq!(order_shown("4/13/1980"), Some(DateOrder::MonthDay));
    }

    #[test]
    fn days_that_a_time_zone_moved_are_moved_back_and_said() {
        let at = |text: &str| Cell::Text(text.into());
        for moved in [
            "1980-09-04T17:00:00.000Z",
            "1980-09-04T17:00:00Z",
            "1980-09-04T16:00:00.000Z",
        ] {
            assert_eq!(day(&at(moved), DateOrder::Unknown, false), on(1980, 9, 5));
            assert!(is_shifted(&at(moved)), "{moved}");
        }
        for kept in [
            "1980-09-05T00:00:00+07:00",
            "1980-09-05T00:00:00",
            "Fri Sep 05 1980 00:00:00 GMT+0700 (Indochina Time)",
        ] {
            assert_eq!(
                day(&at(kept), DateOrder::Unknown, false),
                on(1980, 9, 5),
                "{kept}"
            );
            assert!(!is_shifted(&at(kept)), "{kept}");
        }
        let moment = |h, m, s| {
            let day = NaiveDate::from_ymd_opt(1980, 9, 4).unwrap();
            Cell::Moment(day.and_hms_opt(h, m, s).unwrap())
        };
        for cell in [moment(17, 0, 0), moment(23, 59, 32)] {
            assert_eq!(day(&cell, DateOrder::Unknown, false), on(1980, 9, 5));
            assert!(is_shifted(&cell));
        }
        assert_eq!(
            day(&moment(8, 30, 0), DateOrder::Unknown, false),
            on(1980, 9, 4)
        );
    }

    #[test]
    fn what_surrounds_a_date_is_no_part_of_it() {
        for text in [
            "\u{200e}05/09/1980",
            "05/09/1980\u{200b}",
            "05 / 09 / 1980",
            "05\u{2215} 09\u{2215} 1980",
            "05\u{2011}09\u{2011}1980",
            "05. 09. 1980",
        ] {
            assert_eq!(read(text), on(1980, 9, 5), "{text}");
        }
        assert_eq!(order_shown("25 / 09 / 1980"), Some(DateOrder::DayMonth));
    }

    #[test]
    fn an_hour_that_a_time_zone_left_moves_a_day_in_every_writing() {
        for cell in [
            Cell::Text("1980-09-04 17:00:00".into()),
            Cell::Text("1980-09-04T17:00:00.000".into()),
            Cell::Text("1980-09-04T17:00:00+0000".into()),
            Cell::Text("04/09/1980 17:00".into()),
            Cell::Number(29_468.0 + 17.0 / 24.0),
        ] {
            assert_eq!(
                day(&cell, DateOrder::DayMonth, false),
                on(1980, 9, 5),
                "{cell:?}"
            );
            assert!(is_shifted(&cell), "{cell:?}");
        }
        for cell in [
            Cell::Text("05/09/1980 00:00:00".into()),
            Cell::Text("05/09/1980 8:30".into()),
            Cell::Number(29_469.4),
            Cell::Number(29_469.0),
        ] {
            assert_eq!(
                day(&cell, DateOrder::DayMonth, false),
                on(1980, 9, 5),
                "{cell:?}"
            );
            assert!(!is_shifted(&cell), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn no_typed_day_ends_the_program(text in "\\PC{0,40}") {
            let cell = Cell::Text(text);
            for order in [DateOrder::Unknown, DateOrder::DayMonth, DateOrder::MonthDay] {
                let _ = (day(&cell, order, false), is_shifted(&cell));
            }
        }

        #[test]
        fn every_day_is_read_back_in_every_way_of_writing(days in 0_i64..40_000) {
            let date = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap() + Duration::days(days);
            for shape in ["%d/%m/%Y", "%-d-%-m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y"] {
                prop_assert_eq!(read(&date.format(shape).to_string()), Day::Is(date));
            }
            let number = (date - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days() as f64;
            prop_assert_eq!(day(&Cell::Number(number), DateOrder::Unknown, false), Day::Is(date));
        }
    }
}
