// Which rows are in sight: only they and a few around them are drawn.

/** Rows drawn above and below those in sight, so that scrolling shows no gaps. */
export const AROUND = 8;

export type Sight = { first: number; count: number; before: number; after: number };

/** What is drawn of so many rows of one height, scrolled to `top` in a box of `room`; and the empty
 *  space before and after. */
export function inSight(rows: number, height: number, top: number, room: number): Sight {
  const last = Math.max(0, rows - 1);
  const first = Math.max(0, Math.min(Math.floor(top / height), last) - AROUND);
  const count = Math.min(rows - first, Math.ceil(room / height) + 2 * AROUND);
  return { first, count, before: first * height, after: (rows - first - count) * height };
}

/** Where to scroll so that a row is wholly in sight below the header; where it is, if it is. */
export function scrolledTo(
  row: number,
  height: number,
  top: number,
  room: number,
  head: number,
): number {
  const start = row * height;
  if (start < top) return start;
  const least = start + height + head - room;
  return least > top ? least : top;
}
