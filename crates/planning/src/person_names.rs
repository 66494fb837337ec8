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
    let bare = without_address(&text);
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
            Typed::Remark((!name.is_empty() && !name.contains(sign)).then_some(name))
        }
        None if bare != text => Typed::Remark(Some(bare)),
        None => Typed::Name,
    }
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
            "Marie-Claire Nguyễn",
            "Siu",
            "Cô Thị Hà",
        ] {
            assert_eq!(typed(name), Typed::Name, "{name}");
        }
    }
}
