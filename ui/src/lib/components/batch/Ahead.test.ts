// The numbers of a pile before they are given.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../ipc/fake';
import { minutesRow, numbersAhead } from '../../ipc/sample/handover';
import { t } from '../../text/vi';
import Ahead from './Ahead.svelte';
import NumberMany from './NumberMany.svelte';

test('where somebody says the first number, the last one of the register stands there and the next is one press away', async () => {
  const first: unknown[] = [];
  pretend({
    ...sample,
    numbers_ahead: (args) => (first.push(args.first), { ...numbersAhead, open: true, last: 38 }),
  });
  const { container } = render(Ahead, { id: 'a', rows: [minutesRow], sheets: [] });
  expect(await screen.findByText(new RegExp(t.batch.last(38)))).toBeTruthy();
  await fireEvent.click(screen.getByText(t.batch.next(39)));
  expect((container.querySelector('#a-first') as HTMLInputElement).value).toBe('39');
  await waitFor(() => expect(first.at(-1)).toBe(39));
  expect(screen.queryByText(t.batch.next(39))).toBeNull();
});

test('only where the papers may be recorded without a number is it said what a blank one means', async () => {
  pretend({
    ...sample,
    numbers_ahead: () => ({ ...numbersAhead, rows: [], open: true, last: null }),
  });
  const rows = [minutesRow, { ...minutesRow, id: 'm2' }];
  const { container, unmount } = render(NumberMany, { rows, done: () => undefined });
  expect(await screen.findByText(t.batch.firstHint)).toBeTruthy();
  const button = container.querySelector('#number-many') as HTMLButtonElement;
  expect(button.textContent?.trim()).toBe(`${t.batch.giveNumbers} (2)`);
  expect(button.disabled).toBe(true);
  unmount();
  render(Ahead, { id: 'a', rows, sheets: [], blank: true });
  expect(await screen.findByText(`${t.batch.firstHint} ${t.batch.firstBlank}`)).toBeTruthy();
});
