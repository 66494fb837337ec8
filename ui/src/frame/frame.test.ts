// The menu, what waits behind its entries, and where the focus goes when a screen opens.
import { fireEvent, render, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import App from '../App.svelte';
import { pretend, sample } from '../lib/ipc/fake';
import { home as sampleHome } from '../lib/ipc/sample/home';
import { status } from '../lib/ipc/sample/saved';
import { go } from '../lib/state.svelte';
import { barriers } from '../lib/testing/barriers';
import { t } from '../lib/text/vi';
import { look } from '../lib/window.svelte';
import { counts, urgent } from './counts';
import { entries, entryOf } from './entries';

const wide = window.innerWidth;
async function resize(width: number) {
  window.innerWidth = width;
  await fireEvent(window, new Event('resize'));
}
afterEach(() => {
  window.innerWidth = wide;
  Object.assign(look, { menu: 'wide', zoom: 100 });
  localStorage.clear();
});
const menu = () =>
  waitFor(() => {
    const found = document.querySelector<HTMLElement>(`nav[aria-label='${t.menu.title}']`);
    if (!found) throw new Error('no menu yet');
    return found;
  });
const named = (name: string) =>
  document.querySelector(`button[aria-label='${name}']`) as HTMLButtonElement;

test('the menu has three groups, and a list stands out while something of it is open', async () => {
  render(App);
  const groups = [...(await menu()).querySelectorAll('section')];
  expect(groups.map((group) => group.getAttribute('aria-label'))).toEqual([
    t.menu.daily,
    t.menu.people,
    t.menu.papers,
  ]);
  go({ name: 'person', unit: 'u1', officer: 'o1' });
  await waitFor(() =>
    expect(document.querySelector('[data-nav=officers]')?.getAttribute('aria-current')).toBe(
      'page',
    ),
  );
  expect(await barriers()).toEqual([]);
});

test('an entry counts what is done there, home counts all, and late ones stand out', () => {
  const groups = [
    { kind: 'scan_missing' as const, count: 27, due: '2026-11-16T01:00:00Z' },
    { kind: 'print' as const, count: 3, due: null },
    { kind: 'on_csdl' as const, count: 8, due: null },
    { kind: 'receive_account' as const, count: 1, due: null },
  ];
  const home = { ...sampleHome, groups };
  expect(counts(home, { ...status, enrolled: true, waiting: 3, returned: 1 })).toEqual({
    home: 39,
    road: 30,
    csdl: 8,
    saved: 4,
  });
  expect(counts(home, { ...status, enrolled: false }).saved).toBeUndefined();
  const calm = { ...status, returned: 0 };
  expect([...urgent(home, calm, '2026-11-20T00:00:00Z')].sort()).toEqual(['home', 'road']);
  expect(urgent(home, calm, '2026-11-10T00:00:00Z').size).toBe(0);
  expect([...urgent(home, { ...status, returned: 1 }, '2026-11-10T00:00:00Z')]).toEqual(['saved']);
});

test('Ctrl and a digit open the entries in the order in which they stand', async () => {
  const { container } = render(App);
  await menu();
  const shown = [...container.querySelectorAll<HTMLElement>('[data-nav]')];
  // A school has no board.
  const ofSchool = entries.filter((entry) => entry !== 'board');
  expect(shown.map((entry) => entry.dataset.nav)).toEqual(ofSchool);
  const digit = String(shown.findIndex((entry) => entry.dataset.nav === 'officers') + 1);
  await fireEvent.keyDown(window, { key: digit, ctrlKey: true });
  await waitFor(() => expect(container.querySelector('[data-screen=officers]')).toBeTruthy());
  expect(entryOf('page')).toBe('minutes');
});

test('a narrow menu keeps its names for the ear and is remembered', async () => {
  const { unmount } = render(App);
  await menu();
  await fireEvent.click(named(t.menu.narrow));
  expect((await menu()).dataset.menu).toBe('narrow');
  const entry = document.querySelector('[data-nav=officers]');
  expect(entry?.textContent).toContain(t.nav.officers);
  expect(await barriers()).toEqual([]);
  await waitFor(() => expect(localStorage.getItem('menu')).toBe('narrow'));
  unmount();
  render(App);
  expect((await menu()).dataset.menu).toBe('narrow');
});

test('where there is no room the menu is narrow, and is lent until a screen opens', async () => {
  render(App);
  expect((await menu()).dataset.menu).toBe('wide');
  await resize(900);
  expect((await menu()).dataset.menu).toBe('narrow');
  await fireEvent.click(named(t.menu.wide));
  expect((await menu()).dataset.menu).toBe('wide');
  go({ name: 'officers' });
  await waitFor(async () => expect((await menu()).dataset.menu).toBe('narrow'));
  expect(look.menu).toBe('wide');
});

test('large text needs the room too', async () => {
  await resize(1092);
  render(App);
  expect((await menu()).dataset.menu).toBe('wide');
  look.zoom = 125;
  await waitFor(async () => expect((await menu()).dataset.menu).toBe('narrow'));
});

test('an opened screen begins at its heading, also where it has to be loaded first', async () => {
  let answer = (_: unknown) => {};
  pretend({ ...sample, person: () => new Promise((resolve) => (answer = resolve)) });
  const { container } = render(App);
  await menu();
  await fireEvent.click(container.querySelector('[data-nav=officers]') as Element);
  await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
  expect(document.activeElement?.textContent).toContain(t.nav.officers);
  go({ name: 'person', unit: 'u1', officer: 'o1' });
  await waitFor(() => expect(container.querySelector('[data-shown=loading]')).toBeTruthy());
  answer(sample.person?.({}));
  await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
});

test('the first Tab offers to go past the menu', async () => {
  const { container } = render(App);
  await menu();
  const first = container.querySelector<HTMLElement>('a, button, input, select');
  expect(first?.textContent).toBe(t.menu.skip);
  await fireEvent.click(first as Element);
  expect(document.activeElement).toBe(container.querySelector('main'));
});

test('the Sở sends nothing to itself: the entry has another name there', async () => {
  pretend({ ...sample, home: () => ({ ...sampleHome, unit_kind: 'department' }) });
  const { container } = render(App);
  await menu();
  const saved = container.querySelector('[data-nav=saved]');
  await waitFor(() => expect(saved?.textContent).toContain(t.savedAtDepartment));
});
