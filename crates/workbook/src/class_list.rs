//! Lists of classes in one cell, as people write them: `6A1, 2, 3`, `3A-3C`, `Khối 1, 2`,
//! `Toán 6A; Tin 7B`.

use domain::text::tidy;

use crate::columns::plain;

/// What a part of a list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A class.
    Class(String),
    /// Every class of a grade, as it is typed.
    Grade(u32, String),
    /// Every class.
    All(String),
    /// It can be read in several ways: a person says which classes are meant, unless there is one
    /// of exactly this name.
    Unclear(String),
}

impl Named {
    /// As it is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Class(text) | Self::Grade(_, text) | Self::All(text) | Self::Unclear(text) => {
                text
            }
        }
    }
}

/// Words before a class that say nothing of its name.
const BEFORE: [&str; 10] = [
    "giáo viên chủ nhiệm",
    "gv chủ nhiệm",
    "chủ nhiệm",
    "gvcn",
    "cn",
    "phụ trách",
    "dạy",
    "các",
    "lớp",
    "gv",
];

/// What a list of classes names, in its order.
#[must_use]
pub fn named(text: &str) -> Vec<Named> {
    let mut list = List::default();
    let text = with_plain_signs(text);
    let parts = text.split([',', ';', '+', '\n']).map(tidy);
    for part in parts.filter(|part| !part.is_empty()) {
        list.add(&part);
    }
    list.found
}

/// The classes of a list by name; what names no single class is left as it is typed.
#[must_use]
pub fn classes(text: &str) -> Vec<String> {
    let named = named(text).into_iter();
    named.map(|named| named.text().to_owned()).collect()
}

/// One sign between the ends of a range, one between the parts of a list.
fn with_plain_signs(text: &str) -> String {
    let mut text: String = text
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '→' | '⇒' | '➔' | '÷' | '~' | '…' => {
                '-'
            }
            '、' | '，' | '&' => ',',
            c => c,
        })
        .collect();
    for (typed, meant) in [
        ("...", "-"),
        ("->", "-"),
        ("=>", "-"),
        ("--", "-"),
        (" đến ", "-"),
        (" tới ", "-"),
        (" và ", ","),
    ] {
        text = text.replace(typed, meant);
    }
    text
}

/// A list while it is read.
#[derive(Default)]
struct List {
    found: Vec<Named>,
    /// Whether bare numbers are grades.
    grades: bool,
}

impl List {
    fn add(&mut self, part: &str) {
        let Some(part) = without_remark(part) else {
            self.found.push(Named::Unclear(part.to_owned()));
            return;
        };
        let bare = without_words(&part);
        if bare.is_empty() {
            return;
        }
        if is_everything(&bare) {
            self.found.push(Named::All(bare));
            return;
        }
        if let Some(rest) = grade_word(&bare) {
            self.grades = true;
            self.grade(rest, &bare);
        } else if self.grades && is_number(bare.split('-').next().unwrap_or_default()) {
            self.grade(&bare, &bare);
        } else {
            self.grades = false;
            self.class(&bare);
        }
    }

    /// `1`, `1-3` behind `Khối`.
    fn grade(&mut self, rest: &str, typed: &str) {
        let number = |text: &str| {
            let number = text.trim().parse().ok();
            number.filter(|n| (1..=12).contains(n))
        };
        let ends: Vec<Option<u32>> = rest.split('-').map(number).collect();
        match ends.as_slice() {
            [Some(one)] => {
                let typed = if typed == rest {
                    format!("Khối {one}")
                } else {
                    typed.to_owned()
                };
                self.found.push(Named::Grade(*one, typed));
            }
            [Some(first), Some(last)] if first < last => self
                .found
                .extend((*first..=*last).map(|n| Named::Grade(n, format!("Khối {n}")))),
            _ => self.found.push(Named::Unclear(typed.to_owned())),
        }
    }

    fn class(&mut self, part: &str) {
        let before = match self.found.last() {
            Some(Named::Class(before)) => Some(before.clone()),
            _ => None,
        };
        let ends: Vec<&str> = part.split('-').map(str::trim).collect();
        match ends.as_slice() {
            [one] => self.one(one, before.as_ref()),
            [from, to] => {
                let from = whole(&without_words(from), before.as_ref());
                let to = without_words(to);
                match range(&from, &to) {
                    Some(classes) => self.found.extend(classes.into_iter().map(Named::Class)),
                    None if is_class(&from) && is_class(&whole(&to, Some(&from))) => {
                        self.found.push(Named::Unclear(part.to_owned()));
                    }
                    // `24-36 tháng` is a name.
                    None => self.found.push(Named::Class(part.to_owned())),
                }
            }
            [first, ..] if is_class(first) => self.found.push(Named::Unclear(part.to_owned())),
            _ => self.found.push(Named::Class(part.to_owned())),
        }
    }

    fn one(&mut self, part: &str, before: Option<&String>) {
        let whole = whole(part, before);
        let named = if is_number(&whole) {
            Named::Unclear(whole)
        } else {
            Named::Class(whole)
        };
        self.found.push(named);
    }
}

/// A part without the number of its pupils in brackets; none if the brackets say something else.
fn without_remark(part: &str) -> Option<String> {
    let Some((name, remark)) = part.split_once('(') else {
        return Some(part.trim_matches(')').trim().to_owned());
    };
    let remark = plain(remark);
    let pupils = remark.split(' ').all(|word| {
        matches!(word, "" | "hs" | "hoc" | "sinh" | "tre" | "chau" | "em") || is_number(word)
    });
    pupils.then(|| name.trim().to_owned())
}

/// A class without words such as `GVCN lớp` before it.
fn without_words(part: &str) -> String {
    let mut rest = part.trim();
    'again: loop {
        let lower = rest.to_lowercase();
        for word in BEFORE {
            let Some(behind) = lower.strip_prefix(word) else {
                continue;
            };
            let ends = behind.starts_with([' ', ':', '.']) || behind.is_empty();
            let number = behind.starts_with(|c: char| c.is_ascii_digit());
            if ends || number && word != "gv" {
                let skipped = rest.chars().skip(word.chars().count());
                let at: usize = rest.len() - skipped.map(char::len_utf8).sum::<usize>();
                rest = rest
                    .get(at..)
                    .unwrap_or_default()
                    .trim_start_matches([' ', ':', '.']);
                continue 'again;
            }
        }
        return rest.trim().to_owned();
    }
}

fn is_everything(text: &str) -> bool {
    let everything = [
        "toan truong",
        "ca truong",
        "tat ca",
        "tat ca cac lop",
        "tat ca lop",
        "toan bo",
    ];
    everything.contains(&plain(text).as_str())
}

/// What stands behind `Khối`, `K`, `K.`.
fn grade_word(text: &str) -> Option<&str> {
    let rest = ["Khối", "khối", "KHỐI", "Khoi", "khoi", "K.", "K", "k"]
        .into_iter()
        .find_map(|word| text.strip_prefix(word))?;
    let rest = rest.trim_start_matches([' ', ':', '.']);
    let rest = rest.strip_prefix("lớp ").unwrap_or(rest);
    rest.starts_with(|c: char| c.is_ascii_digit())
        .then_some(rest)
        .filter(|rest| {
            rest.chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '-' | ' '))
        })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a name is that of a class of a school: a grade, and letters or digits behind it.
fn is_class(name: &str) -> bool {
    let grade: String = name.chars().take_while(char::is_ascii_digit).collect();
    let rest = name.get(grade.len()..).unwrap_or_default().trim_start();
    let letters = rest.chars().take_while(|c| c.is_alphabetic()).count();
    (1..=2).contains(&grade.len())
        && letters <= 3
        && rest
            .chars()
            .skip(letters)
            .all(|c| c.is_ascii_digit() || c == '.')
}

/// Grade, letter and number of a class: `6A1` is `6`, `A`, `1`.
fn parts(name: &str) -> Option<(&str, char, &str)> {
    let grade = name.find(|c: char| !c.is_ascii_digit())?;
    let (grade, rest) = name.split_at(grade);
    let letter = rest.chars().next().filter(|c| c.is_alphabetic())?;
    let number = rest.get(letter.len_utf8()..)?;
    (number.is_empty() || is_number(number)).then_some((grade, letter, number))
}

/// `2` behind `6A1` is `6A2`, `B` behind `6A` is `6B`, `A2` behind `6A1` is `6A2`.
fn whole(part: &str, before: Option<&String>) -> String {
    let joined = || {
        let before = before?;
        if is_number(part) && part.len() <= 2 {
            let stem = before.trim_end_matches(|c: char| c.is_ascii_digit());
            return (stem.len() < before.len() && !stem.is_empty())
                .then(|| format!("{stem}{part}"));
        }
        let (grade, _, number) = parts(before).filter(|(grade, ..)| !grade.is_empty())?;
        let (none, letter, own) = parts(part)?;
        let alike = none.is_empty() && number.is_empty() == own.is_empty();
        (alike && letter.is_uppercase()).then(|| format!("{grade}{part}"))
    };
    joined().unwrap_or_else(|| part.to_owned())
}

/// The classes from one to another: numbers of one letter, or letters of one grade.
fn range(from: &str, to: &str) -> Option<Vec<String>> {
    let to = whole(to, Some(&from.to_owned()));
    let stem = from.trim_end_matches(|c: char| c.is_ascii_digit());
    if let (Some(first), Some(last)) = (
        from.strip_prefix(stem).and_then(|n| n.parse::<u32>().ok()),
        to.strip_prefix(stem).and_then(|n| n.parse::<u32>().ok()),
    ) {
        return (!stem.is_empty() && first < last && last - first < 30)
            .then(|| (first..=last).map(|n| format!("{stem}{n}")).collect());
    }
    let ((grade, first, ""), (other, last, "")) = (parts(from)?, parts(&to)?) else {
        return None;
    };
    let letters = first.is_ascii_uppercase() && last.is_ascii_uppercase() && first < last;
    (!grade.is_empty() && grade == other && letters).then(|| {
        (first..=last)
            .map(|letter| format!("{grade}{letter}"))
            .collect()
    })
}

/// Subjects with their classes in one cell: `Toán: 6A1, 6A2; Tin học 7A1`. Without a subject the
/// classes belong to that of the row.
#[must_use]
pub fn taught(text: &str) -> Vec<(Option<String>, Vec<Named>)> {
    let mut found: Vec<(Option<String>, String)> = vec![];
    let text = with_plain_signs(text);
    let groups = text.split([';', '\n']).map(str::trim);
    for group in groups.filter(|group| !group.is_empty()) {
        let mut fresh = true;
        let parts = group.split([',', '+']).map(str::trim);
        for part in parts.filter(|part| !part.is_empty()) {
            let (subject, list) = subject_before(part);
            match found.last_mut() {
                // Together, so that `6A1, 2` is read as it is meant.
                Some(last) if !fresh && subject.is_none() => last.1 = format!("{},{list}", last.1),
                _ => found.push((subject, list)),
            }
            fresh = false;
        }
    }
    let read = |(subject, list): (Option<String>, String)| (subject, named(&list));
    found.into_iter().map(read).collect()
}

/// `Toán 6A1` is a subject and its class; `6A1`, `Lớp 6A1` and `Khối 6` are classes alone.
fn subject_before(part: &str) -> (Option<String>, String) {
    let cut = part.split_once(':').or_else(|| {
        let at = part
            .char_indices()
            .find(|(_, c)| c.is_ascii_digit())
            .map(|(at, _)| at)?;
        let blank = part.get(..at)?.rfind([' ', '('])?;
        Some((part.get(..blank)?, part.get(blank + 1..)?))
    });
    let Some((subject, list)) = cut else {
        return (None, part.trim_end_matches(')').to_owned());
    };
    let mut subject = subject.trim().trim_end_matches(['(', '-']).trim();
    let mut list = list.trim().trim_end_matches(')').to_owned();
    // Words that belong to the classes.
    while let Some((word, rest)) = last_word(subject) {
        match plain(word).as_str() {
            "khoi" | "k" => list = format!("Khối {list}"),
            "lop" | "cac" | "gvcn" | "cn" | "day" => {}
            _ => break,
        }
        subject = rest.trim_end_matches(['(', '-', ' ']);
    }
    ((!subject.is_empty()).then(|| subject.to_owned()), list)
}

fn last_word(text: &str) -> Option<(&str, &str)> {
    match text.rsplit_once([' ', '(']) {
        Some((rest, word)) => Some((word, rest)),
        None => (!text.is_empty()).then_some((text, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grades(numbers: &[u32]) -> Vec<Named> {
        let grade = |n: &u32| Named::Grade(*n, format!("Khối {n}"));
        numbers.iter().map(grade).collect()
    }

    fn subject(name: &str, list: &str) -> (Option<String>, Vec<Named>) {
        (Some(name.into()), named(list))
    }

    #[test]
    fn classes_are_read_from_lists_and_ranges() {
        for (typed, meant) in [
            ("6A1,2,3; 7B", &["6A1", "6A2", "6A3", "7B"][..]),
            ("6A1-6A3", &["6A1", "6A2", "6A3"]),
            ("6A1→6A4", &["6A1", "6A2", "6A3", "6A4"]),
            ("6A1 đến 6A3", &["6A1", "6A2", "6A3"]),
            ("6A1-3 và 9C", &["6A1", "6A2", "6A3", "9C"]),
            ("6A1, A2", &["6A1", "6A2"]),
            ("3A-3C", &["3A", "3B", "3C"]),
            ("3A – C", &["3A", "3B", "3C"]),
            ("3A, B, C", &["3A", "3B", "3C"]),
            ("Lớp 6A1, lớp 6A2", &["6A1", "6A2"]),
            ("GVCN lớp 1B", &["1B"]),
            ("CN 1A", &["1A"]),
            ("CN1A", &["1A"]),
            ("Chủ nhiệm: 1A", &["1A"]),
            ("1A (35 HS)", &["1A"]),
            ("Mầm 1, Chồi A", &["Mầm 1", "Chồi A"]),
            ("Nhóm 24-36 tháng", &["Nhóm 24-36 tháng"]),
            ("24-36 tháng A", &["24-36 tháng A"]),
            ("Hoa Sen", &["Hoa Sen"]),
        ] {
            let meant: Vec<Named> = meant.iter().map(|n| Named::Class((*n).into())).collect();
            assert_eq!(named(typed), meant, "{typed}");
        }
    }

    #[test]
    fn grades_are_no_classes_and_what_is_unclear_is_no_name() {
        for typed in [
            "Khối 1, 2, 3",
            "Khối 1-3",
            "khối 1, khối 2, khối 3",
            "K1, 2, 3",
        ] {
            let read: Vec<u32> = named(typed)
                .iter()
                .map(|named| match named {
                    Named::Grade(n, _) => *n,
                    other => panic!("{typed}: {other:?}"),
                })
                .collect();
            assert_eq!(read, [1, 2, 3], "{typed}");
        }
        for typed in ["6A1-7A2", "1, 2", "6A (thay cô Hoa)", "6A1-6A2-6A3"] {
            let read = named(typed);
            let unclear = |named: &Named| matches!(named, Named::Unclear(_));
            assert!(read.iter().all(unclear), "{typed}: {read:?}");
        }
        assert_eq!(named("Toàn trường"), [Named::All("Toàn trường".into())]);
    }

    #[test]
    fn subjects_are_told_from_their_classes() {
        assert_eq!(
            taught("Toán: 6A1, 6A2; Tin học 7A1"),
            [subject("Toán", "6A1, 6A2"), subject("Tin học", "7A1")]
        );
        assert_eq!(taught("6A1, 6A2"), [(None, named("6A1, 6A2"))]);
        assert_eq!(
            taught("Toán 6A1, 2, Tin 7A1"),
            [subject("Toán", "6A1, 6A2"), subject("Tin", "7A1")]
        );
        assert_eq!(
            taught("Ngữ văn (6A1, 6A2)"),
            [subject("Ngữ văn", "6A1, 6A2")]
        );
        assert_eq!(taught("Khối 1, 2, 3"), [(None, grades(&[1, 2, 3]))]);
        assert_eq!(
            taught("Tiếng Anh khối 1, 2"),
            [(Some("Tiếng Anh".into()), grades(&[1, 2]))]
        );
        assert_eq!(taught("Toán lớp 6A → 6C"), [subject("Toán", "6A, 6B, 6C")]);
        assert_eq!(taught("GVCN lớp 1B"), [(None, named("1B"))]);
        assert_eq!(taught("Công nghệ - 6A"), [subject("Công nghệ", "6A")]);
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_ends_the_program(text in "\\PC{0,40}") {
            let _ = (named(&text), classes(&text), taught(&text));
        }
    }
}
