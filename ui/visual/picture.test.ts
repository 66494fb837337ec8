// The comparison finds what people would find, and nothing else.
import { expect, test } from 'vitest';
import { difference, MAY_DIFFER, packed, type Picture, reduced, unpacked } from './picture';

type Rgb = [number, number, number];
const [GROUND, INK, EDGE]: Rgb[] = [
  [243, 246, 249],
  [18, 74, 122],
  [130, 160, 185],
] as const as unknown as Rgb[];

/** A window with a button whose edge is smoothed. */
function windowWith(button: { x: number; y: number; width: number; edge?: Rgb }): Picture {
  const [width, height] = [640, 360];
  const data = new Uint8Array(width * height * 4).fill(255);
  const paint = (x: number, y: number, rgb: Rgb) => data.set(rgb, (y * width + x) * 4);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) paint(x, y, GROUND!);
  const [right, bottom] = [button.x + button.width, button.y + 24];
  for (let y = button.y; y < bottom; y += 1)
    for (let x = button.x; x < right; x += 1) {
      const smoothed = x === button.x || x === right - 1;
      paint(x, y, smoothed ? (button.edge ?? EDGE!) : INK!);
    }
  return { width, height, data };
}
const usual = { x: 40, y: 40, width: 96 };
const kept = unpacked(packed(reduced(windowWith(usual))));

test('a picture that is kept and read again is the one that was taken', () => {
  expect(Buffer.compare(kept.data, windowWith(usual).data)).toBe(0);
  expect(difference(kept, windowWith(usual))).toEqual({ whole: 0, square: 0 });
});

test.each([
  ['a button that moved by eight points', { ...usual, x: 48 }],
  ['a button that is four points wider', { ...usual, width: 100 }],
  ['a button that moved by one line', { ...usual, y: 42 }],
])('%s is found', (_, button) => {
  const found = difference(kept, windowWith(button));
  expect(found.square).toBeGreaterThan(MAY_DIFFER);
  expect(found.whole).toBeGreaterThan(0);
});

test('another colour is found', () => {
  const other = windowWith(usual);
  const pixels = new Uint32Array(other.data.buffer);
  const ink = pixels[50 * other.width + 60];
  pixels.forEach((colour, at) => {
    if (colour === ink) pixels[at] = 0xff1a1aa1;
  });
  expect(difference(kept, other).square).toBeGreaterThan(MAY_DIFFER);
});

test('edges that were smoothed otherwise are not', () => {
  const noisy = windowWith({ ...usual, edge: [100, 140, 170] });
  expect(Buffer.compare(noisy.data, kept.data)).not.toBe(0);
  expect(difference(kept, noisy).square).toBeLessThanOrEqual(MAY_DIFFER);
});

test('another size is another picture', () => {
  const small = { width: 320, height: 180, data: new Uint8Array(320 * 180 * 4) };
  expect(difference(kept, small)).toEqual({ whole: 1, square: 1 });
});

test('twelve colours stand for all: grounds and inks are exact, a rare one of its own is kept', () => {
  const colourful = windowWith(usual);
  // A gradient takes two hundred colours, a red mark a few points.
  for (let n = 0; n < 200; n += 1) colourful.data.set([n, n, n], (300 * 640 + n) * 4);
  for (let n = 0; n < 30; n += 1) colourful.data.set([220, 20, 20], (200 * 640 + n) * 4);
  const few = unpacked(packed(reduced(colourful)));
  const colour = (at: number) => [...few.data.slice(at * 4, at * 4 + 3)];
  expect(new Set(new Uint32Array(few.data.buffer)).size).toBe(12);
  expect(colour(0)).toEqual(GROUND);
  expect(colour(50 * 640 + 60)).toEqual(INK);
  expect(colour(200 * 640)).toEqual([220, 20, 20]);
});
