// Pictures as they are kept, and how two of them are compared.
import { crc32, deflateSync } from 'node:zlib';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

export type Picture = { width: number; height: number; data: Uint8Array };

/**
 * A square of the picture: what differs is counted in squares and not in the whole, since a word
 * that changed is lost among two million pixels.
 */
const SQUARE = 64;

/** The share of a square that may differ: forty pixels, less than one word and more than noise. */
export const MAY_DIFFER = 0.01;

export type Difference = {
  /** The share of pixels that differ in the whole picture. */
  whole: number;
  /** The share in the square that differs most. */
  square: number;
};

/**
 * How much what was taken differs from what is kept, edges that were only smoothed otherwise left
 * out. What really differs does so with all colours and with few; a shade that stands for another
 * one this time differs in one of them only. Draws the difference into `into`.
 */
export function difference(
  kept: Picture,
  taken: Picture,
  few = reduced(taken),
  into?: Uint8Array,
): Difference {
  if (kept.width !== taken.width || kept.height !== taken.height) return { whole: 1, square: 1 };
  if (Buffer.compare(kept.data, few.data) === 0) return { whole: 0, square: 0 };
  const [one, other] = [differing(kept, few), differing(kept, taken)];
  if (into) pixelmatch(kept.data, taken.data, into, kept.width, kept.height, { alpha: 0.3 });
  return one.square < other.square ? one : other;
}

/** The shares of pixels that differ between two pictures of one size. */
function differing(kept: Picture, now: Picture): Difference {
  const { width, height } = kept;
  const mask = new Uint8Array(width * height * 4);
  const pixels = pixelmatch(kept.data, now.data, mask, width, height, { diffMask: true });
  const across = Math.ceil(width / SQUARE);
  const squares = new Uint32Array(across * Math.ceil(height / SQUARE));
  for (let at = 0; pixels && at < width * height; at += 1) {
    if (!mask[at * 4 + 3]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    squares[Math.floor(y / SQUARE) * across + Math.floor(x / SQUARE)]! += 1;
  }
  return {
    whole: pixels / (width * height),
    square: squares.reduce((most, n) => Math.max(most, n), 0) / SQUARE ** 2,
  };
}

/**
 * How many colours a kept picture has. A window is flat: its grounds and its inks are exact among
 * twelve, and the smoothed edges of letters take the nearest. So a picture keeps its full size,
 * people can read it in a review, and it is a quarter of what was taken. What is taken loses its
 * colours in the same way before it is compared.
 */
const COLOURS = 12;

const channels = (colour: number) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];

const pixelsOf = ({ width, height, data }: Picture) =>
  new Uint32Array(data.buffer, data.byteOffset, width * height);

/** A function that remembers its last answer: neighbours in a window are mostly alike. */
function runs(of: (colour: number) => number): (colour: number) => number {
  let [last, answer] = [-1, 0];
  return (colour) => {
    if (colour !== last) [last, answer] = [colour, of(colour)];
    return answer;
  };
}

/** How often each colour is there. */
function counted(pixels: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (let from = 0, at = 1; at <= pixels.length; at += 1) {
    const colour = pixels[from]!;
    if (pixels[at] === colour) continue;
    counts.set(colour, (counts.get(colour) ?? 0) + at - from);
    from = at;
  }
  return counts;
}

/** The picture in few colours. */
export function reduced(picture: Picture): Picture {
  const pixels = pixelsOf(picture);
  const stands = chosen(counted(pixels));
  const colourOf = runs((colour) => stands.get(colour)!);
  return { ...picture, data: new Uint8Array(pixels.map(colourOf).buffer) };
}

/**
 * Which colour stands for each: first the most frequent is chosen, then, again and again, the one
 * of which the most is lost, by how often it is there and how far it is from those that are chosen.
 */
function chosen(counts: Map<number, number>): Map<number, number> {
  const all = [...counts]
    .sort(([a, n], [b, m]) => m - n || a - b)
    .map(([colour, count]) => ({ colour, count, far: Infinity, stands: colour }));
  let next = all[0];
  for (let n = 0; n < COLOURS && next && next.far > 0; n += 1) {
    const { colour } = next;
    for (const one of all) {
      const far = distance(one.colour, colour);
      if (far < one.far) Object.assign(one, { far, stands: colour });
    }
    next = all.reduce((most, one) => (one.count * one.far > most.count * most.far ? one : most));
  }
  return new Map(all.map(({ colour, stands }) => [colour, stands]));
}

function distance(one: number, other: number): number {
  const to = channels(other);
  return channels(one).reduce((sum, value, n) => sum + (value - to[n]!) ** 2, 0);
}

/** A reduced picture as it is kept: a PNG with a palette, two pixels a byte. */
export function packed(picture: Picture): Buffer {
  const { width, height } = picture;
  const pixels = pixelsOf(picture);
  const palette = [...counted(pixels).keys()];
  const entry = runs((colour) => palette.indexOf(colour));
  const line = 1 + Math.ceil(width / 2);
  const lines = Buffer.alloc(height * line);
  pixels.forEach((colour, at) => {
    const x = at % width;
    lines[Math.floor(at / width) * line + 1 + (x >> 1)]! |= entry(colour) << (x % 2 ? 0 : 4);
  });
  return png(width, height, palette, lines);
}

/** pngjs reads palettes, but writes none. */
function png(width: number, height: number, palette: number[], lines: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Four bits a pixel, colours of a palette.
  head.set([4, 3], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A picture that was kept or taken. */
export function unpacked(file: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(file);
  // A copy of its own: whole words can be read from it.
  return { width, height, data: new Uint8Array(data) };
}

/** A picture as anybody can look at it, with all of its colours. */
export function whole({ width, height, data }: Picture): Buffer {
  return PNG.sync.write(Object.assign(new PNG({ width, height }), { data: Buffer.from(data) }));
}
