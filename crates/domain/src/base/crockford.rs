//! Crockford's base 32, in which codes stand on paper: no letter that could be taken for a digit.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The lowest `5 * length` bits of a number, as that many characters.
///
/// ```
/// assert_eq!(domain::crockford::written(0x1f, 2), "0Z");
/// ```
#[must_use]
pub fn written(bits: u128, length: u32) -> String {
    (0..length)
        .rev()
        .map(|n| char::from(ALPHABET[(bits >> (n * 5) & 31) as usize]))
        .collect()
}

/// The value of one character, in either case; none for what is no digit of this base.
///
/// ```
/// assert_eq!(domain::crockford::value('z'), Some(31));
/// assert_eq!(domain::crockford::value('U'), None);
/// ```
#[must_use]
pub fn value(digit: char) -> Option<u8> {
    let digit = u8::try_from(digit.to_ascii_uppercase()).ok()?;
    let place = ALPHABET.iter().position(|known| *known == digit)?;
    u8::try_from(place).ok()
}

/// What was typed, forgiving case, separators and the letters that look like digits.
///
/// ```
/// assert_eq!(domain::crockford::heard("o1-l z"), "011Z");
/// ```
#[must_use]
pub fn heard(typed: &str) -> String {
    let typed = typed.chars().filter(|c| !matches!(c, '-' | ' '));
    typed
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect()
}

/// The number that characters stand for; none if one of them is no digit of this base, or if they
/// are more than 26, which is more than the number holds.
///
/// ```
/// assert_eq!(domain::crockford::read("0Z"), Some(31));
/// ```
#[must_use]
pub fn read(text: &str) -> Option<u128> {
    let fits = text.len() < 26 || text.len() == 26 && value(text.chars().next()?)? < 8;
    let digits = text.chars().map(value);
    digits
        .filter(|_| fits)
        .try_fold(0, |bits, digit| Some(bits << 5 | u128::from(digit?)))
        .filter(|_| fits)
}
