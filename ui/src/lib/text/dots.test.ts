// A template loses the space at the beginning of a block or an element: what joins two things by a dot
// writes the space itself.
import { expect, test } from 'vitest';

const files = import.meta.glob('/src/**/*.svelte', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const lost = /\S\{#if[^}]*\}\s+(<\w+[^>]*>)?\s*·|<(span|small|strong)\b[^>{]*>\s+·/;

test('no dot stands against the word before it', () => {
  const cut = Object.entries(files).filter(([, text]) => lost.test(text as string));
  expect(cut.map(([path]) => path)).toEqual([]);
});
