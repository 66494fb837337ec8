// The units below at home: the worst of them, and the way to the board of all.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { board } from '../../lib/ipc/sample/board';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import UnitsBelow from './UnitsBelow.svelte';

test('home shows twelve of 114 as the board has them, and leads to the board', async () => {
  pretend({ ...sample, board: () => board });
  const { container } = render(UnitsBelow);
  await fireEvent.click(await screen.findByText(t.board.whole(114)));
  expect(container.querySelectorAll('tbody tr')).toHaveLength(12);
  expect(here.screen).toEqual({ name: 'board' });
});

test('where nobody is below, that is said', async () => {
  pretend({ ...sample, board: () => ({ ...board, rows: [] }) });
  render(UnitsBelow);
  expect(await screen.findByText(t.units.noneBelow)).toBeTruthy();
});
