// Which columns a person wants to see of a list: remembered by this window, and nothing else of it.
import type { Column } from './columns';

/** What was said of single columns; the others are as they were declared. */
export type Choice = Readonly<Record<string, boolean>>;

const place = (list: string) => `columns:${list}`;

export function remembered(list: string): Choice {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(list)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((one): one is [string, boolean] => typeof one[1] === 'boolean'),
    );
  } catch {
    // Not written by us: the columns are as they were declared.
    return {};
  }
}

export function remember(list: string, choice: Choice): void {
  localStorage.setItem(place(list), JSON.stringify(choice));
}

/** The columns that are shown; the first always is. */
export function shownOf<T>(columns: readonly Column<T>[], choice: Choice): Column<T>[] {
  return columns.filter((column, n) => n === 0 || (choice[column.key] ?? !column.hidden));
}
