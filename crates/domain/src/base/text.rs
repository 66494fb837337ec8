//! Vietnamese text: normalising what was typed, folding for search, checking names and numbers.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::refusal::{Code, Refusal};
use crate::visible::is_unsafe;
pub use crate::visible::{unquoted, visible};

/// Longest name of a person or unit, in characters after NFC.
pub const MAX_NAME: usize = 120;
/// Longest reason, note or subject, in characters after NFC.
pub const MAX_NOTE: usize = 300;

/// Whether a character shows nothing and says nothing in Vietnamese: marks for hyphens, joining,
/// direction and variants that programs leave behind. Not the one that turns letters round: what is
/// seen beside it is not what is there, so [`name`] refuses it.
///
/// ```
/// use domain::text::is_invisible;
/// assert!(is_invisible('\u{200b}') && is_invisible('\u{202d}') && is_invisible('\u{ad}'));
/// assert!(!is_invisible('\u{202e}') && !is_invisible(' '));
/// ```
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202d}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is typed as an apostrophe, as in `H'Hen`: programs and keyboards have many.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2b9}'
            | '\u{2bb}'..='\u{2bf}'
            | '\u{2c8}'
            | '\u{2ca}'
            | '\u{2cb}'
            | '\u{2018}'..='\u{201b}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{a78c}'
            | '\u{ff07}'
            | '\u{ff40}'
    )
}

/// Brings typed text to the form that is stored: NFC, one kind of `Đ`, nothing invisible, single
/// spaces, none at the ends.
///
/// ```
/// assert_eq!(domain::text::tidy("  Nguyễn \u{a0} Ðức\u{2060} "), "Nguyễn Đức");
/// ```
#[must_use]
pub fn tidy(text: &str) -> String {
    let one_d: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .nfc()
        .map(|c| match c {
            '\u{d0}' | '\u{189}' => 'Đ',
            '\u{f0}' | '\u{256}' => 'đ',
            c => c,
        })
        .collect();
    one_d.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text without marks, capitals and apostrophes, for searching only: never for telling two things
/// apart.
///
/// ```
/// use domain::text::fold;
/// assert_eq!(fold("Đỗ Thị Phượng"), "do thi phuong");
/// assert_eq!(fold("H’Hen Ƀkrông"), fold("h'hen bkrong"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
        // Before capitals: some apostrophes are letters to Unicode.
        .map(|c| if is_apostrophe(c) { ' ' } else { c })
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' => 'd',
            'ƀ' => 'b',
            c => c,
        })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether two names are one, however their capitals, blanks and apostrophes are typed and wherever
/// the tone mark stands in `oa`, `oe`, `uy`. Marks tell names apart.
///
/// ```
/// use domain::text::same_name;
/// assert!(same_name("NGUYỄN THỊ HOÀ", "Nguyễn Thị  Hòa"));
/// assert!(same_name("H'Hen Niê", "HʼHen Niê"));
/// assert!(!same_name("Cẩm Giang", "Cẩm Giàng"));
/// ```
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let marks = |name: &str| {
        let words = name.split(|c: char| c.is_whitespace() || is_apostrophe(c));
        let words = words.filter(|word| !word.is_empty()).map(|word| {
            let mut marks: Vec<char> = word
                .to_lowercase()
                .nfd()
                .filter(|c| is_combining_mark(*c) || matches!(c, 'đ' | 'ƀ'))
                .collect();
            marks.sort_unstable();
            marks
        });
        words.collect::<Vec<_>>()
    };
    fold(one) == fold(other) && marks(&tidy(one)) == marks(&tidy(other))
}

/// The name of a person that was typed in capitals alone, as people write it; none for any other.
/// One word may be short for something, and stays.
///
/// ```
/// use domain::text::uncapitalised;
/// assert_eq!(uncapitalised("NGUYỄN THỊ HOÀ").as_deref(), Some("Nguyễn Thị Hoà"));
/// assert_eq!(uncapitalised("H'HEN NIÊ").as_deref(), Some("H'Hen Niê"));
/// assert_eq!(uncapitalised("Nguyễn Thị HOÀ"), None);
/// assert_eq!(uncapitalised("VNPT"), None);
/// ```
#[must_use]
pub fn uncapitalised(name: &str) -> Option<String> {
    let name = tidy(name);
    let is_letter = |c: char| c.is_alphabetic() && !is_apostrophe(c);
    let mut letters = name.chars().filter(|c| is_letter(*c));
    let several = name.contains(' ') && letters.clone().count() > 3;
    if !several || !letters.all(char::is_uppercase) {
        return None;
    }
    let mut begins = true;
    let written = name.chars().flat_map(|c| {
        let small = !std::mem::replace(&mut begins, !is_letter(c) && !is_mark(c));
        let lower: Vec<char> = c.to_lowercase().collect();
        if small { lower } else { vec![c] }
    });
    Some(written.collect())
}

/// A name as the register goes on writing it: capitals alone say nothing new of a name that is known.
///
/// ```
/// use domain::text::kept_spelling;
/// assert_eq!(kept_spelling("Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ"), "Nguyễn Thị Hòa");
/// assert_eq!(kept_spelling("Nguyễn Thị Hòa", "Nguyễn Thị Hoà"), "Nguyễn Thị Hoà");
/// assert_eq!(kept_spelling("Nguyễn Thị Hòa", "TRẦN VĂN ĐỨC"), "Trần Văn Đức");
/// ```
#[must_use]
pub fn kept_spelling(known: &str, typed: &str) -> String {
    match uncapitalised(typed) {
        Some(_) if same_name(known, typed) => known.to_owned(),
        Some(written) => written,
        None => tidy(typed),
    }
}

/// A name without what was noted behind it: `Vân` in `Vân (HĐ)`.
fn without_remark(name: &str) -> &str {
    let signs = name.find(['(', '[', '{', '*', ',', ';', '/']);
    let dashes = [" - ", " – ", " — "]
        .iter()
        .filter_map(|dash| name.find(dash));
    let cut = signs.into_iter().chain(dashes).min();
    let bare = cut.map_or(name, |cut| name[..cut].trim_end());
    if bare.is_empty() { name } else { bare }
}

/// A letter without the marks that it is composed with: the `O` of `Ơ`.
///
/// ```
/// assert_eq!(domain::text::bare('Ộ'), 'O');
/// ```
#[must_use]
pub fn bare(letter: char) -> char {
    let mut parts = std::iter::once(letter).nfd();
    parts.next().unwrap_or(letter)
}

/// A text with letters and marks apart.
///
/// ```
/// assert_eq!(domain::text::apart("ô"), "o\u{302}");
/// ```
#[must_use]
pub fn apart(text: &str) -> String {
    text.nfd().collect()
}

/// Whether a character is a mark over or under the letter before it.
///
/// ```
/// assert!(domain::text::is_mark('\u{306}') && !domain::text::is_mark('˘'));
/// ```
#[must_use]
pub fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// A key that sorts names with numbers as people do: `6A10` after `6A2`. Letters go by their codes, as
/// pages that are frozen have them; lists go by [`name_sort_key`].
///
/// ```
/// use domain::text::natural;
/// assert!(natural("6A2") < natural("6A10"));
/// ```
#[must_use]
pub fn natural(name: &str) -> Vec<(u64, String)> {
    let mut parts = vec![];
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let number = rest[..digits].parse().unwrap_or(0);
        rest = &rest[digits..];
        let letters = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        parts.push((number, rest[..letters].to_owned()));
        rest = &rest[letters..];
    }
    parts
}

/// Key for sorting units, classes and other things by name: numbers by their size, letters in the order
/// of the Vietnamese alphabet.
///
/// ```
/// use domain::text::name_sort_key;
/// assert!(name_sort_key("MN Ánh Dương") < name_sort_key("MN Sao Mai"));
/// assert!(name_sort_key("Trường 2") < name_sort_key("Trường 10"));
/// ```
#[must_use]
pub fn name_sort_key(name: &str) -> Vec<(u64, Vec<u8>)> {
    let parts = natural(name).into_iter();
    parts
        .map(|(number, letters)| (number, vietnamese_key(&letters)))
        .collect()
}

/// Tidies a name and refuses one that is empty, too long, or carries control or direction
/// characters.
///
/// # Errors
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn name(field: &str, text: &str) -> Result<String, Refusal> {
    bounded(field, text, MAX_NAME)
}

/// Tidies a sentence such as a reason: like [`name`], with more room.
///
/// # Errors
/// `name_missing`, `name_too_long`, `name_bad_character`.
pub fn sentence(field: &str, text: &str) -> Result<String, Refusal> {
    bounded(field, text, MAX_NOTE)
}

fn bounded(field: &str, text: &str, limit: usize) -> Result<String, Refusal> {
    let tidied = tidy(text);
    if tidied.is_empty() {
        return Err(Refusal::new(Code::NameMissing).with("field", field));
    }
    if tidied.chars().count() > limit {
        return Err(Refusal::new(Code::NameTooLong)
            .with("field", field)
            .with("limit", limit));
    }
    if tidied.chars().any(is_unsafe) {
        return Err(Refusal::new(Code::NameBadCharacter).with("field", field));
    }
    Ok(tidied)
}

/// The personal ID number: exactly 12 digits, kept with its leading zero (Luật Căn cước ngày 27
/// tháng 11 năm 2023).
///
/// # Errors
/// `id_number_shape` if it is not 12 digits.
pub fn id_number(text: &str) -> Result<String, Refusal> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
    if digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(Refusal::new(Code::IdNumberShape))
    }
}

/// An ID number as screens show it: only the last three digits.
#[must_use]
pub fn masked(id_number: &str) -> String {
    let shown: String = id_number
        .chars()
        .rev()
        .take(3)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    format!("*********{shown}")
}

/// Key for sorting people: given name first, then the rest, then what was noted behind the name, in the
/// order of the Vietnamese alphabet (CLDR, by ICU).
#[must_use]
pub fn person_sort_key(name: &str) -> Vec<u8> {
    let name = tidy(name);
    let bare = without_remark(&name);
    let (rest, given) = bare.rsplit_once(' ').unwrap_or(("", bare));
    let mut key = vec![];
    for part in [given, rest, &name[bare.len()..]] {
        key.extend(vietnamese_key(part));
        key.push(0);
    }
    key
}

fn vietnamese_key(text: &str) -> Vec<u8> {
    let mut key = vec![];
    // Writing into a vector cannot fail.
    let Ok(()) = VIETNAMESE.write_sort_key_to(text, &mut key);
    key
}

static VIETNAMESE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let order = Collator::try_new(locale!("vi").into(), CollatorOptions::default());
    // The data of Vietnamese are compiled in; without them the order of all languages would do.
    order.unwrap_or_else(|_| {
        Collator::try_new(CollatorPreferences::default(), CollatorOptions::default())
            .unwrap_or_else(|_| unreachable!("the root order is compiled in"))
    })
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_sort_in_vietnamese_order() {
        let mut names = vec![
            "Thành Đông",
            "Việt Hòa",
            "Ái Quốc",
            "An Phú",
            "Đằng Giang",
            "Dương Kinh",
        ];
        names.sort_by_key(|name| name_sort_key(name));
        let order = [
            "Ái Quốc",
            "An Phú",
            "Dương Kinh",
            "Đằng Giang",
            "Thành Đông",
            "Việt Hòa",
        ];
        assert_eq!(names, order);
    }

    #[test]
    fn names_sort_by_given_name_in_vietnamese_order() {
        let mut names = vec![
            "Trần Văn Ấn",
            "Lê Thị Anh",
            "Đỗ Bình",
            "Nguyễn Ân",
            "Phạm Ánh",
            "Vũ Ăn",
            "Hà Đào",
            "Hà Dung",
        ];
        names.sort_by_key(|n| person_sort_key(n));
        assert_eq!(
            names,
            [
                "Lê Thị Anh",
                "Phạm Ánh",
                "Vũ Ăn",
                "Nguyễn Ân",
                "Trần Văn Ấn",
                "Đỗ Bình",
                "Hà Dung",
                "Hà Đào"
            ]
        );
    }

    #[test]
    fn a_remark_behind_a_name_sorts_nobody_elsewhere() {
        let mut names = vec![
            "Đỗ Thị Yến",
            "Trần Thị Vân (HĐ)",
            "Phạm Thị Vân",
            "Lê Văn An - hợp đồng",
            "Trần Thị Vân",
            "(chưa rõ)",
        ];
        names.sort_by_key(|name| person_sort_key(name));
        assert_eq!(
            names,
            [
                "Lê Văn An - hợp đồng",
                "(chưa rõ)",
                "Phạm Thị Vân",
                "Trần Thị Vân",
                "Trần Thị Vân (HĐ)",
                "Đỗ Thị Yến",
            ]
        );
    }

    #[test]
    fn names_in_capitals_are_written_as_people_write_them() {
        for (typed, written) in [
            ("ĐỖ THỊ THUỲ-DƯƠNG", "Đỗ Thị Thuỳ-Dương"),
            ("Y BLŎ ÊBAN", "Y Blŏ Êban"),
            ("Y BĬR Ơ\u{306}NG", "Y Bĭr Ơ\u{306}ng"),
            ("  LÊ  VĂN AN ", "Lê Văn An"),
        ] {
            assert_eq!(uncapitalised(typed).as_deref(), Some(written));
        }
        for kept in ["Lê Văn An", "LÊ", "A B", "Lê VĂN AN", ""] {
            assert_eq!(uncapitalised(kept), None, "{kept}");
        }
    }

    #[test]
    fn two_communes_that_fold_alike_stay_different() {
        assert_eq!(fold("Cẩm Giang"), fold("Cẩm Giàng"));
        assert_ne!(tidy("Cẩm Giang"), tidy("Cẩm Giàng"));
    }

    #[test]
    fn a_name_with_direction_marks_is_refused() {
        assert_eq!(
            name("name", "An\u{202e}Bình").unwrap_err().code,
            Code::NameBadCharacter
        );
        assert_eq!(
            name("name", " \u{200b} ").unwrap_err().code,
            Code::NameMissing
        );
        assert!(name("name", &"ễ".repeat(MAX_NAME)).is_ok());
        assert_eq!(
            name("name", &"ễ".repeat(MAX_NAME + 1)).unwrap_err().code,
            Code::NameTooLong
        );
    }

    #[test]
    fn an_apostrophe_is_one_however_it_is_typed_and_strokes_tell_letters_apart() {
        for typed in [
            "H'Hen Ƀkrông",
            "H’Hen Ƀkrông",
            "H‘HEN ɃKRÔNG",
            "HʼHen ƀkrông",
            "H`Hen Ƀkrông",
            "H´Hen Ƀkrông",
            "H′Hen Ƀkrông",
            "H' Hen Ƀkrông",
        ] {
            assert!(same_name("H'Hen Ƀkrông", typed), "{typed}");
            assert_eq!(fold(typed), "h hen bkrong");
        }
        assert!(!same_name("H'Hen Ƀkrông", "H'Hen Bkrông"));
        assert!(same_name("Y Bĭr Ơ\u{306}ng", "Y BĬR ơ\u{306}ng"));
        assert!(!same_name("Y Bĭr Ơ\u{306}ng", "Y Bĭr Ơng"));
    }

    #[test]
    fn what_nobody_sees_is_not_stored_and_what_turns_letters_round_is_refused() {
        let hidden = "\u{202d}Vũ\u{2060} Thị\u{ad} Hạ\u{fe0f}\u{202c}";
        assert_eq!(name("name", hidden).unwrap(), "Vũ Thị Hạ");
        assert_eq!(tidy("a\u{200b}\u{301}"), "á", "a mark joins its letter");
        assert!(name("name", "An\u{202e}Bình").is_err());
    }

    #[test]
    fn an_id_number_keeps_its_zero_and_shows_three_digits() {
        let number = id_number("031 090 001234").unwrap();
        assert_eq!(number, "031090001234");
        assert_eq!(masked(&number), "*********234");
        assert!(id_number("31090001234").is_err());
    }
}
