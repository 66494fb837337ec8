//! Names of classes, as lists really write them.

use chrono::NaiveDate;
use domain::Facts;
use domain::ids::{ClassId, UnitId};
use domain::unit::{SchoolLevel, Unit};

/// The class of a name in the school year of a day, however its blanks and capitals are typed.
pub fn class_named(facts: &Facts, unit: UnitId, day: NaiveDate, name: &str) -> Option<ClassId> {
    let key = class_key(name);
    let mut classes = facts.classes_on(unit, day);
    classes.find(|c| class_key(&c.name) == key).map(|c| c.id)
}

/// `Lớp 6 a2` and `6A2` are one class.
pub fn class_key(name: &str) -> String {
    let tight: String = domain::text::tidy(name)
        .to_uppercase()
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '_' | '/'))
        .collect();
    tight.strip_prefix("LỚP").unwrap_or(&tight).to_owned()
}

/// The grade that a name begins with.
pub fn grade_of(name: &str) -> Option<u32> {
    let name = domain::text::tidy(name).to_uppercase();
    let name = name.strip_prefix("LỚP").unwrap_or(&name).trim_start();
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// How cells begin that name no class, where people write who has none.
const NO_CLASS: [&str; 14] = [
    "nghi",
    "thai san",
    "hieu truong",
    "pho",
    "ht",
    "pht",
    "bgh",
    "ban giam hieu",
    "hop dong",
    "thinh giang",
    "chua",
    "tong",
    "cong",
    "gv ",
];

/// Whether a name can be that of a class that is new: from primary school on it begins with its
/// grade, and has no more than a letter, a number, or a name with capitals behind it.
pub fn new_class(name: &str, level: SchoolLevel) -> bool {
    let latin = |c: char| {
        c.is_ascii()
            || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
            || !c.is_alphabetic()
    };
    let words = workbook::columns::plain(name);
    let begins =
        |word: &&str| words == word.trim() || words.starts_with(&format!("{} ", word.trim()));
    if !name.chars().all(latin) || !name.chars().any(char::is_alphanumeric) {
        return false;
    }
    if NO_CLASS.iter().any(begins) || workbook::columns::function(name).is_some() {
        return false;
    }
    match level {
        SchoolLevel::Preschool => name.chars().any(char::is_alphabetic),
        _ => behind_its_grade(name),
    }
}

fn behind_its_grade(name: &str) -> bool {
    let name = domain::text::tidy(name);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let grade = grade_of(&name).is_some_and(|grade| (1..=12).contains(&grade));
    let rest = rest.trim_start();
    let number = |text: &str| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    // `6/1`, `6.1`
    let counted = rest
        .strip_prefix(['/', '.'])
        .is_some_and(|behind| !behind.is_empty() && number(behind));
    // `6A1`, `6a`, `6CLC2`
    let letters: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let tail = rest.get(letters.len()..).unwrap_or_default();
    let lettered = (1..=3).contains(&letters.chars().count())
        && number(tail.trim_start_matches(['.', '-', ' ']));
    // `10 Toán 1`, `6 Hoa Hồng`
    let mut words = rest.split(' ').peekable();
    let mut named = words.peek().is_some_and(|word| !word.is_empty()) && rest.chars().count() <= 20;
    while let Some(word) = words.next() {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let plain = word.chars().all(char::is_alphabetic);
        named &= capital && plain || words.peek().is_none() && !word.is_empty() && number(word);
    }
    grade && (counted || lettered || named)
}

/// The level a class belongs to: what the file says, the only one of the school, or that of its
/// grade. A grade of another level than the school has on a day is none of its classes.
pub fn level_of(
    unit: &Unit,
    day: NaiveDate,
    name: &str,
    said: Option<SchoolLevel>,
) -> Option<SchoolLevel> {
    let levels = unit.levels_on(day);
    let only = levels.first().filter(|_| levels.len() == 1).copied();
    let by_grade = match grade_of(name) {
        Some(1..=5) => Some(SchoolLevel::Primary),
        Some(6..=9) => Some(SchoolLevel::LowerSecondary),
        Some(10..=12) => Some(SchoolLevel::UpperSecondary),
        _ => None,
    };
    // A preschool has ages in its names, and a centre has every grade.
    let any_grade =
        |level: SchoolLevel| matches!(level, SchoolLevel::Preschool | SchoolLevel::Continuing);
    let fits = |level: SchoolLevel| by_grade.is_none_or(|grade| grade == level || any_grade(level));
    let preschool = || {
        let has = levels.contains(&SchoolLevel::Preschool);
        (by_grade.is_none() && has).then_some(SchoolLevel::Preschool)
    };
    said.or(only.filter(|level| fits(*level)))
        // A unit that never said its levels is not limited.
        .or(by_grade.filter(|level| levels.is_empty() || levels.contains(level)))
        .or_else(preschool)
}

/// The class that is most like a name, to be proposed.
pub fn nearest(facts: &Facts, unit: UnitId, day: NaiveDate, name: &str) -> Option<String> {
    let key = class_key(name);
    let classes = facts.classes_on(unit, day);
    let names = classes.map(|c| (distance(&class_key(&c.name), &key), &c.name));
    let (far, name) = names.min()?;
    (far <= 2).then(|| name.clone())
}

/// Letters that differ, at most: added, missing or changed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let change = before + usize::from(a != *b);
            before = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(before + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use domain::samples::{CLASS, SCHOOL, today, town};

    use super::*;

    #[test]
    fn a_class_is_found_however_its_name_is_typed() {
        let facts = town();
        for typed in ["6A2", "6a2", "Lớp 6 A2", "6/A.2"] {
            let found = class_named(&facts, SCHOOL, today(), typed);
            assert_eq!(found, Some(CLASS), "{typed}");
        }
        let next_year = today() + chrono::Months::new(12);
        assert_eq!(class_named(&facts, SCHOOL, next_year, "6A2"), None);
    }

    #[test]
    fn what_a_new_class_may_be_called() {
        let level = SchoolLevel::LowerSecondary;
        for name in [
            "6A",
            "6A1",
            "6a2",
            "6 A",
            "6/1",
            "6.1",
            "10 Toán 1",
            "6CLC2",
            "6 Hoa Hồng",
        ] {
            assert!(new_class(name, level), "{name}");
        }
        for name in [
            "6A 6B",
            "6A1/6A2",
            "06/01/2026",
            "K6",
            "-",
            "6",
            "Phó HT",
            "Nghỉ thai sản",
            "6A dạy thay",
            "6\u{410}",
            "Thư viện",
            "6A,",
            "nt",
            "13A",
        ] {
            assert!(!new_class(name, level), "{name}");
        }
        for name in ["Mầm 1", "24-36 tháng", "5 tuổi A"] {
            assert!(new_class(name, SchoolLevel::Preschool), "{name}");
        }
        for name in ["Nghỉ thai sản", "Tổng", "3", "Phó HT"] {
            assert!(!new_class(name, SchoolLevel::Preschool), "{name}");
        }
        assert_eq!(
            (grade_of("1/1"), grade_of("Lớp 10 A2")),
            (Some(1), Some(10))
        );
    }

    #[test]
    fn the_class_that_is_most_like_a_name_is_proposed() {
        let proposed = |name| nearest(&town(), SCHOOL, today(), name);
        assert_eq!(proposed("6A22").as_deref(), Some("6A2"));
        assert_eq!(proposed("Toán 11"), None);
    }
}
