// The levels of a unit change from a day on, by a decision where somebody above knows the unit.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { DocumentRow, UnitRow } from '../../lib/ipc/call';
import { pretend, sample } from '../../lib/ipc/fake';
import { levelName, t } from '../../lib/text/vi';
import Levels from './Levels.svelte';

const row = () => (sample.units?.({}) as UnitRow[])[0] as UnitRow;

function opened(change: Partial<UnitRow>) {
  const sent: unknown[] = [];
  pretend({ ...sample, set_levels: (args) => (sent.push(args.request), null) });
  render(Levels, { unit: 'u1', row: { ...row(), ...change }, close: () => undefined });
  return sent;
}
const save = () => screen.getByText<HTMLButtonElement>(t.save);

test('a unit whose levels were never said gets them without a decision', async () => {
  const sent = opened({ levels: [], levels_decided: false });
  expect(screen.getByText(t.units.levelsFree)).toBeTruthy();
  expect(save().disabled).toBe(true);
  await fireEvent.click(screen.getByLabelText(levelName.primary));
  await fireEvent.click(save());
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ levels: ['primary'], document: null });
});

test('a level is added from a day on by a decision', async () => {
  const sent = opened({});
  await fireEvent.click(screen.getByLabelText(levelName.primary));
  expect(save().disabled).toBe(true);
  const [decision] = sample.documents?.({}) as DocumentRow[];
  const choice = await screen.findByLabelText(t.person.decision, { exact: false });
  await waitFor(() => expect(choice.querySelectorAll('option').length).toBeGreaterThan(1));
  await fireEvent.change(choice, { target: { value: decision?.id } });
  const day = screen.getByLabelText(t.classes.from, { exact: false });
  await fireEvent.input(day, { target: { value: '01/8/2027' } });
  await fireEvent.click(save());
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ from: '2027-08-01', document: decision?.id });
});
