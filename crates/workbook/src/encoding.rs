//! Letters of text files: Unicode in its forms, the Vietnamese code page of Windows, or one byte a
//! letter for an old font.

use domain::Refusal;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::cells::unreadable;
use crate::old_fonts::OldFont;

/// The text of a file, and the writing that all of it is in if that is no Unicode and the bytes
/// show it.
pub(crate) fn decoded(bytes: &[u8]) -> Result<(String, Option<OldFont>), Refusal> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Whether it is UTF-16 without a mark is seen below: its zeros are no letters.
        if !bytes.contains(&0) {
            return Ok((text.to_owned(), None));
        }
    }
    for (encoding, from) in [(UTF_16LE, 1), (UTF_16BE, 0)] {
        if zeros(bytes, from) {
            return whole(encoding, bytes);
        }
    }
    // Bytes that no text has are no table.
    if bytes.iter().any(|b| matches!(b, 0..=8 | 14..=31)) {
        return Err(unreadable());
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let font = is_windows_1258(&text).then_some(OldFont::Windows1258);
    Ok((text.into_owned(), font))
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, Option<OldFont>), Refusal> {
    let (text, wrong) = encoding.decode_without_bom_handling(bytes);
    if wrong {
        return Err(unreadable());
    }
    Ok((text.into_owned(), None))
}

/// UTF-16 without a mark has a zero in nearly every other byte of its digits and line ends.
fn zeros(bytes: &[u8], from: usize) -> bool {
    let zeros = bytes.iter().skip(from).step_by(2).filter(|b| **b == 0);
    zeros.count() * 4 > bytes.len()
}

/// Whether bytes, read as Western letters, are the Vietnamese code page: its tone marks stand
/// behind vowels and nowhere else, and none of its letters is one that only old fonts use.
fn is_windows_1258(western: &str) -> bool {
    const MARKS: &str = "ÌÒÞìò";
    const VOWELS: &str = "aâeêioôuyAÂEÊIOÔUYãõýÃÕÝ";
    const FOREIGN: &str = "ÄÅÆÇËÎÏÑÖØÛÜäåæçëîïñöøûüÿß¡¢£¤¥¦§¨©ª«¬®¯±²³µ¶·¸¹»¼½¾";
    let (mut marks, mut before) = (0_u32, ' ');
    for letter in western.chars() {
        if FOREIGN.contains(letter) {
            return false;
        }
        if MARKS.contains(letter) {
            if !VOWELS.contains(before) {
                return false;
            }
            marks += 1;
        }
        before = letter;
    }
    marks >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a text in the code page: letter, then mark.
    fn page_1258(text: &str) -> Vec<u8> {
        use unicode_normalization::UnicodeNormalization;
        let spread: String = text
            .chars()
            .flat_map(|c| {
                let mut whole = String::from(c);
                let known = |c: &str| !encoding_rs::WINDOWS_1258.encode(c).2;
                if !known(&whole) {
                    // The tone mark leaves, the letter keeps its roof or horn.
                    let parts: Vec<char> = c.nfd().collect();
                    let tone = |c: &char| "\u{300}\u{301}\u{303}\u{309}\u{323}".contains(*c);
                    let base: String = parts.iter().copied().filter(|c| !tone(c)).nfc().collect();
                    whole = base + &parts.iter().filter(|c| tone(c)).collect::<String>();
                }
                whole.chars().collect::<Vec<_>>()
            })
            .collect();
        let (bytes, _, lost) = encoding_rs::WINDOWS_1258.encode(&spread);
        assert!(!lost, "{spread}");
        bytes.into_owned()
    }

    #[test]
    fn the_code_page_of_windows_is_told_from_old_fonts() {
        let text = "Họ và tên;Chức vụ\nNguyễn Thị Lụa;Giáo viên\nTrần Đức Mẫn;Phó hiệu trưởng";
        let (read, font) = decoded(&page_1258(text)).unwrap();
        assert_eq!(font, Some(OldFont::Windows1258));
        let shown = |text: &str| text.lines().map(domain::text::tidy).collect::<Vec<_>>();
        assert_eq!(shown(&OldFont::Windows1258.convert(&read)), shown(text));
        for old in [
            "Hoï vaø teân;Chöùc vuï\nNguyeãn Thò Phöôïng;Giaùo vieân",
            "Hä vµ tªn;Chøc vô\nNguyÔn ThÞ Ph\u{ad}îng;Gi¸o viªn",
            "café;naïve;Zoë",
        ] {
            let bytes: Vec<u8> = old
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap())
                .collect();
            assert_eq!(decoded(&bytes).unwrap().1, None, "{old}");
        }
    }

    #[test]
    fn unicode_is_read_with_and_without_its_mark() {
        let text = "TT;Họ và tên\n1;Nguyễn Thị Lụa";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked: Vec<u8> = [0xfe, 0xff].into_iter().chain(big.clone()).collect();
        for bytes in [little, big, marked, text.as_bytes().to_vec()] {
            assert_eq!(decoded(&bytes).unwrap(), (text.to_owned(), None));
        }
        assert!(decoded(b"a\0b;c").is_err());
    }
}
