// The first run: a code for the other form leads there.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, refused, sample } from '../../lib/ipc/fake';
import { barriers } from '../../lib/testing/barriers';
import { t } from '../../lib/text/vi';
import FirstRun from './FirstRun.svelte';
import Unlock from './Unlock.svelte';

test('a code that begins a unit leads to the form in which it begins, and says why', async () => {
  const sentence = 'Mã này dành cho đơn vị mới bắt đầu.';
  pretend({
    ...sample,
    begin_with_code: () =>
      Promise.reject({ ...refused, number: 'BG-DB-041', code: 'founders_code', sentence }),
  });
  render(FirstRun, { entered: () => Promise.resolve() });
  await fireEvent.click(screen.getByText(t.first.code));
  for (const [field, typed] of [
    [t.first.activation, 'AAAA-BBBB'],
    [t.password, 'mật khẩu dài'],
    [t.passwordAgain, 'mật khẩu dài'],
  ] as const)
    await fireEvent.input(screen.getByLabelText(field), { target: { value: typed } });
  await fireEvent.click(screen.getByText(t.first.start));
  await waitFor(() => expect(screen.getByText(t.first.own)).toBeTruthy());
  expect(screen.getByText(sentence, { exact: false })).toBeTruthy();
});

test('the door says what this is; the own unit and the demo weigh the same', async () => {
  render(FirstRun, { entered: () => Promise.resolve() });
  expect(screen.getByRole('heading', { level: 1, name: t.app })).toBeTruthy();
  for (const promise of t.first.promises) expect(screen.getByText(promise)).toBeTruthy();
  const weights = [t.first.own, t.first.demo, t.first.code, t.first.restore].map((name) =>
    screen.getByRole('button', { name }).classList.contains('primary'),
  );
  expect(weights).toEqual([true, true, false, false]);
  expect(await barriers()).toEqual([]);
});

test('the lock is the same door', async () => {
  render(Unlock, { entered: () => Promise.resolve() });
  expect(screen.getByRole('heading', { level: 1, name: t.app })).toBeTruthy();
  expect(await barriers()).toEqual([]);
});
