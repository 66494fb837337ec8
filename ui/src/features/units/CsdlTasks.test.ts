// The work list on Hệ thống CSDL: what minutes and comparisons ask for.
import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { differenceName, overName } from '../../lib/text/vi';
import CsdlTasks from './CsdlTasks.svelte';

test('what a comparison found is listed, and what is over cannot be ticked', async () => {
  pretend(sample);
  render(CsdlTasks, { unit: 'u' });
  expect(await screen.findByText(differenceName.supplier)).toBeTruthy();
  expect(screen.getByText(overName.settled_here)).toBeTruthy();
  expect(screen.getByText('Lê Thị Yến')).toBeTruthy();
  const boxes = screen.getAllByRole('checkbox').map((box) => box.getAttribute('aria-label'));
  expect(boxes).toEqual(['gv.duong', 'viettel_hotro']);
});
