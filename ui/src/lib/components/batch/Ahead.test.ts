// The numbers of a pile before they are given.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../ipc/fake';
import { minutesRow, numbersAhead } from '../../ipc/sample/handover';
import { t } from '../../text/vi';
import Ahead from './Ahead.svelte';

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
