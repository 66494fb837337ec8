// What is set for this window, and what else people look for there.
import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pretend, sample } from '../../lib/ipc/fake';
import { t } from '../../lib/text/vi';
import Settings from './Settings.svelte';

test('a backup is made from the settings, too', async () => {
  pretend(sample);
  render(Settings);
  expect(await screen.findByRole('heading', { name: t.saved.backup })).toBeTruthy();
});
