// How wide columns are.

/** Each column has at least its own weight in rem; what the room has beyond that is shared in the
 *  same proportion, so that the whole width is used. */
export function widths(weights: readonly number[], rem: number, room: number): number[] {
  const least = weights.reduce((sum, weight) => sum + weight * rem, 0);
  const factor = least > 0 && room > least ? room / least : 1;
  return weights.map((weight) => weight * rem * factor);
}
