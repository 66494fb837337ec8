// The accounts of all units below: what is missing is said and typed in place, a list is pasted, and
// one press makes all drafts.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { accountsOffer } from '../../lib/ipc/sample/board';
import { home } from '../../lib/ipc/sample/home';
import { forgetAll } from '../../lib/kept.svelte';
import { here } from '../../lib/state.svelte';
import { barriers } from '../../lib/testing/barriers';
import { documentTitle, t } from '../../lib/text/vi';
import { forgetToasts, toasts } from '../../lib/toasts.svelte';
import { asked, chosen, fillIn, fillLogins, fresh, lacking, twice } from './accounts';
import GiveAccounts from './GiveAccounts.svelte';
import { count, paste, takeBack } from './pasted';

beforeEach(() => {
  forgetAll();
  forgetToasts();
});

function typed() {
  const answers = fresh();
  fillIn(answers, accountsOffer);
  return answers;
}

test('only units of which nothing is missing are asked for, and nothing is said twice', () => {
  const answers = typed();
  expect(chosen(answers, accountsOffer).map(({ unit }) => unit)).toEqual(['b1']);
  expect(asked(answers, accountsOffer)).toMatchObject({
    units: [{ unit: 'b1', login: null, head: null }],
    giver: 'h1',
    at_desk: null,
  });
});

test('a pasted list and a pattern fill what is missing', () => {
  const answers = typed();
  const list = [['Ông Trần Văn A', 'Chủ tịch'], ['Bà Lê Thị B']];
  paste(answers, accountsOffer, 'b2', 'head', list);
  answers.pattern = 'qt.{mã}';
  fillLogins(answers, accountsOffer);
  expect(asked(answers, accountsOffer).units).toEqual([
    { unit: 'b1', login: null, head: null },
    { unit: 'b2', login: 'qt.11002', head: ['Ông Trần Văn A', 'Chủ tịch'] },
    { unit: 'b3', login: 'qt.11003', head: ['Bà Lê Thị B', 'Chủ tịch'] },
  ]);
});

test('what is on its way already is said and cannot be chosen again', async () => {
  pretend(sample);
  render(GiveAccounts);
  await screen.findByText(t.accounts_all.drafted);
  expect(screen.getAllByText(t.accounts_all.noHead)).toHaveLength(2);
  const box = screen.getByLabelText(t.accounts_all.choose('Ủy ban nhân dân phường Lê Chân 4'));
  expect((box as HTMLInputElement).disabled).toBe(true);
  expect(await barriers()).toEqual([]);
}, 20_000);

test('one press makes the drafts, and the next one prints them all', async () => {
  const given = { drafted: [['b1', 'm1']], failed: [], cancelled: false, id: 'i1' };
  const give = vi.fn(() => given);
  const print = vi.fn(() => [
    '/tmp/in.pdf',
    { printed: ['m1'], failed: [], sheets: 2, cancelled: false },
  ]);
  pretend({ ...sample, give_accounts: give, print });
  const { container } = render(GiveAccounts);
  await fireEvent.click(await screen.findByText(t.accounts_all.make(1)));
  await screen.findByText(t.accounts_all.done(1));
  expect(give).toHaveBeenCalledTimes(1);
  const bar = container.querySelector('[data-action-bar] #print-accounts') as HTMLElement;
  expect(document.activeElement).toBe(bar);
  await fireEvent.click(bar);
  await waitFor(() => expect(print).toHaveBeenCalledTimes(1));
  expect(await screen.findByText(/in\.pdf/)).toBeTruthy();
});

test('what was made is taken back as one step, and what stays is said', async () => {
  const kept = { number: 'BG-NHAP-033', code: 'still_used', sentence: 'Trần Văn Chủ đã có quyền.' };
  const undo = vi.fn(() => ({ undone: 0, kept: [kept] }));
  pretend({ ...sample, undo_import: undo });
  const { container } = render(GiveAccounts);
  await fireEvent.click(await screen.findByText(t.accounts_all.make(1)));
  await waitFor(() => expect(container.querySelector('[data-drafted]')).toBeTruthy());
  const made = toasts.at(-1);
  expect(made?.text).toBe(t.accounts_all.done(1));
  await expect(made?.undo?.()).rejects.toThrow(kept.sentence);
  expect(undo.mock.calls).toEqual([[{ id: 'i1' }]]);
  await waitFor(() => expect(container.querySelector('[data-drafted]')).toBeNull());
});

test('a pattern that is corrected fills again what it filled, and no login is given twice', () => {
  const answers = typed();
  const [, second, third] = accountsOffer.lines;
  paste(answers, accountsOffer, 'b2', 'head', [['A'], ['B']]);
  for (const unit of ['b2', 'b3']) Object.assign(answers.units[unit] ?? {}, { login: 'qt' });
  const same = twice(answers, accountsOffer);
  expect(second && lacking(second, answers, same)).toBe(t.accounts_all.sameLogin);
  expect(chosen(answers, accountsOffer).map(({ unit }) => unit)).toEqual(['b1']);
  Object.assign(answers.units.b2 ?? {}, { login: '' });
  answers.pattern = 'a.{mã}';
  fillLogins(answers, accountsOffer);
  answers.pattern = 'qt.{mã}';
  fillLogins(answers, accountsOffer);
  expect(answers.units.b2?.login).toBe('qt.11002');
  // What a person typed stays.
  expect(third && answers.units[third.unit]?.login).toBe('qt');
});

test('a pasted list that names its units goes to them, whatever its order', () => {
  const answers = typed();
  const list = [
    ['UBND phường Lê Chân 3', 'Bà Lê Thị B'],
    ['11002', 'Ông Trần Văn A'],
    ['Phường khác', 'Ai đó'],
  ];
  expect(paste(answers, accountsOffer, 'b2', 'head', list)).toMatchObject({
    matched: true,
    lines: 2,
    strangers: ['Phường khác'],
  });
  expect(answers.units.b2?.head).toBe('Ông Trần Văn A');
  expect(answers.units.b3?.head).toBe('Bà Lê Thị B');
});

test('a pattern without the code is refused at its field', async () => {
  pretend(sample);
  const { container } = render(GiveAccounts);
  await screen.findByText(t.accounts_all.fill);
  const pattern = container.querySelector('#accounts-pattern') as Element;
  expect((pattern as HTMLInputElement).value).toBe('qt.{mã}');
  await fireEvent.input(pattern, { target: { value: 'qt' } });
  expect(screen.getByText(t.accounts_all.patternSame)).toBeTruthy();
  expect((container.querySelector('#accounts-fill') as HTMLButtonElement).disabled).toBe(true);
});

test('with no unit left the form has its title and a way back', async () => {
  pretend({ ...sample, accounts_offer: () => ({ ...accountsOffer, lines: [] }) });
  render(GiveAccounts);
  await fireEvent.click(await screen.findByText(t.accounts_all.home));
  expect(here.screen.name).toBe('home');
  expect(screen.getByRole('heading', { name: t.accounts_all.title })).toBeTruthy();
});

test('a paper that is missing is entered in place, issued by the own unit, and cited', async () => {
  let papers: (typeof accountsOffer)['documents'] = [];
  const add = vi.fn(() => ((papers = accountsOffer.documents), null));
  pretend({
    ...sample,
    accounts_offer: () => ({ ...accountsOffer, documents: papers }),
    add_document: add,
  });
  const { container } = render(GiveAccounts);
  expect(await screen.findByText(t.documents.noneYet)).toBeTruthy();
  await fireEvent.click(container.querySelector('#accounts-ground-add') as Element);
  const field = (id: string) => document.querySelector(`#doc-${id}`) as HTMLInputElement;
  await waitFor(() => expect(field('issuer').value).toBe(home.unit_name));
  await fireEvent.change(field('kind'), { target: { value: 'plan' } });
  expect(field('title').value).toBe(documentTitle.plan);
  await fireEvent.input(field('date'), { target: { value: '05/09/2026' } });
  await fireEvent.click(field('save'));
  await waitFor(() => expect(add).toHaveBeenCalledTimes(1));
  here.changes += 1;
  const chosen = container.querySelector('#accounts-ground') as HTMLSelectElement;
  await waitFor(() => expect(chosen.value).toBe(accountsOffer.documents[0]?.id));
  expect(field('save')).toBeNull();
});

test('a print that was stopped goes on with the drafts that are left, and says before what it freezes', async () => {
  const drafted = ['b1', 'b2', 'b3'].map((unit, n) => [unit, `m${n + 1}`]);
  const runs = [
    { printed: ['m1'], failed: [], sheets: 2, cancelled: true },
    { printed: ['m2', 'm3'], failed: [], sheets: 4, cancelled: false },
  ];
  const print = vi.fn((_: Record<string, unknown>) => ['/tmp/in.pdf', runs.shift()]);
  const given = { drafted, failed: [], cancelled: false, id: 'i1' };
  pretend({ ...sample, give_accounts: () => given, print });
  const { container } = render(GiveAccounts);
  await fireEvent.click(await screen.findByText(t.accounts_all.make(1)));
  const button = () => container.querySelector('#print-accounts') as HTMLButtonElement;
  await waitFor(() => expect(button()?.textContent).toContain(t.accounts_all.print(3)));
  expect(screen.getByText(t.accounts_all.freezes)).toBeTruthy();
  await fireEvent.click(screen.getByText(t.page.each));
  expect(document.querySelector('[data-preview=m1]')).toBeTruthy();
  await fireEvent.click(screen.getByLabelText(t.close));
  await fireEvent.click(button());
  await waitFor(() => expect(button().textContent).toContain(t.page.printOn(2)));
  expect(button().classList).toContain('primary');
  expect(screen.getByText(t.accounts_all.frozen(1, 2))).toBeTruthy();
  await waitFor(() => expect(button().disabled).toBe(false));
  await fireEvent.click(button());
  await waitFor(() => expect(print).toHaveBeenCalledTimes(2));
  expect(print.mock.calls[1]?.[0]).toMatchObject({ minutes: drafted.slice(1) });
  await waitFor(() => expect(button().classList).not.toContain('primary'));
  expect(container.querySelector('#accounts-road')?.classList).toContain('primary');
});

test('a name is found with its tone on either vowel, and with its kind cut short', () => {
  const answers = typed();
  const [first, second, third] = accountsOffer.lines;
  if (!first || !second || !third) throw new Error('the sample is too short');
  const offer = {
    ...accountsOffer,
    lines: [
      { ...second, name: 'Ủy ban nhân dân xã Kiến Thụy' },
      { ...third, name: 'Ủy ban nhân dân phường Lê Chân' },
    ],
  };
  const list = [
    ['X. Kiến Thuỵ', 'Ông Một'],
    ['UBND P.Lê Chân', 'Bà Hai'],
  ];
  expect(paste(answers, offer, second.unit, 'head', list)).toMatchObject({ lines: 2 });
  expect(answers.units[second.unit]?.head).toBe('Ông Một');
  expect(answers.units[third.unit]?.head).toBe('Bà Hai');
});

test('the bar names units that lack something, each leading to its field, and what was pasted', async () => {
  pretend(sample);
  const { container } = render(GiveAccounts);
  await screen.findByText(t.accounts_all.make(1));
  const left = container.querySelector('[data-action-bar] [data-left-out="2"]') as HTMLElement;
  const [button] = left.querySelectorAll('button');
  expect(button?.textContent?.trim()).toBe('Phường Lê Chân 2');
  await fireEvent.click(button as Element);
  const head = container.querySelector('[data-head="11002"]') as HTMLInputElement;
  expect(document.activeElement).toBe(head);
  const list = 'Phường Lê Chân 2\tÔng A\nPhường khác\tAi đó';
  await fireEvent.paste(head, { clipboardData: { getData: () => list } });
  const said = container.querySelector('[data-action-bar] [data-pasted]');
  expect(said?.textContent).toContain(t.accounts_all.strangers(['Phường khác']));
});

const people = [
  ['1', 'Phường Lê Chân 3', 'Bà Lê Thị Bình', 'lechan3.admin'],
  ['2', 'Phường Lê Chân 2', 'Trần Văn An', 'lechan2.admin'],
  ['3', 'Phường khác', 'Ngô Thị Sáu', 'khac'],
];
const columnsOf = (...columns: number[]) =>
  people.map((row) => columns.map((column) => row[column] ?? ''));

test.each([
  {
    name: 'counted, with a heading, pasted into the first cell',
    list: [['STT', 'Đơn vị', 'Thủ trưởng', 'Tài khoản'], ...people],
    column: 'head' as const,
  },
  {
    name: 'with a heading, pasted into logins',
    list: [['Đơn vị', 'Họ tên Thủ trưởng', 'Tên đăng nhập'], ...columnsOf(1, 2, 3)],
    column: 'login' as const,
  },
  { name: 'counted, without a heading', list: people, column: 'head' as const },
  { name: 'without a heading', list: columnsOf(1, 2, 3), column: 'login' as const },
  { name: 'in another order', list: columnsOf(3, 1, 0, 2), column: 'position' as const },
])('columns of a list go where they belong: $name', ({ list, column }) => {
  const answers = typed();
  const came = paste(answers, accountsOffer, 'b2', column, list);
  expect(came).toMatchObject({ matched: true, lines: 2, strangers: ['Phường khác'], unknown: [] });
  expect(answers.units.b2).toMatchObject({ head: 'Trần Văn An', login: 'lechan2.admin' });
  expect(answers.units.b3).toMatchObject({ head: 'Bà Lê Thị Bình', login: 'lechan3.admin' });
  expect(answers.units.b2?.position).toBe('Chủ tịch');
  expect([count(came, 'head'), count(came, 'position'), count(came, 'login')]).toEqual([2, 0, 2]);
});

test('a column that nobody knows stays out and is named, and so do two that could be one', () => {
  const answers = typed();
  const list = [
    ['Đơn vị', 'Ghi chú', 'Chức vụ'],
    ['Phường Lê Chân 2', 'chưa nhận', 'Phó Chủ tịch'],
  ];
  const came = paste(answers, accountsOffer, 'b2', 'head', list);
  expect(came.unknown).toEqual(['Ghi chú']);
  expect(answers.units.b2).toMatchObject({ head: '', position: 'Phó Chủ tịch', login: '' });
  const secrets = [
    ['Phường Lê Chân 2', 'lechan2.admin', 'Hp@12345'],
    ['Phường Lê Chân 3', 'lechan3.admin', 'Hp@67890'],
  ];
  const { unknown } = paste(answers, accountsOffer, 'b2', 'login', secrets);
  expect(unknown).toHaveLength(2);
  expect(answers.units.b2?.login).toBe('');
});

test('positions alone are no heading, and a list without units goes in the order on the screen', () => {
  const answers = typed();
  const list = [
    ['Trần Văn An', 'Hiệu trưởng'],
    ['Lê Thị Bình', 'Phó Hiệu trưởng'],
  ];
  expect(paste(answers, accountsOffer, 'b2', 'head', list)).toMatchObject({ lines: 2 });
  expect(answers.units.b2).toMatchObject({ head: 'Trần Văn An', position: 'Hiệu trưởng' });
  expect(answers.units.b3).toMatchObject({ head: 'Lê Thị Bình', position: 'Phó Hiệu trưởng' });
});

test('a paste is taken back, but for what was typed over it', () => {
  const answers = typed();
  const came = paste(answers, accountsOffer, 'b2', 'head', people);
  Object.assign(answers.units.b3 ?? {}, { head: 'Lê Thị Bình' });
  takeBack(answers, came);
  expect(answers.units.b2).toMatchObject({ head: '', login: '' });
  expect(answers.units.b3).toMatchObject({ head: 'Lê Thị Bình', login: '' });
});

test.each(['Trần Văn An', 'lê.chân', 'qt 11002'])(
  'a login that no system takes is refused at its field: %s',
  (login) => {
    const answers = typed();
    const [, second] = accountsOffer.lines;
    Object.assign(answers.units.b2 ?? {}, { head: 'Trần Văn An', login });
    expect(second && lacking(second, answers, new Set())).toBe(t.accounts_all.badLogin);
    expect(chosen(answers, accountsOffer).map(({ unit }) => unit)).toEqual(['b1']);
  },
);

test('a paste says where its columns went, and is taken back where that stands', async () => {
  pretend(sample);
  const { container } = render(GiveAccounts);
  await screen.findByText(t.accounts_all.make(1));
  const head = container.querySelector('[data-head="11002"]') as HTMLInputElement;
  const list = ['STT\tĐơn vị\tThủ trưởng\tTài khoản', ...people.map((row) => row.join('\t'))];
  await fireEvent.paste(head, { clipboardData: { getData: () => list.join('\n') } });
  const went = container.querySelector('[data-action-bar] [data-went]');
  expect(went?.textContent).toBe(t.accounts_all.pasted.went(2, 0, 2));
  expect(head.value).toBe('Trần Văn An');
  await fireEvent.click(container.querySelector('#accounts-unpaste') as Element);
  expect(head.value).toBe('');
  expect(container.querySelector('[data-pasted]')).toBeNull();
});

test('a place without its address is said once at its field before anything is sent', async () => {
  const give = vi.fn(() => ({ drafted: [], failed: [], cancelled: false, id: null }));
  pretend({ ...sample, give_accounts: give });
  const { container } = render(GiveAccounts);
  const make = await screen.findByText(t.accounts_all.make(1));
  const field = (id: string) => container.querySelector(`#desk-${id}`) as HTMLInputElement;
  await fireEvent.input(field('site'), { target: { value: 'Nhà văn hóa' } });
  await fireEvent.click(make);
  expect(await screen.findAllByText(t.account.addressToo)).toHaveLength(1);
  expect(document.activeElement).toBe(field('address'));
  expect(give).not.toHaveBeenCalled();
  await fireEvent.input(field('address'), { target: { value: 'số 5 Lạch Tray' } });
  await waitFor(() => expect(screen.queryByText(t.account.addressToo)).toBeNull());
  await fireEvent.click(screen.getByText(t.accounts_all.make(1)));
  await waitFor(() => expect(give).toHaveBeenCalledTimes(1));
});

test('where no draft came of it, nothing is called done', async () => {
  const failure = { number: 'BG-NHAP-012', code: 'bad_request', sentence: 'Chưa ghi.' };
  const given = { drafted: [], failed: [['Phường Một', failure]], cancelled: false, id: 'i1' };
  pretend({ ...sample, give_accounts: () => given });
  const { container } = render(GiveAccounts);
  await fireEvent.click(await screen.findByText(t.accounts_all.make(1)));
  await waitFor(() => expect(container.querySelector('[data-drafted]')).toBeTruthy());
  expect(screen.queryByText(t.accounts_all.done(0))).toBeNull();
  expect(toasts).toHaveLength(0);
});
