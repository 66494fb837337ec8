// The road: one stop at a time, everything on it chosen, and numbers shown before they are given.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { day, today } from '../../lib/dates';
import { pretend, refused, sample } from '../../lib/ipc/fake';
import { minutesRow, numbersAhead } from '../../lib/ipc/sample/handover';
import { home } from '../../lib/ipc/sample/home';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import Road from './Road.svelte';

const paper = { ...minutesRow, route: 'paper' as const };
/** Numbers of a pile from the first that somebody says. */
const ahead = ({ pile, first }: Record<string, unknown>) => ({
  rows: (pile as [string, string][]).map(([unit, minutes], n) => {
    const number = first ? Number(first) + n : null;
    const shown = number && `${number}/BB-X`;
    return { sheet: { unit, minutes, number }, receiver: paper.receiver, shown };
  }),
  first,
  open: true,
  last: 14,
});
const late = { ...paper, id: 'm2', receiver: 'Lê Thị Yến', stops: ['draft' as const] };

test('a stop shows what waits at it alone, and every number opens what it counts', async () => {
  pretend({ ...sample, minutes_list: () => [late, paper] });
  const { container } = render(Road, { home, wanted: 'printed' });
  expect(await screen.findByRole('checkbox', { name: /DƯƠNG/ })).toBeTruthy();
  expect(screen.queryByText('Lê Thị Yến')).toBeNull();
  const counts = [...container.querySelectorAll('[data-stop]')].map((one) => [
    one.getAttribute('data-stop'),
    one.getAttribute('data-count'),
  ]);
  expect(counts).toEqual(home.path.map(({ stop, count }) => [stop, `${count}`]));
});

test('a stop at which nothing waits any more gives way to the next', async () => {
  pretend({ ...sample, minutes_list: () => [late, paper] });
  const { container } = render(Road, { home, wanted: 'draft' });
  await screen.findByRole('checkbox', { name: /DƯƠNG/ });
  expect(container.querySelector('[data-road]')?.getAttribute('data-road')).toBe('printed');
});

test('the numbers that were shown are given in the act that records the signing', async () => {
  const asked: unknown[] = [];
  pretend({
    ...sample,
    minutes_list: () => [paper],
    record_signings: (args) => {
      asked.push(args);
      return { recorded: ['m1'], numbered: ['m1'], failed: [], cancelled: false };
    },
  });
  const { container } = render(Road, { home, wanted: 'printed' });
  await screen.findByText('05/BB-THCSĐG');
  const field = (css: string) => container.querySelector(css) as HTMLInputElement;
  await fireEvent.input(field('#many-date'), { target: { value: '09/11/2026' } });
  await fireEvent.input(field('#many-password'), { target: { value: 'cây phượng' } });
  await fireEvent.click(field('#record-many'));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toEqual({
    pile: [numbersAhead.rows[0]?.sheet],
    dateOnPaper: '2026-11-09',
    password: 'cây phượng',
  });
  await waitFor(() =>
    expect(container.querySelector('[data-recorded]')?.textContent).toContain('đã cấp 1 số'),
  );
});

test('who was unticked stays so after the others are recorded, and nothing is filled in for them', async () => {
  const absent = { ...paper, id: 'm9', receiver: 'Lê Thị Yến' };
  let waiting = [absent, paper];
  pretend({
    ...sample,
    minutes_list: () => waiting,
    numbers_ahead: ahead,
    record_signings: () => {
      waiting = [absent];
      return { recorded: ['m1'], numbered: ['m1'], failed: [], cancelled: false };
    },
  });
  const { container } = render(Road, { home, wanted: 'printed' });
  const box = () => screen.findByRole<HTMLInputElement>('checkbox', { name: /Yến/ });
  await fireEvent.click(await box());
  const field = (css: string) => container.querySelector(css) as HTMLInputElement;
  await waitFor(() => expect(field('#many-first')).toBeTruthy());
  await fireEvent.input(field('#many-first'), { target: { value: '15' } });
  await screen.findByText('15/BB-X');
  await fireEvent.input(field('#many-password'), { target: { value: 'cây phượng' } });
  await fireEvent.click(field('#record-many'));
  await waitFor(() => expect(container.querySelector('[data-recorded]')).toBeTruthy());
  here.changes += 1;
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: /DƯƠNG/ })).toBeNull());
  expect((await box()).checked).toBe(false);
  expect(container.querySelector('#record-many')).toBeNull();
  await fireEvent.click(await box());
  await waitFor(() => expect(field('#many-password')).toBeTruthy());
  expect(field('#many-password').value).toBe('');
  await waitFor(() => expect(field('#many-first').value).toBe(''));
});

test('after numbers were given the road goes on to the list that they are written from, unless it was stopped', async () => {
  const given = { recorded: [], numbered: ['m1'], failed: [], cancelled: true };
  const asked: unknown[] = [];
  pretend({
    ...sample,
    minutes_list: () => [{ ...paper, stops: ['number'] }],
    numbers_ahead: ahead,
    give_numbers: (args) => asked.push(args) && { ...given, cancelled: asked.length < 2 },
  });
  here.screen = { name: 'road', stop: 'number' };
  const { container } = render(Road, { home, wanted: 'number' });
  const field = (css: string) => container.querySelector(css) as HTMLInputElement;
  await waitFor(() => expect(field('#number-first')).toBeTruthy());
  await fireEvent.input(field('#number-first'), { target: { value: '15' } });
  await screen.findByText('15/BB-X');
  await fireEvent.click(field('#number-many'));
  await waitFor(() => expect(field('[data-recorded]').textContent).toContain(t.batch.stopped));
  expect(here.screen).toEqual({ name: 'road', stop: 'number' });
  expect(field('#number-first').value).toBe('15');
  await fireEvent.click(field('#number-many'));
  await waitFor(() => expect(here.screen).toEqual({ name: 'road', stop: 'scan' }));
  expect(field('#number-first').value).toBe('');
});

test('of the general register the first number is typed, and the others follow', async () => {
  const firsts: unknown[] = [];
  pretend({
    ...sample,
    minutes_list: () => [{ ...paper, stops: ['number'] }],
    numbers_ahead: (args) => {
      firsts.push(args.first);
      const [row] = numbersAhead.rows;
      const sheet = { ...row?.sheet, number: args.first };
      const shown = args.first ? `${String(args.first)}/BB-X` : null;
      return { rows: [{ ...row, sheet, shown }], first: args.first, open: true };
    },
  });
  const { container } = render(Road, { home, wanted: 'number' });
  await waitFor(() => expect(container.querySelector('#number-first')).toBeTruthy());
  expect((container.querySelector('#number-many') as HTMLButtonElement).disabled).toBe(true);
  await fireEvent.input(container.querySelector('#number-first') as Element, {
    target: { value: '120' },
  });
  expect(await screen.findByText('120/BB-X')).toBeTruthy();
  expect(firsts).toContain(120);
});

test('numbers of a pile are said from the first to the last, with whose and of which unit each is', async () => {
  const pile = Array.from({ length: 21 }, (_, n) => ({
    ...paper,
    id: `p${20 - n}`,
    unit: `u${20 - n}`,
    unit_name: `Ủy ban nhân dân xã Số ${20 - n}`,
    stops: ['number' as const],
  }));
  pretend({
    ...sample,
    minutes_list: () => pile,
    numbers_ahead: ahead,
  });
  const { container } = render(Road, { home, wanted: 'number' });
  expect(await screen.findByText(t.batch.last(14), { exact: false })).toBeTruthy();
  await fireEvent.input(container.querySelector('#number-first') as Element, {
    target: { value: '15' },
  });
  expect(await screen.findByText(t.batch.aheadOf(21, 15, 35))).toBeTruthy();
  const shown = [...container.querySelectorAll('[data-ahead] li')].map((li) => li.textContent);
  expect(shown).toHaveLength(21);
  expect(shown[2]).toContain('Xã Số 2');
});

test('the day on the paper is today to begin with, and one to come is said at its field', async () => {
  pretend({
    ...sample,
    minutes_list: () => [paper],
    record_signings: () => ({
      recorded: [],
      numbered: [],
      failed: [['m1', refused]],
      cancelled: false,
    }),
  });
  const { container } = render(Road, { home, wanted: 'printed' });
  await screen.findByText('05/BB-THCSĐG');
  const date = container.querySelector('#many-date') as HTMLInputElement;
  expect(date.value).toBe(day(today()));
  await fireEvent.input(date, { target: { value: '01/01/2999' } });
  expect(screen.getByText(t.batch.notYet)).toBeTruthy();
  const record = container.querySelector('#record-many') as HTMLButtonElement;
  expect(record.disabled).toBe(true);
  await fireEvent.input(date, { target: { value: day(today()) } });
  await fireEvent.click(record);
  await waitFor(() => expect(container.querySelector('[data-recorded].warn')).toBeTruthy());
});

test('where many units wait, the act for all of them stands first and the single ones are folded', async () => {
  pretend({ ...sample, minutes_list: () => [] });
  const { container } = render(Road, { home, wanted: 'list' });
  await waitFor(() => expect(container.querySelector('#road-accounts')).toBeTruthy());
  const list = container.querySelector('details:not([open])') as Element;
  const all = container.querySelector('#road-accounts') as Element;
  expect(all.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(all.className).toBe('primary');
});

test('a stop is not called empty while something waits there, nor is a commune asked for assignments', async () => {
  pretend({ ...sample, minutes_list: () => [] });
  const { rerender } = render(Road, { home, wanted: 'printed' });
  await waitFor(() => expect(document.querySelector('[data-shown=loading]')).toBeNull());
  expect(screen.queryByText(t.road.empty)).toBeNull();
  const path = home.path.map((station) => ({ ...station, count: 0 }));
  await rerender({ home: { ...home, path, next: null }, wanted: 'printed' });
  expect(await screen.findByText(t.road.assignments)).toBeTruthy();
  await rerender({ home: { ...home, path, next: null, teaches: false }, wanted: 'printed' });
  expect(screen.getByText(t.road.empty)).toBeTruthy();
  expect(screen.queryByText(t.road.assignments)).toBeNull();
});

test('where nothing is chosen from, no row looks chosen', async () => {
  pretend({ ...sample, minutes_list: () => [{ ...paper, stops: ['scan'] }] });
  const { container } = render(Road, { home, wanted: 'scan' });
  await waitFor(() => expect(container.querySelector('tr.one')).toBeTruthy());
  expect(container.querySelector('tr.picked')).toBeNull();
});

test('a draft shows the login that is printed, and one that was proposed says so and leads to the list of the system', async () => {
  const draft = { ...late, state: 'draft' as const };
  const rows = [
    { ...draft, login: '31.cb006', login_proposed: true },
    { ...draft, id: 'm3', receiver: 'Vũ An', login: 'an.vu' },
  ];
  pretend({ ...sample, minutes_list: () => rows });
  const { container, rerender } = render(Road, { home, wanted: 'draft' });
  const path = home.path.map((one) => ({ ...one, count: one.stop === 'draft' ? 2 : one.count }));
  await rerender({ home: { ...home, path }, wanted: 'draft' });
  expect(await screen.findByText(`31.cb006 (${t.minutes.proposed})`)).toBeTruthy();
  expect(screen.getByText('an.vu')).toBeTruthy();
  expect(container.querySelector('[data-proposed]')?.textContent).toContain(
    t.minutes.proposedLogins(1),
  );
  await fireEvent.click(screen.getByText(t.minutes.pasteLogins));
  expect(here.screen).toMatchObject({ name: 'import', kind: 'csdl_accounts' });
});

test('where every login is known, nothing is said of logins', async () => {
  pretend({ ...sample, minutes_list: () => [paper] });
  const { container } = render(Road, { home, wanted: 'printed' });
  await screen.findByRole('checkbox', { name: /DƯƠNG/ });
  expect(container.querySelector('[data-proposed]')).toBeNull();
});

test('two receivers of one name are told apart in the list and beside their numbers', async () => {
  const pile = ['CB006', 'CB011'].map((code, n) => ({
    ...paper,
    id: `h${n}`,
    receiver: 'Nguyễn Thị Hương',
    receiver_code: code,
  }));
  pretend({
    ...sample,
    minutes_list: () => pile,
    numbers_ahead: ({ pile }) => ({
      rows: (pile as [string, string][]).map(([unit, minutes], n) => ({
        sheet: { unit, minutes, number: n + 5 },
        receiver: 'Nguyễn Thị Hương',
        shown: `0${n + 5}/BB-X`,
      })),
      first: null,
      open: false,
      last: null,
    }),
  });
  const { container } = render(Road, { home, wanted: 'printed' });
  await screen.findByText('05/BB-X');
  const said = [...container.querySelectorAll('[data-ahead] li')].map((li) => li.textContent);
  expect(said[0]).toContain('Nguyễn Thị Hương · CB011');
  expect(said[1]).toContain('Nguyễn Thị Hương · CB006');
  expect(screen.getByRole('checkbox', { name: 'Nguyễn Thị Hương · CB006' })).toBeTruthy();
});
