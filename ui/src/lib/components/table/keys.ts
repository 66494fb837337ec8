// What keys do in a list, apart from how it is drawn.
import { moved, type Place } from '../../grid';

export type Asks =
  { to: Place; range: boolean } | { act: 'pick' | 'pickAll' | 'sort' | 'open' | 'enter' | 'leave' };
type Pressed = { key: string; ctrlKey: boolean; shiftKey: boolean };
type Where = {
  /** The cell; the header is row -1. */
  at: Place;
  rows: number;
  columns: number;
  /** Rows of a page. */
  page: number;
  /** Whether the focus is on something within the cell. */
  inside: boolean;
  /** Whether the cell holds the acts of a row, which are reached by Enter. */
  acts: boolean;
};

/** What a key asks for, or nothing. */
export function asksFor(pressed: Pressed, where: Where): Asks | null {
  const { key, ctrlKey, shiftKey } = pressed;
  const { at, inside } = where;
  if (inside && key === 'Escape') return { act: 'leave' };
  if (inside && !key.startsWith('Arrow')) return null;
  if (ctrlKey && key.toLowerCase() === 'a') return { act: 'pickAll' };
  if (key === ' ') return { act: at.row < 0 ? 'sort' : 'pick' };
  if (key === 'F2') return { act: 'enter' };
  if (key === 'Enter') return { act: at.row < 0 ? 'sort' : where.acts ? 'enter' : 'open' };
  const size = { row: where.rows + 1, column: where.columns };
  const to = moved(key, ctrlKey, { row: at.row + 1, column: at.column }, size, where.page);
  return to && { to: { row: to.row - 1, column: to.column }, range: shiftKey && key !== 'Home' };
}
