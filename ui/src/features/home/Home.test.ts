// Home: what can be done now, counted, and what waits for others.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { home } from '../../lib/ipc/sample/home';
import { units } from '../../lib/ipc/sample/units';
import { here } from '../../lib/state.svelte';
import { barriers } from '../../lib/testing/barriers';
import { t } from '../../lib/text/vi';
import Home from './Home.svelte';

const press = (container: HTMLElement, css: string) =>
  fireEvent.click(container.querySelector(css) as Element);

test('tasks are counted by kind, and a press opens what it counts', async () => {
  pretend(sample);
  const { container } = render(Home, { home });
  const scans = container.querySelector('[data-task=scan_missing]');
  expect(scans?.getAttribute('data-count')).toBe('27');
  expect(scans?.textContent).toContain('16/11/2026');
  await press(container, '[data-task=scan_missing]');
  expect(here.screen).toEqual({ name: 'road', stop: 'scan' });
  await press(container, '[data-task=class_without_minutes]');
  expect(here.screen).toEqual({ name: 'delegate', officer: 'o1' });
  await press(container, '[data-task=unit_without_account]');
  expect(here.screen).toEqual({ name: 'accounts' });
  await press(container, '[data-next]');
  expect(here.screen).toEqual({ name: 'road', stop: 'printed' });
});

test('what has no screen for all of a kind is unfolded in place', async () => {
  pretend(sample);
  const two = ['6A2', '6A3'].map((about) => ({
    kind: 'class_without_teacher' as const,
    about,
    due: null,
    minutes: null,
    class: about,
    officer: null,
    csdl: null,
    unit: null,
  }));
  const groups = [{ kind: 'class_without_teacher' as const, count: 2, due: null }];
  const { container } = render(Home, { home: { ...home, groups, tasks: two } });
  await press(container, '[data-task=class_without_teacher]');
  expect(container.querySelectorAll('[data-unfolded] button')).toHaveLength(2);
  await press(container, '[data-unfolded] button');
  expect(here.screen).toEqual({ name: 'classes' });
});

test('home shuts nobody out', async () => {
  pretend(sample);
  render(Home, { home });
  expect(await barriers()).toEqual([]);
}, 20_000);

test('what waits for others is said as such', () => {
  pretend(sample);
  render(Home, { home });
  expect(screen.getByText('Chờ UBND phường Lê Chân bàn giao tài khoản')).toBeTruthy();
  expect(screen.getByText('Chờ văn thư')).toBeTruthy();
});

test('drafts are drafts, and nobody is said to have none', () => {
  pretend(sample);
  const funnel = { people: 20, signed: 0, printed: 0, drafted: 20, not_made: 0 };
  const { container } = render(Home, { home: { ...home, funnel } });
  expect(container.querySelector('[data-drafted="20"]')).toBeTruthy();
  expect(container.querySelector('[data-funnel]')?.textContent).not.toContain(t.home.notMade);
});

test('nothing to do is said', () => {
  pretend(sample);
  render(Home, { home: { ...home, groups: [], tasks: [], waits: [] } });
  expect(screen.getByText(t.home.none)).toBeTruthy();
});

test('what was signed and is done everywhere fills every bar of the path', () => {
  pretend(sample);
  const path = home.path.map((station) => ({
    ...station,
    count: station.stop === 'signed' ? 20 : 0,
  }));
  const { container } = render(Home, { home: { ...home, path, next: null } });
  const bars = [...container.querySelectorAll<HTMLElement>('[data-gone]')];
  expect(bars.map(({ dataset }) => dataset.gone)).toEqual(path.map(() => '100%'));
});

const begun = (more: Partial<typeof home>) => ({
  ...home,
  teaches: false,
  funnel: { people: 0, signed: 0, printed: 0, drafted: 0, not_made: 0 },
  path: home.path.map((station) => ({ ...station, count: 0 })),
  groups: [],
  tasks: [],
  waits: [],
  next: null,
  ...more,
});
const primary = (container: HTMLElement) =>
  [...container.querySelectorAll('button.primary')].map((button) => button.textContent?.trim());

test('the first home of the Sở and of a commune says the three steps, the first of them first', async () => {
  pretend({
    ...sample,
    board: () => ({ unit: 'u', kind: 'department', on: '2026-11-28', rows: [] }),
  });
  const { container, rerender } = render(Home, {
    home: begun({ unit_kind: 'department', enrolled: false }),
  });
  for (const step of t.home.stepsOfDepartment) expect(screen.getByText(step)).toBeTruthy();
  expect(primary(container)).toEqual([t.home.stepsOfDepartment[0]]);
  expect(screen.queryByText(t.home.none)).toBeNull();
  expect(screen.getByText(t.home.noServer, { exact: false })).toBeTruthy();
  await fireEvent.click(screen.getByText(t.home.stepsOfDepartment[0]));
  expect(here.screen).toEqual({ name: 'units', making: true });
  const waiting = home.path.map((station) => ({
    ...station,
    count: station.stop === 'list' ? 20 : 0,
  }));
  await rerender({ home: begun({ unit_kind: 'commune', path: waiting, next: 'list' }) });
  const steps = container.querySelector('[data-steps]') as HTMLElement;
  expect(primary(steps)).toEqual([t.home.stepsOfCommune[1]]);
  expect(container.querySelector('[data-next]')).toBeNull();
});

test('at the Sở a step that is done is ticked, and the second waits for a school or is passed over', async () => {
  let below = [{ ...units[0], parent_id: home.unit, kind: 'commune' }];
  pretend({ ...sample, units: () => below });
  const path = home.path.map((at) => ({ ...at, count: at.stop === 'list' ? 114 : 0 }));
  const so = begun({ unit_kind: 'department', path, next: 'list' });
  const { container } = render(Home, { home: so });
  const steps = () => container.querySelector('[data-steps]') as HTMLElement;
  const ticked = () => steps().querySelectorAll('svg').length;
  expect(primary(steps())).toEqual([expect.stringContaining(t.home.stepsOfDepartment[1])]);
  expect(ticked()).toBe(1);
  await fireEvent.click(screen.getByText(t.home.passOver));
  expect(primary(steps())).toEqual([expect.stringContaining(t.home.stepsOfDepartment[2])]);
  expect(ticked()).toBe(1);
  below = [...below, { ...units[0], parent_id: home.unit, kind: 'school' }];
  here.changes += 1;
  await waitFor(() => expect(ticked()).toBe(2));
});

test('while the first steps stand there, nobody is told that nothing is left to do', () => {
  pretend(sample);
  render(Home, { home: begun({ waits: home.waits }) });
  expect(screen.queryByText(t.home.none)).toBeNull();
  expect(screen.getByText('Chờ văn thư')).toBeTruthy();
});
