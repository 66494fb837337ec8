// What each column of a pasted list holds: told by its heading, or else by what stands in it.
import { fold } from '../../lib/fold';
import { t } from '../../lib/text/vi';

/** Columns that can be pasted into. */
export type Column = 'head' | 'position' | 'login';
/** What a column can hold: a count of lines, the unit of each, or what goes into its fields. */
export type Holds = 'count' | 'unit' | Column;

/** The columns of a list: the lines below its heading, what each column holds, and how those that
 *  nobody knows are called. */
export type Read = {
  rows: string[][];
  units: number[];
  into: Partial<Record<Column, number>>;
  unknown: string[];
};

const words = t.accounts_all.pasted;
/** A heading is among the first lines: titles of the list may stand above it. */
const SEARCHED = 5;

const bare = (text: string) =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const headings = new Map(
  (Object.entries(words.headings) as [Holds, readonly string[]][]).flatMap(([holds, names]) =>
    names.map((name): [string, Holds] => [bare(name), holds]),
  ),
);
const longer = words.headingsBegin.map(bare);
const nameOf = words.nameOf.map(bare);
const titles = words.titles.map(bare);

/** What a heading says, if it is one. */
function said(cell: string): Holds | undefined {
  const text = bare(cell);
  const known = headings.get(text);
  if (known) return known;
  // *Họ và tên Hiệu trưởng* is the head; *Họ và tên kế toán* is nobody who receives.
  const whose = nameOf.find((begin) => text.startsWith(`${begin} `));
  if (whose) return headings.get(text.slice(whose.length + 1)) === 'head' ? 'head' : undefined;
  const begin = longer.find((begin) => text.startsWith(`${begin} `));
  return begin === undefined ? undefined : headings.get(begin);
}

const looksLikeUnit = (text: string) => {
  const small = text.normalize('NFC').toLowerCase();
  return words.unitsBegin.some((begin) => small.startsWith(begin));
};
const looksLikePosition = (text: string) =>
  words.positions.some((begin) => `${bare(text)} `.startsWith(`${bare(begin)} `));
/** A login as systems take it: one word of letters without marks, figures and signs. */
const looksLikeLogin = (text: string) =>
  /^[!-~]+$/.test(text) && /[A-Za-z]/.test(text) && !looksLikeUnit(text);
function looksLikePerson(text: string): boolean {
  const name = text.normalize('NFC');
  const [first = '', ...more] = name.split(/\s+/);
  if (looksLikeUnit(name) || looksLikePosition(name) || !more.length) return false;
  const called = words.called.some((word) => word === first.toLowerCase());
  return called || (more.length < 7 && name.split(/\s+/).every((word) => /^\p{Lu}/u.test(word)));
}
/** Whether a column counts its lines. */
function counts(values: string[]): boolean {
  const numbers = values.map((value) => (/^\d{1,5}\.?$/.test(value) ? parseInt(value, 10) : NaN));
  return (
    values.length > 1 && numbers.every((n, at) => at === 0 || n === (numbers[at - 1] ?? NaN) + 1)
  );
}

/** Where the heading of a list stands, if it has one. */
function headingAt(cells: string[][], named: (cell: string) => boolean): number {
  return cells.slice(0, SEARCHED).findIndex((row, at) => {
    const filled = row.filter((cell) => cell.trim());
    if (filled.some(named)) return false;
    const known = row.filter((cell) => said(cell));
    // A position of heads is called like the column of heads: one alone is no heading.
    const clear = row.filter(
      (cell, across) =>
        said(cell) && !titles.includes(bare(cell)) && cells[at + 1]?.[across] !== cell,
    );
    return known.length > 1 ? clear.length > 0 : clear.length > 0 && filled.length < 3;
  });
}

/** What stands in a column, as far as it can be known. */
function held(values: string[], named: (cell: string) => boolean): Holds | undefined {
  const most = (test: (text: string) => boolean) =>
    values.length > 0 && values.filter(test).length * 2 >= values.length;
  if (most(named) || most(looksLikeUnit)) return 'unit';
  if (counts(values)) return 'count';
  if (most(looksLikePosition)) return 'position';
  if (most(looksLikePerson)) return 'head';
  return values.length && values.every(looksLikeLogin) ? 'login' : undefined;
}

/** Reads a list that was pasted into a column; `named` tells whether a cell names a unit. */
export function read(list: string[][], column: Column, named: (cell: string) => boolean): Read {
  const at = headingAt(list, named);
  const heading = list[at] ?? [];
  const rows = list.slice(at + 1);
  const wide = Math.max(0, ...rows.map((row) => row.length));
  const values = (across: number) =>
    rows.map((row) => (row[across] ?? '').trim()).filter((value) => value);
  const across = Array.from({ length: wide }, (_, n) => n);
  // One column alone goes where it was pasted, as everywhere.
  if (wide < 2) return { rows, units: [], into: { [column]: 0 }, unknown: [] };
  const holds = across.map((n) =>
    heading[n]?.trim() ? said(heading[n] ?? '') : held(values(n), named),
  );
  const into: Read['into'] = {};
  for (const one of ['head', 'position', 'login'] as const) {
    const those = across.filter((n) => holds[n] === one);
    // Of two columns of names nobody knows whose they are: neither is taken.
    if (those.length === 1) into[one] = those[0];
  }
  const taken = Object.values(into);
  const out = across.filter(
    (n) => holds[n] !== 'count' && holds[n] !== 'unit' && !taken.includes(n) && values(n).length,
  );
  return {
    rows,
    units: across.filter((n) => holds[n] === 'unit'),
    into,
    unknown: out.map((n) => heading[n]?.trim() || words.column(n + 1, values(n)[0] ?? '')),
  };
}
