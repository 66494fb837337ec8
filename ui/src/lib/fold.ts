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
