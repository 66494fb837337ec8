//! Strings of digits: ID numbers and phone numbers, also as programs spoil them.

use super::signs::{float_tail, is_dash};

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
    }

    #[test]
    fn what_programs_make_of_numbers_is_undone_or_said() {
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
    fn what_surrounds_a_number_is_no_part_of_it() {
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

    proptest! {
        #[test]
        fn no_typed_number_ends_the_program(text in "\\PC{0,40}") {
            let _ = (id_number(&text), phones(&text), said_by_id(&text));
        }
    }
}
