// The units below at home: the worst first, and the way to the board of all.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { board } from '../../lib/ipc/sample/board';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import UnitsBelow from './UnitsBelow.svelte';

test('home has all 114 in the order of the board, and leads to it', async () => {
  pretend({ ...sample, board: () => board });
  const { container } = render(UnitsBelow);
  await fireEvent.click(await screen.findByText(t.board.whole(114)));
  expect(here.screen).toEqual({ name: 'board' });
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('115');
  expect(container.querySelector('tbody tr.one')?.getAttribute('data-row')).toBe(board.rows[0]?.id);
});

test('a unit is found by a part of its name, and opened', async () => {
  pretend({ ...sample, board: () => board });
  render(UnitsBelow);
  await screen.findByText(t.board.whole(114));
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'bach long vi' } });
  await fireEvent.click(screen.getByText(/Bạch Long Vĩ/));
  expect(here.screen).toEqual({ name: 'units', unit: 'b64' });
});

test('where nobody is below, that is said', async () => {
  pretend({ ...sample, board: () => ({ ...board, rows: [] }) });
  render(UnitsBelow);
  expect(await screen.findByText(t.units.noneBelow)).toBeTruthy();
});
