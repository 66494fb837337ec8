// Every component stands in the catalogue: by itself, or as a part of one that does.
import { render } from '@testing-library/svelte';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Component } from 'svelte';
import { expect, test } from 'vitest';
import { barriers } from '../lib/testing/barriers';
import Catalogue from './Catalogue.svelte';
import Deeds from './Deeds.svelte';
import Fields from './Fields.svelte';
import Signs from './Signs.svelte';

/** What files come along with one: what it imports, and what that imports. */
function along(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
    const plain = join(dirname(file), path);
    const found = [plain, `${plain}.ts`].find(
      (one) => /\.(svelte|ts)$/.test(one) && existsSync(one),
    );
    if (found) along(found, known);
  }
  return known;
}
const missing = (from: string) => {
  const shown = along(from);
  const folder = 'src/lib/components';
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.svelte') && !shown.has(join(folder, file)),
  );
};

test('every component stands in the catalogue', () => {
  expect(missing('src/catalogue/Catalogue.svelte'), 'add a Specimen to src/catalogue').toEqual([]);
  // The question itself can fail: the signs alone do not show the dialog.
  expect(missing('src/catalogue/Signs.svelte')).toContain('Dialog.svelte');
});

test('the page of the design system names every specimen and every picture is there', () => {
  const page = readFileSync('../docs/design-system.md', 'utf8');
  const groups = ['Signs', 'Fields', 'Deeds', 'Lists'].map((group) =>
    readFileSync(`src/catalogue/${group}.svelte`, 'utf8'),
  );
  const names = [...groups.join('').matchAll(/<Specimen\s+name="(\w+)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !page.includes(`**${name}**`))).toEqual([]);
  const pictures = [...page.matchAll(/\]\(([^)]+\.png)\)/g)].map(([, path]) => path);
  expect(pictures.filter((path) => !existsSync(join('../docs', path ?? '')))).toEqual([]);
});

test('looks stand beside each other or one at a time', () => {
  const { container, unmount } = render(Catalogue);
  expect(container.querySelectorAll('[data-look]')).toHaveLength(3);
  unmount();
  history.replaceState(null, '', '?look=dark-more');
  const one = render(Catalogue).container;
  history.replaceState(null, '', '?');
  expect(
    [...one.querySelectorAll<HTMLElement>('[data-look]')].map((el) => ({ ...el.dataset })),
  ).toEqual([{ look: 'dark-more', contrast: 'more' }]);
  expect(document.documentElement.dataset.theme).toBe('dark');
}, 60_000);

test.each([
  ['signs', Signs, {}],
  ['fields', Fields, { at: 'one' }],
  ['deeds', Deeds, { at: 'one' }],
] as const)(
  'the %s of the catalogue shut nobody out',
  async (_, Group, props) => {
    render(Group as Component<Record<string, unknown>>, props);
    expect(await barriers()).toEqual([]);
  },
  60_000,
);
