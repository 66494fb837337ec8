// Rows that are chosen: one, a range, all that are shown.

export type Picked = ReadonlySet<string>;

export const NONE: Picked = new Set();

/** A set with ids added or taken out. */
export function withPicked(picked: Picked, ids: readonly string[], on: boolean): Picked {
  const after = new Set(picked);
  for (const id of ids) {
    if (on) after.add(id);
    else after.delete(id);
  }
  return after;
}

/** The ids between two rows, both with them, in whichever order they stand; of those that can be
 *  chosen. */
export function between(
  ids: readonly string[],
  one: number,
  other: number,
  able: readonly string[] = ids,
): readonly string[] {
  const can = new Set(able);
  return ids.slice(Math.min(one, other), Math.max(one, other) + 1).filter((id) => can.has(id));
}

/** Whether all, some or none of the rows are chosen. */
export function share(picked: Picked, ids: readonly string[]): 'all' | 'some' | 'none' {
  const count = ids.reduce((sum, id) => sum + Number(picked.has(id)), 0);
  if (count === 0) return 'none';
  return count === ids.length ? 'all' : 'some';
}
