//! Names of people in cells that also say something else.

use domain::text::{fold, tidy};

/// What a cell of a name holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A name.
    Name,
    /// A name with a remark, or a form of address before it: what the name probably is.
    Remark(Option<String>),
}

/// Forms of address and titles; before a family name they are none of it.
const ADDRESS: [&str; 16] = [
    "ông",
    "bà",
    "cô",
    "thầy",
    "anh",
    "chị",
    "đ/c",
    "đc",
    "đồng chí",
    "ths",
    "ths.",
    "ts",
    "ts.",
    "th.s",
    "gv",
    "gv.",
];

/// Family names that most people of the country have.
const FAMILIES: [&str; 36] = [
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do",
    "ho", "ngo", "duong", "ly", "dao", "doan", "trinh", "luong", "mai", "to", "ta", "ha", "cao",
    "dinh", "lam", "phung", "truong", "luu", "quach", "tong", "thai", "vuong", "chu", "khuc",
];

/// Reads a cell of a name.
pub fn typed(text: &str) -> Typed {
    let text = tidy(text);
    if !text.chars().any(char::is_alphabetic) {
        return Typed::Remark(None);
    }
    if says_nobody(&text) {
        return Typed::Remark(None);
    }
    let bare = without_number(&without_address(&text));
    if let Some(name) = before_remark(&bare) {
        // What stands before the remark may hold another one: `Hoa - nghỉ TS từ 10/11`.
        return Typed::Remark(name.and_then(|name| match typed(&name) {
            Typed::Name => may_be(&name).then_some(name),
            Typed::Remark(shorter) => shorter,
        }));
    }
    let sign = |c: char| matches!(c, '(' | '[' | '{' | '*' | ':' | '=' | '"' | '“' | '<');
    let dash = [" - ", " – ", " — ", "- ", " -"]
        .iter()
        .filter_map(|dash| bare.find(dash))
        .min();
    let several = |c: char| matches!(c, ',' | ';' | '+' | '/' | '\\' | '&');
    if bare.contains(several) {
        return Typed::Remark(None);
    }
    let cut = [bare.find(sign), dash].into_iter().flatten().min();
    match cut {
        Some(cut) => {
            let name = tidy(bare.get(..cut).unwrap_or_default());
            // What stands before a star is nothing: the star marks the name.
            let name = if name.is_empty() {
                tidy(bare.trim_start_matches(sign))
            } else {
                name
            };
            Typed::Remark(
                (!name.is_empty() && !name.contains(sign) && may_be(&name)).then_some(name),
            )
        }
        None if bare != text => Typed::Remark(Some(bare)),
        None => Typed::Name,
    }
}

/// Whether a name may be proposed: a small letter begins a word of a remark, unless it begins every
/// word, or one that people write small.
fn may_be(name: &str) -> bool {
    let small = |word: &&str| {
        let small = word.chars().next().is_some_and(char::is_lowercase);
        small && !matches!(*word, "thị" | "văn")
    };
    let count = name.split(' ').filter(small).count();
    count == 0 || !name.chars().any(char::is_uppercase)
}

/// What stands below the first line of a cell of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// The rest of the name, or what [`typed`] tells from it.
    SameName,
    /// Other people.
    Others,
    /// A remark.
    Remark,
}

/// Reads the lines of a cell of a name: a long name may need two.
pub fn below(lines: &[&str]) -> Below {
    let words = |line: &str| line.split(' ').count();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let of_family = |line: &&str| {
        let family = line.split(' ').next().unwrap_or_default();
        FAMILIES.contains(&fold(family).as_str())
    };
    let name = |line: &&str| {
        let letters = line
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '-'));
        letters && line.split(' ').all(capital)
    };
    let alone =
        |line: &&str| name(line) && (words(line) > 2 || words(line) == 2 && of_family(line));
    let Some((first, rest)) = lines.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Below::SameName;
    };
    if alone(first) && rest.iter().all(alone) {
        return Below::Others;
    }
    // `Nguyễn Thị` over `Hoa` is one name; `Hiệu trưởng` below one is none of it.
    if alone(first) && rest.iter().any(|line| !line.split(' ').all(capital)) {
        return Below::Remark;
    }
    let several = lines.iter().filter(|line| alone(line)).count() > 1;
    if several {
        Below::Others
    } else {
        Below::SameName
    }
}

/// What stands where nobody is named: a place that is free, or what somebody does.
const NOBODY: [&str; 16] = [
    "gv",
    "gvhđ",
    "khuyết",
    "đang khuyết",
    "còn khuyết",
    "trống",
    "thiếu",
    "chưa bổ nhiệm",
    "chưa kiện toàn",
    "chưa phân công",
    "thỉnh giảng",
    "hợp đồng",
    "biên chế",
    "tuyển mới",
    "cộng",
    "tổng",
];
/// Words with which somebody is said by what they do.
const DOES: [&str; 6] = ["gv ", "gvhđ", "giáo viên ", "nhân viên ", "nv ", "thiếu "];
/// Words that are no part of a name, wherever they stand in it.
const REMARKS: [&str; 19] = [
    " nghỉ thai sản",
    " thai sản",
    " nghỉ hưu",
    " nghỉ ốm",
    " nghỉ không lương",
    " nghỉ từ",
    " nghỉ ts",
    " nghỉ ",
    " chuyển đi",
    " chuyển đến",
    " chuyển công tác",
    " hợp đồng",
    " thỉnh giảng",
    " biệt phái",
    " tập sự",
    " dạy thay",
    " đi học",
    " mới tuyển",
    " đã nghỉ",
];

/// Whether a cell names nobody.
fn says_nobody(text: &str) -> bool {
    let lower = text.to_lowercase();
    let does = |word: &&str| {
        let rest = lower.strip_prefix(*word).unwrap_or_default();
        let family = rest.split(' ').next().unwrap_or_default();
        !rest.is_empty() && !FAMILIES.contains(&fold(family).as_str())
    };
    NOBODY.contains(&lower.as_str()) || DOES.iter().any(does)
}

/// A name without the number before it, as lists in one column have it.
fn without_number(text: &str) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == text.len() {
        return text.to_owned();
    }
    tidy(rest.trim_start_matches(['.', ')', '-', '/', ' ']))
}

/// What stands before a remark without any sign between, or before a number; nothing if there is
/// none.
fn before_remark(text: &str) -> Option<Option<String>> {
    // Small letters have as many characters here, though not as many bytes.
    let lower: Vec<char> = text.to_lowercase().chars().collect();
    let joined: String = lower.iter().collect();
    let found = REMARKS.iter().filter_map(|words| joined.find(words));
    // A bracket that a remark stands in belongs to it.
    let places = found.map(|at| {
        let before = joined.get(..at).unwrap_or_default();
        let before = before.split('(').next().unwrap_or(before);
        before.chars().count()
    });
    let digit = text.chars().position(|c| c.is_ascii_digit() || c == '@');
    let cut = places.chain(digit).min()?;
    let name: String = text.chars().take(cut).collect();
    let name = tidy(name.trim_end_matches(['-', '–', '—', ',', '.', '(', ' ']));
    Some(name.contains(' ').then_some(name))
}

/// `Nguyễn Thị Hoa` in `Bà Nguyễn Thị Hoa`. `Ông` and `Cô` are family names too, so what follows
/// must be one.
fn without_address(text: &str) -> String {
    let lower = text.to_lowercase();
    let behind = ADDRESS.iter().filter_map(|word| {
        let rest = lower.strip_prefix(word)?;
        let rest = rest.strip_prefix([' ', ':', '.'])?;
        Some(text.chars().count() - rest.chars().count())
    });
    let Some(from) = behind.max() else {
        return text.to_owned();
    };
    let rest: String = text.chars().skip(from).collect();
    let rest = tidy(&rest);
    let family = rest.split(' ').next().unwrap_or_default();
    if FAMILIES.contains(&fold(family).as_str()) && rest.contains(' ') {
        rest
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_from_names() {
        for (text, name) in [
            ("Nguyễn Thị Hoa (HT)", Some("Nguyễn Thị Hoa")),
            ("Nguyễn Thị Hoa - Hiệu trưởng", Some("Nguyễn Thị Hoa")),
            ("Bà Nguyễn Thị Hoa", Some("Nguyễn Thị Hoa")),
            ("Đ/c Trần Văn Đức", Some("Trần Văn Đức")),
            ("Nguyễn Thị Hoa *", Some("Nguyễn Thị Hoa")),
            ("* Nguyễn Thị Hoa", Some("Nguyễn Thị Hoa")),
            ("Nguyễn Thị Hoa, Trần Văn Đức", None),
            ("Nguyễn Thị Hoa nghỉ thai sản", Some("Nguyễn Thị Hoa")),
            ("Nguyễn Thị Hoa 2", Some("Nguyễn Thị Hoa")),
            ("Nguyễn thị Hoa 2", Some("Nguyễn thị Hoa")),
            ("1. Nguyễn Thị Hoa", Some("Nguyễn Thị Hoa")),
            ("Vũ Thị Nga - nghỉ TS từ 10/11", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga – nghỉ TS từ 10/11", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga (nghỉ TS từ 10/11)", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga: nghỉ TS từ 10/11", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga, nghỉ TS từ 10/11", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga nghỉ TS từ 10/11", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga-nghỉ TS từ 10/11", None),
            ("Vũ Thị Nga/ dạy thay từ 10/11", None),
            ("Vũ Thị Nga tăng cường từ 10/11", None),
            ("Vũ Thị Nga - HĐ 2 buổi", Some("Vũ Thị Nga")),
            ("Vũ Thị Nga * từ 10/11", Some("Vũ Thị Nga")),
            ("GV hợp đồng", None),
            ("Giáo viên thỉnh giảng", None),
            ("Khuyết", None),
            ("hoa@truong.edu.vn", None),
            ("(2)", None),
            ("12", None),
        ] {
            assert_eq!(
                typed(text),
                Typed::Remark(name.map(str::to_owned)),
                "{text}"
            );
        }
        for name in [
            "Ông Thoá",
            "Ông Văn Minh",
            "H'Hen Niê Kđăm",
            "A·Thị Mẩy",
            "Y Ƀlŏ Êban",
            "Nguyễn Thị Hoa A",
            "Nguyễn Văn Tuyển",
            "Trần Thị Thiếu",
            "Công Thị Nghĩa",
            "Marie-Claire Nguyễn",
            "Siu",
            "Cô Thị Hà",
        ] {
            assert_eq!(typed(name), Typed::Name, "{name}");
        }
    }
}
