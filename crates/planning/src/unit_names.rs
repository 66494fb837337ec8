//! Names of units, as lists really write them: `UBND P. Lê Chân`, `TH&THCS An Đồng`,
//! `TT GDNN-GDTX Hồng Bàng`.

use domain::catalogue::{CommuneEntry, communes};
use domain::text::{fold, same_name, tidy};
use workbook::columns::unit_words;

/// Words before the name of a commune.
const COMMUNE: [&str; 3] = ["phường", "xã", "đặc khu"];
/// The words of the committee that leads a commune.
const COMMITTEE: &str = "ủy ban nhân dân";

/// A name with its short forms written out, in small letters: equal ones mean one unit. What joins
/// words, and `Trường` at the beginning, says nothing.
pub fn spelled_out(name: &str) -> String {
    let lower = tidy(name).to_lowercase();
    let words = lower
        .split(|c: char| c.is_whitespace() || "&-–—/,.()+".contains(c))
        .filter(|w| !w.is_empty() && *w != "và");
    let mut out: Vec<&str> = vec![];
    for word in words {
        match unit_words().find(|(short, _)| *short == word) {
            Some((_, long)) => out.extend(long.iter().map(String::as_str).filter(|w| *w != "và")),
            None => out.push(word),
        }
    }
    let first_school = out.first() == Some(&"trường") && out.len() > 1;
    out.drain(..usize::from(first_school));
    out.join(" ")
}

/// The name of a commune without its committee; none if it is the name of something else.
fn commune_in(spelled: &str) -> Option<&str> {
    let start = COMMITTEE.chars().count();
    let committee: String = spelled.chars().take(start).collect();
    let rest = if same_name(&committee, COMMITTEE) {
        let at = spelled.char_indices().nth(start).map(|(at, _)| at)?;
        spelled.get(at..)?.trim()
    } else {
        spelled
    };
    let named = COMMUNE.iter().any(|word| {
        let begins: String = rest.chars().take(word.chars().count()).collect();
        fold(&begins) == fold(word)
    });
    (named || rest.len() < spelled.len()).then_some(rest)
}

/// Whether two names mean one unit.
pub fn same_unit(one: &str, other: &str) -> bool {
    let (one, other) = (spelled_out(one), spelled_out(other));
    same_name(&one, &other)
        || matches!((commune_in(&one), commune_in(&other)),
            (Some(one), Some(other)) if same_name(one, other))
}

/// Whether two names would mean one unit if nobody typed marks.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (spelled_out(one), spelled_out(other));
    fold(&one) == fold(&other)
        || matches!((commune_in(&one), commune_in(&other)),
            (Some(one), Some(other)) if fold(one) == fold(other))
}

/// Whether a name without a word for what it is, as columns of communes have it, is the one of a
/// commune: `Lê Chân`.
pub fn is_short_for(short: &str, name: &str) -> bool {
    let name = spelled_out(name);
    let Some(commune) = commune_in(&name) else {
        return false;
    };
    let words = COMMUNE.iter();
    let mut rest = words.filter_map(|word| commune.strip_prefix(word));
    rest.any(|rest| same_name(rest.trim(), &spelled_out(short)))
}

/// Whether a name is what a school is called behind the words for what it is: `Kim Đồng` of `Trường
/// Tiểu học Kim Đồng`.
pub fn is_name_alone_of(short: &str, name: &str) -> bool {
    let (short, name) = (
        spelled_out(short).to_lowercase(),
        spelled_out(name).to_lowercase(),
    );
    let Some(before) = name.strip_suffix(&short) else {
        return false;
    };
    // Two words and more: one is hardly a name.
    short.contains(' ')
        && before.ends_with(' ')
        && SCHOOLS.iter().any(|word| {
            before
                .trim_end()
                .ends_with(spelled_out(word).to_lowercase().as_str())
        })
}

/// Whether a name is that of a commune.
pub fn is_commune(name: &str) -> bool {
    commune_in(&spelled_out(name)).is_some()
}

/// The communes of the catalogue that a name means, and those that it would mean without marks.
pub fn in_catalogue(name: &str) -> (Vec<&'static CommuneEntry>, Vec<&'static CommuneEntry>) {
    if !is_commune(name) {
        return (vec![], vec![]);
    }
    let of = |means: fn(&str, &str) -> bool| {
        let all = communes().iter();
        all.filter(|entry| means(name, &entry.name)).collect()
    };
    (of(same_unit), of(alike))
}

/// The official name of the committee of a commune.
pub fn committee(entry: &CommuneEntry) -> String {
    let mut letters = entry.name.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    format!("Ủy ban nhân dân {first}{}", letters.as_str())
}

/// Words with which the name of a school goes on behind `Trường`.
const SCHOOLS: [&str; 12] = [
    "mầm non",
    "mẫu giáo",
    "mn",
    "tiểu học",
    "th",
    "th&thcs",
    "trung học",
    "thcs",
    "thpt",
    "phổ thông",
    "pt",
    "th-thcs",
];

/// Whether a name, as sheets of a workbook have it, is that of a school: `MN Hoa Sen`.
pub fn is_school(name: &str) -> bool {
    let lower = tidy(name).to_lowercase();
    let behind = |word: &&str| {
        let rest = lower.strip_prefix(*word);
        rest.is_some_and(|rest| rest.starts_with([' ', '&', '-']))
    };
    SCHOOLS.iter().any(behind) || lower.starts_with("trường ")
}

/// Whether a name begins as that of a school or another unit does.
pub fn is_unit(name: &str) -> bool {
    let lower = tidy(name).to_lowercase();
    let others = [
        "ubnd ",
        "ủy ban ",
        "uỷ ban ",
        "xã ",
        "phường ",
        "trung tâm ",
    ];
    let behind = lower.split_whitespace().count() > 1;
    behind && (is_school(name) || others.iter().any(|word| lower.starts_with(word)))
}

/// The school that a title names: `DANH SÁCH CBGV TRƯỜNG MẦM NON HOA SEN NĂM HỌC 2026 - 2027`.
pub fn school_in(title: &str) -> Option<String> {
    let title = tidy(title);
    let lower = title.to_lowercase();
    // Letters of Vietnamese have one small form, so places agree.
    let letters: Vec<char> = title.chars().collect();
    let (before, _) = lower.split_once("trường ")?;
    let many = ["các", "những", "khối", "giữa"];
    if many.contains(&before.split_whitespace().last().unwrap_or_default()) {
        return None;
    }
    let at = before.chars().count();
    let name: String = letters.get(at..)?.iter().collect();
    let cut = ["năm học", "nh 20", " - ", "(", ",", ":"];
    let small = name.to_lowercase();
    let end = cut.iter().filter_map(|sign| small.find(sign)).min();
    let name = end
        .and_then(|end| name.get(..end))
        .unwrap_or(&name)
        .trim()
        .to_owned();
    let behind = small.strip_prefix("trường ")?;
    let level = SCHOOLS.iter().filter(|word| {
        let rest = behind.strip_prefix(**word);
        rest.is_some_and(|rest| rest.starts_with([' ', '&', '-']))
    });
    let longest = level.map(|word| word.chars().count()).max()?;
    let proper = name.chars().count() > "trường ".chars().count() + longest + 1;
    proper.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_mean_what_they_stand_for() {
        for (typed, official) in [
            ("UBND phường Lê Chân", "Ủy ban nhân dân phường Lê Chân"),
            ("UBND P. Lê Chân", "Uỷ ban nhân dân phường Lê Chân"),
            ("Phường Lê Chân", "Ủy ban nhân dân phường Lê Chân"),
            (
                "TH&THCS An Đồng",
                "Trường Tiểu học và Trung học cơ sở An Đồng",
            ),
            (
                "Trường TH-THCS An Đồng",
                "Trường Tiểu học và Trung học cơ sở An Đồng",
            ),
            ("TRƯỜNG MN HOA SEN", "Trường Mầm non Hoa Sen"),
            (
                "TT GDNN-GDTX Hồng Bàng",
                "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Hồng Bàng",
            ),
            ("THCS Lê Chân", "Trường Trung học cơ sở Lê Chân"),
        ] {
            assert!(
                same_unit(typed, official),
                "{typed}: {}",
                spelled_out(typed)
            );
        }
        assert!(!same_unit(
            "UBND xã Cẩm Giang",
            "Ủy ban nhân dân xã Cẩm Giàng"
        ));
        assert!(alike("UBND xa Cam Giang", "Ủy ban nhân dân xã Cẩm Giàng"));
        assert!(!same_unit("TH Lê Chân", "Trường Trung học cơ sở Lê Chân"));
        assert!(is_short_for("Lê Chân", "Ủy ban nhân dân phường Lê Chân"));
        assert!(!is_short_for("Lê Chân", "Trường Tiểu học Lê Chân"));
        assert!(is_name_alone_of("Kim Đồng", "Trường TH Kim Đồng"));
        assert!(is_name_alone_of(
            "Lê Chân",
            "Trường Tiểu học và Trung học cơ sở Lê Chân"
        ));
        assert!(!is_name_alone_of("Đồng", "Trường Tiểu học Kim Đồng"));
        assert!(!is_name_alone_of(
            "Kim Đồng",
            "Trường Tiểu học Nguyễn Kim Đồng"
        ));
    }

    #[test]
    fn the_catalogue_knows_communes_by_their_marks() {
        let (exact, like) = in_catalogue("UBND xã Cẩm Giang");
        assert_eq!((exact.len(), exact[0].code.as_str()), (1, "10888"));
        assert_eq!(like.len(), 2);
        let (none, both) = in_catalogue("xa Cam Giang");
        assert_eq!((none.len(), both.len()), (0, 2));
        assert_eq!(committee(exact[0]), "Ủy ban nhân dân xã Cẩm Giang");
    }

    #[test]
    fn a_title_names_a_school_or_none() {
        for (title, school) in [
            ("TRƯỜNG MẦM NON HOA SEN", Some("TRƯỜNG MẦM NON HOA SEN")),
            (
                "DANH SÁCH CBGV TRƯỜNG TH KIM ĐỒNG NĂM HỌC 2026 - 2027",
                Some("TRƯỜNG TH KIM ĐỒNG"),
            ),
            ("DANH SÁCH CÁN BỘ CÁC TRƯỜNG MẦM NON, TIỂU HỌC", None),
            ("UBND PHƯỜNG LÊ CHÂN", None),
            ("TRƯỜNG MẦM NON", None),
        ] {
            assert_eq!(school_in(title).as_deref(), school, "{title}");
        }
    }
}
