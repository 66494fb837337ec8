// What was written, and where it leads.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Imported } from '../../lib/ipc/call';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import Done from './Done.svelte';

const done: Imported = { id: 'i1', added: 0, edited: 20, skipped: 0, wrong: 0, drafts: 0 };
const rest = { units: 0, noDraft: [], left: [], another: () => {}, goOn: async () => {} };

test('logins that drafts took over lead back to the drafts, and other lists do not', async () => {
  const { unmount } = render(Done, { ...rest, done, accounts: false });
  expect(screen.queryByText(t.import.toRoad)).toBeNull();
  unmount();
  render(Done, { ...rest, done, accounts: true });
  await fireEvent.click(screen.getByText(t.import.toRoad));
  expect(here.screen).toEqual({ name: 'road' });
});
