// Which rows are in sight: only they and a few around them are drawn.

/** Rows drawn above and below those in sight, so that scrolling shows no gaps. */
export const AROUND = 8;

/** Where rows lie below each other. */
export type Rise = {
  rows: number;
  /** Where a row begins; of the number of rows, where the last one ends. */
  start: (row: number) => number;
  /** The row at a place; the number of rows or more below all of them. */
  at: (top: number) => number;
};

/** Rows of one height. */
export function even(rows: number, height: number): Rise {
  return { rows, start: (row) => row * height, at: (top) => Math.floor(top / height) };
}

/** Rows each of its own height. */
export function uneven(heights: readonly number[]): Rise {
  const starts = new Float64Array(heights.length + 1);
  heights.forEach((height, n) => (starts[n + 1] = (starts[n] ?? 0) + height));
  const start = (row: number) => starts[Math.min(row, heights.length)] ?? 0;
  const at = (top: number) => {
    let [low, high] = [0, heights.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (start(middle + 1) <= top) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { rows: heights.length, start, at };
}

export type Sight = { first: number; count: number; before: number; after: number };

/** What is drawn of rows, scrolled to `top` in a box of `room`; and the empty space before and
 *  after. */
export function inSight(rise: Rise, top: number, room: number): Sight {
  const { rows, start, at } = rise;
  const seen = Math.min(at(top), Math.max(0, rows - 1));
  const first = Math.max(0, seen - AROUND);
  const end = Math.min(rows, Math.max(at(top + room - 1), seen) + 1 + AROUND);
  return {
    first,
    count: end - first,
    before: start(first),
    after: start(rows) - start(end),
  };
}

/** Where to scroll so that a row is wholly in sight below the header; where it is, if it is. */
export function scrolledTo(
  rise: Rise,
  row: number,
  top: number,
  room: number,
  head: number,
): number {
  const start = rise.start(row);
  if (start < top) return start;
  const least = rise.start(row + 1) + head - room;
  return least > top ? least : top;
}
