// Another recovery code: the password asks for it, and nothing else is on the screen until it is on paper.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../../App.svelte';
import { pretend, sample } from '../../lib/ipc/fake';
import { here } from '../../lib/state.svelte';
import { t } from '../../lib/text/vi';
import NewRecovery from './NewRecovery.svelte';

const CODE = '0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ';

test('a new code is asked for with the password, and shown', async () => {
  const sent: unknown[] = [];
  pretend({ ...sample, new_recovery_code: (args) => (sent.push(args), CODE) });
  render(NewRecovery);
  const field = document.querySelector('#recovery-password');
  if (field) await fireEvent.input(field, { target: { value: 'cây phượng già' } });
  await fireEvent.click(screen.getByText(t.settings.recoveryNew));
  await waitFor(() => expect(here.recovery).toEqual({ code: CODE, later: true }));
  expect(sent).toEqual([{ password: 'cây phượng già' }]);
});

test('a code that was never typed back stands before everything when the data are opened', async () => {
  const kept: unknown[] = [];
  pretend({
    ...sample,
    unread_recovery_code: () => CODE,
    keep_recovery_code: (args) => (kept.push(args), null),
  });
  render(App);
  await waitFor(() => expect(document.querySelector(`[data-recovery='${CODE}']`)).toBeTruthy());
  expect(document.querySelector('[data-nav]')).toBeNull();
  expect(screen.queryByText(t.first.recoveryLater)).toBeNull();
  const asked = Number(document.querySelector('[data-group]')?.getAttribute('data-group'));
  const group = document.querySelector('#recovery-group');
  const value = CODE.split('-')[asked];
  if (group) await fireEvent.input(group, { target: { value } });
  await fireEvent.click(screen.getByText(t.first.recoveryDone));
  await waitFor(() => expect(document.querySelector('[data-nav]')).toBeTruthy());
  expect(kept).toEqual([{ code: CODE }]);
});
