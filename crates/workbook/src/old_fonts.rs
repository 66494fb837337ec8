//! Old Vietnamese fonts: TCVN3 (`.VnTime`, TCVN 5712:1993) and VNI (`VNI-Times`), to Unicode.
//!
//! Found by the font of a cell where a file tells it, otherwise by the statistics of a whole sheet;
//! a person sees the result before anything is stored.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A way of writing Vietnamese with the letters of another alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum OldFont {
    /// One byte a letter: `.VnTime`.
    Tcvn3,
    /// TCVN3 in a font that shows capitals: `.VnTimeH`.
    Tcvn3Capitals,
    /// Letter and mark: `VNI-Times`.
    Vni,
    /// The Vietnamese code page of Windows, read as Western letters: letter and mark.
    Windows1258,
}

/// Letters of TCVN3 and what they mean, position by position.
const TCVN3: [(&str, &str); 9] = [
    ("µ¶·¸¹", "àảãáạ"),
    ("¨»¼½¾Æ", "ăằẳẵắặ"),
    ("©ÇÈÉÊË", "âầẩẫấậ"),
    ("®ÌÎÏÐÑ", "đèẻẽéẹ"),
    ("ªÒÓÔÕÖ", "êềểễếệ"),
    ("×ØÜÝÞßáâãä", "ìỉĩíịòỏõóọ"),
    ("«åæçèé¬êëìíî", "ôồổỗốộơờởỡớợ"),
    ("ïñòóô\u{ad}õö÷øù", "ùủũúụưừửữứự"),
    ("úûüýþ¡¢£¤¥¦§", "ỳỷỹýỵĂÂÊÔƠƯĐ"),
];

/// Marks of VNI behind a letter, and what the pair means.
const VNI_PAIRS: [(char, &str, &str); 8] = [
    ('a', "ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    ('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ('u', "ùøûõï", "úùủũụ"),
    ('y', "ùøûõ", "ýỳỷỹ"),
    ('ô', "ùøûõï", "ớờởỡợ"),
    ('ö', "ùøûõï", "ứừửữự"),
    ('i', "", ""),
];
/// Letters of VNI that stand alone.
const VNI_ALONE: (&str, &str) = ("íìæóòôöîñ", "íìỉĩịơưỵđ");

static FROM_TCVN3: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    TCVN3
        .iter()
        .flat_map(|(old, new)| old.chars().zip(new.chars()))
        .collect()
});

/// Pairs of letter and mark, and letters that stand alone.
type Vni = (BTreeMap<(char, char), char>, BTreeMap<char, char>);

static FROM_VNI: LazyLock<Vni> = LazyLock::new(|| {
    let upper = |c: char| c.to_uppercase().next().unwrap_or(c);
    let mut pairs = BTreeMap::new();
    for (letter, marks, means) in VNI_PAIRS {
        for (mark, meant) in marks.chars().zip(means.chars()) {
            pairs.insert((letter, mark), meant);
            // The mark behind a capital is a capital itself; people also type the small one.
            pairs.insert((upper(letter), upper(mark)), upper(meant));
            pairs.insert((upper(letter), mark), upper(meant));
        }
    }
    let both = VNI_ALONE.0.chars().zip(VNI_ALONE.1.chars());
    (
        pairs,
        both.flat_map(|(old, new)| [(old, new), (upper(old), upper(new))])
            .collect(),
    )
});

impl OldFont {
    /// The writing that a font's name means, if it is an old one.
    ///
    /// ```
    /// use workbook::old_fonts::OldFont;
    /// assert_eq!(OldFont::named(".VnTimeH"), Some(OldFont::Tcvn3Capitals));
    /// assert_eq!(OldFont::named("VNI-Times"), Some(OldFont::Vni));
    /// assert_eq!(OldFont::named("Times New Roman"), None);
    /// ```
    #[must_use]
    pub fn named(font: &str) -> Option<Self> {
        let name = font.trim().to_lowercase();
        if name.starts_with("vni-") {
            return Some(Self::Vni);
        }
        name.starts_with(".vn").then(|| {
            if name.ends_with('h') {
                Self::Tcvn3Capitals
            } else {
                Self::Tcvn3
            }
        })
    }

    /// Unicode for text in this writing. What is no letter of it stays.
    ///
    /// ```
    /// use workbook::old_fonts::OldFont;
    /// assert_eq!(OldFont::Tcvn3.convert("NguyÔn V¨n §øc"), "Nguyễn Văn Đức");
    /// assert_eq!(OldFont::Vni.convert("Nguyeãn Vaên Ñöùc"), "Nguyễn Văn Đức");
    /// ```
    #[must_use]
    pub fn convert(self, text: &str) -> String {
        // Text that is Unicode already was typed after the font was chosen.
        if is_unicode(text) {
            return text.to_owned();
        }
        match self {
            Self::Tcvn3 => tcvn3(text),
            Self::Tcvn3Capitals => tcvn3(text).to_uppercase(),
            Self::Vni => vni(text),
            Self::Windows1258 => windows_1258(text),
        }
    }
}

fn tcvn3(text: &str) -> String {
    text.chars()
        .map(|c| FROM_TCVN3.get(&c).copied().unwrap_or(c))
        .collect()
}

/// The letters in which the Vietnamese code page differs from the Western one.
const WINDOWS_1258: (&str, &str) = (
    "ÃÌÐÒÕÝÞãìðòõýþ",
    "Ă\u{300}Đ\u{309}ƠƯ\u{303}ă\u{301}đ\u{323}ơư₫",
);

fn windows_1258(text: &str) -> String {
    let (western, vietnamese) = WINDOWS_1258;
    text.chars()
        .map(|c| {
            let mut both = western.chars().zip(vietnamese.chars());
            both.find(|(old, _)| *old == c).map_or(c, |(_, new)| new)
        })
        .collect()
}

fn vni(text: &str) -> String {
    let (pairs, alone) = &*FROM_VNI;
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek().and_then(|mark| pairs.get(&(letter, *mark))) {
            Some(meant) => {
                out.push(*meant);
                letters.next();
            }
            None => out.push(alone.get(&letter).copied().unwrap_or(letter)),
        }
    }
    out
}

/// Letters that only Unicode text has: nothing in the old fonts looks like them.
fn is_unicode(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(
            c,
            '\u{1ea0}'
                ..='\u{1ef9}'
                    | 'ă'
                    | 'Ă'
                    | 'đ'
                    | 'Đ'
                    | 'ĩ'
                    | 'Ĩ'
                    | 'ũ'
                    | 'Ũ'
                    | 'ơ'
                    | 'Ơ'
                    | 'ư'
                    | 'Ư'
        )
    })
}

/// The old writing that a whole sheet is in, by its letters: where none of its texts has a letter
/// that only Unicode has, and nearly all other letters beyond English are explained by one old
/// writing.
#[must_use]
pub fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<OldFont> {
    let (mut unicode, mut foreign, mut as_tcvn3, mut as_vni, mut signs) =
        (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    let strong = |c: char| {
        FROM_TCVN3.contains_key(&c) && !c.is_uppercase() && !"áâãèéêìíòóôùúýà".contains(c)
    };
    for text in texts {
        unicode += u32::from(is_unicode(text));
        let letters: Vec<char> = text.chars().collect();
        for (n, c) in letters.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
            foreign += 1;
            as_tcvn3 += u32::from(strong(*c));
            signs += u32::from("¨©ª«¬®\u{ad}¶·¸¹»¼½¾µ".contains(*c));
            let behind = n
                .checked_sub(1)
                .and_then(|n| letters.get(n))
                .is_some_and(|before| FROM_VNI.0.contains_key(&(*before, *c)));
            as_vni +=
                u32::from(behind || matches!(c, 'ñ' | 'Ñ' | 'ö' | 'Ö' | 'æ' | 'Æ' | 'î' | 'Î'));
        }
    }
    if foreign < 3 || unicode * 20 > foreign {
        return None;
    }
    // Unicode without any of its own letters is text such as `Hà, Lan, Thanh`: its marks stand on
    // vowels where VNI has them behind.
    if as_vni * 5 >= foreign * 4 && as_vni > as_tcvn3 {
        return Some(OldFont::Vni);
    }
    // Signs inside words: no living language writes so.
    (as_tcvn3 * 3 >= foreign && signs * 8 >= foreign).then_some(OldFont::Tcvn3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LETTERS: &str = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ ";

    fn to_tcvn3(text: &str) -> String {
        let back: BTreeMap<char, char> = FROM_TCVN3.iter().map(|(old, new)| (*new, *old)).collect();
        text.chars()
            .map(|c| back.get(&c).copied().unwrap_or(c))
            .collect()
    }

    fn to_vni(text: &str) -> String {
        let (pairs, alone) = &*FROM_VNI;
        let lower = |c: &char| c.is_lowercase();
        text.chars()
            .map(|c| {
                match pairs
                    .iter()
                    .find(|((letter, mark), meant)| **meant == c && lower(letter) && lower(mark))
                {
                    Some(((letter, mark), _)) => format!("{letter}{mark}"),
                    None => alone
                        .iter()
                        .find(|(_, meant)| **meant == c)
                        .map_or(c, |(old, _)| *old)
                        .to_string(),
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn what_was_written_in_an_old_font_comes_back(picks in proptest::collection::vec(0_usize..74, 1..40)) {
            let letters: Vec<char> = LETTERS.chars().collect();
            let text: String = picks.into_iter().filter_map(|n| letters.get(n)).collect();
            prop_assert_eq!(OldFont::Tcvn3.convert(&to_tcvn3(&text)), text.clone());
            // Two letters side by side may look like one: VNI itself cannot tell `aâ` from `â`;
            // words have no such pairs.
            let spread: String = text.chars().flat_map(|c| [c, 'n']).collect();
            prop_assert_eq!(OldFont::Vni.convert(&to_vni(&spread)), spread);
        }

        #[test]
        fn clean_text_is_never_taken_for_an_old_font(texts in proptest::collection::vec("[ -~]{0,40}", 0..20)) {
            prop_assert_eq!(guess(texts.iter().map(String::as_str)), None);
        }
    }

    /// The C library knows TCVN 5712 too.
    #[test]
    fn the_table_is_that_of_the_standard() {
        use std::io::Write;
        let mut iconv = std::process::Command::new("iconv")
            .args(["-f", "TCVN5712-1", "-t", "UTF-8"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("apt-get install libc-bin");
        let old: String = FROM_TCVN3.keys().collect();
        let bytes: Vec<u8> = old
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        iconv.stdin.take().unwrap().write_all(&bytes).unwrap();
        let said = String::from_utf8(iconv.wait_with_output().unwrap().stdout).unwrap();
        assert_eq!(
            domain::text::tidy(&said),
            FROM_TCVN3.values().collect::<String>()
        );
    }

    #[test]
    fn a_sheet_is_judged_as_a_whole() {
        let names = [
            "Nguyễn Thị Thuỷ",
            "Trần Văn Đức",
            "Lê Hồng Phượng",
            "Phạm Ngọc Ánh",
            "Vũ Thị Hà",
        ];
        assert_eq!(guess(names.into_iter()), None);
        let old: Vec<String> = names.iter().map(|n| to_tcvn3(&n.to_lowercase())).collect();
        assert_eq!(guess(old.iter().map(String::as_str)), Some(OldFont::Tcvn3));
        let old: Vec<String> = names.iter().map(|n| to_vni(&n.to_lowercase())).collect();
        assert_eq!(guess(old.iter().map(String::as_str)), Some(OldFont::Vni));
        for clean in [
            &["Hà, Lan, Thanh", "Toà nhà", "hoà", "cô Quý", "bà Sáu", "ý"][..],
            &["café", "naïve", "Ñandú", "Zoë"],
            &["Lý Thái Hà", "Cao Hà", "Võ An", "Tô Hà", "Ông Thoá"],
        ] {
            assert_eq!(guess(clean.iter().copied()), None, "{clean:?}");
        }
    }
}
