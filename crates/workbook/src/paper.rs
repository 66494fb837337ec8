//! The paper that the title of a sheet names: `(Kèm theo Quyết định số 12/QĐ-THĐL ngày 05/9/2026 của …)`.

use chrono::NaiveDate;
use serde::Serialize;

/// A paper as a title names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NamedPaper {
    /// `Quyết định`.
    pub title: String,
    /// Number with its symbol.
    pub number: String,
    /// Its day.
    pub date: NaiveDate,
    /// Who issued it, where that is said.
    pub issuer: Option<String>,
}

/// What papers by which lists are made are called.
const TITLES: [&str; 3] = ["Quyết định", "Kế hoạch", "Thông báo"];

/// The first paper with a number and a day that a title names.
pub(crate) fn named(title: &str) -> Option<NamedPaper> {
    TITLES.iter().find_map(|paper| of(title, paper))
}

/// The day from which a title says that its list holds: `Thực hiện từ ngày 07/9/2026`.
pub(crate) fn holds_from(title: &str) -> Option<NaiveDate> {
    let (_, behind) = parted(title, "từ ngày")?;
    day(behind).map(|(day, _)| day)
}

fn of(title: &str, paper: &str) -> Option<NamedPaper> {
    let (_, behind) = parted(title, &format!("{paper} số"))?;
    let behind = behind.trim_start_matches([':', ' ']);
    let end = behind.find([' ', ',', ';']).unwrap_or(behind.len());
    let (number, behind) = behind.split_at(end);
    if !number.contains('/') || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (_, behind) = parted(behind, "ngày")?;
    let (date, behind) = day(behind)?;
    let issuer = parted(behind, "của").map(|(_, issuer)| issuer);
    let issuer = issuer.and_then(|text| text.split([')', ';', '\n']).next());
    let issuer = issuer.map(|text| text.trim_matches([' ', '.', ',']).to_owned());
    Some(NamedPaper {
        title: paper.to_owned(),
        number: number.to_owned(),
        date,
        issuer: issuer.filter(|text| !text.is_empty()),
    })
}

/// What stands before and behind words, in whatever capitals these are written.
fn parted<'a>(text: &'a str, words: &str) -> Option<(&'a str, &'a str)> {
    let words = words.to_lowercase();
    text.char_indices().find_map(|(at, _)| {
        let behind = &text[at..];
        let long: usize = behind
            .chars()
            .take(words.chars().count())
            .map(char::len_utf8)
            .sum();
        (behind[..long].to_lowercase() == words).then(|| (&text[..at], &behind[long..]))
    })
}

/// Day, month and year, and what stands behind them.
fn day(text: &str) -> Option<(NaiveDate, &str)> {
    let mut rest = text;
    let mut numbers = [0_u32; 3];
    for number in &mut numbers {
        let from = rest
            .find(|c: char| c.is_ascii_digit())
            .filter(|at| *at <= 12)?;
        let digits = &rest[from..];
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let (digits, behind) = digits.split_at(end.unwrap_or(digits.len()));
        *number = digits.parse().ok()?;
        rest = behind;
    }
    let [day, month, year] = numbers;
    let year = i32::try_from(year).ok().filter(|year| *year > 1999)?;
    Some((NaiveDate::from_ymd_opt(year, month, day)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_from_which_a_list_holds_is_read_out_of_its_title() {
        let monday = NaiveDate::from_ymd_opt(2026, 9, 7);
        for title in [
            "(Thực hiện từ ngày 07/9/2026)",
            "ÁP DỤNG TỪ NGÀY 07 THÁNG 9 NĂM 2026",
        ] {
            assert_eq!(holds_from(title), monday, "{title}");
        }
        for none in ["Thực hiện từ ngày    tháng    năm", "Ngày 07/9/2026"] {
            assert_eq!(holds_from(none), None, "{none}");
        }
    }

    #[test]
    fn a_decision_is_read_out_of_a_title_as_offices_write_it() {
        let of_issuer = |issuer: Option<&str>| NamedPaper {
            title: "Quyết định".to_owned(),
            number: "12/QĐ-THĐL".to_owned(),
            date: NaiveDate::from_ymd_opt(2026, 9, 5).unwrap(),
            issuer: issuer.map(str::to_owned),
        };
        let school = Some("Trường Tiểu học Đằng Lâm");
        for (title, issuer) in [
            (
                "(Kèm theo Quyết định số 12/QĐ-THĐL ngày 05/9/2026 của Trường Tiểu học Đằng Lâm)",
                school,
            ),
            (
                "KÈM THEO QUYẾT ĐỊNH SỐ: 12/QĐ-THĐL, ngày 05 tháng 9 năm 2026",
                None,
            ),
            ("Theo quyết định số 12/QĐ-THĐL ngày 5-9-2026.", None),
        ] {
            assert_eq!(named(title), Some(of_issuer(issuer)), "{title}");
        }
        for none in [
            "",
            "PHÂN CÔNG CHUYÊN MÔN NĂM HỌC 2026 - 2027",
            "Kèm theo Quyết định số      /QĐ-THĐL ngày    tháng    năm 2026",
            "Quyết định số 12/QĐ-THĐL",
            "Quyết định số 12/QĐ-THĐL ngày 31/2/2026",
        ] {
            assert_eq!(named(none), None, "{none}");
        }
    }
}
