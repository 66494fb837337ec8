// The card of one unit.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { day } from '../../lib/dates';
import { pretend, sample } from '../../lib/ipc/fake';
import { units } from '../../lib/ipc/sample/units';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import Units from './Units.svelte';

test('who leads a unit from a day to come on is said beside who leads it now', async () => {
  const [unit] = units;
  if (!unit) throw new Error('the sample is too short');
  const heads_to_come = [{ id: 'o7', name: 'Vũ Thị Sau', from: '2026-11-30' }];
  pretend({ ...sample, units: () => [{ ...unit, heads_to_come }] });
  render(Units, { unit: unit.id, wanted: unit.id });
  expect(await screen.findByText(t.units.headFrom(day('2026-11-30')))).toBeTruthy();
  await fireEvent.click(screen.getByText('Vũ Thị Sau'));
  expect(here.screen).toEqual({ name: 'person', unit: unit.id, officer: 'o7' });
});

test('the card of a unit leads to its account and papers', async () => {
  const [unit] = units;
  if (!unit) throw new Error('the sample is too short');
  pretend({ ...sample, units: () => [{ ...unit, head_id: 'o3', all: 1 }] });
  render(Units, { unit: unit.id, wanted: unit.id });
  await fireEvent.click(await screen.findByText(t.units.papersOfHead));
  expect(here.screen).toEqual({ name: 'person', unit: unit.id, officer: 'o3' });
});
