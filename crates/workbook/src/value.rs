//! Values of cells, as people type them and as Excel spoils them.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike};

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
        Cell::Moment(at) => Day::Is(meant(*at)),
        Cell::Number(n) => serial(*n, from_1904),
        Cell::Bool(_) | Cell::Fault(_) => Day::Wrong,
        Cell::Text(text) | Cell::Old(text, _) => typed(text, order),
        Cell::Runs(_) => typed(&self::text(cell), order),
    }
}

/// Whether a day was moved by a time zone, so that it is not the one that the cell shows.
#[must_use]
pub fn is_shifted(cell: &Cell) -> bool {
    match cell {
        Cell::Moment(at) => meant(*at) != at.date(),
        Cell::Text(text) => zoned(text).is_some_and(|(shown, meant)| shown != meant),
        _ => false,
    }
}

/// The day that a moment means. Programs in another time zone write midnight in Việt Nam as 17:00
/// of the day before (16:00 for years in which clocks stood otherwise), or some seconds too early.
fn meant(at: NaiveDateTime) -> NaiveDate {
    let shifted = at.minute() == 0 && matches!(at.hour(), 16 | 17) || at.hour() == 23;
    let next = at.date().succ_opt().filter(|_| shifted);
    next.unwrap_or(at.date())
}

/// The day that a text with its time zone shows, and the one that it means in Việt Nam.
fn zoned(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let text = text.trim();
    let at = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%:z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z"));
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
    if let Some((_, day)) = zoned(text) {
        return real(day.year(), day.month(), day.day()).map_or(Day::Wrong, Day::Is);
    }
    let text = slashed(text);
    if text.is_empty() {
        return Day::Missing;
    }
    // What stands behind a blank or a T is the hour.
    let text = text.split([' ', 'T']).next().unwrap_or(&text);
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

/// Whether a character is typed as a dash.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
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

/// What a cell shows, as one line of text.
#[must_use]
pub fn text(cell: &Cell) -> String {
    let shown = match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Old(text, font) => font.convert(text),
        Cell::Runs(runs) => runs
            .iter()
            .map(|(text, font)| font.map_or_else(|| text.clone(), |font| font.convert(text)))
            .collect(),
        Cell::Number(n) => number(*n),
        Cell::Day(day) => domain::calendar::paper_date(*day),
        Cell::Moment(at) => domain::calendar::paper_date(meant(*at)),
        Cell::Fault(fault) => fault.clone(),
        Cell::Bool(true) => "x".to_owned(),
        Cell::Bool(false) => String::new(),
    };
    // A leading quote is Excel's way to say "this is text"; a formula sign is kept, as text.
    let tidied = domain::text::tidy(shown.strip_prefix('\'').unwrap_or(&shown));
    if NOTHING.contains(&tidied.as_str()) {
        return String::new();
    }
    match float_tail(&tidied) {
        Some(whole) => whole.to_owned(),
        None => tidied,
    }
}

/// How programs write that there is nothing.
const NOTHING: [&str; 7] = ["NaN", "NaT", "<NA>", "None", "null", "NULL", "(null)"];

/// Results of formulas that are faults, as text files carry them.
const FAULTS: [&str; 8] = [
    "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!",
];

/// What a cell holds instead of a value: a formula without a result, one that is typed as text, or
/// a fault.
#[must_use]
pub fn fault(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Fault(fault) => Some(fault.clone()),
        Cell::Text(text) => {
            let text = text.trim();
            (text.starts_with('=') || FAULTS.contains(&text)).then(|| text.to_owned())
        }
        _ => None,
    }
}

/// Digits that a program wrote as a number with a point: `31180012345.0`.
fn float_tail(text: &str) -> Option<&str> {
    let (whole, tail) = text.split_once(['.', ','])?;
    let zeros = matches!(tail, "0" | "00");
    let digits = whole.len() > 1 || tail == "0";
    (zeros && digits && !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()))
        .then_some(whole)
}

/// A number in the short form of programs: `9.7E+09`.
enum Short {
    /// All digits are there.
    Whole(String),
    /// Some are lost.
    Rounded,
}

fn short(text: &str) -> Option<Short> {
    let (mantissa, power) = text.trim().split_once(['e', 'E'])?;
    let power: usize = power.trim_start_matches('+').parse().ok()?;
    let (whole, rest) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || power > 20 {
        return None;
    }
    Some(if rest.len() == power {
        Short::Whole(format!("{whole}{rest}"))
    } else {
        Short::Rounded
    })
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
    /// A program wrote the number short and lost digits.
    Rounded,
    /// Twelve digits that no such number has.
    Unlikely,
    /// Not what it should be.
    Wrong,
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !is_dash(*c) && !c.is_whitespace() && *c != '.')
        .collect()
}

/// Digits as they were before a program took them for a number.
fn unspoilt(text: &str) -> Result<String, Digits> {
    let text = domain::text::tidy(text);
    match short(&text) {
        Some(Short::Whole(digits)) => Ok(digits),
        Some(Short::Rounded) => Err(Digits::Rounded),
        None => Ok(float_tail(&text).unwrap_or(&text).to_owned()),
    }
}

/// Codes of provinces in ID numbers (Thông tư 07/2016/TT-BCA, phụ lục 1).
const PROVINCES: [u8; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37,
    38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77,
    79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// What twelve digits of an ID number say of the person: female, and the year of birth.
///
/// ```
/// use workbook::value::said_by_id;
/// assert_eq!(said_by_id("031180012345"), Some((true, 1980)));
/// assert_eq!(said_by_id("003119001234"), None, "no province has the code 003");
/// ```
#[must_use]
pub fn said_by_id(digits: &str) -> Option<(bool, i32)> {
    if digits.len() != 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let province: u16 = digits.get(..3)?.parse().ok()?;
    u8::try_from(province)
        .ok()
        .filter(|p| PROVINCES.contains(p))?;
    let century: i32 = digits.get(3..4)?.parse().ok()?;
    let year: i32 = digits.get(4..6)?.parse().ok()?;
    // From 2100 on nobody is born yet.
    (century <= 3).then_some((century % 2 == 1, 1900 + century / 2 * 100 + year))
}

/// A personal ID number: 12 digits. Excel leaves 11 where the first was a zero, as all of Hải
/// Phòng's are, or 10 where two were; what is proposed can be a number of somebody.
#[must_use]
pub fn id_number(text: &str) -> Digits {
    let digits = match unspoilt(text) {
        Ok(digits) => bare(&digits),
        Err(spoilt) => return spoilt,
    };
    if digits.is_empty() {
        return Digits::Missing;
    }
    match (digits.bytes().all(|b| b.is_ascii_digit()), digits.len()) {
        (true, 12) if said_by_id(&digits).is_some() => Digits::Good(digits),
        (true, 12) => Digits::Unlikely,
        (true, 10 | 11) => {
            let whole = format!("{digits:0>12}");
            match said_by_id(&whole) {
                Some(_) => Digits::LostZero(whole),
                None => Digits::Wrong,
            }
        }
        _ => Digits::Wrong,
    }
}

/// A phone number of Việt Nam: 10 or 11 digits with the zero in front; `+84` is written as the
/// zero.
#[must_use]
pub fn phone(text: &str) -> Digits {
    let digits = match unspoilt(text) {
        Ok(digits) => bare(&digits),
        Err(spoilt) => return spoilt,
    };
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

/// The phone number of a cell that is kept, the first that is one, and what else the cell says.
#[must_use]
pub fn phones(text: &str) -> (Digits, Vec<String>) {
    let whole = phone(text);
    if matches!(whole, Digits::Good(_) | Digits::Missing) {
        return (whole, vec![]);
    }
    let signs = |text: &str| parts(text, |c| matches!(c, '/' | ';' | ',' | '\n'));
    let by_signs = signs(text);
    let by_words: Vec<String> = by_signs
        .iter()
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" hoặc "))
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let by_blanks = parts(text, |c| {
        c.is_whitespace() || matches!(c, '/' | ';' | ',' | '-')
    });
    for mut parts in [by_signs, by_words, by_blanks] {
        let good = |part: &String| matches!(phone(part), Digits::Good(_));
        if parts.len() > 1
            && let Some(first) = parts.iter().position(good)
        {
            let kept = phone(&parts.remove(first));
            return (kept, parts);
        }
    }
    (whole, vec![])
}

fn parts(text: &str, sign: impl Fn(char) -> bool) -> Vec<String> {
    text.split(sign)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
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

    #[test]
    fn of_several_phone_numbers_the_first_is_kept_and_the_others_are_told() {
        let good = |text: &str| Digits::Good(text.to_owned());
        for (typed, kept, others) in [
            ("0912345678", "0912345678", vec![]),
            ("0912 - 345 - 678", "0912345678", vec![]),
            ("0912345678/0987654321", "0912345678", vec!["0987654321"]),
            ("0912345678; 0987654321", "0912345678", vec!["0987654321"]),
            ("0912345678\n0987654321", "0912345678", vec!["0987654321"]),
            (
                "0912.345.678 - 0987 654 321",
                "0912345678",
                vec!["0987 654 321"],
            ),
            (
                "0912345678 hoặc 0987654321",
                "0912345678",
                vec!["0987654321"],
            ),
            ("0912345678 0987654321", "0912345678", vec!["0987654321"]),
            ("nhà 123; 0912345678", "0912345678", vec!["nhà 123"]),
        ] {
            let others: Vec<String> = others.into_iter().map(str::to_owned).collect();
            assert_eq!(phones(typed), (good(kept), others), "{typed}");
        }
        assert_eq!(phones("không có").0, Digits::Wrong);
        assert_eq!(phones(""), (Digits::Missing, vec![]));
    }

    fn on(y: i32, m: u32, d: u32) -> Day {
        Day::Is(NaiveDate::from_ymd_opt(y, m, d).unwrap())
    }

    fn text_of(cell: &Cell) -> String {
        text(cell)
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
    fn what_programs_make_of_numbers_is_undone_or_said() {
        let kept = |text: &str| text_of(&Cell::Text(text.into()));
        assert_eq!(kept("31180012345.0"), "31180012345");
        assert_eq!(kept("41.0"), "41");
        assert_eq!(kept("0972.380.388"), "0972.380.388");
        assert_eq!(kept("NaN"), "");
        assert_eq!(
            id_number("31180012345.0"),
            Digits::LostZero("031180012345".into())
        );
        assert_eq!(id_number("311800123450.0"), Digits::Unlikely);
        assert_eq!(id_number("3.118E+10"), Digits::Rounded);
        assert_eq!(
            id_number("3.1180012345E+10"),
            Digits::LostZero("031180012345".into())
        );
        assert_eq!(phone("0972380388.0"), Digits::Good("0972380388".into()));
        assert_eq!(phone("972380399.0"), Digits::Good("0972380399".into()));
        assert_eq!(phone("9.7E+09"), Digits::Rounded);
    }

    #[test]
    fn an_id_number_is_proposed_only_if_it_can_be_one() {
        assert_eq!(id_number("3119001234"), Digits::Wrong, "no province 003");
        assert_eq!(id_number("0311900123"), Digits::Wrong);
        assert_eq!(id_number("031480012345"), Digits::Unlikely, "no century");
        assert_eq!(said_by_id("031302012345"), Some((true, 2002)));
        assert_eq!(said_by_id("031079000456"), Some((false, 1979)));
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
        assert_eq!(
            id_number("\u{202d}031180012345\u{202c}"),
            Digits::Good("031180012345".into())
        );
        assert_eq!(
            phone("\u{2060}+84972380399"),
            Digits::Good("0972380399".into())
        );
        assert_eq!(
            phone("0972\u{2011}380\u{2011}377"),
            Digits::Good("0972380377".into())
        );
    }

    #[test]
    fn formulas_and_faults_are_no_values() {
        assert_eq!(
            fault(&Cell::Text("=B2&C2".into())).as_deref(),
            Some("=B2&C2")
        );
        assert!(fault(&Cell::Text("#REF!".into())).is_some());
        assert!(fault(&Cell::Fault("#N/A".into())).is_some());
        assert_eq!(fault(&Cell::Text("Tổ 1 = Toán".into())), None);
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_ends_the_program(text in "\\PC{0,40}") {
            let cell = Cell::Text(text.clone());
            for order in [DateOrder::Unknown, DateOrder::DayMonth, DateOrder::MonthDay] {
                let _ = day(&cell, order, false);
            }
            let _ = (id_number(&text), phone(&text), list(&text), said_by_id(&text));
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
