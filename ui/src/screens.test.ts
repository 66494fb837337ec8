// Every screen in its four states, with the longest name, with five thousand rows, and under axe.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import type { Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import App from './App.svelte';
import Delegate from './features/handover/Delegate.svelte';
import GiveAccount from './features/handover/GiveAccount.svelte';
import Import from './features/import/Import.svelte';
import Road from './features/road/Road.svelte';
import Settings from './features/saved/Settings.svelte';
import MinutesList from './features/handover/MinutesList.svelte';
import MinutesPage from './features/handover/MinutesPage.svelte';
import Receipt from './features/handover/Receipt.svelte';
import Classes from './features/people/Classes.svelte';
import Officers from './features/people/Officers.svelte';
import PersonScreen from './features/people/Person.svelte';
import Rights from './features/rights/Rights.svelte';
import Saved from './features/saved/Saved.svelte';
import CsdlTasks from './features/units/CsdlTasks.svelte';
import Verify from './features/verify/Verify.svelte';
import Documents from './features/units/Documents.svelte';
import Units from './features/units/Units.svelte';
import { forgetAll } from './lib/kept.svelte';
import { LONG_NAME, pretend, refused, sample } from './lib/ipc/fake';
import { go } from './lib/state.svelte';
import { t } from './lib/text/vi';

beforeAll(() => {
  // jsdom lays nothing out: what observes sizes is told nothing.
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
beforeEach(() => {
  forgetAll();
  go({ name: 'home' });
});
afterEach(cleanup);

type Case = {
  name: string;
  screen: Component<any>;
  props: Record<string, unknown>;
  command: string;
  shows: string | RegExp;
  empty?: string;
};
const unit = 'u1';
const cases: Case[] = [
  {
    name: 'officers',
    screen: Officers,
    props: { unit },
    command: 'officers',
    shows: LONG_NAME,
    empty: t.officers.empty,
  },
  {
    name: 'person',
    screen: PersonScreen,
    props: { unit, officer: 'o1', own: true },
    command: 'person',
    shows: LONG_NAME,
  },
  {
    name: 'classes',
    screen: Classes,
    props: { unit },
    command: 'classes',
    shows: LONG_NAME,
    empty: t.classes.empty,
  },
  {
    name: 'delegate',
    screen: Delegate,
    props: { unit, officer: 'o1' },
    command: 'offer',
    shows: new RegExp(LONG_NAME),
  },
  {
    name: 'account',
    screen: GiveAccount,
    props: { unit: 'u2' },
    command: 'account_offer',
    shows: /Hoa Sen/,
  },
  {
    name: 'minutes',
    screen: MinutesList,
    props: { unit },
    command: 'minutes_list',
    shows: LONG_NAME,
    empty: t.minutes.empty,
  },
  {
    name: 'page',
    screen: MinutesPage,
    props: { unit, minutes: 'm1' },
    command: 'minutes_detail',
    shows: LONG_NAME,
  },
  {
    name: 'receipt',
    screen: Receipt,
    props: { unit, minutes: 'm1' },
    command: 'minutes_detail',
    shows: t.receipt.title,
  },
  {
    name: 'rights',
    screen: Rights,
    props: { unit, schoolClass: '' },
    command: 'rights',
    shows: LONG_NAME,
    empty: t.rights.empty,
  },
  { name: 'units', screen: Units, props: { unit, wanted: '' }, command: 'units', shows: /Hoa Sen/ },
  {
    name: 'documents',
    screen: Documents,
    props: { unit },
    command: 'documents',
    shows: /45\/QĐ-THCSĐG/,
    empty: t.documents.empty,
  },
  {
    name: 'csdl',
    screen: CsdlTasks,
    props: { unit },
    command: 'csdl_tasks',
    shows: 'gv.duong',
    empty: t.csdl.empty,
  },
  {
    name: 'verify',
    screen: Verify,
    props: {},
    command: 'trusted',
    shows: /Ban Cơ yếu/,
    empty: t.verify.trustedEmpty,
  },
  { name: 'import', screen: Import, props: {}, command: 'imports', shows: /can bo.xlsx/ },
  {
    name: 'road',
    screen: Road,
    props: { home: sample.home?.({}) },
    command: 'minutes_list',
    shows: LONG_NAME,
  },
  { name: 'settings', screen: Settings, props: {}, command: 'has_pin', shows: t.settings.pinNew },
  { name: 'saved', screen: Saved, props: {}, command: 'sync_status', shows: /Thêm lớp/ },
];

/** Findings that shut somebody out. Contrast is measured in the real window, where there are colours. */
async function barriers(): Promise<string[]> {
  const { violations } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}

describe.each(cases)('$name', ({ screen: Screen, props, command, shows, empty }) => {
  test('shows what there is, and shuts nobody out', async () => {
    pretend(sample);
    render(Screen, props);
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
    expect(await barriers()).toEqual([]);
  });
  test('says that it is loading', async () => {
    pretend({ ...sample, [command]: () => new Promise(() => {}) });
    const { container } = render(Screen, props);
    await waitFor(() => expect(container.querySelector('[data-shown=loading]')).toBeTruthy());
  });
  test('says why it cannot show anything, with a code, and tries again when asked', async () => {
    let broken = true;
    pretend({
      ...sample,
      [command]: (args) => (broken ? Promise.reject(refused) : sample[command]?.(args)),
    });
    render(Screen, props);
    expect(await screen.findByText(refused.sentence)).toBeTruthy();
    expect(screen.getByText(refused.number)).toBeTruthy();
    broken = false;
    await fireEvent.click(screen.getByText(t.again));
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
  });
});

describe.each(cases.filter((one) => one.empty))(
  '$name',
  ({ screen: Screen, props, command, empty }) => {
    test('says that there is nothing yet', async () => {
      pretend({ ...sample, [command]: () => [] });
      render(Screen, props);
      expect(await screen.findByText(empty ?? '')).toBeTruthy();
      expect(await barriers()).toEqual([]);
    });
  },
);

test('five thousand people are a screenful of rows, and a search without marks finds one', async () => {
  const [one] = sample.officers?.({}) as [Record<string, unknown>];
  const many = Array.from({ length: 5000 }, (_, n) => ({
    ...one,
    id: `o${n}`,
    code: `GV${n}`,
    name: `Lê Văn ${n}`,
    folded: `le van ${n} gv${n}`,
  }));
  pretend({ ...sample, officers: () => [...many, { ...one, id: 'last' }] });
  const { container } = render(Officers, { unit });
  await screen.findByText('Lê Văn 0');
  expect(screen.getByText(`5001 ${t.officers.count}`)).toBeTruthy();
  expect(container.querySelectorAll('tbody tr').length).toBeLessThan(60);
  await fireEvent.input(screen.getByLabelText(t.officers.search), {
    target: { value: 'thuy duong' },
  });
  expect(await screen.findByText(LONG_NAME)).toBeTruthy();
  expect(container.querySelectorAll('tbody tr.one')).toHaveLength(1);
});

test('the frame says offline in the footer and keeps the unit in the title', async () => {
  pretend({
    ...sample,
    sync_status: () => ({ ...(sample.sync_status?.({}) as object), reachable: false }),
  });
  const { container } = render(App);
  await waitFor(() =>
    expect(container.querySelector('footer')?.textContent).toContain(t.saved.offline),
  );
  expect(document.title).toContain('Đằng Giang');
  expect(await barriers()).toEqual([]);
});

test('Ctrl+K finds a person and opens them with Enter', async () => {
  pretend(sample);
  render(App);
  await screen.findByText(t.nav.officers);
  await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
  const field = await screen.findByPlaceholderText(t.palette.title);
  await fireEvent.input(field, { target: { value: 'thuy' } });
  await waitFor(() => expect(document.getElementById('palette-0')).toBeTruthy());
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(await screen.findByText(t.person.details)).toBeTruthy();
});

test('what was typed for a person is still there after looking elsewhere, and gone when the screen locks', async () => {
  pretend(sample);
  const first = render(Delegate, { unit, officer: 'o1' });
  await fireEvent.click(await screen.findByText(t.next));
  await fireEvent.click(screen.getByLabelText(/Thư viện/));
  first.unmount();
  const second = render(Delegate, { unit, officer: 'o1' });
  expect(((await screen.findByLabelText(/Thư viện/)) as HTMLInputElement).checked).toBe(true);
  second.unmount();
  forgetAll();
  render(Delegate, { unit, officer: 'o1' });
  expect(await screen.findByText(t.delegate.classes)).toBeTruthy();
});

test('what the bridge cannot read is told in our words, and never in its own', async () => {
  pretend({
    ...sample,
    officers: () =>
      Promise.reject('invalid args `unit` for command `officers`: UUID parsing failed'),
  });
  render(Officers, { unit: 'không phải mã' });
  expect(await screen.findByText('BG-NHAP-010')).toBeTruthy();
  expect(screen.queryByText(/UUID/)).toBeNull();
});

test('ticks stay when their rows scroll out of sight', async () => {
  const [one] = sample.minutes_list?.({}) as [Record<string, unknown>];
  pretend({
    ...sample,
    minutes_list: () =>
      Array.from({ length: 310 }, (_, n) => ({ ...one, id: `m${n}`, receiver: `Lê Văn ${n}` })),
  });
  const { container } = render(MinutesList, { unit });
  await screen.findByText('Lê Văn 0');
  await fireEvent.click(container.querySelector('#choose-all') as HTMLElement);
  await fireEvent.click(screen.getByLabelText('Lê Văn 1'));
  expect(screen.getByText(`309 ${t.minutes.chosen}`)).toBeTruthy();
});

test('what cannot be chosen says why', async () => {
  pretend(sample);
  render(Delegate, { unit, officer: 'o1' });
  expect(await screen.findByText(/lớp của Trần Thị Lan/)).toBeTruthy();
});

test('a signed file that is dropped is checked at once, and what does not hold is said with its code', async () => {
  const uploads: unknown[] = [];
  pretend({ ...sample, upload: (args) => void uploads.push(args) });
  const { container } = render(Verify, {});
  // jsdom's files cannot be read in parts.
  const file = Object.assign(new File(['%PDF-1.7'], 'bien-ban.pdf'), {
    slice: () => ({ arrayBuffer: async () => new ArrayBuffer(8) }),
  });
  await fireEvent.drop(container.querySelector('.drop')!, { dataTransfer: { files: [file] } });
  // Twice: two authorities may be unknown at once.
  expect((await screen.findAllByText(/BG-KYSO-007/)).length).toBe(2);
  expect(uploads.length).toBe(1);
  expect(container.querySelector('[data-verdict=fails]')).toBeTruthy();
  expect(await barriers()).toEqual([]);
});
