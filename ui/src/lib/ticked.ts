// Ticks of rows that scroll: lists of which only some rows are drawn cannot bind to a group.

/** A list of ids with one of them added or taken out. */
export function ticked(chosen: string[], id: string, on: boolean): string[] {
  const others = chosen.filter((one) => one !== id);
  return on ? [...others, id] : others;
}
