// A list as it is shown, as the program writes it into a workbook: days as days, counts as counts.
import type { List, ListCell } from '../../ipc/call';
import { textOf, weightOf, type Column } from './columns';

/** What a row says in a column, as Excel shall know it. */
export function cellOf<T>(column: Column<T>, row: T): ListCell {
  const value = column.of(row);
  const own = column.text === undefined;
  if (typeof value === 'string' && value) {
    if (own && column.kind === 'date') return { day: value.slice(0, 10) };
    if (own && column.kind === 'moment') return { at: value };
  }
  if (own && column.kind === 'number' && typeof value === 'number' && Number.isInteger(value))
    return { number: value };
  return { text: textOf(column, row) };
}

/** The list with the columns and the rows that are shown, in their order. */
export function written<T>(title: string, columns: readonly Column<T>[], rows: readonly T[]): List {
  return {
    title,
    columns: columns.map((column) => ({
      title: column.title,
      width: Math.min(80, Math.round(weightOf(column) * 1.8)),
    })),
    rows: rows.map((row) => columns.map((column) => cellOf(column, row))),
  };
}
