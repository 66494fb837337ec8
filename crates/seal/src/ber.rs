//! BER as signing programs write it (X.690, 8.1): lengths without end, strings in parts. CMS allows
//! it (RFC 5652, 1); our readers take DER only, so that it is written anew here. What is DER already
//! stays as it is, byte for byte.

/// Deepest nesting.
const DEEPEST: usize = 48;
/// Most bytes of a length.
const LONGEST: usize = 4;
/// The bit of a tag that says that it holds others.
const CONSTRUCTED: u8 = 0x20;

/// One value at the beginning of some bytes as DER, and how many bytes it took; none if it is none.
pub(crate) fn to_der(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut reader = Reader { bytes, at: 0 };
    let mut out = Vec::with_capacity(bytes.len());
    reader.value(0, &mut out)?;
    Some((out, reader.at))
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// How long a value says that it is.
enum Length {
    Definite(usize),
    /// It ends where two zeros say so.
    Indefinite,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// The bytes of a tag.
    fn tag(&mut self) -> Option<Vec<u8>> {
        let mut tag = vec![self.byte()?];
        if tag[0] & 0x1f == 0x1f {
            loop {
                let byte = self.byte()?;
                tag.push(byte);
                if byte & 0x80 == 0 {
                    break;
                }
                if tag.len() > LONGEST {
                    return None;
                }
            }
        }
        Some(tag)
    }

    fn length(&mut self) -> Option<Length> {
        let first = self.byte()?;
        if first < 0x80 {
            return Some(Length::Definite(usize::from(first)));
        }
        let count = usize::from(first & 0x7f);
        if count == 0 {
            return Some(Length::Indefinite);
        }
        let digits = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        let mut length = 0_usize;
        let significant = digits.iter().skip_while(|digit| **digit == 0);
        for (n, digit) in significant.enumerate() {
            if n >= LONGEST {
                return None;
            }
            length = length << 8 | usize::from(*digit);
        }
        Some(Length::Definite(length))
    }

    /// Reads one value and writes it.
    fn value(&mut self, depth: usize, out: &mut Vec<u8>) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let tag = self.tag()?;
        let length = self.length()?;
        if tag[0] & CONSTRUCTED == 0 {
            let Length::Definite(length) = length else {
                return None;
            };
            let end = self.at.checked_add(length)?;
            let content = self.bytes.get(self.at..end)?;
            self.at = end;
            write(out, &tag, content);
            return Some(());
        }
        let parts = self.parts(length, depth)?;
        match string(&tag) {
            Some(kind) => write(out, &[kind], &joined(kind, &parts)?),
            None => write(out, &tag, &parts.concat()),
        }
        Some(())
    }

    /// What stands in a value, each as DER.
    fn parts(&mut self, length: Length, depth: usize) -> Option<Vec<Vec<u8>>> {
        let end = match length {
            Length::Definite(length) => {
                let end = self.at.checked_add(length)?;
                if end > self.bytes.len() {
                    return None;
                }
                Some(end)
            }
            Length::Indefinite => None,
        };
        let mut parts = vec![];
        loop {
            match end {
                Some(end) if self.at == end => return Some(parts),
                Some(end) if self.at > end => return None,
                None if self.bytes.get(self.at..)?.starts_with(&[0, 0]) => {
                    self.at += 2;
                    return Some(parts);
                }
                _ => {}
            }
            let mut part = vec![];
            self.value(depth + 1, &mut part)?;
            parts.push(part);
        }
    }
}

/// The tag of a string that is written in parts; none for what is no string.
fn string(tag: &[u8]) -> Option<u8> {
    let [one] = tag else { return None };
    let kind = one & !CONSTRUCTED;
    // Strings of bits, bytes and letters (X.680, 8.4).
    let is_string = matches!(kind, 3 | 4 | 12 | 18..=22 | 25..=28 | 30);
    is_string.then_some(kind)
}

/// A string of its parts, which are strings of the same kind, or of bytes.
fn joined(kind: u8, parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut out = vec![];
    let mut unused = 0;
    for part in parts {
        let (content, own) = (content(part)?, *part.first()?);
        if own != kind && own != 4 {
            return None;
        }
        if kind == 3 {
            // Only the last part may have bits that count for nothing.
            let (bits, rest) = content.split_first()?;
            if unused != 0 {
                return None;
            }
            unused = *bits;
            out.extend(rest);
        } else {
            out.extend(content);
        }
    }
    if kind == 3 {
        out.insert(0, unused);
    }
    Some(out)
}

/// The content of a value that is DER with a tag of one byte.
fn content(der: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader { bytes: der, at: 1 };
    match reader.length()? {
        Length::Definite(_) => der.get(reader.at..),
        Length::Indefinite => None,
    }
}

fn write(out: &mut Vec<u8>, tag: &[u8], content: &[u8]) {
    out.extend(tag);
    let length = content.len();
    if let Ok(short) = u8::try_from(length)
        && short < 0x80
    {
        out.push(short);
    } else {
        let bytes = length.to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let digits = &bytes[zeros..];
        // A length of memory has eight bytes at most.
        out.push(0x80 | digits.len() as u8);
        out.extend(digits);
    }
    out.extend(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(ber: &[u8]) -> Option<Vec<u8>> {
        to_der(ber).map(|found| found.0)
    }

    #[test]
    fn lengths_without_end_and_strings_in_parts_become_der() {
        let in_parts = [
            0x30, 0x80, 0x24, 0x80, 0x04, 0x02, 1, 2, 0x04, 0x01, 3, 0, 0, 0x02, 0x01, 7, 0, 0, 9,
        ];
        let plain = vec![0x30, 0x08, 0x04, 0x03, 1, 2, 3, 0x02, 0x01, 7];
        assert_eq!(to_der(&in_parts), Some((plain, in_parts.len() - 1)));
        let bits = [0x23, 0x08, 0x03, 0x02, 0, 0xaa, 0x03, 0x02, 4, 0xf0];
        assert_eq!(der(&bits), Some(vec![0x03, 0x03, 4, 0xaa, 0xf0]));
        let long_length = [0x04, 0x83, 0, 0, 0x01, 9];
        assert_eq!(der(&long_length), Some(vec![0x04, 0x01, 9]));
    }

    #[test]
    fn what_is_der_stays_as_it_is() {
        let mut long = vec![0x30, 0x82, 0x01, 0x04, 0x04, 0x82, 0x01, 0x00];
        long.extend([5; 256]);
        for plain in [vec![0x05, 0], vec![0x1f, 0x81, 0x01, 0x01, 0xff], long] {
            assert_eq!(der(&plain), Some(plain));
        }
    }

    #[test]
    fn what_breaks_off_or_never_ends_is_nothing() {
        let deep = [0x30, 0x80].repeat(500);
        let broken: [&[u8]; 7] = [
            &[],
            &[0x30],
            &[0x30, 0x05, 1],
            &[0x04, 0x80, 0, 0],
            &[0x30, 0x80, 0x05, 0],
            &[0x30, 0x03, 0x04, 0x05, 1],
            &[0x23, 0x06, 0x03, 0x01, 4, 0x03, 0x01, 0],
        ];
        for bytes in broken.into_iter().chain([deep.as_slice()]) {
            assert_eq!(to_der(bytes), None, "{bytes:x?}");
        }
    }
}
