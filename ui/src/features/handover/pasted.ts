// A list pasted into the units: by name or code where it has them, else in the order on the screen.
import type { AccountsOffer } from '../../lib/ipc/call';
import { oneTone } from '../../lib/fold';
import { t } from '../../lib/text/vi';
import type { Typed } from './accounts';
import { read, type Column } from './pastedColumns';

/** A field that was pasted into: what stood there, and what does now. */
type Put = { unit: string; column: Column; before: string; now: string };

/** What came of it: whether lines were matched, how many went in, lines of no unit, columns that
 *  nobody knows, and what was put where. */
export type Pasted = {
  matched: boolean;
  lines: number;
  strangers: string[];
  unknown: string[];
  put: Put[];
};

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

/** What stands in many cells of a list, put into the units: where a column names them, each line
 *  into its own; else one line a unit from one on, as Excel does it. */
export function paste(
  typed: Typed,
  offer: AccountsOffer,
  from: string,
  column: Column,
  cells: string[][],
): Pasted {
  const keys = byKey(offer);
  const list = read(cells, column, (cell) => keys.has(plain(cell)));
  const columns = Object.entries(list.into) as [Column, number][];
  const start = offer.lines.findIndex(({ unit }) => unit === from);
  const came: Pasted = {
    matched: list.units.length > 0,
    lines: 0,
    strangers: [],
    unknown: list.unknown,
    put: [],
  };
  list.rows.forEach((row, down) => {
    const unit = came.matched
      ? list.units.map((at) => keys.get(plain(row[at] ?? ''))).find(Boolean)
      : offer.lines[start + down]?.unit;
    const line = offer.lines.find((line) => line.unit === unit);
    const of = line && typed.units[line.unit];
    if (!of) {
      const called = row[list.units[0] ?? 0]?.trim() || row.find((cell) => cell.trim());
      if (called) came.strangers.push(called);
      return;
    }
    came.lines += 1;
    for (const [into, at] of columns) {
      const now = (row[at] ?? '').trim();
      // What the register knows of a unit has no field.
      const known = into === 'login' ? line.login : line.head;
      if (!now || known) continue;
      came.put.push({ unit: line.unit, column: into, before: of[into], now });
      of[into] = now;
    }
  });
  return came;
}

/** So many fields of a column were pasted into. */
export function count({ put }: Pasted, column: Column): number {
  return new Set(put.filter((one) => one.column === column).map(({ unit }) => unit)).size;
}

/** Takes a paste back; what was typed over it since stays. */
export function takeBack(typed: Typed, { put }: Pasted): void {
  for (const { unit, column, before, now } of put.slice().reverse()) {
    const of = typed.units[unit];
    if (of?.[column] === now) of[column] = before;
  }
}
