// Adding a unit below.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { units } from '../../lib/ipc/sample/units';
import { t } from '../../lib/text/vi';
import AddUnit from './AddUnit.svelte';

test('a unit below is added without proposed levels, and it is said why', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  pretend({ ...sample, levels_in: () => Promise.reject(new Error('no answer')) });
  const [own] = units;
  if (!own) throw new Error('no unit');
  render(AddUnit, { own, close: () => undefined });
  await fireEvent.focusOut(screen.getByLabelText(t.first.name, { exact: false }));
  expect(await screen.findByText('BG-HT-001')).toBeTruthy();
});
