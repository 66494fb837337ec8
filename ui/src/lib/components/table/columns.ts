// The columns of a list, declared as data: what a row says in each, and how that is sorted, found,
// narrowed and shown.
import type { Snippet } from 'svelte';
import { day, moment } from '../../dates';

/** As pills have them. */
export type Tone = 'good' | 'wait' | 'warn' | 'bad' | 'neutral' | 'muted';

/** `person`: a name, sorted by the given name. `date` and `moment`: ISO in the row, ours on the
 *  screen. `status`: one of few values. */
export type Kind = 'text' | 'person' | 'number' | 'date' | 'moment' | 'status';
export type Value = string | number | null | undefined;

export type Column<T> = {
  key: string;
  title: string;
  /** What the row says: what is sorted by where it is a number or a day, and what is exported. */
  of: (row: T) => Value;
  kind?: Kind;
  /** What is read, where `of` is not what is read. */
  text?: (row: T) => string;
  /** What is shown of it, where its text begins like all the others: they are told apart by what
   *  comes after. It is searched, sorted and exported whole. */
  short?: (row: T) => string;
  /** How it is drawn, where it is more than its text. */
  cell?: Snippet<[T]>;
  /** What it means: a status with a tone is a pill, any other is coloured. */
  tone?: (row: T) => Tone | '';
  /** Least width in rem; what is left of the window is shared in this proportion. */
  weight?: number;
  /** Whether rows can be narrowed by its values; a status can. */
  few?: boolean;
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  align?: 'start' | 'end';
  /** Whether a long text goes on in a second line: for rows that are high enough. */
  wrap?: boolean;
};

/** What a column says of a row, as it is read. */
export function textOf<T>(column: Column<T>, row: T): string {
  if (column.text) return column.text(row);
  const value = column.of(row);
  if (column.kind === 'date') return day(value as string | null);
  if (column.kind === 'moment') return moment(value as string | null);
  return value === null || value === undefined ? '' : String(value);
}

export function weightOf<T>(column: Column<T>): number {
  const usual = { text: 10, person: 13, number: 6, date: 7.75, moment: 11, status: 9.5 };
  return column.weight ?? usual[column.kind ?? 'text'];
}

export function isFew<T>(column: Column<T>): boolean {
  return column.few ?? column.kind === 'status';
}

export function alignOf<T>(column: Column<T>): 'start' | 'end' {
  return column.align ?? (column.kind === 'number' ? 'end' : 'start');
}
