// In which order rows stand: Vietnamese, people by their given names, what is empty last.
import type { Column } from './columns';

/** Which column the rows are sorted by, if any. */
export type Sorting = { key: string; down: boolean } | null;

const collator = new Intl.Collator('vi', { numeric: true });

/** `Nguyễn Thị Vân (HĐ)` as `Vân Nguyễn Thị (HĐ)`: what is said in brackets, or behind a dot, is no
 *  name. */
export function givenFirst(name: string): string {
  const [, bare = '', rest = ''] = /^([^([·]*)(.*)$/s.exec(name.trim()) ?? [];
  const words = bare.trim().split(/\s+/);
  const given = words.pop() ?? '';
  return [given, ...words, rest].filter(Boolean).join(' ');
}

/** Rows in the order of people's names, of one person as they stood. */
export function byPerson<T>(rows: readonly T[], name: (row: T) => string): T[] {
  const named = rows.map((row) => ({ row, by: givenFirst(name(row)) }));
  return named.sort((a, b) => collator.compare(a.by, b.by)).map(({ row }) => row);
}

/** Up, down, as it was. */
export function nextSorting(by: Sorting, key: string): Sorting {
  if (by?.key !== key) return { key, down: false };
  return by.down ? null : { key, down: true };
}

/** The place of each row in the order of a column; -1 where it says nothing. */
export function ranks<T>(
  column: Column<T>,
  rows: readonly T[],
  texts: readonly string[],
): Int32Array {
  const places = new Int32Array(rows.length);
  const asked = column.kind ?? 'text';
  if (asked === 'number' || asked === 'date' || asked === 'moment') {
    const values = rows.map((row) => column.of(row));
    const distinct = [...new Set(values)].filter((v) => v !== null && v !== undefined && v !== '');
    distinct.sort((a, b) => (a! < b! ? -1 : a! > b! ? 1 : 0));
    const place = new Map(distinct.map((value, n) => [value, n]));
    values.forEach((value, n) => (places[n] = place.get(value) ?? -1));
    return places;
  }
  // Few texts are compared, however many rows say them.
  const sorted = [...new Set(texts)].map((text) => ({
    text,
    by: asked === 'person' ? givenFirst(text) : text,
  }));
  sorted.sort((a, b) => collator.compare(a.by, b.by));
  const place = new Map<string, number>();
  let last = -1;
  sorted.forEach(({ text, by }, n) => {
    const before = sorted[n - 1];
    if (!before || collator.compare(before.by, by) !== 0) last += 1;
    place.set(text, text === '' ? -1 : last);
  });
  texts.forEach((text, n) => (places[n] = place.get(text) ?? -1));
  return places;
}

/** Numbers of rows in the order of their places; equals stay as they stood. */
export function sortedBy(found: readonly number[], places: Int32Array, down: boolean): number[] {
  const at = (n: number) => places[n] ?? -1;
  return [...found].sort((a, b) => {
    const [x, y] = [at(a), at(b)];
    if (x === y) return 0;
    if (x < 0 || y < 0) return x < 0 ? 1 : -1;
    return down ? y - x : x - y;
  });
}
