// How the papers of the own unit look, and its name.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { DocumentRow, UnitRow } from '../../lib/ipc/call';
import { pretend, sample } from '../../lib/ipc/fake';
import { t } from '../../lib/text/vi';
import Papers from './Papers.svelte';
import Rename from './Rename.svelte';

const answer = <T>(command: string) => sample[command]?.({}) as T[];
const row = () => answer<UnitRow>('units')[0] as UnitRow;
const decision = () => answer<DocumentRow>('documents')[0] as DocumentRow;
const enabled = (id: string) => !(document.getElementById(id) as HTMLButtonElement).disabled;

async function choose(id: string, value: string) {
  const select = document.getElementById(id) as HTMLSelectElement;
  await fireEvent.change(select, { target: { value } });
}

test('a changed symbol asks for its decision, and nothing else does', async () => {
  const sent: unknown[] = [];
  pretend({ ...sample, set_unit: (args) => (sent.push(args.request), null) });
  render(Papers, { row: row() });
  expect(screen.queryByLabelText(t.person.decision)).toBeNull();
  expect(enabled('unit-save')).toBe(true);
  const symbol = document.getElementById('unit-symbol') as HTMLInputElement;
  await fireEvent.input(symbol, { target: { value: 'KHAC' } });
  expect(enabled('unit-save')).toBe(false);
  await screen.findByText(new RegExp(decision().number));
  await choose('unit-document', decision().id);
  await fireEvent.click(document.getElementById('unit-save') as HTMLElement);
  await screen.findByText(t.saved.here);
  expect(sent).toMatchObject([{ document: decision().id, letterhead: { symbol: 'KHAC' } }]);
});

test('a unit is renamed by a decision', async () => {
  const sent: unknown[] = [];
  pretend({ ...sample, rename_unit: (args) => (sent.push(args.request), null) });
  let closed = false;
  render(Rename, { unit: row().id, row: row(), close: () => (closed = true) });
  await fireEvent.input(document.getElementById('rename-from') as HTMLElement, {
    target: { value: '01/01/2027' },
  });
  expect(enabled('rename-save')).toBe(false);
  await screen.findByText(new RegExp(decision().number));
  await choose('rename-document', decision().id);
  await fireEvent.click(document.getElementById('rename-save') as HTMLElement);
  await expect.poll(() => closed).toBe(true);
  expect(sent).toMatchObject([{ document: decision().id, from: '2027-01-01' }]);
});
