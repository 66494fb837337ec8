//! Colours as grey.

/// A colour as grey.
pub(super) fn grey(colour: &[u8]) -> u8 {
    let sum = |parts: &[u8]| parts.iter().map(|part| u32::from(*part)).sum::<u32>();
    let light = match colour {
        [c, m, y, k] => (255 - sum(&[*c, *m, *y]) / 3) * (255 - u32::from(*k)) / 255,
        [one] => u32::from(*one),
        parts => sum(parts) / 3,
    };
    light as u8
}
