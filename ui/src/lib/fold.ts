// Searching without marks.

/** Text without marks and capitals, for searching only. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();
}

/** A title as the name of a file: `Bảng theo dõi` is `bang-theo-doi`. */
export function fileName(title: string): string {
  return fold(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A text with the tone of an open `oa`, `oe`, `uy` in one place: *Thụy* and *Thuỵ* are one name. */
export function oneTone(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(o)([\u0300\u0301\u0303\u0309\u0323])([ae])(?![\p{L}\p{M}])/giu, '$1$3$2')
    .replace(/(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?![\p{L}\p{M}])/giu, '$1$3$2')
    .normalize('NFC');
}
