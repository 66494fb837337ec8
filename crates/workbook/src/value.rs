//! Values of cells, as people type them and as Excel spoils them.

use chrono::{Datelike, Duration, NaiveDate};

use serde::{Deserialize, Serialize};

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
        Cell::Number(n) => serial(*n, from_1904),
        Cell::Bool(_) => Day::Wrong,
        Cell::Text(text) | Cell::Old(text, _) => typed(text, order),
    }
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
        Some(day) if whole > 60 && YEARS.contains(&day.year()) => Day::Is(day),
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
    let text = text.trim().trim_start_matches('\'');
    if text.is_empty() {
        return Day::Missing;
    }
    // What stands behind a blank or a T is the hour.
    let text = text.split([' ', 'T']).next().unwrap_or(text);
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

/// Which part of a typed date can only be the day: the first, the second, or neither tells.
#[must_use]
pub fn order_shown(text: &str) -> Option<DateOrder> {
    let parts: Vec<u32> = text
        .trim()
        .split(['/', '-', '.'])
        .map_while(|p| p.trim().parse().ok())
        .collect();
    match parts.as_slice() {
        [a, b, _] if *a > 12 && *a <= 31 && *b <= 12 => Some(DateOrder::DayMonth),
        [a, b, _] if *b > 12 && *b <= 31 && *a <= 12 => Some(DateOrder::MonthDay),
        _ => None,
    }
}

/// What a cell shows, as one line of text.
#[must_use]
pub fn text(cell: &Cell) -> String {
    let shown = match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Old(text, font) => font.convert(text),
        Cell::Number(n) => number(*n),
        Cell::Day(day) => domain::calendar::paper_date(*day),
        Cell::Bool(true) => "x".to_owned(),
        Cell::Bool(false) => String::new(),
    };
    // A leading quote is Excel's way to say "this is text"; a formula sign is kept, as text.
    domain::text::tidy(shown.strip_prefix('\'').unwrap_or(&shown))
}

/// A number without the tail that Excel's floating point gives it.
fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        format!("{n:.0}")
    } else {
        format!("{n}")
    }
}

/// A string of digits as it should be, and whether a zero had to be put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Nothing is there.
    Missing,
    /// As it should be.
    Good(String),
    /// Excel took the zero in front away: this is what it probably was. A person confirms.
    LostZero(String),
    /// Not what it should be.
    Wrong,
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}'))
        .collect()
}

/// A personal ID number: 12 digits. Excel leaves 11 where the first was a zero, as all of Hải
/// Phòng's are, or 10 where two were.
#[must_use]
pub fn id_number(text: &str) -> Digits {
    let digits = bare(text);
    if digits.is_empty() {
        return Digits::Missing;
    }
    match (digits.bytes().all(|b| b.is_ascii_digit()), digits.len()) {
        (true, 12) => Digits::Good(digits),
        (true, 10 | 11) => Digits::LostZero(format!("{digits:0>12}")),
        _ => Digits::Wrong,
    }
}

/// A phone number of Việt Nam: 10 or 11 digits with the zero in front; `+84` is written as the
/// zero.
#[must_use]
pub fn phone(text: &str) -> Digits {
    // Two numbers in a cell: the first.
    let first = text.split(['/', ';', ',']).next().unwrap_or_default();
    let digits = bare(first);
    let digits = digits
        .strip_prefix("+84")
        .or_else(|| digits.strip_prefix("84").filter(|rest| rest.len() == 9))
        .map_or(digits.clone(), |rest| format!("0{rest}"));
    if digits.is_empty() {
        return Digits::Missing;
    }
    match (
        digits.bytes().all(|b| b.is_ascii_digit()),
        digits.starts_with('0'),
        digits.len(),
    ) {
        (true, true, 10 | 11) => Digits::Good(digits),
        // One lost zero is put back without asking: no number of Việt Nam begins otherwise.
        (true, false, 9) => Digits::Good(format!("0{digits}")),
        _ => Digits::Wrong,
    }
}

/// Class names in a cell: `6A1, 6A2`, `6A1,2,3`, `6A1-6A3`, `6A1 và 7B`.
#[must_use]
pub fn classes(text: &str) -> Vec<String> {
    let text = text
        .replace(" và ", ",")
        .replace("->", "-")
        .replace('–', "-");
    let mut found: Vec<String> = vec![];
    for part in text
        .split([',', ';', '+', '\n'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
    {
        let part = without_word(part);
        match part.split_once('-') {
            Some((from, to)) => found.extend(
                range(from.trim(), to.trim(), found.last()).unwrap_or_else(|| vec![part.clone()]),
            ),
            None => found.push(whole(&part, found.last())),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// A class name without `lớp`, `chủ nhiệm` before it.
fn without_word(part: &str) -> String {
    let lower = part.to_lowercase();
    for word in ["chủ nhiệm lớp ", "chủ nhiệm ", "gvcn ", "cn ", "lớp "] {
        if lower.starts_with(word) {
            return part
                .chars()
                .skip(word.chars().count())
                .collect::<String>()
                .trim()
                .to_owned();
        }
    }
    part.trim().to_owned()
}

/// `2` behind `6A1` is `6A2`.
fn whole(part: &str, before: Option<&String>) -> String {
    match before {
        Some(before)
            if !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) =>
        {
            format!(
                "{}{part}",
                before.trim_end_matches(|c: char| c.is_ascii_digit())
            )
        }
        _ => part.to_owned(),
    }
}

fn range(from: &str, to: &str, before: Option<&String>) -> Option<Vec<String>> {
    let from = whole(from, before);
    let to = whole(to, Some(&from));
    let stem = from.trim_end_matches(|c: char| c.is_ascii_digit());
    let (first, last): (u32, u32) = (
        from.strip_prefix(stem)?.parse().ok()?,
        to.strip_prefix(stem)?.parse().ok()?,
    );
    (!stem.is_empty() && first < last && last - first < 30)
        .then(|| (first..=last).map(|n| format!("{stem}{n}")).collect())
}

/// Subjects with their classes in one cell: `Toán: 6A1, 6A2; Tin học 7A1`. Without a subject the
/// classes belong to that of the row.
#[must_use]
pub fn taught(text: &str) -> Vec<(Option<String>, Vec<String>)> {
    let mut found: Vec<(Option<String>, Vec<String>)> = vec![];
    for group in text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|group| !group.is_empty())
    {
        let mut fresh = true;
        for part in group
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (subject, list) = subject_before(part);
            match found.last_mut() {
                Some(last) if !fresh && subject.is_none() => {
                    // Together, so that `6A1, 2` is read as it is meant.
                    let joined = format!("{},{list}", last.1.join(","));
                    last.1 = classes(&joined);
                }
                _ => found.push((subject, classes(&list))),
            }
            fresh = false;
        }
    }
    found
}

/// `Toán 6A1` is a subject and its class; `6A1` and `Lớp 6A1` are a class alone.
fn subject_before(part: &str) -> (Option<String>, String) {
    let cut = part.split_once(':').or_else(|| {
        let at = part
            .char_indices()
            .find(|(_, c)| c.is_ascii_digit())
            .map(|(at, _)| at)?;
        let blank = part.get(..at)?.rfind([' ', '('])?;
        Some((part.get(..blank)?, part.get(blank + 1..)?))
    });
    match cut {
        Some((subject, list)) => {
            let subject = subject.trim().trim_end_matches(['(', '-']).trim();
            let subject = ["lớp", "Lớp", "LỚP"]
                .into_iter()
                .fold(subject, |text, word| {
                    text.strip_suffix(word).unwrap_or(text).trim()
                });
            (
                (!subject.is_empty()).then(|| subject.to_owned()),
                list.trim().trim_end_matches(')').to_owned(),
            )
        }
        None => (None, part.trim_end_matches(')').to_owned()),
    }
}

/// Duties, functions, levels in one cell: separated by signs, not by blanks.
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    text.split([',', ';', '+', '\n'])
        .map(str::trim)
        .filter(|p| !p.is_empty())
        .map(str::to_owned)
        .collect()
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
    fn numbers_get_their_zero_back_or_say_that_they_lost_it() {
        assert_eq!(
            id_number("031 180 012 345"),
            Digits::Good("031180012345".into())
        );
        assert_eq!(
            id_number("31180012345"),
            Digits::LostZero("031180012345".into())
        );
        assert_eq!(id_number("031180"), Digits::Wrong);
        assert_eq!(id_number(" "), Digits::Missing);
        assert_eq!(phone("0972.380.388"), Digits::Good("0972380388".into()));
        assert_eq!(phone("972380388"), Digits::Good("0972380388".into()));
        assert_eq!(phone("+84 972 380 388"), Digits::Good("0972380388".into()));
        assert_eq!(phone("gọi sau"), Digits::Wrong);
        assert_eq!(text(&Cell::Number(31_180_012_345.0)), "31180012345");
        assert_eq!(
            text(&Cell::Text("=CMD|' /C calc'!A0".into())),
            "=CMD|' /C calc'!A0",
            "a formula sign is text"
        );
    }

    #[test]
    fn classes_are_read_from_lists_and_ranges() {
        assert_eq!(classes("6A1,2,3; 7B"), ["6A1", "6A2", "6A3", "7B"]);
        assert_eq!(classes("6A1-6A3"), ["6A1", "6A2", "6A3"]);
        assert_eq!(classes("6A1-3 và 9C"), ["6A1", "6A2", "6A3", "9C"]);
        assert_eq!(classes("Lớp 6A1, lớp 6A2"), ["6A1", "6A2"]);
        assert_eq!(
            taught("Toán: 6A1, 6A2; Tin học 7A1"),
            [
                (Some("Toán".into()), vec!["6A1".into(), "6A2".into()]),
                (Some("Tin học".into()), vec!["7A1".into()])
            ]
        );
        assert_eq!(
            taught("6A1, 6A2"),
            [(None, vec!["6A1".into(), "6A2".into()])]
        );
        assert_eq!(
            taught("Toán 6A1, 2, Tin 7A1"),
            [
                (Some("Toán".into()), vec!["6A1".into(), "6A2".into()]),
                (Some("Tin".into()), vec!["7A1".into()])
            ]
        );
        assert_eq!(
            taught("Ngữ văn (6A1, 6A2)"),
            [(Some("Ngữ văn".into()), vec!["6A1".into(), "6A2".into()])]
        );
        assert_eq!(classes("Mầm 1, Chồi A"), ["Mầm 1", "Chồi A"]);
        assert_eq!(classes("CN 6A1"), ["6A1"]);
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_ends_the_program(text in "\\PC{0,40}") {
            let cell = Cell::Text(text.clone());
            for order in [DateOrder::Unknown, DateOrder::DayMonth, DateOrder::MonthDay] {
                let _ = day(&cell, order, false);
            }
            let _ = (id_number(&text), phone(&text), classes(&text), taught(&text), list(&text));
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
