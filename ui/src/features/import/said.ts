// What a list comes to, in the words of whoever reads it.
import type { Checked, CheckedRow, Failure, Kind, Looked, Outcome } from '../../lib/ipc/call';
import { skippedName, t, unusedName } from '../../lib/text/vi';

/** What is said in one line, with its names. */
export type Line = { what: string; names: readonly string[]; fresh: boolean };

/** A row of which nothing comes, and why. */
export type Skipped = { row: number; name: string; why: string };

/** What stands in the file, then what of it is new in the register. */
export function lines(kind: Kind, checked: Checked): Line[] {
  const read = checked.rows.filter((row) => row.outcome !== 'wrong' && row.outcome !== 'left_out');
  const names = new Set(read.map((row) => nameOf(row) || String(row.row)));
  const made = [
    { what: t.import.newUnits, names: checked.new_units },
    { what: t.import.newClasses, names: checked.new_classes },
    { what: t.import.newPeople, names: checked.new_people },
  ];
  return [
    { what: t.import.found(names.size, t.import.things[kind]), names: [], fresh: false },
    ...made
      .filter((one) => one.names.length)
      .map(({ what, names }) => ({ what: `${names.length} ${what}`, names, fresh: true })),
  ];
}

/** Columns that are not taken, each with the reason. */
export function ignored(looked: Looked | null): string[] {
  const known = new Set(looked?.fields.map(([field]) => field));
  const others = (looked?.columns ?? []).filter(
    ({ field, samples, title }) => (!field || !known.has(field)) && (title || samples.length),
  );
  return others.map(
    ({ title, place, unused }) =>
      `${title || `${t.import.column} ${place + 1}`} (${unusedName[unused ?? 'note']})`,
  );
}

/** Rows of which nothing comes, each with the reason. */
export function skipped(checked: Checked): Skipped[] {
  const of = (outcome: Outcome): outcome is 'same' | 'left_out' =>
    outcome === 'same' || outcome === 'left_out';
  return checked.rows.flatMap((row) =>
    of(row.outcome)
      ? [{ row: row.row, name: nameOf(row), why: why(row, skippedName[row.outcome]) }]
      : [],
  );
}

/** The person, class, unit or login that a row is about. */
export function nameOf({ cells }: CheckedRow): string {
  const by = ['name', 'class', 'unit', 'login'] as const;
  const found = by.map((field) => cells.find(([known]) => known === field)?.[1]);
  return found.find((text) => text) ?? '';
}

function why(row: CheckedRow, usual: string): string {
  const said = row.problems.map(({ failure }: { failure: Failure }) => failure.sentence);
  return row.outcome === 'same' && said.length ? said.join(' ') : usual;
}
