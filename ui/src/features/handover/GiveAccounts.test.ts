// The accounts of all units below: what is missing is said and typed in place, a list is pasted, and
// one press makes all drafts.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { accountsOffer } from '../../lib/ipc/sample/board';
import { forgetAll } from '../../lib/kept.svelte';
import { barriers } from '../../lib/testing/barriers';
import { t } from '../../lib/text/vi';
import { forgetToasts, toasts } from '../../lib/toasts.svelte';
import { asked, chosen, fillIn, fillLogins, fresh, pasteDown } from './accounts';
import GiveAccounts from './GiveAccounts.svelte';

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
  pasteDown(answers, accountsOffer, 'b2', 'head', list);
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
  const print = vi.fn(() => ['/tmp/in.pdf', { printed: ['m1'], failed: [], sheets: 2 }]);
  pretend({ ...sample, give_accounts: give, print });
  const { container } = render(GiveAccounts);
  await fireEvent.click(await screen.findByText(t.accounts_all.make(1)));
  await screen.findByText(t.accounts_all.done(1));
  expect(give).toHaveBeenCalledTimes(1);
  await fireEvent.click(container.querySelector('#print-accounts') as HTMLElement);
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
