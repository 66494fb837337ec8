// Every colour that text or an edge has, against everything it stands on, in light, dark and with
// more contrast; and the page of the design system, which says these values.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('src/lib/styles/tokens.css', 'utf8');
const usual = css.slice(0, css.indexOf("[data-contrast='more']"));
const more = css.slice(usual.length);

type Looks = Record<string, string>;
function colours(text: string, dark: boolean): Looks {
  const pairs = text.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return Object.fromEntries([...pairs].map(([, name, day, night]) => [name, dark ? night : day]));
}
const looks: Record<string, Looks> = {
  sáng: colours(usual, false),
  tối: colours(usual, true),
  'sáng, tương phản cao': { ...colours(usual, false), ...colours(more, false) },
  'tối, tương phản cao': { ...colours(usual, true), ...colours(more, true) },
};

function light(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** The contrast of two colours, as WCAG counts it. */
function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const grounds = ['paper', 'ground', 'head', 'picked', 'hover'];
const tones = ['good', 'wait', 'warn', 'bad', 'neutral'];
/** Text and what it stands on. */
const texts: [string, string][] = [
  ...grounds.flatMap((on): [string, string][] => [
    ['ink', on],
    ['muted', on],
    ['accent', on],
  ]),
  ['brand-ink', 'brand'],
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-strong'],
  ['ink', 'demo'],
  ['ink', 'bad-soft'],
  ...tones.flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ...grounds.map((on): [string, string] => [tone, on]),
  ]),
];
/** Edges of what can be used, and the ring of the focus. */
const edges: [string, string][] = ['paper', 'ground', 'head'].flatMap((on): [string, string][] => [
  ['edge', on],
  ['focus', on],
]);

function weak(look: Looks, pairs: [string, string][], least: number): string[] {
  return pairs
    .map(([one, on]) => ({
      name: `${one} on ${on}`,
      is: contrast(look[one] ?? '', look[on] ?? ''),
    }))
    .filter(({ is }) => !(is >= least))
    .map(({ name, is }) => `${name}: ${is.toFixed(2)}`);
}

test.each(Object.keys(looks))('text of the look “%s” can be read, and edges be seen', (name) => {
  const look = looks[name] ?? {};
  expect(weak(look, texts, 4.5)).toEqual([]);
  expect(weak(look, edges, 3)).toEqual([]);
});

test('a colour that is hard to read is found', () => {
  expect(weak({ ink: '#8899aa', paper: '#ffffff' }, [['ink', 'paper']], 4.5)).toHaveLength(1);
});

test('the page of the design system says the contrasts as they are', () => {
  const page = readFileSync('../docs/design-system.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` on `([a-z-]+)` +\| (.+?) *\|$/gm)];
  expect(rows.length).toBeGreaterThan(15);
  for (const [, one = '', on = '', said = ''] of rows) {
    const measured = Object.values(looks).map((look) =>
      contrast(look[one] ?? '', look[on] ?? '').toFixed(1),
    );
    const all = said.split(/ *\| */).join(' | ');
    expect(`${one} on ${on}: ${all}`).toBe(`${one} on ${on}: ${measured.join(' | ')}`);
  }
});
