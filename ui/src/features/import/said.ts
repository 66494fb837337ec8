// What a list comes to, in the words of whoever reads it.
import type {
  ChangeRow,
  Checked,
  CheckedRow,
  Failure,
  Field,
  ImportRequest,
  Kind,
  Looked,
  Outcome,
} from '../../lib/ipc/call';
import { skippedName, t, unusedName } from '../../lib/text/vi';

/** What is said in one line, with its names. */
export type Line = { what: string; names: readonly string[]; fresh: boolean };

/** A row of which nothing comes, and why. */
export type Skipped = { row: number; name: string; why: string };

/** What stands in the file, then what of it is new in the register. */
export function lines(kind: Kind, checked: Checked): Line[] {
  const read = checked.rows.filter((row) => row.outcome !== 'wrong' && row.outcome !== 'left_out');
  const made = [
    { what: t.import.newUnits, names: checked.new_units },
    { what: t.import.newClasses, names: checked.new_classes },
    { what: t.import.newPeople, names: checked.new_people },
  ];
  return [
    {
      what: t.import.found(
        kind === 'csdl_accounts' ? read.length : counted(read),
        t.import.things[kind],
      ),
      names: [],
      fresh: false,
    },
    ...made
      .filter((one) => one.names.length)
      .map(({ what, names }) => ({ what: `${names.length} ${what}`, names, fresh: true })),
  ];
}

/** How many things rows are about. Two people of one name are told apart by code or day of birth;
 *  a row that says neither is about whom another one names. */
function counted(rows: CheckedRow[]): number {
  const marks = new Map<string, Set<string>>();
  for (const row of rows) {
    const name = nameOf(row) || String(row.row);
    const said = row.cells.filter(([field, text]) => APART.includes(field) && text.trim());
    const known = marks.get(name) ?? new Set();
    if (said.length) known.add(said.map(([, text]) => text.trim()).join('/'));
    marks.set(name, known);
  }
  return [...marks.values()].reduce((sum, { size }) => sum + Math.max(1, size), 0);
}
const APART: readonly Field[] = ['code', 'born_on', 'born_on_male', 'born_on_female'];

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

/** What a row would change of what is known: whether a person is asked, and has ticked it. */
export type RowChanges = {
  row: number;
  of: string;
  changes: ChangeRow[];
  asked: boolean;
  ticked: boolean;
};

/** What the rows of a list would change, by row. A move of a unit is asked for in its cells. */
export function changesByRow(checked: Checked | null, request: ImportRequest): RowChanges[] {
  const rows: RowChanges[] = [];
  const took = new Set(request.changes);
  for (const change of checked?.changes ?? []) {
    const ticked = took.has(change.row);
    const last = rows.find((one) => one.row === change.row);
    const asked = change.field !== 'parent' && (!change.taken || ticked);
    if (last) {
      last.changes.push(change);
      last.asked ||= asked;
    } else {
      rows.push({ row: change.row, of: change.of, changes: [change], asked, ticked });
    }
  }
  return rows;
}

/** The person, class, unit or login that a row is about. */
export function nameOf({ cells }: CheckedRow): string {
  const by = ['name', 'class', 'unit', 'login'] as const;
  const found = by.map((field) => cells.find(([known]) => known === field)?.[1]);
  return found.find((text) => text) ?? '';
}

/** Reasons, each once, with how many say it. */
export function grouped(failures: readonly Failure[]): (Failure & { count: number })[] {
  const reasons = new Map<string, Failure & { count: number }>();
  for (const failure of failures) {
    const of = `${failure.number} ${failure.sentence}`;
    reasons.set(of, { ...failure, count: (reasons.get(of)?.count ?? 0) + 1 });
  }
  return [...reasons.values()];
}

function why(row: CheckedRow, usual: string): string {
  const said = row.problems.map(({ failure }: { failure: Failure }) => failure.sentence);
  return row.outcome === 'same' && said.length ? said.join(' ') : usual;
}
