//! What cells show as text, and what stands in them instead of a value.

use super::days::meant;
use super::signs::{float_tail, is_dash, joined};
use crate::cells::Cell;

/// What a cell shows, as one line of text.
#[must_use]
pub fn text(cell: &Cell) -> String {
    let shown = match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Old(text, font) => font.convert(text),
        Cell::Runs(runs) => joined(runs),
        Cell::Number(n) => number(*n),
        Cell::Day(day) => domain::calendar::paper_date(*day),
        Cell::Moment(at) => domain::calendar::paper_date(meant(*at)),
        Cell::Fault(fault) => fault.clone(),
        Cell::Bool(true) => "x".to_owned(),
        Cell::Bool(false) => String::new(),
    };
    // A leading quote is Excel's way to say "this is text"; a formula sign is kept, as text.
    let shown = literal(&shown).unwrap_or(&shown);
    let tidied = domain::text::tidy(shown.strip_prefix('\'').unwrap_or(shown));
    if says_nothing(&tidied) {
        return String::new();
    }
    match float_tail(&tidied) {
        Some(whole) => whole.to_owned(),
        None => tidied,
    }
}

/// How programs write that there is nothing.
const NOTHING: [&str; 7] = ["NaN", "NaT", "<NA>", "None", "null", "NULL", "(null)"];
/// How people write it.
const NO: [&str; 5] = ["không", "không có", "chưa có", "không có thông tin", "n/a"];

/// Whether a text says that there is nothing: in words of programs or people, or by dashes alone.
fn says_nothing(text: &str) -> bool {
    let dashes = !text.is_empty() && text.chars().all(is_dash);
    dashes || NOTHING.contains(&text) || NO.contains(&text.to_lowercase().as_str())
}

/// The text in `="031180012345"`, which programs write so that no zero gets lost.
fn literal(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    (!inner.contains('"')).then_some(inner)
}

/// Signs and words of people that the cell above stands here too.
const DITTO: [&str; 11] = [
    "\"",
    "'",
    "''",
    "”",
    "“",
    "〃",
    "//",
    "nt",
    "n/t",
    "-nt-",
    "như trên",
];

/// Whether a cell says that it goes on with the one above.
#[must_use]
pub fn is_ditto(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => DITTO.contains(&text.trim().to_lowercase().as_str()),
        _ => false,
    }
}

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
            let formula = text.starts_with('=') && literal(text).is_none();
            (formula || FAULTS.contains(&text)).then(|| text.to_owned())
        }
        _ => None,
    }
}

/// A number without the tail that Excel's floating point gives it.
fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 {
        format!("{n:.0}")
    } else {
        format!("{n}")
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

    #[test]
    fn what_a_cell_shows_is_its_text() {
        assert_eq!(text(&Cell::Number(31_180_012_345.0)), "31180012345");
        assert_eq!(
            text(&Cell::Text("=CMD|' /C calc'!A0".into())),
            "=CMD|' /C calc'!A0",
            "a formula sign is text"
        );
    }

    #[test]
    fn tails_of_programs_are_no_part_of_a_text() {
        let kept = |typed: &str| text(&Cell::Text(typed.into()));
        assert_eq!(kept("31180012345.0"), "31180012345");
        assert_eq!(kept("41.0"), "41");
        assert_eq!(kept("0972.380.388"), "0972.380.388");
        assert_eq!(kept("NaN"), "");
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

    #[test]
    fn words_for_nothing_are_nothing_and_signs_for_the_cell_above_are_known() {
        let shown = |typed: &str| text(&Cell::Text(typed.into()));
        for nothing in ["-", " – ", "--", "Không", "chưa có", "N/A", "NaN"] {
            assert_eq!(shown(nothing), "", "{nothing}");
        }
        assert_eq!(shown("Không Tên"), "Không Tên");
        for ditto in ["\"", "''", "nt", "Như trên", "//"] {
            assert!(is_ditto(&Cell::Text(ditto.into())), "{ditto}");
        }
        assert!(!is_ditto(&Cell::Text("Giáo viên".into())));
    }

    #[test]
    fn a_formula_that_is_only_a_text_is_that_text() {
        let cell = Cell::Text("=\"031180012345\"".into());
        assert_eq!(text(&cell), "031180012345");
        assert_eq!(fault(&cell), None);
        assert!(fault(&Cell::Text("=\"a\"&\"b\"".into())).is_some());
    }
}
