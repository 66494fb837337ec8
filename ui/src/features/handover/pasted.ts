// A list pasted into the units: by name or code where it has them, else in the order on the screen.
import type { AccountsOffer } from '../../lib/ipc/call';
import { oneTone } from '../../lib/fold';
import { t } from '../../lib/text/vi';
import type { Typed } from './accounts';

/** Columns that can be pasted into. */
export type Column = 'head' | 'position' | 'login';
const COLUMNS: Column[] = ['head', 'position', 'login'];

/** What came of it: whether lines were matched, how many went in, and lines of no unit. */
export type Pasted = { matched: boolean; lines: number; strangers: string[] };

/** A name as it is compared: marks count, since they alone tell some communes apart. */
function plain(text: string): string {
  const small = oneTone(text).toLowerCase().replace(/\s+/g, ' ').trim();
  const name = t.accounts_all.namesBegin.reduce(
    (name, begin) => (name.startsWith(begin) ? name.slice(begin.length).trim() : name),
    small,
  );
  const short = /^(\p{L}{1,2})(?:\.\s*|\s)(?=\p{L})/u.exec(name);
  const kind = short && t.accounts_all.kindsShort[short[1] ?? ''];
  return kind ? `${kind} ${name.slice(short[0].length)}` : name;
}

/** Units by code and by name; a name that two have tells none of them. */
function byKey(offer: AccountsOffer): Map<string, string> {
  const units = new Map<string, string>();
  const same = new Set<string>();
  for (const { unit, name } of offer.lines) {
    if (units.has(plain(name))) same.add(plain(name));
    units.set(plain(name), unit);
  }
  same.forEach((name) => units.delete(name));
  for (const { unit, code } of offer.lines) if (code) units.set(plain(code), unit);
  return units;
}

/** What stands in many cells of a list, put into the units: where a column names most of them, each
 *  line into its own; else one line a unit from one on, as Excel does it. */
export function paste(
  typed: Typed,
  offer: AccountsOffer,
  from: string,
  column: Column,
  cells: string[][],
): Pasted {
  const to = COLUMNS.slice(COLUMNS.indexOf(column));
  const put = (unit: string | undefined, values: string[]) => {
    const of = unit === undefined ? undefined : typed.units[unit];
    values.forEach((value, across) => {
      const into = to[across];
      if (of && into && value.trim()) of[into] = value.trim();
    });
    return of !== undefined;
  };
  const keys = byKey(offer);
  const named = (at: number) => cells.filter((row) => keys.has(plain(row[at] ?? ''))).length;
  const wide = Math.max(0, ...cells.map((row) => row.length));
  const naming = Array.from({ length: wide }, (_, at) => at).filter(
    (at) => wide > 1 && named(at) * 2 >= cells.length,
  );
  if (naming.length && naming.length < wide) {
    const strangers: string[] = [];
    let lines = 0;
    for (const row of cells) {
      const unit = naming.map((at) => keys.get(plain(row[at] ?? ''))).find(Boolean);
      const values = row.filter((_, at) => !naming.includes(at));
      if (put(unit, values)) lines += 1;
      else if (row.some((cell) => cell.trim())) strangers.push(row[naming[0] ?? 0] ?? '');
    }
    return { matched: true, lines, strangers };
  }
  const start = offer.lines.findIndex(({ unit }) => unit === from);
  const strangers = cells.filter((row, down) => !put(offer.lines[start + down]?.unit, row));
  return {
    matched: false,
    lines: cells.length - strangers.length,
    strangers: strangers.map(([first]) => first ?? ''),
  };
}
