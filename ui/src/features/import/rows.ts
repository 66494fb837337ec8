// The rows of a checked table as the grid draws them, and what is wrong with them.
import type { GridColumn, GridRow } from '../../lib/grid';
import type { Checked, CheckedRow, Outcome, Problem } from '../../lib/ipc/call';

/** A problem with the row that has it. */
export type RowProblem = Problem & { row: number; outcome: Outcome };

export function gridColumns(checked: Checked): GridColumn[] {
  const wide = ['name', 'unit', 'duty'];
  return checked.fields.map(([key, title]) => ({ key, title, wide: wide.includes(key) }));
}

export function gridRows(checked: Checked, onlyWrong: boolean): GridRow[] {
  const rows = onlyWrong ? checked.rows.filter((r) => r.outcome === 'wrong') : checked.rows;
  return rows.map((r) => ({
    id: String(r.row),
    number: r.row,
    tone: r.outcome,
    cells: Object.fromEntries(r.cells),
    marks: marks(r),
  }));
}

export function rowProblems(checked: Checked, onlyWrong: boolean): RowProblem[] {
  return checked.rows
    .flatMap(({ row, outcome, problems }) => problems.map((p) => ({ ...p, row, outcome })))
    .filter((problem) => problem.stops || !onlyWrong);
}

function marks(row: CheckedRow): GridRow['marks'] {
  const marked = row.problems.filter((p) => p.field);
  return Object.fromEntries(
    marked.map(({ field, stops, failure }) => [
      field,
      { tone: stops ? 'bad' : 'note', says: `${failure.number}: ${failure.sentence}` },
    ]),
  );
}

/** Whether every row waits because the place of this list does not have its unit: the list is of
 *  units then, and not of people. */
export function namesOtherUnits({ rows }: Checked): boolean {
  const read = rows.filter(({ outcome }) => outcome !== 'left_out');
  return (
    read.length > 0 &&
    read.every(({ problems }) => problems.some(({ failure }) => failure.code === 'unknown_unit'))
  );
}
