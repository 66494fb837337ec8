// Every screen in its four states, with the longest name, and under axe.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import Board from './features/board/Board.svelte';
import Delegate from './features/handover/Delegate.svelte';
import GiveAccount from './features/handover/GiveAccount.svelte';
import GiveAccounts from './features/handover/GiveAccounts.svelte';
import MinutesList from './features/handover/MinutesList.svelte';
import MinutesPage from './features/handover/MinutesPage.svelte';
import Receipt from './features/handover/Receipt.svelte';
import Import from './features/import/Import.svelte';
import Classes from './features/people/Classes.svelte';
import Officers from './features/people/Officers.svelte';
import PersonScreen from './features/people/Person.svelte';
import Rights from './features/rights/Rights.svelte';
import Road from './features/road/Road.svelte';
import Saved from './features/saved/Saved.svelte';
import Settings from './features/saved/Settings.svelte';
import CsdlTasks from './features/units/CsdlTasks.svelte';
import Documents from './features/units/Documents.svelte';
import Units from './features/units/Units.svelte';
import Verify from './features/verify/Verify.svelte';
import { LONG_NAME, pretend, refused, sample } from './lib/ipc/fake';
import { home } from './lib/ipc/sample/home';
import { barriers } from './lib/testing/barriers';
import { t } from './lib/text/vi';

type Case = {
  name: string;
  /** The command that brings what the screen shows. */
  command: string;
  open: () => { container: HTMLElement };
  shows: string | RegExp;
  empty?: string;
};
const unit = 'u1';
const minutes = 'm1';
const cases: Case[] = [
  {
    name: 'officers',
    command: 'officers',
    open: () => render(Officers, { unit }),
    shows: LONG_NAME,
    empty: t.officers.empty,
  },
  {
    name: 'person',
    command: 'person',
    open: () => render(PersonScreen, { unit, officer: 'o1', own: true }),
    shows: LONG_NAME,
  },
  {
    name: 'classes',
    command: 'classes',
    open: () => render(Classes, { unit, year: 2026 }),
    shows: LONG_NAME,
    empty: t.classes.empty,
  },
  {
    name: 'delegate',
    command: 'offer',
    open: () => render(Delegate, { unit, officer: 'o1' }),
    shows: new RegExp(LONG_NAME),
  },
  {
    name: 'account',
    command: 'account_offer',
    open: () => render(GiveAccount, { unit: 'u2' }),
    shows: /Hoa Sen/,
  },
  {
    name: 'accounts',
    command: 'accounts_offer',
    open: () => render(GiveAccounts),
    shows: LONG_NAME,
  },
  {
    name: 'board',
    command: 'board',
    open: () => render(Board),
    shows: /Nguyễn Bỉnh Khiêm – Bạch Long Vĩ/,
  },
  {
    name: 'minutes',
    command: 'minutes_list',
    open: () => render(MinutesList, { unit }),
    shows: LONG_NAME,
    empty: t.minutes.empty,
  },
  {
    name: 'page',
    command: 'minutes_detail',
    open: () => render(MinutesPage, { unit, minutes }),
    shows: LONG_NAME,
  },
  {
    name: 'receipt',
    command: 'minutes_detail',
    open: () => render(Receipt, { unit, minutes }),
    shows: t.receipt.title,
  },
  {
    name: 'rights',
    command: 'rights',
    open: () => render(Rights, { unit, schoolClass: '' }),
    shows: LONG_NAME,
    empty: t.rights.empty,
  },
  {
    name: 'units',
    command: 'units',
    open: () => render(Units, { unit, wanted: '' }),
    shows: /Hoa Sen/,
  },
  {
    name: 'documents',
    command: 'documents',
    open: () => render(Documents, { unit }),
    shows: /45\/QĐ-THCSĐG/,
    empty: t.documents.empty,
  },
  {
    name: 'csdl',
    command: 'csdl_tasks',
    open: () => render(CsdlTasks, { unit }),
    shows: 'gv.duong',
    empty: t.csdl.empty,
  },
  {
    name: 'verify',
    command: 'trusted',
    open: () => render(Verify),
    shows: /Ban Cơ yếu/,
    empty: t.verify.trustedEmpty,
  },
  {
    name: 'import',
    command: 'imports',
    open: () => render(Import, {}),
    shows: /can bo.xlsx/,
  },
  {
    name: 'road',
    command: 'minutes_list',
    open: () => render(Road, { home }),
    shows: LONG_NAME,
  },
  {
    name: 'settings',
    command: 'has_pin',
    open: () => render(Settings),
    shows: t.settings.pinNew,
  },
  {
    name: 'saved',
    command: 'sync_status',
    open: () => render(Saved),
    shows: /Thêm lớp/,
  },
];

describe.each(cases)('$name', ({ open, command, shows }) => {
  test('shows what there is, and shuts nobody out', async () => {
    open();
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
    expect(await barriers()).toEqual([]);
  });
  test('says that it is loading', async () => {
    pretend({ ...sample, [command]: () => new Promise(() => {}) });
    const { container } = open();
    await waitFor(() => expect(container.querySelector('[data-shown=loading]')).toBeTruthy());
  });
  test('says why it cannot show anything, with a code, and tries again when asked', async () => {
    let broken = true;
    pretend({
      ...sample,
      [command]: (args) => (broken ? Promise.reject(refused) : sample[command]?.(args)),
    });
    open();
    expect(await screen.findByText(refused.sentence)).toBeTruthy();
    expect(screen.getByText(refused.number)).toBeTruthy();
    broken = false;
    await fireEvent.click(screen.getByText(t.again));
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
  });
});

describe.each(cases.filter((one) => one.empty))('$name', ({ open, command, empty }) => {
  test('says that there is nothing yet', async () => {
    pretend({ ...sample, [command]: () => [] });
    open();
    expect(await screen.findByText(empty ?? '')).toBeTruthy();
    expect(await barriers()).toEqual([]);
  });
});
