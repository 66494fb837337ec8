//! Files that commands read and write.

use std::path::Path;

use engine::domain::{Code, Refusal};
use engine::{Reply, Secret};
use zeroize::Zeroizing;

/// Largest file from outside that is read at all.
const MAX_FROM_OUTSIDE: u64 = engine::minutes::scan::MAX_STACK_BYTES as u64;

/// That a file cannot be read or written.
pub(crate) fn access(path: &Path) -> Refusal {
    Refusal::new(Code::FileAccess).with("file", path.display())
}

/// A whole file.
pub(crate) fn read(path: &Path) -> Reply<Vec<u8>> {
    Ok(std::fs::read(path).map_err(|_| access(path))?)
}

/// A list as text.
///
/// # Errors
/// `file_access`, also for what is no text; `file_too_large`.
pub(crate) fn text(path: &Path) -> Reply<String> {
    let text = decoded(&read_from_outside(path)?);
    Ok(text.ok_or_else(|| access(path))?.to_string())
}

/// A table or a stack of scans, unless it is too large to be looked at.
pub(crate) fn read_from_outside(path: &Path) -> Reply<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(|_| access(path))?.len();
    if size > MAX_FROM_OUTSIDE {
        let limit = MAX_FROM_OUTSIDE / 1024 / 1024;
        return Err(Refusal::new(Code::FileTooLarge).with("limit", limit).into());
    }
    read(path)
}

/// The first line of a file: a password, a PIN, a recovery code. It is text as Windows writes it,
/// too: UTF-8 with a mark in front, UTF-16, any kind of line break.
///
/// # Errors
/// `file_access`; `secret_unreadable` for what is no text, so that nothing is tried that nobody wrote.
pub(crate) fn first_line(path: &Path) -> Reply<Secret> {
    let bytes = Zeroizing::new(std::fs::read(path).map_err(|_| access(path))?);
    let text = decoded(&bytes).filter(|text| !text.chars().any(is_no_text));
    let Some(text) = text else {
        let refusal = Refusal::new(Code::SecretUnreadable);
        return Err(refusal.with("file", path.display()).into());
    };
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    Ok(line.to_owned().into())
}

/// Like [`first_line`], where something must be in it.
///
/// # Errors
/// Those of [`first_line`]; `secret_empty`.
pub(crate) fn secret(path: &Path) -> Reply<Secret> {
    let line = first_line(path)?;
    if line.is_empty() {
        let refusal = Refusal::new(Code::SecretEmpty);
        return Err(refusal.with("file", path.display()).into());
    }
    Ok(line)
}

/// A text in the encoding that its mark says, or that its bytes can only be.
fn decoded(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes
            .chunks(2)
            .map(|two| <[u8; 2]>::try_from(two).ok().map(unit));
        let units = Zeroizing::new(units.collect::<Option<Vec<u16>>>()?);
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        // Without a mark, the zeros beside plain letters tell.
        [first, 0, ..] if *first != 0 => wide(bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => wide(bytes, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    };
    text.map(Zeroizing::new)
}

/// What nobody types, and files that are no text hold.
fn is_no_text(c: char) -> bool {
    c == '\u{feff}' || c == '\u{fffd}' || (c.is_control() && !"\t\n\r".contains(c))
}

/// Writes a file.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Reply<()> {
    Ok(std::fs::write(path, bytes).map_err(|_| access(path))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands in the first line of a file with these bytes.
    fn line(name: &str, bytes: &[u8]) -> Result<String, Code> {
        let folder = std::env::temp_dir().join("bangiao-cli-first-line");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        secret(&path)
            .map(|line| line.to_string())
            .map_err(|failure| failure.code)
    }

    #[test]
    fn a_secret_is_read_however_windows_wrote_it() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/files/cases");
        let plain = secret(&folder.join("23-secret-file-of-windows/mk-thuong.txt")).unwrap();
        for name in ["mk-crlf", "mk-bom", "mk-utf16"] {
            let path = folder.join(format!("23-secret-file-of-windows/{name}.txt"));
            assert_eq!(*secret(&path).unwrap(), *plain, "{name}");
        }
    }

    #[test]
    fn accents_and_spaces_of_a_secret_stay_in_every_encoding() {
        let written = " mật khẩu 9 ";
        let utf16 = |unit: fn(u16) -> [u8; 2], mark: bool| {
            let marked = mark.then_some(0xfeff);
            let units = marked.into_iter().chain(
                format!("{written}\r\nhai")
                    .encode_utf16()
                    .collect::<Vec<_>>(),
            );
            units.flat_map(unit).collect::<Vec<u8>>()
        };
        for (name, bytes) in [
            ("lf", format!("{written}\nhai").into_bytes()),
            ("cr", format!("{written}\rhai").into_bytes()),
            ("bom", format!("\u{feff}{written}\r\n").into_bytes()),
            ("le", utf16(u16::to_le_bytes, true)),
            ("be", utf16(u16::to_be_bytes, true)),
            ("le-unmarked", utf16(u16::to_le_bytes, false)),
            ("be-unmarked", utf16(u16::to_be_bytes, false)),
        ] {
            assert_eq!(line(name, &bytes).as_deref(), Ok(written), "{name}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_before_anything_is_tried() {
        let unreadable: [(&str, &[u8]); 6] = [
            ("latin", b"m\xe2t kh\xe2u"),
            ("odd", b"\xff\xfea\0b"),
            ("surrogate", b"\xff\xfe\x00\xd8a\0"),
            ("utf32", b"\xff\xfe\0\0a\0\0\0"),
            ("pdf", b"%PDF-1.7\n%\xe2\xe3"),
            ("zeros", b"ab\0cd"),
        ];
        for (name, bytes) in unreadable {
            assert_eq!(line(name, bytes), Err(Code::SecretUnreadable), "{name}");
        }
        for (name, bytes) in [("nothing", &b""[..]), ("only-bom", b"\xef\xbb\xbf\r\n")] {
            assert_eq!(line(name, bytes), Err(Code::SecretEmpty), "{name}");
        }
        assert_eq!(
            first_line(Path::new("khong/co")).unwrap_err().code,
            Code::FileAccess
        );
    }
}
