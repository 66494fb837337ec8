// How pages of paper are looked at, for as long as the window is open.

/** The width of A4 in pixels of the screen at 100 %. */
export const A4 = 794;
/** Sizes in percent to step through. */
const STEPS = [50, 67, 80, 100, 125, 150, 200];

/** Percent of the true size; 0 follows the window. */
export const page = $state({ zoom: 0 });

/** The next size up (1) or down (-1) from one that is shown. */
export function stepped(shown: number, way: 1 | -1): number {
  const further = STEPS.filter((step) => (way > 0 ? step > shown : step < shown));
  return (way > 0 ? further[0] : further.at(-1)) ?? Math.min(Math.max(shown, 50), 200);
}
