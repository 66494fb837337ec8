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
    let key = class_key(name);
    let digits: String = key.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The level a class belongs to: what the file says, the only one of the school, or that of its
/// grade. A grade of another level than the school has is none of its classes.
pub fn level_of(unit: &Unit, name: &str, said: Option<SchoolLevel>) -> Option<SchoolLevel> {
    let only = unit
        .levels
        .first()
        .filter(|_| unit.levels.len() == 1)
        .copied();
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
        let has = unit.levels.contains(&SchoolLevel::Preschool);
        (by_grade.is_none() && has).then_some(SchoolLevel::Preschool)
    };
    said.or(only.filter(|level| fits(*level)))
        // A unit that never said its levels is not limited.
        .or(by_grade.filter(|level| unit.levels.is_empty() || unit.levels.contains(level)))
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
    fn the_class_that_is_most_like_a_name_is_proposed() {
        let proposed = |name| nearest(&town(), SCHOOL, today(), name);
        assert_eq!(proposed("6A22").as_deref(), Some("6A2"));
        assert_eq!(proposed("Toán 11"), None);
    }
}
