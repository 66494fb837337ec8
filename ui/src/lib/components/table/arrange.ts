// Which rows are shown and in what order: searched, narrowed, sorted.
import { sortedBy, type Sorting } from './order';
import { words, type Texts } from './texts';

/** The values that are let through, by column. */
export type Filters = Readonly<Record<string, readonly string[]>>;
export type Asked = {
  query: string;
  filters: Filters;
  sorting: Sorting;
  /** The columns that are shown, in which the search looks. */
  shown: readonly string[];
};

/** Numbers of the rows that a search finds, the best first: those that say it with the same marks,
 *  those that say its words in a row, those that say them anywhere. */
function found<T>(texts: Texts<T>, rows: number[], { query, shown }: Asked): number[][] {
  const { folded, marked } = words(query);
  if (!folded.length) return [rows];
  const plain = texts.folded(shown);
  const all = rows.filter((n) => folded.every((word) => plain[n]?.includes(word)));
  const exact = marked.length ? texts.marked(shown) : [];
  const rank = (n: number) => {
    if (marked.length && marked.every((word) => exact[n]?.includes(word))) return 0;
    return plain[n]?.includes(folded.join(' ')) ? 1 : 2;
  };
  const ranked: number[][] = [[], [], []];
  for (const n of all) ranked[rank(n)]?.push(n);
  return ranked;
}

function narrowed<T>(texts: Texts<T>, filters: Filters, except = ''): number[] {
  const asked = Object.entries(filters)
    .filter(([key, values]) => key !== except && values.length && texts.column(key))
    .map(([key, values]) => ({ texts: texts.of(key), values: new Set(values) }));
  const rows: number[] = [];
  for (let n = 0; n < texts.rows.length; n += 1)
    if (asked.every((one) => one.values.has(one.texts[n] ?? ''))) rows.push(n);
  return rows;
}

/** The rows that are shown, in their order. */
export function arranged<T>(texts: Texts<T>, asked: Asked): T[] {
  const { sorting } = asked;
  const inOrder = (rows: number[]) =>
    sorting && texts.column(sorting.key)
      ? sortedBy(rows, texts.ranks(sorting.key), sorting.down)
      : rows;
  const ranked = found(texts, narrowed(texts, asked.filters), asked);
  return ranked.flatMap(inOrder).map((n) => texts.rows[n] as T);
}

/** The values of a column with how many rows say each, under the search and the other filters, in
 *  the order of the column. */
export function counted<T>(texts: Texts<T>, key: string, asked: Asked): [string, number][] {
  const rows = found(texts, narrowed(texts, asked.filters, key), asked).flat();
  const said = texts.of(key);
  const counts = new Map<string, number>();
  for (const n of rows) counts.set(said[n] ?? '', (counts.get(said[n] ?? '') ?? 0) + 1);
  for (const chosen of asked.filters[key] ?? []) if (!counts.has(chosen)) counts.set(chosen, 0);
  const places = texts.ranks(key);
  const place = new Map(said.map((text, n) => [text, places[n] ?? -1]));
  return [...counts].sort(([a], [b]) => (place.get(a) ?? -1) - (place.get(b) ?? -1));
}

/** Filters with a value let through, or no more. */
export function toggled(filters: Filters, key: string, value: string): Filters {
  const before = filters[key] ?? [];
  const after = before.includes(value) ? before.filter((v) => v !== value) : [...before, value];
  const others = Object.fromEntries(Object.entries(filters).filter(([other]) => other !== key));
  return after.length ? { ...others, [key]: after } : others;
}
